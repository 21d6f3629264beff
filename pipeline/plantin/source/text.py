"""The text of a report as its author wrote it: front matter and blocks with their lines.

``read`` and ``Source.content`` are exact opposites: a file that was read is given back byte for byte. Files that it
includes (``includes``) are in its text like its own lines.
"""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import yaml

from plantin.bounded import bytes as bounded
from plantin.bounded.bytes import why
from plantin.findings import Finding, Place, SourceError
from plantin.source import bounds, includes
from plantin.source.includes import Span
from plantin.source.scan import Block, SourceLine, lines

_KEPT = 16
"""How many sources are kept of those that were read last: each is a value that nobody changes, of 4 MB at most."""
_OPENING = re.compile(r"\ufeff?---[ \t]*\n")
# With the byte order mark that some editors put before it, so that it is given back.
_CLOSING = re.compile(r"^(---|\.\.\.)[ \t]*$", re.MULTILINE)
# Controls other than tab and line feed, line and paragraph separators, overrides of direction, and what is no character
# at all.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ufff9-\ufffb\ufffe\uffff]")
_ENTITY = re.compile(r"(?<!\\)&#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});")


@dataclass(frozen=True, slots=True)
class Source:
    """A report's source: its path, its front matter (YAML text without the fences), its blocks, what follows the
    last one. ``ends`` is how its file ends lines; here it is always by one line feed. ``spans`` say where its lines
    come from if it includes other files, which are in its blocks like its own.
    """

    path: str
    head: str
    opening: str
    closing: str
    blocks: tuple[Block, ...]
    after: str
    ends: str = "\n"
    spans: tuple[Span, ...] = ()

    def content(self) -> bytes:
        """Return the source as a file keeps it, with the line ends that its file has."""
        return self.text().replace("\n", self.ends).encode()

    def text(self) -> str:
        """Return the source, each line ended by a line feed."""
        body = "".join(block.before + block.text for block in self.blocks)
        return self.opening + self.head + self.closing + body + self.after

    def body(self) -> str:
        """Return the text with the front matter made blank, so that line numbers in it are those of the file."""
        front = self.opening + self.head + self.closing
        return "\n" * front.count("\n") + self.text()[len(front) :]

    def lines(self) -> Iterator[SourceLine]:
        """Return every line of the body, blank ones too, with what is around it."""
        front = self.opening + self.head + self.closing
        return lines(self.text()[len(front) :].split("\n"), front.count("\n") + 1)

    def place(self, place: Place) -> Place:
        """Return a place in this text as one in the file that its line comes from, where that is an included one."""
        return includes.relocate(place, self.path, self.spans)

    def line(self, place: Place) -> int:
        """Return the line of this text that a place in one of its files became; 0 where it is not in it."""
        return includes.line(place, self.path, self.spans)

    def relocate(self, finding: Finding) -> Finding:
        """Return a finding about this text as one about the file that its line comes from."""
        return replace(finding, place=self.place(finding.place)) if self.spans else finding

    def with_title(self, title: str, *, lines: bool = False) -> Source:
        """Return the same source with another title in its front matter, with ``lines`` on as many lines as before."""
        root = yaml.compose(self.head, Loader=yaml.SafeLoader)
        for name, value in root.value if isinstance(root, yaml.MappingNode) else ():
            if name.value == "title" and " ".join(str(value.value).split()) != title:
                start, end = value.start_mark.index, value.end_mark.index
                # JSON's strings are YAML's double-quoted ones; a block scalar ends with a line end of its own.
                written = json.dumps(title, ensure_ascii=False) + "\n" * (lines * self.head.count("\n", start, end))
                return replace(self, head=self.head[:start] + written + self.head[end:])
        return self

    def with_blocks(self, blocks: tuple[Block, ...]) -> Source:
        """Return the same source with other blocks."""
        return replace(self, blocks=blocks)


def read(path: Path, name: str = "") -> Source:
    """Return the source in the file ``path``; findings call it ``name`` (default: the path as given). A file is read
    once as long as it stays as it is: the steps of a run share what was read. The files that it includes are read each
    time. A link is followed within the folder of the reports alone, the one that has the folder of this report.

    Raises SourceError: S001 no such file, or none that can be read (a pipe, a device, a link that leads out), S002 not
    UTF-8, S003 front matter missing or not closed, S084 too large, S169 a file that cannot be included.
    """
    name = name or str(path)
    try:
        status = path.stat()
    except OSError:
        return _read(path, name, None)
    source = _read(path, name, (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns))
    return include_files(source, path) if any(includes.asks(block.text) for block in source.blocks) else source


def include_files(own: Source, path: Path) -> Source:
    """Return the source ``own`` in the file ``path`` with the files that it includes. Raises SourceError (``read``)."""
    front = own.opening + own.head + own.closing
    text, spans = includes.expand(own.text(), path, own.path, front.count("\n") + 1)
    if not spans:
        return own
    try:
        return replace(parse(text, own.path), ends=own.ends, spans=spans)
    except SourceError as error:
        findings = error.findings
        raise SourceError(
            *(replace(finding, place=includes.relocate(finding.place, own.path, spans)) for finding in findings)
        ) from None


@lru_cache(maxsize=_KEPT)
def _read(path: Path, name: str, _version: tuple[int, ...] | None) -> Source:
    """Return the source in the file ``path`` in its present version; what is refused is not kept."""
    try:
        content = bounded.read(path, bounds.LARGEST, path.parent.parent)
    except OSError as error:
        if error.errno == errno.EFBIG:
            hint = "Divide the report, as into addenda."
            raise SourceError.of("S084", f"the source {why(error)}", Place(name, 1, 1), hint) from None
        missing = isinstance(error, FileNotFoundError | NotADirectoryError) or error.errno == errno.EISDIR
        hint = "Check the name, or make a report with `plantin import FILE`."
        raise SourceError.of(
            "S001", "there is no such file" if missing else f"the file {why(error)}", Place(name), hint
        ) from None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        place = Place(name, before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        message = f"byte 0x{content[error.start]:02X} is not UTF-8"
        raise SourceError.of("S002", message, place, "Save the file as UTF-8.") from None
    return parse(text, name)


def parse(text: str, name: str) -> Source:
    """Return the source in ``text``. Raises SourceError: S003 front matter missing or not closed, S008 characters that
    no edition can carry, S009 line ends of several kinds, S010 and S084 what exceeds a limit.
    """
    ends = "\r\n" if "\r\n" in text else "\n"
    mixed = text.count("\n") != text.count(ends)
    text = text.replace(ends, "\n")
    if "\r" in text or mixed:
        hint = "Save the file with line ends of one kind: line feeds, or carriage returns with line feeds."
        raise SourceError.of("S009", "line ends of several kinds", Place(name, 1, 1), hint)
    faults = [
        (match.start(), f"the character U+{ord(match[0]):04X}, which cannot be printed")
        for match in _UNPRINTABLE.finditer(text)
    ]
    faults += [
        (match.start(), f"{match[0]}, a character that cannot be printed")
        for match in _ENTITY.finditer(text)
        if _unprintable(match[0])
    ]
    findings = []
    for start, message in sorted(faults)[:20]:
        place = Place(name, text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1)
        findings.append(Finding("S008", message, place, "Remove it."))
    if findings:
        raise SourceError(*findings)
    opening = _OPENING.match(text)
    if opening is None:
        hint = "A report begins with a line `---`, its fields, and another line `---`."
        raise SourceError.of("S003", "there is no front matter", Place(name, 1, 1), hint)
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        hint = "Close the fields with a line `---`."
        raise SourceError.of("S003", "the front matter is not closed", Place(name, 1, 1), hint)
    end = closing.end() + (1 if text[closing.end() : closing.end() + 1] == "\n" else 0)
    bounds.require(text[end:], name, text.count("\n", 0, end) + 1)
    runs, after = blocks(text, end)
    inside, opened, closed = text[opening.end() : closing.start()], text[: opening.end()], text[closing.start() : end]
    return Source(name, inside, opened, closed, runs, after, ends)


def _unprintable(reference: str) -> bool:
    """Return whether a character given by its number, as &#65; or &#x41;, is one that no edition can carry."""
    code = reference[2:-1]
    number = int(code[1:], 16) if code[0] in "xX" else int(code)
    return not 0 < number < 0x110000 or 0xD800 <= number < 0xE000 or bool(_UNPRINTABLE.match(chr(number)))


def blocks(text: str, start: int = 0) -> tuple[tuple[Block, ...], str]:
    """Return the runs of lines that are not blank, from the offset ``start`` on, and the white space after the last."""
    runs: list[Block] = []
    offset = end = start
    numbered = enumerate(text[start:].split("\n"), text.count("\n", 0, start) + 1)
    for filled, run in groupby(numbered, lambda pair: bool(pair[1].strip())):
        texts = list(run)
        length = sum(len(line) + 1 for _, line in texts)
        if filled:
            content = text[offset : offset + length].removesuffix("\n")
            runs.append(Block(texts[0][0], content, text[end:offset]))
            end = offset + len(content)
        offset += length
    return tuple(runs), text[end:]
