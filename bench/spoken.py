"""Listen to spoken editions where nobody listens: at five sentences of each, whether the sound there says the words that
are shown.

    python bench/spoken.py FILE.audio.epub ...

The first words of a sentence are read aloud anew by espeak-ng, and looked for by their loudness in the whole sound of
the page, which knows nothing of clips. Where they fit best should be where the overlay says that the sentence begins.
Exit code 1: a place is more than a third of a second away, or fits badly.
"""

from __future__ import annotations

import argparse
import array
import posixpath
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

_FRAME = 0.02
"""Seconds of which one loudness is taken."""
_FAR, _FIT = 0.35, 0.8
_PLACES = (0.1, 0.3, 0.5, 0.7, 0.9)
_WORDS = 12
_SMIL = "{http://www.w3.org/ns/SMIL}"


@dataclass(frozen=True)
class Place:
    """What was found at one place: its part and anchor, where the overlay says it begins and where the words were found
    (seconds), and how well they fit (1: the same loudness throughout).
    """

    anchor: str
    told: float
    found: float
    fit: float

    @property
    def well(self) -> bool:
        """Whether the words are where they should be."""
        return abs(self.told - self.found) <= _FAR and self.fit >= _FIT


def loudness(samples: array.array[int], rate: int) -> list[float]:
    """The loudness of each frame."""
    step = int(rate * _FRAME)
    return [sum(map(abs, samples[start : start + step])) / step for start in range(0, len(samples) - step, step)]


def samples_of(wave: bytes) -> tuple[array.array[int], int]:
    """The samples of a WAV file of 16 bits and one channel, and how many there are in a second."""
    begin = wave.index(b"data") + 8
    return array.array("h", wave[begin : begin + (len(wave) - begin) // 2 * 2]), int.from_bytes(wave[24:28], "little")


def fitting(words: list[float], sound: list[float]) -> tuple[int, float]:
    """The frame of ``sound`` at which ``words`` fit best, and the correlation there."""
    count = len(words)
    mean = sum(words) / count
    own = [value - mean for value in words]
    size = sum(value * value for value in own) ** 0.5 or 1.0
    best = (0, -1.0)
    total, squares = sum(sound[:count]), sum(value * value for value in sound[:count])
    for start in range(len(sound) - count):
        spread = max(squares - total * total / count, 1e-9) ** 0.5
        fit = sum(map(float.__mul__, own, sound[start : start + count])) / (size * spread)
        if fit > best[1]:
            best = (start, fit)
        gone, come = sound[start], sound[start + count]
        total += come - gone
        squares += come * come - gone * gone
    return best


def first_words(element: etree._Element) -> str:
    """The words of an element before its first call of a note, a dozen at most."""
    said = element.text or ""
    for child in element:
        if child.get("role") == "doc-noteref":
            break
        said += "".join(map(str, child.itertext())) + (child.tail or "")
    return " ".join(said.split()[:_WORDS])


def looked_at(path: Path) -> tuple[str, list[Place], float]:
    """The language of a book, five places of it, and its length in seconds."""
    with zipfile.ZipFile(path) as book:
        files = {name: book.read(name) for name in book.namelist()}
    rows, seconds, language = [], 0.0, ""
    for name in (name for name in sorted(files) if name.endswith(".smil")):
        folder = posixpath.dirname(name)
        for par in etree.fromstring(files[name]).iter(f"{_SMIL}par"):
            text, audio = par[0].get("src", ""), par[1]
            begin, end = (float(audio.get(key, "0s").rstrip("s")) for key in ("clipBegin", "clipEnd"))
            seconds += end - begin
            if not par.get("{http://www.idpf.org/2007/ops}type"):
                rows.append((posixpath.join(folder, text), posixpath.join(folder, audio.get("src", "")), begin))
    pages = {name: etree.fromstring(content) for name, content in files.items() if name.endswith(".xhtml")}
    spoken = [
        (page, anchor, sound, begin) for where, sound, begin in rows for page, _, anchor in [where.partition("#")]
    ]
    spoken = [row for row in spoken if len(first_words(element(pages[row[0]], row[1])).split()) == _WORDS]
    places = []
    for share in _PLACES:
        page, anchor, sound, begin = spoken[int(len(spoken) * share)]
        language = pages[page].get("lang", "")
        places.append(place(anchor, first_words(element(pages[page], anchor)), language, files[sound], begin))
    return language, places, seconds


def element(page: etree._Element, anchor: str) -> etree._Element:
    """The element of a page with that name."""
    return next(one for one in page.iter(etree.Element) if one.get("id") == anchor)


def place(anchor: str, words: str, language: str, sound: bytes, begin: float) -> Place:
    """Look for ``words`` in a page's ``sound``."""
    wave = subprocess.run(
        ["lame", "--quiet", "--decode", "--mp3input", "-", "-"], input=sound, capture_output=True, check=True
    ).stdout
    command = ["espeak-ng", "-v", language.partition("-")[0], "-s", "165", "--stdin", "--stdout"]
    said = subprocess.run(command, input=words.encode(), capture_output=True, check=True).stdout
    frames = loudness(*samples_of(said))
    while frames and frames[-1] < 1:
        frames.pop()
    # The last word sounds otherwise where a sentence goes on after it.
    start, fit = fitting(frames[: len(frames) * 3 // 4], loudness(*samples_of(wave)))
    return Place(anchor, begin, start * _FRAME, fit)


def table(paths: list[Path]) -> Iterator[tuple[str, bool]]:
    """The rows of the table, and whether each is well."""
    for path in paths:
        language, places, seconds = looked_at(path)
        told = "; ".join(
            f"{one.anchor} at {one.told:.1f} s: {one.found - one.told:+.2f} s, {one.fit:.2f}" for one in places
        )
        size = path.stat().st_size / 1_000_000
        yield f"| {language} | {seconds / 60:.0f} min | {size:.1f} MB | {told} |", all(one.well for one in places)


def main() -> int:
    """Look, report and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()
    rows = list(table(options.files))
    lines = [
        "| language | length | size | five places: where the overlay has them, how far the words are from there, how well they fit |"
    ]
    lines += ["|---|---|---|---|", *(row for row, _ in rows)]
    print("\n".join(lines))
    return 0 if all(well for _, well in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
