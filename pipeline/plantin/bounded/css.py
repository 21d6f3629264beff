"""Parses external style sheets within limits: size, levels, errors, and the expansion of custom properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from plantin.bounded.bytes import PlacedError

LARGEST = 500_000
"""The most characters that a sheet of a style may have."""

DEEPEST = 24
"""The most blocks, brackets and functions inside one another."""

_END = "end-of-sheet"
_LONGEST_VALUE = 10_000
"""The most component values in a value, each ``var()`` replaced by its value (CSS Custom Properties 1, 3.3)."""

_HOLDING = frozenset({"function", "{} block", "[] block", "() block"})
"""The types of component values that hold others."""


class Node(Protocol):
    """A component value as tinycss2 has it; each type has only some of these attributes."""

    type: str
    source_line: int
    source_column: int
    value: str
    representation: str
    lower_value: str
    lower_name: str
    message: str
    arguments: list[Node]
    content: list[Node]

    def __eq__(self, other: object) -> bool:
        """Return whether it is the sign ``other``, where it is a literal."""

    def __hash__(self) -> int: ...

    def serialize(self) -> str:
        """Return what it is written as."""


class Rule(Protocol):
    """A rule or a declaration as tinycss2 has it, among them errors; each type has only some of these attributes."""

    type: str
    source_line: int
    source_column: int
    name: str
    lower_name: str
    at_keyword: str
    lower_at_keyword: str
    value: list[Node]
    prelude: list[Node]
    content: list[Node] | None

    def serialize(self) -> str:
        """Return what it is written as."""


class CssError(PlacedError):
    """A sheet that cannot be read, or that exceeds a limit."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """``name: value`` in a block: the values without white space and comments around them, and where the name is."""

    name: str
    value: tuple[Node, ...]
    line: int
    column: int


def nodes(sheet: str) -> list[Node]:
    """Return the component values of ``sheet`` (CSS Syntax 3, 5.4.7). Raises CssError at the first thing that no sheet
    has (a bracket that nothing closes, a broken string), and where the sheet exceeds a limit.
    """
    *values, end = _shallow(f"{sheet}\n@{_END}")
    for node, _ in walk([*values, end]):
        if node.type == "error":
            raise CssError(f"is not CSS: {node.message}", node.source_line, node.source_column)
    if end.type != "at-keyword" or end.value != _END:
        raise CssError("is not CSS: a bracket is not closed", end.source_line, end.source_column)
    for declaration in _too_long(list(declarations(values))):
        message = f"has a value of {declaration.name} that stands for more than {_LONGEST_VALUE:,} parts, or for itself"
        raise CssError(message, declaration.line, declaration.column)
    return values


def _shallow(sheet: str) -> list[Node]:
    """Return the component values of a sheet: what uses them calls itself for each level."""
    import tinycss2

    if len(sheet) > LARGEST:
        raise CssError(f"has {len(sheet):,} characters, {LARGEST:,} are the most")
    try:
        values: list[Node] = tinycss2.parse_component_value_list(sheet)
    except (ValueError, OverflowError) as error:
        raise CssError(f"has a number that cannot be read: {str(error).partition(';')[0]}") from None
    for node, level in walk(values):
        if level > DEEPEST:
            message = f"has more than {DEEPEST} levels of brackets"
            raise CssError(message, node.source_line, node.source_column)
    return values


def walk(found: Iterable[Node]) -> Iterator[tuple[Node, int]]:
    """Yield each component value and those inside it, in the order of the sheet, with its level from 1."""
    left = [iter(found)]
    while left:
        node = next(left[-1], None)
        if node is None:
            left.pop()
            continue
        yield node, len(left)
        # Most have nothing inside them.
        if node.type in _HOLDING and len(left) <= DEEPEST:
            left.append(iter(inside(node)))


def inside(node: Node) -> list[Node]:
    """Return the component values in a block or function; none in anything else."""
    if node.type not in _HOLDING:
        return []
    return list(node.arguments if node.type == "function" else node.content)


def declarations(found: list[Node]) -> Iterator[Declaration]:
    """Yield what looks like a declaration in any block of the sheet."""
    for block in (found, *(inside(node) for node, _ in walk(found) if node.type == "{} block")):
        yield from _parse_declarations(block)


def _parse_declarations(block: list[Node]) -> Iterator[Declaration]:
    part: list[Node] = []
    for node in [*block, None]:
        if node is not None and node.type != "{} block" and node != ";":
            if node.type not in ("whitespace", "comment"):
                part.append(node)
            continue
        if len(part) > 2 and part[0].type == "ident" and part[1] == ":":
            yield Declaration(part[0].value.lower(), tuple(part[2:]), part[0].source_line, part[0].source_column)
        part = []


@dataclass(slots=True)
class _Custom:
    """How long each custom property is: by its name, the longest of its values with all that it refers to."""

    values: dict[str, list[tuple[Node, ...]]] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)

    def length(self, value: tuple[Node, ...], around: frozenset[str] = frozenset()) -> int:
        """Return the parts of ``value``, counted no further than over the bound."""
        total = 0
        for node, _ in walk(value):
            total += 1
            if node.type == "function" and node.lower_name == "var":
                name = next((part.value.lower() for part in node.arguments if part.type == "ident"), "")
                total += self._property_length(name, around)
            if total > _LONGEST_VALUE:
                break
        return total

    def _property_length(self, name: str, around: frozenset[str]) -> int:
        if name in around or len(around) > DEEPEST:
            return _LONGEST_VALUE + 1
        if name not in self.lengths:
            self.lengths[name] = max(
                (self.length(value, around | {name}) for value in self.values.get(name, ())), default=0
            )
        return self.lengths[name]


def _too_long(found: list[Declaration]) -> Iterator[Declaration]:
    custom = _Custom()
    for declaration in found:
        if declaration.name.startswith("--"):
            custom.values.setdefault(declaration.name, []).append(declaration.value)
    return (declaration for declaration in found if custom.length(declaration.value) > _LONGEST_VALUE)
