"""Formulas drawn: MathML as outlines of STIX Two Math, a picture on the line, without any font of the machine."""

from __future__ import annotations

import json
import re
import unicodedata
import warnings
from collections.abc import Iterator
from html import escape
from typing import Any

from plantin.model.inlines import Formula

_EM = 24.0
_SCRIPTS = frozenset({"msub", "msup"})
_ANNOTATION = re.compile(r"<annotation\b.*?</annotation>|</?semantics\b[^>]*>", re.DOTALL)


def formula_markup(formula: Formula, ink: str, *, display: bool = False) -> str:
    """Return ``formula`` as markup: the drawing in the colour ``ink``, as large as the text around it and on its base
    line, its words in ``aria-label``, its MathML in ``data-mathml``, and in ``data-signs`` what its outlines are: a
    list of signs, each with its place from the upper left corner, its size and its width, as parts of the width of the
    drawing. ``display``: in the large forms of a line of its own.
    """
    with warnings.catch_warnings():
        # The library asks for its own font in a way that Python 3.11 and 3.12 warn of.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Math

    mathml = _ANNOTATION.sub("", formula.mathml)
    start_tag = re.sub(r' display="[a-z]*"', "", mathml.partition(">")[0])
    mathml = f'{start_tag} display="{"block" if display else "inline"}">{mathml.partition(">")[2]}'
    config.svg2 = False  # outlines in place, not symbols by name: names would meet those of other drawings
    drawing = Math(mathml, size=_EM, margin=0)
    box = drawing.node.bbox
    svg = re.sub(r' (?:width|height)="[^"]*"', "", drawing.svg().partition(">")[0])
    inside = re.sub(r'"black"', f'"{ink}"', drawing.svg().partition(">")[2])
    style = f"width:{_ems(box.xmax - box.xmin)};height:{_ems(box.ymax - box.ymin)};vertical-align:{_ems(box.ymin)}"
    wide = box.xmax - box.xmin
    signs = [
        [sign, *(round(value / wide, 5) for value in place)]
        for sign, *place in _signs(drawing.node, -box.xmin, box.ymax)
    ]
    signs_json = escape(json.dumps(signs, ensure_ascii=False, separators=(",", ":")))
    return (
        f'<span class="formula" aria-label="{escape(formula.words)}" data-mathml="{escape(formula.mathml)}"'
        f' data-signs="{signs_json}">{svg} style="{style}">{inside}</span>'
    )


def _signs(
    node: Any, x: float, y: float, line: tuple[float, float] | None = None
) -> Iterator[tuple[str, float, float, float, float]]:
    """Yield the signs of what ziamath has set, in its order: each with the place of its origin, its size and its width.
    An exponent or an index is on the ``line`` of its base (height and size): engines would make a line of its own of
    it, and nobody would find "mc2".
    """
    for place, ((right, down), kid) in enumerate(zip(getattr(node, "nodexy", ()), node.nodes, strict=False)):
        if hasattr(kid, "char"):
            plain = unicodedata.normalize("NFKC", kid.char) if kid.char.isalnum() else kid.char
            sign = "".join(
                character for character in plain if unicodedata.category(character) not in {"Cf", "Cc", "Zs"}
            )
            if sign and not kid.phantom:
                height, size = line or (y + down, kid.size)
                yield sign, x + right, height, size, max(kid.xadvance(), kid.bbox.xmax - kid.bbox.xmin, kid.size / 100)
        else:
            level = (y, node.glyphsize) if place and node.mtag in _SCRIPTS else None
            yield from _signs(kid, x + right, y + down, line or level)


def _ems(length: float) -> str:
    return f"{length / _EM:.4f}em"
