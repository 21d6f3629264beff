"""Tactile sheets changed by construction: dots and lines moved, left out or added, and what no sheet has."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

import pikepdf

from plantin.writers.archives import zip_files
from tests.spoilt.mutants.family import Family, Mutant
from tests.spoilt.mutants.pages import grammatical_without_fonts
from tests.spoilt.pdf_layout import head_of, saved

Change = Callable[[str, random.Random], tuple[str, str]]
"""What was done, in words, and the drawing after it; no words where there is no such place."""

_DOT = r"(?:M|(?<=\n))[^MZ\n]*Z"
_DRAWING = r"<path [^>]*/>\n?"
_ALIEN = (
    "<text>9</text>", "<script>go()</script>", "<!-- a remark -->", "<style>path { display: none }</style>", "9",
    "<rect width='99' height='9'/>", "<a href='https://example.org/'/>", "<g/>", "<desc>9</desc>", "<metadata/>",
    "<image href='https://example.org/a.png'/>", "<use href='#x'/>", "<?go?>", "<title>9</title>", "<animate/>",
)  # fmt: skip
_ATTRIBUTES = (
    "onload='go()'", "opacity='0'", "transform='scale(2)'", "style='display: none'", "visibility='hidden'", "id='x'",
    "clip-path='url(#x)'", "fill-opacity='0'", "stroke-opacity='0'", "xml:lang='ar'", "class='x'", "stroke='#fff'",
    "fill='#fff'", "display='none'", "aria-label='not'", "stroke-dashoffset='9'", "pathLength='9'", "mask='url(#x)'",
)  # fmt: skip


def _put(words: tuple[str, ...], pattern: str, text: str, rng: random.Random) -> tuple[str, str]:
    """One of ``words`` after what ``pattern`` matches."""
    at, put = rng.choice([match.end() for match in re.finditer(pattern, text)]), rng.choice(words)
    return f"{put} at {at}", f"{text[:at]}{put}{text[at:]}"


def _without(pattern: str, text: str, rng: random.Random) -> tuple[str, str]:
    return _changed(pattern, lambda _part, _rng: "", text, rng)


def _twice(pattern: str, text: str, rng: random.Random) -> tuple[str, str]:
    return _changed(pattern, lambda part, rng: part + _moved(part, rng), text, rng)


def _changed(
    pattern: str, change: Callable[[str, random.Random], str], text: str, rng: random.Random
) -> tuple[str, str]:
    """A part that ``pattern`` matches, changed."""
    found = list(re.finditer(pattern, text))
    if not found:
        return "", text
    match = rng.choice(found)
    other = change(match[0], rng)
    return f"{match[0][:40]!r} at {match.start()} is {other[:40]!r}", text[: match.start()] + other + text[
        match.end() :
    ]


def _moved(part: str, rng: random.Random) -> str:
    """A part further right or left, up or down; the numbers of a path are across and down in turn."""
    way, first = rng.choice((-5, -2.5, -1, 1, 2.5, 5)), rng.randrange(2)
    numbers = iter(range(len(part)))
    return re.sub(
        r"(?<=[MLC ])-?\d+(?:\.\d+)?(?=[ \nZ\"]|$)",
        lambda match: f"{float(match[0]) + way:g}" if next(numbers) % 2 == first else match[0],
        part,
    )


def _number(part: str, rng: random.Random) -> str:
    return f"{float(part) + rng.choice((-20, -3, 3, 20)):g}"


def _on_page(part: str, rng: random.Random) -> str:
    """The steps of a page further right or left, up or down."""
    way, first = rng.choice((-5, -2.5, -1, 1, 2.5, 5)), rng.randrange(2)
    numbers = iter(range(len(part)))
    return re.sub(
        r"-?\d+(?:\.\d+)?",
        lambda match: f"{float(match[0]) + way:g}" if next(numbers) % 2 == first else match[0],
        part,
    )


_GRAMMAR: tuple[Change, ...] = (
    partial(_put, _ALIEN, r"</title>\n|/>\n"),
    partial(_put, tuple(f" {one}" for one in _ATTRIBUTES), r"<(?:path|svg|title)(?=[ >])"),
    partial(_changed, r'(?<=="#)000(?=")', lambda _part, rng: rng.choice(("fff", "888", "001", "f00"))),
    partial(_changed, r'(?<=(?:width|eight)=")\d+(?=mm")', _number),
    partial(_changed, r'(?<=viewBox=")0 0', lambda _part, _rng: "9 9"),
    partial(_changed, r"(?<=<title>)[^<]+", lambda part, _rng: f"{part[1:]}{part[0]}"),
    partial(_put, ("\n9", "<!-- 9 -->", " ", "<?go?>"), r"</svg>"),
)
_TEXT: tuple[Change, ...] = (
    partial(_without, r"M[^MZ\"]*Z ?"),
    partial(_changed, r"M[^MZ\"]*Z", _moved),
    partial(_twice, r"M[^MZ\"]*Z"),
    partial(_without, _DRAWING),
    partial(_changed, r'(?<= d=")[^"]+', _moved),
    partial(_changed, r"(?<=[L] )[^A-Z\"]+", _moved),
    partial(_changed, r'(?<=stroke-width=")[^"]+', lambda part, rng: f"{float(part) * rng.choice((0.5, 2)):g}"),
    partial(_changed, r' stroke-dasharray="[^"]+"', lambda _part, rng: rng.choice(("", ' stroke-dasharray="1 9"'))),
)
_OF_PAGES: tuple[Change, ...] = (
    partial(_without, r"(?m)^[\d.-]+ [\d.-]+ m\n(?:[\d. -]+ c\n)+h\n"),
    partial(_changed, r"(?m)(?<=^)[\d.-]+ [\d.-]+ m\n(?:[\d. -]+ c\n)+h\n", _on_page),
    partial(_changed, r"(?m)^[\d.-]+ [\d.-]+ m\n(?:[\d. -]+ c\n)+h\n", lambda part, rng: part + _on_page(part, rng)),
    partial(_changed, r"(?m)^[\d.-]+ [\d.-]+ l$", _on_page),
    partial(_without, r"(?m)^[\d.-]+ [\d.-]+ l\n"),
    partial(_changed, r"(?m)^[\d.]+(?= w\b)", lambda part, rng: f"{float(part) * rng.choice((0.5, 2)):g}"),
    partial(_changed, r"(?m)\[[\d. ]*\](?= 0 d)", lambda _part, rng: rng.choice(("[]", "[1 9]"))),
)


def _of_archive(changes: tuple[Change, ...], content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = {name: archive.read(name) for name in archive.namelist()}
    for number in range(count):
        name = rng.choice([*sheets])
        done, text = changes[number % len(changes)](sheets[name].decode(), rng)
        if done:
            yield f"{name}: {done}", zip_files({**sheets, name: text.encode()})


def _of_file(content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    for number in range(count):
        with pikepdf.open(io.BytesIO(content)) as opened:
            page = rng.choice(list(opened.pages)).obj
            done, text = _OF_PAGES[number % len(_OF_PAGES)](page.Contents.read_bytes().decode("latin-1"), rng)
            if done:
                page.Contents.write(text.encode("latin-1"))
                yield done, saved(opened, head_of(content))


FAMILIES = {
    "tactile": Family(grammatical_without_fonts, _of_file, lambda: 1),
    "tactile-svg": Family(partial(_of_archive, _GRAMMAR), partial(_of_archive, _TEXT), lambda: 1),
}
