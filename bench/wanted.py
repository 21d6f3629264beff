"""Try again everything that the first newcomer missed, and report what works.

    python bench/wanted.py

One house is made in an empty folder as a newcomer makes it, with a style, words and a report of its own that ask for
all of it at once; each row is a thing that was wanted, what is written for it, and what is found in the
finished editions. It ends with 1 where a command fails or a thing is not found. `bench/newcomer.py` does the same with
the wheel alone, in a bare environment without a network.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.kit.report_content import report_content  # noqa: E402

SLUG = "WV-2026-1"
Run = Callable[..., tuple[int, str]]
"""Runs ``plantin`` with these arguments in the folder of the house: the exit code, and what is printed."""

STYLE = """inherits = "plain"

[brand]
name = "Valley Water"
logo = "media/logo.svg"

[colour]
heading = "#7a1f1f"
accent = "#c05a00"

[page]
title_page = true
"""
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18"'
    ' fill="#7a1f1f"/></svg>\n'
)
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="90" height="{}" fill="#c05a00"/>'
    '<rect x="110" width="90" height="60" fill="#7a1f1f"/></svg>\n'
)
WORDS = '[labels]\nsummary = "In short"\n'
WORKS = "@book{li2012, author={Li, Wei}, title={Rivers of the valley}, publisher={Valley Press}, year={2012}}\n"
REPORT = """---
symbol: WV/2026/1
title: "Water of the valley"
subtitle: "Report of the year 2025"
authors:
  - {name: Ana Gómez, affiliation: Water Laboratory}
rights: "© 2026 Valley Water"
isbn: 978-3-16-148410-0
doi: 10.5555/12345678
date: 2026-03-02
bibliography: refs.bib
abbreviations: {VWO: Valley Water Office}
rules: {sections: decimal, paragraphs: none, subparagraphs: as-typed, figures: "1", tables: "1", lists: [figures, tables]}
waivers:
  - {code: S011, words: "Depth", reason: "One subject, which has a heading of its own."}
---

::: {.summary}
The wells gave less, says the VWO.
:::

# Foreword {.unnumbered}

To all who drink.

# Supply {#supply}

## Wells {#wells}

The [wells]{.index} are old [@li2012, p. 5]; their [lamps]{.term entry="lamp"} too. See [](#fig-both), [](#tbl-wells) and [](#depth).

1. The first well.

2. The second well.

### Depth {#depth}

The [depth]{.index entry="wells!depth"} is measured each year.

:::: {#fig-both .figure}
The wells

::: {.figure}
Before

![A high bar and a low one](media/before.svg){width=80%}
:::

::: {.figure}
After

![Two low bars](media/after.svg)
:::
::::

::: {#fig-one .figure}
One well alone

![A high bar beside a low one](media/before.svg){width=40%}
:::

What one well gives is in [](#fig-one).

## Pumps

::: {#tbl-wells .table .list align="left, left, right" widths="2 5 1"}
What is done

- - Well
  - What is done<br>in each year
  - Times
- - North
  - It is cleaned.

    It is measured.
  - 2
:::

::: {.glossary}
Lamp
:   A light over a well.
:::
"""


@dataclass(frozen=True, slots=True)
class House:
    """A house in its ``folder``, the command ``run`` in it, and what its finished editions say, by the ends of their
    names.
    """

    folder: Path
    run: Run
    editions: dict[str, str]

    def all(self, *words: str) -> bool:
        """Whether every edition says all of ``words``, with spaces of any kind between them."""
        patterns = [re.compile(r"\s+".join(map(re.escape, phrase.split()))) for phrase in words]
        return all(pattern.search(text) for text in self.editions.values() for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing that was wanted; what is written for it; what comes out; whether it does."""

    thing: str
    written: str
    comes_out: str
    found: Callable[[House], bool]


def _imported(house: House) -> bool:
    """An ordinary Word file, without a symbol, becomes a report that can be composed."""
    import docx

    received = docx.Document()
    received.add_heading("Roads of the valley", 0)
    received.add_heading("Bridges", 1)
    received.add_paragraph("The bridges are sound.")
    received.save(str(house.folder / "received.docx"))
    code, printed = house.run("import", "received.docx", "--symbol", "WV/2026/2")
    return code == 0 and "WV-2026-2" in printed


def _released(house: House) -> bool:
    """Without validators a release is refused by a hint that names a command which the house has."""
    own = ["git", "-c", "user.name=newcomer", "-c", "user.email=newcomer@example.org", "-C", str(house.folder)]
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "The first report"]):
        subprocess.run([*own, *words], check=True)
    code, printed = house.run("release", "1.0")
    return code == 0 or ("V100" in printed and "plantin validators install" in printed)


def _pages(house: House) -> list[str]:
    return house.editions["pdf"].split("\f")


WANTED = (
    Wanted(
        "start in an empty folder with the wheel",
        "`plantin new house`, `plantin build`, `plantin check`",
        "four proved editions, no other step",
        lambda house: set(house.editions) == {"pdf", "docx", "epub", "html"},
    ),
    Wanted(
        "a style of one's own",
        '`styles/valley/style.toml`: `inherits = "plain"`; `style = "valley"` in `plantin.toml`',
        "name and colours in every format (P035)",
        lambda house: house.all("Valley Water") and "7a1f1f" in house.editions["html"],
    ),
    Wanted(
        "logo",
        '`[brand]` `logo = "media/logo.svg"`',
        "over the first page of PDF, Word file and web page, on the title page and the cover of the EPUB (P018)",
        lambda house: all(
            mark in house.editions[end] for end, mark in (("html", "masthead-logo"), ("docx", "MastheadLogo"))
        ),
    ),
    Wanted(
        "cover",
        "`[page]` `title_page = true`",
        "a title page of its own in PDF and Word; the EPUB has a cover in the colours of the house",
        lambda house: (
            "Contents" not in _pages(house)[0]
            and "Contents" in _pages(house)[1]
            and bool(re.search(r'w:val="TOCHeading"/><w:pageBreakBefore', house.editions["docx"]))
            and "cover-image" in house.editions["epub"]
        ),
    ),
    Wanted(
        "coloured headings in Word",
        '`[colour]` `heading = "#7a1f1f"`',
        "the heading styles have the colour",
        lambda house: bool(
            re.search(r'w:val="heading 1".*?<w:color w:val="7A1F1F"', house.editions["docx"], re.DOTALL)
        ),
    ),
    Wanted(
        "numbers 1 / 1.1 / 1.1.1",
        "`rules: {sections: decimal}`",
        '"1 Supply", "1.1 Wells", "1.1.1 Depth", alive in Word; references say "section 1.1.1"',
        lambda house: (
            house.all("section 1.1.1")
            and all(f'id="section-{n}"' in house.editions["html"] for n in ("1", "1.1", "1.1.1"))
        ),
    ),
    Wanted(
        "an unnumbered heading",
        "`# Foreword {.unnumbered}`",
        "a heading without a number in every format",
        lambda house: house.all("Foreword") and 'id="heading-1"' in house.editions["html"],
    ),
    Wanted(
        "a lone subheading",
        "`waivers: [{code: S011, words: ..., reason: ...}]`",
        "no warning; `build --strict` and `check --strict` end with 0",
        lambda house: house.run("check", "--strict")[0] == 0,
    ),
    Wanted(
        "a decimal list",
        "`1.` under `rules: {subparagraphs: as-typed}`",
        "1. 2., alive in Word",
        lambda house: all(re.search(r"1\.\s+The first well", house.editions[end]) for end in ("pdf", "html", "epub")),
    ),
    Wanted(
        "image width",
        "`![...](media/before.svg){width=40%}`",
        "40 hundredths of the measure in every format (P038)",
        lambda house: "width: 40%" in house.editions["html"] and "width: 40%" in house.editions["epub"],
    ),
    Wanted(
        "subfigures",
        "boxes `.figure` in a box `.figure`",
        "side by side, (a) and (b), each with its title",
        lambda house: house.all("(a)", "(b)", "Before", "After"),
    ),
    Wanted(
        "column widths",
        '`widths="2 5 1"`',
        "the columns have these widths in Word, EPUB and HTML (P038)",
        lambda house: "<col style=" in house.editions["html"],
    ),
    Wanted(
        "blocks or line breaks in cells",
        "a table `.list`, with paragraphs in its cells, and `<br>`",
        "paragraphs and lines of their own in every format",
        lambda house: house.all("It is cleaned.", "It is measured.", "in each year"),
    ),
    Wanted(
        "author, subtitle, rights, ISBN, DOI",
        "`authors`, `subtitle`, `rights`, `isbn`, `doi` in the front matter",
        "under the title, and in the metadata of each format (P016)",
        lambda house: house.all(
            "Ana Gómez", "Report of the year 2025", "© 2026 Valley Water", "978-3-16-148410-0", "10.5555/12345678"
        ),
    ),
    Wanted(
        "list of figures, list of tables",
        "`rules: {lists: [figures, tables]}`",
        "after the contents, with pages in PDF and Word",
        lambda house: house.all("Figure 1. The wells", "Table 1. What is done"),
    ),
    Wanted(
        "bibliography, citations",
        "`bibliography: refs.bib`; `[@li2012, p. 5]`",
        '"(Li 2012, 5)", and the list of references at the end, each citation a link to its work',
        lambda house: (
            house.all("(Li 2012, 5)", "Rivers of the Valley") and "doc-bibliography" in house.editions["html"]
        ),
    ),
    Wanted(
        "index",
        '`[wells]{.index}`, `[depth]{.index entry="wells!depth"}`',
        "the last section, with pages in PDF, places elsewhere (P019)",
        lambda house: (
            house.all("Index") and "doc-index" in house.editions["html"] and "index 2" in house.editions["docx"]
        ),
    ),
    Wanted(
        "linked glossary",
        '`::: {.glossary}`; `[lamps]{.term entry="lamp"}`',
        "each use leads to its entry; abbreviations too",
        lambda house: 'href="#term-1"' in house.editions["html"] and "term_1" in house.editions["docx"],
    ),
    Wanted(
        "one word of a locale changed",
        '`locales/en/locale.toml`: `[labels]` `summary = "In short"`',
        'the summary is headed "In short", all other words are the stock\'s',
        lambda house: house.all("In short"),
    ),
    Wanted(
        "import of an ordinary Word file",
        "`plantin import received.docx --symbol WV/2026/2`",
        "a source that can be composed, with every assumption reported",
        _imported,
    ),
    Wanted(
        "release from the wheel",
        "`git init` and a commit; `plantin release 1.0`",
        "a release, where the validators are there; else V100, which names `plantin validators install`",
        _released,
    ),
)


def write_house(folder: Path) -> None:
    """What a newcomer writes into the house that ``plantin new`` has made in ``folder``."""
    sources = folder / "sources"
    for path in sorted(sources.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    files = {
        "plantin.toml": 'style = "valley"\n',
        "styles/valley/style.toml": STYLE,
        "styles/valley/media/logo.svg": LOGO,
        "locales/en/locale.toml": WORDS,
        f"sources/{SLUG}/report.md": REPORT,
        f"sources/{SLUG}/refs.bib": WORKS,
        f"sources/{SLUG}/media/before.svg": CHART.format(100),
        f"sources/{SLUG}/media/after.svg": CHART.format(60),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def missing(folder: Path, run: Run) -> list[str]:
    """What was wanted and does not come out of a house in the empty ``folder``; a command that fails, with what it
    printed.
    """
    code, printed = run("new", ".", "--languages", "en", "--style", "plain")
    if code:
        return [f"plantin new: {code}\n{printed}"]
    write_house(folder)
    for command in (("build", "--strict"), ("check", "--strict")):
        code, printed = run(*command)
        if code:
            return [f"plantin {' '.join(command)}: {code}\n{printed}"]
    made = {path.suffix[1:]: report_content(path) for path in (folder / "build" / SLUG).glob(f"{SLUG}-en.*")}
    house = House(folder, run, made)
    return [one.thing for one in WANTED if not one.found(house)]


def main(arguments: Sequence[str]) -> int:
    """Ask for everything with the press of this checkout; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.parse_args(arguments)
    program = Path(sys.executable).with_name("plantin")
    with tempfile.TemporaryDirectory() as name:

        def run(*words: str) -> tuple[int, str]:
            done = subprocess.run([program, *words], cwd=name, capture_output=True, text=True, check=False)
            return done.returncode, done.stdout + done.stderr

        lacking = missing(Path(name), run)
    print(
        "\n".join(
            (lacking and ["not found:", *lacking])
            or [f"found: {one.thing}: {one.written} -> {one.comes_out}" for one in WANTED]
        )
    )
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
