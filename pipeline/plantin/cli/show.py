"""The command ``plantin show``."""

from __future__ import annotations

from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.house import layout
from plantin.house.layout import House
from plantin.model.outline import Entry, aloud, outline
from plantin.production import planning, steps
from plantin.production.formats import format_named, formats


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    summary = "print a report as resolved, with every number final"
    parser = command(commands, "show", summary, _show, "symbols", "language", "format")
    forms = ("outline", "text", "digest", "reading")
    form_help = "reading: what a screen reader reads in a finished file"
    parser.add_argument("--as", dest="form", choices=forms, default="outline", help=form_help)


def _show(options: Options, terminal: Terminal) -> int:
    house = environment.house(options)
    if options.form == "reading":
        return _read_aloud(options, house, terminal)
    for slug in layout.choose(house, tuple(options.symbol)):
        for language in options.language or house.languages(slug)[:1]:
            document = steps.compose(house, slug, language, purpose="build").document
            composed = outline(document)
            if options.form == "digest":
                terminal.say(document.digest())
                continue
            for line in composed.masthead:
                terminal.say(line)
            for entry in (*composed.body, *composed.notes):
                terminal.say(_row(entry) if options.form == "outline" else f"{entry.label} {entry.text}".strip())
    return 0


def _read_aloud(options: Options, house: House, terminal: Terminal) -> int:
    for slug in layout.choose(house, tuple(options.symbol)):
        languages = options.language or house.languages(slug)[:1]
        for edition in planning.plan(house, (slug,), languages, options.format or ("html",)).whole():
            path = house.build / edition.target
            name = environment.relative_path(path)
            terminal.results.print(name, style="bold", markup=False)
            row = format_named(edition.format) or formats()[0]
            for role, words in aloud(row.open(path, name).outline()):
                terminal.say(f"{role:<12} {words}")
    return 0


def _row(entry: Entry) -> str:
    return f"{entry.kind:<10} {entry.anchor:<18} {entry.label:<6} {entry.text}"
