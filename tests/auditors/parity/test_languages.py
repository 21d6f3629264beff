"""Two languages of a report have the same places, and each indicator in the same block."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plantin.auditors.parity.languages import across
from plantin.findings import Finding
from plantin.model.document import Document
from plantin.model.outline import Outline, outline

CALLS = "paragraph-1"


@pytest.fixture
def original(harbour: Document) -> Outline:
    return outline(harbour)


def compared(original: Outline, other: Outline) -> tuple[Finding, ...]:
    return across({"en": original, "fr": other}, "en", "A-90-12-Add.1")


def test_other_words_and_labels_are_the_translators(original: Outline) -> None:
    body = tuple(
        replace(entry, text=f"autrement {entry.text}", label=entry.label.replace("(", "")) for entry in original.body
    )
    assert compared(original, replace(original, body=body)) == ()


def test_a_paragraph_that_a_language_does_not_have_is_found(original: Outline) -> None:
    other = replace(original, body=tuple(entry for entry in original.body if entry.anchor != "paragraph-2"))
    (finding,) = compared(original, other)
    assert (finding.code, finding.place.path) == ("P020", "A-90-12-Add.1 (fr)")
    assert finding.message == "body: nothing where the original has paragraph-2"


def test_a_heading_at_another_level_is_found(original: Outline) -> None:
    section = next(entry for entry in original.body if entry.kind == "section")
    other = replace(
        original, body=tuple(replace(entry, level=3) if entry is section else entry for entry in original.body)
    )
    assert [finding.code for finding in compared(original, other)] == ["P020"]


def test_an_indicator_in_another_block_is_found(original: Outline) -> None:
    calling = next(entry for entry in original.body if "[^" in entry.text and entry.anchor)
    label = calling.text.partition("[^")[2].partition("]")[0]
    target = next(entry for entry in original.body if entry.anchor and entry is not calling)
    moved = {calling: calling.text.replace(f"[^{label}]", "", 1), target: f"{target.text}[^{label}]"}
    body = tuple(replace(entry, text=moved.get(entry, entry.text)) for entry in original.body)
    findings = compared(original, replace(original, body=body))
    assert {(finding.code, finding.place.anchor) for finding in findings} == {
        ("P021", calling.anchor),
        ("P021", target.anchor),
    }
