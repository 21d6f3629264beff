"""Files that let editors complete and check settings as they are typed: a JSON Schema of each kind of settings file,
and the rules by which editors of TOML (Taplo, and the extensions that are built on it) find the one of each file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plantin.files import write
from plantin.findings import Finding, Place, UsageError
from plantin.house.configuration import Configuration
from plantin.house.document_citations import Documents
from plantin.house.locale import LocaleFile
from plantin.house.style_tables import StyleFile
from plantin.house.word_styles import WordStylesFile
from plantin.lint.translation.forms import ParityFile
from plantin.settings.extended_tables import Group, extend
from plantin.settings.json_schema import schema
from plantin.source.front_matter import FrontMatterFields

FOLDER = ".schemas"
"""Where they are, below the house."""
RULES = ".taplo.toml"
"""Which schema each TOML file of the house has."""
_MARK = "Made by `plantin schema`"


@dataclass(frozen=True, slots=True)
class SettingsKind:
    """A kind of settings file."""

    name: str
    """The name of its schema, without ``.json``."""
    title: str
    values: type
    """The dataclass that it is read into."""
    files: tuple[str, ...]
    """Which files of a house are of this kind, as patterns from its root; none for the front matter of a report."""
    partial: bool = False
    """Whether it may be laid on another, which has what it lacks."""
    extended: Group | None = None
    """The group of the tables that packs and extensions add to it."""


KINDS = (
    SettingsKind("plantin", "Settings of a house (plantin.toml)", Configuration, ("plantin.toml",)),
    SettingsKind(
        "style", "A house style (style.toml)", StyleFile, ("styles/*/style.toml",), partial=True, extended="style"
    ),
    SettingsKind("word", "Word styles (word.toml)", WordStylesFile, ("styles/*/word.toml",), partial=True),
    SettingsKind(
        "citations",
        "How documents are cited (citations.toml)",
        Documents,
        ("locales/citations.toml", "styles/*/locales/citations.toml"),
        partial=True,
    ),
    SettingsKind(
        "locale",
        "The words and conventions of a language (locale.toml)",
        LocaleFile,
        ("locales/*/locale.toml", "styles/*/locales/*.toml"),
        partial=True,
        extended="locale",
    ),
    SettingsKind(
        "parity", "How translations are compared (parity.toml)", ParityFile, ("locales/*/parity.toml",), partial=True
    ),
    SettingsKind("report", "The front matter of a report (report.md)", FrontMatterFields, (), extended="source"),
)


def files(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield the files for the house in ``root``, with their content."""
    for kind in KINDS:
        values = extend(kind.values, kind.extended) if kind.extended else kind.values
        definition = schema(values, kind.title, hyphens=kind.values is FrontMatterFields, partial=kind.partial)
        # A locale may say that it does not inherit (inherits = false), which is read before its values are.
        properties = definition["properties"]
        if kind.values is LocaleFile and isinstance(properties, dict):
            properties["inherits"] = {"enum": [False], "description": "Take no value from the layers below."}
        yield (
            root / FOLDER / f"{kind.name}.json",
            (json.dumps({"$comment": _MARK, **definition}, ensure_ascii=False, indent=1) + "\n").encode(),
        )
    rows = "".join(
        f"\n[[rule]]\ninclude = {json.dumps(kind.files)}\n\n[rule.schema]\npath = "
        f"{json.dumps(str(PurePosixPath(FOLDER, f'{kind.name}.json')))}\n"
        for kind in KINDS
        if kind.files
    )
    yield (
        root / RULES,
        f"# {_MARK}: editors of TOML complete and check settings by the schemas named here.\n{rows}".encode(),
    )


def write_files(root: Path) -> Sequence[Path]:
    """Write them into the house in ``root``; the files. Raises UsageError (U028), and writes nothing, where one is
    there already that is not an earlier one of them.
    """
    contents = dict(files(root))
    foreign = [path for path in contents if path.exists() and _MARK.encode() not in path.read_bytes()[:200]]
    if foreign:
        hint = "Nothing was written. Move what is there away, or add the schemas to it by hand."
        raise UsageError(*(Finding("U028", "is there already", Place(str(path)), hint) for path in foreign))
    for path, content in contents.items():
        write(path, content, root)
    return tuple(contents)
