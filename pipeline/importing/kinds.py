"""What kind of file was received: by its first bytes, then by its name. What is not read is reported, and never taken for plain text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pipeline.bounded import bytes as bounded
from pipeline.bounded.bytes import MIB
from pipeline.findings import Finding, Place, SourceError

LARGEST_TEXT = 8 * MIB
"""The most bytes of plain text that are taken for a report: four thousand pages."""

_WORD = (".docx", ".docm", ".dotx", ".dotm")
_TEXT = (".txt", ".text", "")
_READ = "Read are Word files (.docx, .dotx) and plain text with typed numbers (.txt)."
_SIGNATURES = (
    (rb"%PDF-", "a PDF file"),
    (rb"\{\\rtf", "a file of rich text (RTF)"),
    (rb"\xd0\xcf\x11\xe0", "a file of Word as it was before 2007 (.doc)"),
    (rb"\x89PNG|GIF8|\xff\xd8\xff|RIFF....WEBP", "a picture"),
    (rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", "an HTML page"),
    (rb"\s*<\?xml|\s*<[A-Za-z][\w:.-]*[\s>]", "a file of markup"),
    (rb"\\documentclass|\\begin\{", "a file of LaTeX"),
)
_NAMES = {
    ".html": "an HTML page", ".htm": "an HTML page", ".xhtml": "an HTML page",
    ".md": "a file of Markdown", ".markdown": "a file of Markdown",
    ".adoc": "a file of AsciiDoc", ".asciidoc": "a file of AsciiDoc", ".rst": "a file of reStructuredText", ".tex": "a file of LaTeX",
    ".rtf": "a file of rich text (RTF)", ".odt": "an OpenDocument text", ".pdf": "a PDF file", ".epub": "an EPUB",
    ".doc": "a file of Word as it was before 2007 (.doc)", ".pages": "a file of Pages", ".xml": "a file of markup",
}  # fmt: skip
_HINTS = {
    "a file of Markdown": "A source in our own marks is put at sources/<symbol>/report.md by hand; any other, save as .docx.",
    "a PDF file": "Import the Word file that it was made of.",
}


def kind(path: Path) -> Literal["word", "text"]:
    """What the file at ``path`` is read as.

    Raises SourceError: S001 there is no such file, S048 it is no regular file or its kind is not read.
    """
    suffix = path.suffix.lower()
    try:
        with bounded.opened(path) as file:
            begin = file.read(2048)
    except FileNotFoundError:
        raise SourceError(Finding("S001", "there is no such file", Place(str(path)), "Check the name.")) from None
    except OSError as error:
        raise _unread(path, bounded.why(error), "Give a regular file that can be read.") from None
    if suffix in _WORD:
        return "word"
    found = next((words for pattern, words in _SIGNATURES if re.match(pattern, begin, re.IGNORECASE | re.DOTALL)), "")
    if begin.startswith(b"PK\x03\x04"):
        found = _NAMES.get(suffix, "an archive (zip)")
    found = found if found and suffix in _TEXT else _NAMES.get(suffix, "" if suffix in _TEXT else f"a file of the kind {suffix}")
    if found:
        raise _unread(path, f"is {found}, which is not read", f"{_READ} {_HINTS.get(found, 'Save it as .docx.')}")
    return "text"


def text(path: Path) -> str:
    """The plain text in the file at ``path``, with one line feed at the ends of lines.

    Raises SourceError: S002 it is not UTF-8, S048 it cannot be read or is too large.
    """
    try:
        content = bounded.read(path, LARGEST_TEXT)
    except OSError as error:
        raise _unread(path, bounded.why(error), "Divide it, as into addenda.") from None
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{content[error.start]:02X} is not UTF-8"
        raise SourceError(Finding("S002", message, Place(str(path), line), "Save the file as UTF-8.")) from None


def _unread(path: Path, message: str, hint: str) -> SourceError:
    return SourceError(Finding("S048", message, Place(str(path)), hint))
