"""Judges the numbers that the importer reads in a Word file by those that LibreOffice shows, where it is installed."""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from plantin.bounded import bytes as bounded
from plantin.bounded import process
from plantin.bounded.bytes import MIB
from plantin.bounded.limits import BoundError, Limits
from plantin.findings import Finding, Place
from plantin.packs.imports.received import PrintedNumber, letters

_LIMITS = Limits(seconds=90, processor=30, memory=2048)
_LARGEST = 64 * MIB
_KEY, _LABEL = 32, 14
"""A passage is found by so many of its first letters, after a number of at most so many."""


def second_opinion(path: Path, printed: Sequence[PrintedNumber]) -> Iterator[Finding]:
    """Yield S060 for each number of a heading, a paragraph or an entry that LibreOffice shows otherwise than we read
    it, and a warning where it does not read the file; nothing where it is not installed, or the file has no numbers.
    """
    numbered = [number for number in printed if number.label and number.kind != "note"]
    office = shutil.which("soffice")
    if office is None or not numbered:
        return
    try:
        text = _convert_to_text(office, path)
    except (BoundError, OSError) as error:
        message = f"LibreOffice does not read the file, so no number was compared with what it shows: {error}"
        yield Finding("S060", message, Place(str(path)), "Compare the numbers with those in Word.", "warning")
        return
    for message in describe_differences(numbered, text):
        yield Finding("S060", message, Place(str(path)), "Compare the numbers of the source with those in Word.")


def describe_differences(printed: Sequence[PrintedNumber], text: str) -> Iterator[str]:
    r"""Yield where the numbers differ: each passage of ``printed`` beside the next line of ``text`` that begins with
    its words after a number.

    >>> rows = [PrintedNumber("section", "1.1", "Oil of lamps", 0), PrintedNumber("section", "2", "Wicks and wool", 0)]
    >>> list(describe_differences(rows, "0.1 Oil of lamps\n2. Wicks and wool"))
    ['section 1.1 as we read it, 0.1 in LibreOffice: “Oil of lamps”']
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for n, line in enumerate(lines):
        key = _key_of(line)
        for at in range(min(_LABEL, len(key))):
            places[key[at : at + _KEY]].append((n, at))
    after = -1
    for number in printed:
        key = _key_of(number.words)
        matches = [
            (n, at)
            for n, at in places.get(key[:_KEY], ())
            if n > after and (len(key) >= _KEY or _key_of(lines[n])[at:] == key)
        ]
        # What has no number before it is the same words elsewhere, as in the contents.
        if not key or not (matches := [place for place in matches if place[1]] or matches):
            continue
        after, at = matches[0]
        if _key_of(lines[after])[:at] != _key_of(number.label):
            match = re.match(r"\S+", lines[after])
            label = match[0] if match and at else "nothing"
            yield f"{number.kind} {number.label} as we read it, {label} in LibreOffice: “{number.words[:50]}”"


def _key_of(text: str) -> str:
    digits = (str(unicodedata.decimal(sign, sign)) for sign in letters(unicodedata.normalize("NFKC", text)))
    return "".join(digits).casefold()


def _convert_to_text(office: str, path: Path) -> str:
    """Return the text as LibreOffice shows it, with the numbers that it counts. Raises BoundError or OSError."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        document = folder / "received.docx"
        document.write_bytes(bounded.read(path, 8 * _LARGEST))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        kind = "txt:Text (encoded):UTF8"
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(document)]
        process.run(command, name="soffice", limits=_LIMITS, folder=folder)
        return bounded.read(folder / "received.txt", _LARGEST).decode("utf-8-sig", "replace")
