"""Takes editions over from another build folder, so that what is the same there is not made again."""

from __future__ import annotations

from collections.abc import Mapping

from plantin.files import BuildRecord, BuildRecords, digest
from plantin.findings import Finding, PlantinError
from plantin.house.layout import House
from plantin.production.formats import content_of
from plantin.production.ingredients import is_same
from plantin.production.remote import StoreEntry


class EarlierEditions:
    """The editions in the build folder of ``house``, to be taken from as from a ``Store``; nothing is put into it."""

    def __init__(self, house: House) -> None:
        self._house, self._records = house, BuildRecords(house.build)

    def get(self, name: str, ingredients: Mapping[str, str]) -> StoreEntry | None:
        """Return what was made for ``name`` of these ingredients; None where there is none, or it was changed since.
        The record of a composed report has no file: its entry has no content.
        """
        record, path = self._records.get(name), self._house.build / name
        if record is None or not is_same(record.ingredients, ingredients):
            return None
        try:
            content = content_of(path, name, self._house.writing_folder) if path.is_file() else b""
        except PlantinError:
            return None
        return StoreEntry(record, content, digest(content))

    def put(self, name: str, record: BuildRecord, content: bytes) -> None:
        """Keep nothing: what a release is made of stays out of the build folder."""

    def take_findings(self) -> tuple[Finding, ...]:
        """Return no findings: what cannot be taken over is made."""
        return ()
