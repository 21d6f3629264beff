"""Terms of the glossary and abbreviations: their uses lead to where they are explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.findings import PlantinError
from plantin.model.document import Document
from plantin.model.inlines import IndexMark, Reference
from plantin.model.outline import inlines, outline
from plantin.production import steps
from tests.kit import houses

_HEAD = '---\nsymbol: A/90/78\norgan: General Assembly\ntitle: "Lamps"\ndate: 2035-08-16\n{}---\n\n# Lamps\n\n'
_GLOSSARY = (
    "\n# Glossary {.unnumbered}\n\n::: {.glossary}\nLamp\n:   A light with a keeper.\n\nDeep *well*\n:   A hole.\n:::\n"
)


def composed(folder: Path, body: str, fields: str = "") -> Document:
    house = houses.linked(folder, "A-90-78", _HEAD.format(fields) + body)
    return steps.compose(house, "A-90-78", "en").document


def led(document: Document) -> list[tuple[str, str]]:
    """Each use of a term, with where it leads, that in notes last."""
    blocks = (*document.blocks, *(block for note in document.notes for block in note.blocks))
    return [(one.text, one.anchor) for block in blocks for one in inlines(block) if isinstance(one, Reference)]


def marks(document: Document) -> list[str]:
    return [one.anchor for block in document.blocks for one in inlines(block) if isinstance(one, IndexMark)]


def test_uses_lead_to_their_terms(tmp_path: Path) -> None:
    body = 'A [lamp]{.term} and [*lamps*]{.term entry="lamp"} by a [deep well]{.term}.[^a]\n\n[^a]: No [Lamp]{.term}.\n'
    document = composed(tmp_path, body + _GLOSSARY)
    assert led(document) == [("lamp", "term-1"), ("lamps", "term-1"), ("deep well", "term-2"), ("Lamp", "term-1")]
    assert marks(document) == ["term-1", "term-2"]
    assert [(row.anchor, row.text) for row in outline(document).marks] == [("term-1", "Lamp"), ("term-2", "Deep well")]


def test_the_first_use_of_an_abbreviation_leads_to_its_entry(tmp_path: Path) -> None:
    fields = "abbreviations: {EU: European Union, EUs: many, WHO: World Health Organization}\n"
    body = "## The WHO\n\n*The WHO* and [WHO](https://who.int), EUs.\n\nThe WHO, the EU.\n\n## More\n\nThe EU.\n"
    document = composed(tmp_path, body, fields)
    assert led(document) == [("WHO", "abbreviation-3"), ("EUs", "abbreviation-2"), ("EU", "abbreviation-1")]
    assert marks(document) == ["abbreviation-1", "abbreviation-2", "abbreviation-3"]


@pytest.mark.parametrize(
    "body",
    [
        "A [well]{.term}.\n" + _GLOSSARY,
        "A [lamp]{.term}.\n",
        "A []{.term}.\n" + _GLOSSARY,
        'A [lamp]{.term entry=""}.\n' + _GLOSSARY,
        'A [lamp]{.term other="b"}.\n' + _GLOSSARY,
        "## A [lamp]{.term} or two\n\nWords.\n\n## More\n\nMore.\n" + _GLOSSARY,
        "A lamp.\n" + _GLOSSARY.replace("Deep *well*", "lamp"),
    ],
)
def test_uses_and_terms_that_are_invalid(tmp_path: Path, body: str) -> None:
    with pytest.raises(PlantinError) as caught:
        composed(tmp_path, body)
    assert {finding.code for finding in caught.value.findings} == {"S172"}


def test_a_glossary_holds_terms_alone(tmp_path: Path) -> None:
    with pytest.raises(PlantinError) as caught:
        composed(tmp_path, "A lamp.\n\n::: {.glossary}\nWords.\n:::\n")
    assert {finding.code for finding in caught.value.findings} == {"S014"}
