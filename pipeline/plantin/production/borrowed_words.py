"""Which words of English the editions of a report print in place of those that its language does not have (T087)."""

from __future__ import annotations

import contextlib
import pickle
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import astuple, replace
from functools import partial
from typing import Any

from plantin.findings import Finding, Place, PlantinError, StyleError
from plantin.house import cldr_layers, fallback, inheritance
from plantin.house.borrowing import Path, find_marks
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.house.stock_folders import STOCK
from plantin.house.style import Style
from plantin.model import languages
from plantin.model.document import Document
from plantin.model.labels import Transcription
from plantin.model.related_editions import PageStart, RelatedEdition, RelatedEditions
from plantin.production import compose as composing
from plantin.production.formats import formats, moment
from plantin.settings.reader import format_path
from plantin.source import front_matter
from plantin.source.front_matter import FrontMatter
from plantin.source.text import Source

_SHOWN = 3
"""So many keys does a finding name."""
_LETTERS, _FEW = 12, 10
"""So many letters; a tenth of them is few."""
_SISTER = RelatedEdition("en", "English", "ltr", "PDF", "application/pdf", "report.pdf", 1000)
_RELATED = RelatedEditions((PageStart("1", "body", 0, 0),), languages=(_SISTER,), formats=(_SISTER,))
"""What an edition knows that is one of several."""


class _Noting:
    """Words of a document that note which of them are read."""

    def __init__(self, words: object, table: str, paths: set[Path]) -> None:
        self._words, self._table, self._paths = words, table, paths

    def __getattr__(self, name: str) -> object:
        self._paths.add((self._table, name))
        return getattr(self._words, name)

    def __copy__(self) -> object:
        """Return the words themselves: who looks at all their letters prints none."""
        return self._words


def findings(
    house: House, locale: Locale, head: FrontMatter, compose: Callable[[Locale], Document], document: Document
) -> Iterator[Finding]:
    """Yield T087 for the words of a language that nobody has read, with the words of English that the editions of the
    report with the front matter ``head`` print among them; ``compose`` gives its document in the words of a locale,
    and ``document`` is the one in those of ``locale``.
    """
    paths = printed(house, locale, head.style, compose, document)
    if locale.stage != "draft" and not paths:
        return
    file = f"locales/{locale.language}/locale.toml"
    message = f"the words of the language {locale.language} are a draft"
    hint = f'Have somebody read them whose language it is, and write stage = "reviewed" in {file}.'
    if paths:
        listed = ", ".join(format_path(path) for path in list(paths)[:_SHOWN]) + ", and others" * (len(paths) > _SHOWN)
        message += f"; {len(paths)} that this report prints are English: {listed}"
        hint = f"Write them in {file}; `plantin locale new {locale.language}` begins it with those that are needed."
    yield Finding("T087", message, Place(file), hint, "warning")


def require_letters(house: House, locale: Locale, style: str) -> None:
    """Raise StyleError (D014) where neither the faces of the style nor the stock faces have the letters of a draft."""
    if locale.stage == "draft":
        look, letters = house.style(style), "".join(map(str, astuple(locale.labels)))
        absent = fallback.missing(letters, look)
        lacking = "".join(sorted(absent.difference(*fallback.standing_in(absent).values())))
        if len(lacking) > len(set(letters)) // _FEW:  # a few are boxes (S103), as in any text
            message = f"no face has {len(lacking)} letters of the language {locale.language}: {lacking[:_LETTERS]}"
            raise StyleError.of(
                "D014", message, inheritance.place_of(look.folder / "style.toml"), _add_face(look, locale)
            )


def _add_face(look: Style, locale: Locale) -> str:
    """Return how a style gets a face for the script of a language: where its files go, and the line that names them,
    before faces that write the same characters as another language does.
    """
    from babel import Locale as Cldr

    script = Cldr("en").scripts.get(languages.script(locale.language), locale.language)
    own, first = inheritance.place_of(look.folder).path, ""
    if look.folder.is_relative_to(STOCK):
        own, first = "styles/house", f'Make a style of the house with inherits = "{look.folder.name}". '
    names = ", ".join(f'"{name}"' for name in ("NAME-Regular.otf", "NAME-Bold.otf", *look.fonts.others))
    files = f"the whole font files of a face for the script {script}, regular and bold, with their licence"
    return f"{first}Put {files}, into {own}/fonts, and name them in {own}/style.toml: [fonts] others = [{names}]."


def printed(
    house: House, locale: Locale, style: str, compose: Callable[[Locale], Document], document: Document | None = None
) -> Counter[Path]:
    """Return the words of English that the default editions print of a report in the language ``locale``, each with how
    often its text has it, the most frequent first; ``document`` is what ``compose`` gives for ``locale``, where it is
    there. What depends on where pages end is among them. Raises as ``compose`` does.
    """
    if not locale.borrowed:
        return Counter()
    borrowed, marked = tuple(locale.borrowed), house.locale(locale.language, style, marked=True)
    bare = replace(
        compose(marked),
        labels=_none(),
        display=None,
        numbering=_none(),
        transcription=Transcription(),
        tables=(),
        logo=None,
    )
    counts = find_marks(pickle.dumps(bare).decode("utf-8", "ignore"), borrowed)
    if any(table in ("labels", "display") for table, *_ in borrowed):
        read = _read_by_writers(house, style, document or compose(locale))
        counts.update(path for path in borrowed if path in read)
    return Counter(dict(counts.most_common()))


def needed(house: House, language: str) -> dict[Path, object]:
    """Return the words of English that the reports of the house print in ``language``, the most needed first: in most
    reports, then most often; then those that mark an unfinished translation. Raises TranslationError, StyleError.
    """
    reports: Counter[Path] = Counter()
    counts: Counter[Path] = Counter()
    if cldr_layers.locale_of(language) is None:
        return {}
    locale = house.locale(language)
    for slug in house.slugs():
        with contextlib.suppress(PlantinError):  # reported where it is built
            report = house.source(slug)
            head = front_matter.read(report)
            paths = printed(house, locale, head.style, partial(_in_words_of, house, report, head))
            counts += paths
            reports.update(paths.keys())
    keys = sorted(counts, key=lambda path: (-reports[path], -counts[path]))
    marks = [path for path in locale.borrowed if path[0] == "draft" and path not in counts]
    return {path: locale.borrowed[path] for path in (*keys, *marks)}


def _in_words_of(house: House, report: Source, head: FrontMatter, locale: Locale) -> Document:
    return composing.compose(house, report, head, locale, trusting=True).document


def _none() -> Any:
    return None


def _read_by_writers(house: House, style: str, document: Document) -> set[Path]:
    """Return what the writers of the default formats read of the labels of a document and of the words of the panel."""
    paths: set[Path] = set()
    words: dict[str, Any] = {"labels": _Noting(document.labels, "labels", paths)}
    if document.display:
        words["display"] = _Noting(document.display, "display", paths)
    noting = replace(document, **words)
    with contextlib.suppress(PlantinError):  # reported where the edition is made
        look = house.style(style)
        for row in formats():
            if row.default and row.determined:
                row.write(noting, look, moment(document), _RELATED)
        if look.page.blank:
            paths.add(("labels", "blank_page"))
    if ("labels", "contents_page") in paths:
        paths.add(("labels", "contents_continued"))
    return paths
