"""Places in other documents that references lead to: other reports of the house, reports of other houses
(``plantin-inventory.json``), documentation made with Sphinx (``objects.inv``).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Literal, TypedDict, get_args

from plantin.bounded import data
from plantin.findings import Place, SourceError
from plantin.house.locale import Locale
from plantin.house.locale_tables import ReferenceKind
from plantin.model.inlines import plain
from plantin.resolve.references import PlaceContext, Target, worded

INVENTORY = "plantin-inventory.json"
"""The file of a site or release that names the places of its reports."""
SCHEMA = 1
_LARGEST = 64_000_000
_HINT = "Fetch it again from the site that it is of: its plantin-inventory.json, or Sphinx's objects.inv."
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


class _Around(TypedDict):
    anchor: str
    number: str
    kind: ReferenceKind | Literal[""]


class _Place(_Around):
    annex: list[_Around]
    again: bool
    whole: bool


class InventoryRow(TypedDict):
    """What an inventory has of a report."""

    symbol: str
    """Its document symbol."""
    address: str
    """That of its folder, below that of the site."""
    languages: list[str]
    """The tags of its languages, at least one."""
    places: dict[str, _Place]
    """Its places by their names."""


FindReport = Callable[[str], "OtherReport | None"]
"""Gives the document that a reference names before its ``#``: ``R-2026-1``, ``house:R-2026-1``, ``project``; nothing
where there is none.
"""


def words(target: Target, locale: Locale) -> str:
    """What a reference from another document calls a place: "annex II, para. 3", "part one, chapter II"."""
    return plain(tuple(worded([target], locale)))


def row(symbol: str, address: str, languages: Iterable[str], targets: Mapping[str, Target]) -> dict[str, object]:
    """What the inventory has of a report: ``address`` is that of its folder, below that of the site."""
    places = {name: asdict(target) for name, target in sorted(targets.items()) if target.number}
    return {"symbol": symbol, "address": address, "languages": list(languages), "places": places}


def inventory(base: str, reports: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """The inventory of ``reports``, by slug, published at ``base`` (empty: not known)."""
    return {"schema": SCHEMA, "base": base, "reports": dict(sorted(reports.items()))}


def rows(content: bytes) -> dict[str, InventoryRow]:
    """The reports of an inventory. Raises ValueError where it is not what ``inventory`` writes."""
    return _read(content)[1]


def of_house(content: bytes, address: str, locale: Locale) -> dict[str, OtherReport]:
    """The reports of an inventory by slug, for editions in the language of ``locale``; ``address`` is that of the site,
    empty where the inventory gives it. Raises ValueError where it is not what ``inventory`` writes.
    """
    base, reports = _read(content)
    at = address or base
    found = {}
    for slug, one in reports.items():
        tags = one["languages"]
        tag = locale.language if locale.language in tags else tags[0]
        page = f"{at.rstrip('/')}/{one['address']}{tag}/" if at else ""
        known = {name: _target(value) for name, value in one["places"].items()}
        places = {
            name: OtherPlace(words(target, locale), f"{page}#{name}" if page else "") for name, target in known.items()
        }
        found[slug] = OtherReport(one["symbol"], places, page, foreign=True, known=known)
    return found


def _read(content: bytes) -> tuple[str, dict[str, InventoryRow]]:
    value = data.json(content)
    if not isinstance(value, dict) or value.get("schema") != SCHEMA or not isinstance(value.get("reports"), dict):
        raise ValueError(f"it is not an inventory of schema {SCHEMA}")
    base = value.get("base", "")
    if not isinstance(base, str) or not (base == "" or base.startswith(("https://", "http://"))):
        raise ValueError("base is not an address")
    for slug, one in value["reports"].items():
        tags = one.get("languages") if isinstance(one, dict) else None
        texts = isinstance(one, dict) and all(isinstance(one.get(name), str) for name in ("symbol", "address"))
        listed = isinstance(tags, list) and tags and all(isinstance(tag, str) for tag in tags)
        if not texts or not listed or not isinstance(one.get("places"), dict):
            raise ValueError(f"report {slug[:60]!r} has no symbol, address, languages or places")
        for place in one["places"].values():
            _target(place)
    return base, value["reports"]


def _target(value: _Place) -> Target:
    """The target that ``asdict`` made ``value`` of. Raises ValueError for anything else."""
    try:
        around = tuple(
            PlaceContext(_text(one["anchor"]), _text(one["number"]), _kind(one["kind"])) for one in value["annex"]
        )
        again, whole = value["again"] is True, value["whole"] is True
        kind = _kind(value["kind"])
        if not kind:
            raise ValueError("a place has no kind")
        return Target(kind, _text(value["anchor"]), _text(value["number"]), around, again=again, whole=whole)
    except (TypeError, KeyError) as error:
        raise ValueError(f"a place is not what an inventory has there: {error}") from None


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 2000 or not value.isprintable():
        raise ValueError(f"not a text of one line: {str(value)[:60]!r}")
    return value


def _kind(value: ReferenceKind | Literal[""]) -> ReferenceKind | Literal[""]:
    if value != "" and value not in get_args(ReferenceKind):
        raise ValueError(f"no kind of place: {str(value)[:60]!r}")
    return value


@lru_cache(maxsize=8)
def of_sphinx(content: bytes, address: str) -> OtherReport:
    """A Sphinx project whose ``objects.inv`` is ``content`` and whose documentation is at ``address``: its labels,
    documents and objects by name, and each also by domain, role and name, ``py:function:json.dumps``. Raises ValueError
    where it is not such a file.
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
        made = Inventory(plaintext=b"\n".join((*header, listed)))
    except (zlib.error, SphobjinvError, UnicodeDecodeError, AttributeError, TypeError) as error:
        raise ValueError(f"it cannot be read: {error}") from None
    places: dict[str, OtherPlace] = {}
    # What people write of comes first: labels and documents, then objects in their order.
    for one in sorted(made.objects, key=lambda row: f"{row.domain}:{row.role}" not in _LABELS):
        place = OtherPlace(" ".join(one.dispname_expanded.split()), f"{address.rstrip('/')}/{one.uri_expanded}")
        for name in (one.name, f"{one.domain}:{one.role}:{one.name}"):
            places.setdefault(name, place)
    return OtherReport(made.project, places, address, foreign=True)


def unreadable(code_place: Place, name: str, error: Exception) -> SourceError:
    """R009: the inventory ``name`` that ``plantin.toml`` names at a place cannot be read."""
    return SourceError.of("R009", f"the inventory {name}: {str(error)[:200]}", code_place, _HINT)
