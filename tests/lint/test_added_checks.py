"""Checks of sources that packages add: waived like those of the press; what fails names its package."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from plantin.findings import Finding, Place, ToolError
from plantin.house.layout import House
from plantin.lint.source import lint
from plantin.lint.source.added_checks import SourceCheck, added_slips
from plantin.lint.source.passage import Slip
from plantin.settings import extensions
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.source.front_matter import FrontMatter
from plantin.source.text import Source
from tests.kit.houses import ROOT

REPORT = "---\nsymbol: R/1\ntitle: Lamps\ndate: 2026-01-05\n{more}---\n\nThe lamps burn oil.\n"


def add(monkeypatch: pytest.MonkeyPatch, check: SourceCheck) -> None:
    monkeypatch.setattr(extensions, "values", lambda *_: iter([(check, "some-package")]))


def found(more: str = "") -> list[str]:
    source = source_text.parse(REPORT.format(more=more), "report.md")
    head, house = front_matter.read(source), House(ROOT)
    return [row.code for row in lint(source, head, house.locale("en"), None, added_slips(house, source, head))]


def slips(_: House, __: Source, head: FrontMatter) -> Iterable[Slip]:
    yield Slip(Finding("V999", "is oil", head.place(""), "Burn wax.", "warning"), "The lamps burn oil.")


def test_a_finding_of_a_package_can_be_waived(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, SourceCheck("oil", slips))
    assert found() == ["V999"]
    assert found("waivers: [{code: V999, words: burn oil, reason: it is cheap}]\n") == []
    assert found("waivers: [{code: V999, words: burn wax, reason: it is cheap}]\n") == ["V999", "S039"]


def test_a_check_that_fails_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, SourceCheck("oil", lambda *_: [1 / 0]))  # type: ignore[list-item]
    with pytest.raises(ToolError, match="V022"):
        found()


@pytest.mark.parametrize("row", [Finding("V999", "is oil", Place("report.md"), "Burn wax.", "warning"), None])
def test_a_check_that_gives_something_else_than_slips_names_its_package(
    monkeypatch: pytest.MonkeyPatch, row: object
) -> None:
    add(monkeypatch, SourceCheck("oil", lambda *_: iter([row])))  # type: ignore[list-item]
    with pytest.raises(ToolError, match=f"V022.*{type(row).__name__} where a Slip is due") as caught:
        found()
    assert caught.value.findings[0].place.path == "some-package"


def test_a_thousand_slips_of_the_press_hide_no_check_that_was_added(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, SourceCheck("oil", slips))
    source = source_text.parse(REPORT.format(more="") + "\nThe the lamps burn.\n" * 1100, "report.md")
    head, house = front_matter.read(source), House(ROOT)
    codes = [row.code for row in lint(source, head, house.locale("en"), None, added_slips(house, source, head))]
    assert (len(codes), codes.count("V999"), codes.count("S087")) == (1001, 1, 1)
