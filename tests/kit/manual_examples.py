"""All that the manual has as reports: every construct that is printed, every example with what it refers to, the manual
itself.
"""

from __future__ import annotations

import re
from pathlib import Path

from plantin.house.layout import House
from tests.kit.houses import ROOT
from tests.kit.pictures import coast
from tests.lint.test_source_constructs import CONSTRUCTS

LANGUAGES = ("fr", "es", "ru", "ar", "zh")
"""What they are to be translated into."""
REPORTS = ("DOC-1", "DOC-2", "DOC-3")
_FILES = {
    "data/lamps.csv": "Harbour,2015,2016\nNorth,12,14\nSouth,1234.5,9\n",
    "data/oil.csv": "harbour,since,oil,part\nnorth,2026-03-02,1234,0.25\nsouth,2026-04,99,0.75\n",
    "data/wells.csv": "year,wells,springs\n2019,12,3\n2020,14,5\n2021,9,7\n",
    "refs.bib": "@book{li2012, author={Li, Wei}, title={Wells}, year={2012}, publisher={Press}}\n"
    "@book{gomez2014, author={Gomez, Ana}, title={Deep wells}, year={2014}, publisher={Press}}\n",
}
_PICTURES = ("map", "before", "after", "dusk")
_FIELDS = """bibliography: refs.bib
abbreviations: {TEU: twenty-foot equivalent unit, WHO: World Health Organization}
subtitle: "What the wells gave"
authors: [{name: Ana Gómez, affiliation: Water Laboratory}]
keywords: [water, wells]
abstract: "The wells gave less."
session: "Seventy-first session"
agenda-items: {"73 (c)": "Oceans"}
masthead-notes: {title: "A note."}
"""
_MORE = """# More

The WHO counts each TEU. It is [$x^2$]{alt="x squared"} now, or $y^2$.

::: {.summary}
The lamps burn.
:::

::: {.easy-to-read level=A2}
The lamps give light.
:::

::: {lang=fr}
Le phare.
:::

"""


def house(folder: Path, languages: tuple[str, ...] = LANGUAGES) -> House:
    """A house at ``folder`` with three reports, ``REPORTS``: constructs, examples, the manual; each to be translated
    into ``languages``.
    """
    bodies = (constructs(), _MORE + examples(), _body((ROOT / "docs" / "source.md").read_text("utf-8")))
    for name, body in zip(REPORTS, bodies, strict=True):
        report = folder / "sources" / name
        head = f'---\nsymbol: {name.replace("-", "/")}\ntitle: "Lamps"\ndate: 2026-03-02\noriginal-language: en\n'
        head += f"languages: [en, {', '.join(languages)}]\n{_FIELDS if body is bodies[1] else ''}---\n\n"
        for path, text in {**_FILES, "report.md": head + body}.items():
            (report / path).parent.mkdir(parents=True, exist_ok=True)
            (report / path).write_text(text, "utf-8")
        (report / "media").mkdir()
        for picture in _PICTURES:
            coast().save(report / "media" / f"{picture}.png")
    (folder / "plantin.toml").touch()
    return House(folder)


def constructs() -> str:
    """Every construct of pandoc's that the press prints, each under a heading, with names of its own."""
    rows = (ROOT / "docs" / "constructs.md").read_text("utf-8").splitlines()
    printed = {row.split(" | ")[0].removeprefix("| ") for row in rows if "| prints" in row}
    return "\n\n".join(f"# {name}\n\n{_apart(text, n)}" for n, (name, text) in enumerate(CONSTRUCTS) if name in printed)


def examples() -> str:
    """Every example of the manual, with names of its own, the places and the notes that it leaves out."""
    found = re.findall(
        r"^```markdown\n(.*?)^```", (ROOT / "docs" / "source.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    texts, annexes, notes = [], [], []
    for n, example in enumerate(found):
        text = _apart(example, n)
        names = dict.fromkeys(re.findall(r"\[\^([\w-]+)\]", text))
        notes += [f"[^{name}]: The note {name}." for name in names if f"[^{name}]:" not in text]
        places = dict.fromkeys(re.findall(r"\(#([\w-]+)", text))
        before = "".join(f"[]{{#{name}}} A place.\n\n" for name in places if f"{{#{name}" not in text)
        heading = "" if text.startswith("#") else f"# Example {n}\n\nWords.\n\n"
        (annexes if ".annex" in text else texts).append(heading + before + text)
    return "\n\n".join([*texts, *annexes, *notes]) + "\n"


def _apart(text: str, n: int) -> str:
    text = re.sub(r"\[\^([\w-]+)\]", rf"[^\1-{n}]", text)
    return re.sub(r"(?<=[{(]#)([\w-]+)", rf"\1-{n}", text)


def _body(source: str) -> str:
    return source.split("\n---\n", 1)[1]
