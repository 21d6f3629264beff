"""Resolves the masthead: each line in the words of the language."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.findings import Finding, TranslationError
from plantin.house.locale import Locale
from plantin.model import languages
from plantin.model.document import Masthead, Note, Paragraph
from plantin.model.inlines import Foreign, Indicator, Inline, Text, plain
from plantin.resolve.typography import Typesetter
from plantin.source.front_matter import MASTHEAD_LINES, FrontMatter


def masthead(front: FrontMatter, locale: Locale, typesetter: Typesetter, draft: str = "") -> Masthead:
    """Return the masthead of ``front`` in ``locale``; ``draft`` follows the notice of a translation.

    An organ that the house does not name is printed as it is typed in the language of the report. Raises
    TranslationError (T003) where another locale has no word for it, or a locale none for the original language.
    """
    forms = locale.masthead
    if findings := list(_missing_words(front, locale)):
        raise TranslationError(*findings)
    lines = MastheadLines(front, typesetter)
    notes, calls = _asterisks(front, lines)
    issue = {
        "distribution": forms.distribution.get(front.distribution, ""),
        "date": locale.masthead_date(front.date),
        "language": forms.language,
        "original": forms.original.format(language=forms.languages.get(front.original_language, "")),
    }
    kept = forms.issue_language
    if kept and languages.script(locale.language) != "Latn":
        latin = (line for line in issue.values() if _is_latin(line))
        lines.foreign |= {line: Foreign(kept, languages.direction(kept), (Text(line),)) for line in latin}
    return Masthead(
        **issue,
        organization=forms.organization,
        organ=forms.organs.get(front.organ) or lines.line(front.organ),
        symbol=front.symbol.removesuffix("*"),
        issued=front.date,
        title=lines.line(front.title),
        job=dict(front.job_numbers).get(locale.language, ""),
        session=lines.line(front.session),
        agenda=tuple(_agenda(front, locale, lines)),
        supplement=next((words for suffix, words in forms.supplements.items() if f"/{suffix}." in front.symbol), ""),
        notes=notes,
        calls=calls,
        notice=("。" if languages.script(locale.language) in ("Hans", "Hant", "Jpan") else ". ").join(
            filter(None, (forms.notice, draft))
        )
        if locale.language != front.original_language
        else "",
        foreign=tuple(lines.foreign.items()),
    )


def _missing_words(front: FrontMatter, locale: Locale) -> Iterator[Finding]:
    """Yield what the locale has no word for, of what the house prints in words of its own."""
    forms = locale.masthead
    translated = locale.language != front.original_language
    rows = [("organ", front.organ, forms.organs)] if front.organ and forms.organs and translated else []
    rows += [("original-language", front.original_language, forms.languages)] if forms.original else []
    for field, value, names in rows:
        if value not in names:
            choices = f" Known: {', '.join(names)}." if field == "organ" else ""
            file = f"locales/{locale.language}/locale.toml"
            hint = f"Add it to {file} under [masthead], or correct the report's {field}.{choices}"
            yield Finding("T003", f"{locale.language} has no word for {value!r}", front.place(field), hint)


def _is_latin(line: str) -> bool:
    letters = [character for character in line if character.isalpha()]
    return bool(letters) and all(map(str.isascii, letters))


class MastheadLines:
    """Sets lines in type; ``foreign`` are those in another language, of a draft or of a title."""

    def __init__(self, front: FrontMatter, typesetter: Typesetter) -> None:
        self._elsewhere = {text: (words, front.original_language) for text, words in front.untranslated}
        if front.title_language:
            words, _ = self._elsewhere.get(front.title, (front.title, ""))
            self._elsewhere[front.title] = (words, front.title_language)
        self._typesetter = typesetter
        self.foreign: dict[str, Foreign] = {}

    def line(self, text: str) -> str:
        """Return ``text`` as it is printed."""
        mark, passage = self._parts(text)
        if passage is None:
            return mark
        line = f"{mark}{plain(passage.content)}"
        self.foreign[line] = passage
        return line

    def inlines(self, text: str) -> tuple[Inline, ...]:
        """Return ``text`` as it is printed in a note."""
        mark, passage = self._parts(text)
        return (Text(mark),) if passage is None else (Text(mark), passage)

    def _parts(self, text: str) -> tuple[str, Foreign | None]:
        words, language = self._elsewhere.get(text, ("", ""))
        if not words:
            return self._typesetter.text(text), None
        mark = self._typesetter.text(text.removesuffix(words).strip())
        foreign = (Text(self._typesetter.text(words)),)
        return f"{mark} ".lstrip(), Foreign(language, languages.direction(language), foreign)


def _agenda(front: FrontMatter, locale: Locale, lines: MastheadLines) -> Iterator[str]:
    for number, title in front.agenda_items:
        yield lines.line(locale.masthead.agenda.format(number=number))
        yield lines.line(title)


def _asterisks(front: FrontMatter, lines: MastheadLines) -> tuple[tuple[Note, ...], tuple[tuple[str, Indicator], ...]]:
    """Return the notes of the masthead with their calls, in the order of its lines (Editorial Manual, Masthead)."""
    texts = dict(front.masthead_notes)
    notes, calls = [], []
    for count, line in enumerate((line for line in MASTHEAD_LINES if line in texts), 1):
        anchor, label = f"masthead.note-{count}", "*" * count
        call = f"masthead.indicator-{count}"
        notes.append(Note(anchor, label, (Paragraph("", "", lines.inlines(texts[line])),), (call,)))
        calls.append((line, Indicator(call, anchor, label)))
    return tuple(notes), tuple(calls)
