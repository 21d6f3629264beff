"""A check opens each edition once, whatever it asks of it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.kit import houses
from tests.kit.command import plantin
from tests.kit.editions import Editions

FORMATS = ("docx", "epub", "html", "pdf")


@contextmanager
def opened(folder: Path) -> Iterator[Counter[str]]:
    """How often each file in ``folder`` is opened meanwhile, by its path in it."""
    counts: Counter[str] = Counter()
    watching = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event == "open" and isinstance(arguments[0], str | os.PathLike):
            path = Path(os.fspath(arguments[0]))
            if path.is_relative_to(folder):
                counts[path.relative_to(folder).as_posix()] += 1

    sys.addaudithook(hook)
    yield counts
    watching = False


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
    editions = {name: count for name, count in counts.items() if name.startswith("build/") and not name.endswith(".json")}
    assert editions == {f"build/{slug}/{slug}-en.{name}": 1 for name in FORMATS}
