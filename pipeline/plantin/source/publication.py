"""Reads the bibliographic fields of the front matter: authors, numbers, rights, licence, abstract."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from plantin.model.publication import Author
from plantin.settings.forms import TEXT, Conversion, ValueForm, length, matching

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
_CREATIVE_COMMONS = re.compile(r"CC[- ](BY(?:-NC)?(?:-SA|-ND)?)[- ](\d\.\d)|CC0[- ]?(1\.0)")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}]{3,500}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MOST = 1000


def text(value: object) -> object:
    """Return text as it is printed: runs of white space are one space."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _paragraphs(value: str | list[object]) -> object:
    """Return the paragraphs of a text, which blank lines part."""
    parts = re.split(r"\n[ \t]*\n", value) if isinstance(value, str) else value
    return [paragraph for part in parts if (paragraph := text(part))]


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _value_text(value: object) -> object:
    return str(value) if type(value) in (int, float) else text(value)


def _under(name: str) -> Callable[[object], object]:
    """Return what makes a table of a text alone, in which it has that name."""
    return lambda value: {name: value} if isinstance(value, str) else value


def _digits(number: str) -> list[int]:
    return [10 if sign == "X" else int(sign) for sign in number if sign.isdigit() or sign == "X"]


def _is_isbn(number: str) -> bool:
    """Return whether the check digit of an ISBN is right (ISO 2108)."""
    if not re.fullmatch(r"(?:\d[ -]?){9}[\dX]|(?:97[89][ -]?)(?:\d[ -]?){9}\d", number):
        return False
    digits = _digits(number)
    if len(digits) == 10:
        return not sum(digit * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True)) % 11
    return not sum(digit * (3 if n % 2 else 1) for n, digit in enumerate(digits)) % 10


def _is_issn(number: str) -> bool:
    """Return whether the check digit of an ISSN is right (ISO 3297)."""
    digits = _digits(number)
    return (
        bool(re.fullmatch(r"\d{4}-\d{3}[\dX]", number))
        and not sum(d * w for d, w in zip(digits, range(8, 0, -1), strict=True)) % 11
    )


def _is_orcid(address: str) -> bool:
    """Return whether the check digit of an ORCID iD is right (ISO/IEC 7064, MOD 11-2)."""
    match = _ORCID.fullmatch(address)
    if match is None:
        return False
    total = 0
    *digits, last = _digits(match[1])
    for digit in digits:
        total = (total + digit) * 2
    return (12 - total % 11) % 11 == last


Words = Annotated[str, Conversion(text, "text"), TEXT]
Few = length(1, _MOST, f"a list of at most {_MOST:,}")


@dataclass(frozen=True, slots=True)
class AuthorFields:
    """An author as the front matter has it: a name, or a name with affiliations and an ORCID iD."""

    name: Words
    affiliation: Annotated[tuple[Words, ...], Conversion(_several, "text, or a list")] = ()
    orcid: Annotated[str, ValueForm("an ORCID iD such as 0000-0002-1825-0097, its check digit right", _is_orcid)] = ""

    def author(self) -> Author:
        """Return the same as a value of the model."""
        match = _ORCID.fullmatch(self.orcid)
        return Author(self.name, self.affiliation, match[1] if match else "")


Authors = Annotated[
    tuple[Annotated[AuthorFields, Conversion(_under("name"), "a name, or name, affiliation and orcid")], ...],
    Conversion(_several, "a list"),
    Few,
]
Isbn = Annotated[
    tuple[Annotated[str, ValueForm("an ISBN of 13 or 10 digits, its check digit right", _is_isbn)], ...],
    Conversion(lambda value: list(map(_value_text, _several(value))), "a number, or a list"),
]
Issn = Annotated[
    str, Conversion(_value_text, "text"), ValueForm("an ISSN such as 2049-3630, its check digit right", _is_issn)
]
Doi = Annotated[str, matching(_DOI.pattern, "a DOI such as 10.5555/12345678", re.IGNORECASE)]
Version = Annotated[str, Conversion(_value_text, "text"), TEXT]
Keywords = Annotated[tuple[Words, ...], Conversion(_several, "a list"), Few]
Abstract = Annotated[tuple[str, ...], Conversion(_paragraphs, "text"), Few]


Signed = Annotated[
    Mapping[
        Annotated[
            str, ValueForm("a language of the report, as en", lambda name: not name or bool(_LANGUAGE.fullmatch(name)))
        ],
        Annotated[str, matching(_ADDRESS.pattern, "an address such as https://example.org/film")],
    ],
    Conversion(_under(""), "an address, or addresses by language, as {en: https://example.org/film}"),
]


def doi(given: str) -> str:
    """Return a DOI as the model has it, without the address of a resolver."""
    match = _DOI.fullmatch(given)
    return match[1] if match else ""


def licence(given: str) -> tuple[str, str]:
    """Return the name and the address of a licence: of those of Creative Commons by their SPDX identifiers, of another
    by itself.

    >>> licence("CC-BY-4.0")
    ('CC BY 4.0', 'https://creativecommons.org/licenses/by/4.0/')
    """
    if match := _CREATIVE_COMMONS.fullmatch(given):
        if match[3]:
            return "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"
        return f"CC {match[1]} {match[2]}", f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"
    return given, given if _ADDRESS.fullmatch(given) else ""
