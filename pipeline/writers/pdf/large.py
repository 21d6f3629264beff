"""Large print: the same structure in 16 points and more, lines of even word spaces, no divided words (Braille Authority of North
America and Clear Print guidelines agree on these).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pipeline.house.style import Style
from pipeline.model.document import Document
from pipeline.writers.pdf.metadata import UA1
from pipeline.writers.pdf.rendition import Rendition, printed


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """The edition in the sizes of ``style.large``, PDF/UA-1 and PDF/A-3a. Raises StyleError or ToolError; see ``rendition.printed``."""
    return printed(document, replace(style, type=style.large), moment, Rendition(UA1, sheet="large.css")).content
