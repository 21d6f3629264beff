"""What the tests of imports and corrections share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from plantin.house.layout import House
from plantin.model.document import Document
from plantin.packs.imports.corrections import comparison
from plantin.packs.imports.docx import Manuscript
from tests.kit.houses import without_reports


@pytest.fixture(scope="session", autouse=True)
def _printed_once() -> Iterator[None]:
    """The Word file that corrections make of a source, to hold an edited one against it, is made and read once in a
    process for each document and style: it is nearly the same in all these tests.
    """
    made: dict[tuple[str, str], Manuscript] = {}
    lines = comparison._lines

    def kept(house: House, style: str, document: Document) -> Manuscript:
        used = house.style(style)
        key = document.digest(), repr(used).replace(str(used.folder.parent), str(used.folder.parent.resolve()))
        if key not in made:
            made[key] = lines(house, style, document)
        return made[key]

    with mock.patch.object(comparison, "_lines", kept):
        yield


@pytest.fixture
def home(tmp_path: Path) -> House:
    """A house into which a file is received."""
    return without_reports(tmp_path)
