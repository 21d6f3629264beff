"""Margins, padding, borders and sizes of boxes, worked out once for each style and each size of the block around it
(CSS 2, 6.1.3).

The engine works them out whenever a box is set: each part of each line, as often as the line is tried.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plantin.writers.pdf.style_sharing import kept

_EDGES = tuple(f"{edge}_{side}" for edge in ("margin", "padding") for side in ("left", "right", "top", "bottom"))
_SIZES = tuple(f"{bound}{size}" for size in ("width", "height") for bound in ("", "min_", "max_"))
_NAMES = (*_EDGES, *_SIZES, *(f"border_{side}_width" for side in ("left", "right", "top", "bottom")))


def once_a_style(resolve: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """``resolve_percentages``, given the engine's, which gives a box what another of the same style had within a block
    of the same size. Boxes of pages and of tables whose borders meet are left to the engine: they have more around them
    than their style.
    """
    from weasyprint.formatting_structure.boxes import Box, PageBox

    def resolved(box: Any, around: Any) -> None:
        width, height = (around.width, around.height) if isinstance(around, Box) else around
        style = box.style
        if isinstance(box, PageBox) or style["border_collapse"] == "collapse":
            resolve(box, around)
            return
        known = kept(style).setdefault("used_values", {})
        values = known.get((width, height))
        if values is None:
            resolve(box, around)
            own = vars(box)
            known[width, height] = {name: own[name] for name in _NAMES}
        else:
            vars(box).update(values)

    return resolved
