"""Word files that would keep their reader busy for ever: as an edition that is checked and as a report that is
imported, each ends soon, in little memory, with a finding or with what was asked for, and none with an exception.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from plantin.auditors import UnreadableEdition, docx, guard_reading
from plantin.auditors.parity.outline import differences
from plantin.auditors.statements import UNKNOWN, HouseContent
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.wordfile import numbering
from tests.kit import houses
from tests.kit.command import Ended, plantin
from tests.kit.editions import Editions
from tests.kit.limits import limited
from tests.kit.read_back import content_of_house

pytestmark = pytest.mark.full

Parts = dict[str, bytes]
Spoil = Callable[[Parts], Parts | None]
SECONDS, MEMORY = 90, 1500
"""What ends a reader that would never end: seconds of processor time, some ten times what the slowest case needs where
nothing else runs, so that a slow or busy machine reaches it as little as a fast one; and MB. Neither is a measure:
`bench/hostile.py` prints what each case takes.
"""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT, STYLES, NUMBERS, NOTES = (f"word/{part}.xml" for part in ("document", "styles", "numbering", "footnotes"))
RELATIONS = "word/_rels/document.xml.rels"
SPOILT: dict[str, tuple[Spoil, str, str]] = {}
"""What is done to the parts of a sound Word file, what a check must say of it, and what an import."""
READ = ""
"""An import that reads the file: it may have warnings."""


def says(check: str, imported: str) -> Callable[[Spoil], Spoil]:
    def kept(change: Spoil) -> Spoil:
        SPOILT[change.__name__] = change, check, imported
        return change

    return kept


def replaced(parts: Parts, part: str, old: str, new: str, count: int = 1) -> None:
    assert old.encode() in parts[part], f"{part} has no {old}"
    parts[part] = parts[part].replace(old.encode(), new.encode(), count)


def paragraphs(parts: Parts, text: str) -> None:
    """Put paragraphs at the end of the text."""
    at = parts[TEXT].rindex(b"<w:sectPr")
    parts[TEXT] = parts[TEXT][:at] + text.encode() + parts[TEXT][at:]


def paragraph(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def styled(style: str, words: str = "One more.") -> str:
    return paragraph(words, f'<w:pStyle w:val="{style}"/>')


def style(identifier: str, name: str, based: str = "Normal") -> str:
    kept = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>{kept}</w:style>'


def styles(parts: Parts, text: str) -> None:
    replaced(parts, STYLES, "</w:styles>", text + "</w:styles>")


# Styles


@says("A019", READ)
def styles_in_a_ring(parts: Parts) -> None:
    styles(parts, style("RingA", "ring a", "RingB") + style("RingB", "ring b", "RingA"))
    paragraphs(parts, styled("RingA"))


@says("A019", READ)
def styles_5_000_deep(parts: Parts) -> None:
    styles(parts, "".join(style(f"Deep{n}", f"deep {n}", f"Deep{n + 1}") for n in range(5000)))
    paragraphs(parts, styled("Deep0") * 200)


@says("P002", READ)
def a_style_called_heading_of_5_000_digits(parts: Parts) -> None:
    styles(parts, style("Long", f"heading {'9' * 5000}"))
    paragraphs(parts, styled("Long"))


@says("P002", READ)
def a_style_called_heading_squared(parts: Parts) -> None:
    styles(parts, style("Squared", "heading \u00b2"))
    paragraphs(parts, styled("Squared"))


@says("P002", READ)
def an_outline_level_below_the_first(parts: Parts) -> None:
    paragraphs(parts, paragraph("One more.", '<w:outlineLvl w:val="-7"/>'))


@says("A019", READ)
def colours_that_are_none(parts: Parts) -> None:
    replaced(parts, TEXT, "<w:r><w:t", '<w:r><w:rPr><w:color w:val="url(#a)"/></w:rPr><w:t')


# Numbers


def numbered(parts: Parts, form: str, start: str) -> None:
    """A list of its own that begins at ``start``, and 50 paragraphs in it."""
    level = f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/></w:lvl>'
    at = parts[NUMBERS].index(b"<w:num ")
    added = f'<w:abstractNum w:abstractNumId="990">{level}</w:abstractNum>'
    text = parts[NUMBERS][:at] + added.encode() + parts[NUMBERS][at:]
    parts[NUMBERS] = text.replace(
        b"</w:numbering>", b'<w:num w:numId="990"><w:abstractNumId w:val="990"/></w:num></w:numbering>'
    )
    paragraphs(parts, paragraph("One more.", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="990"/></w:numPr>') * 50)


FORMS = ("upperRoman", "lowerLetter", "chicago", "arabicAbjad", "russianLower", "chineseCounting")
for _form in FORMS:
    for _start in ("2000000000", "9" * 4000) if _form == "upperRoman" else ("2000000000",):
        SPOILT[f"numbers_in_{_form}_from_{len(_start)}_digits"] = (
            partial(numbered, form=_form, start=_start),
            "P002",
            READ,
        )


@says("P002", READ)
def a_field_that_counts_from_10_to_the_15th_in_roman(parts: Parts) -> None:
    field = r'<w:fldSimple w:instr=" SEQ Table \r 1000000000000000 \* ROMAN "><w:r><w:t>I</w:t></w:r></w:fldSimple>'
    paragraphs(parts, f"<w:p>{field}<w:r><w:t>One more.</w:t></w:r></w:p>")


# Notes


def noted(parts: Parts, count: int, words: Callable[[int], str]) -> None:
    """So many notes more, and a paragraph that calls them."""
    run = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    paragraphs(parts, "<w:p>" + "".join(run.format(n) for n in range(9000, 9000 + count)) + "</w:p>")
    note = '<w:footnote w:id="{}"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote>'
    replaced(
        parts,
        NOTES,
        "</w:footnotes>",
        "".join(note.format(9000 + n, words(n)) for n in range(count)) + "</w:footnotes>",
    )


@says("P002", READ)
def notes_1_000_with_the_same_words(parts: Parts) -> None:
    noted(parts, 1000, lambda _: "The same.")


@says("P002", "")
def notes_1_500_with_other_words(parts: Parts) -> None:
    noted(parts, 1500, lambda n: f"Note {n}.")


@says("P002", "S084")
def notes_20_000_with_the_same_words(parts: Parts) -> None:
    noted(parts, 20_000, lambda _: "The same.")


@says("V010", "S050")
def notes_200_000_with_other_words(parts: Parts) -> None:
    noted(parts, 200_000, lambda n: f"Note {n}.")


@says("P002", "")
def notes_in_a_ring(parts: Parts) -> None:
    """A note that calls an endnote that calls it."""
    paragraphs(parts, '<w:p><w:r><w:t>One more.</w:t></w:r><w:r><w:footnoteReference w:id="9000"/></w:r></w:p>')
    call = '<w:p><w:r><w:t>Round.</w:t></w:r><w:r><w:{}Reference w:id="9000"/></w:r></w:p>'
    replaced(
        parts, NOTES, "</w:footnotes>", f'<w:footnote w:id="9000">{call.format("endnote")}</w:footnote></w:footnotes>'
    )
    ends = f'<w:endnotes {W}><w:endnote w:id="9000">{call.format("footnote")}</w:endnote></w:endnotes>'
    parts["word/endnotes.xml"] = ends.encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
    related(parts, f'<Relationship Id="rIdEnd" Type="{kind}" Target="endnotes.xml"/>')


def related(parts: Parts, text: str) -> None:
    replaced(parts, RELATIONS, "</Relationships>", text + "</Relationships>")


# More of everything


@says("P002", READ)
def paragraphs_2_000_more(parts: Parts) -> None:
    paragraphs(parts, "".join(paragraph(f"Paragraph {n}.") for n in range(2000)))


@says("P002", "S084")
def paragraphs_20_000_more(parts: Parts) -> None:
    paragraphs(parts, "".join(paragraph(f"Paragraph {n}.") for n in range(20_000)))


@says("V010", "S050")
def paragraphs_200_000_more(parts: Parts) -> None:
    paragraphs(parts, "".join(paragraph(f"Paragraph {n}.") for n in range(200_000)))


def links(parts: Parts, count: int) -> None:
    link = '<w:bookmarkStart w:id="{0}" w:name="mark{0}"/><w:bookmarkEnd w:id="{0}"/><w:hyperlink w:anchor="mark{0}"/>'
    paragraphs(
        parts,
        "<w:p>" + "".join(link.format(n) for n in range(9000, 9000 + count)) + "<w:r><w:t>One more.</w:t></w:r></w:p>",
    )


@says("A019", READ)
def links_and_bookmarks_1_000(parts: Parts) -> None:
    links(parts, 1000)


@says("A019", READ)
def links_and_bookmarks_100_000(parts: Parts) -> None:
    links(parts, 100_000)


@says("P002", READ)
def a_table_of_60_merged_rows(parts: Parts) -> None:
    cell = '<w:tc><w:tcPr><w:vMerge w:val="{}"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    row = "<w:tr>" + cell.format("restart") * 60 + "</w:tr>"
    paragraphs(parts, "<w:tbl>" + row * 60 + "</w:tbl>" + paragraph("One more."))


@says("A019", READ)
def cells_that_span_a_billion_columns(parts: Parts) -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    paragraphs(parts, f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>" + paragraph("One more."))


@says("A019", READ)
def formulas_110_deep(parts: Parts) -> None:
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    inner = "<m:rad><m:e>" * 55 + "<m:r><m:t>x</m:t></m:r>" + "</m:e></m:rad>" * 55
    paragraphs(parts, f"<w:p><w:r><w:t>One more.</w:t></w:r><m:oMath {space}>{inner}</m:oMath></w:p>")


@says("V010", "S050")
def elements_2_000_deep(parts: Parts) -> None:
    paragraphs(parts, "<w:sdt><w:sdtContent>" * 1000 + paragraph("One more.") + "</w:sdtContent></w:sdt>" * 1000)


@says("P002", READ)
def content_controls_100_deep(parts: Parts) -> None:
    paragraphs(parts, "<w:sdt><w:sdtContent>" * 100 + paragraph("One more.") + "</w:sdtContent></w:sdt>" * 100)


@says("V010", "S050")
def text_of_9_mb_in_one_run(parts: Parts) -> None:
    paragraphs(parts, paragraph("word " * 1_900_000 + "x" * 600_000))


@says("V010", "S050")
def text_of_2_mb_in_one_run(parts: Parts) -> None:
    paragraphs(parts, paragraph("word " * 400_000))


@says("V010", "S050")
def text_of_260_mb(parts: Parts) -> None:
    paragraphs(parts, paragraph("One more.") * 1_300_000)


@says("P009", "")
def a_masthead_of_3_000_lines(parts: Parts) -> None:
    symbol = re.search(rb'<w:pStyle w:val="(Masthead\w+)"/>', parts[TEXT])
    assert symbol
    at = parts[TEXT].index(b"<w:body>") + 8
    parts[TEXT] = parts[TEXT][:at] + styled(symbol[1].decode(), "A line.").encode() * 3000 + parts[TEXT][at:]


# The package


@says("V010", "S050")
def settings_of_other_markup(parts: Parts) -> None:
    parts["word/settings.xml"] = b"<html/>"


@says("A019", READ)
def heads_of_pages_20_000_that_are_one_part(parts: Parts) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
    related(parts, "".join(f'<Relationship Id="more{n}" Type="{kind}" Target="header1.xml"/>' for n in range(20_000)))


@says("V010", "S050")
def parts_11_000(parts: Parts) -> None:
    parts.update({f"word/media/{n}.txt": b"" for n in range(11_000)})


@says("V010", "S050")
def pictures_of_zeros(parts: Parts) -> None:
    parts.update({f"word/media/{n}.png": bytes(30 * 2**20) for n in range(2)})


@says("V010", "S050")
def an_entity_of_a_file(parts: Parts) -> None:
    replaced(parts, TEXT, "<w:document", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><w:document')


@says("V010", "S050")
def entities_by_the_billion(parts: Parts) -> None:
    lines = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    replaced(parts, TEXT, "<w:document", f'<!DOCTYPE a [<!ENTITY a0 "a">{lines}]><w:document')


@says("the same", READ)
def text_in_utf_16(parts: Parts) -> None:
    text = parts[TEXT].decode().replace("UTF-8", "UTF-16")
    parts[TEXT] = text.encode("utf-16")


@says("P011", READ)
def without_relationships(parts: Parts) -> None:
    del parts["_rels/.rels"]


@says("V010", "S050")
def cut_short(parts: Parts) -> None:
    parts[TEXT] = parts[TEXT][:-200]


@says("P", "S051")
def an_author_with_controls(parts: Parts) -> None:
    author = "\u009b2J\u202eevil"
    paragraphs(parts, f'<w:p><w:ins w:id="9" w:author="{author}"><w:r><w:t>One more.</w:t></w:r></w:ins></w:p>')


@pytest.fixture(scope="module")
def sound(harbour: Document, store: Editions, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A sound Word file, checked and imported here once: what that reads and keeps, the process of each case has."""
    content = store.content(harbour, "docx")
    assert "P" not in {line.partition(": error ")[2][:1] for line in said(content, harbour).splitlines()}
    assert imported(content, tmp_path_factory.mktemp("sound")).returncode == 0
    return content


def spoilt(sound: bytes, change: Spoil) -> bytes:
    """The bytes of a sound Word file after a change of its parts."""
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    return packed(change(parts) or parts)


def packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # Only what is large must shrink as far as it can.
            archive.writestr(name, content, compresslevel=6 if len(content) > 10_000_000 else 1)
    return out.getvalue()


@pytest.fixture(scope="module")
def known(harbour: Document, store: Editions) -> HouseContent:
    return content_of_house("docx", harbour, store.style)


def said(content: bytes, document: Document, known: HouseContent = UNKNOWN) -> str:
    """What a check says of these bytes: its findings, or that they are the same as ``document``."""
    try:
        with guard_reading("edition.docx"):
            reading = docx.read(content, "edition.docx")
            found = [*differences(outline(document), reading.outline(), "edition.docx"), *reading.findings()]
            found += reading.conformance(known).findings
    except UnreadableEdition as error:
        found = list(error.findings)
    return "\n".join(map(str, found[:2000])) or "the same"


def imported(content: bytes, folder: Path) -> Ended:
    """How an import of a Word file with these bytes ends, in a house of the report that it is of."""
    path = folder / "received.docx"
    path.write_bytes(content)
    (folder / "house").mkdir()
    houses.small(folder / "house")
    return plantin("import", str(path), "--root", str(folder / "house"), "--dry-run", cwd=folder)


SLOW = frozenset({"links_and_bookmarks_100_000", "notes_20_000_with_the_same_words", "paragraphs_20_000_more"})
CASES = [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in SPOILT]


@pytest.mark.sample(6)
@pytest.mark.parametrize("name", CASES)
def test_hostile_word_edition_is_a_finding(name: str, sound: bytes, harbour: Document, known: HouseContent) -> None:
    change, expected, _ = SPOILT[name]
    content = spoilt(sound, change)
    ended = limited(lambda: said(content, harbour, known), seconds=SECONDS, megabytes=MEMORY).result
    assert expected in ended


@pytest.mark.sample(4)
@pytest.mark.parametrize("name", CASES)
def test_hostile_word_file_is_imported_or_refused(name: str, sound: bytes, tmp_path: Path) -> None:
    change, _, expected = SPOILT[name]
    content = spoilt(sound, change)
    ended = limited(lambda: imported(content, tmp_path), seconds=SECONDS, megabytes=MEMORY).result
    assert ended.returncode in {0, 1, 3}, ended.stderr
    assert expected in ended.stderr
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", ended.stderr)


def test_one_entry_that_is_given_1_000_times_is_refused(sound: bytes, harbour: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        archive.filelist.extend(archive.filelist[-1:] * 1000)
        out = io.BytesIO(sound)
        archive.fp, archive.mode, archive._didModify = out, "a", True  # type: ignore[attr-defined,assignment]
        out.seek(archive.start_dir)
        archive.close()
    assert "V010" in said(out.getvalue(), harbour)


def test_bytes_at_random_are_findings(sound: bytes, harbour: Document) -> None:
    dice = random.Random(7)  # noqa: S311 - no secret
    for _ in range(20):
        content = bytearray(sound)
        for _ in range(20):
            content[dice.randrange(len(content))] = dice.randrange(256)
        assert said(bytes(content), harbour)


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [(3999, "upperRoman", "MMMCMXCIX"), (780, "lowerLetter", "z" * 30), (781, "lowerLetter", "781")],
)
def test_numbers_that_word_gives_in_letters(number: int, form: str, expected: str) -> None:
    assert numbering.figure(number, form) == expected
