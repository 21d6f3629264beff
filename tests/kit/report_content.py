"""All that a finished edition carries, as text, read without any code of the press: words, metadata, addresses, parts
attached.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf

UNITED_NATIONS = (
    "United Nations",
    "Nations Unies",
    "Naciones Unidas",
    "Организация Объединенных Наций",
    "undocs.org",
    "Distr.",
)
"""What only editions of the United Nations say."""


def report_content(path: Path) -> str:
    """The parts of a PDF, of an archive (DOCX, EPUB) or of a text file: marked up as they are, and once more without
    markup, so that a phrase is found whose words are in several elements.
    """
    content = path.read_bytes()
    if content.startswith(b"%PDF"):
        return "\n".join(_pdf(path))
    if content.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            return "\n".join(f"{name}\n{_both(archive.read(name))}" for name in archive.namelist())
    return _both(content)


def _both(content: bytes) -> str:
    text = content.decode("utf-8", "replace")
    return f"{text}\n{re.sub(r'<[^>]*>', '', text)}"


def _pdf(path: Path) -> Iterator[str]:
    """The text of the pages in their order, and every string and stream of every object: XMP, files attached,
    structure, destinations.
    """
    yield subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True).stdout.decode(
        "utf-8", "replace"
    )
    with pikepdf.open(path) as pdf:
        yield from _strings(pdf.docinfo)
        for thing in pdf.objects:
            yield from _strings(thing)
            if isinstance(thing, pikepdf.Stream):
                try:
                    yield _both(thing.read_bytes())
                except pikepdf.PdfError:  # a picture, in its own compression
                    yield thing.read_raw_bytes().decode("utf-8", "replace")


def _strings(thing: object) -> Iterator[str]:
    """The strings below an object that are its own; those of an indirect object come in their turn."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    inner = list(thing) if isinstance(thing, pikepdf.Array) else []
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        inner = [thing[name] for name in thing.keys()]  # noqa: SIM118 - iterating over it does not give names
    for value in inner:
        if not getattr(value, "is_indirect", False):
            yield from _strings(value)
