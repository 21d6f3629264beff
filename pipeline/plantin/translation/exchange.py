"""What goes to translators and comes back: the units of a file, whatever its format."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plantin.bounded import bytes as bounded
from plantin.findings import Finding, Place, TranslationError
from plantin.translation.po import STAGES, Catalogue, PoEntry, Stage
from plantin.translation.terms import Term
from plantin.wordfile.tracked import Tracked

LARGEST = 64 * bounded.MIB
"""The most bytes of a file."""
TOOL = "plantin"
"""Who wrote a note, a context or a state of our own."""


@dataclass(frozen=True, slots=True)
class ReceivedUnit:
    """One unit of a file that a translator sends."""

    original: str
    translation: str
    context: str = ""
    """The context of the message when it was exported; empty where the file does not say it."""
    base: str = ""
    """``digest`` of the text that the target had when it was exported, or the mark of its review then; empty where the
    file does not say it.
    """
    unfinished: bool = False
    """Whether the translator's tool says that the target is no finished translation."""
    signatures: Mapping[Stage, str] = field(default_factory=dict)
    """The stages that it has reached since the export, in their order, each with its signature as in a catalogue:
    "yes" where the file does not say who finished it.
    """
    notes: tuple[str, ...] = ()
    """What the translator wrote beside it."""
    line: int = 0

    def was_exported_as(self, text: str) -> bool:
        """Return whether the file says that the target was ``text`` when it was exported."""
        return self.base in (digest(text), PoEntry("", self.original, text).mark)


@dataclass(frozen=True, slots=True)
class TranslatorFile:
    """A file that a translator sends."""

    language: str
    """The language of its targets; empty where the file does not say it."""
    report: str
    """The name of the report that it was exported from; empty where the file does not say it."""
    units: tuple[ReceivedUnit, ...]


@dataclass(frozen=True, slots=True)
class CatalogueFormat:
    """A kind of file that catalogues are exchanged as: an entry point of the group ``plantin.catalogues``."""

    name: str
    """The name of its entry point, and what ``plantin catalogue export --to`` calls it."""
    suffix: str
    """The end of the names of files that are written."""
    read_suffixes: tuple[str, ...] = ()
    """The ends of the names of files that are read, in small letters; "" for those that no other kind reads."""
    read: Callable[[Path, str, Catalogue, Tracked], tuple[TranslatorFile, tuple[Finding, ...]]] | None = None
    """Returns the units of a file as it comes back for a catalogue, and findings about it, which name it as given.
    Raises TranslationError (T057), SourceError (S051).
    """
    write: Callable[[Catalogue, str, str, Sequence[Term]], bytes] | None = None
    """Returns the file of a catalogue, of a report, translated from a language, in which these terms are marked."""
    recognizes: Callable[[Path], bool] | None = None
    """Returns whether a file that has the name of one of another kind is one of this."""


def digest(text: str) -> str:
    """Return what the export of ``text`` is recognized by."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def target_text(entry: PoEntry) -> str:
    """Return the target of ``entry``: its translation, or its original where it has none, because OmegaT and others
    translate targets.
    """
    return entry.translation or entry.original


def export_mark(entry: PoEntry) -> str:
    """Return what the target of ``entry`` is recognized by when it comes back, and how far it is, where that is no
    plain translation: a draft that comes back further was confirmed in the translator's tool.
    """
    stage = f" {entry.stage}" if entry.state in ("stale", "reviewed") else ""
    return digest(target_text(entry)) + stage


def signatures_since(stage: Stage, exported_as: str) -> dict[Stage, str]:
    """Return the signatures of a unit that is now at ``stage`` and was exported at another.

    >>> signatures_since("approved", ""), signatures_since("approved", "revised")
    ({'revised': 'yes', 'approved': 'yes'}, {'approved': 'yes'})
    >>> signatures_since("revised", "approved")
    {}
    """
    first = next((n for n, name in enumerate(STAGES) if name == exported_as), STAGES.index("translated")) + 1
    return dict.fromkeys(STAGES[first : STAGES.index(stage) + 1], "yes")


def not_read(message: str, name: str, hint: str) -> TranslationError:
    """T057 for the file that findings call ``name``."""
    return TranslationError.of("T057", message, Place(name), hint)


def of_po(catalogue: Catalogue) -> TranslatorFile:
    """Return the entries of a PO file, each with the signatures that hold for its text."""
    report = dict(catalogue.header).get("Project-Id-Version", "")
    units = (
        ReceivedUnit(
            entry.original,
            entry.translation,
            entry.context,
            "" if entry.stale else _reviewed_as(entry),
            unfinished=entry.stale,
            signatures=entry.signatures,
            notes=entry.comments,
            line=entry.line,
        )
        for entry in catalogue.entries
    )
    return TranslatorFile(catalogue.language, report.replace("/", "-"), tuple(units))


def _reviewed_as(entry: PoEntry) -> str:
    """Return the mark of the text that the press wrote; programs for PO files leave it where they change the text."""
    signatures = (entry.approved, entry.review, entry.translated, entry.base)
    marks = (signature.partition(",")[0].strip() for signature in signatures)
    return next((mark for mark in marks if mark not in ("", "yes")), "")
