"""A hundred reports spoilt at random: `plantin compare` finds each, and nothing in equal ones."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from plantin.model.outline import outline
from plantin.packs.imports.comparing.differences import differences
from plantin.packs.imports.comparing.report_content import ReportContent, _of_outline
from plantin.source import text as source_text
from tests.kit.compose import compose_text

pytestmark = pytest.mark.full

NOUNS = ("harbour", "lamp", "keeper", "tower", "report", "council", "coast", "station", "winter", "signal")
HEAD = '---\nsymbol: WU/2035/1\ntitle: "Lamps do not burn"\ndate: 2035-06-01\n---\n\n'


def _sentence(chance: random.Random) -> str:
    one, two = chance.sample(NOUNS, 2)
    no = chance.choice(("not ", "never ", ""))
    return f"The {one} of {chance.randrange(100, 999)} is {no}the {two} and does not serve the {chance.choice(NOUNS)}."


def _report(chance: random.Random) -> str:
    out = [HEAD]
    for n in range(3):
        out.append(f"# The {chance.choice(NOUNS)} and the {chance.choice(NOUNS)} {'abc'[n]}\n\n")
        out += [f"{_sentence(chance)} {_sentence(chance)}\n\n" for _ in range(4)]
        out.append(f"{_sentence(chance)}[^n{n}]\n\n(a) {_sentence(chance)}\n\n(b) {_sentence(chance)}\n\n")
        rows = "".join(f"| {chance.choice(NOUNS)} {r} | {chance.randrange(21, 99)} |\n" for r in range(3))
        out.append(f"::: {{.table}}\nThe table {n}\n\n| keeper | lamps |\n|:--|--:|\n{rows}:::\n\n")
        out.append(f"[^n{n}]: {_sentence(chance)}\n\n")
    return "".join(out)


def _lines(text: str, pattern: str) -> list[int]:
    return [n for n, line in enumerate(text.split("\n")) if re.match(pattern, line)]


def _without(pattern: str) -> Callable[[str, random.Random], str]:
    def spoil(text: str, chance: random.Random) -> str:
        lines = text.split("\n")
        del lines[chance.choice(_lines(text, pattern))]
        return "\n".join(lines)

    return spoil


def _exchanged(pattern: str) -> Callable[[str, random.Random], str]:
    def spoil(text: str, chance: random.Random) -> str:
        lines = text.split("\n")
        one, two = chance.sample(_lines(text, pattern), 2)
        lines[one], lines[two] = lines[two], lines[one]
        return "\n".join(lines)

    return spoil


def _no_more(text: str, chance: random.Random) -> str:
    match = chance.choice(list(re.finditer(r"(?<=does )not |(?<=is )(?:not|never) ", text)))
    return text[: match.start()] + text[match.end() :]


def _words_exchanged(text: str, chance: random.Random) -> str:
    match = chance.choice(list(re.finditer(r"The (\w+) of (\d+) is (?:not |never )?the (\w+) and", text)))
    one, two = match.span(1), match.span(3)
    return text[: one[0]] + match[3] + text[one[1] : two[0]] + match[1] + text[two[1] :]


def _cells_exchanged(text: str, chance: random.Random) -> str:
    one, two = sorted(chance.sample(list(re.finditer(r"(?<=\| )\d+(?= \|)", text)), 2), key=lambda match: match.start())
    return text[: one.start()] + two[0] + text[one.end() : two.start()] + one[0] + text[two.end() :]


def _another_figure(text: str, chance: random.Random) -> str:
    match = chance.choice(list(re.finditer(r"(?<=of )\d+(?= is)|(?<=\| )\d+(?= \|)", text)))
    return text[: match.start()] + str(int(match[0]) + 1) + text[match.end() :]


SPOILT: dict[str, Callable[[str, random.Random], str]] = {
    "a negation left out": _no_more,
    "two words of a sentence exchanged": _words_exchanged,
    "two cells exchanged": _cells_exchanged,
    "another figure": _another_figure,
    "a paragraph left out": _without(r"The \w+ of.*[^\]]$"),
    "two paragraphs exchanged": _exchanged(r"The \w+ of.*[^\]]$"),
    "an entry left out": _without(r"\(b\) "),
    "two entries exchanged": lambda text, _: re.sub(r"\(a\) (.*)\n\n\(b\) (.*)", r"(a) \2\n\n(b) \1", text, count=1),
    "two notes exchanged": lambda text, _: (
        text.replace("[^n0]:", "[^x]:").replace("[^n1]:", "[^n0]:").replace("[^x]:", "[^n1]:")
    ),
    "another heading": lambda text, _: text.replace(" a\n", " d\n", 1),
}


def _content(text: str) -> ReportContent:
    return _of_outline(outline(compose_text(source_text.parse(text, "report.md"))), Path("a.html"), "html", ours=True)


@pytest.mark.sample(4)
@pytest.mark.parametrize("kind", SPOILT)
def test_what_was_spoilt_at_random_is_found_and_equal_reports_are_equal(kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311
    text = _report(chance)
    whole = _content(text)
    assert differences(whole, _content(text)) == ()
    for _ in range(10):
        spoilt = SPOILT[kind](text, chance)
        assert spoilt == text or differences(whole, _content(spoilt)), f"{kind} is not found"


def test_a_paragraph_or_a_cell_that_a_translation_does_not_have_is_found() -> None:
    text = _report(random.Random(7))  # noqa: S311
    whole, french = _content(text), replace(_content(text), language="fr")
    assert differences(whole, french) == ()
    for kind in ("a paragraph left out", "two cells exchanged"):
        spoilt = SPOILT[kind](text, random.Random(3))  # noqa: S311
        found = differences(whole, replace(_content(spoilt), language="fr"))
        assert {one.code for one in found} & {"P036", "P032"}, kind
