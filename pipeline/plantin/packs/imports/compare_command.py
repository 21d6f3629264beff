"""The command ``plantin compare``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from plantin.cli import environment, progress
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.findings import Finding, Place, UsageError
from plantin.findings.progress import each
from plantin.house.layout import House
from plantin.packs.imports.comparing import differences, report_content
from plantin.packs.imports.comparing.report_content import ReportContent

_FEWEST = 2


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "compare files of one report, in any formats and languages, from Plantin or elsewhere"
    parser = command(commands, "compare", words, _compare)
    words = "Word, PDF, HTML, EPUB, all that `plantin import` reads; the first is the model"
    parser.add_argument("files", nargs="+", metavar="FILE", help=words)


def _compare(options: Options, terminal: Terminal) -> int:
    home = _house(options)
    if len(options.files) < _FEWEST:
        raise UsageError.of("U031", "one file alone is compared with nothing", Place("plantin"), "Name two or more.")
    with progress.show_bar(terminal.notices):
        read = [report_content.read(home, Path(name)) for name in each("read", options.files)]
    findings = [finding for other in read[1:] for finding in differences.differences(read[0], other)]
    terminal.results.print(_table(read, findings))
    terminal.report(findings)
    word = "say the same" if not findings else f"differ in {len(findings)} things"
    terminal.say(f"{len(read)} files {word}")
    return int(bool(findings))


def _house(options: Options) -> House:
    """Return the house that the call is about; outside one, an empty one with the stock languages."""
    try:
        return environment.house(options)
    except UsageError:
        if options.root:
            raise
        return House(Path.cwd())


def _table(read: Sequence[ReportContent], findings: Sequence[Finding]) -> Table:
    """Return what each file says, a column to a file."""
    wrong = Counter(finding.place.path for finding in findings)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    for content in read:
        table.add_column(escape(content.name), justify="right")
    rows = (
        ("made by", [("this press" if content.ours else "others") for content in read]),
        ("language", [content.language for content in read]),
        ("headings", [str(len(content.headings)) for content in read]),
        ("numbered paragraphs", [str(len(content.paragraphs)) for content in read]),
        ("entries of lists", [str(len(content.entries)) for content in read]),
        ("notes", ["-" if content.notes is None else str(len(content.notes)) for content in read]),
        ("calls of notes", ["-" if content.calls is None else str(content.calls) for content in read]),
        ("tables", [str(content.tables) for content in read]),
        ("cells", [str(content.cells) for content in read]),
        ("pictures", [str(content.pictures) for content in read]),
        ("formulas", [str(content.formulas) for content in read]),
        ("figures in the text", [str(differences.figures(content).total()) for content in read]),
        ("words", [f"{differences.words(content).total():,}" for content in read]),
        ("words of the first", [_share(read[0], content) for content in read]),
        ("differences", ["", *(str(wrong[content.name]) for content in read[1:])]),
    )
    for name, cells in rows:
        table.add_row(name, *map(escape, cells))
    return table


def _share(first: ReportContent, other: ReportContent) -> str:
    return f"{differences.share(first, other):.1%}" if differences.alike(first, other) else "-"
