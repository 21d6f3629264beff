"""Text that cannot be seen is found, and named with its page and the reason; text that is only set in an unusual way is
not.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from plantin.auditors import pdf
from plantin.model.document import Document
from tests.kit.editions import Editions
from tests.kit.read_back import audited, reread
from tests.spoilt.pdf_visibility import (
    WORDS,
    behind,
    box,
    covered_by_a_white_box,
    line,
    one,
    painted_after,
    state,
    wrapped,
)

Pdf = Any


@pytest.fixture(scope="module")
def edition(harbour: Document, store: Editions) -> Path:
    return store.path(harbour, "pdf")


def codes(document: Document, path: Path) -> set[str]:
    return {finding.code for finding in audited(pdf, path, document)}


SHOWN: dict[str, Callable[[Pdf], None]] = {}


def shows(change: Callable[[Pdf], None]) -> Callable[[Pdf], None]:
    SHOWN[change.__name__] = change
    return change


@shows
def white_on_a_blue_box(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("rg", 0, 0, 0.6), behind(opened), one("f"), one("rg", 1, 1, 1)], [one("Q")])


@shows
def marked_with_a_clear_colour(opened: Pdf) -> None:
    painted_after(opened, state(opened, ca=0.3), one("rg", 1, 1, 0), box(opened), one("f"))


@shows
def framed(opened: Pdf) -> None:
    _, mark = line(opened)
    painted_after(opened, box(opened), one("re", mark.x - 4, mark.y - 3, 498, 12), one("f*"))


@shows
def cut_off_around_it(opened: Pdf) -> None:
    wrapped(opened, [one("q"), one("re", 0, 0, 2000, 2000), one("W"), one("n")], [one("Q")])


def changed(edition: Path, change: Callable[[Pdf], None], path: Path) -> Path:
    with pikepdf.open(edition) as opened:
        change(opened)
        opened.save(path)
    return path


@pytest.mark.parametrize("name", SHOWN)
def test_text_that_can_be_seen_is_not_found(name: str, harbour: Document, edition: Path, tmp_path: Path) -> None:
    assert "A113" not in codes(harbour, changed(edition, SHOWN[name], tmp_path / "shown.pdf"))


def test_what_is_hidden_is_named_with_its_page_and_the_reason(edition: Path, tmp_path: Path) -> None:
    found = reread(pdf, changed(edition, covered_by_a_white_box, tmp_path / "hidden.pdf")).findings()
    with pikepdf.open(edition) as opened:
        _, mark = line(opened)
    (message,) = [finding.message for finding in found if finding.code == "A113"]
    assert message.startswith(f"“{WORDS}")
    assert message.endswith(f"on page {mark.page + 1} cannot be seen: something is painted over it")
