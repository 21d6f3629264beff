"""`plantin new`: a house that builds, proves and is translated at once, and overwrites nothing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from plantin import new_house
from plantin.house.layout import House
from tests.kit.command import Ended, plantin
from tests.kit.houses import ROOT

LANGUAGES = "en,fr,es,ru"
EPOCH = {"SOURCE_DATE_EPOCH": "1772323200"}  # 1 March 2026


def new(root: Path, *arguments: str) -> Ended:
    return plantin("new", str(root / "city-water"), *arguments, cwd=root, **EPOCH)


@pytest.mark.proof
@pytest.mark.parametrize(("original", "style"), [("en", "plain"), ("fr", "un"), ("es", "plain"), ("ru", "un")])
def test_every_language_begins_without_a_finding(tmp_path: Path, original: str, style: str) -> None:
    others = [tag for tag in LANGUAGES.split(",") if tag != original]
    done = new(tmp_path, "--languages", ",".join([original, *others]), "--style", style)
    assert (done.returncode, done.stderr) == (0, "")
    root = tmp_path / "city-water"
    done = plantin("build", "--strict", "--format", "html", cwd=root)
    assert done.returncode == 0, done.stderr
    done = plantin("check", "--strict", "--format", "html", cwd=root)
    assert "4 editions, 0 differences, 0 findings" in done.stdout, done.stdout + done.stderr
    done = plantin("catalogue", "status", cwd=root)
    # Each of the three translations is whole, and revised.
    assert (done.stdout.count("100 %"), done.stderr) == (6, "")


@pytest.mark.full
def test_its_editions_are_proved_in_every_format(tmp_path: Path) -> None:
    assert new(tmp_path, "--languages", "en,fr").returncode == 0
    root = tmp_path / "city-water"
    for command in ("build", "check"):
        done = plantin(command, "--strict", cwd=root)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "8 editions, 0 differences, 0 findings" in done.stdout


def test_a_title_of_its_own_is_left_to_be_translated(tmp_path: Path) -> None:
    assert new(tmp_path, "--title", "Water", "--languages", "en,fr").returncode == 0
    catalogue = (tmp_path / "city-water" / "locales" / "fr" / "R-2026-1.po").read_text("utf-8")
    assert 'msgid "Water"\nmsgstr ""\n' in catalogue


def test_the_words_given_are_its_words(tmp_path: Path) -> None:
    done = new(tmp_path, "--title", 'Water "as it is"', "--publisher", "Eau & Gaz", "--languages", "fr,en")
    assert done.returncode == 0, done.stderr
    home = House(tmp_path / "city-water")
    assert home.slugs() == ("R-2026-1",)
    assert home.languages("R-2026-1") == ("fr", "en")
    assert home.locale("fr").masthead.organization == "Eau & Gaz"
    assert 'title: "Water \\"as it is\\""' in home.report("R-2026-1").read_text("utf-8")
    assert "# Eau & Gaz\n" in (home.root / "README.md").read_text("utf-8")
    shown = plantin("show", cwd=home.root)
    assert "Eau & Gaz" in shown.stdout


def test_a_name_with_a_placeholder_in_it_stays_as_it_is(tmp_path: Path) -> None:
    assert new(tmp_path, "--publisher", "@SLUG@ @LANGUAGES@").returncode == 0
    assert "# @SLUG@ @LANGUAGES@\n" in (tmp_path / "city-water" / "README.md").read_text("utf-8")
    assert House(tmp_path / "city-water").locale("en").masthead.organization == "@SLUG@ @LANGUAGES@"


def test_git_ignores_what_is_made(tmp_path: Path) -> None:
    assert new(tmp_path).returncode == 0
    ignored = (tmp_path / "city-water" / ".gitignore").read_text("utf-8").splitlines()
    assert {"/build/", "/release/"} <= set(ignored)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    root = tmp_path / "city-water"
    (root / "locales" / "fr").mkdir(parents=True)
    for name in ("Makefile", "notes.txt"):
        (root / name).write_text("mine\n", "utf-8")
    (root / "locales" / "fr" / "R-2026-1.po").symlink_to(tmp_path / "nowhere")
    done = new(tmp_path, "--languages", "en,fr")
    assert done.returncode == 2
    assert re.findall(r"^(\S+): error (U028)", done.stderr, re.MULTILINE) == [
        (f"{root}/Makefile", "U028"), (f"{root}/locales/fr/R-2026-1.po", "U028"),
    ]  # fmt: skip
    assert sorted(path.name for path in root.iterdir()) == ["Makefile", "locales", "notes.txt"]
    (root / "Makefile").unlink()
    (root / "locales" / "fr" / "R-2026-1.po").unlink()
    assert new(tmp_path, "--languages", "en,fr").returncode == 0
    assert (root / "notes.txt").read_text("utf-8") == "mine\n"


@pytest.mark.parametrize(
    ("languages", "words"),
    [("en,tlh", "'tlh' is no language"), ("../x", "'../x' is no language")],
)
def test_a_language_that_cannot_be_begun_in_is_refused(tmp_path: Path, languages: str, words: str) -> None:
    done = new(tmp_path, "--languages", languages)
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "U029" in done.stderr
    assert words in done.stderr


def test_a_report_received_becomes_the_first(tmp_path: Path) -> None:
    text = (
        "WU/2026/7\n\nAnnual report\n\nI. Supply\n\n1. The works supplied 12 million cubic metres.\n\nII. Charges\n\n2."
        " None changed.\n"
    )
    (tmp_path / "received.txt").write_text(text, "utf-8")
    done = new(tmp_path, "--from", str(tmp_path / "received.txt"), "--languages", "en,fr", "--title", "Annual report")
    home = House(tmp_path / "city-water")
    assert home.slugs() == ("WU-2026-7",), done.stderr
    assert home.languages("WU-2026-7") == ("en", "fr")
    assert home.catalogue_file("fr", "WU-2026-7").is_file()
    assert done.returncode == 0, done.stderr
    done = plantin("build", "--language", "en", "--format", "html", cwd=home.root)
    assert done.returncode == 0, done.stderr


def test_its_files_name_what_there_is(tmp_path: Path) -> None:
    assert new(tmp_path, "--languages", "en,fr").returncode == 0
    root = tmp_path / "city-water"
    made = (root / "Makefile").read_text("utf-8")
    ours = (ROOT / "Makefile").read_text("utf-8")
    for target in ("all", "editions", "check", "release", "verify", "validators", "clean"):
        assert re.search(rf"^{target}:", made, re.MULTILINE), target
        assert re.search(rf"^{target}:", ours, re.MULTILINE), target
    assert "LANGUAGES := en fr\n" in made
    assert tomllib.loads((root / "plantin.toml").read_text("utf-8")) == {"style": "house"}
    for path in (
        root / "Makefile",
        root / "README.md",
        root / ".github/workflows/editions.yml",
        root / "styles/house/style.toml",
    ):
        assert not re.search("@[A-Z]+@", path.read_text("utf-8")), path
    assert {"de", "en", "es", "fr", "he", "ja", "pl", "pt", "ru"} <= set(new_house.samples())


@pytest.mark.parametrize(("service", "files"), [("github", [".github"]), ("gitlab", [".gitlab-ci.yml"]), ("none", [])])
def test_a_service_may_be_chosen(tmp_path: Path, service: str, files: list[str]) -> None:
    assert new(tmp_path, "--ci", service).returncode == 0
    root = tmp_path / "city-water"
    assert [path.name for path in sorted(root.glob(".git[hl]*"))] == files
    readme = (root / "README.md").read_text("utf-8")
    assert "@" not in readme
    assert ("wheels/" in readme) == bool(files)
    if service == "gitlab":
        job = yaml.safe_load((root / ".gitlab-ci.yml").read_text("utf-8"))["editions"]
        assert job["script"] == ["plantin build --strict", "plantin check --strict --junit check.xml"]
        assert job["artifacts"]["reports"]["junit"] == "check.xml"
        for line in job["script"]:
            ended = plantin(*line.split()[1:], "--format", "html", cwd=root)
            assert ended.returncode == 0, ended.stderr
        assert (root / "check.xml").read_bytes().count(b"<testcase") == 1


@pytest.mark.parametrize("style", ["plain", "civic"])
def test_its_colours_are_those_of_its_stock_style(tmp_path: Path, style: str) -> None:
    assert new(tmp_path, "--style", style).returncode == 0
    assert House(tmp_path / "city-water").style().colour == House(tmp_path).style(style).colour
