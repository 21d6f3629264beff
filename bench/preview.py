"""From a saved file to the change in the open page of `plantin serve`: one paragraph of a catalogue saved again and
again, in a browser.

    python bench/preview.py [--saves 8]

Times are of the page's own clock: when it asked for the page after the event, had the answer, had the words in it, had
painted them. Exit code 1: a change did not come.
"""

from __future__ import annotations

import argparse
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.own_house import copied
from tests.kit import chromium

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


def saved(page: Page, catalogue: Path, saves: int) -> Iterator[dict[str, float]]:
    """Seconds after each save at which the page reported what it did; empty where the change did not come."""
    page.evaluate(_WATCH, MARK)
    for number in range(saves):
        text = re.sub(
            rf'(msgstr "Comme )(?:{MARK}\d+ )?', rf"\g<1>{MARK}{number} ", catalogue.read_text("utf-8"), count=1
        )
        page.evaluate("window.told = []")
        catalogue.write_text(text, "utf-8")
        began = time.time()
        page.wait_for_timeout(_PATIENCE * 1000)
        told = page.evaluate("window.told")
        came = any(what == f"changed {MARK}{number}" for what, _ in told)
        yield {what.partition(" ")[0]: at / 1000 - began for what, at in reversed(told)} if came else {}


def measured(root: Path, saves: int) -> list[dict[str, float]]:
    """The same, of a server of the house at ``root`` and a page that is open in a browser."""
    command = [str(Path(sys.executable).parent / "plantin"), "serve", "--port", "0", "--root", str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            address = next(iter(server.stdout or ()), "").strip()
            with chromium.opened() as browser:
                page = browser.new_page()
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
        found = measured(copied(Path(name)), options.saves)
    sys.stdout.write("| after the save | least | median | most |\n|---|---|---|---|\n")
    came = [one for one in found if one]
    for event in EVENTS if came else ():
        times = [one[event] for one in came]
        sys.stdout.write(f"| {event} | {min(times):.2f} s | {statistics.median(times):.2f} s | {max(times):.2f} s |\n")
    sys.stdout.write(f"{len(came)} of {len(found)} changes came.\n")
    return 0 if len(came) == len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
