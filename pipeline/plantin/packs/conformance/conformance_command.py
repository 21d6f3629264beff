"""The command ``plantin conformance``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

from plantin.bounded import data
from plantin.cli import check, environment, outputs, progress
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.files import json_file, write_all
from plantin.findings import Place, PlantinError, UsageError
from plantin.house import layout
from plantin.house.layout import House
from plantin.packs.conformance import evaluation, evidence, levels, pages, report
from plantin.packs.conformance.criteria import criteria
from plantin.packs.conformance.evidence import Evidence, Record
from plantin.packs.conformance.report import ConformanceReport, Subject
from plantin.packs.publish.verification import VerifiedRelease, read_release
from plantin.production import planning
from plantin.proof import gate
from plantin.proof import report as verdicts


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "write an accessibility conformance report: each criterion with the evidence for its level"
    parser = command(commands, "conformance", words, _conformance, "symbols", "jobs", "waive")
    parser.add_argument("--release", metavar="DIR", help="of a release, from its record: release/1.0")
    words = "the minisign public key that must have signed it: a file, or the key itself"
    parser.add_argument("--key", default="", metavar="PUB", help=words)
    parser.add_argument("--site", metavar="DIR", help="of the pages of this site too")
    parser.add_argument("--serve", metavar="ADDRESS", help="of the pages of a running server too")
    parser.add_argument("--language", default="en", metavar="fr", help="the language of the report (default: en)")
    parser.add_argument("--into", metavar="DIR", help="the folder of the report (default: build/conformance)")
    parser.set_defaults(fast=False, undrawn=False, remote=None)


def _conformance(options: Options, terminal: Terminal) -> int:
    house = environment.house(options)
    folder = outputs.folder(house.root, options.into) if options.into else house.build / "conformance"
    today = environment.today()
    path = house.root / evaluation.NAME
    judged = evaluation.read(path, evaluation.NAME, criteria(), today)
    with progress.show_bar(terminal.notices):
        subject, found = _read(options, house, today)
    if not found.kinds():
        hint = "Build editions, or name a release with --release, a site with --site, a server with --serve."
        raise PlantinError.of("CNF001", "nothing was read", Place("plantin conformance"), hint)
    rows = levels.standings(criteria(), found, judged)
    made = ConformanceReport(subject, found, judged, rows)
    files = report.write(house, made, options.language)
    stem = f"conformance-{options.language}"
    contents = {folder / f"{stem}.{name}": content for name, content in files.items()}
    contents[folder / f"{stem}.json"] = json_file(_plain(made))
    write_all(contents, folder if options.into else house.writing_folder)
    terminal.report(tuple(levels.remarks(rows, found, judged)))
    for written in contents:
        terminal.say(environment.relative_path(written))
    if waiting := made.count_waiting():
        terminal.say(f"Not finished: {waiting} judgements of levels A and AA are a person's ({evaluation.NAME})")
    return 0


def _read(options: Options, house: House, today: dt.date) -> tuple[Subject, Evidence]:
    """Return what the report is on, and the evidence. Raises PlantinError for a release that is not as it was made."""
    asked = check.validator_choice(options)
    around: dict[str, Record] = {}
    if options.site:
        around["site"] = pages.of_site(house, Path(options.site), asked)
    if options.serve:
        around["serve"] = pages.of_server(house, options.serve, asked)
    if options.release:
        release = read_release(Path(options.release), options.key)
        if not isinstance(release, VerifiedRelease):
            raise PlantinError(*release)
        return _of_release(release, options.symbol, around)
    subject = Subject(", ".join(options.symbol), today)
    if around and not options.symbol:
        return Subject(house.settings.address or house.root.name, today), evidence.collect(None, around)
    plan = planning.plan(house, options.symbol, (), (), present=True)
    with environment.executor(options.jobs) as executor:
        outcome = gate.run(house, plan, executor, whole=True, asked=asked)
    symbols = ", ".join(layout.choose(house, options.symbol))
    return Subject(subject.product or symbols, today), evidence.collect(verdicts.rows(outcome), around)


def _of_release(
    release: VerifiedRelease, symbols: tuple[str, ...], around: dict[str, Record]
) -> tuple[Subject, Evidence]:
    record = cast("Record", data.json(release.content("check.json")))
    known = {name: row.slug for row in release.record.reports for name in (row.slug, row.symbol)}
    if unknown := [symbol for symbol in symbols if symbol not in known]:
        hint = f"It has {', '.join(row.symbol or row.slug for row in release.record.reports)}."
        raise UsageError.of("U002", f"the release has no report {unknown[0]}", Place(str(release.folder)), hint)
    slugs = [known[symbol] for symbol in symbols]
    named = [row.symbol or row.slug for row in release.record.reports if not slugs or row.slug in slugs]
    made = release.record
    subject = Subject(", ".join(named), dt.datetime.fromisoformat(made.committed).date(), made.version, made.commit)
    return subject, evidence.collect(record, around, slugs)


def _plain(made: ConformanceReport) -> dict[str, object]:
    """Return the report as plain data."""
    rows = [
        {
            "criterion": row.criterion.name,
            "title": row.criterion.title,
            "kind": row.kind,
            "level": row.level,
            "checks": {result.check: [len(result.read), len(result.failed)] for result in row.results},
            "judged": row.judged.remarks if row.judged else "",
        }
        for group in made.rows.values()
        for row in group
    ]
    subject = made.subject
    return {
        "schema": 1,
        "product": subject.product,
        "date": str(subject.date),
        "version": subject.version,
        "rows": rows,
    }
