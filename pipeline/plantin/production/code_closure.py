"""Finds the code that a module depends on: the module, its imports, their imports, and the data files beside them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_IMPORT = re.compile(r"^\s*(?:import (plantin[\w.]*)|from (plantin[\w.]*) import (\([^)]*\)|.*))", re.MULTILINE)
_SPEAKING = "plantin.findings"
"""What only tells the user what is wrong; no edition depends on its words."""
_NAME = re.compile(r"\w+")


@cache
def code_digest(modules: tuple[str, ...], alone: tuple[str, ...] = ()) -> str:
    """One digest of all the code that ``modules`` need, wherever in a module it is imported, and of the modules
    ``alone`` without what they import; it changes when any of it does.
    """
    whole = hashlib.sha256()
    for path in sorted(code_files(modules).union(*map(_files, alone))):
        whole.update(f"{path.relative_to(_ROOT).as_posix()}\0{hashlib.sha256(_content(path)).hexdigest()}\n".encode())
    return whole.hexdigest()


def code_files(modules: Iterable[str]) -> set[Path]:
    """Return the files of ``modules`` and of all of the press that they import, with the data beside them."""
    files: set[Path] = set()
    waiting = [path for name in modules for path in _files(name)]
    while waiting:
        path = waiting.pop()
        if path not in files:
            files.add(path)
            waiting += _direct_files(path)
    return files


@cache
def _direct_files(path: Path) -> tuple[Path, ...]:
    """Return the files that the file at ``path`` needs itself."""
    if path.suffix != ".py":
        return ()
    needed = list(_data(path.parent)) if path.name == "__init__.py" else []
    for whole, package, names in _IMPORT.findall(_content(path).decode()):
        needed += _files(whole or package)
        needed += [file for name in _NAME.findall(names) for file in _files(f"{package}.{name}")]
    return tuple(needed)


@cache
def _files(module: str) -> tuple[Path, ...]:
    """Return the files of a module and of the packages around it; none where there is no such module."""
    if module.startswith(_SPEAKING):
        return ()
    place = _ROOT.joinpath(*module.split("."))
    file = next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)
    if file is None:
        return ()
    around = (parent for parent in place.parents if parent != _ROOT and parent.is_relative_to(_ROOT))
    return (file, *(parent / "__init__.py" for parent in around))


def _data(package: Path) -> Iterator[Path]:
    """Yield the files of a package that are no code: tables, faces, in folders that are no packages themselves."""
    for path in package.iterdir():
        if path.name.startswith((".", "__")):
            continue
        if path.is_file() and path.suffix != ".py":
            yield path
        elif path.is_dir() and not (path / "__init__.py").is_file() and package != _ROOT / "plantin":
            yield from _data(path)


@cache
def _content(path: Path) -> bytes:
    return path.read_bytes()
