"""Compares the accessibility metadata of a publication with its content (EPUB Accessibility 1.1, 2 and 4): what is in
it gives all that it claims, and it claims nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from plantin.auditors.markup.accessibility import is_ornament
from plantin.auditors.markup.dom import MarkupPage, elements, is_a
from plantin.auditors.markup.passages import data_url_content
from plantin.bounded.data import DataError, json
from plantin.findings import Finding
from plantin.model.outline import normal

Claims = Mapping[str, tuple[str, ...]]
"""The values of each property, each once, in their order; ways that suffice together have a comma between them."""

_SUMMARY, _CONFORMS = "accessibilitySummary", "conformsTo"
_NAMES = ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard", _SUMMARY, _CONFORMS)
"""The properties of schema.org that a publication gives, and that of Dublin Core."""
_CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
_ALWAYS = ("ARIA", "displayTransformability", "readingOrder", "unlocked")
"""The features of every edition: elements with roles, and text that any reader may set as they like."""
_LEVEL = re.compile(r"WCAG\W*2\.\d|\bA{2,3}\b|EN\W*301\W*549|Section\W*508", re.IGNORECASE)
_MOVING = re.compile(rb"\x21\xf9\x04.{4}\x00[\x2c\x21]", re.DOTALL)
_TEX = re.compile(r"[\\_^{}]")
_LARGEST = 8_000_000


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that is no text: an image, a sound. ``moves`` says whether it changes while it is looked at (an animated
    GIF or PNG, a drawing with animation).
    """

    media_type: str
    moves: bool

    @classmethod
    def of(cls, media_type: str, content: bytes) -> MediaFile:
        """Return the file of this type with these bytes."""
        if media_type == "image/gif":
            moves = len(_MOVING.findall(content)) > 1
        elif media_type in {"image/png", "image/apng"}:
            moves = b"acTL" in content[:4096]
        else:
            moves = media_type == "image/svg+xml" and b"<animate" in content
        return cls(media_type, moves)


@dataclass(frozen=True, slots=True)
class ClaimEvidence:
    """What claims are compared with: the pages, what is no text, the findings about both, whether sections exist."""

    pages: Sequence[MarkupPage]
    media: Sequence[MediaFile]
    findings: Sequence[Finding]
    sections: bool

    @classmethod
    def of_page(cls, page: MarkupPage, findings: Sequence[Finding], *, sections: bool) -> ClaimEvidence:
        """Return what a web page has, which carries its pictures in itself."""
        images = (image.get("src", "") for image in elements(page.body(), "img"))
        media = [
            MediaFile.of(address[5:].partition(";")[0].partition(",")[0], data_url_content(address))
            for address in images
        ]
        return cls([page], media, findings, sections)

    def has_kind(self, kind: str) -> bool:
        """Return whether any element is of this kind, by its role or its ``epub:type``."""
        return any(is_a(element, kind) for page in self.pages for element in elements(page.body()))

    def claims(self) -> Mapping[str, frozenset[str]]:
        """Return what is to be claimed, by the property: no more, and no less."""
        images = [
            image for page in self.pages for image in elements(page.body(), "img", "svg") if not is_ornament(image)
        ]
        formulas = [formula.get("alttext", "") for page in self.pages for formula in elements(page.body(), "math")]
        described = all(normal(image.get("alt", "") or image.get("aria-label", "")) for image in images)
        synchronized = any(item.media_type == "application/smil+xml" for item in self.media)
        heard = synchronized or any(item.media_type.startswith("audio/") for item in self.media)
        moves = any(item.moves for item in self.media)
        long = any(image.get("aria-describedby") or image.get("aria-details") for image in images)
        sound = ("noFlashingHazard", "noMotionSimulationHazard", "unknownSoundHazard")
        features = {
            "structuralNavigation": self.sections,
            "tableOfContents": self.sections,
            "alternativeText": bool(images) and described,
            "longDescription": long,
            "MathML": bool(formulas),
            "describedMath": bool(formulas)
            and not any(not formula.strip() or _TEX.search(formula) for formula in formulas),
            "pageBreakMarkers": self.has_kind("pagebreak"),
            "pageNavigation": self.has_kind("page-list"),
            "synchronizedAudioText": synchronized,
        }
        return {
            "accessMode": frozenset(("textual", *["visual"] * bool(images), *["auditory"] * heard)),
            "accessModeSufficient": frozenset(
                ("textual", *["auditory"] * synchronized) if described else ("textual,visual",)
            ),
            "accessibilityFeature": frozenset((*_ALWAYS, *(name for name, borne in features.items() if borne))),
            "accessibilityHazard": frozenset(("unknown",) if moves else sound if heard else ("none",)),
        }


def package_claims(package: etree._Element) -> Claims:
    """Return the claims in the metadata of an EPUB."""
    return _group_claims((meta.get("property", ""), normal(meta.text or "")) for meta in elements(package, "meta"))


def page_claims(page: MarkupPage) -> Claims:
    """Return the claims of a web page in its linked data; none where these cannot be read."""
    claims: list[tuple[str, str]] = []
    for script in elements(page.root, "script"):
        if script.get("type", "") == "application/ld+json":
            try:
                data = json(script.text or "", _LARGEST)
            except DataError:
                continue
            for name, value in data.items() if isinstance(data, dict) else ():
                claims += ((name, _text(item)) for item in (value if isinstance(value, list) else [value]))
    return _group_claims(claims)


def summary(claims: Claims) -> str | None:
    """Return the summary of accessibility among them; None where there is none."""
    return next(iter(claims[_SUMMARY]), None)


def package_faults(package: etree._Element, content: ClaimEvidence) -> Iterator[str]:
    """Yield what is wrong with the claims in the package of an EPUB: missing ones, and those without content."""
    claims = package_claims(package)
    yield from claim_faults(claims, content)
    named = {meta.get("property", "") for meta in elements(package, "meta") if normal(meta.text or "")}
    if claims[_CONFORMS] and "a11y:certifiedBy" not in named:
        yield "conformance is claimed, but nobody is named who says so (a11y:certifiedBy)"
    if content.has_kind("page-list") and not named & {"pageBreakSource", "dcterms:source"}:
        yield "there is a page list, but the metadata do not say which edition's pages it lists (pageBreakSource)"


def claim_faults(claims: Claims, content: ClaimEvidence) -> Iterator[str]:
    """Yield what is claimed and is not so, what is so and is not claimed, and what the claims contradict."""
    if not any(claims.values()):
        yield "nothing is claimed of accessibility"
        return
    for name, wanted in content.claims().items():
        yield from (
            f"{name} is also {claimed[:40]}, which the content does not have"
            for claimed in claims[name]
            if claimed not in wanted
        )
        yield from (
            f"{name} is not {missing}, which the content has" for missing in sorted(wanted.difference(claims[name]))
        )
    if len(claims[_SUMMARY]) != 1:
        yield f"there are {len(claims[_SUMMARY])} summaries of accessibility, not one"
    if any(map(_LEVEL.search, claims[_SUMMARY])) and not claims[_CONFORMS]:
        yield "the summary of accessibility speaks of conformance, which the metadata do not claim"
    for claim in claims[_CONFORMS]:
        if claim != _CONFORMANCE:
            yield f"the claim “{claim[:80]}” is not “{_CONFORMANCE}”, the most that is proved"
        if any(finding.severity == "error" for finding in content.findings):
            yield "conformance is claimed, but the content does not conform"


def _group_claims(found: Iterator[tuple[str, str]] | Sequence[tuple[str, str]]) -> Claims:
    values: dict[str, dict[str, None]] = {name: {} for name in _NAMES}
    for name, value in found:
        key = name.removeprefix("schema:").removeprefix("dcterms:")
        if key in values and value:
            values[key][value] = None
    return {name: tuple(claims) for name, claims in values.items()}


def _text(value: object) -> str:
    """Return a value as text: an ItemList as its parts with commas."""
    if isinstance(value, dict):
        value = value.get("itemListElement", "")
    parts = value if isinstance(value, list) else [value]
    return ",".join(normal(part) for part in parts if isinstance(part, str))
