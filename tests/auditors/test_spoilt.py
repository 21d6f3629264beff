"""Every spoilt edition, read back: the auditor of its format finds what was done to it, and finds nothing in a sound
edition.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.house.layout import House
from tests.kit.editions import Editions
from tests.kit.read_back import refused
from tests.spoilt import EDITIONS, Spoilt
from tests.spoilt.documents import Documents

READ = [one for one in EDITIONS if not one.tool]
SOUND = sorted({(one.report, one.format) for one in READ})


@pytest.fixture(scope="module")
def documents(examples: House, store: Editions) -> Documents:
    return Documents(examples, store)


@pytest.mark.sample(10)
@pytest.mark.parametrize(("report", "format_"), SOUND)
def test_a_sound_edition_has_no_fault(report: str, format_: str, documents: Documents) -> None:
    document = documents.document(report)
    path = documents.path(report, format_)
    assert refused(format_, path, document, documents.style(report), path.read_bytes()) == []


@pytest.mark.parametrize("spoilt", READ, ids=lambda one: f"{one.format}-{one.report}-{one.fault}")
def test_a_spoilt_edition_is_found(spoilt: Spoilt, documents: Documents, tmp_path: Path) -> None:
    document = documents.document(spoilt.report)
    sound = documents.path(spoilt.report, spoilt.format)
    path = tmp_path / sound.name
    path.write_bytes(spoilt.spoil(sound.read_bytes()))
    found = refused(spoilt.format, path, document, documents.style(spoilt.report), sound.read_bytes())
    assert tuple(found if spoilt.counted else sorted(set(found))) == spoilt.codes


def test_a_fault_has_one_name() -> None:
    names = [(one.format, one.report, one.fault) for one in EDITIONS]
    assert len(names) == len(set(names))
