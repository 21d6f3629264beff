"""The page on which a report is read on a site is its web edition: what is spoilt in one is found, each fault by
itself, and a sound one has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from plantin.packs.publish import site_reading
from plantin.packs.publish.auditor import edition_facts
from plantin.packs.publish.auditor.reading_page import SiteBeside, findings, sheet_findings
from tests.kit.command import plantin
from tests.kit.sites import harbour

pytestmark = pytest.mark.full

PAGE, EDITION = "H/2026/2/fr/index.html", "H/2026/2/H-2026-2-fr.html"
BASE = "https://reports.example.org/"
Spoil = Callable[[str], str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = harbour(tmp_path_factory.mktemp("reading"), lead="See [](R-2026-1#formats).")
    ended = plantin("site", cwd=home)
    assert ended.returncode == 0, ended.stderr
    return home / "site"


def beside(site: Path) -> SiteBeside:
    """What the site has, found in its folders."""
    pages, editions = {}, {}
    for slug, place, version in (
        ("R-2026-1", "R/2026/1", "1.1"),
        ("R-2026-1", "R/2026/1/1.0", "1.0"),
        ("H-2026-2", "H/2026/2", "1.1"),
    ):
        for language in ("en", "fr"):
            row = (slug, language, version)
            pages[f"{place}/{language}/index.html"] = row
            editions[f"{place}/{slug}-{language}.html"] = row
            if version == "1.1":
                editions[f"{slug}/{slug}-{language}.html"] = editions[f"{place}/{language}/"] = row
    ids = {"R-2026-1": {"formats": "table-1"}, "H-2026-2": {"counted": "table-1", "pier": "section-1"}}
    return SiteBeside(BASE, editions, pages, ids, lambda name: (site / name).read_bytes())


def read(site: Path, page: str) -> list[str]:
    found = findings((site / EDITION).read_bytes(), EDITION, page.encode(), PAGE, beside(site))
    assert {finding.code for finding in found} <= {"L108"}
    return [finding.message for finding in found]


def swap(old: str, new: str) -> Spoil:
    """Put ``new`` in place of the first ``old``, a pattern."""
    return lambda page: re.sub(old, lambda _: new, page, count=1, flags=re.DOTALL)


SPOILT: dict[str, Spoil] = {
    "a paragraph is gone": swap(r"(?<=</h2>)\n?<p>.*?</p>", ""),
    "a word is another": swap("counted", "lost"),
    "a number in a table is another": swap(r'<td class="end">21</td>', '<td class="end">12</td>'),
    "a row of a table is gone": swap(r"<tbody><tr>.*?</tr>", "<tbody>"),
    "an anchor has another name": swap(r'<section id="section-1"', '<section id="section-9"'),
    "a heading has another level": lambda page: page.replace("<h2>", "<h3>").replace("</h2>", "</h3>"),
    "a paragraph is hidden": swap(r"(?<=</h2>)(\n?)<p>", "<p hidden>"),
    "the text is kept from screen readers": swap(r'<main id="text"', '<main id="text" aria-hidden="true"'),
    "the report is inert": swap(r'<div class="site-report">', '<div class="site-report" inert>'),
    "the language is another": swap(r'<html lang="fr"', '<html lang="en"'),
    "the direction is another": swap(r'dir="ltr"', 'dir="rtl"'),
    "the title is another": swap(r"</title>", " again</title>"),
    "the description is another": swap(r'name="description" content="', 'name="description" content="No '),
    "the linked data are others": swap(r'"reportNumber": "H/2026/2"', '"reportNumber": "H/2026/3"'),
    "the policy lets other scripts in": swap(r"script-src (?='|&)", "script-src * "),
    "a style sheet is added": swap(r"</head>", "<style>main p { display: none }</style></head>"),
    "a rule of the edition is another": swap(r"--gutter: 3.25rem", "--gutter: 13.25rem"),
    "a face is another": swap(r"url\([^)]+woff2\)", "url(../../../../faces/none.woff2)"),
    "the script of the edition is another": swap(r'"use strict";', ""),
    "a script is added": swap(r'<div class="site-above">', '<div class="site-above"><script>1</script>'),
    "a heading is added around the report": swap(r'<footer class="foot">', '<footer class="foot"><h2>Note</h2>'),
    "words are added between": swap(r'<div class="site-below">', 'The end.<div class="site-below">'),
    "a part is added around the report": swap(r'<div class="site-below">', '<div class="other">x</div><div class="site-below">'),
    "a program is called around the report": swap(r'<a class="house"', '<a onclick="x()" class="house"'),
    "an address is a program": swap(r'<a class="house" href="[^"]*"', '<a class="house" href="javascript:x()"'),
    "the search is elsewhere": swap(r'action="[^"]*"', 'action="https://example.org/search.html"'),
    "a link leads to another language": swap(r'href="../en/index.html"', 'href="../fr/index.html"'),
    "a download is another": swap(r'href="../H-2026-2-fr.txt"', 'href="../H-2026-2-en.txt"'),
    "a reference leads to another release": swap(r'href="../../../../R/2026/1/fr/', 'href="../../../../R/2026/1/1.0/fr/'),
    "a reference leads to another place": swap(r"R/2026/1/fr/index.html#table-1", "R/2026/1/fr/index.html#section-2"),
    "a link leads to another place of the page": swap(r'href="#table-1"', 'href="#section-1"'),
    "the way past the banner is gone": swap(r'<a class="skip".*?</a>', ""),
    "the address of the page is another": swap(r'<link rel="canonical" href="', '<link rel="canonical" href="https://example.org/'),
    "a sheet comes from elsewhere": swap(r'<link rel="stylesheet" href="[^"]*"', '<link rel="stylesheet" href="https://example.org/a.css"'),
    "the page leads on": swap(r"</head>", '<meta http-equiv="refresh" content="0; url=/"></head>'),
    "the page names another base": swap(r"<head>", '<head><base href="https://example.org/">'),
    "an id leads to another place": swap(r'"pier": "section-1"', '"pier": "table-1"'),
    "the report is there twice": lambda page: re.sub(r'(<div class="site-report">.*?</main>\n</div>)', r"\1\1", page, flags=re.DOTALL),
    "it is no page": lambda page: page[:40],
}  # fmt: skip


def test_a_sound_page_has_no_fault(site: Path) -> None:
    assert read(site, (site / PAGE).read_text("utf-8")) == []


@pytest.mark.parametrize("fault", SPOILT)
def test_each_fault_of_a_page_is_found(site: Path, fault: str) -> None:
    sound = (site / PAGE).read_text("utf-8")
    spoilt = SPOILT[fault](sound)
    assert spoilt != sound, "nothing was spoilt"
    assert read(site, spoilt) != []


@pytest.mark.parametrize(
    "rule",
    [
        "main p { display: none }",
        ".site-report td { color: #fff }",
        "html body { visibility: hidden }",
        "html .site-report { clip-path: inset(0) }",
        ":root { filter: invert(1) }",
        "@scope (main) { p { display: none } }",
        "@media print { main { display: none } }",
        '@import "other.css";',
    ],
)
def test_a_rule_that_reaches_into_the_report_is_found(site: Path, rule: str) -> None:
    sheet = (site / site_reading.SHEET).read_text("utf-8")
    assert sheet_findings(sheet, "around.css") == ()
    (finding,) = sheet_findings(f"{sheet}{rule}", "around.css")
    assert finding.code == "L108"


def test_a_site_with_a_spoilt_page_is_not_made(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    surround = site_reading.writer.surround
    monkeypatch.setattr(
        site_reading.writer, "surround", lambda *given: surround(*given).replace(b"<td", b"<td hidden", 1)
    )
    ended = plantin("site", "--into", str(tmp_path / "new"), cwd=site.parent)
    assert ended.returncode == 1
    assert "R/2026/1/en/index.html: error L108: is not the edition" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_reader_gets_everywhere_from_within_a_report(site: Path) -> None:
    root = html.parse(str(site / "R/2026/1/1.0/fr/index.html")).getroot()
    hrefs = [str(link.get("href")) for link in root.xpath("//*[@class='site-above' or @class='site-below']//a")]
    targets = [str((site / "R/2026/1/1.0/fr" / href).resolve().relative_to(site)) for href in hrefs]
    assert {
        "index-fr.html",
        "bodies-fr.html",
        "R/2026/1/1.0/index-fr.html",
        "R/2026/1/fr/index.html",
        "R/2026/1/1.0/fr/index.html",
        "H/2026/2/fr/index.html",
        "accessibility-fr.html",
        "feed-fr.xml",
    } <= set(targets)
    assert "Ceci est la version 1.0. Il en existe une plus récente\u00a0: 1.1." in root.text_content()
    assert [form.get("action") for form in root.iter("form")] == ["../../../../../search-fr.html"]


def test_references_between_reports_lead_to_pages_of_a_copy_on_a_disk(site: Path) -> None:
    text = (site / PAGE).read_text("utf-8")
    assert 'href="../../../../R/2026/1/fr/index.html#table-1"' in text
    body = html.fromstring(text.encode()).find("body")
    assert [link for _, _, link, _ in body.iterlinks() if str(link).startswith(BASE)] == []


def test_neighbours_are_those_by_date(site: Path) -> None:
    older = html.parse(str(site / "R/2026/1/en/index.html")).getroot().find_class("site-pager")[0]
    newer = html.parse(str(site / "H/2026/2/en/index.html")).getroot().find_class("site-pager")[0]
    assert [link.get("class") for link in older] == ["later"]
    assert [link.get("class") for link in newer] == ["earlier"]


def test_a_report_page_begins_with_what_its_edition_says_in_short() -> None:
    head = '<meta name="dcterms.rights" content="Free"><meta name="dcterms.license" content="https://example.org/by">'
    facts = edition_facts.read(
        f'<html><head>{head}</head><body><div id="summary"><p class="box-title">Summary</p><p>One'
        f'<sup class="indicator"><a role="doc-noteref" href="#n">1</a></sup> lamp.</p></div></body></html>'.encode()
    )
    assert facts.summary == ("One lamp.",)
    assert facts.licence == edition_facts.LicenceLine("Free", "https://example.org/by")
