"""The style sheet of the page: what follows from the house style's values, before the style's own ``print.css``."""

from __future__ import annotations

import re

from pipeline.document import Document
from pipeline.style import Style

_CUTS = (("regular", "normal", "normal"), ("italic", "normal", "italic"), ("bold", "bold", "normal"), ("bold_italic", "bold", "italic"))
_PLACE = re.compile(r"\{(pages?)\}")


def sheet(document: Document, style: Style) -> str:
    """Faces, page, sizes, colours and hyphenation from ``style`` and ``document``, then the style's ``print.css``."""
    return "\n".join([*map(_face, _CUTS, [style] * len(_CUTS)), _page(document, style), _type(document, style), style.sheet("print.css")])


def _face(cut: tuple[str, str, str], style: Style) -> str:
    name, weight, slope = cut
    return f"@font-face {{ font-family: {_string(style.fonts.family)}; src: url(font:{name}); font-weight: {weight}; font-style: {slope} }}"


def _page(document: Document, style: Style) -> str:
    """The page and its margins; symbol and folio stand at the outer edge (CSS Paged Media 3, 5.2)."""
    page = style.page
    folio = _content(document.labels.page)
    symbol = _string(document.masthead.symbol)
    rules = [f"@page {{ size: {page.width}mm {page.height}mm; margin: {page.top}mm {page.outer}mm {page.bottom}mm {page.inner}mm }}"]
    for side, inner, outer in (("left", page.inner, page.outer), ("right", page.inner, page.outer)):
        other = "right" if side == "left" else "left"
        rules.append(
            f"@page :{side} {{ margin-{other}: {inner}mm; margin-{side}: {outer}mm;"
            f" @top-{side} {{ content: {symbol} }} @bottom-{side} {{ content: {folio} }} }}"
        )
    rules.append("@page :first { @top-left { content: none } @top-right { content: none } }")
    return "\n".join(rules)


def _type(document: Document, style: Style) -> str:
    size, colour, hyphens = style.type, style.colour, document.hyphenation
    text = (
        f"html {{ font: {size.text}pt/{size.leading}pt {_string(style.fonts.family)}, serif; color: {colour.text} }}\n"
        f"h1 {{ font-size: {size.title}pt; line-height: {_lead(size.title)}pt }}\n"
        f".note {{ font-size: {size.note}pt; line-height: {_lead(size.note)}pt }}\n"
        f"a {{ color: {colour.link} }}\n"
        f"p {{ hyphenate-limit-chars: {hyphens.word} {hyphens.before} {hyphens.after} }}\n"
        f":root {{ --rule: {colour.rule}; --text: {colour.text}; --leading: {size.leading}pt }}"
    )
    ranks = [f"h{level} {{ font-size: {points}pt; line-height: {_lead(points)}pt }}" for level, points in enumerate(size.headings[:5], 2)]
    return "\n".join([text, *ranks])


def _lead(points: float) -> float:
    return round(points * 1.25, 2)


def _content(pattern: str) -> str:
    """A label with places for the page and their number as a CSS content list."""
    return " ".join(
        f"counter({part})" if count % 2 else _string(part) for count, part in enumerate(_PLACE.split(pattern)) if part
    )


def _string(text: str) -> str:
    """``text`` as a CSS string."""
    return '"' + re.sub(r'["\\\n<]', lambda match: f"\\{ord(match[0]):x} ", text) + '"'
