"""Reads what a web edition says of itself to machines, for the pages of a site that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from plantin.bounded import html

_LONGEST_SUMMARY = 900
_FIRST_SUMMARY = 400


@dataclass(frozen=True, slots=True)
class LicenceLine:
    """The rights of a report: words, and the address of the licence where it has one."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What a web edition says of itself."""

    summary: tuple[str, ...] = ()
    """The paragraphs of its abstract, or else of its summary, as far as they are short."""
    licence: LicenceLine | None = None
    linked: str = ""
    """Its linked data (JSON-LD, schema.org)."""


def read(edition: bytes) -> EditionFacts:
    """Return what the web edition with these bytes says of itself. Raises HtmlError where it is no page."""
    root = html.parse(edition)
    terms: dict[str, str] = {}
    for meta in root.iterfind("head/meta"):
        terms.setdefault(str(meta.get("name")), str(meta.get("content", "")))
    linked = next((script.text or "" for script in root.iterfind("head/script[@type='application/ld+json']")), "")
    abstract = terms.get("dcterms.abstract", "")
    rights, licence = terms.get("dcterms.rights", ""), terms.get("dcterms.license", "")
    address = licence if licence.startswith(("https://", "http://")) else ""
    words = rights or (licence if not address else "")
    return EditionFacts(
        (abstract,) if abstract else tuple(_summary(root)),
        LicenceLine(words or address, address) if words or address else None,
        linked,
    )


def _summary(root: Element) -> Iterator[str]:
    """Yield the first paragraphs of the box that is the summary of the report, no more than a page has room for."""
    box = next((element for element in root.iter("*") if element.get("id") == "summary"), None)
    length = 0
    for paragraph in box.iter("p") if box is not None else ():
        if "box-title" in paragraph.get("class", "") or paragraph.get("class", "").startswith("title"):
            continue
        words = _words(paragraph)
        if length and length + len(words) > _LONGEST_SUMMARY:
            return
        length += len(words)
        if words:
            yield words
        if length > _FIRST_SUMMARY:
            return


def _words(paragraph: Element) -> str:
    """Return the words of a paragraph, without calls of notes."""
    texts: list[str] = [paragraph.text or ""]
    for element in paragraph:
        aside = element.get("role") or element.get("class") == "label" or element.tag == "sup"
        texts += ["" if aside else _words(element), element.tail or ""]
    return " ".join("".join(texts).split())
