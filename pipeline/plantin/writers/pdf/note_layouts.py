"""Notes that are laid out once: the engine lays out all notes of a page again whenever one is added, and once more when
the page is done.

What a note looks like depends on its words, the width of the note area and the margins that meet its own; its place is
all that changes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from math import inf
from typing import Any

_MOST = 64
"""So many notes are kept, those that were laid out last: more than stand on a page and the next."""


def once(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """``block_level_layout`` of the engine's module of blocks, which gives a copy of a note that it has laid out
    before, at its place. A note that goes on overleaf, or has boxes that are placed when the page is done, is laid out
    again.
    """
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox

    def laid_out(*arguments: Any, **named: Any) -> Any:
        # Between other arguments: the space left at the foot, the place to go on from, and the margins that meet those
        # of the box.
        if (
            named
            or len(arguments) < _ALL
            or not isinstance(arguments[4], FootnoteAreaBox)
            or arguments[2:4] != (-inf, None)
        ):
            return lay_out(*arguments, **named)
        context, box, _, _, area, page_is_empty, absolute, fixed, margins = arguments[:_ALL]
        known: OrderedDict[Any, Any] = vars(context).setdefault("notes_laid_out", OrderedDict())
        around = area.width, tuple(margins or ()), page_is_empty, context.current_page > 1, bool(context.forced_break)
        key = (box.element, _words(box), *around)
        place = box.position_x, box.position_y
        if key not in known:
            own_absolute: list[Any] = []
            own_fixed: list[Any] = []
            made, resume, *told = lay_out(*arguments[:6], own_absolute, own_fixed, *arguments[8:])
            if made is not None and resume is None and not own_absolute and not own_fixed:
                known[key] = made.deepcopy(), place, _copied((resume, *told))
                while len(known) > _MOST:
                    known.popitem(last=False)
            for given, own in ((absolute, own_absolute), (fixed, own_fixed)):
                if given is not None:
                    given.extend(own)
            return made, resume, *told
        made, (left, top), told = known[key]
        made = made.deepcopy()
        made.translate(place[0] - left, place[1] - top)
        return made, *_copied(told)

    return laid_out


def _copied(told: Sequence[Any]) -> tuple[Any, ...]:
    """What the engine told besides the box; it adds to the lists."""
    return tuple(list(one) if isinstance(one, list) else one for one in told)


_ALL = 9
"""The arguments of the function as the module of blocks calls it, up to the margins."""


def _words(box: Any) -> str:
    """The words of a note, among which may be numbers of pages that were not known before."""
    from weasyprint.formatting_structure.boxes import TextBox

    return "\0".join(part.text for part in box.descendants() if isinstance(part, TextBox))
