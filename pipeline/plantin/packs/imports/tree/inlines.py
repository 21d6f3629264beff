"""Runs of words in pandoc's tree, read as the pieces of a paragraph: looks, notes, links, formulas, pictures."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from plantin.model import languages
from plantin.packs.imports import markup
from plantin.packs.imports.cross_references import CrossReferences
from plantin.packs.imports.paragraph_pieces import Call, Image, Look, Piece, SourceMarkup, Words, merge_pieces, trim
from plantin.packs.imports.received import CONTROLS, Ledger, Omission
from plantin.source import bounds
from plantin.source.nodes import Json

CALL = "plantin-call"
"""The attribute of a span that calls the note of this name (``pages`` writes it)."""
SPOKEN = "plantin-language:"
"""How the address of a link begins that only says the language of its words (``open_documents`` writes it)."""
LABEL = "plantin-label"
"""The key of a note in the tree that says which definition it calls (``called_notes`` writes it)."""
UNSET = "formulas that the press cannot set, as code"
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>()\\]+")
_CALLING = re.compile(r"(\[\^[^\]\s]+\]|\b(?!https?:)[a-z][a-z0-9+.-]{1,20}://[^\s<>]*[\w/])")
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^>]*>", re.DOTALL)
_SHARE = re.compile(r"(100|[1-9]\d?)(?:\.\d+)?%")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_UNWORDED = ("Note", "RawInline", "RawBlock")
_ENDING = ("Para", "Plain", "Header", "CodeBlock")
"""Blocks whose words are not those of the next."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(slots=True)
class TreeLedger(Ledger):
    """What is kept while a tree is read, beside the ledger of the import."""

    formulas: frozenset[str] = frozenset()
    """The formulas that the press can set."""
    language: str = ""
    notes: dict[str, list[Json]] = field(default_factory=dict)
    """The blocks of each note, by its name."""
    links: list[str] = field(default_factory=list)
    cells: int = 0
    """How many cells were in tables that were opened."""
    places: list[str] = field(default_factory=list)
    """The ids that were met in a paragraph."""
    references: CrossReferences | None = None
    images: list[Image] = field(default_factory=list)
    """The pictures in a paragraph."""


def pieces(items: Iterable[Json], kept: TreeLedger, look: Look | None = None) -> list[Piece]:
    """Return the pieces of a paragraph; the pictures in it are put into ``kept.images``."""
    read = _InlineReader(kept)
    return trim(merge_pieces(read.run(items, look or Look())))


def nodes(items: Iterable[Json]) -> Iterator[Json]:
    """Yield the nodes among ``items``, blocks or runs of words, and all below them, in their order."""
    work: list[Json] = [list(items)]
    while work:
        item = work.pop()
        if isinstance(item, list):
            work += reversed(item)
        elif isinstance(item, dict):
            if "t" in item:
                yield item
            work.append(item.get("c"))


class _InlineReader:
    def __init__(self, kept: TreeLedger) -> None:
        self._kept = kept

    def run(self, items: Iterable[Json], look: Look) -> list[Piece]:
        return [piece for item in items for piece in self._inline(item, look)]

    def _inline(self, item: Json, look: Look) -> list[Piece]:
        content = item.get("c")
        match item["t"]:
            case "Str":
                return self._words(CONTROLS.sub("", content), look)
            case "Space" | "SoftBreak":
                return [Words(" ", look)]
            case "LineBreak":
                return [Words("\n", look)]
            case "Emph" | "Strong" | "Superscript" | "Subscript" | "Strikeout" | "SmallCaps" | "Underline":
                return self._looking(item["t"], content, look)
            case "Quoted":
                before, after = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
                return [Words(before, look), *self.run(content[1], look), Words(after, look)]
            case "Cite":
                return self.run(content[1], look)
            case "Code":
                code = Words(content[1].replace("\n", " "), replace(look, code=True, raised=""))
                return [code] if content[1].strip() else []
            case "Math":
                return [self._formula(content[1].strip())]
            case "RawInline":
                kind = content[0]
                text = content[1]
                if kind.startswith("html") or kind == "openxml":
                    if _BREAK.match(text):
                        return [Words("\n", look)]
                    text = html.unescape(_TAG.sub("", text))
                elif kind in ("tex", "latex"):
                    text = re.sub(r"\\[A-Za-z]+\*?(?:\[[^\]]*\])?|[{}]", "", text)
                if text.strip():
                    self._kept.left_out.append(Omission(f"left out: words in {kind}", text))
                return []
            case "Link":
                return self._link(content, look)
            case "Image":
                return self._image(content)
            case "Note":
                return [Call(note=self._note(content, item.get(LABEL, "")))]
            case "Span":
                return self._span(content, look)
            case _:
                return []

    def _words(self, text: str, look: Look) -> list[Piece]:
        """Return text; what would be read as a call of a note or as an address that no edition links is set as code."""
        parts = _CALLING.split(text)
        self._kept.changed[
            "brackets that read as the call of a note, and addresses of other kinds than https, as code"
        ] += len(parts) // 2
        return [
            Words(part, replace(look, code=True, raised="") if n % 2 else look) for n, part in enumerate(parts) if part
        ]

    def _looking(self, kind: str, content: Json, look: Look) -> list[Piece]:
        match kind:
            case "Emph":
                return self.run(content, replace(look, emphasis=True))
            case "Strong":
                return self.run(content, replace(look, strong=True))
            case "Superscript":
                return self.run(content, replace(look, raised="superscript"))
            case "Subscript":
                return self.run(content, replace(look, raised="subscript"))
            case _:
                pass
        words = {"Strikeout": "struck words", "SmallCaps": "small capitals", "Underline": "underlined words"}[kind]
        self._kept.changed[words] += 1
        return self.run(content, look)

    def _formula(self, tex: str) -> Piece:
        if tex in self._kept.formulas:
            return SourceMarkup(f"${' '.join(tex.split())}$", tex)
        self._kept.changed[UNSET] += 1
        return Words(tex.replace("\n", " "), Look(code=True)) if tex else Words("")

    def _link(self, content: Json, look: Look) -> list[Piece]:
        _, inner, (target, _) = content
        target = target.strip()
        if target.startswith(SPOKEN):
            tag = primary_language(target.removeprefix(SPOKEN), self._kept.language)
            return self.run(inner, replace(look, language=tag or look.language))
        words = stringify(inner)
        self._kept.links.append(target)
        if target.startswith("#") and self._kept.references and self._kept.references.refers(target[1:], words):
            return [SourceMarkup(self._kept.references.mark(target[1:], words), " ".join(words.split()))]
        if look.link or not _ADDRESS.fullmatch(target):
            self._kept.changed[
                "links to other files" if target and not target.startswith("#") else "links inside the file"
            ] += bool(words)
            return self.run(inner, look)
        if markup.names_another(words, target):
            self._kept.changed["links whose words are another address"] += 1
            return self.run(inner, replace(look, code=True))
        if not words.strip():
            return self.run(inner, look)
        return self.run(inner, replace(look, link=target))

    def _image(self, content: Json) -> list[Piece]:
        (_, _, attributes), inner, (target, title) = content
        alternative = " ".join((stringify(inner) or title.removeprefix("fig:")).split())
        share = _SHARE.fullmatch(dict(attributes).get("width", ""))
        width = int(share[1]) if share else 0
        self._kept.images.append(Image(alternative, target, width=width))
        return []

    def _note(self, blocks: Json, label: str) -> str:
        """Return the name of a note; only the same ``label`` calls the same words again."""
        key = json.dumps(blocks, sort_keys=True) + (label or f" {len(self._kept.notes)}")
        self._kept.notes.setdefault(key, blocks)
        return key

    def _span(self, content: Json, look: Look) -> list[Piece]:
        (name, classes, pairs), inner, *_ = content
        self._kept.places += [name] if name else []
        attributes: Mapping[str, str] = dict(pairs)
        if note := attributes.get(CALL, ""):
            self._kept.taken.append(stringify(inner))
            return [Call(note=note)]
        if "underline" in classes or "ul" in classes:
            return self._looking("Underline", inner, look)
        return self.run(
            inner,
            replace(look, language=primary_language(attributes.get("lang", ""), self._kept.language) or look.language),
        )


def targets(items: Iterable[Json]) -> Iterator[str]:
    """Return where each link below ``items`` leads to."""
    return (node["c"][2][0] for node in nodes(items) if node["t"] == "Link")


def titles(items: Iterable[Json]) -> Iterator[tuple[str, str]]:
    """Return the id and the words of each heading below ``items``, last first: of two with one id the first counts."""
    heads = [node["c"] for node in nodes(items) if node["t"] == "Header" and node["c"][1][0]]
    return ((attributes[0], stringify(words)) for _, attributes, words in reversed(heads))


def primary_language(language: str, around: str) -> str:
    """Return the language of a passage, where it is another than the one around it and one that can be named."""
    tag = language.replace("_", "-")
    script = _LANGUAGE.fullmatch(tag) and languages.script(tag)
    return tag if script and tag.partition("-")[0].lower() != around.partition("-")[0].lower() else ""


def stringify(items: Json) -> str:
    """Return the words of a node of the tree or of several, runs of words or blocks, with a space after each block;
    without notes and what is raw.
    """
    if isinstance(items, list):
        return "".join(map(stringify, items))
    if not isinstance(items, dict) or items.get("t") in _UNWORDED:
        return ""
    kind, content = items.get("t"), cast("Json", items.get("c"))
    after = " " * (kind in _ENDING)
    match kind:
        case "Str":
            return str(content)
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Code" | "Math" | "CodeBlock":
            return f"{content[1]}{after}"
        case "LineBlock":
            return "".join(f"{stringify(line)} " for line in content)
        case "Cite":
            return stringify(content[1])
        case _:
            return stringify(content) + after


def settable(items: Iterable[Json]) -> list[str]:
    """Return the formulas below ``items`` that are within the bounds of a source."""
    formulas = {node["c"][1].strip() for node in nodes(items) if node["t"] == "Math"}
    return sorted(tex for tex in formulas if tex and not bounds.formula(tex))
