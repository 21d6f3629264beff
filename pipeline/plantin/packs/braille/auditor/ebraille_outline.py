"""The rows of an eBraille publication, in cells, by the names and roles of elements (eBraille 1.0, 6.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from plantin.auditors.markup.dom import HEADINGS, MarkupPage, children, elements, is_concealed
from plantin.model.outline import Entry, Kind
from plantin.packs.braille.auditor.paper_outline import MARK, TURN, bare
from plantin.packs.braille.cells import BLANK, DESCRIBED

_LEVEL = re.compile(r"level-([1-9])")
_SPACE = re.compile(r"[ \t\r\n\u00a0⠀]+")
_TURNED = re.compile(f"{BLANK}*{TURN}{BLANK}*")
_AROUND = f"{BLANK}{TURN}"
_HOLDERS = frozenset(("div", "section", "main", "body"))


def cells(element: etree._Element, *, calls: bool = True) -> str:
    """Return the cells of ``element``, with one blank between words, calls as ``[^7]`` in cells or, without ``calls``,
    left out, TURN where a print page begins. Lists in it are not read, nor what is hidden.
    """
    text = _SPACE.sub(BLANK, "".join(_pieces(element, calls=calls)))
    return _TURNED.sub(_AROUND, text).strip(_AROUND)


def role(element: etree._Element) -> str:
    """Return the role that DPUB-ARIA gives ``element``: pagebreak, noteref, footnote..., empty where it has none."""
    return next((name.removeprefix("doc-") for name in element.get("role", "").split() if name.startswith("doc-")), "")


def _pieces(element: etree._Element, *, calls: bool) -> Iterator[str]:
    yield element.text or ""
    for child in children(element):
        if is_concealed(child) or child.tag == "ul":
            pass
        elif role(child) == "pagebreak":
            yield TURN
        elif role(child) == "noteref":
            mark = cells(child)
            match = MARK.fullmatch(mark)
            yield f"[^{match['label'] if match else mark}]" if calls else ""
        else:
            yield from _pieces(child, calls=calls)
        yield child.tail or ""


@dataclass(slots=True)
class EbrailleText:
    """What has been read of the pages of a book: the lines of the masthead, rows of the body, notes."""

    masthead: list[str] = field(default_factory=list)
    body: list[Entry] = field(default_factory=list)
    notes: list[Entry] = field(default_factory=list)

    def read(self, page: MarkupPage) -> None:
        """Read the body of ``page``."""
        self._inside(page.body(), "paragraph")

    def _inside(self, holder: etree._Element, kind: Kind) -> None:
        if words := cells_between(holder):
            self._row(kind, words)
        for child in children(holder):
            if not is_concealed(child):
                self._element(child, kind)

    def _element(self, element: etree._Element, kind: Kind) -> None:
        if element.tag == "header":
            self.masthead += [cells(line) for line in elements(element, "p", *HEADINGS)]
        elif element.tag in HEADINGS:
            level = element.get("aria-level", "")
            self._row(
                "section",
                cells(element),
                (int(level) if level.isdigit() and len(level) == 1 else int(str(element.tag)[1])) - 1,
            )
        elif role(element) == "footnote":
            self._note(element, "letter" if kind == "letter" else "note")
        elif element.tag == "figure":
            self._figure(element)
        elif element.tag == "table":
            for row in elements(element, "tr"):
                self._row("row", " | ".join(cells(cell).replace(TURN, "") for cell in elements(row, "td", "th")))
        elif element.tag == "blockquote":
            self._inside(element, "quotation")
        elif element.tag == "ul":
            self._list(element)
        elif element.tag == "pre":
            self._row("listing", bare(_SPACE.sub(BLANK, "".join(map(str, element.itertext())))))
        elif element.tag in _HOLDERS:
            self._inside(element, kind)
        else:
            text = cells(element)
            if text.startswith(DESCRIBED[0]) and text.endswith(DESCRIBED[1]):
                self._row("image", text.removeprefix(DESCRIBED[0]).removesuffix(DESCRIBED[1]))
            elif text:
                other: Kind = "paragraph" if kind == "letter" else kind
                self._row("equation" if "equation" in element.get("class", "").split() else other, text)

    def _row(self, kind: Kind, text: str, level: int = 0) -> None:
        self.body.append(Entry(kind, level, "", "", text))

    def _list(self, holder: etree._Element) -> None:
        match = _LEVEL.search(holder.get("class", ""))
        for item in children(holder):
            self._row("item", cells(item), int(match[1]) if match else 1)
            for below in children(item):
                if below.tag == "ul":
                    self._list(below)

    def _figure(self, figure: etree._Element) -> None:
        caption = next((child for child in children(figure) if child.tag == "figcaption"), None)
        if caption is not None:
            is_described = any(cells(line).startswith(DESCRIBED[0]) for line in elements(figure, "p"))
            self._row(
                "table" if next(elements(figure, "table"), None) is not None else "figure" if is_described else "box",
                cells(caption),
            )
        for child in children(figure):
            if child is not caption and not is_concealed(child):
                self._element(child, "letter")

    def _note(self, note: etree._Element, kind: Kind) -> None:
        outer, self.body = self.body, []
        self._inside(note, "paragraph")
        rows, self.body = self.body, outer
        text = BLANK.join(row.text for row in rows)
        match = MARK.match(text)
        into = self.notes if kind == "note" else self.body
        into.append(
            Entry(kind, 0, "", match["label"] if match else "", text[match.end() :].strip(BLANK) if match else text)
        )


def cells_between(holder: etree._Element) -> str:
    """Return the cells that are directly in ``holder``, between the elements in it."""
    return _SPACE.sub(BLANK, "".join((holder.text or "", *(child.tail or "" for child in children(holder))))).strip(
        BLANK
    )
