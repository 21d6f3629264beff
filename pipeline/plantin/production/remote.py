"""The door to work that is done or kept elsewhere: entry points of the groups ``plantin.executors``, which run the
steps of a build on other machines, and ``plantin.stores``, which keep editions that machines share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from plantin.files import BuildRecord
    from plantin.findings import Finding
    from plantin.house.layout import House


@dataclass(frozen=True, slots=True)
class StoreEntry:
    """What was made of the ingredients in ``record``, and its bytes with their digest; a composed document has none,
    only the digest in its record is kept.
    """

    record: BuildRecord
    content: bytes
    digest: str


class Store(Protocol):
    """A store of editions, found by what they are made of. What is wrong with it is a finding, never an error."""

    def get(self, name: str, ingredients: Mapping[str, str]) -> StoreEntry | None:
        """Return the entry for ``name``, made of ``ingredients``; None where there is none that can be used."""

    def put(self, name: str, record: BuildRecord, content: bytes) -> None:
        """Let others have what was made for ``name``."""

    def take_findings(self) -> tuple[Finding, ...]:
        """Return the findings since the last call."""


@dataclass(frozen=True, slots=True)
class RemoteExecutor:
    """A way of running the steps of a build elsewhere."""

    name: str
    """The name of its entry point, and of its option: ``dask`` for ``--dask ADDRESS``."""
    metavar: str
    """What the option takes, as its help shows it."""
    help: str
    """What the help of a command says of the option."""
    connect: Callable[[str, House], Executor]
    """Returns the workers at an address, for steps of a build in a house. Raises ToolError: they are not reached."""


@dataclass(frozen=True, slots=True)
class SharedStore:
    """A kind of store that machines share."""

    name: str
    """The name of its entry point, and of its option."""
    help: str
    """What the help of a command says of the option."""
    variable: str
    """The variable of the environment that names a store where the option does not."""
    open: Callable[[str], Store]
    """Returns the store at an address. Raises ToolError: it cannot be used."""
