"""docs/accessibility.md is held to the auditors: each point names a rule and an input that it catches, or says why
there is none.
"""

from __future__ import annotations

import re

import pytest

from plantin.findings import registry
from tests.kit.houses import ROOT
from tests.spoilt import EDITIONS
from tests.spoilt.validators import CODES

_CODE = re.compile(r"\b[A-Z]\d{3}\b")


def _rows() -> list[tuple[str, str, str]]:
    """Each point with its rule and its spoilt inputs."""
    page = (ROOT / "docs" / "accessibility.md").read_text("utf-8").partition("## What validators say")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in page.splitlines() if line.startswith("| ")
    ]
    return [(cells[0], cells[-2], cells[-1]) for cells in rows if cells[0] != "point"]


@pytest.mark.parametrize(("point", "rule", "spoilt"), _rows(), ids=lambda text: text[:40])
def test_a_point_has_a_rule_that_a_spoilt_input_raises_or_says_why_not(point: str, rule: str, spoilt: str) -> None:
    codes = set(_CODE.findall(rule))
    if spoilt == "–":
        assert rule.startswith("none: "), point
        assert len(rule.split()) > 4, f"{point}: why is there no rule?"
        return
    assert codes <= set(registry.codes()), point
    raised: set[str] = set()
    for name in spoilt.split("; "):
        if name.startswith("`tests/spoilt/source/"):
            assert (ROOT / name.strip("`") / "report.md").is_file()
            raised.add(name.strip("`").rpartition("/")[2])
            continue
        found = [one for one in EDITIONS if one.fault == name]
        assert found, f"no edition is spoilt by “{name}”"
        raised |= {code for one in found for code in (*one.codes, CODES.get(one.tool, ""))}
    assert raised & codes, f"{point}: {spoilt} raises {sorted(raised)}"


def test_every_point_of_the_review_is_there() -> None:
    assert len(_rows()) >= 43
