"""Notices on a site: what leads across, and a second reader that catches each page that was spoilt."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.packs.family import auditor, notices
from plantin.production.publications import PublishedPage, PublishedReport
from tests.browser.test_web import AXE
from tests.kit import houses
from tests.kit.command import plantin
from tests.packs.family.houses import family

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.full

OLD, NEW = "R/2026/1/en/index.html", "R/2026/1/Rev.1/en/index.html"
PAGE, FRENCH = "R/2026/1/index.html", "R/2026/1/fr/index.html"


def report(symbol: str, *languages: str, **said: str) -> PublishedReport:
    pages = tuple(
        PublishedPage(tag, "", f"{symbol}/index{'' if tag == 'en' else f'-{tag}'}.html", f"{symbol}/{tag}/index.html")
        for tag in languages
    )
    return PublishedReport(symbol.replace("/", "-"), symbol, {kind: (other,) for kind, other in said.items()}, pages)


REPORTS = (
    report("R/2026/1", "en", "fr"),
    report("R/2026/1/Rev.1", "en", "fr", revises="R/2026/1"),
    report("R/2026/1/Corr.1", "en", corrects="R/2026/1"),
    report("R/2026/1/Add.1", "en", **{"adds-to": "R/2026/1"}),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = family(tmp_path_factory.mktemp("family"))
    ended = plantin("site", "--draft", cwd=root)
    assert ended.returncode == 0, ended.stderr
    return root / "site"


def found(
    site: Path, changed: dict[str, str] | None = None, reports: tuple[PublishedReport, ...] = REPORTS
) -> list[str]:
    def content(name: str) -> bytes:
        return (changed or {}).get(name, (site / name).read_text("utf-8")).encode()

    findings = tuple(auditor.read_site(reports, content))
    assert {finding.code for finding in findings} <= {"FAM021"}
    return [finding.message for finding in findings]


def test_each_place_leads_to_the_one_of_its_words(site: Path) -> None:
    rows = re.findall(
        r'<li><a href="#([^"]+)">[^<]*</a> – (?:<a href="[^"#]*#([^"]+)">)?([^<]+)<', (site / OLD).read_text()
    )
    assert rows == [
        ("section-I", "section-I", "R/2026/1/Rev.1, section I"),
        ("paragraph-1", "paragraph-2", "R/2026/1/Rev.1, para. 2"),
        ("paragraph-2", "paragraph-3", "R/2026/1/Rev.1, para. 3"),
        ("paragraph-3", "", "not in R/2026/1/Rev.1"),
        ("paragraph-4", "paragraph-4", "R/2026/1/Rev.1, para. 4"),
        ("note-1", "note-1", "R/2026/1/Rev.1, note 1"),
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (PAGE, ["Replaced by R/2026/1/Rev.1", "Addendum: R/2026/1/Add.1", "Corrected by R/2026/1/Corr.1 (English)"]),
        (
            FRENCH,
            ["Remplacé par R/2026/1/Rev.1", "Additif\u00a0: R/2026/1/Add.1", "Rectifié par R/2026/1/Corr.1 (anglais)"],
        ),
        ("R/2026/1/Rev.1/index-fr.html", ["Remplace R/2026/1"]),
        ("R/2026/1/Corr.1/en/index.html", ["Corrigendum to R/2026/1"]),
        ("R/2026/1/Add.1/index.html", ["Addendum to R/2026/1"]),
    ],
)
def test_pages_say_what_follows(site: Path, name: str, words: list[str]) -> None:
    assert re.findall(r'<p class="note"><a [^>]*hreflang="..">([^<]*)</a></p>', (site / name).read_text()) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Исправлен документом R/2026/1/Corr.1 (английский и русский)"),
        ("zh", "已由R/2026/1/Corr.1更正（英文和俄文）"),
        ("fr", "Rectifié par R/2026/1/Corr.1 (anglais et russe)"),
    ],
)
def test_a_notice_names_languages_in_its_own_though_the_masthead_is_in_english(language: str, words: str) -> None:
    old, corrigendum = report("R/2026/1", language), report("R/2026/1/Corr.1", "en", "ru", corrects="R/2026/1")
    unread = [
        replace(each, pages=tuple(replace(page, reading="") for page in each.pages)) for each in (old, corrigendum)
    ]
    said = notices.notify(House(houses.ROOT), unread, lambda _: b"")
    assert [notice.text for notice in said if notice.page == old.pages[0].page] == [words]


def test_the_site_is_right(site: Path) -> None:
    assert found(site) == []


def swap(first: str, second: str) -> Callable[[str], str]:
    return lambda text: text.replace(first, "\0").replace(second, first).replace("\0", second)


def drop(pattern: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, "", text, count=1, flags=re.DOTALL)


def put(before: str, after: str, count: int = -1) -> Callable[[str], str]:
    return lambda text: text.replace(before, after, count)


SPOILT: dict[str, tuple[str, Callable[[str], str]]] = {
    "no notice of the revision": (PAGE, drop(r'<p class="note"><a [^>]*>Replaced.*?</p>')),
    "no notice of the corrigendum": (PAGE, drop(r'<p class="note"><a [^>]*>Corrected.*?</p>')),
    "no notice of the addendum": (PAGE, drop(r'<p class="note"><a [^>]*>Addendum.*?</p>')),
    "no notice where it is read": (OLD, drop(r'<p class="note"><a [^>]*>Replaced.*?</p>')),
    "a notice leads to another report": (PAGE, put("Rev.1/index.html", "Add.1/index.html")),
    "a notice leads to another language": (FRENCH, put("Rev.1/fr/index.html", "Rev.1/en/index.html", 1)),
    "a notice leads nowhere": (PAGE, put("Rev.1/index.html", "Rev.2/index.html")),
    "a notice names another symbol": (PAGE, put("Replaced by R/2026/1/Rev.1", "Replaced by R/2026/1/Rev.2")),
    "a notice twice": (PAGE, lambda text: re.sub(r'(<p class="note"><a [^>]*>Replaced.*?</p>)', r"\1\1", text)),
    "a notice where none is due": (
        "R/2026/1/Add.1/index.html",
        put("<h1", '<p class="note"><a href="../index.html" hreflang="en">Replaced by R/2026/1</a></p><h1', 1),
    ),
    "no notice on the revision": ("R/2026/1/Rev.1/index.html", drop(r'<p class="note"><a [^>]*>Replaces.*?</p>')),
    "no notice on the corrigendum": ("R/2026/1/Corr.1/index.html", drop(r'<p class="note"><a [^>]*>Corrig.*?</p>')),
    "no list": (OLD, drop(r'<details class="site-leads">.*?</details>')),
    "a row is missing": (OLD, drop(r'<li><a href="#paragraph-2">.*?</li>')),
    "a row is missing at the end": (OLD, drop(r'<li><a href="#note-1">.*?</li>')),
    "a row of a place that is not there": (OLD, put('<a href="#paragraph-3">', '<a href="#paragraph-33">')),
    "rows in another order": (OLD, swap('<a href="#paragraph-1">', '<a href="#paragraph-2">')),
    "it leads to the number of before": (OLD, put("index.html#paragraph-2", "index.html#paragraph-1")),
    "two places exchanged": (OLD, swap("index.html#paragraph-2", "index.html#paragraph-4")),
    "two places lead to one": (OLD, put("index.html#paragraph-4", "index.html#paragraph-3")),
    "it leads to a place that is not there": (OLD, put("index.html#paragraph-4", "index.html#paragraph-9")),
    "it leads to another kind of place": (OLD, put("index.html#note-1", "index.html#section-I")),
    "it leads to another page": (OLD, put("Rev.1/en/index.html#paragraph-4", "Add.1/en/index.html#paragraph-1")),
    "it leads to another language": (OLD, put("Rev.1/en/index.html#", "Rev.1/fr/index.html#")),
    "it leads into the old report": (OLD, put("../../../../R/2026/1/Rev.1/en/index.html#paragraph-4", "#paragraph-4")),
    "the words have another number": (OLD, put("R/2026/1/Rev.1, para. 3", "R/2026/1/Rev.1, para. 2")),
    "the words have another symbol": (OLD, put("R/2026/1/Rev.1, para. 3", "R/2026/1, para. 3")),
    "what is there is said to have gone": (
        OLD,
        lambda text: re.sub(r'(<li><a href="#paragraph-4">[^<]*</a> – )<a [^>]*>[^<]*</a>', r"\1not in it", text),
    ),
    "what has gone leads somewhere": (
        OLD,
        put("not in R/2026/1/Rev.1", '<a href="../Rev.1/en/index.html#paragraph-1">R/2026/1/Rev.1, para. 1</a>'),
    ),
    "a list on a page that nothing replaces": (
        NEW,
        put("<div>", '<details class="site-leads"><ul><li><a href="#paragraph-1">1</a></li></ul></details><div>', 1),
    ),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_page_is_caught(site: Path, what: str) -> None:
    name, spoil = SPOILT[what]
    text = (site / name).read_text("utf-8")
    spoilt = spoil(text)
    assert spoilt != text, "nothing was spoilt"
    assert found(site, {name: spoilt}) != []


def test_what_releases_say_is_what_pages_must_say(site: Path) -> None:
    for n in range(1, len(REPORTS)):
        silent = tuple(
            report if at != n else PublishedReport(report.slug, report.symbol, {}, report.pages)
            for at, report in enumerate(REPORTS)
        )
        assert found(site, reports=silent) != []


@pytest.mark.parametrize(
    ("former", "present", "count"),
    [
        ("灯塔整夜使用橄榄油照明，守灯人每天清晨修剪灯芯。", "灯塔夜间使用橄榄油照明，守灯人每日清晨须修剪灯芯。", 0),
        ("灯塔整夜使用橄榄油照明，守灯人每天清晨修剪灯芯。", "港务委员会决定于明年春季召开第二次会议。", 1),
    ],
)
def test_words_of_chinese_are_its_characters(former: str, present: str, count: int) -> None:
    old, new = REPORTS[0].pages[0], REPORTS[1].pages[0]
    body = '<div class="site-report"><p id="paragraph-1">{}</p></div>'
    notice = '<p class="note"><a href="/{}" hreflang="en">{}</a></p>'
    lead = '<details class="site-leads"><ul><li><a href="#paragraph-1">1</a> – <a href="/{}#paragraph-1">{}，第1段</a></li></ul></details>'
    forth, back = notice.format(new.page, "R/2026/1/Rev.1"), notice.format(old.page, "R/2026/1")
    contents = {
        old.page: forth,
        old.reading: forth + lead.format(new.reading, "R/2026/1/Rev.1") + body.format(former),
        new.page: back,
        new.reading: back + body.format(present),
    }
    reports = report("R/2026/1", "en"), report("R/2026/1/Rev.1", "en", revises="R/2026/1")
    page = "<!DOCTYPE html><html><body>{}</body></html>"
    findings = tuple(
        auditor.read_site(reports, lambda name: page.format(contents[name]).replace('"/', f'"{up(name)}').encode())
    )
    assert [row.message.partition(", which")[0] for row in findings] == [
        "leads from paragraph-1 to paragraph-1"
    ] * count


def up(name: str) -> str:
    """The way from a page to the top of the site."""
    return "../" * name.count("/")


def test_a_word_without_its_value_is_refused(tmp_path: Path) -> None:
    (tmp_path / "locales/en").mkdir(parents=True)
    (tmp_path / "locales/en/locale.toml").write_text('[family]\nreissued = "Again on {day}."\n', "utf-8")
    with pytest.raises(PlantinError, match=r"family.reissued.* braces"):
        House(tmp_path).locale("en")


@pytest.mark.slow
def test_a_notice_follows_the_reader_from_place_to_place(site: Path, browser: Browser) -> None:
    with browser.new_page() as page:
        page.goto(f"file://{site / OLD}#paragraph-1")
        notice = page.locator(".site-lead")
        assert notice.inner_text() == "para. 1 – R/2026/1/Rev.1, para. 2"
        page.evaluate("location.hash = 'paragraph-3'")
        page.wait_for_function("document.querySelector('.site-lead').textContent.includes('not in')")
        page.evaluate("location.hash = 'paragraph-2'")
        page.wait_for_function("document.querySelector('.site-lead').textContent.includes('para. 3')")
        notice.locator("a").last.click()
        page.wait_for_url("**/Rev.1/en/index.html#paragraph-3")


@pytest.mark.full
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_pages_with_notices(site: Path, browser: Browser, scheme: str) -> None:
    assert AXE.is_file(), "not run: axe-core is missing; `make validators` installs it"
    with browser.new_page(color_scheme=scheme, viewport={"width": 390, "height": 800}) as page:
        for name in (OLD, NEW, "R/2026/1/index.html", "R/2026/1/Rev.1/index.html"):
            page.goto(f"file://{site / name}#paragraph-1")
            page.add_script_tag(path=AXE)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            assert [(row["id"], row["nodes"][0]["html"]) for row in found["violations"]] == [], name
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
