"""Places in other documents that references lead to: other reports of the house, reports of other houses
(``plantin-inventory.json``), documentation made with Sphinx (``objects.inv``).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Annotated

from plantin.bounded import data
from plantin.findings import Place, SourceError
from plantin.house.locale import Locale
from plantin.model.inlines import plain
from plantin.resolve.references import Target, write_references
from plantin.settings import reader
from plantin.settings.forms import LINE, length, matching
from plantin.settings.reader import Codes, Settings

INVENTORY = "plantin-inventory.json"
"""The file of a site or release that names the places of its reports."""
SCHEMA = 1
_LARGEST = 64_000_000
_HINT = "Fetch it again from the site that it is of: its plantin-inventory.json, or Sphinx's objects.inv."
_CODES = Codes(SourceError, unreadable="R009", wrong="R009", hint=_HINT, noun="{}", closed=False)
_LABELS = ("std:label", "std:doc")


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """A place in another document."""

    words: str
    """What a reference prints after the symbol of the document; empty for a place that has no number."""
    address: str
    """Where it is on the web; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class OtherReport:
    """Another document, as references to it need it."""

    symbol: str
    """Its document symbol, or the name of a project."""
    places: Mapping[str, OtherPlace]
    """The places in it, by the ids of its author and by its anchors."""
    address: str = ""
    """The address of its web page, in the language of the edition where it has that; empty where none is known."""
    trusted: bool = False
    """Whether any other place is taken to exist in it too."""
    foreign: bool = False
    """Whether it is of another house."""
    known: Mapping[str, Target] = field(default_factory=dict)
    """What the ids of its author mean."""


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """What an inventory has of a report."""

    symbol: Annotated[str, LINE]
    """Its document symbol."""
    address: Annotated[str, LINE]
    """That of its folder, below that of the site."""
    languages: Annotated[tuple[str, ...], length(1, 1000, "a list of languages")]
    """The tags of its languages."""
    places: Mapping[str, Target]
    """Its places by their names."""


@dataclass(frozen=True, slots=True)
class _Inventory:
    base: Annotated[str, matching(r"(?:https?://.*)?", "an address")]
    reports: Mapping[str, InventoryRow]


FindReport = Callable[[str], "OtherReport | None"]
"""Gives the document named before the ``#`` of a reference, ``R-2026-1``, ``house:R-2026-1``; or none."""


def words(target: Target, locale: Locale) -> str:
    """Return what a reference from another document calls a place: "annex II, para. 3", "part one, chapter II"."""
    return plain(tuple(write_references([target], locale)))


def row(symbol: str, address: str, languages: Iterable[str], targets: Mapping[str, Target]) -> dict[str, object]:
    """Return what the inventory has of a report: ``address`` is that of its folder, below that of the site."""
    places = {name: asdict(target) for name, target in sorted(targets.items()) if target.number}
    return {"symbol": symbol, "address": address, "languages": list(languages), "places": places}


def inventory(base: str, reports: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """Return the inventory of ``reports``, by slug, published at ``base`` (empty: not known)."""
    return {"schema": SCHEMA, "base": base, "reports": dict(sorted(reports.items()))}


def rows(content: bytes) -> Mapping[str, InventoryRow]:
    """Return the reports of an inventory. Raises ValueError where it is not what ``inventory`` writes."""
    return _read(content).reports


def of_house(content: bytes, slug: str, address: str, locale: Locale) -> OtherReport | None:
    """Return the report ``slug`` of an inventory, for editions in the language of ``locale``; ``address`` is that of
    the site, empty where the inventory gives it. Raises ValueError where it is not what ``inventory`` writes.
    """
    listed = _read(content)
    entry, at = listed.reports.get(slug), address or listed.base
    if entry is None:
        return None
    tag = locale.language if locale.language in entry.languages else entry.languages[0]
    page = f"{at.rstrip('/')}/{entry.address}{tag}/" if at else ""
    places = {
        name: OtherPlace(words(target, locale), f"{page}#{name}" if page else "")
        for name, target in entry.places.items()
    }
    return OtherReport(entry.symbol, places, page, foreign=True, known=entry.places)


def _read(content: bytes) -> _Inventory:
    value = data.json(content)
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise ValueError(f"it is not an inventory of schema {SCHEMA}")
    catalogue, findings = reader.attempt(_Inventory, Settings(INVENTORY, value, dict), _CODES)
    if catalogue is None:
        raise ValueError(findings[0].message)
    return catalogue


@lru_cache(maxsize=8)
def of_sphinx(content: bytes, address: str) -> OtherReport:
    """Return a Sphinx project whose ``objects.inv`` is ``content`` and whose documentation is at ``address``: its
    labels, documents and objects by name, and each also by domain, role and name, ``py:function:json.dumps``. Raises
    ValueError where it is not such a file.
    """
    # Loaded where a house refers to such a project.
    from sphobjinv import Inventory
    from sphobjinv.error import SphobjinvError

    if not address:
        raise ValueError("its [references.NAME] does not have the address of the documentation")
    header, rest = content.split(b"\n", 4)[:4], content.split(b"\n", 4)[4:]
    if not rest or not header[0].startswith(b"# Sphinx inventory version 2"):
        raise ValueError("it is not an inventory of Sphinx, version 2")
    try:
        unpacked = zlib.decompressobj()
        listed = unpacked.decompress(rest[0], _LARGEST)
        if unpacked.unconsumed_tail or not unpacked.eof:
            raise ValueError("it is cut off, or larger than 64 MB when unpacked")
        sphinx = Inventory(plaintext=b"\n".join((*header, listed)))
    except (zlib.error, SphobjinvError, UnicodeDecodeError, AttributeError, TypeError) as error:
        raise ValueError(f"it cannot be read: {error}") from None
    places: dict[str, OtherPlace] = {}
    # What people write of comes first: labels and documents, then objects in their order.
    for entry in sorted(sphinx.objects, key=lambda row: f"{row.domain}:{row.role}" not in _LABELS):
        place = OtherPlace(" ".join(entry.dispname_expanded.split()), f"{address.rstrip('/')}/{entry.uri_expanded}")
        for name in (entry.name, f"{entry.domain}:{entry.role}:{entry.name}"):
            places.setdefault(name, place)
    return OtherReport(sphinx.project, places, address, foreign=True)


def unreadable(code_place: Place, name: str, error: Exception) -> SourceError:
    """Return R009: the inventory ``name`` that ``plantin.toml`` names at a place cannot be read."""
    return SourceError.of("R009", f"the inventory {name}: {str(error)[:200]}", code_place, _HINT)
