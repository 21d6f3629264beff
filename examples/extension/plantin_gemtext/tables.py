"""The tables of this format in style.toml and locale.toml, and what its auditor may find of them."""

from __future__ import annotations

from dataclasses import dataclass

from plantin.auditors.statements import HouseContent
from plantin.house.style import Style
from plantin.model.added_tables import table_of
from plantin.model.document import Document


@dataclass(frozen=True, slots=True)
class Gemtext:
    """``[gemtext]`` in ``style.toml``."""

    end: bool = True
    """Whether a line says where the edition ends."""


@dataclass(frozen=True, slots=True)
class GemtextWords:
    """``[gemtext]`` in ``locale.toml``; ``locales/`` beside this module has the words of further languages."""

    end: str = "End"
    """What that line says."""


def known(document: Document, style: Style) -> HouseContent:
    """Return the line at the end of an edition of ``document``."""
    words = table_of(document.tables, GemtextWords).end if style.table(Gemtext).end else ""
    return HouseContent(terms={"end of Gemtext": frozenset((words,))})
