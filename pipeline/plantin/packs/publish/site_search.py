"""The search of a site: an index of all web editions by Pagefind, which needs no server. Words are found by their stems
in each language.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from html import escape
from importlib import resources, util
from pathlib import Path

from plantin.bounded import process
from plantin.bounded.process import BoundError
from plantin.files import json_file, write
from plantin.findings import Place, ToolError

_MAIN = re.compile(rb"<main\b[^>]*>")
_CELL = re.compile(rb"</t[dh]>")
_ARABIC = re.compile(r"[\u0620-\u065f\u0670-\u06d3]{3,}")
"""Words in Arabic script: the search finds each by other forms of it, above all by those of its plural inside."""
FOLDER = "pagefind"
"""Where the index and the programs that read it are in the site."""
_SCRIPTS = {"search.js": "search.js", "search/pagefind.js": "search_words.js"}
"""Further files of the site, by their names in it, each with its name among the templates."""


def index(site: Path, pages: Iterable[tuple[str, str, str]]) -> bool:
    """Index the site: its web editions by their names in it, each with the name of the page on which it is read and
    what the search calls that; return whether that was done: not where Pagefind (extra ``site``) is not installed.
    Raises ToolError (V020) where it fails.
    """
    if util.find_spec("pagefind") is None:
        return False
    arabic: set[str] = set()
    with tempfile.TemporaryDirectory() as scratch:
        for edition, name, title in pages:
            # The page that is published stays as it is; this copy of it names itself within what is indexed.
            named = f'<p data-pagefind-meta="title" data-pagefind-ignore>{escape(title)}</p>'.encode()
            content = _CELL.sub(rb"\g<0> ", (site / edition).read_bytes())  # else the words of two cells are one
            arabic.update(_ARABIC.findall(content.decode()))
            begin = match.end() if (match := _MAIN.search(content)) else 0
            (Path(scratch) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(scratch) / name).write_bytes(content[:begin] + named + content[begin:])
        options = ("--site", scratch, "--output-path", str(site / FOLDER), "--root-selector", "main", "--quiet")
        try:
            ended = process.run([sys.executable, "-m", "pagefind", *options], name="pagefind")
        except (BoundError, OSError) as error:
            raise _search_error(str(error)) from error
    if ended.code:
        raise _search_error(ended.complaint)
    # Pagefind writes the languages in any order.
    entry = site / FOLDER / "pagefind-entry.json"
    write(entry, json.dumps(json.loads(entry.read_bytes()), sort_keys=True).encode(), site)
    if arabic:
        write(site / "search" / "arabic.json", json_file(sorted(arabic)), site)
    return True


def scripts() -> Iterator[tuple[str, bytes]]:
    """Yield the scripts of the page that asks."""
    for name, template in _SCRIPTS.items():
        yield name, (resources.files("plantin.packs.publish") / "templates" / template).read_bytes()


def _search_error(why: str) -> ToolError:
    hint = "The site is made without a search where Pagefind is not installed."
    return ToolError.of("V020", f"the search of the site cannot be made: {why}", Place("pagefind"), hint)
