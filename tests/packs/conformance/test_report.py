"""Conformance reports: every level rests on what was read, and a second reader gives it again."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from plantin.findings import UsageError
from plantin.packs.conformance import auditor, evaluation, evidence, levels, report
from plantin.packs.conformance.criteria import criteria
from plantin.packs.conformance.report import ConformanceReport, Subject
from plantin.packs.conformance.tables import ConformanceWords
from plantin.validators import tools
from tests.packs.conformance import records
from tests.packs.conformance.spoilt_reports import SPOILT, Pair
from tests.spoilt import EDITIONS

pytestmark = pytest.mark.full


def found_record() -> dict[str, object]:
    """A check with a finding in one of two web pages, and in the PDF."""
    found = records.record()
    row = next(row for row in found["validators"] if row["tool"] == "axe" and "fr" in row["path"])
    row["status"] = "failed"
    found["findings"] = [records.finding("A118", "en.pdf")]
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pair, auditor.Records]:
    home = records.house(tmp_path_factory.mktemp("house"), records.EVALUATION)
    found = found_record()
    written = report.write(home, records.report(home, found), "en")
    return (written["html"], written["docx"]), auditor.Records(found, {}, (), records.EVALUATION.encode())


def test_a_sound_report_has_no_finding(made: tuple[Pair, auditor.Records]) -> None:
    pair, evidence_ = made
    assert list(auditor.unlike(*pair, evidence_, ConformanceWords())) == []


@pytest.mark.sample(15)
@pytest.mark.parametrize("fault", SPOILT)
def test_a_spoilt_report_is_caught(made: tuple[Pair, auditor.Records], fault: str) -> None:
    pair, evidence_ = made
    spoilt = SPOILT[fault](pair)
    assert spoilt != pair
    assert {finding.code for finding in auditor.unlike(*spoilt, evidence_, ConformanceWords())} == {"CNF005"}


def test_a_report_of_another_record_is_caught(made: tuple[Pair, auditor.Records]) -> None:
    """The files are as they were; what was found in editions, or judged, is another."""
    pair, _ = made
    judged = records.EVALUATION.encode()
    more = found_record()
    more["findings"] = [*more["findings"], records.finding("P006", "en.epub")]  # type: ignore[misc]
    assert list(auditor.unlike(*pair, auditor.Records(more, {}, (), judged), ConformanceWords()))
    unread = found_record()
    unread["editions"][0]["counts"] = None  # type: ignore[index]
    assert list(auditor.unlike(*pair, auditor.Records(unread, {}, (), judged), ConformanceWords()))
    assert list(auditor.unlike(*pair, auditor.Records(found_record()), ConformanceWords()))


@pytest.mark.sample(2)
@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_it_is_proved_in_each_language(tmp_path: Path, language: str) -> None:
    home = records.house(tmp_path, records.EVALUATION)
    written = report.write(home, records.report(home, found_record()), language)
    assert f'lang="{language}'.encode() in written["html"]
    assert b'<span lang="en" dir="ltr">Non-text Content' in written["html"]


def level(home_record: dict[str, object], name: str, kind: str) -> str:
    found = evidence.collect(home_record, {})
    (row,) = (row for row in levels.standings(criteria(), found, None)[name] if row.kind == kind)
    return row.level


def test_nothing_is_supported_without_a_check_that_read_every_file() -> None:
    found = records.record()
    assert level(found, "3.1.1", "html") == "supports"
    found["validators"] = [row for row in found["validators"] if row["tool"] != "axe"]
    assert level(found, "3.1.1", "html") == "not_evaluated"
    found = records.record()
    found["editions"][1]["counts"] = None
    assert level(found, "3.1.1", "html") == "not_evaluated"
    assert level(found, "1.2.1", "html") == "not_evaluated", "nor is anything not applicable"


def test_a_finding_lowers_the_level() -> None:
    found = records.record()
    assert level(found, "1.3.3", "html") == level(found, "2.1.1", "html") == "not_evaluated"
    assert level(found, "1.4.3", "pdf") == "supports"
    found["findings"] = [records.finding("P011", "fr.html"), records.finding("A118", "en.pdf")]
    assert level(found, "3.1.1", "html") == "partially"
    assert level(found, "1.4.3", "pdf") == "does_not"


def test_a_film_on_a_page_leaves_its_criteria_to_a_person(tmp_path: Path) -> None:
    """That a page has a film is no fault of its captions, and nobody can say that there is none."""
    rows = [{"tool": "media", "version": "", "path": f"site/{n}", "status": n} for n in ("failed", "passed")]
    found = evidence.collect(None, {"site": {"editions": [], "findings": [], "validators": rows}})
    text = '[[judged]]\ncriterion = "1.2.2"\nlevel = "{}"\nremarks = "Seen."\n'
    head = 'evaluator = "A"\ndate = 2026-11-20\nmethod = "By eye"\n'

    def judge(level: str) -> tuple[str, list[str]]:
        judged = read(head + text.format(level), tmp_path) if level else None
        shown = levels.standings(criteria(), found, judged)
        said = [f"{one.code} {one.place.path}" for one in levels.remarks({"1.2.2": shown["1.2.2"]}, found, judged)]
        return shown["1.2.2"][0].level, said

    assert judge("") == ("not_evaluated", ["CNF004 site/failed"])
    assert judge("Supports") == ("supports", ["CNF004 site/failed"])
    assert judge("Not Applicable") == ("not_evaluated", ["CNF003 conformance.toml", "CNF004 site/failed"])
    home = records.house(tmp_path / "house")
    made = ConformanceReport(Subject("Site", records.TODAY), found, None, levels.standings(criteria(), found, None))
    assert report.write(home, made, "en"), "and the second reader gives the same level"


@pytest.mark.parametrize(
    ("language", "kinds", "clauses"),
    [("ar", "HTML، EPUB، PDF، Word", "9.1.1.1، 10.1.1.1"), ("zh", "HTML、EPUB、PDF、Word", "9.1.1.1、10.1.1.1")],
)
def test_lists_have_the_signs_of_their_language(tmp_path: Path, language: str, kinds: str, clauses: str) -> None:
    home = records.house(tmp_path)
    page = report.write(home, records.report(home, records.record()), language)["html"].decode()
    text = re.sub("<[^>]*>|[\u2060\u200b-\u200f\u2066-\u2069]", "", page)
    assert kinds in text
    assert clauses in text


def test_an_edition_that_is_not_there_is_not_reported_on() -> None:
    found = records.record()
    found["findings"] = [records.finding("P000", "fr.html")]
    assert evidence.collect(found, {}).files["html"] == {records.path_of("en.html")}
    assert evidence.collect(found, {}, ["R-2026-2"]).kinds() == ()
    assert dict(evidence.collect(found, {}).others) == {"brf": 1}


def test_each_check_that_is_named_has_a_spoilt_input_that_it_catches() -> None:
    """A criterion without a check that can fail is no criterion that editions support."""
    spoilt = {(row.format, code) for row in EDITIONS for code in row.codes}
    validators = {tool.name for tool in tools()}
    for row in criteria():
        for kind in row.kinds:
            for check in row.checks(kind):
                if check[0].isupper():
                    assert (kind, check) in spoilt, (row.name, kind, check)
                else:
                    assert check in {*validators, "files", "media"}, (row.name, check)


def test_the_lists_are_those_of_the_standards() -> None:
    graded = [row for row in criteria() if row.standard == "wcag" and not row.until]
    assert Counter(row.level for row in graded) == {"A": 31, "AA": 24, "AAA": 31}
    asked = [numbers for row in criteria() for name, numbers in row.elsewhere(("html", "pdf")) if name == "EN 301 549"]
    assert Counter(n.partition(".")[0] for numbers in asked for n in numbers) == {"9": 50, "10": 46}
    revised = [name for row in criteria() for name, _ in row.elsewhere(("pdf",)) if name == "Section 508"]
    assert len(revised) == 38
    assert sum(row.standard == "ua" for row in criteria()) == 31


def read(text: str, folder: Path) -> evaluation.Evaluation | None:
    path = folder / evaluation.NAME
    path.write_text(text, "utf-8")
    return evaluation.read(path, evaluation.NAME, criteria(), records.TODAY)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("method =", "methods =", 3, "unknown"),
        ('evaluator = "Documents Section"\n', "", 0, "evaluator"),
        ("2026-11-20", '"soon"', 2, "a date"),
        ("2026-11-20", "2027-01-01", 2, "not yet"),
        ('"1.1.1"', '"1.1.9"', 6, "no criterion"),
        ('"Supports"', '"Complies"', 8, "Complies"),
        ('"Supports"', '"Not Evaluated"', 8, "Not Evaluated"),
        ('remarks = "In Word only."\n', "", 11, "remarks"),
        ('"docx", "pdf"', '"docx", "paper"', 16, "paper"),
        ('"EN 301 549 5.2"', '"1.1.1"', 11, "twice"),
        ('"EN 301 549 5.2"', '"PDF/UA-1 13"', 11, "asks nothing of docx"),
        ("[[judged]]", "[[judged", 6, ""),
    ],
)
def test_a_wrong_evaluation_is_refused_by_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in records.EVALUATION
    with pytest.raises(UsageError) as raised:
        read(records.EVALUATION.replace(old, new, 1), tmp_path)
    assert {finding.code for finding in raised.value.findings} == {"CNF002"}
    assert said in str(raised.value)
    assert any(abs(finding.place.line - line) <= 1 for finding in raised.value.findings)


def test_a_judgement_raises_nothing_that_checks_found(tmp_path: Path) -> None:
    text = records.EVALUATION.replace('"1.1.1"', '"1.4.3"')
    judged = read(text, tmp_path)
    found = evidence.collect(found_record(), {})
    rows = levels.standings(criteria(), found, judged)
    assert {row.kind: row.level for row in rows["1.4.3"]}["pdf"] == "does_not"
    codes = Counter(finding.code for finding in levels.remarks(rows, found, judged))
    assert codes["CNF003"] == 2, "the pages, of which axe found something in one, and the PDF"


def test_titles_and_numbers_are_those_that_are_published() -> None:
    known = {row.name: row.title for row in criteria()}
    assert known["2.5.8"] == "Target Size (Minimum)"
    assert known["EN 301 549 4.2.10"] == "Usage with limited cognition, language or learning"
    assert known["Section 508 504.2.2"] == "PDF Export"
    assert known["PDF/UA-1 13"] == "Graphics"
    table = tomllib.loads((Path(auditor.__file__).with_name("standards.toml")).read_text("utf-8"))
    assert len({*table["wcag"]["A"].split()}) == 32, "with 4.1.1"
