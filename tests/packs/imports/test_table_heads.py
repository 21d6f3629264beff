"""Heads of several rows keep their columns, and captions with a label in another language keep it."""

from __future__ import annotations

import pytest

from plantin.house.layout import House
from plantin.packs.imports import receive

HEAD = '<tr><th rowspan="2">Year</th><th colspan="2">Lamps</th></tr><tr><th>old</th><th>new</th></tr>'
BODY = "<tr><td>2021</td><td>9</td><td>1.5</td></tr><tr><td>2022</td><td>18</td><td>2.5</td></tr>"


@pytest.mark.parametrize(
    "rows", [HEAD + BODY, f"<tbody>{HEAD}{BODY}</tbody>", f"<thead>{HEAD}</thead><tbody>{BODY}</tbody>",
             HEAD.replace("<tr><th>", "</thead><tbody><tr><th>").replace("<tr><th row", "<thead><tr><th row", 1)
             + f"{BODY}</tbody>"]
)  # fmt: skip
def test_a_head_of_two_rows_keeps_its_columns(home: House, rows: str) -> None:
    path = home.root / "page.html"
    page = f"<h1>Lampes</h1><p>Les lampes du port sont là.</p><table><caption>Table 7. Oil</caption>{rows}</table>"
    path.write_text(f'<html lang="fr"><body>{page}</body></html>', "utf-8")
    done = receive.import_file(home, path)
    text = (home.root / done.path).read_text("utf-8")
    assert "head=2" in text
    assert "| Year | Lamps | < |\n|:--|:--|:--|\n| ^ | old | new |\n" in text
    assert "| 2021 | 9 | 1.5 |" in text
    assert "\nTable 7. Oil\n" in text, "a label in another language stays"
    assert [one.unexplained for one in done.accounts] == [0] * len(done.accounts)


def test_a_table_of_heads_alone_and_one_without_any_come_in(home: House) -> None:
    path = home.root / "page.html"
    tables = "<table><tr><th>a</th><th>b</th></tr><tr><th>c</th><th>d</th></tr></table><table>" + BODY + "</table>"
    path.write_text(f'<html lang="en"><body><h1>Lamps</h1>{tables}</body></html>', "utf-8")
    done = receive.import_file(home, path)
    text = (home.root / done.path).read_text("utf-8")
    assert all(cell in text for cell in ("a", "d", "2021", "2.5"))
    assert done.exit_code() == 0
