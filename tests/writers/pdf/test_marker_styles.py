"""Rules for parts of notes are matched for notes alone, however an element is made one."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import weasyprint
from cssselect2 import Matcher
from weasyprint.css import StyleFor

from plantin.writers.pdf import marker_styles
from plantin.writers.pdf.weasyprint_patches import replaced

PAGE = """<style>
@page { size: 80mm 80mm; margin: 5mm }
:root { --away: footnote }
.note { float: footnote } .far { float: var(--away) } .near { float: left }
.note::footnote-call { color: #a00 } .note::footnote-marker { font-weight: bold }
</style>
<p>One<span class="note">By a class</span>, two<span class="far">by a variable</span>, three<span style="float: footnote">by itself</span>,
<span class="note">four <span style="float: inherit">as what is around</span></span>, <span class="near">five</span>.</p>
"""


def written() -> bytes:
    made: bytes = weasyprint.HTML(string=PAGE).write_pdf(uncompressed_pdf=True)
    return made


def spared() -> list[tuple[Any, str, Any]]:
    return [(StyleFor, "__init__", marker_styles.matched_where_asked_for(StyleFor.__init__))]


def test_parts_of_notes_are_those_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = written()
    with replaced(spared()):
        assert written() == usual
        monkeypatch.setattr(marker_styles, "_may_make", lambda _: False)
        with pytest.raises(TypeError):  # the engine asks for the style of each part of a note
            written()


def test_rules_for_parts_of_notes_are_for_notes_alone() -> None:
    match, begin = Matcher.match, StyleFor.__init__
    matched: Counter[str | None] = Counter()

    def begun(styles: Any, html: Any, sheets: Any, *rest: Any) -> None:
        for element in html.wrapper_element.iter_subtree():
            parts = {rule[2] for sheet, *_ in sheets for rule in sheet.matcher.match(element)}
            matched[element.etree_element.get("class") or element.etree_element.get("style")] += (
                "footnote-call" in parts
            )
        begin(styles, html, sheets, *rest)

    with replaced([(StyleFor, "__init__", marker_styles.matched_where_asked_for(begun))]):
        written()
    assert +matched == {"note": 2, "far": 1, "float: footnote": 1, "float: inherit": 1}
    assert Matcher.match is match, "the library is as it was"
