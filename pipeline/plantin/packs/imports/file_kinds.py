"""Detects the format of a received file: by its first bytes, then by its name. An unsupported format is reported, never
read as plain text.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, cast

from plantin.bounded import bytes as bounded
from plantin.bounded.bytes import MIB
from plantin.findings import Place, SourceError
from plantin.packs.imports.importers import Importer
from plantin.settings import extensions

Kind = Literal[
    "word", "text", "html", "markdown", "asciidoc", "epub", "odt", "docbook", "jats", "latex", "rst", "org", "folder"
]
"""What is read, as ``--from`` names it."""
_BEGIN = 65_536
LARGEST_TEXT = 8 * MIB
"""The most bytes of plain text that are taken for a report: four thousand pages."""

_WORD = (".docx", ".docm", ".dotx", ".dotm")
_TEXT = (".txt", ".text", "")
_READ = (
    "Read are Word files, HTML, Markdown, AsciiDoc, EPUB, OpenDocument text (.odt), DocBook, JATS, LaTeX,"
    " reStructuredText, Org, plain text with typed numbers"
)
_SIGNATURES = (
    (rb"%PDF-", "a PDF file"),
    (rb"\{\\rtf", "a file of rich text (RTF)"),
    (rb"\xd0\xcf\x11\xe0", "a file of Word as it was before 2007 (.doc)"),
    (rb"\x89PNG|GIF8|\xff\xd8\xff|RIFF....WEBP", "a picture"),
)
_HINTS = {
    "a PDF file": "Import the Word file that it was made of.",
    "a file of rich text (RTF)": "Save it as .docx.",
    "a file of Word as it was before 2007 (.doc)": "Save it as .docx.",
}
_CONTENT: tuple[tuple[bytes, Kind], ...] = (
    (rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html\b|<head\b|<body\b)", "html"),
    (
        rb"\s*(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE[^>\[]*(?:JATS|NLM)|<article\b[^>]*(?:article-type|dtd-version|xmlns:mml))",
        "jats",
    ),
    (
        rb"\s*(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE[^>\[]*DocBook[^>]*>|<!DOCTYPE\s+(?:article|book|chapter|section|part|refentry)\b|<(?:article|book|chapter|section|part|refentry)\b)",
        "docbook",
    ),
    (rb"(?:\s|%[^\n]*\n)*\\(?:documentclass|begin\{|PassOptionsToPackage)", "latex"),
)
_NAMES: dict[str, Kind] = {
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".md": "markdown", ".markdown": "markdown", ".mkd": "markdown", ".mdown": "markdown", ".qmd": "markdown",
    ".rmd": "markdown",
    ".adoc": "asciidoc", ".asciidoc": "asciidoc", ".asc": "asciidoc", ".rst": "rst", ".org": "org", ".tex": "latex",
    ".latex": "latex",
    ".dbk": "docbook", ".docbook": "docbook",
}  # fmt: skip
_REFUSED = {
    ".rtf": "a file of rich text (RTF)",
    ".doc": "a file of Word as it was before 2007 (.doc)",
    ".pages": "a file of Pages",
}
_MARKDOWN = re.compile(
    rb"^(?:#{1,6} \S|```|~~~|\[\^[^\]]+\]: |\|[-: |]+\|$|!?\[[^\]\n]+\]\([^)\n]+\)|---\n(?:\w[\w-]*: .*\n)+---$)",
    re.MULTILINE,
)
_ASCIIDOC = re.compile(rb"^(?:={1,5} \S.*|\[(?:source|NOTE|TIP|quote)[^\]]*\]|:[\w-]+: .*|\|===)$", re.MULTILINE)
_FEW = 2


def kind(path: Path, given: str = "") -> Kind:
    """Return what the file at ``path`` is read as: what is ``given``, else what its content says, else its name.

    Raises SourceError: S001 there is no such file, S048 it is no regular file or its kind is not read.
    """
    if path.is_dir():
        return "folder"
    try:
        with bounded.open_regular(path) as file:
            begin = file.read(_BEGIN)
    except FileNotFoundError:
        raise SourceError.of("S001", "there is no such file", Place(str(path)), "Check the name.") from None
    except OSError as error:
        raise _unread(path, bounded.why(error), "Give a regular file that can be read.") from None
    suffix = path.suffix.lower()
    refused = next(
        (words for pattern, words in _SIGNATURES if re.match(pattern, begin, re.DOTALL)), ""
    ) or _REFUSED.get(suffix, "")
    if refused and not given:
        raise _unread(path, f"{refused} is not read", f"{_list_read()} {_HINTS.get(refused, 'Save it as .docx.')}")
    if given:
        return cast("Kind", given)
    if begin.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path, begin)
    if suffix in _WORD:
        return "word"
    if suffix not in _TEXT and b"\0" in begin and begin[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise _unread(path, "no text, and of a kind that is not read", f"{_list_read()} Save it as .docx.")
    guess = next((kind for pattern, kind in _CONTENT if re.match(pattern, begin, re.IGNORECASE | re.DOTALL)), None)
    return guess or _NAMES.get(suffix) or _kind_of_text(path, begin, suffix)


def of_name(path: Path) -> Kind | None:
    """Return what a file of markup with this name is read as; None where the name says nothing."""
    return _NAMES.get(path.suffix.lower())


def _kind_of_zip(path: Path, begin: bytes) -> Kind:
    """Return the kind of a file packed as zip: by its first entry, if that says it, else by the names of its parts."""
    if b"mimetypeapplication/epub+zip" in begin[:200]:
        return "epub"
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in begin[:200]:
        return "odt"
    suffix = path.suffix.lower()
    if suffix in (*_WORD, ".zip", "") or b"word/" in begin or b"[Content_Types].xml" in begin[:200]:
        return "word"
    if suffix in (".epub", ".odt", ".ott"):
        return "epub" if suffix == ".epub" else "odt"
    raise _unread(path, "an archive (zip) of a kind that is not read", f"{_list_read()} Save it as .docx.")


def _kind_of_text(path: Path, begin: bytes, suffix: str) -> Kind:
    """Return the kind of a text whose name says none: what several of its lines are marked as."""
    if suffix not in _TEXT:
        if begin.lstrip()[:1] == b"<":
            raise _unread(path, "a file of markup of a kind that is not read", f"{_list_read()} Save it as .docx.")
        raise _unread(path, f"a file of the kind {suffix}, which is not read", f"{_list_read()} Save it as .docx.")
    if len(_ASCIIDOC.findall(begin)) > _FEW and len(_ASCIIDOC.findall(begin)) >= len(_MARKDOWN.findall(begin)):
        return "asciidoc"
    return "markdown" if len(_MARKDOWN.findall(begin)) > _FEW else "text"


def text(path: Path) -> str:
    """Return the plain text in the file at ``path``, with one line feed at the ends of lines.

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
        raise SourceError.of("S002", message, Place(str(path), line), "Save the file as UTF-8.") from None


def _list_read() -> str:
    """Return the sentence that says what is read: by the press, and by the importers of installed extensions."""
    ends = ", ".join(end for tool, _ in extensions.values("importers", Importer) for end in tool.suffixes)
    return f"{_READ}; by extensions: {ends}." if ends else f"{_READ}."


def _unread(path: Path, message: str, hint: str) -> SourceError:
    return SourceError.of("S048", message, Place(str(path)), hint)
