"""Finished editions, each made once in a run of the tests, whatever number of processes runs them."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from plantin.files import write
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.production import steps
from plantin.production.formats import format_named

MOMENT = dt.datetime(2017, 2, 2, tzinfo=dt.UTC)
"""When the editions of the tests are made."""


@dataclass(frozen=True, slots=True)
class Editions:
    """A folder that all processes of a run share: documents by report and language, editions by document, style and
    format.
    """

    folder: Path
    style: Style
    _documents: dict[str, Document] = field(default_factory=dict, compare=False)

    def path(
        self,
        document: Document,
        name: str,
        *,
        style: Style | None = None,
        moment: dt.datetime = MOMENT,
        related: RelatedEditions = ALONE,
    ) -> Path:
        """The edition of ``document`` in the format ``name``: a file that no test may change."""
        row = format_named(name)
        assert row is not None, name
        used = style or self.style
        parts = [document.digest(), repr(used), name, moment.isoformat(), repr(related)]
        return kept(self.folder / f"{digest(*parts)}{row.suffix}", lambda: row.write(document, used, moment, related))

    def content(
        self,
        document: Document,
        name: str,
        *,
        style: Style | None = None,
        moment: dt.datetime = MOMENT,
        related: RelatedEditions = ALONE,
    ) -> bytes:
        """The bytes of that edition."""
        return self.path(document, name, style=style, moment=moment, related=related).read_bytes()

    def document(self, house: House, slug: str, language: str = "") -> Document:
        """The finished document of a report of a house that no test changes, in its first language or in
        ``language``.
        """
        spoken = language or house.languages(slug)[0]
        text = house.report(slug).read_bytes()
        name = f"{digest(hashlib.sha256(text).hexdigest(), slug, spoken)}.pickle"
        if name not in self._documents:
            made = kept(self.folder / name, lambda: pickle.dumps(steps.compose(house, slug, spoken).document))
            self._documents[name] = pickle.loads(made.read_bytes())  # noqa: S301 - written by these tests
        return self._documents[name]


def kept(path: Path, make: Callable[[], bytes]) -> Path:
    """The file at ``path``, made where it is not there; another process that wants it meanwhile waits."""
    if path.is_file():
        return path
    lock = os.open(path.with_name(f"{path.name}.lock"), os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.is_file():
            write(path, make(), path.parent)
    finally:
        os.close(lock)
    return path


def digest(*parts: str) -> str:
    """A name for what is made of ``parts``."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
