"""Write the index of decisions, docs/decisions.md, from the files in docs/decisions: `python setup/decisions.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "decisions.md"
_HEAD = """# Decisions

<!-- Made from the files in docs/decisions by `python setup/decisions.py`. -->

What was decided where a reader would ask why, and what was given up; a file for each, the newest last. A new one takes the next number.
Numbers that are missing were decisions that the code says by itself; git has them.
"""


def files() -> list[Path]:
    """The decisions by their numbers."""
    return sorted((ROOT / "docs" / "decisions").glob("*.md"))


def page() -> str:
    """The index: a list for each day."""
    return "".join((_HEAD, *_rows()))


def _rows() -> Iterator[str]:
    day = ""
    for path in files():
        title, _, date = path.read_text("utf-8").split("\n")[:3]
        if date != day:
            day = date
            yield f"\n## {day}\n\n"
        yield f"* [{title.removeprefix('# ')}](decisions/{path.name})\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
