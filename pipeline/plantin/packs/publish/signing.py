"""Signs SHA256SUMS of a release with minisign and verifies the signature; readers can verify it without Plantin."""

from __future__ import annotations

import base64
import binascii
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plantin.bounded import process
from plantin.bounded.bytes import KIB, MIB, read, why
from plantin.bounded.process import BoundError, Limits, ProcessResult
from plantin.findings import Finding, Place, ToolError, UsageError

SIGNATURE = "SHA256SUMS.minisig"
_SUMS = "SHA256SUMS"
_SIGNED_NAME = "plantin release "
_NAMED = 20
"""So many reports are named in what is signed, more are counted."""
_ASK = "Fetch the release again, or ask whoever issued it."
# No key and no signature is longer; SHA256SUMS has about a hundred bytes a file.
_LARGEST, _LARGEST_SUMS = 16 * KIB, 4 * MIB
_LONGEST = 120
# Layout of minisign's files: two bytes name the algorithm, eight the key; a secret key names first what locks it.
_KEY_NUMBER, _PUBLIC, _SIGNED, _SEALED = slice(2, 10), 42, 74, 64


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A secret key of minisign, and the password that opens it (empty: none)."""

    key: Path
    password: str = field(default="", repr=False)


def is_locked(key: Path) -> bool:
    """Return whether a password opens the secret key in the file ``key``. Raises UsageError (U021) for no such key."""
    lines = _lines(key)
    content = _decode(lines[1]) if len(lines) > 1 else b""
    if len(content) != 158 or content[:2] != b"Ed":
        raise _unusable(key, "it is no secret key of minisign")
    return content[2:4] != b"\0\0"


def ready(seal: SigningKey) -> None:
    """Sign a trial, so that a key that cannot sign is known before the work. Raises as ``sign`` does."""
    is_locked(seal.key)
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / _SUMS).touch()
        sign(Path(scratch), seal, "trial")


def sign(folder: Path, seal: SigningKey, comment: str) -> None:
    """Put the signature of ``folder``'s SHA256SUMS beside it, ``comment`` signed with it; the same key gives the same
    bytes.

    Raises ToolError (D110) without minisign, UsageError (U021) where the key does not sign.
    """
    # Both comments are given: by itself minisign writes the time into one of them.
    comments = ["-c", "signature of SHA256SUMS", "-t", comment]
    arguments = ["-S", "-s", str(seal.key.resolve()), "-m", _SUMS, "-x", SIGNATURE, *comments]
    ended = _minisign(folder, arguments, f"{seal.password}\n")
    if ended.code or not (folder / SIGNATURE).is_file():
        raise _unusable(seal.key, _output(ended) or "minisign does not sign with it")


def statement(version: str, commit: str, slugs: Sequence[str]) -> str:
    """Return the comment that is signed with a release: which one it is, of which commit, and its reports.

    >>> statement("1.0", "0a1b", ["S-2017-97"])
    'plantin release 1.0 of commit 0a1b: S-2017-97'
    """
    reports = ", ".join(slugs) if len(slugs) <= _NAMED else f"{len(slugs)} reports"
    return f"{_SIGNED_NAME}{version} of commit {commit}: {reports}"


def names_another(folder: Path, version: str, commit: str, slugs: Sequence[str]) -> bool:
    """Return whether the signed comment of the release in ``folder`` is that of another release. One that was written
    by hand names none; one from before 0.2 does not name the reports.
    """
    lines = _regular(folder / SIGNATURE, _LARGEST).decode("utf-8", "replace").splitlines()
    comment = lines[2].removeprefix("trusted comment: ") if len(lines) > 2 else ""
    expected = statement(version, commit, slugs)
    return comment.startswith(_SIGNED_NAME) and comment not in (expected, expected.rpartition(": ")[0])


def check(folder: Path, key: str) -> tuple[Finding, ...]:
    """Return what is wrong with the signature of the release in ``folder``, by the public ``key`` (a file, or its line
    of letters):

    D111 there is none, D112 another key signed, D113 SHA256SUMS is not what was signed, D114 the signature was damaged.
    Raises ToolError (D110) without minisign, UsageError (U021) for what is no key.
    """
    public = _public(key)
    if not os.path.lexists(folder / SIGNATURE):
        return (_finding("D111", "the release is not signed", SIGNATURE),)
    lines = _regular(folder / SIGNATURE, _LARGEST).decode("utf-8", "replace").splitlines()
    parts = [_decode(lines[number]) for number in (1, 3)] if len(lines) == 4 else []
    if [len(part) for part in parts] != [_SIGNED, _SEALED] or not lines[2].startswith("trusted comment: "):
        return (_finding("D114", "the signature is damaged", SIGNATURE),)
    if parts[0][_KEY_NUMBER] != _decode(public)[_KEY_NUMBER]:
        return (_finding("D112", "the release was signed with another key", SIGNATURE),)
    if not _regular(folder / _SUMS, _LARGEST_SUMS):
        return (_finding("D113", "there is no SHA256SUMS that could have been signed", _SUMS),)
    ended = _minisign(folder, ["-V", "-P", public, "-m", _SUMS, "-x", SIGNATURE], "")
    if ended.code == 0:
        return ()
    if "comment" in _output(ended).lower():
        return (_finding("D114", "the signature is damaged", SIGNATURE),)
    return (_finding("D113", "SHA256SUMS and its signature do not belong together: one of them was changed", _SUMS),)


def _public(key: str) -> str:
    line = key
    if len(_decode(line)) != _PUBLIC:
        lines = _lines(Path(key))
        line = lines[1] if len(lines) > 1 else ""
    content = _decode(line)
    if len(content) != _PUBLIC or content[:2] != b"Ed":
        raise _unusable(Path(key), "it is no public key of minisign")
    return line


def _lines(key: Path) -> list[str]:
    try:
        return read(key, _LARGEST).decode().splitlines()
    except UnicodeDecodeError:
        raise _unusable(key, "it is no text") from None
    except OSError as error:
        raise _unusable(key, f"it {why(error)}") from None


def _regular(path: Path, most: int) -> bytes:
    """Return the bytes of a file of the release, which is not a link; nothing where it is not a file or too large."""
    try:
        return b"" if path.is_symlink() else read(path, most)
    except OSError:
        return b""


def _decode(line: str) -> bytes:
    try:
        return base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _minisign(folder: Path, arguments: list[str], given: str) -> ProcessResult:
    program = shutil.which("minisign")
    if program is None:
        hint = "Install minisign (`apt-get install minisign`), or leave the signature out."
        raise ToolError.of("D110", "there is no minisign to sign with or to check a signature", Place("minisign"), hint)
    try:
        return process.run([program, *arguments], folder=folder, given=given.encode(), limits=Limits(seconds=_LONGEST))
    except BoundError as error:
        raise ToolError.of("D110", str(error), Place("minisign"), "Run it by hand to see what it waits for.") from error
    except OSError as error:
        raise ToolError.of(
            "D110", f"minisign cannot be started: {error.strerror}", Place("minisign"), "Install it again."
        ) from error


def _output(ended: ProcessResult) -> str:
    """Return the last line of minisign's message about what went wrong."""
    lines = [line.removeprefix("Password: ").strip() for line in ended.errors.decode("utf-8", "replace").splitlines()]
    return next((line for line in reversed(lines) if line), "")


def _unusable(key: Path, why: str) -> UsageError:
    hint = "Make a pair with `minisign -G`: --sign takes the secret key, --key the public one."
    return UsageError.of("U021", f"the key cannot be used: {why}", Place(str(key)), hint)


def _finding(code: str, message: str, name: str) -> Finding:
    return Finding(code, message, Place(name), _ASK)
