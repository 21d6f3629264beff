"""The page in the newest standards: PDF 2.0 with notes, destinations and references of its own kind."""

from __future__ import annotations

import datetime as dt

from pipeline.house.style import Style
from pipeline.model.document import Document
from pipeline.writers.pdf.metadata import UA2
from pipeline.writers.pdf.rendition import Rendition, printed


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """The same pages as PDF/UA-2 (ISO 14289-2), PDF/A-4f (ISO 19005-4) and Well-Tagged PDF, the document attached as data.

    Raises StyleError or ToolError; see ``rendition.printed``.
    """
    return printed(document, style, moment, Rendition(UA2)).content
