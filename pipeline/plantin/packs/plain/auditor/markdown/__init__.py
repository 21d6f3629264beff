"""The auditor of Markdown: parses the finished file with a CommonMark parser and reads the tree like a web page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from plantin.auditors import UnreadableEdition
from plantin.auditors.fault import finding
from plantin.auditors.reading import Reading
from plantin.auditors.statements import Conformance, HouseContent
from plantin.bounded.html import HtmlError
from plantin.findings import Finding
from plantin.model.outline import Entry, Lack, Outline
from plantin.packs.plain.auditor.markdown.conformance import conformance
from plantin.packs.plain.auditor.markdown.outline import MarkdownRows, contents, masthead
from plantin.packs.plain.auditor.markdown.page import MarkdownPage, page

_LACKS: frozenset[Lack] = frozenset({"marks", "shapes", "bullets", "ornaments"})


def read(content: bytes, name: str) -> MarkdownReading:
    """Return the Markdown with these bytes; findings call it ``name``. Raises Unreadable (V010)."""
    try:
        text = content.decode()
        return MarkdownReading(text, page(text), name)
    except UnicodeDecodeError as error:
        raise UnreadableEdition.at(name, f"byte {error.start} is not UTF-8") from None
    except HtmlError as error:
        raise UnreadableEdition.at(name, str(error)) from None


class MarkdownReading(Reading):
    """A Markdown edition, parsed once."""

    def __init__(self, text: str, edition: MarkdownPage, name: str) -> None:
        self._text = text
        self._page = edition
        self._name = name

    @cached_property
    def _outline(self) -> Outline:
        edition = self._page
        anchors = {
            label: next((link.get("id", "") for link in note.iter("a") if link.get("id")), "")
            for label, note in edition.notes
        }
        rows = MarkdownRows(anchors)
        head, blocks = masthead(edition.body, rows)
        listed = [row for block in blocks if block.get("class") == "contents" for row in contents(block)]
        asterisks = []
        while blocks and blocks[0].get("class") == "note":
            asterisks.append(rows.note(blocks.pop(0), "note"))
        rows.read_blocks(blocks)
        notes = [rows.note(note, "note", label, anchors[label]) for label, note in edition.notes]
        body, calls = tuple(rows.rows), tuple(rows.indicators)
        return Outline(
            edition.fields.get("lang", ""), tuple(head), tuple(listed), body, (*asterisks, *notes), calls, _LACKS
        )

    def outline(self) -> Outline:
        """Return what the text says, in the order in which it is read."""
        return self._outline

    def findings(self) -> tuple[Finding, ...]:
        """Return links that lead nowhere (L301)."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[Finding]:
        trees = (self._page.body, *(note for _, note in self._page.notes))
        names = [element.get("id", "") for tree in trees for element in tree.iter() if element.get("id")]
        for target in dict.fromkeys(
            link.get("href", "") for tree in trees for link in tree.iter("a") if link.get("href", "").startswith("#")
        ):
            if target[1:] not in names:
                yield finding("L301", f"a link leads to {target}, which is not there", self._name)

    def conformance(self, known: HouseContent) -> Conformance:
        """Return A019 for what the grammar does not have, and what the fields, links and formulas say."""
        del known
        return conformance(self._text, self._page, self._name)


__all__ = ["Entry", "MarkdownReading", "read"]
