"""Reads the inventories that ``[references.NAME]`` in ``plantin.toml`` names: of other houses, of Sphinx projects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.bounded.bytes import MIB, read, why
from plantin.house import configuration
from plantin.house.layout import House

if TYPE_CHECKING:
    from plantin.house.locale import Locale
    from plantin.resolve.elsewhere import OtherReport

_LARGEST = 64 * MIB
_NAMED = re.compile(r"\]\(<?([a-z][a-z0-9-]*)(?::[A-Z0-9][\w.~-]*)?#")
_REPORT = re.compile(r"\]\(([A-Z0-9][\w.~-]*)#")


def files(house: House, text: str) -> Iterator[Path]:
    """Yield what a source with this text refers to: other reports of the house, with their translations, and
    inventories. Raises StyleError (D020).
    """
    for name in sorted(set(_REPORT.findall(text))):
        yield house.report(name)
        yield from sorted((house.root / "locales").glob(f"*/{name}.po"))
    if names := set(_NAMED.findall(text)):
        references = configuration.read(house.root).references
        yield from (house.root / references[name].inventory for name in sorted(names & references.keys()))


def look_up(house: House, name: str, locale: Locale) -> OtherReport | None:
    """Return what an inventory has under ``name``: ``house:R-2026-1`` for a report, ``project`` for a Sphinx project;
    nothing where there is none. Raises SourceError (R009) where the inventory cannot be read, StyleError (D020).
    """
    # Loaded where something refers to an inventory: what only asks for ``files`` composes nothing.
    from plantin.resolve import elsewhere

    key, _, slug = name.partition(":")
    row = configuration.read(house.root).references.get(key)
    if row is None:
        return None
    place = configuration.place(house.root, "references")
    try:
        content = read(house.root / row.inventory, _LARGEST, house.root)
        if slug:
            return elsewhere.of_house(content, slug, row.address or "", locale)
        project = elsewhere.of_sphinx(content, row.address or "")
    except OSError as error:
        raise elsewhere.unreadable(place, row.inventory, ValueError(why(error))) from None
    except ValueError as error:
        raise elsewhere.unreadable(place, row.inventory, error) from None
    return replace(project, symbol=row.name or project.symbol)
