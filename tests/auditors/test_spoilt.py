"""Every spoilt edition, read back: the auditor of its format finds what was done to it, and finds nothing in a sound
edition.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.auditors.reading import Conforming
from plantin.auditors.statements import UNKNOWN
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.production.formats import format_named
from tests.kit.editions import Editions
from tests.kit.read_back import audited
from tests.spoilt import EDITIONS, Spoilt
from tests.spoilt.documents import Documents

READ = [one for one in EDITIONS if not one.tool]
SOUND = sorted({(one.report, one.format) for one in READ})


@pytest.fixture(scope="module")
def documents(examples: House, store: Editions) -> Documents:
    return Documents(examples, store)


def codes(format_: str, path: Path, document: Document) -> list[str]:
    """The codes of everything that a check finds in the edition at ``path``, in their order; of a PDF in which no rule
    finds anything, those of its grammar.
    """
    row = format_named(format_)
    assert row is not None
    found = audited(row, path, document, beside=True)
    if not found and row.media_type == "application/pdf":
        reading = row.read(path.read_bytes(), path.name)
        found = reading.conformance(UNKNOWN).findings if isinstance(reading, Conforming) else ()
    return sorted(finding.code for finding in found)


@pytest.mark.parametrize(("report", "format_"), SOUND)
def test_a_sound_edition_has_no_fault(report: str, format_: str, documents: Documents) -> None:
    document = documents.document(report)
    assert codes(format_, documents.path(report, format_), document) == []


@pytest.mark.parametrize("spoilt", READ, ids=lambda one: f"{one.format}-{one.report}-{one.fault}")
def test_a_spoilt_edition_is_found(spoilt: Spoilt, documents: Documents, tmp_path: Path) -> None:
    document = documents.document(spoilt.report)
    sound = documents.path(spoilt.report, spoilt.format)
    path = tmp_path / sound.name
    path.write_bytes(spoilt.spoil(sound.read_bytes()))
    found = codes(spoilt.format, path, document)
    assert tuple(found if spoilt.counted else sorted(set(found))) == spoilt.codes


def test_a_fault_has_one_name() -> None:
    names = [(one.format, one.report, one.fault) for one in EDITIONS]
    assert len(names) == len(set(names))
