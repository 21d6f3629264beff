"""The page of security says what the code does: each bound at its value, each key of the limits, each promise with its
test.
"""

from __future__ import annotations

import dataclasses
import re
from types import ModuleType

import pytest

from plantin.bounded.limits import Limits
from plantin.house.configuration import LimitsTable
from tests.kit.houses import ROOT
from tests.kit.programs import program

PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")


@pytest.fixture(scope="module")
def security() -> ModuleType:
    return program("setup/security.py")


def test_every_bound_of_the_page_is_that_of_the_code(security: ModuleType) -> None:
    assert security.page() == PAGE, "run `python setup/security.py`"
    for bounds in security.BOUNDS.values():
        for bound in bounds:
            assert bound.value() > 0


def test_every_limit_has_its_row_and_its_form() -> None:
    keys = {field.name for field in dataclasses.fields(Limits)}
    assert keys == {field.name for field in dataclasses.fields(LimitsTable)}
    assert keys == set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    assert LimitsTable() == LimitsTable(**dataclasses.asdict(Limits()))


def test_the_page_names_only_codes_and_options_that_there_are(security: ModuleType) -> None:
    from plantin.findings import registry

    assert set(re.findall(r"\b[A-Z]\d{3}\b", PAGE)) <= set(registry.codes())
