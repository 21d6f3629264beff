"""The footnotes part of a Word file (ECMA-376 part 1, 17.11), which python-docx does not support."""

from __future__ import annotations

from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.parts.document import DocumentPart

from plantin.model.document import Note
from plantin.writers.docx.ooxml import Element, Elements, element, paragraph, run, tab, words
from plantin.writers.docx.story import NOTE, PackageContext, Story
from plantin.writers.writer import first_words

SEPARATORS = (("separator", -1), ("continuationSeparator", 0))
"""The two notes that are no notes, with their ids; the settings name them too (17.11.23)."""

_NAME = "/word/footnotes.xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def add_part(text: DocumentPart) -> XmlPart:
    """Return an empty footnotes part, related to the text's."""
    part = XmlPart(PackURI(_NAME), _TYPE, element("footnotes"), text.package)  # type: ignore[arg-type]
    text.relate_to(part, _RELATION)
    return part


def fill(part: XmlPart, composition: PackageContext) -> None:
    """Put in every note of the document, with ids that rise in reading order.

    LibreOffice pairs marks and notes by the order of their ids, whatever the ids are; Word does not mind.
    """
    root: Element = part.element
    root.extend(_separator(kind, number) for kind, number in SEPARATORS)
    asterisks = composition.document.masthead.notes
    for number, note in enumerate((*asterisks, *composition.document.notes), 1):
        mark = (
            words(note.label, composition.mark)
            if number <= len(asterisks)
            else run(composition.mark, element("footnoteRef"))
        )
        root.append(element("footnote", *_note(note, composition, part, mark), id=number))


def _separator(kind: str, number: int) -> Element:
    tight = element("spacing", after=0, line=240, lineRule="auto")
    return element("footnote", element("p", element("pPr", tight), element("r", element(kind))), type=kind, id=number)


def _note(note: Note, composition: PackageContext, part: XmlPart, mark: Element) -> Elements:
    story = Story(composition, part, NOTE)
    begun, rest = first_words(note.blocks)
    content = story.inlines(begun)
    return [
        # LibreOffice drops the tab after a mark, and keeps the space.
        paragraph(
            "FootnoteText",
            composition.bookmarks.around(note.anchor, [mark, words(" ", composition.look), tab(), *content]),
        ),
        *story.blocks(rest),
    ]
