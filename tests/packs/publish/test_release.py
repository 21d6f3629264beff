"""Releases: what is refused, that two are the same bytes, and that one changed byte is found and named."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from plantin.findings import TranslationError, UsageError
from plantin.house.layout import House
from plantin.packs import publish
from plantin.production.formats import Edition
from plantin.proof import gate
from tests.kit.command import Ended, Serial, plantin, process
from tests.kit.houses import ROOT, in_un

pytestmark = pytest.mark.full

NAME = "A-90-1"
REPORT = """---
symbol: A/90/1
organ: "General Assembly"
title: "Report on lamps"
date: 2035-06-02
distribution: general
original-language: en
languages: [en, fr]
---

# Lamps {#lamps}

The lamps are lit.[^keeper]

[^keeper]: By the keeper.
"""
WORDS = {
    "Report on lamps": "Rapport sur les lampes",
    "Lamps": "Lampes",
    "The lamps are lit.[^keeper]": "Les lampes sont allumées[^keeper].",
    "By the keeper.": "Par le gardien.",
}


def git(folder: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=Keeper", "-c", "user.email=keeper@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *settings, *arguments], check=True, capture_output=True)


def release(home: Path, *arguments: str, **variables: str) -> Ended:
    return plantin("release", "1.0", "--format", "pdf,docx", *arguments, cwd=home, **variables)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house under git with one small report in two languages, the translation reviewed."""
    home = tmp_path_factory.mktemp("origin")
    shutil.copytree(ROOT / "styles", home / "styles")
    in_un(home)
    for language in ("en", "fr"):
        (home / "locales" / language).mkdir(parents=True)
        shutil.copy(ROOT / "locales" / language / "parity.toml", home / "locales" / language)
    shutil.copy(ROOT / "locales" / "glossary.csv", home / "locales")
    (home / "sources" / NAME).mkdir(parents=True)
    (home / "sources" / NAME / "report.md").write_text(REPORT, "utf-8")
    (home / ".gitignore").write_text("/build/\n/release/\n", "utf-8")
    assert plantin("catalogue", "update", cwd=home).returncode == 0
    translate(home / "locales" / "fr" / f"{NAME}.po")
    git(home, "init", "--quiet")
    git(home, "add", "--all")
    git(home, "commit", "--quiet", "--message", "One report")
    return home


def translate(path: Path) -> None:
    import polib

    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.msgstr = WORDS[entry.msgid]
        entry.tcomment = "reviewed: yes"
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.previous_msgid = None
    catalogue.save()


@pytest.fixture
def home(origin: Path, tmp_path: Path) -> Path:
    return clone(origin, tmp_path / "clone")


def clone(origin: Path, target: Path) -> Path:
    git(origin, "clone", "--quiet", str(origin), str(target))
    return target


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A secret and a public key."""
    return keys(tmp_path_factory.mktemp("pair"))


@pytest.fixture(scope="module")
def signed(origin: Path, pair: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two houses of one source, in folders, zones and languages of their own, each with its release, signed by one
    key.
    """
    folder = tmp_path_factory.mktemp("signed")
    homes = clone(origin, folder / "a"), clone(origin, folder / "elsewhere" / "b")
    for home, variables in zip(
        homes, ({"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"}, {"TZ": "America/Lima", "LC_ALL": "C"}), strict=True
    ):
        ended = process(
            *("release", "1.0", "--format", "pdf,docx", "--contact", "reader@example.org", "--sign", str(pair[0])),
            cwd=home,
            **variables,
        )
        assert ended.returncode == 0, ended.stderr
        assert left(home) == ["1.0"], "nothing else is left"
    return homes


@pytest.fixture
def released(signed: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of one of these houses, which a test may change."""
    shutil.copytree(signed[0], tmp_path / "released", symlinks=True)
    return tmp_path / "released"


def left(home: Path) -> list[str]:
    folder = home / "release"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


@pytest.mark.proof
def test_a_release_is_the_same_bytes_wherever_and_whenever_it_is_made(
    signed: tuple[Path, Path], released: Path
) -> None:
    first, second = (
        {
            path.relative_to(home / "release").as_posix(): path.read_bytes()
            for path in (home / "release").rglob("*")
            if path.is_file()
        }
        for home in signed
    )
    assert sorted(name for name in {*first, *second} if first.get(name) != second.get(name)) == []
    folders = [str(folder).encode() for folder in (signed[0].parent, signed[1].parent)]
    assert not [name for name, content in first.items() if any(folder in content for folder in folders)], (
        "no file names a folder of one machine"
    )
    complete(released / "release" / "1.0")
    verified(released)
    again = release(released)
    assert (again.returncode, "U008" in again.stderr) == (2, True), "a release is never made again"


def test_a_release_has_the_formats_that_the_house_asks_for(home: Path) -> None:
    (home / "plantin.toml").write_text('[release]\nformats = ["txt", "stone"]\n', "utf-8")
    git(home, "add", "--all")
    git(home, "commit", "--quiet", "--message", "Formats")
    ended = plantin("release", "1.0", cwd=home)
    assert (ended.returncode, "D020" in ended.stderr, "'stone'" in ended.stderr) == (5, True, True)


def complete(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    (report,) = manifest["reports"]
    assert set(report["titles"]) == {"en", "fr"}
    assert [edition["path"] for edition in report["editions"]] == [
        f"{NAME}/{NAME}-{language}.{suffix}" for language in ("en", "fr") for suffix in ("pdf", "docx")
    ]
    for edition in report["editions"]:
        assert edition["counts"].items() >= {"sections": 1, "paragraphs": 1, "notes": 1, "indicators": 1}.items()
        assert edition["pages"] == (1 if edition["format"] == "pdf" else 0)
        assert {claim["verdict"] for claim in edition["conformance"]} == {"passed"}
    assert set(manifest["checked-with"]) >= {
        "verapdf",
        "libreoffice",
        "open-xml-sdk",
        "openxml-audit",
        "docx-integrity",
    }
    assert json.loads((folder / "check.json").read_text("utf-8"))["passed"] is True
    inventory = json.loads((folder / "plantin-inventory.json").read_text("utf-8"))
    assert list(inventory["reports"]) == [NAME]
    listed = inventory["reports"][NAME]
    assert (listed["symbol"], listed["address"], listed["languages"]) == ("A/90/1", "A/90/1/", ["en", "fr"])
    assert listed["places"]["lamps"]["anchor"] == "section-I"
    bill = json.loads((folder / "sbom.cdx.json").read_text("utf-8"))
    # What draws the pages is recorded in both, that of the system too.
    system = {"pandoc", "Pango", "HarfBuzz", "fontconfig"}
    assert {component["name"] for component in bill["components"]} > {"weasyprint", *system}
    assert all(manifest["made-with"][name] for name in system)
    page = (folder / NAME / "index-fr.html").read_text("utf-8")
    assert 'lang="fr"' in page
    assert "Comment citer" in page
    assert "reader@example.org" in page
    assert f'href="{NAME}-fr.pdf"' in page
    kinds = [row["@type"] for row in json.loads((folder / "catalogue.jsonld").read_text("utf-8"))["@graph"]]
    assert [sum(f"lrmer:{kind}" in row for row in kinds) for kind in ("Work", "Expression", "Manifestation")] == [
        1,
        2,
        4,
    ]


def verified(home: Path) -> None:
    folder = home / "release" / "1.0"
    good = plantin("verify", "release/1.0", "--rebuild", cwd=home)
    assert good.returncode == 0, good.stderr
    assert "byte for byte" in good.stdout
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    edition = folder / NAME / f"{NAME}-fr.docx"
    content = bytearray(edition.read_bytes())
    content[1000] ^= 1
    edition.write_bytes(content)
    (folder / "check.html").unlink()
    (folder / "more.txt").touch()
    bad = plantin("verify", "release/1.0", cwd=home)
    assert bad.returncode == 1
    assert f"{NAME}/{NAME}-fr.docx: error D105" in bad.stderr
    assert "check.html: error D104" in bad.stderr
    assert "more.txt: error D106" in bad.stderr
    assert bad.stderr.count(": error ") == 3
    shutil.rmtree(folder / NAME)
    assert "U009" in plantin("verify", "release", cwd=home).stderr
    (folder / "manifest.json").write_text("{", "utf-8")
    assert "manifest.json: not JSON: " in plantin("verify", "release/1.0", cwd=home).stderr


@pytest.mark.proof
def test_a_release_of_another_source_is_not_rebuilt(released: Path) -> None:
    source = released / "sources" / NAME / "report.md"
    source.write_text(REPORT.replace("are lit", "are out"), "utf-8")
    ended = plantin("verify", "release/1.0", "--rebuild", cwd=released)
    assert ended.returncode == 1
    assert f"sources/{NAME}/report.md: error D108" in ended.stderr


def test_a_changed_tree_is_refused(home: Path) -> None:
    git(home, "update-index", "--assume-unchanged", f"sources/{NAME}/report.md")
    (home / "sources" / NAME / "report.md").write_text(REPORT.replace("are lit", "are out"), "utf-8")
    ended = release(home)
    assert ended.returncode == 1
    assert f"sources/{NAME}/report.md: error D101" in ended.stderr
    assert left(home) == []


def test_sources_without_a_commit_are_refused(home: Path) -> None:
    shutil.rmtree(home / ".git")
    ended = release(home, GIT_CEILING_DIRECTORIES=str(home.parent))
    assert ended.returncode == 1
    assert "D102" in ended.stderr


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("old", "new", "code"), [("# reviewed: yes\n", "", "T013"), ('msgstr "Lampes"', 'msgstr ""', "T011")]
)
def test_an_unready_translation_is_refused(home: Path, old: str, new: str, code: str) -> None:
    path = home / "locales" / "fr" / f"{NAME}.po"
    said = path.read_text("utf-8")
    assert old in said
    path.write_text(said.replace(old, new), "utf-8")
    git(home, "commit", "--quiet", "--all", "--message", "Spoilt")
    ended = release(home)
    assert ended.returncode == 4
    assert code in ended.stderr
    assert left(home) == []


def test_a_stale_translation_is_refused(home: Path) -> None:
    (home / "sources" / NAME / "report.md").write_text(REPORT.replace("are lit", "are out"), "utf-8")
    git(home, "commit", "--quiet", "--all", "--message", "Changed")
    ended = release(home)
    assert ended.returncode == 4
    assert "T012" in ended.stderr


def test_missing_validators_are_refused_and_leave_nothing(home: Path, tmp_path: Path) -> None:
    ended = release(home, "--language", "en", PLANTIN_VALIDATORS=str(tmp_path / "nothing"))
    assert ended.returncode == 1
    assert "V100: 'verapdf' was not run" in ended.stderr
    assert left(home) == []


@pytest.mark.parametrize("version", ["one", "../1", "1.0/2", "v1", ""])
def test_what_is_no_version_is_refused(home: Path, version: str) -> None:
    ended = plantin("release", version, cwd=home)
    assert ended.returncode == 2
    assert "U008" in ended.stderr


def keys(folder: Path) -> tuple[Path, Path]:
    secret, public = folder / "own.key", folder / "own.pub"
    subprocess.run(["minisign", "-G", "-W", "-s", secret, "-p", public], check=True, capture_output=True)
    return secret, public


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


@pytest.mark.proof
def test_a_signed_release_is_verified_by_its_key_alone(released: Path, pair: tuple[Path, Path], tmp_path: Path) -> None:
    home, public = released, pair[1]
    folder = home / "release" / "1.0"
    assert 'href="../SHA256SUMS.minisig"' in (folder / NAME / "index.html").read_text("utf-8")
    good = plantin("verify", "release/1.0", "--key", str(public), cwd=home)
    assert (good.returncode, "signed with this key" in good.stdout) == (0, True), good.stderr
    assert plantin("verify", "release/1.0", cwd=home).returncode == 0, "whoever has no key may look all the same"
    (tmp_path / "else").mkdir()
    other = plantin("verify", "release/1.0", "--key", str(keys(tmp_path / "else")[1]), cwd=home)
    assert (other.returncode, "SHA256SUMS.minisig: error D112" in other.stderr) == (1, True)
    flip(folder / "SHA256SUMS", 3)
    spoilt = plantin("verify", "release/1.0", "--key", str(public), cwd=home)
    assert spoilt.returncode == 1
    assert "SHA256SUMS: error D113" in spoilt.stderr
    (folder / "SHA256SUMS.minisig").unlink()
    assert "error D111" in plantin("verify", "release/1.0", "--key", str(public), cwd=home).stderr


def test_a_key_that_does_not_sign_is_reported_before_the_work(home: Path, tmp_path: Path) -> None:
    (tmp_path / "own.key").write_text("no key", "utf-8")
    ended = release(home, "--sign", str(tmp_path / "own.key"))
    assert (ended.returncode, "U021" in ended.stderr) == (2, True)
    assert not (home / "build").exists()


@pytest.mark.proof
def test_the_next_release_says_what_changed_in_each_language(released: Path) -> None:
    home = released
    source, catalogue = home / "sources" / NAME / "report.md", home / "locales" / "fr" / f"{NAME}.po"
    fresh = "The oil is dear."
    source.write_text(
        REPORT.replace("The lamps", f"{fresh}\n\nThe lamps").replace("the keeper.", "the old keeper."), "utf-8"
    )
    assert plantin("catalogue", "update", cwd=home).returncode == 0
    WORDS.update({fresh: "L’huile est chère.", "By the old keeper.": "Par le vieux gardien."})
    translate(catalogue)
    git(home, "commit", "--quiet", "--all", "--message", "One more paragraph")
    ended = plantin("release", "1.1", "--format", "html", cwd=home)
    assert ended.returncode == 0, ended.stderr
    folder = home / "release" / "1.1" / NAME
    told = json.loads((folder / "changes.json").read_text("utf-8"))
    assert (told["since"], set(told["languages"])) == ("1.0", {"en", "fr"})
    for language, text in (("en", fresh), ("fr", "L’huile est chère.")):
        found = told["languages"][language]
        assert found["counts"] == {"added": 1, "removed": 0, "moved": 0, "reworded": 1, "renumbered": 1}
        assert (found["changes"][0]["now"]["number"], found["changes"][0]["now"]["text"]) == ("1.", text)
        assert (found["changes"][2]["before"]["number"], found["changes"][2]["now"]["number"]) == ("1.", "2.")
    page = (folder / "changes-fr.html").read_text("utf-8")
    assert "Ce qui a changé depuis la version 1.0" in page
    assert "Par le <ins>vieux </ins>gardien" in page
    assert 'href="changes.html"' in (folder / "index.html").read_text("utf-8")
    manifest = json.loads((home / "release" / "1.1" / "manifest.json").read_text("utf-8"))
    assert manifest["since"]["version"] == "1.0"
    assert plantin("verify", "release/1.1", "--rebuild", cwd=home).returncode == 0
    refused(home)


def refused(home: Path) -> None:
    """A release to compare with that is not there, or not as it was made."""
    missing = plantin("release", "1.2", "--since", "0.9", cwd=home)
    assert (missing.returncode, "release/0.9: error U022" in missing.stderr) == (2, True)
    flip(home / "release" / "1.0" / NAME / "passages.json", 60)
    spoilt = plantin("release", "1.2", "--since", "1.0", cwd=home)
    assert (spoilt.returncode, f"release/1.0/{NAME}/passages.json: error D115" in spoilt.stderr) == (1, True)
    assert sorted(left(home)) == ["1.0", "1.1"]


def test_words_that_are_a_draft_are_released_with_a_waiver_alone(tmp_path: Path) -> None:
    (tmp_path / "sources" / NAME).mkdir(parents=True)
    text = REPORT.replace("original-language: en\nlanguages: [en, fr]", "original-language: sw\nlanguages: [sw]")
    (tmp_path / "sources" / NAME / "report.md").write_text(text, "utf-8")
    home, wanted = House(tmp_path), (Edition(NAME, "sw", "html"),)
    with pytest.raises(TranslationError) as refused:
        publish._ready(home, wanted, Serial(), {"nu": "none here"})
    (finding,) = refused.value.findings
    assert (finding.code, finding.severity) == ("T087", "error")
    assert publish._ready(home, wanted, Serial(), gate.waivers(["T087=read by two people"], gate.DRAFTS))[NAME]["sw"]
    for wrong in ("T087=", "T013=because"):
        with pytest.raises(UsageError, match="U007"):
            gate.waivers([wrong], gate.DRAFTS)
