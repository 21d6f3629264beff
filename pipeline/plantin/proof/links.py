"""Resolves the links of files that are published together: of a build folder, a release, a site. Auditors prove that
links inside an edition have targets; here are those from one file to another.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from plantin.auditors.markup import addresses
from plantin.auditors.markup.addresses import FileAddresses
from plantin.bounded.bytes import MIB, read
from plantin.findings import Finding, Place

_LARGEST = 512 * MIB
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_MOST = 2_000
_HINT = "Make the files again that belong together; if the finding remains, report a bug."


def dead(
    folder: Path,
    names: Iterable[str],
    *,
    base: str = "",
    called: str = "",
    known: Mapping[str, FileAddresses] | None = None,
) -> tuple[Finding, ...]:
    """Return a finding (L107) for each address in the files ``names`` of ``folder`` at which nothing is in it: a
    download, another language, a page, a picture, a face, or an anchor of a page. Findings call a file by its name
    after ``called``. What is ``known`` of a file is not read again.

    Addresses on the web are not asked. Those below ``base``, the address that the folder will have, are looked up in
    it; to find nothing is a warning then, for others may put something there.
    """
    places = _Places(folder, known or {})
    findings: list[Finding] = []
    for name in names:
        if name.endswith(addresses.SUFFIXES):
            findings += places.dead(name, base, f"{called}{name}")
    return tuple(findings[:_MOST])


class _Places:
    """The files of a folder that is published as a whole; each page is read once."""

    def __init__(self, folder: Path, known: Mapping[str, FileAddresses]) -> None:
        self._folder, self._known = folder, known
        self._read = lru_cache(maxsize=None)(self._addresses)

    def dead(self, name: str, base: str, place: str) -> Iterator[Finding]:
        """Yield what leads to nothing from the file ``name``."""
        try:
            written = self._read(name).addresses
        except (OSError, ValueError) as error:
            yield Finding("L107", f"its links cannot be read: {error}", Place(place), _HINT)
            return
        for address in written:
            below = bool(base) and address.startswith(base)
            if _SCHEME.match(address) and not below:
                continue
            target = _target(name, address.removeprefix(base) if below else address, rooted=below)
            if why := self._missing(*target):
                message = f"leads to “{address[:200]}”, {why}"
                yield Finding("L107", message, Place(place), _HINT, "warning" if below else "error")

    def _missing(self, name: str, anchor: str) -> str:
        """Return why nothing is at a place, in words; empty where something is."""
        if name.startswith("../"):
            return "which is outside what is published"
        if (self._folder / name).is_dir():
            name = posixpath.normpath(f"{name}/index.html")
        if not (self._folder / name).is_file():
            return "where there is no file"
        if anchor and name.endswith(".html"):
            page = self._read(name)
            if anchor not in page.ids and not page.leads_on:
                return "an anchor that the page does not have"
        return ""

    def _addresses(self, name: str) -> FileAddresses:
        return self._known.get(name) or addresses.read(read(self._folder / name, _LARGEST, self._folder), name)


def _target(name: str, address: str, *, rooted: bool) -> tuple[str, str]:
    """Return the file, by its path in the folder, and the anchor that an address in the file ``name`` leads to."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    if not path and not rooted:
        return name, unquote(parts.fragment)
    around = "" if rooted or path.startswith("/") else posixpath.dirname(name)
    return posixpath.normpath(posixpath.join(around, path.lstrip("/"))), unquote(parts.fragment)
