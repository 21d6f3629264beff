"""The fields of a report as a publication: what is taken, what is refused, how they are translated and printed."""

from __future__ import annotations

import pytest

from plantin.model.document import Passage, divide_title
from plantin.model.inlines import Text
from plantin.model.publication import Author, Publication, record
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.translation import message
from plantin.writers.xhtml import Body
from tests.kit.compose import HEAD, codes, composed, said

WHOLE = """subtitle: "Of oil"
authors:
  - Jean Dupont
  - {name: Li Wei, affiliation: [Lamp Office, Oil Office], orcid: https://orcid.org/0000-0002-1825-0097}
version: 1.2
licence: CC-BY-SA-4.0
isbn: [978-3-16-148410-0, 0-306-40615-2]
doi: https://doi.org/10.5555/12345678
keywords: [lamps, oil]
abstract: |
  One
  line.

  "Two."
"""


def front(fields: str) -> front_matter.FrontMatter:
    return front_matter.read(source_text.parse(f"---\n{HEAD}{fields}---\n\nText.\n", "report.md"))


def test_the_fields_are_read() -> None:
    assert front(WHOLE).publication == Publication(
        subtitle="Of oil",
        authors=(Author("Jean Dupont"), Author("Li Wei", ("Lamp Office", "Oil Office"), "0000-0002-1825-0097")),
        version="1.2",
        licence="CC BY-SA 4.0",
        licence_address="https://creativecommons.org/licenses/by-sa/4.0/",
        isbn=("978-3-16-148410-0", "0-306-40615-2"),
        doi="10.5555/12345678",
        keywords=("lamps", "oil"),
        abstract=("One line.", '"Two."'),
    )


@pytest.mark.parametrize(
    "fields",
    [
        "isbn: 978-3-16-148410-1",
        "isbn: lamp",
        "isbn: 0-306-40615-3",
        "issn: 2049-3631",
        "doi: 11.5555/12345678",
        "authors: [{name: A, orcid: 0000-0002-1825-0098}]",
        "authors: [{affiliation: A}]",
        "authors: []",
        "authors: [{name: A, age: 7}]",
        "keywords: []",
        'subtitle: ""',
    ],
)
def test_what_cannot_be_is_refused(fields: str) -> None:
    assert codes("# a\n", fields + "\n") == {"S007"}


def test_the_words_of_the_publication_are_translated_and_names_are_not() -> None:
    head = front(WHOLE + "rights: © Lamp Office\npublisher: Lamp Press\n")
    found = {one.context: one.text for one in message.masthead(head)}
    assert found == {
        "masthead:subtitle": "Of oil",
        "masthead:publisher": "Lamp Press",
        "masthead:rights": "© Lamp Office",
        "masthead:keywords-1": "lamps",
        "masthead:keywords-2": "oil",
        "masthead:abstract-1": "One line.",
        "masthead:abstract-2": '"Two."',
        "masthead:affiliation-1": "Lamp Office",
        "masthead:affiliation-2": "Oil Office",
    }
    texts = {
        "title": "T",
        "masthead:keywords-2": "huile",
        "masthead:affiliation-1": "Bureau",
        "masthead:subtitle": "De l’huile",
    }
    made = message.translate_head(head, texts).publication
    assert (made.subtitle, made.keywords) == ("De l’huile", ("lamps", "huile"))
    assert made.authors[1].affiliations == ("Bureau", "Oil Office")
    assert made.abstract == head.publication.abstract


def test_the_title_block_is_printed_first() -> None:
    document = composed("# a\n\nText.\n", WHOLE)
    (block,), rest = divide_title(document.blocks)
    assert isinstance(block, Passage)
    assert len(rest) == 1
    found = said("# a\n\nText.\n", WHOLE).body
    assert [f"{entry.kind} {entry.text}" for entry in found[:10]] == [
        "paragraph Of oil",
        "paragraph Jean Dupont and Li Wei1, 2",
        "paragraph 1 Lamp Office",
        "paragraph 2 Oil Office",
        "box Abstract",
        "paragraph One line.",
        "paragraph “Two.”",
        "paragraph Keywords: lamps, oil",
        "paragraph Version 1.2",
        "paragraph Licence: CC BY-SA 4.0",
    ]


def test_a_report_that_says_nothing_of_itself_has_no_title_block() -> None:
    document = composed("# a\n\nText.\n")
    assert divide_title(document.blocks) == ((), document.blocks)
    assert dict(record(document.publication)) == {"creator": ("Security Council",), "publisher": ("United Nations",)}


def test_the_record_has_what_is_given_by_its_terms() -> None:
    assert dict(record(front(WHOLE).publication)) == {
        "license": ("https://creativecommons.org/licenses/by-sa/4.0/",),
        "identifier": ("urn:isbn:9783161484100", "urn:isbn:0306406152", "https://doi.org/10.5555/12345678"),
        "subject": ("lamps", "oil"),
        "abstract": ('One line. "Two."',),
        "version": ("1.2",),
        "alternative": ("Of oil",),
    }


def test_abbreviations_are_listed_and_translated() -> None:
    fields = "abbreviations: {LO: Lamp Office, L-2: \"Lamp 'two'\"}\n"
    found = said("# a\n\nText.\n", fields)
    assert [f"{entry.kind} {entry.text}" for entry in found.body[:5]] == [
        "paragraph Abbreviations",
        "term LO",
        "definition Lamp Office",
        "term L-2",
        "definition Lamp ‘two’",
    ]
    head = front(fields)
    assert [one.text for one in message.masthead(head)] == ["LO", "Lamp Office", "L-2", "Lamp 'two'"]
    made = message.translate_head(
        head, {"title": "T", "masthead:abbreviation-1": "BL", "masthead:abbreviation-2-words": "Lampe"}
    ).publication
    assert made.abbreviations == (("BL", "Lamp Office"), ("L-2", "Lampe"))


@pytest.mark.parametrize("given", ["{}", "{a b: c}", '{LO: ""}', "[LO]", "{'': c}", "{LO-: c}"])
def test_what_is_no_abbreviation(given: str) -> None:
    assert codes("# a\n", f"abbreviations: {given}\n") == {"S007"}


def test_whole_words_alone_are_abbreviations() -> None:
    body = Body(composed("# a\n\nx\n", "abbreviations: {LO: Lamp <Office>, LOX: Oxygen}\n"))
    assert body.text(Text("LO, LOs, XLO & LOX")) == (
        '<abbr title="Lamp &lt;Office&gt;">LO</abbr>, LOs, XLO &amp; <abbr title="Oxygen">LOX</abbr>'
    )
