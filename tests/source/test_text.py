"""A source is read and given back byte for byte, and its blocks know their lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plantin.findings import SourceError
from plantin.model import symbols
from plantin.source import front_matter
from plantin.source import text as source_text

HEAD = "---\nsymbol: S/2035/1\n---\n"
REPORT = Path(__file__).parents[2] / "sources" / "S-2017-97" / "report.md"


@given(some.text(alphabet="ab#[^]:-> \n\t", max_size=200))
def test_any_body_comes_back_as_it_was(body: str) -> None:
    assert source_text.parse(HEAD + body, "report.md").text() == HEAD + body


def test_the_report_comes_back_as_it_was() -> None:
    assert source_text.read(REPORT).text().encode() == REPORT.read_bytes()


def test_a_byte_order_mark_is_accepted_and_given_back(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"\xef\xbb\xbf" + REPORT.read_bytes())
    report, plain = source_text.read(path), source_text.read(REPORT)
    assert report.content() == path.read_bytes()
    assert (report.head, report.blocks, report.body()) == (plain.head, plain.blocks, plain.body())


def test_blocks_know_their_lines() -> None:
    report = source_text.parse(HEAD + "\n# Lamps\n\nOne\nand two.\n\n\n[^oil]: Oil.\n", "report.md")
    assert [(block.line, block.text) for block in report.blocks] == [
        (5, "# Lamps"),
        (7, "One\nand two."),
        (11, "[^oil]: Oil."),
    ]


def test_the_body_keeps_the_lines_of_the_file() -> None:
    report = source_text.parse(HEAD + "\n# Lamps\n", "report.md")
    assert report.body().split("\n")[4] == "# Lamps"


@pytest.mark.parametrize(
    ("symbol", "slug"),
    [("S/2017/97", "S-2017-97"), ("A/71/344/Add.1", "A-71-344-Add.1"), ("S/2016/501*", "S-2016-501")],
)
def test_a_symbol_is_a_file_name(symbol: str, slug: str) -> None:
    assert not symbols.fault(symbol)
    assert symbols.slug(symbol) == slug


def head(fields: str) -> front_matter.FrontMatter:
    return front_matter.read(source_text.parse(f"---\n{fields}---\n", "report.md"))


REQUIRED = 'symbol: S/2035/1\norgan: Security Council\ntitle: "Lamps: a report"\ndate: 2035-06-01\n'


def test_the_defaults_are_those_of_a_united_nations_report() -> None:
    read = head(REQUIRED)
    assert (read.distribution, read.original_language, read.languages) == ("general", "en", ("en",))
    assert read.rules.sections == ("upper-roman", "upper-latin", "decimal", "lower-latin", "lower-roman")
    assert read.title == "Lamps: a report"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("languages: [fr]\n", "S007"),
        ("languages: fr\n", "S007"),
        ("distribution: secret\n", "S007"),
        ("original-language: English!\n", "S007"),
        ("rules: {sections: [I, Z]}\n", "S007"),
        ("rules: {paragraph: none}\n", "S007"),
        ("rules: {paragraphs: sometimes}\n", "S007"),
        ("waivers: [{code: S030, words: lamps}]\n", "S007"),
        ("orgen: x\n", "S005"),
        ("- a\n", "S004"),
    ],
)
def test_a_value_that_cannot_be_is_found_on_its_line(line: str, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        head(REQUIRED + line)
    (finding,) = caught.value.findings
    assert finding.code == code
    assert finding.place.line == 6
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("line", "code"),
    [('publisher: “Lamps"', "S007"), ("publisher: “Lamps", "S007"), ("publisher: Lamps”", "S007"), ("publisher: ‘Lamps'", "S007"),
     ("keywords: [oil, «lamps]", "S007"), ('masthead-notes: {title: „Oil"}', "S007"), ('publisher: "Lamps”\nrights: All', "S004")],
)  # fmt: skip
def test_a_quotation_mark_at_one_end_is_found_on_its_line(line: str, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        head(f"{REQUIRED}{line}\n")
    assert [(finding.code, finding.place.line) for finding in caught.value.findings] == [(code, 6)]
    assert "straight quotation marks" in caught.value.findings[0].hint


@pytest.mark.parametrize(
    "line",
    [
        "“Lamps”",
        "„Lampen“",
        "«Лампы»",
        "The “Lamps”",
        "“A” and “B”",
        "'\"Lamps\"'",
        "The keepers’",
        'Pipes of 5"',
        '"Lamps"',
        "“A” of 5",
    ],
)
def test_quotation_marks_in_pairs_are_sound(line: str) -> None:
    assert head(f"{REQUIRED}publisher: {line}\n").publication.publisher == line.strip("'").strip('"') or '"' in line


def test_every_missing_field_is_named() -> None:
    with pytest.raises(SourceError) as caught:
        head("distribution: general\n")
    assert sorted(finding.message for finding in caught.value.findings) == [
        "field 'date' is missing",
        "field 'symbol' is missing",
        "field 'title' is missing",
    ]
