"""Finds what installed packages add to the press by entry points: commands, formats, filters, validators,
importers.

An extension is code, trusted like the press itself: it is there because somebody installed its package. No file of a
house brings one along; ``plantin.toml`` names the filters that are to work on its documents.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import EntryPoint, PackageNotFoundError, distributions, entry_points, requires
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from plantin.findings import Finding, Place, ToolError, registry

Group = Literal[
    "catalogues", "checks", "commands", "executors", "filters", "findings", "formats", "importers", "locale",
    "publications", "receivers", "source", "stores", "style", "validators",
]  # fmt: skip
T = TypeVar("T")
OURS = "plantin"
"""The distribution whose own entry points these are where they are not those of an extension."""
_HINT = "Install a version of the package that works with this version of Plantin, or remove it."
_PASSED_OVER: dict[tuple[Group, str], Finding] = {}


@cache
def names(group: Group) -> tuple[str, ...]:
    """Return the names of the extensions of a group that are installed."""
    return tuple(sorted({point.name for point in _installed().select(group=f"plantin.{group}")}))


def values(group: Group, kind: type[T], taken: Collection[str] = ()) -> Iterator[tuple[T, str]]:
    """Yield each extension of a group with the name of its package. One that cannot be loaded, is not of the ``kind``,
    or has a name that is ``taken`` is passed over: ``require`` refuses it for whoever needs it, ``passed_over`` has it
    for everybody else.
    """
    for name, value, package in load_all(group, kind):
        if name in taken or getattr(value, "name", name) != name:
            what = "is the name of one of the press" if name in taken else "is not the name of what it leads to"
            pass_over(group, name, fault(group, name, package, f"{name!r} {what}"))
        else:
            yield value, package


def load_all(group: Group, kind: type[T]) -> Iterator[tuple[str, T, str]]:
    """Yield name, object and package of each extension of a group that can be loaded and is of the ``kind``."""
    for name in names(group):
        try:
            value, package = load(group, name, kind)
        except ToolError as error:
            pass_over(group, name, error)
        else:
            yield name, value, package


def pass_over(group: Group, name: str, error: ToolError) -> None:
    """Note that the extension of a group cannot be used, and why."""
    _PASSED_OVER[group, name] = error.findings[0]


def require(group: Group, *needed: str) -> None:
    """Refuse what was passed over, of the extensions named ``needed`` or of all. Raises ToolError (V021)."""
    findings = [
        finding for (kind, name), finding in _PASSED_OVER.items() if kind == group and (not needed or name in needed)
    ]
    if findings:
        raise ToolError(*findings)


def passed_over() -> tuple[Finding, ...]:
    """Return why extensions were passed over, by group and name, as warnings: whatever was done did not need them."""
    return tuple(replace(finding, severity="warning") for _, finding in sorted(_PASSED_OVER.items()))


def find_unusable() -> Iterator[tuple[Group, str, Finding]]:
    """Yield every extension that cannot be used, of all groups, whether it was asked for or not."""
    for group in get_args(Group):
        for name in names(group):
            if (group, name) not in _PASSED_OVER:
                try:
                    _try(group, name)
                except ToolError as error:
                    pass_over(group, name, error)
    for name, why in registry.unusable_tables():
        pass_over("findings", name, fault("findings", name, package_of("findings", name), why))
    yield from ((group, name, finding) for (group, name), finding in _PASSED_OVER.items())


def _try(group: Group, name: str) -> None:
    """Raise ToolError (V021) where an extension cannot be loaded; those of the press are only looked for."""
    point = _point(group, name)
    if package_of(group, name) != OURS:
        load(group, name, object)
        return
    try:
        there = find_spec(point.module) is not None
    except ImportError:
        there = False
    if not there:
        raise fault(group, name, OURS, f"cannot be loaded: there is no module {point.module}")


def load(group: Group, name: str, kind: type[T]) -> tuple[T, str]:
    """Return the extension of a group with this name, and its package. Raises ToolError (V021): not loaded."""
    point = _point(group, name)
    package = point.dist.name if point.dist else ""
    try:
        value = point.load()
    except Exception as error:
        raise fault(group, name, package, f"cannot be loaded: {error}") from error
    if not isinstance(value, kind):
        raise fault(group, name, package, f"is of the type {type(value).__name__}, not {kind.__name__}")
    return value, package


def package_of(group: Group, name: str) -> str:
    """Return the name of the package that has an extension, which is not loaded for that; empty where none has."""
    points = _installed().select(group=f"plantin.{group}", name=name)
    return next((point.dist.name for point in points if point.dist), "")


def failure(package: str, what: str, error: Exception, hint: str = "") -> ToolError:
    """Return the error (V022) for what an extension raised: ``what`` names the extension and its part that failed."""
    words = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    place = Place(package or "plantin extension")
    return ToolError.of("V022", f"{what} failed: {words}", place, hint or "Report it to those who make it.")


@cache
def libraries(package: str, extra: str) -> tuple[str, ...]:
    """Return the libraries that the ``extra`` of an installed package brings; none where it has no such extra."""
    try:
        rows = [row.partition(";") for row in requires(package) or ()]
    except PackageNotFoundError:
        return ()
    wanted = re.compile(rf"""extra\s*==\s*["']{re.escape(extra)}["']""")
    return tuple(re.split(r"[^\w.-]", name, maxsplit=1)[0] for name, _, marker in rows if wanted.search(marker))


def absent(package: str, extra: str) -> tuple[str, ...]:
    """Return the libraries of the ``extra`` of a package that are not installed."""
    return tuple(name for name in libraries(package, extra) if not next(iter(distributions(name=name)), None))


@cache
def digest(module: str) -> str:
    """Return the SHA-256 of all files of the package that ``module`` is in; empty where there is none."""
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
    """Return the module of an extension."""
    return _point(group, name).module


@cache
def _installed() -> Any:
    """Return the entry points of all installed packages. To look for them reads a file of each package, which takes a
    hundredth of a second: that is done once in a process.
    """
    return entry_points()


def _point(group: Group, name: str) -> EntryPoint:
    points: list[EntryPoint] = list(_installed().select(group=f"plantin.{group}", name=name))
    if len(points) != 1:
        raise fault(group, name, "", f"{len(points)} installed packages have it")
    return points[0]


def fault(group: Group, name: str, package: str, what: str) -> ToolError:
    """Return the error (V021) for an extension that cannot be used."""
    where = f"{package}: " if package else ""
    return ToolError.of("V021", f"the extension {name!r} {what}", Place(f"{where}plantin.{group}"), _HINT)
