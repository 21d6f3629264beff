"""Compares a translation with its original, each message once: what was found is kept by what it was found from."""

from __future__ import annotations

from dataclasses import astuple
from typing import cast

from plantin.files import digest, keep_answer, kept_answer
from plantin.findings import Finding, Severity, TranslationError
from plantin.house.layout import House
from plantin.lint.translation import Known, lint_catalogue, standard
from plantin.lint.translation.comparison import TranslationFault
from plantin.production.code_closure import code_digest
from plantin.source.front_matter import FrontMatter
from plantin.translation.po import Catalogue

_KIND = "translations"


def compare(house: House, catalogue: Catalogue, head: FrontMatter) -> tuple[Finding, ...]:
    """Return the findings of ``lint_catalogue``; what earlier calls found by the same standard in messages that are as
    they were is not looked for again.
    """
    language = catalogue.language
    try:
        held_against = standard(house, head, language)
    except TranslationError as error:
        return error.findings
    state = digest(repr((code_digest((lint_catalogue.__module__,)), head.original_language, held_against)).encode())
    subject = f"{house.root}\0{head.slug}\0{language}"
    before = _read(kept_answer(_KIND, subject, state))
    now: Known = dict(before)
    findings = lint_catalogue(house, catalogue, head, now, held_against)
    if now.keys() - before.keys():
        keep_answer(_KIND, subject, state, {pair: list(map(astuple, faults)) for pair, faults in now.items()})
    return findings


def _read(answer: object) -> Known:
    """Return the faults that were kept; none where they are damaged."""
    try:
        rows = cast("dict[str, list[tuple[str, str, Severity]]]", answer or {})
        return {pair: [TranslationFault(*fault) for fault in faults] for pair, faults in rows.items()}
    except (TypeError, AttributeError):
        return {}
