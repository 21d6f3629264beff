"""Finds citations of works, ``[@smith2010, p. 5]`` and ``@smith2010``, in a source, and formats them with pandoc's
citeproc.

The sign ``@`` of each is replaced while pandoc reads the text, so that neither an escaped sign nor one in code
is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plantin.findings import Finding, Place, PlantinError, SourceError, ToolError
from plantin.findings.suggestion import suggest
from plantin.source import bibliography, pandoc, rereading, tables
from plantin.source.bibliography import Bibliography
from plantin.source.front_matter import FrontMatter
from plantin.source.nodes import Node
from plantin.source.pandoc import CitationCluster
from plantin.source.text import Source

SIGN = "\ufffe"
"""A character that no source has (S008)."""
KEY = r"\w(?:[\w:.+/-]*\w)?"
"""The key of a work."""
CITATION = re.compile(rf"(?<![\w/\\.:@])@({KEY})", re.ASCII)
"""A citation in the text of a source; group 1 is the key."""
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_GROUP = re.compile(rf"\[([^\[\]]*{SIGN}[^\[\]]*)\]|{SIGN}({KEY})(?: \[([^\[\]{SIGN}]+)\])?", re.ASCII)
_ITEM = re.compile(rf"([^{SIGN}]*?)(-?){SIGN}({KEY})([^{SIGN}]*)", re.ASCII)
_HINT = "Write [@key], [see @key, p. 5; @other], or @key in the sentence; \\@ is a sign that cites nothing."
_MOST = 5_000
_REFERENCES = ("references",)


@dataclass(frozen=True, slots=True)
class CitationWords:
    """What citations need of a language: the heading of the list of references, or none, and the tag."""

    heading: str
    language: str


def parse(
    report: Source, head: FrontMatter, folder: Path, words: CitationWords, house: Path | None = None
) -> tuple[tuple[Node, ...], tuple[Finding, ...]]:
    """Return the blocks of ``report`` as pandoc has them, and what was noticed; where its front matter ``head`` names a
    bibliography, a file in ``folder``, with its citations in ``words``, in the CSL style of the front matter or else
    that of the file ``house``.

    Raises SourceError as ``tables.prepare``, ``pandoc.parse``, ``bibliography.read``, ``require`` and
    ``insert_citations`` do, and S160 for a CSL style that cannot be used.
    """
    body = tables.prepare(report)
    if not head.bibliography:
        return rereading.parse(body, report.path)
    works = bibliography.read(folder, head.bibliography, head.citation_style, head.place("bibliography"), house)
    body, called = mark_citations(body, report)
    unused = require(called, works)
    nodes, warnings = rereading.parse(body, report.path)
    try:
        nodes, warned = insert_citations(nodes, works, words)
    except ToolError as error:
        raise _unusable(error, head, works) from error
    return nodes, (*warnings, *unused, *warned)


def _unusable(error: ToolError, head: FrontMatter, works: Bibliography) -> PlantinError:
    """Return what is wrong with a CSL style of the report or the house that citeproc cannot use; else ``error``."""
    (finding,) = error.findings
    theirs = works.style and head.citation_style != bibliography.NUMERIC
    if not theirs or (finding.code == "V001" and "Citeproc" not in finding.message):
        return error
    place = head.place("citation-style" if head.citation_style else "bibliography")
    hint = "Fix it, or use another."
    return SourceError.of("S160", f"the style of citations cannot be used: {finding.message}", place, hint)


def mark_citations(body: str, source: Source) -> tuple[str, list[tuple[str, Place]]]:
    """Return ``body`` of ``source`` with another character for the sign of each citation; their keys and places."""
    text = body.split("\n")
    calls: list[tuple[str, Place]] = []
    for line in source.lines():
        if line.code or "@" not in text[line.number - 1]:
            continue
        line_text = text[line.number - 1]
        plain = _CODE.sub(lambda match: " " * len(match[0]), line_text)
        for match in CITATION.finditer(plain):
            calls.append((match[1], Place(source.path, line.number, match.start() + 1)))
            line_text = f"{line_text[: match.start()]}{SIGN}{line_text[match.start() + 1 :]}"
        text[line.number - 1] = line_text
    return "\n".join(text), calls


def require(called: Sequence[tuple[str, Place]], works: Bibliography) -> tuple[Finding, ...]:
    """Return warnings (S158) of works not cited. Raises SourceError: S157 citation of no listed work, S084 too many."""
    if len(called) > _MOST:
        raise SourceError.of(
            "S084", f"more than {_MOST:,} citations", called[_MOST][1], "Divide the report, as into addenda."
        )
    places = works.places
    unknown = []
    for key, place in called:
        if key not in places:
            hint = f"Add it to {works.name}, or correct the key; \\@ is a sign that cites nothing."
            hint = suggest(key, places, hint)
            unknown.append(Finding("S157", f"@{key} cites a work that {works.name} has not", place, hint))
    if unknown:
        raise SourceError(*unknown)
    used = {key for key, _ in called} | works.parents
    hint = "Cite it in the text, or take it out of the file."
    return tuple(
        Finding("S158", f"{key} is cited nowhere", place, hint, "warning")
        for key, place in places.items()
        if key not in used
    )


def insert_citations(
    nodes: tuple[Node, ...], works: Bibliography, words: CitationWords
) -> tuple[tuple[Node, ...], tuple[Finding, ...]]:
    """Return ``nodes`` with a node Cite for each citation, its children what is printed, and with the list of
    references: where a box of the class ``references`` is replaced by it, else as a section of its own after the text,
    before its annexes. What is printed is in ``words``; links to works lead to ``#ref-KEY``. The findings are warnings
    of pandoc.

    Raises SourceError: S159 for a citation that cannot be read, and where there is no heading and one is needed.
    """
    reader = _CitationFinder()
    read = reader.nodes(nodes, noted=False)
    if reader.findings:
        raise SourceError(*reader.findings)
    printed, entries, warned = pandoc.print_citations(
        reader.found, works.items, works.style, words.language, works.name
    )
    listed = Node(
        "References",
        Place(works.name),
        tuple(
            Node("Entry", works.places.get(key, Place(works.name)), _tidy(entry), identifier=key)
            for key, entry in entries
        ),
    )
    return _place_list(_fill_citations(read, [*map(_tidy, printed)]), listed, words.heading), warned


class _CitationFinder:
    """Finds the citations in a tree, in reading order."""

    def __init__(self) -> None:
        self.found: list[CitationCluster] = []
        self.findings: list[Finding] = []

    def nodes(self, nodes: tuple[Node, ...], *, noted: bool) -> tuple[Node, ...]:
        """Return ``nodes`` with a node Cite, without children, for each citation; its number is its place among all."""
        return tuple(replacement for node in nodes for replacement in self._node(node, noted=noted))

    def _node(self, node: Node, *, noted: bool) -> Iterator[Node]:
        if node.kind == "Text" and SIGN in node.text:
            yield from self._text(node, noted=noted)
            return
        if node.kind in ("Link", "Image") and any(SIGN in part.text for part in node.within()):
            self._refuse("a citation in the words of a link or a picture", node.place)
        text, target = (value.replace(SIGN, "@") for value in (node.text, node.target))
        attributes = tuple((key, value.replace(SIGN, "@")) for key, value in node.attributes)
        children = self.nodes(node.children, noted=noted or node.kind == "Note") if node.children else ()
        yield replace(node, text=text, target=target, attributes=attributes, children=children)

    def _text(self, node: Node, *, noted: bool) -> Iterator[Node]:
        end = 0
        for match in _GROUP.finditer(node.text):
            place = replace(node.place, column=node.place.column + match.start())
            cited = self._read(match, place, noted=noted)
            if cited is None:
                continue
            if before := node.text[end : match.start()]:
                yield replace(node, text=before)
            end = match.end()
            self.found.append(cited)
            yield Node("Cite", place, text=match[0].replace(SIGN, "@"), number=len(self.found) - 1)
        rest = node.text[end:]
        if SIGN in rest and not self.findings:
            self._refuse("a citation that cannot be read", node.place)
        if rest:
            yield replace(node, text=rest)

    def _read(self, match: re.Match[str], place: Place, *, noted: bool) -> CitationCluster | None:
        if match[2] and match.string.rfind("[", 0, match.start()) > match.string.rfind("]", 0, match.start()):
            self._refuse("a citation with marks in it, or in a bracket that is not closed", place)
            return None
        if match[2]:
            return CitationCluster((("", match[2], f" {match[3]}" if match[3] else "", "AuthorInText"),), noted)
        items = []
        for part in match[1].split(";"):
            item = _ITEM.fullmatch(part.strip())
            if item is None:
                self._refuse(f"a citation that cannot be read, {match[0].replace(SIGN, '@')[:60]!r}", place)
                return None
            before, silent, key, after = item.groups()
            items.append((before.strip(), key, after, "SuppressAuthor" if silent else "NormalCitation"))
        return CitationCluster(tuple(items), noted)

    def _refuse(self, message: str, place: Place) -> None:
        self.findings.append(Finding("S159", message, place, _HINT))


def _fill_citations(nodes: tuple[Node, ...], printed: list[tuple[Node, ...]]) -> tuple[Node, ...]:
    """Return ``nodes`` with their citations as printed; no space is left before a raised one, a note or a number."""
    out: list[Node] = []
    for node in nodes:
        if node.kind != "Cite":
            stop = node.text.startswith(".") and bool(out) and out[-1].kind == "Cite" and _ends_sentence(out[-1])
            inner = _fill_citations(node.children, printed) if node.children else ()
            out.append(replace(node, text=node.text[stop:], children=inner))
            continue
        children = tuple(_at(child, node.place) for child in printed[node.number])
        if out and out[-1].kind == "Text" and children and children[0].kind in ("Note", "Superscript"):
            out[-1] = replace(out[-1], text=out[-1].text.rstrip())
        out.append(replace(node, children=children))
    return tuple(out)


def _ends_sentence(node: Node) -> bool:
    """Return whether what is printed of a citation in the text ends with a full stop: the sentence then needs none."""
    while node.children and node.kind != "Note":
        node = node.children[-1]
    return node.text.endswith(".")


def _at(node: Node, place: Place) -> Node:
    """Return ``node`` and all in it at the place of their citation: a note is known by its place."""
    return replace(node, place=place, children=tuple(_at(child, place) for child in node.children))


_KEPT = frozenset({"Emph", "Strong", "Superscript", "Subscript", "Link", "Note", "Para", "Code", "Math"})


def _tidy(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return what citeproc printed, in kinds of a report: spans and small capitals opened, runs of text joined."""
    out: list[Node] = []
    for node in nodes:
        inner = _tidy(node.children)
        if node.kind == "Text":
            parts: tuple[Node, ...] = (node,)
        elif node.kind in _KEPT:
            if node.kind == "Para":
                inner = (Node("Cite", node.place, inner),)
            parts = (
                replace(node, children=inner, text="" if node.kind == "Link" else node.text, classes=(), attributes=()),
            )
        elif "csl-left-margin" in node.classes:
            parts = (*inner, Node("Text", node.place, text=" "))
        else:
            parts = inner or (Node("Text", node.place, text=" "),)
        for part in parts:
            if out and part.kind == out[-1].kind == "Text":
                out[-1] = replace(out[-1], text=re.sub(" +", " ", out[-1].text + part.text))
            else:
                out.append(part)
    return tuple(out)


def _place_list(nodes: tuple[Node, ...], listed: Node, heading: str) -> tuple[Node, ...]:
    """Return ``nodes`` with the list of references in it."""
    at = next((n for n, node in enumerate(nodes) if _is_box(node)), None)
    if at is not None:
        if not any(node.kind == "Header" for node in nodes[:at]):
            hint = "Put it under a heading, or remove the box."
            raise SourceError.of("S159", "the list of references before any heading", nodes[at].place, hint)
        return (*nodes[:at], replace(listed, place=nodes[at].place), *nodes[at + 1 :])
    if not listed.children:
        return nodes
    end = next(
        (n for n, node in enumerate(nodes) if node.kind == "Header" and {"annex", "appendix"} & {*node.classes}),
        len(nodes),
    )
    if not heading:
        hint = (
            "Write ::: {.references} and ::: under a heading of yours; or give the locale the word, references = under"
            " [publication]."
        )
        raise SourceError.of("S159", "the language has no heading for the list of references", listed.place, hint)
    title = Node("Header", listed.place, (Node("Text", listed.place, text=heading),), number=1, classes=("unnumbered",))
    return (*nodes[:end], title, listed, *nodes[end:])


def _is_box(node: Node) -> bool:
    """Return whether ``node`` is the empty box that the list of references replaces."""
    return (
        node.kind == "Div" and node.classes == _REFERENCES and not (node.children or node.identifier or node.attributes)
    )
