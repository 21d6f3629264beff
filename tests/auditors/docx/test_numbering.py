"""The numbering engine of the Word auditor, against what ECMA-376 part 1, 17.9 says that Word prints."""

from __future__ import annotations

import pytest
from lxml import etree

from plantin.wordfile.numbering import Engine, NumberingDefinitions, figure
from plantin.wordfile.styles import Styles

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def tree(markup: str) -> etree._Element:
    return etree.fromstring(f'<w:root xmlns:w="{W}">{markup}</w:root>')


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText'
        f' w:val="{text}"/></w:lvl>'
    )


def instance(number: int, abstract: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def labels(numbering: str, paragraphs: list[tuple[int, int] | str], styles: str = "") -> list[str]:
    """What is printed before paragraphs given as (instance, level), or by the identifier of their style."""
    engine = Engine(NumberingDefinitions(tree(numbering), Styles(tree(styles))))
    printed = []
    for given in paragraphs:
        if isinstance(given, str):
            properties = f'<w:pStyle w:val="{given}"/>'
        else:
            properties = f'<w:numPr><w:ilvl w:val="{given[1]}"/><w:numId w:val="{given[0]}"/></w:numPr>'
        number = engine.next(tree(f"<w:p><w:pPr>{properties}</w:pPr></w:p>")[0])
        printed.append(number.label if number else "")
    return printed


LEVELS = level(0, "upperRoman", "%1.") + level(1, "upperLetter", "%2.") + level(2, "decimal", "%3.")
LIST = f'<w:abstractNum w:abstractNumId="1">{LEVELS}</w:abstractNum>'


def test_deeper_levels_begin_again() -> None:
    places: list[tuple[int, int] | str] = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2), (1, 2)]
    assert labels(LIST + instance(1, 1), places) == ["I.", "A.", "B.", "1.", "II.", "A.", "1.", "2."]


def test_instances_share_their_counts_until_one_begins_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    places: list[tuple[int, int] | str] = [(1, 0), (2, 0), (3, 0), (3, 0), (1, 0)]
    numbering = LIST + instance(1, 1) + instance(2, 1) + instance(3, 1, anew)
    assert labels(numbering, places) == ["I.", "II.", "I.", "II.", "III."]


def test_level_that_never_begins_again() -> None:
    running = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    numbering = f'<w:abstractNum w:abstractNumId="1">{running}</w:abstractNum>' + instance(1, 1)
    assert labels(numbering, [(1, 0), (1, 1), (1, 0), (1, 1)]) == ["I.", "1.", "II.", "2."]


def test_level_that_only_the_first_begins_again() -> None:
    third = level(2, "decimal", "%3.", '<w:lvlRestart w:val="1"/>')
    levels = level(0, "upperRoman", "%1.") + level(1, "upperLetter", "%2.") + third
    numbering = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>' + instance(1, 1)
    places: list[tuple[int, int] | str] = [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2)]
    assert labels(numbering, places) == ["I.", "A.", "1.", "B.", "2.", "II.", "A.", "1."]


def test_whole_numbers_and_legal_ones() -> None:
    levels = (
        level(0, "upperRoman", "%1.") + level(1, "lowerLetter", "%1.%2") + level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
    )
    numbering = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>' + instance(1, 1)
    assert labels(numbering, [(1, 0), (1, 0), (1, 1), (1, 2)]) == ["I.", "II.", "II.a", "2.1.1"]


def test_instance_with_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "(%1)")}</w:lvlOverride>'
    assert labels(LIST + instance(1, 1, own), [(1, 0), (1, 0)]) == ["(a)", "(b)"]


def test_number_from_a_style_and_what_it_is_based_on() -> None:
    levels = level(0, "decimal", "%1.", '<w:pStyle w:val="Numbered"/>') + level(
        1, "lowerLetter", "(%2)", '<w:pStyle w:val="Sub"/>'
    )
    numbering = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>' + instance(1, 1)
    number = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Numbered Paragraph"/>{number}</w:style>'
        f'<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/>{number}</w:style>'
        '<w:style w:type="paragraph" w:styleId="Child"><w:name w:val="Child"/><w:basedOn w:val="Numbered"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Off"><w:name w:val="Off"/><w:basedOn w:val="Numbered"/>'
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    assert labels(numbering, ["Numbered", "Sub", "Sub", "Child", "Off", "Sub"], styles) == [
        "1.",
        "(a)",
        "(b)",
        "2.",
        "",
        "(a)",
    ]


def test_list_that_names_a_list_style() -> None:
    numbering = (
        f'{LIST}<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="House"/></w:abstractNum>'
        + instance(1, 1)
        + instance(2, 2)
    )
    number = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = f'<w:style w:type="numbering" w:styleId="House"><w:name w:val="House"/>{number}</w:style>'
    assert labels(numbering, [(2, 0), (1, 0)], styles) == ["I.", "II."]


def test_bullets_and_what_is_not_numbered() -> None:
    bullets = (
        f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "&#xF0B7;")}{level(1, "bullet", "–")}</w:abstractNum>'
    )
    assert labels(bullets + instance(1, 1), [(1, 0), (1, 1), (0, 0), (9, 0), "None"]) == ["•", "–", "", "", ""]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (4, "lowerRoman", "iv"),
        (1999, "upperRoman", "MCMXCIX"),
        (26, "lowerLetter", "z"),
        (27, "lowerLetter", "aa"),
        (53, "upperLetter", "AAA"),
        (7, "decimalZero", "07"),
        (5, "chicago", "**"),
        (3, "none", ""),
        (8, "ordinal", "8"),
    ],
)
def test_number_formats(number: int, form: str, printed: str) -> None:
    assert figure(number, form) == printed


DECIMAL = "".join(level(n, "decimal", text) for n, text in enumerate(("%1.", "%1.%2", "%1.%2.%3")))
OVERRIDES: dict[str, tuple[list[dict[int, int]], list[tuple[int, int]], str]] = {
    "a level passed over has begun": ([{}], [(1, 1), (1, 1), (1, 0), (1, 1)], "1.1 1.2 2. 2.1"),
    "a start of the level above waits for it": ([{0: 1}], [(1, 1), (1, 1), (1, 0), (1, 1)], "1.1 1.2 1. 1.1"),
    "starts of both: the first that is used counts": (
        [{0: 1, 1: 1}],
        [(1, 1), (1, 1), (1, 0), (1, 1)],
        "1.1 1.2 2. 2.1",
    ),
    "a list that goes on below": (
        [{}, {0: 5}],
        [(1, 0), (1, 0), (1, 1), (2, 1), (2, 0), (2, 1)],
        "1. 2. 2.1 2.2 5. 5.1",
    ),
    "two levels passed over": ([{0: 3}], [(1, 2), (1, 1), (1, 0), (1, 1), (1, 0)], "1.1.1 1.2 3. 3.1 4."),
}


@pytest.mark.parametrize("case", OVERRIDES)
def test_starts_that_an_instance_overrides_are_those_that_libreoffice_prints(case: str) -> None:
    given, places, printed = OVERRIDES[case]
    instances = "".join(
        instance(
            number,
            1,
            "".join(
                f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
                for depth, start in starts.items()
            ),
        )
        for number, starts in enumerate(given, 1)
    )
    assert (
        labels(f'<w:abstractNum w:abstractNumId="1">{DECIMAL}</w:abstractNum>{instances}', [*places]) == printed.split()
    )
