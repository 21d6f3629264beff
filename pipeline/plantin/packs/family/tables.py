"""The tables of this pack: in front matter, in style.toml, in locale.toml (``locales/`` has further languages)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Literal, get_args

from plantin.settings.forms import TEXT, ValueForm, with_names

Kind = Literal["revises", "adds-to", "corrects"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_USUAL = tomllib.loads(Path(__file__).with_name("usual.toml").read_text("utf-8"))
_MARK = ValueForm("a mark such as /Rev., or nothing", lambda mark: len(mark) <= 20 and not mark[-1:].isdigit())


@dataclass(frozen=True, slots=True)
class FamilyFields:
    """Which report of the house this one follows (``family``), where its symbol does not say so."""

    revises: Annotated[str, TEXT] = ""
    """The symbol of the report that it replaces."""
    adds_to: Annotated[str, TEXT] = ""
    """The symbol of the report to which it is an addendum."""
    corrects: Annotated[str, TEXT] = ""
    """The symbol of the report that it corrects."""

    def stated(self) -> tuple[tuple[Kind, str], ...]:
        """Return what they state: kinds, each with a symbol."""
        rows = zip(KINDS, (self.revises, self.adds_to, self.corrects), strict=True)
        return tuple((kind, symbol.removesuffix("*")) for kind, symbol in rows if symbol)


@dataclass(frozen=True, slots=True)
class FamilyMarks:
    """How symbols say which report another one follows (``[family]``): the mark before the number at their end; where
    it is empty they do not say it.
    """

    revises: Annotated[str, _MARK] = _USUAL["revises"]
    """A revision, which replaces the report, or its revision with the number before."""
    adds_to: Annotated[str, _MARK] = _USUAL["adds-to"]
    """An addendum."""
    corrects: Annotated[str, _MARK] = _USUAL["corrects"]
    """A corrigendum."""

    def read(self, symbol: str) -> tuple[Kind, str, str, int] | None:
        """Return what a symbol says: the kind, the report that it follows, the first of that series, its number; None
        where it says nothing.

        >>> FamilyMarks().read("S/2017/97/Rev.2"), FamilyMarks().read("A/72/5/Add.1/Corr.1")
        (('revises', 'S/2017/97/Rev.1', 'S/2017/97', 2), ('corrects', 'A/72/5/Add.1', 'A/72/5/Add.1', 1))
        """
        for kind, field in zip(KINDS, fields(self), strict=True):
            mark: str = getattr(self, field.name)
            base, _, end = symbol.removesuffix("*").rpartition(mark) if mark else ("", "", "")
            if base and end.isascii() and end.isdigit():
                earlier = kind == "revises" and int(end) > 1
                return kind, f"{base}{mark}{int(end) - 1}" if earlier else base, base, int(end)
        return None


@dataclass(frozen=True, slots=True)
class FamilyWords:
    """What sites say of reports that follow one another, and the note of a reissue (``[family]``)."""

    replaced: Annotated[str, with_names("symbol")] = "Replaced by {symbol}"
    """On the page of a report that was revised."""
    replaces: Annotated[str, with_names("symbol")] = "Replaces {symbol}"
    """On that of its revision."""
    corrected: Annotated[str, with_names("symbol", "languages")] = "Corrected by {symbol} ({languages})"
    """On that of a report with a corrigendum, which applies to some languages."""
    corrects: Annotated[str, with_names("symbol")] = "Corrigendum to {symbol}"
    """On that of the corrigendum."""
    extended: Annotated[str, with_names("symbol")] = "Addendum: {symbol}"
    """On that of a report with an addendum."""
    extends: Annotated[str, with_names("symbol")] = "Addendum to {symbol}"
    """On that of the addendum."""
    leads: Annotated[str, with_names("symbol")] = "Where each passage is in {symbol}"
    """What the list is called that leads from a report that was revised."""
    lead: Annotated[str, with_names("symbol", "place")] = "{symbol}, {place}"
    """A place in the revision."""
    gone: Annotated[str, with_names("symbol")] = "not in {symbol}"
    """For a place that the revision does not have."""
    reissued: Annotated[str, with_names("date")] = "Reissued for technical reasons on {date}."
    """The note of a report that was issued again without any change of its words."""
