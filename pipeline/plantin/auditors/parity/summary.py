"""Checks whether the accessibility summary of an edition is true and complete (EPUB Accessibility 1.1, 2.2)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from plantin.auditors.fault import finding
from plantin.auditors.parity.content import formulas
from plantin.findings import Finding
from plantin.model.document import Document, Table, every
from plantin.model.outline import normal

_TEX = frozenset("\\_^{}")


def differences(
    document: Document, summary: str | None, path: str, *, paged: bool, sounded: bool = False
) -> tuple[Finding, ...]:
    """Return what the summary of the edition at ``path`` leaves out, and what it says that is not so (A150). ``paged``
    says that the edition marks printed pages, ``sounded`` that it is read aloud; a ``summary`` of None, that it gives
    none, is for the auditor of its format to judge.
    """
    if summary is None:
        return ()
    return tuple(
        finding("A150", message, path) for message in _faults(document, normal(summary), paged=paged, sounded=sounded)
    )


def _faults(document: Document, summary: str, *, paged: bool, sounded: bool) -> Iterator[str]:
    wanted = set(_true(document, paged=paged, sounded=sounded))
    labels = document.labels
    sentences = {
        normal(getattr(labels, field.name)) for field in dataclasses.fields(labels) if field.name.startswith("about_")
    } | wanted
    rest = summary
    # A sentence may be part of a longer one.
    for sentence in sorted(sentences, key=len, reverse=True):
        if sentence in wanted and sentence not in rest:
            yield f"the summary of accessibility does not say “{sentence}”"
        elif sentence in rest and sentence not in wanted:
            yield f"the summary of accessibility says “{sentence}”, which is not so"
        rest = normal(rest.replace(sentence, " "))
    if rest:
        yield f"the summary of accessibility says “{rest[:120]}”, which the document does not say"


def _true(document: Document, *, paged: bool, sounded: bool) -> Iterator[str]:
    """Yield the sentences that are true of an edition of ``document``."""
    labels, pictures = document.labels, tuple(document.pictures())
    blocks = document.text()
    words = [formula.words for formula in formulas(document)]
    described = all(picture.alternative.strip() for picture in pictures if picture.label)
    holds = {
        labels.about_sound: sounded,
        labels.about_text: not pictures and not sounded,
        labels.about_pictures: bool(pictures) and described and not sounded,
        labels.about_undescribed: bool(pictures) and not described and not sounded,
        labels.about_movement: any(picture.picture.moving for picture in pictures),
        labels.about_tables: any(isinstance(block, Table) for block in every(blocks)),
        labels.about_formulas: bool(words) and not any(_TEX & set(text) for text in words),
        labels.about_numbers: any(True for _ in document.sections()),
        labels.about_navigation: any(True for _ in document.sections()),
        labels.about_notes: bool(document.notes),
        labels.about_pages: paged,
    }
    yield from (normal(sentence) for sentence, holding in holds.items() if holding)
    yield from (normal(companion.about) for companion in document.publication.companions if companion.about)
