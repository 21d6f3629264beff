"""A site over all releases: its addresses, what its pages say in each language, its search, and that what is published
is what was released.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from lxml import html

from plantin import new_house
from plantin.bounded.process import ProcessResult
from plantin.house import screens
from plantin.house.layout import House
from plantin.new_house import HouseOrder
from plantin.packs.publish import site as making_sites
from plantin.packs.publish import site_faces, site_pages, site_search
from tests.kit import power
from tests.kit.command import plantin
from tests.kit.sites import harbour

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return harbour(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def site(origin: Path) -> Path:
    ended = plantin("site", cwd=origin)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "site: 2 reports\n"
    # The editions say that they are published in the build folder.
    assert ended.stderr.count('If this site is what is published at `base`, set `folder = "site"`') >= 1
    return origin / "site"


def links(path: Path) -> list[str]:
    return [str(link) for _, _, link, _ in html.parse(str(path)).getroot().iterlinks()]


def test_editions_are_published_byte_for_byte_at_the_addresses_of_their_symbols(origin: Path, site: Path) -> None:
    for version, place in (("1.1", "R/2026/1"), ("1.0", "R/2026/1/1.0")):
        for path in (origin / "release" / version / "R-2026-1").glob("R-2026-1-*"):
            assert (site / place / path.name).read_bytes() == path.read_bytes()
    assert (site / "H/2026/2/H-2026-2-fr.html").is_file()


def test_every_link_of_every_page_leads_somewhere(site: Path) -> None:
    pages = [
        path
        for path in site.rglob("*.html")
        if "pagefind" not in path.parts and not re.search(r"-(en|fr)\.html$", path.name)
    ]
    assert len(pages) > 10
    for page in [*pages, *(path for path in site.glob("*-fr.html"))]:
        for written in links(page):
            link = written.replace("https://reports.example.org/", "") if page.name == "404.html" else written
            target = (page.parent / link.partition("#")[0]).resolve()
            assert link.startswith(("https:", "data:")) or target.exists(), (page, link)


def test_lists_are_in_the_order_of_dates_in_each_language(site: Path) -> None:
    text = html.parse(str(site / "index.html")).getroot().text_content()
    assert text.index("H/2026/2") < text.index("R/2026/1")
    french = html.parse(str(site / "index-fr.html")).getroot()
    assert (french.get("lang"), french.findtext(".//h1")) == ("fr", "Rapports")
    assert "31 janvier 2026" in french.text_content()
    assert "R/2026/1/index-fr.html" in links(site / "index-fr.html")
    assert [row.text_content() for row in html.parse(str(site / "bodies.html")).findall(".//h2")] == [
        "Harbour",
        "Harbour Board",
    ]
    assert [row.text_content() for row in html.parse(str(site / "subjects.html")).findall(".//h2")] == ["light"]


def test_an_earlier_release_says_that_there_is_a_newer_one(site: Path) -> None:
    older = html.parse(str(site / "R/2026/1/1.0/index-fr.html")).getroot()
    (note,) = older.find_class("older")
    assert note.text_content().strip() == "Ceci est la version 1.0. Il en existe une plus récente\u00a0: 1.1."
    assert (site / "R/2026/1/1.0" / next(note.iterlinks())[2]).resolve() == site / "R/2026/1/index-fr.html"
    newest = html.parse(str(site / "R/2026/1/index.html")).getroot()
    assert not newest.find_class("older")
    assert "What has changed since release 1.0" in newest.text_content()


def test_ids_of_authors_are_addresses_for_ever_and_are_listed(site: Path) -> None:
    listed = json.loads((site / "plantin-inventory.json").read_text("utf-8"))
    assert listed["base"] == "https://reports.example.org/"
    row = listed["reports"]["H-2026-2"]
    assert (row["symbol"], row["address"], row["languages"]) == ("H/2026/2", "H/2026/2/", ["en", "fr"])
    assert (row["places"]["pier"]["kind"], row["places"]["pier"]["number"]) == ("section", "1")
    assert '"pier": "section-1"}' in (site / "H/2026/2/fr/index.html").read_text("utf-8")


def test_reports_and_tables_are_embedded_by_their_addresses(site: Path) -> None:
    base = "https://reports.example.org/"
    for page in ("H/2026/2/index-fr.html", "H/2026/2/fr/counted/index.html"):
        (link,) = html.parse(str(site / page)).findall(".//link[@type='application/json+oembed']")
        path = site / str(link.get("href")).removeprefix(base)
        answer = json.loads(path.read_text("utf-8"))
        assert (answer["version"], answer["type"], answer["provider_url"]) == ("1.0", "rich", base)
        assert base + page.removesuffix("counted/index.html") == answer["url"].removesuffix("counted/")
        assert answer["author_name"] == "Harbour Board"
        if "counted" in page:
            assert answer["title"].startswith("Titre H-2026-2: ")
            assert "Lamps counted" in answer["title"]
            embedded = html.fromstring(answer["html"])
            assert [cell.text_content().strip() for cell in embedded.iter("td")] == ["21"]
            assert all(str(one).startswith("H-2026-2-counted") for one in embedded.xpath("//@id"))
            assert not list(embedded.iter("script"))
        else:
            source = str(html.fromstring(answer["html"]).get("src"))
            assert (site / source.removeprefix(base)).is_file()
    assert not html.parse(str(site / "R/2026/1/1.0/index.html")).findall(".//link[@type='application/json+oembed']")
    assert not list(site.glob("H/2026/2/fr/pier/*")), "a section has no address of its own"


def test_the_inventory_of_a_site_leads_to_each_place(site: Path) -> None:
    listed = json.loads((site / "plantin-inventory.json").read_text("utf-8"))
    assert set(listed["reports"]) == {"R-2026-1", "H-2026-2"}
    for row in listed["reports"].values():
        for language in row["languages"]:
            folder = site / row["address"] / language
            assert (folder / "index.html").is_file()
            web = site / row["address"] / f"{row['symbol'].replace('/', '-')}-{language}.html"
            ids = {str(one) for one in html.parse(str(web)).getroot().xpath("//@id")}
            assert {place["anchor"] for place in row["places"].values()} <= ids


def test_an_address_of_a_language_has_the_text_and_leads_to_the_place_that_an_author_named(site: Path) -> None:
    page = (site / "R/2026/1/fr/index.html").read_text("utf-8")
    assert '"formats": "table-1"' in page.partition("const ids = ")[2].partition("\n")[0]
    assert 'id="table-1"' in page


def test_feeds_and_the_site_map_have_whole_addresses(site: Path) -> None:
    from lxml import etree

    feed = etree.parse(str(site / "feed-fr.xml")).getroot()
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    found = feed.findall("{*}entry/{*}link")
    assert [row.get("href") for row in found] == [
        "https://reports.example.org/H/2026/2/index-fr.html",
        "https://reports.example.org/R/2026/1/index-fr.html",
    ]
    addresses = [row.text for row in etree.parse(str(site / "sitemap.xml")).getroot().findall("{*}url/{*}loc")]
    assert len(addresses) == 8
    for address in addresses:
        path = site / str(address).removeprefix("https://reports.example.org/")
        assert (path / "index.html" if path.is_dir() else path).is_file()


def test_the_search_has_every_language(site: Path) -> None:
    entry = json.loads((site / "pagefind/pagefind-entry.json").read_text("utf-8"))
    assert {name: row["page_count"] for name, row in entry["languages"].items()} == {"en": 2, "fr": 2}


def test_scripts_without_a_face_are_legible(origin: Path, site: Path, tmp_path: Path) -> None:
    assert "of the site" not in (site / "site.css").read_text("utf-8"), "the text face has French and English"
    style = House(origin).style()
    page = tmp_path / "zh.html"
    page.write_text("<body><p>\u706f\u5854</p><script>\u6d77</script></body>", "utf-8")
    faces = site_faces.choose_faces(style, [page])
    made = dict(site_faces.files(style, faces, tmp_path, [("index.html", "<body>\u7801</body>".encode())]))
    sheet = screens.sheet(style, None, site_faces.beside(faces))
    assert f'--face: "{style.fonts.family}", "NotoSerifCJKsc-Regular of the site", {style.fonts.generic};' in sheet
    for name, content in made.items():
        assert f'url("{name}")' in sheet
        assert set(TTFont(io.BytesIO(content)).getBestCmap()) == {0x706F, 0x5854, 0x7801}


def test_a_site_is_the_same_bytes_again_and_nothing_of_the_former_is_left(origin: Path, site: Path) -> None:
    def inventory() -> dict[str, bytes]:
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}

    before = inventory()
    (site / "stray.html").write_text("of a former site")
    assert plantin("site", cwd=origin).returncode == 0
    assert inventory() == before


def test_a_folder_of_ones_own_is_kept(origin: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/index.html").write_text("mine")
    ended = plantin("site", "--into", str(tmp_path / "mine"), cwd=origin)
    assert ended.returncode == 2
    assert "U028" in ended.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["index.html"]


def test_a_release_that_was_changed_is_not_published(origin: Path, tmp_path: Path) -> None:
    path = origin / "release/1.0/R-2026-1/R-2026-1-en.txt"
    content = path.read_bytes()
    try:
        path.write_bytes(content.replace(b"e", b"a", 1))
        ended = plantin("site", "--into", str(tmp_path / "new"), cwd=origin)
    finally:
        path.write_bytes(content)
    assert ended.returncode == 1
    assert "release/1.0/R-2026-1/R-2026-1-en.txt: error D115" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_house_without_releases_is_reported(tmp_path: Path) -> None:
    new_house.make(tmp_path / "mill", HouseOrder(), dt.date(2026, 1, 31))
    ended = plantin("site", cwd=tmp_path / "mill")
    assert ended.returncode == 2
    assert "U035" in ended.stderr
    assert not (tmp_path / "mill/site").exists()


def test_a_draft_is_of_what_is_built_and_proved_and_says_so(origin: Path, tmp_path: Path) -> None:
    spoilt = origin / "build/R-2026-1/R-2026-1-fr.html"
    before = spoilt.read_bytes()
    try:
        spoilt.write_bytes(before.replace(b"<td", b"<td hidden", 1))
        ended = plantin("site", "--draft", "--into", str(tmp_path / "draft"), cwd=origin)
    finally:
        spoilt.write_bytes(before)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.endswith("draft: a draft of 2 reports\n")
    # The English web edition leads to the French one.
    assert "build/R-2026-1/R-2026-1-en.html: warning V026: is left out of the site" in ended.stderr
    assert "and 1 more like it in build/R-2026-1/R-2026-1-fr.html" in ended.stderr
    assert (tmp_path / "draft/R/2026/1/R-2026-1-fr.txt").is_file()
    assert not list((tmp_path / "draft/R").rglob("R-2026-1-*.html"))
    pages = [
        path
        for path in (tmp_path / "draft").rglob("*.html")
        if not re.search(r"pagefind|-2026-\d-..\.html|counted", str(path))
    ]
    assert len(pages) > 12
    for path in pages:
        page = path.read_text("utf-8")
        assert re.search(r"Draft\. This page shows|Page provisoire\. Les éditions", page), path
        assert '<meta name="robots" content="noindex">' in page, path


def test_a_draft_of_nothing_is_refused(tmp_path: Path) -> None:
    new_house.make(tmp_path / "mill", HouseOrder(), dt.date(2026, 1, 31))
    ended = plantin("site", "--draft", cwd=tmp_path / "mill")
    assert ended.returncode == 2
    assert "U035: no edition was built and proved" in ended.stderr
    assert not (tmp_path / "mill/site").exists()


def test_without_pagefind_there_is_no_search_and_the_rest_is_there(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = site_search.util.find_spec
    monkeypatch.setattr(site_search.util, "find_spec", lambda name: None if name == "pagefind" else find(name))
    ended = plantin("site", "--into", str(tmp_path / "plain"), cwd=origin)
    assert ended.returncode == 0
    assert 'no search: pip install "plantin[site]"' in ended.stdout
    assert not (tmp_path / "plain/search.html").exists()
    assert "search" not in (tmp_path / "plain/index.html").read_text("utf-8").lower()


def test_a_search_that_fails_is_reported_and_leaves_nothing(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_search.process, "run", lambda *_, **__: ProcessResult(3, b"", b"no room on the disk"))
    ended = plantin("site", "--into", str(tmp_path / "new"), cwd=origin)
    assert ended.returncode == 6
    assert "V020: the search of the site cannot be made: no room on the disk" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_site_with_a_dead_link_is_not_published(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = site_pages.pages

    def with_a_dead_link(*given: Any, **named: Any) -> Iterator[tuple[str, bytes]]:
        yield from written(*given, **named)
        yield "more.html", b'<!DOCTYPE html><title>More</title><a href="R/2026/1/R-2026-1-en.pdf" download>PDF</a>'

    monkeypatch.setattr(site_pages, "pages", with_a_dead_link)
    ended = plantin("site", "--into", str(tmp_path / "new"), cwd=origin)
    assert ended.returncode == 1
    assert "more.html: error L107: leads to “R/2026/1/R-2026-1-en.pdf”, where there is no file" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_site_that_a_killed_run_was_replacing_is_put_back(tmp_path: Path) -> None:
    before = tmp_path / ".site.0123abcd.old"
    before.mkdir()
    for name in (making_sites.MARK, "index.html"):
        (before / name).write_text("as it was", "utf-8")
    with pytest.raises(OSError, match="full"), making_sites._scratch(tmp_path / "site"):
        raise OSError("the disk is full")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site" / "index.html").read_text("utf-8") == "as it was"


@pytest.mark.parametrize("replaced", [False, True])
def test_a_site_that_is_made_outlasts_a_loss_of_power(
    replaced: bool, origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, log = tmp_path / "host", tmp_path / "log"
    root.mkdir()
    if replaced:
        making_sites.make(House(origin), root / "site")
    power.watch(root, log, monkeypatch.setattr)
    made = making_sites.make(House(origin), root / "site")
    whole = {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}
    assert len(whole) > 10
    assert power.lose(root, log) == []
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == whole


def test_what_a_killed_run_left_is_removed_and_nothing_else(origin: Path, tmp_path: Path) -> None:
    kept = {".mine.0123abcd/.plantin-site", ".site.0123abce/mine", ".site.0123abc/.plantin-site"}
    for name in (*kept, ".site.0123abcd/.plantin-site", ".site.0123abcd.old/.plantin-site"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    (tmp_path / ".site.0123abcf").mkdir()
    with making_sites._scratch(tmp_path / "site") as making:
        (making / making_sites.MARK).touch()
        kept.add(f"{making.name}/.plantin-site")
        assert plantin("site", "--into", str(tmp_path / "site"), cwd=origin).returncode == 0
        files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.glob(".*/*")}
        assert files == kept, "what another process is making stays"
    assert not making.exists()


def test_a_page_for_addresses_that_do_not_exist_has_its_looks_with_nothing_beside_it(site: Path) -> None:
    sheet = "".join(one.text for one in html.parse(str(site / "404.html")).getroot().iter("style"))
    assert all(rule in sheet for rule in ("--link:", ".banner", ".site-search", "prefers-color-scheme: dark"))
    assert not re.search(r"&\w+;|url\(", sheet)
