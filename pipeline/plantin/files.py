"""Writes files whole or not at all, and takes the digests that show what was made from what."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import secrets
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plantin.bounded.bytes import MIB, NotReadableError, open_regular, read
from plantin.findings import Place, UsageError

# Where the system has it, a descriptor that only leads on: a folder may be searched by those who may not list it.
_SEARCH = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
_LARGEST_RECORD, _LARGEST_ANSWER = 8 * MIB, 16 * MIB
_LARGEST_HASHED = 256 * MIB


def write(path: Path, content: bytes, root: Path, *, lasting: bool = True) -> None:
    """Put ``content`` at ``path``, which is below ``root``: into a temporary file beside it first, then by one
    rename, so that no reader sees half of it. Folders that are missing are made; the umask decides who may read it.
    When it returns, the file and its name outlast a loss of power, unless it need not be ``lasting``: what is damaged
    or lost then must be seen to be, and be made again.

    No link below ``root`` is followed, whether it is one of the folders or the file itself; where the user named the
    file, its own folder is the root. Raises UsageError (U026) where ``path`` leads out of ``root``, where there is a
    link, or something else than a file of that name; OSError as the system does.
    """
    _require_below(path, root)
    with folder(root, path.parent, make=True) as inside:
        _require_file(path, root, inside)
        name = _stage(path, content, inside, lasting=lasting)
        _place(path, name, inside)
        if lasting:
            sync_names(inside)


def write_all(contents: Mapping[Path, bytes], root: Path) -> None:
    """Put each content at its path below ``root``, all of them or none: into temporary files first, and when all are
    on the disk, each by a rename, in the order given. Raises as ``write`` does; then files and folders that were not
    there before are removed again.
    """
    paths = {entry for path in contents for entry in (path, *path.parents)} | {root}
    lacking = {path for path in paths if not os.path.lexists(path)}
    staged: dict[Path, str] = {}
    placed: list[Path] = []
    try:
        for path, content in contents.items():
            _require_below(path, root)
            with folder(root, path.parent, make=True) as inside:
                _require_file(path, root, inside)
                staged[path] = _stage(path, content, inside)
        for path in contents:
            with folder(root, path.parent) as inside:
                _place(path, staged.pop(path), inside)
                placed.append(path)
                sync_names(inside)
    except BaseException:
        _unlink([*(path.with_name(name) for path, name in staged.items()), *lacking.intersection(placed)], root)
        _remove_folders(lacking, root)
        raise


def remove(paths: Iterable[Path], root: Path) -> None:
    """Remove files and empty folders below ``root``, following no link, and folders around them that are empty then;
    what cannot be removed stays.
    """
    paths = tuple(paths)
    _unlink(paths, root)
    _remove_folders({entry for path in paths for entry in (path, *path.parents) if root in entry.parents}, root)


def _unlink(paths: Iterable[Path], root: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError, UsageError), folder(root, path.parent) as inside:
            os.unlink(path.name, dir_fd=inside)


def _remove_folders(folders: Iterable[Path], root: Path) -> None:
    """Remove those of ``folders`` that are empty, the innermost first."""
    for path in sorted(folders, key=lambda entry: len(entry.parts), reverse=True):
        with contextlib.suppress(OSError, UsageError):
            if root in path.parents:
                with folder(root, path.parent) as inside:
                    os.rmdir(path.name, dir_fd=inside)
            else:
                path.rmdir()


def _stage(path: Path, content: bytes, inside: int, *, lasting: bool = True) -> str:
    """Write ``content`` to a temporary file beside ``path``, in the folder that ``inside`` opens; return its name."""
    name = f".{path.name[:200]}.{secrets.token_hex(4)}"
    with _clean_up_on_failure(path, name, inside):
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(name, flags, 0o666, dir_fd=inside), "wb") as file:
            file.write(content)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
    return name


def _place(path: Path, name: str, inside: int) -> None:
    """Give the temporary file ``name`` the name of ``path``."""
    with _clean_up_on_failure(path, name, inside):
        os.replace(name, path.name, src_dir_fd=inside, dst_dir_fd=inside)


@contextlib.contextmanager
def _clean_up_on_failure(path: Path, name: str, inside: int) -> Iterator[None]:
    """Remove the temporary file ``name`` where something fails; an error of the system names ``path``."""
    try:
        yield
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(name, dir_fd=inside)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(path)) from None  # not the temporary name
        raise


@contextlib.contextmanager
def folder(root: Path, path: Path, *, make: bool = False) -> Iterator[int]:
    """Yield a descriptor of the folder ``path``, which is ``root`` or below it, reached without following a link below
    ``root``; good for the ``dir_fd`` of calls. With ``make``, folders that are missing are made, the root among them.

    Raises UsageError (U026) where ``path`` leads out of ``root`` or one of the folders is a link; OSError as the system
    does.
    """
    if path != root:
        _require_below(path, root)
    if make:
        _make(root)
    at = root
    handle = os.open(root, _SEARCH)
    try:
        for part in path.relative_to(root).parts:
            at /= part
            try:
                if make:
                    with contextlib.suppress(FileExistsError):
                        os.mkdir(part, dir_fd=handle)
                        sync_names(handle)
                inner = os.open(part, _SEARCH | os.O_NOFOLLOW, dir_fd=handle)
            except OSError as error:
                if error.errno in (errno.ENOTDIR, errno.ELOOP) and at.is_symlink():
                    raise _no_way(at, root) from None
                raise OSError(error.errno, error.strerror, str(at)) from None
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)


def sync_names(folder: int) -> None:
    """Let the names in the folder with the descriptor ``folder`` (files that were made, renamed or removed in it)
    outlast a loss of power. A file whose bytes are on the disk may else have no name there (fsync(2)).
    """
    try:
        handle = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder)
    except PermissionError:  # a folder that may be searched and not listed cannot be synchronized
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # file systems that keep names by themselves
            raise
    finally:
        os.close(handle)


def _make(root: Path) -> None:
    """Make the folder ``root`` and those above it that are missing."""
    if root.is_dir():
        return
    if root != root.parent:
        _make(root.parent)
    root.mkdir(exist_ok=True)
    handle = os.open(root.parent, _SEARCH)
    try:
        sync_names(handle)
    finally:
        os.close(handle)


def _require_below(path: Path, root: Path) -> None:
    """Refuse a path that is not one of something below ``root``."""
    parts = path.relative_to(root).parts if path.is_relative_to(root) else ()
    if not parts or ".." in parts or "\0" in str(path):
        hint = "Name a file below it."
        message = f"leads out of {root.name or root}/, and nothing is written there"
        raise UsageError.of("U026", message, Place(str(path).replace("\0", "?")), hint)


def _require_file(path: Path, root: Path, inside: int) -> None:
    """Refuse to put a file in the place of anything but a file."""
    try:
        mode = os.lstat(path.name, dir_fd=inside).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise _no_way(path, root)


def _no_way(path: Path, root: Path) -> UsageError:
    """Return U026 for what is at ``path``."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) and path != root else str(path)
    if path.is_symlink():
        hint = "Put a folder or a file of its own in its place: nothing is written or deleted where a link leads."
        return UsageError.of("U026", "is a link, which is not followed when something is written", Place(name), hint)
    return UsageError.of(
        "U026", "something else of this name is in the way", Place(name), "Move it away, or give it another name."
    )


def json_file(data: object) -> bytes:
    """Return ``data`` as a file of JSON for people too: one value to a line, characters as they are."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def digest(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of the file's bytes in hexadecimal, or an empty string where there is no file: none at all, or
    a folder, a pipe, a device.
    """
    try:
        with open_regular(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError, NotReadableError):
        return ""


def tree_digest(
    folder: Path,
    kinds: Collection[str] = (),
    without: Collection[str] = (),
    digest_of: Callable[[Path], str] = file_digest,
) -> str:
    """Return one digest of the names and bytes of the files in ``folder`` that ``tree`` gives; ``digest_of`` gives that
    of a file's bytes. Of a file over 256 MB the size counts.
    """
    whole = hashlib.sha256()
    for path in tree(folder, kinds, without):
        size = path.stat().st_size if path.is_file() else 0
        identity = digest_of(path) if size <= _LARGEST_HASHED else size
        whole.update(f"{path.relative_to(folder).as_posix()}\0{identity}\n".encode())
    return whole.hexdigest()


def tree(folder: Path, kinds: Collection[str] = (), without: Collection[str] = ()) -> Iterator[Path]:
    """Yield the files in ``folder`` and below, sorted; of those alone whose names end in one of ``kinds`` (``.css``),
    where it is given; of none in a folder of ``folder`` that ``without`` names. What an editor or a system leaves there
    (hidden files, ``name~``) is no part of it. A pipe or a broken link is: whoever reads it will say what is wrong.
    """
    for path in sorted(path for path in folder.rglob("*") if not path.is_dir()):
        name = path.relative_to(folder)
        stray = path.name.endswith("~") or any(part.startswith(".") or part == "__pycache__" for part in name.parts)
        if not stray and name.parts[0] not in without and (not kinds or path.suffix in kinds):
            yield path


def kept_answer(kind: str, subject: str, state: str) -> object:
    """Return what ``keep_answer`` kept about a subject in this state (anything that JSON has); None where nothing is.
    It is in the user's own folder (XDG Base Directory Specification), where no house can put it: what is found there
    was found by this user's press.
    """
    try:
        row = json.loads(read(_answer_file(kind, subject), _LARGEST_ANSWER))
        return row["answer"] if row["state"] == state else None
    except (OSError, RuntimeError, ValueError, TypeError, KeyError, RecursionError):
        return None


def keep_answer(kind: str, subject: str, state: str, answer: object) -> None:
    """Keep an answer about a subject, for as long as what it was found from is in the same ``state``, in place of an
    earlier one; nothing is kept where the user's folder cannot be written.
    """
    with contextlib.suppress(OSError, RuntimeError, UsageError):
        path = _answer_file(kind, subject)
        content = json.dumps({"state": state, "answer": answer}, ensure_ascii=False).encode("utf-8", "surrogatepass")
        write(path, content, path.parent, lasting=False)


def _answer_file(kind: str, subject: str) -> Path:
    folder = os.environ.get("XDG_CACHE_HOME", "")
    return (
        (Path(folder) if Path(folder).is_absolute() else Path.home() / ".cache")
        / "plantin"
        / kind
        / digest(os.fsencode(subject))
    )


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What a target was made from (a digest by the name of each ingredient), the digest of what came out, and what its
    maker noted for those that are made after it, in lines.
    """

    ingredients: Mapping[str, str]
    result: str
    remarks: tuple[str, ...] = ()


class BuildRecords:
    """The records of one build folder, each in a file of its own under ``.records/``; a lost or damaged one only means
    work done again.

    Each is read anew whenever it is asked for and written whole, so several builds may keep theirs in one folder at the
    same time.
    """

    def __init__(self, build: Path, root: Path | None = None) -> None:
        """``root`` is the folder below which no link is followed to write one: that around ``build``, if not given."""
        self._root, self._folder = root or build.parent, build / ".records"

    def get(self, target: str) -> BuildRecord | None:
        """Return the record of ``target``, if there is one."""
        path = self._path(target)
        try:
            if not path.is_file():  # as of most formats; to read one is dearer, links to it are followed first
                return None
            row = json.loads(read(path, _LARGEST_RECORD))
            ingredients = {str(name): str(value) for name, value in row["ingredients"].items()}
            return BuildRecord(ingredients, str(row["result"]), tuple(map(str, row["remarks"])))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None

    def put(self, target: str, record: BuildRecord) -> None:
        """Keep ``record`` at once, so that work done before an interruption, but of power, is not done again."""
        row = {"ingredients": dict(record.ingredients), "result": record.result, "remarks": record.remarks}
        content = json.dumps(row, indent=1, sort_keys=True) + "\n"
        write(self._path(target), content.encode(), self._root, lasting=False)

    def _path(self, target: str) -> Path:
        return self._folder / f"{target}.json"
