"""What reports say of one another: by symbol, by front matter, and every way in which that can be wrong."""

from __future__ import annotations

from pathlib import Path
from typing import get_type_hints

import pytest

from plantin.house.layout import House
from plantin.packs.family import checks, relations
from plantin.packs.family.tables import FamilyMarks
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.translation import report_of

REPORT = "---\nsymbol: {symbol}\ntitle: Lamps\ndate: {date}\n{more}---\n\n# Oil\n\nThe lamps burn oil. {words}\n"


def write(root: Path, symbol: str, more: str = "", date: str = "2026-01-05", words: str = "") -> str:
    slug = symbol.removesuffix("*").replace("/", "-")
    path = root / "sources" / slug / "report.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(REPORT.format(symbol=symbol, date=date, more=more, words=words), "utf-8")
    (root / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    return slug


def found(root: Path, slug: str) -> list[str]:
    house = House(root)
    slips = checks.slips(house, *report_of(house, slug))
    return [f"{slip.finding.code} {slip.finding.severity}: {slip.finding.message}" for slip in slips]


def test_a_symbol_says_what_it_follows() -> None:
    read = FamilyMarks().read
    assert read("S/2017/97/Rev.1") == ("revises", "S/2017/97", "S/2017/97", 1)
    assert read("S/2017/97/Rev.12") == ("revises", "S/2017/97/Rev.11", "S/2017/97", 12)
    assert read("S/2017/97/Rev.1/Corr.2") == ("corrects", "S/2017/97/Rev.1", "S/2017/97/Rev.1", 2)
    assert read("A/72/5/Add.3*") == ("adds-to", "A/72/5", "A/72/5", 3)
    assert [read(symbol) for symbol in ("S/2017/97", "S/2017/Rev.x", "/Rev.1", "S/2017/97/Rev.")] == [None] * 4


def test_a_house_has_marks_of_its_own(tmp_path: Path) -> None:
    marks = FamilyMarks(revises="/", adds_to="", corrects="")
    assert marks.read("COM(2021) 206 final/2") == ("revises", "COM(2021) 206 final/1", "COM(2021) 206 final", 2)
    assert marks.read("A/72/Add.1") is None


@pytest.mark.parametrize("symbol", ["R/2026/1/Rev.1", "R/2026/1/Add.1", "R/2026/1/Corr.1", "R/2026/1/Rev.1*"])
def test_a_report_that_follows_one_of_the_house_is_right(tmp_path: Path, symbol: str) -> None:
    write(tmp_path, "R/2026/1")
    assert found(tmp_path, write(tmp_path, symbol, "masthead-notes: {symbol: Again}\n" * symbol.endswith("*"))) == []


def test_front_matter_says_it_where_the_symbol_does_not(tmp_path: Path) -> None:
    write(tmp_path, "R/2026/1")
    assert found(tmp_path, write(tmp_path, "R/2026/7", "family: {revises: R/2026/1}\n")) == []
    assert relations.of_house(House(tmp_path)).newest("R/2026/1") == "R/2026/7"


@pytest.mark.parametrize(
    ("symbol", "family", "code"),
    [
        ("R/2026/1/Rev.1", "revises: R/2026/2", "FAM001 error"),
        ("R/2026/1/Corr.1", "adds-to: R/2026/1", "FAM001 error"),
        ("R/2026/3", "revises: R/2026/3", "FAM002 error"),
        ("R/2026/3", "corrects: R/2026/3*", "FAM002 error"),
        ("R/2026/3", "revises: R/2026/99", "FAM003 error"),
        ("R/2026/9/Rev.1", "", "FAM003 warning"),
        ("R/2026/1/Rev.2", "", "FAM006 error"),
    ],
)
def test_what_cannot_be_is_a_finding(tmp_path: Path, symbol: str, family: str, code: str) -> None:
    write(tmp_path, "R/2026/1")
    write(tmp_path, "R/2026/2")
    slug = write(tmp_path, symbol, f"family: {{{family}}}\n" if family else "")
    assert [row.partition(":")[0] for row in found(tmp_path, slug)] == [code]


@pytest.mark.parametrize(
    ("family", "symbol", "hint"),
    [
        ("family: {revises: S/2017/79}\n", "R/2026/1", "Did you mean 'S/2017/97'?"),
        (
            "family: {revises: R/2026/3}\n",
            "R/2026/30",
            "Correct the symbol; or waive this where it was issued elsewhere.",
        ),
        ("", "R/2026/1/Rev.1", "Correct the symbol; or waive this where it was issued elsewhere."),
        ("", "S/2017/97/Rev.2", "Correct the number, or add the revision between."),
    ],
)
def test_only_what_was_typed_may_be_a_slip_for_another_symbol(
    tmp_path: Path, family: str, symbol: str, hint: str
) -> None:
    write(tmp_path, "S/2017/97")
    slug = write(tmp_path, symbol, family)
    house = House(tmp_path)
    assert [slip.finding.hint for slip in checks.slips(house, *report_of(house, slug))] == [hint]


def typed(root: Path, slug: str, *changes: tuple[str, str]) -> list[str]:
    """What is wrong with a report as it is typed in an editor: other than on the disk."""
    house = House(root)
    text = house.report(slug).read_text("utf-8")
    for before, after in changes:
        text = text.replace(before, after)
    source = source_text.parse(text, house.name(house.report(slug)))
    return [slip.finding.code for slip in checks.slips(house, source, front_matter.read(source))]


def test_a_report_is_judged_as_it_is_typed(tmp_path: Path) -> None:
    write(tmp_path, "R/2026/1", "languages: [en, fr]\n", date="2026-03-01")
    slug = write(tmp_path, "R/2026/1/Rev.1", "languages: [en, fr]\n", date="2026-04-01")
    assert typed(tmp_path, slug) == []
    assert typed(tmp_path, slug, ("2026-04-01", "2026-02-01"), ("[en, fr]", "[en]")) == ["FAM007", "FAM009"]
    assert typed(tmp_path, slug, ("R/2026/1/Rev.1", "R/2026/1/Corr.1")) == []
    other = write(tmp_path, "R/2026/7", "family: {revises: R/2026/1}\n", date="2026-04-01")
    assert typed(tmp_path, other, ("revises", "corrects")) == []
    House(tmp_path).report(slug).write_text("---\nsymbol: [\n---\n", "utf-8")
    head = REPORT.format(symbol="R/2026/1/Rev.1", date="2026-04-01", more="languages: [en, fr]\n", words="")
    assert typed(tmp_path, slug, ("---\nsymbol: [\n---\n", head)) == ["FAM005"]


def test_marks_that_change_are_noticed(tmp_path: Path) -> None:
    write(tmp_path, "R/2026/1")
    write(tmp_path, "R/2026/1/rev1")
    house = House(tmp_path)
    assert relations.of_house(house).newest("R/2026/1") == "R/2026/1"
    (tmp_path / "styles/house").mkdir(parents=True)
    style = 'inherits = "plain"\n\n[family]\nrevises = "/rev"\n'
    (tmp_path / "styles/house/style.toml").write_text(style, "utf-8")
    (tmp_path / "plantin.toml").write_text('style = "house"\n', "utf-8")
    assert relations.of_house(House(tmp_path)).newest("R/2026/1") == "R/2026/1/rev1"
    (tmp_path / "styles/house/style.toml").write_text(style.replace("/rev", "/no"), "utf-8")
    assert relations.of_house(House(tmp_path)).newest("R/2026/1") == "R/2026/1"


def test_a_mark_may_be_empty_and_ends_in_no_figure() -> None:
    (form,) = get_type_hints(FamilyMarks, include_extras=True)["revises"].__metadata__
    assert [form.holds(mark) for mark in ("", "/Rev.", "/Rev1")] == [True, True, False]


def test_a_corrigendum_to_what_another_house_issued_is_no_fault(tmp_path: Path) -> None:
    assert found(tmp_path, write(tmp_path, "R/2026/9/Corr.1")) == []


def test_a_circle_is_a_finding_of_each(tmp_path: Path) -> None:
    slugs = [write(tmp_path, f"R/2026/{n}", f"family: {{revises: R/2026/{n % 3 + 1}}}\n") for n in (1, 2, 3)]
    for slug in slugs:
        assert [row[:6] for row in found(tmp_path, slug)] == ["FAM004"]
    assert relations.of_house(House(tmp_path)).newest("R/2026/1") == "R/2026/1"


def test_two_revisions_of_one_report_are_a_finding_of_both(tmp_path: Path) -> None:
    write(tmp_path, "R/2026/1")
    slugs = write(tmp_path, "R/2026/1/Rev.1"), write(tmp_path, "R/2026/7", "family: {revises: R/2026/1}\n")
    assert [found(tmp_path, slug)[0][:6] for slug in slugs] == ["FAM005", "FAM005"]


def test_a_revision_is_not_older_and_lacks_no_language(tmp_path: Path) -> None:
    write(tmp_path, "R/2026/1", "languages: [en, fr]\n")
    slug = write(tmp_path, "R/2026/1/Rev.1", date="2025-01-05")
    assert [row[:14] for row in found(tmp_path, slug)] == ["FAM007 warning", "FAM009 warning"]


def test_citing_a_symbol_that_was_replaced_is_a_finding_that_can_be_waived(tmp_path: Path) -> None:
    write(tmp_path, "R/2026/1")
    write(tmp_path, "R/2026/1/Rev.1", date="2026-03-01", words="It replaces R/2026/1.")
    write(tmp_path, "R/2026/1/Rev.2", date="2026-05-01")
    words = "See R/2026/1, R/2026/1/Rev.1, R/2026/1/Add.1, R/2026/12, AR/2026/1, `R/2026/1` and R/2026/1."
    slug = write(tmp_path, "R/2026/5", date="2026-06-01", words=words)
    rows = found(tmp_path, slug)
    assert [row.partition(": ")[2] for row in rows] == [
        "R/2026/1 was replaced by R/2026/1/Rev.1 on 2026-03-01",
        "R/2026/1/Rev.1 was replaced by R/2026/1/Rev.2 on 2026-05-01",
        "R/2026/1 was replaced by R/2026/1/Rev.1 on 2026-03-01",
    ]
    assert {row[:14] for row in rows} == {"FAM008 warning"}
    for cited in ("*R/2026/1*", "**R/2026/1**", "_R/2026/1_", "R/2026/1*", "见R/2026/1号", "в R/2026/1-м"):
        assert len(found(tmp_path, write(tmp_path, "R/2026/5", date="2026-06-01", words=f"See {cited}."))) == 1, cited
    earlier = write(tmp_path, "R/2026/6", date="2026-02-01", words=words)
    assert found(tmp_path, earlier) == [], "it was right when it was issued"
    assert found(tmp_path, "R-2026-1-Rev.1") == [], "a family may name its members"
