"""The one reader of zip archives (Word, EPUB): the directory is checked before anything is unpacked, each file unpacked
when it is read.

archive = archive.opened(content)
if "mimetype" in archive: archive.read("mimetype")
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plantin.bounded.bytes import MIB

_DIRECTORY, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
_LOCAL_SIZE = 30
_ROW_SIZE = 46
"""The sizes of the head in front of a file, and of its row in the directory, without the name."""
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_ENCRYPTED = 0x1
_RATIO_FROM = 4 * MIB
"""A file that unpacks to less may be packed as tightly as it will."""
_LONGEST_NAME = 200
_DAMAGED = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
    OverflowError,
)


class ArchiveError(ValueError):
    """An archive that is damaged, exceeds a limit or is encrypted. Its text says which, in words for a finding: "it
    has more than 10,000 files".
    """


@dataclass(frozen=True, slots=True)
class ArchiveBounds:
    """What an archive may hold: how many files, how many bytes one of them and all of them unpack to, and how many
    times larger than packed a file may be (deflate reaches 1,032 on zeros, text about 20, repetitive markup about 100).
    """

    files: int = 10_000
    file: int = 256 * MIB
    size: int = 1024 * MIB
    ratio: int = 250


ORDINARY = ArchiveBounds()


class Archive(Mapping[str, bytes]):
    """The files of an archive by their names, folders left out, in the order of its directory. Each look-up unpacks:
    keep what is used twice. ``faults`` are the names that no archive should have (a path that leads out, a name given
    twice), in words for a finding; of files with one name the last is read.
    """

    def __init__(
        self, archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], first: str, faults: tuple[str, ...]
    ) -> None:
        self._archive = archive
        self._entries = entries
        self.first = first
        self.faults = faults

    def read(self, name: str) -> bytes:
        """Return the content of the file called ``name``. Raises ArchiveError where it is missing or damaged."""
        entry = self._entries.get(name)
        if entry is None:
            raise ArchiveError(f"{quote(name)} is missing")
        try:
            with self._archive.open(entry) as file:
                content = file.read(entry.file_size + 1)
        except _DAMAGED as error:
            raise ArchiveError(f"{quote(name)} is damaged: {error}") from None
        if len(content) != entry.file_size:
            raise ArchiveError(f"{quote(name)} is damaged: it unpacks to another size than the directory says")
        return content

    def size(self, name: str) -> int:
        """Return how many bytes the file called ``name`` unpacks to. Raises KeyError where it is missing."""
        return self._entries[name].file_size

    def find_damage(self) -> tuple[str, ...]:
        """Return what is wrong with files whose content does not agree with its checksum. Unpacks every file once."""
        return tuple(fault for name in self if (fault := self._damage(name)))

    def _damage(self, name: str) -> str:
        try:
            self.read(name)
        except ArchiveError as error:
            return str(error)
        return ""

    def __getitem__(self, name: str) -> bytes:
        """Return what ``read`` does; raises KeyError where the file is missing, ArchiveError where it is damaged."""
        if name not in self._entries:
            raise KeyError(name)
        return self.read(name)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def open_archive(content: bytes, bounds: ArchiveBounds = ORDINARY) -> Archive:
    """Return the archive with these bytes, its directory checked against ``bounds``, nothing unpacked yet. Raises
    ArchiveError:

    >>> open_archive(b"PK")
    Traceback (most recent call last):
    plantin.bounded.archive.ArchiveError: File is not a zip file
    """
    # Before the directory is read at all: each of its rows begins with these four bytes.
    if content.count(_DIRECTORY) > bounds.files:
        raise ArchiveError(f"it has more than {bounds.files:,} files")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
        _require_apart(content, entries)
    except _DAMAGED as error:
        raise ArchiveError(str(error)) from None
    _require_bounds(entries, bounds)
    first = entries[0].filename if entries else ""
    return Archive(
        archive, {entry.filename: entry for entry in entries if not entry.is_dir()}, first, tuple(_faults(entries))
    )


def frame(content: bytes) -> dict[str, bytes]:
    """Return all bytes of an archive but the packed content of its files: the heads of each file, in front of it and
    in the directory, by its name, without what follows from its content; under the empty name what comes before,
    between and after these. Raises ArchiveError.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        return _frame(content, archive.infolist(), archive.start_dir)
    except _DAMAGED as error:
        raise ArchiveError(str(error)) from None


def _frame(content: bytes, entries: list[zipfile.ZipInfo], directory: int) -> dict[str, bytes]:
    headers: dict[str, bytes] = {}
    at, rest, row = 0, b"", directory
    for entry in entries:
        start = entry.header_offset
        name, extra = struct.unpack("<HH", content[start + 26 : start + _LOCAL_SIZE])
        begin = start + _LOCAL_SIZE + name + extra
        packed = content[begin : begin + entry.compress_size]
        end = row + _ROW_SIZE + sum(struct.unpack("<HHH", content[row + 28 : row + 34]))
        head = content[start : start + 14] + content[start + 26 : begin]
        headers[entry.filename] = (
            head + content[row : row + 16] + content[row + 28 : row + 42] + content[row + _ROW_SIZE : end]
        )
        rest += content[at:start] + _surplus(entry, packed)
        at, row = begin + len(packed), end
    return {**headers, "": rest + content[at:directory] + content[row : row + 12] + content[row + 20 :]}


def _surplus(entry: zipfile.ZipInfo, packed: bytes) -> bytes:
    """Return the bytes after the end of what was packed by deflate, of which no reader takes notice."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return b""
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacking.decompress(packed)
    return unpacking.unused_data


def quote(name: str) -> str:
    """Return a name as a finding quotes it: on one line, without controls, not too long."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name[:_LONGEST_NAME])


def _require_apart(content: bytes, entries: list[zipfile.ZipInfo]) -> None:
    """Raise ArchiveError where two entries share bytes: a few kilobytes could unpack to any number of files."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        start = entry.header_offset
        if start < end:
            raise ArchiveError(f"{quote(entry.filename)} overlaps another file in the archive")
        head = content[start : start + _LOCAL_SIZE]
        if len(head) < _LOCAL_SIZE or not head.startswith(_LOCAL):
            raise ArchiveError(f"{quote(entry.filename)} is not where the directory says")
        name, extra = struct.unpack("<HH", head[26:])
        end = start + _LOCAL_SIZE + name + extra + entry.compress_size
        if end > len(content):
            raise ArchiveError(f"{quote(entry.filename)} ends beyond the end of the archive")


def _require_bounds(entries: list[zipfile.ZipInfo], bounds: ArchiveBounds) -> None:
    total = 0
    for entry in entries:
        name, size = quote(entry.filename), entry.file_size
        total += size
        if entry.flag_bits & _ENCRYPTED:
            raise ArchiveError(f"{name} is encrypted")
        if entry.compress_type not in _METHODS:
            raise ArchiveError(f"{name} is packed by a method that no reader has to know ({entry.compress_type})")
        if size > bounds.file:
            raise ArchiveError(f"{name} unpacks to {size:,} bytes; {bounds.file:,} are the most")
        if size > _RATIO_FROM and size > bounds.ratio * entry.compress_size:
            raise ArchiveError(f"{name} unpacks to more than {bounds.ratio} times its packed size")
    if len(entries) > bounds.files:
        raise ArchiveError(f"it has more than {bounds.files:,} files")
    if total > bounds.size:
        raise ArchiveError(f"it unpacks to {total:,} bytes; {bounds.size:,} are the most")


def _faults(entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    for name, count in Counter(entry.filename for entry in entries).items():
        if count > 1:
            yield f"the archive holds {'two' if count == 2 else count} files called {quote(name)}"
    for entry in entries:
        name = entry.filename
        # zipfile cuts a name at NUL; the name as written is kept apart.
        if name.startswith("/") or ".." in name.split("/") or "\\" in entry.orig_filename or ":" in name.split("/")[0]:
            yield f"the file {quote(entry.orig_filename)} is outside the archive"
        elif not entry.orig_filename.isprintable():
            yield f"the name of the file {quote(entry.orig_filename)} has control characters"
