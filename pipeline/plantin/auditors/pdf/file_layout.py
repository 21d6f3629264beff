"""The bytes of a PDF: a header, each object once, the table of their places, and the end (ISO 32000-1, 7.5). A file
that was changed by adding to it, or has bytes that belong to no object, is laid out otherwise.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from plantin.auditors.pdf.bounds import LARGEST_CONTENT

_HEADER = re.compile(rb"%PDF-(\d\.\d)\n%\xf0\x9f\x96\xa4\n")
_OBJECT = re.compile(rb"(\d+) 0 obj\n(<<.*?>>)(?:\nstream\n|\nendobj\n)", re.DOTALL)
_LENGTH = re.compile(rb"/Length (\d+)")
_KIND = re.compile(rb"/Type /(ObjStm|XRef)\b")
_FIRST, _COUNT = re.compile(rb"/First (\d+)"), re.compile(rb"/N (\d+)")
_STRINGS = re.compile(rb"\((?:\\.|[^\\()])*+\)", re.DOTALL)
_AFTER = b"\nendstream\nendobj\n"
_END = re.compile(rb"startxref\n(\d+)\n%%EOF\n?")


def version(content: bytes) -> str:
    """Return the version that the header of a file gives; empty where its header is not that of the press."""
    match = _HEADER.match(content)
    return match[1].decode() if match else ""


def layout_faults(content: bytes) -> Iterator[str]:
    """Yield what the bytes of a file are besides its objects, in words for a finding."""
    match = _HEADER.match(content)
    if match is None:
        yield "the file does not begin as the press begins it"
        return
    at, met, last = match.end(), set[int](), 0
    while entry := _OBJECT.match(content, at):
        last = at
        number, head = int(entry[1]), entry[2]
        if number in met:
            yield f"object {number} is there twice"
        met.add(number)
        yield from _remarks(number, head)
        at = entry.end()
        if entry[0].endswith(b"stream\n"):
            length = _LENGTH.search(head)
            data = content[at : at + int(length[1])] if length else b""
            at += len(data)
            if not content.startswith(_AFTER, at):
                yield f"object {number} does not end where its length says"
                return
            at += len(_AFTER)
            yield from _stream(number, head, data, met)
    end = _END.fullmatch(content, at)
    if end is None:
        yield f"bytes from {at} on belong to no object: {content[at : at + 40]!r}"
    elif int(end[1]) != last:
        yield "the table of places is not the last of the objects"


def _stream(number: int, head: bytes, data: bytes, met: set[int]) -> Iterator[str]:
    """Yield what is wrong with the bytes of a stream: more after their end; and with the objects that it holds."""
    if b"/FlateDecode" not in head:
        return
    reader = zlib.decompressobj()
    kind = _KIND.search(head)
    try:
        text = reader.decompress(data, LARGEST_CONTENT if kind else 1)
        while not kind and reader.unconsumed_tail:
            reader.decompress(reader.unconsumed_tail, LARGEST_CONTENT)
    except zlib.error as error:
        yield f"the stream of object {number} is damaged: {error}"
        return
    if reader.unused_data:
        yield f"the stream of object {number} goes on after its end"
    if not kind or kind[1] != b"ObjStm":
        return
    first, count = _FIRST.search(head), _COUNT.search(head)
    numbers = [int(word) for word in text[: int(first[1]) if first else 0].split()[::2]]
    if count is None or len(numbers) != int(count[1]) or len(set(numbers)) != len(numbers) or met & set(numbers):
        yield f"the objects in object {number} are there twice, or are others than it names"
    met.update(numbers)
    yield from _remarks(number, text)


def _remarks(number: int, text: bytes) -> Iterator[str]:
    """Yield the remark among objects, which no reader sees."""
    if b"%" in text and b"%" in _STRINGS.sub(b"", text):
        yield f"a remark is in object {number}"
