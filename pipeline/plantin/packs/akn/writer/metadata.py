"""The metadata of an edition: its names as a work, an expression and a manifestation (FRBR), and what it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel.core import get_global
from lxml import etree

from plantin.model.document import Document
from plantin.model.publication import record
from plantin.packs.akn.tables import Akn, iri_part
from plantin.packs.akn.writer.elements import Element, node

SOURCE = "#plantin"
"""Who marks the document up."""
_TERMS = "http://purl.org/dc/terms/"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OLDER = {"fre", "ger", "chi"}
"""Codes of ISO 639-2/B, which the convention does not have."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names (IRI) of a document in one language."""

    work: str
    expression: str
    language: str
    actor: str


def names(document: Document, settings: Akn) -> Names:
    """Return the names of ``document`` (AKN4UN part 1, IRI identifiers for documents)."""
    head = document.masthead
    work = _work(settings, "doc", settings.subtype, head.symbol, head.issued)
    language = alpha_3(document.language)
    return Names(work, f"{work}/{language}@{head.issued}", language, settings.actor(head.symbol))


def alpha_3(tag: str) -> str:
    """Return the three-letter code of ISO 639-2/T for the language of a tag; the tag's own where it has no other.

    >>> alpha_3("zh-Hans"), alpha_3("fr"), alpha_3("qaa")
    ('zho', 'fra', 'qaa')
    """
    primary = tag.partition("-")[0]
    aliases = get_global("language_aliases")
    codes = sorted(code for code, short in aliases.items() if short == primary and len(code) == len("zho"))
    usual = {"zh": "zho", "ar": "ara"}
    return usual.get(primary) or next((code for code in codes if code not in _OLDER), primary)


def cited_works(document: Document, settings: Akn) -> dict[str, tuple[str, str]]:
    """Return the names of the documents that ``document`` cites, by their addresses, each with the identifier of its
    reference. A symbol has the name of a work only where it gives a year.
    """
    found = {}
    for count, citation in enumerate(document.citations, 1):
        if year := _YEAR.search(citation.symbol):
            kind = ("statement", "deliberation") if "/RES/" in citation.symbol else ("doc", settings.subtype)
            iri = _work(settings, *kind, citation.symbol, f"{year[0]}-01-01")
            found[citation.address] = (iri, f"cited_{count}")
    return found


def _work(settings: Akn, kind: str, subtype: str, symbol: str, date: str) -> str:
    return f"/akn/{settings.jurisdiction}/{kind}/{subtype}/{settings.actor(symbol)}/{date}/{iri_part(symbol)}"


def meta(document: Document, settings: Akn, component: str, references: Mapping[str, tuple[str, str]]) -> Element:
    """Return the metadata of a component of ``document``: the main one, or an annex, which refers to nothing."""
    identification = node("identification", _identification(document, settings, component), source=SOURCE)
    main = component == "main"
    further = (_references(document, settings, references), *_record(document)) if main else ()
    return node("meta", (identification, *further))


def _identification(document: Document, settings: Akn, component: str) -> Iterator[Element]:
    head, name = document.masthead, names(document, settings)
    author = node("FRBRauthor", href="#actor")
    yield node("FRBRWork", (
        *_named(f"{name.work}/!{component}", name.work), _date(head.issued, "publication"), author,
        node("FRBRcountry", value=settings.jurisdiction), node("FRBRsubtype", value=settings.subtype),
        node("FRBRnumber", value=iri_part(head.symbol), showAs=head.symbol),
    ))  # fmt: skip
    original = alpha_3(document.original)
    translation = [] if original == name.language else [
        node("FRBRtranslation", href=f"{name.work}/{original}@{head.issued}", fromLanguage=original, by="#actor")
    ]  # fmt: skip
    yield node("FRBRExpression", (
        *_named(f"{name.expression}/!{component}", name.expression), _date(head.issued, "publication"),
        node("FRBRauthor", href="#actor"), node("FRBRlanguage", language=name.language), *translation,
    ))  # fmt: skip
    yield node("FRBRManifestation", (
        *_named(f"{name.expression}/!{component}.xml", f"{name.expression}/.xml"), _date(head.issued, "markup"),
        node("FRBRauthor", href=SOURCE), node("FRBRformat", value="xml"),
    ))  # fmt: skip


def _named(this: str, uri: str) -> tuple[Element, Element]:
    return node("FRBRthis", value=this), node("FRBRuri", value=uri)


def _date(day: str, name: str) -> Element:
    return node("FRBRdate", date=day, name=name)


def _references(document: Document, settings: Akn, cited: Mapping[str, tuple[str, str]]) -> Element:
    head = document.masthead
    actor = settings.actor(head.symbol)
    rows = [
        ("TLCOrganization", "actor", f"/ontology/organization/{settings.jurisdiction}/{actor}", head.organ or actor),
        ("TLCObject", "plantin", "/ontology/object/plantin", "Plantin"),
    ]
    if head.organization:
        place = f"/ontology/organization/{settings.jurisdiction}"
        rows.insert(0, ("TLCOrganization", "publisher", place, head.organization))
    found = [node(tag, eId=identifier, href=href, showAs=words) for tag, identifier, href, words in rows]
    symbols = {citation.address: citation.symbol for citation in document.citations}
    found += [
        node("TLCReference", eId=identifier, href=address, showAs=symbols[address], name="cited")
        for address, (_, identifier) in cited.items()
    ]
    return node("references", found, source=SOURCE)


def _record(document: Document) -> Iterator[Element]:
    """Yield the bibliographic record by the terms of Dublin Core."""
    rows = []
    for term, values in record(document.publication):
        for value in values:
            element = etree.Element(f"{{{_TERMS}}}{term}", nsmap={"dcterms": _TERMS})
            element.text = value
            rows.append(element)
    if rows:
        yield node("proprietary", rows, source=SOURCE)
