"""Offers the edits that fix findings of a source, and makes the one that a reader asks for."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from html import escape
from http import HTTPStatus
from urllib.parse import quote

from plantin.bounded.bytes import read
from plantin.files import digest, write
from plantin.findings import Finding, PlantinError
from plantin.findings.printable import printable
from plantin.house.layout import House
from plantin.packs.desk.edits import find_edits, span
from plantin.packs.desk.server.answers import HttpAnswer
from plantin.source import bounds

_MOST_WORK = 200_000_000
"""So many characters of the source are gone through for the findings of a page; more are shown without an edit."""
_CONTEXT = 200
"""So many characters of its line are shown on either side of an edit, and of either end of what it replaces."""
_writing = threading.Lock()


class OfferedFixes:
    """What is offered for the findings of a report, as markup."""

    def __init__(self, house: House, slug: str) -> None:
        path = house.report(slug)
        self._slug, self._name = slug, house.name(path)
        try:
            content = read(path, bounds.LARGEST)
        except OSError:  # the findings say what is wrong with it
            content = b""
        self._digest, self._text = digest(content), content.decode("utf-8", "replace")
        self._left = _MOST_WORK // (len(content) + 1)

    def markup(self, finding: Finding) -> str:
        """Return the edits that fix a finding: the lines as they are, as they would be, and a button; empty where its
        hint is no edit of the source.
        """
        if finding.place.path != self._name or not finding.place.line or not self._left:
            return ""
        self._left -= 1
        return "".join(self._rows(finding))

    def _rows(self, finding: Finding) -> Iterator[str]:
        text = self._text
        for edit in find_edits(finding, text):
            start, end = span(edit.where, text)
            before = _escape(_shorten(text[text.rfind("\n", 0, start) + 1 : start], first=0))
            after = _escape(_shorten(text[end:].partition("\n")[0], last=0))
            address = f"/{quote(self._slug, safe='')}/fix"
            request = {"digest": self._digest, "start": start, "end": end, "new": edit.new}
            yield (
                f'<details class="fix"><summary>Fix: {_escape(edit.title)}</summary>'
                f"<p>Now: {before}<del>{_escape(_shorten(text[start:end]))}</del>{after}</p>"
                f"<p>Then: {before}<ins>{_escape(edit.new)}</ins>{after}</p>"
                f'<p><button type="button" class="primary" data-post="{escape(address)}"'
                f' data-values="{escape(json.dumps(request))}">Change the source</button></p></details>'
            )


def make(house: House, slug: str, body: bytes) -> HttpAnswer:
    """Return what came of an edit that a page asks for: 409 where the source is not the one that it was shown of, 400
    for what no page sends.
    """
    path = house.report(slug)
    try:
        request = json.loads(body)
        with _writing:
            content = read(path, bounds.LARGEST)
            text = content.decode("utf-8")
            match request:
                case {"digest": state} if state != digest(content):
                    return _answer(HTTPStatus.CONFLICT, "The source has changed meanwhile, and stays as it is.")
                case {"digest": str(), "start": int(start), "end": int(end), "new": str(new)} if (
                    0 <= start <= end <= len(text)
                ):
                    write(path, f"{text[:start]}{new}{text[end:]}".encode(), house.root)
                    return _answer(HTTPStatus.OK, f"{house.name(path)} was changed.")
                case _:
                    return HttpAnswer.of(HTTPStatus.BAD_REQUEST)
    except (ValueError, RecursionError):
        return HttpAnswer.of(HTTPStatus.BAD_REQUEST)
    except (OSError, PlantinError) as error:
        return _answer(HTTPStatus.CONFLICT, str(error))


def _answer(status: HTTPStatus, words: str) -> HttpAnswer:
    return HttpAnswer.json(status, {"words": words})


def _shorten(words: str, first: int = _CONTEXT, last: int = _CONTEXT) -> str:
    return words if len(words) <= first + last else f"{words[:first]} … {words[len(words) - last :]}"


def _escape(words: str) -> str:
    return escape(printable(words.replace("\r", ""), lines=True), quote=False)
