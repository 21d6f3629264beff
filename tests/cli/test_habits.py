"""Habits of publishers: editions put elsewhere than beside a root that is only read, line ends of Windows, completion
in a shell.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from plantin.production.formats import formats
from tests.house.test_brand import DROP
from tests.house.test_inheritance import report, style
from tests.kit.command import plantin

pytestmark = pytest.mark.full


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "water"
    own = style(folder, "water", 'inherits = "plain"\n[brand]\nname = "City Water"\nlogo = "logo.svg"\n')
    (own / "logo.svg").write_text(DROP, "utf-8")
    report(folder, "WU/2026/1")
    return folder


def there(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_editions_land_where_the_output_is_asked_for(root: Path, tmp_path: Path) -> None:
    before, out = there(root), tmp_path / "out"
    for command in ("build", "check"):
        done = plantin(command, "--root", str(root), "--output", "out", "--format", "html,md", cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    assert there(root) == before, "the root is only read"
    assert {path.name for path in (out / "WU-2026-1").iterdir()} >= {"WU-2026-1-en.html", "WU-2026-1-en.md"}
    page = out / "WU-2026-1" / "WU-2026-1-en.html"
    page.write_bytes(page.read_bytes().replace(b"None changed.", b"Some changed."))
    done = plantin("check", "--root", str(root), "--output", "out", "--format", "html,md", cwd=tmp_path)
    assert (done.returncode, "error P004" in done.stderr) == (1, True)


def test_an_output_for_workers_elsewhere_is_refused(root: Path) -> None:
    done = plantin("build", "--output", "out", "--dask", "local:2", cwd=root)
    assert (done.returncode, "error U032" in done.stderr) == (2, True)


def test_line_ends_of_windows_are_taken_and_kept(root: Path, tmp_path: Path) -> None:
    source = root / "sources" / "WU-2026-1" / "report.md"
    assert plantin("build", "--format", "docx,md", cwd=root).returncode == 0
    built = there(root / "build" / "WU-2026-1")
    shutil.rmtree(root / "build")
    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    assert plantin("build", "--format", "docx,md", cwd=root).returncode == 0
    assert there(root / "build" / "WU-2026-1") == built
    edited = docx.Document(str(root / "build" / "WU-2026-1" / "WU-2026-1-en.docx"))
    (line,) = [paragraph for paragraph in edited.paragraphs if paragraph.text == "None changed."]
    line.runs[0].text = "None was changed."
    path = tmp_path / "edited.docx"
    edited.save(str(path))
    done = plantin("import", str(path), "--onto", "WU-2026-1", cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    content = source.read_bytes()
    assert b"None was changed.\r\n" in content
    assert content.count(b"\r\n") == content.count(b"\n")


def test_faults_of_several_files_are_reported_at_once(root: Path) -> None:
    source, words = root / "sources" / "WU-2026-1" / "report.md", root / "locales" / "en" / "locale.toml"
    words.parent.mkdir(parents=True)
    words.write_text('[labels]\nsumary = "In short"\n', "utf-8")
    sound = source.read_text("utf-8")
    source.write_text(sound + "\nAnd [](#nothing).\n", "utf-8")
    done = plantin("build", "--format", "html", cwd=root)
    assert [code in done.stderr for code in ("error T002", "error R001")] == [True, True]
    source.write_text(sound.replace("date: ", "orgen: x\ndate: "), "utf-8")
    path = root / "styles" / "water" / "style.toml"
    path.write_text(path.read_text("utf-8") + "[page]\nwidth = 3\n", "utf-8")
    done = plantin("build", "--format", "html", cwd=root)
    assert [code in done.stderr for code in ("error S005", "error T002", "error D001")] == [True, True, True]
    assert done.returncode == 5


def test_faults_of_the_front_matter_and_of_the_text_are_reported_at_once(root: Path) -> None:
    source = root / "sources" / "WU-2026-1" / "report.md"
    sound = source.read_text("utf-8")
    body = sound.partition("\n---\n")[2] + "\nAnd [](#nothing).[^gone]\n"
    line = "\nAnd [](#nothing)."

    def told(head: str) -> list[str]:
        text = f"---\n{head}---\n{body}"
        source.write_text(text, "utf-8")
        done = plantin("build", "--format", "html", cwd=root)
        assert done.returncode == 3, done.stderr
        at = text[: text.index(line)].count("\n") + 2
        assert f"report.md:{at}:5: error R001" in done.stderr, "at its own line"
        return sorted(set(re.findall(r"report\.md:[\d:]+ error ([A-Z]\d+)", done.stderr)) - {"R001"})

    known = "symbol: WU/2026/1\ntitle: Water\n"
    assert told(f"{known}date: 2026-13-01\norgen: x\n") == ["N001", "S005", "S007"]
    assert told(f'{known}date: 2026-03-01\nrules: {{paragraphs: "sometimes"}}\n') == ["N001", "S007"]
    assert told('title: "Water\n') == ["N001", "S004"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("plantin", "bu"), {"build"}),
        (("plantin", "build", "--out"), {"--output"}),
        (("plantin", "build", "--format", "ep"), {"epub"}),
        (("plantin", "completion", "f"), {"fish"}),
    ],
)
def test_a_shell_completes_words(words: tuple[str, ...], expected: set[str], tmp_path: Path) -> None:
    script = tmp_path / "completion.sh"
    script.write_text(plantin("completion", "bash", cwd=tmp_path).stdout, "utf-8")
    asked = (
        f'source "$0"; COMP_WORDS=({" ".join(words)}); COMP_CWORD={len(words) - 1}; _plantin; echo "${{COMPREPLY[@]}}"'
    )
    done = subprocess.run(["bash", "-c", asked, str(script)], capture_output=True, text=True, check=True, timeout=60)
    assert set(done.stdout.split()) == expected


def test_each_shell_has_all_commands_and_formats(tmp_path: Path) -> None:
    commands = {
        name
        for name in plantin("--help", cwd=tmp_path).stdout.split()
        if name in ("new", "build", "check", "compare", "help")
    }
    for shell in ("bash", "zsh", "fish"):
        said = plantin("completion", shell, cwd=tmp_path).stdout
        assert [name for name in commands if name not in said] == []
    for shell in ("bash", "fish"):
        assert all(row.name in plantin("completion", shell, cwd=tmp_path).stdout for row in formats())


def test_a_new_house_has_a_target_for_each_report(tmp_path: Path) -> None:
    assert plantin("new", "house", cwd=tmp_path).returncode == 0
    (report_,) = (path.name for path in (tmp_path / "house" / "sources").iterdir())
    done = subprocess.run(
        ["make", report_, f"check-{report_}", "PLANTIN=echo plantin"],
        cwd=tmp_path / "house",
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    commands = ("build", "build", "check")
    assert done.stdout.splitlines() == [f"plantin {command} -- {report_}" for command in commands]


@pytest.mark.parametrize(
    "name", ["sources/WU-2026-1/report.md", "styles/water/style.toml", "sources/new.sarif", "notes.md"]
)
@pytest.mark.parametrize("command", [("check", "--format", "md", "--sarif"), ("style", "docx")], ids=lambda one: one[0])
def test_an_output_never_takes_the_place_of_what_people_wrote(command: tuple[str, ...], name: str, root: Path) -> None:
    (root / "notes.md").write_text("Mine.", "utf-8")
    before = there(root)
    done = plantin(*command, name, cwd=root)
    assert (done.returncode, "error U033" in done.stderr) == (2, True), done.stderr
    assert there(root) == before


def test_an_earlier_output_is_replaced(root: Path) -> None:
    assert plantin("build", "--format", "md", cwd=root).returncode == 0
    for _ in range(2):
        assert plantin("check", "--format", "md", "--sarif", "found.sarif", cwd=root).returncode == 0
        assert plantin("style", "docx", "house.dotx", cwd=root).returncode == 0


@pytest.mark.parametrize("name", ["sources", "styles/water", "locales/fr", ".git", "release/1.0", "build/../sources"])
def test_no_edition_lands_among_sources(name: str, root: Path) -> None:
    before = there(root)
    done = plantin("build", "--format", "md", "--output", name, cwd=root)
    assert (done.returncode, "error U033" in done.stderr) == (2, True), done.stderr
    assert there(root) == before


@pytest.mark.parametrize("given", ["1000000000", "0", "-1", "two"])
def test_a_wrong_number_of_processes_has_a_code(given: str, root: Path) -> None:
    done = plantin("build", f"--jobs={given}", cwd=root)
    assert (done.returncode, "error U034: argument --jobs" in done.stderr) == (2, True), done.stderr
