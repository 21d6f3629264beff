"""Document symbols of any publisher: what one is, its name as a file, and its place in an address."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import quote

LONGEST = 80
"""The most characters of a symbol."""

_WORD = "[A-Za-z0-9]+"
_INSIDE = rf"{_WORD}(?:(?:[/.\-:+_ ]|\. ){_WORD})*"
_BRACKET = rf"\({_INSIDE}\)"
# Marks between words are single, but for the full stop of an abbreviation before a space. A bracket follows a word at
# once, or after a space (COM(2021) 206, A/72/5 (Vol. II)); brackets are not nested, and none follows another at once.
_FORM = re.compile(
    rf"{_WORD}"
    rf"(?:(?:(?<!\))(?:[ /.\-]|\. )?|[ /.\-]){_BRACKET}|(?:[/.\-:+_ ]|\. ){_WORD}|(?<=\)){_WORD})*\*?"
)
# Symbols of words and figures, with / . - ( between them: their folders are named with hyphens alone.
_PLAIN = re.compile(r"[A-Za-z0-9]+(?:[/.\-][A-Za-z0-9]+|\([A-Za-z0-9]+\)(?![A-Za-z0-9]))*")
_FOREIGN = re.compile(r"[^A-Za-z0-9/.\-:+_ ()*]")
_NAMES = {" ": "_", ":": "__", "_": "___", "/": "-", "-": "--", "(": "~", ")": "~", "+": "-_"}
"""How each mark is written in the name of a file: no two of them read alike, wherever a symbol may have them."""


def fault(symbol: str) -> str:
    """Return what is wrong with ``symbol`` as a document symbol, in words; empty where it is one.

    >>> fault("A/72/5 (Vol. II)"), fault("COM(2021) 206 final"), fault("ISO 14289-1:2014"), fault("A/71/344*")
    ('', '', '', '')
    >>> fault("A/72/5 (Vol. II"), fault("Report of 2017 on lamps"), fault("S//2017")
    ('a bracket is not closed', 'it is a phrase', 'a mark between words is doubled, first or last')
    """
    bare = symbol.removesuffix("*")
    if not bare or len(symbol) > LONGEST:
        return f"it has more than {LONGEST} characters" if bare else "it is empty"
    if sign := _FOREIGN.search(symbol):
        return f"no symbol has the character {sign[0]!r}"
    if "*" in bare:
        return "an asterisk is not at its end"
    if not _FORM.fullmatch(symbol):
        opened = [sign for sign in bare if sign in "()"]
        if len(opened) % 2 or any(pair == (pair[0], pair[0]) for pair in pairwise(opened)):
            return "a bracket is not closed"
        return "a mark between words is doubled, first or last"
    if not _PLAIN.fullmatch(bare) and not any(map(str.isdigit, bare)):
        return "it has no figure"
    # Whether its words, those in brackets apart, are those of a sentence: words of small letters between others,
    # or two with a capital in a row.
    words = re.sub(_BRACKET, "", bare).split()
    common = [word.isalpha() and not word.isupper() for word in words]
    small = any(word.isalpha() and word.islower() for word in words[:-1])
    return "it is a phrase" if (small or any(first and second for first, second in pairwise(common))) else ""


def slug(symbol: str) -> str:
    """Return the name of the folder and the files of the report with this symbol; any other text becomes a name, too.

    It has letters, figures and . - _ ~ alone, which need no quotation in a shell, a path or an address. A symbol of
    words and figures with / . - or a year in brackets keeps the name that it always had, in which all but the full stop
    are hyphens. In others each mark is written in its own way (``_NAMES``), so that no two have the same name, and the
    symbol can be read from it. The asterisk of a reissue is no part of the name.

    >>> slug("S/2017/97"), slug("A/90/12/Add.1"), slug("S/RES/2253(2015)")
    ('S-2017-97', 'A-90-12-Add.1', 'S-RES-2253-2015')
    >>> slug("A/72/5 (Vol. II)"), slug("COM(2021) 206 final"), slug("ISO 14289-1:2014")
    ('A-72-5_~Vol._II~', 'COM~2021~_206_final', 'ISO_14289--1__2014')
    """
    bare = symbol.removesuffix("*")
    if _PLAIN.fullmatch(bare) or fault(symbol):
        return re.sub(r"[^A-Za-z0-9.]+", "-", symbol).strip("-")
    return "".join(_NAMES.get(sign, sign) for sign in bare)


def folder(symbol: str) -> tuple[str, ...]:
    """Return the names of the folders, one in the other, in which a site has the report with this symbol.

    >>> folder("S/2017/97"), folder("A/72/5 (Vol. II)"), folder("S/RES/2253(2015)")
    (('S', '2017', '97'), ('A', '72', '5_(Vol._II)'), ('S', 'RES', '2253(2015)'))
    """
    spaced = symbol.removesuffix("*").replace("_", "___").replace(":", "__").replace(" ", "_")
    return tuple(re.sub(r"[^\w.()+-]+", "-", step).strip(".-") or "-" for step in spaced.split("/"))


def address(form: str, symbol: str, language: str = "") -> str:
    """Return the address of a document after ``form``, with ``{symbol}``, ``{unspaced}`` (the symbol without its
    spaces) and ``{language}``; what an address cannot have is escaped (RFC 3986, 2.1).

    >>> address("https://d.example.org/{symbol}", "A/72/5 (Vol. II)")
    'https://d.example.org/A/72/5%20(Vol.%20II)'
    >>> address("https://d.example.org/{unspaced}", "A/72/5 (Vol. II)")
    'https://d.example.org/A/72/5(Vol.II)'
    """
    quoted = quote(symbol, safe="/()*:+")
    return form.format(symbol=quoted, unspaced=quoted.replace("%20", ""), language=language)
