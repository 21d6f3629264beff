"""The files of a style by name, time and size: what is kept of them holds while these are the same."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.house.inheritance import PRESS
from plantin.house.style import Style

Version = tuple[tuple[str, int, int], ...]
"""Files by name, time and size."""


def version(style: Style) -> Iterator[tuple[str, int, int]]:
    """Yield the files of a style, and of those that it goes on from, by name, time and size."""
    for folder in dict.fromkeys((style.folder, *style.parents, PRESS)):
        for pattern in ("*.css", "*.js", f"fonts/{style.fonts.web}/*"):
            for path in sorted(folder.glob(pattern)):
                stat = path.stat()
                yield str(path), stat.st_mtime_ns, stat.st_size
