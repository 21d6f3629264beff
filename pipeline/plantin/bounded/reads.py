"""What this process has read of files, by the digests of the bytes themselves: what was made of them can be recorded as
made of these, and of nothing that was in the files before or afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

_run = ""
_digests: dict[str, set[str]] = {}


def begin(run: str) -> None:
    """Note from now on what is read, for the run of this name. What was noted for it before stays, as in a process that
    was forked in the middle of it; what was noted for another is forgotten.
    """
    global _run  # noqa: PLW0603 - a process reads for one run at a time
    if run != _run:
        _run = run
        _digests.clear()


def note(path: Path, content: bytes) -> None:
    """Note that the file at ``path``, to which no link leads any more, was read and had ``content``."""
    if _run:
        _digests.setdefault(str(path), set()).add(hashlib.sha256(content).hexdigest())


def find_changed(expected: Mapping[str, str]) -> tuple[str, ...]:
    """Return the files of ``expected`` (SHA-256 by path, no links in it) of which other bytes were read, even once."""
    return tuple(path for path, digest in expected.items() if _digests.get(path, {digest}) != {digest})
