"""Word files of the harbour report, spoilt in one way each."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import IO, Any

from lxml import etree

from tests.spoilt.registry import Change, Faults, Spoil

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = {"w": W}
Node = Any


class File:
    """A Word file being spoilt: its parts, those that were opened as trees."""

    def __init__(self, path: Path | IO[bytes]) -> None:
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.trees: dict[str, Node] = {}

    def tree(self, part: str) -> Node:
        if part not in self.trees:
            self.trees[part] = etree.fromstring(self.parts[part])
        return self.trees[part]

    @property
    def body(self) -> Node:
        return self.tree("word/document.xml")[0]

    @property
    def footnotes(self) -> list[Node]:
        return [note for note in self.tree("word/footnotes.xml") if not note.get(w("type"))]

    def paragraph(self, text: str, style: str = "") -> Node:
        """The first paragraph outside the contents whose text begins with ``text``."""
        return next(
            node
            for node in self.body.iter(w("p"))
            if words(node).startswith(text)
            and (not style or node.find("w:pPr/w:pStyle", SPACES).get(w("val")) == style)
        )

    def styled(self, style: str) -> list[Node]:
        return [node.getparent().getparent() for node in self.body.iter(w("pStyle")) if node.get(w("val")) == style]

    def save(self, path: Path | IO[bytes]) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in self.parts.items():
                archive.writestr(name, written(self.trees[name]) if name in self.trees else data)


def written(tree: Node) -> bytes:
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def w(tag: str) -> str:
    return f"{{{W}}}{tag}"


def words(node: Node) -> str:
    return "".join(text.text or "" for text in node.iter(w("t")))


def made(markup: str) -> Node:
    spaces = f'xmlns:w="{W}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    return etree.fromstring(f"<root {spaces}>{markup}</root>")[0]


def drop(node: Node) -> None:
    node.getparent().remove(node)


def restyle(node: Node, style: str) -> None:
    node.find("w:pPr/w:pStyle", SPACES).set(w("val"), style)


def numbered(node: Node, instance: int, level: int = 0) -> None:
    """Give a paragraph a number of its own."""
    properties = node.find("w:pPr", SPACES)
    for old in properties.findall("w:numPr", SPACES):
        properties.remove(old)
    number = made(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>')
    properties.insert(1, number)


def before(node: Node, markup: str) -> None:
    node.addprevious(made(markup))


def plain(text: str, style: str = "BodyText", look: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{look}<w:t>{text}</w:t></w:r></w:p>'


def results(file: File, kind: str) -> list[Node]:
    """The text elements of the results of fields of one kind."""
    found = []
    for code in file.body.iter(w("instrText")):
        if (code.text or "").split()[:1] == [kind]:
            run = code.getparent()
            while not run.findall("w:t", SPACES):
                run = run.getnext()
            found.append(run.find("w:t", SPACES))
    return found


def word(change: Change[File]) -> Spoil:
    """A Word file, through its parts."""

    def spoil(content: bytes) -> bytes:
        file, made = File(io.BytesIO(content)), io.BytesIO()
        change(file)
        file.save(made)
        return made.getvalue()

    return spoil


FILES = Faults("docx", word)
spoils = FILES.spoils

# Numbers


@spoils("P003")
def numbering_begun_again(file: File) -> None:
    numbering = file.tree("word/numbering.xml")
    numbering.append(
        made(
            '<w:num w:numId="99"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride'
            ' w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    numbered(file.paragraph("The lamp by the old gate"), 99)


@spoils("P003")
def number_of_another_list(file: File) -> None:
    numbered(file.paragraph("Nothing follows"), 3)


@spoils("P003", "L201")
def number_taken_away(file: File) -> None:
    numbered(file.paragraph("The keepers count"), 0)


@spoils("P003")
def text_of_a_level_changed(file: File) -> None:
    text = next(level for level in file.tree("word/numbering.xml").iter(w("lvlText")) if level.get(w("val")) == "(%2)")
    text.set(w("val"), "%2)")


@spoils("P003", "L201")
def number_format_changed(file: File) -> None:
    form = next(
        form for form in file.tree("word/numbering.xml").iter(w("numFmt")) if form.get(w("val")) == "upperRoman"
    )
    form.set(w("val"), "decimal")


@spoils("P003")
def level_begins_later(file: File) -> None:
    level = next(
        level
        for level in file.tree("word/numbering.xml").iter(w("lvl"))
        if level.find("w:numFmt", SPACES).get(w("val")) == "upperLetter"
    )
    level.find("w:start", SPACES).set(w("val"), "2")


@spoils("P001", "P003", "P013")
def paragraph_dropped(file: File) -> None:
    drop(file.paragraph("The lamp by the old gate"))


@spoils("P002", "P003")
def paragraph_inserted(file: File) -> None:
    before(file.paragraph("Nothing follows"), plain("Something follows, of course.", "NumberedParagraph"))


@spoils("P006", "P003")
def paragraphs_exchanged(file: File) -> None:
    one, other = file.paragraph("The lamp by the old gate"), file.paragraph("What the lamps need")
    one.addprevious(other)


@spoils("P004")
def number_typed_by_hand(file: File) -> None:
    paragraph = file.paragraph("Nothing follows")
    paragraph.find("w:pPr", SPACES).addnext(made("<w:r><w:t>7. </w:t></w:r>"))


@spoils("P002")
def list_typed_by_hand(file: File) -> None:
    before(file.paragraph("Nothing follows"), plain("• a lamp that is out"))


# Headings


@spoils("L201", "P003", "P007")
def heading_one_level_down(file: File) -> None:
    restyle(file.paragraph("State of the lamps", "Heading1"), "Heading3")


@spoils("P003", "P007")
def heading_made_text(file: File) -> None:
    restyle(file.paragraph("Names", "Heading2"), "BodyText")


@spoils("P002")
def heading_that_only_looks_like_one(file: File) -> None:
    before(file.paragraph("Nothing follows"), plain("The keepers’ pay", look="<w:rPr><w:b/></w:rPr>"))


# Notes


@spoils("P003", "P005", "P006")
def notes_exchanged(file: File) -> None:
    one, other = file.footnotes[0], file.footnotes[2]
    number = one.get(w("id"))
    one.set(w("id"), other.get(w("id")))
    other.set(w("id"), number)


@spoils("L201", "P003", "P005")
def notes_begin_again_in_a_new_section(file: File) -> None:
    file.tree("word/settings.xml").find("w:footnotePr/w:numRestart", SPACES).set(w("val"), "eachSect")
    file.paragraph("The lamps of the harbour").find("w:pPr", SPACES).append(made("<w:sectPr/>"))


@spoils("L201", "P003", "P005")
def notes_begin_again_in_the_last_section_alone(file: File) -> None:
    properties = file.body.findall("w:sectPr", SPACES)[-1]
    properties.insert(0, made('<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'))
    file.paragraph("The lamps of the harbour").find("w:pPr", SPACES).append(made("<w:sectPr/>"))


@spoils("L201", "P003", "P005")
def notes_numbered_by_letters(file: File) -> None:
    file.tree("word/settings.xml").find("w:footnotePr/w:numFmt", SPACES).set(w("val"), "lowerLetter")


@spoils("P038")
def ids_of_notes_do_not_rise(file: File) -> None:
    names = {note.get(w("id")): str(20 - int(note.get(w("id")))) for note in file.footnotes}
    for node in (*file.footnotes, *file.body.iter(w("footnoteReference"))):
        node.set(w("id"), names[node.get(w("id"))])


@spoils("P001", "P005")
def note_dropped(file: File) -> None:
    drop(file.footnotes[2])


@spoils("P003", "P005")
def call_dropped(file: File) -> None:
    drop(list(file.body.iter(w("footnoteReference")))[2].getparent())


@spoils("L201", "P005")
def repeated_call_shows_another_number(file: File) -> None:
    results(file, "NOTEREF")[0].text = "3"


@spoils("P003", "P005", "L201")
def notes_begin_at_two(file: File) -> None:
    file.tree("word/settings.xml").find("w:footnotePr/w:numStart", SPACES).set(w("val"), "2")


@spoils("P003", "P005", "L201")
def call_with_a_sign_of_its_own(file: File) -> None:
    call = next(iter(file.body.iter(w("footnoteReference"))))
    call.set(w("customMarkFollows"), "1")
    call.addnext(made("<w:t>*</w:t>"))


# Links and fields


@spoils("L201", "P008")
def bookmark_renamed(file: File) -> None:
    next(mark for mark in file.body.iter(w("bookmarkStart")) if mark.get(w("name")) == "paragraph_3").set(
        w("name"), "paragraph_33"
    )


@spoils("L201", "P004")
def reference_shows_another_number(file: File) -> None:
    results(file, "REF")[0].text = "4"


@spoils("P010")
def row_of_the_contents_dropped(file: File) -> None:
    drop(next(node for node in file.styled("TOC2") if "Counting" in words(node)))


@spoils("P010")
def row_of_the_contents_leads_elsewhere(file: File) -> None:
    row = next(node for node in file.styled("TOC2") if "Counting" in words(node))
    row.find("w:hyperlink", SPACES).set(w("anchor"), "section_III")


# The rest


@spoils("P011")
def language_dropped(file: File) -> None:
    drop(file.tree("word/styles.xml").find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", SPACES))


@spoils("P013")
def language_of_a_passage_dropped(file: File) -> None:
    drop(next(mark for mark in file.body.iter(w("lang")) if mark.get(w("val")) == "ru-RU"))


@spoils("A207")
def empty_paragraph(file: File) -> None:
    before(file.paragraph("Nothing follows"), '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr></w:p>')


@spoils("P009")
def line_of_the_masthead_changed(file: File) -> None:
    next(file.paragraph("1 June").iter(w("t"))).text = "2 June 2035"


@spoils("P004")
def words_deleted_with_changes_tracked(file: File) -> None:
    run = next(run for run in file.paragraph("Nothing follows").iter(w("r")) if words(run).startswith("Nothing"))
    deletion = made('<w:del w:id="900" w:author="Editor"/>')
    run.addprevious(deletion)
    deletion.append(run)


@spoils("P004")
def words_hidden(file: File) -> None:
    run = next(run for run in file.paragraph("Nothing follows").iter(w("r")) if words(run).startswith("Nothing"))
    properties = run.find("w:rPr", SPACES)
    if properties is None:
        properties = made("<w:rPr/>")
        run.insert(0, properties)
    properties.append(made("<w:vanish/>"))


@spoils("P002")
def table_without_header_row(file: File) -> None:
    cells = "".join(f"<w:tc>{plain(text)}</w:tc>" for text in ("Lamp", "Oil"))
    before(file.paragraph("Nothing follows"), f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")


@spoils("P002")
def picture_without_words(file: File) -> None:
    drawing = '<w:drawing><wp:inline><wp:docPr id="7" name="Picture 7"/></wp:inline></w:drawing>'
    before(
        file.paragraph("Nothing follows"), f'<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r>{drawing}</w:r></w:p>'
    )


@spoils("P007")
def quotation_made_plain(file: File) -> None:
    for node in file.styled("Quotation"):
        restyle(node, "BodyText")


# What is not seen, and what is around the text


def style_of(file: File, identifier: str) -> Node:
    """The w:rPr of a style."""
    style = next(
        style for style in file.tree("word/styles.xml").iter(w("style")) if style.get(w("styleId")) == identifier
    )
    if style.find("w:rPr", SPACES) is None:
        style.append(made("<w:rPr/>"))
    return style.find("w:rPr", SPACES)


@spoils("P004")
def words_hidden_by_their_style(file: File) -> None:
    style_of(file, "CodeText").append(made("<w:vanish/>"))


@spoils("P003")
def numbers_hidden_by_their_level(file: File) -> None:
    text = next(level for level in file.tree("word/numbering.xml").iter(w("lvlText")) if level.get(w("val")) == "(%2)")
    text.getparent().append(made("<w:rPr><w:vanish/></w:rPr>"))


@spoils("P004")
def chinese_words_without_a_language_for_word(file: File) -> None:
    run = next(run for run in file.paragraph("Nothing follows").iter(w("r")) if words(run).startswith("Nothing"))
    run.addnext(made('<w:r><w:rPr><w:lang w:val="zh-CN"/></w:rPr><w:t>\u591c\u8f66</w:t></w:r>'))


@spoils("P011")
def language_of_another_edition(file: File) -> None:
    file.tree("docProps/core.xml").find("{http://purl.org/dc/elements/1.1/}language").text = "fr"


@spoils("A232")
def language_without_a_region(file: File) -> None:
    node = file.tree("word/styles.xml").find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", SPACES)
    assert node.get(w("val")) == "en-GB"
    node.set(w("val"), "en")
