"""Reads the manifest and the linked data of a release: both say the same, and each relation has its other way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from plantin.bounded import data
from plantin.findings import Finding, Place

_MANIFEST, _LINKED = "manifest.json", "catalogue.jsonld"
_HINT = "Make the release again; if the finding remains, report a bug."
_TERMS = {
    "http://purl.org/dc/terms/replaces": "revises",
    "http://data.europa.eu/eli/ontology#corrects": "corrects",
    "http://purl.org/vocab/frbr/core#supplementOf": "adds-to",
}
_BACK = {
    "http://purl.org/dc/terms/isReplacedBy": "revises",
    "http://data.europa.eu/eli/ontology#corrected_by": "corrects",
    "http://purl.org/vocab/frbr/core#supplement": "adds-to",
}
_BASED = "https://schema.org/isBasedOn"
_Triple = tuple[str, str, str]


def read_release(content: Callable[[str], bytes]) -> Iterator[Finding]:
    """Yield FAM020 for each relation that is in one of both files alone, goes one way only, or cannot be."""
    try:
        manifest = cast(Any, data.json(content(_MANIFEST)))
        linked = _read_linked(content)
        symbols = ((row["slug"], row["symbol"] if linked["@graph"] else "") for row in manifest["reports"])
        reports = {slug: str(symbol).removesuffix("*") for slug, symbol in symbols}
        said = {
            (reports[row["slug"]], kind, symbol)
            for row in manifest["reports"]
            for kind, symbols in row.get("added", {}).get("family", {}).items()
            for symbol in symbols
        }
        forward, back, based = _triples(linked, reports)
    except (LookupError, OSError, ValueError, TypeError, AttributeError) as error:
        yield _finding(f"cannot be read: {type(error).__name__}: {error}", _LINKED)
        return
    for symbol, kind, other in sorted(said ^ forward):
        where = "not in the linked data" if (symbol, kind, other) in said else "not in the manifest"
        yield _finding(f"{symbol} {kind} {other} is {where}", _MANIFEST)
    inside = {triple for triple in said if triple[2] in reports.values()}
    for symbol, kind, other in sorted(inside ^ back):
        yield _finding(f"{symbol} {kind} {other}, and {other} does not name it the other way", _LINKED)
    for symbol, other in sorted({(symbol, other) for symbol, _, other in said} ^ based):
        yield _finding(f"that {symbol} is based on {other} is stated once of twice", _LINKED)
    yield from _impossible(said)


def _read_linked(content: Callable[[str], bytes]) -> Any:
    """Return the linked data; without a work where there is none, in a release of an earlier version."""
    try:
        linked = content(_LINKED)
    except (KeyError, OSError):
        return {"@context": {}, "@graph": []}
    return data.json(linked)


def _impossible(said: set[_Triple]) -> Iterator[Finding]:
    """Yield what no reports can be to one another."""
    revised: dict[str, str] = {}
    for symbol, kind, other in sorted(said):
        if kind not in _TERMS.values():
            yield _finding(f"{symbol} {kind} {other}: there is no such relation", _MANIFEST)
        if symbol == other or (other, kind, symbol) in said:
            yield _finding(f"{symbol} and {other} follow each other", _MANIFEST)
        if kind == "revises" and revised.setdefault(other, symbol) != symbol:
            yield _finding(f"{other} is revised by {revised[other]} and by {symbol}", _MANIFEST)


def _triples(linked: Any, reports: dict[str, str]) -> tuple[set[_Triple], set[_Triple], set[tuple[str, str]]]:
    """Return how works follow others, how others name these the other way, and what works are based on."""
    prefixes = {name: value for name, value in linked["@context"].items() if isinstance(value, str)}
    symbols = {f"#{slug}": symbol for slug, symbol in reports.items()}
    forward, back, based = set[_Triple](), set[_Triple](), set[tuple[str, str]]()
    for work in (node for node in linked["@graph"] if node.get("@id") in symbols):
        symbol = symbols[work["@id"]]
        for name, value in work.items():
            term = _expand(name, prefixes)
            if term not in (*_TERMS, *_BACK, _BASED):
                continue
            for node in value if isinstance(value, list) else [value]:
                other = symbols.get(node.get("@id", ""), "") or node["reportNumber"]
                if term == _BASED:
                    based.add((symbol, other))
                elif term in _TERMS:
                    forward.add((symbol, _TERMS[term], other))
                else:
                    back.add((other, _BACK[term], symbol))
    return forward, back, based


def _expand(name: str, prefixes: dict[str, str]) -> str:
    """Return the address of a term."""
    prefix, colon, end = name.partition(":")
    if colon and prefix in prefixes:
        return prefixes[prefix] + end
    return name if colon else prefixes["@vocab"] + name


def _finding(message: str, name: str) -> Finding:
    return Finding("FAM020", message, Place(name), _HINT)
