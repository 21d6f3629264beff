"""Reads what a finished edition itself says of how it was made. Where no record says it, the edition is made again with
these: what they may be its grammar says.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from plantin.bounded import archive
from plantin.bounded.archive import ArchiveError
from plantin.model.document import Document

_TIME = re.compile(r'(?<=[>"])\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=[<"])')
_CERTIFIER = re.compile(r'<meta property="a11y:certifiedBy"[^<>]*>([^<]*)<')
_LANGUAGE = re.compile(r'<a href="([^"<>]*)" hreflang=')
_FILE = re.compile(r'<a href="([^"<>]*)" type="[^"<>]*" download>([^<]*)</a>')
_SIZES = {
    "format": ".+",
    "size": "(?P<size>[0-9]{1,12})",
    "whole": "(?P<whole>[0-9]{1,9})",
    "tenths": "(?P<tenths>[0-9])",
}
_METADATA = (".opf", "docProps/core.xml")


@dataclass(frozen=True, slots=True)
class StatedMaking:
    """What an edition says of how it was made."""

    time: dt.datetime | None = None
    """When; nothing where it does not say so."""
    certifier: str = ""
    """Who certified that it conforms."""
    languages: frozenset[str] = frozenset()
    """The files of other languages that it leads to."""
    files: Mapping[str, int] = field(default_factory=dict)
    """The files of other formats that it leads to, with their sizes in bytes, as exactly as it gives them."""
    paged: bool = False
    """Whether it marks where printed pages begin."""


def stated_making(content: bytes, document: Document) -> StatedMaking:
    """Return what the edition with these bytes, of ``document``, says; nothing of one that cannot be read."""
    text = _text(content)
    times = _TIME.findall(text)
    certifiers = _CERTIFIER.findall(text)
    try:
        time = dt.datetime.fromisoformat(times[0]) if times else None
    except ValueError:
        time = None
    labels = document.labels
    forms = [_form(pattern) for pattern in (labels.file, labels.large_file) if pattern]
    sizes = {_file(name): _size(unescape(words), forms) for name, words in _FILE.findall(text)}
    languages = frozenset(map(_file, _LANGUAGE.findall(text)))
    certifier = unescape(certifiers[0]) if certifiers else ""
    return StatedMaking(time, certifier, languages, sizes, paged="doc-pagebreak" in text or "pageBreakSource" in text)


def _text(content: bytes) -> str:
    """Return the page, or what an archive says of itself."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    try:
        files = archive.open_archive(content)
        return "".join(files.read(name).decode(errors="replace") for name in files if name.endswith(_METADATA))
    except ArchiveError:
        return ""


def _form(pattern: str) -> re.Pattern[str]:
    """Return the pattern of the words for a file and its size."""
    expression = re.escape(pattern)
    for name, form in _SIZES.items():
        expression = expression.replace(re.escape(f"{{{name}}}"), form)
    return re.compile(expression)


def _size(words: str, forms: list[re.Pattern[str]]) -> int:
    """Return the size in bytes that words for a file give in kilobytes or megabytes; 0 where they give none."""
    for form in forms:
        if match := form.fullmatch(words):
            parts = {name: int(digits) for name, digits in match.groupdict().items()}
            return parts.get("size", 0) * 1_000 + parts.get("whole", 0) * 1_000_000 + parts.get("tenths", 0) * 100_000
    return 0


def _file(address: str) -> str:
    return unquote(unescape(address))
