"""The command ``plantin help``."""

from __future__ import annotations

import difflib
from pathlib import Path

from plantin.cli.arguments import Commands, Options, Parser
from plantin.cli.terminal import Terminal
from plantin.findings import Finding, Place, UsageError
from plantin.house.stock_folders import STOCK

_DOCS = STOCK / "docs"
_STOCK = ("styles", "locales")


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "print a page of the documentation; without a topic, list all topics and where things are"
    parser: Parser = commands.add_parser("help", help=words, description=words)
    parser.add_argument("topic", nargs="?", metavar="TOPIC", help="source, houses, languages, release...")
    parser.add_argument("--path", action="store_true", help="print the path of the page, not the page")
    parser.set_defaults(call=_help)


def topics() -> dict[str, Path]:
    """The pages of the documentation by their names."""
    return {path.stem: path for path in sorted(_DOCS.glob("*.md"))} | {
        f"how-to/{path.stem}": path for path in _DOCS.glob("how-to/*.md")
    }


def _help(options: Options, terminal: Terminal) -> int:
    known = topics()
    if options.topic is None:
        width = max(map(len, known), default=0)
        for name, path in known.items():
            terminal.say(f"{name:{width}}  {_title(path)}")
        terminal.say(
            "\nplantin help TOPIC prints a page, plantin explain CODE a finding, plantin COMMAND --help the options of"
            " a command."
        )
        for name in ("docs", *_STOCK):
            terminal.say(f"{name}: {STOCK / name}")
        return 0
    page = known.get(options.topic.removeprefix(f"{_DOCS.name}/").removesuffix(".md"))
    if page is None:
        near = difflib.get_close_matches(options.topic, known, 1)
        hint = f"Do you mean {near[0]}? " if near else ""
        raise UsageError(
            Finding("U030", "there is no page on this", Place(options.topic[:40]), f"{hint}Topics: {', '.join(known)}.")
        )
    terminal.say(str(page) if options.path else page.read_text("utf-8").rstrip("\n"))
    return 0


def _title(path: Path) -> str:
    """The title of a page: that of its front matter, or its first heading."""
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("title: "):
            return line.removeprefix("title: ").strip('"')
        if line.startswith("# "):
            return line.removeprefix("# ")
    return ""
