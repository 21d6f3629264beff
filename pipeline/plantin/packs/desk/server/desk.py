"""Answers what the pages of the translators' desk ask: their texts as JSON, and what becomes of an edit."""

from __future__ import annotations

import hmac
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from http import HTTPStatus
from pathlib import Path
from typing import Any

from plantin.bounded.bytes import KIB
from plantin.files import digest
from plantin.findings import Finding, PlantinError
from plantin.house.layout import House
from plantin.house.web_pages import fill_template
from plantin.packs.desk.desk import Desk, Edit, MessageAid, SaveResult, changes
from plantin.packs.desk.desk.finished import preview_message
from plantin.packs.desk.server import listing
from plantin.packs.desk.server.answers import HttpAnswer
from plantin.packs.desk.server.look import HouseLook
from plantin.packs.desk.server.pages import PACKAGE
from plantin.production.results import result_of
from plantin.translation import Status
from plantin.translation.inline import Mark, Part, divide
from plantin.translation.po import STAGES, PoEntry, Stage, signer
from plantin.translation.revisions import translation_before

LARGEST_REQUEST = 256 * KIB
"""The most bytes of a request that brings something."""
_HERE = Path(__file__).parent
_FILES = {
    "desk.js": "text/javascript; charset=utf-8",
    "desk_drafts.js": "text/javascript; charset=utf-8",
    "desk_field.js": "text/javascript; charset=utf-8",
    "post.js": "text/javascript; charset=utf-8",
    "reception.js": "text/javascript; charset=utf-8",
}
_LONGEST_NAME = 100

Given = Mapping[str, Any]
"""What a page sends."""


class _RefusedError(Exception):
    """A request that no page of the desk makes."""


class DeskPages:
    """The desks of a house, one for each report and language. Only requests with the ``token`` of this server change
    or ask anything: pages of others cannot read it.
    """

    def __init__(self, house: House, executor: Executor, look: HouseLook) -> None:
        self._look, self.token = look, look.token
        self._house = house
        self._executor = executor
        self._desks: dict[tuple[str, str], Desk] = {}
        self._lock = threading.Lock()

    def page(self, slug: str, language: str) -> HttpAnswer:
        """Return the desk itself."""
        # What a window keeps is that of this house alone: another may have a report of the same symbol.
        place = digest(os.fsencode(self._house.root.resolve()))[:16]
        return self._page("desk", "Desk", slug, language, place=place)

    def progress(self, slug: str) -> HttpAnswer:
        """Return how far each translation of a report is, with bars."""
        report = listing.count_report(self._house, slug)
        rows = [(each, _cumulative_words(each.status)) for each in report.languages if each.status]
        return self._page("progress", "Progress", slug, rows=rows, wrong=report.faults)

    def revision(self, slug: str, language: str) -> HttpAnswer:
        """Return what revisers changed in a translation."""
        rows, wrong = [], ""
        try:
            for entry in self._desk(slug, language).open_catalogue().catalogue.entries:
                if before := translation_before(entry):
                    rows.append((entry, changes(before, entry.translation), _signers(entry)))
        except PlantinError as error:
            wrong = str(error)
        return self._page("revision", "What the reviser changed", slug, language, rows=rows, wrong=wrong)

    def _page(self, template: str, name: str, slug: str, tag: str = "", **values: object) -> HttpAnswer:
        """Return the page ``name`` of a report, or of its translation into the language ``tag``."""
        report = listing.read_report(self._house, slug)
        language = report.language(tag) if tag else report.original
        screen = self._look.screen(" – ".join((*((language.name,) if tag else ()), report.title, name)))
        common_values = {"screen": screen, "report": report, "language": language, "name": name}
        return HttpAnswer.page(fill_template(PACKAGE, f"{template}.html", **common_values, **values))

    def file(self, name: str) -> HttpAnswer | None:
        """Return the script or the style sheet; nothing for another name."""
        if name not in _FILES:
            return None
        return HttpAnswer(HTTPStatus.OK, _FILES[name], (_HERE / name).read_bytes())

    def is_token(self, token: str) -> bool:
        """Return whether a page of this server sends it."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def answer(self, slug: str, language: str, what: str, body: bytes) -> HttpAnswer:
        """Return the answer to the request ``what`` of a page, as JSON: 400 for what no page sends, 404 for another
        request or message, 409 with findings where the files do not allow it.
        """
        asked: dict[str, Callable[[Desk, Given], object]] = {
            "messages": _messages,
            "findings": _findings,
            "check": _check,
            "aid": _aid,
            "save": _save,
            "finished": lambda _, request: self._preview(slug, language, request),
        }
        if what not in asked:
            return HttpAnswer.of(HTTPStatus.NOT_FOUND)
        try:
            request = json.loads(body)
            if not isinstance(request, dict):
                return HttpAnswer.of(HTTPStatus.BAD_REQUEST)
            return HttpAnswer.json(HTTPStatus.OK, asked[what](self._desk(slug, language), request))
        except KeyError:
            return HttpAnswer.of(HTTPStatus.NOT_FOUND)
        except (ValueError, RecursionError, _RefusedError):
            return HttpAnswer.of(HTTPStatus.BAD_REQUEST)
        except PlantinError as error:
            return HttpAnswer.json(HTTPStatus.CONFLICT, {"findings": _rows(error.findings)})

    def _desk(self, slug: str, language: str) -> Desk:
        with self._lock:
            return self._desks.setdefault((slug, language), Desk(self._house, slug, language))

    def _preview(self, slug: str, language: str, given: Given) -> object:
        work = self._executor.submit(
            preview_message, self._house, slug, language, _text(given, "context"), _text(given, "translation")
        )
        return result_of(work, f"sources/{slug}/report.md")


def _cumulative_words(row: Status) -> dict[Stage, int]:
    """Return how many words of the original have reached each stage, or a later one."""
    return {stage: sum(row.words_by_stage[later] for later in STAGES[n:]) for n, stage in enumerate(STAGES[1:], 1)}


def _signers(entry: PoEntry) -> str:
    who = ((signer(entry.translated), "translated"), (signer(entry.review), "revised"))
    return "; ".join(f"{words} by {name}" for name, words in who if name)


def _messages(desk: Desk, _: Given) -> object:
    now = desk.open_catalogue()
    rows = (
        {"kind": message.kind, "section": message.section, **_row(entry)}
        for message, entry in zip(now.messages, now.catalogue.entries, strict=True)
    )
    return {"original": now.head.original_language, "messages": list(rows)}


def _flat(parts: Sequence[Part]) -> Iterator[tuple[str, str, str]]:
    for part in parts:
        if isinstance(part, str):
            yield "", part, ""
        else:
            yield part.kind, part.opening, part.words
            yield from _flat(part.content)
            if part.closing:
                yield part.kind, part.closing, f"end of {part.words}"


def _findings(desk: Desk, _: Given) -> object:
    return {context: _rows(findings) for context, findings in desk.findings().items()}


def _check(desk: Desk, given: Given) -> object:
    findings = desk.check(_text(given, "context"), _text(given, "translation"), _lines(given, "comments"))
    return {"findings": _rows(findings)}


def _aid(desk: Desk, given: Given) -> object:
    context = _text(given, "context")
    aid: MessageAid = desk.aid(context)
    original = desk.open_catalogue().entry(context).original
    return {
        "matches": [
            {
                "score": match.score,
                "origin": match.pair.origin,
                "text": match.pair.translation,
                "changes": changes(match.pair.original, original) if match.pair.original != original else (),
            }
            for match in aid.matches
        ],
        "terms": [{"term": term.original, "forms": term.forms, "grade": term.grade} for term in aid.terms],
        "changes": aid.changes,
    }


def _save(desk: Desk, given: Given) -> object:
    stage, name = _text(given, "stage"), _text(given, "by").strip()
    if stage not in STAGES or len(name) > _LONGEST_NAME or any(sign in name for sign in ",\r\n\0"):
        raise _RefusedError
    edit = Edit(
        _text(given, "context"),
        _text(given, "original"),
        _text(given, "base"),
        _text(given, "translation").replace("\r\n", "\n"),
        stage,
        name,
        _lines(given, "comments") if "comments" in given else None,
        _lines(given, "base_comments"),
    )
    saved: SaveResult = desk.save(edit)
    return {"fate": saved.fate, "entry": _row(saved.entry) if saved.entry else None, "findings": _rows(saved.findings)}


def _row(entry: PoEntry) -> dict[str, object]:
    """Return a message as a page gets it."""
    parts = divide(entry.original)
    return {
        "context": entry.context,
        "source": entry.original,
        "pieces": list(_flat(parts)) if any(isinstance(part, Mark) for part in parts) else [],
        "translation": entry.translation,
        "state": entry.state,
        "stage": entry.stage,
        "previous": entry.previous,
        "comments": entry.comments,
        "signed": [
            ", ".join(part.strip() for part in signature.split(",")[1:])
            for signature in (entry.translated, entry.review, entry.approved)
        ],
    }


def _rows(findings: Sequence[Finding]) -> list[dict[str, str]]:
    return [
        {"code": finding.code, "severity": finding.severity, "message": finding.message, "hint": finding.hint}
        for finding in findings
    ]


def _text(given: Given, name: str) -> str:
    """Return a text that a page sends, empty where it does not. Raises _RefusedError for something else."""
    value = given.get(name, "")
    if not isinstance(value, str):
        raise _RefusedError
    return value


def _lines(given: Given, name: str) -> tuple[str, ...]:
    value = given.get(name, [])
    if not isinstance(value, list) or not all(isinstance(line, str) and "\n" not in line for line in value):
        raise _RefusedError
    return tuple(value)
