"""Hostile sources: each ends soon, with its work done or with a finding that names the limit and how to fix
it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plantin.findings import SourceError
from plantin.lint.source import lint
from plantin.source import bounds, front_matter
from plantin.source import text as source_text
from tests.kit import houses
from tests.kit.compose import HEAD, codes, findings

pytestmark = pytest.mark.full

SECONDS = 30
"""Of processor time in this process: twenty times what the slowest of them takes, so that a slow or busy machine
reaches it as little as a fast one, and a hundredth of what they took before they were bounded. It is no measure:
`bench/hostile.py` prints what each case takes.
"""
TABLE = "::: {{.table #t{}}}\nLamps\n\n{}\n:::\n\nSee [](#t)."


def macros(between: str) -> str:
    """Commands of which each is ten of the one before it."""
    names = "abcdefghijkl"
    bodies = ["x" * 10, *(rf"\m{name}" * 10 for name in names)]
    return between.join(rf"\newcommand{{\m{name}}}{{{body}}}" for name, body in zip(names, bodies, strict=False))


def fill(token: str) -> str:
    """A paragraph as long as one may be, of words as long as they may be, of one token over and over."""
    word = token * (bounds.WORD // len(token))
    return " ".join([word] * (bounds.LINE // (len(word) + 1)))


REFUSED: list[tuple[str, Callable[[], str], str, str]] = [
    ("autolinks 50,000 open", lambda: "<http://a" * 50_000, "S084", "a line of 450,000 characters"),
    (
        "backticks of 2,000 lengths",
        lambda: " ".join("`" * n + "a" for n in range(1, 2001)),
        "S084",
        "a line of 2,004,999 characters",
    ),
    ("bullets 9,000 deep on one line", lambda: "- " * 9_000 + "a", "S010", "more than 50 lists or quotations"),
    ("code block of 110,000 lines", lambda: "```\n" + "a\n" * 110_000 + "```", "S084", "more than 100,000 lines"),
    (
        "definition list 20,000",
        lambda: "".join(f"term {n}\n: text\n\n" for n in range(20_000)),
        "S084",
        "more than 20,000 paragraphs",
    ),
    ("emphasis 3,000 deep", lambda: "*a " * 3000 + "b" + "*" * 3000, "S084", "a word of more than 2,000 characters"),
    (
        "emphasis 600 deep, with spaces",
        lambda: "*a " * 600 + "b" + " b*" * 600,
        "S010",
        "marks in each other by the hundred",
    ),
    ("formula 100,000 signs", lambda: "$" + "a+" * 50_000 + "a$", "S084", "a line of 100,003 characters"),
    (
        "formula 16,000 signs, with spaces",
        lambda: "$a" + " + a" * 4_000 + "$",
        "S084",
        "a formula of 16,001 characters",
    ),
    (
        "formula 2,000 roots deep",
        lambda: "$" + r"\sqrt{" * 2000 + "a" + "}" * 2000 + "$",
        "S084",
        "a word of more than 2,000",
    ),
    (
        "formula 100 roots deep",
        lambda: "$" + r"\sqrt{" * 100 + "a" + "}" * 100 + "$",
        "S084",
        "braces more than 40 levels deep",
    ),
    (
        "formula 300 fractions deep",
        lambda: "$" + r"\frac{1}{ " * 300 + "a" + "}" * 300 + "$",
        "S084",
        "braces more than 40 levels deep",
    ),
    (
        "formula of indices 20 deep",
        lambda: "$" + "a_{" * 20 + "b" + "}" * 20 + "$",
        "S084",
        "indices more than 8 levels deep",
    ),
    (
        "formula array 300 by 300",
        lambda: (
            "$$\\begin{array}{"
            + "c" * 300
            + "}"
            + "\\\\\n".join("&".join("a" * 300) for _ in range(300))
            + "\\end{array}$$"
        ),
        "S084",
        "a paragraph of 180,927 characters",
    ),
    (
        "formula array 40 by 40",
        lambda: "$$" + "\\\\\n".join("&".join("a" * 40) for _ in range(40)) + "$$",
        "S084",
        "more than 1,000 cells",
    ),
    ("formula macro bomb", lambda: f"${macros('')}\\ml$", "S084", "a formula that defines a command"),
    (
        "formula macro bomb in the text",
        lambda: f"{macros(chr(10) * 2)}\n\n$\\ml$",
        "S076",
        "a formula that cannot be read",
    ),
    (
        "formulas 5,001, each another",
        lambda: "\n\n".join(f"A $x_{{{n}}}$ lamp." for n in range(5_001)),
        "S084",
        "more than 5,000 formulas",
    ),
    ("headings 200,000", lambda: "\n\n".join(f"# h{n}" for n in range(200_000)), "S084", "more than 5,000 headings"),
    ("links with destinations 30,000 open", lambda: "[a](" * 30_000, "S084", "a line of 120,000 characters"),
    (
        "list 1,200 deep",
        lambda: "".join("  " * n + "- a\n" for n in range(1_200)),
        "S010",
        "indented by more than 200 columns",
    ),
    ("list 60 deep", lambda: "".join("  " * n + "- a\n" for n in range(60)), "S010", "a list 6 levels deep"),
    (
        "notes 200,000, none called",
        lambda: "".join(f"[^{n}]: a\n\n" for n in range(200_000)),
        "S084",
        "more than 10,000 notes",
    ),
    (
        "notes 100,000",
        lambda: "\n\n".join(f"a[^{n}]" for n in range(100_000)) + "".join(f"\n\n[^{n}]: a" for n in range(100_000)),
        "S084",
        "more than 20,000 calls of notes",
    ),
    ("one line of 3 MB", lambda: "lamp " * 600_000, "S084", "a line of 3,000,000 characters"),
    ("one paragraph of 3 MB", lambda: "lamp lamp\n" * 90_000, "S084", "a paragraph of 899,999 characters"),
    (
        "one note called 100,000 times",
        lambda: "a[^1]\n" * 100_000 + "\n[^1]: Note.",
        "S084",
        "more than 20,000 calls of notes",
    ),
    ("one word of 1 MB", lambda: "a" * 1_000_000, "S084", "a line of 1,000,000 characters"),
    ("one word of 3,000 letters", lambda: "я" * 3_000, "S084", "a word of more than 2,000 characters"),
    ("paragraphs 400,000", lambda: "A lamp.\n\n" * 400_000, "S084", "more than 20,000 paragraphs"),
    ("list entries 90,000", lambda: "- A lamp.\n" * 90_000, "S084", "more than 20,000 paragraphs"),
    ("quotation 10,000 deep", lambda: ">" * 10_000 + " a", "S010", "more than 50 lists or quotations"),
    ("spans 500 deep", lambda: "[" * 500 + "a" + "]{lang=fr}" * 500, "S084", "a word of more than 2,000 characters"),
    ("spans 150 deep, with spaces", lambda: "[a " * 150 + "a" + "]{lang=fr}" * 150, "S010", "marks 21 levels deep"),
    ("superscripts 9,000", lambda: "^a" * 9_000, "S084", "a word of more than 2,000 characters"),
    ("boxes 500 deep", lambda: "::: {.box}\n\nT\n\n" * 500 + ":::\n\n" * 500, "S014", "colons that are no fence"),
    (
        "table 1,999 rows by 64 columns",
        lambda: TABLE.format("", "\n".join(["| a " * 64 + "|", "|---" * 64 + "|", *["| 1 " * 64 + "|"] * 1998])),
        "S084",
        "a table of more than 20,000 cells",
    ),
    (
        "table head of 5,000 digits",
        lambda: TABLE.format(f" head={'9' * 5000}", "| a |\n|---|\n| 1 |"),
        "S084",
        "a word of more than 2,000",
    ),
    (
        "table head of 1,900 digits",
        lambda: TABLE.format(f" head={'9' * 1900}", "| a |\n|---|\n| 1 |"),
        "S075",
        "head=99999999999999999999",
    ),
    (
        "table in HTML with colspan of 5,000 digits",
        lambda: TABLE.format("", f'<table>\n<tr><th colspan="{"9" * 5000}">a</th></tr>\n</table>'),
        "S084",
        "a word of more than 2,000 characters",
    ),
    (
        "table in HTML with colspan of 1,900 digits",
        lambda: TABLE.format("", f'<table>\n<tr><th colspan="{"9" * 1900}">a</th></tr>\n</table>'),
        "S016",
        "colspan='99999999999999999999'",
    ),
    (
        "table in HTML of spans in spans",
        lambda: TABLE.format(
            "", "<table>\n" + ("<tr>" + "<td rowspan=1999 colspan=60>1</td>" * 60 + "</tr>\n") * 100 + "</table>"
        ),
        "S084",
        "a table too large",
    ),
    ("isolate not closed", lambda: "A \u2067lamp.", "S008", "not closed or not opened in its paragraph"),
    (
        "isolate closed in the next paragraph",
        lambda: "A \u2067lamp.\n\nA \u2069lamp.",
        "S008",
        "not closed or not opened",
    ),
    ("isolate by number", lambda: "A &#x2067;lamp.", "S008", "not closed or not opened in its paragraph"),
]


@pytest.mark.sample(20)
@pytest.mark.parametrize(("made", "code", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_source_over_a_bound_is_refused_at_once(made: Callable[[], str], code: str, words: str) -> None:
    body = made()
    begun = time.process_time()
    found = findings(body)
    assert time.process_time() - begun < SECONDS
    said = [finding for finding in found if finding.code == code and words in finding.message]
    assert said, [str(finding)[:200] for finding in found[:5]]
    assert said[0].hint, "a finding says how to fix it"
    assert said[0].place.line > 0
    assert len(str(said[0])) < 1000


@pytest.mark.parametrize(
    ("fields", "code"), [('title: "\\u2067Lamps"\n', "S008"), ('session: "\\u2069Lamps"\n', "S008")]
)
def test_marks_of_direction_in_the_front_matter_are_closed(fields: str, code: str) -> None:
    head = "".join(line for line in HEAD.splitlines(keepends=True) if not fields.startswith(line.partition(":")[0]))
    with pytest.raises(SourceError) as caught:
        front_matter.read(source_text.parse(f"---\n{head}{fields}---\n\nA lamp.\n", "report.md"))
    assert [finding.code for finding in caught.value.findings] == [code]


def test_marks_of_direction_that_are_closed_may_stand_in_a_source() -> None:
    assert codes("A \u2067\u2066lamp\u2069\u2069.\n\n\u2068x\u2069") == set()


def test_a_file_of_ten_megabytes_is_not_read(tmp_path: Path) -> None:
    listing = "a\n" * 5_000_000
    (tmp_path / "report.md").write_text(f"---\n{HEAD}---\n\n```\n{listing}```\n", "utf-8")
    with pytest.raises(SourceError) as caught:
        source_text.read(tmp_path / "report.md")
    assert [finding.code for finding in caught.value.findings] == ["S084"]


def test_a_formula_with_a_brace_left_open_is_not_given_to_pandoc() -> None:
    assert bounds.formula("a_{a_{a_{b") == "a formula with a brace that is not closed"


TOKENS = (
    "<http://a",
    "[",
    "[a](",
    "^a",
    "**a",
    "$a",
    "{a",
    "[a]{",
    "\\(a",
    "[[a",
    "<a",
    "`a``",
    "&a;",
    "'a\"",
    "я",
    "1,000,",
    "A/1/",
)


@pytest.mark.parametrize("token", [*TOKENS, "70/1 ", "@a ", "a- ", "a a "])
def test_the_lint_reads_the_longest_paragraphs_soon(token: str) -> None:
    report = source_text.parse(f"---\n{HEAD}---\n\n" + "\n\n".join([fill(token)] * 4), "report.md")
    words = houses.un("en")
    begun = time.process_time()
    found = lint(report, front_matter.read(report), words)
    assert time.process_time() - begun < SECONDS
    assert len(found) <= 1001


def test_more_than_a_thousand_slips_are_one_finding_more() -> None:
    report = source_text.parse(f"---\n{HEAD}---\n\n" + "the the lamp\n\n" * 1_200, "report.md")
    found = lint(report, front_matter.read(report), houses.un("en"))
    assert [finding.code for finding in found[:2]] == ["S087", "S030"]
    assert len(found) == 1001


@pytest.mark.parametrize(
    "made",
    [
        lambda: "A lamp.\n\n" * 2_000,
        lambda: "- A lamp.\n" * 2_000,
        lambda: "\n\n".join(f"A $x_{{{n}}}^2$ lamp." for n in range(500)),
    ],
    ids=["paragraphs", "list entries", "formulas"],
)
def test_what_is_large_and_within_the_bounds_is_composed(made: Callable[[], str]) -> None:
    begun = time.process_time()
    assert codes(f"# x\n\nLamps:\n\n{made()}") == set()
    assert time.process_time() - begun < SECONDS
