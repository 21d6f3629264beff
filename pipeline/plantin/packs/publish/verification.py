"""Verifies that a release is the one that its folder names, unchanged: by digests, by what it says of itself, by its
signature. ``verify``, ``site`` and ``release --since`` all read releases through here.
"""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plantin.bounded.bytes import MIB, read, why
from plantin.files import digest, file_digest
from plantin.findings import Finding, Place, PlantinError
from plantin.packs.publish import record, signing
from plantin.packs.publish.record import ReleaseRecord, is_inside, no_release
from plantin.packs.publish.signing import SIGNATURE
from plantin.production import publications

SUMS = "SHA256SUMS"
_LARGEST_SUMS, _LARGEST_FILE = 4 * MIB, 1024 * MIB
_SHOWN = 200
_LINE = re.compile(r"([0-9a-f]{64})  (.+)", re.DOTALL)
_CHANGED = "Fetch the release again, or ask whoever issued it."


def sums(folder: Path) -> bytes:
    """Return the digest of every file of a release, in the form that ``sha256sum --check`` reads."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    kept = [name for name in names if name not in (SUMS, SIGNATURE)]
    return "".join(f"{file_digest(folder / name)}  {name}\n" for name in kept).encode()


@dataclass(frozen=True, slots=True)
class VerifiedRelease:
    """A release that was found to be as it was made. Its files are read through here, each compared again."""

    folder: Path
    record: ReleaseRecord
    digests: Mapping[str, str]
    """SHA-256 of each of its files, by their paths in it."""

    def content(self, name: str) -> bytes:
        """Return the bytes of a file of the release. Raises PlantinError (D105) where it was changed meanwhile."""
        try:
            content = read(self.folder / name, _LARGEST_FILE, self.folder)
        except OSError:
            content = b""
        if digest(content) != self.digests[name]:
            raise self._change_error(name)
        return content

    def edition(self, name: str) -> ReleasedFile:
        """Return a file of the release, for what takes editions that the gate let pass: a release has no others."""
        return ReleasedFile(self, name)

    def copy(self, name: str, target: Path) -> None:
        """Copy a file of the release to ``target``. Raises PlantinError (D105) where it was changed meanwhile."""
        shutil.copyfile(self.folder / name, target)
        if file_digest(target) != self.digests[name]:
            raise self._change_error(name)

    def _change_error(self, name: str) -> PlantinError:
        return PlantinError(_other_bytes(f"{self.folder.name}/{name}"))


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """A file of a verified release, called ``name`` in it."""

    release: VerifiedRelease
    name: str

    def content(self) -> bytes:
        """Return its bytes, as ``VerifiedRelease.content`` does."""
        return self.release.content(self.name)


def read_release(folder: Path, key: str = "") -> VerifiedRelease | tuple[Finding, ...]:
    """Return the release in ``folder``, or everything in it that is not as it was made. With ``key``, a public key of
    minisign, it must be signed: D111 to D114. D104 missing, D105 other bytes, D106 not of the release, D107 the
    manifest and SHA256SUMS disagree, D118 a link, a pipe, a folder or a device where a file was, D119 a file that
    SHA256SUMS names twice, D120 one that it names outside the release, D121 it is another release than its folder or
    its signature names. No link is followed, and no file outside is read.

    Raises UsageError: U009 there is no release, U021 no key; ToolError (D110).
    """
    if key and (unsigned := signing.check(folder, key)):
        return unsigned  # the digests prove nothing
    listed, findings = _read_sums(folder)
    files, others = _inventory(folder, {*listed, SUMS, SIGNATURE})
    release = VerifiedRelease(folder, record.load(folder), listed)
    for name, expected in listed.items():
        if name in files:
            findings += _digest_faults(folder, name, expected)
        elif name not in others:
            findings.append(Finding("D104", "is missing", Place(name), _CHANGED))
    for name, kind in others.items():
        has_kind = kind != "unknown"
        words = f"is {kind}, not a file of this release" if has_kind else "is no part of this release"
        findings.append(Finding("D118" if has_kind else "D106", words, Place(name), _CHANGED))
    findings += _unlike(release.record, listed)
    findings += _identity_faults(release, signed=bool(key))
    findings += () if findings else publications.release_findings(release.content)
    if len(findings) > _SHOWN:
        more = f"and {len(findings) - _SHOWN:,} more are not as they were released"
        findings[_SHOWN:] = [Finding("D106", more, Place(str(folder)), _CHANGED)]
    return tuple(findings) or release


def verify(folder: Path, key: str = "") -> tuple[Finding, ...]:
    """Return everything in the release in ``folder`` that is not as it was made, as ``read_release`` does."""
    release = read_release(folder, key)
    return () if isinstance(release, VerifiedRelease) else release


def broken_chain(releases: Sequence[VerifiedRelease]) -> Iterator[Finding]:
    """Yield D121 for each release that a later one was compared with as another: its SHA256SUMS has another digest."""
    by_version = {release.record.version: release for release in releases}
    for release in releases:
        since = release.record.since
        former = by_version.get(since.version) if since else None
        if since and former and since.sha256 not in ("", file_digest(former.folder / SUMS)):
            message = f"is not the release {since.version} that {release.record.version} was compared with"
            yield Finding("D121", message, Place(f"{former.folder.name}/{SUMS}"), _CHANGED)


def _identity_faults(release: VerifiedRelease, *, signed: bool) -> Iterator[Finding]:
    """Yield D121 where the release is not the one that its folder names, or that was signed; D107 for the files of a
    report that it does not have.
    """
    version, name = release.record.version, Path(os.path.abspath(release.folder)).name  # noqa: PTH100 - not the link's
    if name != version:
        message = f"is release {version[:64]!r}, in a folder called {name!r}"
        hint = f"Call the folder {version[:64]}; if another release was expected here, ask whoever issued it."
        yield Finding("D121", message, Place(record.MANIFEST), hint)
    slugs = [report.slug for report in release.record.reports]
    if signed and signing.names_another(release.folder, version, release.record.commit, slugs):
        yield Finding("D121", f"was signed as another release than {version[:64]!r}", Place(SIGNATURE), _CHANGED)
    for path in release.digests:
        folder, slash, _ = path.partition("/")
        if slash and folder not in slugs:
            yield Finding("D107", f"is of a report that {record.MANIFEST} does not name", Place(path), _CHANGED)


def _read_sums(folder: Path) -> tuple[dict[str, str], list[Finding]]:
    """Return the digests in SHA256SUMS by the names of the files, and what is wrong with its lines."""
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
    findings = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise no_release(folder, f"line {number} of {SUMS} is no digest and name")
        listed_digest, name = match.groups()
        if not is_inside(name):
            findings.append(
                Finding("D120", f"names {name[:200]!r}, which is no file of a release", Place(SUMS, number), _CHANGED)
            )
        elif name in listed:
            findings.append(Finding("D119", f"names {name} a second time", Place(SUMS, number), _CHANGED))
        else:
            listed[name] = listed_digest
    return listed, findings


def _inventory(folder: Path, known: set[str]) -> tuple[set[str], dict[str, str]]:
    """Return the regular files among ``known``; and by their names all else that is in the folder, with what it is. A
    folder that holds none of the files known is named, not entered.
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


def _digest_faults(folder: Path, name: str, expected: str) -> Iterator[Finding]:
    size = (folder / name).lstat().st_size
    if size > _LARGEST_FILE:
        yield Finding(
            "D105", f"has {size:,} bytes; no file of a release has more than {_LARGEST_FILE:,}", Place(name), _CHANGED
        )
    elif file_digest(folder / name) != expected:
        yield _other_bytes(name)


def _other_bytes(name: str) -> Finding:
    return Finding("D105", "has other bytes than when it was released", Place(name), _CHANGED)


def _unlike(manifest: ReleaseRecord, listed: Mapping[str, str]) -> Iterator[Finding]:
    """Yield where the manifest and SHA256SUMS do not agree about the editions."""
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
