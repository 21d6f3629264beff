"""Importers of installed extensions: each makes of a file of its own kind one of a kind that is read here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from plantin.bounded import bytes as bounded
from plantin.bounded.bytes import MIB
from plantin.findings import Finding, Place, PlantinError, SourceError, ToolError
from plantin.settings import extensions

_LARGEST = 256 * MIB
_BEGIN = 65_536


@dataclass(frozen=True, slots=True)
class Importer:
    """What an entry point of the group ``plantin.importers`` leads to."""

    name: str
    """What ``--from`` calls its kind of file, that of the entry point."""
    suffixes: tuple[str, ...]
    """The ends of the names of such files, in small letters: ``.gmi``."""
    into: Literal["html", "markdown", "word", "text", "docbook", "jats"]
    """What it makes of them."""
    convert: Callable[[bytes], bytes]
    """Makes it. It raises ValueError, in words for whoever sent the file, where that cannot be read."""
    begins: bytes = b""
    """A pattern of what the content begins with, whatever the file's name is; empty where the name alone says it."""


def importer(path: Path, from_: str = "") -> Importer | None:
    """Return the importer for a file, by the kind that is given, else by its name or its content. Raises ToolError
    (V021).
    """
    candidates = [candidate for candidate, _ in extensions.values("importers", Importer)]
    if from_:
        named = next((candidate for candidate in candidates if candidate.name == from_), None)
        if not named:
            extensions.require("importers", from_)
        return named
    name, begin = path.name.lower(), _read_begin(path)
    return next(
        (
            candidate
            for candidate in candidates
            if name.endswith(candidate.suffixes) or (candidate.begins and re.match(candidate.begins, begin, re.DOTALL))
        ),
        None,
    )


def _read_begin(path: Path) -> bytes:
    """Return the first bytes of a file; none where it cannot be read, which is reported when all of it is read."""
    try:
        with bounded.open_regular(path) as file:
            return file.read(_BEGIN)
    except OSError:
        return b""


@contextmanager
def convert_file(tool: Importer, path: Path) -> Iterator[Path]:
    """What ``tool`` makes of the file at ``path``, in a file that is there for a while; findings about that are given
    as those about ``path``. Raises SourceError (S048) where it cannot be read, ToolError (V022) where the importer
    fails.
    """
    try:
        content = tool.convert(bounded.read(path, _LARGEST))
        if not isinstance(content, bytes):
            raise TypeError(f"it gave {type(content).__name__}, not bytes")  # noqa: TRY301
    except (OSError, ValueError) as error:
        raise SourceError.of(
            "S048", bounded.why(error)[:300], Place(str(path)), "Give a file that can be read."
        ) from None
    except Exception as error:
        hint = "Report it to those who make it."
        raise ToolError.of("V022", f"the importer {tool.name!r} failed: {error}", Place(str(path)), hint) from error
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{path.stem}.{tool.into}"
        file.write_bytes(content)
        try:
            yield file
        except PlantinError as error:
            raise type(error)(*move_findings(error.findings, file, path)) from None


def move_findings(findings: tuple[Finding, ...], file: Path, path: Path) -> tuple[Finding, ...]:
    """Return findings about ``file`` as those about ``path``, whose lines are others."""
    return tuple(
        replace(finding, place=Place(str(path))) if finding.place.path == str(file) else finding for finding in findings
    )
