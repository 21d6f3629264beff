"""Figures of one figure are side by side in a Word file, each in a column of a section of its own, and are read one
after another.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from plantin.house.style import Style
from plantin.model.related_editions import ALONE
from plantin.production.formats import format_named
from tests.kit.read_back import audited, unmade
from tests.spoilt import report_with_objects
from tests.spoilt.rewriting import packed, unpacked

HEAD = "---\nsymbol: A/90/77\norgan: General Assembly\ntitle: Wells\ndate: 2035-08-16\n---\n\n# Wells\n\n"
PART = "::: {{#{0} .figure}}\nTitle {0}\n\n![What {0} shows](media/map.png){{width=60%}}\n:::\n\n"
STORY = "word/document.xml"


@pytest.mark.parametrize(("names", "rows", "columns"), [("ab", 1, 2), ("abc", 1, 3), ("abcd", 2, 2)])
def test_each_row_is_a_section_with_columns(
    tmp_path: Path, house: Style, moment: dt.datetime, names: str, rows: int, columns: int
) -> None:
    parts = "".join(PART.format(name) for name in names)
    text = (
        f"{HEAD}See [](#all), {', '.join(f'[](#{name})' for name in names)}.\n\n::: {{#all"
        f" .figure}}\nAll\n\n{parts}:::\n\nText after it.\n"
    )
    document = report_with_objects.make(tmp_path, text)
    row = format_named("docx")
    assert row is not None
    path = tmp_path / "wells.docx"
    path.write_bytes(row.write(document, house, moment, ALONE))
    assert [str(finding) for finding in audited(row, path, document)] == []
    files = unpacked(path.read_bytes())
    story = files[STORY].decode()
    # The masthead of this style has two columns too, of two widths.
    sections = [
        section for section in re.findall(r"<w:sectPr.*?</w:sectPr>", story, re.DOTALL) if "equalWidth" not in section
    ]
    assert [found[1] for section in sections if (found := re.search(r'w:num="(\d)"', section))] == [str(columns)] * rows
    assert all('w:type w:val="continuous"' in section for section in sections), "all on the same page"
    assert story.count('<w:br w:type="column"/>') == 1 + rows * (columns - 1)
    files[STORY] = re.sub(r'<w:cols w:num="\d" w:space="[1-9]', '<w:cols w:space="5', story).encode()
    below = unmade(path.read_bytes(), packed(files))
    assert [(finding.code, finding.place.path) for finding in below] == [("P038", STORY)]
