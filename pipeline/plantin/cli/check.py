"""The command ``plantin check``."""

from __future__ import annotations

from pathlib import Path

from plantin.cli import environment, outputs, progress, tables
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.files import json_file, write
from plantin.house import layout
from plantin.lint.translation import spelling
from plantin.production import planning
from plantin.production.formats import FORMATS
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
    wanted = asked(options) if options.validators or options.undrawn or options.fast else None
    saved = outputs.file(home.root, options.sarif, sarif.is_log) if options.sarif else None
    tested = outputs.file(home.root, options.junit, junit.is_suites) if options.junit else None
    remark = ""
    given = tuple(Path(name) for name in options.symbol if name.endswith(tuple(row.suffix for row in FORMATS)))
    if given:
        with progress.shown(terminal.notices):
            found = gate.files(home, given, wanted)
    else:
        slugs = layout.chosen(home, tuple(options.symbol))
        plan = environment.something(planning.plan(home, slugs, options.language, options.format, present=True))
        with progress.shown(terminal.notices), environment.chosen_executor(options, home) as executor:
            whole = not options.language and not options.format
            found = gate.run(home, plan, executor, whole=whole, asked=wanted)
        translated = {one.language for one in plan.wanted if home.catalogue_file(one.language, one.slug).exists()}
        remark = spelling.unjudged(home, sorted(translated))
    if saved:
        write(saved, json_file(sarif.log(found)), saved.parent)
    if tested:
        write(tested, junit.suites(found), tested.parent)
    if options.json:
        terminal.data(json_file(report.rows(found)).decode())
    else:
        report_gate(found, terminal)
        if remark:
            terminal.say(remark)
    return found.exit_code() or (1 if options.strict and found.findings() else 0)


def report_gate(found: gate.Gate, terminal: Terminal) -> None:
    """Print the findings of a gate and its tables."""
    terminal.report(found.findings(), "(`plantin check --json` lists them all)")
    read = [verdict for one in found.audits for verdict in one.verdicts]
    terminal.results.print(tables.verdict_table(read, terminal.results.width))
    if found.judgements:
        terminal.results.print(tables.judgement_table(found.judgements))
    differences = sum(len(one.differences()) for one in found.audits)
    others = len(found.findings()) - differences
    errors = sum(finding.severity == "error" for finding in found.findings()) - differences
    words = [tables.counted(len(read), "edition"), tables.counted(differences, "difference")]
    words.append(tables.counted(others, "finding") + (f" ({tables.counted(errors, 'error')})" if others else ""))
    terminal.say(", ".join(words))


def asked(options: Options) -> ValidatorChoice:
    """Which validators the options ask for. Raises UsageError (U007)."""
    return ValidatorChoice(options.fast, gate.waivers(options.waive), options.jobs, not options.undrawn)
