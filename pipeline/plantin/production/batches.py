"""Divides many reports into batches whose documents fit into memory together, the longest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plantin.house.layout import House
from plantin.production.formats import Edition, format_named

_MOST = 4_000_000
"""Bytes of source, once for each language, whose documents are kept in memory at the same time; they take some ten
times that.
"""


def cost(house: House, edition: Edition) -> float:
    """Return what an edition takes, in the unit of the whole: the size of its source by what its format takes."""
    row = format_named(edition.format)
    return _size(house, edition.slug) * (row.cost if row else 1.0)


def batches(house: House, wanted: tuple[Edition, ...], costs: Mapping[Edition, float]) -> Iterator[tuple[Edition, ...]]:
    """Yield the editions of ``wanted`` in batches of whole reports, those that take most first: no worker begins a long
    one when the others have nothing left to do. Within a batch too the longest come first; editions of a report know
    only of editions of the same.
    """
    reports: dict[str, list[Edition]] = {}
    for edition in wanted:
        reports.setdefault(edition.slug, []).append(edition)
    waiting: list[Edition] = []
    total = 0
    for slug in sorted(reports, key=lambda slug: (-sum(costs[edition] for edition in reports[slug]), slug)):
        size = _size(house, slug) * len({edition.language for edition in reports[slug]})
        if waiting and total + size > _MOST:
            yield tuple(waiting)
            waiting, total = [], 0
        waiting += sorted(reports[slug], key=lambda edition: -costs[edition])
        total += size
    if waiting:
        yield tuple(waiting)


def _size(house: House, slug: str) -> int:
    """Return the bytes of a report's source; 1 where there is none."""
    try:
        return house.report(slug).stat().st_size or 1
    except OSError:
        return 1
