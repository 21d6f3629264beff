"""The command ``plantin why``."""

from __future__ import annotations

from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.production import planning, reasons


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    command(commands, "why", "explain why an edition would be built again", _why, "symbols", "language", "format")


def _why(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    plan = planning.plan(home, options.symbol, options.language, options.format)
    for edition, why in reasons.why(home, plan.wanted, environment.epoch()):
        terminal.say(f"{environment.relative_path(home.build / edition.target)}: {'; '.join(why) or 'fresh'}")
    for refused in plan.refused:
        terminal.report(refused.error.findings)
    return max((refused.error.exit_code for refused in plan.refused), default=0)
