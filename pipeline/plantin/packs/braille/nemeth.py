"""The only module that runs liblouisutdml: translates MathML to the Nemeth Code with ``file2brl``, within limits."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from plantin.bounded import xml
from plantin.packs.braille.louis import LouisError, run_program

PROGRAM = "file2brl"
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_TRANSLATABLE = frozenset(
    ("math", "semantics", "mrow", "mi", "mn", "mo", "mtext", "msup", "msub", "msubsup", "msqrt", "mfrac")
)
"""The elements that the program translates right; fractions in fractions, matrices and accents stay in words."""
_LARGE = str.maketrans("`~{|}", "@^[\\]")
"""The small forms of five signs of ASCII braille."""
_WIDE = ("-CcellsPerLine=900", "-CformatFor=textDevice")
_ASCII = re.compile("[ -~]+")
_OTHERS = re.compile(r"'\\|/\\x")
"""How the program writes a character that it does not know."""


def translate(formulas: Sequence[str]) -> list[str]:
    """Return each of ``formulas``, which are MathML, in North American ASCII braille; empty where the program does not
    translate it right. Raises LouisError and BoundError.
    """
    trees = [xml.parse(formula.encode()) for formula in formulas]
    good = [tree for tree in trees if _is_translatable(tree)]
    lines = iter(_ask(good))
    return [next(lines) if _is_translatable(tree) else "" for tree in trees]


def _is_translatable(tree: etree._Element) -> bool:
    elements = [
        element
        for element in tree.iter()
        if isinstance(element.tag, str) and etree.QName(element).localname != "annotation"
    ]
    names = {etree.QName(element).localname for element in elements}
    nested = any(
        inner is not element for element in tree.iter(f"{_MATHML}mfrac") for inner in element.iter(f"{_MATHML}mfrac")
    )
    return names <= _TRANSLATABLE and not nested


def _ask(trees: Sequence[etree._Element]) -> list[str]:
    if not trees:
        return []
    for tree in trees:
        etree.strip_elements(tree, f"{_MATHML}annotation", with_tail=False)
    body = "".join(f"<p>{etree.tostring(tree, encoding='unicode', with_tail=False)}</p>" for tree in trees)
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
    with tempfile.TemporaryDirectory() as folder:
        # It writes files of its own into the folder that it runs in and that of its user.
        ended = run_program([PROGRAM, "-f", "nemeth.cfg", *_WIDE], page, Path(folder), {"HOME": folder})
    lines = [line.strip() for line in ended.text.splitlines() if line.strip()]
    if ended.code or len(lines) != len(trees):
        raise LouisError(f"{PROGRAM} gave {len(lines)} lines for {len(trees)} formulas: {ended.complaint}")
    return [
        "" if _OTHERS.search(line) or not _ASCII.fullmatch(line) else line.upper().translate(_LARGE) for line in lines
    ]
