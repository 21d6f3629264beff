"""The files of a commit, read from the objects of a git repository: neither its index nor its configuration decides
anything.

Only commands that read objects are run (``rev-parse``, ``cat-file``, ``ls-tree``). They run no hook, monitor, pager,
filter, signature program or helper, whatever the repository asks for, and fetch nothing that is missing.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plantin.bounded import process
from plantin.bounded.bytes import MIB, open_regular
from plantin.bounded.process import BoundError, Limits, ProcessResult
from plantin.findings import Place, ToolError
from plantin.house import configuration

MADE_OF = ("sources", "styles", "locales", configuration.NAME)
"""What editions are made of, below the root of a house."""

_SAFE = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "safe.bareRepository=explicit",
    "protocol.allow=never",
)
_VARIABLES = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_SSH_COMMAND": "false",
    "GIT_TERMINAL_PROMPT": "0",
}
_TIMEOUT_SECONDS = 60
"""How long git may take."""
_FILE, _PROGRAM, _LINK, _SUBMODULE = "100644", "100755", "120000", "160000"
_COMMITTER = re.compile(rb"^committer .* (\d+) [+-]\d{4}$", re.MULTILINE)
_POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/v1\n(?:.*\n)*oid sha256:([0-9a-f]{64})\n(?:.*\n)*")
_LARGEST_POINTER_BYTES = 1024
_LONGEST_HEADER_BYTES = 128
"""The name of an object, its type and its size, as ``cat-file --batch`` prints them."""
_SHA256_DIGITS = 64
"""Digits of the name of an object in a repository that uses SHA-256."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a commit: its ``mode`` as git writes it ("100644", "120000" for a link), and its object."""

    mode: str
    object: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file, not a link or a submodule."""
        return self.mode in {_FILE, _PROGRAM}


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository whose work tree is the folder ``top``. It is addressed by its ``.git`` alone, so git looks for no
    other: neither a folder that looks like a bare repository nor one of somebody else further up.
    """

    top: Path

    def commit(self, revision: str = "HEAD") -> tuple[str, int]:
        """Return the name of the commit that ``revision`` names, or of the one that is checked out, and
        its time in seconds since 1970. Raises LookupError where there is none; the message is that of git.
        """
        ended = self._git("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        if ended.code:
            raise LookupError(ended.complaint)
        name = ended.text.strip()
        match = _COMMITTER.search(self._git("cat-file", "commit", name).output)
        return name, int(match[1]) if match else 0

    def blobs(self, commit: str, names: Sequence[str]) -> dict[str, Blob]:
        """Return the files of ``commit`` that are called one of ``names`` or lie in a folder of that name, by their
        paths below ``top``; those of submodules too. Raises LookupError where the commit or one of its folders is not
        there.
        """
        ended = self._git("ls-tree", "-r", "-z", "--full-tree", commit, "--", *names)
        if ended.code:
            raise LookupError(ended.complaint)
        blobs: dict[str, Blob] = {}
        for row in filter(None, ended.output.split(b"\0")):
            header, _, path = row.partition(b"\t")
            mode, _, name = header.decode().split()
            file_name = os.fsdecode(path)
            if mode == _SUBMODULE:
                inner = Repository(self.top / file_name)
                blobs |= {f"{file_name}/{inner_name}": blob for inner_name, blob in inner.blobs(name, ()).items()}
            else:
                blobs[file_name] = Blob(mode, name)
        return blobs

    def contents(self, blobs: Iterable[Blob]) -> list[bytes]:
        """Return the bytes of each of ``blobs``, as they were committed: by no filter of the repository. Raises
        LookupError where one is not there.
        """
        request = "".join(f"{blob.object}\n" for blob in blobs)
        ended = self._git("cat-file", "--batch", request=request.encode())
        if ended.code:
            raise LookupError(ended.complaint)
        contents, at = [], 0
        for identifier in request.split():
            header, _, _ = ended.output[at : at + _LONGEST_HEADER_BYTES].partition(b"\n")
            size = header.rpartition(b" ")[2]
            if not size.isdigit():
                raise LookupError(f"object {identifier} is missing")
            at += len(header) + 1
            contents.append(ended.output[at : at + int(size)])
            at += int(size) + 1
        return contents

    def has(self, path: Path, blob: Blob) -> bool:
        """Return whether what is at ``path`` is ``blob``: the same bytes, or what a pointer of Git LFS names as its
        file. Raises OSError.
        """
        info = path.lstat()
        if stat.S_ISLNK(info.st_mode):
            target = os.fsencode(path.readlink())
            named = _object_hash(blob.object, len(target))
            named.update(target)
            return blob.mode == _LINK and named.hexdigest() == blob.object
        if not blob.is_file:
            return False
        with open_regular(path) as file:
            named, whole = _object_hash(blob.object, info.st_size), hashlib.sha256()
            while piece := file.read(MIB):
                named.update(piece)
                whole.update(piece)
        return named.hexdigest() == blob.object or whole.hexdigest() == self._pointer(blob)

    def _pointer(self, blob: Blob) -> str:
        """Return the SHA-256 that ``blob`` names where it is a pointer of Git LFS, else empty."""
        size = self._git("cat-file", "-s", blob.object).text.strip()
        if not size.isdigit() or int(size) > _LARGEST_POINTER_BYTES:
            return ""
        match = _POINTER.fullmatch(self._git("cat-file", "blob", blob.object).output)
        return match[1].decode() if match else ""

    def _git(self, *arguments: str, request: bytes = b"") -> ProcessResult:
        settings = [word for value in _SAFE for word in ("-c", value)]
        command = ["git", "--no-pager", "--literal-pathspecs", f"--git-dir={self.top / '.git'}", *settings, *arguments]
        variables = _VARIABLES | {"GIT_CEILING_DIRECTORIES": str(self.top.parent)}
        limits = Limits(seconds=_TIMEOUT_SECONDS)
        try:
            return process.run(command, given=request, folder=self.top, variables=variables, limits=limits)
        except BoundError as error:
            raise ToolError.of("V011", str(error), Place(str(self.top)), error.hint) from error
        except OSError as error:
            raise ToolError.of("D102", f"git cannot be run: {error}", Place(str(self.top)), "Install git.") from error


def around(folder: Path) -> Repository:
    """Return the repository whose work tree has ``folder`` in it: the nearest folder upward with a ``.git``. Raises
    LookupError where there is none.
    """
    for top in (folder, *folder.parents):
        if os.path.lexists(top / ".git"):
            return Repository(top)
    raise LookupError("there is no git repository")


def _object_hash(object_name: str, size: int) -> hashlib._Hash:
    """Return what hashes ``size`` bytes as a blob, in the algorithm (SHA-1 or SHA-256) of ``object_name``."""
    return (hashlib.sha256 if len(object_name) == _SHA256_DIGITS else hashlib.sha1)(b"blob %d\0" % size)
