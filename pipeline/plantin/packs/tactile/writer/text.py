"""The words of a tactile edition in cells: all of a document are translated at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plantin.model.charts import Chart
from plantin.model.document import Document, Figure
from plantin.model.inlines import plain
from plantin.packs.braille.cells import BLANK, CONTINUED, LETTER, table_of
from plantin.packs.braille.line_division import place
from plantin.packs.braille.repertoire import draft_line
from plantin.packs.braille.writer.runs import BrailleRun, translate
from plantin.packs.tactile.tables import TactileWords

_LETTERS = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵"
MOST_LETTERS = len(_LETTERS)
MOST_PARTS = 25
"""A drawing takes fewer sheets than so many."""


class TactileText:
    """The cells of a document's words by the table of its language."""

    def __init__(self, document: Document, words: TactileWords, figures: Sequence[Figure]) -> None:
        """Translate. Raises SourceError (D133) or ToolError (D130, D131, V011)."""
        self.words = words
        self._table = table_of(document)
        self.draft = draft_line(self._table, document.transcription.words)
        """The first line of what is no more than a draft."""
        head = document.masthead
        texts = [
            self.draft,
            head.symbol,
            head.title,
            words.drawings,
            words.none,
            words.key,
            words.undrawn,
            words.no_data,
        ]
        texts += [part_words(words, number, count) for count in range(2, MOST_PARTS) for number in range(1, count + 1)]
        texts += map(str, range(10))
        for figure in figures:
            texts += [figure.label, figure_title(figure), *_strings(figure.chart)]
        self._known = translate((), [BrailleRun(text, self._table) for text in texts if text.strip()])

    def cells(self, text: str) -> str:
        """Return a text in cells."""
        return self._known[self._table, text.strip()] if text.strip() else ""

    def number(self, number: int) -> str:
        """Return a number in cells: the sign of the first figure serves them all."""
        figures = [self.cells(figure) for figure in str(number)]
        return figures[0] + "".join(figure[-1] for figure in figures[1:])


def part_words(words: TactileWords, number: int, count: int) -> str:
    """Return what is on one of several sheets of a drawing."""
    return words.part.format(number=number, count=count)


def figure_title(figure: Figure) -> str:
    """Return the title of a figure; of a sparkline, which has none, its words."""
    return plain(figure.title) or figure.alternative


def _strings(chart: Chart | None) -> Iterator[str]:
    if chart:
        yield from (chart.category_axis, chart.value_axis, *chart.categories)
        yield from (tick.label for tick in (*chart.marks, *chart.ticks))
        for panel in chart.panels:
            yield panel.name
            for series in panel.series:
                yield from (series.name, *series.shown)
        if len(chart.series()) == 1:
            for name, shown in zip(chart.categories, chart.series()[0].shown, strict=True):
                yield name_and_value(name, shown)


def name_and_value(name: str, shown: str) -> str:
    """Return what a key says of a letter: the name, and the value after it."""
    return f"{name} {shown}".strip()


def letter(number: int) -> str:
    """Return the sign of an entry of a key: a letter of the Latin alphabet after its sign, in every language."""
    return LETTER + _LETTERS[number]


def wrap(cells: str, room: int, hanging: int = 0) -> list[str]:
    """Return ``cells`` in lines of at most ``room`` cells, all but the first ``hanging`` cells in; a longer word goes
    on after the sign of that.
    """
    lines = [""]
    for word in filter(None, cells.split(BLANK)):
        rest = word
        if lines[-1].strip(BLANK) and len(lines[-1]) + 1 + len(rest) > room:
            lines.append(BLANK * hanging)
        elif lines[-1].strip(BLANK):
            lines[-1] += BLANK
        while len(lines[-1]) + len(rest) > room:
            at = place(rest, room - len(lines[-1]) - 1)
            lines[-1] += rest[:at] + CONTINUED
            rest = rest[at:]
            lines.append(BLANK * hanging)
        lines[-1] += rest
    return lines
