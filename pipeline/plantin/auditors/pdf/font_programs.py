"""Compares the fonts that a PDF embeds with the faces of the house, glyph by glyph: what is drawn, how wide it is, and
the letters that it is read as (ISO 32000-1, 9.6 to 9.10), so that a glyph that draws 7 is never read as 4.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf

from plantin.auditors.faces import alike, points
from plantin.auditors.pdf.bounds import LARGEST_FONT, decode
from plantin.auditors.pdf.fonts import Font
from plantin.bounded.fonts import FontError
from plantin.model.languages import MIRRORED

_OBLIQUE = re.compile(r"-?(?:Oblique|Regular)")
_OTHER = re.compile(r"[^A-Za-z0-9]")
_WIDTH_TOLERANCE = 1.5
"""By so many thousandths of the size may a width be off: it is rounded."""
_READ_ALIKE = str.maketrans({"\u00ad": "-", "\u2010": "-", "\u2011": "-", "\u202f": " "})
"""A hyphen that divides a word is read as a soft one, a narrow space as one that does not break."""
_TURNED = str.maketrans(MIRRORED)
_SINGLE, _MULTIPLE, _ALTERNATE, _LIGATURE, _EXTENSION = 1, 2, 3, 4, 7
_DEEPEST = 4
_UNITS = 1000
_SIGNS, _MARKS = "Signs", "Marks"
"""Fonts of the press: one that draws nothing, over drawn formulas, and one of vowel signs at their places."""


def font_fault(font: pikepdf.Object, read: Font, faces: Mapping[str, Path], *, turned: bool) -> str:
    """Return what the embedded ``font``, which is ``read`` so, has otherwise than the face of the house, in words for a
    finding; empty where there is nothing. ``faces`` are the files of the house's faces by their names; ``turned`` is
    whether the text is from right to left, so that brackets are drawn turned round.
    """
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    name = str(font.BaseFont)[1:].rpartition("+")[2]
    descriptor = font.DescendantFonts[0].FontDescriptor
    try:
        program = descriptor["/FontFile2" if "/FontFile2" in descriptor else "/FontFile3"]
        embedded = _Face(decode(program, LARGEST_FONT))
        if name == _SIGNS:
            drawn = (point for code in read.map for segment in embedded.outline(code)[:-1] for point in segment[1])
            return "" if all(point in {(0, 0), (500, 750)} for point in drawn) else "it draws something"
        house_faces = [_house(path, path.stat().st_mtime_ns) for path in _candidates(name, faces)]
        if name == _MARKS:
            return next(
                filter(None, (_sign_fault(embedded, code, read.map[code], house_faces) for code in read.map)), ""
            )
        differences = [_difference(embedded, read, face, turned=turned) for face in house_faces]
    except (FontError, struct.error, KeyError, ValueError, IndexError, AssertionError) as error:
        return f"it cannot be read: {error}"
    return min(differences, key=len, default="no face of the house is it")


def _candidates(name: str, faces: Mapping[str, Path]) -> Iterator[Path]:
    """The faces that a font of that ``name`` may be: a bold or oblique one may be made of that which is upright."""
    key = _OTHER.sub("", _OBLIQUE.sub("", name))
    paths = {_OTHER.sub("", _OBLIQUE.sub("", stem)): path for stem, path in faces.items()}
    matching = [paths[stem] for stem in (key, key.removesuffix("Bold")) if stem in paths]
    return iter(dict.fromkeys(matching or faces.values()))


def _difference(own: _Face, read: Font, house: _Face, *, turned: bool) -> str:
    """Return the first difference between an embedded font and a face of the house."""
    for code, text in read.map.items():
        if house.width(code) is None:
            return f"it has a glyph {code}, which the face of the house does not have"
        if abs((house.width(code) or 0.0) - read.advances.get(code, read.advance)) * _UNITS > _WIDTH_TOLERANCE:
            return f"{text!r} has another width than in the face of the house"
        seen = text.translate(_TURNED) if turned and _plain(text) not in house.letters(code) else text
        if _plain(seen) not in house.letters(code):
            letters = sorted(house.letters(code))
            return f"what is drawn as {letters[0] if letters else 'no letter'!r} is read as {text!r}"
        if own.shape(code) != house.shape(code) and not alike(own.outline(code), house.outline(code), own.scale(house)):
            return f"it draws {text!r} otherwise than the face of the house"
    return ""


def _sign_fault(own: _Face, code: int, text: str, known: list[_Face]) -> str:
    """Return why a vowel sign is not one of the house, moved; empty where it is one."""
    drawn = own.outline(code)[:-1]
    for face in known:
        for glyph in face.glyphs(text):
            wanted = face.outline(glyph)[:-1]
            if drawn and wanted and drawn[0][1] and wanted[0][1]:
                moved = [a - b * face.unit for a, b in zip(drawn[0][1][0], wanted[0][1][0], strict=True)]
                placed = [
                    (
                        name,
                        tuple(
                            point and tuple(b * face.unit + m for b, m in zip(point, moved, strict=True))
                            for point in at
                        ),
                    )
                    for name, at in wanted
                ]
                if alike(drawn, placed, 1.0):
                    return ""
    return f"it draws {text!r} otherwise than the faces of the house"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_READ_ALIKE)


@lru_cache(maxsize=64)
def _house(path: Path, _version: int) -> _Face:
    """Return the face at ``path``, read once for all files of a run."""
    return _Face(path.read_bytes())


class _Face:
    """A font program, whose glyphs are known by their numbers. Raises FontError where it cannot be read."""

    def __init__(self, content: bytes) -> None:
        from fontTools.ttLib import TTFont, TTLibError

        try:
            self._font = TTFont(io.BytesIO(content), lazy=True)
        except TTLibError as error:
            raise FontError(str(error)) from error
        self.unit: float = _UNITS / self._font["head"].unitsPerEm
        self._letters: dict[int, frozenset[str]] = {}

    def scale(self, other: _Face) -> float:
        """Return how much larger the units of ``other`` are."""
        return self.unit / other.unit

    def width(self, glyph: int) -> float | None:
        """Return the width of a glyph, as a part of the size; None where there is none of that number."""
        names = self._font.getGlyphOrder()
        if glyph >= len(names):
            return None
        return float(self._font["hmtx"][names[glyph]][0]) * self.unit / _UNITS

    def outline(self, glyph: int) -> list[tuple[str, tuple[Any, ...]]]:
        """Return the outline of a glyph."""
        return points(self._glyph_set, self._font.getGlyphName(glyph))

    def shape(self, glyph: int) -> bytes:
        """Return the bytes of the outline of a glyph without its instructions; all different where there are none."""
        if "glyf" not in self._font:
            return str(id(self)).encode()
        data = self._table[self._places[glyph] : self._places[glyph + 1]]
        (contours,) = struct.unpack(">h", data[:2]) if data else (0,)
        if contours <= 0:
            return data.rstrip(b"\0")
        after = 10 + 2 * contours
        (instructions,) = struct.unpack(">H", data[after : after + 2])
        return data[:after] + data[after + 2 + instructions :].rstrip(b"\0")

    def glyphs(self, text: str) -> Iterator[int]:
        """Yield the glyphs of a character, or of several that one glyph takes the place of."""
        due = _plain(text)
        yield from (glyph for glyph, letters in self._characters.items() if due in letters)
        if len(due) > 1:
            replacing = map(self._font.getGlyphID, self._originals)
            yield from (glyph for glyph in replacing if due in map(_plain, self.letters(glyph)))

    def letters(self, glyph: int) -> frozenset[str]:
        """Return what a glyph may be read as: the characters of the font that it is, or that it takes the place of."""
        if glyph not in self._letters:
            self._letters[glyph] = frozenset(self._read(self._font.getGlyphName(glyph), 0))
        return self._letters[glyph]

    def _read(self, name: str, depth: int) -> Iterator[str]:
        yield from self._characters.get(self._font.getGlyphID(name), ())
        for parts in self._originals.get(name, ()) if depth < _DEEPEST else ():
            for letters in product(*(tuple(self._read(part, depth + 1)) for part in parts)):
                yield "".join(letters)

    @cached_property
    def _glyph_set(self) -> Any:
        return self._font.getGlyphSet()

    @cached_property
    def _table(self) -> bytes:
        return bytes(self._font.reader["glyf"])

    @cached_property
    def _places(self) -> list[int]:
        table = self._font.reader["loca"]
        if self._font["head"].indexToLocFormat:
            return list(struct.unpack(f">{len(table) // 4}I", table))
        return [2 * place for place in struct.unpack(f">{len(table) // 2}H", table)]

    @cached_property
    def _characters(self) -> dict[int, set[str]]:
        """The characters of each glyph."""
        by_glyph: dict[int, set[str]] = defaultdict(set)
        for code, name in (self._font.getBestCmap() or {}).items():
            by_glyph[self._font.getGlyphID(name)].add(_plain(chr(code)))
        return by_glyph

    @cached_property
    def _originals(self) -> dict[str, set[tuple[str, ...]]]:
        """The glyphs that each glyph may take the place of (OpenType, GSUB)."""
        originals: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        table = self._font["GSUB"].table if "GSUB" in self._font else None
        for lookup in table.LookupList.Lookup if table and table.LookupList else ():
            for subtable in lookup.SubTable:
                inner = subtable.ExtSubTable if subtable.LookupType == _EXTENSION else subtable
                for before, after in _replacements(inner):
                    originals[after].add(before)
        return originals


def _replacements(table: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the glyphs that a table of replacements removes, each with what comes in their place."""
    if table.LookupType == _SINGLE:
        yield from (((before,), after) for before, after in table.mapping.items())
    elif table.LookupType == _MULTIPLE:
        yield from (((before,), after) for before, results in table.mapping.items() for after in results)
    elif table.LookupType == _ALTERNATE:
        yield from (((before,), after) for before, results in table.alternates.items() for after in results)
    elif table.LookupType == _LIGATURE:
        for first, ligatures in table.ligatures.items():
            yield from (((first, *ligature.Component), ligature.LigGlyph) for ligature in ligatures)
