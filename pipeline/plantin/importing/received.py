"""The input and the result that all importers share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from plantin.findings import Finding, Place

_SHOWN = 60

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff]")
"""The characters that no report prints, and no source may have: controls, marks of direction, what is no character.
They are left out.
"""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number that the received text prints: ``kind`` is section, paragraph, item or note; ``label`` as printed; the
    words after it.
    """

    kind: str
    label: str
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the received file that is not in the source: what it is, all its words, its line (0: not known), and
    the finding's code and severity. ``hint`` says how to bring it in.
    """

    what: str
    words: str = ""
    line: int = 0
    code: str = "S043"
    severity: Literal["error", "warning"] = "warning"
    hint: str = ""

    def finding(self, path: str) -> Finding:
        """The finding about the file ``path``; it has the first words alone."""
        words = " ".join(self.words.split())
        shown = f": “{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”" if words else ""
        return Finding(self.code, f"{self.what}{shown}", Place(path, self.line), self.hint, self.severity)


@dataclass(frozen=True, slots=True)
class Fallbacks:
    """What is assumed where neither the user nor the masthead says it: the file's name without its ending, the day when
    it was saved (ISO 8601), the title and the language of its properties, the symbol in the heads of its pages (empty:
    none). ``title_language`` gives the language of a title, where it is another than that of the source.
    """

    stem: str
    date: str
    title: str = ""
    language: str = ""
    symbol: str = ""
    title_language: Callable[[str], str] = lambda _: ""


@dataclass(frozen=True, slots=True)
class Received:
    """An imported report: the canonical source as text, its symbol, the numbers it was received with, what was left
    out.

    ``taken`` are words that are in the source in another form: the lines of the masthead, and numbers that the press
    prints itself. ``notices`` are findings about what was assumed or changed on the way; ``changed`` is how many of a
    kind (``inventory``) became something else, and were reported. ``said`` is the text with the words of its
    references, by which its words are counted (empty: ``text``).
    """

    text: str
    symbol: str
    printed: tuple[PrintedNumber, ...]
    left_out: tuple[LeftOut, ...]
    taken: tuple[str, ...] = ()
    notices: tuple[Finding, ...] = ()
    changed: Mapping[str, int] = field(default_factory=dict)
    said: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """Fields of the front matter that the user gives, by their names (symbol, title, organ, date ...), as YAML has
    their values; those of ``TEXT`` are plain text.
    """

    fields: Mapping[str, str] = field(default_factory=dict)


TEXT = ("title", "organ")
"""Fields whose values are written between quotation marks."""


def letters(text: str) -> str:
    """The letters and digits of ``text`` alone, by which what was received is compared with what became of it."""
    return "".join(character for character in text if character.isalnum())
