"""Resolves the styles of a Word file along the chain that each is based on (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Node

from plantin.bounded.kept import memoize
from plantin.wordfile.package import child, children, name, on, val, whole

_HEADING = re.compile(r"heading ([1-9])")
_DEEPEST = 20
BODY = 9
"""The outline level of text that is no heading (17.3.1.20)."""


BOXED = "box title"
"""The style of titles of boxes, on which a heading may be based."""


def outline_level(given: str) -> int:
    """Return the outline level that an attribute gives; BODY where it gives none of a heading's.

    >>> outline_level("0"), outline_level("-1"), outline_level("12")
    (0, 9, 9)
    """
    level = whole(given, BODY)
    return level if 0 <= level < BODY else BODY


class Styles:
    """The styles of a file, by their identifiers. What one means is worked out once: elements must not change."""

    def __init__(self, root: Node | None) -> None:
        self._nodes = {val(style, attribute="w:styleId"): style for style in children(root, "w:style")}
        defaults = (style for style in self._nodes.values() if style.get(name("w:default")) in {"1", "true", "on"})
        self.default = next(
            (val(style, attribute="w:styleId") for style in defaults if style.get(name("w:type")) == "paragraph"), ""
        )
        runs = child(root, "w:docDefaults/w:rPrDefault/w:rPr")
        self._language = child(runs, "w:lang")
        self._hidden = on(runs, "w:vanish") is True
        self._hides = root is not None and next(root.iter(name("w:vanish")), None) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def language(self, attribute: str = "w:val") -> str:
        """Return the language of the document's defaults (17.3.2.20)."""
        return val(self._language, attribute=attribute)

    @memoize
    def chain(self, identifier: str) -> tuple[Node, ...]:
        """The style and those it is based on, the nearest first; of a ring each once, of more than 20 the first."""
        met: dict[str, Node] = {}
        while identifier in self._nodes and identifier not in met and len(met) < _DEEPEST:
            met[identifier] = self._nodes[identifier]
            identifier = val(met[identifier], "w:basedOn")
        return tuple(met.values())

    def endless(self) -> Iterator[str]:
        """Yield the styles that are based on themselves, or on more than 20 others, one after another."""
        for identifier in self._nodes:
            chain = self.chain(identifier)
            if chain and val(chain[-1], "w:basedOn") in self._nodes:
                yield identifier

    @memoize
    def names(self, identifier: str) -> list[str]:
        """Return the names of the style and of those it is based on, in small letters."""
        return [val(style, "w:name").lower() for style in self.chain(identifier)]

    def name(self, identifier: str) -> str:
        """Return the style's name in small letters, empty where the file has no such style; of a heading that is the
        title of a box, the name of that title.
        """
        names = self.names(identifier)
        return BOXED if names[1:2] == [BOXED] else next(iter(names), "")

    def kind(self, identifier: str) -> str:
        """paragraph, character, table or numbering."""
        return next((val(style, attribute="w:type") for style in self.chain(identifier)), "")

    @memoize
    def numbering(self, identifier: str) -> tuple[str, str, str]:
        """Instance (numId) and level (ilvl) that the style gives, and the identifier of what gives them."""
        for style in self.chain(identifier):
            if (properties := child(style, "w:pPr/w:numPr")) is not None:
                return val(properties, "w:numId"), val(properties, "w:ilvl"), val(style, attribute="w:styleId")
        return "", "", ""

    @memoize
    def outline_level(self, identifier: str) -> int:
        """Return the outline level from 0, BODY where the style is for text; "heading 3" has level 2 even where it does
        not say so.
        """
        for style in self.chain(identifier):
            if level := val(style, "w:pPr/w:outlineLvl"):
                return outline_level(level)
            if heading := _HEADING.fullmatch(val(style, "w:name").lower()):
                return int(heading[1]) - 1
        return BODY

    @memoize
    def toggle(self, identifier: str, path: str) -> bool | None:
        """Return a property of the style that is on or off (``w:rPr/w:b``, ``w:pPr/w:keepNext``), None where no style
        of the chain gives it.
        """
        values = (on(style, path) for style in self.chain(identifier))
        return next((value for value in values if value is not None), None)

    def hidden_in(self, paragraph: Node) -> bool:
        """Return whether the styles of a paragraph and of the table that it is in hide its text: one of them does, and
        not both (17.7.3).
        """
        if not self._hides:
            return False
        table = next(paragraph.iterancestors(name("w:tbl")), None)
        styles = (val(paragraph, "w:pPr/w:pStyle") or self.default, val(table, "w:tblPr/w:tblStyle"))
        by_paragraph, by_table = (bool(self.toggle(style, "w:rPr/w:vanish")) for style in styles)
        return by_paragraph is not by_table

    def hides(self, run: Node | None, *, around: bool) -> bool:
        """Return whether Word leaves out text with the properties ``run`` (w:rPr), as the run says, else its style and
        those ``around`` it.

        By 17.7.3 what the defaults of the document say applies, else text is hidden where an odd number of its styles
        says so. What is hidden from browsers alone (w:webHidden), as Word has the page numbers of its contents, is
        printed.
        """
        direct = on(run, "w:vanish")
        if direct is not None:
            return direct
        return self._hidden or around is not bool(self.toggle(val(run, "w:rStyle"), "w:rPr/w:vanish"))

    def run_language(self, identifier: str, attribute: str) -> str:
        """Return the language that the style gives its runs, empty where it gives none."""
        return next(
            (language for style in self.chain(identifier) if (language := val(style, "w:rPr/w:lang", attribute))), ""
        )

    @memoize
    def raised(self, identifier: str) -> str:
        """Return how the style sets its characters on the line (17.3.2.42): superscript, subscript or baseline; empty
        where it does not say.
        """
        return next((value for style in self.chain(identifier) if (value := val(style, "w:rPr/w:vertAlign"))), "")

    @memoize
    def colours(self, identifier: str) -> tuple[str, str]:
        """Return the colours of the style's letters and of the ground under them, as RRGGBB; else black on white."""
        ink = next((colour for style in self.chain(identifier) if (colour := val(style, "w:rPr/w:color"))), "auto")
        grounds = (
            val(style, f"{part}/w:shd", "w:fill") for style in self.chain(identifier) for part in ("w:rPr", "w:pPr")
        )
        ground = next((colour for colour in grounds if colour), "auto")
        return "000000" if ink == "auto" else ink, "FFFFFF" if ground == "auto" else ground
