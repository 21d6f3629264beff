"""Formulas as Word has them: MathML made Office MathML (ECMA-376 part 1, 22.1), in a control that gives its words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from lxml import etree

from plantin.model.inlines import Formula
from plantin.writers.docx.ooxml import MATH, Element, Elements, element, value

_NARY = set("∑∏∐⋃⋂⨁⨂⨀∫∬∭∮⋁⋀")
_ACCENTS = {
    "^": "\u0302",
    "ˆ": "\u0302",
    "~": "\u0303",
    "˜": "\u0303",
    "˙": "\u0307",
    "¨": "\u0308",
    "→": "\u20d7",
    "ˇ": "\u030c",
}
_BARS = set("¯‾―_\u0305\u0332")
_BRACES = set("⏞⏟︷︸")
_OPENING, _CLOSING = set("([{⟨⌈⌊|‖"), set(")]}⟩⌉⌋|‖")
_LONGEST = 64
"""The longest name of a control in Word (17.5.2.1, and Open XML SDK): longer ones are divided among nested controls."""
_FONTS = {
    "bold": ("sty", "b"),
    "italic": ("sty", "i"),
    "bold-italic": ("sty", "bi"),
    "normal": ("sty", "p"),
    "script": ("scr", "script"),
}


def formula(given: Formula, *, display: bool = False) -> Element:
    """Return a formula as a control in a line; one on a line of its own (``display``) is set larger."""
    root = etree.fromstring(given.mathml)
    math = _m("oMath", *_row(_children(root)))
    control = _m("oMathPara", math) if display else math
    for chunk in reversed(titles(given)):
        properties = element("sdtPr", value("alias", chunk), value("tag", "formula"))
        control = element("sdt", properties, element("sdtContent", control))
    return control


def titles(given: Formula) -> list[str]:
    """Return the words of a formula as the titles of its controls, one inside another."""
    return textwrap.wrap(given.words, _LONGEST) or [""]


def _m(tag: str, *children: Element, **attributes: str) -> Element:
    node = etree.Element(
        f"{{{MATH}}}{tag}", {f"{{{MATH}}}{key}": text for key, text in attributes.items()}, nsmap={"m": MATH}
    )
    node.extend(children)
    return node


def _val(tag: str, text: str) -> Element:
    return _m(tag, val=text)


def _name(node: Element) -> str:
    return str(etree.QName(node).localname)


def _children(node: Element) -> Elements:
    return [kid for kid in node if isinstance(kid.tag, str)]


def _words(node: Element) -> str:
    return "".join(map(str, node.itertext())).strip(" \n\t")


def _row(nodes: Iterable[Element]) -> Elements:
    """Return things side by side. A sign of a sum holds what follows it, fences that grow what is between them."""
    items = list(_flat(nodes))
    out: Elements = []
    at = 0
    while at < len(items):
        node = items[at]
        end = _closing_fence(items, at)
        if (sign := _nary(node)) is not None:
            out.append(_m("nary", *sign, _m("e", *(_one(items[at + 1]) if at + 1 < len(items) else []))))
            at += 2
        elif end:
            properties = _m("dPr", _val("begChr", _words(node)), _val("endChr", _words(items[end])))
            out.append(_m("d", properties, _m("e", *_row(items[at + 1 : end]))))
            at = end + 1
        else:
            out += _one(node)
            at += 1
    return out


def _flat(nodes: Iterable[Element]) -> Iterator[Element]:
    """Yield the elements of a row; rows within it are its own, but for those that fences hold."""
    for node in nodes:
        kids = _children(node)
        if _name(node) in ("mrow", "mstyle", "mpadded", "semantics") and not _closing_fence(kids, 0):
            yield from _flat(kids[:1] if _name(node) == "semantics" else kids)
        else:
            yield node


def _closing_fence(nodes: Elements, at: int) -> int:
    """Return where the fence opened at ``at`` closes, 0 where none opens. Parentheses that do not grow are letters."""
    if at >= len(nodes) or not _is_fence(nodes[at], _OPENING, "prefix"):
        return 0
    depth = 0
    for place in range(at, len(nodes)):
        if place > at and _is_fence(nodes[place], _CLOSING, "postfix"):
            depth -= 1
            if depth == 0:
                return place
        elif _is_fence(nodes[place], _OPENING, "prefix"):
            depth += 1
    return 0


def _is_fence(node: Element, signs: set[str], form: str) -> bool:
    if _name(node) != "mo" or node.get("stretchy") == "false":
        return False
    return _words(node) in signs and node.get("form", form) == form


def _nary(node: Element) -> Elements | None:
    """Return the properties and limits of the sign of a sum, a product or an integral; None for anything else."""
    kids = _children(node)
    if _name(node) == "mo":
        sign, low, high = node, None, None
    elif _name(node) in ("munderover", "msubsup") and len(kids) == 3:
        sign, low, high = kids[0], kids[1], kids[2]
    elif _name(node) in ("munder", "msub") and len(kids) == 2:
        sign, low, high = kids[0], kids[1], None
    else:
        return None
    if _name(sign) != "mo" or _words(sign) not in _NARY:
        return None
    place = "subSup" if "sub" in _name(node) and _words(sign) in "∫∬∭∮" else "undOvr"
    hidden = [_val(tag, "1") for tag, limit in (("subHide", low), ("supHide", high)) if limit is None]
    properties = _m("naryPr", _val("chr", _words(sign)), _val("limLoc", place), *hidden)
    limits = [_m(tag, *(_row([limit]) if limit is not None else [])) for tag, limit in (("sub", low), ("sup", high))]
    return [properties, *limits]


def _one(node: Element) -> Elements:
    """Return one element of MathML."""
    kids, name = _children(node), _name(node)
    if name in ("mi", "mn", "mo", "ms", "mtext"):
        return _run(node)
    if name in ("munder", "mover"):
        return [_over(kids, "bot" if name == "munder" else "top")]
    if name == "mspace":
        return [_text("\u2003" if node.get("width", "").startswith(("1", "2")) else "\u2009", [_m("nor")])]
    if name in ("mtable", "mtr"):
        return [_matrix(node)]
    if name == "mphantom":
        return [_m("phant", _m("phantPr", _val("show", "0")), _m("e", *_row(kids)))]
    if name == "menclose":
        return [_m("borderBox", _m("e", *_row(kids)))]
    if name in ("annotation", "annotation-xml", "none", "mprescripts"):
        return []
    if name in _SHAPES and len(kids) == len(_SHAPES[name][1]):
        tag, parts = _SHAPES[name]
        inside = [_m(part, *_row([kid])) for part, kid in zip(parts, kids, strict=True)]
        # A root has its degree before what it is of.
        return [_m(tag, *(reversed(inside) if tag == "rad" else inside))]
    if name == "msqrt":
        return [_m("rad", _m("radPr", _val("degHide", "1")), _m("deg"), _m("e", *_row(kids)))]
    if name == "munderover" and len(kids) == 3:
        lower = _m("limLow", _m("e", *_row([kids[0]])), _m("lim", *_row([kids[1]])))
        return [_m("limUpp", _m("e", lower), _m("lim", *_row([kids[2]])))]
    return _row(kids)


_SHAPES = {
    "mfrac": ("f", ("num", "den")),
    "msub": ("sSub", ("e", "sub")),
    "msup": ("sSup", ("e", "sup")),
    "msubsup": ("sSubSup", ("e", "sub", "sup")),
    "mroot": ("rad", ("e", "deg")),
}


def _over(kids: Elements, side: str) -> Element:
    """Return what is over or under something: an accent, a bar, a brace, a limit."""
    base = _m("e", *_row(kids[:1]))
    sign = _words(kids[1]) if len(kids) > 1 and _name(kids[1]) == "mo" else ""
    if sign in _BARS and sign:
        return _m("bar", _m("barPr", _val("pos", side)), base)
    if side == "top" and (accent := _ACCENTS.get(sign, sign)) in _ACCENTS.values():
        return _m("acc", _m("accPr", _val("chr", accent)), base)
    if sign in _BRACES and sign:
        return _m("groupChr", _m("groupChrPr", _val("chr", sign), _val("pos", side)), base)
    return _m("limUpp" if side == "top" else "limLow", base, _m("lim", *_row(kids[1:])))


def _matrix(node: Element) -> Element:
    rows = [[cell for cell in _children(row) if _name(cell) == "mtd"] for row in _children(node) if _name(row) == "mtr"]
    columns = _m("mc", _m("mcPr", _val("count", str(max(map(len, rows), default=1))), _val("mcJc", "center")))
    inside = [_m("mr", *(_m("e", *_row(_children(cell))) for cell in row)) for row in rows]
    return _m("m", _m("mPr", _m("mcs", columns)), *inside)


def _run(node: Element) -> Elements:
    """Return letters, figures and signs. A name of several letters is upright, and so are words."""
    text = "".join(map(str, node.itertext()))
    if _name(node) == "mtext":
        return [_text(text, [_m("nor")])]
    if not text.strip():
        return []
    upright = _name(node) == "mi" and len(text.strip()) > 1
    look = _FONTS.get(node.get("mathvariant", "normal" if upright else ""))
    return [_text(text.strip(), [_val(*look)] if look else [])]


def _text(text: str, look: Elements) -> Element:
    inside = _m("t")
    inside.text = text
    if text != text.strip():
        inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return _m("r", *([_m("rPr", *look)] if look else []), _font(), inside)


def _font() -> Element:
    """Return the face of formulas. Word sets them in one of their own (17.3.2.26), else in that of the text."""
    return element("rPr", element("rFonts", ascii="Cambria Math", hAnsi="Cambria Math"))
