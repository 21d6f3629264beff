"""The page that says how a release was checked: findings by kind, each beside its passage; one row for each tool."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from plantin.findings import Finding, Place
from plantin.house.layout import House
from plantin.proof import report
from plantin.proof.audit import Audit
from plantin.proof.gate import Gate
from plantin.validators import Judgement


def check_page(house: House) -> str:
    """The page of a check that found a slip, an error and, in a file that is not there, another."""
    source = house.report("A-1-1")
    source.parent.mkdir(parents=True)
    source.write_text("---\nsymbol: A/1/1\n---\n\nThe <lamps> <lamps> burn.\n", "utf-8")
    name = house.name(source)
    lint = (
        Finding("S030", "words repeated: '<lamps>'", Place(name, 5, 5), "Take one of them away.", "warning"),
        Finding("S031", "a stray space", Place("../beyond.md", 1, 1), "Close it up.", "warning"),
        Finding("S001", "no date", Place(name, 2, 1), "Add `date`."),
    )
    judged = [Judgement("nu", "25.1", f"build/{number}.html", "passed") for number in range(1500)]
    judged.append(Judgement("axe", "4.11", "build/0.html", "waived", reason="<asked for>"))
    return report.page(Gate((Audit("A-1-1", (), lint, ()),), tuple(judged)), "How it was checked", house)


def test_the_page_of_a_check_has_findings_by_kind_beside_their_passages(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "beyond.md").write_text("Secret\n", "utf-8")
    text = check_page(House(tmp_path / "house"))
    assert "Secret" not in text, "a place may not lead out of the house"
    page = html.fromstring(text)
    kinds = page.find_class("kind")
    assert [kind.get("data-code") for kind in kinds] == ["error S001", "warning S030", "warning S031"]
    assert [passage.text for passage in page.find_class("passage")] == ["symbol: A/1/1", "The <lamps> <lamps> burn."]
    assert "words repeated: '<lamps>'" in kinds[1].text_content()
    rows = [[cell.text_content() for cell in row.findall("*")] for row in page.findall(".//tbody/tr")]
    assert rows == [["nu", "25.1", "1,500", "passed", ""], ["axe", "4.11", "1", "waived", "<asked for>"]]
    assert page.find_class("lead")[0].text_content().startswith("Not passed")
    assert text.count(' open=""') == len(kinds), (
        "html-validate, which judges the pages of a release, asks for the value"
    )
    assert page.find_class("house")[0].tag == "div", "the page is alone: its name leads nowhere"
