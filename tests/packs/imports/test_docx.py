"""Importing an edited Word edition: what an editor changed in it goes into the source, and nothing else does."""

from __future__ import annotations

import copy
import io
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import docx
import docx.document
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from plantin.findings import SourceError, UsageError
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.packs.imports import corrections, receive
from plantin.packs.imports.corrections import CorrectionResult
from plantin.production import steps
from tests.kit.editions import Editions
from tests.kit.houses import in_un

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[3]
HARBOUR = ROOT / "tests" / "reports" / "harbour-lights" / "report.md"
REPORT = ROOT / "sources" / "S-2017-97" / "report.md"
SLUG = "A-90-12-Add.1"
SPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TRACKED = 'w:id="900" w:author="Editor" w:date="2035-06-02T10:00:00Z"'

Package = docx.document.Document
Edit = Callable[[Package], None]


@pytest.fixture
def home(tmp_path: Path) -> House:
    """A house with the report of the harbour and S/2017/97."""
    for name, path in ((SLUG, HARBOUR), ("S-2017-97", REPORT)):
        (tmp_path / "sources" / name).mkdir(parents=True)
        shutil.copy(path, tmp_path / "sources" / name / "report.md")
    (tmp_path / "locales").symlink_to(ROOT / "locales")
    (tmp_path / "styles").symlink_to(ROOT / "styles")
    return in_un(tmp_path)


@pytest.fixture(scope="module")
def edition(harbour: Document, store: Editions) -> bytes:
    """The Word edition of the report of the harbour."""
    return store.content(harbour, "docx")


def edited(edition: bytes, path: Path, edit: Edit) -> Path:
    package = docx.Document(io.BytesIO(edition))
    edit(package)
    package.save(path)
    return path


def come(home: House, edition: bytes, edit: Edit, how: str = "refuse") -> tuple[CorrectionResult, list[str]]:
    """Import the edited file: what was reported, and the lines of the source that changed."""
    source = home.report(SLUG)
    before = source.read_text("utf-8").split("\n")
    done = corrections.merge_edits(home, edited(edition, home.root / "edited.docx", edit), SLUG, how)  # type: ignore[arg-type]
    after = source.read_text("utf-8").split("\n")
    return done, [
        line
        for line in unified_diff(before, after, n=0, lineterm="")
        if line[:3] not in {"---", "+++"} and line[:2] != "@@"
    ]


def untouched(package: Package) -> None:
    """No edit at all."""


def codes(done: CorrectionResult) -> list[str]:
    return sorted(finding.code for finding in (*done.changes, *done.losses))


def named(package: Package, words: str, style: str = "") -> docx.text.paragraph.Paragraph:
    """The first paragraph outside the contents that begins with ``words``."""
    return next(
        one
        for one in package.paragraphs
        if one.text.startswith(words) and not one.style.name.startswith("toc") and style in one.style.name
    )


def reworded(package: Package, old: str, new: str) -> None:
    for paragraph in package.paragraphs:
        for run in paragraph.runs:
            if old in run.text:
                run.text = run.text.replace(old, new)


def footnotes(package: Package) -> tuple[docx.opc.part.Part, docx.oxml.xmlchemy.BaseOxmlElement]:
    part = next(
        relation.target_part for relation in package.part.rels.values() if relation.reltype.endswith("/footnotes")
    )
    return part, parse_xml(part.blob)


# Nothing changed


def test_an_edition_that_nobody_touched_changes_no_byte(home: House, edition: bytes) -> None:
    done, lines = come(home, edition, untouched)
    assert lines == []
    assert codes(done) == []
    assert not done.written
    assert home.report(SLUG).read_bytes() == HARBOUR.read_bytes()


def test_the_report_is_imported_byte_for_byte(home: House, report: Document, store: Editions) -> None:
    path = home.root / "edition.docx"
    path.write_bytes(store.content(report, "docx"))
    done = corrections.merge_edits(home, path, "S-2017-97", "refuse")
    assert codes(done) == []
    assert home.report("S-2017-97").read_bytes() == REPORT.read_bytes()
    assert done.counts == {"sections": 32, "paragraphs": 80, "notes": 34, "indicators": 34, "tables": 0, "figures": 0}


# Words


def test_only_the_words_that_changed_are_written(home: House, edition: bytes) -> None:
    done, lines = come(
        home, edition, lambda package: reworded(package, "lit at dusk.", "lit at “dawn”, for the keepers’ sake.")
    )
    rest = "[^keepers] Their number is given in [](#count), and how they are counted in [](#counting)."
    old, new = "lit at dusk.", 'lit at "dawn", for the keepers\' sake.'
    assert lines == [
        f"{sign}[]{{#start}} The lamps of the harbour are {words}{rest}" for sign, words in (("-", old), ("+", new))
    ]
    assert codes(done) == ["S057"]


def test_marks_and_special_characters_are_written_as_the_source_writes_them(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        paragraph = named(package, "Nothing follows")
        paragraph.add_run(" It costs $3 [or *4*], ")
        paragraph.add_run("truly").italic = True
        paragraph.add_run(" & so on, ")
        paragraph.add_run("x_y").bold = True
        paragraph.add_run(".")

    done, lines = come(home, edition, edit)
    assert lines[-1].endswith(r"notwithstanding. It costs \$3 \[or \*4\*\], *truly* & so on, **x_y**.")
    assert codes(done) == ["S057"]


def test_straight_and_curly_quotation_marks_mean_the_same(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        reworded(package, "they call “the", 'they call "the')
        reworded(package, "3\u00a0per cent", "3 per cent")

    done, lines = come(home, edition, edit)
    assert lines == []
    assert codes(done) == []


def test_a_heading_and_the_title_are_reworded_and_keep_their_ids(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        reworded(package, "Counting", "How they are counted")
        reworded(package, "Harbour lights:", "Lights of the harbour:")

    done, lines = come(home, edition, edit)
    assert "+## How they are counted {#counting}" in lines
    assert any(
        line.startswith(
            '+title: "Lights of the harbour: the state of the lamps, and what the keepers\' \\"log\\" says"'
        )
        for line in lines
    )
    assert codes(done) == ["S057", "S057"]


# Paragraphs


def test_new_and_deleted_paragraphs(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        named(package, "The lamps of the harbour").insert_paragraph_before(
            "Ships come first. 2017. was a year.", style="Numbered Paragraph"
        )
        named(package, "The lamp by the old gate").insert_paragraph_before(
            "2017. was a year", style="Numbered Paragraph"
        )
        gone = named(package, "The water under")._element
        gone.getparent().remove(gone)
        named(package, "Nothing follows").insert_paragraph_before("Of light", style="heading 2")

    def skipped(package: Package) -> None:
        edit(package)
        named(package, "Nothing follows").insert_paragraph_before("Of oil", style="heading 4")

    # A level that was skipped is refused, as in any source.
    with pytest.raises(SourceError) as refused:
        come(home, edition, skipped)
    assert [finding.code for finding in refused.value.findings] == ["S010"]
    assert home.report(SLUG).read_bytes() == HARBOUR.read_bytes()

    def corrected(package: Package) -> None:
        edit(package)
        named(package, "Nothing follows").insert_paragraph_before("A second paragraph.", style="Numbered Paragraph")
        named(package, "Nothing follows").insert_paragraph_before("Of oil", style="heading 2")

    done, lines = come(home, edition, corrected)
    assert [line for line in lines if line not in {"+", "-"}] == [
        "+Ships come first. 2017. was a year.",
        (
            "-The water under lamp 3 holds 2 mg of CO~2~ per dm^3^. The code of the lamp is `LAMP-3*`. As [](#no-oil)"
            " says, oil matters."
        ),
        "+2017\\. was a year",
        "+## Of light",
        "+A second paragraph.",
        "+## Of oil",
    ]
    assert codes(done) == ["S055"] * 5 + ["S056"]


def test_a_list_that_grew_is_written_with_its_letters_and_keeps_its_ids(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        named(package, "lamps that burn").insert_paragraph_before("lamps that are new;", style="Subparagraph")
        gone = named(package, "by sea")._element
        gone.getparent().remove(gone)

    done, lines = come(home, edition, edit)
    text = home.report(SLUG).read_text("utf-8")
    assert (
        "(a) lamps that are new;\n\n(b) lamps that **burn**;\n\n(c) lamps that do not, because\n\n    (i) the glass"
        in text
    )
    assert (
        "    (ii) []{#no-oil} there is no oil,[^oil]\n\n    and in that case they write the day;\n\n(d) lamps" in text
    )
    assert codes(done) == ["S055", "S056"]
    assert lines


def test_a_paragraph_that_was_divided_is_one_changed_and_one_new(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        paragraph = named(package, "The lamp by the old gate")
        rest = copy.deepcopy(paragraph._element)
        for node in rest.findall(qn("w:bookmarkStart")) + rest.findall(qn("w:bookmarkEnd")):
            rest.remove(node)
        runs = list(paragraph._element.findall(qn("w:r")))
        for run in runs[2:]:
            paragraph._element.remove(run)
        for run in rest.findall(qn("w:r"))[:2]:
            rest.remove(run)
        paragraph._element.addnext(rest)

    done, _ = come(home, edition, edit)
    text = home.report(SLUG).read_text("utf-8")
    assert (
        "The lamp by the old gate is called [Старый фонарь]{lang=ru}\n\nby some, [المصباح القديم]{lang=ar} by others"
        in text
    )
    assert codes(done) == ["S055", "S057"]


def test_a_paragraph_that_moved_keeps_its_bytes_and_its_references(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        named(package, "Nothing follows")._element.addprevious(named(package, "The keepers keep")._element)

    done, lines = come(home, edition, edit)
    assert sorted(lines) == sorted(
        [f"{sign}{line}" for sign in "-+" for line in ("", HARBOUR.read_text("utf-8").split("\n")[19])]
    )
    assert codes(done) == ["S057"]
    assert "moved: “The keepers keep" in done.changes[0].message or "moved: “Nothing follows" in done.changes[0].message


def test_a_new_paragraph_of_a_report_without_numbers_is_an_ordinary_one(home: House, store: Editions) -> None:
    source = home.report(SLUG)
    head = HARBOUR.read_text("utf-8").split("\n---\n")[0]
    source.write_text(
        f"{head}\nrules: {{paragraphs: none}}\n---\n\n# Lamps\n\nThe lamps are lit.\n\nNothing follows.\n", "utf-8"
    )
    path = home.root / "edited.docx"
    package = docx.Document(io.BytesIO(store.content(steps.compose(home, SLUG, "en").document, "docx")))
    named(package, "Nothing follows").insert_paragraph_before(
        "Ships come first.", style=named(package, "Nothing follows").style.name
    )
    package.save(str(path))
    done = corrections.merge_edits(home, path, SLUG, "refuse")
    assert codes(done) == ["S055"]
    assert "\n\nThe lamps are lit.\n\nShips come first.\n\nNothing follows.\n" in source.read_text("utf-8")


def test_box_and_quotation_are_kept_and_corrected(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        reworded(package, "A short report", "A very short report")
        reworded(package, "is a lamp that burns", "is a lamp that shines")
        named(package, "So it stands").insert_paragraph_before("And a third.", style="Quotation")

    _, lines = come(home, edition, edit)
    assert [line[:60] for line in lines if line.startswith("+")] == [
        "+A very short report on an invented subject, in which *every",
        "+> A lamp that is seen is a lamp that shines.",
        "+>",
        "+> And a third.",
    ]


# Notes


def test_a_new_note_gets_a_name_and_a_changed_one_keeps_its_own(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        part, root = footnotes(package)
        note = copy.deepcopy(root[2])
        for mark in [*note.iter(qn("w:bookmarkStart")), *note.iter(qn("w:bookmarkEnd"))]:
            mark.getparent().remove(mark)
        for link in list(note.iter(qn("w:hyperlink"))):
            link.getparent().remove(link)
        texts = list(note.iter(qn("w:t")))
        for text in texts:
            text.text = "A new note of the editor." if text is texts[-1] else ""
        note.set(qn("w:id"), "9")
        root.append(note)
        next(text for text in root.iter(qn("w:t")) if "A/89/7" in (text.text or "")).text = "A/89/8"
        part._blob = docx.oxml.xmlchemy.serialize_for_reading(root).encode()
        call = parse_xml(
            f'<w:r {SPACES}><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="9"/></w:r>'
        )
        named(package, "Nothing follows")._element.append(call)

    done, lines = come(home, edition, edit)
    assert [line for line in lines if line not in {"+", "-"}] == [
        "-Nothing follows from [](#state) but light, S/2017/97 notwithstanding.",
        "+Nothing follows from [](#state) but light, S/2017/97 notwithstanding.[^new-note]",
        "-[^keepers]: The keepers are named in document A/89/7.",
        "+[^keepers]: The keepers are named in document A/89/8.",
        "+[^new-note]: A new note of the editor.",
    ]
    assert codes(done) == ["S055", "S057", "S057"]


def test_a_deleted_note_goes_with_its_call(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        part, root = footnotes(package)
        root.remove(next(node for node in root if node.get(qn("w:id")) == "3"))
        part._blob = docx.oxml.xmlchemy.serialize_for_reading(root).encode()
        call = next(
            node for node in package.element.body.iter(qn("w:footnoteReference")) if node.get(qn("w:id")) == "3"
        )
        call.getparent().getparent().remove(call.getparent())

    done, lines = come(home, edition, edit)
    assert "-[^oil]: See [](#keepers)." in lines
    assert "+    (ii) []{#no-oil} there is no oil," in lines
    assert codes(done) == ["S056", "S057"]


def test_a_call_that_is_gone_takes_its_note_along_though_the_file_has_it(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        call = next(
            node for node in package.element.body.iter(qn("w:footnoteReference")) if node.get(qn("w:id")) == "3"
        )
        call.getparent().getparent().remove(call.getparent())

    done, lines = come(home, edition, edit)
    assert "-[^oil]: See [](#keepers)." in lines
    assert codes(done) == ["S056", "S057"]


# References


def test_a_reference_typed_over_stays_a_reference(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        paragraph = named(package, "The lamps of the harbour")._element
        code = next(node for node in paragraph.iter(qn("w:instrText")) if "REF paragraph_3" in (node.text or ""))
        run = code.getparent()
        for node in (run.getprevious(), run, run.getnext(), run.getnext().getnext().getnext()):
            paragraph.remove(node)

    done, lines = come(home, edition, edit)
    assert lines == []
    assert codes(done) == ["S059"]


def test_a_new_reference_gives_its_place_an_id(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        # As Word does it: a bookmark of its own in the paragraph, and a REF field.
        target = named(package, "What the lamps need")._element
        target.insert(1, parse_xml(f'<w:bookmarkStart {SPACES} w:id="800" w:name="_Ref123456"/>'))
        target.append(parse_xml(f'<w:bookmarkEnd {SPACES} w:id="800"/>'))
        paragraph = named(package, "Nothing follows")
        paragraph.add_run(" See paragraph\u00a0")
        field = (
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText> REF _Ref123456 \\r \\h </w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
        )
        for inside in (*field, "<w:t>6</w:t>", '<w:fldChar w:fldCharType="end"/>'):
            paragraph._element.append(parse_xml(f"<w:r {SPACES}>{inside}</w:r>"))
        paragraph.add_run(".")

    done, lines = come(home, edition, edit)
    assert "+[]{#what-lamps} What the lamps need is\\" in lines
    assert lines[-1] == "+Nothing follows from [](#state) but light, S/2017/97 notwithstanding. See [](#what-lamps)."
    assert codes(done) == ["S055", "S057"]


# Tracked changes and comments


def tracked(package: Package) -> None:
    paragraph = named(package, "Nothing follows")._element
    paragraph.append(parse_xml(f"<w:ins {SPACES} {TRACKED}><w:r><w:t> Or so they say.</w:t></w:r></w:ins>"))
    other = named(package, "The keepers keep")._element
    first = next(run for run in other.findall(qn("w:r")) if "The keepers keep" in "".join(run.itertext()))
    wrapper = parse_xml(f"<w:del {SPACES} {TRACKED}/>")
    first.addprevious(wrapper)
    wrapper.append(first)
    for text in first.findall(qn("w:t")):
        text.tag = qn("w:delText")


def test_tracked_changes_are_refused_unless_the_user_says_what_to_do(home: House, edition: bytes) -> None:
    with pytest.raises(SourceError) as refused:
        come(home, edition, tracked)
    assert [finding.code for finding in refused.value.findings] == ["S051", "S051"]
    assert "Or so they say" in str(refused.value)
    assert "The keepers keep a log" in str(refused.value)
    assert home.report(SLUG).read_bytes() == HARBOUR.read_bytes()


def test_tracked_changes_are_accepted(home: House, edition: bytes) -> None:
    done, lines = come(home, edition, tracked, "accept")
    assert "+Nothing follows from [](#state) but light, S/2017/97 notwithstanding. Or so they say." in lines
    assert any(line.startswith('+[^log] which they call "the *book*".') for line in lines)
    assert codes(done) == ["S052", "S052", "S057", "S057"]


def test_tracked_changes_are_rejected(home: House, edition: bytes) -> None:
    done, lines = come(home, edition, tracked, "reject")
    assert lines == []
    assert codes(done) == ["S052", "S052"]


@pytest.mark.parametrize(("how", "joined"), [("accept", True), ("reject", False)])
def test_a_tracked_end_of_a_paragraph_joins_two_or_does_not(
    home: House, edition: bytes, how: str, joined: bool
) -> None:
    def edit(package: Package) -> None:
        properties = named(package, "The lamp by the old gate")._element.find(qn("w:pPr"))
        properties.append(parse_xml(f"<w:rPr {SPACES}><w:del {TRACKED}/></w:rPr>"))

    _, lines = come(home, edition, edit, how)
    assert bool(lines) is joined
    assert ("by the rest.What the lamps need is\\" in home.report(SLUG).read_text("utf-8")) is joined


def test_a_paragraph_inserted_with_changes_tracked(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        new = named(package, "Nothing follows").insert_paragraph_before("", style="Numbered Paragraph")._element
        new.find(qn("w:pPr")).append(parse_xml(f"<w:rPr {SPACES}><w:ins {TRACKED}/></w:rPr>"))
        new.append(parse_xml(f"<w:ins {SPACES} {TRACKED}><w:r><w:t>Something follows.</w:t></w:r></w:ins>"))

    assert come(home, edition, edit, "reject")[1] == []
    assert come(home, edition, edit, "accept")[1] == ["+Something follows.", "+"]


def test_comments_are_reported(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        runs = named(package, "Nothing follows").runs
        package.add_comment(runs, text="Is this so?", author="Reviser")

    done, lines = come(home, edition, edit)
    assert lines == []
    assert codes(done) == ["S053"]
    assert "a comment by Reviser: “Is this so?”" in str(done.changes[0])


# What cannot be imported


def test_what_a_source_has_no_room_for_is_reported(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        named(package, "Nothing follows").add_run(" Underlined.").underline = True
        named(package, "The lamp by").insert_paragraph_before(style="Body Text").add_run().add_picture(picture())
        table = package.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Lamp", "Oil"
        reworded(package, "1 June 2035", "2 June 2035")

    done, lines = come(home, edition, edit)
    told = "\n".join(finding.message for finding in done.losses)
    for words in ("underlining", "a picture", "a table: “Lamp | Oil”", "a line of the masthead: “2 June 2035”"):
        assert words in told
    assert {finding.code for finding in done.losses} == {"S058"}
    assert any(line.endswith("Underlined.") for line in lines), "the words come, the line under them does not"


def picture() -> io.BytesIO:
    """One black pixel as a PNG."""
    rows = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in rows
    )
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def test_another_report_and_another_language_are_refused(home: House, edition: bytes) -> None:
    with pytest.raises(SourceError) as other:
        come(home, edition, lambda package: reworded(package, "Add.1", "Add.2"))
    assert [finding.code for finding in other.value.findings] == ["S054"]

    def french(package: Package) -> None:
        next(package.styles.element.iter(qn("w:lang"))).set(qn("w:val"), "fr")

    with pytest.raises(SourceError) as translated:
        come(home, edition, french)
    assert [finding.code for finding in translated.value.findings] == ["S054"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no Word file"])
def test_a_damaged_file_is_refused(home: House, content: bytes) -> None:
    (home.root / "damaged.docx").write_bytes(content)
    with pytest.raises(SourceError) as refused:
        corrections.merge_edits(home, home.root / "damaged.docx", SLUG, "refuse")
    assert [finding.code for finding in refused.value.findings] == ["S050"]


def test_a_dry_run_writes_nothing(home: House, edition: bytes) -> None:
    path = edited(edition, home.root / "edited.docx", lambda package: reworded(package, "at dusk", "at dawn"))
    done = corrections.merge_edits(home, path, SLUG, "refuse", dry=True)
    assert done.changed
    assert not done.written
    assert home.report(SLUG).read_bytes() == HARBOUR.read_bytes()


def test_numbers_that_word_shows_otherwise_are_reported(home: House, edition: bytes) -> None:
    path = home.root / "edited.docx"
    with zipfile.ZipFile(io.BytesIO(edition)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name,
                data.replace(b'w:val="upperRoman"', b'w:val="decimal"') if name.endswith("numbering.xml") else data,
            )
    done = corrections.merge_edits(home, path, SLUG, "refuse")
    assert codes(done) == ["S044"] * 3
    assert "heading 1. in the file, I. from the press" in done.losses[0].message


def test_importing_an_edition_twice_changes_nothing(home: House, edition: bytes) -> None:
    def edit(package: Package) -> None:
        for words in ("First", "Second", "Third"):
            named(package, "The lamps of the harbour").insert_paragraph_before(
                f"{words}, ships.", style="Numbered Paragraph"
            )

    assert codes(come(home, edition, edit)[0]) == ["S055"] * 3
    once = home.report(SLUG).read_bytes()
    again = corrections.merge_edits(home, home.root / "edited.docx", SLUG, "refuse")
    assert codes(again) == ["S061"], "its bookmarks are those of the source before"
    assert home.report(SLUG).read_bytes() == once


# Word files that are not ours


def test_a_foreign_file_becomes_a_source(home: House) -> None:
    package = docx.Document()
    for line in (
        "United Nations",
        "Security Council",
        "S/2035/8",
        "Distr.: General",
        "2 June 2035",
        "Original: English",
        "Report on lamps",
    ):
        package.add_paragraph(line)
    package.add_heading("I. Lamps", 1)
    package.add_paragraph("1.\tThe lamps are “lit” at dusk.")
    package.add_paragraph("2. They burn oil:")
    package.add_paragraph("(a) from the sea;")
    package.add_paragraph("(b) from the land.")
    package.add_heading("II. Keepers", 1)
    package.add_paragraph("3. There are three.")
    package.add_paragraph("one who sleeps", style="List Bullet")
    package.save(home.root / "foreign.docx")
    arrived = receive.import_file(home, home.root / "foreign.docx")
    assert arrived.losses == ()
    text = home.report("S-2035-8").read_text("utf-8")
    head = '---\nsymbol: S/2035/8\norgan: "Security Council"\ntitle: "Report on lamps"\ndate: 2035-06-02\n'
    assert text.startswith(head)
    assert (
        '# Lamps\n\nThe lamps are "lit" at dusk.\n\nThey burn oil:\n\n(a) from the sea;\n\n(b) from the land.\n\n#'
        " Keepers" in text
    )
    assert text.endswith("There are three.\n\n- one who sleeps\n")
    package.add_paragraph("4. A fourth came.")
    package.save(home.root / "foreign.docx")
    with pytest.raises(UsageError):
        receive.import_file(home, home.root / "foreign.docx")


def test_a_note_that_calls_itself_is_refused(home: House, edition: bytes) -> None:
    def looped(package: Package) -> None:
        part, root = footnotes(package)
        note = next(one for one in root if one.get(qn("w:type")) is None)
        note[0].append(parse_xml(f'<w:r {SPACES}><w:footnoteReference w:id="{note.get(qn("w:id"))}"/></w:r>'))
        part._blob = docx.oxml.xmlchemy.serialize_for_reading(root).encode()

    path = edited(edition, home.root / "edited.docx", looped)
    with pytest.raises(SourceError) as raised:
        receive.import_file(home, path, overwrite=True)
    assert [finding.code for finding in raised.value.findings] == ["N004", "U006"]
    with pytest.raises(SourceError) as raised:
        corrections.merge_edits(home, path, SLUG, "refuse")
    assert [finding.code for finding in raised.value.findings] == ["N004"]
    assert home.report(SLUG).read_bytes() == HARBOUR.read_bytes()


def test_our_own_edition_imported_anew_loses_nothing(home: House, report: Document, store: Editions) -> None:
    path = home.root / "edition.docx"
    path.write_bytes(store.content(report, "docx"))
    arrived = receive.import_file(home, path, overwrite=True)
    assert arrived.losses == ()
    assert arrived.left_out == (), "the press makes contents, heads and feet of pages itself"
    came = home.report("S-2017-97").read_text("utf-8").split("---\n", 2)[2]
    assert came == REPORT.read_text("utf-8").split("---\n", 2)[2], "the text is the same, byte for byte"
