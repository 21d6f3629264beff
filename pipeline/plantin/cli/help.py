"""The command ``plantin help``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from plantin.cli.arguments import Commands, Options, Parser
from plantin.cli.terminal import Terminal
from plantin.findings import Place, UsageError
from plantin.house.stock_folders import STOCK
from plantin.production.formats import formats

_DOCS = STOCK / "docs"
_STOCK = ("styles", "locales")
_ROW = re.compile(r"\* \[(?P<name>[^\]]+)\]\([^)]+\): (?P<words>.+)")
"""A row of the index of the documentation: the name of a page and what it is about."""
_WIDTH = 20


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "print a page of the documentation; without a topic, list all topics and where things are"
    parser: Parser = commands.add_parser("help", help=words, description=words)
    parser.add_argument("topic", nargs="?", metavar="TOPIC", help="source, houses, release...; author, officer...")
    parser.add_argument("--path", action="store_true", help="print the path of the page, not the page")
    parser.set_defaults(call=_help)


def topics() -> dict[str, Path]:
    """Return the pages of the documentation by their names."""
    pages = sorted(path for path in _DOCS.rglob("*.md") if path.stem != "README")
    core_pages = {path.relative_to(_DOCS).with_suffix("").as_posix(): path for path in pages}
    return {**dict(_of_formats()), **core_pages}


def _of_formats() -> Iterator[tuple[str, Path]]:
    """Yield the page of each format of an extension that has one, by the name of the format."""
    for row in formats():
        package, _, file = row.page.partition(":")
        spec = find_spec(package) if file else None
        if spec and spec.origin and (path := Path(spec.origin).parent / file).is_file():
            yield row.name, path


def _help(options: Options, terminal: Terminal) -> int:
    page_by_topic = topics()
    if options.topic is None:
        for line in (_DOCS / "README.md").read_text("utf-8").split("\n"):
            if row := _ROW.fullmatch(line):
                terminal.say(f"  {row['name']:{_WIDTH}} {row['words']}")
            elif line.startswith("## "):
                terminal.say(f"\n{line.removeprefix('## ')}")
        terminal.say(
            "\nplantin help TOPIC prints a page, plantin explain CODE a finding, plantin COMMAND --help the options of"
            " a command."
        )
        for name in ("docs", *_STOCK):
            terminal.say(f"{name}: {STOCK / name}")
        return 0
    name = options.topic.removeprefix(f"{_DOCS.name}/").removesuffix(".md")
    page = page_by_topic.get(name) or page_by_topic.get(f"how-to/{name}")  # what one role needs
    if page is None:
        hint = "".join(f"Do you mean {near}? " for near in difflib.get_close_matches(options.topic, page_by_topic, 1))
        pages = ", ".join(name for name in page_by_topic if not name.startswith("decisions/"))
        raise UsageError.of("U030", "there is no page on this", Place(options.topic[:40]), f"{hint}Topics: {pages}.")
    terminal.say(str(page) if options.path else page.read_text("utf-8").rstrip("\n"))
    return 0
