"""Reads a written source back as the press does, and compares it with the pieces that it was written from.

Tokens are compared with their neighbours, because passages are joined and moved while a source is written: each pair of
tokens in the source, with their looks and note calls, is in the received text, and passages begin and end with the same
tokens. A label that the press prints can be missing at the beginning; a reference is a mark or words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice, pairwise
from typing import Any, Literal
from unicodedata import normalize

from plantin.findings import PlantinError, SourceError
from plantin.packs.imports.paragraph_pieces import Look
from plantin.resolve import notes
from plantin.source import pandoc
from plantin.source import text as source_text
from plantin.source.nodes import Node

Atom = tuple[str, Look | Literal["call", "mark"]]
"""Characters of one look, the name of a note that is called, or a formula; a mark without characters is a reference."""
Token = tuple[Atom, ...]
"""What is between two spaces."""
BREAK: Atom = ("\n", "mark")
_SPACES = re.compile(r"[ \t\n]+")
_SCHEME = re.compile(r"^(?:https?://|mailto:)", re.IGNORECASE)
_NEXT = frozenset(("Para", "Plain", "Header", "Cell", "Term"))
_LOOKS: dict[str, dict[str, Any]] = {
    "Strong": {"strong": True},
    "Emph": {"emphasis": True},
    "Superscript": {"raised": "superscript"},
    "Subscript": {"raised": "subscript"},
}
_PLACEHOLDERS = frozenset(("—", "<", "^"))
_BOXES = frozenset(("table", "figure", "chart"))
_MOST = 20


@dataclass(slots=True)
class Written:
    """What was given to be written: the atoms of each passage; the same with words where references have marks."""

    passages: list[tuple[list[Atom], list[Atom]]] = field(default_factory=list)


def differences(
    written: Written, source: str, labels: Iterable[str] = (), explained: Iterable[str] = ()
) -> list[tuple[str, int]]:
    """Return what the press reads otherwise in ``source`` than it was written, with its line. ``labels`` may be
    before a passage, or be gone there; ``explained`` are texts that are reported, or that the press prints itself.
    Twenty at most. Nothing for a source that the press refuses, as its own findings say.
    """
    try:
        found = read(source)
    except SourceError:
        return []
    except PlantinError as error:
        return [(f"the source was not read back: {error.findings[0].message}", 0)]
    return list(islice(_Comparison(written, labels, explained).differences(found), _MOST))


def read(source: str) -> list[_Passage]:
    """Return the passages of a source as the press reads them, the notes last. Raises what refuses the source."""
    report = source_text.parse(source, "")
    names = {one.text.line: one.name for one in notes.definitions(report)}
    nodes, _ = pandoc.parse(report.body(), "")
    return list(_Reader(names).passages(nodes))


def tokens(atoms: Iterable[Atom]) -> tuple[Token, ...]:
    """Return the atoms between spaces; addresses that lead to themselves are no links, as the press makes them such."""
    out: list[list[Atom]] = [[]]
    for atom in atoms:
        text, look = atom
        if isinstance(look, str):
            out += [[atom], []] if atom == BREAK else []
            out[-1] += [] if atom == BREAK else [atom]
            continue
        itself = look.link and _address(text) == _address(look.link)
        first, *rest = _SPACES.split(normalize("NFC", text))
        shown = replace(look, link="") if itself else look
        for n, part in enumerate((first, *rest)):
            out += [[]] if n else []
            out[-1] += [(part, shown)] if part else []
    return tuple(_merge(token) for token in out if token)


def _merge(token: Sequence[Atom]) -> Token:
    out: list[Atom] = []
    for look, run in groupby(token, key=lambda atom: atom[1]):
        texts = [text for text, _ in run]
        if isinstance(look, Look):
            out.append(("".join(texts), look))
        else:
            out += [(text, look) for text in texts]
    return tuple(out)


def _address(text: str) -> str:
    return _SCHEME.sub("", text.strip()).rstrip("/").lower()


@dataclass(frozen=True, slots=True)
class _Passage:
    tokens: tuple[Token, ...]
    where: str
    line: int


@dataclass(slots=True)
class _Reader:
    """Reads the nodes of a source; ``names`` are those of its notes, by the line where their words begin."""

    names: dict[int, str]
    _noted: dict[str, Node] = field(default_factory=dict)

    def passages(self, nodes: Sequence[Node]) -> Iterator[_Passage]:
        """Yield what has words in the order of the source, the notes last."""
        yield from self._within(nodes, "")
        for node in list(self._noted.values()):
            yield from self._within(node.children, "note")

    def _within(self, nodes: Sequence[Node], where: str) -> Iterator[_Passage]:
        for n, node in enumerate(nodes):
            if node.kind in _NEXT:
                title = where == "table" and node.kind == "Para" and not n
                place = "title" if title else where
                yield _Passage(tokens(self._atoms(node.children, Look())), place, node.place.line)
            else:
                boxed = not _BOXES.isdisjoint(node.classes)
                yield from self._within(node.children, "table" if boxed else where)

    def _atoms(self, nodes: Iterable[Node], look: Look) -> Iterator[Atom]:
        for node in nodes:
            match node.kind:
                case "Text":
                    yield node.text, look
                case "Code":
                    yield node.text, replace(look, code=True)
                case "Math":
                    yield " ".join(node.text.split()), "mark"
                case "LineBreak" | "RawInline":
                    yield BREAK
                case "Note":
                    name = self.names.get(node.children[0].place.line, "") if node.children else ""
                    self._noted.setdefault(name, node)
                    yield name, "call"
                case "Link" if node.target.startswith("#"):
                    yield "", "mark"
                case "Link":
                    yield from self._atoms(node.children, replace(look, link=node.target))
                case "Span":
                    language = dict(node.attributes).get("lang", look.language)
                    yield from self._atoms(node.children, replace(look, language=language))
                case "Image":
                    pass
                case _:
                    yield from self._atoms(node.children, replace(look, **_LOOKS.get(node.kind, {})))


class _Comparison:
    def __init__(self, written: Written, labels: Iterable[str], explained: Iterable[str]) -> None:
        self._labels = {word for label in labels for word in label.split()}
        self._explained = {word for text in explained for word in text.split()}
        self._given = [self._without_label(tokens(atoms)) for atoms, _ in written.passages]
        shown = {self._without_label(tokens(words)) for _, words in written.passages}
        plain = {tuple(map(_without_bold, passage)) for passage in self._given if _is_bold(passage)}
        often = Counter(self._given)
        self._places = {passage: n for n, passage in enumerate(self._given) if often[passage] == 1}
        self._text = _Neighbours({*self._given, *shown})
        self._boxed = _Neighbours({*self._given, *shown, *plain})

    def _without_label(self, passage: tuple[Token, ...]) -> tuple[Token, ...]:
        """Return a passage without the labels before it."""
        begin = next((n for n, token in enumerate(passage) if _words([token]) not in self._labels), 0)
        return passage[begin:]

    def differences(self, found: Sequence[_Passage]) -> Iterator[tuple[str, int]]:
        before = -1
        for passage in found:
            if passage.tokens:
                yield from self._of_passage(passage)
            place = self._places.get(self._without_label(passage.tokens), -1)
            if 0 <= place < before and passage.where != "title":
                yield f"“{_words(passage.tokens)[:60]}” is before what it followed", passage.line
            before = place if place >= 0 and passage.where != "title" else before
        read_passages = {self._without_label(passage.tokens) for passage in found}
        plain = {tuple(map(_without_bold, passage)) for passage in read_passages if _is_bold(passage)}
        in_source = _Neighbours(read_passages | plain)
        for given in self._given:
            is_explained = set(_words(given).split()) <= self._explained or any(map(_refers, given))
            ends_alike = given[1:] and _words(given[:1]) in self._explained and given[-1] in in_source.lasts
            if not (is_explained or ends_alike or in_source.touches(given)):
                yield f"“{_words(given)[:60]}” is not in the source", 0

    def _of_passage(self, passage: _Passage) -> Iterator[tuple[str, int]]:
        """Yield the first place of a passage that has other neighbours than what was given."""
        given = self._boxed if passage.where in ("table", "title") else self._text
        rest = self._without_label(passage.tokens)
        if rest in given.passages or _words(passage.tokens) in _PLACEHOLDERS:
            return
        titled, joined = passage.where == "title", passage.where == "table"
        fault = given.fault(rest, titled=titled, joined=joined)
        if fault >= 0 and _is_bold(rest):
            fault = given.fault(tuple(map(_without_bold, rest)), titled=titled, joined=joined)
        if fault >= 0:
            excerpt = _words(rest[max(0, fault - 3) : fault + 4])
            yield f"“{excerpt}” is read otherwise than it was received", passage.line


class _Neighbours:
    """The neighbours of each token in passages."""

    def __init__(self, passages: set[tuple[Token, ...]]) -> None:
        self.passages = passages
        self.firsts = {passage[0] for passage in passages if passage}
        self.lasts = {passage[-1] for passage in passages if passage}
        self._pairs = {pair for passage in passages for pair in pairwise(passage)}
        self._all = {token for passage in passages for token in passage}

    def fault(self, given: Sequence[Token], *, titled: bool, joined: bool) -> int:
        """Return where ``given`` is not of these passages, -1 where it is; ``titled``: it may begin within one,
        ``joined``: it may be several.
        """
        if not given:
            return -1
        if given[0] not in (self._all if titled else self.firsts) and not _refers(given[0]):
            return 0
        for n, (before, after) in enumerate(pairwise(given)):
            apart = joined and before in self.lasts and after in self.firsts
            if (before, after) not in self._pairs and not (apart or _refers(before) or _refers(after)):
                return n + 1
        return -1 if given[-1] in self.lasts or _refers(given[-1]) else len(given) - 1

    def touches(self, given: Sequence[Token]) -> bool:
        """Return whether half of ``given``, or more, is here."""
        pairs = list(pairwise(given))
        if not pairs:
            return all(token in self._all for token in given)
        return 2 * sum(pair in self._pairs for pair in pairs) >= len(pairs)


def _refers(token: Token) -> bool:
    """Return whether there is a reference, into which words beside it may have gone."""
    return ("", "mark") in token


def _words(given: Sequence[Token]) -> str:
    return " ".join("".join(text for text, look in token if look != "call").strip() for token in given).strip()


def _is_bold(passage: Sequence[Token]) -> bool:
    return all(look.strong for token in passage for _, look in token if isinstance(look, Look))


def _without_bold(token: Token) -> Token:
    return _merge([(text, replace(look, strong=False) if isinstance(look, Look) else look) for text, look in token])
