"""The command ``plantin check``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plantin.cli import environment, outputs, progress, tables
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.files import json_file, write
from plantin.findings import Place, PlantinError, UsageError
from plantin.house.layout import House
from plantin.lint.translation import spelling
from plantin.production import planning
from plantin.production.formats import formats
from plantin.proof import gate, junit, report, sarif
from plantin.validators import ValidatorChoice


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "check finished editions against their reports, and run validators"
    kinds = ("symbols", "language", "format", "json", "jobs", "remote", "output", "strict", "waive")
    parser = command(commands, "check", words, _check, *kinds)
    parser.add_argument("--validators", action="store_true", help="run all validators too")
    words = "run all validators but the one that draws web pages, which takes minutes for a long report"
    parser.add_argument("--undrawn", action="store_true", help=words)
    parser.add_argument("--fast", action="store_true", help="run only validators that need neither a browser nor Java")
    parser.add_argument("--sarif", metavar="FILE", help="also write the findings as SARIF")
    parser.add_argument("--junit", metavar="FILE", help="also write the results as JUnit XML")


def _check(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    choice = validator_choice(options)
    wanted = choice if options.validators or options.undrawn or options.fast else None
    for path, is_ours in ((options.sarif, sarif.is_log), (options.junit, junit.is_suites)):
        _ = outputs.file(home.root, path, is_ours) if path else None
    try:
        result, remark = _judge(options, terminal, home, wanted)
    except PlantinError as error:
        # What asks for nothing is as red in every file as it is here: a file of an earlier check may be green.
        _write(options, terminal, home, gate.refusal(error))
        raise
    _write(options, terminal, home, result)
    if not options.json:
        report_gate(result, terminal)
        if remark:
            terminal.say(remark)
    return result.exit_code() or (1 if options.strict and result.findings() else 0)


def _judge(options: Options, terminal: Terminal, home: House, wanted: ValidatorChoice | None) -> tuple[gate.Gate, str]:
    """Return the result for the files or editions that are asked for, and a remark on languages whose spelling nobody
    judged. Raises UsageError (U003, U004) for files named together with reports, languages or formats.
    """
    if any(name.endswith(tuple(row.suffix for row in formats())) for name in options.symbol):
        if options.language or options.format:
            hint = "Leave out --language and --format: the name of a file gives its language and format."
            raise UsageError.of("U003", "files are named, and languages or formats too", Place("plantin"), hint)
        with progress.show_bar(terminal.notices):
            return gate.files(home, tuple(map(Path, options.symbol)), wanted), ""
    plan = planning.plan(home, options.symbol, options.language, options.format, present=True)
    with progress.show_bar(terminal.notices), environment.chosen_executor(options, home) as executor:
        result = gate.run(home, plan, executor, whole=not options.language and not options.format, asked=wanted)
    translated = {
        edition.language for edition in plan.wanted if home.catalogue_file(edition.language, edition.slug).exists()
    }
    return result, spelling.describe_unchecked(home, sorted(translated))


def _write(options: Options, terminal: Terminal, home: House, found: gate.Gate) -> None:
    """Write the files that are asked for, and the JSON."""
    if options.sarif:
        path = outputs.file(home.root, options.sarif, sarif.is_log)
        write(path, json_file(sarif.log(found)), path.parent)
    if options.junit:
        path = outputs.file(home.root, options.junit, junit.is_suites)
        write(path, junit.suites(found), path.parent)
    if options.json:
        terminal.data(json_file(report.rows(found)).decode())


def report_gate(result: gate.Gate, terminal: Terminal) -> None:
    """Print the findings of a gate and its tables."""
    terminal.report(result.findings(), "(`plantin check --json` lists them all)")
    verdicts = [verdict for audit in result.audits for verdict in audit.verdicts]
    terminal.results.print(tables.verdict_table(verdicts, terminal.results.width))
    if result.judgements:
        terminal.results.print(tables.judgement_table(result.judgements))
    differences = sum(len(audit.differences()) for audit in result.audits)
    others = len(result.findings()) - differences
    errors = sum(finding.severity == "error" for finding in result.findings()) - differences
    unread = f"{result.read()} of " if result.read() != result.asked_count() else ""
    words = [unread + tables.quantity(result.asked_count(), "edition"), tables.quantity(differences, "difference")]
    words.append(tables.quantity(others, "finding") + (f" ({tables.quantity(errors, 'error')})" if others else ""))
    terminal.say(", ".join(words))


def validator_choice(options: Options, further: Sequence[str] = ()) -> ValidatorChoice:
    """Return which validators the options ask for, and what they waive; codes may be among that as far as they are
    ``further`` accepted. Raises UsageError (U007).
    """
    return ValidatorChoice(options.fast, gate.waivers(options.waive, further), options.jobs, not options.undrawn)
