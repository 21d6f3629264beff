"""Shell that the project ships or writes: what somebody else named reaches no line of it but through the environment."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from plantin import __version__, new_house
from plantin.new_house import HouseOrder
from tests.kit.programs import program

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "how-to" / "release.md"
HOSTILE = (
    "1;touch pwned",
    "$(touch pwned)",
    "$(shell touch pwned)",
    "`touch pwned`",
    '1"; touch pwned; "',
    "1'; touch pwned; '",
    "1\ntouch pwned",
    "1 2",
    "$$(touch pwned)",
    "${PATH}",
    "--help",
    "1|touch pwned&",
)
TAGS = (
    "v1.0;touch${IFS}pwned",
    "v$(touch${IFS}pwned)",
    'v1.0"&&touch${IFS}pwned',
    "v--checkpoint-action=exec=id",
    "v1'",
)
"""Names that git takes for a tag: without space, control, ``~^:?*[`` and backslash."""
_RECORD = '#!/bin/sh\nfor one; do printf "%s\\0" "$one"; done >>"$RECORD"\n'
_QUOTED = re.compile(r"'[^']*'")
_EXPANDED = re.compile(r"(?P<quoted>\"(?:\\.|[^\"\\])*\")|\$\{\w+:\+--[a-z]+=\"\$\w+\"\}|(?P<bare>\$[\w{(]|`)")


@cache
def _made(folder: Path, service: str) -> Path:
    return new_house.make(folder / service, HouseOrder(workflow=service), dt.date(2026, 1, 31)).house.root


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A new house with checks for each service."""
    folder = tmp_path_factory.mktemp("houses")
    return _made(folder, "github"), _made(folder, "gitlab")


def _makefiles(houses: tuple[Path, Path]) -> tuple[Path, ...]:
    return ROOT / "Makefile", houses[0] / "Makefile"


def _runs(value: Any) -> Iterator[str]:
    """The lines of shell in what a service reads."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"run", "entry"} and isinstance(inner, str):
                yield inner
            elif key in {"script", "before_script", "after_script"}:
                yield from inner
            else:
                yield from _runs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _runs(inner)


def _written(houses: tuple[Path, Path]) -> Iterator[tuple[str, str]]:
    """Every piece of shell in YAML that the repository ships, or `plantin new` writes, with where it is."""
    services = (houses[0] / ".github/workflows/editions.yml", houses[1] / ".gitlab-ci.yml")
    for path in (ROOT / "action.yml", ROOT / ".pre-commit-config.yaml", ROOT / ".pre-commit-hooks.yaml", *services):
        for run in _runs(yaml.safe_load(path.read_text("utf-8"))):
            yield path.name, run
    for path in sorted((ROOT / "docs").rglob("*.md")):
        for block in re.findall(r"^```yaml\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE):
            for run in _runs(yaml.safe_load(block)):
                yield path.name, run


def _bare(shell: str) -> list[str]:
    """Expansions in a piece of shell that stand in no double quotes, where the shell would split and match them."""
    return [match["bare"] for match in _EXPANDED.finditer(_QUOTED.sub("''", shell)) if match["bare"]]


def test_what_stands_bare_is_found() -> None:
    assert _bare("release $VERSION") == ["$V"]
    assert _bare('release "$VERSION" ${SIGN:+--sign="$SIGN"}') == []
    assert _bare('a "b" `id` ${X} "$(c)"') == ["`", "`", "${"]


def test_no_line_of_shell_has_an_expression_of_a_service(houses: tuple[Path, Path]) -> None:
    pieces = [*_written(houses)]
    assert {name for name, _ in pieces} >= {"action.yml", "editions.yml", ".gitlab-ci.yml", "release.md"}
    for name, shell in pieces:
        assert "${{" not in shell, (name, shell)
        assert _bare(shell) == [], (name, shell)
        assert "eval" not in shell, (name, shell)


def test_no_recipe_has_an_expression_of_make_but_the_program(houses: tuple[Path, Path]) -> None:
    for path in _makefiles(houses):
        recipes = [line for line in path.read_text("utf-8").splitlines() if line.startswith("\t")]
        assert len(recipes) > 10
        for line in recipes:
            shell = re.sub(r"\$\$(\$\$)?\(PLANTIN\)|\$\(PLANTIN\)", "plantin", line)
            assert not re.search(r"(?<!\$)\$(?!\$)", shell), (path, line)
            assert _bare(shell.replace("$$$$", "$").replace("$$", "$")) == [], (path, line)


def test_scripts_and_the_image_evaluate_nothing() -> None:
    for path in (*sorted((ROOT / "setup").glob("*.sh")), ROOT / ".ci" / "run"):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
        assert not [line for line in lines if re.search(r"\beval\b|\bsh -c|(?<!=)\$[1@*](?!\")", line)], path
    image = (ROOT / "setup" / "Containerfile").read_text("utf-8")
    assert not re.search(r"^(?:ARG|ADD)\b", image, re.MULTILINE), "nothing is given to a build"


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to which programs called by a recipe write what they were given; ``bin/`` beside it has such programs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("plantin", "tar", "gh"):
        (folder / name).write_text(_RECORD, "utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("RECORD", str(tmp_path / "record"))
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    (tmp_path / "work").mkdir()
    return tmp_path / "record"


def _arguments(record: Path) -> list[str]:
    found = record.read_text("utf-8").split("\0")[:-1] if record.exists() else []
    record.unlink(missing_ok=True)
    return found


def _make(record: Path, makefile: Path, *words: str, **environment: str) -> list[str]:
    """What the press is called with by a recipe; no file is written beside that."""
    work = record.parent / "work"
    shutil.copy(makefile, work / "Makefile")
    before = sorted(work.iterdir())
    program = record.parent / "bin" / "plantin"
    for old in (".venv/.press", ".venv/.speech", ".validators/.installed"):
        words = ("-o", old, *words)
    subprocess.run(
        ["make", f"PLANTIN={program}", *words],
        cwd=work,
        env={name: text for name, text in os.environ.items() if not name.startswith("MAKE")} | environment,
        check=True,
        capture_output=True,
    )
    assert sorted(work.iterdir()) == before
    return _arguments(record)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_text_to_every_recipe(record: Path, houses: tuple[Path, Path], name: str) -> None:
    for makefile in _makefiles(houses):
        released = [f"--sign={name}", f"--since={name}", "--", name]
        values = {"VERSION": name, "SIGN": name, "SINCE": name}
        assert _make(record, makefile, "release", **values) == ["release", *released]
        typed = [f"{key}={value}" for key, value in values.items()]
        assert _make(record, makefile, "release", *typed) == ["release", *released]
        verified = ["verify", "--rebuild", f"--key={name}", f"release/{name}"]
        assert _make(record, makefile, "verify", VERSION=name, KEY=name) == verified
        assert _make(record, makefile, "verify", f"VERSION={name}", f"KEY={name}") == verified


@pytest.mark.parametrize("name", [name for name in HOSTILE if "(" not in name])
def test_the_name_of_a_report_is_text_to_the_recipes_of_a_house(
    record: Path, houses: tuple[Path, Path], name: str
) -> None:
    """A target with brackets is the member of an archive to make, which asks for less than was written."""
    makefile = houses[0] / "Makefile"
    assert _make(record, makefile, "--", name) == ["build", "--", name]
    assert _make(record, makefile, f"check-{name}") == ["build", "--", name, "check", "--", name]


def test_a_language_or_a_format_is_made_by_its_name(record: Path, houses: tuple[Path, Path]) -> None:
    for makefile in _makefiles(houses):
        if makefile.parent == ROOT:
            (record.parent / "work" / "locales" / "en").mkdir(parents=True)
            (record.parent / "work" / "locales" / "en" / "locale.toml").touch()
            (record.parent / "work" / "locales" / "$(shell touch pwned)").mkdir()
            (record.parent / "work" / "locales" / "$(shell touch pwned)" / "locale.toml").touch()
        assert _make(record, makefile, "en") == ["build", "--language", "en"]
        assert _make(record, makefile, "pdf") == ["build", "--format", "pdf"]
        assert _make(record, makefile, "en-pdf") == ["build", "--language", "en", "--format", "pdf"]
        assert _make(record, makefile) == ["build"]


@pytest.mark.parametrize("tag", TAGS)
def test_the_name_of_a_tag_is_text_to_the_workflow(record: Path, tag: str) -> None:
    """The steps of the release in docs/how-to/release.md, run as the service runs them."""
    valid = subprocess.run(["git", "check-ref-format", f"refs/tags/{tag}"], check=False)
    assert valid.returncode == 0
    text = re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE)[0]
    work, temporary = record.parent / "work", record.parent / "temporary"
    temporary.mkdir()
    (work / "Makefile").write_text("release verify tools validators:\n\t@env -0 >>env\n", "utf-8")
    for step in yaml.safe_load(text)["jobs"]["release"]["steps"]:
        if "run" in step:
            named = {
                "GITHUB_REF_NAME": tag,
                "RUNNER_TEMP": str(temporary),
                "MINISIGN_KEY": "k",
                "MINISIGN_PASSWORD": "p",
            }
            ended = subprocess.run(
                ["bash", "-e", "-c", step["run"]],
                cwd=work,
                env={**os.environ, **named},
                capture_output=True,
                text=True,
                check=False,
            )
            assert ended.returncode == 0, ended.stderr
    version = tag.removeprefix("v")
    assert f"VERSION={version}" in (work / "env").read_text("utf-8").split("\0")
    assert not list(record.parent.rglob("pwned"))
    assert f"./{version}" in _arguments(record)


@pytest.mark.parametrize("formats", ["html", *HOSTILE])
def test_the_formats_of_the_action_are_text(record: Path, formats: str) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    work = record.parent / "work"
    (record.parent / "plantin").symlink_to(record.parent)
    for step in action["runs"]["steps"]:
        if "FORMATS" in step.get("env", {}):
            assert step["env"] == {"FORMATS": "${{ inputs.formats }}"}
            environment = {**os.environ, "RUNNER_TEMP": str(record.parent), "FORMATS": formats}
            subprocess.run(["bash", "-e", "-c", step["run"]], cwd=work, env=environment, check=True)
            assert f"--format={formats}" in _arguments(record)
    assert list(work.iterdir()) == []


def _installing(houses: tuple[Path, Path]) -> Iterator[list[str]]:
    """The lines of each service that read the wheel."""
    for path in (houses[0] / ".github/workflows/editions.yml", houses[1] / ".gitlab-ci.yml"):
        yield [shell for shell in _runs(yaml.safe_load(path.read_text("utf-8"))) if "wheels/" in shell]


def test_a_service_installs_the_file_of_the_wheel_alone(houses: tuple[Path, Path]) -> None:
    for check, install, libraries in _installing(houses):
        assert re.fullmatch(r"pip install --no-index --no-deps \./wheels/plantin-[\w.]+-py3-none-any\.whl", install)
        assert libraries == install.replace("--no-index --no-deps ", "")
        assert check.endswith(install.partition("./")[2]) or "sha256sum --check" in check


def _wheel(folder: Path, version: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    record = f"plantin-{version}.dist-info"
    with zipfile.ZipFile(folder / f"plantin-{version}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{record}/METADATA", f"Metadata-Version: 2.1\nName: plantin\nVersion: {version}\n")
        archive.writestr(f"{record}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{record}/RECORD", "")


@pytest.mark.slow
def test_whoever_takes_the_name_in_an_index_is_not_installed(tmp_path: Path, houses: tuple[Path, Path]) -> None:
    _wheel(tmp_path / "wheels", __version__)
    _wheel(tmp_path / "index" / "plantin", "99.0")
    index = {"PIP_INDEX_URL": f"file://{tmp_path}/index", "PIP_FIND_LINKS": str(tmp_path / "index" / "plantin")}
    for check, *installs in (*_installing(houses), ["", "pip install plantin"]):
        shutil.rmtree(tmp_path / "site", ignore_errors=True)
        for line in installs:
            ended = subprocess.run(
                [sys.executable, "-m", *line.split()],
                cwd=tmp_path,
                env={**os.environ, **index, "PIP_TARGET": str(tmp_path / "site"), "PIP_UPGRADE": "1"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert ended.returncode == 0, ended.stderr
        version = "99.0" if not check else __version__
        assert [path.name for path in (tmp_path / "site").glob("*.dist-info")] == [f"plantin-{version}.dist-info"]


def test_no_text_names_a_tag_that_is_not_there() -> None:
    tags = subprocess.run(["git", "tag"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    for path in (*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        named = re.findall(r"(?:THIS-REPOSITORY@|rev: )(v[\d.]+)", path.read_text("utf-8"))
        assert set(named) <= set(tags), path


def test_the_image_has_every_extra_and_nothing_that_is_not_copied() -> None:
    image = (ROOT / "setup" / "Containerfile").read_text("utf-8")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    named = re.search(r'"/src\[([a-z,]+)\]"', image)
    assert named
    assert named[1] == "all"
    assert extras["all"] == [f"plantin[{','.join(sorted(extras.keys() - {'all', 'test'}))}]"]
    copied = {word for line in re.findall(r"^COPY (.*) \S+$", image, re.MULTILINE) for word in line.split()}
    ignored = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    assert "*" in ignored
    assert {line[1:] for line in ignored if line.startswith("!")} == copied
    assert re.search(r"^RUN useradd --uid 1000 .*\n(?:.*\n)*USER press$", image, re.MULTILINE)


def test_every_instruction_of_the_image_is_run_without_an_engine() -> None:
    """`python bench/image.py FOLDER` runs them in a root of Debian, and the steps of the action."""
    image = program("bench/image.py")
    text = (ROOT / "setup" / "Containerfile").read_text("utf-8")
    names = [name for name, _ in image.instructions(text)]
    assert len(names) == len([line for line in text.splitlines() if re.match("[A-Z]+ ", line)])
    assert {"RUN", "COPY", "ENV", "ENTRYPOINT"} <= set(names)
    with pytest.raises(ValueError, match="ARG"):
        image.instructions("ARG NAME")


@pytest.mark.parametrize(
    ("digest", "first"),
    [
        ("ab" * 32, f'echo "{"ab" * 32}  wheels/{{}}" | sha256sum --check --strict'),
        ('"; touch pwned; "', "sha256sum wheels/{}"),
        ("", "sha256sum wheels/{}"),
    ],
)
def test_the_digest_of_the_wheel_is_the_one_that_pip_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, digest: str, first: str
) -> None:
    name = f"plantin-{__version__}-py3-none-any.whl"
    record = json.dumps({"url": f"file:///tmp/{name}", "archive_info": {"hashes": {"sha256": digest}}})
    installed = SimpleNamespace(read_text=lambda _: record)
    monkeypatch.setattr("importlib.metadata.distribution", lambda _: installed)
    house = new_house.make(tmp_path / "mill", HouseOrder(), dt.date(2026, 1, 31)).house
    text = (house.root / ".github/workflows/editions.yml").read_text("utf-8")
    assert next(shell for shell in _runs(yaml.safe_load(text)) if "wheels/" in shell) == first.format(name)
