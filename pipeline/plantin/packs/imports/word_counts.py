"""Accounts for every word of an import: it is in the source, or is reported as left out.

The words of the received file are counted in the file, not by the reader that made the source of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_MARKUP = re.compile(
    r"(?P<front>\A---\n.*?\n---\n)"
    r"|(?<![\\`])(?P<fence>`+)(?!`)(?P<code>.+?)(?<!`)(?P=fence)(?!`)"  # code, unchanged
    r"|(?<![\\$\w])(?P<dollars>\${1,2})(?=[^\s$])(?P<tex>[^$]+?)(?P=dollars)(?![\w$])"  # a formula, unchanged
    r"|(?<!\\)\[\^[^\]\s]+\]:?"  # calls and definitions of notes
    r"|(?P<address>(?<=[^\\]\])\([^()\s]*\))"  # where a link leads
    r"|(?<=[^\\][\]`])\{[^{}\n]*\}|^:::+ ?(?:\{[^{}\n]*\})?$|(?<=\S) \{#[^{}\s]+\}$"  # of a heading
    r"|^[ >]*\([a-z]+\) "  # the press prints the letters of entries
    r"|(?<!\\)&#(?P<reference>\d{1,7});"
    r"|(?P<backslash>\\\\)|(?<!\\)<br>|(?<!\\)[*^~`<>\[\]]|\\",
    re.MULTILINE | re.DOTALL,
)

_REFERENCE = re.compile(r"(?<!\\)&#(\d{1,7});")
_ESCAPE = re.compile(r"\\([^\w\s])")


def words(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word occurs in ``texts``, in the same form of its letters."""
    return Counter(word for text in texts for word in _WORD.findall(unicodedata.normalize("NFKC", text)))


def source_words(source: str) -> Counter[str]:
    r"""Return the words of the body of a canonical source, without its marks.

    >>> source = "---\ntitle: x\n---\n\nCO~2~ is [a *gas*](https://x.org).[^a]\n\n[^a]: So it is.\n"
    >>> sorted(source_words(source).elements())
    ['CO2', 'So', 'a', 'gas', 'is', 'is', 'it']
    >>> sorted(source_words("---\nx: y\n---\n\n[wa]{lang=ar}2 `[x](y)` \\[z\\](y)\n"))
    ['wa2', 'x', 'y', 'z']
    >>> sorted(source_words("# Oil\n\n`lamp`s\n\n# `Lamp`s of {#lamps}\n"))
    ['Lamps', 'Oil', 'lamps', 'of']
    >>> sorted(source_words("**Next.**&#80;reface"))
    ['Next', 'Preface']
    >>> sorted(source_words(r"oil\\nglass"))
    ['nglass', 'oil']
    """
    return words([_MARKUP.sub(_strip_mark, source)])


def _strip_mark(match: re.Match[str]) -> str:
    if match["backslash"]:
        return "\\"
    if match["reference"]:
        return chr(int(match["reference"]))
    if match["address"]:
        return ""
    return match["code"] or match["tex"] or (" " if match[0].startswith(("(", ":", "-", "<", ">")) else "")


def marked_words(source: str) -> Counter[str]:
    """Return the words of a canonical source with its marks, for addresses and names are among the words of a text in
    marks of its own.
    """
    return words([_REFERENCE.sub(lambda match: chr(int(match[1])), _ESCAPE.sub(r"\1", source))])
