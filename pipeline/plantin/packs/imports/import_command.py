"""The command ``plantin import``."""

from __future__ import annotations

import argparse
import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from plantin import translation as catalogue
from plantin.cli import environment, progress
from plantin.cli.arguments import Commands, Options, command, field, line
from plantin.cli.catalogue import report_import
from plantin.cli.tables import quantity
from plantin.cli.terminal import Terminal
from plantin.findings import Finding, Place, UsageError
from plantin.house import layout
from plantin.house.layout import House
from plantin.packs.imports import corrections, families, file_kinds, loss, receive, translations
from plantin.packs.imports.corrections import CorrectionResult, translated
from plantin.packs.imports.receive import ImportResult
from plantin.packs.imports.received import GivenFields
from plantin.settings import extensions
from plantin.translation import formats


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = command(commands, "import", "make a report source from a received file", _import)
    kinds = (*get_args(file_kinds.Kind), *extensions.names("importers"))
    parser.add_argument("file")
    words = f"the format of the file, if it is not recognized: {', '.join(kinds)}"
    parser.add_argument("--from", dest="from_", choices=kinds, metavar="FORMAT", help=words)
    parser.add_argument(
        "--symbol", type=line, metavar="S/2017/97", help="the document symbol, if the file does not have it"
    )
    parser.add_argument("--title", type=line, help="the title, if it is not the first line")
    parser.add_argument("--organ", type=line, help="the organ, as the locales list it")
    words = "any other field of the front matter: date=2017-02-02"
    parser.add_argument("--set", type=field, action="append", default=[], metavar="KEY=VALUE", help=words)
    words = "a folder where pictures are looked for that are not where the file says"
    parser.add_argument("--pictures", metavar="FOLDER", help=words)
    words = (
        "a translation of the file, as fr:report-fr.docx, once for each language: it fills the catalogue of that one"
    )
    parser.add_argument(
        "--as", dest="translations", type=_translation, action="append", default=[], metavar="fr:FILE", help=words
    )
    parser.add_argument("--replace", action="store_true", help="overwrite an existing source")
    words = "the report of which this is an edited Word edition: its corrections go into the source"
    parser.add_argument("--onto", metavar="SYMBOL", help=words)
    words = (
        "the language of the file: with --onto, an edited Word edition of the translation, whose corrections go into"
        " the catalogue of that language, or a published translation, which fills it"
    )
    parser.add_argument("--language", metavar="fr", help=words)
    parser.add_argument(
        "--tracked", choices=("accept", "reject", "refuse"), default="refuse", help="what to do with tracked changes"
    )
    words = "compare the file with its source as that is now: is every word in it, every note, table and picture?"
    parser.add_argument("--check", action="store_true", help=words)
    parser.add_argument("--dry-run", action="store_true", help="report what would change, write nothing")


def _import(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    if options.onto and options.language:
        return _translate(home, options, terminal)
    if options.onto:
        slug, path = _target(home, options), Path(options.file)
        return _report(corrections.merge_edits(home, path, slug, options.tracked, dry=options.dry_run), terminal)
    if options.language:
        options.set = [("original-language", options.language), *options.set]
    given_fields = GivenFields(
        {name: value for name in ("symbol", "title", "organ") if (value := getattr(options, name))} | dict(options.set)
    )
    given_fields = dataclasses.replace(given_fields, pictures=Path(options.pictures) if options.pictures else None)
    path, from_ = Path(options.file), options.from_ or ""
    if options.translations:
        return _family(home, path, given_fields, options, terminal)
    if options.check:
        return _check(receive.check_import(home, path, given_fields, from_=from_, tracked=options.tracked), terminal)
    with progress.show_bar(terminal.notices):
        result = receive.import_file(
            home,
            path,
            given_fields,
            from_=from_,
            overwrite=options.replace,
            tracked=options.tracked,
            dry=options.dry_run,
            judged=True,
        )
    terminal.report(result.findings())
    _summary(result, terminal)
    return result.exit_code()


def _translation(text: str) -> tuple[str, Path]:
    """Return a language and its file. Raises ArgumentTypeError.

    >>> language, path = _translation("fr:report-fr.docx")
    >>> language, path.name
    ('fr', 'report-fr.docx')
    """
    language, sign, file = text.partition(":")
    if not (sign and file and re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", language)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a language with its file, as fr:report-fr.docx")
    return language, Path(file)


def _family(home: House, path: Path, given: GivenFields, options: Options, terminal: Terminal) -> int:
    """Import all languages of a report in one command."""
    # Some options do not go together with translations (U034).
    named = [language for language, _ in options.translations]
    faults = [f"{language} is given twice with --as" for language in sorted(set(named)) if named.count(language) > 1]
    others = {"--check": options.check, "--dry-run": options.dry_run}
    faults += [f"--as and {name} do not go together" for name, is_given in others.items() if is_given]
    if faults:
        hint = "Give each language once; import first, and then check."
        raise UsageError(*(Finding("U034", fault, Place("plantin import"), hint) for fault in faults))
    with progress.show_bar(terminal.notices):
        done = families.import_family(
            home,
            path,
            dict(options.translations),
            given,
            from_=options.from_ or "",
            overwrite=options.replace,
            tracked=options.tracked,
        )
    terminal.report(tuple(done.findings()))
    _summary(done.original, terminal)
    for result in done.catalogues.values():
        terminal.say(result.line())
    return done.exit_code()


def _summary(result: ImportResult, terminal: Terminal) -> None:
    terminal.say(
        f"{result.path}: {_counts(result.counts) or 'written, but with errors to fix: it cannot be built yet'}"
    )
    for account in result.accounts:
        if account.received:
            terminal.say(account.line())
    terminal.say(
        f"{quantity(len(result.losses), 'number')} not as received, {quantity(len(result.left_out), 'remark')} on what"
        f" was left out or assumed, {quantity(len(result.slips), 'slip')} kept; all in {loss.PAGE} beside it"
    )


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(quantity(number, kind.removesuffix("s")) for kind, number in counts.items())


def _check(result: ImportResult, terminal: Terminal) -> int:
    terminal.report(result.findings())
    for account in result.accounts:
        terminal.say(account.line())
    return result.exit_code()


def _translate(home: House, options: Options, terminal: Terminal) -> int:
    slug, path = _target(home, options), Path(options.file)
    if not options.from_ and formats.is_exchanged(path):
        merged = catalogue.import_file(home, slug, options.language, path, tracked=options.tracked, dry=options.dry_run)
        return report_import(home, slug, options.language, merged, terminal)
    if not options.from_ and translated.is_corrected(home, path, slug, options.language):
        done = translated.merge_translation(home, path, slug, options.language, options.tracked, dry=options.dry_run)
        return _report(done, terminal)
    return _bring(home, path, slug, options, terminal)


def _bring(home: House, path: Path, slug: str, options: Options, terminal: Terminal) -> int:
    done = translations.bring(home, path, slug, options.language, from_=options.from_ or "", dry=options.dry_run)
    terminal.report(done.findings)
    terminal.say(done.line())
    terminal.say(f"{quantity(len(done.findings), 'finding')} on what did not align")
    return int(any(finding.severity == "error" for finding in done.findings))


def _target(home: House, options: Options) -> str:
    """Return the report that --onto names."""
    name = Path(options.onto).name if options.onto.startswith("sources/") else options.onto
    return layout.choose(home, (name,))[0]


def _report(done: CorrectionResult, terminal: Terminal) -> int:
    terminal.report((*done.changes, *done.losses))
    word = "written" if done.written else "would change" if done.changed else "unchanged"
    terminal.say(f"{', '.join(done.paths)}: {word}; {_counts(done.counts)}")
    terminal.say(f"{quantity(len(done.changes), 'change')}, {quantity(len(done.losses), 'thing')} not carried over")
    return 1 if done.losses else 0
