"""A release that was renamed, rolled back, mixed or copied in part is refused by all that read releases: ``verify``,
``site`` and ``release --since``.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plantin.findings import PlantinError
from plantin.packs.publish import previous, signing
from plantin.packs.publish.signing import SigningKey
from plantin.packs.publish.verification import SUMS, VerifiedRelease, read_release, sums
from tests.kit.command import plantin
from tests.kit.sites import harbour
from tests.packs.publish.test_signing import pair

pytestmark = pytest.mark.full

EDITION = "R-2026-1/R-2026-1-en.txt"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return harbour(tmp_path_factory.mktemp("verified"))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return pair(tmp_path_factory.mktemp("keys"), "own")


@pytest.fixture
def home(origin: Path, tmp_path: Path) -> Path:
    """A copy of a house with the releases 1.0 and 1.1, which a test may change."""
    shutil.copytree(origin, tmp_path / "house", ignore=shutil.ignore_patterns("build"))
    return tmp_path / "house"


def rolled_back(releases: Path) -> None:
    shutil.rmtree(releases / "1.1")
    (releases / "1.0").rename(releases / "1.1")


def forged(releases: Path, version: str) -> None:
    path = releases / version / EDITION
    path.write_bytes(path.read_bytes().replace(b"a", b"e", 1))
    edited = (releases / version / "manifest.json").read_text("utf-8")
    before = {line.partition("  ")[2]: line[:64] for line in (releases / version / SUMS).read_text().splitlines()}
    (releases / version / SUMS).write_bytes(sums(releases / version))
    after = {line.partition("  ")[2]: line[:64] for line in (releases / version / SUMS).read_text().splitlines()}
    (releases / version / "manifest.json").write_text(edited.replace(before[EDITION], after[EDITION]), "utf-8")
    (releases / version / SUMS).write_bytes(sums(releases / version))


def with_another_manifest(releases: Path) -> None:
    shutil.copy(releases / "1.0" / "manifest.json", releases / "1.1")
    (releases / "1.1" / SUMS).write_bytes(sums(releases / "1.1"))


def with_a_report_of_another(releases: Path) -> None:
    shutil.copytree(releases / "1.1" / "H-2026-2", releases / "1.0" / "H-2026-2")
    (releases / "1.0" / SUMS).write_bytes(sums(releases / "1.0"))


SPOILT: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "an old one under a new number": (
        lambda releases: shutil.copytree(releases / "1.0", releases / "2.0"),
        "2.0",
        "is release '1.0', in a folder called '2.0'",
    ),
    "a link to an old one": (
        lambda releases: (releases / "2.0").symlink_to("1.0"),
        "2.0",
        "is release '1.0', in a folder called '2.0'",
    ),
    "an old one in the place of the new": (rolled_back, "1.1", "is release '1.0', in a folder called '1.1'"),
    "files of two": (
        lambda releases: shutil.copy(releases / "1.0" / "manifest.json", releases / "1.1"),
        "1.1",
        "has other bytes than when it was released",
    ),
    "files of two, with the digests taken again": (with_another_manifest, "1.1", "is release '1.0'"),
    "a report of another": (with_a_report_of_another, "1.0", "is of a report that manifest.json does not name"),
    "a report left out": (lambda releases: shutil.rmtree(releases / "1.1" / "H-2026-2"), "1.1", "is missing"),
    "no digests": (lambda releases: (releases / "1.1" / SUMS).unlink(), "1.1", "SHA256SUMS is missing"),
    "no manifest": (lambda releases: (releases / "1.0" / "manifest.json").unlink(), "1.0", "manifest.json is missing"),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_another_release_than_it_says_is_refused_by_all(home: Path, kind: str) -> None:
    spoil, version, words = SPOILT[kind]
    assert all(isinstance(read_release(home / "release" / name), VerifiedRelease) for name in ("1.0", "1.1"))
    spoil(home / "release")
    ended = plantin("verify", f"release/{version}", cwd=home)
    assert (ended.returncode in (1, 2), words in ended.stderr.replace("\n", " ")) == (True, True), ended.stderr
    ended = plantin("site", cwd=home)
    assert (ended.returncode in (1, 2), words in ended.stderr.replace("\n", " ")) == (True, True), ended.stderr
    assert not (home / "site").exists()
    with pytest.raises(PlantinError) as raised:
        previous.find(home / "release", "3.0", version)
    assert words in str(raised.value)


def test_a_forged_release_is_refused_where_a_later_one_names_it(home: Path) -> None:
    forged(home / "release", "1.0")
    assert plantin("verify", "release/1.0", cwd=home).returncode == 0, "its own digests are right"
    ended = plantin("site", cwd=home)
    assert ended.returncode == 1
    assert "release/1.0/SHA256SUMS: error D115: is not the release 1.0 that 1.1 was compared with" in ended.stderr


def test_a_key_is_asked_of_every_release(home: Path, keys: tuple[Path, Path]) -> None:
    releases, key = home / "release", str(keys[1])
    ended = plantin("site", "--key", key, cwd=home)
    assert (ended.returncode, "the release is not signed" in ended.stderr) == (1, True)
    for version in ("1.0", "1.1"):
        release = read_release(releases / version)
        assert isinstance(release, VerifiedRelease)
        slugs = [report.slug for report in release.record.reports]
        comment = signing.statement(version, release.record.commit, slugs)
        assert comment == f"plantin release {version} of commit {'0' * 40}: {', '.join(slugs)}"
        signing.sign(releases / version, SigningKey(keys[0]), comment)
    assert plantin("site", "--key", key, cwd=home).returncode == 0
    assert previous.find(releases, "1.2", "", key)
    shutil.copytree(releases / "1.0", releases / "2.0")
    ended = plantin("verify", "release/2.0", "--key", key, cwd=home)
    assert (ended.returncode, "D121" in ended.stderr) == (1, True), "an old release is not verified as a new one"
    shutil.rmtree(releases / "2.0")
    forged(releases, "1.1")
    ended = plantin("site", "--key", key, cwd=home)
    assert (ended.returncode, "SHA256SUMS and its signature do not belong together" in ended.stderr) == (1, True)
    with pytest.raises(PlantinError, match="D115"):
        previous.find(releases, "1.2", "", key)


def test_what_is_signed_names_the_release(home: Path, keys: tuple[Path, Path]) -> None:
    folder = home / "release" / "1.0"
    other = signing.statement("1.1", "0" * 40, ["R-2026-1"])
    for comment, codes in ((other, ["D121"]), (other.replace("1.1", "1.0"), []), ("signed by hand", [])):
        signing.sign(folder, SigningKey(keys[0]), comment)
        release = read_release(folder, str(keys[1]))
        assert [one.code for one in (() if isinstance(release, VerifiedRelease) else release)] == codes


def test_a_file_that_changes_after_it_was_verified_is_not_published(home: Path, tmp_path: Path) -> None:
    release = read_release(home / "release" / "1.0")
    assert isinstance(release, VerifiedRelease)
    assert release.content(EDITION) == (home / "release" / "1.0" / EDITION).read_bytes()
    forged(home / "release", "1.0")
    for use in (lambda: release.content(EDITION), lambda: release.copy(EDITION, tmp_path / "copy")):
        with pytest.raises(PlantinError, match="D105"):
            use()
