"""The words of a language for formulas: the table ``[formulas]`` of its ``locale.toml``; else symbols are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from plantin.settings.forms import with_names

Base = Annotated[str, with_names("base")]
Of = Annotated[str, with_names("of")]
Fraction = Annotated[str, with_names("above", "below")]
Power = Annotated[str, with_names("base", "exponent")]
Index = Annotated[str, with_names("base", "index")]
Marked = Annotated[str, with_names("base", "mark")]
Cells = Annotated[str, with_names("number", "cells")]


@dataclass(frozen=True, slots=True)
class FormulaWords:
    """``signs``, ``letters`` and ``functions`` are words for what a formula shows, ``powers`` whole patterns for the
    exponents that have one (2, 3, ′), ``roots`` those for orders, ``accents`` those for marks over a letter.

    Each form with a ``long_`` one beside it is for a part that is a single letter or number; the long one says where it
    ends. ``from_to`` and ``over`` word the limits of a sum, an integral or a product (``sign``), ``plain`` one without
    limits, ``limits`` those of functions such as lim; ``based`` is a logarithm.
    """

    signs: Mapping[str, str]
    letters: Mapping[str, str]
    functions: Mapping[str, str]
    powers: Mapping[str, Base]
    roots: Mapping[str, Of]
    accents: Mapping[str, Base]
    limits: Mapping[str, Annotated[str, with_names("under")]]
    power: Power
    long_power: Power
    index: Index
    long_index: Index
    fraction: Fraction
    long_fraction: Fraction
    choose: Fraction
    root: Of
    long_root: Of
    order: Annotated[str, with_names("order", "of")]
    absolute: Of
    norm: Of
    based: Annotated[str, with_names("function", "index")]
    from_to: Annotated[str, with_names("sign", "under", "over")]
    over: Annotated[str, with_names("sign", "under")]
    plain: Annotated[str, with_names("sign")]
    above: Marked
    below: Marked
    matrix: Annotated[str, with_names("rows", "columns", "cells")]
    row: Cells
    cases: Annotated[str, with_names("cells")]
    case: Cells
    line: Cells
    callable: tuple[str, ...] = field(default=("f", "g", "h"))
    """Letters that are functions where a bracket follows them."""
