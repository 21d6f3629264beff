"""A message whose text has several translations, where nothing around it says which is its own: it is stale, and
comments say where it was when that was certain, and what the text is translated as elsewhere.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from plantin.translation.po import PoEntry

_PLACE, _OTHER = "place among equal texts: ", "equal text elsewhere: "


def put_in_doubt(entry: PoEntry, place: str, others: Iterable[str]) -> PoEntry:
    """Return ``entry``, which was at ``place``, in doubt between its translation and ``others``."""
    return replace(_with_doubt(entry, place, others), stale=True)


def _with_doubt(entry: PoEntry, place: str, others: Iterable[str]) -> PoEntry:
    lines = (*(_OTHER + json.dumps(text, ensure_ascii=False) for text in others), _PLACE + (place_of(entry) or place))
    return replace(entry, comments=(*_other_comments(entry), *lines))


def with_places(entries: Sequence[PoEntry], gone: Sequence[int], place: Callable[[int], str]) -> Iterator[PoEntry]:
    """Yield those of ``entries`` that are ``gone``, with the ``place`` of each whose text has several translations."""
    variants: dict[str, set[str]] = defaultdict(set)
    for entry in entries if gone else ():
        variants[entry.original].add(entry.translation)
    for i in gone:
        entry = replace(entries[i], note=entries[i].note.partition("\n")[0])
        others = variants[entry.original] - {entry.translation, ""}
        yield _with_doubt(entry, place(i), sorted(others)) if others else entry


def place_of(entry: PoEntry) -> str:
    """Return the place where the translation of a message was certain; empty where it is not in doubt."""
    return next((line.removeprefix(_PLACE) for line in entry.comments if line.startswith(_PLACE)), "")


def others_of(entry: PoEntry) -> list[str]:
    """Return what the text of a message in doubt is translated as elsewhere."""
    lines = (line.removeprefix(_OTHER) for line in entry.comments if line.startswith(_OTHER))
    try:
        return [str(json.loads(line)) for line in lines]
    except ValueError:
        return []


def settle(entry: PoEntry) -> PoEntry:
    """Return ``entry`` without the comments of a doubt."""
    comments = _other_comments(entry)
    return entry if comments == entry.comments else replace(entry, comments=comments)


def _other_comments(entry: PoEntry) -> tuple[str, ...]:
    return tuple(line for line in entry.comments if not line.startswith((_PLACE, _OTHER)))
