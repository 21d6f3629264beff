"""A reference to a place in another report of the house is a link that leads there, or words and a finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plantin.findings import SourceError
from plantin.house.layout import House
from plantin.production import steps
from plantin.production.ingredients import Ingredients
from tests.kit import houses
from tests.kit.command import plantin

pytestmark = pytest.mark.full

HEAD = '---\nsymbol: R/2026/{number}\ntitle: "Lamps"\ndate: 2026-01-05\n{fields}---\n\n'
FIRST = (
    HEAD.format(number=1, fields="rules: {sections: decimal}\n")
    + "# Oil\n\nIt burns.\n\n# Wicks {#wicks}\n\n[]{#count}There are five.\n"
)


def house(folder: Path, reference: str, base: str = "", fields: str = "") -> House:
    """A house in the stock style of two reports, the second of which has a ``reference`` to the first."""
    for number, text in (
        (1, FIRST),
        (2, HEAD.format(number=2, fields=fields) + f"# Oil\n\nAs in [](R-2026-1#{reference}).\n"),
    ):
        path = folder / "sources" / f"R-2026-{number}" / "report.md"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    (folder / "plantin.toml").write_text(f'style = "plain"\n{base}', "utf-8")
    return House(folder)


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("reference", "anchor", "words"),
    [
        ("section-2", "section-2", "section 2"),
        ("wicks", "section-2", "section 2"),
        ("count", "paragraph-2", "para. 2"),
        ("paragraph-2", "paragraph-2", "para. 2"),
    ],
)
def test_it_leads_to_the_web_page_of_the_other_report(reference: str, anchor: str, words: str, tmp_path: Path) -> None:
    home = house(tmp_path, reference, '[site]\nbase = "https://reports.example.org/all"\n')
    assert plantin("build", "--format", "html,docx", cwd=home.root).returncode == 0
    page = (home.build / "R-2026-2" / "R-2026-2-en.html").read_text("utf-8")
    href = f"https://reports.example.org/all/R-2026-1/R-2026-1-en.html#{anchor}"
    (link,) = re.findall(rf'<a [^>]*href="{re.escape(href)}"[^>]*>(.*?)</a>', page)
    assert re.sub(r"\s", " ", link.replace("&nbsp;", " ")) == f"R/2026/1, {words}"
    other = (home.build / "R-2026-1" / "R-2026-1-en.html").read_text("utf-8")
    assert f'id="{anchor}"' in other
    checked = plantin("check", "--format", "html,docx", "--strict", cwd=home.root)
    assert checked.returncode == 0, checked.stderr


def test_without_an_address_it_is_words_and_a_finding(tmp_path: Path) -> None:
    home = house(tmp_path, "wicks")
    composed = steps.compose(home, "R-2026-2", "en")
    assert [(one.code, str(one.place), one.severity) for one in composed.findings] == [
        ("R008", "sources/R-2026-2/report.md:9:7", "warning")
    ]
    assert "[site] base" in composed.findings[0].hint
    plantin("build", "--format", "html", cwd=home.root)
    page = (home.build / "R-2026-2" / "R-2026-2-en.html").read_text("utf-8")
    assert 'href=""' not in page
    assert re.search("As in R/2026/1, section.2", page)
    assert plantin("check", "--format", "html", cwd=home.root).returncode == 0


def test_a_place_that_is_not_there_is_found(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="R006") as raised:
        steps.compose(house(tmp_path, "wick"), "R-2026-2", "en")
    assert raised.value.findings[0].hint == "Did you mean 'wicks'?"


def test_the_address_of_documents_comes_first(tmp_path: Path) -> None:
    home = houses.own(
        tmp_path, "A-1-1", '---\nsymbol: A/1/1\norgan: General Assembly\ntitle: "B"\ndate: 2026-01-05\n---\n\nLamps.\n'
    )
    path = home.report("A-1-2")
    path.parent.mkdir()
    text = (
        '---\nsymbol: A/1/2\norgan: General Assembly\ntitle: "B"\ndate: 2026-01-05\n---\n\nSee [](A-1-1#paragraph-1).\n'
    )
    path.write_text(text, "utf-8")
    with (tmp_path / "plantin.toml").open("a", encoding="utf-8") as settings:
        settings.write('[site]\nbase = "https://reports.example.org/"\n')
    assert [one.address for one in steps.compose(home, "A-1-2", "en").document.citations] == [
        "https://undocs.org/en/A/1/1"
    ]


def test_an_edition_is_made_again_when_the_address_changes(tmp_path: Path) -> None:
    home = house(tmp_path, "wicks")
    before = Ingredients(home, None).document_digests("R-2026-2", "en")
    (tmp_path / "plantin.toml").write_text('style = "plain"\n[site]\nbase = "https://reports.example.org/"\n', "utf-8")
    assert Ingredients(home, None).document_digests("R-2026-2", "en") != before
