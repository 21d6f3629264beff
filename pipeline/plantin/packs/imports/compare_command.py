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

_MINIMUM_FILES = 2


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    summary = "compare files of one report, in any formats and languages, from Plantin or elsewhere"
    parser = command(commands, "compare", summary, _compare)
    file_help = "Word, PDF, HTML, EPUB, all that `plantin import` reads; the first is the model"
    parser.add_argument("files", nargs="+", metavar="FILE", help=file_help)


def _compare(options: Options, terminal: Terminal) -> int:
    house = _house(options)
    if len(options.files) < _MINIMUM_FILES:
        raise UsageError.of("U031", "compare needs at least two files", Place("plantin"), "Name two or more.")
    with progress.show_bar(terminal.notices):
        contents = [report_content.read(house, Path(name)) for name in each("read", options.files)]
    findings = [finding for other in contents[1:] for finding in differences.differences(contents[0], other)]
    terminal.results.print(_table(contents, findings))
    terminal.report(findings)
    outcome = "say the same" if not findings else f"differ in {len(findings)} things"
    terminal.say(f"{len(contents)} files {outcome}")
    return int(bool(findings))


def _house(options: Options) -> House:
    """Return the house that the call is about; outside one, an empty one with the stock languages."""
    try:
        return environment.house(options)
    except UsageError:
        if options.root:
            raise
        return House(Path.cwd())


def _table(contents: Sequence[ReportContent], findings: Sequence[Finding]) -> Table:
    """Return what each file says, a column to a file."""
    wrong = Counter(finding.place.path for finding in findings)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    for content in contents:
        table.add_column(escape(content.name), justify="right")
    rows = (
        ("made by", [("this press" if content.ours else "others") for content in contents]),
        ("language", [content.language for content in contents]),
        ("headings", [str(len(content.headings)) for content in contents]),
        ("numbered paragraphs", [str(len(content.paragraphs)) for content in contents]),
        ("entries of lists", [str(len(content.entries)) for content in contents]),
        ("notes", ["-" if content.notes is None else str(len(content.notes)) for content in contents]),
        ("calls of notes", ["-" if content.calls is None else str(content.calls) for content in contents]),
        ("tables", [str(content.tables) for content in contents]),
        ("cells", [str(content.cells) for content in contents]),
        ("pictures", [str(content.pictures) for content in contents]),
        ("formulas", [str(content.formulas) for content in contents]),
        ("figures in the text", [str(differences.figures(content).total()) for content in contents]),
        ("words", [f"{differences.words(content).total():,}" for content in contents]),
        ("words of the first", [_share(contents[0], content) for content in contents]),
        ("differences", ["", *(str(wrong[content.name]) for content in contents[1:])]),
    )
    for name, cells in rows:
        table.add_row(name, *map(escape, cells))
    return table


def _share(first: ReportContent, other: ReportContent) -> str:
    return f"{differences.share(first, other):.1%}" if differences.alike(first, other) else "-"
