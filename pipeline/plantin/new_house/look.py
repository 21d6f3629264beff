"""The look of a received Word file as the style of a new house."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from plantin.findings import Place, SourceError
from plantin.house import inheritance
from plantin.house.layout import House
from plantin.house.stock_folders import STOCK
from plantin.new_house import receiving, word_look
from plantin.new_house.word_look import Logo, WordLook
from plantin.source import images

_LOGO_LINE = "# logo ="
_CUTS = ("regular", "italic", "bold", "bold_italic")


@dataclass(frozen=True, slots=True)
class HouseLook:
    """How a received file looks, and which stock style fits it."""

    word: WordLook
    style: str
    """The stock style: one whose organization the file names, else plain."""

    def fill_style(self, template: str) -> str:
        """Return the ``style.toml`` of a new house, ``template`` with what the file gives."""
        lines = []
        for line in template.splitlines():
            key = line.partition("=")[0].strip()
            if line.startswith(_LOGO_LINE) and self.word.logo:
                alternative = self.word.logo.alternative
                lines.append(f'logo = "media/{self.word.logo.name}"')
                lines += [f"alternative = {json.dumps(alternative, ensure_ascii=False)}"] if alternative else []
            elif key in self.word.colours and line.startswith(key):
                lines.append(f'{key} = "{self.word.colours[key]}"')
            else:
                lines.append(line)
        return "\n".join(filter(None, ("\n".join(lines) + "\n", self.word.tables(), self._faces())))

    def _faces(self) -> str:
        if not self.word.serif:
            return ""
        fonts = _stock_house().style(_serif_style()).fonts
        rows = {"family": fonts.family, "generic": fonts.generic} | {cut: getattr(fonts, cut) for cut in _CUTS}
        return "[fonts]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in rows.items())

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the style beside its settings, by their paths in it: the logo, faces with serifs."""
        if logo := self.word.logo:
            yield f"media/{logo.name}", logo.content
        if self.word.serif:
            folder = STOCK / "styles" / _serif_style() / "fonts"
            yield from (
                (f"fonts/{path.relative_to(folder).as_posix()}", path.read_bytes())
                for path in sorted(folder.rglob("*"))
                if path.is_file() and path.suffix in (".ttf", ".otf", ".woff2", ".txt")
            )

    def summary(self) -> str:
        """Return in a line what the style takes from the file."""
        word = self.word
        face = _stock_house().style(_serif_style() if word.serif else "plain").fonts.family
        parts = [
            str(word.page["size"]) if "size" in word.page else "",
            f"{word.sizes['text']:g} points" if "text" in word.sizes else "",
            f"{face} for {word.family}" if word.family and word.family != face else "",
            f"colours of {', '.join(word.colours)}" if word.colours else "",
            "its logo" if word.logo else "",
        ]
        return ", ".join(filter(None, parts))


def read_look(path: Path) -> HouseLook | None:
    """Return the look of the Word file at ``path``; None for another kind. Raises SourceError as the import does."""
    if receiving.receiver().kind(path) != "word":
        return None
    word = word_look.read(path)
    if word.logo and not _is_printable(word.logo):
        word = replace(word, logo=None)
    return HouseLook(word, _style(word.lines))


def _stock_house() -> House:
    """Return a house without files of its own, whose styles are the stock's."""
    return House(Path(os.devnull))


def _is_printable(logo: Logo) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / logo.name).write_bytes(logo.content)
        try:
            images.picture(Path(folder), logo.name, Place(logo.name))
        except SourceError:
            return False
    return True


def _style(lines: Iterable[str]) -> str:
    """Return the stock style whose organization has a line of its own among ``lines``, in any language; else plain."""
    folded = {" ".join(line.split()).casefold() for line in lines}
    stock = _stock_house()
    for style in inheritance.stock_styles():
        for language in stock.locale("en", style).masthead.languages:
            name = stock.locale(language, style).masthead.organization.casefold()
            if name and name in folded:
                return style
    return "plain"


def _serif_style() -> str:
    """Return the first stock style whose text face has serifs."""
    stock = _stock_house()
    return next(name for name in inheritance.stock_styles() if stock.style(name).fonts.generic == "serif")
