"""What a publication claims of its own accessibility, and whether its content bears it out (EPUB Accessibility 1.1, 2 and 4)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.auditors.markup.accessibility import is_ornament
from pipeline.auditors.markup.dom import HEADINGS, Page, elements, is_a
from pipeline.auditors.markup.passages import data_url_content
from pipeline.findings import Finding
from pipeline.model.outline import normal

_REQUIRED = ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard", "accessibilitySummary")
_MODES = frozenset(
    ("auditory", "tactile", "textual", "visual", "chartOnVisual", "chemOnVisual", "colorDependent", "mathOnVisual", "textOnVisual")
)
_HAZARDS = frozenset(
    (
        *("none", "unknown", "flashing", "motionSimulation", "sound"),
        *("noFlashingHazard", "noMotionSimulationHazard", "noSoundHazard"),
        *("unknownFlashingHazard", "unknownMotionSimulationHazard", "unknownSoundHazard"),
    )
)
_CONFORMANCE = re.compile(r"EPUB Accessibility 1\.1 - WCAG 2\.[012] Level A{1,3}")
_MOVING = re.compile(rb"\x21\xf9\x04.{4}\x00[\x2c\x21]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that is no text: an image, a sound, a film. ``cover`` says that it is the publication's cover image."""

    media_type: str
    content: bytes
    cover: bool

    def moves(self) -> bool:
        """Whether it changes while it is looked at: a film, an animated GIF or PNG, a drawing with animation."""
        if self.media_type == "image/gif":
            return len(_MOVING.findall(self.content)) > 1
        if self.media_type in {"image/png", "image/apng"}:
            return b"acTL" in self.content[:4096]
        return self.media_type.startswith("video/") or (self.media_type == "image/svg+xml" and b"<animate" in self.content)


@dataclass(frozen=True, slots=True)
class _Content:
    """What claims are held against."""

    pages: Sequence[Page]
    media: Sequence[Medium]
    findings: Sequence[Finding]

    def has(self, *names: str) -> bool:
        return any(True for page in self.pages for _ in elements(page.body(), *names))

    def has_kind(self, kind: str) -> bool:
        return any(is_a(element, kind) for page in self.pages for element in elements(page.body()))

    def images(self) -> list[etree._Element]:
        """The images of the text that say something."""
        found = (image for page in self.pages for image in elements(page.body(), "img", "svg") if not is_ornament(image))
        return list(found)

    def runs(self) -> bool:
        """Whether a page of an EPUB has a program, which could move anything; that of a web page is the press's own."""
        return any(page.name and any(True for _ in elements(page.body(), "script")) for page in self.pages)

    def heard(self) -> bool:
        return self.has("audio", "video") or any(medium.media_type.startswith(("audio/", "video/")) for medium in self.media)

    def all_described(self) -> bool:
        return not any(finding.code == "A004" for finding in self.findings)


_BORNE: dict[str, Callable[[_Content], bool]] = {
    "alternativeText": lambda content: bool(content.images() or any(medium.cover for medium in content.media)) and content.all_described(),
    "ARIA": lambda content: any(element.get("role") for page in content.pages for element in elements(page.body())),
    "MathML": lambda content: content.has("math"),
    "describedMath": lambda content: content.has("math") and content.all_described(),
    "structuralNavigation": lambda content: content.has(*HEADINGS),
    "tableOfContents": lambda content: any(is_a(nav, "toc") for page in content.pages for nav in elements(page.body(), "nav")),
    "index": lambda content: content.has_kind("index"),
    "pageBreakMarkers": lambda content: content.has_kind("pagebreak"),
    "printPageNumbers": lambda content: content.has_kind("pagebreak"),
    "pageNavigation": lambda content: content.has_kind("page-list") or content.has_kind("pagelist"),
    "captions": lambda content: content.has("track"),
    "transcript": lambda content: content.heard(),
    "audioDescription": lambda content: content.has("video"),
    "longDescription": lambda content: any(image.get("aria-describedby") or image.get("aria-details") for image in content.images()),
    "rubyAnnotations": lambda content: content.has("ruby"),
    "synchronizedAudioText": lambda content: any(medium.media_type == "application/smil+xml" for medium in content.media),
}
"""The features of which a file shows whether it has them. The rest of the vocabulary is for people to judge."""


def unborne(package: etree._Element, pages: Sequence[Page], media: Sequence[Medium], findings: Sequence[Finding]) -> Iterator[str]:
    """What is wrong with the claims in ``package``: missing ones, and those that the content does not bear. ``findings`` are the
    accessibility findings about the content: with an error among them, no conformance may be claimed.
    """
    content = _Content(pages, media, findings)
    yield from _judged({name: _values(package, f"schema:{name}") for name in _REQUIRED}, content)
    yield from _conformance(package, content)
    if content.has_kind("page-list") and not (_values(package, "pageBreakSource") or _values(package, "dcterms:source")):
        yield "there is a page list, but the metadata do not say which edition's pages it lists (pageBreakSource)"


def unborne_page(page: Page, findings: Sequence[Finding]) -> Iterator[str]:
    """What is wrong with the claims that a web page makes in its linked data, if it makes any; ``findings`` as for ``unborne``."""
    claims = _linked(page)
    if not any(claims.values()):
        return
    images = (image.get("src", "") for image in elements(page.body(), "img"))
    media = [Medium(address[5:].partition(";")[0].partition(",")[0], data_url_content(address), cover=False) for address in images]
    yield from _judged(claims, _Content([page], media, findings))


def _linked(page: Page) -> dict[str, list[str]]:
    """The claims in the linked data (JSON-LD) of a page, several ways that suffice together with a comma between them."""
    found: dict[str, list[str]] = {name: [] for name in _REQUIRED}
    for script in elements(page.root, "script"):
        if script.get("type", "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except ValueError:
            continue
        for name in _REQUIRED if isinstance(data, dict) else ():
            values = data.get(name, [])
            for value in values if isinstance(values, list) else [values]:
                parts = value.get("itemListElement", []) if isinstance(value, dict) else value
                found[name].append(",".join(map(str, parts)) if isinstance(parts, list) else str(parts))
    return found


def _values(package: etree._Element, name: str) -> list[str]:
    return [text for meta in elements(package, "meta") if meta.get("property") == name and (text := normal(meta.text or ""))]


def _judged(claims: dict[str, list[str]], content: _Content) -> Iterator[str]:
    for name, values in claims.items():
        if not any(values):
            yield f"the metadata do not give schema:{name}"
    yield from _modes(claims["accessMode"], claims["accessModeSufficient"], content)
    features = claims["accessibilityFeature"]
    for feature in features:
        if feature in _BORNE and not _BORNE[feature](content):
            yield f"the feature {feature} is claimed, which the content does not bear out"
    if "none" in features and len(features) > 1:
        yield "the claim of no features contradicts the other features"
    yield from _hazards(claims["accessibilityHazard"], content)


def _modes(modes: list[str], sufficient: list[str], content: _Content) -> Iterator[str]:
    for mode in modes:
        if mode not in _MODES:
            yield f"{mode} is no access mode"
    seen = bool(content.images()) or content.has("video")
    if seen and "visual" not in modes:
        yield "the content has images, but the access mode visual is not given"
    if "visual" in modes and not (seen or content.media):
        yield "the access mode visual is given, but there is nothing to see"
    if content.heard() != ("auditory" in modes):
        yield "the access mode auditory does not say what the content holds"
    if "textual" in sufficient and not content.all_described():
        yield "text is claimed to be sufficient, but there is an image without alternative text"
    for ways in sufficient:
        if missing := [mode for mode in re.split(r"\s*,\s*", ways) if mode not in modes]:
            yield f"{', '.join(missing)} is claimed to be sufficient, but is not among the access modes"


def _hazards(hazards: list[str], content: _Content) -> Iterator[str]:
    for hazard in hazards:
        if hazard not in _HAZARDS:
            yield f"{hazard} is no hazard of the vocabulary"
    if len(hazards) > 1 and {"none", "unknown"} & set(hazards):
        yield "the hazards contradict each other"
    moves = any(medium.moves() for medium in content.media) or content.has("video", "animate") or content.runs()
    if moves and {"none", "noFlashingHazard", "noMotionSimulationHazard"} & set(hazards):
        yield "no hazard is claimed, but there is something that moves"
    if content.heard() and {"none", "noSoundHazard"} & set(hazards):
        yield "no hazard is claimed, but there is sound"


def _conformance(package: etree._Element, content: _Content) -> Iterator[str]:
    for claim in _values(package, "dcterms:conformsTo"):
        if not claim.startswith("EPUB Accessibility"):
            continue
        if not _CONFORMANCE.fullmatch(claim):
            yield f"the claim “{claim}” is not in the words of EPUB Accessibility 1.1"
        if any(finding.severity == "error" for finding in content.findings):
            yield "conformance is claimed, but the content does not conform"
        if not _values(package, "a11y:certifiedBy"):
            yield "conformance is claimed, but nobody is named who says so (a11y:certifiedBy)"
