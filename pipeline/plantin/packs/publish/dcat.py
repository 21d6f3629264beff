"""Describes a release for catalogues: Work, Expression and Manifestation in schema.org and DCAT, as JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plantin.model.document import Document
from plantin.packs.publish.manifest import ReleasedEdition, ReleaseOrder
from plantin.packs.publish.origin import Origin
from plantin.production.publications import Statement
from plantin.settings import extensions

_CONTEXT = {
    "@vocab": "https://schema.org/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "lrmer": "http://iflastandards.info/ns/lrm/lrmer/",
    "spdx": "http://spdx.org/rdf/terms#",
    "url": {"@type": "@id"},
    "contentUrl": {"@type": "@id"},
    "exampleOfWork": {"@type": "@id"},
    "workExample": {"@type": "@id"},
    "translationOfWork": {"@type": "@id"},
    "encoding": {"@type": "@id"},
    "dcat:dataset": {"@type": "@id"},
    "dcat:distribution": {"@type": "@id"},
    "dcat:downloadURL": {"@type": "@id"},
}


def listing(
    order: ReleaseOrder,
    made: Origin,
    reports: Mapping[str, Mapping[str, Document]],
    editions: Mapping[str, Sequence[ReleasedEdition]],
    added: Mapping[str, Mapping[str, Statement]],
) -> dict[str, object]:
    """Return the catalogue of a release; its addresses are relative to its folder."""
    catalogue: dict[str, object] = {
        "@id": "#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": f"Release {order.version}",
        "version": order.version,
        "dct:issued": made.committed,
        "dcat:dataset": [f"#{slug}" for slug in reports],
    }
    graph = [catalogue]
    for slug, documents in reports.items():
        work, *others = _report(slug, documents, editions[slug])
        graph += [work | _join_terms(added[slug], work), *others]
    return {"@context": _CONTEXT, "@graph": graph}


def _join_terms(added: Mapping[str, Statement], work: Mapping[str, object]) -> dict[str, object]:
    """Return the terms that additions add to a ``work``, all values of each. Raises ToolError (V022): it has one."""
    terms: dict[str, object] = {}
    for name, statement in added.items():
        for term, value in statement.linked.items():
            if term in work or term.startswith("@"):
                error = ValueError(f"{term} is a term of the press")
                raise extensions.failure(extensions.package_of("publications", name), f"the addition {name!r}", error)
            former, present = (row if isinstance(row, list) else [row] for row in (terms.get(term, []), value))
            terms[term] = [*former, *(row for row in present if row not in former)] if former else value
    return terms


def _report(
    slug: str, documents: Mapping[str, Document], editions: Sequence[ReleasedEdition]
) -> list[dict[str, object]]:
    first = next(iter(documents.values()))
    work: dict[str, object] = {
        "@id": f"#{slug}",
        "@type": ["lrmer:Work", "Report", "dcat:Dataset"],
        "name": first.masthead.title,
        "reportNumber": first.masthead.symbol,
        "identifier": first.masthead.symbol,
        "datePublished": first.masthead.issued,
        **_makers(documents.get(first.original, first)),
        "workExample": [f"#{slug}-{language}" for language in documents],
        "dcat:distribution": [f"#{slug}-{edition.language}-{edition.format}" for edition in editions],
    }
    expressions = [_expression(slug, document, editions) for document in documents.values()]
    return [work, *expressions, *(_manifestation(slug, edition) for edition in editions)]


def _makers(document: Document) -> dict[str, object]:
    """Return who wrote a report and who published it; nothing of what has no name."""
    head, publication = document.masthead, document.publication
    author, publisher = head.organ or head.organization, "" if publication.translator else publication.publisher
    publisher = publisher or head.organization
    makers: dict[str, object] = {"author": {"@type": "Organization", "name": author}} if author else {}
    if publication.authors:
        makers["author"] = [{"@type": "Person", "name": person.name} for person in publication.authors]
    return makers | ({"publisher": {"@type": "Organization", "name": publisher}} if publisher else {})


def _expression(slug: str, document: Document, editions: Sequence[ReleasedEdition]) -> dict[str, object]:
    row: dict[str, object] = {
        "@id": f"#{slug}-{document.version}",
        "@type": ["lrmer:Expression", "Report"],
        "name": document.masthead.title,
        "inLanguage": document.language,
        "exampleOfWork": f"#{slug}",
        "encoding": [
            f"#{slug}-{edition.language}-{edition.format}"
            for edition in editions
            if edition.language == document.version
        ],
    }
    if document.version != document.original:
        row["translationOfWork"] = f"#{slug}-{document.original}"
    if translator := document.publication.translator:
        row |= {role: {"@type": "Organization", "name": translator} for role in ("publisher", "translator")}
    return row


def _manifestation(slug: str, edition: ReleasedEdition) -> dict[str, object]:
    row: dict[str, object] = {
        "@id": f"#{slug}-{edition.language}-{edition.format}",
        "@type": ["lrmer:Manifestation", "MediaObject", "dcat:Distribution"],
        "encodesCreativeWork": {"@id": f"#{slug}-{edition.language}"},
        "inLanguage": edition.language,
        "encodingFormat": edition.media_type,
        "dcat:mediaType": edition.media_type,
        "contentUrl": edition.path,
        "dcat:downloadURL": edition.path,
        "contentSize": str(edition.bytes),
        "dcat:byteSize": edition.bytes,
        "sha256": edition.sha256,
        "dct:conformsTo": sorted({claim.standard for claim in edition.conformance if claim.verdict == "passed"}),
    }
    if edition.pages:
        row["numberOfPages"] = edition.pages
    return row
