"""Filters of installed extensions, which ``plantin.toml`` names: code that changes what pandoc read of a report, or its
finished document, before anything is made of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from plantin.findings import Place, PlantinError, StyleError, ToolError
from plantin.findings.suggestion import suggest
from plantin.house import configuration
from plantin.settings import extensions

if TYPE_CHECKING:
    from pathlib import Path

    from plantin.model.document import Document
    from plantin.source.front_matter import FrontMatter
    from plantin.source.nodes import Node

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filter:
    """What an entry point of the group ``plantin.filters`` leads to."""

    name: str
    """The name by which ``plantin.toml`` calls it, that of the entry point."""
    document: Callable[[Document], Document] | None = None
    """Gives the document that is printed, and that editions are compared with."""
    nodes: Callable[[tuple[Node, ...], FrontMatter], tuple[Node, ...]] | None = None
    """Gives what is resolved in place of what pandoc read: what it adds is numbered like everything else."""


def load_filters(root: Path) -> tuple[Filter, ...]:
    """Return the filters of the house, in their order. Raises StyleError (D029) for one that is not installed, (D020)
    as the configuration does; ToolError (V021) for one that cannot be loaded.
    """
    if not (wanted := configuration.read(root).filters):
        return ()
    names = extensions.names("filters")
    for name in wanted:
        if name not in names:
            hint = suggest(name, names, f"Install the package that has it. Installed: {', '.join(names) or 'none'}.")
            place = configuration.place(root, "filters")
            raise StyleError.of("D029", f"there is no filter {name!r}", place, hint)
    return tuple(extensions.load("filters", name, Filter)[0] for name in wanted)


def digest(root: Path) -> str:
    """Return what the filters of the house are: a digest of their names, order and code; empty where it has none, or
    where one is not installed. Raises StyleError (D020).
    """
    if not (wanted := configuration.read(root).filters):
        return ""
    names = extensions.names("filters")
    return " ".join(
        f"{name}:{extensions.digest(extensions.module('filters', name))}" if name in names else name for name in wanted
    )


def apply_filter(one: Filter, work: Callable[[], T], kind: type[T]) -> T:
    """Return what a filter makes. Raises ToolError (V022): it fails or makes something else; its own findings pass."""
    try:
        result = work()
    except PlantinError:
        raise
    except Exception as error:
        raise _fault(one, f"{type(error).__name__}: {error}") from error
    if not isinstance(result, kind):
        raise _fault(one, f"it gave {type(result).__name__}, not {kind.__name__}")
    return result


def _fault(one: Filter, what: str) -> ToolError:
    hint = "Report it to those who make it, or remove it from filters in plantin.toml."
    return ToolError.of("V022", f"the filter {one.name!r} failed: {what[:300]}", Place("plantin.toml"), hint)
