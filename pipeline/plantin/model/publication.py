"""The bibliographic record of a report: authors, publisher, numbers and rights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

CompanionKind = Literal["easy-to-read", "sign-language"]


@dataclass(frozen=True, slots=True)
class Author:
    """A person or body that wrote the report."""

    name: str
    """The name."""
    affiliations: tuple[str, ...] = ()
    """The affiliations."""
    orcid: str = ""
    """The ORCID iD ("0000-0002-1825-0097"), empty where none is given."""


@dataclass(frozen=True, slots=True)
class Companion:
    """A version of the report for people whom its text does not serve."""

    kind: CompanionKind
    """What kind of version it is."""
    name: str
    """Its name as printed."""
    target: str
    """The anchor of a passage, or an address."""
    level: str = ""
    """The level of its language in the Common European Framework (A2), or empty."""
    about: str = ""
    """The sentence on it in a summary of accessibility."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The bibliographic record of a report; each field is empty where the author does not give it."""

    subtitle: str = ""
    """The subtitle."""
    authors: tuple[Author, ...] = ()
    """The authors in order."""
    version: str = ""
    """The version of the report."""
    creators: tuple[str, ...] = ()
    """The names of those who wrote it: the authors, else the body that issues the edition."""
    publisher: str = ""
    """Who issues the edition: of a translation that is not the organization's own, whoever makes it, or nobody."""
    translator: str = ""
    """Who makes the translation, where the house names anybody."""
    rights: str = ""
    """The statement of rights."""
    licence: str = ""
    """The name of the licence."""
    licence_address: str = ""
    """The address of the text of the licence."""
    isbn: tuple[str, ...] = ()
    """ISBNs with their hyphens."""
    issn: str = ""
    """The ISSN with its hyphen."""
    doi: str = ""
    """The DOI, beginning with "10."."""
    keywords: tuple[str, ...] = ()
    """The keywords."""
    abstract: tuple[str, ...] = ()
    """The abstract, one text for each paragraph."""
    abbreviations: tuple[tuple[str, str], ...] = ()
    """The abbreviations that the report uses, each with its expansion."""
    companions: tuple[Companion, ...] = field(default=(), repr=False)
    """Versions for people whom the text does not serve."""

    @property
    def doi_address(self) -> str:
        """Where the DOI is resolved (DOI Handbook, 3.8), empty where there is none."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    def identifiers(self) -> tuple[str, ...]:
        """Return the numbers as URNs (RFC 3187, RFC 3044) and the DOI as an address."""
        urns = (f"urn:isbn:{number.replace('-', '')}" for number in self.isbn)
        return (*urns, *([f"urn:issn:{self.issn}"] if self.issn else []), *filter(None, (self.doi_address,)))

    def relations(self) -> tuple[tuple[CompanionKind, str], ...]:
        """Return the value of each companion in metadata, after its kind: the name of a passage, else an address."""
        return tuple(
            (companion.kind, companion.name if companion.level else companion.target) for companion in self.companions
        )

    def affiliations(self) -> tuple[str, ...]:
        """Return every affiliation of the authors, each once, in the order in which they come."""
        return tuple(dict.fromkeys(affiliation for author in self.authors for affiliation in author.affiliations))


def record(publication: Publication) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return what every edition has to say of the publication in its own metadata, by the terms of Dublin Core; those
    without a value left out.
    """
    values = {
        "creator": publication.creators,
        "publisher": (publication.publisher,),
        "contributor": (publication.translator,),
        "rights": (publication.rights,),
        "license": (publication.licence_address or publication.licence,),
        "identifier": publication.identifiers(),
        "subject": publication.keywords,
        "abstract": (" ".join(publication.abstract),),
        "version": (publication.version,),
        "alternative": (publication.subtitle,),
        "relation": tuple(words for _, words in publication.relations()),
    }
    return ((name, tuple(filter(None, entries))) for name, entries in values.items() if any(entries))
