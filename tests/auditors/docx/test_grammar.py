"""The grammar of Word files: sound editions are within it, each row is used by some edition, and what is put in by
construction is refused.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plantin.auditors.docx import conformance
from plantin.auditors.parity import statements
from plantin.auditors.reading import Reading
from plantin.auditors.statements import HouseContent
from plantin.bounded import xml
from plantin.findings import Finding
from plantin.house import style as styles
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.related_editions import PageStart, RelatedEditions
from tests.kit.charts import KINDS, chart, figure, lying
from tests.kit.editions import Editions
from tests.kit.houses import ROOT
from tests.kit.read_back import content_of_house, opened, refusals, unmade
from tests.spoilt import mutants, report_with_objects, rewriting
from tests.spoilt.documents import BRANDED, CELLS, CIVIC, COLOURED, LAMPS, RANGED, SLUGS, WATER, WORKS, Documents

pytestmark = pytest.mark.full

REPORTS = (*SLUGS, LAMPS, WATER, BRANDED, COLOURED, WORKS, RANGED, CELLS)


@pytest.fixture(scope="module")
def documents(examples: House, store: Editions) -> Documents:
    return Documents(examples, store)


def style_of(report: str, store: Editions) -> Style:
    return styles.read(CIVIC) if report == COLOURED else store.style


_houses: dict[tuple[str, str], HouseContent] = {}


def _house(document: Document, style: Style) -> HouseContent:
    """What its house has in the edition of a document, whatever is done to the file."""
    key = document.digest(), repr(style)
    if key not in _houses:
        _houses[key] = content_of_house("docx", document, style)
    return _houses[key]


def strictly(reading: Reading, document: Document, style: Style) -> list[Finding]:
    """What the grammar finds in an edition."""
    house = _house(document, style)
    conforms = reading.conformance(house)
    return [*conforms.findings, *statements.differences(document, conforms.statements, house, "edition.docx")]


@pytest.mark.sample(13)
@pytest.mark.parametrize("report", REPORTS)
def test_a_sound_edition_is_within_its_grammar(report: str, documents: Documents, store: Editions) -> None:
    content = documents.path(report, "docx").read_bytes()
    found = strictly(opened("docx", content), documents.document(report), style_of(report, store))
    assert [finding.message for finding in found] == []


@pytest.mark.sample(3)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", ["grammar", "text"])
def test_a_mutant_is_refused(kind: str, seed: int, documents: Documents, store: Editions) -> None:
    report = ("weather", "ferry", "trains")[seed]
    document, content = documents.document(report), documents.path(report, "docx").read_bytes()

    def grammar(reading: Reading) -> list[Finding]:
        return strictly(reading, document, store.style)

    for name, mutant in mutants.OF["docx"].makers()[kind](content, seed, 16):
        found = refusals("docx", mutant, document, grammar, grammar_first=kind == "grammar", beside=False)
        assert next(found, None) or unmade(content, mutant), name


EVERYTHING = r"""---
symbol: A/90/77
organ: General Assembly
title: Sums
date: 2035-08-16
---

# Sums

The table $\begin{aligned} a &= b \\ c &= d \end{aligned}$, the frame $\boxed{x}$ and $\binom{n}{k} \quad \dfrac12 \phantom{x}$,
$\mathbf{A} \Big| \hat{y} \sqrt[3]{x} \sum_{n} \int \underbrace{x}_{y} \text{ if } \lim_{a} \mathcal{L} \sqrt{x}$, and *all **of** it*, **[as said](https://example.org/)**.

| A | B |
|---|---|
| 1 | 2 |

: Two letters {#tbl-two}
"""


def test_every_row_is_used(documents: Documents, store: Editions, tmp_path: Path) -> None:
    grammar, _ = conformance.tables()
    used: set[str] = set()
    own = report_with_objects.make(tmp_path, EVERYTHING)
    own = replace(own, publication=replace(own.publication, translator="Nobody", version="2"))
    beside = RelatedEditions(pages=(PageStart("1", "masthead", 0, 0), PageStart("2", "contents", 1, 0)))
    turned = replace(
        own, language="ar", regional="ar-EG", direction="rtl", masthead=replace(own.masthead, symbol="م/90")
    )
    far = replace(own, language="zh", regional="zh-CN")
    figures = tuple(figure(chart(kind, "rtl"), kind) for kind in KINDS)
    crowded = (figure(lying(chart(kind)), f"lying-{kind}") for kind in ("grouped", "line"))
    turned = replace(turned, blocks=(*turned.blocks, *figures, *crowded))
    titled = styles.read(ROOT / "examples" / "river-study" / "styles" / "house")
    made = [(documents.document(report), style_of(report, store)) for report in REPORTS]
    for document, style in (*made, (own, titled), *((one, store.style) for one in (own, turned, far))):
        for part, content in rewriting.unpacked(store.content(document, "docx", style=style, related=beside)).items():
            kind = conformance.kind_of(part)
            if kind not in ("house", "picture"):
                list(grammar.breaches(xml.parse(content), kind, used))
    assert " ".join(sorted(grammar.kinds.keys() - used)) == ""


def test_a_term_has_one_meaning(documents: Documents, store: Editions) -> None:
    document = documents.document("weather")
    groups = (
        statements._masthead, statements._publication, statements._labels, statements._of_word, statements._file,
        statements._patterns,
    )  # fmt: skip
    terms = [term for group in groups for term in group(document)]
    terms += content_of_house("docx", document, store.style).terms
    assert sorted(terms) == sorted(set(terms))
