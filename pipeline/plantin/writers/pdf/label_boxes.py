"""Numbers of paragraphs, entries, notes and headings: boxes in a line that have a least width, which is more than their
words fill.

The engine sets the words of a box that is as wide as they are (CSS 2.2, 10.3.9) twice: first to know how wide they are,
then in the box. Where they turn out to have room in the least width, the first is not needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_CLOSE = 0.5
"""By how many pixels at least the words are narrower than the least width: the engine may take their last space for a
part of them.
"""
_EDGES = tuple(f"{edge}_{side}" for edge in ("margin", "padding") for side in ("left", "right", "top", "bottom"))


@dataclass(slots=True)
class LabelBoxes:
    """The layout of boxes in a line, given the engine's ``lay_out`` (``inline_block_box_layout``) and ``measure``
    (``inline_block_width``). ``asked`` is the box that is laid out now, as long as its words have not been measured;
    ``wide`` one that has all the width there is.
    """

    lay_out: Callable[..., Any]
    measure: Callable[..., None]
    asked: Any = None
    wide: Any = None

    def box(self, context: Any, box: Any, position_x: float, skip: Any, *rest: Any) -> Any:
        """``inline_block_box_layout``: the words set in all the width that there is, and the box then as wide as it is
        at least.
        """
        self.asked, self.wide = box if skip is None else None, None
        made = self.lay_out(context, box, position_x, skip, *rest)
        if self.wide is not box:
            return made
        least = _least(box)
        if len(made.children) == 1 and made.children[0].width <= least - _CLOSE:
            made.width = least
            return made
        self.asked = None
        return self.lay_out(context, box, position_x, skip, *rest)

    def width(self, box: Any, context: Any, around: Any) -> None:
        """``inline_block_width``."""
        asked, self.asked = self.asked, None
        if (
            box is asked
            and _is_label(box)
            and _least(box) <= (available := around.width - _sides(box)) <= box.max_width
        ):
            self.wide, box.width = box, available
        else:
            self.measure(box, context, around)


def _least(box: Any) -> float:
    """The least width of ``box``: that of its content, or, as the engine has it, that of its style, whatever that
    includes.
    """
    from weasyprint.layout.preferred import min_max

    return max(float(box.min_width), float(min_max(box, 0)))


def _sides(box: Any) -> float:
    """What is beside the content of ``box``."""
    margins, borders = box.margin_left + box.margin_right, box.border_left_width + box.border_right_width
    return float(margins + box.padding_left + box.padding_right + borders)


def _is_label(box: Any) -> bool:
    """Whether ``box`` is as wide as its words, but no narrower than it is at least; and the words, on one line from its
    left edge, lie the same however wide it is.
    """
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox

    if not (
        box.width == "auto" and box.min_width > 0 and len(box.children) == 1 and isinstance(box.children[0], LineBox)
    ):
        return False
    line = box.children[0]
    style = line.style
    align = style["text_align_all"] if style["text_align_last"] == "auto" else style["text_align_last"]
    return (
        style["direction"] == "ltr"
        and align in {"start", "left"}
        and getattr(style["text_indent"], "value", None) == 0
        and all(
            isinstance(part, TextBox) or (isinstance(part, InlineBox) and _is_fixed(part))
            for part in line.descendants()
            if part is not line
        )
    )


def _is_fixed(box: Any) -> bool:
    """Whether ``box`` is in the line and as wide as its words, and nothing of it depends on the width around it."""
    if not box.is_in_normal_flow() or box.style["min_width"] != "auto":
        return False
    return all(getattr(box.style[edge], "unit", box.style[edge]) in {"px", "auto"} for edge in _EDGES)
