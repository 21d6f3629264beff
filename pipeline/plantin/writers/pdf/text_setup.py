"""What a style says of the type of its text, asked once: the engine asks it again for every piece of every line.

A style of the engine is a mapping of properties that one element has, or one anonymous box; what was made of it is kept
as an attribute of it, and ends with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plantin.writers.pdf.style_sharing import kept

_LANGUAGE, _DECORATED = "font_language_override", "text_decoration_line"
_FEATURES = (
    "kerning",
    "variant_ligatures",
    "variant_position",
    "variant_caps",
    "variant_numeric",
    "variant_alternates",
    "variant_east_asian",
    "feature_settings",
)
"""The properties, without ``font_``, that become features of OpenType, in the order in which the engine takes them."""


def once_a_style(set_up: Callable[..., None]) -> Callable[..., None]:
    """``Layout.setup``, given the engine's: a layout in a context that all text of ``style`` shares (Pango,
    "PangoContext"). The engine sets up text that is underlined, or in a language that OpenType calls otherwise, by
    itself.
    """
    from weasyprint.text.ffi import ffi, gobject, pango

    def made(layout: Any, style: Any) -> None:
        if style[_LANGUAGE] != "normal" or style[_DECORATED] != "none":
            set_up(layout, style)
            return
        asked = style["font_size"], style["direction"]
        known = vars(style).get("text_setup")
        if known is None or known[0] != asked:
            known = vars(style)["text_setup"] = asked, *_of(style)
        _, context, language, description, feature = known
        layout.style, layout.language, layout.first_line_direction = style, language, 0
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, description)
        if feature is not None:
            listed = pango.pango_attr_list_new()
            pango.pango_attr_list_insert(listed, feature)
            pango.pango_layout_set_attributes(layout.layout, listed)

    return made


def _of(style: Any) -> tuple[Any, Any, Any, Any]:
    """The context of the text of ``style``, its language, its face and size, and the features of OpenType that it asks
    for.
    """
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


def keyed_once(key: Callable[..., str]) -> Callable[..., str]:
    """``_font_style_cache_key``, given the engine's, which puts together a long text."""

    def made(style: Any, include_size: bool = False) -> str:
        asked = style["font_size"], include_size
        known: dict[tuple[float, bool], str] = vars(style).setdefault("font_keys", {})
        if asked not in known:
            known[asked] = key(style, include_size)
        return known[asked]

    return made


def strut_once(strut: Callable[[Any], tuple[float, float]]) -> Callable[[Any], tuple[float, float]]:
    """``strut``, given the engine's: the height of a line of a style, and its baseline (CSS 2, 10.8.1), asked once."""

    def made(style: Any) -> tuple[float, float]:
        asked = style["font_size"], style["line_height"]
        own = kept(style)
        known = own.get("strut")
        if known is None or known[0] != asked:
            known = own["strut"] = asked, strut(style)
        found: tuple[float, float] = known[1]
        return found

    return made
