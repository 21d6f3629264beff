"""Tables given in HTML become the press's own, or are refused; nothing active or remote of a source reaches an
edition.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from plantin.findings import SourceError
from plantin.house.style import Style
from plantin.model.document import Document, Table
from plantin.model.related_editions import ALONE
from plantin.production.formats import format_named
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc, tables
from plantin.source import text as source_text
from tests.kit import houses
from tests.kit.read_back import reread

ROOT = Path(__file__).parents[2]
HEAD = '---\nsymbol: A/1/1\norgan: General Assembly\ntitle: "Lamps"\ndate: 2035-06-01\n---\n\n'

GIVEN = """::: {#lamps .table}
Lamps

<table>
<thead>
<tr><th rowspan="2" align="left">Harbour</th><th colspan="2" align="right">Lamps &amp; oil</th></tr>
<tr><th scope="col">2015</th><th align="right">2016[^a]</th></tr>
</thead>
<tbody>
<tr><th colspan="3">North <em>coast</em></th></tr>
<tr><th>A*b*</th><td>1 | 2</td>
<td rowspan=2>CO<sub>2</sub> m<sup>2</sup> <a href="https://example.org/?a=1&amp;b=2">see <strong>it</strong></a></td></tr>
<tr>
  <th>South &lt;west&gt;</th>
  <td></td>
</tr>
</tbody>
</table>

Source: Keepers.
:::

After the table, [](#lamps).

[^a]: Estimated.
"""

PIPES = """::: {#lamps .table head=2}
Lamps

| Harbour | Lamps \\& oil | < |
|:--|--:|--:|
| ^ | 2015 | 2016[^a] |
| North *coast* | < | < |
| A\\*b\\* | 1 \\| 2 | CO~2~ m^2^ [see **it**](https://example.org/?a=1&amp;b=2) |
| South \\<west\\> | | ^ |

Source: Keepers.
:::

After the table, [](#lamps).

[^a]: Estimated.
"""


def finished(body: str) -> Document:
    report = source_text.parse(HEAD + body, "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    words = houses.un("en")
    return resolve(front_matter.read(report), nodes, definitions(report), words).document


def codes(body: str) -> list[str]:
    try:
        finished(body)
    except SourceError as error:
        return [finding.code for finding in error.findings]
    return []


def test_a_table_in_html_is_the_same_as_in_pipes() -> None:
    assert finished(GIVEN).blocks == finished(PIPES).blocks


def test_what_follows_a_table_in_html_keeps_its_line() -> None:
    report = source_text.parse(HEAD + GIVEN, "report.md")
    assert tables.prepare(report).count("\n") == report.body().count("\n")
    with pytest.raises(SourceError) as caught:
        finished(GIVEN.replace("After the table, [](#lamps)", "After the table, [](#nowhere)"))
    assert caught.value.findings[0].place.line == (HEAD + GIVEN).split("After the table")[0].count("\n") + 1


def test_a_table_in_html_without_heads_of_rows() -> None:
    # The cells in thead are its heads whatever they are called.
    (table,) = (
        block
        for block in finished(re.sub(r"(</?)th\b", r"\1td", GIVEN.replace(' scope="col"', ""))).blocks
        if isinstance(block, Table)
    )
    assert {cell.kind for row in table.rows for cell in row} == {"group", "data"}


def a_table(cell: str = "12", begin: str = "<table>", row: str = "<tr>", after: str = "") -> str:
    head = "<thead>\n<tr><th>Harbour</th><th>Lamps</th></tr>\n</thead>"
    return f"::: {{.table}}\nLamps\n\n{begin}\n{head}\n{row}<td>North</td><td>{cell}</td></tr>\n</table>{after}\n:::\n"


NASTY = (
    a_table("<script>alert(1)</script>"),
    a_table("<img src=x onerror=alert(1)>"),
    a_table('<b onclick="alert(1)">12</b>'),
    a_table('<em onmouseover="alert(1)">12</em>'),
    a_table('<em style="background:url(https://evil.example/x.png)">12</em>'),
    a_table('<a href="javascript:alert(1)">12</a>'),
    a_table('<a href="JaVaScRiPt&#58;alert(1)">12</a>'),
    a_table('<a href="data:text/html,x">12</a>'),
    a_table('<a href="https://a.example/)<b>">12</a>'),
    a_table('<a href="https://a.example" onclick="x()">12</a>'),
    a_table("<svg><script>alert(1)</script></svg>"),
    a_table("<iframe src=https://evil.example></iframe>"),
    a_table("<table><tr><td>1</td></tr></table>"),
    a_table("12<!-- hidden -->"),
    a_table("<![CDATA[x]]>"),
    a_table("<?php x ?>"),
    a_table("<em>12"),
    a_table("12</em>"),
    a_table("<em><em>12</em></em>"),
    a_table("<em>1</em><strong>2</strong>"),
    a_table("a<em>(b)</em>c"),
    a_table(begin='<table onload="alert(1)">'),
    a_table(begin='<table style="x">'),
    a_table(begin="<table><caption>Lamps</caption>"),
    a_table(row='<tr class="x">'),
    a_table(row="stray text<tr>"),
    a_table(after="<script>alert(1)</script>"),
    a_table(after=" and more"),
    a_table(begin="<table><style>@import 'https://evil.example'</style>"),
)


@pytest.mark.parametrize("body", NASTY)
def test_what_is_no_table_is_refused(body: str) -> None:
    found = codes(body)
    assert found
    assert set(found) == {"S016"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (a_table("12</td><td>13"), "S075"),
        (a_table().replace("<td>North</td>", ""), "S075"),
        (a_table().replace("<thead>", "<tbody>").replace("</thead>", "</tbody>").replace("th>", "td>"), "S075"),
        (a_table().replace("<td>North", '<td rowspan="3">North'), "S075"),
        (a_table().replace("<td>12</td>", "<th>12</th>"), "S075"),
        (a_table("&lt;"), "S075"),
        (a_table().replace("\n<tr>", "<tr>").replace("\n<thead>", "<thead>").replace("\n</t", "</t"), "S075"),
        (a_table().replace("<td>12", '<td colspan="9999999">12'), "S016"),
        (a_table().replace("<td>12", '<td colspan="70">12'), "S084"),
        ("<table>\n<tr><td>1</td></tr>\n</table>\n", "S016"),
        ("::: {.table}\nLamps\n\n| a | b |\n|---|---|\n| 1 |\n:::\n", "S075"),
        ("::: {.table}\nLamps\n\n| a | b |\n|---|\n| 1 | 2 |\n:::\n", "S075"),
        ("::: {.table}\nLamps\n\n| a | b |\n|---|---|\n| `1|2` | 3 |\n:::\n", "S075"),
        ("::: {.table}\nLamps\n\n| a | b |\n|---|---|\n| 1 \\\\| 2 | 3 |\n:::\n", "S075"),
        ("::: {.table}\nLamps\n\n| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 2000 + ":::\n", "S084"),
    ],
)
def test_rows_that_do_not_fit(body: str, code: str) -> None:
    assert code in codes(body)


def test_rows_of_pipes_in_code_are_code() -> None:
    assert codes("Code:\n\n```\n| a | b |\n|---|---|\n| 1 |\n```\n") == []


def test_a_bar_after_a_backslash_is_a_bar() -> None:
    assert codes("::: {.table}\nLamps\n\n| a | b |\n|---|---|\n| 1 \\| 2 | `3\\|4` |\n:::\n") == []


# Sources that the press takes, with something in them that an edition must show as words, or not at all.
HARMLESS = (
    "The lamp is called `<script>alert(1)</script>`, or \\<img src=x onerror=alert(1)\\>.\n",
    "```html\n<script>alert(1)</script>\n<img src=https://evil.example/x.png onerror=alert(1)>\n```\n",
    '::: {.table}\n"\\>\\<script\\>alert(1)\\</script\\>\n\n| a |\n|---|\n| `<script>alert(1)</script>` |\n:::\n',
    "The formula $\\text{<script>alert(1)</script>}$ is text.\n",
    '[$x$]{alt="<script>alert(1)</script>"} is described.\n',
    "[words &#60;script&#62;alert(1)&#60;/script&#62;](https://example.org/?a=%22%3E%3Cscript%3E) are words.\n",
)
REFUSED = (
    '[$x$]{alt="\\"><script>alert(1)</script>"} is described.\n',
    "[words](javascript:alert(1))\n",
    "[words](vbscript:x)\n",
    "[words](data:text/html;base64,PHNjcmlwdD4=)\n",
    "[words](https://example.org){onclick=x}\n",
    '[words](https://example.org "title")\n',
    "[words]{onclick=x}\n",
    "[words]{style=x}\n",
    "<script>alert(1)</script>\n",
    "Text <img src=x onerror=alert(1)>.\n",
    "`<script>alert(1)</script>`{=html}\n",
    "```{=html}\n<script>alert(1)</script>\n```\n",
    "```{.toml onclick=x}\na\n```\n",
    "# Heading {onclick=x}\n",
    "# Heading {style=x}\n",
    "::: {.unnumbered onclick=x}\nText\n:::\n",
    "![picture](https://evil.example/x.png)\n",
    "The formula $\\href{javascript:alert(1)}{x}$ is a link.\n",
)


@pytest.mark.parametrize("body", REFUSED)
def test_what_could_act_is_refused(body: str) -> None:
    assert codes(body)


@pytest.mark.parametrize("name", ["html", "epub"])
@pytest.mark.parametrize("body", HARMLESS)
def test_nothing_active_or_remote_reaches_an_edition(body: str, name: str, house: Style, tmp_path: Path) -> None:
    row = format_named(name)
    assert row is not None
    document = finished(body)
    path = tmp_path / f"x{row.suffix}"
    for made, at in ((document, path), (finished("Nothing.\n"), tmp_path / f"plain{row.suffix}")):
        at.write_bytes(row.write(made, house, dt.datetime(2035, 6, 1, tzinfo=dt.UTC), ALONE))
    scripts = acting(tmp_path / f"plain{row.suffix}")
    assert acting(path) == scripts, "an edition has no more scripts than one that says nothing"
    assert reread(row, path).outline().body, "and it can be read"


def acting(path: Path) -> list[str]:
    """What acts in the pages of an edition, or loads from elsewhere."""
    if path.suffix == ".html":
        pages = [html.fromstring(path.read_bytes())]
    else:
        with zipfile.ZipFile(path) as archive:
            pages = [
                etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith((".xhtml", ".svg"))
            ]
    found = []
    for page in pages:
        for element in page.iter(etree.Element):
            name = etree.QName(element).localname
            if name in ("script", "iframe", "object", "embed", "form"):
                found.append(name)
            for key, value in element.attrib.items():
                if str(key).startswith("on") or re.match(r"\s*(?:javascript|vbscript):", str(value), re.IGNORECASE):
                    found.append(f"{name} {key!s}")
                if key in ("src", "srcset", "poster") and re.match(r"(?:https?:)?//", str(value)):
                    found.append(f"{name} {key!s} {value!s}")
    return found
