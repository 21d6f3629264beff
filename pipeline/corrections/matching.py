"""Which paragraph and which note of an edited Word file is which of the one that the press would write."""

from __future__ import annotations

from pipeline.corrections.wording import anchor, likeness, spoken
from pipeline.importers.docx import Manuscript, Passage

_ALIKE, _UNLIKE = 0.5, 0.3


def passages(former: list[Passage], present: list[Passage]) -> dict[int, int]:
    """For each passage that was there before, its place in ``present``, by its place in ``former``, turned round: present to former.

    By bookmarks first, then by equal words, then by likeness to those that stand between the same neighbours.
    """
    old, new = [spoken(passage) for passage in former], [spoken(passage) for passage in present]
    found: dict[int, int] = {}
    places = {anchor(passage): n for n, passage in enumerate(former) if anchor(passage)}
    doubtful: list[tuple[int, int]] = []
    for n, passage in enumerate(present):
        place = places.pop(anchor(passage), None)
        if place is not None and likeness(old[place], new[n]) >= _UNLIKE:
            found[n] = place
        elif place is not None:
            doubtful.append((n, place))
    _equal(found, former, present, old, new)
    for n, place in doubtful:
        # A heading that says something else now keeps its bookmark; a paragraph split at its beginning leaves it with the new one.
        if n not in found and place not in found.values() and not _better(place, n, old, new, found):
            found[n] = place
    _between(found, former, present, old, new)
    return found


def _equal(found: dict[int, int], former: list[Passage], present: list[Passage], old: list[str], new: list[str]) -> None:
    taken = set(found.values())
    free: dict[tuple[str, str], list[int]] = {}
    for n, text in enumerate(old):
        if n not in taken:
            free.setdefault((former[n].kind, text), []).append(n)
    for n, text in enumerate(new):
        if n not in found and (same := free.get((present[n].kind, text))):
            found[n] = same.pop(0)


def _better(place: int, n: int, old: list[str], new: list[str], found: dict[int, int]) -> bool:
    here = likeness(old[place], new[n])
    return any(
        other not in found and other != n and likeness(old[place], new[other]) > max(here, _ALIKE)
        for other in range(n + 1, min(n + 4, len(new)))
    )


def _between(found: dict[int, int], former: list[Passage], present: list[Passage], old: list[str], new: list[str]) -> None:
    taken = set(found.values())
    last = -1
    for n in range(len(present)):
        if n in found:
            last = found[n]
            continue
        later = [found[other] for other in range(n + 1, len(present)) if other in found and found[other] > last]
        end = min(later, default=len(former))
        free = [place for place in range(last + 1, end) if place not in taken]
        best = max(free, key=lambda place: likeness(old[place], new[n]), default=None)
        if best is not None and likeness(old[best], new[n]) >= _ALIKE:
            found[n] = last = best
            taken.add(best)


def notes(former: Manuscript, present: Manuscript) -> dict[str, str]:
    """For each note of ``present`` that was there before, its id there, by the id in ``present``."""
    own = {note.bookmark: note.identifier for note in former.notes if note.bookmark}
    calls = {mark: note for mark, note in former.marks.items() if mark.startswith("indicator_")}
    found: dict[str, str] = {}

    def keep(identifier: str, was: str | None) -> None:
        if was and identifier not in found and was not in found.values():
            found[identifier] = was

    for note in present.notes:
        keep(note.identifier, own.get(note.bookmark))
    for mark, identifier in present.marks.items():
        keep(identifier, calls.get(mark))
    words = {note.identifier: " ".join(map(spoken, note.passages)) for note in former.notes}
    for note in present.notes:
        text = " ".join(map(spoken, note.passages))
        alike = sorted(((likeness(words[one], text), one) for one in words if one not in found.values()), reverse=True)
        if alike and alike[0][0] > _ALIKE:
            keep(note.identifier, alike[0][1])
    return found
