"""Makes redlines of two states of a report, and lets their second readers prove them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Literal

from plantin.findings import Place, PlantinError, UsageError
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.packs.revision import changes
from plantin.packs.revision.auditor import page as page_auditor
from plantin.packs.revision.auditor import word as word_auditor
from plantin.packs.revision.changes import SORTS, ChangedLine, Piece, ReportChanges, Word
from plantin.packs.revision.states import ReportState
from plantin.packs.revision.writer import page, word
from plantin.production import steps
from plantin.production.formats import format_named
from plantin.translation import catalogue_of, messages, report_of

Kind = Literal["docx", "html", "json"]
KINDS: tuple[Kind, ...] = ("docx", "html", "json")
SCHEMA = 1
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


def make(
    old: ReportState, new: ReportState, language: str, kind: Kind, author: str, epoch: int | None = None
) -> Redline:
    """Return the redline of a report in a language, proved by its second reader.

    Raises UsageError: REV001 the two have nothing in common, REV002 one lacks the language; PlantinError (REV005)
    where the second reader finds something else in it; and as ``compose`` does.
    """
    require_language(old, new, language)
    before, now = (steps.compose(state.house, state.slug, language, purpose="build").document for state in (old, new))
    compared = changes.compare(before, now)
    if changes.share(compared) < _LEAST_SHARE and len(compared.lines) > _ENOUGH_LINES:
        message = f"{old.name} and {new.name} have almost nothing in common"
        raise UsageError.of("REV001", message, Place("plantin diff"), "Name two states of one report.")
    name = f"{new.slug}-{language}.{kind}"
    if kind == "json":
        content = to_json(compared, old, new, before, now)
        return Redline(language, content, compared)
    states = outline(before), outline(now)
    if kind == "docx":
        content = _word(new, before, now, author, epoch)
        findings = word_auditor.unlike(content, name, *states)
    else:
        content = page.write(compared, now)
        findings = page_auditor.unlike(content, name, *states)
    if findings:
        raise PlantinError(*findings)
    return Redline(language, content, compared)


def require_language(old: ReportState, new: ReportState, language: str) -> None:
    """Raise UsageError (REV002) where one state is not in the language."""
    for state in (old, new):
        if language not in state.languages():
            known = ", ".join(tag for tag in old.languages() if tag in new.languages())
            message = f"{state.name} is not in {language}"
            hint = f"Ask for another language: both are in {known}." if known else "Translate one of them."
            raise UsageError.of("REV002", message, Place("--language"), hint)


def _word(new: ReportState, before: Document, now: Document, author: str, epoch: int | None) -> bytes:
    """Return the Word redline: both editions in the style of the present state, laid together."""
    style = new.house.style(new.house.style_of(new.slug))
    row = format_named("docx")
    assert row is not None  # noqa: S101 - a format of the press itself
    moment = steps.moment(now, epoch).astimezone(dt.UTC)
    editions = [row.write_with_pages(document, style, moment).content for document in (before, now)]
    return word.write(editions[0], editions[1], author or now.masthead.organization or "Plantin", moment)


def to_json(compared: ReportChanges, old: ReportState, new: ReportState, before: Document, now: Document) -> bytes:
    """Return the changes as JSON (``changes.schema.json``)."""
    sorts = [line.sort for line in compared.lines]
    value = {
        "schema": SCHEMA,
        "report": new.slug,
        "language": compared.language,
        "before": {"name": old.name, "symbol": before.masthead.symbol},
        "now": {"name": new.name, "symbol": now.masthead.symbol},
        "counts": {sort: sorts.count(sort) for sort in SORTS},
        "changes": [_row(line) for line in compared.changed()],
        "untranslated": untranslated(old, new),
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


def untranslated(old: ReportState, new: ReportState) -> dict[str, list[dict[str, str]]]:
    """Return by language which originals that are new or have changed its translation lacks or has from before:
    ``missing`` or ``stale``.
    """
    report, head = report_of(new.house, new.slug)
    former = {message.text for message in messages(*report_of(old.house, old.slug))}
    fresh = [message for message in messages(report, head) if message.text not in former]
    rows: dict[str, list[dict[str, str]]] = {}
    for language in new.languages()[1:]:
        entries = {entry.original: entry for entry in catalogue_of(new.house, new.slug, language, head).entries}
        rows[language] = [
            {"context": message.context, "original": message.text, "state": state}
            for message in fresh
            if (state := entries[message.text].state if message.text in entries else "missing") in ("missing", "stale")
        ]
    return rows
