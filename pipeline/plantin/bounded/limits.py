"""Limits on programs and worker processes; ``[limits]`` in plantin.toml changes them."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """The bounds of one program with its children: ``seconds`` by the clock, ``processor`` seconds of processor time,
    ``memory`` and ``output`` in MiB. Work of our own has those of processor time and memory.
    """

    seconds: int = 600
    processor: int = 1800
    memory: int = 4096
    output: int = 256


class BoundError(RuntimeError):
    """A program or piece of work that was ended at a bound: ``name`` is what, ``bound`` the key under ``[limits]``."""

    _WORDS = {  # noqa: RUF012 - a table that nobody changes
        "seconds": "did not end within {:,} s",
        "processor": "used more than {:,} s of processor time",
        "memory": "used more than {:,} MiB of memory",
        "output": "printed more than {:,} MiB",
    }

    def __init__(self, name: str, bound: str, value: int) -> None:
        super().__init__(f"{name} {self._WORDS[bound].format(value)}".strip())
        self.name = name
        self.bound = bound
        self.value = value

    def __reduce__(self) -> tuple[type[BoundError], tuple[str, str, int]]:
        return type(self), (self.name, self.bound, self.value)

    @property
    def hint(self) -> str:
        """How to raise the bound, for a finding.

        >>> BoundError("pandoc", "memory", 4096).hint
        'If it is to go on, raise `memory` (now 4096) under [limits] in plantin.toml.'
        """
        return f"If it is to go on, raise `{self.bound}` (now {self.value}) under [limits] in plantin.toml."


_imposed = [Limits()]


def current() -> Limits:
    """Return the bounds that hold in this process."""
    return _imposed[0]


def impose(limits: Limits) -> None:
    """Let ``limits`` hold in this process from now on."""
    _imposed[0] = limits
