"""The panel in which readers choose how the page looks: its face, the size of its text, its spacing, its colours,
whether beginnings of printed pages are marked.

The choices are radio buttons, and the style sheet follows them by ``:has()``: they work where no script runs. Two
scripts of few lines remember them on the reader's machine, where the browser allows that, for all pages of the same
site, as attributes ``data-`` of html.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator
from html import escape

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.labels import DisplayWords

_SIZES = (100, 125, 150, 200)
_CUTS = {"regular": ("normal", 400), "italic": ("italic", 400), "bold": ("normal", 700)}
_CHECKED = ' checked=""'
_LEAST_LETTER_SHARE = 0.9
"""The face is offered where it has so many of the letters of the text."""

_KEY = "plantin-display"

RECALL = (
    f'<script>try {{ Object.assign(document.documentElement.dataset, JSON.parse(localStorage.getItem("{_KEY}"))); }}'
    " catch {}</script>\n"
)
"""What was chosen before, for the head of the page: applied later, it would move what is painted (layout shift)."""

_REMEMBER = (
    "<script>{ const panel = document.currentScript.parentElement, chosen = document.documentElement.dataset;"
    " for (const [name, value] of Object.entries(chosen))"
    " { const kept = document.getElementById(`${name}-${value}`); if (kept) kept.checked = true; }"
    ' panel.addEventListener("change", ({ target }) => { chosen[target.name] = target.value;'
    f' try {{ localStorage.setItem("{_KEY}", JSON.stringify(chosen)); }} catch {{}} }}); }}</script>'
)


def panel(document: Document, style: Style, text: str, *, paged: bool = False) -> str:
    """Return the panel as markup, closed; empty where the language has no words for it. ``text`` is what the page
    shows; ``paged`` says that beginnings of printed pages are marked in it.
    """
    words = document.display
    if words is None:
        return ""
    rows = [*_choices(words, style, text)]
    if paged and words.pages:
        rows.append(("pages", words.pages, (("shown", words.shown), ("hidden", words.hidden))))
    choices = "".join(_choice(*choice) for choice in rows)
    return (
        '<aside class="display"'
        f' aria-label="{escape(words.heading)}">\n<details><summary>{escape(words.heading)}</summary>\n'
        f"{choices}{_REMEMBER}</details>\n</aside>\n"
    )


def faces(document: Document, style: Style, cuts: tuple[str, ...], text: str) -> str:
    """Return ``@font-face`` rules of the optional face for the files ``text`` needs, and its name (``--legible``)."""
    if document.display is None or style.legible is None or not _is_known(style, text):
        return ""
    family = style.legible.family
    rules = [
        f'@font-face {{ font-family: "{family}"; font-style: {slope}; font-weight: {weight}; src:'
        f' url(data:font/woff2;base64,{base64.b64encode(content).decode()}) format("woff2"); unicode-range:'
        f" {ranges(letters)}; }}\n"
        for cut, (slope, weight) in _CUTS.items()
        if cut in cuts
        for letters, content in _files_for_text(style, cut, text)
    ]
    return f'{"".join(rules)}:root {{ --legible: "{family}"; }}\n'


def _choices(words: DisplayWords, style: Style, text: str) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Yield each choice: its key, its name, and what may be chosen by key and words, the usual one first."""
    faces = [("house", words.house)]
    if style.fonts.generic == "serif":
        faces.append(("sans", words.sans))
    if style.legible and _is_known(style, text):
        faces.append(("legible", words.legible.format(family=style.legible.family)))
    if len(faces) > 1:
        yield "face", words.face, tuple(faces)
    yield "size", words.size, tuple((str(size), words.percent.format(percent=size)) for size in _SIZES)
    yield "spacing", words.spacing, (("normal", words.normal), ("wide", words.wide))
    yield "colours", words.colours, (("device", words.device), ("light", words.light), ("dark", words.dark))


def _choice(key: str, name: str, values: tuple[tuple[str, str], ...]) -> str:
    rows = "".join(
        f'<label><input type="radio" name="{key}" value="{value}" id="{key}-{value}"{_CHECKED if number == 0 else ""}/>'
        f" {escape(words)}</label>\n"
        for number, (value, words) in enumerate(values)
    )
    return f"<fieldset><legend>{escape(name)}</legend>\n{rows}</fieldset>\n"


def _is_known(style: Style, text: str) -> bool:
    letters = {letter: times for letter, times in Counter(text).items() if letter.isalpha()}
    legible_letters = frozenset().union(*(characters for characters, _ in style.legible_files("regular")))
    covered = sum(times for letter, times in letters.items() if letter in legible_letters)
    return covered >= _LEAST_LETTER_SHARE * max(1, sum(letters.values()))


def _files_for_text(style: Style, cut: str, text: str) -> Iterator[tuple[frozenset[str], bytes]]:
    """Yield the files of a cut that have characters of ``text`` which none before them has."""
    lacking = set(text)
    for letters, content in style.legible_files(cut):
        if lacking & letters:
            yield letters, content
            lacking -= letters


def ranges(letters: frozenset[str]) -> str:
    """Return characters as ``unicode-range`` has them (CSS Fonts 4, 4.5).

    >>> ranges(frozenset("abcx"))
    'U+61-63, U+78'
    """
    spans: list[list[int]] = []
    for code in sorted(map(ord, letters)):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in spans)
