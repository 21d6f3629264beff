"""`plantin diff`: states by path, commit and release, JSON by its schema, and bad input that leaves nothing behind."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

from plantin.house.layout import House
from plantin.packs import revision
from plantin.packs.publish.manifest import ReleaseOrder, manifest
from plantin.packs.publish.origin import Origin
from plantin.proof.gate import Gate
from tests.kit.command import Ended, plantin
from tests.kit.compose import composed
from tests.packs.revision.test_redlines import BEFORE, NOW

pytestmark = pytest.mark.full

HEAD = 'symbol: {symbol}\norgan: Security Council\ntitle: "Lamps"\ndate: 2035-06-01\nlanguages: [{languages}]\n'
SCHEMA = json.loads(Path(revision.__file__).with_name("changes.schema.json").read_text("utf-8"))


def write(root: Path, body: str, symbol: str = "S/2035/1", languages: str = "en") -> Path:
    path = root / "sources" / symbol.replace("/", "-") / "report.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    (root / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    path.write_text(f"---\n{HEAD.format(symbol=symbol, languages=languages)}---\n\n{body}", "utf-8")
    return path


def git(root: Path, *words: str) -> None:
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *author, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house whose report has changed since its last commit."""
    root = tmp_path / "house"
    write(root, BEFORE)
    git(root, "init", "-q")
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", "Begin")
    write(root, NOW)
    return root


def diff(root: Path, *words: str) -> Ended:
    return plantin("diff", *words, cwd=root)


def test_json_is_by_its_schema_whatever_names_the_states(house: Path, tmp_path: Path) -> None:
    former = tmp_path / "former"
    write(former, BEFORE)
    values = []
    for n, old in enumerate(("HEAD:S/2035/1", str(former / "sources" / "S-2035-1"), str(write(former, BEFORE)))):
        target = tmp_path / f"{n}.json"
        ended = diff(house, old, "S/2035/1", "--format", "json", "-o", str(target))
        assert ended.returncode == 0, ended.stderr
        values.append(json.loads(target.read_text("utf-8")))
        jsonschema.validate(values[-1], SCHEMA)
    assert values[0]["changes"] == values[1]["changes"] == values[2]["changes"]
    assert values[0]["counts"]["moved-to"] == 1
    rows = [change for change in values[0]["changes"] if change["kind"] == "row"]
    assert [[piece["status"] for piece in cell] for cell in rows[0]["cells"]] == [["kept"], ["deleted", "inserted"]]
    renumbered = [change for change in values[0]["changes"] if change["sort"] == "renumbered"]
    assert {"status": "renumbered", "text": "paragraph 6", "former": "paragraph 5"} in renumbered[0]["cells"][0]


def test_what_a_translation_has_not_yet_is_listed(tmp_path: Path) -> None:
    root, former = tmp_path / "house", tmp_path / "former"
    write(root, "# Lamps\n\nOil.\n\nWool is dear.\n", languages="en, fr")
    write(former, "# Lamps\n\nOil.\n", languages="en, fr")
    old = str(former / "sources" / "S-2035-1")
    ended = diff(root, old, "S/2035/1", "--format", "json", "--language", "en", "-o", str(tmp_path / "x.json"))
    assert ended.returncode == 0, ended.stderr
    rows = json.loads((tmp_path / "x.json").read_text("utf-8"))["untranslated"]["fr"]
    assert [(row["original"], row["state"]) for row in rows] == [("Wool is dear.", "missing")]


def test_what_a_translation_has_from_before_is_stale(tmp_path: Path) -> None:
    root, former = tmp_path / "house", tmp_path / "former"
    for folder, price in ((former, "dear"), (root, "very dear")):
        write(folder, f"# Lamps\n\nOil and wool are {price} in winter.\n", languages="en, fr")
    catalogue = root / "locales" / "fr" / "S-2035-1.po"
    catalogue.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr ""\n"Project-Id-Version: S/2035/1\\n"\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    entry = (
        'msgctxt "x"\nmsgid "Oil and wool are dear in winter."\nmsgstr "L’huile et la laine sont chères en hiver."\n'
    )
    catalogue.write_text(f"{header}\n{entry}", "utf-8")
    target = str(tmp_path / "x.json")
    ended = diff(
        root, str(former / "sources" / "S-2035-1"), "S/2035/1", "--format", "json", "--language", "en", "-o", target
    )
    assert ended.returncode == 0, ended.stderr
    rows = json.loads(Path(target).read_text("utf-8"))["untranslated"]["fr"]
    assert [(row["original"], row["state"]) for row in rows] == [("Oil and wool are very dear in winter.", "stale")]


def test_a_manifest_that_is_nested_too_deep_is_a_finding(house: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("[" * 100_000, "utf-8")
    ended = diff(house, str(tmp_path), "S/2035/1")
    assert ended.returncode == 2
    assert "error REV003" in ended.stderr
    assert "too many levels" in ended.stderr


def test_a_release_is_compared_by_its_commit(house: Path, tmp_path: Path) -> None:
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=house, check=True, capture_output=True, text=True)
    release = tmp_path / "1.0"
    release.mkdir()
    made = Origin(commit.stdout.strip(), "2035-06-01T00:00:00Z")
    reports = {"S-2035-1": {"en": composed(BEFORE)}}
    record = manifest(House(house), ReleaseOrder("1.0"), made, Gate((), ()), reports, {}, None, {"S-2035-1": {}})
    (release / "manifest.json").write_text(json.dumps(record), "utf-8")
    for kind in ("html", "docx", "pdf"):
        ended = diff(house, str(release), "S/2035/1", "--format", kind)
        assert ended.returncode == 0, ended.stderr
        assert (house / "build" / "S-2035-1" / f"S-2035-1-en.redline.{kind}").is_file()


def test_a_web_redline_leads_back_to_the_web_edition_where_there_is_one(house: Path) -> None:
    target = house / "build" / "S-2035-1" / "S-2035-1-en.redline.html"
    for expected in (False, True):
        assert diff(house, "HEAD:S/2035/1", "S/2035/1", "--format", "html").returncode == 0
        assert ('<a class="house" href="S-2035-1-en.html">' in target.read_text("utf-8")) is expected
        target.with_name("S-2035-1-en.html").write_text("made", "utf-8")


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("old", "options", "code"),
    [
        ("nowhere", (), "REV003"),
        ("HEAD:S/2035/9", (), "REV003"),
        ("none:S/2035/1", (), "REV003"),
        ("other", (), "REV001"),
        ("other", ("--format", "pdf"), "REV001"),
        ("HEAD:S/2035/1", ("--language", "fr"), "REV002"),
        ("HEAD:S/2035/1", ("--language", "fr", "--format", "html"), "REV002"),
        ("tracked.docx", (), "REV004"),
        ("plain.docx", (), "REV003"),
        ("broken.docx", (), "REV003"),
    ],
)
def test_bad_input_is_one_finding_and_nothing_is_written(
    house: Path, tmp_path: Path, old: str, options: tuple[str, ...], code: str
) -> None:
    write(tmp_path / "other", "\n\n".join(f"Quite another text {n * 977} about {n * 31}." for n in range(12)))
    assert diff(house, "HEAD:S/2035/1", "S/2035/1").returncode == 0
    assert plantin("build", "--format", "docx", cwd=house).returncode == 0
    editions = house / "build" / "S-2035-1"
    shutil.copy(editions / "S-2035-1-en.redline.docx", house / "tracked.docx")
    shutil.copy(editions / "S-2035-1-en.docx", house / "plain.docx")
    (house / "broken.docx").write_bytes(b"PK broken")
    shutil.rmtree(house / "build")
    named = str(tmp_path / "other" / "sources" / "S-2035-1") if old == "other" else old
    ended = diff(house, named, "S/2035/1", *options)
    assert ended.returncode == 2, ended
    assert ended.stderr.count("error ") == 1
    assert f"error {code}" in ended.stderr
    assert not (house / "build").exists()
