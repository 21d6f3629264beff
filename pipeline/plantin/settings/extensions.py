"""Finds what installed packages add to the press by entry points: commands, formats, filters, validators,
importers.

An extension is code, trusted like the press itself: it is there because somebody installed its package. No file of a
house brings one along; ``plantin.toml`` names the filters that are to work on its documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeVar

from plantin.findings import Place, ToolError

Group = Literal[
    "formats", "filters", "validators", "importers", "commands", "receivers", "executors", "stores", "catalogues"
]
T = TypeVar("T")
_HINT = "Install a version of the package that works with this version of Plantin, or remove it."


@cache
def names(group: Group) -> tuple[str, ...]:
    """The names of the extensions of a group that are installed."""
    return tuple(sorted({one.name for one in entry_points(group=f"plantin.{group}")}))


def values(group: Group, kind: type[T], taken: Collection[str] = ()) -> Iterator[tuple[T, str]]:
    """Each extension of a group with the name of its package. Raises ToolError (V021): one cannot be loaded, is not of
    the ``kind``, or has a name that is ``taken``.
    """
    for name in names(group):
        value, package = loaded(group, name, kind)
        if name in taken or getattr(value, "name", name) != name:
            what = "is the name of one of the press" if name in taken else "is not the name of what it leads to"
            raise _fault(group, name, package, f"{name!r} {what}")
        yield value, package


def loaded(group: Group, name: str, kind: type[T]) -> tuple[T, str]:
    """The extension of a group with this name, and the name of its package. Raises ToolError (V021) as ``values``."""
    point = _point(group, name)
    package = point.dist.name if point.dist else ""
    try:
        value = point.load()
    except Exception as error:
        raise _fault(group, name, package, f"cannot be loaded: {error}") from error
    if not isinstance(value, kind):
        raise _fault(group, name, package, f"is of the type {type(value).__name__}, not {kind.__name__}")
    return value, package


@cache
def digest(module: str) -> str:
    """The SHA-256 of all files of the package that ``module`` is in; empty where there is none."""
    spec = find_spec(module.partition(".")[0])
    if spec is None or not spec.origin:
        return ""
    origin = Path(spec.origin)
    files = sorted(origin.parent.rglob("*")) if origin.name == "__init__.py" else [origin]
    whole = hashlib.sha256()
    for path in files:
        if path.is_file() and "__pycache__" not in path.parts:
            name = path.relative_to(origin.parent).as_posix()
            whole.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def module(group: Group, name: str) -> str:
    """The module of an extension."""
    return _point(group, name).module


def _point(group: Group, name: str) -> EntryPoint:
    found = list(entry_points(group=f"plantin.{group}", name=name))
    if len(found) != 1:
        raise _fault(group, name, "", f"{len(found)} installed packages have it")
    return found[0]


def _fault(group: Group, name: str, package: str, what: str) -> ToolError:
    where = f"{package}: " if package else ""
    return ToolError.of("V021", f"the extension {name!r} {what}", Place(f"{where}plantin.{group}"), _HINT)
