"""A report is read from the folder of reports: no link takes it from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.findings import SourceError
from plantin.source import text

REPORT = "---\nsymbol: A/1\n---\n\nLamps.\n"


@pytest.mark.parametrize("link", ["A-1/report.md", "A-1"])
def test_a_link_that_leads_out_of_the_reports_is_refused(link: str, tmp_path: Path) -> None:
    outside, sources = tmp_path / "outside", tmp_path / "sources"
    for folder in (outside, sources):
        folder.mkdir()
    (outside / "report.md").write_text(REPORT, "utf-8")
    (sources / link).parent.mkdir(exist_ok=True)
    (sources / link).symlink_to(outside if link == "A-1" else outside / "report.md")
    with pytest.raises(SourceError, match="S001: the file is a link that leads out of sources/"):
        text.read(sources / "A-1" / "report.md")


def test_a_link_to_another_report_is_followed(tmp_path: Path) -> None:
    (tmp_path / "A-1").mkdir()
    (tmp_path / "A-1" / "report.md").write_text(REPORT, "utf-8")
    (tmp_path / "A-2").symlink_to("A-1")
    assert text.read(tmp_path / "A-2" / "report.md").text() == REPORT
