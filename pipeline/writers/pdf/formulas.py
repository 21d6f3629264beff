"""Formulas drawn: from MathML to the outlines of STIX Two Math, as a picture on the line (without any font of the machine)."""

from __future__ import annotations

import re
import warnings
from html import escape

from pipeline.model.inlines import Formula

_EM = 24.0
_ANNOTATION = re.compile(r"<annotation\b.*?</annotation>|</?semantics\b[^>]*>", re.DOTALL)


def drawn(formula: Formula, ink: str, *, display: bool = False) -> str:
    """``formula`` as markup: the drawing in the colour ``ink``, as large as the text around it and on its base line, its words in
    ``aria-label`` and its MathML in ``data-mathml``. ``display``: in the large forms of a line of its own.
    """
    with warnings.catch_warnings():
        # The library asks for its own font in a way that Python 3.11 and 3.12 warn of.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Math

    mathml = _ANNOTATION.sub("", formula.mathml)
    shown = re.sub(r' display="[a-z]*"', "", mathml.partition(">")[0])
    mathml = f'{shown} display="{"block" if display else "inline"}">{mathml.partition(">")[2]}'
    config.svg2 = False  # outlines in place, not symbols by name: names would meet those of other drawings
    drawing = Math(mathml, size=_EM, margin=0)
    box = drawing.node.bbox
    svg = re.sub(r' (?:width|height)="[^"]*"', "", drawing.svg().partition(">")[0])
    inside = re.sub(r'"black"', f'"{ink}"', drawing.svg().partition(">")[2])
    style = f"width:{_ems(box.xmax - box.xmin)};height:{_ems(box.ymax - box.ymin)};vertical-align:{_ems(box.ymin)}"
    return (
        f'<span class="formula" aria-label="{escape(formula.words)}" data-mathml="{escape(formula.mathml)}">'
        f'{svg} style="{style}">{inside}</span>'
    )


def _ems(length: float) -> str:
    return f"{length / _EM:.4f}em"
