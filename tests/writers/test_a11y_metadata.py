"""What an edition says of its own accessibility follows from what is in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plantin.model.document import Document
from plantin.model.related_editions import ALONE, PageStart, RelatedEditions
from plantin.writers.a11y_metadata import DescribedImage, EditionContent, claims, matter

TEXT = EditionContent(sections=True, notes=True)


def test_text_alone_is_sufficient_and_harmless(report: Document) -> None:
    made = claims(TEXT, report.labels)
    assert (made.modes, made.sufficient, made.hazards) == (("textual",), ("textual",), ("none",))
    assert "alternativeText" not in made.features


def test_a_described_image_is_claimed_and_one_without_a_description_removes_the_claim(report: Document) -> None:
    described = replace(TEXT, images=(DescribedImage("A map of the lamps"), DescribedImage("A lamp")))
    assert "alternativeText" in claims(described, report.labels).features
    assert claims(described, report.labels).modes == ("textual", "visual")
    assert claims(described, report.labels).sufficient == ("textual",)
    bare = replace(TEXT, images=(DescribedImage("A map of the lamps"), DescribedImage(" ")))
    assert "alternativeText" not in claims(bare, report.labels).features
    assert claims(bare, report.labels).sufficient == ("textual,visual",)


def test_something_that_moves_is_a_hazard(report: Document) -> None:
    moving = claims(replace(TEXT, images=(DescribedImage("A turning lamp", moves=True),)), report.labels)
    assert moving.hazards == ("unknown",)
    assert report.labels.about_movement in moving.summary


def test_each_feature_is_claimed_for_what_it_stands_for(report: Document) -> None:
    assert {"MathML", "describedMath"} <= set(claims(replace(TEXT, formulas=True), report.labels).features)
    assert "describedMath" not in claims(replace(TEXT, formulas=True, worded=False), report.labels).features
    assert "tableOfContents" not in claims(replace(TEXT, sections=False), report.labels).features
    assert "pageBreakMarkers" in claims(replace(TEXT, pages=True), report.labels).features
    assert "pageNavigation" in claims(replace(TEXT, pages=True, page_list=True), report.labels).features


def test_an_ornament_neither_removes_nor_adds_a_claim(report: Document) -> None:
    ornament = DescribedImage("", decorative=True)
    alone = claims(replace(TEXT, images=(ornament,)), report.labels)
    assert alone.modes == ("textual",)
    assert "alternativeText" not in alone.features
    assert report.labels.about_text not in alone.summary
    beside = claims(replace(TEXT, images=(ornament, DescribedImage("A lamp"))), report.labels)
    assert "alternativeText" in beside.features
    assert claims(replace(TEXT, images=(DescribedImage("", moves=True, decorative=True),)), report.labels).hazards == (
        "unknown",
    )


@pytest.mark.parametrize("page_list", [True, False])
def test_a_document_without_pages_has_no_list_of_them(report: Document, page_list: bool) -> None:
    assert matter(report, ALONE, page_list=page_list) == TEXT
    paged = RelatedEditions(pages=(PageStart("1", "masthead", 0, 0),))
    assert matter(report, paged, page_list=page_list) == replace(TEXT, pages=True, page_list=page_list)


def test_the_summary_says_no_more_than_is_there(report: Document) -> None:
    labels = report.labels
    assert (
        claims(TEXT, labels).summary
        == f"{labels.about_text} {labels.about_numbers} {labels.about_navigation} {labels.about_notes}"
    )
    assert claims(EditionContent(sections=False, notes=False), labels).summary == labels.about_text
    pictured = claims(replace(TEXT, images=(DescribedImage("A lamp"),)), labels).summary
    assert labels.about_text not in pictured
    assert pictured.startswith(labels.about_pictures)
    assert claims(replace(TEXT, images=(DescribedImage(""),)), labels).summary.startswith(labels.about_undescribed)
    whole = claims(replace(TEXT, tables=True, formulas=True), labels).summary
    assert labels.about_tables in whole
    assert labels.about_formulas in whole
    assert claims(replace(TEXT, pages=True), labels).summary.endswith(labels.about_pages)
