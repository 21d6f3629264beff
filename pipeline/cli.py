"""The command: arguments to calls, results to stdout, progress to stderr, errors to exit codes.

Exit codes: 0 fine, 1 a check failed, 2 usage, 3 source (its author), 4 translation (its translator), 5 style (its designer),
6 a tool (its operator), 70 a fault of ours.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import traceback
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from rich.console import Console

from pipeline import __version__, audit, build, catalogue, house, importing, progress, steps
from pipeline.checks import translation
from pipeline.editions import FORMATS, Edition
from pipeline.findings import Finding, Place, PlantinError, TranslationError, UsageError
from pipeline.outline import Entry, outline

_OUR_FAULT = 70
_INTERRUPTED = 130


def main() -> None:
    """The entry point of the command ``plantin``."""
    code = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # A font thread of the layout engine may crash while the interpreter shuts down, when all work is done and said.
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Do what ``arguments`` ask for and return the exit code."""
    # Redirected output is for a file or a program: never wrapped.
    results = Console(width=None if sys.stdout.isatty() else 200, highlight=False, soft_wrap=True)
    notices = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        code: int = options.call(options, results, notices)
    except PlantinError as error:
        _say(notices, error.findings)
        return error.exit_code
    except KeyboardInterrupt:
        notices.print("interrupted; what was made stays")
        return _INTERRUPTED
    except BrokenPipeError:
        return 0
    except Exception:  # noqa: BLE001 - the last line of defence: a fault of ours is shown whole
        traceback.print_exc()
        notices.print("This is a fault of plantin itself: please report it with the lines above.")
        return _OUR_FAULT
    return code


# Commands


def _build(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = house.find(options.root)
    wanted = build.plan(home, house.chosen(home, tuple(options.symbol)), options.language, options.format)
    _nothing_wanted(wanted)
    with _executor(options.jobs) as executor:
        events = build.run(home, wanted, executor, _epoch())
        if options.json:
            kept = []
            for event in events:
                kept.append(event)
                sys.stdout.write(progress.as_json(event) + "\n")
        else:
            kept = progress.shown(events, notices)
    failed = [event for event in kept if isinstance(event, build.Failed)]
    for event in failed:
        _say(notices, event.error.findings)
    if not options.json:
        results.print(progress.made_table(kept, lambda target: _path(home.build / target)))
        noticed = sum(len(event.findings) for event in kept if isinstance(event, build.Noticed))
        if noticed:
            notices.print(f"{noticed} findings in the sources: `plantin check` lists them.")
    return max((event.error.exit_code for event in failed), default=0)


def _check(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = house.find(options.root)
    given = tuple(Path(name) for name in options.symbol if name.endswith(tuple(row.suffix for row in FORMATS)))
    if given:
        audits = list(audit.files(home, given))
    else:
        wanted = build.plan(home, house.chosen(home, tuple(options.symbol)), options.language, options.format)
        _nothing_wanted(wanted)
        with _executor(options.jobs) as executor:
            whole = not options.language and not options.format
            audits = list(audit.run(home, wanted, executor, whole=whole))
    passed = all(one.passed() for one in audits)
    if options.json:
        rows = [progress.finding_row(finding) for one in audits for finding in (*one.differences(), *one.findings())]
        editions = [
            {"path": verdict.path, "sha256": verdict.digest, "differences": len(verdict.differences)}
            for one in audits
            for verdict in one.verdicts
        ]
        sys.stdout.write(json.dumps({"passed": passed, "editions": editions, "findings": rows}, ensure_ascii=False, indent=1) + "\n")
        return 0 if passed else 1
    for one in audits:
        _say(notices, (*one.findings(), *one.differences()))
    verdicts = [verdict for one in audits for verdict in one.verdicts]
    results.print(progress.verdict_table(verdicts))
    differences = sum(len(one.differences()) for one in audits)
    results.print(f"{len(verdicts)} editions, {differences} differences, {sum(len(one.findings()) for one in audits)} findings")
    return 0 if passed else 1


def _import(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = house.find(options.root)
    arrived = importing.bring(home, Path(options.file), replace=options.replace)
    _say(notices, (*arrived.left_out, *arrived.slips, *arrived.losses))
    results.print(f"{arrived.path}: " + ", ".join(f"{number} {kind}" for kind, number in arrived.counts.items()))
    results.print(
        f"{len(arrived.losses)} numbers differ from those received, {len(arrived.left_out)} lines left out, {len(arrived.slips)} slips kept"
    )
    return 1 if arrived.losses else 0


def _show(options: argparse.Namespace, results: Console, notices: Console) -> int:
    del notices
    home = house.find(options.root)
    for slug in house.chosen(home, tuple(options.symbol)):
        for language in options.language or home.languages(slug)[:1]:
            document = steps.compose(home, slug, language).document
            found = outline(document)
            if options.form == "digest":
                results.print(document.digest())
                continue
            for line in found.masthead:
                results.print(line, markup=False)
            for entry in (*found.body, *found.notes):
                results.print(_row(entry) if options.form == "outline" else f"{entry.label} {entry.text}".strip(), markup=False)
    return 0


def _why(options: argparse.Namespace, results: Console, notices: Console) -> int:
    del notices
    home = house.find(options.root)
    for edition in build.plan(home, house.chosen(home, tuple(options.symbol)), options.language, options.format):
        reasons = build.why(home, edition, _epoch())
        results.print(f"{_path(home.build / edition.target)}: {'; '.join(reasons) or 'fresh'}", markup=False)
    return 0


def _catalogue_update(options: argparse.Namespace, results: Console, notices: Console) -> int:
    del notices
    home = house.find(options.root)
    for slug in house.chosen(home, tuple(options.symbol)):
        for language in options.language or home.languages(slug)[1:]:
            done = catalogue.update_file(home, slug, language)
            path = _path(home.catalogue_file(language, slug))
            results.print(f"{path}: {done.kept} kept, {done.changed} changed, {done.new} new, {done.gone} gone", markup=False)
    return 0


def _catalogue_status(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = house.find(options.root)
    code = 0
    for slug in house.chosen(home, tuple(options.symbol)):
        languages = tuple(options.language) or home.languages(slug)[1:]
        standings = catalogue.status_rows(home, slug, languages)
        results.print(progress.standing_table(slug, standings))
        findings = [finding for language in languages for finding in translation.gate(home, slug, language)]
        _say(notices, findings)
        if any(finding.severity == "error" for finding in findings):
            code = TranslationError.exit_code
    return code


# What the commands share


def _row(entry: Entry) -> str:
    return f"{entry.kind:<10} {entry.anchor:<18} {entry.label:<6} {entry.text}"


def _say(notices: Console, findings: Sequence[Finding]) -> None:
    for finding in findings:
        notices.print(str(finding), markup=False)


def _path(path: Path) -> str:
    return os.path.relpath(path)


def _nothing_wanted(wanted: tuple[Edition, ...]) -> None:
    if not wanted:
        hint = "Leave --language or --format out to see what there is."
        raise UsageError(Finding("U003", "no edition is of these languages and formats", Place("plantin"), hint))


def _executor(jobs: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the progress bar runs a thread, and a fork takes half of it along.
    return ProcessPoolExecutor(max_workers=jobs, mp_context=multiprocessing.get_context("spawn"))


def _epoch() -> int | None:
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value:
        return None
    if not value.isascii() or not value.isdigit():
        hint = "Give seconds since 1970, or leave it unset: then an edition carries its report's date."
        raise UsageError(Finding("U005", f"SOURCE_DATE_EPOCH is {value!r}, which is no number of seconds", Place("environment"), hint))
    return int(value)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="plantin", description="One source of an official report, many accessible editions, proved.")
    parser.add_argument("--version", action="version", version=f"plantin {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "build", "make the editions that are not fresh", _build, "formats", "json", "jobs")
    _command(commands, "check", "read finished editions back and compare them with their reports", _check, "formats", "json", "jobs")
    _command(commands, "why", "say why an edition would be made again", _why, "formats")
    show = _command(commands, "show", "print a report as it will be printed: every number final", _show)
    show.add_argument("--as", dest="form", choices=("outline", "text", "digest"), default="outline")
    bring = commands.add_parser("import", help="make a report's source of a file received")
    bring.add_argument("file")
    bring.add_argument("--replace", action="store_true", help="overwrite a source that is there already")
    bring.add_argument("--root", help="the folder that holds sources/")
    bring.set_defaults(call=_import)
    keep = commands.add_parser("catalogue", help="translations: bring them up to the report, say how far they are")
    kinds = keep.add_subparsers(required=True, metavar="update|status")
    _command(kinds, "update", "bring catalogues up to their reports; a changed message becomes stale", _catalogue_update)
    _command(kinds, "status", "say how far translations are, and what their gate finds", _catalogue_status)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, words: str, call: object, *kinds: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=words)
    parser.add_argument("symbol", nargs="*", help="a report, S/2017/97 or S-2017-97 (default: all)")
    parser.add_argument("--root", help="the folder that holds sources/ (default: the nearest one upward)")
    parser.add_argument("--language", type=_words, default=(), metavar="fr,es")
    parser.set_defaults(call=call)
    if "formats" in kinds:
        parser.add_argument("--format", type=_formats, default=(), metavar="pdf,epub")
    if "json" in kinds:
        parser.add_argument("--json", action="store_true", help="results as JSON on stdout")
    if "jobs" in kinds:
        parser.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N", help="processes at once")
    return parser


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split(",") if word)


def _formats(text: str) -> tuple[str, ...]:
    known = {row.name for row in FORMATS}
    names = _words(text)
    if unknown := [name for name in names if name not in known]:
        raise argparse.ArgumentTypeError(f"unknown format {', '.join(unknown)}; known: {', '.join(sorted(known))}")
    return names


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes")
    return int(text)
