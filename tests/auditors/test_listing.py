"""An edition with a fault for each of its letters is reported in a bounded number of words."""

from __future__ import annotations

from pathlib import Path

from plantin.auditors.fault import MOST
from plantin.auditors.markup import html
from tests.kit.read_back import reread

PAGE = "<!DOCTYPE html><html lang='en'><head><title>Lamps</title></head><body><main>{}</main></body></html>"


def test_of_one_kind_so_many_findings_are_listed_and_one_says_that_there_are_more(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format('<a href="#x"></a>' * (MOST + 500)), "utf-8")
    codes = [finding.code for finding in reread(html, path).findings()]
    assert codes.count("L001") == MOST
    assert codes.count("A151") == 1
