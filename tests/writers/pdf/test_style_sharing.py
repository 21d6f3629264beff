"""Styles and used values that are worked out once: the pages are those of the engine, and it is asked less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import weasyprint
import weasyprint.css
from weasyprint.formatting_structure.boxes import BlockBox, LineBox
from weasyprint.layout import block, inline

from plantin.writers.engine import Replacement, apply_replacements
from plantin.writers.pdf import caches

pytestmark = pytest.mark.full

SHEET = """
@page { size: 60mm 50mm; margin: 5mm 4%; @top-left { content: string(head) } @bottom-right { content: counter(page) } }
@page :left { @top-right { content: 'left'; color: #444 } }
html { --lamp: 3px; font-size: 9px }
h2 { string-set: head content(); font-size: 1.5em; margin: 5% 0 }
p { margin: 0 0 2% 1em; text-indent: 4% }
p.small { font-size: .8em; padding-left: calc(2% + var(--lamp)) }
p::first-letter { font-size: 2em } p.small::first-line { color: #a00 }
span.box { display: inline-block; min-width: 12%; border: 1px solid; box-sizing: border-box; width: 20% }
a { color: #00a } a::after { content: ' (' target-counter(attr(href), page) ')' }
.inner a { -weasy-link: inherit } li::marker { color: #0a0 }
.grid { display: grid; grid-template-columns: 1fr 2fr } .grid p { margin: 0 }
.g { grid-template-columns: auto auto auto; justify-items: center }
.flex { display: flex; justify-content: space-between } .toc::after { content: leader('.') attr(id) }
table { border-collapse: collapse; width: 80% } td { border: 1px solid; padding: 2% } table.apart { border-collapse: separate }
[lang=ar] { direction: rtl; margin-inline-start: 3% } .note { float: footnote }
.far { position: absolute; right: 2%; top: 10% }
"""
BODY = "".join(
    f"""<section id="s{number}"><h2 id="h{number}">Lamps {number}</h2>
<p><em>Words</em> that begin with a large letter.</p>
<p id="p{number}">Words <span class="box">box</span> of a paragraph, <a href="#h{(number + 1) % 4}">which leads</a> on to the next.</p>
<p class="small">Small words of it<span class="note">A note, number {number}</span>, on several lines at least.</p>
<div class="inner"><a href="#s1">One</a></div><ul><li>First</li><li id="l{number}">Second</li></ul>
<div class="grid"><p>Left</p><p>Right</p>Text{" of a lamp" * number}</div><div class="flex">Text{" of a lamp" * number}<p>Right</p></div>
<table class="{"apart" if number % 2 else ""}"><tr><td>a</td><td>b</td></tr></table>
<div class="toc" id="t{number}">Lamps</div><p lang="ar">سلام</p><div class="far">far</div>
<div class="grid g"><p>{"Words " * number}</p><p>Words of a lamp</p><p>Words</p></div></section>"""
    for number in range(4)
)


def sharing() -> list[Replacement]:
    return [(weasyprint.css, "ComputedStyle", caches.styles_shared(weasyprint.css.ComputedStyle))]


def values() -> list[Replacement]:
    return [
        (module, "resolve_percentages", caches.resolved_by_style(module.resolve_percentages))
        for module in (block, inline)
    ]


def written() -> bytes:
    made: bytes = weasyprint.HTML(string=f"<html lang='en'><style>{SHEET}</style>{BODY}").write_pdf(
        uncompressed_pdf=True
    )
    return made


def both() -> list[Replacement]:
    return [*sharing(), *values()]


@pytest.fixture(scope="module")
def usual() -> bytes:
    """The pages as the engine alone makes them."""
    return written()


@pytest.mark.sample(2)
@pytest.mark.parametrize("replacements", [sharing, values, both])
def test_the_pages_are_those_of_the_engine(replacements: Callable[[], list[Replacement]], usual: bytes) -> None:
    with apply_replacements(replacements()):
        assert written() == usual
    assert written() == usual, "the library is as it was"


def test_the_properties_of_a_style_are_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times: Counter[str] = Counter()
    engines = weasyprint.css.ComputedStyle
    missing = engines.__missing__

    def counted(style: Any, key: str) -> Any:
        times[key] += 1
        return missing(style, key)

    monkeypatch.setattr(engines, "__missing__", counted)
    written()
    usual = times["font_size"]
    times.clear()
    with apply_replacements(sharing()):
        written()
    assert times["font_size"] < usual / 2


def test_a_style_that_is_changed_changes_no_other() -> None:
    with apply_replacements(sharing()):
        document = weasyprint.HTML(string="<p id=a>One</p><p id=b>Two</p>").render()
    boxes = {
        box.element.get("id"): box for box in document.pages[0]._page_box.descendants() if isinstance(box, BlockBox)
    }
    one, other = boxes["a"].style, boxes["b"].style
    assert one is not other
    assert (one["anchor"], other["anchor"]) == ("a", "b")
    one["font_size"] = 99
    assert other["font_size"] == one.first["font_size"] == 16
    with apply_replacements(sharing()):
        changed = one.copy()
    assert changed["font_size"] == 99
    assert caches.kept_by(one) is caches.kept_by(other)
    assert caches.kept_by(changed) is not caches.kept_by(one)


def test_boxes_without_an_element_share_their_style() -> None:
    with apply_replacements(sharing()):
        document = weasyprint.HTML(
            string="<p id=a>One</p><p id=b>Two</p><p class=c style='color: #a00'>Three</p>"
        ).render()
    one, other, red = (box.style for box in document.pages[0]._page_box.descendants() if isinstance(box, LineBox))
    assert one is other
    assert one["color"] != red["color"]


def test_the_sizes_of_a_box_are_worked_out_once_for_a_style_within_a_block() -> None:
    times: Counter[tuple[int, Any]] = Counter()
    resolve = inline.resolve_percentages

    def counted(box: Any, around: Any) -> None:
        size = (around.width, around.height) if hasattr(around, "width") else around
        times[id(box.style), size] += 1
        resolve(box, around)

    kept = caches.resolved_by_style(counted)
    with apply_replacements([(module, "resolve_percentages", kept) for module in (block, inline)]):
        document = weasyprint.HTML(string="<p>One</p>" * 3).render()
    assert document.pages
    assert set(times.values()) == {1}
