"""The width of a box that is as wide as what is in it (CSS 2.2, 10.3.5), from what must be known for it and no more."""

from __future__ import annotations

from typing import Any


def shrink_to_fit(context: Any, box: Any, available: float) -> float:
    """The engine's ``shrink_to_fit``: min(max(least, available), greatest), in pixels. The least width, for which the
    text is broken wherever it may be, does not matter where the greatest is available; so it is for the number of a
    paragraph.
    """
    from weasyprint.layout.preferred import max_content_width, min_content_width

    greatest: float = max_content_width(context, box, outer=False)
    return (
        greatest
        if greatest <= available
        else min(max(min_content_width(context, box, outer=False), available), greatest)
    )
