"""Reads web pages and EPUB files as a browser draws them, and compares what is seen with what our auditor read."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from plantin.auditors.markup import epub, html
from plantin.auditors.markup.epub_package import unpack
from plantin.auditors.parity.outline import differences
from plantin.files import write
from plantin.findings import PlantinError
from plantin.model.outline import Outline
from plantin.validators.judgement import ToolFault, ToolReport
from plantin.validators.toolbox import DRIVERS, Toolbox, call, parse_json, system

_PAGE, _BOOK = "page.html", ".epub"
_STYLE = re.compile(rb"<style\b.*?</style>|<link\b[^>]*\bstylesheet\b[^>]*>", re.DOTALL)
Looks = Mapping[str, str]
"""The markup of a page as it is seen, by the name of the look."""


def rendering(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Return how what a browser shows of each passage, in which order, differs from what is read in the file: wide,
    narrow, printed, dark and in forced colours. Raises NotRun.
    """
    browser = system("chromium")
    toolbox.module("playwright-core")
    command = [toolbox.program("node"), DRIVERS / "drawn.js", toolbox.folder / "node_modules", browser]
    version, faults = "", {}
    for path in files:
        version, file_faults = _read(path, command)
        if file_faults:
            # A busy machine may be late with a part of a picture: what is not found again was not there.
            _, again = _read(path, command)
            file_faults = tuple(fault for fault in file_faults if fault in again)
        faults[path] = file_faults
    return ToolReport(version, faults)


def _read(path: Path, command: Sequence[str | Path]) -> tuple[str, tuple[ToolFault, ...]]:
    """Return the version of the browser, and the differences in a file."""
    with tempfile.TemporaryDirectory() as scratch:
        names = _unpack_pages(path, Path(scratch))
        answer = parse_json(call([*command, scratch, *names]), "drawn.js")
    return answer["version"], tuple(_faults(path, answer["pages"]))


def _unpack_pages(path: Path, folder: Path) -> tuple[str, ...]:
    """Unpack a file into ``folder``, and return its pages by their names below it."""
    if path.suffix != _BOOK:
        write(folder / _PAGE, path.read_bytes(), folder)
        return (_PAGE,)
    try:
        parts = unpack(path.read_bytes(), path.name)
    except PlantinError:
        return ()
    for name in parts:
        write(folder / name, parts[name], folder)
    return tuple(name for name in parts if name.endswith(".xhtml"))


def _faults(path: Path, pages: Mapping[str, Looks]) -> Iterator[ToolFault]:
    """Yield the differences in each look; one that is in several is given once, with the first of them."""
    try:
        read = _outline(path, {})
        if not pages:
            yield ToolFault("unreadable", "the file cannot be opened")
        reported = set()
        for look in dict.fromkeys(look for looks in pages.values() for look in looks):
            seen = _outline(path, {name: looks[look] for name, looks in pages.items()})
            if look == "print" and not any(row.label or row.text for row in seen.contents):
                seen = replace(seen, contents=read.contents)  # on paper nobody can follow its links
            for difference in differences(read, seen, path.name):
                if (difference.message, difference.place.anchor) not in reported:
                    reported.add((difference.message, difference.place.anchor))
                    yield ToolFault(f"drawn, {look}", difference.message, near=(difference.place.anchor,))
    except PlantinError as error:
        yield ToolFault("unreadable", error.findings[0].message)


def _outline(path: Path, pages: Mapping[str, str]) -> Outline:
    """The outline of a file, some pages of which are replaced. Without its style sheets, so that all of it is read."""
    if path.suffix != _BOOK:
        return html.read(_STYLE.sub(b"", pages[_PAGE].encode() if pages else path.read_bytes()), path.name).outline()
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(stream, "w") as copy:
        for entry in book.infolist():
            content = pages[entry.filename].encode() if entry.filename in pages else book.read(entry)
            copy.writestr(entry, _STYLE.sub(b"", content) if entry.filename.endswith(".xhtml") else content)
    return epub.read(stream.getvalue(), path.name).outline()
