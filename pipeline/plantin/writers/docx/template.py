"""The template for editors: every style of the house with one sample of each, numbering and language, and no text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from plantin.house import word_styles
from plantin.house.style import Style
from plantin.house.word_styles import WordStyles
from plantin.model.document import Document
from plantin.writers.docx.builder import WordFileBuilder
from plantin.writers.docx.masthead import title
from plantin.writers.docx.ooxml import Element, Elements, RunLook, element, paragraph, run, style_of, words
from plantin.writers.docx.story import PackageContext
from plantin.writers.docx.styles import identifier, paragraph_styles

_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_NOTES = ("footnote text", "Note ")
_ELSEWHERE = ("Masthead", "Title", "TOC", "toc ", "header", "footer", "Running", *_NOTES)


def write(document: Document, style: Style, moment: dt.datetime, *, template: bool) -> bytes:
    """Return a Word file for texts to begin in, of the same styles as the editions; ``template`` makes it a .dotx,
    otherwise it is a .docx.

    ``document`` gives language, numbering and masthead; of its text nothing is printed. Equal arguments give equal
    bytes. Raises StyleError: D001 the style has no Word styles, D003 it lacks a font.
    """
    builder = WordFileBuilder(document, style)
    composition = builder.composition
    styles = word_styles.read(style.folder)
    samples = [_sample(name, composition.look) for name in _names(styles, document) if not name.startswith(_ELSEWHERE)]
    lines = title(composition)
    # The masthead of the sample has not every line that one may have.
    others = [_sample(name, composition.look) for name in _names(styles, document) if name.startswith("Masthead")]
    under = [line for line in others if style_of(line) not in {style_of(node) for node in (*builder.head, *lines)}]
    builder.fill([*builder.head, *under, *lines, *samples, _characters(styles, composition)])
    builder.notes.element.append(element("footnote", *_note(styles, document, composition), id=1))
    if template:
        builder.opened.part._content_type = _TEMPLATE  # noqa: SLF001
    return builder.pack(moment)


def _names(given: WordStyles, document: Document) -> Iterator[str]:
    return (style.name for style in paragraph_styles(given, document))


def _sample(name: str, look: RunLook) -> Element:
    return paragraph(identifier(name), [words(name[:1].upper() + name[1:], look)])


def _characters(given: WordStyles, composition: PackageContext) -> Element:
    """Return one run of each character style; that of marks of notes calls the note with the styles of notes."""
    runs: Elements = []
    for style in given.character:
        if style.raised:
            runs.append(run(composition.mark, element("footnoteReference", id=1)))
        else:
            runs += [words(" ", composition.look)] if runs else []
            runs.append(words(style.name, composition.look.with_style(identifier(style.name))))
    return paragraph("BodyText", runs)


def _note(given: WordStyles, document: Document, composition: PackageContext) -> Elements:
    names = [name for name in _names(given, document) if name.startswith(_NOTES)]
    mark = run(composition.mark, element("footnoteRef"))
    first = paragraph("FootnoteText", [mark, words(" Footnote text", composition.look)])
    return [first, *(_sample(name, composition.look) for name in names if name != "footnote text")]
