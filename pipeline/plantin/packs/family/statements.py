"""What releases say of reports that follow one another: in the manifest, and as linked data."""

from __future__ import annotations

from collections.abc import Sequence

from plantin.house.layout import House
from plantin.packs.family import relations
from plantin.packs.family.tables import Kind
from plantin.production.publications import Statement
from plantin.source import front_matter

_TERMS: dict[Kind, tuple[str, str]] = {
    "revises": ("dct:replaces", "dct:isReplacedBy"),
    "corrects": ("http://data.europa.eu/eli/ontology#corrects", "http://data.europa.eu/eli/ontology#corrected_by"),
    "adds-to": ("http://purl.org/vocab/frbr/core#supplementOf", "http://purl.org/vocab/frbr/core#supplement"),
}
"""The terms for each kind and for the other way: Dublin Core, European Legislation Identifier, FRBR Core."""


def state(house: House, slugs: Sequence[str]) -> dict[str, Statement]:
    """Return the statements on reports that are released together; others are named where one of these follows them."""
    family = relations.of_house(house)
    symbol_of = {slug: front_matter.read(house.source(slug)).symbol.removesuffix("*") for slug in slugs}
    slug_of = {symbol: slug for slug, symbol in symbol_of.items()}

    def node(symbol: str) -> dict[str, object]:
        return {"@id": f"#{slug_of[symbol]}"} if symbol in slug_of else {"@type": "Report", "reportNumber": symbol}

    statements = {}
    for slug, symbol in symbol_of.items():
        said: dict[str, list[str]] = {}
        linked: dict[str, list[dict[str, object]]] = {}
        for row in family.relations_from(symbol):
            said.setdefault(row.kind, []).append(row.other)
            for term in (_TERMS[row.kind][0], "isBasedOn"):
                linked.setdefault(term, []).append(node(row.other))
        for row in family.relations_to(symbol):
            if row.symbol in slug_of:
                linked.setdefault(_TERMS[row.kind][1], []).append(node(row.symbol))
        if said or linked:
            statements[slug] = Statement({kind: tuple(rows) for kind, rows in said.items()}, linked)
    return statements
