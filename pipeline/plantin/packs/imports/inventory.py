"""Counts what is in a file besides words, in the file and in its source: notes, tables, cells, pictures, links,
formulas, languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from lxml.etree import _Element as Element

from plantin.wordfile.package import Package, child, on, val
from plantin.wordfile.package import name as name_of
from plantin.wordfile.styles import Styles

_OPEN = {
    "notes": ("note",), "tables": ("table",), "cells": ("table-cell",), "pictures": ("image",), "links": ("a",),
}  # fmt: skip
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_FO, _STYLE, _TEXT = (_OFFICE % name for name in ("xsl-fo-compatible", "style", "text"))
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MARKED_UP = {
    "notes": ("footnote", "fn"), "tables": ("table", "informaltable", "table-wrap"), "cells": ("entry", "td", "th"),
    "pictures": ("imagedata", "graphic", "inline-graphic"), "links": ("link", "ulink", "ext-link"),
    "formulas": ("equation", "informalequation", "inlineequation", "inline-formula", "disp-formula"),
}  # fmt: skip
_WORD = {
    "notes": ("footnoteReference", "endnoteReference"),
    "tables": ("tbl",),
    "cells": ("tc",),
    "pictures": ("blip", "imagedata"),
    "links": ("hyperlink",),
    "formulas": ("oMath",),
}
_PAGE = {
    "notes": (),
    "tables": ("table",),
    "cells": ("td", "th"),
    "pictures": ("img",),
    "links": ("a",),
    "formulas": ("math",),
}
WHOLE_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+")


@dataclass(frozen=True, slots=True)
class Inventory:
    """How many there are of each; a note that is called twice counts once, cells are those that have words.
    ``languages`` are those that words are declared to be in, as tags without a region.
    """

    notes: int = 0
    tables: int = 0
    cells: int = 0
    pictures: int = 0
    links: int = 0
    formulas: int = 0
    languages: frozenset[str] = frozenset()

    def rows(self) -> Iterator[tuple[str, int]]:
        """Yield the kinds with their numbers."""
        yield from ((field.name, getattr(self, field.name)) for field in fields(self) if field.name != "languages")


def word(package: Package, styles: Styles) -> Inventory:
    """Return that of a Word file: its text and its notes, in the languages of its runs and of their ``styles``."""
    roots = [package.body(), *package.notes(), *package.end_notes()]
    references = (node for root in roots for node in root.iter("{*}footnoteReference", "{*}endnoteReference"))
    called = {(node.tag, value) for node in references for value in node.values()}
    linked = (node for root in roots for node in root.iter("{*}hyperlink"))
    links = {key for node in linked for name, key in node.items() if str(name).endswith("}id")}
    runs = (run for root in roots for run in root.iter(name_of("w:r")) if _is_worded(run))
    spoken = _languages(_run_language(run, styles) for run in runs)
    return replace(_count_elements(_WORD, *roots), notes=len(called), links=len(links), languages=spoken)


def _is_worded(run: Element) -> bool:
    return any(map(str.isalpha, "".join(str(text.text or "") for text in run.iter(name_of("w:t")))))


def _run_language(run: Element, styles: Styles) -> str:
    """Return the language of a run (ECMA-376 part 1, 17.3.2.20): its own, else that of its style, of the paragraph's,
    of the file.
    """
    properties = child(run, "w:rPr")
    attribute = "w:bidi" if on(properties, "w:rtl") else "w:val"
    holder = next(run.iterancestors(name_of("w:p")), None)
    tag = val(properties, "w:lang", attribute) or styles.run_language(val(properties, "w:rStyle"), attribute)
    return tag or styles.run_language(val(holder, "w:pPr/w:pStyle"), attribute) or styles.language(attribute)


def _languages(tags: Iterable[str]) -> frozenset[str]:
    """Return tags without their regions; what is declared to be in none is in none."""
    primary_tags = (tag.replace("_", "-").partition("-")[0].lower() for tag in tags)
    return frozenset(tag for tag in primary_tags if tag not in ("", "zxx", "und", "none", "x"))


def declared_languages(root: Element) -> Iterator[str]:
    """Yield the language of each text below ``root`` by ``lang``, its own or that of what is around it."""
    around = [str(ancestor.get("lang") or ancestor.get(_XML_LANG) or "") for ancestor in root.iterancestors()]
    languages = {root.getparent(): next(filter(None, around), "")}
    for node in root.iter():
        language = languages[node] = (
            str(node.get("lang") or node.get(_XML_LANG) or languages.get(node.getparent(), ""))
            if isinstance(node.tag, str)
            else ""
        )
        if any(map(str.isalpha, node.text or "")) and isinstance(node.tag, str):
            yield language
        if any(map(str.isalpha, node.tail or "")) and node is not root:
            yield languages.get(node.getparent(), "")


def page(root: Element, notes: int, tags: Iterable[str]) -> Inventory:
    """Return that of a page of HTML without what leads about the site; its ``notes`` are those that lead back to their
    calls, ``tags`` the languages that it declares.
    """
    links = sum(
        bool(WHOLE_ADDRESS.fullmatch(str(node.get("href", "")).strip()))
        and bool("".join(map(str, node.itertext())).strip())
        for node in root.iter("a")
    )
    return replace(_count_elements(_PAGE, root), notes=notes, links=links, languages=_languages(tags))


def open_document(root: Element, language: str, formulas: int) -> Inventory:
    """Return that of an OpenDocument text, from its content.xml; ``language`` is that of the file, ``formulas`` how
    many parts are such.
    """
    style_languages = open_languages(root)
    spoken = set()
    for node in root.iter(f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}span"):
        text = f"{node.text or ''}{''.join(kid.tail or '' for kid in node)}"
        if any(map(str.isalpha, text)):
            styles = (str(element.get(f"{_TEXT}style-name", "")) for element in (node, *node.iterancestors()))
            spoken.add(next((style_languages[style] for style in styles if style in style_languages), language))
    return replace(_count_elements(_OPEN, root), formulas=formulas, languages=_languages(spoken))


def open_languages(root: Element) -> dict[str, str]:
    """Return the languages that the styles of an OpenDocument text give, by the names of the styles."""
    return {
        str(style.get(f"{_STYLE}name")): str(language)
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}text-properties")
        if (language := properties.get(f"{_FO}language"))
    }


def marked_up(root: Element) -> Inventory:
    """Return that of a file of DocBook or JATS."""
    return replace(_count_elements(_MARKED_UP, root), languages=_languages(declared_languages(root)))


CODE = re.compile(
    r"^([ >]*)(`{3,}|~{3,})[^\n]*\n.*?^\1\2[`~]*[ \t]*$|(?<!`)(`+)(?!`).+?(?<!`)\3(?!`)", re.MULTILINE | re.DOTALL
)
_RULE = re.compile(r"^[ >]*\|?[ \t]*:?-{1,}:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_LINK = re.compile(
    r"(?<![!\\])\[(?:[^\[\]\\]|\\.|\[[^\]]*\])*\]\((?:https?://|mailto:)[^\s)]+\)|<(?:https?://|mailto:)[^>\s]+>"
    r"|(?<![\w(<\[/])(?:https?://|www\.)[\w.-]+\w(?:/[^\s<>()\[\]]*)?"
)


_FORMULA = re.compile(r"(?<![\\$])\$\$.+?(?<!\\)\$\$|(?<![\\$])\$(?=[^\s$])[^$]*?(?<![\\\s])\$(?!\d)", re.DOTALL)
_SPOKEN = re.compile(r"\{[^{}\n]*\blang=\"?([\w-]+)|^original-language: *([\w-]+)", re.MULTILINE)


def markdown(text: str, *, tex: bool = True) -> Inventory:
    """Return that of a text in Markdown, without what is given in HTML in it; of a canonical source likewise. Where
    ``tex``, formulas are between dollars.
    """
    bare = CODE.sub("`x`", text)
    notes = {*re.findall(r"^ {0,3}\[\^([^\]\s]+)\]:", bare, re.MULTILINE)}
    tables, cells = _count_list_tables(bare)
    before = ""
    inside = False
    for line in bare.split("\n"):
        if "|" not in line:
            inside = False
        elif not inside and _RULE.fullmatch(line) and "|" in before:
            inside, tables = True, tables + 1
            cells += _cells(before)
        elif inside:
            cells += _cells(line)
        before = line
    pictures = len(re.findall(r"(?<!\\)!\[(?:[^\[\]\\]|\\.)*\]\(", bare))
    spoken = _languages(match[1] or match[2] for match in _SPOKEN.finditer(text))
    return Inventory(
        len(notes), tables, cells, pictures, len(_LINK.findall(bare)), len(_FORMULA.findall(bare)) if tex else 0, spoken
    )


_LISTED = re.compile(r"^(:{3,})[ \t]*\{[^}\n]*\.list\b[^}\n]*\}.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_IN_LIST = re.compile(r"^(?:- - |  - )[ \t]*(?![<^][ \t]*$)(?=\S)", re.MULTILINE)


def _count_list_tables(text: str) -> tuple[int, int]:
    """Return how many tables are lists of lists, and how many cells with words these have."""
    tables = _LISTED.findall(text)
    return len(tables), sum(len(_IN_LIST.findall(match[0])) for match in _LISTED.finditer(text))


def _cells(row: str) -> int:
    parts = re.split(r"(?<!\\)\|", row.strip().strip("|"))
    return sum(part.strip() not in ("", "<", "^") for part in parts)


def _count_elements(names: Mapping[str, tuple[str, ...]], *roots: Element) -> Inventory:
    """Return how many elements of each name there are below ``roots``; of tables in each other the outer one, of
    drawings that have a substitute the drawing.
    """
    counts: dict[str, Any] = dict.fromkeys(names, 0)
    kinds = {name: kind for kind, local in names.items() for name in local}
    for node in (node for root in roots for node in root.iter()):
        kind = kinds.get(node.tag.rpartition("}")[2]) if isinstance(node.tag, str) else None
        if kind is None or (kind in ("tables", "cells") and _inner(node, names)) or _substitute(node):
            continue
        if kind in ("cells", "tables") and not "".join(map(str, node.itertext())).strip():
            continue
        counts[kind] += 1
    return Inventory(**counts)


def _inner(node: Element, names: Mapping[str, tuple[str, ...]]) -> bool:
    """Return whether a table or a cell is in another table's cell."""
    around = [outer.tag.rpartition("}")[2] for outer in node.iterancestors() if isinstance(outer.tag, str)]
    return sum(name in names["cells"] for name in around) > 0 or (
        node.tag.rpartition("}")[2] in names["tables"] and any(name in names["tables"] for name in around)
    )


def _substitute(node: Element) -> bool:
    return any(isinstance(outer.tag, str) and outer.tag.endswith("}Fallback") for outer in node.iterancestors())
