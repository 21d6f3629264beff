"""The translators' desk at 2,000 messages, in Chromium: how soon what is typed is answered, shown as it will be printed, saved, and
shown where another program saved it.

    python bench/desk.py [--messages 2000] [--keys 20] [--saves 5] [--picture desk.png]

Times are of the page's own clock, in seconds, but for the last. Exit code 1: an answer did not come.
"""

from __future__ import annotations

import argparse
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.own_house import copied
from plantin import translation
from plantin.house.layout import House
from tests.kit import chromium

SLUG, LANGUAGE = "A-2-2", "fr"
_PATIENCE = 300_000
_HEAD = """---
symbol: A/2/2
organ: General Assembly
title: "The lamps of the city"
date: 2035-06-01
original-language: en
languages: [en, fr]
---
"""
_WATCH = """([id, name, text]) => new Promise((done) => {
  const place = document.getElementById(id), began = performance.now();
  const look = () => place.dataset[name] === text && (watch.disconnect(), done((performance.now() - began) / 1000));
  const watch = new MutationObserver(look);
  watch.observe(place, { attributes: true });
  const field = document.getElementById("text");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""


def house(root: Path, messages: int) -> House:
    """A house with one report of so many messages, all but each seventh translated."""
    copied(root)
    for path in (*root.glob("sources/*/report.md"), *root.glob("locales/*/*.po")):
        path.unlink()
    made = House(root)
    text, pairs = [_HEAD], {"The lamps of the city": "Les lampes de la ville"}
    for n in range(messages - 1):
        if n % 50 == 0:
            original, translated, block = f"Quarter {n}", f"Quartier {n}", "# {}\n"
        else:
            original = (
                f"The inspectors saw {n} lamps in the street, of which {n + 3} burn oil. The council took note of it."
            )
            translated = f"Les inspecteurs ont vu {n} lampes dans la rue, dont {n + 3} brûlent de l’huile. Le conseil en a pris note."
            block = "{}\n"
        text.append(block.format(original))
        pairs[original] = translated if n % 7 else ""
    (root / "sources" / SLUG).mkdir()
    made.report(SLUG).write_text("\n".join(text), "utf-8")
    translation.update_file(made, SLUG, LANGUAGE)
    file = made.catalogue_file(LANGUAGE, SLUG)
    catalogue = translation.read_catalogue(file)
    texts = {entry.context: pairs[entry.original] for entry in catalogue.entries}
    translation.write_catalogue(file, translation.adopt(catalogue, texts), root)
    return made


def measured(page: Page, made: House, keys: int, saves: int) -> dict[str, list[float]]:
    """The seconds until each kind of answer."""
    times: dict[str, list[float]] = {
        "typing answered": [],
        "passage changed": [],
        "saved": [],
        "saved elsewhere, shown": [],
    }
    text = page.locator("#text")
    began = text.input_value() or "Les inspecteurs ont vu des lampes."
    for n in range(keys):
        times["typing answered"].append(page.evaluate(_WATCH, ["findings", "checked", f"{began} {'x' * n}"]))
    for n in range(saves):
        times["passage changed"].append(page.evaluate(_WATCH, ["finished", "made", f"{began} Passage {n}."]))
    for _ in range(saves):
        start = time.perf_counter()
        page.get_by_role("button", name="Save as draft").click()
        page.get_by_text("Saved: draft.").or_(page.get_by_text("Nothing to save.")).wait_for()
        times["saved"].append(time.perf_counter() - start)
        text.press("End")
        text.press("z")
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_text("Saved: draft.").wait_for()
    context = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    for n in range(saves):
        file = made.catalogue_file(LANGUAGE, SLUG)
        changed = translation.adopt(translation.read_catalogue(file), {context: f"Écrit ailleurs {n}."})
        translation.write_catalogue(file, changed, made.root)
        start = time.perf_counter()
        page.locator(f"#text[data-shown='Écrit ailleurs {n}.']").wait_for(timeout=_PATIENCE)
        times["saved elsewhere, shown"].append(time.perf_counter() - start)
    return times


def main() -> int:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--keys", type=int, default=20)
    parser.add_argument("--saves", type=int, default=5)
    parser.add_argument("--picture", help="draw the desk into this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        made = house(Path(name), options.messages)
        command = [str(Path(sys.executable).parent / "plantin"), "serve", "--port", "0", "--root", name]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            try:
                address = next(iter(server.stdout or ()), "").strip()
                with chromium.opened() as browser:
                    page = browser.new_context(viewport={"width": 1200, "height": 760}, bypass_csp=True).new_page()
                    page.set_default_timeout(_PATIENCE)
                    start = time.perf_counter()
                    page.goto(f"{address}{SLUG}/{LANGUAGE}/desk")
                    page.locator("#list li").nth(1).wait_for()
                    opened = time.perf_counter() - start
                    page.locator("#finished[data-made]").wait_for()
                    first = time.perf_counter() - start
                    times = measured(page, made, options.keys, options.saves)
                    if options.picture:
                        page.screenshot(path=options.picture)
            finally:
                server.send_signal(signal.SIGINT)
    sys.stdout.write(f"{options.messages} messages: list after {opened:.2f} s, first passage after {first:.2f} s.\n\n")
    sys.stdout.write("| what | least | median | most |\n|---|---|---|---|\n")
    for what, found in times.items():
        sys.stdout.write(f"| {what} | {min(found):.2f} s | {statistics.median(found):.2f} s | {max(found):.2f} s |\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
