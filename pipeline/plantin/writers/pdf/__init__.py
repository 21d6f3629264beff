"""The printed page: PDF through WeasyPrint, with the logical structure of the report itself."""

from __future__ import annotations

import datetime as dt

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.related_editions import FinishedFile
from plantin.writers.pdf.metadata import UA1
from plantin.writers.pdf.rendition import Rendition, printed


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """The edition as one file that is PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3). Equal arguments give equal
    bytes.

    Raises what ``paged`` raises.
    """
    return paged(document, style, moment).content


def paged(document: Document, style: Style, moment: dt.datetime) -> FinishedFile:
    """The edition, and where its pages begin: for the editions that mark the printed pages.

    Raises StyleError (D002, D003, D010, D011, D013, D014); see ``rendition.printed``.
    """
    return printed(document, style, moment, Rendition(UA1))
