"""How the blocks of a received report, whatever it was read from, become a source, and what is reported on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plantin.findings import Finding, Place
from plantin.house.locale import Locale
from plantin.model.labels import Numerals
from plantin.packs.imports import captions, cells, markup, numbering, read_back
from plantin.packs.imports.captions import Captions
from plantin.packs.imports.cells import ReceivedTable
from plantin.packs.imports.cross_references import CrossReferences
from plantin.packs.imports.docx import headings
from plantin.packs.imports.docx.headings import Draft
from plantin.packs.imports.language_detection import Passages
from plantin.packs.imports.masthead import RecognizedMasthead
from plantin.packs.imports.read_back import Written
from plantin.packs.imports.received import Fallbacks, GivenFields, ImportedReport, Ledger, PrintedNumber

LONGEST_TITLE = 200
_TABLE = re.compile(r"::: \{[^}\n]*\.table\b")


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What a report is made a source with, beside what is in its file."""

    path: Path
    """The received file."""
    folder: Path
    """Where its pictures are put."""
    plain: Callable[[str, str], str]
    """Gives words as an author types them, from the words and the character before them."""
    given: GivenFields
    """The fields of the front matter that the user gives."""
    locale: Locale
    """The locale of the language of the source."""
    fallbacks: Fallbacks
    """What is assumed where neither the user nor the masthead says it."""
    passages: Passages
    """What finds passages in other languages."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A note: its definition in the source's marks, and the number that it was received with (None: not compared)."""

    text: str
    printed: PrintedNumber | None = None


def assemble(
    head: RecognizedMasthead,
    drafts: Sequence[Draft],
    references: CrossReferences,
    numerals: tuple[Numerals, ...],
    definitions: Callable[[], Iterable[Definition]],
    legends: Captions,
    ledger: Ledger,
    written: Written,
) -> ImportedReport:
    """Return the report of ``drafts`` under the front matter of ``head``: headings in order, numbers under the rules
    that give them as received, references and the labels of ``legends`` settled. ``definitions`` gives the notes when
    all their calls have been written. What the ledger has is put in by ``add_ledger``, when all is written down.
    """
    fitted, rules = numbering.fit_rules(headings.settle_headings(drafts, ledger), ledger)
    references.learn_numbers(fitted, rules)
    blocks = markup.blocks((draft.row for draft in fitted), numerals)
    notes = list(definitions())
    body, counts = legends.settle(references.settle("\n\n".join((*blocks, *(note.text for note in notes)))), rules)
    source = f"{numbering.with_rules(head.front, (*rules, *counts))}\n{body}\n"
    numbers = (*(draft.printed for draft in fitted), *(note.printed for note in notes))
    printed = tuple(
        replace(number, words=references.press_words(number.words, noted=number.kind == "note"))
        for number in numbers
        if number
    )
    ledger.taken += (
        *(number.label for number in printed if number.kind != "note"),
        *references.generated_words(),
        *legends.printed,
    )
    labels = [draft.printed.label for draft in (*drafts, *fitted) if draft.printed]
    labels += [draft.row.label for draft in fitted]
    reported = (omission.words for omission in (*head.left_out.values(), *ledger.left_out))
    for what, line in read_back.differences(written, source, labels, (*ledger.taken, *reported)):
        where, hint = f", line {line} of the source" if line else "", "Compare the source with the file."
        ledger.notices.append(Finding("S182", f"{what}{where}", Place(ledger.path), hint))
    return ImportedReport(source, head.symbol, printed, tuple(head.left_out.values()), notices=head.findings)


def add_ledger(report: ImportedReport, ledger: Ledger, changed: Mapping[str, int]) -> ImportedReport:
    """Return the report with all that was written down; ``changed`` are counts by the kinds of an inventory."""
    left_out, notices = (*report.left_out, *ledger.left_out), (*report.notices, *ledger.notices)
    return replace(report, left_out=left_out, taken=tuple(ledger.taken), notices=notices, changed=changed)


# Tables and figures


def remark_table(grid: ReceivedTable, title: str, ledger: Ledger) -> None:
    """Report what was assumed about a table (S121, S122), by its ``title`` or the words of its head."""
    words = title or cells.heads_in_words(grid.rows[0]) or cells.heads_in_words([row[0] for row in grid.rows])
    if not grid.marked:
        message = f"the first row of a table is taken for its head: “{words[:60]}”"
        ledger.notice("S121", message, "Say head=2 if two rows are; put an empty row over it if none is.")
    if several := cells.several(grid.rows):
        message = f"{several} cells have several paragraphs or a list, so the table is a list of lists: “{words[:60]}”"
        ledger.notice("S122", message, "Nothing, if they are read well.")


def is_below_table(draft: Draft) -> bool:
    """Return whether a block that follows a table is a line that belongs to it."""
    return draft.row.kind in ("plain", "numbered") and not draft.printed and captions.is_below(draft.words)


def with_lines_below(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield the blocks, with the lines below a table that belong to it in its box."""
    table: Draft | None = None
    for draft in drafts:
        if table and is_below_table(draft):
            text = f"{table.row.text.removesuffix(':::')}\n{draft.row.text}\n:::"
            table = replace(table, row=replace(table.row, text=text))
            continue
        if table:
            yield table
        is_table = draft.row.kind == "object" and not draft.row.level and _TABLE.match(draft.row.text)
        table = draft if is_table else None
        if not is_table:
            yield draft
    if table:
        yield table


def figure(name: str, title: str, alternative: str, width: int, ledger: Ledger, mark: str = "") -> str:
    """Return the picture ``name`` as a figure in the source's marks, under its ``title`` and with the attributes that
    ``mark`` stands for; one without a title has no number either. ``alternative`` is what it says to who cannot see it;
    where that is nothing, its title or the name of its file is put there (S125). ``width``: hundredths of the text's;
    0, its own.
    """
    alternative = markup.escape(alternative)
    if not alternative:
        spoken = re.sub(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\{lang=[\w-]+\}", r"\1", title)
        alternative = re.sub(r"\[\^[^\]]+\]|(?<!\\)\*+", "", spoken) or markup.escape(f"… ({name.partition('/')[2]})")
        hint = f"Write what it shows into the brackets before ({name})."
        ledger.notice("S125", f"{name} says nothing to who cannot see it", hint)
    picture = markup.picture(alternative, name, "" if title else ".unnumbered", f"width={width}%" if width else "")
    return f"::: {{{mark}.figure}}\n" + (f"{title}\n\n" if title else "") + f"{picture}\n:::"
