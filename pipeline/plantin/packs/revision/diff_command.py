"""The command ``plantin diff``."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from plantin.cli import environment, outputs, progress
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.files import write_all
from plantin.findings import Place, UsageError
from plantin.findings.progress import each
from plantin.packs.revision import states
from plantin.packs.revision.changes import SORTS
from plantin.packs.revision.redline import KINDS, Comparison, Redline


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "show what changed between two states of a report, as a redline"
    parser = command(commands, "diff", words, _diff, "language")
    what = "a report of the house, its folder or file, a release, or REVISION:REPORT of git"
    parser.add_argument("old", metavar="OLD", help=f"the earlier state: {what}")
    parser.add_argument("new", metavar="NEW", help="the present state, likewise")
    parser.add_argument(
        "--format", choices=KINDS, default="docx", help="Word with tracked changes (default), a web page, PDF, or JSON"
    )
    parser.add_argument("--author", default="", metavar="NAME", help="who changed it (default: the organization)")
    parser.add_argument("-o", dest="file", default="", metavar="FILE", help="where to write it, of one language")


def _diff(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    with states.both(home, options.old, options.new) as (old, new):
        comparison = Comparison(old, new, options.author, environment.epoch())
        languages = _languages(options, comparison)
        stems = [home.build / new.slug / f"{new.slug}-{language}" for language in languages]
        paths = [Path(f"{stem}.redline.{options.format}") for stem in stems]
        if options.file:
            paths = [outputs.file(home.root, options.file, lambda _: True).absolute()]
        ways = [_way(paths[0].parent, Path(f"{stem}.html")) for stem in stems]
        with progress.show_bar(terminal.notices):
            pairs = zip(each("compare", languages), ways, strict=True)
            redlines = [comparison.redline(language, options.format, way) for language, way in pairs]
        root = paths[0].parent if options.file else home.writing_folder
        write_all({path: made.content for path, made in zip(paths, redlines, strict=True)}, root)
    for path, made in zip(paths, redlines, strict=True):
        terminal.say(f"{environment.relative_path(path)}  {_count(made)}")
    return 0


def _way(folder: Path, page: Path) -> str:
    """Return the address of ``page`` from a file in ``folder``; empty where it was not made."""
    return quote(os.path.relpath(page, folder)) if page.is_file() else ""


def _languages(options: Options, comparison: Comparison) -> tuple[str, ...]:
    """Return the languages that are asked for, else all that both states have."""
    languages = tuple(options.language) or comparison.languages()
    for language in languages:
        comparison.require_language(language)
    if not languages:
        message = f"{options.old} and {options.new} have no language in common"
        raise UsageError.of("REV002", message, Place("--language"), "Translate one of them.")
    if options.file and len(languages) > 1:
        hint = f"Name one: --language {languages[0]}."
        raise UsageError.of("REV002", f"one file for {len(languages)} languages", Place("-o"), hint)
    return languages


def _count(made: Redline) -> str:
    sorts = [line.sort for line in made.changes.lines]
    counts = [f"{sorts.count(sort)} {sort}" for sort in SORTS if sort in sorts]
    return ", ".join(counts) or "nothing has changed"
