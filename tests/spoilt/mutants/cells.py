"""Braille changed by construction: ASCII braille, the Portable Embosser Format, eBraille."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import partial

from plantin.auditors.grammar import rows
from tests.spoilt import rewriting
from tests.spoilt.mutants.family import Family, Mutant, counted

Change = Callable[[str, random.Random], tuple[str, str]]
"""What was done, in words, and the file after it; no words where nothing could be done."""

_CELLS = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠼⠠⠰⠐⠂⠆⠒⠲⠤⠔⠿"
_ASCII = 'ABCDEFGHIJ#,;"1234-9='
_ALIEN = "é9a⡀⣿\u200b\u00ad\u00a0\t\x1b\x00\u202e"
_ELEMENTS = (
    "<row/>", "<row>⠁</row>", "<page/>", "<section/>", "<graphic/>", "<x:note xmlns:x='urn:x'>9</x:note>",
    "<!-- a remark -->", "<?go?>", "<row xmlns='urn:x'>⠁</row>", "9",
    "<dc:rights xmlns:dc='http://purl.org/dc/elements/1.1/'>None</dc:rights>",
    "<volume cols='9' rows='9' rowgap='0' duplex='false'/>",
)  # fmt: skip
_MARKUP = (
    "<span>⠁</span>", "<del>⠁</del>", "<img alt='⠁' src='a.png'/>", "<a href='https://example.org/'>⠁</a>",
    "<!-- a remark -->", "<script>go()</script>", "<p hidden='hidden'>⠁</p>", "<style>p { display: none }</style>",
    "⠼⠊", "<br/>", "<x:note xmlns:x='urn:x'>⠁</x:note>", "<?go?>", "<b>⠁</b>", "<iframe src='a.html'></iframe>",
    "&#x200b;",
)  # fmt: skip
_ATTRIBUTES = (
    " title='⠁'", " hidden='hidden'", " style='display: none'", " aria-label='⠁'", " onclick='go()'", " dir='rtl'",
    " rowgap='9'", " cols='9'", " lang='fr'", " x='9'", " class='x'", " role='note'",
)  # fmt: skip
_MORE = ("a.html", "ebraille/a.css", "META-INF/encryption.xml", "a.js", "ebraille/a.png", "note.txt")


def _at(text: str, begin: int, end: int, words: str) -> tuple[str, str]:
    return f"at {begin}: {text[begin:end][:40]!r} is {words[:60]!r}", f"{text[:begin]}{words}{text[end:]}"


def _put(words: str | tuple[str, ...], places: str, text: str, rng: random.Random) -> tuple[str, str]:
    """One of ``words`` at the end of a match of ``places``."""
    found = [match.end() for match in re.finditer(places, text)]
    if not found:
        return "", text
    at = rng.choice(found)
    return _at(text, at, at, rng.choice(words))


def _in_place(words: str, places: str, text: str, rng: random.Random) -> tuple[str, str]:
    """One of ``words`` in place of a match of ``places``."""
    match = rng.choice(list(re.finditer(places, text)))
    word = rng.choice(words)
    return ("", text) if word == match[0] else _at(text, match.start(), match.end(), word)


def _without(places: str, text: str, rng: random.Random) -> tuple[str, str]:
    """A match of ``places`` left out, or there twice."""
    match = rng.choice(list(re.finditer(places, text)))
    return _at(text, match.start(), match.end(), match[0] * rng.choice((0, 2)))


def _exchanged(places: str, text: str, rng: random.Random) -> tuple[str, str]:
    """Two matches of ``places`` that follow each other the other way round."""
    found = list(re.finditer(places, text))
    at = rng.randrange(len(found) - 1)
    one, other = found[at], found[at + 1]
    between = text[one.end() : other.start()]
    if one[0] == other[0]:
        return "", text
    return _at(text, one.start(), other.end(), f"{other[0]}{between}{one[0]}")


def _ends(after: tuple[str, ...], text: str, rng: random.Random) -> tuple[str, str]:
    """Something after the end."""
    return _at(text, len(text), len(text), rng.choice(after))


def _value(text: str, rng: random.Random) -> tuple[str, str]:
    """Another value of an attribute or of the metadata."""
    match = rng.choice(list(re.finditer(r'(?<==")[^"\n]+(?=")|(?<=>)[^<>\n⠀-⣿]*[a-z0-9][^<>\n⠀-⣿]*(?=</)', text)))
    if match[0].endswith("Z") or "_" in match[0]:
        return "", text
    return _at(text, match.start(), match.end(), rng.choice((f"{match[0]}x", f"9{match[0]}", match[0][:-1])))


def _made(
    changes: tuple[Change, ...], content: bytes, seed: int, count: int, files: Callable[[str], bool] | None = None
) -> Iterator[Mutant]:
    """``count`` mutants by ``changes`` in turn; of an archive, in one of the ``files``."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    held = rewriting.unpacked(content) if files else {"": content}
    names = [name for name in held if files is None or files(name)]
    for number in range(count):
        done = ""
        while not done:
            name = rng.choice(names)
            try:
                done, made = changes[number % len(changes)](held[name].decode(), rng)
            except (IndexError, ValueError):  # the file has no such place
                continue
        whole = {**held, name: made.encode()}
        yield f"{name} {done}".strip(), rewriting.packed(whole) if files else whole[""]


def _grammar_of_ebraille(content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """Changes of files, and one mutant in eight with a file more or less."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    for number, mutant in enumerate(
        _made(_PACKAGE, content, seed, count, lambda name: name.endswith((".html", ".opf", ".css", ".xml")))
    ):
        if number % 8:
            yield mutant
            continue
        files = rewriting.unpacked(content)
        if rng.random() < 0.2:
            name = rng.choice([one for one in files if one.endswith(".html")])
            del files[name]
        else:
            name = rng.choice(_MORE)
            files[name] = b"9"
        yield f"the file {name}", rewriting.packed(files)


_ROW = r"(?m)^[^\r\n\f]+\r\n"
_BRF: tuple[Change, ...] = (
    partial(_put, _ALIEN, r""),
    partial(_put, " ", r"[^ \r\n\f](?=\r)"),
    partial(_without, _ROW),
    partial(_put, ("\r\n", "\f", "\n", "\r", "A\r\n", "\f\f"), r"\r\n"),
    partial(_ends, ("\f", "A\r\n", " ", "\x1a", "\r\n\f", "A")),
    partial(_put, ("A", " ", "AB,C"), r"\f|^"),
    partial(_without, r"\f"),
    partial(_put, (" ", "  "), r"(?m)^"),
)
_PEF: tuple[Change, ...] = (
    partial(_put, _ELEMENTS, r"</?(?:row|page|section|head|meta|body)>\n?"),
    partial(_put, _ATTRIBUTES, r"<(?:row|page|section|volume|pef|head|body)(?=[ >])"),
    _value,
    partial(_put, _ALIEN, r"[⠀-⣿](?=[⠀-⣿])"),
    partial(_without, r"<row>[^<]+</row>\n"),
    partial(_put, ("<!-- x -->", "9", "<a/>", "<!DOCTYPE pef>"), r"<pef[^>]*>|\A|</pef>\n\Z"),
    partial(_without, r"<dc:\w+>[^<]*</dc:\w+>\n"),
)
_PACKAGE: tuple[Change, ...] = (
    partial(_put, _MARKUP, r"<(?:p|li|h\d|div|section|body|span)\b[^>]*>"),
    partial(_put, _ATTRIBUTES, r"<(?:p|li|h\d|div|section|body|span|a|html|item|meta|package)(?=[ >])"),
    _value,
    partial(_put, _ALIEN, r"[⠀-⣿](?=[⠀-⣿])"),
    partial(_put, ("p { display: none } ", "p::before { content: '9' } ", "@import 'a.css'; "), r"\}\n"),
    partial(
        _put,
        (
            "<dc:rights>None</dc:rights>",
            "<meta property='schema:author'>Nobody</meta>",
            "<item id='x' href='a.html' media-type='text/html'/>",
            "<!-- x -->",
        ),
        r"(?:</meta>|/>)\n",
    ),
    partial(_without, r"<(?:meta|dc:\w+)[ >][^\n]*\n"),
)
_TEXT_OF_ASCII: tuple[Change, ...] = (
    partial(_in_place, _ASCII, r"(?<=[A-Z])[A-Z]"),
    partial(_without, r"(?<=[A-Z ])[A-Z0-9]"),
    partial(_exchanged, r"[A-Z]{2,}"),
    partial(_without, r" [A-Z]{2,}"),
    partial(_in_place, "ABCDEFGHIJ", r"(?<=#)[A-J]"),
    partial(_without, r",(?=[A-Z])|#(?=[A-J])|4(?=\r)"),
    partial(_exchanged, r"(?m)(?<=^  )[^ \r\n\f][^\r\n\f]*"),
)
_TEXT_OF_CELLS: tuple[Change, ...] = (
    partial(_in_place, _CELLS, r"(?<=[⠁-⠿])[⠁-⠵](?=[⠁-⠿])"),
    partial(_without, r"(?<=[⠁-⠿])[⠁-⠵]"),
    partial(_exchanged, r"[⠁-⠿]{2,}"),
    partial(_without, r"[⠀ ][⠁-⠿]{2,}"),
    partial(_in_place, "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚", r"(?<=⠼)[⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚]"),
    partial(_without, r"⠠(?=[⠁-⠿])|⠼(?=[⠁-⠿])|⠲(?=[⠀< ])"),
    partial(_exchanged, r"<(?:row|p)\b[^>]*>[^<⠀]*[⠀]*[^<]+</(?:row|p)>"),
)
_READ = lambda name: name.startswith("ebraille/") and name.endswith(".html")  # noqa: E731 - a name for a test


def _rows(name: str) -> int:
    return counted(rows("plantin.packs.braille.auditor", name))


FAMILIES = {
    "brf": Family(partial(_made, _BRF), partial(_made, _TEXT_OF_ASCII), lambda: 1),
    "pef": Family(partial(_made, _PEF), partial(_made, _TEXT_OF_CELLS), lambda: _rows("pef")),
    "ebrl": Family(_grammar_of_ebraille, partial(_made, _TEXT_OF_CELLS, files=_READ), lambda: _rows("ebraille")),
}
