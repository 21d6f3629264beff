"""The table of findings: what each code means, how to fix it, and where the rule comes from (``codes.toml``)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.metadata import entry_points
from pathlib import Path

_TABLE = Path(__file__).with_name("codes.toml")
_PRESS = "plantin"
"""The distribution whose packs bring codes of one letter."""

_INTRODUCTION = """# Findings

Every finding has a code, a place (file, line and column, or file and anchor), and a hint how to fix it. A code is never
reused. Letters: S source, N notes, R references, T translation, D house style, P parity (an edition against its
document, languages against each other), A accessibility, L links, E EPUB, V validators and other tools, U usage.
"""


@dataclass(frozen=True, slots=True)
class CodeSection:
    """A group of codes: its heading, the exit codes of the command where one of them is an error, who can fix it, and
    prose before and after its rows.
    """

    title: str
    exit: str
    fixed_by: str
    remark: str = ""
    intro: str = ""
    outro: str = ""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """What a code means: ``title`` says what is wrong and ``help`` how to fix it, both in plain words without a full
    stop. ``clause`` names the standard's clause or the page of the documentation that the rule comes from; empty where
    it is the press's own.
    """

    code: str
    section: str
    title: str
    help: str
    clause: str = ""


_PAGE = re.compile(r"`?docs[/]([\w/-]+)\.md`?")


@cache
def sections() -> dict[str, CodeSection]:
    """Return the sections of the table by their keys, in its order."""
    return {key: CodeSection(**row) for key, row in _table()["sections"].items()}


@cache
def codes() -> dict[str, CodeRow]:
    """Return the table of findings by code, in its order.

    >>> codes()["S011"].title
    'a subheading is the only one at its level'
    """
    return {code: CodeRow(code, **row) for code, row in _table()["codes"].items()}


def explanation(code: str) -> str:
    """Return what ``code`` means, in four lines at most, for a terminal. Raises KeyError if there is no such code."""
    row = codes()[code]
    section = sections()[row.section]
    lines = [f"{row.code}: {row.title}", f"To fix it: {row.help}", f"For: {section.fixed_by}"]
    lines += [f"Rule: {row.clause}"] if row.clause else []
    # A page of the documentation is where who has the command finds it.
    return _PAGE.sub(r"`plantin help \1`", "\n".join(lines))


def page() -> str:
    """Return the whole table as Markdown."""
    parts = [_INTRODUCTION]
    for key, section in sections().items():
        remark = f"; {section.remark}" if section.remark else ""
        plural = "s" if " and " in section.exit else ""
        parts.append(f"## {section.title} (exit code{plural} {section.exit}{remark})\n")
        parts += [f"{section.intro.strip()}\n"] if section.intro else []
        parts.append("| code | what is wrong | how to fix it | source of the rule |\n|---|---|---|---|")
        parts += [_row(row) for row in sorted(codes().values(), key=lambda row: row.code) if row.section == key]
        parts += [f"\n{section.outro.strip()}"] if section.outro else []
        parts.append("")
    return "\n".join(parts).rstrip("\n") + "\n"


def _row(row: CodeRow) -> str:
    cells = (row.code, row.title, row.help, row.clause)
    return "".join(f"| {cell.replace('|', chr(92) + '|')} " if cell else "| " for cell in cells) + "|"


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    for rows in _extension_tables()[0]:
        table["sections"] = {**rows.get("sections", {}), **table["sections"]}
        table["codes"] |= rows["codes"]
    return table


def unusable_tables() -> tuple[tuple[str, str], ...]:
    """Return the entry points of the group ``plantin.findings`` whose table cannot be used, each with the reason."""
    return _extension_tables()[1]


@cache
def _extension_tables() -> tuple[list[dict[str, dict[str, dict[str, str]]]], tuple[tuple[str, str], ...]]:
    """Return the tables of packs and extensions, and those refused: ``codes.toml`` in the package that an entry point
    leads to; its name is reserved for those codes: GMI for GMI001. Codes of one letter are the press's own, which its
    packs bring too.
    """
    tables, wrong = [], []
    for point in entry_points(group="plantin.findings"):
        try:
            if not re.fullmatch("[A-Z]{2,8}", point.name):
                raise ValueError("its name is not that of codes, two to eight capitals")  # noqa: TRY301
            rows = tomllib.loads(resources.files(point.module).joinpath("codes.toml").read_text("utf-8"))
            letters = f"(?:{point.name}|[A-Z])" if point.dist and point.dist.name == _PRESS else point.name
            for code, row in rows["codes"].items():
                if not re.fullmatch(rf"{letters}\d{{3}}", code):
                    raise ValueError(f"the code {code} does not begin with {point.name}")  # noqa: TRY301
                CodeRow(code, **row)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the table cannot be used
            wrong.append((point.name, f"has no table of findings: {error}"))
        else:
            tables.append(rows)
    return tables, tuple(wrong)
