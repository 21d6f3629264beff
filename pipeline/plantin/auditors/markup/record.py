"""Reads the bibliographic record from an EPUB package, or from the linked data and ``meta`` elements of a web page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from plantin.auditors.markup.dom import MarkupPage, elements
from plantin.auditors.markup.text import visible
from plantin.auditors.record import ABBREVIATIONS, RecordedStatement
from plantin.bounded.data import DataError, json
from plantin.model.outline import normal

_LARGEST = 8_000_000
_PACKAGE = {
    "creator": ("creator",),
    "publisher": ("publisher",),
    "contributor": ("contributor",),
    "rights": ("rights",),
    "license": ("dcterms:license",),
    "identifier": ("identifier",),
    "subject": ("subject",),
    "abstract": ("description",),
    "version": ("schema:version",),
    "alternative": ("dcterms:alternative",),
    "relation": ("relation",),
}
_SAME = (
    "creator", "publisher", "contributor", "rights", "license", "identifier", "subject", "abstract", "alternative",
    "relation",
)  # fmt: skip
_META = {term: (f"dcterms.{term}",) for term in _SAME}
_META |= {"version": ("dcterms.hasVersion",)}
_LINKED = {
    "creator": "author",
    "publisher": "publisher",
    "contributor": "translator",
    "rights": "copyrightNotice",
    "license": "license",
    "identifier": "identifier",
    "subject": "keywords",
    "abstract": "abstract",
    "version": "version",
    "alternative": "alternativeHeadline",
    "relation": "hasPart workTranslation",
}
_SCHOLARLY = {
    "creator": "citation_author",
    "publisher": "citation_technical_report_institution",
    "abstract": "citation_abstract",
}


def package_record(package: etree._Element) -> Iterator[RecordedStatement]:
    """Yield what the package of an EPUB says (EPUB 3.3, 5.5)."""
    values: dict[str, list[str]] = {}
    for element in elements(package):
        name = element.get("property", "") if element.tag == "meta" else str(element.tag)
        values.setdefault(name, []).append(normal(element.text or ""))
    yield from _statements("the package", _PACKAGE, values)


def page_record(page: MarkupPage) -> Iterator[RecordedStatement]:
    """Yield what a web page says, in each of its vocabularies."""
    values: dict[str, list[str]] = {}
    for meta in elements(page.root, "meta"):
        name = meta.get("name", "") or meta.get("property", "")
        values.setdefault(name, []).append(normal(meta.get("content", "")))
    yield from _statements("the terms of Dublin Core", _META, values)
    yield from _statements("the tags citation_", {term: (name,) for term, name in _SCHOLARLY.items()}, values)
    yield from _statements("the terms of Open Graph", {"publisher": ("og:site_name",)}, values)
    linked: object = {}
    for script in elements(page.root, "script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            try:
                linked = json(script.text or "", _LARGEST)
            except DataError:
                linked = {}
    properties = linked if isinstance(linked, dict) else {}
    for term, name in _LINKED.items():
        yield RecordedStatement(
            "the linked data", term, tuple(value for key in name.split() for value in _names(properties.get(key)))
        )


def _statements(
    where: str, terms: Mapping[str, tuple[str, ...]], given: Mapping[str, list[str]]
) -> Iterator[RecordedStatement]:
    for term, names in terms.items():
        yield RecordedStatement(where, term, tuple(value for name in names for value in given.get(name, ()) if value))


def _names(value: object) -> Iterator[str]:
    """Yield the values of a property of linked data as text: of a node its name, of a film its address."""
    for node in value if isinstance(value, list) else [value]:
        text = node.get("url" if node.get("@type") == "VideoObject" else "name", "") if isinstance(node, dict) else node
        if isinstance(text, str) and text:
            yield normal(text)


def abbreviations(pages: Iterable[MarkupPage]) -> RecordedStatement:
    """Return the elements ``abbr`` with their titles (WCAG 2.2, 3.1.4, H28)."""
    abbreviated = (element for page in pages for element in elements(page.body(), "abbr"))
    pairs = (f"{visible(element)}={normal(element.get('title', ''))}" for element in abbreviated)
    return RecordedStatement("the markup", ABBREVIATIONS, tuple(dict.fromkeys(pairs)))
