"""The text of the content streams made the text of the report: spaces where lines end, soft hyphens where the layout has divided a word
(ISO 32000-1, 14.8.2.2.3 and 14.8.2.5), and logical order for right-to-left text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from pipeline.findings import Finding, Place, StyleError
from pipeline.writers.pdf.tags import Mark, Structure

HYPHEN = "\u2010"
SOFT = "\u00ad"

_WHITE = re.compile(r"[ \t\r\n\f]+")
_LAST_GLYPH = re.compile(rb"([0-9a-f]{4})>(-?[0-9]+)?\] TJ$")


def source(element: ET.Element) -> str:
    """The words of a block without its notes, white space collapsed as CSS does (CSS Text 3, 4.1)."""
    return _WHITE.sub(" ", "".join(_pieces(element))).strip(" ")


def _pieces(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield " "
        elif child.tag not in {"aside", "ol"}:
            yield from _pieces(child)
        yield child.tail or ""


def endings(words: str, texts: list[str]) -> list[str]:
    """What each of ``texts``, the pieces in which ``words`` were set, lacks at its end: nothing, a space, or SOFT in place of its hyphen.

    Raises ValueError where the pieces are not the words.
    """
    result = []
    place = 0
    for count, text in enumerate(texts):
        core = text.strip(" ")
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


def mend(structure: Structure, document: Any, streams: list[Any], place: Place) -> None:
    """Edit ``streams`` so that the text of every block, read by its tags, is the text of the report. Raises StyleError (D013) where the
    pages say something else.
    """
    spaces = _spaces(document)
    segments = [dict(_segments(stream.stream)) for stream in streams]
    for block, marks in structure.texts.items():
        try:
            lacking = endings(source(block), [mark.text for mark in marks])
        except ValueError as difference:
            raise StyleError(
                Finding("D013", f"the page does not say what the report says: {difference}", place, "Let no sheet change the words.")
            ) from None
        for mark, ending in zip(marks, lacking, strict=True):
            _end(streams[mark.page].stream, segments[mark.page][mark.identifier], mark, ending, spaces)


def _segments(items: list[Any]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Each marked-content identifier of a stream with the places of its BDC and its EMC."""
    opened: list[tuple[int | None, int]] = []
    for index, item in enumerate(items):
        if item in (b"BDC", b"BMC"):
            properties = items[index - 1] if item == b"BDC" else None
            opened.append((properties["MCID"] if isinstance(properties, dict) else None, index))
        elif item == b"EMC":
            identifier, begin = opened.pop()
            if identifier is not None:
                yield identifier, (begin, index)


def _spaces(document: Any) -> dict[bytes, bytes]:
    """The glyph of the space in each font, by the font's name in the streams."""
    found = {}
    for font in document.fonts.values():
        for glyph, text in font.to_unicode.items():
            if text == " " and not font.bitmap:
                found[str(font.hash).encode()] = b"%04x" % glyph
    return found


def _end(items: list[Any], segment: tuple[int, int], mark: Mark, ending: str, spaces: dict[bytes, bytes]) -> None:
    import pydyf

    begin, end = segment
    if any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in mark.text):
        # Glyphs are painted from left to right: only replacement text gives the order in which they are read.
        items[begin - 1]["ActualText"] = pydyf.String(mark.text.removesuffix(HYPHEN) + ending if ending == SOFT else mark.text + ending)
        return
    if not ending:
        return
    last = next(index for index in range(end, begin, -1) if isinstance(items[index], bytes) and items[index].endswith(b"] TJ"))
    shown = items[last]
    glyph = _LAST_GLYPH.search(shown)
    if ending == SOFT and glyph:
        before = shown[: glyph.start(1)].removesuffix(b"<")
        before += b">" if before[-1:] not in b"[>" and not before[-1:].isspace() else b""
        span = b"/Span " + pydyf.Dictionary({"ActualText": pydyf.String(SOFT)}).data
        items[last] = before + b"] TJ\n" + span + b" BDC\n[<" + glyph[1] + b">] TJ\nEMC"
        return
    font = next(item.split()[0][1:] for item in items[last:begin:-1] if isinstance(item, bytes) and item.endswith(b" Tf"))
    if ending == " " and font in spaces:
        items[last] = shown.removesuffix(b"] TJ") + b"<" + spaces[font] + b">] TJ"
    else:
        items[begin - 1]["ActualText"] = pydyf.String(mark.text.removesuffix(HYPHEN if ending == SOFT else "") + ending)
