"""Answers the part of the first page at which a file is brought: as JSON what came of it, and the editions."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from concurrent.futures import Executor
from http import HTTPStatus
from math import ceil
from urllib.parse import quote, unquote

from plantin.bounded.bytes import KIB, open_regular
from plantin.findings import Finding, Place, PlantinError
from plantin.house.layout import House
from plantin.packs.desk import reception
from plantin.packs.desk.reception import PictureWords
from plantin.packs.desk.server.answers import HTML, HttpAnswer
from plantin.packs.imports import loss, receive
from plantin.production.formats import format_named
from plantin.production.results import result_of
from plantin.source import images

_LABELS = {
    reception.PUBLISHER: "Publisher",
    "symbol": "Symbol, as R/2035/8",
    "title": "Title",
    "organ": "Issuing body",
    "date": "Date",
    "original-language": "Language, as en",
    "tracked": "Tracked changes",
}
_DESCRIBED = ("S125", "S175")
"""The codes of pictures that are not described: the page has a field for each instead."""
_SHOWN = 100
"""So many findings are shown; all are in the report of the import."""


def section(house: House) -> dict[str, object]:
    """Return what the part of the first page is filled with."""
    asked = [(field, _LABELS[field]) for field in reception.asked_fields(house)]
    return {"kinds": reception.KINDS, "asked": asked, "tracked": _LABELS["tracked"]}


class Reception:
    """What is brought to a house. Imports are made by ``executor``, one request at a time waits for each."""

    def __init__(self, house: House, executor: Executor) -> None:
        self._house = house
        self._executor = executor
        self._untouched: dict[str, str] = {}

    def answer(self, what: str, name: str, body: bytes) -> HttpAnswer:
        """Return the answer to a page that has the token: ``file`` keeps the bytes under the name, ``import`` imports
        what is kept, ``describe`` says what its pictures show, ``make`` makes editions. 409 with findings where that is
        refused, 400 for what no page sends.
        """
        try:
            if what == "file":
                kept = reception.keep(self._house, unquote(name), body)
                return HttpAnswer.json(HTTPStatus.OK, {"name": kept})
            request = json.loads(body)
            if not isinstance(request, dict) or not all(isinstance(value, str) for value in request.values()):
                return HttpAnswer.of(HTTPStatus.BAD_REQUEST)
            asked = {"import": self._import, "describe": self._describe, "make": self._make}
            return asked[what](request)
        except (ValueError, RecursionError):
            return HttpAnswer.of(HTTPStatus.BAD_REQUEST)
        except PlantinError as error:
            return HttpAnswer.json(HTTPStatus.CONFLICT, {"findings": self._rows(error.findings)})

    def _import(self, given: dict[str, str]) -> HttpAnswer:
        name = given.get("name", "")
        folder = self._house.root / reception.FOLDER
        if not folder.is_dir() or name not in {path.name for path in folder.iterdir()}:
            return HttpAnswer.of(HTTPStatus.NOT_FOUND)
        fields = {field: " ".join(given.get(field, "").split()) for field in _LABELS}
        work = self._executor.submit(reception.bring, self._house, name, fields, dict(self._untouched))
        done = result_of(work, name)
        self._untouched[done.slug] = done.digest
        former = given.get("former", "")
        if former in self._untouched and reception.remove_former(
            self._house, former, done.slug, self._untouched[former]
        ):
            del self._untouched[former]
        return HttpAnswer.json(
            HTTPStatus.OK,
            {
                "slug": done.slug,
                "former": former if former != done.slug and former in self._untouched else "",
                "counts": done.counts,
                "fields": done.fields,
                "account": done.account,
                "findings": self._rows([finding for finding in done.findings if finding.code not in _DESCRIBED]),
                "buildable": done.buildable,
                "pictures": [
                    {
                        "address": f"/{done.slug}/picture/{quote(picture.name)}",
                        "name": picture.name.rpartition("/")[2],
                        "title": _plain(picture.title),
                        "words": "" if picture.is_undescribed else _plain(picture.words),
                        "alone": picture.alone,
                        "decorative": picture.decorative,
                    }
                    for picture in done.pictures
                ],
            },
        )

    def _describe(self, given: dict[str, str]) -> HttpAnswer:
        slug = given.get("slug", "")
        if slug not in self._untouched:
            return HttpAnswer.of(HTTPStatus.NOT_FOUND)
        descriptions = {
            n: PictureWords(given.get(f"words-{n}", ""), decorative=bool(given.get(f"decorative-{n}")))
            for n in range(len(reception.source_pictures(self._house, slug)))
        }
        self._untouched[slug] = reception.describe(self._house, slug, descriptions, self._untouched[slug])
        return HttpAnswer.json(HTTPStatus.OK, {})

    def picture(self, slug: str, name: str) -> HttpAnswer:
        """Return a picture that a source names."""
        try:
            if name not in {picture.name for picture in reception.source_pictures(self._house, slug)}:
                return HttpAnswer.of(HTTPStatus.NOT_FOUND)
            image = images.picture(self._house.report(slug).parent, name, Place(slug))
        except PlantinError:
            return HttpAnswer.of(HTTPStatus.NOT_FOUND)
        return HttpAnswer(HTTPStatus.OK, image.media_type, image.content)

    def _make(self, given: dict[str, str]) -> HttpAnswer:
        slug = given.get("slug", "")
        if slug not in self._house.slugs():
            return HttpAnswer.of(HTTPStatus.NOT_FOUND)
        editions, wrong = reception.editions(self._house, slug, self._executor)
        rows = [
            {
                "title": f"{_format_title(edition.format)} ({edition.language})",
                "size": f"{ceil((self._house.build / edition.target).stat().st_size / KIB):,} kB",
                "address": f"/build/{edition.target}",
            }
            for edition in editions
        ]
        return HttpAnswer.json(HTTPStatus.OK, {"editions": rows, "findings": self._rows(wrong)})

    def account(self, slug: str) -> HttpAnswer:
        """Return the account that an import wrote beside the source: the file and the source, passage by passage."""
        path = self._house.report(slug).with_name(loss.PAGE)
        try:
            return HttpAnswer(HTTPStatus.OK, HTML, file=open_regular(path, self._house.sources))
        except OSError:
            return HttpAnswer.of(HTTPStatus.NOT_FOUND)

    def _rows(self, findings: Sequence[Finding]) -> list[dict[str, str | bool]]:
        """Return findings as a page gets them, errors first; places are in the house. One that ``asks`` is an error, or
        has a field in which it is answered.
        """
        ranked = sorted(findings, key=lambda finding: finding.severity)
        rows: list[dict[str, str | bool]] = [
            {
                "severity": finding.severity,
                "asks": finding.severity == "error" or _hint(finding) != finding.hint,
                "words": f"{finding.code}: {finding.message}",
                "place": str(finding.place).removeprefix(f"{self._house.root}/"),
                "hint": _hint(finding),
            }
            for finding in ranked[:_SHOWN]
        ]
        if len(ranked) > _SHOWN:
            words = f"{len(ranked) - _SHOWN} further findings are in {receive.FINDINGS} beside the source"
            rows.append({"severity": "warning", "asks": False, "words": words, "place": "", "hint": ""})
        return rows


def _format_title(name: str) -> str:
    row = format_named(name)
    return row.title if row else name


def _plain(words: str) -> str:
    """Return words without the marks of a source."""
    return re.sub(r"\\(.)", r"\1", re.sub(r"\[\^[^\]]*\]|(?<!\\)\*", "", words))


def _hint(finding: Finding) -> str:
    """Return a hint for who has a page, not a command: the field in which it is answered."""
    if "--" not in finding.hint:
        return finding.hint
    named = [label for field, label in _LABELS.items() if re.search(rf"--(?:set )?{field}\b", finding.hint)]
    return f"Fill in “{named[0]}” above, and import it again." if named else ""
