"""The marks of printed pages as the auditor of the web page reads them."""

from __future__ import annotations

import datetime as dt

from plantin.auditors.markup import html as auditor
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.model.related_editions import PageStart, RelatedEditions
from plantin.writers.html import write

RUNNING = {"section", "paragraph", "quotation", "item", "definition"}


def test_each_place_where_a_page_can_begin_is_read_back_where_it_was(
    harbour: Document, house: Style, moment: dt.datetime
) -> None:
    rows = outline(harbour).body
    places = [(row, 0) for row in range(len(rows) + 1)]
    places += [
        (n, at + 1)
        for n, row in enumerate(rows)
        if row.kind in RUNNING
        for at, sign in enumerate(row.text)
        if sign == " "
    ]
    starts = tuple(PageStart(str(number), "body", *place) for number, place in enumerate(sorted(places), 1))
    reading = auditor.read(write(harbour, house, moment, RelatedEditions(starts)), "A-90.html")
    assert reading.pages() == starts
    assert reading.outline() == outline(harbour)
