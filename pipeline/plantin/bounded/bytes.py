"""The only reader of bytes: regular files up to a limit, and no link that leads out of the folder of the file."""

from __future__ import annotations

import errno
import io
import os
import stat
from pathlib import Path, PurePosixPath

from plantin.bounded import reads

KIB, MIB = 2**10, 2**20

_KINDS = (
    (stat.S_ISDIR, "a folder", errno.EISDIR),
    (stat.S_ISFIFO, "a pipe", errno.EINVAL),
    (stat.S_ISSOCK, "a socket", errno.EINVAL),
    (stat.S_ISCHR, "a device", errno.EINVAL),
    (stat.S_ISBLK, "a device", errno.EINVAL),
)


class PlacedError(ValueError):
    """Content that cannot be read, or that exceeds a limit: why, in words for a finding. ``line`` and ``column`` are
    from 1, 0 where they are not known.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line, self.column = line, column


class NotReadableError(OSError):
    """A file that is there and is not read: it is not a regular file, it leads out of its folder, or it is too large.
    ``strerror`` says why, in words that follow the name of the file ("is a pipe, not a regular file"); ``filename`` is
    the path as given.
    """


def open_regular(path: Path, within: Path | None = None) -> io.BufferedReader:
    """Return the regular file at ``path``, open for reading; opening a pipe or a device neither waits nor has an
    effect.

    A link is followed; where ``within`` names a folder, only to what is below it. Raises FileNotFoundError and
    PermissionError as ``open`` does, NotReadableError for anything but a regular file.
    """
    return _open_resolved(path, within)[0]


def _open_resolved(path: Path, within: Path | None) -> tuple[io.BufferedReader, Path]:
    """Return the file, open, and its path without links."""
    try:
        real = path.resolve()
        if within is not None and not real.is_relative_to(within.resolve()):
            raise _refusal(path, f"is a link that leads out of {within.name}/", errno.EXDEV)
        handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except (RuntimeError, ValueError) as error:
        # A ring of links before Python 3.13, and a name with NUL in it.
        raise _refusal(
            path, "is a link to itself" if isinstance(error, RuntimeError) else "has a name that no file can have"
        ) from None
    except OSError as error:
        raise _explain(path, error) from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        kind, number = next(((words, code) for test, words, code in _KINDS if test(mode)), ("not a file", errno.EINVAL))
        raise _refusal(path, f"is {kind}, not a regular file", number)
    return os.fdopen(handle, "rb"), real


def read(path: Path, most: int, within: Path | None = None) -> bytes:
    """Return the bytes of the regular file at ``path``, at most ``most`` of them; no more than one byte beyond that is
    ever read. They are noted in ``reads``.

    Raises as ``open_regular`` does, and NotReadableError where the file is larger; the caller makes a finding of its
    own code of it:

    >>> read(Path("/dev/null"), 10)
    Traceback (most recent call last):
    plantin.bounded.bytes.NotReadableError: [Errno 22] is a device, not a regular file: '/dev/null'
    """
    file, real = _open_resolved(path, within)
    with file:
        size = os.fstat(file.fileno()).st_size
        content = b"" if size > most else file.read(most + 1)
    if size > most or len(content) > most:
        raise _refusal(path, f"has {max(size, len(content)):,} bytes; {most:,} are the most that is read", errno.EFBIG)
    reads.note(real, content)
    return content


def below(name: str) -> PurePosixPath | None:
    """Return the path of a file below a folder that ``name`` gives, with slashes; None where it is empty, an address,
    or leads out of the folder.

    >>> below("maps/coast.svg"), below("../coast.svg"), below("/coast.svg"), below("https://a.example/coast.svg")
    (PurePosixPath('maps/coast.svg'), None, None, None)
    """
    path = PurePosixPath(name)
    return None if not name or ":" in name or "\\" in name or path.is_absolute() or ".." in path.parts else path


def why(error: Exception) -> str:
    """Return what is wrong with a file in words for a finding, without its name: "is a folder, not a regular file".

    An error of our own readers is its message.

    >>> why(PermissionError(13, "Permission denied", "report.md"))
    'cannot be read: Permission denied'
    """
    if not isinstance(error, OSError):
        return str(error)
    return str(error.strerror) if isinstance(error, NotReadableError) else f"cannot be read: {error.strerror or error}"


def _refusal(path: Path, words: str, number: int = errno.EINVAL) -> NotReadableError:
    return NotReadableError(number, words, str(path))


def _explain(path: Path, error: OSError) -> OSError:
    """Return the error under the name that the caller gave, with words where the system's say little."""
    if isinstance(error, NotReadableError):
        return error
    words = {
        errno.ELOOP: "is a link to itself",
        errno.ENXIO: "is a socket, not a regular file",
        errno.ENAMETOOLONG: "has too long a name",
    }
    if error.errno in words:
        return _refusal(path, words[error.errno], error.errno)
    return OSError(error.errno, error.strerror, str(path))
