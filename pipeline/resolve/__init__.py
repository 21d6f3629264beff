"""A report in one language becomes a finished document: every number, label, note, reference and fixed word, once."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import Document, Numbering, Scheme
from pipeline.findings import Finding, Place, SourceError
from pipeline.front import Front, Rules
from pipeline.locale import Locale, NumberForms
from pipeline.pandoc import Node
from pipeline.resolve import typography
from pipeline.resolve.blocks import Body
from pipeline.resolve.heading import masthead
from pipeline.resolve.notes import Definition, undefined
from pipeline.resolve.references import settle


@dataclass(frozen=True, slots=True)
class Resolved:
    """The document, and where in the source each of its anchors comes from."""

    document: Document
    places: tuple[tuple[str, Place], ...]


def resolve(front: Front, nodes: tuple[Node, ...], definitions: tuple[Definition, ...], locale: Locale, draft: str = "") -> Resolved:
    """The finished document of the report whose body pandoc read as ``nodes``.

    ``definitions`` are the notes that the source defines, with their places, so that one never called is found; ``draft`` is what the
    masthead says of an unfinished translation.
    Raises SourceError with every finding: S010-S016 about the blocks, N001-N003 about notes, R001 and R005
    about references.
    """
    numbering = _numbering(front.rules, locale.numbering)
    body = Body(numbering, front.rules, locale.numbering.bullet, locale.language)
    blocks = body.sections(nodes)
    body.notes.name(definitions)
    notes = body.notes.settled()
    findings: list[Finding] = [*body.findings, *undefined(definitions, body.notes.places())]
    blocks, unknown = settle(blocks, body.targets, locale)
    findings += unknown
    settled = []
    for note in notes:
        content, unknown = settle(note.blocks, body.targets, locale)
        findings += unknown
        settled.append((note, content))
    if findings:
        raise SourceError(*sorted(findings, key=lambda finding: finding.place))
    marks = typography.Typesetter(locale.typography, locale.direction)
    document = Document(
        language=locale.language,
        direction=locale.direction,
        original=front.original_language,
        masthead=masthead(front, locale, marks, draft),
        blocks=marks.blocks(blocks),
        notes=tuple(typography.with_blocks(note, marks.blocks(content)) for note, content in settled),
        labels=locale.labels,
        numbering=numbering,
        hyphenation=locale.hyphenation,
    )
    return Resolved(document, tuple(body.places))


def _numbering(rules: Rules, forms: NumberForms) -> Numbering:
    return Numbering(
        sections=tuple(map(Scheme, map(forms.printed, rules.sections), forms.sections)),
        paragraphs=Scheme("decimal", forms.paragraphs),
        subparagraphs=tuple(map(Scheme, map(forms.printed, rules.subparagraphs), forms.subparagraphs)),
        notes=Scheme("decimal", "{}"),
    )
