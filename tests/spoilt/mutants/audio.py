"""The spoken EPUB changed by construction: its sounds, its overlays, and all that an EPUB has."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import partial

from tests.spoilt.mutants import markup
from tests.spoilt.mutants.family import Family, Mutant
from tests.spoilt.mutants.markup import FileChange, Files

_FRAME = b"\xff\xf3"
"""How the frames begin that lame makes of a voice of 22,050 samples a second."""


def _sound(files: Files, rng: random.Random) -> tuple[str, bytes]:
    name = rng.choice([one for one in files if one.endswith(".mp3")])
    return name, files[name]


def _byte(files: Files, rng: random.Random) -> str:
    name, content = _sound(files, rng)
    at = rng.randrange(len(content))
    files[name] = content[:at] + bytes([content[at] ^ (1 << rng.randrange(8))]) + content[at + 1 :]
    return f"byte {at} of {name}"


def _beside(files: Files, rng: random.Random) -> str:
    """Something before the sound or after it."""
    name, content = _sound(files, rng)
    put = rng.choice((b"ID3\x04\x00\x00\x00\x00\x00\x0aTXXX", b"TAG" + b"x" * 125, b"\x00", b"go()", content[:400]))
    files[name] = rng.choice((put + content, content + put))
    return f"{put[:12]!r} beside {name}"


def _frame(files: Files, rng: random.Random) -> str:
    """A frame left out, or twice there."""
    name, content = _sound(files, rng)
    begins = [match.start() for match in re.finditer(re.escape(_FRAME), content)]
    at = rng.randrange(len(begins) - 1)
    one = content[begins[at] : begins[at + 1]]
    files[name] = content[: begins[at]] + one * rng.choice((0, 2)) + content[begins[at + 1] :]
    return f"frame {at} of {name}"


def _exchanged(files: Files, rng: random.Random) -> str:
    """The sounds of two pages, the other way round."""
    one, other = rng.sample([name for name in files if name.endswith(".mp3")], 2)
    files[one], files[other] = files[other], files[one]
    return f"{one} and {other}"


def _more(files: Files, rng: random.Random) -> str:
    name, content = _sound(files, rng)
    more = rng.choice(("EPUB/audio/more.mp3", "EPUB/more.smil", "EPUB/audio/a.wav", "EPUB/a.vtt"))
    files[more] = content[:1000]
    return f"{more} of {name}"


def _clock(files: Files, rng: random.Random) -> str:
    """Another time of a clip or of the whole."""
    name = rng.choice([one for one in files if one.endswith((".smil", ".opf"))])
    text = files[name].decode()
    found = list(re.finditer(r"(?<=[\">])\d+\.\d{3}(?=s)", text))
    if not found:
        return ""
    match = rng.choice(found)
    time = float(match[0]) + rng.choice((-5, -1, -0.1, 0.1, 1, 7))
    files[name] = f"{text[: match.start()]}{max(time, 0):.3f}{text[match.end() :]}".encode()
    return f"{match[0]} is {max(time, 0):.3f} in {name}"


def _clip(files: Files, rng: random.Random) -> str:
    """A clip left out, twice there, or shown elsewhere."""
    name = rng.choice([one for one in files if one.endswith(".smil")])
    text = files[name].decode()
    clips = re.findall(r"<par[^\n]*</par>\n", text)
    one, other = rng.choice(clips), rng.choice(clips)
    shown = re.search(r'src="[^"]*#[^"]*"', other)
    put = rng.choice(("", one + one, re.sub(r'(?<=<text )src="[^"]*"', shown[0] if shown else "", one)))
    files[name] = text.replace(one, put, 1).encode()
    return f"{one[:60]!r} is {put[:60]!r} in {name}" if put != one else ""


def _meta(files: Files, rng: random.Random) -> str:
    """Another narrator, or what the package says of the sound left out."""
    text = files["EPUB/content.opf"].decode()
    match = rng.choice(list(re.finditer(r'<meta property="media:[^\n]*?</meta>', text)))
    put = rng.choice(("", match[0] * 2, match[0].replace("</meta>", "x</meta>")))
    files["EPUB/content.opf"] = f"{text[: match.start()]}{put}{text[match.end() :]}".encode()
    return f"{match[0][:60]!r} is {put[:60]!r}"


_NAMES = r"\.(?:xhtml|opf|ncx|smil)$|container\.xml$"
_CHANGES: tuple[FileChange, ...] = (
    _byte,
    _beside,
    _frame,
    _exchanged,
    _more,
    _clock,
    _clip,
    _meta,
    *(markup.in_a_page(change, _NAMES) for change in (markup.insert, markup.attribute, markup.value, markup.dropped)),
    *(markup.in_a_page(change, r"\.smil$") for change in (markup.insert, markup.attribute, markup.dropped)),
)


def _made(changes: tuple[FileChange, ...], content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants by ``changes`` in turn."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    for number in range(count):
        yield markup.of_epub(content, changes[number % len(changes)], rng)


_READ = tuple(markup.in_a_page(change, markup.PAGES) for change in markup.TEXT)
FAMILIES = {
    "audio": Family(
        partial(_made, (*_CHANGES, *markup.EPUB)),
        partial(_made, _READ),
        lambda: markup.rows_of("epub+plantin.packs.sound.auditor:audio"),
    )
}
