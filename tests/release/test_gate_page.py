"""docs/gate.md: what the gate caught of the editions that were spoilt on purpose, written by `bench/spoilt.py
--write`.
"""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from plantin.validators import TOOLS
from tests.kit.houses import ROOT
from tests.kit.programs import program
from tests.spoilt import EDITIONS
from tests.spoilt.validators import GOOD_PO

PAGE = (ROOT / "docs" / "gate.md").read_text("utf-8")


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return program("bench/spoilt.py")


def rows() -> list[tuple[str, str, str]]:
    """What was spoilt, the codes, the validators."""
    found = []
    for part in PAGE.split("\n## ")[1:]:
        for line in part.splitlines()[4:]:
            fault, codes, tools = (cell.strip() for cell in line.strip("|").split("|"))
            found.append((fault, codes, tools))
    return found


def test_every_format_has_its_spoilt_editions_and_none_passes(bench: ModuleType) -> None:
    assert len(rows()) >= 60
    assert [fault for fault, codes, tools in rows() if codes == tools == "–"] == []
    titles = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert set(titles) == {bench.title(one.format) for one in EDITIONS if one.codes or one.tool}


def test_checks_that_it_names_are_ours() -> None:
    known = set(re.findall(r"^\| `?([A-Z]\d{3})`? ", (ROOT / "docs" / "findings.md").read_text("utf-8"), re.MULTILINE))
    assert {code for _, codes, _ in rows() for code in codes.split() if code != "–"} <= known
    named = {tool for _, _, tools in rows() for tool in tools.split(", ") if tool != "–"}
    assert named == {tool.name for tool in TOOLS if tool.whole}, "each validator caught something, and is in the table"


def test_an_edition_that_passes_is_told(bench: ModuleType) -> None:
    good = GOOD_PO.encode()
    (spoilt,) = (one for one in EDITIONS if one.fault == "placeholder lost")
    fault = spoilt.spoil(good)
    caught = {
        row.fault: row
        for row in bench.judged([bench.Given("po", "(sound)", None, good), bench.Given("po", "spoilt", None, fault)])
    }
    assert (caught["(sound)"].codes, caught["(sound)"].tools) == ((), ())
    assert caught["spoilt"].tools == ("msgfmt",)
    assert "| spoilt | – | msgfmt |" in bench.page(list(caught.values()))
    assert "| (sound)" not in bench.page(list(caught.values()))
