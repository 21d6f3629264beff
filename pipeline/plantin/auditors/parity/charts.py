"""Compares the charts of an edition with their data: the drawing by its geometry, and what a page shows with the
drawing.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator

from plantin.auditors.charts import DrawnShape, alike, faults, shapes
from plantin.auditors.passages import EditionPassages
from plantin.findings import Finding, Place
from plantin.model.document import Document, Figure, every
from plantin.model.outline import normal

_HINT = "Build again; if it stays, readers see other values than the data have."


def differences(document: Document, edition: EditionPassages, path: str) -> Iterator[Finding]:
    """P039 for each chart of ``document`` that does not show the values of its data, or that the edition at ``path``
    draws otherwise.
    """
    drawn = defaultdict[str, deque[tuple[DrawnShape, ...]]](deque)
    for one in edition.drawings or ():
        drawn[one.words].append(one.shapes)
    for figure in every(document.blocks):
        if not isinstance(figure, Figure) or figure.chart is None:
            continue
        wrong = next(faults(figure.picture.content, figure.chart), "")
        words = normal(figure.alternative)
        if edition.drawings is not None and not wrong:
            seen = drawn[words].popleft() if drawn[words] else ()
            wrong = alike(shapes(figure.picture.content), seen)
        if wrong:
            yield Finding("P039", f"{figure.label}: {wrong}", Place(path, anchor=figure.anchor), _HINT)
