"""Trees of every kind of passage, with the signs that Markdown knows, are written as sources and read by the press:
it reads what was written. A source with one change in it is told from its tree.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from plantin.findings import PlantinError
from plantin.packs.imports import cells, markup, read_back, receive
from plantin.packs.imports.cells import ReceivedTable
from plantin.packs.imports.markup import Marks, Row
from plantin.packs.imports.paragraph_pieces import Call, Look, Piece, SourceMarkup, Words, merge_pieces, trim
from plantin.packs.imports.read_back import Written
from plantin.source.front_matter import NumberingRules
from tests.kit.houses import in_un, without_reports

pytestmark = pytest.mark.full

FRONT = '---\nsymbol: S/2035/9\norgan: Security Council\ntitle: "Lamps"\ndate: 2035-06-02\n---\n\n'
SIGNS = """
* ** *** _ __ __a__ ` `` `x` [ ] [x] [x](y) (y) ^ ^2 x^2^ ~ ~3~ ~~s~~ $ $5 $x$ $$ | a|b || # ## #1 \\ \\* \\\\ < > <b>
</b> <!-- & &amp; &#42; &copy - + -- --- 1. (a) 12) i. A. 2017. a_b _a_ : :: ::: = == => ! ![ ![x](y) { } {.x} {#y}
{lang=fr} % @ref [@x] ... ' " “q” ’s / https://example.org/a_b www.example.org x@example.org [^1] [^1]: *a* **b** a*b*c
^[x] +1 >x #x x# ; , . ? ) ( (i) •
""".split()
NAMES = (
    "lamp",
    "oil",
    "wick",
    "keeper",
    "harbour",
    "glass",
    "North",
    "1,250",
    "Öl",
    "масло",
    "灯",
    "5\u00a0km",
    "a\u00a0",
    "burns.",
)
LINKS = (
    "https://example.org/oil",
    "https://example.org/a_(b)",
    "mailto:keeper@example.org",
    "https://example.org/?a=1&b=2",
)


def words(dice: random.Random) -> str:
    some = [dice.choice(SIGNS if dice.random() < 0.35 else NAMES) for _ in range(dice.randint(1, 6))]
    return "".join(word + (" " if "example" in word else dice.choice(("", " ", " ", " "))) for word in some)


def look(dice: random.Random, *, linked: bool = True) -> Look:
    if dice.random() < 0.55:
        return Look()
    return Look(
        emphasis=dice.random() < 0.4,
        strong=dice.random() < 0.4,
        raised=dice.choice(("", "", "", "superscript", "subscript")),
        code=dice.random() < 0.08,
        language=dice.choice(("", "", "", "fr", "ru")),
        link=dice.choice((*LINKS, *[""] * 12)) if linked else "",
    )


def marked(one: Words) -> bool:
    return one.look.emphasis or one.look.strong


@dataclass
class Tree:
    """What is to be written: passages as they are to be read, in their order, and the source that they make."""

    dice: random.Random
    name: str
    expected: list[tuple[str, tuple[read_back.Token, ...]]] = field(default_factory=list)
    notes: dict[str, list[Piece]] = field(default_factory=dict)
    written: Written = field(default_factory=Written)
    blocks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._marks = Marks(
            lambda call: f"[^{call.note}]", lambda pointer: pointer.shown, lambda text, _: text, written=self.written
        )
        makers = (self._paragraph, self._heading, self._list, self._quotation, self._table, self._cells, self._figure)
        for n in range(self.dice.randint(1, 4)):
            self.dice.choice(makers)(n)
        self.definitions = [self._note(name, pieces) for name, pieces in self.notes.items()]

    def _pieces(self, *, breaks: bool = True, noted: bool = True, plain: bool = False) -> list[Piece]:
        out: list[Piece] = []
        for _ in range(self.dice.randint(1, 5)):
            chance = self.dice.random()
            if chance < 0.1 and noted and out:
                name = f"{self.name}-{len(self.notes)}"
                self.notes[name] = self._pieces(noted=False)
                out.append(Call(note=name))
            elif chance < 0.14:
                out.append(SourceMarkup("$a + b^2$", "a + b^2"))
            else:
                style = Look() if plain else look(self.dice, linked=not plain)
                text = words(self.dice)
                if style.link or (style.raised and "example" in text):
                    text = self.dice.choice(NAMES[:9])
                # What an address runs into is part of it, and no pipe in code is kept from dividing the cells of a row.
                text = text.replace("|", "/") if style.code else text
                # Of emphasis that follows upon other emphasis CommonMark makes one run of asterisks.
                if isinstance(last := out[-1] if out else None, Words) and marked(last) and marked(Words(text, style)):
                    out.append(Words(" "))
                out.append(Words(text, style))
            if breaks and self.dice.random() < 0.08:
                out.append(Words("\n"))
        pieces = trim(merge_pieces(out))
        return (
            pieces
            if any(isinstance(one, Words) and one.text.strip(" \n\u00a0") for one in pieces)
            else trim([*pieces, Words(" lamp")])
        )

    def _write(self, pieces: list[Piece], where: str = "") -> str:
        self.expected.append((where, expected(pieces)))
        return markup.inline(pieces, self._marks)

    def _rows(self, *rows: Row) -> None:
        self.blocks += markup.blocks(rows, NumberingRules().subparagraphs)

    def _paragraph(self, _: int) -> None:
        self._rows(Row(self.dice.choice(("numbered", "plain")), 0, self._write(self._pieces())))

    def _heading(self, _: int) -> None:
        self._rows(Row("heading", 1, self._write(self._pieces(breaks=False))))

    def _quotation(self, _: int) -> None:
        self._rows(Row("quotation", 0, self._write(self._pieces())))

    def _list(self, _: int) -> None:
        kinds = [self.dice.choice(("item", "bullet")), self.dice.choice(("item", "bullet"))]
        level, rows = 1, [Row("numbered", 0, self._write([Words("These:")]))]
        for n in range(self.dice.randint(2, 5)):
            level = min(level + 1, 2) if n and self.dice.random() < 0.3 else 1
            rows.append(Row(kinds[level - 1], level, self._write(self._pieces())))
            if self.dice.random() < 0.2:
                rows.append(Row("continued", level, self._write(self._pieces())))
        self._rows(*rows)

    def _table(self, _: int, several: bool = False) -> None:
        title = self._write(self._pieces(breaks=False), "title")
        rows = []
        for r in range(3):
            row = []
            for c in range(2):
                count = 2 if several and r and c else 1
                texts = [
                    Row("plain", 0, self._write(self._pieces(noted=not several or count == 1))) for _ in range(count)
                ]
                row.append(cells.make_cell(texts))
            rows.append(row)
        self.blocks.append(ReceivedTable(rows, 1, True, [":--", ":--"]).text(title))

    def _cells(self, n: int) -> None:
        self._table(n, several=True)

    def _figure(self, _: int) -> None:
        title = self._write(self._pieces(breaks=False), "title")
        self.blocks.append(
            f"::: {{.figure}}\n{title}\n\n![{markup.escape(words(self.dice).strip())}](media/lamp.png)\n:::"
        )

    def _note(self, name: str, pieces: list[Piece]) -> str:
        return markup.note(name, [Row("plain", 0, self._write(pieces, "note"))], NumberingRules().subparagraphs)


def expected(pieces: list[Piece]) -> tuple[read_back.Token, ...]:
    """The passage as it is to be read, without the writer."""
    atoms: list[read_back.Atom] = []
    for piece in pieces:
        match piece:
            case Words(text, style):
                lines = text.replace("\n", " ").split("\n") if style.code else text.split("\n")
                for n, line in enumerate(lines):
                    atoms += [read_back.BREAK] if n else []
                    atoms.append((line, style))
            case Call(note=name):
                atoms.append((name, "call"))
            case SourceMarkup(marks):
                atoms.append((marks.strip("$"), "mark"))
            case _:
                pass
    return read_back.tokens(atoms)


def source(trees: list[Tree]) -> str:
    blocks = [block for tree in trees for block in tree.blocks]
    return FRONT + "\n\n".join([*blocks, *(note for tree in trees for note in tree.definitions)]) + "\n"


def unlike(trees: list[Tree]) -> Iterator[tuple[Tree, object, object]]:
    """Each passage that the press reads otherwise, with its tree."""
    text = source(trees)
    passages = [one.tokens for one in read_back.read(text) if one.tokens]
    wanted = [(tree, tokens) for tree in trees for where, tokens in tree.expected if where != "note"]
    wanted += [(tree, tokens) for tree in trees for where, tokens in tree.expected if where == "note"]
    for one, found in itertools.zip_longest(wanted, passages):
        tree, tokens = one or (trees[-1], ())
        if tokens != found:
            yield tree, tokens, found or ()
            return


def grown(count: int, seed: int = 48) -> list[Tree]:
    return [Tree(random.Random(f"{seed} {n}"), f"n{n}") for n in range(count)]  # noqa: S311 - a sample


def wrong(count: int, seed: int) -> list[tuple[object, ...]]:
    trees = grown(count, seed)
    return [
        (difference[1:], source([tree]))
        for n in range(0, count, 25)
        if list(unlike(trees[n : n + 25]))
        for tree in trees[n : n + 25]
        for difference in unlike([tree])
    ]


def test_what_is_written_is_read() -> None:
    assert wrong(75, 1) == []


@pytest.mark.slow
def test_what_is_written_is_read_in_two_thousand_trees() -> None:
    assert wrong(2_000, 48) == []


Damage = Callable[[str, random.Random], str]
WORD = r"(?<= )(?:lamp|oil|wick|keeper|harbour|glass|North)(?= )"
NOTE = r"\[\^n[\d-]+\](?!:)"


def at_one(pattern: str, change: str) -> Damage:
    """A change at one of the places of ``pattern``, as ``re.sub`` has it."""

    def damage(text: str, dice: random.Random) -> str:
        places = list(re.finditer(pattern, text))
        if not places:
            return text
        place = dice.choice(places)
        return text[: place.start()] + place.expand(change) + text[place.end() :]

    return damage


def move_call(text: str, dice: random.Random) -> str:
    calls, places = list(re.finditer(NOTE, text)), [match.end() for match in re.finditer(WORD, text)]
    if not calls or not places:
        return text
    call, place = dice.choice(calls), dice.choice(places)
    without = text[: call.start()] + text[call.end() :]
    place -= len(call[0]) if place > call.start() else 0
    return without[:place] + call[0] + without[place:]


DAMAGES: dict[str, Damage] = {
    "a word is dropped": at_one(f"{WORD} ", ""),
    "a word is another": at_one(WORD, "vessel"),
    "a word is twice": at_one(f"({WORD})", r"\1 \1"),
    "bold is lost": at_one(r"(?<![*\\])\*\*([^*\n\\]+)\*\*(?!\*)", r"\1"),
    "italics are lost": at_one(r"(?<![*\\])\*([^*\n\\]+)\*(?!\*)", r"\1"),
    "italics are bold": at_one(r"(?<![*\\])\*([^*\n\\]+)\*(?!\*)", r"**\1**"),
    "a word becomes bold": at_one(f"({WORD})", r"**\1**"),
    "cells are exchanged": at_one(r"(?m)^\| (.+) \| (.+) \|$", r"| \2 | \1 |"),
    "a call is moved": move_call,
    "a call is lost": at_one(NOTE, ""),
    "a number is another": at_one("1,250", "1.250"),
    "a link leads elsewhere": at_one(r"example\.org/oil", "example.org/wick"),
    "a language is another": at_one("lang=fr", "lang=de"),
    "a formula is another": at_one(r"a \+ b", "a - b"),
    "a sign is lost": at_one(r"(?<= )(?:%|\\\$5|“q”)(?= )", ""),
    "a space breaks": at_one("5\u00a0km", "5 km"),
    "words are exchanged": at_one(f"({WORD}) (масло|灯)(?= )", r"\2 \1"),
    "an escape is lost": at_one(r"\\(?=[*_]{1,2}\w)", ""),
    "a level is lost": at_one(r"\^(\w+)\^", r"\1"),
    "a note says another thing": at_one(r"(?m)^(\[\^n[\d-]+\]: )", r"\1not "),
}


def spoilt(count: int) -> Iterator[tuple[str, Tree, str]]:
    """As many sources with one change each, which the press reads otherwise or not at all."""
    made = 0
    for n in itertools.count():
        dice = random.Random(f"spoilt {n}")  # noqa: S311 - a sample
        tree = Tree(dice, f"n{n}")
        name = list(DAMAGES)[n % len(DAMAGES)]
        whole = source([tree])
        text = DAMAGES[name](whole, dice)
        if text == whole:
            continue
        try:
            if read_back.read(text) == read_back.read(whole):
                continue
        except PlantinError:
            continue
        yield name, tree, text
        made += 1
        if made == count:
            return


def unnoticed(count: int) -> list[tuple[str, str]]:
    return [(name, text) for name, tree, text in spoilt(count) if not read_back.differences(tree.written, text)]


def test_a_source_that_says_otherwise_than_it_was_given_is_told() -> None:
    assert unnoticed(20) == []


@pytest.mark.slow
def test_two_hundred_spoilt_sources_are_told() -> None:
    missed = [name for name, _ in unnoticed(200)]
    assert missed == ["a word is twice"], "the same two words are beside each other elsewhere in that source"


def test_an_import_that_is_read_otherwise_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = in_un(without_reports(tmp_path).root)
    page = "<html><body><h1>Lamps</h1><p>The lamps burn *oil* and nothing else.</p></body></html>"
    (home.root / "lamps.html").write_text(page, "utf-8")
    whole = receive.import_file(home, home.root / "lamps.html")
    assert whole.exit_code() == 0
    monkeypatch.setattr(markup, "escape", str)
    broken = receive.import_file(home, home.root / "lamps.html", overwrite=True)
    (told,) = (one for one in broken.findings() if one.code == "S182")
    assert "burn oil and nothing" in told.message
    assert broken.exit_code() == 1
    source = home.root / broken.path
    assert "*oil*" in source.read_text("utf-8").splitlines()[int(re.findall(r"line (\d+)", told.message)[0]) - 1]
    source.write_text(source.read_text("utf-8").replace("*oil*", r"\*oil\*"), "utf-8")
    assert receive.check_import(home, home.root / "lamps.html").exit_code() == 0, "the source was mended"


@pytest.mark.parametrize(
    "text",
    [
        "# Lamps\n\nThey burn.\n\n## See lamp@3 and https://example.org/oil\n\nOil.\n",
        "# Lamps\n\n## Before\n\nOil.\n\n### 1. Clean the wick\n\nOil.\n\n### 2. Trim it\n\nOil.\n\n## After\n\nOil.\n",
        "# Lamps\n\nThe answer is 'http\\://example.org/\\~oil' and nothing 'https\\://example.org/\\_a/\\~b'.\n",
    ],
    ids=["heading becomes a bold line", "numbers of headings stay typed", "address with marks that is no link"],
)
def test_what_the_importer_itself_changes_is_no_difference(tmp_path: Path, text: str) -> None:
    home = in_un(without_reports(tmp_path).root)
    (home.root / "lamps.md").write_text(text, "utf-8")
    assert [
        one.message for one in receive.import_file(home, home.root / "lamps.md").findings() if one.code == "S182"
    ] == []
