"""Akoma Ntoso editions: every report written, valid by the schema, read back, and what is not so found."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from plantin.auditors import UnreadableEdition
from plantin.auditors.grammar import load
from plantin.auditors.markup import addresses
from plantin.auditors.parity import passages, record, statements
from plantin.auditors.parity.outline import complete_outlines, differences
from plantin.house.layout import House
from plantin.model.document import Box, Document, Paragraph, Quotation, every
from plantin.model.inlines import Text
from plantin.packs.akn import auditor, tables
from plantin.packs.akn.auditor.identifiers import anchor
from plantin.packs.akn.house_content import known_in_akn
from plantin.packs.akn.rows import AKN
from plantin.packs.akn.writer.identifiers import eid
from plantin.packs.akn.writer.metadata import alpha_3
from plantin.production import steps
from tests.kit import houses
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.spoilt import (
    mutants,
    report_with_cells,
    report_with_citations,
    report_with_decimals,
    report_with_index,
    report_with_index_ranges,
    report_with_objects,
)

pytestmark = pytest.mark.full

FURTHER = {
    module.__name__.rpartition("_")[2]: module.SOURCE
    for module in (
        report_with_cells, report_with_citations, report_with_decimals, report_with_index, report_with_index_ranges,
        report_with_objects,
    )
}  # fmt: skip


def codes(document: Document, content: bytes, store: Editions) -> list[str]:
    """The codes of what reading finds, without the comparison with what the press makes again."""
    try:
        reading = auditor.read(content, "x.akn.xml")
    except UnreadableEdition as error:
        return [finding.code for finding in error.findings]
    expected, found = complete_outlines(reading.expected_outline(document), reading.outline(), reading)
    known = known_in_akn(document, store.style)
    conformance = reading.conformance(known)
    return [
        finding.code
        for finding in (
            *differences(expected, found, "x"),
            *record.differences(document, reading.record(), "x", coloured=False),
            *statements.differences(document, conformance.statements, known, "x"),
            *passages.differences(document, reading.passages(), "x"),
            *reading.findings(),
            *conformance.findings,
        )
    ]


@pytest.mark.parametrize("name", houses.NAMES)
def test_every_report_is_valid_and_read_back(name: str, examples: House, store: Editions) -> None:
    slug = houses.slug(name)
    document = store.document(examples, slug, examples.languages(slug)[0])
    assert codes(document, store.content(document, "akn"), store) == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru"])
def test_the_report_is_valid_and_read_back_in_each_language(language: str, store: Editions) -> None:
    document = store.document(House(houses.ROOT), "S-2017-97", language)
    assert codes(document, store.content(document, "akn"), store) == []


@pytest.mark.parametrize("name", FURTHER)
def test_every_construct_is_valid_and_read_back(name: str, store: Editions, tmp_path: Path) -> None:
    document = report_with_objects.make(tmp_path, FURTHER[name])
    assert codes(document, store.content(document, "akn"), store) == []


def test_the_names_of_the_report_are_those_of_the_convention(store: Editions) -> None:
    content = store.content(store.document(House(houses.ROOT), "S-2017-97", "fr"), "akn").decode()
    work = "/akn/un/doc/paper/un-sc/2017-02-02/S-2017-97"
    for line in (
        f'<FRBRthis value="{work}/!main"/>',
        f'<FRBRuri value="{work}/fra@2017-02-02"/>',
        f'<FRBRuri value="{work}/fra@2017-02-02/.xml"/>',
        '<FRBRlanguage language="fra"/>',
        f'<FRBRtranslation href="{work}/eng@2017-02-02" fromLanguage="eng" by="#actor"/>',
        '<ref href="/akn/un/statement/deliberation/un-sc/2015-01-01/S-RES-2253_2015" refersTo="#cited_',
        '<paragraph eId="para_1">\n<num>1.</num>',
        '<authorialNote eId="ftn_1" marker="1" placement="bottom">',
    ):
        assert line in content, line


@pytest.mark.parametrize(
    ("place", "identifier"),
    [
        ("section-IV.B.3", "sec_IV__sec_B__sec_3"),
        ("paragraph-12-bis.a", "para_12-bis__item_a"),
        ("annex-I.appendix-II.paragraph-9", "att_I__appendix_II__para_9"),
        ("annex-I.section-I.A", "att_I__sec_I__sec_A"),
        ("table-3.1", "table_3.1"),
        ("table-2.note-a.b", "table_2__ftn_a.b"),
        ("masthead.note-1", "masthead__ftn_1"),
        ("reference-smith_2010%", "bib_smith%5F2010%25"),
        ("summary.indicator-a-2", "summary__call_a-2"),
        ("figure-I.data", "figure_I.data"),
        ("easy-to-read", "easy-to-read"),
    ],
)
def test_identifiers_are_anchors_in_another_form(place: str, identifier: str) -> None:
    assert (eid(place), anchor(identifier)) == (identifier, place)


def test_languages_have_three_letters_and_symbols_no_strokes() -> None:
    assert [alpha_3(tag) for tag in ("en", "fr", "es", "ru", "ar", "zh-Hans", "de")] == [
        *("eng", "fra", "spa", "rus", "ara", "zho", "deu")
    ]
    assert tables.iri_part("A/72/5 (Vol. II)*") == "A-72-5_Vol._II"


SPOILT = {
    "another element of the standard": ("<mainBody ", '<preamble><formula name="x"/></preamble><mainBody ', "A019"),
    "an element that the schema does not have there": ('<FRBRcountry value="un"/>', '<FRBRcountry value="un"/><FRBRcountry value="un"/>', "AKN001"),
    "a call of no note": ('noteRef href="#ftn_1"', 'noteRef href="#ftn_99"', "AKN002"),
    "a name of another number": ("/un-ga/2035-06-01/A-90-12-Add.1/eng@2035-06-01/.xml", "/un-ga/2035-06-01/A-90-13/eng@2035-06-01/.xml", "AKN003"),
    "another language in the name": ('FRBRlanguage language="eng"', 'FRBRlanguage language="fra"', "AKN003"),
    "another symbol": ('showAs="A/90/12/Add.1"', 'showAs="A/90/13/Add.1"', "P037"),
    "another organ": ('showAs="General Assembly"', 'showAs="Security Council"', "P037"),
    "another creator": (">General Assembly</dcterms:creator>", ">Nobody</dcterms:creator>", "P016"),
    "a number": ("<num>3.</num>", "<num>4.</num>", "P003"),
    "a word": ("at dusk", "at dawn", "P004"),
    "a call with another number": ('marker="2" placement="bottom"/>', 'marker="3" placement="bottom"/>', "P005"),
    "a reference to another place": ('<ref href="#para_3">', '<ref href="#para_4">', "P014"),
    "a passage in another language": ('xml:lang="ru">Старый', 'xml:lang="uk">Старый', "P013"),
    "a word lowered": ("<sub>2</sub>", "2", "P037"),
    "a comment": ("<mainBody ", "<!-- so --><mainBody ", "A019"),
    "an eId twice": ('eId="para_4"', 'eId="para_3"', "AKN001"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_spoilt_is_found(name: str, examples: House, store: Editions) -> None:
    before, after, code = SPOILT[name]
    document = store.document(examples, houses.HARBOUR_SLUG, "en")
    content = store.content(document, "akn").decode()
    assert before in content
    assert code in codes(document, content.replace(before, after, 1).encode(), store)


@pytest.mark.parametrize("kind", ["grammar", "text"])
def test_mutants_are_found_by_reading_alone(kind: str, examples: House, store: Editions) -> None:
    document = store.document(examples, houses.slug("weather-stations"), "en")
    content = store.content(document, "akn")
    for name, mutant in mutants.OF["akn"].makers()[kind](content, 5, 24):
        assert mutant == content or codes(document, mutant, store), name


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a/>",
        b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"/>',
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;">]><a>&d;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>" * 400 + b"</a>" * 400,
        b"\xff\xfe<\x00",
    ],
)
def test_what_is_no_edition_cannot_be_read(content: bytes) -> None:
    with pytest.raises(UnreadableEdition):
        auditor.read(content, "x.akn.xml")


def test_no_name_of_an_edition_is_taken_for_the_address_of_a_file() -> None:
    assert not AKN.suffix.endswith(addresses.SUFFIXES)


def test_the_schema_is_that_of_the_standard() -> None:
    path = Path(auditor.__file__).with_name("schema") / "akomantoso30.xsd"
    assert re.search("OASIS Standard\\s+29 August 2018", path.read_text("utf-8"))
    assert etree.parse(path).getroot().get("targetNamespace") == "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


FORMULAS = r"""# Lamps

Each $\displaystyle\frac{a}{b}\quad\boxed{c}$ burns $\dfrac12$ $\begin{aligned} a &= b \\ c &= d \end{aligned}$ $\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}$.

::: {.box}
Oil

Words.
:::
"""


def test_every_row_of_the_grammar_is_used(examples: House, store: Editions, tmp_path: Path) -> None:
    document = composed(FORMULAS)
    box = next(block for block in every(document.blocks) if isinstance(block, Box))
    unusual = Box("box-2", "Box 2", (), (Paragraph("paragraph-9", "9.", (Text("x"),)), Quotation(())), ())
    changed = replace(document, blocks=(*document.blocks, unusual))
    assert box.anchor == "box-1"
    documents = [changed, *(store.document(examples, houses.slug(name)) for name in houses.NAMES)]
    for name, source in FURTHER.items():
        (tmp_path / name).mkdir()
        documents.append(report_with_objects.make(tmp_path / name, source))
    court = House(houses.ROOT / "examples" / "court-of-auditors")
    documents.append(steps.compose(court, "KS-2026-3", "ru").document)
    documents.append(store.document(House(houses.ROOT), "S-2017-97", "fr"))
    rules, _ = load("plantin.packs.akn.auditor", "akn")
    used: set[str] = set()
    for each in documents:
        assert codes(each, store.content(each, "akn"), store) == []
        list(rules.breaches(etree.fromstring(store.content(each, "akn")), "akomaNtoso", used))
    assert " ".join(sorted(rules.kinds.keys() - used)) == ""
