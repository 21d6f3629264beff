"""Whoever makes a translation that the organization does not issue is its publisher and translator, and not its author,
in every format.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from plantin.auditors.parity.record import differences
from plantin.findings import StyleError
from plantin.house import configuration
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.publication import Author, Publication, record
from plantin.production import steps
from plantin.production.formats import format_named
from plantin.resolve.title_block import add_credits
from tests.kit import houses
from tests.kit.compose import composed
from tests.kit.read_back import reread

pytestmark = pytest.mark.full

READERS, ORGAN = "The Lamp Readers", "Security Council"


@pytest.fixture(scope="module")
def translated() -> Document:
    document = composed("# Lamps\n\nThey burn.")
    forms = replace(houses.un("en").masthead, translator=READERS)
    return replace(document, publication=add_credits(Publication(), document.masthead, forms, is_translation=True))


def makers(publication: Publication) -> dict[str, tuple[str, ...]]:
    return {name: values for name, values in record(publication) if name in {"creator", "publisher", "contributor"}}


def test_who_made_a_translation(translated: Document) -> None:
    head, forms = translated.masthead, houses.un("en").masthead
    given = Publication(authors=(Author("Ana Gómez"),), publisher="Town Press")
    forms = replace(forms, translator="")
    original = add_credits(given, head, forms, is_translation=False)
    assert makers(original) == {"creator": ("Ana Gómez",), "publisher": ("Town Press",)}
    plain = add_credits(Publication(), head, forms, is_translation=False)
    assert makers(plain) == {"creator": ("Security Council",), "publisher": ("United Nations",)}
    assert makers(add_credits(given, head, forms, is_translation=True)) == {"creator": ("Ana Gómez",)}
    assert makers(translated.publication) == {"creator": (ORGAN,), "publisher": (READERS,), "contributor": (READERS,)}
    own = replace(forms, unofficial=False)  # a house that issues its translations itself
    assert makers(add_credits(given, head, own, is_translation=True)) == makers(original)


def test_the_house_says_who_makes_translations() -> None:
    made = steps.compose(House(houses.ROOT), "S-2017-97", "ru").document.publication
    assert makers(made) == {
        "creator": ("Совет Безопасности",),
        "publisher": ("Plantin",),
        "contributor": ("Plantin",),
    }
    made = steps.compose(House(houses.ROOT), "S-2017-97", "en").document.publication
    assert makers(made) == {"creator": ("Security Council",), "publisher": ("United Nations",)}


def test_a_publisher_without_a_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plantin.toml").write_text('[translations]\npublisher = " "\n', "utf-8")
    with pytest.raises(StyleError, match=r"plantin\.toml:2.*publisher"):
        configuration.read(tmp_path)


def _in_zip(name: str, before: str, after: str) -> Callable[[bytes], bytes]:
    def spoilt(content: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
            for entry in old.infolist():
                part = old.read(entry)
                new.writestr(entry, _changed(part, before, after) if entry.filename.endswith(name) else part)
        return made.getvalue()

    return spoilt


def _in_text(before: str, after: str) -> Callable[[bytes], bytes]:
    return lambda content: _changed(content, before, after)


def _changed(content: bytes, before: str, after: str) -> bytes:
    made, count = re.subn(before.encode(), after.encode(), content)
    assert count == 1, before
    return made


def _in_pdf(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    def spoilt(content: bytes) -> bytes:
        made = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as opened:
            change(opened)
            opened.save(made)
        return made.getvalue()

    return spoilt


def _author(opened: Any) -> None:
    opened.docinfo["/Author"] = READERS


def _packet(term: str, before: str, after: str) -> Callable[[bytes], bytes]:
    def change(opened: Any) -> None:
        packet = opened.Root.Metadata.read_bytes()
        changed = _changed(packet, f"(<dc:{term}>.*?){before}", after)
        opened.Root.Metadata = opened.make_stream(changed, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)

    return _in_pdf(change)


UN, MAKER = r"\1United Nations", rf"\1{READERS}"
CORE, APPLICATION, OWN = "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"
SPOILT = [
    ("html", _in_text(f'("dcterms.publisher" content="){READERS}', UN)),
    ("html", _in_text(f'("dcterms.creator" content="){ORGAN}', MAKER)),
    ("html", _in_text(f'("citation_author" content="){ORGAN}', MAKER)),
    ("html", _in_text(f'("dcterms.contributor" content="){READERS}', UN)),
    ("html", _in_text(f'("og:site_name" content="){READERS}', UN)),
    ("html", _in_text(f'("citation_technical_report_institution" content="){READERS}', UN)),
    ("html", _in_text(rf'("translator": {{\s*"@type": "Organization",\s*"name": "){READERS}', UN)),
    ("docx", _in_zip(CORE, f"(<dc:creator>){ORGAN}", MAKER)),
    ("docx", _in_zip(CORE, f"(<cp:lastModifiedBy>){READERS}", UN)),
    ("docx", _in_zip(APPLICATION, f"(<Company>){READERS}", UN)),
    ("docx", _in_zip(OWN, f"(<vt:lpwstr>){READERS}", UN)),
    ("epub", _in_zip(".opf", f"(<dc:creator[^>]*>){ORGAN}", MAKER)),
    ("epub", _in_zip(".opf", f"(<dc:publisher>){READERS}", UN)),
    ("epub", _in_zip(".opf", f"<dc:contributor[^>]*>{READERS}</dc:contributor>", "")),
    ("pdf", _packet("creator", ORGAN, MAKER)),
    ("pdf", _packet("publisher", READERS, UN)),
    ("pdf", _packet("contributor", READERS, UN)),
    ("pdf", _in_pdf(_author)),
]


def _findings(document: Document, format_: str, content: bytes, folder: Path) -> list[str]:
    row = format_named(format_)
    assert row is not None
    path = folder / f"edition.{format_}"
    path.write_bytes(content)
    return [finding.code for finding in differences(document, reread(row, path).record(), path.name)]


@pytest.mark.parametrize("format_", ["html", "docx", "epub", "pdf"])
def test_every_format_names_who_made_it_and_a_spoilt_one_is_found(
    format_: str, translated: Document, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    row = format_named(format_)
    assert row is not None
    content = row.write(translated, house, moment)
    assert _findings(translated, format_, content, tmp_path) == []
    for kind, spoil in SPOILT:
        if kind == format_:
            assert set(_findings(translated, format_, spoil(content), tmp_path)) == {"P016"}


def test_an_edition_of_nobody_may_name_nobody(
    translated: Document, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    row = format_named("html")
    assert row is not None
    nobody = replace(translated, publication=Publication())
    assert _findings(nobody, "html", row.write(nobody, house, moment), tmp_path) == []
    named = row.write(translated, house, moment)
    assert set(_findings(nobody, "html", named, tmp_path)) == {"P016"}
