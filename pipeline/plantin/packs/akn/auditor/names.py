"""The names (IRI) of an edition, held against its metadata (AKN4UN part 1, IRI identifiers for documents)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plantin.packs.akn.auditor.words import Element, language, name

_CODES = {"en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara", "zh": "zho"}
"""Codes of ISO 639-2."""
_LEVELS = ("FRBRWork", "FRBRExpression", "FRBRManifestation")


def unlike_metadata(root: Element) -> Iterator[tuple[str, Element]]:
    """Yield what is wrong with a name, in words, and its element."""
    actors = [row.get("href", "").rpartition("/")[2] for row in root.iter("{*}TLCOrganization")]
    for meta in root.iter("{*}meta"):
        values = {name(row): row for row in meta.iter("{*}*")}
        component = _component(meta)
        for level, uri in _expected(values, actors[-1:] or [""]).items():
            row = next(iter(meta.iter(f"{{*}}{level}")), None)
            if row is None:
                continue
            stem = uri.removesuffix("/.xml")
            this = f"{stem}/!{component}{'.xml' if level == 'FRBRManifestation' else ''}"
            for element in row:
                wanted = {"FRBRthis": this, "FRBRuri": uri}.get(name(element), "")
                if wanted and element.get("value") != wanted:
                    yield f"{name(element)} of {level} is {element.get('value', '')!r}, not {wanted!r}", element
        yield from _languages(root, values)


def _component(meta: Element) -> str:
    """Return what the document with this metadata is called: an attached one by the identifier of its attachment."""
    around = next((node for node in meta.iterancestors() if name(node) == "attachment"), None)
    if around is None:
        return "main"
    identifier = around.get("eId", "")
    return f"annex_{identifier[4:]}" if identifier.startswith("att_") else identifier


def _expected(values: Mapping[str, Element], actors: list[str]) -> dict[str, str]:
    """Return the names at each level, from the parts that the metadata give."""

    def value(tag: str, attribute: str = "value") -> str:
        return values[tag].get(attribute, "") if tag in values else ""

    symbol = value("FRBRnumber", "showAs").removesuffix("*")
    number = "_".join(symbol.translate(str.maketrans("/()", "-  ")).split())
    day = value("FRBRdate", "date")
    work = "/".join(("/akn", value("FRBRcountry"), "doc", value("FRBRsubtype"), *actors, day, number))
    expression = f"{work}/{value('FRBRlanguage', 'language')}@{day}"
    return dict(zip(_LEVELS, (work, expression, f"{expression}/.xml"), strict=True))


def _languages(root: Element, values: Mapping[str, Element]) -> Iterator[tuple[str, Element]]:
    body = next(root.iter("{*}mainBody"), None)
    tag = "" if body is None else language(body).partition("-")[0]
    row = values.get("FRBRlanguage")
    if row is not None and row.get("language") != _CODES.get(tag, row.get("language")):
        yield f"FRBRlanguage is {row.get('language', '')!r}, and the text is in {tag}", row
