"""The grammar of style sheets: the sheets of the project are within it, and what says, hides, moves or fades words is
not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.findings import StyleError
from plantin.house import inheritance, style, style_sheets
from plantin.house.sheet_grammar import faults, rules
from tests.kit.houses import ROOT

SHEETS = sorted(path for path in ROOT.glob("styles/*/*.css") if path.parent != inheritance.PRESS)
CLASSES = {
    "words by content": (
        'p::before { content: "not " }',
        'li::after { content: "9" }',
        '.label::before { content: "-" }',
        "a::after { content: attr(href) }",
        "p { content: counter(page) }",
    ),
    "not displayed": (
        "p { display: none }",
        ".label { display: contents }",
        "@media print { h2 { display: none } }",
    ),
    "not visible": (
        "p { visibility: hidden }",
        "td { visibility: collapse }",
        "@media (max-width: 20em) { p { opacity: 0 } }",
        "p { clip-path: inset(50%) }",
        "p { height: 0; overflow: hidden }",
    ),
    "struck": (
        "em { text-decoration: line-through }",
        "p { text-decoration-line: line-through }",
        "p { text-decoration: underline line-through }",
    ),
    "other letters": (
        "p { text-transform: full-width }",
        "h2 { text-transform: uppercase }",
        "p { -webkit-text-security: disc }",
        'p { font-feature-settings: "sups" }',
    ),
    "raised no more": (
        "sup { vertical-align: baseline }",
        "span { vertical-align: super }",
        "p { font-variant-position: super }",
    ),
    "another direction": (
        "p { direction: rtl }",
        "p { unicode-bidi: bidi-override }",
        "p { writing-mode: vertical-rl }",
        "p { transform: scaleX(-1) }",
    ),
    "another order": (
        "ol { flex-direction: column-reverse }",
        "li { order: 3 }",
        "p { grid-row: 1 }",
    ),
    "another number": (
        "ol { list-style: decimal }",
        "ol { list-style-type: upper-roman }",
        "li { counter-increment: x }",
    ),
    "off its place": (
        "p { margin-left: -99em }",
        "p { position: absolute; left: -99px }",
        "h2 { margin-top: -2em }",
        "p { text-indent: -99em }",
    ),
    "small": (
        "p { font-size: 1px }",
        ".label { font-size: .1em }",
        "p { font: 2px serif }",
        "p { width: 1% }",
    ),
    "narrow": ("p { letter-spacing: -1em }", "p { line-height: 0 }", "p { word-spacing: -1em }"),
    "faint": (
        "p { color: transparent }",
        "p { color: #fff }",
        "p { color: rgb(0 0 0 / .1) }",
        "p { color: var(--paper) }",
        "p { background: #000 }",
        "p { color: #eee; background: var(--tint) }",
        "@media (prefers-color-scheme: dark) { p { color: #111 } }",
        ":root { --text: #fff }",
        ":root { --paper: #000 }",
        "p { background: linear-gradient(#000, #000) }",
    ),
    "one place": ("#paragraph-7 { margin: 0 }", "[href] { margin: 0 }", "p::first-line { color: #000 }"),
    "rules of other kinds": (
        "@keyframes x { from { margin: 0 } }",
        "@layer a { p { margin: 0 } }",
        "p { & em { margin: 0 } }",
        "p { all: unset }",
        "p { color: initial }",
    ),
}
ALLOWED = (
    "h2 { color: #003366; border-bottom: 1pt solid var(--accent); font-size: 1.4em }",
    ".box { background: #eef2f5; padding: .5em 1em; border-left: 3px solid; border-color: var(--rule) }",
    '@page { @bottom-center { content: counter(page) " / " counter(pages); font-size: 8pt } }',
    "thead th { background: var(--accent); color: #fff; text-align: left; vertical-align: bottom }",
    'p { font-family: "Noto Serif", serif; line-height: 1.5; text-align: start; hyphens: manual }',
    "@media (prefers-color-scheme: dark) { h2 { color: #9ecbff } }",
    'ul > li::before { content: "•" }',
    "header { display: grid; grid-template-columns: minmax(0, 1fr) auto } .masthead-title { grid-row: 7 }",
    "body { max-width: 40rem; margin: 0 auto }",
)  # fmt: skip


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_sheets_of_the_project_are_within_the_grammar(path: Path) -> None:
    own = frozenset[str]().union(*(rules(one.read_text("utf-8")) for one in inheritance.PRESS.glob("*.css")))
    assert [fault.message for fault in faults(path.read_text("utf-8"), own)] == []


@pytest.mark.parametrize("rule", [rule for rules_ in CLASSES.values() for rule in rules_])
def test_what_alters_words_is_refused(rule: str) -> None:
    assert list(faults(rule))


@pytest.mark.parametrize("rule", ALLOWED)
def test_a_look_is_let_through(rule: str) -> None:
    assert [fault.message for fault in faults(rule)] == []


def test_a_fault_is_found_at_its_line_before_the_sheet_is_used(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "style.toml").write_text('inherits = "plain"\n', "utf-8")
    (tmp_path / "own" / "screen.css").write_text("h2 { margin: 0 }\np {\n  display: none;\n}\n", "utf-8")
    with pytest.raises(StyleError) as raised:
        style.read(tmp_path / "own").sheet("screen.css")
    (finding,) = raised.value.findings
    assert (finding.code, finding.place.line) == ("D028", 3)
    assert "the value none of display" in finding.message


def test_a_house_may_say_again_what_the_press_says(tmp_path: Path) -> None:
    (tmp_path / "screen.css").write_text((inheritance.PRESS / "screen.css").read_text("utf-8"), "utf-8")
    assert style_sheets.sheet(tmp_path, "screen.css").parts
