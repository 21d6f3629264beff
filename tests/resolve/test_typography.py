"""The typography of each language: where a line does not break, what is raised, where an address ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.house import locale
from plantin.model.document import Paragraph
from plantin.model.inlines import Emphasis, Inline, Link, Superscript, Text, plain
from plantin.resolve import resolve
from plantin.resolve.typography import Typesetter, lowerer, plainer
from plantin.source import front_matter, pandoc
from plantin.source import text as source_text
from tests.kit import houses

ROOT = Path(__file__).parents[2]
HEAD = '---\nsymbol: S/2035/1\norgan: Security Council\ntitle: "Lamps"\ndate: 2035-06-01\n---\n\n'


def words(language: str) -> locale.Typography:
    return houses.un(language).typography


def paragraph(text: str, language: str) -> tuple[Inline, ...]:
    report = source_text.parse(f"{HEAD}{text}\n", "report.md")
    nodes, _ = pandoc.parse(report.body(), report.path)
    document = resolve(front_matter.read(report), nodes, (), houses.un(language)).document
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    return block.content


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", " "])
def test_an_address_ends_before_a_space_of_any_width(space: str) -> None:
    content = paragraph(f"Voir http://lamps.example/a_b.html{space}; puis ailleurs.", "fr")
    assert [inline.target for inline in content if isinstance(inline, Link)] == ["http://lamps.example/a_b.html"]
    assert plain(content).replace(
        "\u00a0", " "
    ) == f"Voir http://lamps.example/a_b.html{space}; puis ailleurs.".replace("\u00a0", " ")


def test_an_address_without_its_scheme_ends_there_too() -> None:
    content = paragraph("Voir www.lamps.example/a\u00a0», et http://lamps.example/b.", "fr")
    found = [(inline.target, plain(inline.content)) for inline in content if isinstance(inline, Link)]
    assert found == [
        ("http://www.lamps.example/a", "www.lamps.example/a"),
        ("http://lamps.example/b", "http://lamps.example/b"),
    ]
    assert plain(content).endswith("www.lamps.example/a\u00a0», et http://lamps.example/b.")


def test_words_of_an_author_in_a_link_are_left_alone() -> None:
    content = paragraph("Voir [les lampes.](http://lamps.example/a)", "fr")
    assert [plain(inline.content) for inline in content if isinstance(inline, Link)] == ["les lampes."]


def test_french_ordinals_are_raised_and_read_the_same() -> None:
    content = paragraph("Le 1er juillet, à la 7847e séance (*la 2e*), au XXIe siècle.", "fr")
    raised = [plain((inline,)) for inline in content if isinstance(inline, Superscript)]
    inside = [
        plain((one,))
        for inline in content
        if isinstance(inline, Emphasis)
        for one in inline.content
        if isinstance(one, Superscript)
    ]
    assert (raised, inside) == (["er", "e", "e"], ["e"])
    assert plain(content).replace("\u00a0", " ") == "Le 1er juillet, à la 7847e séance (la 2e), au XXIe siècle."


@pytest.mark.parametrize(
    "text", ["Document A/1e/22.", "La cote CRP.1er-2.", "Voir http://lamps.example/1er/2e pour cela.", "Ce Me Ve."]
)
def test_what_only_looks_like_an_ordinal_is_not_raised(text: str) -> None:
    assert not any(isinstance(inline, Superscript) for inline in paragraph(text, "fr"))


def test_other_languages_raise_nothing() -> None:
    assert Text("On 1er and 2e.") in paragraph("On 1er and 2e.", "en")


def test_a_source_is_imported_without_the_marks_that_the_press_makes() -> None:
    lower = lowerer(words("fr"))
    assert (
        lower("Le 1^er^ juillet, 7847^e^ séance, 10 m^2^ et x^e^.") == "Le 1er juillet, 7847e séance, 10 m^2^ et x^e^."
    )
    assert lowerer(words("en"))("1^er^") == "1^er^"


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("en", "in July 2016 and on 11 July 2016", "in July~2016 and on 11~July 2016"),
        ("en", "15 Member States, see S/2016/92", "15~Member States, see~S/2016/92"),
        ("fr", "le 1er juillet 2016, en août 2015, 12 pays", "le~1er~juillet 2016, en août~2015, 12~pays"),
        ("es", "el 11 de julio de 2016, véase S/2016/92", "el 11~de~julio de~2016, véase~S/2016/92"),
        ("ru", "в городе, а к 5 мая 2016 года", "в~городе, а~к~5~мая 2016~года"),
        (
            "ru",
            '3 млн. долл. США, см. S/2016/92, "Боко харам", УНП ООН',
            "3~млн.~долл.~США, см.~S/2016/92, «Боко~харам», УНП~ООН",
        ),
        ("ru", "группа И-а и для них", "группа И-а и~для них"),
    ],
)
def test_lines_do_not_break_where_a_reader_would_stumble(language: str, typed: str, printed: str) -> None:
    forms = words(language)
    set_ = Typesetter(forms).text(typed)
    assert set_.replace("\u00a0", "~") == printed
    assert plainer(forms)(set_, " ") == typed
