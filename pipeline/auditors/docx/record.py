"""The record of a publication as a Word file has it in its properties (ECMA-376 part 2, 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.auditors.record import Stated
from pipeline.model.outline import normal

_SEVERAL = {"creator": "creator", "identifier": "identifier", "subject": "keywords"}
_ONE = {"abstract": "description", "version": "version", "publisher": "Company"}


def record(properties: Mapping[str, str]) -> Iterator[Stated]:
    """What the ``properties`` of the file say; where they have several values in one text, semicolons part them."""
    for term, name in _SEVERAL.items():
        yield Stated("the file's properties", term, tuple(filter(None, map(normal, properties.get(name, "").split(";")))))
    for term, name in _ONE.items():
        yield Stated("the file's properties", term, tuple(filter(None, (normal(properties.get(name, "")),))))
