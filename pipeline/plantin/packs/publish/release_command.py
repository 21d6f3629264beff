"""The command ``plantin release``."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from plantin.cli import check, environment, progress
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.house import layout
from plantin.packs import publish
from plantin.proof import gate

_LONGEST_PASSWORD = 10_000


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "make a release of editions that pass every check, in release/VERSION"
    parser = command(commands, "release", words, _release, "language", "format", "jobs", "remote", "waive")
    parser.add_argument("version", metavar="VERSION", help="1.0")
    parser.add_argument("report", nargs="*", help="a report, S/2017/97 or S-2017-97 (default: all)")
    parser.add_argument(
        "--certifier", default="", metavar="NAME", help="who certifies the conformance that editions claim"
    )
    parser.add_argument(
        "--contact", default="", metavar="ADDRESS", help="where readers can report accessibility barriers"
    )
    parser.add_argument(
        "--since", default="", metavar="VERSION", help="the release to list changes since (default: the previous one)"
    )
    parser.add_argument("--key", default="", metavar="PUB", help="the minisign public key that must have signed that")
    parser.add_argument("--sign", metavar="KEYFILE", help="sign SHA256SUMS with this minisign secret key")
    parser.set_defaults(fast=False, undrawn=False)


def _release(options: Options, terminal: Terminal) -> int:
    home = publish.workshop(environment.house(options))
    seal = _seal(Path(options.sign)) if options.sign else None
    order = publish.ReleaseOrder(
        options.version,
        options.language,
        options.format,
        options.certifier,
        options.contact,
        environment.epoch(),
        bool(seal),
    )
    slugs = layout.choose(home, tuple(options.report))
    with progress.show_bar(terminal.notices), environment.chosen_executor(options, home) as executor:
        result = publish.make(
            home, slugs, order, check.validator_choice(options, gate.DRAFTS), executor, options.since, seal, options.key
        )
    check.report_gate(result.gate, terminal)
    terminal.say(
        f"{environment.relative_path(result.folder)}: {sum(path.is_file() for path in result.folder.rglob('*'))} files"
    )
    return 0


def _seal(key: Path) -> publish.SigningKey:
    """Return the key with its password: asked of a person before the work begins, a line of stdin from a program."""
    if not publish.is_locked(key):
        return publish.SigningKey(key)
    if sys.stdin is None:
        return publish.SigningKey(key)
    if sys.stdin.isatty():
        return publish.SigningKey(key, getpass.getpass(f"Password of {key}: ", sys.stderr))
    return publish.SigningKey(key, sys.stdin.readline(_LONGEST_PASSWORD).rstrip("\n"))
