"""The printed redline: the page of the web redline as a tagged PDF (PDF/UA-1), by the pages of the press."""

from __future__ import annotations

import datetime as dt
import html
from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from xml.etree import ElementTree as ET

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.revision.changes import ChangedLine, ReportChanges, plain
from plantin.packs.revision.writer.page import WebRedline
from plantin.writers.pdf import render
from plantin.writers.pdf.metadata import UA1
from plantin.writers.pdf.rendition import Rendition

SIGNS = {"inserted": "[+", "deleted": "[\u2212"}
"""The sign before words that are new or gone, which needs no colour; a screen reader says a word instead."""
_SHEET = Path(__file__).with_suffix(".css")


def write(changes: ReportChanges, documents: tuple[Document, Document], style: Style, moment: dt.datetime) -> bytes:
    """Return the pages of ``changes`` between two ``documents`` in ``style``; ``moment`` is their only time. Raises
    StyleError or ToolError; see ``pdf.render``.
    """
    before, now = documents
    redline = _PrintedRedline(changes, now)
    head = replace(now.masthead, title=redline.title)
    # The identifier of the file follows from what is in the document: that of both states.
    named = replace(now, masthead=head, blocks=(*before.blocks, *now.blocks))
    return render(named, style, moment, Rendition(UA1, page=redline.markup)).content


class _PrintedRedline(WebRedline):
    """The redline as the markup that the pages of the press are set from."""

    class_prefix: ClassVar[str] = "of-"  # classes of kinds have a look of their own on the pages of the press

    def markup(self, sheets: tuple[str, ...]) -> ET.Element:
        """Return the page as a tree, with the ``sheets`` of the house and its own."""
        words, document = self._words, self._document
        styles = "".join(
            f"<style>{html.escape(sheet, quote=False)}</style>" for sheet in (*sheets, _SHEET.read_text("utf-8"))
        )
        title, changes = (html.escape(text) for text in (self.title, words.changes))
        return ET.fromstring(
            f'<html lang="{html.escape(document.language)}" dir="{document.direction}"><head><title>{title}</title>'
            f'{styles}</head><body><h1>{title}</h1><p class="legend">{html.escape(words.legend)}</p>'
            f'<h2 id="changes">{changes}</h2>'
            f"{self._list()}<main>{self._sections()}</main></body></html>"
        )

    def _list(self) -> str:
        rows = "".join(
            f'<li><a href="#change-{number}"><span class="label">{number}'
            f"{f'–{number + len(run) - 1}' if len(run) > 1 else ''} </span>{self._row(run)}</a></li>"
            for number, run in self._runs()
        )
        return f"<nav><ol>{rows}</ol></nav>" if rows else f"<p>{html.escape(self._words.none)}</p>"

    def _place(self, line: ChangedLine, kind: str) -> str:
        place, words = super()._place(line, kind), " ".join((line.entry.label, plain(line.entry.text)))
        return f'{place} data-title="{html.escape(words.strip())}"' if line.entry.kind == "section" else place

    def _back(self, line: ChangedLine) -> str:
        number, words = self._numbers.get(id(line)), html.escape(self._words.back)
        return f' <a class="return" href="#changes" aria-label="{words}">↑ {number}</a>' if number else ""

    def _change(self, status: str, inside: str) -> str:
        tag, before = ("ins", self._words.inserted) if status == "inserted" else ("del", self._words.deleted)
        return (
            f'<span class="sign" data-read="{html.escape(before)} ">{SIGNS[status]}</span><{tag}>{inside}</{tag}>'
            f'<span class="sign" data-read=" ({html.escape(self._words.end)})">]</span>'
        )
