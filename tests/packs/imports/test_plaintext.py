"""A received text that is not understood is reported at its line, and what the press numbers otherwise is a loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.packs.imports import reading, receive
from plantin.packs.imports.plaintext import read as read_text
from plantin.packs.imports.received import Fallbacks, GivenFields, ImportedReport
from plantin.production.steps import compose
from tests.kit import houses
from tests.kit.command import plantin
from tests.kit.houses import in_un, without_reports

ENGLISH = houses.un("en")
TEXT = """Shop

United Nations

Security Council

S/2035/7

Distr.: General

2 June 2035

Original: English

Report on lamps

I. Lamps

1. The lamps are lit. |1|

2. The oil is spent.

Notes:

1. At dusk. [Back]
"""


def read(text: str, name: str = "received.txt", **fields: str) -> ImportedReport:
    return read_text(text, name, GivenFields(fields), ENGLISH, Fallbacks("lamps report", "2035-06-30"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return in_un(without_reports(tmp_path).root).root


def body(received: ImportedReport) -> str:
    return received.text.split("---\n", 2)[2].strip()


def test_a_sound_text_leaves_out_only_what_is_no_part_of_it() -> None:
    received = read(TEXT)
    assert received.symbol == "S/2035/7"
    assert received.notices == ()
    findings = [one.finding("received.txt") for one in received.left_out]
    assert [(row.code, row.severity, row.place.path, row.place.line) for row in findings] == [
        ("S043", "warning", "received.txt", 1),
        ("S043", "warning", "received.txt", TEXT.split("\n").index("Notes:") + 1),
    ]
    assert "“Shop”" in findings[0].message


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("S/2035/7", "Document seven", "S040", ""),
        ("Original: English", "Original: Latin", "S041", "Original: Latin"),
        ("2 June 2035", "2 Juno 2035", "S041", "2 Juno 2035"),
        ("2 June 2035", "31 June 2035", "S041", "31 June 2035"),
        ("Distr.: General", "Distr.: Everybody", "S041", "Distr.: Everybody"),
        ("lit. |1|", "lit. |3|", "S042", "1. The lamps are lit. |3|"),
    ],
)
def test_what_is_not_understood_is_reported_at_its_line_and_stops_nothing(
    old: str, new: str, code: str, at: str
) -> None:
    text = TEXT.replace(old, new)
    received = read(text)
    findings = [*received.notices, *(one.finding("received.txt") for one in received.left_out)]
    finding = next(finding for finding in findings if finding.code == code)
    assert finding.place.path == "received.txt"
    assert finding.place.line == (text.split("\n").index(at) + 1 if at else 0)
    assert finding.hint
    assert "# Lamps\n\nThe lamps are lit." in received.text


def test_a_masthead_in_another_language_is_understood() -> None:
    french = houses.un("fr")
    text = TEXT.replace("Security Council", "Conseil de sécurité").replace("2 June 2035", "1er février 2035")
    text = text.replace("Distr.: General", "Distr. : générale").replace("Original: English", "Original : français")
    head = read_text(
        text.replace("United Nations", "Nations Unies"),
        "recu.txt",
        GivenFields(),
        french,
        Fallbacks("recu", "2035-06-30"),
    )
    assert head.text.startswith(
        '---\nsymbol: S/2035/7\norgan: "Security Council"\ntitle: "Report on lamps"\ndate: 2035-02-01\n'
    )
    assert "distribution: general\noriginal-language: fr\n" in head.text


def test_no_text_is_swallowed_by_the_title() -> None:
    prose = "The lamps were lit at dusk, as they had been every evening since the harbour was built."
    received = read(TEXT.replace("Report on lamps\n", f"Report on lamps\n\n{prose}\n\nSo it was.\n"))
    assert 'title: "Report on lamps"' in received.text
    assert body(received).startswith(
        f"::: {{.unnumbered}}\n{prose}\n:::\n\n::: {{.unnumbered}}\nSo it was.\n:::\n\n# Lamps"
    )
    assert [finding.code for finding in received.notices] == ["S046"]
    assert "text before the first heading stays text: “The lamps were lit" in received.notices[0].message
    wrapped = read(TEXT.replace("Report on lamps\n", "Report on the lamps\nof the harbour\n"))
    assert 'title: "Report on the lamps of the harbour"' in wrapped.text


def test_a_text_without_a_masthead_comes_in_with_what_is_assumed() -> None:
    received = read("The lamps\n\nThey were lit.\n\nNobody came. A/B testing was not done.\n")
    assert received.text.startswith('---\nsymbol: DRAFT/lamps-report\ntitle: "The lamps"\ndate: 2035-06-30\n')
    assert [finding.code for finding in received.notices] == ["S040", "S046", "S046", "S046"]
    assert all("is assumed" in finding.message for finding in received.notices[:3])
    assert "They were lit." in body(received)


def test_fields_that_the_user_gives_win() -> None:
    fields = {
        "symbol": "A/90/1",
        "title": 'On "lamps"',
        "organ": "General Assembly",
        "date": "2035-01-02",
        "session": "Ninetieth session",
    }
    received = read("They were lit.\n", **fields, **{"original-language": "en"})
    assert received.notices == ()
    assert (
        received.text == '---\nsymbol: A/90/1\norgan: "General Assembly"\ntitle: "On \\"lamps\\""\ndate:'
        " 2035-01-02\noriginal-language: en\nsession: Ninetieth session\n---\n\n::: {.unnumbered}\nThey were"
        " lit.\n:::\n"
    )


@pytest.mark.parametrize(
    "line", ["2017. It was a good year.", "0. x", "IIII. x", "4711. x", "MMMMM. x", "٣. x", "99999. x"]
)
def test_what_is_no_number_of_a_heading_stays_text(line: str) -> None:
    received = read(TEXT.replace("2. The oil is spent.", line))
    number, _, rest = line.partition(".")
    assert f"::: {{.unnumbered}}\n{number}\\. {rest.strip()}\n:::" in body(received) or f"\n{line}\n:::" in body(
        received
    )


def test_headings_of_figures_keep_their_levels() -> None:
    received = read("1. Lamps\n\n1.1 Oil\n\n1.2 Glass\n\n2. Keepers\n\n2.5 million were spent.\n")
    lines = [line for line in body(received).split("\n") if line and not line.startswith(":")]
    assert lines == ["# Lamps", "## Oil", "## Glass", "# Keepers", "2.5 million were spent."]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("report.rtf", "{\\rtf1 S/2035/7}", "a file of rich text (RTF)"),
        ("report.txt", "{\\rtf1 S/2035/7}", "a file of rich text (RTF)"),
        ("report", "%PDF-1.7", "a PDF file"),
        ("report.txt", "PK\x03\x04", "an archive (zip)"),
        ("report.csv", "a,b", "a file of the kind .csv"),
    ],
)
def test_a_kind_that_is_not_read_is_never_taken_for_plain_text(name: str, content: str, words: str, home: Path) -> None:
    (home / name).write_text(content, "utf-8")
    ended = plantin("import", name, cwd=home)
    assert (ended.returncode, f"error S048: {words}" in ended.stderr) == (3, True), ended.stderr
    assert "Read are Word files" in ended.stderr
    assert list((home / "sources").iterdir()) == []


def test_a_source_that_cannot_be_composed_is_written_with_its_findings(home: Path) -> None:
    file = home / "received.txt"
    file.write_text(TEXT.replace("2. The oil", "A. Oil\n\n2. The oil"), "utf-8")
    ended = plantin("import", "received.txt", "--set", "session=Ninth: session", cwd=home)
    source = home / "sources" / "S-2035-7" / "report.md"
    assert (ended.returncode, "S004" in ended.stderr) == (3, True)
    assert "# Lamps\n\nThe lamps are lit." in source.read_text("utf-8")
    page = source.with_name(receive.FINDINGS).read_text("utf-8")
    assert "The source cannot be composed yet." in page
    assert "error S004" in page
    assert "left out, before the symbol:\nShop" in page
    # One that can be composed stays.
    source.write_text("as it was", "utf-8")
    assert plantin("import", "received.txt", "--set", "session=Ninth: session", "--replace", cwd=home).returncode == 3
    assert source.read_text("utf-8") == "as it was"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--symbol", ".."), 2, "S045"),
        (("--symbol", "S/2035/" + "7" * 100), 2, "S045"),
        (("--set", "date"), 2, "no field with its value"),
        (("--title", "a\u001b[31m"), 2, "is not a line of text"),
        (("--set", "colour=red"), 3, "S005"),
        (("--symbol", "A/72/5 (Vol. II"), 2, "a bracket is not closed"),
    ],
)
def test_fields_that_cannot_be_are_reported(arguments: tuple[str, ...], code: int, words: str, home: Path) -> None:
    (home / "received.txt").write_text(TEXT, "utf-8")
    ended = plantin("import", "received.txt", *arguments, cwd=home)
    assert (ended.returncode, words in ended.stderr) == (code, True), ended.stderr


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        ("A/72/5 (Vol. II)", "A-72-5_~Vol._II~"),
        ("A/72/6 (Sect. 3)", "A-72-6_~Sect._3~"),
        ("S/PV.7890 (Resumption 1)", "S-PV.7890_~Resumption_1~"),
        ("DP/FPA/2017/3 (Part I)", "DP-FPA-2017-3_~Part_I~"),
        ("S/RES/2253\u00a0(2015)", "S-RES-2253_~2015~"),
        ("COM(2021) 206 final", "COM~2021~_206_final"),
        ("ISO 14289-1:2014", "ISO_14289--1__2014"),
        ("S/2035/7*", "S-2035-7"),
    ],
)
def test_a_symbol_of_any_form_is_found_and_can_be_composed(symbol: str, name: str, home: Path) -> None:
    received = home / "received.txt"
    received.write_text(TEXT.replace("S/2035/7", symbol).replace("Security Council", "Council of Keepers"), "utf-8")
    ended = plantin("import", "received.txt", "--organ", "Council of Keepers", cwd=home)
    assert ended.returncode == 0, ended.stderr
    document = compose(House(home), name, "en").document
    assert document.masthead.symbol == symbol.replace("\u00a0", " ").removesuffix("*")
    assert document.masthead.organ == "Council of Keepers"
    remarks = (home / "sources" / name / receive.FINDINGS).read_text("utf-8")
    assert ("S177" in remarks) == symbol.endswith("*")


@pytest.mark.parametrize(
    "line", ["N/A", "AND/OR", "5 June 2035 (Vol. II)", "ISO 9001", "Report (2015)", "COM(2021) 206 final report on"]
)
def test_other_lines_are_not_taken_for_symbols(line: str) -> None:
    assert "symbol: DRAFT/lamps-report" in read(TEXT.replace("S/2035/7", line)).text


def test_every_word_is_in_the_source_or_listed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = home / "received.txt"
    file.write_text(TEXT.replace("The oil", "The [oil](x) of CO2 *and* `code`, 3\u00a0m\u00b2,"), "utf-8")
    arrived = receive.import_file(House(home), file, dry=True)
    assert "S067" not in [finding.code for finding in arrived.findings()]
    real = reading.plaintext.read
    monkeypatch.setattr(reading.plaintext, "read", lambda text, *rest: real(text.replace("spent", ""), *rest))
    arrived = receive.import_file(House(home), file, dry=True)
    assert [
        (finding.code, "spent" in finding.message) for finding in arrived.left_out if finding.severity == "error"
    ] == [("S067", True)]


def test_a_number_that_the_press_gives_otherwise_is_a_loss(home: Path) -> None:
    file = home / "received.txt"
    file.write_text(TEXT, "utf-8")
    assert receive.import_file(House(home), file, dry=True).losses == ()
    file.write_text(TEXT.replace("I. Lamps", "II. Lamps").replace("2. The oil", "7. The oil"), "utf-8")
    arrived = receive.import_file(House(home), file, dry=True)
    assert [loss.code for loss in arrived.losses] == ["S044", "S044"]
    assert arrived.losses[0].place.line == TEXT.split("\n").index("I. Lamps") + 1
    assert "section II. as received, I. from the press" in arrived.losses[0].message
    assert "paragraph 7. as received, 2. from the press" in arrived.losses[1].message
    assert arrived.exit_code() == 1
