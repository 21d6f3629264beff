"""Names for notes and places that come without one, from their own words: as few as tell one from the others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_SMALL = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "see",
        "the",
        "to",
        "also",
        "with",
        "is",
        "are",
        "has",
        "its",
    )
)


def named(text: str, taken: Collection[str], otherwise: str = "note") -> str:
    """A name for what says ``text``, none of those ``taken``: "According to UNAMI, fines..." is according-unami."""
    words = _words(text)
    candidates = ["-".join(words[:count]) for count in range(min(2, len(words)), len(words) + 1) if words] or [otherwise]
    free = [candidate for candidate in candidates if candidate not in taken]
    return free[0] if free else f"{candidates[-1]}-{1 + sum(name.startswith(candidates[-1]) for name in taken)}"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return [word for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")) if word not in _SMALL]
