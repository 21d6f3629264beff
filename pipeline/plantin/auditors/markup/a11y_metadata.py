"""Checks the accessibility metadata of a publication against its content, in both directions (EPUB Accessibility 1.1, 2
and 4): every claim is true, and no feature is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from plantin.auditors.markup.a11y_claims import REQUIRED, StatedClaims, package_claims, page_claims
from plantin.auditors.markup.accessibility import is_ornament
from plantin.auditors.markup.dom import HEADINGS, MarkupPage, elements, is_a
from plantin.auditors.markup.passages import data_url_content
from plantin.findings import Finding
from plantin.model.outline import normal

_MODES = frozenset(
    (
        "auditory",
        "tactile",
        "textual",
        "visual",
        "chartOnVisual",
        "chemOnVisual",
        "colorDependent",
        "mathOnVisual",
        "textOnVisual",
    )
)
_FEATURES = frozenset(
    (
        *("alternativeText", "annotations", "ARIA", "audioDescription", "bookmarks", "braille", "captions", "ChemML"),
        *("closedCaptions", "describedMath", "displayTransformability", "fullRubyAnnotations", "highContrastAudio"),
        *(
            "highContrastDisplay",
            "horizontalWriting",
            "index",
            "largePrint",
            "latex",
            "latex-chemistry",
            "longDescription",
        ),
        *(
            "MathML",
            "MathML-chemistry",
            "none",
            "openCaptions",
            "pageBreakMarkers",
            "pageNavigation",
            "printPageNumbers",
        ),
        *(
            "readingOrder",
            "rubyAnnotations",
            "signLanguage",
            "structuralNavigation",
            "synchronizedAudioText",
            "tableOfContents",
        ),
        *(
            "tactileGraphic",
            "tactileObject",
            "timingControl",
            "transcript",
            "ttsMarkup",
            "unknown",
            "unlocked",
            "verticalWriting",
        ),
        *("withAdditionalWordSegmentation", "withoutAdditionalWordSegmentation"),
    )
)
_MOVEMENT = {"flashing": "noFlashingHazard", "motionSimulation": "noMotionSimulationHazard"}
_UNKNOWN_MOVEMENT = frozenset(("unknownFlashingHazard", "unknownMotionSimulationHazard"))
_HAZARDS = _UNKNOWN_MOVEMENT | {
    "none",
    "unknown",
    *_MOVEMENT,
    *_MOVEMENT.values(),
    "sound",
    "noSoundHazard",
    "unknownSoundHazard",
}
_CONFORMANCE = re.compile(r"EPUB Accessibility 1\.1 - WCAG 2\.[012] Level A{1,2}")
_STANDARD = re.compile(r"wcag|accessib|a11y", re.IGNORECASE)
_LEVEL = re.compile(r"WCAG\W*2\.\d|\bA{2,3}\b|EN\W*301\W*549|Section\W*508", re.IGNORECASE)
_MOVING = re.compile(rb"\x21\xf9\x04.{4}\x00[\x2c\x21]", re.DOTALL)
_TEX = re.compile(r"[\\_^{}]")


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that is no text: an image, a sound, a film. ``moves`` says whether it changes while it is looked at (a
    film, an animated GIF or PNG, a drawing with animation), ``cover`` that it is the publication's cover image.
    """

    media_type: str
    moves: bool
    cover: bool

    @classmethod
    def of(cls, media_type: str, content: bytes, *, cover: bool) -> Medium:
        """The file of this type with these bytes."""
        if media_type == "image/gif":
            moves = len(_MOVING.findall(content)) > 1
        elif media_type in {"image/png", "image/apng"}:
            moves = b"acTL" in content[:4096]
        else:
            moves = media_type.startswith("video/") or (media_type == "image/svg+xml" and b"<animate" in content)
        return cls(media_type, moves, cover)


@dataclass(frozen=True, slots=True)
class Content:
    """What claims are held against: the pages, what is no text, the accessibility findings about both, and whether
    there are sections.
    """

    pages: Sequence[MarkupPage]
    media: Sequence[Medium]
    findings: Sequence[Finding]
    sections: bool

    @classmethod
    def of_page(cls, page: MarkupPage, findings: Sequence[Finding], *, sections: bool) -> Content:
        """What a web page has, which carries its pictures in itself."""
        images = (image.get("src", "") for image in elements(page.body(), "img"))
        media = [
            Medium.of(address[5:].partition(";")[0].partition(",")[0], data_url_content(address), cover=False)
            for address in images
        ]
        return cls([page], media, findings, sections)

    def has(self, *names: str) -> bool:
        """Whether the body of any page has an element of one of these names."""
        return any(True for page in self.pages for _ in elements(page.body(), *names))

    def has_kind(self, kind: str) -> bool:
        """Whether any element is of this kind, by its role or its ``epub:type``."""
        return any(is_a(element, kind) for page in self.pages for element in elements(page.body()))

    def has_contents(self) -> bool:
        """Whether there is a list of contents."""
        return any(is_a(nav, "toc") for page in self.pages for nav in elements(page.body(), "nav"))

    def has_roles(self) -> bool:
        """Whether any element has a role."""
        return any(element.get("role") for page in self.pages for element in elements(page.body()))

    def images(self) -> list[etree._Element]:
        """The images of the text that say something."""
        found = (
            image for page in self.pages for image in elements(page.body(), "img", "svg") if not is_ornament(image)
        )
        return list(found)

    def moves(self) -> bool:
        """Whether anything moves, or a page of an EPUB has a program, which could move anything; that of a web page is
        the press's own.
        """
        runs = any(page.name and any(True for _ in elements(page.body(), "script")) for page in self.pages)
        return runs or any(medium.moves for medium in self.media) or self.has("video", "animate")

    def heard(self) -> bool:
        """Whether anything is to be heard: sound, or a film."""
        return self.has("audio", "video") or any(
            medium.media_type.startswith(("audio/", "video/")) for medium in self.media
        )

    def all_described(self) -> bool:
        """Whether the findings name no picture and no formula without an alternative (A004), or with one that is TeX
        (A016).
        """
        return not any(finding.code in {"A004", "A016"} for finding in self.findings)

    def all_spoken(self) -> bool:
        """Whether every formula has words for a listener: not its TeX, which nobody can follow by ear."""
        formulas = (formula for page in self.pages for formula in elements(page.body(), "math"))
        return self.all_described() and not any(_TEX.search(formula.get("alttext", "")) for formula in formulas)

    def long_descriptions(self) -> bool:
        """Whether any picture has a description beside its alternative."""
        return any(image.get("aria-describedby") or image.get("aria-details") for image in self.images())


_BORNE: dict[str, Callable[[Content], bool]] = {
    "alternativeText": lambda content: (
        bool(content.images() or any(medium.cover for medium in content.media)) and content.all_described()
    ),
    "ARIA": Content.has_roles,
    "MathML": lambda content: content.has("math"),
    "describedMath": lambda content: content.has("math") and content.all_spoken(),
    "structuralNavigation": lambda content: content.has(*HEADINGS),
    "tableOfContents": Content.has_contents,
    "index": lambda content: content.has_kind("index"),
    "pageBreakMarkers": lambda content: content.has_kind("pagebreak"),
    "printPageNumbers": lambda content: content.has_kind("pagebreak"),
    "pageNavigation": lambda content: content.has_kind("page-list") or content.has_kind("pagelist"),
    "captions": lambda content: content.has("track"),
    "closedCaptions": lambda content: content.has("track"),
    "openCaptions": lambda content: content.has("video"),
    "transcript": Content.heard,
    "audioDescription": lambda content: content.has("video"),
    "signLanguage": lambda content: content.has("video"),
    "highContrastAudio": Content.heard,
    "longDescription": Content.long_descriptions,
    "rubyAnnotations": lambda content: content.has("ruby"),
    "fullRubyAnnotations": lambda content: content.has("ruby"),
    "synchronizedAudioText": lambda content: any(
        medium.media_type == "application/smil+xml" for medium in content.media
    ),
    "none": lambda content: not content.has(*HEADINGS, "math", "nav"),
}
"""The features of which a file shows whether it has them. The rest of the vocabulary is for people to judge."""
_OWED: dict[str, Callable[[Content], bool]] = {
    "alternativeText": lambda content: bool(content.images()) and content.all_described(),
    "ARIA": Content.has_roles,
    "MathML": _BORNE["MathML"],
    "structuralNavigation": lambda content: content.sections,
    "tableOfContents": lambda content: content.sections and content.has_contents(),
    "pageBreakMarkers": _BORNE["pageBreakMarkers"],
    "pageNavigation": _BORNE["pageNavigation"],
    "longDescription": Content.long_descriptions,
    "rubyAnnotations": _BORNE["rubyAnnotations"],
    "synchronizedAudioText": _BORNE["synchronizedAudioText"],
}
"""The features that are claimed where a file has them: readers choose what they can read by the claims."""


def package_faults(package: etree._Element, content: Content) -> Iterator[str]:
    """What is wrong with the claims in the package of an EPUB: missing ones, and those that its content does not
    support.
    """
    claims = package_claims(package)
    yield from _judged(claims, content)
    yield from _conformance(claims, content)
    certifiers = [
        meta
        for meta in elements(package, "meta")
        if meta.get("property") == "a11y:certifiedBy" and normal(meta.text or "")
    ]
    if any(map(_STANDARD.search, claims.conformance())) and not certifiers:
        yield "conformance is claimed, but nobody is named who says so (a11y:certifiedBy)"
    sources = [
        element
        for element in elements(package, "meta")
        if element.get("property") in {"pageBreakSource", "dcterms:source"} and normal(element.text or "")
    ]
    if content.has_kind("page-list") and not sources:
        yield "there is a page list, but the metadata do not say which edition's pages it lists (pageBreakSource)"


def page_faults(page: MarkupPage, content: Content) -> Iterator[str]:
    """What is wrong with the claims that a web page makes, if it makes any."""
    claims = page_claims(page)
    yield from claims.faults
    if claims.any():
        yield from _judged(claims, content)
        yield from _conformance(claims, content)


def _judged(claims: StatedClaims, content: Content) -> Iterator[str]:
    for name in REQUIRED:
        if not claims.of(name):
            yield f"the metadata do not give schema:{name}"
    yield from _modes(claims.of("accessMode"), claims.of("accessModeSufficient"), content)
    yield from _features(claims.of("accessibilityFeature"), content)
    yield from _hazards(set(claims.of("accessibilityHazard")), content)
    summaries = claims.of("accessibilitySummary")
    if len(summaries) > 1:
        yield "two summaries of accessibility are given, which differ"
    if any(map(_LEVEL.search, summaries)) and not claims.conformance():
        yield "the summary of accessibility speaks of conformance, which the metadata do not claim"


def _modes(modes: Sequence[str], sufficient: Sequence[str], content: Content) -> Iterator[str]:
    for mode in modes:
        if mode not in _MODES:
            yield f"{mode[:40]} is no access mode"
    seen = bool(content.images()) or content.has("video")
    if modes and "textual" not in modes:
        yield "the content is text, but the access mode textual is not given"
    if seen and "visual" not in modes:
        yield "the content has images, but the access mode visual is not given"
    if not (seen or content.media) and (
        vain := [mode for mode in modes if mode == "visual" or mode.endswith("OnVisual")]
    ):
        yield f"the access mode {vain[0]} is given, but there is nothing to see"
    if "tactile" in modes:
        yield "the access mode tactile is given, but there is nothing to touch"
    if content.heard() != ("auditory" in modes):
        yield "the access mode auditory does not say what the content holds"
    yield from _sufficient([frozenset(re.split(r"\s*,\s*", way)) for way in sufficient], modes, content)


def _sufficient(ways: Sequence[frozenset[str]], modes: Sequence[str], content: Content) -> Iterator[str]:
    text = frozenset({"textual"})
    if text in ways and not content.all_described():
        yield "text is claimed to be sufficient, but there is an image without alternative text"
    if ways and text not in ways and content.all_described() and not content.heard():
        yield "text is sufficient, since every image is described, but that is not claimed"
    for way in ways:
        if missing := sorted(way - set(modes)):
            yield f"{', '.join(missing)[:80]} is claimed to be sufficient, but is not among the access modes"
        elif "textual" not in way and not (way == {"auditory"} and _BORNE["synchronizedAudioText"](content)):
            yield f"{', '.join(sorted(way))[:80]} is claimed to be sufficient, but the content is text"


def _features(features: Sequence[str], content: Content) -> Iterator[str]:
    for feature in features:
        if feature.partition("/")[0] not in _FEATURES:
            yield f"{feature[:40]} is no feature of the vocabulary"
        elif feature in _BORNE and not _BORNE[feature](content):
            yield f"the feature {feature} is claimed, which the content does not have"
    if "none" in features and len(features) > 1:
        yield "the claim of no features contradicts the other features"
    if features:
        for feature, owed in _OWED.items():
            if feature not in features and owed(content):
                yield f"the content has the feature {feature}, which is not claimed"


def _hazards(hazards: set[str], content: Content) -> Iterator[str]:
    for hazard in sorted(hazards - _HAZARDS):
        yield f"{hazard[:40]} is no hazard of the vocabulary"
    pairs = (
        (hazard, free) for hazard, free in (*_MOVEMENT.items(), ("sound", "noSoundHazard")) if {hazard, free} <= hazards
    )
    if (len(hazards) > 1 and {"none", "unknown"} & hazards) or any(pairs):
        yield "the hazards contradict each other"
    moves, heard = content.moves(), content.heard()
    if moves and {"none", *_MOVEMENT.values()} & hazards:
        yield "no hazard is claimed, but there is something that moves"
    if heard and {"none", "noSoundHazard"} & hazards:
        yield "no hazard is claimed, but there is sound"
    for hazard in sorted({*_MOVEMENT, *_UNKNOWN_MOVEMENT} & hazards) if not moves else ():
        yield f"the hazard {hazard} is claimed, but nothing moves"
    for hazard in sorted({"sound", "unknownSoundHazard"} & hazards) if not heard else ():
        yield f"the hazard {hazard} is claimed, but there is no sound"
    if "unknown" in hazards and not (moves or heard):
        yield "the hazards are declared unknown, but nothing moves and there is no sound"


def _conformance(claims: StatedClaims, content: Content) -> Iterator[str]:
    for claim in claims.conformance():
        if not _STANDARD.search(claim):
            continue
        if not _CONFORMANCE.fullmatch(claim):
            yield (
                f"the claim “{claim[:80]}” is not in the words of EPUB Accessibility 1.1, or above level AA, which"
                " nobody has proved"
            )
        if any(finding.severity == "error" for finding in content.findings):
            yield "conformance is claimed, but the content does not conform"
