"""The command ``plantin explain``."""

from __future__ import annotations

from plantin.cli.arguments import Commands, Options, Parser
from plantin.cli.terminal import Terminal
from plantin.findings import Finding, Place, UsageError, registry


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "explain a finding: what is wrong, who can fix it, how"
    parser: Parser = commands.add_parser("explain", help=words, description=words)
    parser.add_argument("code", nargs="*", metavar="CODE", help="S011 (default: all codes, as a page of Markdown)")
    parser.set_defaults(call=_explain)


def _explain(options: Options, terminal: Terminal) -> int:
    if not options.code:
        terminal.say(registry.page().rstrip("\n"))
        return 0
    codes = [code.upper() for code in options.code]
    unknown = [code for code in codes if code not in registry.codes()]
    if unknown:
        letters = ", ".join(sorted({code.rstrip("0123456789") for code in registry.codes()}))
        hint = f"A code is a letter and three figures; the letters are {letters}."
        raise UsageError(*(Finding("U027", "no finding has this code", Place(code[:40]), hint) for code in unknown))
    terminal.say("\n\n".join(map(registry.explanation, codes)))
    return 0
