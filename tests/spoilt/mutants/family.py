"""What the mutants of a format are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Mutant = tuple[str, bytes]
"""What was done, in words, and the bytes of the changed edition."""
Maker = Callable[[bytes, int, int], Iterator[Mutant]]
"""Makes mutants of a sound edition: takes its bytes, a seed, and how many to make."""


@dataclass(frozen=True, slots=True)
class Family:
    """How editions of one format are changed. ``grammar`` puts in what the grammar of the format does not have,
    ``text`` changes what the edition says, ``looks`` (where a format has them) what its words are said of; ``rows``
    counts the rows of the grammar. ``same`` gives of an edition what a reader gets: a mutant that gives the same as
    the sound edition is not counted.
    """

    grammar: Maker
    text: Maker
    rows: Callable[[], int]
    same: Callable[[bytes], object] = bytes
    looks: Maker | None = None

    def makers(self) -> dict[str, Maker]:
        """The makers by the kind of their mutants."""
        return {"grammar": self.grammar, "text": self.text, **({"looks": self.looks} if self.looks else {})}


def counted(tables: Mapping[str, Any]) -> int:
    """The rows of a grammar; patterns of values and groups of names are parts of rows."""
    return sum(len(rows) for table, rows in tables.items() if table not in {"forms", "groups", "prefixes"})
