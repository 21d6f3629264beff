"""Plain text and Markdown changed by construction."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import partial

from plantin.auditors.grammar import rows
from tests.spoilt.mutants.family import Family, Mutant, counted

Change = Callable[[str, random.Random], tuple[str, str]]
"""What was done, in words, and the text after it; no words where nothing could be done."""

_UNSEEN = (
    *"\u0000\u0007\u0008\u001b\u007f\u0085\u009b\u00ad\u034f\u061c\u115f\u17b4\u180e\u200b\u200c\u200d\u200e\u200f",
    *"\u2028\u202a\u202d\u202e\u2060\u2062\u2066\u2069\u206a\u3164\ufe00\ufeff\ufff9\ufffc\ue000\U000e0041\U000f0000",
)
_SPACES = "\t\u00a0\u2003\u2009\u200a\u202f\u205f\u3000\v\f\r"
_STRUCK = "\u0335\u0336\u0338\u20e0\u20e5"
_PUT = (
    "<b>", "<!-- a remark -->", "<script>go()</script>", " <https://example.org/>", " <mailto:nobody@example.org>",
    "\x1b[8m", "\x1b]8;;https://example.org/\x07", "  ", " [9]", " // ",
)  # fmt: skip
_LINES = (
    "\n", "-- ", "Sent from elsewhere", "<!-- end -->", "-" * 72, "=" * 9, "#", "> 9", "    9", "* 9", "\t9",
    "─" * 24, "```", "~~~", "+---+", "9 │ 9", "[1]: https://example.org/", "%!PS", "From nobody",
)  # fmt: skip
_MARKUP = (
    "<b>9</b>", "<del>9</del>", "<br/>", "<img src='https://example.org/a.png'>", "![9](https://example.org/a.png)",
    "[9](https://example.org/)", "<!-- a remark -->", "<span style='display: none'>", "<a name='x'></a>", "~~9~~",
    "**9**", "<details>", "<style>p { display: none }</style>", "&#x200b;", "&zwj;", "&nbsp;",
    "<https://example.org/>", "<u>9</u>", "$9$", "{.hidden}", ":smile:", "<span hidden>9</span>",
    '<a id="paragraph-999"></a>', "@nobody", "<kbd>9</kbd>",
)  # fmt: skip
_MARKED_LINES = (
    "<!-- a remark -->", "[x]: https://example.org/", "[^999]: A note.", "---", "***", "# 9",
    '<div style="display: none">', "</div>", "<style>p { display: none }</style>", "<script>go()</script>", "- 9",
    "> 9", "    9", "| 9 |", "<table><tr><td>9</td></tr></table>", "<p hidden>9</p>", "%%", "[comment]: # (9)", "```",
    "<details><summary>9</summary></details>", "title: 9", "\n", "<?go?>", "<![CDATA[9]]>", "<!DOCTYPE html>",
)  # fmt: skip


def _made(changes: tuple[Change, ...], content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants by ``changes`` in turn."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    text = content.decode()
    for number in range(count):
        name = ""
        while not name:
            name, made = changes[number % len(changes)](text, rng)
        yield name, made.encode()


def _at(text: str, begin: int, end: int, words: str) -> tuple[str, str]:
    line = text.count("\n", 0, begin) + 1
    return f"line {line}: {text[begin:end][:40]!r} is {words[:60]!r}", f"{text[:begin]}{words}{text[end:]}"


def _character(characters: str | tuple[str, ...], text: str, rng: random.Random) -> tuple[str, str]:
    """One of ``characters`` anywhere."""
    at = rng.randrange(len(text))
    return _at(text, at, at, rng.choice(characters))


def _word(words: tuple[str, ...], text: str, rng: random.Random) -> tuple[str, str]:
    """One of ``words`` after a word or before it."""
    match = rng.choice(list(re.finditer(r"\b", text)))
    return _at(text, match.start(), match.start(), rng.choice(words))


def _line(lines: tuple[str, ...], text: str, rng: random.Random) -> tuple[str, str]:
    """One of ``lines`` between two."""
    match = rng.choice(list(re.finditer(r"^", text, re.MULTILINE)))
    return _at(text, match.start(), match.start(), f"{rng.choice(lines)}\n")


def _ends(text: str, rng: random.Random) -> tuple[str, str]:
    """Something before the text or after it."""
    begun = rng.choice(("\ufeff", "\n", "From nobody\n", "%PDF-1.7\n", "<html>"))
    ended = rng.choice(("\n", "-- \n", "\x1a", "<script>go()</script>", "9\n", "\x00", " ", "\n\n\n\nThe end\n"))
    return rng.choice((_at(text, 0, 0, begun), _at(text, len(text), len(text), ended)))


def _inside(text: str, rng: random.Random) -> tuple[str, str]:
    """A line further in, or less far."""
    match = rng.choice(list(re.finditer(r"^ *(?=\S)", text, re.MULTILINE)))
    spaces = " " * rng.choice([n for n in range(7) if n != len(match[0])])
    return _at(text, match.start(), match.end(), spaces)


def _rule(text: str, rng: random.Random) -> tuple[str, str]:
    """A rule longer, shorter or of another sign."""
    match = rng.choice(list(re.finditer(r"^ *([=~.'\"^+`:_*─-])\1{2,}$", text, re.MULTILINE)))
    was = match[0]
    return _at(text, match.start(), match.end(), rng.choice((was + was[-1], was[:-1], was.replace(was[-1], "%"))))


def _ended(text: str, rng: random.Random) -> tuple[str, str]:
    """The end of a line changed."""
    match = rng.choice(list(re.finditer("\n", text)))
    return _at(text, match.start(), match.end(), rng.choice((" \n", "\r\n", "\r", "\t\n", "\\\n", "  \n", "\v")))


def _changed(pattern: str, change: Callable[[str], str], text: str, rng: random.Random) -> tuple[str, str]:
    """A part that ``pattern`` matches, changed."""
    found = [match for match in re.finditer(pattern, text) if change(match[0]) != match[0]]
    if not found:
        return "", text
    match = rng.choice(found)
    return _at(text, match.start(), match.end(), change(match[0]))


def _swapped(text: str, rng: random.Random) -> tuple[str, str]:
    """Two words that follow each other the other way round."""
    return _changed(r"[^\W\d_]+ [^\W\d_]+", lambda one: " ".join(reversed(one.split(" "))), text, rng)


def _blocks(text: str, rng: random.Random) -> tuple[str, str]:
    """Two blocks the other way round, one twice, or one left out."""
    parts = text.split("\n\n")
    at = rng.randrange(len(parts) - 1)
    one, other = parts[at], parts[at + 1]
    put = rng.choice(([other, one], [one, one, other], [other]))
    return f"block {at}: {one[:40]!r}", "\n\n".join([*parts[:at], *put, *parts[at + 2 :]])


_CONFUSABLE = str.maketrans("aceopxyABCEHKMOPTXаеосрху0O1lІ", "асеорхуАВСЕНКМОРТХaeocpxyO0lI1")
_SIGNS = {",": ".", ".": ",", "(": "[", ")": "]"}
_RAISED = str.maketrans("0123456789⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "⁰¹²³⁴⁵⁶⁷⁸⁹01234567890123456789")
_TEXT: tuple[Change, ...] = (
    partial(_changed, r"\d", lambda one: str((int(one) + 1) % 10)),
    partial(
        _changed, r"[^\W\d_]{3,}", lambda one: f"{one[1:]}{one[0]}" if one[0].lower() != one[1].lower() else f"{one}s"
    ),
    partial(_changed, r"[^\W\d_]+", str.swapcase),
    partial(_changed, r"[.,;:?!()%–-]", lambda one: _SIGNS.get(one, "/")),
    partial(_changed, r"[^.\n]{12,}\.", lambda _: ""),
    partial(_changed, r"[^\W\d_]+ ", lambda one: one + one),
    _swapped,
    _blocks,
    partial(_changed, r"[0-9⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]", lambda one: one.translate(_RAISED)),
    partial(_changed, r"\w", lambda one: one.translate(_CONFUSABLE)),
    partial(_changed, r"(?<=\w) (?=\w)", lambda _: ""),
    partial(_changed, r"(?<=[^\W\d_]{2})(?=[^\W\d_]{2})", lambda _: " "),
)
_PLAIN: tuple[Change, ...] = (
    partial(_character, _UNSEEN),
    partial(_character, _SPACES),
    partial(_character, _STRUCK),
    partial(_word, _PUT),
    partial(_line, _LINES),
    _ends,
    _inside,
    _rule,
    _ended,
)
_MARKDOWN: tuple[Change, ...] = (
    partial(_character, _UNSEEN),
    partial(_character, _SPACES),
    partial(_character, _STRUCK),
    partial(_word, (*_PUT, *_MARKUP)),
    partial(_line, _MARKED_LINES),
    _ends,
    _inside,
    _ended,
    partial(_word, _MARKUP),
)


def _rows(name: str) -> int:
    return counted(rows(f"plantin.packs.plain.auditor.{name}", name))


FAMILIES = {
    "txt": Family(partial(_made, _PLAIN), partial(_made, _TEXT), lambda: _rows("text")),
    "md": Family(partial(_made, _MARKDOWN), partial(_made, _TEXT), lambda: _rows("markdown")),
}
