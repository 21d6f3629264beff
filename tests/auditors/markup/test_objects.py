"""Tables, pictures, boxes, terms, formulas, listings and asterisks in the web page and the EPUB: the auditors find them
as the document has them, and report what was spoilt.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from plantin.auditors.markup import epub as book_auditor
from plantin.auditors.markup import html as page_auditor
from plantin.house.style import Style
from plantin.model.document import Block, Document, Figure, Section
from plantin.production.formats import format_named
from plantin.writers import epub, html
from tests.kit.editions import Editions
from tests.kit.read_back import audited
from tests.spoilt.markup_objects import CLAIM, markup
from tests.spoilt.report_with_objects import SLUG, SOURCE, make

ROOT = Path(__file__).parents[3]
AUDITORS = {"html": page_auditor, "epub": book_auditor}
WRITERS = {"html": html, "epub": epub}
FORMATS = ("html", "epub")


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return make(tmp_path_factory.mktemp("lamps"))


@pytest.fixture(scope="module")
def made(lamps: Document, store: Editions) -> dict[str, bytes]:
    return {name: store.content(lamps, name) for name in FORMATS}


def audit(format_: str, content: bytes, document: Document, folder: Path) -> list[str]:
    """The codes of all that is found in an edition that should say and show what ``document`` does."""
    path = folder / f"edition.{format_}"
    path.write_bytes(content)
    auditor, row = AUDITORS[format_], format_named(format_)
    assert row
    found = audited(auditor, path, document, beside=True)
    return sorted(finding.code for finding in found)


# What an edition claims of itself follows from its content


def claimed(format_: str, content: bytes, name: str) -> list[str]:
    """The values of a property of the accessibility vocabulary that an edition gives."""
    if format_ == "html":
        data = json.loads(re.findall(r'ld\+json">(.*?)</script>', content.decode(), re.DOTALL)[0])
        return [data[name]] if isinstance(data[name], str) else list(data[name])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        package = archive.read("EPUB/content.opf").decode()
    return re.findall(f'property="schema:{name}">([^<]*)<', package)


@pytest.mark.parametrize("format_", FORMATS)
def test_pictures_and_formulas_are_claimed_with_what_is_said_of_them(
    format_: str, lamps: Document, made: dict[str, bytes]
) -> None:
    content = made[format_]
    assert claimed(format_, content, "accessMode") == ["textual", "visual"]
    assert {"alternativeText", "MathML", "describedMath"} <= set(claimed(format_, content, "accessibilityFeature"))
    assert claimed(format_, content, "accessibilityHazard") == ["none"]
    (summary,) = claimed(format_, content, "accessibilitySummary")
    assert summary.startswith(lamps.labels.about_pictures)
    assert lamps.labels.about_text not in summary


@pytest.mark.parametrize("format_", FORMATS)
def test_a_moving_picture_changes_the_claim_of_hazards(
    format_: str, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    moving = make(tmp_path, SOURCE.replace("media/mast.png", "media/turning.gif"))
    content = WRITERS[format_].write(moving, house, moment)
    assert claimed(format_, content, "accessibilityHazard") == ["unknown"]
    assert moving.labels.about_movement in claimed(format_, content, "accessibilitySummary")[0]
    assert audit(format_, content, moving, tmp_path) == []
    boast = (r'"unknown"\n', '"none"\n') if format_ == "html" else (">unknown<", ">none<")
    assert audit(format_, markup(format_, *boast)(content), moving, tmp_path) == [CLAIM[format_]] * 2


@pytest.mark.parametrize("format_", FORMATS)
def test_a_picture_without_a_description_removes_the_claim(
    format_: str, lamps: Document, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    bare = replace(lamps, blocks=tuple(_undescribed(block) for block in lamps.blocks))
    content = WRITERS[format_].write(bare, house, moment)
    assert "alternativeText" not in claimed(format_, content, "accessibilityFeature")
    assert claimed(format_, content, "accessibilitySummary")[0].startswith(lamps.labels.about_undescribed)
    assert audit(format_, content, lamps, tmp_path), (
        "the edition of a report that describes its pictures must describe them"
    )


def _undescribed(block: Block) -> Block:
    if isinstance(block, Section):
        return replace(block, blocks=tuple(map(_undescribed, block.blocks)))
    return replace(block, alternative="") if isinstance(block, Figure) else block


def test_the_pictures_are_files_of_the_book_once_each(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    source = SOURCE.replace("media/mast.png", "media/map.png")
    with zipfile.ZipFile(io.BytesIO(epub.write(make(tmp_path, source), house, moment))) as archive:
        package = archive.read("EPUB/content.opf").decode()
        media = [name for name in archive.namelist() if name.startswith("EPUB/media/")]
        assert media == ["EPUB/media/map.png"]
        assert archive.read(media[0]) == (tmp_path / "sources" / SLUG / "media" / "map.png").read_bytes()
        with_formulas = {
            name for name in archive.namelist() if name.endswith(".xhtml") and b"<math" in archive.read(name)
        }
    declared = {f"EPUB/{href}" for href in re.findall(r'<item href="([^"]*)"[^>]*properties="[^"]*\bmathml\b', package)}
    assert with_formulas
    assert declared == with_formulas
    assert re.findall(r'<item href="media/map.png"[^>]*media-type="([^"]*)"', package) == ["image/png"]


def test_what_is_cited_is_listed_in_the_linked_data(lamps: Document, made: dict[str, bytes]) -> None:
    data = json.loads(re.findall(r'ld\+json">(.*?)</script>', made["html"].decode(), re.DOTALL)[0])
    assert [(one["identifier"], one["url"]) for one in data["citation"]] == [
        (one.symbol, one.address) for one in lamps.citations
    ]
    assert "A/89/92" in {one["identifier"] for one in data["citation"]}
