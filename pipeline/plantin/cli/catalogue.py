"""The commands ``plantin catalogue ...``."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from plantin import translation as catalogue
from plantin.cli import environment, progress, tables
from plantin.cli.arguments import Commands, Options, Parser, command, line
from plantin.cli.terminal import Terminal
from plantin.files import write
from plantin.findings import Place, PlantinError, TranslationError, UsageError
from plantin.findings.progress import each
from plantin.house import layout
from plantin.house.layout import House
from plantin.lint.translation import number_writer
from plantin.production import steps
from plantin.translation import formats, pseudo, reuse
from plantin.translation.merging import Fate, MergeResult
from plantin.translation.po import STAGES
from plantin.wordfile.tracked import Tracked

_TEMPLATE = "pot"
_FATES: dict[Fate, str] = {
    "taken": "taken",
    "confirmed": "confirmed",
    "same": "the same",
    "conflict": "in conflict",
    "unfinished": "unfinished",
    "emptied": "empty in the file",
    "unknown": "not in the report",
}


def add(commands: Commands) -> None:
    """Add the commands to the parser."""
    words = "manage translations: update, status, export, import"
    keep: Parser = commands.add_parser("catalogue", aliases=["translations"], help=words, description=words)
    kinds = keep.add_subparsers(required=True, metavar="update|status|sign|pseudo|export|import|adopt")
    words = "bring catalogues up to their reports; a changed message becomes stale"
    command(kinds, "update", words, _update, "symbols", "language")
    command(kinds, "status", "report the progress of translations, and errors in them", _status, "symbols", "language")
    words = "record who has finished a stage of the messages that have reached the one before"
    sign = command(kinds, "sign", words, _sign, "symbols", "language")
    sign.add_argument("--stage", choices=STAGES[1:], default="revised", help="the stage (default: revised)")
    sign.add_argument("--by", required=True, type=line, metavar="NAME", help="the person")
    sign.add_argument(
        "--message", action="append", default=[], metavar="CONTEXT", help="only the message with this context"
    )
    words = "fill a catalogue of a pseudo language (en-XA), with longer words, to test a layout; it is never released"
    command(kinds, "pseudo", words, _pseudo, "symbols", "language")
    words = "write catalogues as XLIFF, TMX or a PO template beside the editions"
    export = command(kinds, "export", words, _export, "symbols", "language")
    export.add_argument("--to", choices=(*formats.suffixes(), _TEMPLATE), default="xliff")
    for name, words, call in (
        ("import", "take the translations of an .xlf, .po or facing .docx file into a catalogue", _import),
        ("adopt", "fill a catalogue from the full text in its language, by its printed numbers", _adopt),
    ):
        bring = command(kinds, name, words, call)
        bring.add_argument("symbol", nargs="?", help="the report (default: the only one)")
        bring.add_argument("file", metavar="FILE")
        bring.add_argument("--language", required=True, metavar="fr")
        if name == "import":
            bring.add_argument("--by", type=line, metavar="NAME", help="who made the file")
            about = "what to do with tracked changes of a Word file"
            bring.add_argument("--tracked", choices=get_args(Tracked), default="refuse", help=about)
            sides = bring.add_mutually_exclusive_group()
            for side, kept in (
                ("ours", "keep the catalogue's text where both sides changed"),
                ("theirs", "take the file's text where both sides changed"),
            ):
                sides.add_argument(f"--{side}", dest="prefer", action="store_const", const=side, default="", help=kept)


def _update(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    lines = []
    with progress.show_bar(terminal.notices):
        for slug, language in each("update", reports_and_languages(home, options), "-".join):
            done = catalogue.update_file(home, slug, language)
            numbers = reuse.fill_numbers(home, slug, language, number_writer(home, slug, language))
            path = environment.relative_path(home.catalogue_file(language, slug))
            written = f", {tables.quantity(numbers, 'number')} written" if numbers else ""
            sources = "".join(f", {count} from {name}" for name, count in done.sources)
            counts = f"{done.kept} kept, {done.changed} changed, {done.new} new, {done.gone} gone"
            lines.append(f"{path}: {counts}{sources}{written}")
    for message in lines:
        terminal.say(message)
    return 0


def _status(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    code = 0
    for slug in layout.choose(home, tuple(options.symbol)):
        languages = tuple(options.language) or home.languages(slug)[1:]
        terminal.results.print(tables.standing_table(slug, catalogue.status_rows(home, slug, languages)))
        for language in languages:
            code = max(code, _verdict(home, slug, language, terminal))
    return code


def _verdict(home: House, slug: str, language: str, terminal: Terminal) -> int:
    """Report what is wrong with a translation, as a build would; the exit code."""
    try:
        asked = catalogue.open_queries(home, slug, language)
        findings, code = (*steps.compose(home, slug, language).findings, *asked), 0
    except PlantinError as error:
        findings, code = error.findings, error.exit_code
    terminal.report(findings)
    return max(code, TranslationError.exit_code if any(finding.severity == "error" for finding in findings) else 0)


def _sign(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    code = 0
    for slug, language in reports_and_languages(home, options):
        count, refused = catalogue.sign(home, slug, language, options.stage, options.by, options.message)
        terminal.report(refused)
        code = max(code, 1 if refused else 0)
        path = environment.relative_path(home.catalogue_file(language, slug))
        terminal.say(f"{path}: {tables.quantity(count, 'message')} {options.stage} by {options.by}")
    return code


def _pseudo(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    for slug in layout.choose(home, tuple(options.symbol)):
        for wanted_ in options.language or ("",):
            language, count = pseudo.fill(home, slug, wanted_)
            path = environment.relative_path(home.catalogue_file(language, slug))
            terminal.say(f"{path}: {tables.quantity(count, 'message')} filled")
    return 0


def _export(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    if options.to == _TEMPLATE:
        files = [(home.build / slug / f"{slug}.pot", slug, "") for slug in layout.choose(home, tuple(options.symbol))]
    else:
        ending = formats.suffixes()[options.to]
        files = [
            (home.build / slug / f"{slug}-{language}{ending}", slug, language)
            for slug, language in reports_and_languages(home, options)
        ]
    for path, slug, language in files:
        content = catalogue.export(home, slug, language, options.to) if language else catalogue.template(home, slug)
        write(path, content, home.root)
        terminal.say(environment.relative_path(path))
    return 0


def _import(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    slug, file = _report_and_file(home, options)
    merged = catalogue.import_file(
        home, slug, options.language, file, options.prefer, options.by or "", options.tracked
    )
    return report_import(home, slug, options.language, merged, terminal)


def report_import(home: House, slug: str, language: str, merged: MergeResult, terminal: Terminal) -> int:
    """Report what came of an imported file; the exit code."""
    terminal.report(merged.findings)
    path = environment.relative_path(home.catalogue_file(language, slug))
    counts = [f"{merged.fates[fate]} {words}" for fate, words in _FATES.items()]
    terminal.say(f"{path}: {', '.join(counts)}, {tables.quantity(merged.notes, 'note')} added")
    if merged.unfinished:
        terminal.say(f"left out as unfinished: {', '.join(merged.unfinished)}")
    if merged.conflicts:
        apart = environment.relative_path(catalogue.conflicts_file(home, slug, language))
        terminal.say(f"{apart}: to settle them one by one, remove or edit messages and import it with --theirs")
    refused = any(finding.severity == "error" for finding in merged.findings)
    code = 1 if merged.fates["conflict"] or merged.fates["unknown"] or refused else 0
    return max(code, _verdict(home, slug, language, terminal))


def _adopt(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    slug, file = _report_and_file(home, options)
    aligned = catalogue.adopt_text(home, slug, options.language, file)
    terminal.report(aligned.findings)
    path = environment.relative_path(home.catalogue_file(options.language, slug))
    taken = tables.quantity(len(aligned.translations), "message")
    terminal.say(f"{path}: {taken} taken, {len(aligned.findings)} did not align")
    return 1 if aligned.findings else 0


def reports_and_languages(home: House, options: Options) -> list[tuple[str, str]]:
    """The reports that the options name, each with the languages that they name, by default all but its original."""
    slugs = layout.choose(home, tuple(options.symbol))
    return [(slug, language) for slug in slugs for language in options.language or home.languages(slug)[1:]]


def _report_and_file(home: House, options: Options) -> tuple[str, Path]:
    """Return the report and the file that the options name, in whichever order they were given."""
    symbol, file = options.symbol, options.file
    if symbol and layout.name_of(home, file) in home.slugs():
        symbol, file = file, symbol
    slugs = layout.choose(home, (symbol,) if symbol else ())
    if len(slugs) > 1 and (slug := formats.report_of(Path(file))) in slugs:
        return slug, Path(file)
    if len(slugs) > 1:
        message = f"there are {len(slugs)} reports, and a file is of one"
        raise UsageError.of("U011", message, Place("plantin"), f"Name it before the file: {slugs[0]}, for one.")
    return slugs[0], Path(file)
