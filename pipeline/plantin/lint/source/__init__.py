"""Lint of a report's source: warnings, each with its place; all can be waived with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from plantin.bounded.patterns import PatternError
from plantin.findings import Finding, StyleError
from plantin.house.document_citations import endless
from plantin.house.locale import Locale
from plantin.house.style import Style
from plantin.lint.source import dialects, glyphs, headings, objects, paragraphs, word_slips
from plantin.lint.source.passage import Passage, Slip, passages
from plantin.source.front_matter import FrontMatter, LintWaiver
from plantin.source.text import Source

__all__ = ["lint", "lint_translation"]

_MOST = 1000
WORKING = "DRAFT/"
"""How the symbol of a report begins that is not to be published yet."""


def lint(
    source: Source, front: FrontMatter, locale: Locale, style: Style | None = None, further: Iterable[Slip] = ()
) -> tuple[Finding, ...]:
    """Return the slips of ``source``, as warnings in the order of its lines, with ``further`` ones that others found in
    it, and without those its front matter waives.

    S011 a subheading alone at its level, S030 words repeated, S031 a stray space, S032 a resolution's number and year
    at odds, S033 a spelling the house does not use, S034 a symbol without its organ, S035 an indicator on the wrong
    side of punctuation, S039 a waiver that nothing needs, S079 a malformed symbol, S080 too many words, S081 a typed
    number before a paragraph, S082 a preamble paragraph without its verb, S083 a table, figure or box that nothing
    refers to, S085 a mark of another dialect, S087 more than a thousand of them, S088 a space between two indicators,
    S175 a picture without a description of its own (an error but under a working symbol), S177 an asterisk on the
    symbol that calls no note, S179 signs of a typewriter, S180 a typed citation, S181 a decimal comma; with ``style``,
    S103 a character that is in none of its fonts; its limit of words holds for a report without one. Raises
    TranslationError (T060) where a pattern of the house does not end.
    """
    read = passages(source)
    slips = chain(
        # What may be an error is first: a thousand warnings hide none.
        objects.find_undescribed(source, draft=front.symbol.startswith(WORKING)),
        further,
        headings.slips(read, front),
        word_slips.slips(read, locale),
        paragraphs.slips(read, front, style.report.words if style else 0),
        objects.slips(source),
        dialects.slips(read, cites=bool(front.bibliography)),
        _reissue_slips(front),
        _in_other_faces(source, read, style) if style else (),
    )
    try:
        first = list(islice(slips, _MOST))
        more = len(first) == _MOST and next(slips, None) is not None
    except PatternError as error:
        raise endless(error) from None
    kept = _unwaived_findings(first, front)
    if more:
        message, hint = (
            f"more than {_MOST:,} slips: others are not listed",
            "Fix those that are listed; check that the file is a report.",
        )
        kept = (Finding("S087", message, front.place(""), hint, "warning"), *kept)
    return kept


def lint_translation(source: Source, front: FrontMatter, original: Source, style: Style) -> tuple[Finding, ...]:
    """Return S103 for each character of the translation ``source`` that no face of ``style`` has and the ``original``
    has not either, without those that the front matter waives.
    """
    slips = _in_other_faces(source, passages(source), style, original.text())
    return tuple(slip.finding for slip in slips if not any(_waives(waiver, slip) for waiver in front.waivers))


def _reissue_slips(front: FrontMatter) -> Iterator[Slip]:
    """Yield S177: an asterisk on the symbol that calls no note."""
    if front.symbol.endswith("*") and "symbol" not in dict(front.masthead_notes):
        hint = 'Give its words, masthead-notes: {symbol: "Reissued for technical reasons on ..."}, or remove it.'
        message = "the asterisk of the symbol calls no note: it is not printed"
        yield Slip(Finding("S177", message, front.place("symbol"), hint, "warning"), front.symbol)


def _in_other_faces(source: Source, read: tuple[Passage, ...], style: Style, besides: str = "") -> list[Slip]:
    try:
        return list(glyphs.slips(source, read, style, besides))
    except StyleError:
        return []  # Whoever makes an edition hears of it.


def _waives(waiver: LintWaiver, slip: Slip) -> bool:
    return waiver.code == slip.finding.code and waiver.words in slip.text


def _unwaived_findings(slips: list[Slip], front: FrontMatter) -> tuple[Finding, ...]:
    used = set()
    kept = []
    for slip in slips:
        waiver = next((candidate for candidate in front.waivers if _waives(candidate, slip)), None)
        if waiver is None:
            kept.append(slip.finding)
        else:
            used.add(waiver)
    for waiver in front.waivers:
        if waiver not in used:
            message = f"a waiver of {waiver.code} for {waiver.words!r} that nothing needs"
            kept.append(Finding("S039", message, front.place("waivers"), "Remove it.", "warning"))
    return tuple(sorted(set(kept), key=lambda finding: (finding.place, finding.code)))
