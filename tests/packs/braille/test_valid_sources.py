"""What a valid source may hold is brailled, and read back as what its document says."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from plantin.findings import Finding
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.braille import auditor, louis
from plantin.packs.braille import writer as braille
from plantin.packs.braille.auditor import ebraille as ebraille_auditor
from plantin.packs.braille.writer import ebraille
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.read_back import strictly, unlike
from tests.spoilt.rewriting import unpacked

pytestmark = pytest.mark.full

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
LONG = "the lamps of every harbour burn all night because their keepers count casks"


def refused(document: Document, style: Style) -> list[str]:
    """What the gate finds in the editions on paper and for displays."""
    paper = auditor.read_brf(braille.brf(document, style, MOMENT), "x.brf")
    display = ebraille_auditor.read(ebraille.write(document, style, MOMENT), "x.ebrl")
    findings: list[Finding] = [*paper.findings(), *display.findings(), *strictly("ebrl", display, document, style)]
    for book in (paper, display):
        findings += [*unlike(book, document, "x"), *book.unlike(document)]
    return [str(finding) for finding in findings]


def rows(document: Document, style: Style) -> list[str]:
    """The rows of the edition on paper."""
    return braille.brf(document, style, MOMENT).decode().split("\r\n")


def nested(levels: int, words: str) -> str:
    return "\n".join(f"{'  ' * level}- {words} {level}" for level in range(levels))


@pytest.mark.parametrize("words", ["lamps", LONG])
@pytest.mark.parametrize("levels", [1, 4, 5])
def test_lists_are_as_deep_as_the_manual_allows(levels: int, words: str, store: Editions) -> None:
    document = composed(f"# Lamps\n\nThe keepers count:\n\n{nested(levels, words)}\n{nested(2, words)}")
    assert refused(document, store.style) == []
    insides = {len(row) - len(row.lstrip()) for row in rows(document, store.style) if "LAMPS" in row or "CASKS" in row}
    assert 2 * (levels - 1) in insides


def test_entries_go_on_two_cells_after_the_deepest(store: Editions) -> None:
    for levels, inside in ((1, 8), (4, 8), (5, 10)):
        document = composed(f"# Lamps\n\nThe keepers count:\n\n{nested(levels, LONG)}")
        printed = rows(document, store.style)
        begins = [n for n, row in enumerate(printed) if row.lstrip().startswith("_4 ")]
        after = {len(printed[n + 1]) - len(printed[n + 1].lstrip()) for n in begins}
        assert len(begins) == levels
        assert after == {inside}


def test_a_deep_entry_at_another_level_is_found(store: Editions) -> None:
    document = composed(f"# Lamps\n\nThe keepers count:\n\n{nested(5, 'lamps')}")
    content = braille.brf(document, store.style, MOMENT)
    for inside in (6, 10):
        spoilt = content.replace(b"\r\n" + b" " * 8 + b"_4", b"\r\n" + b" " * inside + b"_4")
        assert spoilt != content
        assert unlike(auditor.read_brf(spoilt, "x"), document, "x") != ()


LAMP = '```toml\nlamp = "on"  # 12\nname = "old"\n```'


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh"])
def test_two_listings_are_two(language: str, store: Editions) -> None:
    document = composed(f"# Lamps\n\nThey rest.\n\n{LAMP}\n\n{LAMP}\n\nThey burn.", language=language)
    assert refused(document, store.style) == []
    content = braille.brf(document, store.style, MOMENT)
    ends = [at for at in range(len(content)) if content.startswith(b"\r\n\r\n", at)]
    joined = [content[:at] + content[at + 2 :] for at in ends]
    assert any(unlike(auditor.read_brf(spoilt, "x"), document, "x") for spoilt in joined)


SIGNED = "and **boats** [a lamp]{lang=LANGUAGE} in *one* book “here” of 2035"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru"])
def test_what_a_letter_note_of_a_table_says_is_read(language: str, store: Editions) -> None:
    foreign = SIGNED.replace("LANGUAGE", "fr" if language == "en" else "en")
    notes = "\n\n".join(f"[^{name}]: {foreign}." for name in "ABCD")
    table = "| Lamps[^A] | Boats[^B] |\n|---|---|\n| 41[^C] | 45[^D] |\n\n: Lamps\n"
    document = composed(f"# Lamps\n\nThey rest.\n\n{table}\n{notes}", language=language)
    assert refused(document, store.style) == []
    content = braille.brf(document, store.style, MOMENT)
    before, _, notes = content.decode().partition('"333333\r\n')
    *_, third, fourth = re.findall(r"(?m)^  (\S+) ", notes)
    exchanged = (
        notes.replace(f"  {third} ", "  * ").replace(f"  {fourth} ", f"  {third} ").replace("  * ", f"  {fourth} ")
    )
    spoilt = [f'{before}"333333\r\n{other}' for other in (exchanged, notes.replace("BOATS", "BOTS", 1))]
    for edition in spoilt:
        assert edition.encode() != content
        assert unlike(auditor.read_brf(edition.encode(), "x"), document, "x") != ()


LINES = {
    "en": [
        "ALL LAMPS BURN,",
        "HERE AND THERE;",
        "*the old ones*, **all of",
        "the boats** and",
        "[le phare,]{lang=fr} too.",
    ],
    "fr": ["les lampes, *toutes", "les vieilles* et", "la nuit ;", "**un phare** et", "[the lamp,]{lang=en} ici."],
    "es": ["las lámparas, *todas", "las otras* y", "la noche;", "**un faro** y", "[the lamp,]{lang=en} aquí."],
    "ru": ["горят фонари,", "и лодки;", "*старые", "лампы* и", "[the lamp,]{lang=en} здесь."],
    "ar": ["مصابيح الميناء،", "طوال الليل؛", "*المصابيح", "القديمة* و", "[the lamp,]{lang=en} هنا."],
    "zh": ["港口的灯，", "整夜亮着；", "*老的", "灯* 和", "[the lamp,]{lang=en} 在。"],
}
BLOCKS = {"": "", "- ": "  ", "> ": "> ", "Lamp\n:   ": "    ", "They call.[^a]\n\n[^a]: ": "    ", "## ": "## "}
"""What begins each kind of block, and what its other lines begin with."""
FRENCH_FIGURES = str.maketrans("1234567890", "*<%?:$]\\{#")


def figures(number: int, language: str) -> str:
    """A number in ASCII braille: its sign and letters (RUEB 2013, 6.1); in French those of Antoine (CBFU 2008, I.4)."""
    if language == "fr":
        return "," + str(number).translate(FRENCH_FIGURES)
    return "#" + str(number).translate(str.maketrans("1234567890", "ABCDEFGHIJ"))


@pytest.mark.sample(3)
@pytest.mark.parametrize("language", LINES)
def test_each_line_of_an_author_is_a_line(language: str, store: Editions) -> None:
    for begin, further in BLOCKS.items():
        numbered = [f"{211 + n} {line}" for n, line in enumerate(LINES[language])]
        joint = "<br>" if begin == "## " else f"\\\n{further}"
        document = composed(f"# Lamps\n\n{begin}{joint.join(numbered)}\n\nThey rest.", language=language)
        assert refused(document, store.style) == [], begin
        printed = [row.split()[0] for row in rows(document, store.style) if row.split()]
        assert [n for n in range(212, 216) if figures(n, language) not in printed] == [], begin


def test_a_line_that_its_author_ends_is_one_on_displays_and_in_cells(store: Editions) -> None:
    document = composed(
        "# Lamps\n\n41 lamps\\\n42 boats\n\n| Lamps | Boats |\n|---|---|\n| 43<br>44 | 45 |\n\n: Lamps\n"
    )
    assert refused(document, store.style) == []
    files = unpacked(ebraille.write(document, store.style, MOMENT))
    assert "⠼⠙⠁ ⠇⠁⠍⠏⠎<br/> ⠼⠙⠃ ⠃⠕⠁⠞⠎" in files["ebraille/part-1.html"].decode()


@pytest.mark.sample(6)
@pytest.mark.parametrize("length", range(30, 42))
def test_a_line_that_fills_its_row_is_read_back(length: int, store: Editions) -> None:
    for language, stop in (("ru", ","), ("zh", "，"), ("en", ",")):
        letters = {"ru": "м", "zh": "灯", "en": "x"}[language]
        line = " ".join([letters * 3] * (length // 4)) + letters * (length % 4) + stop
        document = composed(f"# Lamps\n\n{line}\\\n{line}\\\n{line}", language=language)
        assert refused(document, store.style) == []


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_words_of_the_press_in_a_passage_are_in_the_braille_of_the_book(language: str, store: Editions) -> None:
    body = "# Lamps\n\n[]{#here} They rest.\n\n::: {lang=en}\nSee [](#here), *and [](#here)*.\n:::"
    document = composed(body, language=language)
    assert refused(document, store.style) == []
    text = "".join(rows(document, store.style))
    english = text[text.rindex('""("') :] if text.count('""("') == 1 else text
    assert english.count('""(') == english.count('"")') > 1


@pytest.mark.parametrize("before", [0, 3, 10])
def test_a_contraction_of_two_words_is_kept_wherever_a_long_text_is_divided(before: int) -> None:
    sentence = "la nuit parce que le gardien compte."
    begin = ["la lampe."] * before
    whole, first, piece = louis.forward([" ".join([*begin, *[sentence] * 30]), "la lampe.", sentence], "fr-bfu-g2.ctb")
    assert whole.split("⠀") == [*first.split("⠀") * len(begin), *piece.split("⠀") * 30]


@pytest.mark.parametrize("stop", [",", ";"])
def test_a_long_russian_text_has_no_blank_after_a_comma_wherever_it_is_divided(stop: str) -> None:
    entry = f"сторож считает лампы{stop}"
    whole, piece = louis.forward([" ".join([entry] * 60), entry], "ru-litbrl.ctb")
    assert whole == piece * 60
