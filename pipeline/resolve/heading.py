"""The masthead: every line of it in the words of the edition's language."""

from __future__ import annotations

from pipeline.document import Masthead
from pipeline.findings import Finding, TranslationError
from pipeline.front import Front
from pipeline.locale import Locale
from pipeline.resolve.typography import Typesetter


def masthead(front: Front, locale: Locale, typesetter: Typesetter, draft: str = "") -> Masthead:
    """The masthead of ``front`` in ``locale``; ``draft`` follows the notice of a translation.

    Raises TranslationError (T003) where the locale does not name the organ or the original language.
    """
    forms = locale.masthead
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
        symbol=front.symbol,
        distribution=forms.distribution[front.distribution],
        date=locale.masthead_date(front.date),
        issued=front.date,
        language=forms.language,
        original=forms.original.format(language=forms.languages[front.original_language]),
        title=typesetter.text(front.title),
        job=dict(front.job_numbers).get(locale.language, ""),
        notice=". ".join(filter(None, (forms.notice, draft))) if locale.language != front.original_language else "",
    )
