"""A house with two reports and two releases, as a release writes them but judged by no validator."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from plantin import new_house
from plantin.files import file_digest, json_file
from plantin.house.configuration import folder_of
from plantin.house.layout import House
from plantin.new_house import HouseOrder
from plantin.packs.publish.verification import sums
from plantin.production import compose as composing
from plantin.resolve import elsewhere
from tests.kit.command import plantin

REPORT = """---
symbol: {symbol}
title: {title}
date: {date}
organ: Harbour Board
keywords: [{keyword}]
languages: [en, fr]
rules: {{paragraphs: none, sections: ["1", "1.1", "1.1.1"]}}
---

# Lamps of the pier {{#pier}}

The keepers counted {count} lamps. See [](#counted). {lead}

::: {{#counted .table}}
Lamps counted

| Lamp | Number |
|:--|--:|
| Pier | {count} |
:::
"""


def harbour(folder: Path, lead: str = "") -> Path:
    """The house, in ``folder``: two reports in English and French, the second with the words ``lead``; of the first,
    two releases.
    """
    home = folder / "harbour"
    new_house.make(home, HouseOrder(languages=("en", "fr")), dt.date(2026, 1, 31))
    settings = home / "plantin.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[site]\nbase = "https://reports.example.org/"\n', "utf-8")
    second = home / "sources/H-2026-2/report.md"
    second.parent.mkdir()
    second.write_text(
        REPORT.format(symbol="H/2026/2", title="Lamps", date="2026-03-01", keyword="light", count=21, lead=lead),
        "utf-8",
    )
    assert plantin("catalogue", "update", cwd=home).returncode == 0
    ended = plantin("build", "--format", "html,txt", cwd=home)
    assert ended.returncode == 0, ended.stderr
    released(home, "1.0", ("R-2026-1",))
    released(home, "1.1", ("R-2026-1", "H-2026-2"), since="1.0")
    return home


def released(home: Path, version: str, slugs: tuple[str, ...], since: str = "") -> None:
    """A release as it is written, of the editions in the build folder, which no validator judged."""
    folder = home / "release" / version
    described = {
        "R-2026-1": ("R/2026/1", "2026-01-31", "Harbour", []),
        "H-2026-2": ("H/2026/2", "2026-03-01", "Harbour Board", ["light"]),
    }
    reports, places = [], {}
    for slug in slugs:
        symbol, date, organ, keywords = described[slug]
        editions = []
        for path in sorted((home / "build" / slug).glob("*.*")):
            (folder / slug).mkdir(parents=True, exist_ok=True)
            (folder / slug / path.name).write_bytes(path.read_bytes())
            match = re.search(r"-(en|fr)\.(html|txt)$", path.name)
            if match:
                row = {"path": f"{slug}/{path.name}", "language": match[1], "format": match[2]}
                editions.append({**row, "bytes": path.stat().st_size, "sha256": file_digest(path), "conformance": []})
            else:
                (folder / slug / path.name).unlink()
        found = composing.places(House(home), slug)
        places[slug] = elsewhere.row(symbol, f"{folder_of(symbol)}/", ("en", "fr"), found)
        one = {"date": date, "organ": organ, "keywords": keywords}
        reports.append(
            {
                "symbol": symbol,
                "slug": slug,
                "titles": {"en": f"Title {slug}", "fr": f"Titre {slug}"},
                "described": {"en": one, "fr": one},
                "source": {"path": f"sources/{slug}/report.md", "sha256": "0" * 64},
                "catalogues": {},
                "editions": editions,
            }
        )
    made = {
        "version": version,
        "commit": "0" * 40,
        "committed": "2026-11-30T10:00:00+00:00",
        "order": {"epoch": None, "certifier": ""},
        "reports": reports,
    }
    former = {"version": since, "sha256": file_digest(home / "release" / since / "SHA256SUMS")} if since else None
    (folder / "manifest.json").write_bytes(json_file({**made, "since": former}))
    (folder / elsewhere.INVENTORY).write_bytes(json_file(elsewhere.inventory("", places)))
    if since:
        (folder / "R-2026-1" / "changes.html").write_text("<!DOCTYPE html><title>What has changed</title>", "utf-8")
    (folder / "SHA256SUMS").write_bytes(sums(folder))
