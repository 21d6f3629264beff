"""Editions of this press as the web pages that it makes of the same report."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from plantin.packs.akn.auditor.identifiers import anchor
from plantin.packs.akn.importer.elements import (
    Element,
    child,
    classes,
    formula,
    language,
    name,
    others,
    print_line,
    print_picture,
    tagged,
    words,
)

_LINES = {
    "docNumber": "symbol", "docDate": "date", "session": "session", "docStatus": "notice", "docType": "supplement",
    "docTitle": "title", "#publisher": "organization", "#actor": "organ", "languageOfExpression": "language",
    "originalLanguage": "original", "agendaItem": "agenda",
}  # fmt: skip
"""The lines of the masthead by the elements, references and names that they have."""
_TAGS = {"b": "strong", "i": "em", "sub": "sub", "sup": "sup"}
_NO_LANGUAGE = "zxx"
"""The tag of signs without a language (ISO 639-2), by which the press marks symbols in text of another script."""
_SCOPES = {"column": "col", "row": "row", "group": "rowgroup"}
_TITLES = ("num", "heading")
_SECTIONS = ("section", "part", "chapter")


def is_edition(root: Element) -> bool:
    """Return whether a file was made by this press: it says so, and has its masthead."""
    marked = next(root.iter("{*}identification"), None)
    return (
        marked is not None and marked.get("source") == "#plantin" and next(root.iter("{*}docTitle"), None) is not None
    )


def edition_page(root: Element) -> str:
    """Return the web page of an edition of this press."""
    return _EditionPage(root).page()


class _EditionPage:
    """Prints one edition; ``_notes`` and ``_letters`` are those met so far."""

    def __init__(self, root: Element) -> None:
        self._document = next(root.iter("{*}doc"), root)
        self._cited = {f"#{row.get('eId')}": row.get("href", "") for row in root.iter("{*}TLCReference")}
        self._notes: list[str] = []
        self._letters: dict[str, list[str]] = {}

    def page(self) -> str:
        body, cover, preface, attached = (
            child(self._document, tag) for tag in ("mainBody", "coverPage", "preface", "attachments")
        )
        lines = "".join(
            self._line(line) for part in (cover, preface) if part is not None for line in others(part, "toc")
        )
        asterisks = tagged("div", "".join(f"<div{note[3:-5]}</div>" for note in self._notes), class_="asterisks")
        self._notes = []
        text = self._hierarchy(() if body is None else body, 1)
        text += "".join(self._section(annex, 1, "annex") for annex in (() if attached is None else attached))
        notes = tagged("section", tagged("ol", "".join(self._notes)), role="doc-endnotes")
        issued = next((row.get("date", "") for row in self._document.iter("{*}FRBRdate")), "")
        head = f'<meta name="dcterms.issued" content="{escape(issued)}"/>'
        inside = f"<head>{head}</head><body>{lines}{asterisks}{text}{notes}</body>"
        return "<!DOCTYPE html>\n" + tagged("html", inside, lang="" if body is None else language(body))

    def _line(self, line: Element) -> str:
        first = line[0] if len(line) else line
        keys = (name(first), first.get("refersTo", ""), first.get("name", ""))
        field = next((_LINES[key] for key in keys if key in _LINES), first.get("name", ""))
        if not field:
            return ""
        return tagged("h1" if field == "title" else "p", self._inside(line), class_=f"masthead-{field}")

    # The hierarchy of sections

    def _hierarchy(self, elements: Iterable[Element], level: int) -> str:
        return "".join(self._part(element, level) for element in elements)

    def _part(self, element: Element, level: int) -> str:
        kind = name(element)
        if kind in _SECTIONS:
            return self._section(element, level, kind if kind != "section" else element.get("class", ""))
        if kind == "paragraph":
            return self._paragraph(element)
        if kind == "hcontainer":
            content = child(element, "content")
            if content is not None:
                return self._blocks(content)
            return self._passage(element, element.get("name", ""), self._hierarchy(element, level))
        return self._blocks((element,))

    def _section(self, element: Element, level: int, kind: str) -> str:
        heading = child(element, "heading")
        title = self._label(element) + ("" if heading is None else self._inside(heading))
        document = child(element, "doc")
        body = element if document is None else child(document, "mainBody")
        if document is not None:
            kind = document.get("name", "") if document.get("name") != "section" else ""
        inside = () if body is None else others(body, *_TITLES)
        text = tagged(f"h{min(level + 1, 6)}", title) + self._hierarchy(inside, level + 1)
        role = "doc-index" if any(part.get("name") == "index" for part in element) else ""
        return tagged("section", text, id=self._id(element), class_=f"level-{level} {kind}".strip(), role=role)

    def _paragraph(self, element: Element) -> str:
        content = child(element, "content")
        first, *rest = list(content) if content is not None and len(content) else [element]
        if child(element, "num") is None and not element.get("eId"):
            return self._blocks((first, *rest))
        numbered = self._label(element) + self._inside(first)
        return tagged("p", numbered, id=self._id(element)) + self._blocks(rest)

    def _passage(self, element: Element, role: str, inside: str) -> str:
        if role == "references":
            rows = "".join(tagged("li", row + "</p>") for row in inside.split("</p>")[:-1])
            return tagged("ul", rows, class_=role)
        direction = next((word for word in classes(element) if word in ("ltr", "rtl")), "")
        return tagged("div", inside, class_=role, lang=language(element), dir=direction)

    # Blocks

    def _blocks(self, elements: Iterable[Element]) -> str:
        return "".join(map(self._block, elements))

    def _block(self, element: Element) -> str:
        kind, role = name(element), (classes(element) or [""])[0]
        if kind == "p" and role == "picture":
            alternative = element[0].get("alt", "") if len(element) else ""
            return tagged("div", self._inside(element), class_="picture" if alternative else "ornament")
        if kind == "p":
            return tagged("p", self._inside(element))
        if kind == "blockList":
            return self._list(element)
        if kind == "blockContainer":
            inside = self._blocks(element)
            return tagged("blockquote", inside) if role == "quotation" else self._passage(element, role, inside)
        if kind == "block":
            return tagged("pre", tagged("code", escape("".join(map(str, element.itertext())), quote=False)))
        if kind == "table":
            return self._rows(element)
        return self._titled(element, role) if kind == "tblock" else ""

    def _titled(self, element: Element, kind: str) -> str:
        heading, identifier = child(element, "heading"), self._id(element)
        title = self._label(element) + ("" if heading is None else self._inside(heading))
        if kind == "equation":
            return tagged("div", title + formula(element), id=identifier, class_="equation")
        if kind == "table":
            return self._table(element, title)
        if kind == "figure":
            return self._figure(element, title)
        inside = self._blocks(others(element, *_TITLES)) + self._letters_of(element)
        if kind == "box":
            return tagged("div", tagged("p", title, class_="box-title") + inside, id=identifier, class_="box")
        first, *rest = others(element, *_TITLES)
        return tagged("p", title + self._inside(first), id=identifier) + self._blocks(rest)

    def _table(self, element: Element, title: str) -> str:
        rows = child(element, "table")
        parts = [(part, self._blocks((part,))) for part in others(element, *_TITLES)]
        above = "".join(text for part, text in parts if "headnote" in classes(part))
        caption = tagged("caption", tagged("span", title, class_="title") + above) if title else ""
        below = "".join(text for part, text in parts if part is not rows and "headnote" not in classes(part))
        laid = "" if rows is None else next(text for part, text in parts if part is rows)
        table = tagged("table", caption + laid)
        return tagged("div", table + below + self._letters_of(element), id=self._id(element), class_="table")

    def _rows(self, element: Element) -> str:
        head = "".join(self._row(row) for row in element if "head" in classes(row))
        rows = "".join(self._row(row) for row in element if "head" not in classes(row))
        return (tagged("thead", head) if head else "") + tagged("tbody", rows)

    def _row(self, row: Element) -> str:
        return tagged("tr", "".join(map(self._cell, row)))

    def _cell(self, cell: Element) -> str:
        own = classes(cell)
        scope = next((_SCOPES[word] for word in own if word in _SCOPES), "")
        align = next((word for word in own if word in ("centre", "end")), "")
        lone = len(cell) == 1 and name(cell[0]) == "p" and "picture" not in classes(cell[0])
        inside = self._inside(cell[0]) if lone else self._blocks(cell)
        spans = {key: cell.get(key, "") for key in ("colspan", "rowspan")}
        return tagged(name(cell), inside, scope=scope, class_=align, **spans)

    def _figure(self, element: Element, title: str) -> str:
        below = self._letters_of(element) if not title else ""
        if not title:
            return self._blocks(others(element, *_TITLES)) + below
        inside = "".join(
            self._inside(part) if "picture" in classes(part) else self._block(part)
            for part in others(element, *_TITLES)
        )
        caption = tagged("figcaption", title)
        return tagged("figure", caption + inside + self._letters_of(element), id=self._id(element), class_="figure")

    def _letters_of(self, element: Element) -> str:
        letters = self._letters.pop(f"#{element.get('eId')}", [])
        return tagged("ol", "".join(letters), class_="letters") if letters else ""

    def _list(self, element: Element) -> str:
        if "definitions" in classes(element):
            return tagged("dl", "".join(map(self._definition, element)))
        tag = "ul" if "bullets" in classes(element) else "ol"
        return tagged(tag, "".join(map(self._item, element)), class_=element.get("class", ""))

    def _definition(self, item: Element) -> str:
        heading = child(item, "heading")
        term = "" if heading is None else self._inside(heading)
        return tagged("dt", term) + tagged("dd", self._blocks(others(item, "heading")))

    def _item(self, item: Element) -> str:
        inside = list(others(item, "num"))
        plain = bool(inside) and name(inside[0]) == "p" and "picture" not in classes(inside[0])
        first = self._inside(inside.pop(0)) if plain else ""
        return tagged("li", tagged("p", self._label(item) + first) + self._blocks(inside), id=self._id(item))

    # Lines

    def _id(self, element: Element) -> str:
        return anchor(element.get("eId", ""))

    def _label(self, element: Element) -> str:
        num = child(element, "num")
        return "" if num is None else tagged("span", escape(words(num)), class_="label") + " "

    def _inside(self, element: Element) -> str:
        """Return the markup of a line."""
        return print_line(element, self._inline)

    def _inline(self, element: Element) -> str:
        kind = name(element)
        if kind in ("authorialNote", "noteRef"):
            return self._call(element)
        if kind == "sup" and "footnote" in classes(element):
            return "".join(map(self._call, element))
        if kind == "ref" and element.get("href", "").startswith("#"):
            return tagged(
                "a", self._inside(element), class_="reference", href=f"#{anchor(element.get('href', '')[1:])}"
            )
        if kind in ("ref", "a"):
            address = self._cited.get(element.get("refersTo", ""), "") or element.get("href", "")
            return tagged("a", self._inside(element), href=address)
        if kind == "img":
            return print_picture(element)
        if kind == "span" and language(element) not in ("", _NO_LANGUAGE):
            direction = next(iter(classes(element)), "")
            return tagged("span", self._inside(element), lang=language(element), dir=direction)
        if kind == "inline" and element.get("name") == "code":
            return tagged("code", self._inside(element))
        if kind == "subFlow":
            return formula(element)
        if kind == "eol":
            return "<br/>"
        return tagged(_TAGS[kind], self._inside(element)) if kind in _TAGS else self._inside(element)

    def _call(self, element: Element) -> str:
        """Return the call of a note; the note in it is kept for where its series is."""
        place = element.get("eId") or element.get("href", "").removeprefix("#")
        if name(element) == "authorialNote":
            series = (
                self._letters.setdefault(element.get("placementBase", ""), []) if element.get("placementBase") else None
            )
            label = tagged("span", escape(element.get("marker", "")), class_="label") + " "
            blocks = list(element)
            first = self._inside(blocks.pop(0)) if blocks and name(blocks[0]) == "p" else ""
            note = tagged("li", tagged("p", label + first) + self._blocks(blocks), id=anchor(place))
            (self._notes if series is None else series).append(note)
        link = tagged("a", escape(element.get("marker", "")), href=f"#{anchor(place)}")
        return tagged("sup", link, class_="indicator")
