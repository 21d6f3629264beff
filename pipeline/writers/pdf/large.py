"""Large print: the same structure in 16 points and more, lines of even word spaces, no divided words (Braille Authority of North
America and Clear Print guidelines agree on these).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pipeline.document import Document
from pipeline.style import Style
from pipeline.writers.pdf.impression import Impression, printed
from pipeline.writers.pdf.metadata import UA1


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """The edition in the sizes of ``style.large``, PDF/UA-1 and PDF/A-3a. Raises StyleError or ToolError; see ``impression.printed``."""
    return printed(document, replace(style, type=style.large), moment, Impression(UA1, sheet="large.css"))
