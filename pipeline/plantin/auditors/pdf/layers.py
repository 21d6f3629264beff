"""Layers of a PDF (optional content): whether what is painted in one is visible when the file is opened (ISO 32000-1,
8.11).
"""

from __future__ import annotations

import pikepdf


class Layers:
    """The layers of ``pdf`` as its default configuration has them."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        properties: pikepdf.Object = pdf.Root.get("/OCProperties", pikepdf.Dictionary())
        config = properties.get("/D", pikepdf.Dictionary())
        base = properties.get("/OCGs", pikepdf.Array()) if str(config.get("/BaseState", "/ON")) == "/OFF" else ()
        shown = {group.objgen for group in config.get("/ON", [])}
        self._off = ({group.objgen for group in base} - shown) | {group.objgen for group in config.get("/OFF", [])}

    def is_off(self, layer: pikepdf.Object | None) -> bool:
        """Whether what belongs to ``layer`` (a group, or a membership of several) is not shown."""
        if layer is None or not self._off:
            return False
        if str(layer.get("/Type", "")) != "/OCMD":
            return layer.objgen in self._off
        held = layer.get("/OCGs", pikepdf.Array())
        groups = list(held) if isinstance(held, pikepdf.Array) else [held]
        hidden = [group.objgen in self._off for group in groups if isinstance(group, pikepdf.Dictionary)]
        shown = {"/AllOn": not any(hidden), "/AnyOff": any(hidden), "/AllOff": all(hidden)}.get(
            str(layer.get("/P", "/AnyOn")), not all(hidden)
        )
        return bool(hidden) and not shown
