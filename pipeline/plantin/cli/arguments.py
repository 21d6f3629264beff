"""Command-line arguments that several commands share."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Literal, NoReturn, TypeAlias, TypeVar

from plantin.cli.terminal import Terminal
from plantin.findings import Finding, Place, UsageError
from plantin.findings.printable import printable
from plantin.findings.suggestion import suggest
from plantin.production import selection
from plantin.production.remote import RemoteExecutor, SharedStore
from plantin.settings import extensions

T = TypeVar("T")
Options: TypeAlias = argparse.Namespace
Call: TypeAlias = Callable[[Options, Terminal], int]
"""What a command does: its exit code."""
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - argparse has no public name for it
RemoteGroup: TypeAlias = Literal["executors", "stores"]
AddCommand: TypeAlias = Callable[[Commands], None]
"""Adds a command to the parser; what an entry point of the group ``plantin.commands`` leads to."""

_CHOICE = re.compile(r"invalid choice: '([^']*)' (\(choose from .*\))", re.DOTALL)
_UNKNOWN = re.compile(r"unrecognized arguments:.*?(?<!\S)(--[\w-]+)", re.DOTALL)
_ROOT = "the folder that holds sources/ (default: the nearest one upward)"
_REMOTE_GROUPS: Mapping[str, RemoteGroup] = {"remote": "executors", "store": "stores"}
_FORMATS = "formats (default: pdf, docx, epub, html)"


class Help(argparse.HelpFormatter):
    """Help in columns that are wide enough for the names of commands, whose indent argparse does not count."""

    def add_argument(self, action: argparse.Action) -> None:
        """Do as in argparse, but the names of commands are measured with their indent."""
        super().add_argument(action)
        if action.choices and isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - no public name
            longest = max(map(len, action.choices)) + 2 * self._indent_increment
            self._action_max_length = max(self._action_max_length, longest)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(super(Help, self)._fill_text(line, width, indent) for line in text.split("\n"))


class Parser(argparse.ArgumentParser):
    """A parser that takes options anywhere in a command, and prints a wrong argument harmlessly."""

    _mixing = False

    def _get_formatter(self) -> Help:
        return Help(self.prog)

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: object = None) -> object:  # type: ignore[override]
        """Do as in argparse, but options may follow arguments."""
        if self._mixing or self._subparsers is not None:
            return super().parse_known_args(args, namespace)
        # By itself argparse takes an option after the first argument for the end of all arguments.
        self._mixing = True
        try:
            parsed, extras = self.parse_known_intermixed_args(args, namespace)
        finally:
            self._mixing = False
        if extras:  # here, where the options of this command are known, not in the parser of all commands
            self.error(f"unrecognized arguments: {' '.join(extras)}")
        return parsed, extras

    def error(self, message: str) -> NoReturn:
        if choice := _CHOICE.search(message):
            message = _with_hint(message, choice.start(2) - 1, suggest(choice[1], re.findall(r"[\w-]+", choice[2])))
        elif unknown := _UNKNOWN.search(message):
            message = _with_hint(message, len(message), suggest(unknown[1], self._option_string_actions))
        self.print_usage(sys.stderr)
        wrong = Finding("U034", printable(message), Place(self.prog), "Run it with --help.")
        self.exit(UsageError.exit_code, f"{wrong}\n")


def _with_hint(message: str, end: int, hint: str) -> str:
    """Return ``message`` up to ``end`` with ``hint`` after it, or the whole of it where there is no hint."""
    return f"{message[:end]}; {hint[:1].lower()}{hint[1:]}" if hint else message


def command(commands: Commands, name: str, words: str, call: Call, *kinds: str) -> Parser:
    """Add a command that takes a root. ``kinds`` say what else: ``symbols``, the ``language`` and ``format`` of
    editions, ``json``, ``jobs``, ``remote`` workers, ``store``, ``output``, ``strict``, ``waive``.
    """
    parser = commands.add_parser(name, help=words, description=words)
    parser.set_defaults(call=call)
    if "symbols" in kinds:
        parser.add_argument("symbol", nargs="*", help="a report, S/2017/97 or S-2017-97 (default: all)")
    parser.add_argument("--root", help=_ROOT)
    if "language" in kinds:
        parser.add_argument(
            "--language", type=selection.names, default=(), metavar="fr,es", help="languages (default: all)"
        )
    if "format" in kinds:
        parser.add_argument("--format", type=selection.names, default=(), metavar="pdf,epub", help=_FORMATS)
    if "json" in kinds:
        parser.add_argument("--json", action="store_true", help="print results as JSON")
    if "jobs" in kinds:
        parser.add_argument(
            "--jobs", type=positive, default=os.cpu_count() or 1, metavar="N", help="number of worker processes"
        )
    if "remote" in kinds:
        parser.set_defaults(remote=None)
        for row in remote_kinds("executors", RemoteExecutor):
            parser.add_argument(
                f"--{row.name}", dest="remote", type=partial(_remote, row), metavar=row.metavar, help=row.help
            )
    if "store" in kinds:
        for store in remote_kinds("stores", SharedStore):
            parser.add_argument(f"--{store.name}", default="", metavar="ADDRESS", help=store.help)
    _add_unusable(parser, kinds)
    if "output" in kinds:
        parser.add_argument(
            "--output",
            metavar="DIR",
            help="the folder of the editions (default: build/ in the root); nothing else in the root is written",
        )
    if "strict" in kinds:
        parser.add_argument("-W", "--strict", action="store_true", help="treat warnings as errors")
    if "waive" in kinds:
        words = "accept that a validator is not run, and give the reason"
        parser.add_argument("--waive", "--accept", action="append", default=[], metavar="TOOL=REASON", help=words)
    return parser


def remote_kinds(group: RemoteGroup, kind: type[T]) -> tuple[T, ...]:
    """Return what installed packages add to a group; one that cannot be loaded is passed over, with a warning."""
    return tuple(value for value, _ in extensions.values(group, kind))


def _add_unusable(parser: Parser, kinds: Collection[str]) -> None:
    """Let the options of extensions that cannot be loaded say why (V021), and not that there are no such options."""
    groups = [group for kind, group in _REMOTE_GROUPS.items() if kind in kinds]
    installed = {name: group for group in groups for name in extensions.names(group)}
    for name, group in installed.items():
        if f"--{name}" not in parser._option_string_actions:  # noqa: SLF001 - argparse has no public name for it
            parser.add_argument(f"--{name}", type=partial(_refuse, group, name), help=argparse.SUPPRESS)


def _refuse(group: RemoteGroup, name: str, _value: str) -> None:
    extensions.require(group, name)


def _remote(kind: RemoteExecutor, address: str) -> tuple[RemoteExecutor, str]:
    return kind, address


def words_of(text: str) -> tuple[str, ...]:
    """Return the words between commas.

    >>> words_of("fr,es")
    ('fr', 'es')
    """
    return tuple(word for word in text.split(",") if word)


def positive(text: str) -> int:
    """Return a number of processes. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and len(text) < 5 and int(text)):
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a number of processes from 1 to 9999")
    return int(text)


def line(text: str) -> str:
    """Return one line of text for a field. Raises ArgumentTypeError."""
    if not text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError(f"{text!r} is not a line of text")
    return text.strip()


def field(text: str) -> tuple[str, str]:
    """Return the name of a field and its value.

    >>> field("date=2017-02-02")
    ('date', '2017-02-02')
    """
    name, sign, value = text.partition("=")
    if not sign or not re.fullmatch("[a-z][a-z-]{0,40}", name):
        raise argparse.ArgumentTypeError(f"{text!r} is no field with its value, as date=2017-02-02")
    return name, line(value)
