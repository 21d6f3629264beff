"""Makes the index: the entries marked in the text, sorted as the language does, each with the places it refers to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plantin.findings import Finding, Place
from plantin.findings.suggestion import suggest
from plantin.house.locale import Locale
from plantin.model.document import Block, Paragraph, Passage, Section
from plantin.model.inlines import Inline, Reference, Text, merge_texts
from plantin.resolve.collation import sort_key
from plantin.resolve.references import Target, write_references

SIGN = "!"
"""What parts an entry from the one under it: "lamps!oil"."""


@dataclass(frozen=True, slots=True)
class IndexReference:
    """A mark in the text: the entry, and the one under it if any; what each is sorted by, empty where by its words; the
    entry that a reader is sent to instead, or the anchor of the mark with the place that it is in.
    """

    path: tuple[str, ...]
    sort: tuple[str, ...]
    see: str
    anchor: str
    around: Target | None
    place: Place


@dataclass(slots=True)
class _Entry:
    """An entry with all its marks, and the entries under it; ``anchor`` is empty where none sends to it."""

    sort: str = ""
    see: dict[str, None] = field(default_factory=dict)
    marks: list[IndexReference] = field(default_factory=list)
    under: dict[str, _Entry] = field(default_factory=dict)
    anchor: str = ""


def faults(marks: Sequence[IndexReference], locale: Locale) -> Iterator[Finding]:
    """Yield S171 for "see" of an entry that does not exist, and where the language has no heading for the index."""
    entries = {SIGN.join(mark.path) for mark in marks} | {mark.path[0] for mark in marks}
    for mark in marks:
        if mark.see and mark.see not in entries:
            hint = suggest(mark.see, entries, "Name an entry as its marks have it.")
            yield Finding("S171", f"see {mark.see!r}, which is no entry of the index", mark.place, hint)
    if marks and not locale.index.heading:
        hint = "Give the locale the word, heading = under [index]."
        yield Finding("S171", f"the language {locale.language} has no heading for the index", marks[0].place, hint)


def index(marks: Sequence[IndexReference], locale: Locale, places: Iterable[str]) -> tuple[Block, ...]:
    """Return the index of ``marks`` as a section without a number, or nothing; ``places`` are anchors before it."""
    if not marks:
        return ()
    entries: dict[str, _Entry] = {}
    paths: dict[str, _Entry] = {}
    for mark in marks:
        level, entry = entries, _Entry()
        for n, name in enumerate(mark.path):
            entry = level.setdefault(name, _Entry())
            entry.sort = entry.sort or (mark.sort[n] if n < len(mark.sort) else "")
            level = entry.under
            paths[SIGN.join(mark.path[: n + 1])] = entry
        if mark.see:
            entry.see[mark.see] = None
        else:
            entry.marks.append(mark)
    # Numbered in the order of the text, which is that of every language.
    for n, name in enumerate((name for name in paths if any(mark.see == name for mark in marks)), 1):
        paths[name].anchor = f"entry-{n}"
    writer = _IndexWriter(locale, paths)
    anchor = f"heading-{sum(place.startswith('heading-') for place in places) + 1}"
    heading: tuple[Inline, ...] = (Text(locale.index.heading),)
    return (Section(anchor, 1, "", heading, (Passage("index", "", locale.direction, tuple(writer.rows(entries))),)),)


class _IndexWriter:
    """Words the entries of one index; ``paths`` are all of them, by what marks call them."""

    def __init__(self, locale: Locale, paths: Mapping[str, _Entry]) -> None:
        self._locale = locale
        self._forms = locale.index
        self._paths = paths

    def rows(self, entries: Mapping[str, _Entry]) -> Iterator[Block]:
        """Yield the entries in the order of the language, after each those under it."""
        for name, entry in sorted(
            entries.items(), key=lambda one: (sort_key(one[1].sort or one[0], self._forms.after), one[0])
        ):
            yield Paragraph(entry.anchor, "", merge_texts((Text(name), *self._places(entry))))
            if entry.under:
                yield Passage("subentries", "", self._locale.direction, tuple(self.rows(entry.under)))

    def _places(self, entry: _Entry) -> Iterator[Inline]:
        """Yield where an entry leads: a numbered paragraph once; other places at each mark, the second with a count."""
        between = self._locale.list_separators(3)[0]
        seen: Counter[str] = Counter()
        for mark in entry.marks:
            target = mark.around
            if target is None or (target.kind == "paragraph" and seen[target.anchor]):
                continue
            yield Text(between if seen.total() else self._forms.before)
            seen[target.anchor] += 1
            reference = write_references([target], self._locale)
            words = "".join(inline.text for inline in reference if isinstance(inline, Text | Reference))
            count = seen[target.anchor]
            yield Reference(mark.anchor, f"{words} ({count})" if count > 1 else words)
        form = (self._forms.see_also or self._forms.see) if seen else self._forms.see
        for n, other in enumerate(entry.see):
            before, _, after = form.partition("{entry}")
            yield Text((between if n or seen else self._forms.before) + before)
            yield Reference(self._paths[other].anchor, other.replace(SIGN, self._forms.only))
            yield Text(after)
