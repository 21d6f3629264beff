"""Imports a published translation into the catalogue of its language: passages are aligned with those of the report,
and those that do not align are listed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plantin import translation as catalogues
from plantin.findings import Finding, Place, TranslationError
from plantin.house.layout import House
from plantin.packs.imports import reading, typed_numbers
from plantin.packs.imports.received import GivenFields
from plantin.packs.imports.translations import aligning
from plantin.packs.imports.translations.aligning import PassageFeatures
from plantin.packs.imports.translations.references import ReferenceRestorer, references
from plantin.resolve.typography import plainer
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.source.text import Source
from plantin.translation import po
from plantin.translation.marks import IDENTIFIER, INDICATOR, hang_together
from plantin.translation.memory import count_words
from plantin.translation.message import Message, pieces
from plantin.translation.message import title as title_of
from plantin.translation.po import Catalogue

_HASHES = re.compile(r"(#{1,6})[ \t]")
_PICTURE = re.compile(r"(!\[[^\]]*\])(\([^)]*\)(?:\{[^}]*\})?)")
_BOLD = re.compile(r"\*\*[^*]+\*\*")
_HEADING = 200
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class TranslationImport:
    """What came of a translation: the catalogue's path, how many messages were taken of how many, how many words of the
    report have a counterpart of how many, what did not align.
    """

    path: str
    taken: int
    messages: int
    words: int
    all_words: int
    findings: tuple[Finding, ...]

    @property
    def share(self) -> float:
        """Which part of the report's words is aligned, from 0 to 1."""
        return self.words / max(1, self.all_words)

    def line(self) -> str:
        """One line of it for a terminal."""
        return (
            f"{self.path}: {self.taken} of {self.messages} messages taken, with {self.share:.1%} of the report's words"
        )


def bring(
    house: House, path: Path, slug: str, language: str, *, from_: str = "", dry: bool = False
) -> TranslationImport:
    """Fill the catalogue of the report ``slug`` in ``language`` from the published translation at ``path``; with
    ``dry`` write nothing.

    What aligned replaces what the catalogue had and counts as not reviewed. T063 for a passage of the report without a
    counterpart, T064 for one of the file that is not in the report, T052 for one whose notes, references or ids are
    not found again: it is not taken. Raises as ``reading.read_file`` does; SourceError for the report; TranslationError
    (T001, T002, T058, T014, T015).
    """
    report, head = catalogues.report_of(house, slug)
    words = house.locale(language, head.style)
    if language == head.original_language:
        hint = "Name the language of the translation."
        raise TranslationError.of("T058", f"the report is written in {language}", head.place("original-language"), hint)
    with tempfile.TemporaryDirectory() as scratch:
        read = reading.read_file(
            house, path, Path(scratch), GivenFields({"original-language": language}), "accept", from_, printed=True
        )
    other = source_text.parse(read.report.text, str(path))
    reference_words = references(house, report, head, words)
    aligned = _Aligned(_Text.of(report), _Text.of(other), reference_words, str(path))
    aligned.align()
    first = title_of(head)
    title = front_matter.read(other).title
    if title == path.stem or any(
        finding.code == "S046" and finding.message.startswith("no title") for finding in read.report.notices
    ):
        aligned.findings.append(
            Finding(
                "T063", f"no title in the file for “{first.text[:_SHOWN]}”", Place(str(path)), "Translate it by hand."
            )
        )
    else:
        aligned.texts[first.context] = title
    for omission in read.report.left_out:
        if omission.words.strip() and omission.code == "S043":
            message = f"{omission.what}: “{' '.join(omission.words.split())[:_SHOWN]}”"
            aligned.findings.append(
                Finding("T064", message, Place(str(path)), "See whether it is to be in the catalogue.", "warning")
            )
    target = house.catalogue_file(language, slug)
    if not dry:
        catalogue = catalogues.update_and_read(house, slug, language)
        texts = dict(_other_words(catalogue, aligned.texts, plainer(words.typography)))
        po.write_catalogue(target, catalogues.adopt(catalogue, texts), house.root)
    every = [first, *aligned.report.messages]
    counted = [count_words(message.text) for message in every]
    done = sum(count for count, message in zip(counted, every, strict=True) if message.context in aligned.texts)
    return TranslationImport(
        house.name(target), len(aligned.texts), len(every), done, sum(counted), tuple(aligned.findings)
    )


def _other_words(
    catalogue: Catalogue, texts: Mapping[str, str], plain: Callable[[str, str], str]
) -> Iterator[tuple[str, str]]:
    """Yield those of ``texts`` that say something else than the catalogue does: signs and spaces that the press sets
    itself are no other words, and a review of such a text holds.
    """
    for entry in catalogue.entries:
        if (text := texts.get(entry.context)) and (
            entry.stale or plain(text, "\n").split() != plain(entry.translation, "\n").split()
        ):
            yield entry.context, text


@dataclass(frozen=True, slots=True)
class _Text:
    """The messages of a source, with the levels of headings; the positions of those of its body, and of each note in
    the order of calls.
    """

    messages: tuple[Message, ...]
    levels: tuple[int, ...]
    body: tuple[int, ...]
    notes: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, source: Source) -> _Text:
        source_pieces = pieces(source)
        levels = []
        for piece in source_pieces:
            marks = _HASHES.match(source.blocks[piece.block].text) if piece.message.kind == "heading" else None
            levels.append(len(marks[1]) if marks else 0)
        messages = tuple(piece.message for piece in source_pieces)
        body = tuple(n for n, message in enumerate(messages) if message.kind != "note")
        notes: dict[str, list[int]] = {}
        for n, message in enumerate(messages):
            if message.kind == "note":
                notes.setdefault(message.context.removeprefix("note:").partition("/")[0], []).append(n)
        order = dict.fromkeys(name for n in body for name in INDICATOR.findall(messages[n].text) if name in notes)
        return cls(
            messages,
            tuple(levels),
            body,
            {name: tuple(notes[name]) for name in (*order, *(uncalled for uncalled in notes if uncalled not in order))},
        )

    def passages(self, positions: Sequence[int], taken: Mapping[int, str] | None = None) -> list[PassageFeatures]:
        rows = ((n, self.messages[n]) for n in positions)
        return [
            PassageFeatures.of(
                "heading" if _is_bold(message) else message.kind, self.levels[n], (taken or {}).get(n, message.text)
            )
            for n, message in rows
        ]


class _Aligned:
    """Aligns one translation with its report."""

    def __init__(self, report: _Text, other: _Text, shown: Mapping[str, tuple[str, ...]], path: str) -> None:
        self.report, self.other, self._path = report, other, path
        self._restored = ReferenceRestorer(shown)
        self.texts: dict[str, str] = {}
        self.findings: list[Finding] = []

    def align(self) -> None:
        bare = {n: _bare(message) for n, message in enumerate(self.other.messages)}
        rows = list(self._pairs(self.report.body, self.other.body, bare))
        names = self._note_names(rows, bare)
        for name, report_name in names.items():
            rows += self._pairs(self.report.notes[report_name], self.other.notes[name], bare)
        used = {n for _, positions in rows for n in positions}
        ids = dict(self._ids(rows))
        for at, positions in rows:
            self._take(self.report.messages[at], " ".join(bare[n] for n in positions), names, ids)
        there = {at for at, _ in rows}
        for n, message in enumerate(self.report.messages):
            if n not in there:
                words = f"nothing in the file for {message.context}: “{message.text[:_SHOWN]}”"
                self._report("T063", words, "Translate it by hand.")
        for n, message in enumerate(self.other.messages):
            if n not in used:
                words = f"in the translation alone: “{message.text[:_SHOWN]}”"
                self._report("T064", words, "See whether the report lacks it, or another passage does.")

    def _pairs(
        self, one: Sequence[int], two: Sequence[int], bare: Mapping[int, str]
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        for at, positions in aligning.pairs(self.report.passages(one), self.other.passages(two, bare)):
            yield one[at], tuple(two[n] for n in positions)

    def _note_names(self, rows: Sequence[tuple[int, tuple[int, ...]]], bare: Mapping[int, str]) -> dict[str, str]:
        """Return the report's name of each note of the translation: as the passages that call them say, in their order,
        then by what they say.
        """
        names: dict[str, str] = {}
        for at, positions in rows:
            calls = INDICATOR.findall(self.report.messages[at].text)
            others = [name for n in positions for name in INDICATOR.findall(bare[n])]
            if len(calls) == len(others):
                both = zip(others, calls, strict=True)
                names |= {
                    other: name for other, name in both if name in self.report.notes and other in self.other.notes
                }
        left = [name for name in self.report.notes if name not in names.values()]
        rest = [name for name in self.other.notes if name not in names]
        left_passages = [self.report.passages(self.report.notes[name][:1])[0] for name in left]
        rest_passages = [self.other.passages(self.other.notes[name][:1])[0] for name in rest]
        return names | {rest[positions[0]]: left[at] for at, positions in aligning.pairs(left_passages, rest_passages)}

    def _ids(self, rows: Sequence[tuple[int, tuple[int, ...]]]) -> Iterator[tuple[str, str]]:
        """Yield the report's id of each place to which the translation, an edition of this press, refers."""
        for at, positions in rows:
            identifier, other = _identifier(self.report.messages[at]), _identifier(self.other.messages[positions[0]])
            if identifier and other:
                yield other, identifier

    def _take(self, message: Message, text: str, names: Mapping[str, str], ids: Mapping[str, str]) -> None:
        """Take a translation with the marks of the report, unless these are not found in it."""
        text = INDICATOR.sub(lambda call: f"[^{names[call[1]]}]" if call[1] in names else "", text)
        text = self._restored.text(message.text, text, {**ids, **names})
        if len(paths := _PICTURE.findall(message.text)) == len(_PICTURE.findall(text)):
            # The file has its pictures under names of its own.
            at = iter(paths)
            text = _PICTURE.sub(lambda match: f"{match[1]}{next(at)[1]}", text)
        if mark := IDENTIFIER.match(message.text):
            text = f"{mark[0]} {text}"
        if hang_together(message.text, text):
            self.texts[message.context] = text
        else:
            words = f"“{message.text[:_SHOWN]}” has other notes, references or ids in the file: “{text[:_SHOWN]}”"
            self._report("T052", words, "Translate it by hand, with the marks of the original.")

    def _report(self, code: str, message: str, hint: str) -> None:
        self.findings.append(Finding(code, message, Place(self._path), hint))


def _is_bold(message: Message) -> bool:
    """Return whether a paragraph is one short bold line: a heading of a file that has no others."""
    return (
        message.kind in ("paragraph", "entry") and len(message.text) <= _HEADING and bool(_BOLD.fullmatch(message.text))
    )


def _bare(message: Message) -> str:
    """Return the text of a passage without its id, and without a number that is typed before it."""
    if _is_bold(message):
        words = message.text[2:-2]
        label = typed_numbers.label(words)
        return label.words if label else words
    text = IDENTIFIER.sub("", message.text, count=1).strip() if IDENTIFIER.match(message.text) else message.text
    label = typed_numbers.label(text.replace("\\", "", 1) if re.match(r"[0-9A-Z]{1,5}\\", text) else text)
    if label is not None and message.kind in ("heading", "paragraph"):
        return label.words
    if message.kind == "entry" and (sign := re.match(r"\\?\([^\W_]{1,4}\)\s+", text)):
        return text[sign.end() :]
    return text


def _identifier(message: Message) -> str:
    if message.context.startswith("#"):
        return message.context[1:].partition("~")[0]
    mark = IDENTIFIER.match(message.text)
    return mark[1].partition(" ")[0] if mark else ""
