"""The command ``plantin fragment``."""

from __future__ import annotations

import re
from pathlib import Path

from plantin.cli import environment, outputs, progress
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.files import json_file, write
from plantin.findings import Place, UsageError
from plantin.packs.publish import fragment
from plantin.production import planning
from plantin.proof import gate


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "cut fragments out of web editions for the pages of a content system: text, scoped style, a JSON file"
    parser = command(commands, "fragment", words, _fragment, "symbols", "language", "jobs")
    parser.add_argument("--into", metavar="DIR", help="the folder of the fragments (default: fragments/ in the root)")
    parser.add_argument("--only", default="", metavar="ID", help="one table, figure, section or paragraph: table-2")
    parser.add_argument("--prefix", metavar="WORD", help="what all ids begin with (default: the report and language)")


def _fragment(options: Options, terminal: Terminal) -> int:
    house = environment.house(options)
    folder = outputs.folder(house.root, options.into) if options.into else house.root / "fragments"
    plan = planning.plan(house, options.symbol, options.language, ("html",))
    for path in (house.build / edition.target for edition in plan.wanted):
        if not path.is_file():
            hint = "Make it with `plantin build --format html`."
            raise UsageError.of("U039", "there is no web edition", Place(house.name(path)), hint)
    with progress.show_bar(terminal.notices), environment.executor(options.jobs) as executor:
        editions = gate.run(house, plan, executor, whole=False, asked=None).require_proved(house)
    for proved in editions:
        edition = proved.verdict.edition
        prefix = re.sub(r"[^\w-]", "-", options.prefix or f"{edition.slug}-{edition.language}").lower()
        snippet = fragment.cut(proved, prefix, options.only)
        stem = f"{edition.slug}-{edition.language}" + (f"-{options.only}" if options.only else "")
        for name, written in ((f"{stem}.html", snippet.markup.encode()), (f"{stem}.json", json_file(snippet.about))):
            write(folder / name, written, folder if options.into else house.root)
        terminal.say(environment.relative_path(Path(folder / f"{stem}.html")))
    return 0
