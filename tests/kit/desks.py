"""A small house with one report to translate, and a server of it."""

from __future__ import annotations

import http.client
import json
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from plantin import translation
from plantin.house.layout import House
from plantin.packs.desk.server import Server, server
from plantin.translation import Catalogue, PoEntry

ROOT = Path(__file__).parents[2]
SLUG = "A-1-1"
REPORT = """---
symbol: A/1/1
organ: General Assembly
title: "The lamps"
date: 2035-06-01
original-language: en
languages: [en, fr]
---

# Lamps

[]{#oil} The first lamp burns 24 hours.[^a]

The second lamp burns. See [](#oil).

The third lamp of the Security Council burns.

[^a]: Seen by night.
"""
FIRST, SECOND, THIRD = "#oil", "paragraph:second-lamp-burns", "paragraph:third-lamp-security"


def made(root: Path) -> House:
    """A house at ``root`` whose French catalogue has the title and the second paragraph."""
    for name in ("styles/un", "locales/en", "locales/fr"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "locales" / "glossary.csv", root / "locales")
    (root / "sources" / SLUG).mkdir(parents=True)
    house = House(root)
    house.report(SLUG).write_text(REPORT, "utf-8")
    translation.update_file(house, SLUG, "fr")
    write(house, SECOND, "La seconde brûle. Voir [](#oil).")
    write(house, "title", "Les lampes")
    return house


def catalogue(house: House) -> Catalogue:
    """The catalogue as its file is."""
    return translation.read_catalogue(house.catalogue_file("fr", SLUG))


def entry(house: House, context: str) -> PoEntry:
    """The message whose context begins so."""
    return next(one for one in catalogue(house).entries if one.context.startswith(context))


def write(house: House, context: str, text: str) -> None:
    """Put a translation into the file, as another program does."""
    found = translation.adopt(catalogue(house), {entry(house, context).context: text})
    translation.write_catalogue(house.catalogue_file("fr", SLUG), found, house.root)


def posted(server_: Server, path: str, body: bytes | str, **fields: str) -> tuple[int, Any]:
    """What the server answers to a page that has its token: the status, and the value of JSON or the text."""
    connection = http.client.HTTPConnection("127.0.0.1", server_.server_port, timeout=120)
    head = {"Content-Type": "application/json", "Plantin-Token": server_.site.desks.token}
    connection.request("POST", path, body, head | {name.replace("_", "-"): value for name, value in fields.items()})
    answer = connection.getresponse()
    content = answer.read().decode("utf-8")
    connection.close()
    return answer.status, json.loads(content) if content.startswith("{") else content


@contextmanager
def running(house: House) -> Iterator[Server]:
    """A server of ``house``, until the end."""
    with ThreadPoolExecutor(2) as executor, server(house, 0, executor) as made_:
        thread = threading.Thread(target=made_.serve_forever)
        thread.start()
        try:
            yield made_
        finally:
            made_.shutdown()
            thread.join()
