"""Reads and checks the sheets and scripts of a style: they import nothing, stay in the style and within limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded import css, data
from plantin.bounded.css import Node
from plantin.findings import Finding, Place, SourceError, StyleError
from plantin.house import inheritance, sheet_grammar
from plantin.model.document import Picture
from plantin.source import images

_LARGEST = css.LARGEST
_WHERE = 'Name a PNG, JPEG, GIF, WebP or SVG file in the style\'s folder: url("media/seal.svg").'
_ENDS = {".css": re.compile(r"</|<!"), ".js": re.compile(r"</?script|<!--", re.IGNORECASE)}
_LOADING = {"image-set", "-webkit-image-set", "src", "image", "element", "cross-fade", "-webkit-cross-fade"}
_MOST_RULES, _MOST_STEPS, _MOST_SIBLINGS = 5_000, 12, 2
_LARGEST_LENGTH, _MOST_TRACKS = 10_000, 100
_MOST_FINDINGS = 20
_URL = re.compile(r"""[^(]*\(\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:[^)\\]|\\.)*)\s*\)""", re.DOTALL)
_COMBINATORS = (">", "+", "~")
_TRACKS = re.compile(r"(?:grid|column)(?:s|-.*)?|columns|order|orphans|widows")


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """A style sheet that was checked: its text in parts, and between them the pictures that it shows."""

    parts: tuple[str, ...]
    pictures: tuple[Picture, ...]

    def text(self, address: Callable[[Picture], str]) -> str:
        """Return the sheet, each picture at its ``address``."""
        named = (f'url("{address(picture)}")' for picture in self.pictures)
        return "".join(part + next(named, "") for part in self.parts)


def join(sheets: Sequence[CheckedSheet]) -> CheckedSheet:
    """Return ``sheets`` one after the other, as one."""
    first, *others = sheets
    for other in others:
        parts = (*first.parts[:-1], f"{first.parts[-1]}\n{other.parts[0]}", *other.parts[1:])
        first = CheckedSheet(parts, (*first.pictures, *other.pictures))
    return first


def read(folder: Path, name: str) -> str:
    """Return the sheet or script ``name`` of the style in ``folder``. Raises StyleError: D002 the style has none, D021
    it cannot be read, D023 it would end the element that it is put into.
    """
    path = folder / name
    hint = "Save it as a file of text in UTF-8, in the style's folder."
    try:
        text = data.text(bounded_bytes.read(path, _LARGEST, folder))
    except (FileNotFoundError, NotADirectoryError):
        put = 'Put it there, or write inherits = "plain" in style.toml: every stock style has one.'
        raise StyleError.of("D002", f"the style has no {name}", inheritance.place_of(path), put) from None
    except OSError as error:
        raise StyleError.of("D021", f"{name} {bounded_bytes.why(error)}", inheritance.place_of(path), hint) from None
    except data.DataError as error:
        raise StyleError.of("D021", str(error), inheritance.place_of(path, error.line, error.column), hint) from None
    text = re.sub("\r\n?|\f", "\n", text)
    if match := _ENDS[path.suffix].search(text):
        place = inheritance.place_of(path, text.count("\n", 0, match.start()) + 1)
        hint = "Write it otherwise: in a web page it would be markup and no longer part of the style."
        raise StyleError.of("D023", f"{name} has {match[0]!r}", place, hint)
    return text


def sheet(folder: Path, name: str) -> CheckedSheet:
    """Return the style sheet ``name`` of the style in ``folder``. Raises StyleError as ``read``, and D011 it imports or
    shows something that is not in the style, D021 it is not CSS, D022 it exceeds a limit, D028 it has what no house may
    set.
    """
    text = read(folder, name)
    parts, named = _split_at_pictures(folder / name, text)
    pictures: list[Picture] = []
    findings: list[Finding] = []
    for address, place in named:
        try:
            pictures.append(picture(folder, address, place))
        except StyleError as error:
            findings += error.findings
    if findings := findings or list(_beyond(text, folder / name)):
        raise StyleError(*findings[:_MOST_FINDINGS])
    return CheckedSheet(parts, tuple(pictures))


@lru_cache(maxsize=32)
def _split_at_pictures(path: Path, text: str) -> tuple[tuple[str, ...], tuple[tuple[str, Place], ...]]:
    """Return the sheet in parts, and between them the addresses that it shows pictures by, each with its place."""
    try:
        nodes = css.nodes(text)
    except css.CssError as error:
        code = "D021" if "is not CSS" in str(error) else "D022"
        place = inheritance.place_of(path, error.line, error.column)
        raise StyleError.of(code, f"{path.name} {error}", place, "Fix or simplify the rule.") from None
    if findings := [*_imports(nodes, path), *_endless(nodes, path)]:
        raise StyleError(*findings[:_MOST_FINDINGS])
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    parts, named, last = [], [], 0
    for node, address in _addresses(nodes):
        begin = lines[node.source_line - 1] + node.source_column - 1
        written = _URL.match(text, begin)
        parts.append(text[last:begin])
        named.append((address, _place(path, node)))
        last = written.end() if written else begin
    return (*parts, text[last:]), tuple(named)


def _place(path: Path, node: Node) -> Place:
    return inheritance.place_of(path, node.source_line, node.source_column)


def _addresses(nodes: list[Node]) -> Iterator[tuple[Node, str]]:
    """Yield what the sheet shows by an address: the component value, and the address."""
    for node, _ in css.walk(nodes):
        if node.type == "url":
            yield node, node.value
        elif node.type == "function" and node.lower_name == "url":
            yield node, next((part.value for part in node.arguments if part.type == "string"), "")


def _imports(nodes: list[Node], path: Path) -> Iterator[Finding]:
    hint = "Put the rules themselves into the sheet; faces are named in style.toml."
    for node, _ in css.walk(nodes):
        if node.type == "at-keyword" and node.lower_value in ("import", "font-face", "namespace", "charset"):
            yield Finding("D011", f"{path.name} has @{node.lower_value}", _place(path, node), hint)
        elif node.type == "function" and node.lower_name in _LOADING:
            yield Finding("D011", f"{path.name} loads something by {node.lower_name}()", _place(path, node), _WHERE)


@lru_cache(maxsize=32)
def _beyond(text: str, path: Path) -> tuple[Finding, ...]:
    """Return what the sheet has that no house may set; a sheet of the press, or a copy of one, may set all."""
    if (inheritance.PRESS / path.name).is_file() and text == read(inheritance.PRESS, path.name):
        return ()
    hint = "Leave it out; `plantin help houses` says what a sheet may set."
    return tuple(
        Finding(
            "D028",
            f"{path.name} has {fault.message}, which a house may not set",
            inheritance.place_of(path, fault.line, fault.column),
            hint,
        )
        for fault in sheet_grammar.faults(text, _of_the_press())
    )


@cache
def _of_the_press() -> frozenset[str]:
    """Return the rules of the press's own sheets, which a house may have too."""
    return frozenset[str]().union(
        *(sheet_grammar.rules(read(inheritance.PRESS, path.name)) for path in inheritance.PRESS.glob("*.css"))
    )


def _endless(nodes: list[Node], path: Path) -> Iterator[Finding]:
    """Yield what takes time or room beyond all measure: rules, steps of selectors, lengths, tracks of a grid."""
    hint = "Give a smaller number, or simpler rules."
    rules = 0
    for node, _ in css.walk(nodes):
        if node.type == "{} block":
            rules += 1
        elif node.type in ("number", "dimension", "percentage") and not abs(float(node.value)) <= _LARGEST_LENGTH:
            words = f"{path.name} has the number {node.representation[:40]}, {_LARGEST_LENGTH:,} is the most"
            yield Finding("D022", words, _place(path, node), hint)
    if rules > _MOST_RULES:
        yield Finding(
            "D022", f"{path.name} has {rules:,} rules, {_MOST_RULES:,} are the most", inheritance.place_of(path), hint
        )
    for declaration in css.declarations(nodes):
        if _TRACKS.fullmatch(declaration.name):
            place = inheritance.place_of(path, declaration.line, declaration.column)
            for node, _ in css.walk(declaration.value):
                if node.type == "number" and abs(float(node.value)) > _MOST_TRACKS:
                    words = f"{declaration.name} has the number {node.representation[:40]}, {_MOST_TRACKS} is the most"
                    yield Finding("D022", words, place, hint)
    yield from _selectors(nodes, path, hint)


def _selectors(nodes: list[Node], path: Path, hint: str) -> Iterator[Finding]:
    """Selectors of many steps, each of which may be tried at every element around or before."""
    for block in (nodes, *(css.inside(node) for node, _ in css.walk(nodes) if node.type == "{} block")):
        for part in _preludes(block):
            siblings = sum(node == "~" for node, _ in css.walk(part))
            if siblings > _MOST_SIBLINGS or _steps(part) > _MOST_STEPS:
                words = (
                    f"{path.name} has a selector of more than {_MOST_STEPS} steps, or of more than {_MOST_SIBLINGS}"
                    " with ~"
                )
                yield Finding("D022", words, _place(path, part[0]), hint)


def _preludes(block: list[Node]) -> Iterator[list[Node]]:
    """Yield each selector of a block's rules; at-rules and declarations have none."""
    part: list[Node] = []
    for node in block:
        if node.type == "{} block":
            if part and part[0].type != "at-keyword":
                yield from (list(group) for comma, group in groupby(part, lambda one: one == ",") if not comma)
            part = []
        elif node == ";":
            part = []
        elif node.type != "comment" and (part or node.type != "whitespace"):
            part.append(node)


def _steps(part: list[Node]) -> int:
    """Return how many steps a selector takes from element to element, those in functions (``:is()``) too."""
    count = 0
    for row in (part, *(css.inside(node) for node, _ in css.walk(part))):
        kinds = "".join(
            "+" if node in _COMBINATORS else "," if node == "," else " " if node.type == "whitespace" else "x"
            for node in row
            if node.type != "comment"
        )
        count += kinds.count("+") + len(re.findall("(?<=x) (?=x)", kinds))
    return count


def picture(folder: Path, address: str, place: Place, shower: str = "a sheet") -> Picture:
    """Return the picture at ``address`` in a style's folder, which ``shower`` shows. Raises StyleError (D011)."""
    if bounded_bytes.below(address) is None or "#" in address or "?" in address:
        raise StyleError.of(
            "D011", f"{shower} shows {address[:80]!r}, which is not in the style's folder", place, _WHERE
        )
    try:
        return images.picture(folder, address, place)
    except SourceError as error:
        (finding,) = error.findings
        where = inheritance.place_of(folder / address).path
        hint = f"Put it there: {where}." if finding.hint == images.PUT_IT_THERE else finding.hint
        raise StyleError.of("D011", f"{shower}: {finding.message}", place, hint) from None
