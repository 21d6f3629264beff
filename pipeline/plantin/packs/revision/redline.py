"""Makes redlines of two states of a report, and lets their second readers prove them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal

from plantin.findings import Place, PlantinError, UsageError
from plantin.model.added_tables import table_of
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.packs.revision import changes
from plantin.packs.revision.auditor import page as page_auditor
from plantin.packs.revision.auditor import printed_page as printed_page_auditor
from plantin.packs.revision.auditor import word as word_auditor
from plantin.packs.revision.changes import SORTS, ChangedLine, Piece, ReportChanges, Word
from plantin.packs.revision.states import ReportState
from plantin.packs.revision.tables import RevisionWords
from plantin.packs.revision.writer import page, printed_page, word
from plantin.production import steps
from plantin.translation import catalogue_of, messages, report_of, update

Kind = Literal["docx", "html", "pdf", "json"]
KINDS: tuple[Kind, ...] = ("docx", "html", "pdf", "json")
_LACKING = ("missing", "stale")
_LEAST_SHARE = 0.1
"""The share of their lines that two states of one report have in common at least."""
_ENOUGH_LINES = 8
"""Reports of fewer lines may have nothing in common."""


@dataclass(frozen=True, slots=True)
class Redline:
    """A redline in one language."""

    language: str
    content: bytes
    changes: ReportChanges


@dataclass(frozen=True)
class Comparison:
    """Two states of one report, and what their redlines say of them."""

    old: ReportState
    new: ReportState
    author: str = ""
    """Who made the changes; the organization of the report where it is empty."""
    epoch: int | None = None

    def require_language(self, language: str) -> None:
        """Raise UsageError (REV002) where one state is not in the language."""
        for state in (self.old, self.new):
            if language not in state.languages():
                shared = ", ".join(self.languages())
                hint = f"Ask for another language: both are in {shared}." if shared else "Translate one of them."
                raise UsageError.of("REV002", f"{state.name} is not in {language}", Place("--language"), hint)

    def languages(self) -> tuple[str, ...]:
        """Return the languages that both states have. Raises SourceError."""
        former = self.old.languages()
        return tuple(tag for tag in self.new.languages() if tag in former)

    def documents(self, language: str) -> tuple[Document, Document]:
        """Return both states in a language. Raises UsageError (REV002) where one lacks it; and as ``compose`` does."""
        self.require_language(language)
        states = (self.old, self.new)
        old, new = (steps.compose(state.house, state.slug, language, purpose="build").document for state in states)
        return old, new

    def compare(self, before: Document, now: Document) -> ReportChanges:
        """Return what changed. Raises UsageError: REV001 the two have nothing in common."""
        compared = changes.compare(before, now)
        if changes.share(compared) < _LEAST_SHARE and len(compared.lines) > _ENOUGH_LINES:
            message = f"{self.old.name} and {self.new.name} have almost nothing in common"
            raise UsageError.of("REV001", message, Place(self.new.name), "Name two states of one report.")
        return compared

    def redline(self, language: str, kind: Kind, report: str = "") -> Redline:
        """Return the redline in a language, proved by its second reader; as JSON the changes alone. ``report`` is the
        address of the web edition from it, empty where there is none.

        Raises PlantinError (REV005) where the second reader finds something else in it; and as ``compare`` does.
        """
        before, now = self.documents(language)
        compared = self.compare(before, now)
        words, style = table_of(now.tables, RevisionWords), self.new.style()
        moment = steps.moment(now, self.epoch).astimezone(dt.UTC)
        match kind:
            case "json":
                return Redline(language, self._json(compared, before, now), compared)
            case "docx":
                old, new = (self.new.edition("docx", document, moment) for document in (before, now))
                content = word.write(old, new, self.author or now.masthead.organization or "Plantin", moment)
                unlike = word_auditor.unlike
            case "html":
                content = page.write(compared, now, style, report)
                unlike = partial(page_auditor.unlike, words=words)
            case _:
                content = printed_page.write(compared, (before, now), style, moment)
                unlike = partial(printed_page_auditor.unlike, words=words)
        if findings := unlike(content, f"{self.new.slug}-{language}.{kind}", outline(before), outline(now)):
            raise PlantinError(*findings)
        return Redline(language, content, compared)

    @cached_property
    def untranslated(self) -> dict[str, list[dict[str, str]]]:
        """By language what is new in the original, and ``missing`` or ``stale`` in the translation."""
        report, head = report_of(self.new.house, self.new.slug)
        former = {message.text for message in messages(*report_of(self.old.house, self.old.slug))}
        present = messages(report, head)
        rows: dict[str, list[dict[str, str]]] = {}
        for language in self.new.languages()[1:]:
            entries = update(catalogue_of(self.new.house, self.new.slug, language, head), present)[0].entries
            lacking = (entry for entry in entries if entry.original not in former and entry.state in _LACKING)
            rows[language] = [{"context": e.context, "original": e.original, "state": e.state} for e in lacking]
        return rows

    def _json(self, compared: ReportChanges, before: Document, now: Document) -> bytes:
        """Return the changes as JSON (``changes.schema.json``)."""
        sorts = [line.sort for line in compared.lines]
        value = {
            "schema": 1,
            "report": self.new.slug,
            "language": compared.language,
            "before": {"name": self.old.name, "symbol": before.masthead.symbol},
            "now": {"name": self.new.name, "symbol": now.masthead.symbol},
            "counts": {sort: sorts.count(sort) for sort in SORTS},
            "changes": [_row(line) for line in compared.changed()],
            "untranslated": self.untranslated,
        }
        return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _row(line: ChangedLine) -> dict[str, object]:
    entry, former = line.entry, line.former
    present = line.now is not None
    return {
        "series": line.series,
        "sort": line.sort,
        "kind": entry.kind,
        "level": entry.level,
        "anchor": entry.anchor if present else "",
        "label": entry.label if present else "",
        "former_anchor": former.anchor if former else "",
        "former_label": former.label if former else "",
        "move": line.move,
        "cells": [[_piece(piece) for piece in cell] for cell in line.cells],
    }


def _piece(piece: Piece) -> dict[str, str]:
    row = {"status": piece.status, "text": _text(piece.words)}
    return row | {"former": _text(piece.former)} if piece.former else row


def _text(words: tuple[Word, ...]) -> str:
    return "".join(word.text for word in words)
