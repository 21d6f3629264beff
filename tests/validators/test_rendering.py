"""What is seen in a browser is what is read: rules of style sheets that hide or change a passage are found at it, in web
pages and EPUB files. Sound editions are in ``test_validators``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.model.document import Document
from plantin.validators import Toolbox
from plantin.validators.rendering import rendering
from tests.kit import charts
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.spoilt.drawn import IN_BOOKS, RULES, sheet
from tests.spoilt.rewriting import part

TOOLBOX = Toolbox(Path(__file__).parents[2] / ".validators")


def found_at(path: Path) -> set[str]:
    """The anchors at which something is found."""
    report = rendering(TOOLBOX, [path])
    return {anchor for fault in report.faults[path] for anchor in fault.near}


def placed(faults: list[str], content: str) -> dict[str, str]:
    """Each fault with a numbered paragraph of its own."""
    return dict(zip(faults, re.findall(r'id="(paragraph-\d+)"', content), strict=False))


@pytest.mark.slow
@pytest.mark.proof
def test_each_rule_that_hides_or_changes_a_paragraph_of_a_page_is_found(
    report: Document, store: Editions, tmp_path: Path
) -> None:
    content = store.content(report, "html").decode()
    where = placed(list(RULES), content)
    assert len(where) == len(RULES)
    path = tmp_path / "page.html"
    path.write_text(content.replace("</head>", f"<style>{sheet(where)}</style></head>"), "utf-8")
    found = found_at(path)
    assert [fault for fault, anchor in where.items() if anchor not in found] == []
    # A passage that is moved lies over one that is not.
    assert len({one for one in found if one.startswith("paragraph-")} - set(where.values())) <= MOVED


MOVED = 3
"""How many sound paragraphs are found because a spoilt one is over them."""


@pytest.mark.slow
@pytest.mark.proof
def test_a_number_after_arabic_letters_is_read_with_its_sign(store: Editions, examples: House, tmp_path: Path) -> None:
    content = store.content(store.document(examples, "A-91-14", "ar"), "html").decode()
    path = tmp_path / "page.html"
    path.write_text(re.sub(r"(<p [^>]*>[^<]*[\u0621-\u064a]) (?=[\u0621-\u064a])", r"\1 46% ", content), "utf-8")
    assert "46%" in path.read_text("utf-8")
    assert found_at(path) == set()


@pytest.mark.slow
@pytest.mark.proof
def test_rules_in_the_style_sheet_of_a_book_are_found(report: Document, store: Editions, tmp_path: Path) -> None:
    content = store.content(report, "epub")
    where = placed(IN_BOOKS, store.content(report, "html").decode())
    path = tmp_path / "book.epub"
    path.write_bytes(part("style.css", "body {", f"{sheet(where)}\nbody {{")(content))
    found = found_at(path)
    assert [fault for fault, anchor in where.items() if anchor not in found] == []


@pytest.mark.slow
@pytest.mark.proof
def test_a_chart_that_is_not_seen_is_found(store: Editions, tmp_path: Path) -> None:
    document = composed("# Lamps\n\nThe keepers count the lamps.\n")
    drawn = replace(charts.figure(charts.chart("bar"), "chart"), label="Figure 1")
    content = store.content(replace(document, blocks=(*document.blocks, drawn)), "html").decode()
    path = tmp_path / "page.html"
    faint = "@media (width < 34em) { .narrow.narrow { opacity: .02 } }"
    for rule, found in (
        ("", False),
        (".chart { opacity: .02 }", True),
        (".chart { block-size: 0 }", True),
        (faint, True),
    ):
        path.write_text(content.replace("</head>", f"<style>{rule}</style></head>"), "utf-8")
        assert bool(rendering(TOOLBOX, [path]).faults.get(path)) == found, rule
