"""What the engine made pages of, let go when the pages are there: boxes that nobody draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from plantin.writers.pdf import target_pages


def let_go(layout_document: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """``layout_document``, given the engine's: its pages. A picture in SVG keeps the context of the layout, in which
    each target of a link has the box it was before lines and pages were made.
    """

    def made(html: Any, root_box: Any, context: Any, *rest: Any) -> Iterator[Any]:
        yield from layout_document(html, root_box, context, *rest)
        context.target_collector.target_lookup_items.clear()
        target_pages.forget(context)

    return made
