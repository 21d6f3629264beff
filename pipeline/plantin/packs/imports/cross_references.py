"""Turns references in the words of a received file into source references, where they give the number that is printed;
all others are kept as words and reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plantin.house.locale import Locale
from plantin.house.locale_tables import RUNNING, ReferenceKind
from plantin.model.outline import normal
from plantin.packs.imports import markup
from plantin.packs.imports.docx.headings import Draft
from plantin.packs.imports.generated_names import GeneratedNames
from plantin.packs.imports.paragraph_pieces import Piece, SourceMarkup, text_of
from plantin.packs.imports.received import letters
from plantin.resolve.references import open_brackets

_MARK = re.compile("\ue000(\\d{1,6})\ue001")
_TAIL = 100
_REFERENCE = re.compile(r"\[\]\(#([^)]*)\)(?:\{\.(\w+)\})?")
_WHOLE = re.compile(r"([^\W\d_]+\.?) (\S+)")
"""A reference that shows its words too: "paragraph 12"."""
_NAME = re.compile(r"([^\W\d_]+\.?)[ \u00a0]?$")
_BEGINS = re.compile(r"(?:^|[.!?:]|\]\{[^}]*\})[\s*]*$")
_REFERS = re.compile(r"(?:[^\W\d_]{2,20}\.? )?(?:\d[\d.]{0,11}|[IVX]{1,6}(?:\.\w{1,3})*|[A-Z])(?: ?\(\w{1,5}\)){0,3}")
_QUOTES = ("“”", '""', "«»", "„“", "‘’")
_SHORTEST = 3
"""So many letters must an abbreviation have to be the beginning of what is typed: "para." of "paragraph"."""
_KINDS: dict[str, ReferenceKind] = {"heading": "section", "numbered": "paragraph", "item": "item"}


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage that can be referred to: its id, what it is, its number as a reference gives it (empty: it has none),
    its words.
    """

    identifier: str
    kind: ReferenceKind
    number: str
    words: str


class CrossReferences:
    """The references of one file. ``wanted`` are the bookmarks or ids that something in it leads to, ``titles`` the
    words of headings by their ids; ``names`` gives the new ids, ``write`` words in the source's marks.
    """

    def __init__(
        self,
        locale: Locale,
        names: GeneratedNames,
        wanted: Iterable[str],
        titles: Mapping[str, str] | None = None,
        write: Callable[[str], str] = markup.escape,
    ) -> None:
        self._write = write
        self._locale, self._names, self._wanted = locale, names, frozenset(wanted)
        self._titles = {name: letters(words) for name, words in (titles or {}).items()}
        self._identifiers: dict[str, str] = {}
        self._shown: list[tuple[str, str]] = []
        self._places: dict[str, _Place] = {}
        self._used: set[str] = set()
        self._forms = tuple(_forms(locale))
        self._taken: dict[int, str] = {}
        self._reported: dict[int, str] = {}

    def identifier(self, targets: Iterable[str], words: str) -> str:
        """Return the id of the passage that begins with ``words``; empty where nothing leads to its ``targets``."""
        new_targets = [target for target in targets if target in self._wanted and target not in self._identifiers]
        if not new_targets:
            return ""
        name = self._names.new(words, "place")
        self._identifiers |= dict.fromkeys(new_targets, name)
        return name

    def refers(self, target: str, words: str) -> bool:
        """Return whether ``words`` that lead to ``target`` may be a reference: a number, with what it counts, or the
        words of a heading.
        """
        title = self._titles.get(target, "")
        return bool(_REFERS.fullmatch(normal(words))) or bool(title and title.endswith(letters(words)))

    def mark(self, target: str, shown: str) -> str:
        """Return what takes the place of the reference to ``target`` that shows ``shown``, until ``settle``."""
        self._shown.append((target, normal(shown)))
        return f"\ue000{len(self._shown) - 1}\ue001"

    def show_references(self, text: str) -> str:
        """Return ``text`` with what its references show."""
        return _MARK.sub(lambda match: self._shown[int(match[1])][1], text)

    def learn_numbers(self, drafts: Sequence[Draft], rules: Sequence[str]) -> None:
        """Learn which numbers the press prints: those of ``drafts``, under ``rules``."""
        if "paragraphs: by-section" in rules:
            return  # numbers begin again, and the press words its references by where they are
        decimal, bare = "sections: decimal" in rules, "sections: none" in rules
        around: list[str] = []
        paragraph, entries = "", list[str]()
        for draft in drafts:
            row, label = draft.row, (draft.printed.label if draft.printed else "").strip().rstrip(".)").lstrip("(")
            number = label
            if row.kind == "heading":
                around = [*around[: row.level - 1], label]
                paragraph = ""
                number = "" if bare or row.label else label if decimal else ".".join(filter(None, around))
            elif row.kind == "numbered":
                paragraph = label
            elif row.kind == "item":
                entries = [*entries[: row.level - 1], draft.printed.label.strip() if draft.printed else ""]
                number = " ".join((paragraph, *entries)) if paragraph and all(entries) else ""
            if row.identifier and row.kind in _KINDS and (number or row.kind == "heading"):
                self._places[row.identifier] = _Place(
                    row.identifier, _KINDS[row.kind], number, normal(self.show_references(draft.words))
                )

    def settle(self, text: str) -> str:
        """Return ``text`` with its references as a source has them, or as words; without ids that nothing leads to."""
        out, at = "", 0
        for run in self._runs(text):
            before = out + text[at : run[0].start()]
            after = text[run[-1].end() :]
            resolution = self._reference(before, after, [int(match[1]) for match in run])
            if resolution is None:
                out = before + text[run[0].start() : run[-1].end()]
                out = _MARK.sub(lambda match: self._words(int(match[1])), out)
                at = run[-1].end()
            else:
                reference, left, right = resolution
                out = before[: len(before) - left] + reference
                at = run[-1].end() + right
        out += text[at:]
        for name in set(self._identifiers.values()) - self._used:
            out = out.replace(f" {{#{name}}}\n", "\n").replace(f"[]{{#{name}}} ", "")
            out = re.sub(rf"\{{#{re.escape(name)} (?=\.)", "{", out)
        return out

    def press_words(self, words: str, *, noted: bool) -> str:
        """Return ``words`` that a passage was received with, in a note or not (``noted``), its references worded as the
        press words them: to be asked after ``settle``.
        """
        text = re.sub(r"\[([^\[\]]*)\]\{lang=[\w-]+\}", r"\1", self.settle(words))
        out, at, opened = "", 0, 0
        for match in _REFERENCE.finditer(text):
            passed = text[at : match.start()]
            opened = open_brackets(passed, opened)
            out += passed + self._wording(match[1].split(","), match[2] or ("" if noted or opened else RUNNING))
            at = match.end()
        return out + text[at:]

    def generated_words(self) -> list[str]:
        """Return the words of the file that the press prints itself now."""
        return list(self._taken.values())

    def remaining_words(self) -> list[str]:
        """Return what the references that stay words show."""
        return list(self._reported.values())

    # One reference, or several that share their words

    def _runs(self, text: str) -> Iterator[list[re.Match[str]]]:
        """Yield the references in ``text``; those that only commas and the word for "and" divide are one run."""
        run: list[re.Match[str]] = []
        joints = {" ".join(joint.split()) for count in (2, 3) for joint in self._locale.list_separators(count)}
        for match in _MARK.finditer(text):
            if int(match[1]) >= len(self._shown):
                continue
            if run and " ".join(text[run[-1].end() : match.start()].split()) not in joints:
                yield run
                run = []
            run.append(match)
        if run:
            yield run

    def _reference(self, before: str, after: str, numbers: Sequence[int]) -> tuple[str, int, int] | None:
        """Return the reference, and how much of what is typed before and after it becomes the press's; None where it
        stays words.
        """
        places = [self._places.get(self._identifiers.get(self._shown[n][0], "")) for n in numbers]
        texts = [self._shown[n][1] for n in numbers]
        targets = [place for place in places if place is not None]
        if len(targets) < len(places) or len({place.kind for place in targets}) > 1:
            return None
        left, right, name, case = 0, 0, "", ""
        tail = before[-_TAIL:]
        if all(place.number for place in targets):
            if len(texts) == 1 and (whole := _WHOLE.fullmatch(texts[0])):
                name, texts[0] = whole[1], whole[2]
            elif typed := _NAME.search(tail):
                name, left = typed[1], len(typed[0])
            if not all(_same(text, place.number) for text, place in zip(texts, targets, strict=True)):
                return None
            form = next((form for form in self._forms if form[1] == targets[0].kind and _is_name(name, form[0])), None)
            if form is None or (
                name[:1].isupper() and form[0][:1].islower() and _BEGINS.search(tail[: len(tail) - left])
            ):
                return None
            case = form[2]
        elif len(targets) == 1 and _alike(texts[0], targets[0].words):
            quotes = next((pair for pair in _QUOTES if before.endswith(pair[0]) and after.startswith(pair[1])), "")
            left, right = len(quotes[:1]), len(quotes[1:])
        else:
            return None
        self._used |= {place.identifier for place in targets}
        self._taken[numbers[0]] = " ".join(
            (name, *(self._shown[n][1] for n in numbers), *self._locale.list_separators(len(numbers)))
        )
        reference = f"[](#{','.join(place.identifier for place in targets)})" + (f"{{.{case}}}" if case else "")
        return reference, left, right

    def _words(self, n: int) -> str:
        self._reported[n] = self._shown[n][1]
        return self._write(self._shown[n][1])

    def _wording(self, identifiers: Sequence[str], case: str) -> str:
        """Return what the press prints for a reference to these places."""
        places = [self._places[name] for name in identifiers if name in self._places]
        if not places or len(places) < len(identifiers):
            return ""
        if not places[0].number:
            return f"“{places[0].words}”"
        between = iter((*self._locale.list_separators(len(places)), ""))
        numbers = "".join(f"{place.number}{next(between)}" for place in places)
        return self._locale.references.form(places[0].kind, len(places), case).format(numbers)


def _forms(locale: Locale) -> Iterator[tuple[str, str, str]]:
    """Yield the words before a number, "para.", the kind of place that they name, and their grammatical case."""
    for kind in _KINDS.values():
        for pattern, case in locale.references.wordings(kind):
            before, _, after = pattern.partition("{}")
            if before.strip() and not after.strip():
                yield before.strip(), kind, case


def _is_name(typed: str, form: str) -> bool:
    """Return whether what is typed is the words of the press, or what they shorten."""
    word, full = typed.casefold().rstrip("."), form.casefold().rstrip(".")
    return bool(word) and (word == full or (form.endswith(".") and len(full) >= _SHORTEST and word.startswith(full)))


def _same(shown: str, number: str) -> bool:
    return _alike(shown, number) and shown.strip("().").count(".") == number.strip("().").count(".")


def _alike(shown: str, words: str) -> bool:
    return bool(letters(shown)) and letters(shown) == letters(words)


def words(pieces: Iterable[Piece]) -> str:
    """Return the words of a passage with marks in place of what its references show."""
    return normal(text_of([_bare(piece) for piece in pieces]))


def _bare(piece: Piece) -> Piece:
    return (
        replace(piece, words=piece.marks) if isinstance(piece, SourceMarkup) and _MARK.fullmatch(piece.marks) else piece
    )
