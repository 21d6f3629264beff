"""Begins a language of a house: its files, copied from those of another language, with what CLDR knows of it, and a
list of the values that a person must decide.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.files import write
from plantin.findings import Finding, Place, UsageError
from plantin.house.layout import House
from plantin.house.stock_folders import STOCK

if TYPE_CHECKING:
    from babel import Locale as Cldr

LIST = "unsettled.txt"
"""The values of a language that nobody has decided yet: the file, the key and, after a sign =, the value that was
copied, one to a line.
"""
_FILES = ("locale.toml", "parity.toml")
_HEAD = """# Values of {name} that were copied from {origin} and that a person must decide.
# Change each in its file, or remove its line here if it is right as it is. While a line is here and its value is
# still the copied one, `plantin check` refuses the language (T087).
"""
_KEPT = ("language", "name", "cldr", "date_cldr", "months_cldr", "decimal", "group")
"""Keys, by their last part, that CLDR settles."""


def begin(house: House, language: str, origin: str) -> tuple[Path, ...]:
    """The files of ``language`` in the root, made from those of ``origin``: the locale, the forms of numbers, the list.

    Raises UsageError: U036 for a language that CLDR does not know or that the root has already, or an origin that the
    press does not have.
    """
    from babel import Locale as Cldr
    from babel import UnknownLocaleError

    try:
        cldr = Cldr.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        raise _refused(f"CLDR does not know the language {language!r}", "Give its BCP 47 tag: pt, pt-BR.") from None
    folder = house.root / "locales" / language
    if (folder / _FILES[0]).exists():
        raise _refused(f"{house.name(folder)} is there already", "Edit its files.")
    sources = [_source(house, origin, name) for name in _FILES]
    texts = [_settled(path.read_text("utf-8"), cldr, language, origin) for path in sources]
    for name, text in zip(_FILES, texts, strict=True):
        write(folder / name, text.encode(), house.root)
    rows = [f"{name} {key} = {value}" for name, text in zip(_FILES, texts, strict=True) for key, value in _open(text)]
    head = _HEAD.format(name=cldr.get_display_name("en") or language, origin=origin)
    write(folder / LIST, f"{head}{chr(10).join(rows)}\n".encode(), house.root)
    return tuple(folder / name for name in (*_FILES, LIST))


def unsettled(house: House, language: str) -> tuple[str, ...]:
    """The files and keys of a language that are on its list and still have the value that was copied."""
    folder = house.root / "locales" / language
    if not (folder / LIST).is_file():
        return ()
    now = {
        f"{name} {key}": value
        for name in _FILES
        if (folder / name).is_file()
        for key, value in _open((folder / name).read_text("utf-8"))
    }
    found = []
    for line in (folder / LIST).read_text("utf-8").splitlines():
        key, sign, value = line.partition(" = ")
        if sign and not line.startswith("#") and now.get(key) == value:
            found.append(key)
    return tuple(found)


def finding(house: House, language: str) -> Finding | None:
    """T087 for a language with values that nobody has decided."""
    if not (keys := unsettled(house, language)):
        return None
    shown = ", ".join(keys[:3]) + (", and others" if len(keys) > len(keys[:3]) else "")
    place = Place(house.name(house.root / "locales" / language / LIST))
    message = f"{len(keys)} values of the language {language} are copied and were not decided: {shown}"
    return Finding("T087", message, place, "Change them, or remove their lines from the list where they are right.")


def _refused(message: str, hint: str) -> UsageError:
    return UsageError(Finding("U036", message, Place("plantin locale new"), hint))


def _source(house: House, origin: str, name: str) -> Path:
    """The file of the language that is copied: the root's own, where it is whole, else that of the stock."""
    for folder in (STOCK, house.root):
        if (path := folder / "locales" / origin / name).is_file():
            return path
    raise _refused(f"there are no words of the language {origin!r}", "Name one that the press has: --from en.")


def _settled(text: str, cldr: Cldr, language: str, origin: str) -> str:
    """The text of a file with what CLDR knows of the language, comments on the language it was copied from left out."""
    symbols = cldr.number_symbols.get("latn", cldr.number_symbols)
    tag = str(cldr)
    name = cldr.get_display_name() or language
    values = {
        "language": language,
        "name": name[:1].upper() + name[1:],
        "cldr": tag,
        "date_cldr": tag,
        "months_cldr": tag,
        "decimal": str(symbols.get("decimal", ".")),
        "group": str(symbols.get("group", ",")).replace("\u202f", "\u00a0"),
    }
    body = re.sub(r"\A(?:#.*\n)+", "", text).lstrip("\n")
    for key, value in values.items():
        quoted = '"' + value.replace("\u00a0", "\\u00a0").replace('"', '\\"') + '"'
        assigned = re.compile(rf'(?m)^{key} = (?:"[^"\n]*"|\'[^\'\n]*\')')
        body = (f"{key} = {quoted}").join(assigned.split(body))
    body = re.sub(r"(?m)[ \t]+# [A-Z]{1,2}(?::.*)?$", "", body)
    return f"# {name}. Copied from the language {origin}; {LIST} lists what a person must decide.\n\n{body}"


def _open(text: str) -> Iterator[tuple[str, str]]:
    """The keys of a file that CLDR does not settle, with their values."""
    for key, value in _leaves(tomllib.loads(text), ""):
        if key.rpartition(".")[2] not in _KEPT and value not in ("", "[]", "True", "False"):
            yield key, value.replace("\n", " ")


def _leaves(table: dict[str, object], before: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)
