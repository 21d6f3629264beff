"""The masthead: every line of it in the words of the edition's language."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.document import Indicator, Masthead, Note, Paragraph, Text
from pipeline.findings import Finding, TranslationError
from pipeline.front import MASTHEAD_LINES, Front
from pipeline.locale import Locale
from pipeline.resolve.typography import Typesetter


def masthead(front: Front, locale: Locale, typesetter: Typesetter, draft: str = "") -> Masthead:
    """The masthead of ``front`` in ``locale``; ``draft`` follows the notice of a translation.

    Raises TranslationError (T003) where the locale does not name the organ or the original language.
    """
    forms = locale.masthead
    notes, calls = _asterisks(front, typesetter)
    findings = []
    for field, value, names in (("organ", front.organ, forms.organs), ("original-language", front.original_language, forms.languages)):
        if value not in names:
            hint = f"Add it to locales/{locale.language}/locale.toml, or correct the report's {field}."
            findings.append(Finding("T003", f"{locale.language} has no word for {value!r}", front.place(field), hint))
    if findings:
        raise TranslationError(*findings)
    return Masthead(
        organization=forms.organization,
        organ=forms.organs[front.organ],
        symbol=front.symbol.removesuffix("*"),
        distribution=forms.distribution[front.distribution],
        date=locale.masthead_date(front.date),
        issued=front.date,
        language=forms.language,
        original=forms.original.format(language=forms.languages[front.original_language]),
        title=typesetter.text(front.title),
        job=dict(front.job_numbers).get(locale.language, ""),
        session=typesetter.text(front.session),
        agenda=tuple(_agenda(front, locale, typesetter)),
        supplement=next((words for suffix, words in forms.supplements.items() if f"/{suffix}." in front.symbol), ""),
        notes=notes,
        calls=calls,
        notice=". ".join(filter(None, (forms.notice, draft))) if locale.language != front.original_language else "",
    )


def _agenda(front: Front, locale: Locale, typesetter: Typesetter) -> Iterator[str]:
    for number, title in front.agenda_items:
        yield typesetter.text(locale.masthead.agenda.format(number=number))
        yield typesetter.text(title)


def _asterisks(front: Front, typesetter: Typesetter) -> tuple[tuple[Note, ...], tuple[tuple[str, Indicator], ...]]:
    """The notes of the masthead with their calls, in the order of its lines (Editorial Manual, Masthead: one, two, three asterisks)."""
    texts = dict(front.masthead_notes)
    notes, calls = [], []
    for count, line in enumerate((line for line in MASTHEAD_LINES if line in texts), 1):
        anchor, label = f"masthead.note-{count}", "*" * count
        call = f"masthead.indicator-{count}"
        notes.append(Note(anchor, label, (Paragraph("", "", (Text(typesetter.text(texts[line])),)),), (call,)))
        calls.append((line, Indicator(call, anchor, label)))
    return tuple(notes), tuple(calls)
