"""Checks the files and folders that options name for output: none may be where a house keeps what people wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from plantin.bounded.bytes import MIB, read
from plantin.findings import Place, UsageError
from plantin.house import configuration

_KEPT = ("sources", "styles", "locales", "release", ".git", configuration.NAME)
_LARGEST = 64 * MIB


def folder(root: Path, name: str) -> Path:
    """Return the folder that an option names for output, without links. Raises UsageError (U033) where it is one of the
    house at ``root`` that people write in, or in one.
    """
    path = Path(name).resolve()
    for kept in _KEPT:
        if path.is_relative_to((root / kept).resolve()):
            hint = "Name a place in build/, for one."
            raise _refusal(name, f"no command writes over {kept}: it holds what people wrote", hint)
    return path


def file(root: Path, name: str, is_earlier: Callable[[bytes], bool]) -> Path:
    """Return the file that an option names for output. Raises UsageError (U033) where it is one of the house at
    ``root``, or there is one already for whose content ``is_earlier`` does not hold: it is not an earlier output.
    """
    path = Path(name)
    folder(root, name)
    if path.exists():
        try:
            is_replaceable = is_earlier(read(path, _LARGEST))
        except OSError:
            is_replaceable = False
        if not is_replaceable:
            hint = "Name another file, or remove it."
            raise _refusal(name, "is there already, and is not what this command writes", hint)
    return path


def _refusal(name: str, message: str, hint: str) -> UsageError:
    return UsageError.of("U033", message, Place(name), hint)
