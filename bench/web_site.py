"""The site of a house with sixty reports in six languages and three releases: what it costs,
whether every link leads somewhere, which words its search finds, what axe finds.

    python bench/web_site.py [--keep FOLDER] [--pictures FOLDER]

The search of French, Russian, Arabic and Chinese is asked in headless Chromium for ten words (``web_site.tsv``), most of them in a form that the
reports do not have, and for one that no report has; axe judges ten kinds of page at two widths, light and dark. It ends with 1 where a
link is broken, axe finds something, a language finds less than nine of its words, or the word that is nowhere.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urljoin, urlparse

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import polib  # noqa: E402
from lxml import html  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402

from plantin import new_house  # noqa: E402
from plantin.new_house import HouseOrder  # noqa: E402
from tests.kit import chromium  # noqa: E402
from tests.kit.command import COMMAND  # noqa: E402

BASE = "https://reports.example.org/"
LANGUAGES = ("fr", "ru", "ar", "zh", "en", "es")
ASKED = LANGUAGES[:4]
"""Those whose search is asked."""
REPORTS = 60
"""The first twelve have words of their own, the rest are as long."""
AXE = ROOT / ".validators" / "node_modules" / "axe-core" / "axe.min.js"
ROWS = [row.split("\t") for row in (ROOT / "bench" / "web_site.tsv").read_text("utf-8").splitlines()[1:]]
REPORT = """---
symbol: R/2026/{number}
title: "{title}"
date: 2026-{month:02}-15
organ: Conseil du port
original-language: fr
languages: [fr, ru, ar, zh, en, es]
rules: {{paragraphs: continuous, sections: ["1", "1.1", "1.1.1"]}}
---

# Travaux {{#works}}

{text} Voir [](#costs).

::: {{#costs .table}}
Dépenses, par année

| Année | Dépense |
|:--|--:|
| 2024 | {first} |
| 2025 | {second} |
:::
"""


def rows(kind: str) -> list[tuple[str, ...]]:
    """What the table has of a kind, in the languages: ``title`` and ``text`` by report, the words that all have
    (``common``), the words ``asked`` for, each with the number of the report that has it, one that is ``nowhere``.
    """
    return [tuple(row[2:]) for row in ROWS if row[0] == kind]


MESSAGES = {one[0]: one for kind in ("title", "text", "common") for one in rows(kind)}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def run(home: Path, *arguments: str) -> float:
    """Run the command in the house; its processor time in seconds. Raises SystemExit where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PLANTIN_VALIDATORS": str(home / "none")}
    done = subprocess.run(
        (*COMMAND, *arguments), cwd=home, env=environment, capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"plantin {' '.join(arguments)}: {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def git(home: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=Keeper", "-c", "user.email=keeper@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(home), *settings, *arguments], check=True, capture_output=True)


def translated(msgid: str, language: str) -> str:
    """A message of the reports in a language."""
    text, refers, _ = msgid.partition(" Voir [](#costs).")
    text, _, number = text.rpartition(" ") if text[-1].isdigit() else (text, "", "")
    at = LANGUAGES.index(language)
    sees = ("", " См. [](#costs).", " انظر [](#costs).", "见[](#costs)。", " See [](#costs).", " Véase [](#costs).")
    return " ".join(filter(None, (text and MESSAGES[text][at], number))) + (sees[at] if refers else "")


def write(home: Path, number: int, revised: int) -> None:
    """A report as it is after so many revisions."""
    titles, texts, common = rows("title"), rows("text"), rows("common")
    own = number <= len(titles)
    title, text = (titles[number - 1][0], texts[number - 1][0]) if own else (f"Travaux {number}", common[5][0])
    path = home / "sources" / f"R-2026-{number}" / "report.md"
    path.parent.mkdir(exist_ok=True)
    content = REPORT.format(
        number=number, title=title, month=(number - 1) % 12 + 1, text=text, first=number * 7, second=number * 9
    )
    path.write_text(content + "".join(f"\n{one[0]}\n" for one in common[5 : 5 + revised]), "utf-8")


def translate(home: Path, names: Sequence[str]) -> None:
    """Fill the catalogues of reports, each message revised."""
    run(home, "catalogue", "update", *names)
    for language in LANGUAGES[1:]:
        for name_ in names:
            catalogue = polib.pofile(str(home / "locales" / language / f"{name_}.po"))
            for entry in catalogue:
                entry.msgstr, entry.tcomment = translated(entry.msgid, language), "reviewed: yes"
                entry.flags, entry.previous_msgid = [flag for flag in entry.flags if flag != "fuzzy"], None
            catalogue.save()


def house(home: Path) -> float:
    """The house with its three releases; the processor time of these in seconds."""
    new_house.make(home, HouseOrder(languages=LANGUAGES), dt.date(2026, 1, 31))
    for path in (home / "sources").glob("*/*"):
        path.unlink()
    for path in [*(home / "sources").iterdir(), *(home / "locales").glob("*/*.po")]:
        path.rmdir() if path.is_dir() else path.unlink()
    settings = home / "plantin.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\n[site]\nbase = "{BASE}"\nfolder = "site"\n', "utf-8")
    git(home, "init", "--quiet")
    took = 0.0
    for version, numbers, revised in (
        ("1.0", range(1, REPORTS + 1), 0),
        ("1.1", range(1, 5), 1),
        ("1.2", range(1, 3), 2),
    ):
        for number in numbers:
            write(home, number, revised)
        names = [f"R-2026-{number}" for number in numbers]
        translate(home, names)
        git(home, "add", "--all")
        git(home, "commit", "--quiet", "--message", f"Release {version}")
        # What validators say of editions is the business of other benches: here none is found.
        waived = [
            word for one in ("axe", "drawn", "html-validate", "nu") for word in ("--waive", f"{one}=not asked here")
        ]
        took += run(home, "release", version, *names, "--format", "html", *waived)
    return took


def links(site: Path) -> tuple[int, list[str]]:
    """How many links the pages of the site have, and those that lead nowhere."""
    count, broken = 0, []
    ids: dict[Path, set[str]] = {}
    pages = [path for path in site.rglob("*.html") if "pagefind" not in path.relative_to(site).parts]
    trees = {path: html.parse(str(path)).getroot() for path in pages}
    for path, tree in trees.items():
        ids[path] = {str(one) for one in tree.xpath("//@id")}
    for path, tree in trees.items():
        for _, attribute, link, _ in tree.iterlinks():
            whole = urljoin(BASE + path.relative_to(site).as_posix(), link)
            if attribute is None or not whole.startswith(BASE) or link.startswith("data:"):
                continue
            count += 1
            parts = urlparse(whole)
            target = site / unquote(parts.path).lstrip("/")
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (parts.fragment and unquote(parts.fragment) not in ids.get(target, set())):
                broken.append(f"{path.relative_to(site)}: {link}")
    return count, broken


def name(stem: str, language: str) -> str:
    return f"{stem}.html" if language == LANGUAGES[0] else f"{stem}-{language}.html"


def asked(page: Page, address: str, language: str, word: str) -> list[str]:
    """The web editions that the search of a language finds for a word."""
    page.goto(f"{address}/{name('search', language)}")
    page.get_by_role("textbox").fill(word)
    page.locator(".pagefind-ui__message:not(:has-text('…'))").wait_for()
    page.wait_for_function(
        "() => { const m = document.querySelector('.pagefind-ui__message'); return m && !/^\\s*$/.test(m.textContent); }"
    )
    page.wait_for_load_state("networkidle")
    found = page.locator(".pagefind-ui__result a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return [str(one) for one in found]


def missed(page: Page, address: str) -> Iterator[tuple[str, list[str]]]:
    """By language, the words that the search does not find where they are, or finds where they are not."""
    for at, language in enumerate(ASKED):
        wrong = []
        for row in rows("asked"):
            word, _, number = row[at].partition(":")
            if not any(f"R/2026/{number}/{language}/" in one for one in asked(page, address, language, word)):
                wrong.append(word)
        if asked(page, address, language, nowhere := rows("nowhere")[0][at]):
            wrong.append(f"{nowhere} (is nowhere)")
        yield language, wrong


def judged(browser: Browser, address: str, pictures: Path | None) -> list[str]:
    """What axe finds; pictures of the pages that it judges."""
    found = []
    pages = [
        name("index", "fr"),
        name("index", "ar"),
        "search-zh.html",
        "R/2026/1/index-ar.html",
        "R/2026/1/1.1/index-ru.html",
        "R/2026/1/ar/index.html",
        "R/2026/1/1.1/zh/index.html",
        "accessibility-ar.html",
    ]
    for width in (390, 1280):
        for scheme in ("light", "dark"):
            page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
            for one in pages:
                page.goto(f"{address}/{one}")
                if one.startswith("search"):
                    page.get_by_role("textbox").fill("灯塔")
                    page.locator(".pagefind-ui__result").first.wait_for()
                if pictures:
                    page.screenshot(path=pictures / f"{one.replace('/', '-')}-{width}-{scheme}.png")
                page.add_script_tag(path=AXE)
                rows = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
                found += [f"{one} at {width}, {scheme}: {row['id']}: {row['nodes'][0]['html']}" for row in rows]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"{one} at {width}: wider than the window")
            page.close()
    return found


def main() -> int:
    """Make the site, judge it, print the figures; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="an empty folder for the house, or the house of an earlier run")
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of the pages")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = options.keep or Path(scratch) / "house"
        if not (home / "release" / "1.2").is_dir():
            print(f"three releases, processor time         {house(home):8.1f} s")
        began = time.monotonic()
        took = run(home, "site")
        site = home / "site"
        files = [path for path in site.rglob("*") if path.is_file()]
        search = sum(path.stat().st_size for path in (site / "pagefind").rglob("*") if path.is_file())
        print(f"plantin site, processor time           {took:8.1f} s ({time.monotonic() - began:.1f} s)")
        size = sum(path.stat().st_size for path in files)
        print(
            f"size                                   {size / 1e6:8.1f} MB in {len(files)} files, search {search / 1e6:.1f} MB"
        )
        count, broken = links(site)
        print(f"links                                  {count:8} and {len(broken)} broken", *broken[:20], sep="\n  ")
        failed = bool(broken)
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}"
            with chromium.opened() as browser:
                page = browser.new_page()
                for language, wrong in missed(page, address):
                    lost = sum("nowhere" not in word for word in wrong)
                    failed |= lost > 1 or lost != len(wrong)
                    print(f"words found, {language}                       {10 - lost:5} of 10", *wrong)
                if options.pictures:
                    options.pictures.mkdir(parents=True, exist_ok=True)
                found = judged(browser, address, options.pictures)
                print(f"axe                                    {len(found):8}", *found[:20], sep="\n  ")
            server.shutdown()
    return 1 if failed or found else 0


if __name__ == "__main__":
    sys.exit(main())
