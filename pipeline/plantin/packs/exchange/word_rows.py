"""The rows of a facing Word file: each message of a report beside its translation, its marks as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plantin import translation as catalogues
from plantin.findings import Finding
from plantin.house.layout import House
from plantin.packs.exchange import word_table
from plantin.packs.exchange.writer import FacingMark, FacingMessage, FacingWords
from plantin.packs.exchange.writer.rows import FacingRow, rows
from plantin.packs.imports.translations.references import references
from plantin.production.composed import ComposedReport
from plantin.translation import inline
from plantin.translation.inline import Mark, Part
from plantin.translation.message import Message

_TARGET = re.compile(r"#([^)\s]+)\)")
_LANGUAGE = re.compile(r"\{lang=([\w-]+)\}")
_MARKS = {
    "strong": ("‹b›", "‹/b›"),
    "emphasis": ("‹i›", "‹/i›"),
    "superscript": ("‹", "›"),
    "subscript": ("‹", "›"),
    "deleted": ("‹del›", "‹/del›"),
}
_DEEPEST = 6


def messages(house: House, slug: str, language: str, original: ComposedReport) -> tuple[FacingMessage, ...]:
    """Return every message of the report ``slug``, with its translation into ``language``; ``original`` is the report,
    composed. Raises SourceError, TranslationError as the editions do.
    """
    report, head = catalogues.report_of(house, slug)
    file = house.catalogue_file(language, slug)
    catalogue, report_messages = catalogues.current(report, head, file, house.name(file))
    printed = _Printed.of(original)
    numbers = printed.notes(report_messages)
    words = [house.locale(tag, head.style) for tag in (head.original_language, language)]
    columns = [_Shown(references(house, report, head, locale), numbers) for locale in words]
    return tuple(
        FacingMessage(
            word_table.bookmark(entry),
            printed.label(message),
            printed.style(message),
            tuple(
                tuple(side.pieces(inline.divide(text), FacingWords("")))
                for side, text in zip(columns, (entry.original, entry.translation), strict=True)
            ),
        )
        for message, entry in zip(report_messages, catalogue.entries, strict=True)
    )


def attach_findings(
    messages: Sequence[FacingMessage], contexts: Sequence[str], findings: Sequence[Finding]
) -> tuple[FacingMessage, ...]:
    """Return the messages with the findings that are at them; those that are at none are at the title."""
    known_contexts = frozenset(contexts)
    remarks: dict[str, list[str]] = {}
    for finding in findings:
        place = finding.place.anchor if finding.place.anchor in known_contexts else contexts[0]
        remarks.setdefault(place, []).append(f"{finding.code} {finding.message}")
    return tuple(
        replace(message, remarks=tuple(remarks.get(context, ())))
        for message, context in zip(messages, contexts, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Printed:
    """What the press prints where a message begins."""

    places: Mapping[int, FacingRow]
    """The rows of the report by the lines at which their places begin."""

    @classmethod
    def of(cls, original: ComposedReport) -> _Printed:
        by_anchor = {row.anchor: row for row in rows((original.document,)) if row.anchor}
        return cls({place.line: by_anchor[anchor] for anchor, place in original.places if anchor in by_anchor})

    def label(self, message: Message) -> str:
        row = self._row(message)
        side = row.sides[0] if row else None
        return side.label if side else ""

    def _row(self, message: Message) -> FacingRow | None:
        return None if message.kind in ("title", "masthead", "cell") else self.places.get(message.place.line)

    def style(self, message: Message) -> str:
        if message.kind == "title":
            return "Heading1"
        row = self._row(message)
        return f"Heading{min(max(row.level, 1) + 1, _DEEPEST) if row else 2}" if message.kind == "heading" else "Normal"

    def notes(self, found: Sequence[Message]) -> dict[str, str]:
        """Return the printed number of each note, by its name."""
        return {
            message.context.removeprefix("note:"): self.label(message)
            for message in found
            if message.kind == "note" and "/" not in message.context
        }


@dataclass(frozen=True, slots=True)
class _Shown:
    """How the marks of one language are shown."""

    references: Mapping[str, tuple[str, ...]]
    """The words of each reference, by the ids that it names."""
    notes: Mapping[str, str]
    """The number of each note, by its name."""

    def pieces(self, parts: Sequence[Part], look: FacingWords) -> Iterator[FacingWords | FacingMark]:
        """Yield the words and marks of a message."""
        for part in parts:
            if isinstance(part, str):
                yield replace(look, text=part)
            elif part.is_pair:
                first, last = _MARKS.get(part.kind, (part.opening, part.closing))
                if part.kind == "span":
                    first, last = "‹", f"{part.closing.removeprefix(']')}›"
                yield _control(part, part.opening, first)
                yield from self.pieces(part.content, _within(part, look))
                yield _control(part, part.closing, last)
            else:
                yield _control(part, part.opening, self._words(part))

    def _words(self, mark: Mark) -> str:
        match mark.kind:
            case "note":
                name = mark.opening[2:-1]
                return f"‹note {self.notes.get(name) or name}›"
            case "reference" if target := _TARGET.search(mark.opening):
                return (*self.references.get(target[1], ()), f"‹{mark.words}›")[0]
            case "break":
                return "↵"
            case "place":
                return "‹#›"
            case _:
                return mark.opening


def _control(mark: Mark, code: str, shown: str) -> FacingMark:
    tag = word_table.tag(mark, code)
    whole = not tag.partition(":")[2]
    return FacingMark(tag, code if whole else shown, mark.words, mark.is_required)


def _within(mark: Mark, look: FacingWords) -> FacingWords:
    """Return how words in a pair look."""
    match mark.kind:
        case "strong":
            return replace(look, bold=True)
        case "emphasis":
            return replace(look, italic=True)
        case "superscript" | "subscript":
            return replace(look, raised=mark.kind)
        case "span" if tag := _LANGUAGE.search(mark.closing):
            return replace(look, language=tag[1])
        case _:
            return look
