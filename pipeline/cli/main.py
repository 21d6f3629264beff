"""The command: arguments to calls, results to stdout, progress to stderr, errors to exit codes.

Exit codes: 0 fine, 1 a check failed, 2 usage, 3 source (its author), 4 translation (its translator), 5 style (its designer),
6 a tool (its operator), 70 a fault of ours.
"""

from __future__ import annotations

import argparse
import getpass
import os
import re
import signal
import sys
import traceback
from collections.abc import Sequence
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path

from rich.console import Console

from pipeline import __version__, release
from pipeline.bounded import process, workers
from pipeline.bounded.limits import BoundError, impose
from pipeline.bounded.workers import WorkError, Workers
from pipeline.build import schedule, steps, word_template
from pipeline.build.formats import FORMATS, format_named
from pipeline.check import gate, report
from pipeline.cli import progress, serve, translation
from pipeline.files import json_file, write
from pipeline.findings import Finding, Place, PlantinError, ToolError, UsageError
from pipeline.house import layout
from pipeline.importing import corrections, receive
from pipeline.importing.received import Given
from pipeline.model.outline import Entry, aloud, outline

_OUR_FAULT = 70
_LAST_SECOND = 253402300799  # of the year 9999, the last that dates can name
_INTERRUPTED = 130


def main() -> None:
    """The entry point of the command ``plantin``."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupted)
    code = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # A font thread of the layout engine may crash while the interpreter shuts down, when all work is done and said.
    os._exit(code)


def _interrupted(_number: int, _frame: object) -> None:
    process.end_all()
    raise KeyboardInterrupt


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
        with workers.bounded():
            code: int = options.call(options, results, notices)
    except PlantinError as error:
        progress.tell(notices, error.findings)
        return error.exit_code
    except (BoundError, WorkError) as error:
        hint = error.hint if isinstance(error, BoundError) else "Look whether the file is sound."
        known = "V011" if isinstance(error, BoundError) else "V012"
        progress.tell(notices, [Finding(known, f"the work {str(error).strip()}", Place("plantin"), hint)])
        return ToolError.exit_code
    except KeyboardInterrupt:
        notices.print("interrupted; what was made stays")
        return _INTERRUPTED
    except BrokenPipeError:
        return 0
    except OSError as error:
        hint = "Make room, or give leave to write there."
        progress.tell(notices, [Finding("V002", str(error.strerror or error), Place(str(error.filename or "disk")), hint)])
        return ToolError.exit_code
    except Exception:  # noqa: BLE001 - the last line of defence: a fault of ours is shown whole
        traceback.print_exc()
        notices.print("This is a fault of plantin itself: please report it with the lines above.")
        return _OUR_FAULT
    return code


# Commands


def _build(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = _home(options)
    plan = schedule.plan(home, layout.chosen(home, tuple(options.symbol)), options.language, options.format)
    _something_wanted(plan)
    with _executor(options.jobs) as executor:
        events = chain(plan.refused, schedule.run(home, plan.wanted, executor, _epoch()))
        if options.json:
            kept = []
            for event in events:
                kept.append(event)
                sys.stdout.write(progress.as_json(event) + "\n")
        else:
            kept = progress.shown(events, notices)
    failed = [event for event in kept if isinstance(event, schedule.Failed | schedule.Refused)]
    progress.tell(notices, tuple(dict.fromkeys(finding for event in failed for finding in event.error.findings)))
    if not options.json:
        results.print(progress.made_table(kept, lambda target: _path(home.build / target)))
        noticed = sum(len(event.findings) for event in kept if isinstance(event, schedule.Noticed))
        if noticed:
            notices.print(f"{noticed} findings in the sources: `plantin check` lists them.")
    return max((event.error.exit_code for event in failed), default=0)


def _check(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = _home(options)
    asked = _asked(options) if options.validators or options.fast else None
    given = tuple(Path(name) for name in options.symbol if name.endswith(tuple(row.suffix for row in FORMATS)))
    if given:
        found = gate.files(home, given, asked)
    else:
        plan = schedule.plan(home, layout.chosen(home, tuple(options.symbol)), options.language, options.format, lying=True)
        _something_wanted(plan)
        with _executor(options.jobs) as executor:
            whole = not options.language and not options.format
            found = gate.run(home, plan, executor, whole=whole, asked=asked)
    if options.sarif:
        write(Path(options.sarif), json_file(report.sarif(found)), Path(options.sarif).parent)
    if options.json:
        sys.stdout.write(json_file(report.rows(found)).decode())
    else:
        _tell(found, results, notices)
    return found.exit_code()


def _tell(found: gate.Gate, results: Console, notices: Console) -> None:
    progress.tell(notices, found.findings())
    read = [verdict for one in found.audits for verdict in one.verdicts]
    results.print(progress.verdict_table(read))
    if found.judgements:
        results.print(progress.judgement_table(found.judgements))
    differences = sum(len(one.differences()) for one in found.audits)
    results.print(f"{len(read)} editions, {differences} differences, {len(found.findings()) - differences} findings")


def _asked(options: argparse.Namespace) -> gate.Asked:
    return gate.Asked(options.fast, gate.waivers(options.waive), options.jobs)


def _release(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = _home(options)
    seal = _seal(Path(options.sign)) if options.sign else None
    order = release.Order(options.version, options.language, options.format, options.certifier, options.contact, _epoch(), bool(seal))
    slugs = layout.chosen(home, tuple(options.report))
    with _executor(options.jobs) as executor:
        made = release.make(home, slugs, order, _asked(options), executor, options.since, seal)
    _tell(made.gate, results, notices)
    results.print(f"{_path(made.folder)}: {sum(path.is_file() for path in made.folder.rglob('*'))} files")
    return 0


def _seal(key: Path) -> release.Seal:
    """The key with its password, which a person is asked for before the work begins; a program gives it as a line of stdin."""
    if not release.locked(key):
        return release.Seal(key)
    if sys.stdin.isatty():
        return release.Seal(key, getpass.getpass(f"Password of {key}: ", sys.stderr))
    return release.Seal(key, sys.stdin.readline().rstrip("\n"))


def _verify(options: argparse.Namespace, results: Console, notices: Console) -> int:
    folder = Path(options.folder)
    # Where the signature is wrong, the digests prove nothing.
    findings = (options.key and release.signature(folder, options.key)) or release.verify(folder)
    if not findings and options.rebuild:
        home = _home(options)
        with _executor(options.jobs) as executor:
            findings = release.rebuild(home, folder, executor)
    progress.tell(notices, findings)
    if not findings:
        told = [", signed with this key"] * bool(options.key) + [", and made again byte for byte"] * options.rebuild
        results.print(f"{folder}: every file is as it was released{''.join(told)}")
    return 1 if findings else 0


def _import(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = _home(options)
    if options.onto:
        return _correct(options, results, notices)
    given = Given({name: value for name in ("symbol", "title", "organ") if (value := getattr(options, name))} | dict(options.set))
    arrived = receive.bring(home, Path(options.file), given, replace=options.replace, tracked=options.tracked, dry=options.dry_run)
    progress.tell(notices, arrived.findings())
    shown = (
        ", ".join(f"{number} {kind}" for kind, number in arrived.counts.items()) or "written, and to be mended: it cannot be composed yet"
    )
    results.print(f"{arrived.path}: {shown}", markup=False)
    results.print(
        f"{len(arrived.losses)} numbers differ from those received, {len(arrived.left_out)} things told of what was left out or assumed, "
        f"{len(arrived.slips)} slips kept; all in {receive.FINDINGS} beside it"
    )
    return arrived.exit_code()


def _correct(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = _home(options)
    slug = layout.chosen(home, (Path(options.onto).name if options.onto.startswith("sources/") else options.onto,))[0]
    done = corrections.correct(home, Path(options.file), slug, options.tracked, dry=options.dry_run)
    progress.tell(notices, (*done.changes, *done.losses))
    word = "written" if done.written else "would change" if done.changed else "unchanged"
    results.print(f"{done.path}: {word}; " + ", ".join(f"{number} {kind}" for kind, number in done.counts.items()))
    results.print(f"{len(done.changes)} changes told, {len(done.losses)} things not carried over")
    return 1 if done.losses else 0


def _template(options: argparse.Namespace, results: Console, notices: Console) -> int:
    del notices
    home = _home(options)
    path = Path(options.file) if options.file else home.build / f"{home.style().name}-{options.language}.dotx"
    word_template.save(home, options.language, path)
    results.print(_path(path), markup=False)
    return 0


def _show(options: argparse.Namespace, results: Console, notices: Console) -> int:
    del notices
    home = _home(options)
    if options.form == "reading":
        return _read_aloud(options, home, results)
    for slug in layout.chosen(home, tuple(options.symbol)):
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


def _read_aloud(options: argparse.Namespace, home: layout.House, results: Console) -> int:
    for slug in layout.chosen(home, tuple(options.symbol)):
        languages = options.language or home.languages(slug)[:1]
        for edition in schedule.plan(home, (slug,), languages, options.format or ("html",)).whole():
            path = home.build / edition.target
            results.print(_path(path), style="bold", markup=False)
            row = format_named(edition.format) or FORMATS[0]
            for role, words in aloud(row.open(path, _path(path)).outline()):
                results.print(f"{role:<12} {words}", markup=False)
    return 0


def _why(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = _home(options)
    plan = schedule.plan(home, layout.chosen(home, tuple(options.symbol)), options.language, options.format)
    for edition, reasons in schedule.why(home, plan.wanted, _epoch()):
        results.print(f"{_path(home.build / edition.target)}: {'; '.join(reasons) or 'fresh'}", markup=False)
    for refused in plan.refused:
        progress.tell(notices, refused.error.findings)
    return max((refused.error.exit_code for refused in plan.refused), default=0)


# What the commands share


def _home(options: argparse.Namespace) -> layout.House:
    """The house that the call is about; its limits hold from now on."""
    home = layout.find(options.root)
    impose(home.limits())
    return home


def _row(entry: Entry) -> str:
    return f"{entry.kind:<10} {entry.anchor:<18} {entry.label:<6} {entry.text}"


def _path(path: Path) -> str:
    return os.path.relpath(path)


def _something_wanted(plan: schedule.Plan) -> None:
    if not plan.wanted and not plan.refused:
        hint = "Leave --language or --format out to see what there is."
        raise UsageError(Finding("U003", "no edition is of these languages and formats", Place("plantin"), hint))


def _executor(jobs: int) -> Executor:
    return Workers(jobs)


def _epoch() -> int | None:
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or int(value) > _LAST_SECOND:
        hint = "Give seconds since 1970, or leave it unset: then an edition carries its report's date."
        raise UsageError(Finding("U005", f"SOURCE_DATE_EPOCH is {value!r}, which is no number of seconds", Place("environment"), hint))
    return int(value)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="plantin", description="One source of an official report, many accessible editions, proved.")
    parser.add_argument("--version", action="version", version=f"plantin {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "build", "make the editions that are not fresh", _build, "formats", "json", "jobs")
    words = "read finished editions back, compare them with their reports, and ask the validators"
    check = _command(commands, "check", words, _check, "formats", "json", "jobs")
    check.add_argument("--validators", action="store_true", help="ask the validators too, every one of them")
    check.add_argument("--fast", action="store_true", help="of the validators, those that need no browser and no Java")
    check.add_argument("--waive", action="append", default=[], metavar="TOOL=REASON", help="a validator that need not be run, and why")
    check.add_argument("--sarif", metavar="FILE", help="write the findings as SARIF too")
    _release_commands(commands)
    _command(commands, "why", "say why an edition would be made again", _why, "formats")
    show = _command(commands, "show", "print a report as it will be printed: every number final", _show, "formats")
    forms = ("outline", "text", "digest", "reading")
    show.add_argument("--as", dest="form", choices=forms, default="outline", help="reading: what a screen reader gets of a finished file")
    bring = commands.add_parser("import", help="make a report's source of a file received")
    bring.add_argument("file")
    bring.add_argument("--symbol", type=_line, metavar="S/2017/97", help="the document symbol, where the file has none or another")
    bring.add_argument("--title", type=_line, help="the title, where it is not the first line")
    bring.add_argument("--organ", type=_line, help="the organ, as the locales list it")
    words = "any other field of the front matter: date=2017-02-02"
    bring.add_argument("--set", type=_field, action="append", default=[], metavar="KEY=VALUE", help=words)
    bring.add_argument("--replace", action="store_true", help="overwrite a source that is there already")
    bring.add_argument("--onto", metavar="SYMBOL", help="the report whose Word edition this is, edited: its corrections go into the source")
    bring.add_argument("--tracked", choices=("accept", "reject", "refuse"), default="refuse", help="what to do with tracked changes")
    bring.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    bring.add_argument("--root", help="the folder that holds sources/")
    bring.set_defaults(call=_import)
    words = "write the editor's template: a Word file with the styles of the house"
    styles = commands.add_parser("style", help=words, description=words)
    styles.add_argument("kind", choices=("docx",))
    styles.add_argument("file", nargs="?", metavar="FILE", help="a .dotx or .docx (default: build/<style>-<language>.dotx)")
    styles.add_argument("--language", default="en", metavar="en", help="the language of the texts that will begin in it")
    styles.add_argument("--root", help="the folder that holds sources/ (default: the nearest one upward)")
    styles.set_defaults(call=_template)
    translation.add(commands, _command)
    serve.add(commands)
    return parser


def _release_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "make a release of editions that pass every check: release/VERSION"
    put = commands.add_parser("release", help=words, description=words)
    put.add_argument("version", metavar="VERSION", help="1.0")
    put.add_argument("report", nargs="*", help="a report, S/2017/97 or S-2017-97 (default: all)")
    put.add_argument("--language", type=_words, default=(), metavar="fr,es")
    put.add_argument("--format", type=_formats, default=(), metavar="pdf,epub")
    put.add_argument("--certifier", default="", metavar="NAME", help="who answers for the conformance that editions claim")
    put.add_argument("--contact", default="", metavar="ADDRESS", help="where readers turn to who meet a barrier")
    put.add_argument("--waive", action="append", default=[], metavar="TOOL=REASON", help="a validator that need not be run, and why")
    put.add_argument("--since", default="", metavar="VERSION", help="the release to say what changed from (default: the one before)")
    put.add_argument("--sign", metavar="KEYFILE", help="sign SHA256SUMS with this secret key of minisign")
    put.set_defaults(call=_release, fast=False)
    words = "say whether a release is as it was made, file by file"
    see = commands.add_parser("verify", help=words, description=words)
    see.add_argument("folder", metavar="DIR", help="release/1.0")
    see.add_argument("--key", metavar="PUB", help="the public key of minisign that must have signed it: a file, or its line of letters")
    see.add_argument("--rebuild", action="store_true", help="make its editions again from the source and compare the bytes")
    see.set_defaults(call=_verify)
    for parser in (put, see):
        parser.add_argument("--root", help="the folder that holds sources/ (default: the nearest one upward)")
        parser.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N", help="processes at once")


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


def _line(text: str) -> str:
    """One line of text for a field."""
    if not text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError(f"{text!r} is no line of text")
    return text.strip()


def _field(text: str) -> tuple[str, str]:
    """The name of a field and its value."""
    name, sign, value = text.partition("=")
    if not sign or not re.fullmatch("[a-z][a-z-]{0,40}", name):
        raise argparse.ArgumentTypeError(f"{text!r} is no field with its value, as date=2017-02-02")
    return name, _line(value)


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
