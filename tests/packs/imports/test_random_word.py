"""Word files of random structure come in with the outline that they were made with."""

from __future__ import annotations

import tempfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plantin.model.outline import outline
from plantin.packs.imports import receive
from plantin.packs.imports.received import GivenFields
from plantin.production import steps
from tests.kit.houses import ROOT, in_un

pytestmark = pytest.mark.full

NAMES = ("lamp", "oil", "wick", "keeper", "harbour", "tower", "glass", "brass", "light", "storm")
WORDS = st.lists(st.sampled_from(NAMES), min_size=4, max_size=9).map(" ".join)
ROWS = st.lists(
    st.one_of(
        st.tuples(st.just("heading"), st.integers(1, 3), WORDS),
        st.tuples(st.just("paragraph"), st.just(0), WORDS),
        st.tuples(st.just("bullet"), st.just(1), WORDS),
        st.tuples(st.just("table"), st.integers(0, 3), WORDS),
    ),
    min_size=1,
    max_size=14,
)
FIELDS = {"symbol": "S/2035/8", "title": "Lamps", "organ": "Security Council", "date": "2035-06-02"}
STYLES = {"paragraph": None, "bullet": "List Bullet"}


def made(rows: list[tuple[str, int, str]], path: Path) -> list[tuple[str, str]]:
    """A Word file of ``rows``, and what each is to be: a heading that is alone at its level, or skips one, stays a line
    of words.
    """
    package = docx.Document()
    wanted = []
    for kind, level, words in rows:
        if kind == "heading":
            package.add_heading(words, level)
        elif kind == "table":
            table = package.add_table(2, 2)
            for cell, text in zip(
                (cell for row in table.rows for cell in row.cells), (f"{words} {n}" for n in "abcd"), strict=True
            ):
                cell.text = text
            # So many bullets are in the last cell, and a paragraph after them.
            more = [*((f"oil {n}", "List Bullet") for n in range(level)), *([("the end", None)] if level else [])]
            for text, style in more:
                table.rows[1].cells[1].add_paragraph(text, style=style)
            held = "".join(f" • {text}" if style else f" {text}" for text, style in more)
            wanted += [("row", f"{words} a | {words} b"), ("row", f"{words} c | {words} d{held}")]
            continue
        else:
            package.add_paragraph(words, style=STYLES[kind])
        wanted.append((kind, words))
    package.save(str(path))
    return wanted


@given(rows=ROWS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_a_random_file_comes_in_whole_and_in_order(rows: list[tuple[str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "sources").mkdir()
        for part in ("styles", "locales"):
            (folder / part).symlink_to(ROOT / part)
        home = in_un(folder)
        wanted = made([("heading", 1, "beginning of it all"), *rows], folder / "random.docx")
        arrived = receive.import_file(home, folder / "random.docx", GivenFields(FIELDS))
        assert arrived.refused is None, arrived.refused
        assert not [finding for finding in arrived.findings() if finding.code in ("S067", "S168", "S044")]
        found = outline(steps.compose(home, "S-2035-8", "en").document).body
        said = [entry.text for entry in found if entry.kind != "table"]
        assert said == [words for _, words in wanted]
        kinds = {"heading": {"section", "paragraph"}, "paragraph": {"paragraph"}, "bullet": {"item"}, "row": {"row"}}
        unlike = [
            (entry.kind, kind)
            for entry, (kind, _) in zip((one for one in found if one.kind != "table"), wanted, strict=True)
            if entry.kind not in kinds[kind]
        ]
        assert not unlike
