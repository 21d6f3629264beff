"""Tables that are wider than their page keep all their figures, in every size of type."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pikepdf
import pymupdf
import pytest

from plantin.auditors import pdf as auditor
from plantin.findings import StyleError
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.writers import pdf
from plantin.writers.pdf import layout
from tests.kit.compose import composed

pytestmark = pytest.mark.full

A4 = (595, 842)


def with_table(columns: int, word: str = "1\u00a0234\u00a0567", classes: str = ".table") -> Document:
    """A report that ends with a table of two rows, each cell one ``word`` that cannot be divided."""
    rows = ["| " + " | ".join(["Station", *(f"M{n}" for n in range(1, columns))]) + " |"]
    rows.append("|" + "---|" * columns)
    rows += ["| " + " | ".join([f"Station {row}", *[word] * (columns - 1)]) + " |" for row in (1, 2)]
    table = "\n".join(rows)
    return composed(f"# Stations\n\nThey are counted.\n\n::: {{#volumes {classes}}}\nVolumes\n\n{table}\n:::\n")


def sizes(made: bytes) -> list[tuple[int, int]]:
    with pikepdf.open(io.BytesIO(made)) as file:
        return [(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in file.pages]


def proved(document: Document, made: bytes) -> tuple[bool, set[str]]:
    """Whether the file read back says what ``document`` does, and the codes of what its auditor finds."""
    read = auditor.read(made, "edition.pdf")
    return read.outline() == outline(document), {finding.code for finding in read.findings()}


@pytest.mark.sample(4)
@pytest.mark.parametrize(
    ("columns", "large", "last"),
    [(6, False, A4), (12, False, A4[::-1]), (14, False, A4[::-1]), (40, False, None), (12, True, None)],
)
def test_no_figure_is_lost_at_the_edge(
    columns: int, large: bool, last: tuple[int, int] | None, house: Style, moment: dt.datetime
) -> None:
    document = with_table(columns)
    style = replace(house, type=house.large) if large else house
    made = pdf.write(document, style, moment)
    assert proved(document, made) == (True, set())
    width, height = sizes(made)[-1]
    assert (width, height) == (last or (width, A4[0]))
    assert last or width > A4[1]


def test_the_heading_of_a_turned_table_is_on_its_page(house: Style, moment: dt.datetime) -> None:
    rows = "\n".join(f"| Harbour {n} | {n} |" for n in range(40))
    table = f"::: {{#volumes .table .wide}}\nVolumes\n\n| Name | Lamps |\n|---|---|\n{rows}\n:::\n"
    made = pdf.write(
        composed(f"# Lamps\n\nThey are counted.\n\n# Soundings\n\n## By harbour\n\n{table}"), house, moment
    )
    with pymupdf.open(stream=made) as file:
        (page,) = (page for page in file if "Volumes" in page.get_text())
        assert page.rect.width > page.rect.height
        assert all(words in page.get_text() for words in ("Soundings", "By harbour", "Harbour 3"))


def test_a_table_that_fits_stays_upright_and_changes_nothing(house: Style, moment: dt.datetime) -> None:
    assert set(sizes(pdf.write(with_table(4), house, moment))) == {A4}


def test_a_table_wider_than_any_page_is_refused_by_name(house: Style, moment: dt.datetime) -> None:
    with pytest.raises(StyleError) as refused:
        pdf.write(with_table(4, "M" * 1900), house, moment)
    (finding,) = refused.value.findings
    assert finding.code == "D015"
    assert finding.place is not None
    assert finding.place.anchor == "table-1"


def test_the_page_turns_by_itself_as_it_does_by_name(house: Style, moment: dt.datetime) -> None:
    assert sizes(pdf.write(with_table(12), house, moment)) == sizes(
        pdf.write(with_table(12, classes=".table .wide"), house, moment)
    )


def test_faces_are_read_once_for_all_rounds(house: Style, moment: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    fetcher, read = layout._fetcher, Counter[str]()

    def counting(*given: Any) -> Any:
        made = fetcher(*given)
        fetch = made.fetch
        made.fetch = lambda url, *headers: read.update([url]) or fetch(url, *headers)
        return made

    monkeypatch.setattr(layout, "_fetcher", counting)
    assert sizes(pdf.write(with_table(12), house, moment))[-1] == A4[::-1]  # turned, in a second round
    assert set(read.values()) == {1}


def test_the_label_of_a_box_is_on_the_page_of_its_title(house: Style, moment: dt.datetime) -> None:
    rows = [f"| Harbour {n} | {n} |" for n in range(30)]
    head = "| Name | Lamps |\n|---|---|\n"
    tables = (f"::: {{#t{n} .table}}\nLamps\n\n{head}{chr(10).join(rows[:n])}\n:::" for n in range(6, 18))
    boxes = (f"They burn.\n\n::: {{#b{n} .box}}\nYear {n}\n\n{one}\n:::" for n, one in enumerate(tables))
    made = pdf.write(composed("# Lamps\n\n" + "\n\n".join(boxes)), house, moment)
    with pymupdf.open(stream=made) as file:
        found = [words for page in file for words in re.findall(r"^Box \S+ ?\n(.*)", page.get_text(), re.MULTILINE)]
    assert [one.strip() for one in found] == [f"Year {n}" for n in range(12)]


def test_a_table_of_heads_alone_goes_on_overleaf(house: Style, moment: dt.datetime) -> None:
    """No row may be parted from the next, and together they are higher than a page."""
    rows = [f"| Harbour {n} {'has lamps that burn all night ' * 20}| < |" for n in range(20)]
    table = "\n".join(["| Harbour | Lamps |", "|:--|:--|", *rows])
    document = composed(
        f"# Harbours\n\nThey are counted.[^all]\n\n::: {{#lamps .table}}\nHarbours\n\n{table}\n:::\n\n[^all]: All."
    )
    made = pdf.write(document, house, moment)
    assert proved(document, made) == (True, set())
    assert len(sizes(made)) > 3
    with pymupdf.open(stream=made) as file:
        assert len(re.findall(r"Harbour\s\d+\s", "".join(page.get_text() for page in file))) == len(rows)


def test_a_row_that_is_higher_than_a_page_keeps_the_head(house: Style, moment: dt.datetime) -> None:
    words = "has lamps that burn all night " * 200
    table = f"- - Harbour\n  - Lamps\n- - North {words}\n  - 12\n- - South {words}\n  - 14"
    document = composed(f"# Harbours\n\nThey are counted.\n\n::: {{#lamps .table .list}}\nLamps\n\n{table}\n:::\n")
    made = pdf.write(document, house, moment)
    assert proved(document, made) == (True, set())
    with pymupdf.open(stream=made) as file:
        pages = [text for page in file if "night" in (text := page.get_text())]
    assert len(pages) > 2
    assert all("Harbour\nLamps" in text for text in pages)
