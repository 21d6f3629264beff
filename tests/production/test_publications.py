"""What packages add to releases and sites: what fails names its package, and their own findings pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plantin.findings import Finding, Place, PlantinError, ToolError
from plantin.house.layout import House
from plantin.production import publications
from plantin.production.publications import Addition, Statement
from plantin.settings import extensions
from tests.kit.houses import ROOT


def add(
    monkeypatch: pytest.MonkeyPatch,
    state: Callable[..., Any],
    read: Callable[..., Any] = lambda _: (),
    name: str = "oil",
) -> None:
    addition = Addition("oil", state, lambda *_: (), read, lambda *_: ())
    monkeypatch.setattr(extensions, "load_all", lambda *_: iter([(name, addition, "some-package")]))


def test_what_is_said_is_by_report_and_addition(monkeypatch: pytest.MonkeyPatch) -> None:
    said = Statement({"burns": ("oil",)}, {"material": "oil"})
    add(monkeypatch, lambda _, slugs: {slugs[0]: said, "another": said})
    assert publications.statements(House(ROOT), ("A", "B")) == {"A": {"oil": said}, "B": {}}


def test_an_addition_that_fails_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, lambda *_: 1 / 0, lambda _: 1 / 0)
    for work in (lambda: publications.statements(House(ROOT), ("A",)), lambda: publications.release_findings(bytes)):
        with pytest.raises(ToolError, match="some-package") as caught:
            work()
        assert caught.value.findings[0].code == "V022"


def test_an_addition_by_another_name_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, lambda *_: 1 / 0, name="soap")
    monkeypatch.setattr(extensions, "_PASSED_OVER", {})
    assert publications.statements(House(ROOT), ("A",)) == {"A": {}}
    assert [finding.code for finding in extensions.passed_over()] == ["V021"]


def test_what_it_finds_or_refuses_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding("V999", "is oil", Place("manifest.json"), "")

    def refuse(*_: object) -> None:
        raise PlantinError(finding)

    add(monkeypatch, refuse, lambda _: [finding])
    assert publications.release_findings(bytes) == (finding,)
    with pytest.raises(PlantinError, match="is oil"):
        publications.statements(House(ROOT), ("A",))
