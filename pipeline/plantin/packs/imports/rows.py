"""What the pack adds to the press by entry points besides its commands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from plantin.house.layout import House
from plantin.new_house.receiving import Receiver
from plantin.packs.imports import file_kinds, receive
from plantin.packs.imports.receive import ImportResult
from plantin.packs.imports.received import GivenFields


def _receive(house: House, path: Path, fields: Mapping[str, str]) -> ImportResult:
    return receive.import_file(house, path, GivenFields(dict(fields)))


RECEIVER = Receiver("files", file_kinds.kind, _receive)
"""Reads the file that a new house begins with."""
