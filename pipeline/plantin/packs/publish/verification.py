"""Verifies that the files of a release are unchanged, by their digests."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from plantin.bounded.bytes import MIB, read, why
from plantin.files import file_digest
from plantin.findings import Finding, Place
from plantin.packs.publish import record
from plantin.packs.publish.record import ReleaseRecord, is_inside, no_release
from plantin.packs.publish.signing import SIGNATURE

SUMS = "SHA256SUMS"
_LARGEST_SUMS, _LARGEST_FILE = 4 * MIB, 1024 * MIB
_SHOWN = 200
_LINE = re.compile(r"([0-9a-f]{64})  (.+)", re.DOTALL)
_CHANGED = "Fetch the release again, or ask whoever issued it."


def sums(folder: Path) -> bytes:
    """The digest of every file of a release, in the form that ``sha256sum --check`` reads."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    kept = [name for name in names if name not in (SUMS, SIGNATURE)]
    return "".join(f"{file_digest(folder / name)}  {name}\n" for name in kept).encode()


def verify(folder: Path) -> tuple[Finding, ...]:
    """Everything in the release in ``folder`` that is not as it was made: D104 missing, D105 other bytes, D106 not of
    the release, D107 the manifest gives an edition another digest than SHA256SUMS, D118 a link, a pipe, a folder or a
    device where a file was, D119 a file that SHA256SUMS names twice, D120 one that it names outside the release. No
    link is followed, and no file outside is read.

    Raises UsageError (U009) where there is no release.
    """
    listed, found = _listed(folder)
    files, others = _inventory(folder, {*listed, SUMS, SIGNATURE})
    manifest = record.load(folder)
    for name, digest in listed.items():
        if name in files:
            found += _changed(folder, name, digest)
        elif name not in others:
            found.append(Finding("D104", "is missing", Place(name), _CHANGED))
    for name, kind in others.items():
        known = kind != "unknown"
        words = f"is {kind}, not a file of this release" if known else "is no part of this release"
        found.append(Finding("D118" if known else "D106", words, Place(name), _CHANGED))
    found += _unlike(manifest, listed)
    if len(found) > _SHOWN:
        more = f"and {len(found) - _SHOWN:,} more are not as they were released"
        found[_SHOWN:] = [Finding("D106", more, Place(str(folder)), _CHANGED)]
    return tuple(found)


def _listed(folder: Path) -> tuple[dict[str, str], list[Finding]]:
    """The digests in SHA256SUMS by the names of the files, and what is wrong with its lines."""
    if (folder / SUMS).is_symlink():
        raise no_release(folder, f"{SUMS} is a link")
    try:
        text = read(folder / SUMS, _LARGEST_SUMS, folder).decode()
    except FileNotFoundError:
        raise no_release(folder, f"{SUMS} is missing") from None
    except UnicodeDecodeError:
        raise no_release(folder, f"{SUMS} is not UTF-8") from None
    except OSError as error:
        raise no_release(folder, f"{SUMS} {why(error)}") from None
    listed: dict[str, str] = {}
    found = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise no_release(folder, f"line {number} of {SUMS} is no digest and name")
        digest, name = match.groups()
        if not is_inside(name):
            found.append(
                Finding("D120", f"names {name[:200]!r}, which is no file of a release", Place(SUMS, number), _CHANGED)
            )
        elif name in listed:
            found.append(Finding("D119", f"names {name} a second time", Place(SUMS, number), _CHANGED))
        else:
            listed[name] = digest
    return listed, found


def _inventory(folder: Path, known: set[str]) -> tuple[set[str], dict[str, str]]:
    """The regular files among ``known``; and by their names all else that is in the folder, with what it is. A folder
    that holds none of the files known is named, not entered.
    """
    folders = {name.rpartition("/")[0] for name in known}
    files: set[str] = set()
    others: dict[str, str] = {}
    for name, entry in _entries(folder, folders):
        if entry.is_symlink():
            others[name] = "a link"
        elif entry.is_file(follow_symlinks=False) and name in known:
            files.add(name)
        elif entry.is_dir(follow_symlinks=False) and name in known:
            others[name] = "a folder"
        elif entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False):
            if name not in folders:
                others[name] = "unknown"
        else:
            others[name] = "a pipe, a socket or a device"
    return files, others


def _entries(folder: Path, folders: set[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with os.scandir(folder / inside) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                name = f"{inside}/{entry.name}" if inside else entry.name
                yield name, entry
                if name in folders and entry.is_dir(follow_symlinks=False):
                    waiting.append(name)


def _changed(folder: Path, name: str, digest: str) -> Iterator[Finding]:
    size = (folder / name).lstat().st_size
    if size > _LARGEST_FILE:
        yield Finding(
            "D105", f"has {size:,} bytes; no file of a release has more than {_LARGEST_FILE:,}", Place(name), _CHANGED
        )
    elif file_digest(folder / name) != digest:
        yield Finding("D105", "has other bytes than when it was released", Place(name), _CHANGED)


def _unlike(manifest: ReleaseRecord, listed: Mapping[str, str]) -> Iterator[Finding]:
    """Where the manifest and SHA256SUMS do not agree about the editions."""
    editions = manifest.editions()
    for edition in editions:
        if listed.get(edition.path) != edition.sha256:
            yield Finding(
                "D107", f"has one digest in {record.MANIFEST} and another in {SUMS}", Place(edition.path), _CHANGED
            )
    named = Counter(edition.path for edition in editions)
    for path in sorted(path for path, times in named.items() if times > 1):
        yield Finding("D107", f"is named twice in {record.MANIFEST}", Place(path), _CHANGED)
    slugs = {report.slug for report in manifest.reports}
    for name in listed:
        slug, _, file = name.partition("/")
        if slug in slugs and file.startswith(f"{slug}-") and name not in named:
            yield Finding("D107", f"is in {SUMS} and not in {record.MANIFEST}", Place(name), _CHANGED)
