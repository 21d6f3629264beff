"""Begins a language of a house: its files, copied from those of another language, with what CLDR knows of it, and a
list of the values that a person must decide. A variety of a language (fr-CA) has only what CLDR says differs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.files import file_digest, write
from plantin.findings import Finding, Place, UsageError
from plantin.house.layout import House
from plantin.house.stock_folders import STOCK

if TYPE_CHECKING:
    from babel import Locale as Cldr

LIST = "unsettled.txt"
"""The undecided values of a language: the file, the key and, after a sign =, the value copied, one to a line."""
_FILES = ("locale.toml", "parity.toml")
_HEAD = """# Values of {name} that were copied from {origin} and that a person must decide.
# Change each in its file, or remove its line here if it is right as it is. While a line is here and its value is
# still the copied one, `plantin check` refuses the language (T087).
# Plural forms of {name} by CLDR: {plurals}.
"""
_OTHERS = "What only some editions and releases need; a table other than [release] may be left out whole"
_NUMBERS = "Numbers, ordinals and dates as texts have them"
"""The group of the other file."""
_GROUPS = {
    "Words that the press prints in every edition": ("masthead", "labels", "draft"),
    "Labels and words of references; [references.running] has those of running text, where they differ": (
        "numbering",
        "references",
    ),
    _NUMBERS: (),
    "Marks, lines and the division of words": ("typography", "hyphenation"),
}
"""The groups of the list, each with the tables of the locale in it."""
_KEPT = ("language", "name", "cldr", "date_cldr", "months_cldr", "decimal", "group")
"""Keys, by their last part, that CLDR settles."""
_NAMES = ("masthead.date", "masthead.languages.")
"""What else it settles, by the beginning of the key."""
_SENTENCE = 25
"""No value with so many characters is the same in two languages by chance."""


def begin(house: House, language: str, origin: str = "") -> tuple[Path, ...]:
    """Return the files of ``language`` in the root, made from those of ``origin``: the locale, the forms of numbers,
    the list. Without an origin the files of a variety of a language of the house (fr-CA) have only what CLDR says
    differs; another language is made from English.

    Raises UsageError: U036 for a language that CLDR does not know or that the root has already, or an origin that the
    press does not have.
    """
    from babel import Locale as Cldr
    from babel import UnknownLocaleError

    try:
        cldr = Cldr.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        raise _refusal(f"CLDR does not know the language {language!r}", "Give its BCP 47 tag: pt, pt-BR.") from None
    folder = house.root / "locales" / language
    if (folder / _FILES[0]).exists():
        raise _refusal(f"{house.name(folder)} is there already", "Edit its files.")
    general = language.partition("-")[0]
    if not origin and general != language and house.has_language(general):
        parity = _source(house, general, _FILES[1]).read_text("utf-8")
        texts = _variety(cldr, language, Cldr.parse(general), tomllib.loads(parity).get("marks", {}))
    else:
        texts = _copy_language(house, cldr, language, origin or "en")
    for name, text in texts.items():
        write(folder / name, text.encode(), house.root)
    return tuple(folder / name for name in texts)


def _variety(cldr: Cldr, language: str, general: Cldr, marks: Iterable[str]) -> dict[str, str]:
    """Return the files of a variety: its name, and the numbers of CLDR where they are other than those of the language,
    which must not have ``marks``.
    """
    values, below = _settled_values(cldr, language), _settled_values(general, str(general))
    head = "".join(f"{key} = {_quote(values[key])}\n" for key in ("language", "name", "cldr"))
    text = f"# {values['name']}. All else is as in {general}.\n\n{head}\n[masthead]\ndate_cldr = {_quote(str(cldr))}\n"
    signs = [f"{key} = {_quote(values[key])}\n" for key in ("decimal", "group") if values[key] != below[key]]
    text += f"\n[numbers]\n{''.join(signs)}" if signs else ""
    number = f"12{values['group']}345{values['decimal']}6"
    allowed = "".join(f"'{pattern}' = \"\"\n" for pattern in marks if re.search(pattern, number))
    parity = f"# {values['name']}. All else is as in {general}.\n\n{''.join(signs)}\n[marks]\n{allowed}"
    return {_FILES[0]: text} | ({_FILES[1]: parity} if signs else {})


def _copy_language(house: House, cldr: Cldr, language: str, origin: str) -> dict[str, str]:
    """Return the files of a language that is made from ``origin``, and the list."""
    from babel import Locale as Cldr

    texts = {name: _source(house, origin, name).read_text("utf-8") for name in _FILES}
    below = Cldr.parse(origin, sep="-")
    copies = {name: _settle(text, name, (cldr, language), (below, origin)) for name, text in texts.items()}
    groups: dict[str, list[str]] = {head: [] for head in (*_GROUPS, _OTHERS)}
    for name, text in copies.items():
        for key, value in _open(text):
            table = key.partition(".")[0]
            titles = (head for head, tables in _GROUPS.items() if table in tables)
            groups[_NUMBERS if name == _FILES[1] else next(titles, _OTHERS)].append(f"{name} {key} = {value}\n")
    plurals = ", ".join((*sorted(cldr.plural_form.tags), "other"))
    head = _HEAD.format(name=cldr.get_display_name("en") or language, origin=origin, plurals=plurals)
    return copies | {LIST: head + "".join(f"\n# {title}.\n{''.join(rows)}" for title, rows in groups.items())}


def undecided_keys(house: House, language: str) -> tuple[str, ...]:
    """Return the files and keys of a language that are on its list and still have the value that was copied."""
    folder = house.root / "locales" / language
    if not (folder / LIST).is_file():
        return ()
    now = {
        f"{name} {key}": value
        for name in _FILES
        if (folder / name).is_file()
        for key, value in _open((folder / name).read_text("utf-8"))
    }
    listed = (line.partition(" = ") for line in (folder / LIST).read_text("utf-8").splitlines())
    return tuple(key for key, _, value in listed if now.get(key) == value)


def finding(house: House, language: str) -> Finding | None:
    """T087 for a language with undecided values: those of its list, else sentences of another language of the press."""
    place, message = Place(house.name(house.root / "locales" / language / LIST)), "are copied and were not decided"
    hint = "Change them, or remove their lines from the list where they are right."
    keys = undecided_keys(house, language)
    path = house.root / "locales" / language / _FILES[0]
    if not keys and path.is_file() and not (STOCK / "locales" / language.partition("-")[0]).exists():
        other, keys = _likeliest_origin(path, file_digest(path))
        place, hint = Place(house.name(path)), "Give the words of the language."
        message = f"are those of the language {other}"
    if not keys:
        return None
    listed = ", ".join(keys[:3]) + (", and others" if len(keys) > len(keys[:3]) else "")
    return Finding("T087", f"{len(keys)} values of the language {language} {message}: {listed}", place, hint)


@lru_cache(maxsize=16)
def _likeliest_origin(path: Path, _: str) -> tuple[str, tuple[str, ...]]:
    """Return the language of the press that most sentences of the locale ``path`` are in, and their keys. The digest of
    the file shows whether it is still the one that was read.
    """
    ours = dict(_leaves(tomllib.loads(path.read_text("utf-8")), ""))
    rows: list[tuple[str, tuple[str, ...]]] = [("", ())]
    for stock in sorted((STOCK / "locales").glob(f"*/{_FILES[0]}")):
        theirs = dict(_leaves(tomllib.loads(stock.read_text("utf-8")), ""))
        same = (key for key, value in ours.items() if theirs.get(key) == value and _is_sentence(value))
        rows.append((stock.parent.name, tuple(same)))
    return max(rows, key=lambda row: len(row[1]))


def _is_sentence(value: str) -> bool:
    words = re.sub(r"\{\w*\}", "", value)
    return len(words) >= _SENTENCE and not words.startswith("[")


def _refusal(message: str, hint: str) -> UsageError:
    return UsageError.of("U036", message, Place("plantin locale new"), hint)


def _source(house: House, origin: str, name: str) -> Path:
    """Return the file of the language that is copied: the root's own, where it is whole, else that of the stock."""
    for folder in (STOCK, house.root):
        if (path := folder / "locales" / origin / name).is_file():
            return path
    raise _refusal(f"there are no words of the language {origin!r}", "Name one that the press has: --from en.")


def _settled_values(cldr: Cldr, language: str) -> dict[str, str]:
    """Return what CLDR knows of a language, by the last part of the key."""
    symbols = cldr.number_symbols.get("latn", cldr.number_symbols)
    tag = str(cldr)
    name = cldr.get_display_name() or language
    return {
        "language": language,
        "name": name[:1].upper() + name[1:],
        "cldr": tag,
        "date_cldr": tag,
        "months_cldr": tag,
        "decimal": str(symbols.get("decimal", ".")),
        "group": str(symbols.get("group", ",")).replace("\u202f", "\u00a0"),
    }


def _quote(value: str) -> str:
    return '"' + value.replace("\u00a0", "\\u00a0").replace('"', '\\"') + '"'


def _settle(text: str, name: str, new: tuple[Cldr, str], old: tuple[Cldr, str]) -> str:
    """Return the text of the file ``name`` with what CLDR knows of the language, without what belongs to the language
    that it was copied from alone: comments on it, its spellings, its exceptions of hyphenation.
    """
    (cldr, language), (below, origin) = new, old
    values = _settled_values(cldr, language)
    body = re.sub(r"\A(?:#.*\n)+", "", text).lstrip("\n")
    for key, value in values.items():
        assigned = re.compile(rf'(?m)^{key} = (?:"[^"\n]*"|\'[^\'\n]*\')')
        body = (f"{key} = {_quote(value)}").join(assigned.split(body))
    body = re.sub(r"(?m)[ \t]+# (?:EM|[A-Z])\b(?:[ ,:;].*)?$", "", body)
    was, months = ("|".join(locale.months["format"]["wide"].values()) for locale in (below, cldr))
    body = body.replace(was, months)
    if name == _FILES[0]:
        pattern = cldr.date_formats["long"].pattern
        body = re.sub(r'(?m)^date = "[^"]*"', f"date = {_quote(pattern)}", body)
        # What CLDR knows is not copied: it holds where a locale says nothing.
        body = re.sub(r"(?m)^\[(?:numbers|dates)\].*\n(?:[^\[\n].*\n)*\n?", "", body)
        body = re.sub(r"(?ms)^exceptions = \[.*?^\]", "exceptions = []", body)
        body = re.sub(r"(?m)^(\[spellings\]).*\n(?:[^\[\n].*\n)+", r"\1\n", body)
        tags = dict.fromkeys((*tomllib.loads(text)["masthead"]["languages"], language))
        names = "".join(f"{tag} = {_quote(cldr.languages[tag])}\n" for tag in tags if tag in cldr.languages)
        body = re.sub(r"(?m)^(\[masthead\.languages\]).*\n(?:[^\[\n].*\n)+", rf"\1\n{names}", body)
        body = body.replace(
            "{whole}" + _settled_values(below, origin)["decimal"] + "{tenths}",
            "{whole}" + values["decimal"] + "{tenths}",
        )
    return f"# {values['name']}. Copied from the language {origin}; {LIST} lists what a person must decide.\n\n{body}"


def _open(text: str) -> Iterator[tuple[str, str]]:
    """Yield the keys of a file that CLDR does not settle, with their values."""
    for key, value in _leaves(tomllib.loads(text), ""):
        if (
            key.rpartition(".")[2] not in _KEPT
            and not key.startswith(_NAMES)
            and value not in ("", "[]", "True", "False")
        ):
            yield key, value.replace("\n", " ")


def _leaves(table: dict[str, object], before: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)
