"""A section of a page of docs/ that a program writes, between two comments that name it."""

from __future__ import annotations

from pathlib import Path

_DOCS = Path(__file__).resolve().parent.parent / "docs"


def replace_section(page: str, name: str, text: str) -> None:
    """Put ``text`` between the comments that name the section ``name`` of ``page``. Raises ValueError where the page
    has none.
    """
    path = _DOCS / page
    before, begin, rest = path.read_text("utf-8").partition(f"<!-- {name}: written by bench -->\n")
    _, end, after = rest.partition(f"<!-- {name}: end -->\n")
    if not begin or not end:
        raise ValueError(f"{page} has no section {name}")
    path.write_text(f"{before}{begin}\n{text.strip()}\n\n{end}{after}", "utf-8")
