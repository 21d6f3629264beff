"""A validator: a program, not ours, that judges finished editions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plantin.validators.judgement import ToolReport
from plantin.validators.toolbox import Toolbox


@dataclass(frozen=True, slots=True)
class Tool:
    """A validator: its name, the code of its findings, how to run it; what its "passed" proves, as far as a program
    can, of each kind of file (by the end of the file's name; the longest counts, and None is a kind that it does not
    judge); whether it belongs to the whole gate and to the fast one.
    """

    name: str
    code: str
    run: Callable[[Toolbox, Sequence[Path]], ToolReport]
    kinds: Mapping[str, tuple[str, ...] | None]
    whole: bool = True
    fast: bool = False
    draws: bool = False
    """Whether it draws web pages: of editions, not of the pages around them."""

    def proves(self, name: str) -> tuple[str, ...] | None:
        """Return what its "passed" proves of the file ``name``; None where it does not judge such a file."""
        ends = [suffix for suffix in self.kinds if name.endswith(suffix)]
        return self.kinds[max(ends, key=len)] if ends else None
