"""Opens, changes and saves editions of each format, so that a fault is written as a change of the opened edition."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from typing import Any

import pikepdf
from lxml import html

from tests.spoilt.pdf_layout import head_of, saved
from tests.spoilt.registry import Change, Spoil

Files = dict[str, bytes]
"""The files of an archive, by name, in their order."""


def objects(change: Change[pikepdf.Pdf]) -> Spoil:
    """A PDF, through its objects."""

    def spoil(content: bytes) -> bytes:
        made = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as opened:
            change(opened)
            opened.save(made, fix_metadata_version=False)  # without what nothing leads to any more
        with pikepdf.open(made) as opened:
            return saved(opened, head_of(content))

    return spoil


def web_page(root: Any) -> bytes:
    """The page as the press writes it: lxml's library is of HTML 4, does not know wbr and writes no empty values."""
    made = bytes(html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>"))
    return made.replace(b"</wbr>", b"").replace(b" checked>", b' checked="">')


def page(change: Change[Any]) -> Spoil:
    """A web page, through the root of its tree."""

    def spoil(content: bytes) -> bytes:
        root = html.document_fromstring(content.decode())
        change(root)
        return web_page(root)

    return spoil


def book(change: Change[Files]) -> Spoil:
    """A book, through its files."""

    def spoil(content: bytes) -> bytes:
        files = unpacked(content)
        change(files)
        return packed(files)

    return spoil


def unpacked(content: bytes) -> Files:
    """The files of an archive."""
    return dict(_unpacked(content))


@lru_cache(maxsize=8)
def _unpacked(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def packed(files: Files, *, compressed: tuple[str, ...] = ()) -> bytes:
    """The archive of these files; only those in ``compressed`` are so, which takes longer than all that is done to most
    of them.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(
                zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED if name in compressed else zipfile.ZIP_STORED
            )
    return made.getvalue()


def text(old: str, new: str) -> Spoil:
    """Words of a file without compression, wherever they are."""

    def spoil(content: bytes) -> bytes:
        assert old.encode() in content, f"{old!r} is not in the file"
        return content.replace(old.encode(), new.encode())

    return spoil


def part(name: str, old: str, new: str) -> Spoil:
    """Words of one part of an archive: the first whose name ends so and that has them."""

    def change(files: Files) -> None:
        found = next((file for file, data in files.items() if file.endswith(name) and old.encode() in data), "")
        assert found, f"{old!r} is in no {name}"
        files[found] = files[found].replace(old.encode(), new.encode(), 1)

    return book(change)


def without(name: str) -> Spoil:
    """An archive without the first part whose name ends so."""
    return book(lambda files: files.pop(next(file for file in files if file.endswith(name))))
