"""Pandoc's own Markdown, construct by construct: the press prints it, or says what it does not print; nothing is lost
in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from plantin.findings import PlantinError
from plantin.lint.source import lint
from plantin.model.outline import outline
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc, tables
from plantin.source import text as source_text
from tests.kit import houses

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[2]
HEAD = '---\nsymbol: A/1/1\norgan: General Assembly\ntitle: "Lamps"\ndate: 2035-06-01\n---\n\n'
INTRODUCTION = """# Constructs of pandoc's Markdown

The canonical source is less than what pandoc reads. Each construct is either printed, printed as it is typed with a warning (S085, S179), or
refused with a finding. This page is written by its own test, `tests/lint/test_source_constructs.py`, and compared with it.

| construct | source | what the press does |
|---|---|---|
"""
# What belongs to no reader: ids, classes and names; the marks of lists; what is a sign and not a word.
MARKUP = re.compile(r"#\w+|\{[.#][^}]*\}|\[\^\w+\]|^:::.*$|^\(\w+\) |&\w+;|l&#97;mp|\.toml|:-+:", re.MULTILINE)

# fmt: off
CONSTRUCTS: tuple[tuple[str, str], ...] = (
    ("emphasis", "The *lamp* burns."),
    ("emphasis by underscores", "The _lamp_ burns."),
    ("strong", "The **lamp** burns."),
    ("strikeout", "The ~~lamp~~ burns."),
    ("small capitals", "The [lamp]{.smallcaps} burns."),
    ("underline", "The [lamp]{.underline} burns."),
    ("mark", "The [lamp]{.mark} burns."),
    ("mark by equals signs", "The ==lamp== burns."),
    ("superscript", "The m^2^ burns."),
    ("subscript", "The CO~2~ burns."),
    ("code in a line", "The `lamp *x*` burns."),
    ("code in a line with attributes", "The `lamp`{.toml} burns."),
    ("raw TeX in a line", "The \\textbf{lamp} burns."),
    ("raw TeX as a block", "\\begin{lamp}\nburns\n\\end{lamp}"),
    ("raw attribute in a line", "The `<b>lamp</b>`{=html} burns."),
    ("raw attribute on a block", "```{=latex}\n\\lamp\n```"),
    ("HTML of a mark in a line", "The <b>lamp</b> burns."),
    ("other HTML in a line", "The <u>lamp</u> burns."),
    ("raw HTML as a block", "<div>\nThe lamp burns.\n</div>"),
    ("HTML comment in a line", "The lamp <!-- green --> burns."),
    ("HTML comment as a block", "<!-- The lamp burns. -->"),
    ("entity", "The lamp &amp; the oil&nbsp;burn."),
    ("character by number", "The l&#97;mp burns."),
    ("unknown entity", "The &lamp; burns."),
    ("emoji", "The lamp burns :smile: here."),
    ("smart dashes and ellipsis", "The lamp -- or --- lamps ... burn."),
    ("quotation marks", 'The "lamp" burns.'),
    ("abbreviation", "*[UN]: United Nations\n\nThe UN lamp burns."),
    ("autolink", "The lamp at <https://example.org> burns."),
    ("e-mail autolink", "The lamp of <lamp@example.org> burns."),
    ("bare address", "The lamp at https://example.org burns."),
    ("inline link", "The [lamp](https://example.org) burns."),
    ("inline link with a title", 'The [lamp](https://example.org "Lamp") burns.'),
    ("inline link with attributes", "The [lamp](https://example.org){.green} burns."),
    ("reference link", "The [lamp][one] burns.\n\n[one]: https://example.org"),
    ("reference link without definition", "The [lamp][one] burns."),
    ("link to a heading by its words", "# Lamps\n\nSee [Lamps]."),
    ("wikilink", "The [[lamp]] burns."),
    ("relative link", "The [lamp](lamp.html) burns."),
    ("image in a line", "The ![lamp](lamp.png) burns."),
    ("image alone in a paragraph", "![A lamp](lamp.png)"),
    ("citation", "The lamp burns [@keeper, p. 3]."),
    ("citation in the text", "As @keeper says, the lamp burns."),
    ("inline note", "The lamp burns.^[A note.]"),
    ("footnote", "The lamp burns.[^one]\n\n[^one]: A note."),
    ("footnote without definition", "The lamp burns.[^one]"),
    ("footnote never called", "The lamp burns.\n\n[^one]: A note."),
    ("footnote defined twice", "The lamp burns.[^one]\n\n[^one]: A note.\n\n[^one]: Another note."),
    ("footnote in a footnote", "The lamp burns.[^one]\n\n[^one]: A note.[^two]\n\n[^two]: Another note."),
    ("footnote defined in a list", "The lamp burns.[^one]\n\n- An entry.\n\n  [^one]: A note."),
    ("footnote defined in a quotation", "The lamp burns.[^one]\n\n> [^one]: A note."),
    ("hard line break, backslash", "The lamp\\\nburns."),
    ("hard line break, two spaces", "The lamp  \nburns."),
    ("line block", "| The lamp\n| burns."),
    ("bar at the beginning, escaped", "\\| The lamp burns."),
    ("thematic break", "The lamp burns.\n\n* * *\n\nThe oil burns."),
    ("setext heading", "Lamps\n=====\n\nThe lamp burns."),
    ("heading attributes: id", "# Lamps {#lamps}\n\nSee [](#lamps)."),
    ("heading attributes: class", "# Lamps {.unnumbered}\n\nThe lamp burns."),
    ("heading attributes: key", "# Lamps {key=value}\n\nThe lamp burns."),
    ("heading of level 6", "###### Lamps\n\nThe lamp burns."),
    ("heading in a quotation", "> # Lamps\n>\n> The lamp burns."),
    ("block quotation", "The keeper says:\n\n> The lamp burns."),
    ("alert", "> [!NOTE]\n> The lamp burns."),
    ("indented code", "The lamp:\n\n    burns = true"),
    ("fenced code", "The lamp:\n\n```\nburns = true\n```"),
    ("fenced code with language", "The lamp:\n\n```toml\nburns = true\n```"),
    ("fenced code with attributes", "The lamp:\n\n```{.toml .numberLines startFrom=5}\nburns = true\n```"),
    ("bulleted list", "The lamps:\n\n- red lamp\n- green lamp"),
    ("brackets in a list, escaped", "The lamps:\n\n- \\[ \\] red lamp"),
    ("task list", "The lamps:\n\n- [ ] red lamp\n- [x] green lamp"),
    ("decimal list", "The lamps:\n\n1. red lamp\n2. green lamp"),
    ("fancy list, letters in brackets", "The lamps:\n\n(a) red lamp\n\n(b) green lamp"),
    ("fancy list, roman numerals", "The lamps:\n\n(i) red lamp\n\n(ii) green lamp"),
    ("list that starts elsewhere", "The lamps:\n\n(c) red lamp\n\n(d) green lamp"),
    ("list whose letters skip", "The lamps:\n\n(a) red lamp\n\n(c) green lamp"),
    ("automatic list", "The lamps:\n\n#. red lamp\n#. green lamp"),
    ("example list", "The lamps:\n\n(@) red lamp\n\n(@good) green lamp\n\nAs (@good) says."),
    ("definition list", "Lamp\n:   A light.\n\nOil\n:   A fluid."),
    ("pipe table", "| Lamp | Oil |\n|---|---|\n| red | 1 |"),
    ("pipe table with caption", "| Lamp | Oil |\n|---|---|\n| red | 1 |\n\n: Lamps {#lamps}"),
    ("pipe table in a table", "::: {.table}\nLamps\n\n| Lamp | Oil |\n|---|---|\n| red | 1 |\n:::"),
    ("pipe table with a row too long", "::: {.table}\nLamps\n\n| Lamp | Oil |\n|---|---|\n| red | 1 | green |\n:::"),
    ("simple table", "Lamp   Oil\n----   ---\nred    1"),
    ("multiline table", "-----------\nLamp   Oil\n----   ---\nred    1\n\ngreen  2\n-----------"),
    ("grid table", "+------+-----+\n| Lamp | Oil |\n+======+=====+\n| red  | 1   |\n+------+-----+"),
    ("formula in a line, dollars", "The lamp $x^2$ burns."),
    ("formula in a line, backslashes", "The lamp \\(x^2\\) burns."),
    ("formula on a line, dollars", "$$x^2$$"),
    ("formula on a line, backslashes", "\\[x^2\\]"),
    ("formula that cannot be read", "The lamp $\\lamp{x}$ burns."),
    ("dollar signs for money", "The lamp costs \\$5, the oil \\$6."),
    ("span with an unknown class", "The [lamp]{.green} burns."),
    ("span with a key", "The [lamp]{key=value} burns."),
    ("span with an id", "The [lamp]{#lamp} burns."),
    ("native span", 'The <span class="x">lamp</span> burns.'),
    ("div with an unknown class", "::: {.green}\nThe lamp burns.\n:::"),
    ("div with a word", "::: green\nThe lamp burns.\n:::"),
    ("div with an id", "::: {#lamp}\nThe lamp burns.\n:::"),
    ("empty div", "The oil burns.\n\n::: {.unnumbered}\n:::"),
    ("div that is not closed", "::: {.unnumbered}\nThe lamp burns."),
    ("metadata block in the text", "The oil burns.\n\n---\nlamp: green\n---\n\nThe lamp burns."),
    ("title block", "% Lamp\n% Keeper\n\nThe oil burns."),
    ("TeX macro", "\\newcommand{\\lamp}{x}\n\nThe $\\lamp$ burns."),
    ("literal backslashes", "The \\*lamp\\* burns \\\\ here."),
    ("no-break space by a backslash", "The lamp\\ burns."),
    ("attributes on a paragraph", "{.green}\nThe lamp burns."),
    ("include", "!include lamp.md"),
    ("variable", "The $lamp$ and {{lamp}} burn."),
)
# fmt: on


def fate(markdown: str) -> tuple[tuple[str, ...], str, str]:
    """The codes of the findings, what is printed, and all that the finished document holds (both empty where it is
    refused).
    """
    words = houses.un("en")
    try:
        report = source_text.parse(f"{HEAD}{markdown}\n", "report.md")
        head = front_matter.read(report)
        nodes, warnings = pandoc.parse(tables.prepare(report), report.path)
        document = resolve(head, nodes, definitions(report), words).document
    except PlantinError as error:
        return tuple(dict.fromkeys(finding.code for finding in error.findings)), "", ""
    found = outline(document)
    lines = (f"{entry.label} {entry.text}".strip() for entry in (*found.body, *found.notes))
    codes = tuple(dict.fromkeys(finding.code for finding in (*lint(report, head, words), *warnings)))
    return codes, " / ".join(lines), repr(document)


@pytest.mark.sample(99)
@pytest.mark.parametrize("markdown", [text for _, text in CONSTRUCTS], ids=[name for name, _ in CONSTRUCTS])
def test_nothing_is_lost_in_silence(markdown: str) -> None:
    codes, printed, whole = fate(markdown)
    if not printed:
        assert codes or markdown.startswith("<!--"), "what is not printed has a finding, or is its author's alone"
        return
    words = re.findall(r"[^\W_]+", MARKUP.sub(" ", markdown))
    assert [word for word in words if word not in whole] == []
    assert codes or not re.search(r"[\^@]\[|\]\[|\[\[|\{\{|\\\\[a-z(]", printed), (
        "a mark that is printed as typed has a warning"
    )


def test_the_list_of_constructs(expected: Callable[[Path, str], None]) -> None:
    rows = []
    for name, markdown in CONSTRUCTS:
        codes, printed, _ = fate(markdown)
        does = f"prints {code(printed)}" if printed else "" if codes else "is a comment, for its authors alone"
        rows.append(f"| {name} | {code(markdown)} | {' and '.join(filter(None, (does, ', '.join(codes))))} |\n")
    expected(ROOT / "docs" / "constructs.md", INTRODUCTION + "".join(rows))


def code(text: str) -> str:
    """The text as code in a cell, its line ends as a sign."""
    shown = text.replace("\n", "⏎").replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
