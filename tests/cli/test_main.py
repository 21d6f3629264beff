"""The command as a user meets it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from plantin.cli.terminal import Terminal
from plantin.findings import Finding, Place
from plantin.house.layout import House
from plantin.production.formats import Edition
from plantin.production.ingredients import Ingredients
from plantin.writers import engine
from tests.kit import houses
from tests.kit.command import COMMAND, plantin, process
from tests.kit.houses import ROOT


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A house with one small report."""
    return houses.small(tmp_path).root


def test_build_makes_every_edition_once_and_check_finds_no_difference(home: Path) -> None:
    first = plantin("build", cwd=home)
    assert first.returncode == 0, first.stderr
    made = {path.name for path in (home / "build" / "A-90-12-Add.1").iterdir()}
    assert made == {f"A-90-12-Add.1-en{suffix}" for suffix in (".pdf", ".docx", ".epub", ".html")}
    assert first.stdout.count("made in") == 4
    second = plantin("build", cwd=home)
    assert second.stdout.count("as it was") == 4, "a second build makes nothing again"
    checked = plantin("check", cwd=home)
    assert checked.returncode == 0, checked.stderr
    assert "4 editions, 0 differences, 0 findings" in checked.stdout
    ledger = json.loads((home / "build" / "A-90-12-Add.1" / "ledger.json").read_text("utf-8"))
    assert [edition["differences"] for edition in ledger["editions"]] == [[], [], [], []]
    assert {"anchor": "paragraph-3.b.ii", "labels": {"en": "(ii)"}} in ledger["places"]


def test_pages_are_the_same_with_a_newer_engine_and_take_longer_which_is_reported(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = home / "build" / "A-90-12-Add.1" / "A-90-12-Add.1-en.pdf"
    with monkeypatch.context() as newer:
        newer.setattr(engine, "version", lambda: "71.3")
        built = plantin("build", "--format", "pdf", cwd=home)
    assert (built.returncode, "warning D012" in built.stderr, "71.3" in built.stderr) == (0, True, True), built.stderr
    pages = edition.read_bytes()
    edition.unlink()
    again = plantin("build", "--format", "pdf", cwd=home)
    assert "D012" not in again.stderr
    assert edition.read_bytes() == pages


def test_check_takes_what_is_there_and_fails_on_a_difference(home: Path) -> None:
    plantin("build", "--format", "html", cwd=home)
    page = home / "build" / "A-90-12-Add.1" / "A-90-12-Add.1-en.html"
    page.write_text(page.read_text("utf-8").replace("lit at dusk", "lit at dawn"), "utf-8")
    checked = plantin("check", "--format", "html", cwd=home)
    assert checked.returncode == 1
    assert "P004" in checked.stderr
    assert "paragraph-1" in checked.stderr
    assert "lit at dawn" in page.read_text("utf-8"), "a check never rebuilds"
    single = plantin("check", "build/A-90-12-Add.1/A-90-12-Add.1-en.html", cwd=home)
    assert single.returncode == 1
    assert "changed after it was made" in plantin("why", "--format", "html", cwd=home).stdout


def test_only_what_changed_is_made_again(home: Path) -> None:
    plantin("build", "--format", "html", cwd=home)
    source = home / "sources" / "A-90-12-Add.1" / "report.md"
    text = source.read_text("utf-8")
    first = next(number for number, line in enumerate(text.split("\n"), 1) if "at dusk" in line)
    source.write_text(text.replace("\n\n", "\n\n\n") + "\n\n", "utf-8")
    assert "html: fresh" in plantin("why", "--format", "html", cwd=home).stdout, "blank lines change no edition"
    assert "as it was" in plantin("build", "--format", "html", cwd=home).stdout
    source.write_text(text.replace("at dusk", "at dawn"), "utf-8")
    assert f"html: source changed at line {first}\n" in plantin("why", "--format", "html", cwd=home).stdout
    assert "made in" in plantin("build", "--format", "html", cwd=home).stdout


def test_what_changes_no_word_is_no_reason(home: Path) -> None:
    (home / "styles").unlink()
    shutil.copytree(ROOT / "styles", home / "styles")
    plantin("build", "--format", "html", cwd=home)
    words = home / "styles" / "un" / "locales" / "en" / "locale.toml"
    words.write_text("# a remark\n" + words.read_text("utf-8"), "utf-8")
    assert "html: fresh" in plantin("why", "--format", "html", cwd=home).stdout
    words.write_text(words.read_text("utf-8").replace('"General Assembly" = "', '"General Assembly" = "The '), "utf-8")
    assert "html: locale changed" in plantin("why", "--format", "html", cwd=home).stdout


def test_a_report_that_cannot_be_read_spoils_no_other(home: Path) -> None:
    for name, text in (("A-1-1", "no front matter\n"), ("A-1-2", "---\nsymbol: A/1/2\nsymbol: A/1/2\n---\n")):
        (home / "sources" / name).mkdir()
        (home / "sources" / name / "report.md").write_text(text, "utf-8")
    built = plantin("build", "--format", "html", cwd=home)
    assert built.returncode == 3
    assert "made in" in built.stdout
    assert built.stdout.count("NOT MADE") == 2
    assert "sources/A-1-1/report.md:1:1: error S003" in built.stderr
    assert "sources/A-1-2/report.md:3:1: error S004" in built.stderr
    checked = plantin("check", "--format", "html", cwd=home)
    assert checked.returncode == 3
    assert "1 edition, 0 differences, 2 findings" in checked.stdout
    assert "S003" in checked.stderr
    assert "html: fresh" in (explained := plantin("why", "--format", "html", cwd=home)).stdout
    assert (explained.returncode, "S004" in explained.stderr) == (3, True)
    events = [json.loads(line) for line in plantin("build", "--format", "html", "--json", cwd=home).stdout.splitlines()]
    assert [(event["event"], event.get("report")) for event in events[:2]] == [
        ("refused", "A-1-1"),
        ("refused", "A-1-2"),
    ]
    assert plantin("check", "A/90/12/Add.1", "--format", "html", cwd=home).returncode == 0, (
        "of no concern where it is not asked for"
    )


def test_a_report_that_cannot_be_composed_spoils_no_check_of_another(home: Path) -> None:
    plantin("build", "--format", "html", cwd=home)
    (home / "sources" / "A-1-1").mkdir()
    text = (home / "sources" / "A-90-12-Add.1" / "report.md").read_text("utf-8").replace("A/90/12/Add.1", "A/1/1")
    (home / "sources" / "A-1-1" / "report.md").write_text(text + "\nSee [](#nothing).\n", "utf-8")
    checked = plantin("check", "--format", "html", "--json", cwd=home)
    found = json.loads(checked.stdout)
    assert (checked.returncode, found["passed"]) == (3, False)
    assert [finding["code"] for finding in found["findings"]] == ["R001"]
    assert [edition["differences"] for edition in found["editions"]] == [0]


def test_an_edition_that_is_not_there_is_missed(home: Path) -> None:
    checked = plantin("check", "--format", "html", cwd=home)
    assert checked.returncode == 1
    assert "A-90-12-Add.1-en.html: error P000" in checked.stderr


def test_check_reads_whatever_is_there(home: Path) -> None:
    plantin("build", "--format", "print,html", cwd=home)
    checked = plantin("check", cwd=home)
    assert "A-90-12-Add.1-en.print.pdf " in checked.stdout, "made when asked for alone, but it is there"
    assert "A-90-12-Add.1-en.large.pdf" not in checked.stdout
    assert {line.split(": ")[1] for line in checked.stderr.splitlines() if not line.startswith(" ")} == {"error P000"}


def test_builds_at_the_same_time_forget_nothing_of_each_other(home: Path) -> None:
    environment = {**os.environ}
    running = [
        subprocess.Popen(
            [*COMMAND, "build", "--format", name],
            cwd=home,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for name in ("docx", "html", "epub")
    ]
    assert [(one.communicate()[1].strip(), one.returncode) for one in running] == [(b"", 0)] * 3
    assert plantin("why", "--format", "docx", cwd=home).stdout.endswith("docx: fresh\n")
    again = plantin("build", "--format", "docx,epub,html", cwd=home).stdout
    assert "docx" in again
    assert again.count("as it was") >= 2, "the web page may lead to what was made beside it"
    assert plantin("build", "--format", "docx,epub,html", cwd=home).stdout.count("as it was") == 3


def test_a_newer_library_of_the_system_makes_pdf_again_and_nothing_else(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weasyprint.text.ffi import pango

    assert [int(part) for part in engine.versions()["Pango"].split(".")] == [
        pango.pango_version() // 10000, pango.pango_version() // 100 % 100, pango.pango_version() % 100
    ]  # fmt: skip
    assert all(engine.versions().values()), "each library gives its version"

    def ingredients() -> dict[str, dict[str, str]]:
        editions = {name: Edition("A-90-12-Add.1", "en", name) for name in ("pdf", "print", "docx", "epub", "html")}
        return {name: Ingredients(House(home), None).edition_digests(edition, "") for name, edition in editions.items()}

    before = ingredients()
    monkeypatch.setattr(engine, "versions", lambda: {"Pango": "1.99.0"})
    after = ingredients()
    assert [name for name in before if before[name] != after[name]] == ["pdf", "print"]


def test_a_spoilt_source_is_refused_with_all_its_findings_and_nothing_is_written(home: Path) -> None:
    source = home / "sources" / "A-90-12-Add.1" / "report.md"
    source.write_text(source.read_text("utf-8") + "\nSee [](#nothing), and this.[^nothing]\n", "utf-8")
    ended = plantin("build", cwd=home)
    assert ended.returncode == 3
    assert "sources/A-90-12-Add.1/report.md:" in ended.stderr
    assert "R001" in ended.stderr
    assert "N001" in ended.stderr
    assert ended.stdout.count("NOT MADE") == 4
    assert not list((home / "build").rglob("*.html"))


def test_a_symbol_that_is_not_its_folders_name_is_found(home: Path) -> None:
    (home / "sources" / "A-90-12-Add.1").rename(home / "sources" / "A-90-13")
    ended = plantin("build", "--format", "html", cwd=home)
    assert ended.returncode == 3
    assert "S019" in ended.stderr


def test_a_disk_that_refuses_is_the_operators(home: Path) -> None:
    (home / "build").write_text("in the way", "utf-8")
    ended = plantin("build", "--format", "html", cwd=home)
    assert ended.returncode == 6, ended.stderr
    assert "V002" in ended.stderr
    assert "move it away" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("build", "S/1999/1"), 2, "U002"),
        (("build", "--language", "xx"), 2, "U003"),
        (("build", "--format", "odt"), 2, "there is no format odt"),
        (("build", "--jobs", "0"), 2, "not a number of processes"),
        (("check", "nothing.pdf"), 2, "U004"),
        (("import", "nothing.txt"), 3, "S001"),
        (("catalogue", "import", "nothing.po", "--language", "fr"), 2, "U010"),
        (("unknown",), 2, "invalid choice"),
        ((), 2, "COMMAND"),
        (("--root", "x"), 2, ""),
        (("build", "--root", "nowhere"), 2, "U001"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(home: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    ended = plantin(*arguments, cwd=home)
    assert ended.returncode == code, ended.stderr
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_file_of_a_translation_is_of_one_report(home: Path) -> None:
    shutil.copytree(home / "sources" / "A-90-12-Add.1", home / "sources" / "A-90-13")
    ended = plantin("catalogue", "import", "nothing.po", "--language", "fr", cwd=home)
    assert (ended.returncode, "U011" in ended.stderr) == (2, True)


def test_a_wrong_epoch_is_refused(home: Path) -> None:
    ended = plantin("build", "--format", "html", cwd=home, SOURCE_DATE_EPOCH="yesterday")
    assert ended.returncode == 2
    assert "U005" in ended.stderr


@pytest.mark.proof
def test_the_same_source_gives_the_same_bytes_whatever_the_process(home: Path) -> None:
    def bytes_of(**variables: str) -> dict[str, bytes]:
        shutil.rmtree(home / "build", ignore_errors=True)
        assert process("build", cwd=home, **variables).returncode == 0
        return {path.name: path.read_bytes() for path in (home / "build" / "A-90-12-Add.1").iterdir()}

    first = bytes_of(PYTHONHASHSEED="1", TZ="Asia/Tokyo")
    second = bytes_of(PYTHONHASHSEED="2", TZ="America/Lima", LC_ALL="C")
    assert sorted(name for name in first if first[name] != second[name]) == []


def test_import_never_overwrites_in_silence(home: Path) -> None:
    received = home / "received.txt"
    head = (
        "Shop | Donate\n\nUnited Nations\n\nSecurity Council\n\nS/2035/7\n\nDistr.: General\n\n2 June 2035\n\nOriginal:"
        " English\n\n"
    )
    text = head + "Report on lamps\n\nI. Lamps\n\n1. The lamps are lit. |1|\n\nNotes:\n\n1. At dusk. [Back]\n\nShop\n"
    received.write_text(text, "utf-8")
    first = plantin("import", "received.txt", cwd=home)
    assert first.returncode == 0, first.stderr
    assert "1 section, 1 paragraph, 1 note, 1 indicator" in first.stdout
    assert "left out, before the symbol: “Shop | Donate”" in first.stderr
    source = home / "sources" / "S-2035-7" / "report.md"
    assert "The lamps are lit.[^dusk]" in source.read_text("utf-8")
    source.write_text(source.read_text("utf-8") + "\nEdited.\n", "utf-8")
    again = plantin("import", "received.txt", cwd=home)
    assert again.returncode == 2
    assert "U006" in again.stderr
    assert "Edited." in source.read_text("utf-8")
    worse = plantin("import", "received.txt", "--replace", "--set", "rules={tables: x}", cwd=home)
    assert (worse.returncode, "refused: nothing is written" in worse.stderr) == (3, True), worse.stderr
    assert "Edited." in source.read_text("utf-8")
    assert plantin("import", "received.txt", "--replace", cwd=home).returncode == 0
    assert "Edited." not in source.read_text("utf-8")


def test_json_is_for_machines(home: Path) -> None:
    built = plantin("build", "--format", "html", "--json", cwd=home)
    events = [json.loads(line) for line in built.stdout.splitlines()]
    assert [event["event"] for event in events] == ["planned", "made"]
    checked = json.loads(plantin("check", "--format", "html", "--json", cwd=home).stdout)
    assert checked["passed"] is True


def test_show_prints_the_numbers_as_they_will_be_printed(home: Path) -> None:
    shown = plantin("show", "A/90/12/Add.1", cwd=home).stdout
    assert "paragraph-3.b.ii" in shown
    assert "(ii)" in shown
    assert "II." in shown


def test_options_may_be_between_arguments(home: Path) -> None:
    for arguments in (
        ("build", "A/90/12/Add.1", "--format", "html", "A-90-12-Add.1"),
        ("release", "1.0", "--language", "en", "S/9/9"),
    ):
        ended = plantin(*arguments, cwd=home)
        assert "unrecognized" not in ended.stderr
        assert "A/90/12/Add.1" in str(arguments) or "U002" in ended.stderr
    assert "U010" in plantin("catalogue", "import", "no.po", "--language", "fr", "A/90/12/Add.1", cwd=home).stderr
    assert (
        "unrecognized arguments: more"
        in plantin("catalogue", "import", "no.po", "--language", "fr", "A-1", "more", cwd=home).stderr
    )


def test_an_edition_that_an_earlier_build_left_is_not_accepted(home: Path) -> None:
    plantin("build", "--format", "html,print", cwd=home)
    (home / "styles").unlink()
    shutil.copytree(ROOT / "styles", home / "styles")
    sheet = home / "styles" / "press" / "screen.css"
    sheet.write_text(sheet.read_text("utf-8") + "\n", "utf-8")
    ended = plantin("check", "--format", "html,print", cwd=home)
    assert ended.returncode == 1
    assert "A-90-12-Add.1-en.html: error V013: was left by an earlier build: its style changed since" in ended.stderr
    assert "A-90-12-Add.1-en.print.pdf: error V013" in ended.stderr, "made on request alone, but asked for by name"
    assert "A-90-12-Add.1-en.html: error A020: the style sheet of the house" in ended.stderr, "its sheet is another now"
    assert "2 editions, 0 differences, 3 findings" in ended.stdout
    plantin("build", "--format", "html", cwd=home)
    ended = plantin("check", "--format", "html,print", cwd=home)
    assert (ended.returncode, "print.pdf: error V013" in ended.stderr) == (1, True)


def test_warnings_fail_where_that_is_asked_for(home: Path) -> None:
    source = home / "sources" / "A-90-12-Add.1" / "report.md"
    source.write_text(source.read_text("utf-8") + "\nThe communique names the lamps.\n", "utf-8")
    assert plantin("build", "--format", "html", cwd=home).returncode == 0
    shutil.rmtree(home / "build")
    ended = plantin("build", "--format", "html", "--strict", cwd=home)
    assert (ended.returncode, "warning S03" in ended.stderr) == (1, True)
    assert (
        plantin("check", "--format", "html", cwd=home).returncode,
        plantin("check", "--format", "html", "-W", cwd=home).returncode,
    ) == (0, 1)


def test_a_code_is_explained(home: Path) -> None:
    ended = plantin("explain", "S011", "v011", cwd=home)
    assert "S011: a subheading is the only one at its level\nTo fix it: add a second one" in ended.stdout
    assert "For: author" in ended.stdout
    assert "V011: " in ended.stdout
    wrong = plantin("explain", "X999", cwd=home)
    assert (wrong.returncode, "X999: error U027" in wrong.stderr) == (2, True)


def test_a_root_without_styles_and_locales_has_those_of_the_press(home: Path) -> None:
    for name in ("styles", "locales"):
        (home / name).unlink()
    assert plantin("build", "--format", "html", cwd=home).returncode == 0


def test_findings_that_differ_in_numbers_alone_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    pages = [
        Finding("A113", f"“2025” on page {n} is outside the tags", Place("a.pdf"), "Tag it.") for n in range(2, 65)
    ]
    lines = [Finding("S030", "words repeated: 'the the'", Place("report.md", n)) for n in (3, 4)]
    Terminal().report([*pages, *lines, Finding("A113", "“2024” on page 2 is outside the tags", Place("b.pdf"))])
    printed = capsys.readouterr().err
    assert printed.count("error A113") == 2
    assert "and 62 more like it\n" in printed, "`plantin check` lists only what it finds itself"
    assert printed.count("S030") == 2, "each of a few places in a source has a line"


def test_the_same_of_many_files_and_of_many_words_is_one_finding(capsys: pytest.CaptureFixture[str]) -> None:
    missing = [
        Finding("V100", f"'{tool}' was not run: '{part}' is missing", Place(f"{n}.html"), "Install it.")
        for tool, part in (("axe", "axe-core"), ("nu", "vnu-jar"))
        for n in range(7)
    ]
    words = ("lampe", "mèche", "d'huile", "quai", "lampe")
    spelt = [
        Finding("T090", f"{word!r} is in no dictionary", Place("fr.po", n), "Correct it.")
        for n, word in enumerate(words, 3)
    ]
    few = [Finding("T091", f"{word!r} asks", Place("fr.po", n), "Answer.") for n, word in enumerate(words[:2], 3)]
    unlike = [Finding("D013", f"page {n}", Place(f"{n}.pdf")) for n in range(2)]
    Terminal().report([*missing, *spelt, *few, *unlike], "(see the list)")
    assert capsys.readouterr().err.splitlines() == [
        "0.html: error V100: 'axe' was not run: 'axe-core' is missing",
        "    Install it.",
        "    and 13 more like it ('nu') in 1.html, 2.html, 3.html, 3 other files (see the list)",
        "fr.po:3: error T090: 'lampe' is in no dictionary",
        "    Correct it.",
        "    and 4 more like it at lines 4 'mèche', 5 \"d'huile\", 6 'quai', 7",
        *(line for finding in few for line in str(finding).splitlines()),
        *map(str, unlike),
    ]


def test_many_findings_that_say_the_same_are_one_with_their_lines(capsys: pytest.CaptureFixture[str]) -> None:
    raw = [Finding("S016", "raw HTML '<u>'", Place("report.md", n, 9), "Write <sub>.") for n in range(44, 53, 2)]
    other = Finding("S030", "words repeated: 'the the'", Place("report.md", 45))
    cells = [Finding("P004", "says “1”", Place("a.pdf", anchor=f"table-{n}")) for n in range(1, 6)]
    Terminal().report([raw[0], other, *raw[1:], *cells])
    printed = capsys.readouterr().err
    assert printed.splitlines() == [
        "report.md:44:9: error S016: raw HTML '<u>'",
        "    Write <sub>.",
        "    and 4 more like it at lines 46, 48, 50, 52",
        str(other),
        "a.pdf (table-1): error P004: says “1”",
        "    and 4 more like it at table-2, table-3, table-4, table-5",
    ]
