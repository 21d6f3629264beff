"""Where words are divided: rules that the layout engine does not have, laid over its search for the end of a line.

Words in capitals stay whole, and so do short names and parts of compounds unless the line would be loose; a language's exceptions win
over the dictionary. A division must be worth it: word spaces that can bear it grow instead, the more so where the lines before end in
hyphens too, where the rest of the word would be a line of its own, and at the turn of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from typing import Any, Literal

from pipeline.findings import Finding, Place, ToolError
from pipeline.labels import Hyphenation
from pipeline.writers.pdf.fixes import replaced

KNOWN = "70.0"
"""The WeasyPrint whose functions are wrapped."""

Mood = Literal["strict", "lenient", "forbidding"]

_HYPHEN = "\u2010"
_APOSTROPHE = re.compile("[’']")

# By how much word spaces may grow, in ems, to save a division: the first, the second in a row, the third, more. (A space is .26 em.)
_WORTH = (0.15, 0.22, 0.35, 0.6)
_REST = 0.6
_TURN = 0.6
# From here on a line is loose enough to divide what is better left whole.
_NEED = 0.25
_IN_A_ROW = 2
_ROUNDING = 0.5


@contextmanager
def divided(hyphenation: Hyphenation) -> Iterator[None]:
    """WeasyPrint with the rules of ``hyphenation``, restored at the end. Raises ToolError (D012) where it is not the one known."""
    import pyphen  # type: ignore[import-untyped]
    import weasyprint
    from weasyprint.layout import block, inline

    if weasyprint.__version__ != KNOWN:
        hint = "Install the version that pyproject.toml names."
        raise ToolError(Finding("D012", f"WeasyPrint {weasyprint.__version__} is not {KNOWN}", Place("weasyprint.layout.inline"), hint))
    rules = Rules(hyphenation)
    setting = _Setting(rules, inline.get_next_linebox, block._linebox_layout, inline.split_first_line)  # noqa: SLF001

    class Dictionary(pyphen.Pyphen):  # type: ignore[misc]
        def iterate(self, word: str) -> Iterator[tuple[str, str]]:
            if rules.admits(word, setting.text, setting.mood):
                for place in sorted(rules.places(word, list(map(int, self.positions(word)))), reverse=True):
                    yield word[:place], word[place:]

    with replaced(
        [
            (pyphen, "Pyphen", Dictionary),
            (inline, "split_first_line", setting.split),
            (inline, "get_next_linebox", setting.line),
            (block, "_linebox_layout", setting.lines),
        ]
    ):
        yield


class Rules:
    """Which words of a language may be divided, and where."""

    def __init__(self, hyphenation: Hyphenation) -> None:
        self._least, self._before, self._after = hyphenation.name, hyphenation.before, hyphenation.after
        self._stems = [(stem.replace("-", ""), _offsets(stem)) for stem in hyphenation.exceptions]

    def admits(self, word: str, text: str = "", mood: Mood = "strict") -> bool:
        """Whether ``word``, which stands in ``text``, may be divided at all: never a word in capitals, only at need a short name or a part
        of a compound.
        """
        core = _APOSTROPHE.split(word)[-1]
        if mood == "forbidding" or any(map(str.isupper, core[1:])):
            return False
        if mood == "strict" and core[:1].isupper() and len(core) < self._least:
            return False
        return mood == "lenient" or not re.search(rf"\w-{re.escape(word)}\b|\b{re.escape(word)}-\w", text)

    def places(self, word: str, found: list[int]) -> set[int]:
        """Where ``word`` may be divided, given the places that the dictionary has ``found``."""
        places = set(found)
        for stem, offsets in self._stems:
            at = word.lower().find(stem)
            if at >= 0:
                places -= set(range(at + 1, at + len(stem)))
                places |= {at + offset for offset in offsets}
        return {place for place in places if self._before <= place <= len(word) - self._after}


def _offsets(stem: str) -> tuple[int, ...]:
    """Where the hyphens of ``stem`` stand, in its letters: 5 in "контр-террор"."""
    return tuple(match.start() - count for count, match in enumerate(re.finditer("-", stem)))


@dataclass(slots=True)
class _Setting:
    """The layout of one document: how many lines before each line end in a hyphen, by the block and the place where the line begins."""

    rules: Rules
    get_next_linebox: Any
    linebox_layout: Any
    split_first_line: Any
    mood: Mood = "strict"
    text: str = ""
    hyphens: dict[tuple[Any, str], int] = field(default_factory=dict)

    def split(self, text: str, *rest: Any, **named: Any) -> Any:
        """``split_first_line``; the dictionary sees the text around a word."""
        self.text = text
        return self.split_first_line(text, *rest, **named)

    def line(self, *arguments: Any) -> tuple[Any, Any]:
        """``get_next_linebox``: the line as found, or without a division, or with one that only need excuses."""
        box, skip, block = arguments[1], arguments[4], arguments[5]
        made, resume = self.get_next_linebox(*arguments)
        before = self.hyphens.get((box.element, repr(skip)), 0)
        if _end(made) == _HYPHEN:
            last, none = self.get_next_linebox(*arguments[:4], resume, *arguments[5:])
            rest = none is None and last is not None and " " not in _words(last).strip()
            worth = max(_WORTH[min(before, len(_WORTH) - 1)], _REST if rest else 0)
            other = self._in_mood("forbidding", arguments)
            if _looseness(other[0], block) <= worth:
                made, resume = other
        elif resume is not None and before < _IN_A_ROW and _looseness(made, block) > _NEED:
            other = self._in_mood("lenient", arguments)
            if _end(other[0]) == _HYPHEN:
                made, resume = other
        if resume is not None:
            self.hyphens[box.element, repr(resume)] = before + 1 if _end(made) in {_HYPHEN, "-"} else 0
        return made, resume

    def lines(self, context: Any, box: Any, index: int, child: Any, children: list[Any], *rest: Any) -> Any:
        """``_linebox_layout``: where the page ends in the paragraph, its last line ends with a whole word."""
        skip = rest[6]
        result = self.linebox_layout(context, box, index, child, children, *rest)
        abort, _, resume, *others = result
        if not abort and resume is not None and children and _end(children[-1]) == _HYPHEN:
            begin = children[-2].resume_at if len(children) > 1 else skip
            place = (context, child, children[-1].position_y, rest[4], begin, box, rest[1], rest[2], None, None)
            line, after = self._in_mood("forbidding", place)
            if _looseness(line, box) <= _TURN and _notes(line) == _notes(children[-1]):
                line.resume_at = after
                children[-1] = line
                return abort, result[1], {index: after}, *others
        return result

    def _in_mood(self, mood: Mood, arguments: tuple[Any, ...]) -> tuple[Any, Any]:
        self.mood = mood
        try:
            made: tuple[Any, Any] = self.get_next_linebox(*arguments)
        finally:
            self.mood = "strict"
        return made


def _texts(line: Any) -> list[Any]:
    from weasyprint.formatting_structure.boxes import TextBox

    return [box for box in line.descendants() if isinstance(box, TextBox) and box.text]


def _words(line: Any) -> str:
    return "".join(box.text for box in _texts(line))


def _end(line: Any) -> str:
    return _words(line).rstrip()[-1:] if line is not None else ""


def _looseness(line: Any, block: Any) -> float:
    """By how much the spaces of a line must grow to fill the measure of ``block``, in ems; endless where they cannot."""
    texts = _texts(line)
    spaces = sum(box.text.count(" ") + box.text.count("\u00a0") for box in texts)
    if not spaces or line.width > block.width + _ROUNDING:
        return inf
    justified = max(box.justification_spacing for box in texts)
    return float(justified or (block.width - line.width) / spaces) / float(block.style["font_size"])


def _notes(line: Any) -> list[Any]:
    return [box.footnote for box in line.descendants() if box.footnote is not None]
