"""Reports drawn at random from the whole grammar of the manual: the same seed gives the same report."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from plantin.production import steps
from plantin.production.formats import Edition
from tests.kit import houses
from tests.kit.pictures import coast

SLUG = "R-2035-1"
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
_WORDS = {
    "en": "the lamps of every harbour burn all night because their keepers count casks, boats and days in one book",
    "fr": "les lampes du port brûlent toute la nuit parce que le gardien compte les tonneaux, les bateaux et les jours",
    "es": "las lámparas del puerto arden toda la noche porque el guardián cuenta barriles, días y barcos en un libro",
    "ru": "лампы гавани горят всю ночь потому что смотритель считает бочки, лодки и дни в одной большой книге",
    "ar": "مصابيح الميناء تضيء طوال الليل لأن الحارس يعد البراميل والقوارب والأيام في كتاب واحد كبير",
    "zh": "港口的灯 整夜亮着 因为看守人 每天 在书里 数木桶 船只 和 日子",
}
_LONG = {
    "en": "counterrevolutionaries",
    "fr": "anticonstitutionnellement",
    "es": "electroencefalografista",
    "ru": "водогрязеторфопарафинолечение",
    "ar": "والاستقلاليات",
    "zh": "电磁兼容性试验室",
}
_MARKS: tuple[Callable[[str], str], ...] = (
    lambda word: f"*{word}*",
    lambda word: f"**{word}**",
    lambda word: f"***{word}***",
    lambda word: f"`{word}_2`",
    lambda word: f"[{word}](https://example.org/{'lamps/' * 6}oil?year=2035)",
    lambda word: f'"{word}"',
    lambda word: f"{word}\u00a0*{word}*\u00a0**{word}**",
    lambda word: f"{word}\u00a0**12**,\u00a0943–961",
    lambda word: f"{word}\u2011{word}",
)
_FIXED = (
    "[Vieux phare]{lang=fr}",
    "[old lamp]{lang=en}",
    "CO~2~",
    "SO~4~^2−^",
    "Ca^2+^",
    "10^−3^ s",
    "m^2^",
    "x~i~",
    "10⁻³",
    "−5 °C",
    "±0.5 %",
    "x ≠ y ≥ 3",
    "§ 4",
    "№ 7",
    "€12.50",
    "1,234.5",
    "½",
    "A/72/5",
    "$x^2 - y_1$",
    "$a \\le b \\pm c$",
    "$-1$",
)
_FORMULAS = (
    "E = mc^2",
    "\\int_0^{\\infty} e^{-x^2}\\,dx",
    "\\sum_{i=1}^{n} x_i = -\\frac{a+b}{2}",
    "\\sqrt{x^2 + y^2} \\ge 0",
    "2\\mathrm{H}_2 + \\mathrm{O}_2 \\to 2\\mathrm{H}_2\\mathrm{O}",
)


def _fields(language: str, title: str) -> str:
    return f'symbol: R/2035/1\ntitle: "{title}"\ndate: 2035-06-01\noriginal-language: {language}\nlanguages: [{language}]\n'


def faults_of(text: str, language: str, folder: Path, name: str) -> list[str]:
    """What a check says of the edition of the source ``text`` in the format ``name``, made in a house at ``folder``,
    which is new; ``text`` without front matter gets one.
    """
    source = text if text.startswith("---\n") else f"---\n{_fields(language, 'Lamps')}---\n\n{text}\n"
    house = houses.linked(folder, SLUG, source)
    media = house.report(SLUG).parent / "media"
    media.mkdir()
    coast().save(media / "coast.png")
    composed = steps.compose(house, SLUG, language)
    edition = Edition(SLUG, language, name)
    steps.issue(house, composed.document, edition, None)
    path = house.build / edition.target
    verdict = steps.check(path, edition.target, edition, composed.document, (), house)
    errors = [finding for finding in composed.findings if finding.severity == "error"]
    return [str(finding) for finding in (*errors, *verdict.differences, *verdict.findings)]


class RandomReport:
    """The source of one report: its ``text`` in Markdown, of about ``blocks`` blocks in ``language``."""

    def __init__(self, seed: int, language: str = "en", blocks: int = 24) -> None:
        self._draw = random.Random(f"{seed} {language}")  # noqa: S311 - nothing is kept secret with it
        self._language = language
        self._words = _WORDS[language].split()
        self._notes: list[str] = []
        self._ids: list[str] = []
        body = [f"# {self._title()}", self._paragraph()]
        for _ in range(blocks):
            body.append(self._draw.choice(self._kinds())())
        body += [f"# {self._title()} {{.annex}}", self._paragraph(), self._table()]
        self.text = "\n\n".join([self._front_matter(), *body, *self._notes, ""])

    def faults(self, folder: Path, name: str) -> list[str]:
        """What a check says of the edition in the format ``name``, made in a house at ``folder``, which is new."""
        return faults_of(self.text, self._language, folder, name)

    def _kinds(self) -> tuple[Callable[[], str], ...]:
        return (
            self._paragraph,
            self._paragraph,
            self._paragraph,
            self._heading,
            self._list,
            self._bullets,
            self._table,
            self._list_table,
            self._figure,
            self._box,
            self._quotation,
            self._poem,
            self._definitions,
            self._formula,
            self._listing,
            self._foreign,
        )

    def _front_matter(self) -> str:
        draw = self._draw
        rules = (
            "",
            "rules: {paragraphs: none, sections: none, subparagraphs: as-typed}\n",
            'rules: {sections: decimal, tables: "1.1"}\n',
            "rules: {lists: [tables, figures], letters: [table]}\n",
        )
        return f"---\n{_fields(self._language, self._title())}{draw.choice(rules)}---"

    def _title(self) -> str:
        return self._run(self._draw.randint(2, 7)).rstrip(",").capitalize()

    def _run(self, count: int) -> str:
        start = self._draw.randrange(len(self._words))
        words = [self._words[(start + n) % len(self._words)] for n in range(count)]
        return ("" if self._language == "zh" else " ").join(words).strip(",")

    def _sentence(self, count: int = 0, *, notes: bool = True) -> str:
        draw = self._draw
        start, length = draw.randrange(len(self._words)), count or draw.randint(3, 40)
        words = [self._words[(start + n) % len(self._words)] for n in range(length)]
        words[-1] = words[-1].strip(",")
        for place in draw.sample(range(len(words)), len(words) // 8):
            chance = draw.random()
            word = words[place].strip(",")
            if chance < 0.35:
                words[place] = draw.choice(_MARKS)(word)
            elif chance < 0.7:
                words[place] = draw.choice(_FIXED)
            elif chance < 0.8:
                words[place] = _LONG[self._language]
            elif notes:
                words[place] = f"{word}{self._note()}"
        if self._language == "zh":
            # Nobody writes two words in Latin letters without a blank.
            return (
                "".join(f" {b}" if a[-1:].isascii() and b[0].isascii() else b for a, b in pairwise(["。", *words]))
                + "。"
            )
        return f"{' '.join(words)}."

    def _paragraph(self) -> str:
        return ("" if self._language == "zh" else " ").join(
            self._sentence() for _ in range(self._draw.choice((1, 1, 2, 4)))
        )

    def _note(self) -> str:
        name = f"n{len(self._notes)}"
        self._notes.append("")
        lengths = (5, 12, 30, 30, 200)
        text = self._sentence(self._draw.choice(lengths), notes=False)
        more = f"\n\n    {self._sentence(notes=False)}" if self._draw.random() < 0.2 else ""
        self._notes[int(name[1:])] = f"[^{name}]: {text}{more}"
        return f"[^{name}]"

    def _heading(self) -> str:
        return f"## {self._title()}\n\n{self._paragraph()}"

    def _list(self, depth: int = 1) -> str:
        draw, lines = self._draw, []
        numerals = (("a", "b", "c"), ("i", "ii", "iii"))[(depth + 1) % 2]
        if depth == 1:
            lines.append(self._sentence())
        for numeral in numerals[: draw.randint(1, 3)]:
            lines.append(f"({numeral}) {self._sentence()}")
            if depth < 3 and draw.random() < 0.45:
                lines.append(_indented(self._list(depth + 1), len(numeral) + 3))
        return "\n\n".join(lines)

    def _bullets(self, depth: int = 1) -> str:
        draw, lines = self._draw, [] if depth > 1 else [self._sentence()]
        for _ in range(draw.randint(1, 3)):
            lines.append(f"- {self._sentence(draw.randint(3, 20))}")
            if depth < 5 and draw.random() < 0.55:
                lines.append(_indented(self._bullets(depth + 1), 2))
        return "\n\n".join(lines)

    def _cell(self) -> str:
        draw = self._draw
        kind = draw.random()
        if kind < 0.3:
            return draw.choice(("12", "−3", "1,234.5", "…", "2016", "50 %"))
        if kind < 0.4:
            return f"{self._run(2)}<br>{self._run(2)}"
        if kind < 0.5:
            return f"{self._run(2)}{self._note()}"
        return self._run(draw.randint(1, 6)).replace("|", "")

    def _table(self) -> str:
        draw = self._draw
        columns, rows = draw.randint(2, 6), draw.choice((2, 4, 8, 30))
        grid = [[""] * columns for _ in range(rows)]
        for n, row in enumerate(grid[1:], 1):
            chance = draw.random()
            if chance < 0.1 and n < rows - 1:
                row[1:] = ["<"] * (columns - 1)
            elif chance < 0.25 and columns > 2:
                row[draw.randrange(2, columns)] = "<"
            elif chance < 0.4 and "<" not in grid[n - 1] and n > 1:
                row[draw.randrange(columns)] = "^"
        grid = [[cell or self._cell() for cell in row] for row in grid]
        lines = [f"| {' | '.join(row)} |" for row in [[self._run(2) for _ in range(columns)], *grid]]
        lines.insert(1, "|" + "".join(draw.choice((":--|", "--:|", ":-:|")) for _ in range(columns)))
        source = f"\n\n{self._sentence(8, notes=False)}" if draw.random() < 0.3 else ""
        return "\n".join([f"::: {{{self._id('tbl')} .table}}", f"{self._title()}\n", *lines]) + f"{source}\n:::"

    def _list_table(self) -> str:
        draw = self._draw
        columns = draw.randint(2, 4)
        rows = [[self._run(2) for _ in range(columns)]]
        for _ in range(draw.choice((1, 3, 8))):
            if draw.random() < 0.25:
                rows.append([self._blocks(), *["<"] * (columns - 1)])
            else:
                rows.append([self._blocks() if draw.random() < 0.5 else self._cell() for _ in range(columns)])
        text = "\n".join(
            "\n".join(
                ("- - " if not n else "  - ")
                + cell.replace("<br>", " ").replace("\n", "\n    ").replace("\n    \n", "\n\n")
                for n, cell in enumerate(row)
            )
            for row in rows
        )
        return f"::: {{{self._id('tbl')} .table .list}}\n{self._title()}\n\n{text}\n:::"

    def _blocks(self) -> str:
        """Several paragraphs, and perhaps a list, in a cell."""
        draw = self._draw
        texts = [self._sentence(draw.choice((4, 20, 80))) for _ in range(draw.choice((1, 2, 2, 6)))]
        if draw.random() < 0.3:
            texts.append("\n".join(f"- {self._sentence(6)}" for _ in range(3)))
        return "\n\n".join(texts)

    def _figure(self) -> str:
        return f"::: {{{self._id('fig')} .figure}}\n{self._title()}\n\n![{self._sentence(9, notes=False)}](media/coast.png)\n:::"

    def _box(self) -> str:
        inside = self._draw.choice((self._paragraph, self._bullets, self._list))
        return f"::: {{{self._id('box')} .box}}\n{self._title()}\n\n{inside()}\n:::"

    def _quotation(self) -> str:
        return "\n>\n".join(f"> {self._sentence(notes=False)}" for _ in range(self._draw.randint(1, 3)))

    def _poem(self) -> str:
        return "\\\n".join(
            self._sentence(self._draw.randint(2, 9), notes=False) for _ in range(self._draw.randint(2, 6))
        )

    def _definitions(self) -> str:
        return f"{self._title()}\n:   {self._sentence()}"

    def _formula(self) -> str:
        formula = self._draw.choice(_FORMULAS)
        return f"$${formula}$$" if self._draw.random() < 0.5 else f"[]{{{self._id('eq')}}} $${formula}$$"

    def _listing(self) -> str:
        return (
            "```toml\nlamp = \"on\"  # 12 − 3\nname = 'two\u00a0lamps'\n"
            + "x" * self._draw.choice((5, 60, 200))
            + "\n```"
        )

    def _foreign(self) -> str:
        language = self._draw.choice([language for language in _WORDS if language != self._language])
        return f"::: {{lang={language}}}\n{_WORDS[language]}{'。' if language == 'zh' else '.'}\n:::"

    def _id(self, kind: str) -> str:
        self._ids.append(f"{kind}-{len(self._ids)}")
        return f"#{self._ids[-1]}"


def _indented(text: str, columns: int) -> str:
    return "\n".join(f"{' ' * columns}{line}" if line else line for line in text.split("\n"))
