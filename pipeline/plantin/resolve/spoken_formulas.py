"""Turns formulas (MathML 3, as pandoc writes it) into words of a language (``house.locale_tables``).

The forms are those of spoken mathematics that say where a part ends, so that nobody has to see the formula to know it:
"the fraction with numerator a plus b and denominator c, end of fraction".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from plantin.house.locale_tables import FormulaWords

APPLY = "\u2061"
_SILENT = frozenset({"\u2062", "\u2063", "\u2064", "\u200b"})
_SUMS = frozenset("∑∏∐⋃⋂⨁⨂⋁⋀∫∬∭∮")
_LEAVES = frozenset({"mi", "mn", "mtext"})
_TRANSPARENT = frozenset({"mrow", "mstyle", "mpadded", "semantics", "math", "merror", "menclose"})
_ANNOTATIONS = frozenset({"annotation", "annotation-xml", "mphantom", "mspace"})
_OPENING = {"(": ")", "[": "]", "{": "}", "⟨": "⟩"}
_BARS = {"|": "absolute", "∣": "absolute", "‖": "norm", "∥": "norm"}
_MINUS = frozenset("-−")
_MODULO = "mod"
_DEEPEST = 40
"""Levels of a formula that are put into words; a listener cannot follow more."""
_STOPS = re.compile(r"\s+([,.])|,[\s,]*(?=[,;:.])")


class _UnspeakableError(Exception):
    """A formula deeper than anybody can follow."""


@dataclass(frozen=True, slots=True)
class SpokenFormula:
    """A formula in words (empty where that fails), and the signs in it without a word in the language."""

    words: str
    unknown: tuple[str, ...] = ()


def speak(mathml: str, words: FormulaWords) -> SpokenFormula:
    r"""Return the formula ``mathml`` in ``words``.

    ``SpokenFormula("the fraction with numerator a plus b and denominator c, end of fraction")`` in English for
    ``\\frac{a+b}{c}``.
    """
    voice = _Voice(words)
    try:
        text = voice.row([ET.fromstring(mathml)], 0)
    except (ET.ParseError, _UnspeakableError):
        return SpokenFormula("")
    text = _STOPS.sub(lambda match: match[1] or "", " ".join(text.split())).strip(" ,")
    return SpokenFormula(text, tuple(dict.fromkeys(voice.unknown)))


def signs(mathml: str) -> str:
    """Return the signs of a formula in a line, as a calculator takes them, without TeX: for languages that have no
    words for formulas.

    >>> signs("<math><mfrac><mi>h</mi><mn>10</mn></mfrac></math>")
    'h/10'
    """
    try:
        return " ".join(_signs(ET.fromstring(mathml), 0).split())
    except (ET.ParseError, _UnspeakableError):
        return ""


def _signs(node: ET.Element, depth: int) -> str:
    if depth > _DEEPEST:
        raise _UnspeakableError
    name = _name(node)
    if name in _ANNOTATIONS:
        return " "
    kids = [_signs(kid, depth + 1) for kid in node]
    match name, kids:
        case "mfrac", [above, below]:
            return f"{_parenthesize(above)}/{_parenthesize(below)}"
        case (("msub" | "munder"), [base, under]):
            return f"{base}_{_parenthesize(under)}"
        case (("msup" | "mover"), [base, over]):
            return f"{base}^{_parenthesize(over)}"
        case (("msubsup" | "munderover"), [base, under, over]):
            return f"{base}_{_parenthesize(under)}^{_parenthesize(over)}"
        case "msqrt", _:
            return f"√{_parenthesize(''.join(kids))}"
        case "mroot", [of, order]:
            return f"{order}√{_parenthesize(of)}"
        case "mtr", _:
            return ", ".join(kids)
        case "mtable", _:
            return "; ".join(kids)
        case _:
            text = _text(node)
            space = " " if name == "mo" and text in "=<>≤≥≠≈→∈+−-±" else ""
            return f"{space}{text}{space}{''.join(kids)}" if text not in {*_SILENT, APPLY} else "".join(kids)


def _parenthesize(part: str) -> str:
    part = part.strip()
    return part if len(part) < 2 or part.isalnum() or part.replace(".", "").isdigit() else f"({part})"


def _name(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _text(node: ET.Element) -> str:
    return "".join(map(_letter, (node.text or "").strip()))


def _letter(sign: str) -> str:
    """Return the plain form of a letter in another cut (bold, script); sets of numbers and constants have their own."""
    other = sign >= "\U0001d400" or ("\u2100" <= sign <= "\u214f" and sign not in "ℝℕℤℚℂℏℓ")
    return unicodedata.normalize("NFKC", sign) if other else sign


@dataclass(slots=True)
class _Voice:
    """One formula being put into words; ``unknown`` are the signs without a word so far."""

    words: FormulaWords
    unknown: list[str] = field(default_factory=list)

    def row(self, nodes: list[ET.Element], depth: int) -> str:
        """Return nodes side by side."""
        return " ".join(filter(None, self._row(list(_flat(nodes)), depth)))

    def _row(self, held: list[ET.Element], depth: int) -> Iterator[str]:
        if depth > _DEEPEST:
            raise _UnspeakableError
        at = 0
        while at < len(held):
            node = held[at]
            sign = _text(node) if _name(node) in {"mo", "mi"} else ""
            if sign in _BARS and (
                end := next((place for place in range(at + 2, len(held)) if _text(held[place]) == _text(held[at])), 0)
            ):
                inside = self.row(held[at + 1 : end], depth + 1)
                yield getattr(self.words, _BARS[sign]).format(of=inside)
                at = end + 1
            elif sign in _OPENING and (fenced := self._speak_fence(held, at, depth)):
                text, at = fenced
                yield text
            else:
                yield "" if sign == APPLY and at and _text(held[at - 1]) == _MODULO else self.one(node, depth + 1)
                at += 1
                if self._is_callable(node) and at < len(held) and _text(held[at]) == "(":
                    yield self._sign(APPLY)
                    if at + 2 < len(held) and _text(held[at + 2]) == ")" and _is_simple(held[at + 1]):
                        yield self.one(held[at + 1], depth + 1)
                        at += 3

    def _speak_fence(self, held: list[ET.Element], at: int, depth: int) -> tuple[str, int] | None:
        """Return what is in brackets that are part of its own form: a matrix, cases, a binomial."""
        if at + 1 >= len(held):
            return None
        inner, closed = held[at + 1], at + 2 < len(held) and _text(held[at + 2]) == _OPENING[_text(held[at])]
        if _name(inner) == "mtable":
            if closed:
                return self._matrix(inner, depth), at + 3
            if _text(held[at]) == "{":
                cells = self._lines(inner, self.words.case, depth)
                return self.words.cases.format(cells=cells), at + 2
        if closed and _name(inner) == "mfrac" and inner.get("linethickness") == "0":
            return self.one(inner, depth + 1), at + 3
        return None

    def one(self, node: ET.Element, depth: int) -> str:
        """Return a node by itself."""
        if depth > _DEEPEST:
            raise _UnspeakableError
        name, kids = _name(node), [kid for kid in node if isinstance(kid.tag, str)]
        match name, kids:
            case _, _ if name in _ANNOTATIONS:
                return ""
            case (("mi" | "mn" | "mtext" | "mo" | "ms"), _):
                return self._leaf(name, _text(node))
            case "mfrac", [above, below]:
                return self._fraction(node, above, below, depth)
            case "msqrt", _:
                form = self.words.root if len(kids) == 1 and _is_simple(kids[0]) else self.words.long_root
                return form.format(of=self.row(kids, depth))
            case "mroot", [of, order]:
                inside = self.row([of], depth)
                number = _text(order)
                if number in self.words.roots and _is_simple(of):
                    return self.words.roots[number].format(of=inside)
                return self.words.order.format(order=self.row([order], depth), of=inside)
            case (("msup" | "msub" | "msubsup" | "munder" | "mover" | "munderover"), [base, *scripts]) if scripts:
                return self._scripts(name, base, scripts, depth)
            case "mtable", _:
                if all(len(row) == 1 or any("padding" in cell.get("style", "") for cell in row) for row in kids):
                    return self._lines(node, self.words.line, depth)
                return self._matrix(node, depth)
            case _:
                return self.row(kids, depth)

    # Leaves

    def _leaf(self, name: str, text: str) -> str:
        if not text or text in _SILENT:
            return ""
        if name == "mo" and text in _SUMS:
            return self.words.plain.format(sign=self._sign(text))
        if name == "mtext" or text.replace(".", "").replace(",", "").isdigit():
            return text
        if text in self.words.functions:
            return self.words.functions[text]
        if len(text) > 1 and all(self._is_known(sign) for sign in text) and not text.isalpha():
            return " ".join(self._sign(sign) for sign in text)
        return self._sign(text)

    def _is_known(self, sign: str) -> bool:
        return sign in self.words.signs or sign in self.words.letters or (sign.isascii() and sign.isalnum())

    def _sign(self, sign: str) -> str:
        words = self.words.signs.get(sign) or self.words.letters.get(sign)
        if words is None and not all(
            (char.isalnum() and not ("\u0370" <= char <= "\u03ff")) or char in " .,'’-" for char in sign
        ):
            self.unknown.append(sign)
        return sign if words is None else words

    def _is_callable(self, node: ET.Element) -> bool:
        """Return whether ``node`` is the name of a function, f or f′."""
        if _name(node) in {"msup", "msub", "msubsup"} and len(node):
            return self._is_callable(node[0])
        return _name(node) == "mi" and _text(node) in self.words.callable

    # Parts above and below

    def _fraction(self, node: ET.Element, above: ET.Element, below: ET.Element, depth: int) -> str:
        parts = {"above": self.row([above], depth), "below": self.row([below], depth)}
        if node.get("linethickness") == "0":
            return self.words.choose.format(**parts)
        form = self.words.fraction if _is_simple(above) and _is_simple(below) else self.words.long_fraction
        return form.format(**parts)

    def _scripts(self, name: str, base: ET.Element, scripts: list[ET.Element], depth: int) -> str:
        applied, core = _split_application(base)
        sign = _text(core) if _name(core) in {"mo", "mi"} else ""
        under = scripts[0] if name in {"msub", "msubsup", "munder", "munderover"} else None
        over = scripts[-1] if name not in {"msub", "munder"} else None
        if sign in _SUMS:
            sign_words = self._sign(sign)
            below = "" if under is None else self.row([under], depth)
            if over is None:
                return self.words.over.format(sign=sign_words, under=below)
            return self.words.from_to.format(sign=sign_words, under=below, over=self.row([over], depth))
        if sign in self.words.limits and under is not None and over is None:
            return self.words.limits[sign].format(under=self.row([under], depth))
        if applied and sign in {"log", "lg"} and under is not None and over is None:
            function = self.words.functions.get(sign, sign)
            return self.words.based.format(function=function, index=self.row([under], depth))
        text = self.row([core], depth)
        if name in {"mover", "munder", "munderover"}:
            text = self._speak_marks(text, under, over, depth)
        else:
            text = self._speak_index(text, under, over, depth)
        return f"{text} {self._sign(APPLY)}" if applied else text

    def _speak_marks(self, text: str, under: ET.Element | None, over: ET.Element | None, depth: int) -> str:
        for mark, form in ((under, self.words.below), (over, self.words.above)):
            if mark is None:
                continue
            sign = _text(mark)
            if sign in self.words.accents:
                text = self.words.accents[sign].format(base=text)
            else:
                text = form.format(base=text, mark=self.row([mark], depth))
        return text

    def _speak_index(self, text: str, under: ET.Element | None, over: ET.Element | None, depth: int) -> str:
        if under is not None and (index := self.row([under], depth)):
            form = self.words.index if _is_simple(under) else self.words.long_index
            text = form.format(base=text, index=index)
        if over is None:
            return text
        exponent = _text(over)
        if exponent in self.words.powers:
            return self.words.powers[exponent].format(base=text)
        form = self.words.power if _is_simple(over) else self.words.long_power
        return form.format(base=text, exponent=self.row([over], depth))

    # Tables

    def _matrix(self, table: ET.Element, depth: int) -> str:
        columns = max((len(row) for row in table), default=0)
        return self.words.matrix.format(
            rows=len(table), columns=columns, cells=self._lines(table, self.words.row, depth)
        )

    def _lines(self, table: ET.Element, form: str, depth: int) -> str:
        separator = " " if form is self.words.line else ", "
        lines = [separator.join(filter(None, (self.row(list(cell), depth + 1) for cell in row))) for row in table]
        return "; ".join(form.format(number=number, cells=cells) for number, cells in enumerate(lines, 1))


def _flat(nodes: list[ET.Element]) -> Iterator[ET.Element]:
    """Yield the parts of a row, those of rows within it among them."""
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        if _name(node) in _TRANSPARENT:
            stack += reversed([kid for kid in node if isinstance(kid.tag, str)])
        else:
            yield node


def _split_application(base: ET.Element) -> tuple[bool, ET.Element]:
    """Return whether a function is applied, and the base without the sign of it."""
    kids = list(_flat([base]))
    if len(kids) > 1 and _text(kids[-1]) == APPLY:
        return True, kids[0]
    return False, kids[0] if len(kids) == 1 else base


def _is_simple(node: ET.Element) -> bool:
    """Return whether ``node`` is one letter, number or word, with a minus before it at most."""
    kids = list(_flat([node]))
    if len(kids) == 2 and _text(kids[0]) in _MINUS:
        kids = kids[1:]
    return len(kids) == 1 and (_name(kids[0]) in _LEAVES or (_name(kids[0]) == "mo" and not len(kids[0])))
