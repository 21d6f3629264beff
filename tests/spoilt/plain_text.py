"""Editions in plain text, Markdown and braille, spoilt in one way each: words put in the place of others."""

from __future__ import annotations

from tests.spoilt.registry import HARBOUR, Spoilt
from tests.spoilt.rewriting import text

_LAMPS = "lamps"
_FAULTS: dict[str, dict[str, tuple[str, str, tuple[str, ...]]]] = {
    HARBOUR: {
        "number of a paragraph": ("7.  Nothing", "8.  Nothing", ("P003",)),
        "number of a paragraph dropped": ("1.  The lamps of the harbour", "The lamps of the harbour", ("P003",)),
        "word changed": ("at dusk", "at dawn", ("P004",)),
        "call of another note": ("the log.[2]", "the log.[1]", ("P005",)),
        "call dropped": ("no oil,[3]", "no oil,", ("P005",)),
        "note dropped": ("[3]  See note 1.\n\n", "", ("P001", "P004", "P005")),
        "number of a note": ("[3]  See note 1.", "[4]  See note 1.", ("P003", "P004", "P005")),
        "entry of a list set as a paragraph": ("  (a)  lamps that burn;", "(a)  lamps that burn;", ("P007",)),
        "entry of a list one level up": ("        (i)  the glass", "  (i)  the glass", ("P007",)),
        "entry dropped": ("        (i)  the glass is broken; or\n\n", "", ("P001",)),
        "heading of another rank": ("B.  Names\n---------", "B.  Names\n=========", ("P007",)),
        "heading set as a paragraph": ("B.  Names\n---------", "B.  Names", ("P007",)),
        "quotation set as a paragraph": ("> A lamp that is seen", "A lamp that is seen", ("P007",)),
        "row of the contents dropped": ("  A.  Counting\n", "", ("P010",)),
        "line of the masthead changed": ("Distr.: Limited", "Distr.: General", ("P009",)),
        "title without its rules": ("=\nHarbour lights", "=\n\nHarbour lights", ("P002", "P009", "P010")),
        "paragraphs exchanged": (
            "> A lamp that is seen is a lamp that burns.\n\n> So it stands in the log.[2]",
            "> So it stands in the log.[2]\n\n> A lamp that is seen is a lamp that burns.",
            ("P006",),
        ),
        "mark of direction": ("المصباح", "\u200fالمصباح", ("A019", "P037")),
        "soft hyphen": ("lamps that burn", "la\u00admps that burn", ("A019", "P037")),
        "spaces at the end of a line": (
            "in which every kind of block and\n",
            "in which every kind of block and  \n",
            ("P003", "P004"),
        ),
        "lines divided elsewhere": (
            "lit at dusk.[1] Their number is given\nin paragraph",
            "lit at dusk.[1] Their number\nis given in paragraph",
            ("P038",),
        ),
    },
    _LAMPS: {
        "cell changed": ("North   │   12", "North   │   13", ("P004",)),
        "cells exchanged": ("North   │   12 │      14", "North   │   14 │      12", ("P004",)),
        "row dropped": ("North   │   12 │      14\n", "", ("P001",)),
        "letter note dropped": ("[a]  All harbours.\n\n", "", ("P001",)),
        "title of a table": ("Table 2  Oil", "Table 3  Oil", ("P003",)),
        "description of a picture dropped": ("[A mast with one lamp]\n", "", ("P001",)),
        "description of a picture changed": ("[A mast with one lamp]", "[A mast with two lamps]", ("P004",)),
        "box not closed": ("[a]  In the box.\n***", "[a]  In the box.\n", ("P004",)),
        "number of a formula": ("    (1)  E equals", "    (2)  E equals", ("P003",)),
        "definition set as a term": (": A light with a keeper.", "A light with a keeper.", ("P001", "P002")),
        "listing changed": ("oil = 3", "oil = 4", ("P004",)),
        "asterisk dropped": ("A/90/77[*]", "A/90/77", ("P005", "P009")),
    },
}
_MARKDOWN: dict[str, dict[str, tuple[str, str, tuple[str, ...]]]] = {
    HARBOUR: {
        "number of a paragraph": ("7.  Nothing", "8.  Nothing", ("P003",)),
        "anchor of a paragraph": ('<a id="paragraph-7">', '<a id="p7">', ("P008",)),
        "anchor that links lead to": ('<a id="paragraph-3">', '<a id="p3">', ("L301", "P008")),
        "anchor given twice": ('<a id="paragraph-7">', '<a id="paragraph-6">', ("P008",)),
        "word changed": ("at dusk", "at dawn", ("P004",)),
        "call of another note": ("the log.[^2]", "the log.[^1]", ("P005",)),
        "call dropped": ("no oil,[^3]", "no oil,", ("P005",)),
        "note dropped": ("[^3]: ", "", ("P001", "P002", "P005")),
        "heading of another rank": ('### <a id="section-II.B">', '## <a id="section-II.B">', ("P007",)),
        "heading set as a paragraph": ('### <a id="section-II.B">', '<a id="section-II.B">', ("P007",)),
        "entry of a list one level up": ('  - <a id="paragraph-3.b.i">', '- <a id="paragraph-3.b.i">', ("P007",)),
        "quotation set as a paragraph": ("> A lamp that is seen", "A lamp that is seen", ("P007",)),
        "row of the contents leads elsewhere": ("Counting](#section-II.A)", "Counting](#section-II.B)", ("P010",)),
        "language changed": ('lang: "en"', 'lang: "fr"', ("P011",)),
        "mark of direction": ("المصباح", "\u200fالمصباح", ("A019", "P037")),
    },
    _LAMPS: {
        "cell changed": ("| North | 31 |", "| North | 32 |", ("P004",)),
        "cells joined": ('<td rowspan="2" class="end">12</td>', '<td class="end">12</td>', ("P003",)),
        "head of a row set as data": ('<th scope="row">North</th>', "<td>North</td>", ("P003",)),
        "letter note dropped": ("a  All harbours.", "", ("P003", "P004")),
        "letter call dropped": ("<sup>[a](#box-1.note-a)</sup>", "", ("P005",)),
        "words of a formula": ('aria-label="x squared"', 'aria-label="x"', ("P004",)),
        "description of a picture": ("A mast with one lamp", "A mast", ("P004",)),
        "listing changed": ("oil = 3", "oil = 4", ("P004",)),
        "number of a formula": ("(1)\n", "(2)\n", ("P003",)),
    },
}
_BRAILLE: dict[str, dict[str, tuple[str, str, tuple[str, ...]]]] = {
    HARBOUR: {
        "number of a paragraph": ("  #G4 ,NO", "  #H4 ,NO", ("P003", "P042")),
        "word changed": ("LIT AT\r\nDUSK4", "LIT AT\r\nDAWN4", ("P004", "P042")),
        "call of another note": (" LOG1;9#B :", " LOG1;9#A :", ("P004", "P005", "P042")),
        "call dropped": ("IS NO OIL1;9#C", "IS NO OIL1", ("P005", "P042")),
        "number of a note": ("  ;9#C ,SEE NOTE", "  ;9#D ,SEE NOTE", ("P003", "P004", "P005", "P042")),
        "note dropped": ("  ;9#C ,SEE NOTE #A4\r\n", "", ("P001", "P004", "P005", "P042")),
        "line of the masthead changed": (",4TR43 ,LIMIT$", ",4TR43 ,G5]AL", ("P009", "P042")),
        "row of the contents dropped": ("  ,A4 ,C.T+ " + '"' * 25 + " #B\r\n", "", ("P010", "P042")),
        "contents that name another page": ('" #C\r\n,,III4', '" #B\r\n,,III4', ("A305",)),
        "heading set as a paragraph": (
            "           ,,III4 ,OBS]VA;NS\r\n\r\n",
            "  ,,III4 ,OBS]VA;NS\r\n",
            ("P001", "P004", "P042"),
        ),
        "entry of a list one level up": ('  "<I"> ! GLASS', '"<I"> ! GLASS', ("P007",)),
        "quotation set as a paragraph": ("     ,A LAMP T IS SE5 IS", "  ,A LAMP T IS SE5 IS", ("P001", "P002", "P042")),
        "line beyond the page": ("LIT AT\r\n", "LIT AT" + " X" * 10 + "\r\n", ("A304", "P004", "P042")),
        "page with the number of another": (
            " " * 38 + "#C\r\n\f",
            " " * 38 + "#B\r\n\f",
            ("A304", "A305"),
        ),
    },
    _LAMPS: {
        "cell changed": (",NOR?   #CA", ",NOR?   #CB", ("P004", "P042")),
        "cell of a list changed": (",LAMPS1 #BJCD3 #AB", ",LAMPS1 #BJCD3 #AC", ("P004", "P042")),
        "letter note changed": (";9A ,ALL H>B\\RS4", ";9A ,NO H>B\\RS4", ("P004",)),
        "description of a picture": (',A MA/ ) "O LAMP', ",A MA/ ) TWO LAMPS", ("P004",)),
        "number of a formula": ('       "<#A">', '       "<#B">', ("P003", "P042")),
        "title of a table": (",TABLE #B ,OIL", ",TABLE #C ,OIL", ("P003", "P042")),
    },
}
_FILES: tuple[Spoilt, ...] = (
    Spoilt("word changed", "pef", text("⠙⠥⠎⠅⠲", "⠙⠁⠺⠝⠲"), ("P004", "P042")),
    Spoilt("number of a paragraph", "pef", text("⠀⠀⠼⠛⠲⠀⠠⠝⠕", "⠀⠀⠼⠓⠲⠀⠠⠝⠕"), ("P003", "P042")),
)
FILES: tuple[Spoilt, ...] = _FILES + tuple(
    Spoilt(fault, format_, text(old, new), codes, report=report)
    for format_, reports in (("txt", _FAULTS), ("md", _MARKDOWN), ("brf", _BRAILLE))
    for report, faults in reports.items()
    for fault, (old, new, codes) in faults.items()
)
