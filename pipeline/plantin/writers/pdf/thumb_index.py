"""The thumb index: at the outer edge of each page a bar with the number of its main section, further down for each
section, so that the sections show at the fore-edge of the closed book. A style asks for it (``[page] thumbs``).

Each tab is a margin box of the page, which the engine sets as an artifact and in any script; when the pages are done,
it goes down to the place of its section. A page on which sections begin has the tab of the first of them. Pages before
the first section have none, nor have turned and folded ones, whose outer edge is no fore-edge.
"""

from __future__ import annotations

from collections.abc import Iterable

from plantin.house.style import Style
from plantin.model.document import Document, Section
from plantin.writers.pdf.engine_types import Page

_PX_PER_MM = 96 / 25.4
_BAR_MM, _GAP_MM = 4.0, 1.5
"""The width of a tab's bar, and the distance of the number from it and the text; printers leave 5 mm empty."""
_LETTER_EM = 0.85
"""How wide a letter of a numeral in bold is at most."""
_MM_PER_PT = 25.4 / 72
_TAB_HEIGHT_MM, _TAB_DISTANCE_MM = 12.0, 15.0
"""How high a tab is, and how far it is from the top of one to the next."""
_SIDES = ("left", "right")
_ENDS = ".)、 "


def label(section: Section) -> str:
    """Return what the tab of a main section says: its numeral."""
    words = section.label.strip(_ENDS).split()
    return words[-1] if words else ""


def sheets(document: Document, style: Style) -> tuple[str, ...]:
    """Return the tabs as margin boxes, after the sheets of the style; nothing where it has none."""
    if not style.page.thumbs:
        return ()
    sections = [block for block in document.blocks if isinstance(block, Section)]
    named = [f'[id="{section.anchor}"] {{ string-set: thumb "{label(section) or " "}" }}' for section in sections]
    need = max((len(label(section)) for section in sections), default=0) * _LETTER_EM * style.type.text * _MM_PER_PT
    room = max(style.page.outer - _BAR_MM - 2 * _GAP_MM, 1.0)
    look = (
        f"content: string(thumb, first); height: {_TAB_HEIGHT_MM:g}mm; vertical-align: middle; margin-top: 0;"
        f" margin-bottom: auto; white-space: nowrap; width: {min(need, room):g}mm; font-size:"
        f" {style.type.text * min(1, room / max(need, 1)):.3g}pt"
    )
    thick, bleed = _BAR_MM + style.paper.bleed, style.paper.bleed
    edges = [
        f"@page :{side} {{ @{side}-top {{ {look}; border-{side}: {thick:g}mm solid var(--text); padding-{side}:"
        f" {_GAP_MM:g}mm; margin-{other}: auto; margin-{side}: -{bleed:g}mm; text-align: {side} }} }}"
        for side, other in zip(_SIDES, reversed(_SIDES), strict=True)
    ]
    none = " ".join(f"@{side}-top {{ content: none }}" for side in _SIDES)
    return ("\n".join([*named, *edges, f"@page turned {{ {none} }}", f"@page :blank {{ {none} }}"]),)


def place(document: Document, pages: Iterable[Page], style: Style) -> None:
    """Move the tab of each of ``pages`` to the place of its section, or remove it."""
    if not style.page.thumbs:
        return
    sections = (block for block in document.blocks if isinstance(block, Section))
    numbers = {section.anchor: number for number, section in enumerate(sections)}
    tabs_per_page = max(int((style.page.height - style.page.top - style.page.bottom) // _TAB_DISTANCE_MM), 1)
    current = -1
    for page in pages:
        begun = sorted(numbers[anchor] for anchor in page.anchors if anchor in numbers)
        section_number = begun[0] if begun else current
        current = begun[-1] if begun else current
        box = page._page_box  # noqa: SLF001
        tabs = [
            child for child in box.children if getattr(child, "at_keyword", "") in {f"@{side}-top" for side in _SIDES}
        ]
        upright = box.margin_width() <= style.page.width * _PX_PER_MM + 1
        if section_number < 0 or not upright:
            box.children = [child for child in box.children if child not in tabs]
            continue
        for tab in tabs:
            tab.translate(dy=(section_number % tabs_per_page) * _TAB_DISTANCE_MM * _PX_PER_MM)
