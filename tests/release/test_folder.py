"""The folder of releases: one release at a time, what a killed one left cleared away, and what the earlier one kept read with care."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.findings import PlantinError, ToolError
from pipeline.release import _alone, passages


def test_two_releases_at_once_are_refused(tmp_path: Path) -> None:
    with _alone(tmp_path / "release"), pytest.raises(ToolError) as raised, _alone(tmp_path / "release"):
        pass
    assert raised.value.findings[0].code == "D117"
    with _alone(tmp_path / "release"):
        pass


def test_only_what_is_hidden_is_cleared_away(tmp_path: Path) -> None:
    for name in (".1.0.abc", "1.0"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").touch()
    with _alone(tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == ["1.0"]
    assert (tmp_path / "1.0" / "page.html").is_file()


@pytest.mark.parametrize("content", ["", "[]", '{"schema": 2, "languages": {}}', '{"schema": 1, "languages": {"en": [{"kind": "note"}]}}'])
def test_what_was_kept_and_cannot_be_read_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / passages.KEPT
    path.write_text(content, "utf-8")
    with pytest.raises(PlantinError) as raised:
        passages.read(path)
    assert [finding.code for finding in raised.value.findings] == ["D116"]
