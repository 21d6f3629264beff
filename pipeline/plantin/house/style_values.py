"""Which values of ``style.toml`` an edition is made of: those that its writer reads, each by its table and name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TypeVar, cast

from plantin.files import digest
from plantin.findings import StyleError
from plantin.house import inheritance
from plantin.house.style_tables import StyleFile

T = TypeVar("T")
IN_DOCUMENTS = (
    "inherits",
    "brand.name",
    "brand.logo",
    "brand.alternative",
    "colour.heading",
    "colour.accent",
    "colour.series",
)
"""The values that documents have."""
_ADDED = "tables"
_ABSENT = "-"


def watch(value: T, read: set[str], *path: str) -> T:
    """Return a style (or a table of one) that is the same and adds to ``read`` the name of each value that is read from
    it, as ``colour.link``; of a table that it need not have, whether it has it, as ``dark?``. To compare or to hash it
    is to read all of it.
    """
    kind: type[object] = type(value)
    names = {field.name for field in fields(value)} if is_dataclass(value) else set()
    values = names - {"folder", "parents", "spare"}
    tables = {name: getattr(value, name) for name in names}
    optional = {name for name, table in tables.items() if not path and (table is None or is_dataclass(table))}

    def note(self: object, name: str) -> object:
        if name in optional:
            read.add(f"{name}?")
        elif name in values:
            read.add(".".join((*path, name)))
        return object.__getattribute__(self, name)

    watched: object = object.__new__(type(kind.__name__, (kind,), {"__slots__": (), "__getattribute__": note}))
    for name, table in tables.items():
        object.__setattr__(watched, name, watch(table, read, name) if name in optional and table is not None else table)
    return cast("T", watched)


def values(folder: Path) -> str:
    """Return what the style in ``folder`` and those that it goes on from give for each value, in digests: as ``pick``
    takes them. A style that cannot be read has none.
    """
    try:
        layers = [settings.values for settings in inheritance.files(folder, "style.toml", inheritance.CODES)]
    except StyleError:
        return ""
    own, rows = {field.name for field in fields(StyleFile)}, dict[str, list[object]]()
    for layer in layers:
        for name, value in layer.items():
            if name not in own:
                rows.setdefault(_ADDED, []).append((name, value))
            elif isinstance(value, dict):
                rows[f"{name}?"] = [True]
                for inner, given in value.items():
                    rows.setdefault(f"{name}.{inner}", []).append(given)
            else:
                rows.setdefault(name, []).append(value)
    return " ".join(f"{name}={digest(repr(row).encode())[:16]}" for name, row in sorted(rows.items()))


def pick(whole: str, names: Iterable[str]) -> str:
    """Return of ``values`` those of these names.

    >>> pick("colour.link=1 dark?=2 dark.link=3", {"dark.link", "sans?"})
    'dark.link=3 sans?=-'
    """
    rows = _rows(whole)
    return " ".join(f"{name}={rows.get(name, _ABSENT)}" for name in sorted(names))


def changed_values(then: str, now: str) -> tuple[str, ...]:
    """Return the names of those that were picked ``then``, and are not as they are in all values ``now``.

    >>> changed_values("dark.link=3 sans?=-", "colour.link=2 dark.link=4")
    ('dark.link',)
    """
    rows = _rows(now)
    return tuple(name for name, value in _rows(then).items() if rows.get(name, _ABSENT) != value)


def _rows(text: str) -> Mapping[str, str]:
    return {name: value for name, _, value in (row.partition("=") for row in text.split())}
