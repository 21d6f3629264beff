"""What goes to translators and comes back: the units of a file, whatever its format."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from plantin.bounded import bytes as bounded
from plantin.bounded import xml
from plantin.findings import Place, TranslationError
from plantin.translation.po import STAGES, Catalogue, PoEntry, Stage

LARGEST = 64 * bounded.MIB
"""The most bytes of a file."""
TOOL = "plantin"
"""Who wrote a note, a context or a state of our own."""
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TEXTS = ("source", "target", "seg")
"""Elements with text and elements, in which every space counts."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class ReceivedUnit:
    """One unit of a file that a translator sends."""

    original: str
    translation: str
    context: str = ""
    """The context of the message when it was exported; empty where the file does not say it."""
    base: str = ""
    """``digest`` of the text that the target had when it was exported; empty where the file does not say it."""
    unfinished: bool = False
    """Whether the translator's tool says that the target is no finished translation."""
    signatures: Mapping[Stage, str] = field(default_factory=dict)
    """The stages that it has reached since the export, in their order, each with its signature as in a catalogue:
    "yes" where the file does not say who finished it.
    """
    notes: tuple[str, ...] = ()
    """What the translator wrote beside it."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class TranslatorFile:
    """A file that a translator sends."""

    language: str
    """The language of its targets; empty where the file does not say it."""
    report: str
    """The name of the report that it was exported from; empty where the file does not say it."""
    units: tuple[ReceivedUnit, ...]


def digest(text: str) -> str:
    """What the export of ``text`` is recognized by."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def exported(entry: PoEntry) -> str:
    """The target of ``entry``: its translation, or its original where it has none, because OmegaT and others translate
    targets.
    """
    return entry.translation or entry.original


def reached(stage: Stage, exported_as: str) -> dict[Stage, str]:
    """The signatures of a unit that is now at ``stage`` and was exported at another.

    >>> reached("approved", ""), reached("approved", "revised"), reached("revised", "approved")
    ({'revised': 'yes', 'approved': 'yes'}, {'approved': 'yes'}, {})
    """
    first = next((n for n, one in enumerate(STAGES) if one == exported_as), STAGES.index("translated")) + 1
    return dict.fromkeys(STAGES[first : STAGES.index(stage) + 1], "yes")


def root_of(path: Path, *, doctype: bool = False) -> etree._Element:
    """The root element of the file at ``path``, which may name its document type where ``doctype`` says so (TMX, TBX).
    Raises OSError, XmlError.
    """
    return xml.parse(bounded.read(path, LARGEST), doctype=doctype)


def not_read(message: str, name: str, hint: str) -> TranslationError:
    """T057 for the file that findings call ``name``."""
    return TranslationError.of("T057", message, Place(name), hint)


def line_of(element: etree._Element) -> int:
    """The line of an element in its file; 0 where it is not known."""
    return element.sourceline if isinstance(element.sourceline, int) else 0


def words(element: etree._Element | None) -> str:
    """All text in an element."""
    return "" if element is None else "".join(map(str, element.itertext()))


def of_po(catalogue: Catalogue) -> TranslatorFile:
    """The entries of a PO file, each with the signatures that hold for its text."""
    report = dict(catalogue.header).get("Project-Id-Version", "")
    units = (
        ReceivedUnit(
            entry.original,
            entry.translation,
            entry.context,
            unfinished=entry.stale,
            signatures=entry.signatures,
            notes=entry.comments,
            line=entry.line,
        )
        for entry in catalogue.entries
    )
    return TranslatorFile(catalogue.language, report.replace("/", "-"), tuple(units))


def written(root: etree._Element) -> bytes:
    """The file of a root element, each element that is no part of a text on a line of its own."""
    _set_on_lines(root, "\n")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _set_on_lines(element: etree._Element, line: str) -> None:
    if not len(element) or etree.QName(element).localname in _TEXTS:
        return
    element.text = f"{line}  "
    for child in element:
        _set_on_lines(child, f"{line}  ")
        child.tail = f"{line}  "
    element[-1].tail = line


def append(element: etree._Element, words: str) -> None:
    """Put words at the end of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words
