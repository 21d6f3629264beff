"""What a piece of work opens, counted by the interpreter's own audit events (PEP 578)."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def opened(folder: Path) -> Iterator[Counter[str]]:
    """How often each file in ``folder`` is opened meanwhile, by its path in it."""
    counts: Counter[str] = Counter()
    watching = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event == "open" and isinstance(arguments[0], str | os.PathLike):
            path = Path(os.fspath(arguments[0]))
            if path.is_relative_to(folder):
                counts[path.relative_to(folder).as_posix()] += 1

    sys.addaudithook(hook)
    yield counts
    watching = False
