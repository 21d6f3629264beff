"""A second reader of sound: each clip of an edition, whose sound is not packed, is what espeak-ng, asked anew, says for
the words that are shown. It shares no code with the press: its words are those of the page.
"""

from __future__ import annotations

import io
import posixpath
import re
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache

from lxml import etree

_SMIL = "{http://www.w3.org/ns/SMIL}"
_PLAIN = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*(?:[,;:]? [^\W\d_]+(?:['’-][^\W\d_]+)*)*[.,;:!?]?|\d+\.")
"""Words and stops, or the number of a paragraph: what a reader of this size reads as the press should."""
_EDGE = 128
"""Bytes at either end of a clip that are left out, for its times are rounded."""
_NEAR = 0.002
"""Seconds by which rounded times may be wrong."""
VOICES = {"zh": "cmn"}


@cache
def spoken(words: str, language: str) -> tuple[bytes, int]:
    """What the voice says, and how many samples a second has."""
    command = ["espeak-ng", "-v", VOICES.get(language, language), "-s", "165", "--stdin", "--stdout"]
    wave = subprocess.run(command, input=f"{words}\n".encode(), capture_output=True, check=True).stdout
    begin = wave.index(b"data") + 8
    return wave[begin : begin + (len(wave) - begin) // 2 * 2], int.from_bytes(wave[24:28], "little")


def clips(edition: bytes) -> Iterator[tuple[str, str, bytes, float, float]]:
    """The words that each clip of plain words shows, their language, its sound, when it begins and ends there."""
    with zipfile.ZipFile(io.BytesIO(edition)) as book:
        files = {name: book.read(name) for name in book.namelist()}
    for name in sorted(file for file in files if file.endswith(".smil")):
        root = etree.fromstring(files[name])
        pages: dict[str, etree._Element] = {}
        for par in root.iter(f"{_SMIL}par"):
            page, _, anchor = par[0].get("src", "").partition("#")
            path = posixpath.join(posixpath.dirname(name), page)
            if path not in pages:
                pages[path] = etree.fromstring(files[path])
            shown = next(one for one in pages[path].iter(etree.Element) if one.get("id") == anchor)
            words = " ".join("".join(map(str, shown.itertext())).split())
            inside = {etree.QName(one).localname for one in (shown, *shown.iterancestors())}
            begin, end = (float(par[1].get(key, "").rstrip("s")) for key in ("clipBegin", "clipEnd"))
            if _PLAIN.fullmatch(words) and not inside & {"td", "th"} and not len(shown):
                sound = files[posixpath.join(posixpath.dirname(name), par[1].get("src", ""))]
                yield words, pages[path].get("lang", "").partition("-")[0], sound, begin, end


def misheard(edition: bytes) -> list[str]:
    """The words of each clip in which something else is heard."""
    return [
        words
        for words, language, sound, begin, end in clips(edition)
        if not _is_heard(words, language, sound, begin, end)
    ]


def _is_heard(words: str, language: str, sound: bytes, begin: float, end: float) -> bool:
    samples, rate = spoken(words, language)
    first, last = (max(0, round((time + near) * rate) * 2) for time, near in ((begin, -_NEAR), (end, _NEAR)))
    clip = sound[first:last]
    at = clip.find(samples[_EDGE:-_EDGE])
    rest = clip[at + len(samples) : -round(2 * _NEAR * rate) * 2]
    return 0 <= at <= 4 * _NEAR * rate + _EDGE and not any(rest)
