"""The brand colours of a Word file: those of headings and of paragraph borders."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.auditors.docx.reading import WordText
from plantin.auditors.docx.story import Run, WordLine
from plantin.auditors.record import HEADINGS, RULES, Stated
from plantin.wordfile.package import child, name, val
from plantin.wordfile.styles import BODY

_TITLES = ("title", "masthead title")


def palette(reading: WordText) -> Iterator[Stated]:
    """The colours of titles and headings (ECMA-376 part 1, 17.3.2.6), and of the borders of paragraphs (17.3.1.24)."""
    headings, rules = [], set[str]()
    for line in reading.lines:
        rules |= set(_borders(reading, line))
        rank = _rank(reading, line)
        if rank and (colours := sorted(set(_inks(reading, line)))):
            headings.append(" ".join((str(rank), *colours)))
    yield Stated("the story", HEADINGS, tuple(headings))
    yield Stated("the story", RULES, tuple(sorted(rules)))


def _rank(reading: WordText, line: WordLine) -> int:
    """1 for the title, 2 for the highest headings, and so on; 0 for any other paragraph."""
    if reading.styles.name(line.style) in _TITLES:
        return 1
    level = reading.styles.outline_level(line.style)
    return level + 2 if level < BODY else 0


def _inks(reading: WordText, line: WordLine) -> Iterator[str]:
    own = reading.styles.colours(line.style)[0]
    for run in line.pieces:
        if isinstance(run, Run) and run.text.strip():
            yield f"#{(run.ink if run.ink not in {'', 'auto'} else own).lower()}"


def _borders(reading: WordText, line: WordLine) -> Iterator[str]:
    """The colours of the borders of a paragraph: its own, or else those of the nearest of its styles that gives any."""
    for holder in (line.node, *reading.styles.chain(line.style)):
        if (borders := child(holder, "w:pPr/w:pBdr")) is not None:
            found = (
                str(border.get(name("w:color"), ""))
                for border in borders
                if val(border, attribute="w:val") not in {"nil", "none"}
            )
            yield from (f"#{colour.lower()}" for colour in found if colour not in {"", "auto"})
            return
