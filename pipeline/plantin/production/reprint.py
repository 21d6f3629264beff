"""Prints an edition again: where the bytes of a format follow from the document, its style and the pages of the PDF,
a finished file is one of those that the press prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from plantin.files import BuildRecords, digest
from plantin.findings import Finding, Place, ToolError
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.related_editions import ALONE, PageStart, RelatedEditions
from plantin.production.edition_set import of_build_folder
from plantin.production.formats import Edition, Format, format_named, formats, moment
from plantin.production.ingredients import Ingredients
from plantin.production.related_editions import related
from plantin.production.style_files import Version, version


def printed(house: House, edition: Edition, document: Document) -> Iterator[bytes]:
    """The files that ``edition``, of ``document``, may be: made beside the PDF that is in the build folder, made alone,
    made beside a PDF that is not here. None for a format that is not ``determined``. Raises StyleError or ToolError.
    """
    row = format_named(edition.format)
    if row is None or not row.determined:
        return
    style = house.style(house.style_of(edition.slug))
    members = of_build_folder(house, (edition,))
    beside = related(Ingredients(house, None), BuildRecords(house.build), edition, document.digest(), members)
    yield _made(row, document, style, beside)
    if beside.pages:
        yield _made(row, document, style, ALONE)
    elif row.depends_on:
        pages = _pages(document, style, tuple(version(style)))
        yield _made(row, document, style, RelatedEditions(pages))


@lru_cache(maxsize=8)
def _made(row: Format, document: Document, style: Style, beside: RelatedEditions) -> bytes:
    return row.write(document, style, moment(document), beside)


@lru_cache(maxsize=8)
def _pages(document: Document, style: Style, _files: Version) -> tuple[PageStart, ...]:
    """Where the pages of the PDF begin, which is laid out for that."""
    row = next(row for row in formats() if row.printed)
    return row.paged(document, style, moment(document)).pages


def spoken(house: House, edition: Edition, document: Document, content: bytes, name: str) -> Iterator[bytes | Finding]:
    """The finished file ``content``, an edition of ``document``, with its sound made again, for a format that has any;
    nothing for the file that was made here. Where the voice is not here, a warning that says so of the file called
    ``name``.
    """
    row = format_named(edition.format)
    made = BuildRecords(house.build).get(edition.target)
    if row is None or row.again is None or (made is not None and made.result == digest(content)):
        return
    try:
        yield row.again(content, document)
    except ToolError as error:
        missing = error.findings[0]
        message = f"the sound was not compared with that of the voice: {missing.message}"
        yield Finding(missing.code, message, Place(name), missing.hint, "warning")
