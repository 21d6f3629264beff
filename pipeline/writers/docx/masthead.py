"""The first page's head and the list of contents: paragraph styles, two columns and a field; no table, no frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.document import (
    Emphasis,
    Foreign,
    Indicator,
    Inline,
    LineBreak,
    Link,
    Masthead,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from pipeline.writers.docx.ooxml import Element, Elements, bookmark_name, element, field, paragraph, tab, value, words
from pipeline.writers.docx.story import Composition, Story

LEFT = ("organization", "organ")
RIGHT = ("symbol", "distribution", "date", "language", "original", "notice")


def masthead(composition: Composition) -> Elements:
    """One paragraph for each line of the masthead, each of its own style; the left column, then the right."""
    made = []
    lines = composition.document.masthead
    columns = [[name for name in side if getattr(lines, name)] for side in (LEFT, RIGHT)]
    for names in columns:
        for name in names:
            break_ = [element("r", element("br", type="column"))] if columns[0] and name == columns[1][0] else []
            line = words(getattr(lines, name), composition.look)
            made.append(paragraph(f"Masthead{name.capitalize()}", [*break_, line]))
    return made


def title(lines: Masthead, composition: Composition) -> Element:
    """The title's paragraph."""
    return paragraph("Title", [words(lines.title, composition.look)])


def contents(composition: Composition, story: Story) -> Elements:
    """The list of contents: a content control (17.5.2) around a TOC field (17.16.5.68) whose rows are there already.

    The rows have no page numbers: nobody but the program that lays out the pages knows them, and a wrong one is worse than none.
    """
    document = composition.document
    rows = list(_rows(composition, story))
    if not rows:
        return []
    depth = len(document.numbering.sections)
    begin, code, separate, end = field(rf'TOC \o "1-{depth}" \n \h \z', [])
    rows[0][1:1] = [begin, code, separate]
    rows[-1].append(end)
    rows[-1][0].append(element("spacing", before=0, after=240))
    heading = paragraph("TOCHeading", [words(document.labels.contents, composition.look)])
    gallery = element("docPartObj", value("docPartGallery", "Table of Contents"), element("docPartUnique"))
    return [element("sdt", element("sdtPr", gallery), element("sdtContent", heading, *rows))]


def _rows(composition: Composition, story: Story) -> Iterator[Element]:
    for section in composition.document.sections():
        label = [words(section.label, composition.look), tab()] if section.label else []
        heading = plain(section.heading)
        tip = f"{section.label} {heading}".strip()[:255]
        inside = [*label, *story.inlines(tuple(_bare(section.heading)))]
        link = element("hyperlink", *inside, anchor=bookmark_name(section.anchor), tooltip=tip, history=1)
        yield paragraph(f"TOC{section.level}", [link])


def _bare(content: tuple[Inline, ...]) -> Iterator[Inline]:
    """A heading as the contents print it: its notes are not called there, and a link in it would stand inside the row's own."""
    for node in content:
        match node:
            case Indicator():
                continue
            case Reference(_, text):
                yield Text(text)
            case LineBreak():
                yield Text(" ")
            case Link(_, inside):
                yield from _bare(inside)
            case Emphasis(inside) | Strong(inside) | Superscript(inside) | Subscript(inside) | Foreign(_, _, inside):
                yield replace(node, content=tuple(_bare(inside)))
            case _:
                yield node
