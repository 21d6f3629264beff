"""The style sheets of the page: what follows from the house style's values, and the style's own ``print.css``."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.house.style import Style
from plantin.model.document import Document, Picture
from plantin.writers.parts import CELLS, TITLE_PAGE, has_cell_blocks, title_drop
from plantin.writers.pdf import thumb_index
from plantin.writers.running import content_list, css_string

_CUTS = (
    ("regular", "normal", "normal"),
    ("italic", "normal", "italic"),
    ("bold", "bold", "normal"),
    ("bold_italic", "bold", "italic"),
)
_TALLEST_PICTURE_SHARE = 0.6
"""How much of the page's height a picture takes at most."""
_LINES_AROUND_CHART = 5
_CONTENTS = {
    "auto": "break-inside: auto",
    "whole": "break-inside: avoid",
    "page": "break-before: page; break-after: page",
}


def sheets(document: Document, style: Style, further: str = "") -> tuple[str, ...]:
    """Faces, page, sizes, colours and hyphenation from ``style`` and ``document``; the style's ``print.css``, and its
    sheet ``further``.
    """
    faces = [_face(*cut, style.fonts.family) for cut in _CUTS]
    faces += [_face(name, weight, "normal", family) for name, family, weight in _others(style)]
    faces += [_face(path.stem, "normal", "normal", EMOJI) for path in style.spare]
    values = [*faces, _page(document, style), _type(document, style)]
    title = TITLE_PAGE if style.page.title_page else ""
    style_sheets = (
        style.sheet(name).text(address)
        for name in ("print.css", CELLS if has_cell_blocks(document) else "", title, further)
        if name
    )
    return "\n".join(values), *style_sheets, *_inner(document, style), *thumb_index.sheets(document, style)


def address(picture: Picture) -> str:
    """Return the address under which a page finds ``picture``."""
    return f"picture:{picture.digest}"


EMOJI = "emoji"
"""The family that Pango asks for where a character is a picture by default (UTS #51), whatever the sheet names."""


def families(style: Style) -> tuple[str, ...]:
    """Return the names under which the faces of ``style`` are known to the page, the text face first."""
    return style.fonts.family, *(name for name, family, _ in _others(style) if name == family)


def _others(style: Style) -> Iterator[tuple[str, str, str]]:
    """Yield each of the other faces with the family it is known in and its weight: X-Bold is the bold of X-Regular."""
    names = [path.stem for path in style.others()]
    for name in names:
        regular = f"{name.removesuffix('-Bold')}-Regular" if name.endswith("-Bold") else name
        is_bold = regular != name and regular in names
        yield name, regular if is_bold else name, "bold" if is_bold else "normal"


def _families(style: Style) -> str:
    return ", ".join(map(css_string, families(style)))


def _face(cut: str, weight: str, slope: str, family: str) -> str:
    return (
        f"@font-face {{ font-family: {css_string(family)}; src: url({css_string('font:' + cut)});"
        f" font-weight: {weight};"
        f" font-style: {slope} }}"
    )


def _page(document: Document, style: Style) -> str:
    """Return the page and its margins; symbol and folio are at the outer edge (CSS Paged Media 3, 5.2)."""
    page = style.page
    folio, symbol = content_list(style.running.foot, document), content_list(style.running.head, document)
    running = f"font: bold {style.type.running}pt/1.3 {_families(style)}; color: {style.colour.text}"
    margin = f"margin: {page.top}mm {page.outer}mm {page.bottom}mm {page.inner}mm"
    rules = [f"@page {{ size: {page.width}mm {page.height}mm; {margin}; {running} }}"]
    for side, inner, outer in (("left", page.inner, page.outer), ("right", page.inner, page.outer)):
        other = "right" if side == "left" else "left"
        rules.append(
            f"@page :{side} {{ margin-{other}: {inner}mm; margin-{side}: {outer}mm;"
            f" @top-{side} {{ content: {symbol} }} @bottom-{side} {{ content: {folio} }} }}"
        )
    rules.append(
        "@page :blank { @top-left { content: none; border: none } @top-right { content: none; border: none }"
        " @bottom-left { content: none } @bottom-right { content: none } }"
    )
    if page.blank and document.labels.blank_page:
        rules.append(_blank(document.labels.blank_page, style))
    turned = f"@page turned {{ size: {page.height}mm {page.width}mm; margin: {page.top}mm {page.bottom}mm }}"
    rules.append(turned)
    rules.append("@page :first { @top-left { content: none } @top-right { content: none } }")
    return "\n".join(rules)


def _blank(words: str, style: Style) -> str:
    """Return the words of a page without any others, in the middle of its text."""
    page = style.page
    wide = page.width - page.inner - page.outer
    look = f"font-weight: normal; font-style: italic; text-align: center; vertical-align: middle; width: {wide:g}mm"
    return "\n".join(
        f"@page :blank:{side} {{ @{side}-middle {{ content: {css_string(words)}; {look}; margin-{other}: -{wide:g}mm;"
        f" margin-{side}: {page.outer:g}mm }} }}"
        for side, other in (("left", "right"), ("right", "left"))
    )


def _inner(document: Document, style: Style) -> Iterator[str]:
    """Yield what is at the inner edges, after the sheets of the style: it shares the line with the outer one."""
    running = style.running
    if not (running.head_inner or running.foot_inner):
        return
    for side, other in (("left", "right"), ("right", "left")):
        margin_boxes = []
        if running.head_inner:
            rule = (
                "width: 65%; border-bottom: .5pt solid var(--rule); vertical-align: bottom; padding-bottom: 4pt;"
                " margin-bottom: 14pt"
            )
            margin_boxes = [
                f"@top-{side} {{ width: 35% }}",
                f"@top-{other} {{ content: {content_list(running.head_inner, document)}; {rule} }}",
            ]
        if running.foot_inner:
            margin_boxes.append(f"@bottom-{other} {{ content: {content_list(running.foot_inner, document)} }}")
        yield f"@page :{side} {{ {' '.join(margin_boxes)} }}"
    none = "content: none; border: none"
    # The codes are at the inner edge of the first page's foot.
    coded = style.page.codes or style.paper.address or document.masthead.job
    foot = f"@bottom-{'left' if document.direction == 'ltr' else 'right'} {{ {none} }}" if coded else ""
    yield f"@page :first {{ @top-left {{ {none} }} @top-right {{ {none} }} {foot} }}"
    boxes = " ".join(f"@{edge}-{side} {{ {none} }}" for edge in ("top", "bottom") for side in ("left", "right"))
    yield f"@page :blank {{ {boxes} }}"


def tallest_chart(style: Style) -> float:
    """Return how high a chart may be in millimetres, with a title and a source on its page."""
    return style.page.height - style.page.top - style.page.bottom - _LINES_AROUND_CHART * style.type.leading * 25.4 / 72


def _type(document: Document, style: Style) -> str:
    size, colour, hyphens = style.type, style.colour, document.hyphenation
    text = (
        f"html {{ font: {size.text}pt/{size.leading}pt {_families(style)}; color: {colour.text} }}\n"
        f"h1 {{ font-size: {size.title}pt; line-height: {_lead(size.title)}pt }}\n"
        f".note {{ font-size: {size.note}pt; line-height: {_lead(size.note)}pt }}\n"
        f".letter, .source {{ font-size: {size.note}pt; line-height: {_lead(size.note)}pt }}\n"
        f"table {{ font-size: {(size.text + size.note) / 2}pt }}\n"
        f":is(.figure, .picture) img {{ max-height: {style.page.height * _TALLEST_PICTURE_SHARE:g}mm }}\n"
        f"img.chart.chart {{ max-height: {tallest_chart(style):g}mm }}\n"
        f".logo img {{ height: {style.brand.logo_height:g}mm; max-width: 100%; object-fit: contain; object-position:"
        " left }\n"
        "img { image-rendering: crisp-edges }\n"  # no Interpolate (ISO 19005-3, 6.2.8)
        f"a {{ color: {colour.link} }}\n"
        f"nav {{ {_CONTENTS[style.page.contents]} }}\n"
        f"section.level-1 {{ break-before: {style.page.opening} }}\n"
        f"p {{ hyphenate-limit-chars: {hyphens.word} {hyphens.before} {hyphens.after} }}\n"
        f":root {{ --call: {colour.by_name('call')} }}\n"
        f":root {{ --rule: {colour.rule}; --text: {colour.text}; --tint: {colour.tint};"
        f" --heading: {colour.by_name('heading')}; --accent: {colour.by_name('accent')}; --leading: {size.leading}pt;"
        f" --drop: {title_drop(document, style):g}mm; --faces: {_families(style)} }}"
    )
    ranks = [
        f"h{level} {{ font-size: {points}pt; line-height: {_lead(points)}pt }}"
        for level, points in enumerate(size.headings[:5], 2)
    ]
    heads = ["h1, h2, h3, h4, h5, h6, .contents { color: var(--heading) }"] if colour.heading else []
    rules = ["header :is(.organization, .organ) { border-color: var(--accent) }"] if colour.accent else []
    return "\n".join([text, *ranks, *heads, *rules])


def _lead(points: float) -> float:
    return round(points * 1.25, 2)
