"""A naive reader of the canonical source, written apart from the press: what the English report must say, by plain
patterns.

It knows nothing of the press's code; where the two agree, neither is likely to be wrong in the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_LINE = 40
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class Said:
    """What a reader must find: labelled passages, each "17. In Libya...", and (words before, note label) for each
    indicator.
    """

    headings: list[str]
    paragraphs: list[str]
    notes: list[str]
    indicators: list[tuple[str, str]]


def squeezed(text: str) -> str:
    """Letters, digits and full stops alone: what survives line ends, hyphenation, kinds of quotation marks and of
    spaces.
    """
    return re.sub(r"[^\w.]", "", text, flags=re.UNICODE).replace("_", "")


def stands(words: str, text: str, *, paged: bool) -> bool:
    """Whether ``words`` are in ``text``, both squeezed, from the first letter to the last: in one piece, or, where
    there are pages, cut once between two of them. Less than a line is no piece.
    """
    if words in text or not paged:
        return words in text
    short, long = 0, len(words)
    while short < long:
        middle = (short + long + 1) // 2
        short, long = (middle, long) if words[:middle] in text else (short, middle - 1)
    return min(short, len(words) - short) >= _LINE and words[short:] in text


def read(path: Path) -> Said:
    """What the source at ``path`` says."""
    body = path.read_text("utf-8").split("---\n", 2)[2]
    blocks = [block.strip() for block in body.split("\n\n") if block.strip()]
    texts = dict(
        re.match(r"\[\^([\w-]+)\]: (.*)", block, re.DOTALL).groups() for block in blocks if block.startswith("[^")
    )  # type: ignore[union-attr]
    numbers: dict[str, str] = {}
    said = Said([], [], [], [])
    counts = [0, 0, 0]
    for block in blocks:
        if block.startswith("[^"):
            continue
        for call in re.finditer(r"\[\^([\w-]+)\]", block):
            number = numbers.setdefault(call[1], str(len(numbers) + 1))
            said.indicators.append((_plain(block[: call.start()])[-30:], number))
        if block.startswith("#"):
            marks, _, words = block.partition(" ")
            level = len(marks)
            counts[level - 1] += 1
            counts[level:] = [0] * (3 - level)
            label = (_ROMAN[counts[0]], chr(64 + counts[1]), str(counts[2]))[level - 1]
            said.headings.append(f"{label}. {_plain(words)}")
        else:
            numbered = re.sub(r"\[\^([\w-]+)\]", lambda call: numbers[call[1]], block)
            said.paragraphs.append(f"{len(said.paragraphs) + 1}. {_plain(numbered)}")
    said.notes.extend(f"{number} {_plain(texts[name])}" for name, number in numbers.items())
    return said


def _plain(text: str) -> str:
    return re.sub(r"\[\^[\w-]+\]", "", text).replace("\\", "")
