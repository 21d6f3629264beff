"""Plans which editions are wanted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from plantin.findings import Finding, Place, PlantinError, SourceError, ToolError, UsageError
from plantin.house import layout
from plantin.house.layout import House
from plantin.model.languages import is_pseudo
from plantin.production import selection
from plantin.production.formats import Edition, formats


@dataclass(frozen=True, slots=True)
class Refused:
    """A report whose languages cannot be read, and why."""

    slug: str
    error: PlantinError


@dataclass(frozen=True, slots=True)
class Plan:
    """The editions wanted, and the reports whose editions are not known."""

    wanted: tuple[Edition, ...]
    refused: tuple[Refused, ...] = ()
    named: bool = False
    """Whether formats were named: then what an earlier build left of one was asked for too."""

    def whole(self) -> tuple[Edition, ...]:
        """Return the editions wanted where all are known; raises the error of the reports refused, see ``together``."""
        if self.refused:
            raise together([refusal.error for refusal in self.refused])
        return self.wanted


def plan(
    house: House,
    reports: str | Iterable[str],
    languages: str | Iterable[str],
    kinds: str | Iterable[str],
    *,
    present: bool = False,
) -> Plan:
    """Return every edition wanted: of ``reports``, which are named by symbol or folder, in the languages each is issued
    in, kept to ``languages`` and to formats of these ``kinds`` if given, and in the pseudo languages among
    ``languages``.

    A text in place of names is one report, or languages and formats as an option gives them, between commas. Where no
    format is given, those made by default; with ``present``, whatever else is in the build folder too. A report that
    cannot be read spoils no other: it is among those refused.

    Raises ToolError (V025) for a format whose libraries are not installed; UsageError: U002 for reports that are not
    there, U003 for languages and formats that are not, and for a report that is named and issued in none of the
    languages. So no plan is empty.
    """
    languages, kinds = selection.names(languages), selection.names(kinds)
    symbols = (reports,) if isinstance(reports, str) else tuple(reports)
    slugs = layout.choose(house, symbols)
    issued: dict[str, tuple[str, ...]] = {}
    refused = []
    for slug in slugs:
        try:
            issued[slug] = house.languages(slug)
        except PlantinError as error:
            refused.append(Refused(slug, together([error, *_wrong_text(house, slug), *_wrong_settings(house)])))
    wrong = selection.unknown_formats(kinds)
    if not refused:  # Else some are perhaps languages of the reports refused.
        wrong += selection.unknown_languages(languages, (tag for tags in issued.values() for tag in tags))
    if wrong := wrong or (_without_edition(issued, languages) if symbols else []):
        raise UsageError(*wrong)
    wanted: list[Edition] = []
    for slug, tags in issued.items():
        candidates = dict.fromkeys((*tags, *filter(is_pseudo, languages)))
        asked = [language for language in candidates if not languages or language in languages]
        for row, edition in ((row, Edition(slug, language, row.name)) for language in asked for row in formats()):
            usual = row.default or (present and (house.build / edition.target).is_file())
            if row.name in kinds if kinds else usual:
                wanted.append(edition)
    _require({edition.format for edition in wanted})
    return Plan(tuple(wanted), tuple(refused), bool(kinds))


def _require(names: Collection[str]) -> None:
    """Refuse formats whose libraries are not installed, those that lack the same ones once. Raises ToolError (V025)."""
    lacking: dict[str, ToolError] = {}
    for row in formats():
        if row.name in names:
            try:
                row.require()
            except ToolError as error:
                lacking.setdefault(error.findings[0].hint, error)
    if lacking:
        raise ToolError(*(finding for error in lacking.values() for finding in error.findings))


def _without_edition(issued: Mapping[str, tuple[str, ...]], languages: Sequence[str]) -> list[Finding]:
    """Return a finding (U003) for each report that is issued in none of ``languages``."""
    if not languages or any(map(is_pseudo, languages)):
        return []
    return [
        Finding(
            "U003", f"{slug} is not issued in {', '.join(languages)}", Place("plantin"), f"It is in {', '.join(tags)}."
        )
        for slug, tags in issued.items()
        if not set(tags) & set(languages)
    ]


def _wrong_text(house: House, slug: str) -> Iterator[PlantinError]:
    """Yield what is wrong with the text of a report under a front matter that is wrong."""
    # Loaded here: a plan of sound reports composes nothing.
    from plantin.production.versions import wrong_text

    if findings := tuple(wrong_text(house, slug)):
        yield SourceError(*findings)


def _wrong_settings(house: House) -> Iterator[PlantinError]:
    """Yield what is wrong with the style of the house and with its words: it is reported with what is wrong with a
    report, not after it.
    """
    tags = sorted(path.parent.name for path in (house.root / "locales").glob("*/locale.toml"))
    reads: list[Callable[[], object]] = [house.style, *(partial(house.locale, tag) for tag in tags)]
    for read in reads:
        try:
            read()
        except PlantinError as error:
            yield error


def together(errors: Sequence[PlantinError]) -> PlantinError:
    """One error for several: the kind of the one with the highest exit code, the findings of all, each once."""
    worst = max(errors, key=lambda error: error.exit_code)
    return type(worst)(*dict.fromkeys(finding for error in errors for finding in error.findings))
