"""Converts catalogues to and from XLIFF and TMX, with the programs of the Translate Toolkit.

They make the files that offices know; what comes back is read here, within bounds. It is known by the context in its
comments, else by its original, and equal originals by their order.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plantin.bounded import bytes as bounded
from plantin.bounded import process, xml
from plantin.bounded.process import BoundError
from plantin.bounded.xml import XmlError
from plantin.findings import Finding, Place, ToolError, TranslationError
from plantin.translation import po
from plantin.translation.po import Catalogue, PoEntry

PROGRAMS = {"xliff": ("po2xliff", ".xlf"), "tmx": ("po2tmx", ".tmx")}
"""For each kind of file: the program that makes it of a PO file, and the end of its name."""

_SIGN = " | "
_LARGEST = 64 * bounded.MIB


@dataclass(frozen=True, slots=True)
class XliffImport:
    """Translations by context; T055 for each message that came back and is not in the catalogue."""

    translations: dict[str, str]
    findings: tuple[Finding, ...]


def export(catalogue: Catalogue, kind: str, original: str) -> bytes:
    """``catalogue`` as a file of ``kind``, translated from the language ``original``. Raises ToolError (T054)."""
    program, suffix = PROGRAMS[kind]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, Path(catalogue.path).name), Path(folder, f"made{suffix}")
        # XLIFF of these programs has no contexts: they travel in the comments.
        entries = tuple(replace(entry, note=f"{entry.context}{_SIGN}{entry.note}") for entry in catalogue.entries)
        source.write_text(po.text(replace(catalogue, entries=entries)), "utf-8")
        options = ["--language", catalogue.language] if kind == "tmx" else []
        _run(program, [*options, source.name, target.name], Path(folder))
        made = target.read_bytes()
    # The program writes American English for whatever language the originals are in.
    return made.replace(b'source-language="en-US"', f'source-language="{original}"'.encode())


def merge(catalogue: Catalogue, path: Path, name: str) -> XliffImport:
    """The translations for ``catalogue`` in the file ``path`` (.xlf or .po), which findings call ``name``; those that a
    translator has not finished are left out. Raises TranslationError: T014 no PO file, T057 no XLIFF.
    """
    return _matched(
        catalogue, po.read_catalogue(path, name).entries if path.suffix == ".po" else tuple(_units(path, name)), name
    )


def _units(path: Path, name: str) -> Iterator[PoEntry]:
    """The units of an XLIFF file, version 1 of it. Read here, for xliff2po makes one of two units with the same
    original.
    """
    try:
        root = xml.parse(bounded.read(path, _LARGEST))
    except (OSError, XmlError) as error:
        words = bounded.why(error) if isinstance(error, OSError) else str(error)
        raise TranslationError(
            Finding("T057", f"not XLIFF: {words}", Place(name), "Export it again, and send that file.")
        ) from None
    for unit in root.iter("{*}trans-unit"):
        source, target = unit.find("{*}source"), unit.find("{*}target")
        if source is None or unit.get("restype") == "x-gettext-domain-header":
            continue
        notes = (
            "".join(map(str, note.itertext()))
            for note in unit.iter("{*}context")
            if note.get("context-type") == "x-po-autocomment"
        )
        text = "" if target is None else "".join(map(str, target.itertext()))
        unfinished = target is not None and (target.get("state") or "").startswith(("needs", "new"))
        context = next(notes, "").partition(_SIGN)
        original = "".join(map(str, source.itertext()))
        yield PoEntry(
            context[0] if context[1] else "",
            original,
            text,
            stale=unfinished,
            line=unit.sourceline if isinstance(unit.sourceline, int) else 0,
        )


def _matched(catalogue: Catalogue, given: Sequence[PoEntry], name: str) -> XliffImport:
    by_text: dict[str, list[PoEntry]] = defaultdict(list)
    for entry in reversed(catalogue.entries):
        by_text[entry.original].append(entry)
    known = {(entry.context, entry.original) for entry in catalogue.entries}
    found: dict[str, str] = {}
    findings = []
    for entry in given:
        if (entry.context, entry.original) in known:
            context = entry.context
        elif not entry.context and by_text[entry.original]:
            context = by_text[entry.original].pop().context
        else:
            message = f"the report has no such message: {entry.original[:60]!r}"
            findings.append(
                Finding(
                    "T055",
                    message,
                    Place(name, entry.line),
                    "It has changed since the export; translate it by hand.",
                    "warning",
                )
            )
            continue
        if entry.translation and not entry.stale:
            found[context] = entry.translation
    return XliffImport(found, tuple(findings))


def _run(program: str, arguments: list[str], folder: Path) -> None:
    path = next(_places(program), None)
    if path is None:
        hint = "Install the package translate-toolkit."
        raise ToolError(Finding("T054", f"the program {program} is not installed", Place(program), hint))
    try:
        ended = process.run([path, "--progress=none", "--errorlevel=message", *arguments], folder=folder)
    except BoundError as error:
        raise ToolError(Finding("V011", str(error), Place(program), error.hint)) from error
    except OSError as error:
        raise ToolError(
            Finding("T054", f"{program} cannot be started: {error.strerror or error}", Place(program))
        ) from error
    if ended.code or not Path(folder, arguments[-1]).is_file():
        raise ToolError(Finding("T054", f"{program} failed: {ended.complaint}", Place(program), "Is the file whole?"))


def _places(program: str) -> Iterator[str]:
    """Where a program may be: beside the interpreter, or on the path."""
    beside = Path(sys.executable).parent / program
    if beside.is_file():
        yield str(beside)
    if found := shutil.which(program):
        yield found
