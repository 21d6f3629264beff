"""Words of charts as they are rendered: overlaps, cuts, words over marks, type sizes, contrast in web pages; time for each drawing.

    python bench/charts.py [--number 100] [--seed NUMBER] [--pictures FOLDER] [MEDIUM ...]

Each medium (pdf, large, word, wide, narrow, dark, forced) shows that number of charts at the limits of their data
(tests/kit/chart_limits.py) in six languages, with other values for another seed, in editions as they are written; a page
is measured by PyMuPDF, a web page by Chromium, a Word file by PyMuPDF as LibreOffice prints it, without what is over
marks.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pymupdf

from plantin.charts.drawing import draw
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document, Figure, Picture
from plantin.model.inlines import Text
from plantin.production.formats import formats
from tests.kit import chromium, drawn_words
from tests.kit.chart_limits import LimitCase, sample
from tests.kit.compose import composed
from tests.kit.drawn_words import RenderedDrawing
from tests.kit.editions import MOMENT
from tests.kit.houses import ROOT

MEDIA = ("pdf", "large", "word", "wide", "narrow", "dark", "forced")
LEAST = {"pdf": 8.5, "large": 16, "word": 8.5, "wide": 12, "narrow": 12, "dark": 12, "forced": 12}
"""The least type size of each medium: points, in web pages CSS pixels."""
_WIDTHS = {"wide": 1280, "narrow": 320, "dark": 1280, "forced": 1280}


def figure(case: LimitCase, number: int) -> Figure:
    """Return a figure that shows a chart, its title what it is called."""
    drawn = draw(case.chart)
    digest = hashlib.sha256(drawn.content).hexdigest()
    picture = Picture(f"c{number}.svg", "image/svg+xml", drawn.width, drawn.height, False, digest, drawn.content)
    return Figure(f"figure-{number}", f"{number}", (Text(case.name),), picture, case.name, (), (), chart=case.chart)


def documents(cases: Sequence[LimitCase]) -> Iterator[tuple[list[LimitCase], Document]]:
    """Yield a document for each language, with its charts."""
    for language in dict.fromkeys(case.language for case in cases):
        same = [case for case in cases if case.language == language]
        figures = tuple(figure(case, number) for number, case in enumerate(same, 1))
        yield same, replace(composed("Text.", language=language), blocks=figures)


def rendered(
    medium: str, cases: Sequence[LimitCase], style: Style, pictures: Path | None, pale: list[str]
) -> Iterator[RenderedDrawing]:
    """Yield the drawings of ``cases`` as ``medium`` shows them; put words without contrast in a web page into ``pale``."""
    for same, document in documents(cases):
        names = [case.name for case in same]
        name = {"wide": "html", "narrow": "html", "dark": "html", "forced": "html", "word": "docx"}.get(medium, medium)
        row = next(row for row in formats() if row.name == name)
        content = row.write(document, style, MOMENT)
        if medium in ("pdf", "large", "word"):
            content = _print(content, style) if medium == "word" else content
            yield from (drawn_words.under_titles if medium == "word" else drawn_words.in_pdf)(content, names)
            if pictures:
                with pymupdf.open("pdf", content) as file:
                    for number, page in enumerate(file, 1):
                        page.get_pixmap(dpi=80).save(pictures / f"{medium}-{same[0].language}-{number:02}.png")
        else:
            yield from _in_browser(medium, content, pictures, same[0].language, pale)


def _print(content: bytes, style: Style) -> bytes:
    """Return a Word file as LibreOffice prints it, with all faces of ``style``: signs that none has are as wide as a box."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "charts.docx")
        Path(folder, "fonts").mkdir()
        for face in {*style.other_files(), *map(style.font, ("regular", "italic", "bold"))}:
            Path(folder, "fonts", face.name).symlink_to(face.resolve())
        path.write_bytes(content)
        profile = Path(folder, "profile").as_uri()
        command = [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
        ]
        subprocess.run(
            [*command, str(path)],
            check=True,
            capture_output=True,
            timeout=300,
            env={**os.environ, "XDG_DATA_HOME": folder},
        )
        return path.with_suffix(".pdf").read_bytes()


def _in_browser(
    medium: str, content: bytes, pictures: Path | None, language: str, pale: list[str]
) -> Iterator[RenderedDrawing]:
    with chromium.opened() as browser, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "charts.html")
        path.write_bytes(content)
        page = browser.new_page(
            viewport={"width": _WIDTHS[medium], "height": 900},
            color_scheme="dark" if medium in ("dark", "forced") else "light",
            forced_colors="active" if medium == "forced" else "none",
            device_scale_factor=2,
        )
        page.goto(path.as_uri())
        drawings = drawn_words.in_page(page)
        yield from drawings
        pale.extend(drawn_words.pale(page, drawings))
        if pictures:
            for number, chart in enumerate(page.query_selector_all("svg.chart"), 1):
                if chart.is_visible():
                    chart.screenshot(path=str(pictures / f"{medium}-{language}-{number:02}.png"))


def main() -> None:
    """Print a table: a row for each medium; then each fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("media", nargs="*", default=MEDIA)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--pictures", type=Path)
    chosen = parser.parse_args()
    style = House(ROOT).style()
    cases = sample(chosen.number, chosen.seed)
    start = time.process_time()
    for case in cases:
        draw(case.chart)
    print(f"{(time.process_time() - start) / len(cases) * 1000:.2f} ms a drawing")
    print(
        "| medium | charts | overlap | cut | over a mark | small | pale | least size |\n|---|---|---|---|---|---|---|---|"
    )
    kinds, faults = ("overlap", "cut", "over a mark", "small", "pale"), list[str]()
    for medium in chosen.media:
        pale: list[str] = []
        drawings = list(rendered(medium, cases, style, chosen.pictures, pale))
        of_medium = [*(fault for drawing in drawings for fault in drawing.faults(LEAST[medium])), *pale]
        counts = Counter(fault.partition(":")[0] for fault in of_medium)
        least = min((text.size for drawing in drawings for text in drawing.words), default=0)
        print(
            "|",
            " | ".join(map(str, (medium, len(drawings), *(counts[kind] for kind in kinds), f"{least:.1f}"))),
            "|",
            flush=True,
        )
        faults += [f"{medium}: {fault}" for fault in of_medium]
    print("\n".join(faults))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
