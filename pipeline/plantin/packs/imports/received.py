"""The input and the result that all importers share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from plantin.findings import Finding, Place

_SHOWN = 60
FEW_WORDS = 20
"""So many words of the text may be left out with a warning; more is an error."""

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
class Omission:
    """Something of the received file that is not in the source."""

    what: str
    """What it is, as a finding says it."""
    words: str = ""
    """All its words."""
    line: int = 0
    """Its line in the file; 0 where it is not known."""
    code: str = "S043"
    """The code of its finding."""
    severity: Literal["error", "warning"] = "warning"
    hint: str = ""
    """How to bring it in."""
    around: bool = False
    """Whether it is around the text: contents, the head or foot of a page, navigation, fields of the file."""

    def finding(self, path: str) -> Finding:
        """Return the finding about the file ``path``; it has the first words alone."""
        words = " ".join(self.words.split())
        lost = not self.around and words.count(" ") >= FEW_WORDS
        excerpt = f": “{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”" if words else ""
        return Finding(
            self.code, f"{self.what}{excerpt}", Place(path, self.line), self.hint, "error" if lost else self.severity
        )


@dataclass(slots=True)
class Ledger:
    """What is written down while a file is read."""

    path: str = ""
    """The file, as findings name it."""
    notices: list[Finding] = field(default_factory=list)
    left_out: list[Omission] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    """Words that are in the source in another form."""
    changed: Counter[str] = field(default_factory=Counter)
    """How many of a kind became something else."""

    def notice(self, code: str, message: str, hint: str) -> None:
        """Add a warning about the file."""
        self.notices.append(Finding(code, message, Place(self.path), hint, "warning"))

    def lose(
        self, what: str, words: str = "", hint: str = "", *, severity: Literal["error", "warning"] = "warning"
    ) -> None:
        """Add something that is not in the source, with all its words (S058)."""
        self.left_out.append(Omission(f"not carried over: {what}", words, code="S058", hint=hint, severity=severity))


@dataclass(frozen=True, slots=True)
class Fallbacks:
    """What is assumed where neither the user nor the masthead says it."""

    stem: str
    """The name of the file without its ending."""
    date: str
    """The day when it was saved, or which it gives (ISO 8601)."""
    title: str = ""
    """The title of its properties."""
    heading: str = ""
    """The words of its first heading, or else its first words."""
    language: str = ""
    """The language of its properties."""
    symbol: str = ""
    """The symbol in the headers of its pages."""
    title_language: Callable[[str], str] = lambda _: ""
    """Gives the language of a title, where it is another than that of the source."""


@dataclass(frozen=True, slots=True)
class ImportedReport:
    """An imported report."""

    text: str
    """The canonical source."""
    symbol: str
    """Its symbol."""
    printed: tuple[PrintedNumber, ...]
    """The numbers that it was received with."""
    left_out: tuple[Omission, ...]
    """What is not in the source."""
    taken: tuple[str, ...] = ()
    """Words that are in the source in another form: lines of the masthead, numbers that the press prints itself."""
    notices: tuple[Finding, ...] = ()
    """Findings about what was assumed or changed on the way."""
    changed: Mapping[str, int] = field(default_factory=dict)
    """How many of a kind of ``inventory`` became something else, and were reported."""
    in_words: str = ""
    """The source with the words of its references, by which its words are counted; empty for ``text``."""


@dataclass(frozen=True, slots=True)
class GivenFields:
    """Fields of the front matter that the user gives, by their names (symbol, title, organ, date ...), as YAML has
    their values; those of ``TEXT`` are plain text.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    pictures: Path | None = None
    """A folder where pictures are looked for that are not where the file says."""


TEXT = ("title", "organ", "subtitle")
"""Fields whose values are written between quotation marks."""


def letters(text: str) -> str:
    """Return the letters and digits of ``text`` alone, by which what was received is compared with what it became."""
    return "".join(character for character in text if character.isalnum())
