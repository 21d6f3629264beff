"""Finished editions, each made once in a run of the tests, whatever number of processes runs them."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.build import steps
from pipeline.build.formats import format_named
from pipeline.files import write
from pipeline.house.layout import House
from pipeline.house.style import Style
from pipeline.model.document import Document
from pipeline.model.related_editions import ALONE, RelatedEditions

MOMENT = dt.datetime(2017, 2, 2, tzinfo=dt.UTC)
"""When the editions of the tests are made."""


@dataclass(frozen=True, slots=True)
class Editions:
    """A folder that all processes of a run share: documents by report and language, editions by document, style and format."""

    folder: Path
    style: Style

    def path(
        self, document: Document, name: str, *, style: Style | None = None, moment: dt.datetime = MOMENT, related: RelatedEditions = ALONE
    ) -> Path:
        """The edition of ``document`` in the format ``name``: a file that no test may change."""
        row = format_named(name)
        assert row is not None, name
        used = style or self.style
        key = _digest(document.digest(), repr(used), name, moment.isoformat(), repr(related))
        return self._kept(f"{key}{row.suffix}", lambda: row.write(document, used, moment, related))

    def content(
        self, document: Document, name: str, *, style: Style | None = None, moment: dt.datetime = MOMENT, related: RelatedEditions = ALONE
    ) -> bytes:
        """The bytes of that edition."""
        return self.path(document, name, style=style, moment=moment, related=related).read_bytes()

    def document(self, house: House, slug: str, language: str = "") -> Document:
        """The finished document of a report of a house that no test changes, in its first language or in ``language``."""
        spoken = language or house.languages(slug)[0]
        text = house.report(slug).read_bytes()
        made = self._kept(
            f"{_digest(hashlib.sha256(text).hexdigest(), slug, spoken)}.pickle",
            lambda: pickle.dumps(steps.compose(house, slug, spoken).document),
        )
        found: Document = pickle.loads(made.read_bytes())  # noqa: S301 - written by these tests
        return found

    def _kept(self, name: str, make: Callable[[], bytes]) -> Path:
        """The file called ``name``, made where it is not there; another process that wants it meanwhile waits."""
        path = self.folder / name
        if not path.is_file():
            lock = os.open(self.folder / f"{name}.lock", os.O_CREAT | os.O_RDWR)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not path.is_file():
                    write(path, make(), path.parent)
            finally:
                os.close(lock)
        return path


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
