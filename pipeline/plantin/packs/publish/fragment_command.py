"""The command ``plantin fragment``."""

from __future__ import annotations

import re
from pathlib import Path

from plantin.bounded import bytes as bounded
from plantin.bounded.bytes import MIB
from plantin.cli import environment, outputs
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.files import json_file, write
from plantin.findings import Place, UsageError
from plantin.house import layout
from plantin.packs.publish import fragment
from plantin.production.formats import Edition

_LARGEST = 128 * MIB


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "cut fragments out of web editions for the pages of a content system: text, scoped style, a JSON file"
    parser = command(commands, "fragment", words, _fragment, "symbols", "language")
    parser.add_argument("--into", metavar="DIR", help="the folder of the fragments (default: fragments/ in the root)")
    parser.add_argument("--only", default="", metavar="ID", help="one table, figure, section or paragraph: table-2")
    parser.add_argument("--prefix", metavar="WORD", help="what all ids begin with (default: the report and language)")


def _fragment(options: Options, terminal: Terminal) -> int:
    house = environment.house(options)
    folder = outputs.folder(house.root, options.into) if options.into else house.root / "fragments"
    for slug in layout.chosen(house, tuple(options.symbol)):
        for language in options.language or house.languages(slug):
            edition = Edition(slug, language, "html")
            path = house.build / edition.target
            try:
                content = bounded.read(path, _LARGEST, house.build)
            except OSError as error:
                hint = "Make it with `plantin build --format html`."
                raise UsageError.of("U039", bounded.why(error), Place(house.name(path)), hint) from None
            prefix = re.sub(r"[^\w-]", "-", options.prefix or f"{slug}-{language}").lower()
            made = fragment.cut(content, prefix, options.only, house.name(path))
            stem = f"{slug}-{language}" + (f"-{options.only}" if options.only else "")
            for name, written in ((f"{stem}.html", made.markup.encode()), (f"{stem}.json", json_file(made.about))):
                write(folder / name, written, folder if options.into else house.root)
            terminal.say(environment.shown(Path(folder / f"{stem}.html")))
    return 0
