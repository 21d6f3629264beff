"""Markdown: the report for repositories, note-takers and programs that read text, with its numbers and anchors
(CommonMark 0.31, and GitHub's tables, footnotes and formulas).
"""

from __future__ import annotations

import datetime as dt
import json

from plantin.house.style import Style
from plantin.model.document import Block, Document, Section
from plantin.model.inlines import Indicator
from plantin.writers.markdown.blocks import Blocks
from plantin.writers.markdown.inlines import escaped


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """The edition as Markdown in UTF-8, its fields before it as YAML. It names no time but the report's own date."""
    del style, moment
    made = Blocks(document)
    parts = [_fields(document), *_masthead(made), *map(made.letter, document.masthead.notes), _contents(made)]
    parts += [made.blocks(document.blocks), *map(made.note, document.notes)]
    return ("\n\n".join(filter(None, parts)) + "\n").encode()


def _fields(document: Document) -> str:
    head = document.masthead
    rows = {
        "title": head.title,
        "symbol": head.symbol,
        "date": head.issued,
        "lang": document.language,
        "dir": document.direction,
    }
    # A string of JSON is one of YAML 1.2 too.
    return "\n".join(
        ("---", *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in rows.items()), "---")
    )


def _masthead(made: Blocks) -> list[str]:
    head = made.document.masthead
    *rows, title = (made.line((*head.worded(words), *calls)) for _, words, calls in head.rows())
    return [*(["\\\n".join(rows)] if rows else []), f"# {title}"]


def _contents(made: Blocks) -> str:
    rows = _entries(made, made.document.blocks, "")
    return f'<div class="contents">\n\n**{escaped(made.document.labels.contents)}**\n\n{rows}\n\n</div>' if rows else ""


def _entries(made: Blocks, blocks: tuple[Block, ...], inside: str) -> str:
    lines = []
    for section in blocks:
        if isinstance(section, Section):
            heading = tuple(inline for inline in section.heading if not isinstance(inline, Indicator))
            label = f"{escaped(section.label)}  " if section.label else ""
            lines.append(f"{inside}- [{label}{made.inlines(heading)}](#{section.anchor})")
            lines.append(_entries(made, section.blocks, inside + "  "))
    return "\n".join(filter(None, lines))
