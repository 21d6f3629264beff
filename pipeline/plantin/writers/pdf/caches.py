"""What the layout engine works out again and again, worked out once: nine of its functions, wrapped, in force only
inside ``in_force()``.

They only save time: a file has the same bytes without them. They are written for the versions that ``engine.is_known``
names; for any other they are left out, and so is each that the engine has no place for (``remark`` names both).
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from math import inf
from pkgutil import resolve_name
from typing import Any

from plantin.findings import Finding, Place
from plantin.writers import engine
from plantin.writers.engine import Replacement, apply_replacements
from plantin.writers.pdf.engine_types import Asked, Box, Context, Css, LayOut, Page, Pango, Point, Resume


@contextmanager
def in_force() -> Iterator[None]:
    """WeasyPrint that works nothing out twice where it is a known one, and as it is where not."""
    with apply_replacements(rows()):
        yield


def rows() -> list[Replacement]:
    """Return the caches that are in force, as ``apply_replacements`` takes them."""
    return [row for cache in _caches() for row in present(*cache)] if engine.is_known() else []


def remark() -> Finding | None:
    """Return what a user should know of the engine: that pages take longer, for want of caches. None if it has all."""
    lacking = [f"{place.replace(':', '.')}.{name}" for place, name, _ in _caches() if not engine.has(place, name)]
    if engine.is_known() and not lacking:
        return None
    without = f"has no {', '.join(lacking)}" if engine.is_known() else f"is not {engine.PROVED}"
    message = f"WeasyPrint {engine.version()} {without}: pages are set without what saves time there"
    hint = "Pages take longer; requirements.lock names the version that they were proved with."
    return Finding("D012", message, Place("weasyprint"), hint, "warning")


def present(place: str, name: str, wrap: Callable[[Any], object]) -> Iterator[Replacement]:
    """Yield the row for ``apply_replacements`` of a cache: a module or ``module:class`` of the engine, a name in it,
    what wraps that; nothing where the engine does not have it.
    """
    with suppress(ImportError, AttributeError):
        owner = resolve_name(place)
        yield owner, name, wrap(getattr(owner, name))


def _caches() -> tuple[tuple[str, str, Callable[[Any], object]], ...]:
    return (
        ("weasyprint.css", "CSS", sheets_read_once),
        ("weasyprint.css", "ComputedStyle", styles_shared),
        ("weasyprint.layout.block", "block_level_layout", notes_laid_out_once),
        ("weasyprint.layout.inline", "inline_block_box_layout", labels_laid_out_once),
        ("weasyprint.layout.background", "layout_box_backgrounds", bare_boxes_left_out),
        ("weasyprint.layout.block", "resolve_percentages", resolved_by_style),
        ("weasyprint.layout.inline", "resolve_percentages", resolved_by_style),
        ("weasyprint.text.line_break:Layout", "setup", set_up_by_style),
        ("weasyprint.layout.inline", "strut", struts_by_style),
    )


# Style sheets read once: pages are laid out several times over the same sheets (wide tables, the numbers of an index,
# each edition of a report).

_MOST_SHEETS = 64
"""How many sheets are kept, those that were wanted last."""


@dataclass(slots=True)
class _Faces:
    """Replaces the fonts of a document while a sheet is read: the ``@font-face`` rules that it would have had added."""

    rules: list[object] = field(default_factory=list)

    def add_font_face(self, descriptors: object, _fetcher: object) -> None:
        """Note a rule, by its descriptors."""
        self.rules.append(descriptors)


def sheets_read_once(read: LayOut) -> LayOut:
    """WeasyPrint's ``CSS``, that reads each text once. What a sheet adds to the document (rules for pages, faces) is
    added each time; a sheet that adds anything else, as layers or styles of counters, is read each time. For one thread
    at a time.
    """

    def sheet(*, string: str = "", **given: Any) -> object:
        if not string:
            return read(**given)
        key = string, given.get("base_url"), given.get("media_type")
        if key not in _SHEETS:
            _SHEETS[key] = _read_alone(read, string, given)
            if len(_SHEETS) > _MOST_SHEETS:
                _SHEETS.popitem(last=False)
        _SHEETS.move_to_end(key)
        entry = _SHEETS[key]
        if entry is None:
            return read(string=string, **given)
        sheet_copy, faces = copy.copy(entry[0]), entry[1]
        given["page_rules"].extend(sheet_copy.page_rules)
        sheet_copy.page_rules, sheet_copy.layers = given["page_rules"], given["layers"]
        for rule in faces.rules:
            given["font_config"].add_font_face(rule, given["url_fetcher"])
        return sheet_copy

    return sheet


_SHEETS: OrderedDict[tuple[object, ...], tuple[Any, _Faces] | None] = OrderedDict()


def _read_alone(read: LayOut, string: str, given: dict[str, Any]) -> tuple[Any, _Faces] | None:
    """Return a sheet read by itself, with its faces; nothing where it adds to a document what is not kept here."""
    faces, counters, profiles = _Faces(), dict[str, object](), dict[str, object]()
    sinks = {"font_config": faces, "counter_style": counters, "color_profiles": profiles}
    sheet = read(string=string, **given | sinks | {"page_rules": [], "layers": []})
    return None if sheet.layers or counters or profiles else (sheet, faces)


# Styles computed once. The engine shares styles of elements only where their declarations are the same to the last; a
# numbered paragraph has an anchor of its own, so it, and all that is in it, would be computed by itself (browsers call
# what is done here style sharing).

_OWN = frozenset({"anchor", "link"})
"""Properties in which elements that look alike differ; no other is computed from them, and none inherits them."""


def kept_by(style: Css) -> dict[str, Any]:
    """Return where to keep what is worked out from the engine's ``style``: with the first style of the same values."""
    values: dict[str, Any] = vars(getattr(style, "keeper", style))
    return values


def kept_answer(ask: Callable[[Css], bool]) -> Callable[[Css], bool]:
    """Return ``ask``, whose answer is kept with the style that it is asked of."""
    name = ask.__name__

    def answer(style: Css) -> bool:
        kept = kept_by(style)
        if name not in kept:
            kept[name] = ask(style)
        return bool(kept[name])

    return answer


def styles_shared(style: type[Any]) -> type[Any]:
    """Return ``ComputedStyle``, given the engine's: what is not of the element alone is computed by the first style of
    the same declarations below a parent of the same values, of which a copy is kept that nobody changes.
    """

    class Shared(style):  # type: ignore[misc]
        def __init__(
            self, parent_style: Css, cascaded: Any, pseudo_type: object, root_style: Css, *rest: object
        ) -> None:
            super().__init__(parent_style, cascaded, pseudo_type, root_style, *rest)
            above = getattr(parent_style, "first", parent_style)
            # Values are distinguished by identity, not by equality: they live as long as the sheets.
            declarations = frozenset(
                (name, id(value), (*place, *order))
                for name, (value, (*place, order)) in cascaded.items()
                if name not in _OWN
            )
            styles: dict[object, Any] = vars(root_style).setdefault("known_styles", {})
            key = (id(above), pseudo_type, declarations)
            if key not in styles:
                styles[key] = style(above, cascaded, pseudo_type, root_style, *rest)
            self.first = styles[key]
            self.specified = self.first.specified
            self.keeper = self.first

        def copy(self) -> Css:
            """Return a style that may be changed, and keeps what is worked out from it by itself."""
            duplicate: Css = super().copy()
            vars(duplicate)["keeper"] = duplicate
            return duplicate

        @property
        def anonymous_style(self) -> object:
            """The style of boxes without an element in one of this style: they inherit nothing that is of the element
            alone. Those in one whose style was changed inherit what it was changed to.
            """
            return super().anonymous_style if self.keeper is self else self.first.anonymous_style

        def __missing__(self, key: str) -> object:
            if key in _OWN:
                return super().__missing__(key)
            value = self[key] = self.first[key]
            return value

    return Shared


# Notes laid out once: the engine lays out all notes of a page again whenever one is added, and once more when the page
# is done.

_MOST_NOTES = 64
"""The number of notes that are kept, those laid out last: more than are on a page and the next."""


def notes_laid_out_once(lay_out: LayOut) -> LayOut:
    """Return ``block_level_layout`` of the engine's module of blocks, which gives a copy of a note that it has laid out
    before, at its place. A note that goes on overleaf, or has boxes that are placed when the page is done, is laid out
    again.
    """
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox

    def laid_out(*arguments: Any, **named: object) -> Any:
        # Between other arguments: the space left at the foot, the place to go on from, and the margins that meet those
        # of the box.
        if (
            named
            or len(arguments) < _ALL
            or not isinstance(arguments[4], FootnoteAreaBox)
            or arguments[2:4] != (-inf, None)
        ):
            return lay_out(*arguments, **named)
        context, box, _, _, area, page_is_empty, absolute, fixed, margins = arguments[:_ALL]
        notes: OrderedDict[object, Asked] = vars(context).setdefault("notes_laid_out", OrderedDict())
        around = area.width, tuple(margins or ()), page_is_empty, context.current_page > 1, bool(context.forced_break)
        key = (box.element, _words(box), *around)
        place = box.position_x, box.position_y
        if key not in notes:
            own_absolute: list[object] = []
            own_fixed: list[object] = []
            note, resume, *remainder = lay_out(*arguments[:6], own_absolute, own_fixed, *arguments[8:])
            if note is not None and resume is None and not own_absolute and not own_fixed:
                notes[key] = note.deepcopy(), place, _copy_lists((resume, *remainder))
                while len(notes) > _MOST_NOTES:
                    notes.popitem(last=False)
            for boxes, added in ((absolute, own_absolute), (fixed, own_fixed)):
                if boxes is not None:
                    boxes.extend(added)
            return note, resume, *remainder
        note, (left, top), remainder = notes[key]
        note = note.deepcopy()
        note.translate(place[0] - left, place[1] - top)
        return note, *_copy_lists(remainder)

    return laid_out


def _copy_lists(remainder: Sequence[object]) -> tuple[object, ...]:
    """Return what the engine reported besides the box; it adds to the lists."""
    return tuple(list(item) if isinstance(item, list) else item for item in remainder)


_ALL = 9
"""The arguments of the function as the module of blocks calls it, up to the margins."""


def _words(box: Box) -> str:
    """Return the words of a note, among which may be numbers of pages that were not known before."""
    from weasyprint.formatting_structure.boxes import TextBox

    return "\0".join(part.text for part in box.descendants() if isinstance(part, TextBox))


# Boxes without a background, rounded corners, shadows or pictures around them: nearly all, and each part of a line is
# one.

_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_BARE = dict.fromkeys(_CORNERS, (0, 0)) | {"background": None}


def bare_boxes_left_out(lay_out: Callable[..., None]) -> Callable[..., None]:
    """Return ``layout_box_backgrounds``, given the engine's, which is asked for the boxes that have something of these,
    for pages, and for what takes the place of a box (CSS 2.2, 9.6).
    """
    from weasyprint.formatting_structure.boxes import PageBox
    from weasyprint.layout.absolute import AbsolutePlaceholder

    others = PageBox, AbsolutePlaceholder

    def laid_out(
        page: Page, box: Box, get_image: object, layout_children: bool = True, style: Css | None = None
    ) -> None:
        if style is not None or isinstance(box, others) or not _is_bare(box.style):
            lay_out(page, box, get_image, layout_children, style)
            return
        vars(box).update(_BARE)
        if layout_children:
            for child in box.all_children():
                laid_out(page, child, get_image)

    return laid_out


@kept_answer
def _is_bare(style: Css) -> bool:
    from weasyprint.draw.color import get_color

    return (
        all((0, "px") in style[corner] for corner in _CORNERS)
        and style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and (style["visibility"] == "hidden" or get_color(style, "background_color").alpha == 0)
    )


# Margins, padding, borders and sizes of boxes (CSS 2, 6.1.3), for each style; where it has percentages, for each size
# of the block around it.

_EDGES = tuple(f"{edge}_{side}" for edge in ("margin", "padding") for side in ("left", "right", "top", "bottom"))
_SIZES = tuple(f"{bound}{size}" for size in ("width", "height") for bound in ("", "min_", "max_"))
_NAMES = (*_EDGES, *_SIZES, *(f"border_{side}_width" for side in ("left", "right", "top", "bottom")))


def resolved_by_style(resolve: LayOut) -> LayOut:
    """Return ``resolve_percentages``, given the engine's, which gives a box what another of the same style had within a
    block of the same size. Boxes of pages and of tables whose borders meet are left to the engine: they have more
    around them than their style.
    """
    from weasyprint.formatting_structure.boxes import Box, PageBox

    def resolve_once(box: Box, around: Box | Point) -> None:
        width, height = (around.width, around.height) if isinstance(around, Box) else around
        style = box.style
        if isinstance(box, PageBox) or style["border_collapse"] == "collapse":
            resolve(box, around)
            return
        cached = kept_by(style).setdefault("used_values", {})
        values = cached.get(None) or cached.get((width, height))
        if values is None:
            resolve(box, around)
            attributes = vars(box)
            cached[None if _is_fixed(style) else (width, height)] = {name: attributes[name] for name in _NAMES}
        else:
            vars(box).update(values)

    return resolve_once


# What a style says of the type of its text: the engine asks it again for every piece of every line.

_LANGUAGE, _DECORATED = "font_language_override", "text_decoration_line"
_FEATURES = (
    "kerning variant_ligatures variant_position variant_caps variant_numeric variant_alternates variant_east_asian "
    "feature_settings"
).split()
"""The properties, without ``font_``, that become features of OpenType, in the order in which the engine takes them."""


def set_up_by_style(set_up: Callable[..., None]) -> Callable[..., None]:
    """Return ``Layout.setup``, given the engine's: a layout in a context that all text of ``style`` shares (Pango,
    "PangoContext"). The engine sets up text that is underlined, or in a language that OpenType calls otherwise, by
    itself.
    """
    from weasyprint.text.ffi import ffi, gobject, pango

    def set_up_once(layout: Pango, style: Css) -> None:
        if style[_LANGUAGE] != "normal" or style[_DECORATED] != "none":
            set_up(layout, style)
            return
        asked = style["font_size"], style["direction"]
        setup = vars(style).get("text_setup")
        if setup is None or setup[0] != asked:
            setup = vars(style)["text_setup"] = asked, *_type_of(style)
        _, context, language, description, feature = setup
        layout.style, layout.language, layout.first_line_direction = style, language, 0
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, description)
        if feature is not None:
            listed = pango.pango_attr_list_new()
            pango.pango_attr_list_insert(listed, feature)
            pango.pango_layout_set_attributes(layout.layout, listed)

    return set_up_once


def _type_of(style: Css) -> tuple[Pango, Pango, Pango, Pango]:
    """Return the context of the text of ``style``, its language, its face and size, and its features of OpenType."""
    from weasyprint.text.constants import PANGO_DIRECTION
    from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
    from weasyprint.text.fonts import font_features, get_font_description

    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_get_default()
    if style["lang"]:
        tag, _kept = unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(tag)
        pango.pango_context_set_language(context, language)
    asked = ",".join(
        f"{name} {value}" for name, value in font_features(*(style[f"font_{name}"] for name in _FEATURES)).items()
    ).encode()
    features = style.font_config.font_features
    if asked and asked not in features:
        features[asked] = pango.pango_attr_font_features_new(asked)
    return context, language, get_font_description(style), features[asked] if asked else None


def struts_by_style(strut: Callable[[Css], Point]) -> Callable[[Css], Point]:
    """Return ``strut``, given the engine's: the height and the baseline of a line without text, which the engine looks
    up by all that a style says of its type, for every box of every line.
    """

    def strut_once(style: Css) -> Point:
        struts = kept_by(style).setdefault("struts", {})
        asked = style["font_size"], style["line_height"]
        if asked not in struts:
            struts[asked] = strut(style)
        result: Point = struts[asked]
        return result

    return strut_once


# Numbers of paragraphs, entries, notes and headings are boxes in a line, which is set several times.


def labels_laid_out_once(lay_out: LayOut) -> LayOut:
    """Return ``inline_block_box_layout``, given the engine's, which gives a copy of a box that it has laid out before,
    at its place, where that would be the same: it is as wide as what is in it, and the line around it has room for it.
    """

    def laid_out(context: Context, box: Box, position_x: float, skip: Resume, around: Box, *placed: list[Box]) -> Box:
        cached = vars(box).get("laid_out") if skip is None else None
        if cached is not None and cached[0] == _words(box) and cached[1].margin_width() < around.width:
            label: Box = cached[1].deepcopy()
            label.translate(position_x - label.position_x)
            return label
        before = [*map(len, placed)]
        label = lay_out(context, box, position_x, skip, around, *placed)
        if (
            skip is None
            and before == [*map(len, placed)]
            and label.margin_width() < around.width
            and _is_own_size(box.style)
        ):
            box.laid_out = _words(box), label.deepcopy()
        return label

    return laid_out


def _is_own_size(style: Css) -> bool:
    """Return whether no size of a box depends on the block around it."""
    return style["width"] == "auto" and _is_fixed(style)


@kept_answer
def _is_fixed(style: Css) -> bool:
    """Return whether ``style`` gives each size in pixels or not at all."""
    return all(getattr(style[name], "unit", style[name]) in {"px", "auto"} for name in (*_EDGES, *_SIZES))
