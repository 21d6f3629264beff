"""Reads the logo of a house, a picture in the folder of a style or of one that it inherits from."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path

from plantin.charts.colours import MOST
from plantin.findings import StyleError
from plantin.house import inheritance, style_sheets
from plantin.model.document import Figure, Picture
from plantin.model.palette import Palette
from plantin.settings.forms import COLOUR


def logo(folder: Path, words: str) -> Figure | None:
    """Return the logo of the style in ``folder`` as a figure with the text alternative ``words``; nothing where the
    style has none. Raises StyleError: D001 or D027 the style cannot be read, D011 the logo is not in the style, or
    cannot be printed.
    """
    address = _address(folder)
    image = picture(folder, address) if isinstance(address, str) else None
    return Figure("", "", (), image, words, (), ()) if image else None


def picture(folder: Path, address: str) -> Picture | None:
    """Return the picture at ``address`` in the style in ``folder``, or in the nearest that it goes on from and that has
    it; nothing where the address is empty. Raises StyleError (D011).
    """
    if not address:
        return None
    holders = [style for style in inheritance.chain(folder) if "\0" not in address and (style / address).exists()]
    holder = holders[0] if holders else folder
    settings = inheritance.files(folder, "style.toml", inheritance.CODES)
    place = next(
        (values.place("brand", "logo") for values in reversed(settings) if _logo_address(values.values)),
        inheritance.place_of(folder / "style.toml"),
    )
    return style_sheets.picture(holder, address, place, "[brand] logo")


def palette(folder: Path) -> Palette:
    """Return the colours of the style in ``folder`` that its editions are known by; of a value that is no colour, none.
    Raises StyleError as ``logo`` does.
    """
    colours: dict[str, object] = {}
    for settings in inheritance.files(folder, "style.toml", inheritance.CODES):
        table = settings.values.get("colour")
        colours |= table if isinstance(table, dict) else {}
    pair = {name: colours.get(name) for name in ("heading", "accent")}
    series = colours.get("series")
    fills = [str(fill).lower() for fill in series] if isinstance(series, list) else []
    return Palette(
        **{name: value.lower() for name, value in pair.items() if isinstance(value, str) and not COLOUR.fault(value)},
        series=tuple(fills) if len(fills) == MOST and not any(map(COLOUR.fault, fills)) else (),
    )


def file(folder: Path) -> Path | None:
    """Return the file of the logo of the style in ``folder``; nothing where it has none, or cannot be read."""
    try:
        address, folders = _address(folder), inheritance.chain(folder)
    except StyleError:
        return None
    if not isinstance(address, str) or not address or "\0" in address:
        return None
    return next((style_folder / address for style_folder in folders if (style_folder / address).is_file()), None)


def _address(folder: Path) -> object:
    layers = reversed(inheritance.files(folder, "style.toml", inheritance.CODES))
    addresses = (_logo_address(layer.values) for layer in layers)
    return next((address for address in addresses if address is not None), None)


def _logo_address(values: Mapping[str, object]) -> object:
    table = values.get("brand")
    return table.get("logo") if isinstance(table, dict) else None


def data_url(picture: Picture) -> str:
    """Return the address of a picture that is embedded in the page (RFC 2397)."""
    return f"data:{picture.media_type};base64,{base64.b64encode(picture.content).decode('ascii')}"
