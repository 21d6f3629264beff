"""Checks the parent tree, fonts, annotations and actions of a PDF."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.pdf.bounds import LARGEST_FONT, decoded, number_tree, outline_items
from plantin.auditors.pdf.file import File
from plantin.auditors.pdf.fonts import Font
from plantin.auditors.pdf.structure import Annotation
from plantin.bounded.fonts import FontError, require_maps

_HARMLESS = frozenset(("/GoTo", "/URI"))
_PRINTED = frozenset(("/PrinterMark", "/TrapNet"))
_NAMELESS = 3.0
"""The format of the table "post" that names no glyph."""


def held(pdf: pikepdf.Pdf, file: File) -> Iterator[Fault]:
    """A117, A123, A124, A137 and L103 (names out of order), as code, message and hint."""
    yield from _parents(pdf, file)
    yield from _upright(pdf, file)
    yield from _glyphs(pdf, file)
    yield from _names(pdf)


def acting(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """A119 and A126, as code, message and hint."""
    if pdf.is_encrypted:
        yield (
            "A119",
            "the file is locked",
            "Write it without encryption: readers and their programs must get at the text.",
        )
    catalog: pikepdf.Object = pdf.Root
    if "/JavaScript" in catalog.get("/Names", pikepdf.Dictionary()):
        yield "A119", "the file holds a script", "Take it out."
    found = {f"{where} {what}" for where, holder in _holders(pdf) for what in _acts(holder)}
    yield from (("A119", words, "Lead to a place or an address; take out everything else.") for words in sorted(found))
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", []):
            kind = str(annotation.get("/Subtype", ""))
            if kind not in {"/Link", *_PRINTED}:
                yield (
                    "A126",
                    f"an annotation ({kind[1:]}) is on page {number}",
                    "What belongs to the report is part of its text.",
                )
            elif kind == "/Link" and "/AP" in annotation:
                yield "A126", f"a link on page {number} paints something over the page", "Take out its appearance (AP)."


def _holders(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """All that may hold an action, each with its name."""
    yield "the file", pdf.Root
    for number, page in enumerate(pdf.pages, 1):
        yield f"page {number}", page.obj
        for annotation in page.obj.get("/Annots", []):
            yield f"a link on page {number}", annotation
    yield from (("a bookmark", item) for item in outline_items(pdf))


def _acts(holder: pikepdf.Object) -> Iterator[str]:
    if "/AA" in holder:
        yield "acts by itself"
    for name in ("/A", "/PA", "/OpenAction"):
        action = holder.get(name)
        count = 0
        while isinstance(action, pikepdf.Dictionary) and "/S" in action and count < 99:
            if str(action.S) not in _HARMLESS:
                yield f"acts ({str(action.S)[1:]})"
            action, count = action.get("/Next"), count + 1


def _parents(pdf: pikepdf.Pdf, file: File) -> Iterator[Fault]:
    """14.7.4.4 of ISO 32000-1: who comes from the page finds the element that the tree puts the content in."""
    tree: Any = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
    numbers = dict(number_tree(tree.get("/ParentTree")))
    rows: dict[tuple[int, int], Any] = {}
    wrong: Counter[int] = Counter()
    for element in file.elements:
        for kid in element.kids:
            if isinstance(kid, tuple) and kid in file.marks:
                holder = kid[:2]
                if holder not in rows:
                    row = numbers.get(int(pdf.get_object(*holder).get("/StructParents", -1)))
                    rows[holder] = (
                        [one.objgen if isinstance(one, pikepdf.Object) else None for one in row]
                        if row is not None
                        else []
                    )
                found = rows[holder][kid[2]] if kid[2] < len(rows[holder]) else None
                wrong[file.marks[kid].page] += found != element.number
        own = (kid for kid in element.kids if isinstance(kid, Annotation) and kid.number != (0, 0))
        for annotation in own:
            parent = numbers.get(int(pdf.get_object(*annotation.number).get("/StructParent", -1)))
            wrong[annotation.page] += parent is None or parent.objgen != element.number
    for page, count in sorted(wrong.items()):
        if count:
            message = f"{count} pieces of page {page + 1} are assigned to other elements than the tree puts them in"
            yield "A117", message, "Write the parent tree (ParentTree) from the tree itself."


def _upright(pdf: pikepdf.Pdf, file: File) -> Iterator[Fault]:
    for number, (page, sheet) in enumerate(zip(pdf.pages, file.sheets, strict=True), 1):
        left, low, right, high = map(float, page.mediabox)
        lying = abs(right - left) > abs(high - low)
        if int(page.obj.get("/Rotate", 0)) % 360 and not lying:
            yield "A123", f"page {number} is turned", "Show it upright: take out Rotate."
        if words := " ".join("".join(sheet.turned).split()):
            yield "A123", f"“{words[:SHOWN]}” on page {number} is not upright", "Set words from left to right, upright."


def _glyphs(pdf: pikepdf.Pdf, file: File) -> Iterator[Fault]:
    """9.10 of ISO 32000-1: what a glyph is mapped to is what the font draws, as far as the font itself shows."""
    fonts: dict[tuple[int, int], pikepdf.Object] = {}
    for page in pdf.pages:
        resources: pikepdf.Object = page.obj.get("/Resources", pikepdf.Dictionary())
        fonts.update((font.objgen, font) for font in resources.get("/Font", pikepdf.Dictionary()).values())
    for font in fonts.values():
        try:
            drawn = _drawn(font)
        except FontError as error:
            yield (
                "A137",
                f"the font {str(font.BaseFont)[1:]} {error}",
                "Embed the font again, or build the edition again.",
            )
            continue
        known = file.fonts.get(font.objgen) if font.is_indirect else None
        for code, said in (known or Font(font, file.budget)).map.items() if drawn else ():
            letters, text = drawn.get(code, set()), unicodedata.normalize("NFKC", said)
            if (
                len(text) == 1
                and letters
                and text not in letters
                and (text.isalnum() or all(map(str.isalnum, letters)))
            ):
                message = f"{str(font.BaseFont)[1:]}: what is drawn as “{min(letters)}” is read as “{text}”"
                yield "A124", message, "Write the map to Unicode (ToUnicode) from the font."


def _drawn(font: pikepdf.Object) -> dict[int, set[str]]:
    """The characters that the embedded font itself has for each code, where codes are its glyphs. Raises FontError
    where it is damaged.
    """
    from fontTools.ttLib import TTFont

    own = font.DescendantFonts[0] if "/DescendantFonts" in font else pikepdf.Dictionary()
    descriptor = own.get("/FontDescriptor", pikepdf.Dictionary())
    program = next((descriptor[name] for name in ("/FontFile2", "/FontFile3") if name in descriptor), None)
    if (
        program is None
        or str(font.get("/Encoding", "")) != "/Identity-H"
        or str(own.get("/CIDToGIDMap", "/Identity")) != "/Identity"
    ):
        return {}
    if (
        str(program.get("/Subtype", "")) == "/CIDFontType0C"
    ):  # bare outlines, which know no characters (ISO 32000-1, 9.9)
        return {}
    content = decoded(program, LARGEST_FONT)
    found: dict[int, set[str]] = {}
    try:
        read = TTFont(io.BytesIO(content), lazy=True)
        if "cmap" in read:
            require_maps(read.reader["cmap"])
            _leave_unnamed(read)
            for character, name in (read.getBestCmap() or {}).items():
                found.setdefault(read.getGlyphID(name), set()).add(unicodedata.normalize("NFKC", chr(character)))
    except FontError:
        raise
    except Exception as error:
        raise FontError(f"is damaged: {error}") from error
    return found


def _leave_unnamed(font: Any) -> None:
    """Have the glyphs of a font that gives them no names called by their numbers: the library makes names of characters
    for all of them, which takes longer than to read the map. All that it would read for that is read, so that damage is
    found.
    """
    if "CFF " not in font and ("post" not in font or font["post"].formatType == _NAMELESS) and font.getGlyphCount():
        font.setGlyphOrder([])
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.ensureDecompiled()


def _names(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """7.9.6 of ISO 32000-1: names are in order, or programs that look them up do not find them."""
    catalog: Any = pdf.Root
    dests = catalog.get("/Names", pikepdf.Dictionary()).get("/Dests", pikepdf.Dictionary())
    names = [bytes(name) for name in list(dests.get("/Names", []))[::2]]
    if names != sorted(names):
        yield (
            "L103",
            "the names of the destinations are not in order",
            "Sort them: programs look them up as in a dictionary.",
        )
