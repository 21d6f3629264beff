"""The example of an extension, installed as a package beside the press: its format is built, checked and released, its
filter works and makes editions stale, its validator and importer are asked; what is wrong with one is found.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from plantin import validators
from plantin.cli import main
from plantin.settings import extensions
from tests.kit.command import COMMAND
from tests.kit.houses import ROOT

pytestmark = pytest.mark.full

REPORT = """---
symbol: R/2026/1
title: Lamps
date: 2026-01-05
---

# Oil[^fuel]

The lamps burn oil, see [](#kinds).

(a) One burns.

    (i) It is old.

> Let there be light.

::: {#kinds .table}
Kinds

| Kind | Count |
|:--|--:|
| Oil | 5 |
:::

```toml
lamp = "on"

oil = 5
```

[^fuel]: Or wax.
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel of the extension is installed in."""
    folder = tmp_path_factory.mktemp("extension")
    builder = WheelBuilder(str(ROOT / "examples" / "extension"))
    (wheel,) = builder.build(directory=str(folder / "dist"), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "packages")
    return folder / "packages"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    path = tmp_path / "sources" / "R-2026-1" / "report.md"
    path.parent.mkdir(parents=True)
    path.write_text(REPORT, "utf-8")
    (tmp_path / "plantin.toml").write_text('style = "plain"\nfilters = ["keywords"]\n', "utf-8")
    return tmp_path


def plantin(house: Path, packages: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join((str(packages), str(ROOT / "pipeline"), os.environ.get("PYTHONPATH", "")))
    variables = {**os.environ, "PYTHONPATH": paths}
    return subprocess.run([*COMMAND, *arguments], cwd=house, env=variables, capture_output=True, text=True, check=False)


def test_its_format_is_built_and_checked_with_its_filter_and_validator(installed: Path, house: Path) -> None:
    made = plantin(house, installed, "build", "--format", "gemtext,html")
    assert made.returncode == 0, made.stderr
    file = house / "build" / "R-2026-1" / "R-2026-1-en.gmi"
    lines = file.read_text("utf-8").split("\n")
    assert {
        "## I.  Oil[^1]",
        "* (a)  One burns.",
        "* ›(i)  It is old.",
        "│ Oil | 5",
        'lamp = "on"',
        "[1]  Or wax.",
    } <= set(lines)
    assert 'name="citation_keywords" content="R/2026/1"' in (house / "build/R-2026-1/R-2026-1-en.html").read_text(
        "utf-8"
    )
    checked = plantin(house, installed, "check", "--format", "gemtext", "--fast")
    assert checked.returncode == 0, checked.stdout + checked.stderr

    file.write_text(file.read_text("utf-8").replace("One burns", "Two burn") + "=> \n", "utf-8")
    checked = plantin(house, installed, "check", "--format", "gemtext", "--fast")
    assert checked.returncode == 1
    assert {"P004", "P038", "V115"} <= {word.rstrip(":") for word in checked.stderr.split()}, checked.stderr


@pytest.mark.slow
def test_editions_are_stale_when_a_filter_is_taken_away(installed: Path, house: Path) -> None:
    assert plantin(house, installed, "build", "--format", "html").returncode == 0
    (house / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    made = plantin(house, installed, "build", "--format", "html")
    assert made.returncode == 0, made.stderr
    assert "citation_keywords" not in (house / "build/R-2026-1/R-2026-1-en.html").read_text("utf-8")


def test_its_importer_reads_what_its_writer_wrote(installed: Path, house: Path) -> None:
    (house / "lamps.gmi").write_text("# Lamps\n\n## Oil\nThey burn.\n=> https://example.org/ The coast\n", "utf-8")
    ended = plantin(
        house, installed, "import", "lamps.gmi", "--symbol", "R/2026/2", "--set", "date=2026-01-05", "--language", "en"
    )
    source = (house / "sources" / "R-2026-2" / "report.md").read_text("utf-8")
    assert "They burn." in source, ended.stderr
    assert "[The coast](https://example.org/)" in source
    assert "lamps.markdown" not in ended.stderr


def test_a_filter_that_is_not_installed_is_found_with_the_nearest_name(installed: Path, house: Path) -> None:
    (house / "plantin.toml").write_text('style = "plain"\nfilters = ["keyword"]\n', "utf-8")
    made = plantin(house, installed, "build", "--format", "html")
    assert made.returncode == 5
    assert "D029" in made.stderr
    assert "Did you mean 'keywords'?" in made.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("KEYWORDS = 3", "V021"),
        ("import nothing_of_this_name", "V021"),
        (
            "from plantin.production.filters import Filter\nKEYWORDS = Filter('keywords', document=lambda _: None)",
            "V022",
        ),
        ("from plantin.production.filters import Filter\nKEYWORDS = Filter('keywords', nodes=lambda _: ())", "V022"),
    ],
)
def test_an_extension_that_fails_is_found(code: str, finding: str, installed: Path, house: Path) -> None:
    before = house / "other"
    (before / "broken-1.dist-info").mkdir(parents=True)
    (before / "broken-1.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: broken\nVersion: 1\n", "utf-8"
    )
    points = "[plantin.filters]\nkeywords = broken_filter:KEYWORDS\n"
    (before / "broken-1.dist-info" / "entry_points.txt").write_text(points, "utf-8")
    (before / "broken_filter.py").write_text(code, "utf-8")
    made = plantin(house, before, "build", "--format", "html")
    assert (made.returncode, finding in made.stderr) == (6, True), made.stderr


def changed(installed: Path, folder: Path, **files: tuple[str, str]) -> Path:
    """A copy of the extension in which a text of a module is another."""
    packages = folder / "changed"
    shutil.copytree(installed, packages)
    for name, (old, new) in files.items():
        path = packages / "plantin_gemtext" / f"{name}.py"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    return packages


PROGRAM = """    programs=(Program("graphviz", Lazy("plantin_gemtext:graphviz"), "drawings of Gemtext", "graphviz"),),
    determined=True,
)


def graphviz() -> str:
    return "dot - graphviz version 14.0.3"
"""


def test_a_web_page_offers_it_and_its_program_is_known(installed: Path, house: Path) -> None:
    packages = changed(
        installed,
        house,
        __init__=("    determined=True,\n)\n", PROGRAM),
        writer=("import datetime as dt\n", "import datetime as dt\n"),
    )
    init = packages / "plantin_gemtext" / "__init__.py"
    init.write_text(init.read_text("utf-8").replace("import Format, Lazy", "import Format, Lazy, Program"), "utf-8")
    built = plantin(house, packages, "build", "--format", "gemtext,html")
    assert built.returncode == 0, built.stderr
    assert 'href="R-2026-1-en.gmi"' in (house / "build/R-2026-1/R-2026-1-en.html").read_text("utf-8")
    checked = plantin(house, packages, "check", "--format", "gemtext,html", "--fast")
    assert checked.returncode == 0, checked.stderr
    seen = plantin(house, packages, "doctor").stdout
    assert re.search(r"graphviz +14\.0\.3 +drawings of Gemtext", seen), seen


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("command", "module", "old", "new", "part"),
    [
        ("build", "writer", "    del moment\n", '    raise KeyError("style")\n', "writer"),
        ("build", "writer", "    del moment\n", "    return None\n", "writer"),
        (
            "build",
            "writer",
            "import datetime as dt\n",
            "import nothing_of_this_name\nimport datetime as dt\n",
            "writer",
        ),
        (
            "check",
            "auditor",
            "        head, listed,",
            '        raise KeyError("head")\n        head, listed,',
            "auditor",
        ),
    ],
)
def test_what_its_format_raises_is_a_finding_that_names_it(
    command: str, module: str, old: str, new: str, part: str, installed: Path, house: Path
) -> None:
    assert plantin(house, installed, "build", "--format", "gemtext,html").returncode == 0
    packages = changed(installed, house, **{module: (old, new)})
    ended = plantin(house, packages, command, "--format", "gemtext,html", *(["--fast"] if command == "check" else []))
    assert "V022" in ended.stderr, ended.stderr
    assert f"plantin-gemtext: error V022: the {part} of the format 'gemtext' failed" in ended.stderr
    assert "fault of plantin" not in ended.stderr
    assert ended.returncode != 0


STYLE = 'inherits = "plain"\n'


def styled(house: Path, lines: str) -> Path:
    """A style of the house with these lines."""
    (house / "plantin.toml").write_text('style = "own"\n', "utf-8")
    file = house / "styles" / "own" / "style.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(STYLE + lines, "utf-8")
    return file


def test_it_has_a_setting_and_words_and_a_finding_and_a_page(installed: Path, house: Path) -> None:
    source = house / "sources" / "R-2026-1" / "report.md"
    source.write_text(source.read_text("utf-8").replace("date:", "languages: [en]\ndate:"), "utf-8")
    styled(house, "")
    edition = house / "build/R-2026-1/R-2026-1-en.gmi"
    assert plantin(house, installed, "build", "--format", "gemtext").returncode == 0
    assert edition.read_text("utf-8").endswith("\n■ End\n")
    words = house / "locales" / "en" / "locale.toml"
    words.parent.mkdir(parents=True)
    words.write_text('[gemtext]\nend = "That is all"\n', "utf-8")
    assert plantin(house, installed, "build", "--format", "gemtext").returncode == 0
    assert edition.read_text("utf-8").endswith("\n■ That is all\n"), "words of the house make an edition anew"
    edition.write_text(edition.read_text("utf-8").replace("That is all", "The end"), "utf-8")
    checked = plantin(house, installed, "check", "--format", "gemtext", "--fast")
    assert "error GMI001: the edition ends with “The end”" in checked.stderr, checked.stderr
    assert "ends with other words" in plantin(house, installed, "explain", "GMI001").stdout
    assert plantin(house, installed, "help", "gemtext").stdout.startswith("# Gemtext")
    styled(house, "[gemtext]\nend = false\n")
    assert plantin(house, installed, "build", "--format", "gemtext").returncode == 0
    assert "■" not in edition.read_text("utf-8")
    assert plantin(house, installed, "check", "--format", "gemtext", "--fast").returncode == 0
    assert plantin(house, installed, "schema").returncode == 0
    for kind in ("style", "locale"):
        assert "gemtext" in json.loads((house / ".schemas" / f"{kind}.json").read_text("utf-8"))["properties"]


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("[gemtext]\nend = 3\n", "value gemtext.end should be true or false"),
        ("[gemtext]\nends = true\n", "Did you mean 'end'?"),
        ("[gemtexts]\nend = true\n", "Did you mean 'gemtext'?"),
    ],
)
def test_a_wrong_setting_of_it_is_found_like_one_of_the_press(
    lines: str, words: str, installed: Path, house: Path
) -> None:
    styled(house, lines)
    made = plantin(house, installed, "build", "--format", "gemtext")
    assert (made.returncode, "D001" in made.stderr, words in made.stderr) == (5, True, True), made.stderr


@pytest.fixture
def broken(house: Path) -> Path:
    """A package with an entry point of each kind that leads nowhere."""
    packages = house / "broken"
    (packages / "broken-1.dist-info").mkdir(parents=True)
    (packages / "broken-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1\n")
    groups = (
        "commands",
        "formats",
        "validators",
        "importers",
        "filters",
        "style",
        "locale",
        "findings",
        "executors",
        "stores",
    )
    points = "".join(f"[plantin.{group}]\nnowhere = broken_{group}:NOWHERE\n" for group in groups)
    (packages / "broken-1.dist-info" / "entry_points.txt").write_text(points)
    return packages


@pytest.mark.parametrize("words", [("--version",), ("help",), ("doctor",), ("explain", "V021"), ("build", "--help")])
def test_an_entry_point_that_leads_nowhere_stops_no_command_that_does_not_need_it(
    words: tuple[str, ...], broken: Path, house: Path
) -> None:
    ended = plantin(house, broken, *words)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    if words == ("doctor",):
        for group in ("commands", "formats", "validators", "importers", "filters", "style", "locale", "findings"):
            assert re.search(rf"nowhere +missing +extension: plantin\.{group} of broken", ended.stdout), ended.stdout


def test_who_needs_what_leads_nowhere_is_refused_and_others_are_warned(broken: Path, house: Path) -> None:
    (house / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    made = plantin(house, broken, "build", "--format", "html")
    assert made.returncode == 0, made.stderr
    assert "broken: plantin.executors: warning V021: the extension 'nowhere' cannot be loaded" in made.stderr
    assert "and 2 more like it in broken: plantin.formats, broken: plantin.stores" in made.stderr
    needed = plantin(house, broken, "build", "--format", "nowhere")
    assert (needed.returncode, needed.stderr.count("V021"), "error V021" in needed.stderr) == (6, 1, True)
    shared = plantin(house, broken, "build", "--format", "html", "--nowhere", "there")
    assert (shared.returncode, "plantin.stores: error V021" in shared.stderr) == (6, True), shared.stderr
    checked = plantin(house, broken, "check", "--format", "html", "--fast")
    assert (checked.returncode, "plantin.validators: error V021" in checked.stderr) == (6, True), checked.stderr


@pytest.mark.slow
def test_its_format_is_released(installed: Path, house: Path) -> None:
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "Lamps")):
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words], cwd=house, check=True)
    waived = [f"--waive={tool.name}=not the subject here" for tool in validators.tools()]
    ended = plantin(house, installed, "release", "1.0", "--format", "gemtext,html", *waived)
    assert ended.returncode == 0, ended.stderr
    manifest = (house / "release" / "1.0" / "manifest.json").read_text("utf-8")
    assert ('"plantin-gemtext": "1.0"' in manifest, '"text/gemini"' in manifest) == (True, True)
    assert plantin(house, installed, "verify", "release/1.0", "--rebuild").returncode == 0


def test_commands_of_packages_are_called_and_one_that_cannot_be_loaded_stops_itself_alone(house: Path) -> None:
    packages = house / "other"
    (packages / "greet-1.dist-info").mkdir(parents=True)
    (packages / "greet-1.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: greet\nVersion: 1\n", "utf-8"
    )
    points = "[plantin.commands]\ngreet = greet:add\nlost = no_such_module:add\nnumber = greet:NUMBER\n"
    (packages / "greet-1.dist-info" / "entry_points.txt").write_text(points, "utf-8")
    (packages / "greet.py").write_text(
        "NUMBER = 3\n"
        "def add(commands):\n"
        "    parser = commands.add_parser('greet', help='greet')\n"
        "    parser.set_defaults(call=lambda options, terminal: terminal.say('good day') or 0)\n",
        "utf-8",
    )
    greeted = plantin(house, packages, "greet")
    assert (greeted.returncode, greeted.stdout) == (0, "good day\n"), greeted.stderr
    for name in ("lost", "number"):
        ended = plantin(house, packages, name)
        assert (ended.returncode, ended.stderr.count("error V021")) == (6, 1), ended.stderr
    helped = plantin(house, packages, "--help")
    assert (helped.returncode, helped.stderr.count("warning V021")) == (0, 2), helped.stderr
    assert ("greet" in helped.stdout, "lost" in helped.stdout) == (True, False)
    shown = plantin(house, packages, "--version")
    assert (shown.returncode, shown.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "library", "extra"), [("brf", "rjieba", "braille"), ("md", "markdown-it-py", "plain")]
)
def test_a_format_without_its_library_says_what_installs_it(
    name: str,
    library: str,
    extra: str,
    house: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (house / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    seen = extensions.distributions
    monkeypatch.setattr(extensions, "distributions", lambda name: [] if name == library else seen(name=name))
    assert main.run(["build", "--root", str(house), "--format", f"html,{name}"]) == 6
    printed = capsys.readouterr().err
    assert (printed.count(" error "), f"V025: the format {name} needs {library}" in printed) == (1, True)
    assert f'pip install "plantin[{extra}]"' in printed
    assert not (house / "build").exists()
