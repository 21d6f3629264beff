"""A check opens each edition once, whatever it asks of it."""

from __future__ import annotations

from pathlib import Path

from tests.kit import houses
from tests.kit.command import plantin
from tests.kit.editions import Editions
from tests.kit.opened_files import opened

FORMATS = ("docx", "epub", "html", "pdf")


def test_each_edition_is_opened_once(tmp_path: Path, store: Editions) -> None:
    (tmp_path / "house").mkdir()
    house = houses.small(tmp_path / "house")
    slug = houses.HARBOUR_SLUG
    document = store.document(house, slug)
    folder = house.build / slug
    folder.mkdir(parents=True)
    for name in FORMATS:
        (folder / f"{slug}-en.{name}").write_bytes(store.content(document, name))
    with opened(house.root) as counts:
        ended = plantin("check", "--language", "en", "--format", ",".join(FORMATS), cwd=house.root)
    assert "V010" not in ended.stdout + ended.stderr
    editions = {
        name: count for name, count in counts.items() if name.startswith("build/") and not name.endswith(".json")
    }
    assert editions == {f"build/{slug}/{slug}-en.{name}": 1 for name in FORMATS}
