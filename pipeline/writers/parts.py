"""Parts that only some reports have: what they need in style sheets and lists of styles is in editions of those reports alone."""

from __future__ import annotations

from pipeline.house.style import Style
from pipeline.house.style_sheets import Sheet, joined
from pipeline.model.document import Document, Passage, every

_SHEET = "parts.css"


def has_references(document: Document) -> bool:
    """Whether there is a list of references in ``document``."""
    return _has(document, "references")


def has_index(document: Document) -> bool:
    """Whether there is an index in ``document``."""
    return _has(document, "index")


def _has(document: Document, *roles: str) -> bool:
    return any(isinstance(block, Passage) and block.role in roles for block in every(document.blocks))


def sheet(document: Document, style: Style, name: str) -> Sheet:
    """The sheet ``name`` of ``style``, followed by that for such parts where ``document`` has any. Raises StyleError as ``Style.sheet``."""
    own = style.sheet(name)
    return joined((own, style.sheet(_SHEET))) if _has(document, "references", "parts", "index") else own
