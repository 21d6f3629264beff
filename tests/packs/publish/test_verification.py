"""A release that contradicts itself, or that its own source does not give, is found; so is an edition changed under its
maker's hands.
"""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from plantin.files import digest, file_digest
from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.packs.publish.rebuilding import rebuild
from plantin.packs.publish.verification import SUMS, sums, verify
from plantin.production import schedule
from plantin.production.checking import Verdict
from plantin.production.formats import Edition
from plantin.proof.proved import Proved
from tests.kit import houses
from tests.kit.houses import HARBOUR_SLUG as SLUG
from tests.production.test_references_by_name import FIRST, SECOND, settings, write

PATH = f"{SLUG}/{SLUG}-en.html"


@pytest.fixture
def home(tmp_path: Path) -> House:
    """A house with one small report."""
    return houses.small(tmp_path)


def released(home: House, content: bytes, stated: str = "", slug: str = SLUG) -> Path:
    """A release of one web page; ``stated`` is the digest that its manifest gives instead of the page's own."""
    folder, page = home.root / "release" / "1.0", f"{slug}/{slug}-en.html"
    (folder / slug).mkdir(parents=True)
    (folder / page).write_bytes(content)
    source = home.report(slug)
    report = {
        "slug": slug,
        "source": {"path": home.name(source), "sha256": file_digest(source)},
        "catalogues": {},
        "editions": [{"path": page, "language": "en", "format": "html", "sha256": stated or digest(content)}],
    }
    manifest = {
        "version": "1.0",
        "commit": "0" * 40,
        "committed": "2026-11-30T10:00:00+00:00",
        "order": {"epoch": None, "certifier": ""},
        "reports": [report],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (folder / SUMS).write_bytes(sums(folder))
    return folder


def test_a_manifest_at_odds_with_the_sums_is_found(home: House) -> None:
    assert verify(released(home, b"page")) == ()
    shutil.rmtree(home.root / "release")
    (finding,) = verify(released(home, b"page", stated="f" * 64))
    assert (finding.code, finding.place.path) == ("D107", PATH)


def test_an_edition_that_its_source_does_not_give_is_found(home: House) -> None:
    with ThreadPoolExecutor(1) as executor:
        assert not [
            one
            for one in schedule.run(home, (Edition(SLUG, "en", "html"),), executor, None)
            if isinstance(one, schedule.Failed)
        ]
        page = (home.build / PATH).read_bytes()
        assert rebuild(home, released(home, page), executor) == ()
        shutil.rmtree(home.root / "release")
        (finding,) = rebuild(home, released(home, page + b"\n"), executor)
    assert (finding.code, finding.place.path) == ("D109", PATH)


def test_what_refers_to_inventories_is_made_again(tmp_path: Path) -> None:
    home = settings(tmp_path)
    write(tmp_path, 1, FIRST)
    write(tmp_path, 2, SECOND.format("wicks"))
    with ThreadPoolExecutor(1) as executor:
        list(schedule.run(home, (Edition("R-2026-2", "en", "html"),), executor, None))
        page = (home.build / "R-2026-2" / "R-2026-2-en.html").read_bytes()
        assert rebuild(home, released(home, page, slug="R-2026-2"), executor) == ()


def test_an_edition_changed_after_its_check_is_not_released(tmp_path: Path) -> None:
    home = House(tmp_path)
    verdict = Verdict(
        Edition(SLUG, "en", "html"), f"build/{PATH}", digest(b"as checked"), 10, None, (), (), (), seconds=0
    )
    proved = Proved(home, verdict)
    (home.build / SLUG).mkdir(parents=True)
    (home.build / PATH).write_bytes(b"as checked")
    assert proved.content() == b"as checked"
    for spoil in (
        lambda path: path.write_bytes(b"as changed"),
        lambda path: path.write_bytes(b"as checked, and more"),
        Path.unlink,
    ):
        spoil(home.build / PATH)
        with pytest.raises(PlantinError, match="D103"):
            proved.content()
