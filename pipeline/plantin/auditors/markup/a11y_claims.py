"""Reads the accessibility claims of a file: of an EPUB from its package, of a web page from its linked data and
``meta`` elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from plantin.auditors.markup.dom import MarkupPage, elements
from plantin.bounded.data import DataError, json
from plantin.model.outline import normal

REQUIRED = ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard", "accessibilitySummary")
"""The properties of schema.org that a publication gives (EPUB Accessibility 1.1, 2)."""
_CONFORMS = "conformsTo"
_PREFIXES = ("schema:", "https://schema.org/", "http://schema.org/", "dcterms:", "http://purl.org/dc/terms/")


@dataclass(frozen=True, slots=True)
class StatedClaims:
    """The values of each property, each once, in the order of the file; several ways that suffice together have a comma
    between them. ``faults`` are what keeps claims from being read, in words for a finding.
    """

    values: Mapping[str, tuple[str, ...]]
    faults: tuple[str, ...] = ()

    def of(self, name: str) -> tuple[str, ...]:
        """The values of the property ``name``."""
        return self.values.get(name, ())

    def conformance(self) -> tuple[str, ...]:
        """What the file claims to conform to."""
        return self.of(_CONFORMS)

    def summary(self) -> str | None:
        """The summary of accessibility; None where there is none."""
        return next(iter(self.of("accessibilitySummary")), None)

    def any(self) -> bool:
        """Whether anything is claimed."""
        return any(self.values.values())


def package_claims(package: etree._Element) -> StatedClaims:
    """The claims in the metadata of an EPUB."""
    found = [(meta.get("property", ""), normal(meta.text or "")) for meta in elements(package, "meta")]
    # EPUB 2 wrote them so, and reading systems read them so still.
    found += [(meta.get("name", ""), normal(meta.get("content", ""))) for meta in elements(package, "meta")]
    found += [(link.get("rel", ""), link.get("href", "")) for link in elements(package, "link")]
    return StatedClaims(_gathered(found))


def page_claims(page: MarkupPage) -> StatedClaims:
    """The claims of a web page, wherever it makes them."""
    found: list[tuple[str, str]] = []
    faults = []
    for script in elements(page.root, "script"):
        if script.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            found += _linked(json(script.text or "", _LARGEST))
        except DataError as error:
            faults.append(f"the linked data cannot be read: {error}")
    for meta in elements(page.root, "meta", "link"):
        value = normal(meta.get("content") or meta.get("href") or "")
        found += [
            (name, value) for name in (meta.get(key, "") for key in ("name", "property", "itemprop", "rel")) if name
        ]
    return StatedClaims(_gathered(found), tuple(faults))


_OTHER_WORKS = frozenset(("workTranslation", "translationOfWork"))
_LARGEST = 8_000_000


def _gathered(found: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    values: dict[str, dict[str, None]] = {name: {} for name in (*REQUIRED, _CONFORMS)}
    for name, value in found:
        key = _plain(name)
        if key in values and value:
            values[key][value] = None
    return {name: tuple(given) for name, given in values.items()}


def _plain(name: str) -> str:
    """The name of a property without the vocabulary that it is of."""
    return next((name.removeprefix(prefix) for prefix in _PREFIXES if name.startswith(prefix)), name)


def _linked(data: object) -> Iterator[tuple[str, str]]:
    """The properties of all nodes of linked data (JSON-LD 1.1), at whatever depth, with their values as text; those of
    a translation describe another work.
    """
    left = [data]
    while left:
        node = left.pop()
        if isinstance(node, list):
            left += node
        elif isinstance(node, dict):
            for name, value in node.items():
                if _plain(name) in {*REQUIRED, _CONFORMS}:
                    yield from (
                        (name, text) for one in (value if isinstance(value, list) else [value]) for text in _text(one)
                    )
                elif isinstance(value, list | dict) and name not in _OTHER_WORKS:
                    left.append(value)


def _text(value: object) -> Iterator[str]:
    """A value as text: an ItemList as its parts with commas, a node as its id."""
    if isinstance(value, dict):
        value = value.get("itemListElement", value.get("@value", value.get("@id", "")))
    parts = value if isinstance(value, list) else [value]
    yield ",".join(normal(part) if isinstance(part, str) else type(part).__name__ for part in parts)
