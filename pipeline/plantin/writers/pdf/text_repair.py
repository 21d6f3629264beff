"""The text of the content streams made the text of the report: spaces where lines end, soft hyphens where the layout
has divided a word (ISO 32000-1, 14.8.2.2.3 and 14.8.2.5), and logical order for right-to-left text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import pydyf

from plantin.findings import Finding, Place, StyleError
from plantin.writers.pdf.bidi import OTHER, Faces, font_at, is_backwards
from plantin.writers.pdf.engine_types import LaidOutDocument, Pdf, Stream
from plantin.writers.pdf.font_tables import font_table, to_unicode
from plantin.writers.pdf.rtl_marks import RtlMarks
from plantin.writers.pdf.tags import HYPHEN, OBJECT, SOFT, Mark, Structure

_WHITE = re.compile(r"[ \t\r\n\f]+")
_LAST_GLYPH = re.compile(rb"([0-9a-f]{4})>(-?[0-9]+)?\] TJ$")


def source(element: ET.Element) -> str:
    """Return the words of a block without its notes and links back, white space collapsed (CSS Text 3, 4.1)."""
    return _WHITE.sub(" ", "".join(_pieces(element))).strip(" ")


def _pieces(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield " "
        elif child.get("class") == "formula":
            yield OBJECT
        elif child.tag not in {"aside", "ol"} and child.get("class") != "back":
            yield from _pieces(child)
        yield child.tail or ""


def endings(words: str, texts: list[str]) -> list[str]:
    """Return what each of ``texts``, the pieces in which ``words`` were set, lacks at its end: nothing, a space, or
    SOFT in place of its hyphen.

    Raises ValueError where the pieces are not the words.
    """
    result = []
    place = 0
    for count, text in enumerate(texts):
        core = _WHITE.sub(" ", text).strip(" ")
        if words[place : place + 1] == " ":
            place += 1
        hyphenated = not words.startswith(core, place)
        if hyphenated:
            if not (core.endswith(HYPHEN) and words.startswith(core[:-1], place)):
                raise ValueError(f"{words[place : place + 60]!r} was set as {text!r}")
            core = core[:-1]
        place += len(core)
        following = texts[count + 1] if count + 1 < len(texts) else " "
        wanting = words[place : place + 1] == " " and not text.endswith(" ") and not following.startswith(" ")
        result.append(SOFT if hyphenated else " " if wanting else "")
    if words[place:].strip(" "):
        raise ValueError(f"{words[place : place + 60]!r} was not set")
    return result


def repair(structure: Structure, pdf: Pdf, document: LaidOutDocument, streams: list[Stream], place: Place) -> None:
    """Edit ``streams`` so that the text of every block, read by its tags, is the text of the report. Raises StyleError
    (D013) where the pages say something else.
    """
    soft: dict[tuple[bytes, int], str] = {}
    segments = [dict(_segments(stream.stream)) for stream in streams]
    rtl = RtlMarks(Faces.of(document.fonts.values()), streams, segments)
    rtl.artifacts += (artifact for artifact in structure.artifacts if artifact.glyphs)

    def piece(mark: Mark) -> MarkedPiece:
        return MarkedPiece(mark, streams[mark.page].stream, *segments[mark.page][mark.identifier], rtl.faces, soft)

    for block, marks in structure.texts.items():
        words = source(block)
        try:
            lacking = endings(words, [mark.text for mark in marks])
        except ValueError as difference:
            raise StyleError(
                Finding(
                    "D013",
                    f"the page does not say what the report says: {difference}",
                    place,
                    "Let no sheet change the words.",
                )
            ) from None
        for count, (mark, ending) in enumerate(zip(marks, lacking, strict=True)):
            mark.read = (mark.text.removesuffix(HYPHEN) if ending == SOFT else mark.text) + ending
            if mark.text == " ":
                piece(mark).space()
                continue
            following = marks[count + 1] if count + 1 < len(marks) else mark
            if ending == " " and mark.text == following.text == OBJECT and following is not mark:
                hint = "Put a word between them, or give each a paragraph of its own."
                raise StyleError(Finding("D013", "a line ends in a formula and the next begins with one", place, hint))
            outside = (
                mark.holder.role in {"Link", "Formula"}
                and following.holder is not mark.holder
                and following.text != OBJECT
            )
            if ending == " " and outside:
                # The space is the text's, not the indicator's.
                if following.glyphs:
                    rtl.leads.add(following)
                else:
                    piece(following).begin()
            elif not mark.glyphs:
                piece(mark).end(ending)
            if mark.glyphs:
                rtl.endings[mark] = "" if following in rtl.leads else ending
    for mark in structure.generated:
        if is_backwards(mark.text):
            rtl.endings[mark] = ""
    rtl.finish()
    rtl.faces.placed.embed(pdf, document.fonts.values())
    _other_fonts(pdf, soft | rtl.faces.others)


def _other_fonts(pdf: Pdf, meanings: dict[tuple[bytes, int], str]) -> None:
    """For each font with glyphs that have other ``meanings`` at places, a hyphen that divides a word (SOFT; ISO
    32000-1, 9.10.3 and 14.8.2.2.3) and a bracket that is turned round, the same font under another name, in which they
    have these: what is copied is right in readers without replacement text too.
    """
    for name in dict.fromkeys(name for name, _ in sorted(meanings)):
        key = name.decode()
        table = font_table(pdf, key)
        font = pdf.objects[int(table[key].split()[0])]
        mapped = {code: meaning for (font_name, code), meaning in sorted(meanings.items()) if font_name == name}
        other_font = pydyf.Dictionary({**font, "ToUnicode": to_unicode(pdf, mapped)})
        pdf.add_object(other_font)
        table[key + OTHER.decode()] = other_font.reference


def _segments(items: list[object]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield each marked-content identifier of a stream with the places of its BDC and its EMC."""
    opened: list[tuple[int | None, int]] = []
    for index, item in enumerate(items):
        if item in (b"BDC", b"BMC"):
            properties = items[index - 1] if item == b"BDC" else None
            opened.append((properties["MCID"] if isinstance(properties, dict) else None, index))
        elif item == b"EMC":
            identifier, begin = opened.pop()
            if identifier is not None:
                yield identifier, (begin, index)


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A mark in its stream, between its BDC and its EMC."""

    mark: Mark
    items: list[Any]
    opened: int
    closed: int
    faces: Faces
    soft: dict[tuple[bytes, int], str]

    def end(self, ending: str) -> None:
        """Give the text its ending: nothing, a space, or SOFT in place of its hyphen."""
        text = self.mark.text.removesuffix(HYPHEN) if ending == SOFT else self.mark.text
        if ending == SOFT:
            self._make_hyphen_soft(text)
        elif ending:
            last = self._show_operators()[-1]
            space = self._space(last)
            glyph = _LAST_GLYPH.search(self.items[last])
            if space and glyph and int(glyph[1], 16) == space[0]:
                return  # a box as wide as its number keeps the space that the layout has taken from its text
            if space:
                self.items[last] = self.items[last].removesuffix(b"] TJ") + b"<%04x>] TJ" % space[0]
            else:
                self._instead(text + ending)

    def begin(self) -> None:
        """Give the text a space before it, which takes no room: the pen goes back by its width."""
        first = self._show_operators()[0]
        space = self._space(first)
        if space and "ActualText" not in self.items[self.opened - 1]:
            self.items[first] = b"[<%04x>%d" % space + self.items[first].removeprefix(b"[")
        else:
            self._instead(" " + self.mark.text)

    def space(self) -> None:
        """A space between drawings, for which nothing is painted."""
        self._instead(" ")

    def _make_hyphen_soft(self, text: str) -> None:
        """The hyphen stays on the page and is read as a soft hyphen."""
        last = self._show_operators()[-1]
        operator = self.items[last]
        glyph = _LAST_GLYPH.search(operator)
        if not glyph:
            self._instead(text + SOFT)
            return
        before = operator[: glyph.start(1)]
        before = before[:-1] if before.endswith(b"<") else before + b">"
        name, size = font_at(self.items, last).split()
        self.soft[name[1:], int(glyph[1], 16)] = SOFT
        parts = (
            before + b"] TJ",
            name + OTHER + b" " + size + b" Tf",
            b"[<" + glyph[1] + b">] TJ",
            name + b" " + size + b" Tf",
        )
        self.items[last] = b"\n".join(parts)

    def _instead(self, text: str) -> None:
        """Replacement text for the whole piece (ISO 32000-1, 14.9.4)."""
        self.items[self.opened - 1]["ActualText"] = pydyf.String(text)

    def _show_operators(self) -> list[int]:
        return [
            place
            for place in range(self.opened, self.closed)
            if isinstance(item := self.items[place], bytes) and item.endswith(b"] TJ")
        ]

    def _space(self, place: int) -> tuple[int, int] | None:
        """Return the glyph of the space in the font at ``place``, and its width."""
        names = (
            item for item in self.items[place : self.opened : -1] if isinstance(item, bytes) and item.endswith(b" Tf")
        )
        return self.faces.space(next(names).split()[0][1:])
