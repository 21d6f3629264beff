"""Plans which editions are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from plantin.findings import PlantinError, SourceError
from plantin.house.layout import House
from plantin.model.languages import is_pseudo
from plantin.production.formats import FORMATS, Edition


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

    def whole(self) -> tuple[Edition, ...]:
        """The editions wanted where all are known; raises the error of the reports refused, see ``together``."""
        if self.refused:
            raise together([one.error for one in self.refused])
        return self.wanted


def plan(
    house: House, slugs: tuple[str, ...], languages: tuple[str, ...], formats: tuple[str, ...], *, present: bool = False
) -> Plan:
    """Every edition wanted: of these reports, in the languages each is issued in, kept to ``languages`` and ``formats``
    if given, and in the pseudo languages among ``languages``.

    Where no format is given, those made by default; with ``present``, whatever else is in the build folder too. A
    report that cannot be read spoils no other: it is among those refused.
    """
    wanted: list[Edition] = []
    refused = []
    for slug in slugs:
        try:
            issued = (*house.languages(slug), *filter(is_pseudo, languages))
        except PlantinError as error:
            refused.append(Refused(slug, together([error, *_wrong_text(house, slug), *_wrong_settings(house)])))
            continue
        asked = [language for language in dict.fromkeys(issued) if not languages or language in languages]
        for row, edition in ((row, Edition(slug, language, row.name)) for language in asked for row in FORMATS):
            usual = row.default or (present and (house.build / edition.target).is_file())
            if row.name in formats if formats else usual:
                wanted.append(edition)
    return Plan(tuple(wanted), tuple(refused))


def _wrong_text(house: House, slug: str) -> Iterator[PlantinError]:
    """What is wrong with the text of a report under a front matter that is wrong."""
    # Loaded here: a plan of sound reports composes nothing.
    from plantin.production.versions import wrong_text

    if found := tuple(wrong_text(house, slug)):
        yield SourceError(*found)


def _wrong_settings(house: House) -> Iterator[PlantinError]:
    """What is wrong with the style of the house and with its words: it is reported with what is wrong with a report,
    not after it.
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
