"""The only module that runs liblouis: translates text to cells and back with ``lou_translate``, within limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from plantin.bounded import process
from plantin.packs.braille import chinese_words, repertoire

PROGRAM = "lou_translate"
_LONGEST = 450
"""Letters of a line: the program takes 2,048 bytes, and a cell has three."""
_SPACES = re.compile(r"\s+")
_AFTER_STOP = re.compile("[.!?…:][ ⠀]")
_AFTER_WORD = re.compile("[^ ⠀,;][ ⠀]")
_SIX = {0x2800 + n: 0x2800 + n % 64 for n in range(64, 256)}
"""Cells of eight dots without the lower two: some tables have no others for foreign letters."""
_ORDINAL = re.compile(r"(?<![\w.,])(\d+)(?:\.?([ºªa])|\.?(er|os|as))(?!\w)")
_LOWERED = {"es-g1.ctb": _ORDINAL, "es-g2.ctb": _ORDINAL}
"""Ordinals of which a code lowers the figures after the number sign, and its table in liblouis does not (Comisión
Braille Española, B 2, Signografía básica).
"""
_LOW = str.maketrans("1234567890º", "⠂⠆⠒⠲⠢⠖⠶⠦⠔⠴o")


class LouisError(Exception):
    """Why liblouis could not translate, in words for a finding; ``missing`` says that it is not installed."""

    def __init__(self, why: str, *, missing: bool = False) -> None:
        super().__init__(why)
        self.missing = missing


def run_program(
    command: Sequence[str], given: str, folder: Path | None = None, variables: Mapping[str, str] | None = None
) -> process.ProcessResult:
    """How a program of liblouis ended that was ``given`` a text. Raises LouisError where it cannot be started."""
    environment = {"LC_ALL": "C.UTF-8", **(variables or {})}
    try:
        return process.run(command, given=given.encode(), folder=folder, variables=environment, name=command[0])
    except OSError as error:
        why = f"{command[0]} cannot be started: {error.strerror or error}"
        raise LouisError(why, missing=isinstance(error, FileNotFoundError)) from error


def forward(texts: Sequence[str], table: str, *, foreign: bool = False) -> list[str]:
    """Return ``texts`` in cells (U+2800 to U+283F), by ``table``, a file of liblouis or a query of two keys at least.
    Spaces at both ends are lost. Raises LouisError, also where a character has no row in the repertoire, and
    BoundError; with ``foreign``, such characters are those of passages in another code, and left out.
    """
    plain = [repertoire.plain(text) for text in texts]
    unknown = lacking(plain, table)
    if foreign:
        plain = [text.translate(dict.fromkeys(map(ord, unknown))).strip() for text in plain]
    elif unknown:
        raise LouisError(f"the table {table} has no cells for {' '.join(unknown)}")
    has = _has(plain, table)
    prepared = [repertoire.prepare(_lower_ordinals(text, table), table, has) for text in plain]
    parted = table in chinese_words.TABLES
    prepared = [chinese_words.part_words(text) for text in prepared] if parted else prepared
    lines = _translate([_SPACES.sub(" ", text).strip() for text in prepared], table, ())
    lines = [chinese_words.join_words(text) for text in lines] if parted else lines
    if strange := next((cell for text in lines for cell in text if not "⠀" <= cell <= "⣿"), ""):
        raise LouisError(f"the table {table} gives {strange!r}, which is no cell")
    return [text.translate(_SIX) for text in lines]


def backward(cells: Sequence[str], table: str) -> list[str]:
    """Return the texts that ``cells`` are read as. Raises LouisError and BoundError."""
    return _translate([text.replace("⠀", " ").strip().replace(" ", "⠀") for text in cells], table, ("-b",))


@lru_cache(maxsize=1)
def version() -> str:
    """Return the version of liblouis that is installed; empty where there is none."""
    try:
        match = re.search(r"\(Liblouis\) (\S+)", process.run([PROGRAM, "--version"], name=PROGRAM).text)
    except OSError:
        return ""
    return match[1] if match else ""


def _lower_ordinals(text: str, table: str) -> str:
    """``text`` with the ordinals whose figures its code lowers in cells, which such a table leaves as they are."""
    ordinal = _LOWERED.get(table)
    if ordinal is None:
        return text
    return ordinal.sub(lambda match: f"⠼{match[1]}{match[2] or ''}".translate(_LOW) + (match[3] or ""), text)


def lacking(texts: Sequence[str], table: str) -> dict[str, str]:
    """Return the characters of ``texts`` that have no cells in ``table`` and no row in the repertoire, each with the
    first text that has it. Raises LouisError and BoundError.
    """
    plain = [repertoire.plain(text) for text in texts]
    has = _has(plain, table)
    missing: dict[str, str] = {}
    for text in plain:
        for character in repertoire.lacking(_lower_ordinals(text, table), table, has):
            missing.setdefault(character, text)
    return missing


def _has(texts: Sequence[str], table: str) -> Callable[[str], bool]:
    """Whether ``table`` has a character of ``texts``: liblouis is asked where the repertoire has no section for it."""
    if repertoire.is_listed(table):
        return bool
    return _find_known(frozenset("".join(texts)) | frozenset("0123456789.%-\"'"), table).__contains__


@lru_cache(maxsize=32)
def _find_known(characters: frozenset[str], table: str) -> frozenset[str]:
    """Return which of ``characters`` the table has."""
    asked = sorted(characters - {" "})
    answers = _ask(asked, table, ())
    return frozenset(character for character, answer in zip(asked, answers, strict=True) if not _is_unknown(answer))


def _is_unknown(answer: str) -> bool:
    """Whether a character came back as its number (an apostrophe, a stroke, x and four figures), or not at all."""
    return len(answer) >= 8 or not answer.strip("⠀")


def _translate(texts: list[str], table: str, options: tuple[str, ...]) -> list[str]:
    """Return each text translated, long ones in parts."""
    parts = [_parts(text) for text in texts]
    answers = iter(_ask([part for text in parts for part in text], table, options))
    joint = " " if options else "⠀"
    return [joint.join(filter(None, (next(answers).strip(joint) for _ in text))) for text in parts]


def _parts(text: str) -> list[str]:
    """Return ``text`` in parts that the program takes, divided after stops, which no contraction reaches over, else
    after words; not after commas, which some codes write without a blank.
    """
    parts = []
    while len(text) > _LONGEST:
        blanks = [list(place.finditer(text, 0, _LONGEST)) for place in (_AFTER_STOP, _AFTER_WORD)]
        at = next((found[-1].end() - 1 for found in blanks if found), _LONGEST)
        parts.append(text[:at])
        text = text[at:].lstrip(" ⠀")
    return [*parts, text]


def _ask(lines: Sequence[str], table: str, options: tuple[str, ...]) -> list[str]:
    """Return the answer to each line; an empty one to an empty one."""
    full = [line for line in lines if line]
    if not full:
        return [""] * len(lines)
    query = ["--display-table=unicode.dis"] if ":" in table else []
    named = table.split(" ") if ":" in table else [f"unicode.dis,{table}"]
    # A stroke opens the number of a character.
    input_text = "\n".join(line.replace("\\", "\\\\") for line in full) + "\n"
    ended = run_program([PROGRAM, *options, *query, *named], input_text)
    answers = ended.text.split("\n")[:-1]
    if ended.code or len(answers) != len(full):
        raise LouisError(f"{PROGRAM} failed with the table {table}: {ended.complaint}")
    remaining = iter(answers)
    return [next(remaining) if line else "" for line in lines]
