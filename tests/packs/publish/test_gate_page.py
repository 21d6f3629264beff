"""What `bench/spoilt.py` prints: which checks of the gate caught the editions that were spoilt on purpose."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from tests.kit.programs import program
from tests.spoilt import EDITIONS
from tests.spoilt.validators import GOOD_PO


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return program("bench/spoilt.py")


def test_every_format_has_its_spoilt_editions_and_none_passes(bench: ModuleType) -> None:
    spoilt = [one for one in EDITIONS if one.codes or one.tool]
    verdicts = [
        bench.Caught(one.format, one.fault, tuple(one.codes), (one.tool,) if one.tool else ()) for one in spoilt
    ]
    printed = bench.summary([*verdicts, bench.Caught("html", bench.SOUND, (), ())])
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", printed, re.MULTILINE)
    assert {name for name, *_ in rows} == {bench.title(one.format) for one in spoilt} | {"all"}
    assert {passed for _, _, passed, *_ in rows} == {"0"}
    assert [row for row in rows if int(row[1]) != sum(map(int, row[2:]))] == []
    assert int(rows[-1][1]) == sum(int(row[1]) for row in rows[:-1]) == len(spoilt) >= 800


def test_an_edition_that_no_check_refuses_is_counted_as_passed(bench: ModuleType) -> None:
    printed = bench.summary(
        [bench.Caught("html", "struck", (), ()), bench.Caught("html", "moved", ("A019",), ("axe",))]
    )
    assert "| all | 2 | 1 | 0 | 0 | 1 |" in printed


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
    assert "| all | 1 | 0 | 0 | 1 | 0 |" in bench.summary(list(caught.values()))
