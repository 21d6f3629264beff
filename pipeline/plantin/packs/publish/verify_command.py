"""The command ``plantin verify``."""

from __future__ import annotations

from pathlib import Path

from plantin.cli import environment, progress
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.packs import publish


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = command(commands, "verify", "verify that a release is unchanged, file by file", _verify, "jobs")
    parser.add_argument("folder", metavar="DIR", help="release/1.0")
    parser.add_argument(
        "--key", metavar="PUB", help="the minisign public key that must have signed it: a file, or the key itself"
    )
    parser.add_argument(
        "--rebuild", action="store_true", help="build its editions again from the source and compare the bytes"
    )


def _verify(options: Options, terminal: Terminal) -> int:
    folder = Path(options.folder)
    findings = publish.verify(folder, options.key or "")
    if not findings and options.rebuild:
        home = environment.house(options)
        with progress.show_bar(terminal.notices), environment.executor(options.jobs) as executor:
            findings = publish.rebuild(home, folder, executor)
    terminal.report(findings)
    if not findings:
        remarks = [", signed with this key"] * bool(options.key) + [", and made again byte for byte"] * options.rebuild
        terminal.say(f"{folder}: every file is as it was released{''.join(remarks)}")
    return 1 if findings else 0
