"""Formats the results of commands as tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

_TERMINAL_COLUMNS = 100
"""Columns of a terminal."""

if TYPE_CHECKING:
    from plantin.production.checking import Verdict
    from plantin.translation import Status
    from plantin.validators import Judgement


def aligned_table(columns: Iterable[str], right: Iterable[str], *, whole: bool = False) -> Table:
    """Return a table with these columns, then those aligned on the ``right``, whose cells never wrap if
    ``whole``.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for column in right:
        table.add_column(column, justify="right", no_wrap=whole)
    return table


def edition_table(rows: Iterable[tuple[str, str, str]]) -> Table:
    """Return a table of editions by name: the path of each, its size in words, and what was done."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("edition", "size", ""):
        table.add_column(column, justify="right" if column == "size" else "left", overflow="fold")
    for row in sorted(rows):
        table.add_row(*map(escape, row))
    return table


def size_of(size: int) -> str:
    """Return a number of bytes in words.

    >>> size_of(1_500_000)
    '1,500 KB'
    """
    return f"{size / 1000:,.0f} KB"


def quantity(count: int, noun: str) -> str:
    """Return a number with its noun.

    >>> quantity(1, "edition"), quantity(0, "finding")
    ('1 edition', '0 findings')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def verdict_table(verdicts: Iterable[Verdict], width: int = _TERMINAL_COLUMNS) -> Table:
    """Return what the auditors found, one row an edition; in a terminal that is less than a hundred columns wide,
    without the counts of sections, paragraphs and notes, for which the names of the editions would have to be cut.
    """
    counting = ("sections", "paragraphs", "notes", "indicators") if width >= _TERMINAL_COLUMNS else ()
    table = aligned_table(("edition",), (*counting, "differences", "findings"), whole=True)
    for verdict in verdicts:
        counts = verdict.outline.counts() if verdict.outline else {}
        numbers = [str(counts.get(name, "-")) for name in counting]
        table.add_row(escape(verdict.path), *numbers, str(len(verdict.differences)), str(len(verdict.findings)))
    return table


def judgement_table(judgements: Iterable[Judgement]) -> Table:
    """What the validators found, one row a tool: of how many files it says what; a waived tool with its reason."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("validator", "version", "passed", "failed", "not run", "waived", ""):
        table.add_column(column, justify="right" if column in ("passed", "failed", "not run", "waived") else "left")
    by_tool: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        by_tool.setdefault(judgement.tool, []).append(judgement)
    for tool, rows in by_tool.items():
        counts = [sum(row.status == status for row in rows) for status in ("passed", "failed", "not run", "waived")]
        reasons = dict.fromkeys(row.reason for row in rows if row.reason)
        table.add_row(tool, rows[0].version, *(str(count or "-") for count in counts), escape("; ".join(reasons)))
    return table


def standing_table(slug: str, standings: Iterable[Status]) -> Table:
    """Return how far the translations of a report are, one row a language; the last columns are parts of its words."""
    numbers = ("messages", "translated", "reviewed", "stale", "missing", "words", "done", "revised", "approved")
    table = aligned_table((slug,), numbers)
    for row in standings:
        approved = row.words_by_stage.get("approved", 0)
        parts = (row.words_translated, approved + row.words_by_stage.get("revised", 0), approved)
        counts = (row.messages, row.translated, row.reviewed, row.stale, row.missing, row.words)
        shares = (f"{100 * part // max(row.words, 1)} %" for part in parts)
        table.add_row(row.language, *map(str, counts), *shares)
    return table
