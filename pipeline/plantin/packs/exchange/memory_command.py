"""The commands ``plantin memory ...``."""

from __future__ import annotations

import shlex
from pathlib import Path

from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, Parser, command
from plantin.cli.catalogue import reports_and_languages
from plantin.cli.terminal import Terminal
from plantin.files import write
from plantin.lint.translation import number_writer
from plantin.packs.exchange import analysis, memories
from plantin.translation import memory, report_of


def add(commands: Commands) -> None:
    """Add the commands to the parser."""
    words = "reuse translations: count what is new, fill catalogues, exchange memories"
    keep: Parser = commands.add_parser("memory", help=words, description=words)
    kinds = keep.add_subparsers(required=True, metavar="analyse|fill|export|machine")
    words = "count messages and words by what other reports of the house have for them"
    _sources(command(kinds, "analyse", words, _analyse, "symbols", "language"))
    words = "fill missing translations: exact matches, near ones as fuzzy, numbers as the language writes them"
    fill = command(kinds, "fill", words, _fill, "symbols", "language")
    _sources(fill)
    fill.add_argument(
        "--least", type=int, default=memory.LEAST, metavar="75", help="the lowest score of a near match, in per cent"
    )
    command(kinds, "export", "write all translations of the house as TMX, for each language", _export, "language")
    words = "fill missing translations by a program that reads and writes XLIFF 1.2, as fuzzy"
    machine = command(kinds, "machine", words, _machine, "symbols", "language")
    machine.add_argument("--with", dest="program", required=True, metavar="COMMAND", help="the program with arguments")


def _sources(parser: Parser) -> None:
    parser.add_argument(
        "--from", dest="files", action="append", default=[], metavar="FILE.tmx", help="a further memory (TMX)"
    )


def _analyse(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    for slug, language in reports_and_languages(home, options):
        terminal.results.print(
            analysis.analysis_table(
                f"{slug} {language}", memories.analyse_report(home, slug, language, tuple(map(Path, options.files)))
            )
        )
    return 0


def _fill(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    for slug, language in reports_and_languages(home, options):
        done = memories.fill_file(
            home, slug, language, tuple(map(Path, options.files)), number_writer(home, slug, language), options.least
        )
        path = environment.relative_path(home.catalogue_file(language, slug))
        counts = ", ".join(f"{done.filled[kind]} {kind}" for kind in ("exact", "near", "numbers"))
        terminal.say(f"{path}: {counts}")
    return 0


def _export(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    pairs = {
        (report_of(home, slug)[1].original_language, language)
        for slug in home.slugs()
        for language in options.language or home.languages(slug)[1:]
    }
    for original, language in sorted(pairs):
        path = home.build / f"memory-{original}-{language}.tmx"
        write(path, memories.export_memory(home, original, language), home.root)
        terminal.say(environment.relative_path(path))
    return 0


def _machine(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    lost = False
    for slug, language in reports_and_languages(home, options):
        done, damaged = memories.pretranslate(home, slug, language, shlex.split(options.program))
        lost = lost or bool(damaged)
        path = environment.relative_path(home.catalogue_file(language, slug))
        terminal.say(f"{path}: {done} filled as fuzzy, {len(damaged)} left out: the program lost their marks")
        if damaged:
            terminal.say(f"left out: {', '.join(damaged)}")
    return 1 if lost else 0
