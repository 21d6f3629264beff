"""Tables, pictures, boxes, terms, formulas, listings and asterisks in the web page and the EPUB: the auditors find them as the document
has them, and tell what was spoilt.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from pipeline.auditors.markup import epub as book_auditor
from pipeline.auditors.markup import html as page_auditor
from pipeline.build import steps
from pipeline.build.formats import format_named
from pipeline.house.layout import House
from pipeline.house.style import Style
from pipeline.model.document import Block, Document, Figure, Section
from pipeline.writers import epub, html
from tests.kit.audited import audited
from tests.kit.editions import Editions

ROOT = Path(__file__).parents[3]
SLUG = "A-90-77"
AUDITORS = {"html": page_auditor, "epub": book_auditor}
WRITERS = {"html": html, "epub": epub}
FORMATS = ("html", "epub")
CLAIM = {"html": "A015", "epub": "E002"}


SOURCE = """---
symbol: "A/90/77*"
organ: General Assembly
title: "Lights of the coast"
date: 2035-08-16
session: "Ninetieth session"
agenda-items:
  "73 (c)": "Lamps and the law of lamps"
masthead-notes:
  symbol: "Reissued for technical reasons on 2 September 2035."
  agenda: "A/90/150."
---

::: {.summary}
The present report tells of lamps, see A/89/92.
:::

# Lamps

The keepers count lamps.[^one] See [](#tbl-lamps), [](#tbl-oil), [](#fig-map), [](#fig-mast), [](#eq-e), [](#box-x) and [](#annex-a).

The formula [$x^2$]{alt="x squared"} is small.

::: {#tbl-lamps .table head=2}
Lamps by *harbour*[^all]

(Thousands of lamps)

| Harbour | Lamps | < |
|:--|--:|--:|
| ^ | 2034 | 2035[^est] |
| Northern coast | < | < |
| North | 12 | 14 |
| South | ^ | 9 |

Source: Harbour Office.
:::

::: {#tbl-oil .table}
Oil

| Harbour | Casks |
|:--|--:|
| North | 31 |
:::

::: {#fig-map .figure}
Harbours of the coast[^map]

![Three lamps on a blue coast](media/map.png)

Source: Survey of harbours.
:::

::: {#fig-mast .figure}
A mast

![A mast with one lamp](media/mast.png)
:::

[]{#eq-e} [$$E = mc^2$$]{alt="E equals m c squared"}

Lamp
:   A light with a keeper.

Keeper
:   Who lights the lamp.

```toml
lamp = "on"
    oil = 3
```

> "We decide:
>
> 3. To light the lamps;
>
> 4. To keep them lit."

::: {#box-x .box}
How lamps are counted

Every evening.[^one-b]
:::

::: {lang=ar}
فانوس قديم
:::

# Terms {#annex-a .annex}

The keepers' terms.

[^one]: A note of the text.
[^all]: All harbours.
[^est]: Estimated.
[^map]: Not to scale.
[^one-b]: In the box.
"""


def make(folder: Path, source: str = SOURCE) -> Document:
    """The report, composed in a house at ``folder``."""
    for name in ("styles", "locales"):
        (folder / name).symlink_to(ROOT / name)
    media = folder / "sources" / SLUG / "media"
    media.mkdir(parents=True)
    (media.parent / "report.md").write_text(source, "utf-8")
    Image.new("RGB", (120, 80), (30, 80, 160)).save(media / "map.png")
    Image.new("RGBA", (40, 90), (0, 0, 0, 0)).save(media / "mast.png")
    frames = [Image.new("RGB", (20, 20), shade).quantize(4) for shade in ("navy", "gold")]
    frames[0].save(media / "turning.gif", save_all=True, append_images=frames[1:], duration=400)
    return steps.compose(House(folder), SLUG, "en").document


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return make(tmp_path_factory.mktemp("lamps"))


@pytest.fixture(scope="module")
def made(lamps: Document, store: Editions) -> dict[str, bytes]:
    return {name: store.content(lamps, name) for name in FORMATS}


def audit(format_: str, content: bytes, document: Document, folder: Path) -> list[str]:
    """The codes of all that is found in an edition that should say and show what ``document`` does."""
    path = folder / f"edition.{format_}"
    path.write_bytes(content)
    auditor, row = AUDITORS[format_], format_named(format_)
    assert row
    found = audited(auditor, path, document, beside=True)
    return sorted(finding.code for finding in found)


def spoilt(format_: str, content: bytes, pattern: str, other: str) -> bytes:
    """The edition with the one piece of markup that ``pattern`` finds replaced by ``other``."""
    if format_ == "html":
        changed, count = re.subn(pattern, other, content.decode(), flags=re.DOTALL)
        assert count == 1, (pattern, count)
        return changed.encode()
    out, total = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as target:
        for entry in archive.infolist():
            inside = archive.read(entry)
            if entry.filename.endswith((".xhtml", ".opf")):
                text, count = re.subn(pattern, other, inside.decode(), flags=re.DOTALL)
                total, inside = total + count, text.encode()
            target.writestr(entry, inside)
    assert total == 1, (pattern, total)
    return out.getvalue()


ALT = 'alt="Three lamps on a blue coast"'
ROW = r'<tr><th scope="row">{}</th>(?:(?!</tr>).)*</tr>\n'
NORTH, SOUTH = ROW.format("North"), ROW.format("South")
LETTER = r'<li id="table-1\.note-{}">(?:(?!</li>).)*</li>\n'

SPOILT: dict[str, tuple[str, str, str]] = {
    "head of a row as data": (r'<th scope="row">South</th>', "<td>South</td>", "P003"),
    "data as the head of a row": (r'<td class="end">14</td>', '<th scope="row" class="end">14</th>', "P003"),
    "scope dropped": (r'<th scope="row">South', "<th>South", "P003"),
    "scope of a column turned to the row": (r'<th scope="col" class="end">2034', '<th scope="row" class="end">2034', "P003"),
    "cut-in head as data": (r'<th scope="rowgroup" colspan="3">Northern coast</th>', '<td colspan="3">Northern coast</td>', "P003"),
    "colspan changed": (r'scope="colgroup" colspan="2"', 'scope="colgroup" colspan="3"', "P003"),
    "rowspan dropped": (r'<td rowspan="2" class="end">12', '<td class="end">12', "P003"),
    "cell dropped": (r'<td class="end">9</td>', "", "P003 P004"),
    "cell with another number": (r">12</td>", ">21</td>", "P004"),
    "cells exchanged": (
        r'<th scope="col" class="end">2034</th>(<th scope="col" class="end">2035.*?</th>)',
        r'\1<th scope="col" class="end">2034</th>',
        "P004",
    ),
    "rows exchanged": (f"({NORTH})({SOUTH})", r"\2\1", "P006"),
    "row dropped": (SOUTH, "", "P001"),
    "row twice": (f"({SOUTH})", r"\1\1", "P002"),
    "row hidden": (r'<tr>(<th scope="row">South)', r'<tr hidden="hidden">\1', "A009 P001"),
    "word of a title": (r"Lamps by <em>harbour", "Lamps of <em>harbour", "P004"),
    "caption dropped": (r'<caption id="table-2-title">.*?</caption>', "", "P003 P004"),
    "caption moved out of its table": (
        r'(<table>)\n(<caption id="table-2-title">.*?)</caption>',
        r"<p>Table 2 Oil</p>\1",
        "P002 P003 P004",
    ),
    "caption in another table": (
        r'(<caption id="table-1-title">.*?</caption>)(.*?)(<caption id="table-2-title">.*?</caption>)',
        r"\3\2\1",
        "L006 L006 P003 P003 P004 P004 P005 P005 P006",
    ),
    "number of a table": (r"Table 2</span>", "Table 3</span>", "L006 P003"),
    "headnote dropped": (r'<p class="headnote">.*?</p>', "", "P001"),
    "source dropped": (r'<p class="source">Source: Harbour Office\.</p>', "", "P001"),
    "letter leads to another note": (r'(id="table-1\.indicator-b" href="[^"]*#table-1\.note-)b"', r'\1a"', "L002 L002 L005 P005"),
    "letter called by another letter": (r'(id="table-1\.indicator-b"[^>]*>)b</a>', r"\1a</a>", "A012 L005 P005"),
    "letter of a note changed": (
        r'<span class="label">b</span>( (?:<span[^>]*>)?Estimated)',
        r'<span class="label">c</span>\1',
        "L005 L005 P003",
    ),
    "letter notes exchanged": (f"({LETTER.format('a')})({LETTER.format('b')})", r"\2\1", "P006"),
    "letter note dropped": (LETTER.format("b"), "", "L001 L002 P001"),
    "way back from a letter dropped": (r'<a class="back" href="[^"]*#table-1\.indicator-b".*?</a>', "", "L002"),
    "letters no list of notes": (r'<ol class="letters">(<li id="box-1)', r"<ol>\1", "L002 P007"),
    "table announced as nothing": (r'<table>(\n<caption id="table-2)', r'<table role="presentation">\1', "A014"),
    "alternative changed": (ALT, 'alt="Two lamps on a blue coast"', "P004"),
    "alternative removed": (f" {ALT}", "", "A004 CLAIM CLAIM CLAIM P001 P002"),
    "alternative emptied": (ALT, 'alt=""', "P001 P002"),
    "alternative drowned by a name": (ALT, f'{ALT} aria-label="Two lamps"', "A012"),
    "picture dropped": (r'<img src="[^"]*" alt="A mast with one lamp"[^>]*>', "", "P001"),
    "pictures exchanged": (r'(<img src=")([^"]*)(" alt="Three lamps.*?<img src=")([^"]*)(" alt="A mast)', r"\1\4\3\2\5", "P015 P015"),
    "picture twice": (r'(<img src="[^"]*" alt="A mast with one lamp"[^>]*>)', r"\1\1", "P002"),
    "word of a figure's title": (r"</span> A mast</figcaption>", "</span> A post</figcaption>", "P004"),
    "figure's title as a paragraph": (
        r'<figcaption id="figure-II-title">(.*?)</figcaption>',
        r'<p id="figure-II-title">\1</p>',
        "P007 P008",
    ),
    "figure's source as its title's": (r'(<figcaption id="figure-I-title">)(.*?</figcaption>)', r"<p>Survey</p>\1\2", "P002"),
    "title of a box lost": (r'<p class="box-title" id="box-1-title">.*?</p>', "", "L001 L006 P003 P004"),
    "box no box": (r'(<div id="box-1") class="box" role="group"', r"\1", "P007 P008"),
    "term as a definition": (r"<dt>Lamp</dt>", "<dd>Lamp</dd>", "P007"),
    "definition changed": (r"A light with a keeper", "A light without a keeper", "P004"),
    "terms exchanged": (r"<dt>Lamp</dt>(.*?)<dt>Keeper</dt>", r"<dt>Keeper</dt>\1<dt>Lamp</dt>", "P006 P006"),
    "words of a formula gone": (r' alttext="x squared"', "", "A004 CLAIM CLAIM CLAIM P004"),
    "words of a formula changed": (r'alttext="x squared"', 'alttext="x cubed"', "P004"),
    "sign of a formula changed": (r"<mi>x</mi><mn>2</mn>", "<mi>x</mi><mn>3</mn>", "P015"),
    "raised sign lowered": (r"<msup>(<mi>x</mi><mn>2</mn>)</msup>", r"<msub>\1</msub>", "P015"),
    "number of a formula gone": (r'<span class="label">\(1\)</span> ', "", "P003"),
    "spaces of a listing": (r"\n    oil = 3", "\noil = 3", "P015"),
    "words of a listing": (r"\n    oil = 3", "\n    oil = 4", "P004"),
    "number in a quotation": (r'<span class="label">4\.</span>', '<span class="label">5.</span>', "P003"),
    "asterisk note lost": (r'<div id="masthead\.note-2".*?</div>\n', "", "L001 L002 P001"),
    "asterisk of a line lost": (r'<sup class="indicator"><a id="masthead\.indicator-1".*?</sup>', "", "L001 L002 P005 P009"),
    "line of the agenda lost": (r'<p class="masthead-agenda">Agenda item 73 \(c\)</p>\n', "", "P009"),
    "session changed": (r"Ninetieth session", "Ninety-first session", "P009"),
    "language of a passage dropped": (r'<div class="foreign"[^>]*>', '<div class="foreign">', "A008 P013"),
    "reference to another table": (r'(href="[^"]*#table-)1(">table.1)', r"\g<1>2\2", "L006 P014"),
    "citation leads elsewhere": (r'href="https://undocs.org/en/A/89/92"', 'href="https://undocs.org/en/A/89/93"', "P014"),
}


@pytest.mark.parametrize("format_", FORMATS)
def test_a_good_edition_is_found_to_be_good(format_: str, lamps: Document, made: dict[str, bytes], tmp_path: Path) -> None:
    assert audit(format_, made[format_], lamps, tmp_path) == []


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", SPOILT)
def test_what_was_spoilt_is_found(format_: str, name: str, lamps: Document, made: dict[str, bytes], tmp_path: Path) -> None:
    pattern, other, codes = SPOILT[name]
    expected = [CLAIM[format_] if code == "CLAIM" else code for code in codes.split()]
    assert audit(format_, spoilt(format_, made[format_], pattern, other), lamps, tmp_path) == sorted(expected)


# What an edition claims of itself follows from its content


def claimed(format_: str, content: bytes, name: str) -> list[str]:
    """The values of a property of the accessibility vocabulary that an edition gives."""
    if format_ == "html":
        data = json.loads(re.findall(r'ld\+json">(.*?)</script>', content.decode(), re.DOTALL)[0])
        return [data[name]] if isinstance(data[name], str) else list(data[name])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        package = archive.read("EPUB/content.opf").decode()
    return re.findall(f'property="schema:{name}">([^<]*)<', package)


@pytest.mark.parametrize("format_", FORMATS)
def test_pictures_and_formulas_are_claimed_with_what_is_said_of_them(format_: str, lamps: Document, made: dict[str, bytes]) -> None:
    content = made[format_]
    assert claimed(format_, content, "accessMode") == ["textual", "visual"]
    assert {"alternativeText", "MathML", "describedMath"} <= set(claimed(format_, content, "accessibilityFeature"))
    assert claimed(format_, content, "accessibilityHazard") == ["none"]
    (summary,) = claimed(format_, content, "accessibilitySummary")
    assert summary.startswith(lamps.labels.about_pictures)
    assert lamps.labels.about_text not in summary


@pytest.mark.parametrize("format_", FORMATS)
def test_a_moving_picture_changes_the_claim_of_hazards(format_: str, house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    moving = make(tmp_path, SOURCE.replace("media/mast.png", "media/turning.gif"))
    content = WRITERS[format_].write(moving, house, moment)
    assert claimed(format_, content, "accessibilityHazard") == ["unknown"]
    assert moving.labels.about_movement in claimed(format_, content, "accessibilitySummary")[0]
    assert audit(format_, content, moving, tmp_path) == []
    boast = (r'"unknown"\n', '"none"\n') if format_ == "html" else (">unknown<", ">none<")
    assert audit(format_, spoilt(format_, content, *boast), moving, tmp_path) == [CLAIM[format_]]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_picture_that_nobody_has_described_takes_the_claim_away(
    format_: str, lamps: Document, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    bare = replace(lamps, blocks=tuple(_undescribed(block) for block in lamps.blocks))
    content = WRITERS[format_].write(bare, house, moment)
    assert "alternativeText" not in claimed(format_, content, "accessibilityFeature")
    assert claimed(format_, content, "accessibilitySummary")[0].startswith(lamps.labels.about_undescribed)
    assert audit(format_, content, lamps, tmp_path), "the edition of a report that describes its pictures must describe them"


def _undescribed(block: Block) -> Block:
    if isinstance(block, Section):
        return replace(block, blocks=tuple(map(_undescribed, block.blocks)))
    return replace(block, alternative="") if isinstance(block, Figure) else block


def test_the_pictures_are_files_of_the_book_once_each(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    source = SOURCE.replace("media/mast.png", "media/map.png")
    with zipfile.ZipFile(io.BytesIO(epub.write(make(tmp_path, source), house, moment))) as archive:
        package = archive.read("EPUB/content.opf").decode()
        media = [name for name in archive.namelist() if name.startswith("EPUB/media/")]
        assert media == ["EPUB/media/map.png"]
        assert archive.read(media[0]) == (tmp_path / "sources" / SLUG / "media" / "map.png").read_bytes()
        with_formulas = {name for name in archive.namelist() if name.endswith(".xhtml") and b"<math" in archive.read(name)}
    declared = {f"EPUB/{href}" for href in re.findall(r'<item href="([^"]*)"[^>]*properties="[^"]*\bmathml\b', package)}
    assert with_formulas
    assert declared == with_formulas
    assert re.findall(r'<item href="media/map.png"[^>]*media-type="([^"]*)"', package) == ["image/png"]


def test_what_is_cited_is_listed_in_the_linked_data(lamps: Document, made: dict[str, bytes]) -> None:
    data = json.loads(re.findall(r'ld\+json">(.*?)</script>', made["html"].decode(), re.DOTALL)[0])
    assert [(one["identifier"], one["url"]) for one in data["citation"]] == [(one.symbol, one.address) for one in lamps.citations]
    assert "A/89/92" in {one["identifier"] for one in data["citation"]}
