"""EPUBs and web pages of the harbour report with accessibility claims that are false or incomplete."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from lxml import etree

from tests.spoilt import epub, html
from tests.spoilt.epub import both, claim, edit, meta, remove, text
from tests.spoilt.html import add, one
from tests.spoilt.registry import table
from tests.spoilt.rewriting import book, page

Element = Any  # lxml's stubs do not say what XPath gives
JSON_LD, FALSE = "application/ld+json", json.dumps({"accessibilityHazard": "flashing"})
MOVES = "There is a moving picture; nobody has measured whether it flashes."
FEATURES = ["ARIA", "displayTransformability", "readingOrder", "structuralNavigation", "unlocked", "tableOfContents"]


def metadata(name: str, change: Callable[[Element], object]) -> epub.Spoil:
    """Change the claim that the package makes by the property ``name``."""
    return edit("content.opf", meta("", name), change)


def as_before(name: str, value: str) -> epub.Spoil:
    """A claim as EPUB 2 wrote it, in attributes."""
    attributes = {"name": name, "content": value}
    return edit(
        "content.opf",
        "//o:metadata",
        lambda element: etree.SubElement(element, f"{{{epub.NAMES['o']}}}meta", attributes),
    )


def summary(change: Callable[[str], str]) -> epub.Spoil:
    """Change the words of the summary."""
    return metadata("accessibilitySummary", lambda element: setattr(element, "text", change(element.text)))


def data(root: Element) -> Element:
    """The linked data of a web page."""
    return one(root, "//script[@type='application/ld+json']")


def linked(**values: object) -> html.Spoil:
    """Say something else in the linked data."""

    def change(root: Element) -> None:
        data(root).text = json.dumps(json.loads(data(root).text) | values)

    return change


CLAIMS = table(
    "epub",
    book,
    {
        "false hazard": (metadata("accessibilityHazard", text("flashing")), ["E002", "E002"]),
        "false hazard of sound": (metadata("accessibilityHazard", text("sound")), ["E002", "E002"]),
        "hazards said to be unknown": (metadata("accessibilityHazard", text("unknown")), ["E002", "E002"]),
        "hazard of no vocabulary": (metadata("accessibilityHazard", text("noise")), ["E002", "E002"]),
        "false hazard as in EPUB 2": (
            as_before("schema:accessibilityHazard", "flashing"),
            ["A019", "A019", "A019", "P037"],
        ),
        "false hazard in a page": (
            edit(
                "chapter-1.xhtml",
                "//h:head",
                lambda head: etree.SubElement(head, f"{epub.XHTML}script", type=JSON_LD).__setattr__("text", FALSE),
            ),
            ["A019"],
        ),
        "feature that is not there": (claim("schema:accessibilityFeature", "longDescription"), ["E002"]),
        "feature of no vocabulary": (claim("schema:accessibilityFeature", "pageNumbers"), ["E002"]),
        "feature left out": (edit("content.opf", meta("structuralNavigation"), remove), ["E002"]),
        "list of contents left out": (edit("content.opf", meta("tableOfContents"), remove), ["E002"]),
        "mode left out": (metadata("accessMode", remove), ["E002"]),
        "mode that is not there": (claim("schema:accessMode", "tactile"), ["E002"]),
        "sufficient mode of another kind": (metadata("accessModeSufficient", text("auditory")), ["E002", "E002"]),
        "summary that contradicts": (summary(lambda words: f"{words} {MOVES}"), ["A150"]),
        "summary that leaves out": (summary(lambda words: words.rpartition(". ")[0] + "."), ["A150"]),
        "summary that says more": (summary(lambda words: f"{words} It conforms to WCAG 2.2."), ["A150", "E002"]),
        "conformance above what is proved": (
            both(
                claim("dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.2 Level AAA"),
                claim("a11y:certifiedBy", "The keepers"),
            ),
            ["E002"],
        ),
    },
) + table(
    "html",
    page,
    {
        "false hazard": (linked(accessibilityHazard=["flashing"]), ["A015", "A015"]),
        "false hazard in an element": (
            add("//head", '<meta itemprop="accessibilityHazard" content="sound">'),
            ["A019", "A019", "P037"],
        ),
        "hazards left out": (linked(accessibilityHazard=[]), ["A015"]),
        "feature that is not there": (linked(accessibilityFeature=[*FEATURES, "captions"]), ["A015"]),
        "feature left out": (linked(accessibilityFeature=FEATURES[:-1]), ["A015"]),
        "mode that is not there": (linked(accessMode=["textual", "auditory"]), ["A015"]),
        "summary that contradicts": (linked(accessibilitySummary=MOVES), ["A150"] * 5),
        "conformance that nobody has proved": (
            linked(conformsTo="EPUB Accessibility 1.1 - WCAG 2.2 Level AAA"),
            ["A015"],
        ),
        "linked data cut short": (lambda root: setattr(data(root), "text", "{"), ["A015", "P016", "P016"]),
    },
)
"""The claims of a book are in its package, those of a web page in its linked data or in elements ``meta``."""
