"""The table of this pack in style.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from plantin.settings.forms import matching

_USUAL = tomllib.loads(Path(__file__).with_name("akn4un.toml").read_text("utf-8"))
_NAME = matching("[A-Za-z][A-Za-z-]*", "letters and hyphens")
_ACTOR = matching("[A-Za-z0-9]+=[a-z][a-z0-9-]*", "the beginning of a symbol, = and a name, as S=un-sc")


@dataclass(frozen=True, slots=True)
class Akn:
    """The Akoma Ntoso edition (``[akn]``): how the names of documents (IRIs) begin."""

    jurisdiction: Annotated[str, _NAME] = _USUAL["jurisdiction"]
    """The country as names have it, ISO 3166-1 in small letters, or the abbreviation of an organization."""
    subtype: Annotated[str, _NAME] = _USUAL["subtype"]
    """The class of the document: AKN4UN has ``paper`` for papers on a subject."""
    name: Annotated[str, _NAME] = _USUAL["name"]
    """What kind of document of that class it is: ``progressReport``, ``policy``."""
    actors: tuple[Annotated[str, _ACTOR], ...] = tuple(_USUAL["actors"])
    """Who issues documents, by what their symbols begin with; others are that beginning after the jurisdiction."""

    def actor(self, symbol: str) -> str:
        """Return who issues the document with this symbol, as names have it.

        >>> Akn().actor("S/2017/97"), Akn().actor("COM(2021) 206 final")
        ('un-sc', 'un-com-2021-206-final')
        """
        first = symbol.partition("/")[0]
        actors = dict(row.split("=", 1) for row in self.actors)
        return actors.get(first) or f"{self.jurisdiction}-{iri_part(first).lower().replace('_', '-')}"


def iri_part(number: str) -> str:
    """Return a number as names have it: a hyphen for a stroke, a low line for a space (AKN4UN part 1, Numbers and
    invalid characters in IRI), and no brackets.

    >>> iri_part("S/2017/97"), iri_part("A/72/5 (Vol. II)"), iri_part("COM(2021) 206 final")
    ('S-2017-97', 'A-72-5_Vol._II', 'COM_2021_206_final')
    """
    spaced = number.removesuffix("*").replace("/", "-").replace("(", " ").replace(")", " ")
    return "_".join(spaced.split())
