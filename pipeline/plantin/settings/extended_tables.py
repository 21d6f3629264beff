"""The tables of ``style.toml``, ``locale.toml`` and front matter that packs and extensions add by entry points of the
groups ``plantin.style``, ``plantin.locale`` and ``plantin.source``: the name of a table leads to the dataclass that it
is read into, whose fields all have defaults. They are checked, and in JSON Schemas, like those of the core.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field, fields, is_dataclass, make_dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec
from typing import Any, Literal, TypeVar

from plantin.settings import extensions

Group = Literal["style", "locale", "source"]
T = TypeVar("T")


def added_tables(group: Group, kind: type) -> Mapping[str, type]:
    """Return the dataclasses of the tables that are added to files that are read into ``kind``, by the name of the
    table. One that has the name of a table of the core, is no dataclass, or does not have a default for each field is
    passed over.
    """
    return _accept_tables(group, frozenset(part.name for part in fields(kind)))


@cache
def _accept_tables(group: Group, taken: frozenset[str]) -> Mapping[str, type]:
    tables: dict[str, type] = {}
    for name, table, package in extensions.load_all(group, type):
        why = ""
        if name in taken:
            why = "is the name of a table of the press"
        elif not is_dataclass(table):
            why = "is no dataclass"
        else:
            try:
                table()
            except TypeError:
                why = "has a field without a default"
        if why:
            extensions.pass_over(group, name, extensions.fault(group, name, package, why))
        else:
            tables[name] = table
    return tables


@cache
def extend(kind: type[T], group: Group) -> type[T]:
    """Return ``kind`` with a field for each table that is added."""
    rows: list[tuple[str, type, Any]] = [
        (name, table, field(default_factory=table)) for name, table in added_tables(group, kind).items()
    ]
    if not rows:
        return kind
    space = {"__module__": kind.__module__, "__doc__": kind.__doc__}
    return make_dataclass(kind.__name__, rows, bases=(kind,), namespace=space, frozen=True, slots=True, kw_only=True)


def separate_tables(values: T, kind: type[T], group: Group) -> tuple[dict[str, Any], tuple[object, ...]]:
    """Return the fields of the core's ``kind`` of ``values``, by name, and the tables that are added."""
    core = {part.name: getattr(values, part.name) for part in fields(kind)}  # type: ignore[arg-type]
    return core, tuple(getattr(values, name) for name in added_tables(group, kind))


@cache
def words(kind: type, language: str) -> Mapping[str, object]:
    """Return the values that the tables added to locales have in ``language`` from their own packages: the file
    ``locales/LANGUAGE.toml`` beside the module of each, that of the nearest language above where there is none.
    """
    return {name: dict(values) for name, values in _words(kind, language)}


def _words(kind: type, language: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    for name, table in added_tables("locale", kind).items():
        package = table.__module__.rpartition(".")[0] or table.__module__
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            continue
        folder, tag = resources.files(package) / "locales", language
        while tag:
            file = folder / f"{tag}.toml"
            if file.is_file():
                yield name, tomllib.loads(file.read_text("utf-8"))
                break
            tag = tag.rpartition("-")[0]
