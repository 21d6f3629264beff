"""A report received from elsewhere becomes a source of the house, and its printed numbers are compared with those of the press."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.build.compose import compose
from pipeline.files import write
from pipeline.findings import Finding, Place, SourceError, UsageError
from pipeline.house.layout import House
from pipeline.importing import docx, plaintext
from pipeline.importing.docx import Manuscript, Tracked, foreign
from pipeline.importing.received import Printed, Received, letters
from pipeline.lint.source import lint
from pipeline.model.document import Document
from pipeline.model.outline import normal, outline
from pipeline.resolve.typography import lowered, plainer
from pipeline.source import front_matter
from pipeline.source import text as source_text

_CALL = re.compile(r"\[\^[^\]]+\]")


@dataclass(frozen=True, slots=True)
class Arrived:
    """What an import made: the new source, how much of each kind is in it, the lines left out, the slips kept, the losses."""

    path: str
    counts: Mapping[str, int]
    left_out: tuple[Finding, ...]
    slips: tuple[Finding, ...]
    losses: tuple[Finding, ...]


def bring(house: House, path: Path, *, replace: bool, tracked: Tracked = "refuse", dry: bool = False) -> Arrived:
    """Write the report in the file ``path``, plain text or Word, to ``sources/<symbol>/report.md``; with ``dry`` write nothing.

    Raises SourceError where the file cannot be understood, or has tracked changes that ``tracked`` refuses, UsageError (U006) where
    the source is there already and ``replace`` is false; then nothing is written.
    """
    received, manuscript = _received(house, path, tracked)
    target = house.report(front_matter.slug(received.symbol))
    name = house.name(target)
    report = source_text.parse(received.text, name)
    head = front_matter.read(report)
    words = house.locale(head.original_language)
    document = compose(house, report, head, words).document
    # Not before: pandoc never finishes with notes that call each other, and those have been refused by now.
    doubts = foreign.second_opinion(manuscript, path) if manuscript else ()
    if target.exists() and target.read_text("utf-8") != received.text and not (replace or dry):
        hint = "Give --replace to overwrite it."
        raise UsageError(Finding("U006", "there is a source already, and it is another", Place(name), hint))
    if not dry:
        write(target, received.text.encode(), house.root)
    counts = outline(document).counts()
    losses = tuple(_losses(received.printed, document, str(path)))
    return Arrived(name, counts, (*received.left_out, *doubts), lint(report, head, words), losses)


def _received(house: House, path: Path, tracked: Tracked) -> tuple[Received, Manuscript | None]:
    """The report as received, and the manuscript that it was read from where that is a Word file."""
    if path.suffix.lower() not in (".docx", ".dotx"):
        return plaintext.read(_text(path), str(path)), None
    manuscript = docx.read(path, tracked)
    language = manuscript.language.partition("-")[0]
    words = house.locale(language if house.locale_file(language).is_file() else "en")
    arrived = foreign.received(manuscript, path, plainer(words.typography))
    text = lowered(words.typography)(arrived.text)
    return Received(text, arrived.symbol, arrived.printed, arrived.left_out), manuscript


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (FileNotFoundError, IsADirectoryError):
        raise SourceError(Finding("S001", "there is no such file", Place(str(path)), "Check the name.")) from None
    except UnicodeDecodeError as error:
        message = f"byte 0x{error.object[error.start]:02X} is not UTF-8"
        raise SourceError(Finding("S002", message, Place(str(path)), "Save the file as UTF-8.")) from None


def _losses(printed: tuple[Printed, ...], document: Document, path: str) -> list[Finding]:
    """S044 for each number of the received text that the press gives otherwise, or to other words."""
    found = outline(document)
    given = {
        "section": [(entry.label, entry.text) for entry in found.body if entry.kind == "section"],
        "paragraph": [(entry.label, entry.text) for entry in found.body if entry.kind == "paragraph" and entry.label],
        "note": [(entry.label, entry.text) for entry in found.notes],
    }
    losses = []
    for kind, rows in given.items():
        received = [one for one in printed if one.kind == kind]
        for i in range(max(len(rows), len(received))):
            label, words = rows[i] if i < len(rows) else ("nothing", "")
            one = received[i] if i < len(received) else Printed(kind, "nothing", "", 0)
            if one.label != label or letters(one.words) != letters(_CALL.sub("", words)):
                message = f"{kind} {one.label} as received, {label} from the press: {normal(one.words)[:40]!r}"
                losses.append(Finding("S044", message, Place(path, one.line), "Compare the two texts there."))
    return losses
