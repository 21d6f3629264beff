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
    words = "print a report as resolved, with every number final"
    parser = command(commands, "show", words, _show, "symbols", "language", "format")
    forms = ("outline", "text", "digest", "reading")
    words = "reading: what a screen reader reads in a finished file"
    parser.add_argument("--as", dest="form", choices=forms, default="outline", help=words)


def _show(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    if options.form == "reading":
        return _read_aloud(options, home, terminal)
    for slug in layout.choose(home, tuple(options.symbol)):
        for language in options.language or home.languages(slug)[:1]:
            document = steps.compose(home, slug, language).document
            composed = outline(document)
            if options.form == "digest":
                terminal.say(document.digest())
                continue
            for line in composed.masthead:
                terminal.say(line)
            for entry in (*composed.body, *composed.notes):
                terminal.say(_row(entry) if options.form == "outline" else f"{entry.label} {entry.text}".strip())
    return 0


def _read_aloud(options: Options, home: House, terminal: Terminal) -> int:
    for slug in layout.choose(home, tuple(options.symbol)):
        languages = options.language or home.languages(slug)[:1]
        for edition in planning.plan(home, (slug,), languages, options.format or ("html",)).whole():
            path = home.build / edition.target
            name = environment.relative_path(path)
            terminal.results.print(name, style="bold", markup=False)
            row = format_named(edition.format) or formats()[0]
            for role, words in aloud(row.open(path, name).outline()):
                terminal.say(f"{role:<12} {words}")
    return 0


def _row(entry: Entry) -> str:
    return f"{entry.kind:<10} {entry.anchor:<18} {entry.label:<6} {entry.text}"
