"""Where an import writes: what is in the way there is reported at once, and nothing is read of it or written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from plantin.findings import UsageError
from plantin.packs.imports import loss, receive
from tests.kit.houses import without_reports
from tests.kit.word_files import FIELDS, GivenFields


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _outside(path: Path) -> None:
    other = path.parents[2] / "other.md"
    other.write_text("kept", "utf-8")
    path.symlink_to(other)


@pytest.mark.parametrize("make", [os.mkfifo, _device, _outside, Path.mkdir], ids=["pipe", "device", "link", "folder"])
@pytest.mark.parametrize("name", ["report.md", loss.PAGE, receive.FINDINGS])
@pytest.mark.parametrize("overwrite", [False, True])
def test_what_is_in_the_way_is_a_finding_at_once(
    name: str, make: Callable[[Path], None], overwrite: bool, tmp_path: Path
) -> None:
    home = without_reports(tmp_path)
    package = docx.Document()
    package.add_paragraph("The lamps burn.")
    package.save(tmp_path / "lamps.docx")
    folder = home.root / "sources" / "S-2035-9"
    folder.mkdir(parents=True)
    make(folder / name)
    with pytest.raises(UsageError) as error:
        receive.import_file(home, tmp_path / "lamps.docx", GivenFields(FIELDS), overwrite=overwrite)
    assert [finding.code for finding in error.value.findings] == ["U026"]
    assert name in str(error.value.findings[0])
    assert [one.name for one in folder.iterdir()] == [name]
