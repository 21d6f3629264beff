"""docs/gate.md: what the gate caught of the editions that were spoilt on purpose, written by `bench/spoilt.py
--write`.
"""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from tests.kit.houses import ROOT
from tests.kit.programs import program
from tests.spoilt import EDITIONS
from tests.spoilt.validators import GOOD_PO

PAGE = (ROOT / "docs" / "gate.md").read_text("utf-8")


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return program("bench/spoilt.py")


def test_every_format_has_its_spoilt_editions_and_none_passes(bench: ModuleType) -> None:
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
    assert {name for name, *_ in rows} == {bench.title(one.format) for one in EDITIONS if one.codes or one.tool} | {
        "all"
    }
    assert {passed for _, _, passed, *_ in rows} == {"0"}
    assert [row for row in rows if int(row[1]) != sum(map(int, row[2:]))] == []
    assert int(rows[-1][1]) == sum(int(row[1]) for row in rows[:-1]) >= 800


def test_an_edition_that_passes_is_reported(bench: ModuleType) -> None:
    good = GOOD_PO.encode()
    (spoilt,) = (one for one in EDITIONS if one.fault == "placeholder lost")
    fault = spoilt.spoil(good)
    caught = {
        row.fault: row
        for row in bench.judged([bench.Given("po", "(sound)", None, good), bench.Given("po", "spoilt", None, fault)])
    }
    assert (caught["(sound)"].codes, caught["(sound)"].tools) == ((), ())
    assert caught["spoilt"].tools == ("msgfmt",)
    assert "| spoilt | – | msgfmt |" in bench.cases(list(caught.values()))
    assert "| (sound)" not in bench.cases(list(caught.values()))
    assert "| all | 1 | 0 | 0 | 1 | 0 |" in bench.page(list(caught.values()))
