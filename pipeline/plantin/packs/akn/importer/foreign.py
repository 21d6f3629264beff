"""Akoma Ntoso files of others as plain web pages: sections with their numbers and headings, paragraphs, lists, tables,
notes at the end. What has no words for readers, the metadata, is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from plantin.packs.akn.importer.elements import (
    Element,
    child,
    formula,
    language,
    name,
    print_line,
    print_picture,
    tagged,
    words,
)

_CODES = {"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "rus": "ru", "ara": "ar", "zho": "zh", "chi": "zh"}
_TITLES = frozenset(("num", "heading", "subheading"))
_NAMES = ("docTitle", "shortTitle", "docNumber")
"""What a document is called by, the best first."""
_DEEPEST = 6
_SAME = {
    "b": "strong",
    "i": "em",
    "sub": "sub",
    "sup": "sup",
    "del": "del",
    "ins": "ins",
    "ul": "ul",
    "ol": "ol",
    "li": "li",
}
_INLINE = frozenset(
    "a abbr affectedDocument b change concept date decoration def del docAuthority docCommittee docDate docIntroducer"
    " docJurisdiction docNumber docProponent docPurpose docStage docStatus docTitle docType docketNumber embeddedText"
    " entity eol event fillIn i img inline ins judge lawyer legislature location mmod mod mref neutralCitation noteRef"
    " object omissis opinion organization outcome party person placeholder process quantity quotedText recordedTime ref"
    " relatedDocument remark rmod role rref session shortTitle signature span sub sup term time u vote argument"
    " authorialNote marker eop courtType".split()
)
_LINES = frozenset(
    ("p", "block", "heading", "crossHeading", "from", "listIntroduction", "listWrapUp", "tocItem", "caption")
)
"""Elements with a line of text in them."""


def _has_words(element: Element) -> bool:
    """Return whether there are words directly in an element, and not only in others."""
    return any(text and not text.isspace() for text in (element.text, *(inner.tail for inner in element)))


def foreign_page(root: Element) -> str:
    """Return the web page of a file of others."""
    return _ForeignPage(root).page()


class _ForeignPage:
    """Prints one file; ``_notes`` are those met so far."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._notes: list[str] = []
        self._kept = {f"#{note.get('eId') or note.get('id')}": note for note in root.iter("{*}note")}

    def page(self) -> str:
        named = (next(self._root.iter(f"{{*}}{tag}"), None) for tag in _NAMES)
        title = next(filter(None, map(words, named)), "") or next(
            (row.get("value", "") for row in self._root.iter("{*}FRBRalias")), ""
        )
        text = self._blocks(self._root, 1)
        notes = tagged("section", tagged("ol", "".join(self._notes)), class_="footnotes", role="doc-endnotes")
        code = next((row.get("language", "") for row in self._root.iter("{*}FRBRlanguage")), "")
        issued = next((row.get("date", "") for row in self._root.iter("{*}FRBRdate")), "")[:10]
        head = tagged("title", escape(title)) + f'<meta name="dcterms.issued" content="{escape(issued)}"/>'
        inside = f"<head>{head}</head><body>{text}{notes if self._notes else ''}</body>"
        return "<!DOCTYPE html>\n" + tagged("html", inside, lang=_CODES.get(code, code))

    # Blocks

    def _blocks(self, elements: Iterable[Element], level: int) -> str:
        """Return the markup of elements; inline ones between them, and their words, are a paragraph."""
        return "".join(self._block(element, level) for element in elements)

    def _block(self, element: Element, level: int) -> str:
        kind = name(element)
        if kind in ("meta", "toc"):
            return ""
        if kind in _LINES or _has_words(element):
            return tagged("p", self._inside(element), lang=language(element))
        if kind in _INLINE:
            return tagged("p", self._inline(element))
        if kind == "table":
            return self._table(element, level)
        if kind == "blockList":
            return self._list(element, level)
        if kind in ("ul", "ol"):
            return tagged(kind, "".join(map(self._entry, element)))
        if kind == "foreign":
            return formula(element)
        return self._container(element, level)

    def _container(self, element: Element, level: int) -> str:
        """Return what holds blocks: with a heading it is a section; a number alone is before its first words."""
        heading, num = child(element, "heading"), words(child(element, "num"))
        inside = [inner for inner in element if name(inner) not in _TITLES]
        below = child(element, "subheading")
        if heading is not None and (title := self._inside(heading).strip()):
            rank = min(level + 1, _DEEPEST)
            line = tagged(f"h{rank}", f"{escape(num)} {title}".strip())
            line += "" if below is None else tagged("p", self._inside(below))
            return tagged("section", line + self._blocks(inside, level + 1))
        text = ("" if below is None else tagged("p", self._inside(below))) + self._blocks(inside, level)
        if not num:
            return text
        return (
            f"<p>{escape(num)} {text.removeprefix('<p>')}"
            if text.startswith("<p>")
            else tagged("p", escape(num)) + text
        )

    def _list(self, element: Element, level: int) -> str:
        rows, around = [], []
        for inner in element:
            if name(inner) == "item":
                rows.append(tagged("li", self._container(inner, _DEEPEST)))
            else:
                around.append((bool(rows), self._block(inner, level)))
        before = "".join(text for is_after, text in around if not is_after)
        after = "".join(text for is_after, text in around if is_after)
        return before + tagged("ul", "".join(rows)) + after

    def _entry(self, element: Element) -> str:
        return tagged("li", self._inside(element))

    def _table(self, element: Element, level: int) -> str:
        rows = []
        for row in element.iter("{*}tr"):
            cells = (
                tagged(
                    "th" if name(cell) == "th" else "td",
                    self._blocks(cell, level) or self._inside(cell),
                    **{key: cell.get(key, "") for key in ("colspan", "rowspan")},
                )
                for cell in row
            )
            rows.append(tagged("tr", "".join(cells)))
        caption = child(element, "caption")
        title = "" if caption is None else tagged("caption", self._inside(caption))
        return tagged("table", title + "".join(rows))

    # Lines

    def _inside(self, element: Element) -> str:
        return print_line(element, self._inline)

    def _inline(self, element: Element) -> str:
        kind = name(element)
        if kind in ("authorialNote", "noteRef"):
            return self._call(element)
        if kind in ("ref", "a"):
            address = element.get("href", "")
            return tagged("a", self._inside(element), href=address) if "://" in address else self._inside(element)
        if kind == "img":
            return print_picture(element)
        if kind in ("eol", "br"):
            return "<br/>"
        if kind in ("subFlow", "foreign"):
            return formula(element) or self._inside(element)
        if kind in _SAME:
            return tagged(_SAME[kind], self._inside(element))
        if kind not in _INLINE:
            # A structure in a line begins on a line of its own.
            return "<br/>" + self._inside(element)
        tag = language(element)
        return tagged("span", self._inside(element), lang=tag) if tag else self._inside(element)

    def _call(self, element: Element) -> str:
        """Return the call of a note, whose words are kept for the end of the page."""
        note = self._kept.get(element.get("href", "")) if name(element) == "noteRef" else element
        if note is None:
            return tagged("sup", escape(element.get("marker", "")))
        count = len(self._notes) + 1
        self._notes.append("")
        text = tagged("p", self._inside(note)) if _has_words(note) else self._blocks(note, _DEEPEST)
        back = tagged("a", "↩", href=f"#fnref{count}", class_="footnote-back", role="doc-backlink")
        self._notes[count - 1] = tagged("li", text + tagged("p", back), id=f"fn{count}")
        link = tagged("sup", str(count))
        return tagged("a", link, href=f"#fn{count}", id=f"fnref{count}", class_="footnote-ref", role="doc-noteref")
