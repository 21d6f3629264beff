"""From a saved file to the change in the open page of `plantin serve`: one paragraph of a catalogue saved again and again, in a browser.

    python bench/preview.py [--saves 8]

Times are of the page's own clock: when it asked for the page after the event, had the answer, had the words in it, had painted them.
Exit code 1: a change did not come.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SLUG, LANGUAGE, MARK = "S-2017-97", "fr", "changement"
EVENTS = ("asked", "answered", "changed", "painted")
_PATIENCE = 3.0
_WATCH = """mark => {
  window.told = [];
  const tell = (what) => window.told.push([what, Date.now()]);
  const ask = window.fetch;
  window.fetch = async (...all) => { tell("asked"); const answer = await ask(...all); tell("answered"); return answer; };
  new MutationObserver(() => {
    const found = document.body.textContent.match(new RegExp(mark + "\\\\d+"));
    tell("changed " + (found ? found[0] : ""));
    requestAnimationFrame(() => setTimeout(() => tell("painted")));
  }).observe(document.querySelector("main"), { childList: true, subtree: true });
}"""


def house(folder: Path) -> Path:
    """A copy of this house, whose files may be changed."""
    for name in ("sources", "styles", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "plantin.toml", folder)
    return folder


def saved(page: Page, catalogue: Path, saves: int) -> Iterator[dict[str, float]]:
    """Seconds after each save at which the page said what it did; empty where the change did not come."""
    page.evaluate(_WATCH, MARK)
    for number in range(saves):
        text = re.sub(rf'(msgstr "Comme )(?:{MARK}\d+ )?', rf"\g<1>{MARK}{number} ", catalogue.read_text("utf-8"), count=1)
        page.evaluate("window.told = []")
        catalogue.write_text(text, "utf-8")
        began = time.time()
        page.wait_for_timeout(_PATIENCE * 1000)
        told = {what.partition(" ")[0]: at / 1000 - began for what, at in reversed(page.evaluate("window.told"))}
        yield told if f"changed {MARK}{number}" in [what for what, _ in page.evaluate("window.told")] else {}


def measured(root: Path, saves: int) -> list[dict[str, float]]:
    """The same, of a server of the house at ``root`` and a page that is open in a browser."""
    command = [str(Path(sys.executable).parent / "plantin"), "serve", "--port", "0", "--root", str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server, sync_playwright() as driver:
        try:
            address = next(iter(server.stdout or ()), "").strip()
            # Chromium refuses its sandbox to the superuser, as whom containers run.
            arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
            page = driver.chromium.launch(executable_path=shutil.which("chromium"), args=arguments).new_page()
            page.goto(f"{address}{SLUG}/{LANGUAGE}")
            page.locator(".pair").first.wait_for(timeout=60_000)
            return list(saved(page, root / "locales" / LANGUAGE / f"{SLUG}.po", saves))
        finally:
            server.send_signal(signal.SIGINT)


def main() -> int:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--saves", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = measured(house(Path(name)), options.saves)
    sys.stdout.write("| after the save | least | median | most |\n|---|---|---|---|\n")
    came = [one for one in found if one]
    for event in EVENTS if came else ():
        times = [one[event] for one in came]
        sys.stdout.write(f"| {event} | {min(times):.2f} s | {statistics.median(times):.2f} s | {max(times):.2f} s |\n")
    sys.stdout.write(f"{len(came)} of {len(found)} changes came.\n")
    return 0 if len(came) == len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
