"""The only place that prints: results to stdout, notices to stderr, with everything removed that acts on a terminal
except our own colours.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from plantin.findings import Finding
from plantin.findings.printable import printable, printable_json

_STDERR = 2
_NUMBER, _QUOTED = re.compile(r"\d+"), re.compile(r"""'[^']*'|"[^"]*\"""")
_EACH = 3
"""So many findings that say the same are printed one by one."""
_HANGING = re.compile(r" +\S+ {2,}| *")
"""What the further lines of a line are indented by: a term and the gap after it, or the indent of the line."""


def _where(finding: Finding) -> str:
    """Return the line of a finding in its file, or what is there; empty where it is about the file as a whole."""
    return str(finding.place.line or finding.place.anchor)


def _alike(finding: Finding) -> object:
    """Return what two findings have in common that say the same: of places in a file, in other quoted words; of whole
    files, in other numbers; about the tools, in other quoted words and of any file.
    """
    inside, of_tools = _where(finding), finding.code.startswith("V")
    message = (_QUOTED if inside or of_tools else _NUMBER).sub("#", finding.message)
    path = finding.place.path if inside or not of_tools else ""
    return finding.code, path, finding.severity, message, finding.hint


def _list_places(first: Finding, others: Sequence[Finding], elsewhere: str) -> str:
    """Return where findings like the ``first`` are: lines, with other words that they quote; or tools and files."""
    if not _where(first):
        files = list(dict.fromkeys(other.place.path for other in others if other.place.path != first.place.path))
        names = ", ".join([*files[:_EACH], *([f"{len(files) - _EACH} other files"] if len(files) > _EACH else [])])
        quoted = dict.fromkeys(words[0] for other in others if (words := _QUOTED.findall(other.message)))
        tools = " ".join(word for word in quoted if first.code.startswith("V") and word not in first.message)
        return " ".join(filter(None, (f"({tools})" if tools else "", f"in {names}" if names else "", elsewhere)))
    same = {
        other: "" if other.message == first.message else " ".join(_QUOTED.findall(other.message)) for other in others
    }
    places = ", ".join(dict.fromkeys(f"{_where(other)} {words}".strip() for other, words in same.items()))
    return f"at {'lines ' if first.place.line else ''}{places}"


class _Harmless(Console):
    """A console that shows the controls in what it is given, and does not obey them."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(printable(segment.text, lines=True), segment.style)


class Terminal:
    """Where a command prints. ``results`` and ``notices`` are for tables and progress; words go through the methods."""

    def __init__(self) -> None:
        # Redirected output is for a file or a program: never wrapped.
        self.results: Console = _Harmless(
            width=None if sys.stdout.isatty() else 200, emoji=False, highlight=False, soft_wrap=True
        )
        self.notices: Console = _Harmless(stderr=True, emoji=False, highlight=False, soft_wrap=True)

    def say(self, words: str) -> None:
        """Print a line of the result."""
        self.results.print(_wrap(words, self.results), markup=False)

    def data(self, text: str) -> None:
        """Print a result for programs: JSON, unchanged."""
        sys.stdout.write(printable_json(text))

    def report(self, findings: Iterable[Finding], elsewhere: str = "") -> None:
        """Print each finding on a line of its own, and its hint below it, to stderr. Of more than three that say the
        same of places in a file, the first and where the others are, with other words that they quote; of those about
        whole files, the first and how many there are, and ``elsewhere``, what lists them all.
        """
        reported = tuple(findings)
        often = Counter(map(_alike, reported))
        alike: dict[object, list[Finding]] = {}
        for finding in reported:
            same = _alike(finding)
            alike.setdefault(finding if _where(finding) and often[same] <= _EACH else same, []).append(finding)
        for first, *others in alike.values():
            self.note(str(first))
            if others:
                self.note(f"    and {len(others):,} more like it {_list_places(first, others, elsewhere)}".rstrip())

    def note(self, words: str) -> None:
        """Print a line to stderr."""
        self.notices.print(_wrap(words, self.notices), markup=False)


def _wrap(text: str, console: Console) -> str:
    """Return ``text`` in lines that fit a terminal, divided between words alone; unchanged for a file or a program."""
    if not console.is_terminal:
        return text
    rows = []
    for line in text.split("\n"):
        hanging = _HANGING.match(line)
        indent = " " * len(hanging[0]) if hanging and len(hanging[0]) < console.width // 2 else ""
        lines = textwrap.wrap(
            line, console.width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
        rows += lines if len(line) > console.width else [line]
    return "\n".join(rows)


def open_streams() -> None:
    """Let the three standard streams be there, and print what their encoding lacks as escapes: a service starts
    programs with streams closed, and a terminal may know nothing but ASCII.
    """
    # A descriptor that is free would be given to the next file that is opened, and be printed into.
    while (free := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        pass
    os.close(free)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open as long as the process lives
        getattr(sys, name).reconfigure(errors="backslashreplace")


def close_streams() -> bool:
    """Print what is left; whether that could be done. A reader that has gone away has read all it wanted."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            pass
        except OSError as error:
            with contextlib.suppress(OSError):
                sys.stderr.write(f"stdout: error V002: {error.strerror}\n")
                sys.stderr.flush()
            return False
    return True
