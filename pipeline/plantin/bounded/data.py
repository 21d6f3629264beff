"""TOML, YAML, JSON and CSV decoded within bounds: size, depth, digits, aliases and repeated keys.

Each reader raises ``DataError`` with the line and column of the fault, and nothing else, whatever it is given.
"""

from __future__ import annotations

import csv
import io
import json as library
import pickle
import re
import tomllib
from collections.abc import Hashable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from plantin.bounded.bytes import PlacedError
from plantin.bounded.toml_lines import lines

if TYPE_CHECKING:
    from yaml import Node, SafeLoader

Path = tuple[str | int, ...]
"""The way to a value: keys of tables and indices of lists (from 0)."""

Position = tuple[int, int]
"""A line and a column, both from 1; 0 where it is not known."""

DEEPEST = 32
"""So many tables and lists may lie inside one another."""

_TOML_LARGEST, _YAML_LARGEST, _YAML_NODES = 1_000_000, 200_000, 20_000
_JSON_LARGEST, _CSV_LARGEST = 64_000_000, 16_000_000
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
# The standard library's parser takes time and memory that grow with the square of the parts of a dotted key.
_DOTTED = re.compile(r"""(?<![\w"'-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){%d}""" % DEEPEST)  # noqa: UP031
_READ_DIFFERENTLY = re.compile("[\t\ufeff!?]")
_OPENED = re.compile(r"[\[{]{%d}" % (DEEPEST + 1))  # noqa: UP031


class DataError(PlacedError):
    """Data that cannot be read, or that exceeds a limit."""


class EncodingError(DataError):
    """Data in another encoding than UTF-8."""


def text(content: bytes) -> str:
    """Return ``content`` decoded as UTF-8, without a byte order mark. Raises EncodingError at the first byte that is
    not.
    """
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        message = f"byte 0x{content[error.start]:02X} is not UTF-8"
        raise EncodingError(message, before.count(b"\n") + 1, column) from None


def toml(content: bytes) -> dict[str, object]:
    """Return the values of a TOML file, new at each call; ``toml_positions`` says where each is. Raises DataError."""
    _require_size(content, _TOML_LARGEST)
    values: dict[str, object] = pickle.loads(_toml(content))  # noqa: S301 - written below
    return values


@lru_cache(64)
def _toml(content: bytes) -> bytes:
    """Return the values of a TOML file, pickled: a house reads its twenty for each report and language."""
    written = text(content).replace("\r\n", "\n")
    if match := _DOTTED.search(written) or _OPENED.search(written):
        raise DataError(f"more than {DEEPEST} levels", written.count("\n", 0, match.start()) + 1)
    try:
        values = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        found_at = _POSITION.search(str(error))
        line, column = (
            (int(found_at[1]), int(found_at[2])) if found_at and found_at[1] else (written.count("\n") + 1, 0)
        )
        raise DataError(f"not TOML: {_POSITION.sub('', str(error))}", line, column) from None
    except (ValueError, OverflowError, RecursionError) as error:
        raise DataError(f"not TOML that can be read: {_short(error)}") from None
    _require_depth(values)
    return pickle.dumps(values)


def toml_positions(content: bytes) -> Mapping[Path, Position]:
    """Return where each value is in a TOML file that ``toml`` has read."""
    return lines(text(content).replace("\r\n", "\n"))


def yaml(written: str) -> tuple[object, Mapping[Path, Position]]:
    """Return the value of a YAML document (None where it is empty), and where each part of it is. Aliases are refused:
    they let a short document expand to an endless one. Raises DataError.
    """
    import yaml as parser

    _require_size(written.encode(), _YAML_LARGEST)
    try:
        loader = _bounded_loader()(written)
        root = _fast_tree(written) or loader.get_single_node()
        value = None if root is None else loader.construct_document(root)
    except parser.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        position = getattr(error, "position", None)
        message = str(getattr(error, "problem", None) or error).splitlines()[0]
        if mark is not None:
            raise DataError(f"not YAML: {message}", mark.line + 1, mark.column + 1) from None
        raise DataError(
            f"not YAML: {message}", written.count("\n", 0, position) + 1 if isinstance(position, int) else 0
        ) from None
    except (ValueError, OverflowError, RecursionError, TypeError) as error:
        raise DataError(_short(error)) from None
    return value, {} if root is None else dict(_yaml_positions(root))


def json(content: bytes | str, largest: int = _JSON_LARGEST) -> object:
    """Return the value of a JSON text of at most so many bytes. Raises DataError, for a repeated name too."""
    _require_size(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"), largest)
    written = text(content) if isinstance(content, bytes) else content
    try:
        return library.loads(written, object_pairs_hook=_build_object)
    except library.JSONDecodeError as error:
        raise DataError(f"not JSON: {error.msg}", error.lineno, error.colno) from None
    except RecursionError:
        raise DataError("not JSON that can be read: too many levels") from None
    except ValueError as error:
        raise DataError(f"not JSON that can be read: {_short(error)}") from None


def table(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file with a head, each by the names of its columns. Raises DataError."""
    _require_size(content, _CSV_LARGEST)
    reader = csv.DictReader(io.StringIO(text(content), newline=""))
    try:
        return [{name: value or "" for name, value in row.items() if isinstance(name, str)} for row in reader]
    except csv.Error as error:
        raise DataError(f"not CSV: {error}", reader.line_num) from None


def rows(content: bytes) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file, each with its last line, empty ones left out; commas, semicolons or tabs part its
    cells, whichever its first line has most of. Raises DataError.
    """
    _require_size(content, _CSV_LARGEST)
    written = text(content)
    first = written.partition("\n")[0]
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        return [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise DataError(f"not CSV: {error}", reader.line_num) from None


def _require_size(content: bytes, largest: int) -> None:
    if len(content) > largest:
        raise DataError(f"{len(content):,} bytes, {largest:,} are the most")


def _short(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "too many levels"
    return str(error).partition(";")[0][:200] or type(error).__name__


def _require_depth(value: object) -> None:
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [
            inner
            for container in level
            if isinstance(container, dict | list)
            for inner in (container.values() if isinstance(container, dict) else container)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise DataError(f"more than {DEEPEST} levels")


def _build_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        name = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise ValueError(f"the name {name[:80]!r} is given twice")
    return members


def _fast_tree(written: str) -> Node | None:
    """Return the tree of a YAML document by the parser in C; None where there is none, where it refuses the document or
    where a bound is reached: the parser in Python says what is wrong, and where. That one also has what the two read
    differently.
    """
    import yaml as parser

    level = nodes = 0
    try:
        if _READ_DIFFERENTLY.search(written):
            return None
        for event in parser.parse(written, parser.CSafeLoader):
            level += isinstance(event, parser.CollectionStartEvent) - isinstance(event, parser.CollectionEndEvent)
            nodes += isinstance(event, parser.NodeEvent)
            if isinstance(event, parser.AliasEvent) or level >= DEEPEST or nodes > _YAML_NODES:
                return None
        root: Node | None = parser.compose(written, parser.CSafeLoader)
    except (parser.YAMLError, ValueError, AttributeError):
        return None
    return root


@cache
def _bounded_loader() -> type[SafeLoader]:
    """Return PyYAML's safe loader with bounds on aliases, levels and nodes, and no key given twice."""
    import yaml as parser

    class Loader(parser.SafeLoader):
        """One document, read once."""

        level = nodes = 0

        def compose_node(self, parent: Node | None, index: int) -> Node | None:
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            if self.check_event(parser.AliasEvent):
                raise parser.composer.ComposerError(None, None, "an alias (*name): write the value itself", mark)
            self.level += 1
            self.nodes += 1
            if self.level > DEEPEST:
                raise parser.composer.ComposerError(None, None, f"more than {DEEPEST} levels", mark)
            if self.nodes > _YAML_NODES:
                raise parser.composer.ComposerError(None, None, f"more than {_YAML_NODES:,} values", mark)
            node = super().compose_node(parent, index)
            self.level -= 1
            return node

        def construct_mapping(self, node: parser.MappingNode, deep: bool = False) -> dict[Hashable, object]:
            seen: set[Hashable] = set()
            for key, _ in node.value:
                name = self.construct_object(key, deep=True)
                if not isinstance(name, Hashable):
                    raise parser.constructor.ConstructorError(None, None, "a list or a table as a name", key.start_mark)
                if name in seen:
                    raise parser.constructor.ConstructorError(
                        None, None, f"{str(name)[:80]!r} is given twice", key.start_mark
                    )
                seen.add(name)
            mapping: dict[Hashable, object] = super().construct_mapping(node, deep=deep)
            return mapping

        def construct_yaml_timestamp(self, node: parser.ScalarNode) -> object:  # type: ignore[override]
            """Return a date; one that no calendar has is text, so that it is reported with all else that is wrong."""
            try:
                return super().construct_yaml_timestamp(node)
            except ValueError:
                return node.value

    Loader.add_constructor("tag:yaml.org,2002:timestamp", Loader.construct_yaml_timestamp)
    return Loader


def _yaml_positions(root: Node) -> list[tuple[Path, Position]]:
    from yaml import MappingNode, SequenceNode

    positions: list[tuple[Path, Position]] = []
    left: list[tuple[Path, Node]] = [((), root)]
    while left:
        path, node = left.pop()
        if isinstance(node, MappingNode):
            for key, value in node.value:
                inside = (*path, str(key.value))
                positions.append((inside, (key.start_mark.line + 1, key.start_mark.column + 1)))
                left.append((inside, value))
        elif isinstance(node, SequenceNode):
            for number, value in enumerate(node.value):
                inside = (*path, number)
                positions.append((inside, (value.start_mark.line + 1, value.start_mark.column + 1)))
                left.append((inside, value))
    return positions
