"""Editions changed by construction: at places that a seed gives, something is put in that no grammar has, or the text
is changed.

Each mutant has a name for what was done to it and its bytes; nobody knows a rule for it, and each must be refused. A
module has the families of its formats in ``FAMILIES``.
"""

from __future__ import annotations

from tests.spoilt.mutants import akn, audio, cells, lines, markup, pages, sheets, word
from tests.spoilt.mutants.family import Family, Mutant

OF: dict[str, Family] = {
    **markup.FAMILIES, **lines.FAMILIES, **cells.FAMILIES, **audio.FAMILIES, **pages.FAMILIES, **word.FAMILIES,
    **akn.FAMILIES, **sheets.FAMILIES,
}  # fmt: skip
"""The families by format."""

__all__ = ["OF", "Family", "Mutant"]
