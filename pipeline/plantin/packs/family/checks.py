"""Checks what a report says of the others of its family, and that it cites none that was replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plantin.findings import Finding
from plantin.findings.suggestion import suggest
from plantin.house.layout import House
from plantin.lint.source.passage import Slip, passages
from plantin.model import symbols
from plantin.model.added_tables import table_of
from plantin.packs.family import relations
from plantin.packs.family.relations import Family, Relation
from plantin.packs.family.tables import FamilyFields
from plantin.source.front_matter import FrontMatter
from plantin.source.text import Source

_ELSEWHERE = "Correct the symbol; or waive this where it was issued elsewhere."
_SAID = {"revises": "revises", "adds-to": "adds to", "corrects": "corrects"}


def slips(house: House, source: Source, head: FrontMatter) -> Iterator[Slip]:
    """Yield what is wrong: FAM001 to FAM007 in what the report says, FAM008 for a symbol that was replaced."""
    marks = relations.marks_of(house, head.style)
    rows = relations.relations_of(head, marks)
    family = relations.with_report(relations.of_house(house), head, rows)
    stated, said = table_of(head.tables, FamilyFields).stated(), marks.read(head.symbol)
    where = head.place("family") if stated else head.place("symbol")

    def slip(code: str, message: str, hint: str, severity: str = "error") -> Slip:
        return Slip(Finding(code, message, where, hint, "warning" if severity == "warning" else "error"), head.symbol)

    if said and stated and said[:2] not in stated:
        message = f"the front matter {_words(*stated[0])}, and the symbol {_words(*said[:2])}"
        yield slip("FAM001", message, "Correct one of them; the symbol is enough.")
    for row in rows:
        if row.other == row.symbol:
            yield slip("FAM002", f"{_words(row.kind, row.other)}, which is itself", "Name the other report.")
        elif row.other not in family.dates:
            if stated or row.kind == "revises":
                first = said[2] if said and not stated else ""
                gap = f": the house has {first}, and not the revision between" if first in family.dates else ""
                message = f"{_words(row.kind, row.other)}, which the house does not have{gap}"
                hint = "Correct the number, or add the revision between." if gap else _ELSEWHERE
                hint = suggest(row.other, {*family.dates} - {row.symbol}, hint) if stated else hint
                yield slip("FAM006" if gap else "FAM003", message, hint, "error" if stated or gap else "warning")
        else:
            yield from (slip(*fault) for fault in _faults(family, row))
    yield from _cited(source, head, family)


def _words(kind: str, symbol: str) -> str:
    return f"{_SAID[kind]} {symbol}"


def _faults(family: Family, row: Relation) -> Iterator[tuple[str, str, str, str]]:
    """Yield what is wrong with a relation to a report of the house."""
    if row.symbol in family.ancestors(row.symbol):
        chain = ", ".join(family.ancestors(row.symbol))
        yield "FAM004", f"follows itself by way of {chain}", "Let each follow an earlier one.", "error"
    rivals = [
        other.symbol
        for other in family.relations_to(row.other)
        if other.kind == row.kind == "revises" and other.symbol != row.symbol
    ]
    if rivals:
        hint = "A report is replaced once: let the later revision revise the earlier."
        yield "FAM005", f"revises {row.other}, as {', '.join(rivals)} does", hint, "error"
    if family.dates[row.symbol] < family.dates[row.other]:
        message = f"is dated {family.dates[row.symbol]}, before {row.other} ({family.dates[row.other]})"
        yield "FAM007", message, "Correct the date of one.", "warning"
    lacking = [tag for tag in family.languages[row.other] if tag not in family.languages[row.symbol]]
    if row.kind == "revises" and lacking:
        message = f"is not in {', '.join(lacking)}, and {row.other} is"
        yield "FAM009", message, "A revision replaces every language version: add the language.", "warning"


def _cited(source: Source, head: FrontMatter, family: Family) -> Iterator[Slip]:
    """Yield FAM008 for each symbol in the text of a report that had been replaced when this one was issued."""
    symbol = head.symbol.removesuffix("*")
    related = {symbol, *family.ancestors(symbol), *(row.symbol for row in family.relations_to(symbol))}
    replaced = {
        other: later
        for other, later in family.replacements.items()
        if other in family.dates and other not in related and family.dates[later] <= head.date
    }
    if not replaced:
        return
    names = {name: other for other in replaced for name in (other, symbols.slug(other))}
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    # The symbol of another document may begin or end with this one: S/2017/97/Add.1, S/2017/971.
    cited = re.compile(rf"(?<![A-Za-z0-9/.-])(?:{'|'.join(longest)})(?![A-Za-z0-9]|[/.-][A-Za-z0-9])")
    for passage in passages(source):
        for match in cited.finditer(passage.prose):
            other = names[match[0]]
            newest = family.newest(other)
            message = f"{other} was replaced by {replaced[other]} on {family.dates[replaced[other]]}"
            hint = f"Cite {newest}, or waive this where the old text is meant."
            yield passage.slip("FAM008", message, match.start(), hint)
