"""Reads the bibliographic record from the properties of a Word file (ECMA-376 part 2, 11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml.etree import _Element as Node

from plantin.auditors.record import SIZES, RecordedStatement
from plantin.model.outline import normal
from plantin.wordfile.package import child, children, name, val, whole

_EMU = 635
"""English Metric Units in a twip."""
_SEVERAL = {"creator": "creator", "identifier": "identifier", "subject": "keywords"}
_CONTRIBUTOR, _RELATION = "dcterms.contributor", "dcterms.relation."
_ONE = {"abstract": "description", "version": "version", "publisher": "Company"}


def record(properties: Mapping[str, str], custom: Mapping[str, str]) -> Iterator[RecordedStatement]:
    """What the ``properties`` of the file say; where they have several values in one text, semicolons part them. Of the
    ``custom`` ones (ECMA-376 part 1, 22.3) those that are named after ``dcterms.relation`` say what belongs to the
    report.
    """
    for term, key in _SEVERAL.items():
        yield RecordedStatement(
            "the file's properties", term, tuple(filter(None, map(normal, properties.get(key, "").split(";"))))
        )
    for term, key in _ONE.items():
        yield RecordedStatement("the file's properties", term, tuple(filter(None, (normal(properties.get(key, "")),))))
    last = normal(properties.get("lastModifiedBy", ""))
    yield RecordedStatement("the last editor of the file", "publisher", tuple(filter(None, (last,))))
    made = tuple(normal(words) for key, words in custom.items() if key == _CONTRIBUTOR)
    yield RecordedStatement("the file's own properties", "contributor", made)
    yield RecordedStatement(
        "the file's own properties",
        "relation",
        tuple(normal(words) for key, words in custom.items() if key.startswith(_RELATION)),
    )


def sizes(stories: Iterable[Node]) -> RecordedStatement:
    """The widths of pictures, in hundredths of the column that they are in, and of the columns of tables (17.4.48,
    20.4.2.7).
    """
    found: list[str] = []
    page = 0
    for story in stories:
        page = page or _measure(story)
        for thing, measure in _things(story, page):
            if thing.tag == name("w:tbl"):
                widths = [whole(val(column, attribute="w:w"), 0) for column in children(thing, "w:tblGrid/w:gridCol")]
                found.append(" ".join(str(round(width * 100 / (sum(widths) or 1))) for width in widths))
            else:
                extent = child(thing, "wp:extent")
                across = whole(str(extent.get("cx", "")), 0) if extent is not None else 0
                found.append(str(round(across * 100 / (measure * _EMU))) if measure else "")
    return RecordedStatement("the story", SIZES, tuple(found))


def _things(story: Node, page: int) -> Iterator[tuple[Node, int]]:
    """The pictures and tables of a story, each with the width of the column that it is in, in twips: that of the
    ``page``, or of the columns of its section, whose properties are in its last paragraph (17.6.18).
    """
    held: list[Node] = []
    for kid in story:
        held += kid.iter(name("wp:inline"), name("w:tbl"))
        columns = child(kid, "w:pPr/w:sectPr/w:cols")
        if columns is not None or child(kid, "w:pPr/w:sectPr") is not None:
            yield from ((thing, _column(columns, page)) for thing in held)
            held = []
    yield from ((thing, _column(child(story, "w:sectPr/w:cols"), page)) for thing in held)


def _column(columns: Node | None, page: int) -> int:
    """The width of one of several columns that are equally wide (17.6.4)."""
    number = whole(val(columns, attribute="w:num"), 1) if columns is not None else 1
    if number < 2 or (columns is not None and val(columns, attribute="w:equalWidth") in ("0", "false")):
        return page
    return (page - whole(val(columns, attribute="w:space"), 0) * (number - 1)) // number


def _measure(story: Node) -> int:
    """The width of the text in twips, as the last section of the story has it (17.6.11, 17.6.13)."""
    section = next(reversed(list(story.iter(name("w:sectPr")))), None)
    page, margins = child(section, "w:pgSz"), child(section, "w:pgMar")
    edges = (whole(val(margins, attribute=f"w:{side}"), 0) for side in ("left", "right"))
    return whole(val(page, attribute="w:w"), 0) - sum(edges)
