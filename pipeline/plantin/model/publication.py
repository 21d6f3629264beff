"""The bibliographic record of a report: authors, publisher, numbers and rights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

CompanionKind = Literal["easy-to-read", "sign-language"]


@dataclass(frozen=True, slots=True)
class Author:
    """A person or body that wrote the report: the name, the affiliations, and the ORCID iD ("0000-0002-1825-0097"),
    empty where none is given.
    """

    name: str
    affiliations: tuple[str, ...] = ()
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Companion:
    """What says the same as the report for people whom its text does not serve: its ``name`` as it is printed, its
    ``target`` (the anchor of a passage, or an address), the ``level`` of its language in the Common European Framework
    (A2; empty where it has none), and ``about``, the sentence that tells of it in a summary of accessibility.
    """

    kind: CompanionKind
    name: str
    target: str
    level: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """The record of a report, each field empty where its author says nothing of it.

    ``licence`` is its name, ``licence_address`` where its text is; ``isbn`` and ``issn`` are numbers with their
    hyphens, ``doi`` begins with "10."; ``abstract`` has one text for each paragraph; ``abbreviations`` are those that
    the report uses, each with what it stands for; ``companions`` are versions for people whom the text does not serve.
    """

    subtitle: str = ""
    authors: tuple[Author, ...] = ()
    version: str = ""
    publisher: str = ""
    rights: str = ""
    licence: str = ""
    licence_address: str = ""
    isbn: tuple[str, ...] = ()
    issn: str = ""
    doi: str = ""
    keywords: tuple[str, ...] = ()
    abstract: tuple[str, ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()
    companions: tuple[Companion, ...] = field(default=(), repr=False)

    @property
    def doi_address(self) -> str:
        """Where the DOI is resolved (DOI Handbook, 3.8), empty where there is none."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    def identifiers(self) -> tuple[str, ...]:
        """The numbers as URNs (RFC 3187, RFC 3044) and the DOI as an address."""
        urns = (f"urn:isbn:{number.replace('-', '')}" for number in self.isbn)
        return (*urns, *([f"urn:issn:{self.issn}"] if self.issn else []), *filter(None, (self.doi_address,)))

    def relations(self) -> tuple[tuple[CompanionKind, str], ...]:
        """The value for each companion in metadata, after its kind: its name where it is a passage of the report,
        else its address.
        """
        return tuple((one.kind, one.name if one.level else one.target) for one in self.companions)

    def affiliations(self) -> tuple[str, ...]:
        """Every affiliation of the authors, each once, in the order in which they come."""
        return tuple(dict.fromkeys(one for author in self.authors for one in author.affiliations))


def record(publication: Publication) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What every edition has to say of the publication in its own metadata, by the terms of Dublin Core; those without
    a value left out.
    """
    values = {
        "creator": tuple(author.name for author in publication.authors),
        "publisher": (publication.publisher,),
        "rights": (publication.rights,),
        "license": (publication.licence_address or publication.licence,),
        "identifier": publication.identifiers(),
        "subject": publication.keywords,
        "abstract": (" ".join(publication.abstract),),
        "version": (publication.version,),
        "alternative": (publication.subtitle,),
        "relation": tuple(words for _, words in publication.relations()),
    }
    return ((name, tuple(filter(None, found))) for name, found in values.items() if any(found))
