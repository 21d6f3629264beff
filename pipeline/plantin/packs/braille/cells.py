"""Facts of braille that writers and auditors share: cells, their North American ASCII, layout signs, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plantin.model.document import Document

_ASCII = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
"""North American ASCII braille, by cells from U+2800 to U+283F (Library of Congress, NLS Specification 800)."""
FIRST = 0x2800
BLANK = "⠀"
OPENED, CLOSED = "⠶", "⠛"
"""The lines above and below a table, a figure or a box are of these cells (Braille Formats 2016, 7.2)."""
SEPARATOR = "⠐⠒⠒⠒⠒⠒⠒"
"""The line above notes (Braille Formats 2016, 16.5)."""
GUIDE, PAGE, RULE = "⠐", "⠤", "⠒"
"""What leads to a page number in contents, begins the line of a print page, and is under the heads of columns."""
CONTINUED = "⠐"
"""The last cell of a line whose last word goes on in the next (Unified English Braille 2013, 10.13.9: line mode)."""
NUMBERED = 8
"""Cells at the end of a line of contents that are kept for guide dots and the number of the page."""
UNCONTRACTED = ("⠰⠰⠰", "⠰⠄")
"""Around uncontracted lines in a contracted text: a passage of grade 1 (Unified English Braille 2013, 5.5)."""
LETTER = "⠰"
"""Before letters that could be read as a contraction (Rules of Unified English Braille 2013, 5.2)."""
RAISED = "⠰⠔"
"""Before what is raised (Rules of Unified English Braille 2013, 7)."""
DESCRIBED = ("⠈⠨⠣", "⠈⠨⠜")
"""A description of a picture is a transcriber's note (Rules of Unified English Braille 2013, 3.27)."""

NEMETH = ("⠸⠩", "⠸⠱")
"""Around a formula in the Nemeth Code, with a blank on the inner sides (BANA, Nemeth Code within UEB, 2018)."""

_SCRIPT = 4
TABLES = {
    "ar": ("ar-ar-g1.utb",),
    "bn": ("bn.tbl",),
    "cs": ("cs-g1.ctb",),
    "da": ("da-dk-g16.ctb",),
    "de": ("de-g1.ctb",),
    "el": ("el.ctb",),
    "en": ("en-ueb-g2.ctb", "en-ueb-g1.ctb"),
    "es": ("es-g1.ctb",),
    "fa": ("fa-ir-g1.utb",),
    "fr": ("fr-bfu-g2.ctb", "fr-bfu-comp6.utb"),
    "he": ("he-IL.utb",),
    "hi": ("hi-in-g1.utb",),
    "hu": ("hu-hu-g1.ctb",),
    "it": ("it-it-comp6.utb",),
    "ko": ("ko-g1.ctb",),
    "no": ("no-no-g0.utb",),
    "pl": ("Pl-Pl-g1.utb",),
    "pt": ("pt-pt-g1.utb",),
    "ru": ("ru-litbrl.ctb",),
    "sv": ("sv-g1.ctb",),
    "sw": ("sw-ke-g1.utb",),
    "tr": ("tr-g1.ctb",),
    "uk": ("uk.utb",),
    "ur": ("ur-pk-g1.utb",),
    "vi": ("vi-vn-g0.utb",),
    "zh": ("zhcn-cbs.ctb",),
}
"""The tables of liblouis for a language, the usual one first."""


_SYSTEMS = {
    "ar-ar-g1.utb": "Arabic grade1",
    "cs-g1.ctb": "Czech grade1",
    "de-g1.ctb": "German grade1",
    "el.ctb": "Greek grade1",
    "en-ueb-g1.ctb": "UEB grade1",
    "en-ueb-g2.ctb": "UEB grade2",
    "es-g1.ctb": "Spanish grade1",
    "fa-ir-g1.utb": "Persian grade1",
    "fr-bfu-comp6.utb": "French grade1",
    "fr-bfu-g2.ctb": "French grade2",
    "he-IL.utb": "Hebrew grade1",
    "it-it-comp6.utb": "Italian grade1",
    "ko-g1.ctb": "Korean grade1",
    "Pl-Pl-g1.utb": "Polish grade1",
    "pt-pt-g1.utb": "Portuguese grade1",
    "ru-litbrl.ctb": "Russian grade1",
    "sv-g1.ctb": "Swedish grade1",
    "tr-g1.ctb": "Turkish grade1",
    "uk.utb": "Ukrainian grade1",
    "ur-pk-g1.utb": "Urdu grade1",
}
NEMETH_SYSTEM = "Nemeth no-grade math"


def system(table: str) -> str:
    """Return the name of the braille code of a table, as DAISY's registry of codes proposes it; the table's own where
    that has none.

    >>> system("fr-bfu-g2.ctb"), system("xx-new.ctb")
    ('French grade2', 'xx-new')
    """
    return _SYSTEMS.get(table, table.rpartition(".")[0] or table)


def script_tag(language: str) -> str:
    """Return the tag of ``language`` (BCP 47) in braille: its script gives way to Brai.

    >>> script_tag("en"), script_tag("pt-BR"), script_tag("zh-Hans")
    ('en-Brai', 'pt-Brai-BR', 'zh-Brai')
    """
    first, *others = language.split("-")
    return "-".join((first, "Brai", *(part for part in others if len(part) != _SCRIPT)))


def tables(language: str) -> tuple[str, ...]:
    """Return the tables of liblouis for ``language`` (BCP 47), the usual one first; of a language that is not among
    them, liblouis is asked.
    """
    main = language.partition("-")[0].lower()
    return TABLES.get(main, (f"language:{main} contraction:no",))


def table_of(document: Document) -> str:
    """Return the table by which ``document`` is written: that of its locale, else the usual one of its language."""
    return document.transcription.table or tables(document.language)[0]


def uncontracted_table(language: str, table: str) -> str:
    """Return the table for lines that are not words, where ``language`` is written by ``table``: without contractions.

    >>> uncontracted_table("en", "en-ueb-g2.ctb"), uncontracted_table("es", "es-g2.ctb")
    ('en-ueb-g1.ctb', 'es-g2.ctb')
    """
    names = tables(language)
    return names[-1] if table in names else table


def ascii_of(cells: str) -> str:
    """Return ``cells`` (U+2800 to U+283F) in North American ASCII braille. Raises ValueError for anything else.

    >>> ascii_of("⠠⠇⠁⠍⠏⠀⠼⠉")
    ',LAMP #C'
    """
    try:
        return "".join(_ASCII[ord(cell) - FIRST] for cell in cells)
    except IndexError:
        raise ValueError("there is a cell of eight dots") from None


def cells_of(text: str) -> str:
    """The cells of a text in ASCII braille, small letters as capitals. Raises ValueError for any other character.

    >>> cells_of(",lamp #c")
    '⠠⠇⠁⠍⠏⠀⠼⠉'
    """
    return "".join(chr(FIRST + _ASCII.index(character)) for character in text.upper())
