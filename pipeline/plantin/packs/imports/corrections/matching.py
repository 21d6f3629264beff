"""Matches the paragraphs and notes of an edited Word file with those of the unedited edition."""

from __future__ import annotations

from difflib import SequenceMatcher

from plantin.packs.imports.corrections.wording import anchor, likeness, words_of
from plantin.packs.imports.docx import Footnote, Manuscript, Passage

_ALIKE, _UNLIKE = 0.5, 0.3
_MOST_PASSAGES_AWAY = 100
"""So far is looked for the passage that another was made from: with every word changed, all pairs would take hours."""
_LEAST_BOOKMARKS = 2
"""So many bookmarks at each other's words are no accident."""


def is_outdated(former: list[Passage], present: list[Passage]) -> bool:
    """Return whether the bookmarks of ``present`` are those of another state of the source: some are at words that have
    others now.
    """
    old = {anchor(passage): words_of(passage) for passage in former if anchor(passage)}
    words = set(old.values())
    texts = [(anchor(passage), words_of(passage)) for passage in present]
    moved = [text for mark, text in texts if old.get(mark, text) != text in words]
    return len(moved) >= _LEAST_BOOKMARKS


def passages(former: list[Passage], present: list[Passage], *, by_words: bool = False) -> dict[int, int]:
    """Return, for each passage of ``present`` that was there before, its place in ``former``.

    By bookmarks first (``by_words``: by the order of equal words), then by equal words, then by likeness to those
    between the same neighbours.
    """
    old, new = [words_of(passage) for passage in former], [words_of(passage) for passage in present]
    pairs: dict[int, int] = _in_order(old, new) if by_words else {}
    places = {anchor(passage): n for n, passage in enumerate(former) if anchor(passage) and not by_words}
    doubtful: list[tuple[int, int]] = []
    for n, passage in enumerate(present):
        place = places.pop(anchor(passage), None)
        if place is not None and likeness(old[place], new[n]) >= _UNLIKE:
            pairs[n] = place
        elif place is not None:
            doubtful.append((n, place))
    _match_equal(pairs, former, present, old, new)
    for n, place in doubtful:
        # A heading that says something else now keeps its bookmark; a paragraph split at its beginning leaves it with
        # the new one.
        if n not in pairs and place not in pairs.values() and not _better(place, n, old, new, pairs):
            pairs[n] = place
    _match_between(pairs, former, present, old, new)
    return {n: place for n, place in pairs.items() if (present[n].kind == "object") == (former[place].kind == "object")}


def _in_order(old: list[str], new: list[str]) -> dict[int, int]:
    same = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.b + n: block.a + n for block in same for n in range(block.size)}


def _match_equal(
    pairs: dict[int, int], former: list[Passage], present: list[Passage], old: list[str], new: list[str]
) -> None:
    taken = set(pairs.values())
    free: dict[tuple[str, str], list[int]] = {}
    for n, text in enumerate(old):
        if n not in taken:
            free.setdefault((former[n].kind, text), []).append(n)
    for n, text in enumerate(new):
        if n not in pairs and (same := free.get((present[n].kind, text))):
            pairs[n] = same.pop(0)


def _better(place: int, n: int, old: list[str], new: list[str], pairs: dict[int, int]) -> bool:
    here = likeness(old[place], new[n])
    return any(
        other not in pairs and other != n and likeness(old[place], new[other]) > max(here, _ALIKE)
        for other in range(n + 1, min(n + 4, len(new)))
    )


def _match_between(
    pairs: dict[int, int], former: list[Passage], present: list[Passage], old: list[str], new: list[str]
) -> None:
    taken = set(pairs.values())
    last = -1
    for n in range(len(present)):
        if n in pairs:
            last = pairs[n]
            continue
        later = [
            pairs[other]
            for other in range(n + 1, min(n + _MOST_PASSAGES_AWAY, len(present)))
            if other in pairs and pairs[other] > last
        ]
        end = min(later, default=len(former))
        free = [place for place in range(last + 1, min(end, last + _MOST_PASSAGES_AWAY)) if place not in taken]
        best = max(free, key=lambda place: likeness(old[place], new[n]), default=None)
        if best is not None and likeness(old[best], new[n]) >= _ALIKE:
            pairs[n] = last = best
            taken.add(best)


def notes(former: Manuscript, present: Manuscript, *, by_words: bool = False) -> dict[str, str]:
    """Return, for each note of ``present`` that was there before, its id there, by the id in ``present``; as
    ``passages`` finds passages.
    """
    by_bookmark = {note.bookmark: note.identifier for note in former.notes if note.bookmark}
    calls = {mark: note for mark, note in former.marks.items() if mark.startswith("indicator_")}
    old, new = _texts(former), _texts(present)
    pairs: dict[str, str] = {}

    def keep(identifier: str, was: str | None) -> None:
        if was and identifier in new and identifier not in pairs and was not in pairs.values():
            pairs[identifier] = was

    moved = (
        note
        for note in present.notes
        if old.get(by_bookmark.get(note.bookmark, ""), new[note.identifier]) != new[note.identifier]
    )
    if by_words or any(new[note.identifier] in old.values() for note in moved):
        identifiers, others = list(new), list(old)
        for n, place in _in_order(list(old.values()), list(new.values())).items():
            keep(identifiers[n], others[place])
    else:
        for note in present.notes:
            keep(note.identifier, by_bookmark.get(note.bookmark))
        for mark, identifier in present.marks.items():
            keep(identifier, calls.get(mark))
    for identifier, text in new.items():
        alike = sorted(((likeness(old[was], text), was) for was in old if was not in pairs.values()), reverse=True)
        if alike and alike[0][0] > _ALIKE:
            keep(identifier, alike[0][1])
    return pairs


def _texts(manuscript: Manuscript) -> dict[str, str]:
    return {note.identifier: " ".join(map(words_of, note.passages)) for note in manuscript.notes}


def says_same(words: str, former: str) -> bool:
    """Return whether the words of a picture are as before: LibreOffice puts the title of a drawing, the label of the
    figure, on a line before it.
    """
    return words == former or words.endswith(f"\n{former}")


def pictures_alike(passage: Passage, former: Passage) -> bool:
    """Return whether the pictures are the same and say the same."""
    new, old = passage.line.pictures, former.line.pictures
    return len(new) == len(old) and all(
        says_same(picture[0], was[0]) and was[1] in ("", picture[1]) for picture, was in zip(new, old, strict=True)
    )


def first_words(note: Footnote) -> str:
    """Return the first words of a note, by which a person finds it."""
    return note.passages[0].place() if note.passages else "“”"


def difference(former: Passage, passage: Passage) -> str:
    """Return the first words that differ, where the beginnings are the same."""
    if former.place() != passage.place():
        return ""
    old, new = words_of(former).split(), words_of(passage).split()
    n = next((n for n, (was, now) in enumerate(zip(old, new, strict=False)) if was != now), min(len(old), len(new)))
    return f", from “{' '.join(old[n : n + 5])}” to “{' '.join(new[n : n + 5])}”"
