"""Two corrections of WeasyPrint 70's layout of notes, each one changed line, in force only inside ``corrected()``.

1. A note area whose borders and paddings do not add up exactly in binary is taken for overfull: every note goes to the next page, and
   some are lost (Kozea/WeasyPrint #2502). A hundredth of a pixel of tolerance mends it.
2. Where a later paragraph's lines do not fit, the page's notes are thrown to the next page to win one line, away from their calls.
   Only notes called in that paragraph may be, and only those whose ``footnote-policy`` lets them part from their call.

A correction holds for the line it was written for: where the library's source differs, ``corrected()`` refuses.
"""

from __future__ import annotations

import inspect
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.findings import Finding, Place, ToolError

# The library's functions are replaced for the whole process, so one document is set at a time.
_ONE_AT_A_TIME = threading.RLock()


@dataclass(frozen=True, slots=True)
class Correction:
    """In ``owner.name`` of ``module``, the line ``old`` (exactly once there) becomes ``new``."""

    module: str
    owner: str
    name: str
    old: str
    new: str


CORRECTIONS = (
    Correction(
        "weasyprint.layout",
        "LayoutContext",
        "_update_footnote_area",
        "overflow = last_child_bottom > footnote_area_bottom\n",
        "overflow = last_child_bottom > footnote_area_bottom + 0.01\n",
    ),
    Correction(
        "weasyprint.layout.block",
        "",
        "_linebox_layout",
        "while report and context.current_page_footnotes:\n",
        "while report and any(note.style['footnote_policy'] == 'auto' for note in context.current_page_footnotes[-1:]"
        " if note in new_footnotes):\n",
    ),
)


@contextmanager
def corrected(corrections: tuple[Correction, ...] = CORRECTIONS) -> Iterator[None]:
    """WeasyPrint with its layout corrected, restored at the end. Raises ToolError (D012) where its source is not the one known."""
    with _ONE_AT_A_TIME, replaced([(owner(one), one.name, _function(one)) for one in corrections]):
        yield


@contextmanager
def replaced(names: list[tuple[Any, str, Callable[..., Any]]]) -> Iterator[None]:
    """Each ``name`` of an ``owner`` is replaced by another function, until the end."""
    with _ONE_AT_A_TIME:
        before = [(place, name, getattr(place, name)) for place, name, _ in names]
        try:
            for place, name, function in names:
                setattr(place, name, function)
            yield
        finally:
            for place, name, function in before:
                setattr(place, name, function)


def owner(correction: Correction) -> Any:
    """The module or class whose function is corrected."""
    import importlib

    module = importlib.import_module(correction.module)
    return getattr(module, correction.owner) if correction.owner else module


@cache
def _function(correction: Correction) -> Callable[..., Any]:
    import importlib

    module = importlib.import_module(correction.module)
    source = textwrap.dedent(inspect.getsource(getattr(owner(correction), correction.name)))
    if source.count(correction.old) != 1:
        import weasyprint

        raise ToolError(
            Finding(
                "D012",
                f"WeasyPrint {weasyprint.__version__} is not the one known: {correction.name} has no line {correction.old.strip()!r}",
                Place(correction.module),
                "Install the version that pyproject.toml names, or see whether the correction is still needed.",
            )
        )
    scope: dict[str, Any] = {}
    code = compile(source.replace(correction.old, correction.new), f"<corrected {correction.name}>", "exec")
    exec(code, vars(module), scope)  # noqa: S102 (the library's own source, one line changed)
    function: Callable[..., Any] = scope[correction.name]
    return function
