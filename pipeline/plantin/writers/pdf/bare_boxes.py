"""Boxes without a background, rounded corners, shadows or pictures around them: nearly all, and each part of each line
is one. What a style has of these is asked once, not for each box.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plantin.writers.pdf.style_sharing import kept

_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_BARE = dict.fromkeys(_CORNERS, (0, 0)) | {"background": None}


def left_out(lay_out: Callable[..., None]) -> Callable[..., None]:
    """``layout_box_backgrounds``, given the engine's, which is asked for the boxes that have something of these, for
    pages, and for what stands in the place of a box (CSS 2.2, 9.6).
    """
    from weasyprint.formatting_structure.boxes import PageBox
    from weasyprint.layout.absolute import AbsolutePlaceholder

    others = PageBox, AbsolutePlaceholder

    def laid_out(page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:
        if style is not None or isinstance(box, others) or not _is_bare(box.style):
            lay_out(page, box, get_image, layout_children, style)
            return
        vars(box).update(_BARE)
        if layout_children:
            for child in box.all_children():
                laid_out(page, child, get_image)

    return laid_out


def _is_bare(style: Any) -> bool:
    own = kept(style)
    known: bool | None = own.get("is_bare")
    if known is None:
        known = own["is_bare"] = _shows_nothing(style)
    return known


def _shows_nothing(style: Any) -> bool:
    from weasyprint.draw.color import get_color

    return (
        all((0, "px") in style[corner] for corner in _CORNERS)
        and style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and (style["visibility"] == "hidden" or get_color(style, "background_color").alpha == 0)
    )
