"""Begins a language of a house: a file with what names it and, as comments, the words that its reports need. A variety
of a language (fr-CA) has only what CLDR says differs.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.files import write
from plantin.findings import Place, UsageError
from plantin.house import borrowing, cldr_layers
from plantin.house.layout import House, is_draft

if TYPE_CHECKING:
    from babel import Locale as Cldr

_FILES = ("locale.toml", "parity.toml")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = """# {name}. Below, as comments, are the words of English that the reports of this house print, the most needed
# first: remove the sign # and write the word of the language. What is left out or removed is as in the draft of the
# press, as CLDR has it, or English, and `plantin check` counts what is English (T087).
# Plural forms by CLDR: {plurals}.

"""


def begin(house: House, language: str, needed: Mapping[borrowing.Path, object]) -> tuple[Path, ...]:
    """Return the files of ``language``, made in the root: of a draft the locale, with the words that are ``needed`` and
    borrowed; of a variety of a language of the press what CLDR says differs.

    Raises UsageError: U036 for a language that CLDR does not know or that the root has already.
    """
    cldr, folder = cldr_layers.locale_of(language), house.root / "locales" / language
    if cldr is None:
        raise _refusal(f"CLDR does not know the language {language!r}", "Give its BCP 47 tag: pt, pt-BR.")
    if (folder / _FILES[0]).exists():
        raise _refusal(f"{house.name(folder)} is there already", "Edit its files.")
    general = language.partition("-")[0]
    if is_draft(language):
        # The locale of a language that begins, with the words that are needed as comments.
        names = cldr_layers.identity(cldr, language)
        head = _HEAD.format(name=names["name"], plurals=", ".join((*sorted(cldr.plural_form.tags), "other")))
        lines = "".join(f"{key} = {_written(value)}\n" for key, value in names.items())
        stage = 'stage = "draft"   # "reviewed" once somebody has read the words whose language it is\n\n'
        texts = {
            _FILES[0]: f"{head}{lines}{stage}"
            + "".join(f"# {_key(path)} = {_written(value)}\n" for path, value in needed.items())
        }
    else:
        below = cldr_layers.locale_of(general) or cldr
        files = house.parity_files(general)
        texts = _variety(cldr, language, below, tomllib.loads(files[-1].read_text("utf-8")).get("marks", {}))
    for name, text in texts.items():
        write(folder / name, text.encode(), house.root)
    return tuple(folder / name for name in texts)


def _variety(cldr: Cldr, language: str, general: Cldr, marks: Iterable[str]) -> dict[str, str]:
    """Return the files of a variety: its name, and the numbers of CLDR where they are other than those of the language,
    which must not have ``marks``.
    """
    names, values, below = (
        cldr_layers.identity(cldr, language), cldr_layers.separators(cldr), cldr_layers.separators(general)
    )  # fmt: skip
    head = f"# {names['name']}. All else is as in {general}.\n\n"
    text = head + "".join(f"{key} = {_written(value)}\n" for key, value in names.items())
    text += f"\n[masthead]\ndate_cldr = {_written(str(cldr))}\n"
    signs = "".join(f"{key} = {_written(value)}\n" for key, value in values.items() if value != below[key])
    if not signs:
        return {_FILES[0]: text}
    number = f"12{values['group']}345{values['decimal']}6"
    allowed = "".join(f"'{pattern}' = \"\"\n" for pattern in marks if re.search(pattern, number))
    return {_FILES[0]: f"{text}\n[numbers]\n{signs}", _FILES[1]: f"{head}{signs}\n[marks]\n{allowed}"}


def _key(path: borrowing.Path) -> str:
    return ".".join(name if _BARE_KEY.fullmatch(name) else _written(name) for name in path)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\u00a0", "\\u00a0")


def _refusal(message: str, hint: str) -> UsageError:
    return UsageError.of("U036", message, Place("plantin locale new"), hint)
