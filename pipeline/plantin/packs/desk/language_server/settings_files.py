"""What is wrong with the other files of a house that people write in an editor: settings and catalogues."""

from __future__ import annotations

from pathlib import Path

from plantin.findings import Finding, PlantinError
from plantin.house import configuration
from plantin.house.layout import House
from plantin.production import steps
from plantin.translation import po

SUFFIXES = (".toml", ".po")


def find_faults(house: House, path: Path, text: str) -> tuple[Finding, ...]:
    """Return what is wrong with the file ``path`` of the house, as ``plantin check`` says it: ``plantin.toml``, a
    ``style.toml``, a ``locale.toml`` or a catalogue. A catalogue is read as ``text`` has it, then, where that can be
    read, held against its report as its file has it.
    """
    try:
        parts = path.relative_to(house.root).parts
        return tuple(finding for finding in _find(house, path, parts, text) if finding.place.path == house.name(path))
    except PlantinError as error:
        return tuple(finding for finding in error.findings if finding.place.path == house.name(path))


def _find(house: House, path: Path, parts: tuple[str, ...], text: str) -> tuple[Finding, ...]:
    match parts:
        case (configuration.NAME,):
            house.style_folder()
        case ("styles", style, *_, "style.toml"):
            house.style(style)
        case ("styles", style, "locales", language, "locale.toml"):
            house.locale(language, style)
        case ("locales", language, "locale.toml"):
            house.locale(language)
        case ("locales", language, name) if name.endswith(".po"):
            po.parse_catalogue(text, house.name(path))
            return steps.compose(house, path.stem, language).findings
    return ()
