"""A build that has nothing to do sees so without reading the house; whatever a build depends on, one that changed is
looked for again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plantin.files import BuildRecord, BuildRecords, file_digest
from plantin.production import stat_cache
from tests.kit.command import plantin
from tests.kit.houses import small
from tests.kit.opened_files import opened

pytestmark = pytest.mark.full

TARGET = "S-1/S-1-en.html"
ASKED = ("", "html")


@pytest.fixture(autouse=True)
def _fine_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were made just now count as old ones."""
    monkeypatch.setattr(stat_cache, "_COARSE", 0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A house with a report and an edition of it that was found to be fresh."""
    for name in (
        "sources/S-1/report.md",
        "styles/own/style.toml",
        "locales/en/locale.toml",
        "plantin.toml",
        f"build/{TARGET}",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("one\n", "utf-8")
    build = tmp_path / "build"
    BuildRecords(build).put(TARGET, BuildRecord({}, file_digest(build / TARGET)))
    keep(tmp_path)
    return tmp_path


def keep(root: Path) -> None:
    stat_cache.keep(root, root / "build", ASKED, stat_cache.state(root), [TARGET])


def recall(root: Path) -> dict[str, int] | None:
    return stat_cache.recall(stat_cache.state(root), root / "build", ASKED)


def test_what_was_fresh_and_did_not_change_is_fresh(root: Path) -> None:
    assert recall(root) == {TARGET: 4}
    (root / "sources/S-1/.report.md.swp").write_text("what an editor leaves", "utf-8")
    assert recall(root) == {TARGET: 4}


def behind_the_back(path: Path) -> None:
    """Other bytes of the same number, with the time that the file had."""
    times = path.stat()
    path.write_bytes(b"two\n")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def another_in_its_place(path: Path) -> None:
    shutil.copy2(path, path.with_name("new"))
    path.with_name("new").replace(path)


@pytest.mark.parametrize("change", [behind_the_back, another_in_its_place, Path.unlink])
@pytest.mark.parametrize(
    "name",
    [
        "sources/S-1/report.md",
        "styles/own/style.toml",
        "locales/en/locale.toml",
        "plantin.toml",
        f"build/{TARGET}",
        f"build/.records/{TARGET}.json",
    ],
)
def test_nothing_is_known_where_a_file_is_another(root: Path, name: str, change: Callable[[Path], object]) -> None:
    change(root / name)
    assert recall(root) is None


@pytest.mark.parametrize(
    "name",
    [
        "sources/S-1/lamps.csv",
        "styles/own/press.css",
        "locales/en/S-1.po",
        "locales/fr/locale.toml",
        "build/S-1/S-1-en.pdf",
        "build/.records/S-1/S-1-en.pdf.json",
    ],
)
def test_nothing_is_known_where_a_file_is_added(root: Path, name: str) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("", "utf-8")
    assert recall(root) is None


def test_nothing_is_known_where_the_press_or_its_libraries_differ(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(stat_cache, "__version__", "9.9")
        assert recall(root) is None
    with monkeypatch.context() as patch:
        patch.setenv("PYPANDOC_PANDOC", "/opt/pandoc")
        assert recall(root) is None
    with monkeypatch.context() as patch:
        patch.setattr(stat_cache.engine, "versions", lambda: {"Pango": "0.1"})
        assert recall(root) is None
    press = tmp_path / "press"
    press.mkdir()
    monkeypatch.setattr(stat_cache, "PACKAGE", press)
    keep(root)
    assert recall(root)
    (press / "writer.py").write_text("", "utf-8")
    assert recall(root) is None


def test_what_another_call_asked_is_not_known(root: Path) -> None:
    assert stat_cache.recall(stat_cache.state(root), root / "build", ("", "pdf")) is None
    stat_cache.keep(root, root / "build", ("", "pdf"), stat_cache.state(root), [TARGET])
    assert stat_cache.recall(stat_cache.state(root), root / "build", ("", "pdf"))
    assert recall(root), "calls in turn do not forget each other"


def test_of_many_calls_the_latest_that_can_be_read_again_are_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = (root / "build/.records/up-to-date.json").stat().st_size
    monkeypatch.setattr(stat_cache, "_LARGEST_BYTES", one * 2 + one // 2)
    known = [("", "pdf"), ("", "docx"), ("", "epub")]
    for asked in known:
        stat_cache.keep(root, root / "build", asked, stat_cache.state(root), [TARGET])
    recalled = [stat_cache.recall(stat_cache.state(root), root / "build", asked) for asked in (ASKED, *known)]
    assert recalled == [None, None, {TARGET: 4}, {TARGET: 4}]


@pytest.mark.parametrize(
    "damaged",
    ["", "{", "[1]", '{"asked": 1}', '[{"asked": ["", "html"]}]', '[{"asked": ["", "html"], "editions": {"a": 1}}]'],
)
def test_a_damaged_memory_is_ignored(root: Path, damaged: str) -> None:
    (root / "build/.records/up-to-date.json").write_text(damaged, "utf-8")
    assert recall(root) is None
    keep(root)
    assert recall(root)


def test_nothing_is_kept_of_what_is_not_certain(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "build/.records/up-to-date.json").unlink()
    before = stat_cache.state(root)
    (root / "sources/S-1/report.md").write_text("changed while the build went on", "utf-8")
    stat_cache.keep(root, root / "build", ASKED, before, [TARGET])
    assert recall(root) is None
    (root / "build" / TARGET).write_text("changed after it was made", "utf-8")
    keep(root)
    assert recall(root) is None
    BuildRecords(root / "build").put(TARGET, BuildRecord({}, file_digest(root / "build" / TARGET)))
    monkeypatch.setattr(stat_cache, "_COARSE", 3_600_000_000_000)
    keep(root)
    assert recall(root) is None, (
        "a source that was saved a moment ago may be saved again within the same tick of the clock"
    )


def test_a_folder_that_is_a_link_is_not_looked_into(root: Path, tmp_path: Path) -> None:
    (root / "sources/S-2").symlink_to(tmp_path, target_is_directory=True)
    assert stat_cache.state(root) is None
    assert recall(root) is None


def test_a_build_with_nothing_to_do_opens_no_source(tmp_path: Path) -> None:
    house = small(tmp_path)
    call = ("build", "--format", "html", "--language", "en")
    first = plantin(*call, cwd=house.root)
    assert "made in" in first.stdout, first.stderr
    with opened(house.root) as files:
        again = plantin(*call, cwd=house.root)
    assert again.returncode == 0
    assert "as it was" in again.stdout
    assert set(files) == {"build/.records/up-to-date.json"}
    report = next(house.sources.glob("*/report.md"))
    report.write_text(report.read_text("utf-8").replace("\n\n", "\n\nA further sentence. ", 1), "utf-8")
    assert "as it was" not in plantin(*call, cwd=house.root).stdout


def test_a_page_is_made_again_when_another_edition_of_its_report_was_made_since(tmp_path: Path) -> None:
    home = small(tmp_path).root
    page = home / plantin("build", "--format", "html", cwd=home).stdout.splitlines()[1].split()[0]
    assert "as it was" in plantin("build", "--format", "html", cwd=home).stdout
    assert "made in" in plantin("build", "--format", "txt", cwd=home).stdout
    again = plantin("build", "--format", "html", cwd=home)
    assert "made in" in again.stdout, "it leads to the text, which was not there"
    assert page.with_suffix(".txt").name in page.read_text("utf-8")
    page.with_suffix(".txt").unlink()
    plantin("build", "--format", "html", cwd=home)
    assert page.with_suffix(".txt").name not in page.read_text("utf-8")
