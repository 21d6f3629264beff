"""What a style means after all it is based on (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Node

from pipeline.wordfile.package import child, children, name, on, val, whole

BODY = 9
"""The outline level of text that is no heading (17.3.1.20)."""


class Styles:
    """The styles of a file, by their identifiers."""

    def __init__(self, root: Node | None) -> None:
        self._nodes = {val(style, attribute="w:styleId"): style for style in children(root, "w:style")}
        defaults = (style for style in self._nodes.values() if style.get(name("w:default")) in {"1", "true", "on"})
        self.default = next((val(style, attribute="w:styleId") for style in defaults if style.get(name("w:type")) == "paragraph"), "")
        self._language = child(root, "w:docDefaults/w:rPrDefault/w:rPr/w:lang")

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def language(self, attribute: str = "w:val") -> str:
        """The language of the document's defaults (17.3.2.20)."""
        return val(self._language, attribute=attribute)

    def chain(self, identifier: str) -> Iterator[Node]:
        """The style and those it is based on, the nearest first."""
        seen: set[str] = set()
        while identifier in self._nodes and identifier not in seen:
            seen.add(identifier)
            yield self._nodes[identifier]
            identifier = val(self._nodes[identifier], "w:basedOn")

    def names(self, identifier: str) -> list[str]:
        """The names of the style and of those it is based on, in small letters."""
        return [val(style, "w:name").lower() for style in self.chain(identifier)]

    def name(self, identifier: str) -> str:
        """The style's name in small letters, empty where the file has no such style."""
        return next(iter(self.names(identifier)), "")

    def kind(self, identifier: str) -> str:
        """paragraph, character, table or numbering."""
        return next((val(style, attribute="w:type") for style in self.chain(identifier)), "")

    def numbering(self, identifier: str) -> tuple[str, str, str]:
        """Instance (numId) and level (ilvl) that the style gives, and the identifier of the style in the chain that gives them."""
        for style in self.chain(identifier):
            if (properties := child(style, "w:pPr/w:numPr")) is not None:
                return val(properties, "w:numId"), val(properties, "w:ilvl"), val(style, attribute="w:styleId")
        return "", "", ""

    def outline_level(self, identifier: str) -> int:
        """The outline level from 0, BODY where the style is for text; "heading 3" has level 2 even where it does not say so."""
        for style in self.chain(identifier):
            if level := val(style, "w:pPr/w:outlineLvl"):
                return whole(level, BODY)
            words = val(style, "w:name").lower().split()
            if len(words) == 2 and words[0] == "heading" and words[1].isdigit():
                return int(words[1]) - 1
        return BODY

    def toggle(self, identifier: str, tag: str) -> bool | None:
        """A toggle property of the style's runs (``w:b``), None where no style of the chain gives it."""
        return next((found for style in self.chain(identifier) if (found := on(style, f"w:rPr/{tag}")) is not None), None)

    def run_language(self, identifier: str, attribute: str) -> str:
        """The language that the style gives its runs, empty where it gives none."""
        return next((found for style in self.chain(identifier) if (found := val(style, "w:rPr/w:lang", attribute))), "")

    def colours(self, identifier: str) -> tuple[str, str]:
        """The colours of the style's letters and of the ground under them, as RRGGBB; black on white where none is given."""
        ink = next((found for style in self.chain(identifier) if (found := val(style, "w:rPr/w:color"))), "auto")
        grounds = (val(style, f"{part}/w:shd", "w:fill") for style in self.chain(identifier) for part in ("w:rPr", "w:pPr"))
        ground = next((found for found in grounds if found), "auto")
        return "000000" if ink == "auto" else ink, "FFFFFF" if ground == "auto" else ground
