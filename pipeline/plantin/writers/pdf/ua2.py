"""The page in the newest standards: PDF 2.0 with notes, destinations and references of its own kind."""

from __future__ import annotations

import datetime as dt

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.writers.pdf import render
from plantin.writers.pdf.metadata import UA2
from plantin.writers.pdf.rendition import Rendition


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """Return the same pages as PDF/UA-2 (ISO 14289-2), PDF/A-4f (ISO 19005-4) and Well-Tagged PDF, the document
    attached as data.

    Raises StyleError or ToolError; see ``pdf.render``.
    """
    return render(document, style, moment, Rendition(UA2)).content
