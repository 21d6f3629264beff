"""The notice of a translation is seen and heard before the title, in every format; an edition that puts it elsewhere is
found out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from plantin.auditors.parity.outline import differences
from plantin.findings import Finding
from plantin.house.style import Style
from plantin.model.document import Document, Masthead
from plantin.model.outline import Outline, outline
from plantin.production.formats import format_named
from plantin.writers.epub.cover import drawing
from plantin.writers.pdf.markup import PrintBody
from plantin.writers.xhtml import Body
from tests.kit.read_back import reread

NOTICE = "Unofficial translation"
FORMATS = ("pdf", "docx", "epub", "html")


@pytest.fixture
def translated(harbour: Document) -> Document:
    """A report with every line that a masthead may have, and few others."""
    head = replace(harbour.masthead, notice=NOTICE, session="Ninetieth session", agenda=("Agenda item 1", "Lamps"))
    return replace(harbour, masthead=head, blocks=harbour.blocks[:1], notes=())


Compare = Callable[[str, Outline], tuple[Finding, ...]]


@pytest.fixture
def compare(translated: Document, house: Style, moment: dt.datetime, tmp_path: Path) -> Compare:
    """Makes the edition of a format, and gives its differences from what is expected."""

    def compared(name: str, expected: Outline) -> tuple[Finding, ...]:
        row = format_named(name)
        assert row
        path = tmp_path / f"lamps{row.suffix}"
        path.write_bytes(row.write(translated, house, moment))
        return differences(expected, reread(row, path).outline(), path.name)

    return compared


def test_the_notice_is_the_last_line_before_the_supplement_and_the_title(translated: Document) -> None:
    assert translated.masthead.lines()[-4:] == ("Lamps", NOTICE, "Addendum", translated.masthead.title)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_the_notice_there(name: str, translated: Document, compare: Compare) -> None:
    assert compare(name, outline(translated)) == ()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("place", ["first", "after the title"])
def test_a_format_that_puts_it_elsewhere_is_found_out(
    name: str, place: str, translated: Document, compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, printed, rows = Body.masthead, PrintBody.masthead, Masthead.rows

    def moved(markup: str) -> str:
        (line,) = re.findall(rf'<p class="[\w-]+">{NOTICE}</p>', markup)
        rest = markup.replace(line, "")
        return line + rest if place == "first" else rest.replace("</h1>", f"</h1>{line}")

    def turned(head: Masthead) -> tuple[tuple[str, str, tuple[object, ...]], ...]:
        notice = [row for row in rows(head) if row[0] == "notice"]
        rest = [row for row in rows(head) if row[0] != "notice"]
        # Under the name of a line that is there, for Word puts lines into columns by their names.
        return (("organization", *notice[0][1:]), *rest) if place == "first" else (*rest, ("title", *notice[0][1:]))

    expected = outline(translated)
    monkeypatch.setattr(Body, "masthead", lambda self, pages=(): moved(shared(self, pages)))
    monkeypatch.setattr(PrintBody, "masthead", lambda self, pages=(): moved(printed(self, pages)))
    if name == "docx":
        monkeypatch.setattr(Masthead, "rows", turned)
    found = compare(name, expected)
    assert "P009" in [finding.code for finding in found]
    assert any(NOTICE in finding.message for finding in found)


def test_the_cover_of_the_book_shows_it_above_the_title(translated: Document, house: Style) -> None:
    def lines(notice: str) -> list[tuple[int, float]]:
        """Of each line drawn: its letters, and where it is."""
        head = replace(translated.masthead, notice=notice, title="Lamps")
        drawn = etree.fromstring(drawing(replace(translated, masthead=head), house))
        return [(len((line.text or "").replace(" ", "")), float(line.get("y", ""))) for line in drawn.iter("{*}text")]

    found = lines(NOTICE)[-3:]
    assert [letters for letters, _ in found] == [len("Unofficialtranslation"), len("Addendum"), len("Lamps")]
    assert found == sorted(found, key=lambda line: line[1]), "one under the other"
    long = lines(". ".join([NOTICE] * 9))
    assert len(long) > len(lines(NOTICE)), "a long notice is broken into lines"
    assert long[-1][1] == max(at for _, at in long), "the title stays under it"
