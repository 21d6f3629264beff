"""The metadata of a web page: Dublin Core, Open Graph, and linked data in the vocabulary of schema.org."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from plantin.model import languages
from plantin.model.document import Document
from plantin.model.publication import record as record_of
from plantin.model.related_editions import RelatedEditions
from plantin.writers.a11y_metadata import claims, matter

_PDF = "application/pdf"


def language(tag: str, around: languages.Direction) -> str:
    """Return the attributes for the language ``tag`` and a direction other than ``around``; none where it is empty."""
    direction = languages.direction(tag)
    turned = f' dir="{direction}"' if direction != around else ""
    return f' lang="{escape(tag)}"{turned}' if tag else ""


def record(document: Document, moment: dt.datetime, related: RelatedEditions) -> str:
    """Return the elements of the head. Addresses are given where it is known under which the page will be found."""
    head = document.masthead
    about = ", ".join(line for line in (head.organ, head.symbol, head.date, head.notice) if line)
    named = {
        "color-scheme": "light dark",
        "description": about,
        "dcterms.title": head.title,
        "dcterms.identifier": head.symbol,
        "dcterms.language": document.language,
        "dcterms.issued": head.issued,
        "dcterms.modified": _time(moment),
        "dcterms.publisher": document.publication.publisher,
    }
    shared = {
        "og:type": "article",
        "og:title": f"{head.symbol}: {head.title}",
        "og:description": about,
        "og:site_name": document.publication.publisher,
        "og:locale": document.regional.replace("-", "_"),
        "og:url": related.address,
        # An edition is one file, whose own pictures have no address: the picture is the house's.
        "og:image": related.picture,
        "og:image:alt": head.organization if related.picture else "",
    }
    # What names the report is in the language of its title, which may be another one.
    title = language(head.title_language, document.direction)
    tongues = {"dcterms.title": title, "citation_title": title, "og:title": title}
    rows = [
        f'<meta name="{name}"{tongues.get(name, "")} content="{escape(value)}">\n'
        for name, value in named.items()
        if value
    ]
    terms = (*_publication_terms(document), *_scholarly(document, related))
    rows += [f'<meta name="{name}"{tongues.get(name, "")} content="{escape(value)}">\n' for name, value in terms]
    rows += [
        f'<meta property="{name}"{tongues.get(name, "")} content="{escape(value)}">\n'
        for name, value in shared.items()
        if value
    ]
    # "<" is written as an escape, so that no word of the report can end the element.
    linked = json.dumps(_linked_data(document, moment, related), ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return "".join((*rows, *_addresses(document, related), f'<script type="application/ld+json">{linked}</script>\n'))


def _publication_terms(document: Document) -> Iterator[tuple[str, str]]:
    """Yield terms of Dublin Core that may have several values, or that not every report has."""
    terms = {"license": "dcterms.license", "version": "dcterms.hasVersion"}
    for name, values in record_of(document.publication):
        if name != "publisher":
            yield from ((terms.get(name, f"dcterms.{name}"), value) for value in values)


def _scholarly(document: Document, related: RelatedEditions) -> Iterator[tuple[str, str]]:
    """Yield what reference managers and academic search take from the head of a page (Highwire Press tags)."""
    head, publication = document.masthead, document.publication
    for author in publication.authors:
        yield "citation_author", author.name
        yield from (("citation_author_institution", affiliation) for affiliation in author.affiliations)
        if author.orcid:
            yield "citation_author_orcid", f"https://orcid.org/{author.orcid}"
    values = {
        "citation_title": head.title,
        "citation_author": "" if publication.authors else "".join(publication.creators),
        "citation_publication_date": head.issued.replace("-", "/"),
        "citation_technical_report_institution": publication.publisher,
        "citation_technical_report_number": head.symbol,
        "citation_language": document.language,
        "citation_public_url": related.address,
        "citation_doi": publication.doi,
        "citation_issn": publication.issn,
        "citation_keywords": "; ".join(publication.keywords),
        "citation_abstract": " ".join(publication.abstract),
    }
    yield from (("citation_isbn", number) for number in publication.isbn)
    if related.folder:
        values["citation_pdf_url"] = next(
            (related.folder + quote(edition.file) for edition in related.formats if edition.media_type == _PDF), ""
        )
    yield from ((name, value) for name, value in values.items() if value)


def _addresses(document: Document, related: RelatedEditions) -> Iterator[str]:
    if not related.address:
        return
    yield f'<link rel="canonical" href="{escape(related.address)}">\n'
    addresses = {document.language: related.address}
    addresses |= {edition.language: related.folder + quote(edition.file) for edition in related.languages}
    if original := next((address for tag, address in addresses.items() if languages.agree(tag, document.original)), ""):
        addresses["x-default"] = original
    if related.languages:
        for language, address in sorted(addresses.items()):
            yield f'<link rel="alternate" hreflang="{escape(language)}" href="{escape(address)}">\n'


def _linked_data(document: Document, moment: dt.datetime, related: RelatedEditions) -> dict[str, object]:
    head, a11y = document.masthead, claims(matter(document, related), document.labels)
    values: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": {"@language": head.title_language, "@value": head.title} if head.title_language else head.title,
        "reportNumber": head.symbol,
        "identifier": head.symbol,
        "inLanguage": document.language,
        "datePublished": head.issued,
        "dateModified": _time(moment),
        **_organization("publisher", document.publication.publisher),
        **_organization("translator", document.publication.translator),
        **_authors(document),
        "accessMode": list(a11y.modes),
        "accessModeSufficient": [{"@type": "ItemList", "itemListElement": mode.split(",")} for mode in a11y.sufficient],
        "accessibilityFeature": list(a11y.features),
        "accessibilityHazard": list(a11y.hazards),
        "accessibilitySummary": a11y.summary,
    }
    values |= _publication_properties(document)
    if document.citations:
        values["citation"] = [
            {"@type": "CreativeWork", "identifier": work.symbol, "url": work.address} for work in document.citations
        ]
    if related.address:
        values["url"] = related.address
    if not languages.agree(document.language, document.original):
        original = {"@type": "Report", "identifier": head.symbol, "inLanguage": document.original}
        values["translationOfWork"] = original | _organization("publisher", head.organization)
    return values


def _organization(role: str, name: str) -> dict[str, object]:
    """Return who published or wrote the report, a body and no person; nothing where it has no name."""
    return {role: {"@type": "Organization", "name": name}} if name else {}


def _authors(document: Document) -> dict[str, object]:
    people = [
        {
            "@type": "Person",
            "name": author.name,
            **({"@id": f"https://orcid.org/{author.orcid}"} if author.orcid else {}),
            **(
                {"affiliation": [{"@type": "Organization", "name": affiliation} for affiliation in author.affiliations]}
                if author.affiliations
                else {}
            ),
        }
        for author in document.publication.authors
    ]
    return {"author": people} if people else _organization("author", "".join(document.publication.creators))


def _publication_properties(document: Document) -> dict[str, object]:
    """Return what the report says of itself as a publication, in the terms of schema.org."""
    publication = document.publication
    values: dict[str, object] = {
        "alternativeHeadline": publication.subtitle,
        "version": publication.version,
        "copyrightNotice": publication.rights,
        "license": publication.licence_address or publication.licence,
        "keywords": list(publication.keywords),
        "abstract": " ".join(publication.abstract),
        "sameAs": publication.doi_address,
    }
    parts = [companion for companion in publication.companions if companion.level]
    values["hasPart"] = [
        {"@type": "CreativeWork", "@id": f"#{part.target}", "name": part.name, "educationalLevel": _level(part.level)}
        for part in parts
    ]
    values["workTranslation"] = [
        {"@type": "VideoObject", "name": video.name, "url": video.target, "accessibilityFeature": ["signLanguage"]}
        for video in publication.companions
        if video not in parts
    ]
    if numbers := publication.identifiers():
        values["identifier"] = [document.masthead.symbol, *numbers]
    return {name: value for name, value in values.items() if value}


def _level(level: str) -> dict[str, str]:
    """Return a level of the Common European Framework of Reference for Languages (schema.org, educationalLevel)."""
    return {"@type": "DefinedTerm", "name": level, "inDefinedTermSet": "https://www.coe.int/lang-CEFR"}


def _time(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
