"""The command ``plantin new``."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from plantin import new_house
from plantin.cli import environment, new_questions
from plantin.cli.arguments import Commands, Options, Parser, line, words_of
from plantin.cli.terminal import Terminal
from plantin.house import inheritance
from plantin.new_house import HouseOrder


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "create a house: a folder with a first report, ready to build; at a terminal, without options, it asks"
    parser: Parser = commands.add_parser("new", help=words, description=words)
    parser.set_defaults(call=_new)
    parser.add_argument("folder", metavar="DIR", help="the folder, new or existing; nothing in it is overwritten")
    words = "the stock style to inherit from (default: plain)"
    parser.add_argument("--style", choices=inheritance.stock_styles(), default="", help=words)
    parser.add_argument(
        "--languages", type=words_of, metavar="en,fr", help="languages, the original first (default: en)"
    )
    parser.add_argument("--title", type=line, help="the title of the first report")
    parser.add_argument(
        "--publisher", type=line, metavar="NAME", help="the publisher of the reports (default: the name of the folder)"
    )
    words = "the service that builds and checks editions on each push (default: github)"
    parser.add_argument("--ci", choices=new_house.WORKFLOWS, default="github", help=words)
    words = "a file to import as the first report; page, type, colours and logo are those of a Word file"
    parser.add_argument("--from", dest="received", metavar="FILE", help=words)


def _new(options: Options, terminal: Terminal) -> int:
    order = _order(options, terminal)
    created = new_house.make(Path(options.folder), order, environment.today())
    for path in created.files:
        terminal.say(environment.relative_path(path))
    if created.look:
        terminal.say(f"styles/house has of the file: {created.look}")
    if created.imported:
        terminal.report(created.imported.findings())
        terminal.say(created.imported.path)
    code = created.imported.exit_code() if created.imported else 0
    root = environment.relative_path(created.house.root)
    if code and created.imported:
        terminal.say(
            f"\nNext: correct {created.imported.path} in {root} where the findings above say; then build and check"
        )
    else:
        terminal.say(
            f"\nNext: cd {shlex.quote(root)} && plantin build && plantin check; `plantin help` says what else there is"
        )
    return code


def _order(options: Options, terminal: Terminal) -> HouseOrder:
    """Return what the options say; at a terminal, where they say nothing, what is answered."""
    answers = (options.style, options.languages, options.title, options.publisher, options.received)
    if not any(answers) and _is_at_terminal():
        return new_questions.ask(terminal, options.ci)
    return HouseOrder(
        options.style,
        options.languages or ("en",),
        options.title or "",
        options.publisher or "",
        Path(options.received) if options.received else None,
        workflow=options.ci,
    )


def _is_at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
