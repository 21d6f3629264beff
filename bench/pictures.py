"""Drawings of other programs: how many are taken in, how far they look the same, and how much of their text is found.

    python bench/pictures.py make FOLDER    # SVG files by the programs that are installed
    python bench/pictures.py FOLDER         # the table

`make` asks Graphviz, gnuplot, R (with svglite), plotutils, Inkscape, LibreOffice Draw, PlantUML and Poppler, and Matplotlib and pygal where Python has
them. A drawing looks the same if librsvg (`rsvg-convert`) draws the file and what is kept of it alike: the table has the share of pixels that differ by
more than 8 of 255 in a channel. Its text is found if Poppler reads each of its words in a PDF of the press.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from PIL import Image, ImageChops

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from plantin.house import style as styles
from plantin.model.document import Picture
from plantin.source import drawings
from plantin.source.raster_images import PictureError
from plantin.writers.pdf import pictures as served
from plantin.writers.pdf.layout import _fetcher

ROOT = Path(__file__).resolve().parents[1]
_WIDE, _STEP = 600, 8
_FACE = re.compile(rb"font-family\s*[:=]\s*(?:\"[^\"]*\"|[^;\"}]*)")
_DOTS = {
    "flow": 'digraph{rankdir=LR; a[label="Draft"]; b[label="Review" shape=box style=filled fillcolor="#ffe0a0"]; a->b[label="sent"]}',
    "link": 'digraph{a[label="Harbour" URL="https://example.org/a" tooltip="See"]; b[label="Sea"]; a->b}',
    "groups": 'digraph{subgraph cluster_0{label="North"; a; b} subgraph cluster_1{label="South"; c; d} a->c; b->d[style=dashed]}',
    "gradient": 'digraph{node[style=filled fillcolor="red:yellow" gradientangle=90]; One->Two; Two->Three}',
    "record": 'digraph{node[shape=record]; s[label="{Head|{Left|Right}|Foot}"]}',
    "net": "graph{A--B;B--C;C--A;C--D}",
}
_PLOTS = {
    "line": "plot sin(x) title 'Tide', cos(x) with points title 'Wind'",
    "bars": "set style data histograms; set style fill pattern; plot '-' using 1 title 'Lamps'\n3\n5\n2\ne",
    "surface": "set title 'Depth'; splot x**2-y**2 with pm3d",
    "area": "set style fill transparent solid 0.4; plot sin(x) with filledcurves y=0 title 'Area'",
    "grid": "set xlabel 'Year'; set ylabel 'Lamps'; set grid; plot x**2 title 'Square' lw 3 dt 2",
    "script": "set terminal svg mousing; plot sin(x)",
}
_R = {
    "line": "plot(1:10,(1:10)^2,type='b',main='Wells',xlab='Year',ylab='Number')",
    "bars": "barplot(c(A=3,B=5,C=2),col=rainbow(3),main='Lamps')",
    "histogram": "set.seed(1); hist(rnorm(200),main='Depths')",
    "boxes": "boxplot(count~spray,data=InsectSprays,main='Sprays')",
    "raster": "image(volcano[1:20,1:20],useRaster=TRUE,main='Relief')",
}
_INKS = {
    "shapes": '<defs><linearGradient id="g"><stop offset="0" stop-color="#d03030"/><stop offset="1" stop-color="#3030d0"/></linearGradient>'
    '<clipPath id="c"><circle cx="70" cy="30" r="20"/></clipPath><marker id="m" orient="auto" markerWidth="4" markerHeight="4" refX="2" refY="2">'
    '<path d="M0 0 4 2 0 4z"/></marker></defs><rect x="5" y="5" width="40" height="30" fill="url(#g)" rx="3"/><g clip-path="url(#c)">'
    '<rect x="50" y="10" width="40" height="40" fill="#30a040"/></g><path d="M10 50 L60 50" stroke="#000" marker-end="url(#m)"/>'
    '<text x="10" y="20" font-size="6">Harbour</text>',
    "text": '<text x="5" y="12" font-size="5" fill="#204080"><tspan x="5" dy="0">First line</tspan><tspan x="5" dy="7">Second line</tspan></text>',
    "parts": '<defs><g id="l"><circle r="8" fill="gold" stroke="#333"/><rect x="-2" y="8" width="4" height="20"/></g></defs>'
    '<use href="#l" x="20" y="20"/><use href="#l" transform="translate(60 20) scale(1.4)"/><text x="30" y="56" font-size="5">Two lamps</text>',
}
_FLOWS = {
    "sequence": "Alice -> Bob: Draft\nBob --> Alice: Reviewed",
    "class": "class Report {\n +title\n}\nclass Note\nReport *-- Note",
    "activity": "start\n:Draft;\nif (good?) then (yes)\n:Issue;\nelse (no)\n:Review;\nendif\nstop",
}
_CHARTS = {
    "line": "plt.plot(x, x**2, label='Wells'); plt.plot(x, 60-x, '--', label='Springs'); plt.legend(); plt.title('Wells and springs')",
    "bars": "plt.bar(list('ABCD'), [3, 5, 2, 7], hatch='//', edgecolor='k'); plt.title('Lamps by harbour')",
    "image": "plt.imshow(np.outer(x, x)); plt.colorbar(label='Depth'); plt.title('Sea bed')",
    "points": "plt.scatter(x, x**2, c=x, s=x*9, alpha=.5); plt.title('Points')",
    "pie": "plt.pie([30, 20, 50], labels=['Oil', 'Gas', 'Wind'])",
    "fields": "plt.contourf(np.outer(x, x)); plt.annotate('highest', (5, 5), (2, 8), arrowprops={'arrowstyle': '->'}); plt.title(r'$x^2 + \\alpha$')",
}
_PAGE = (
    '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' office:mimetype="application/vnd.oasis.opendocument.graphics" office:version="1.3"><office:body><office:drawing><draw:page>{}</draw:page>'
    "</office:drawing></office:body></office:document>"
)
_PAGES = {
    "boxes": '<draw:rect svg:x="1cm" svg:y="1cm" svg:width="4cm" svg:height="2cm"><text:p>Draft</text:p></draw:rect>'
    '<draw:ellipse svg:x="7cm" svg:y="3cm" svg:width="4cm" svg:height="3cm"><text:p>Issue</text:p></draw:ellipse>',
    "words": '<draw:frame svg:x="1cm" svg:y="1cm" svg:width="9cm" svg:height="3cm"><draw:text-box><text:p>Lamps of the coast</text:p>'
    "<text:p>Second line</text:p></draw:text-box></draw:frame>",
}


def make(folder: Path) -> None:
    """SVG files of each program that is installed, into ``folder``; those that are not installed are named."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _DOTS.items():
        _run("dot", "-Tsvg", "-o", f"{folder}/graphviz-{name}.svg", given=text)
    for name, text in _PLOTS.items():
        _run("gnuplot", given=f"set terminal svg size 600,400\nset output '{folder}/gnuplot-{name}.svg'\n{text}\n")
    for name, text in _R.items():
        for device, program in (("svg", "cairo"), ("svglite::svglite", "svglite")):
            _run("Rscript", "-e", f"{device}('{folder}/{program}-{name}.svg'); {text}; dev.off()")
    for name, options in {"lines": ("-C",), "marks": ("-C", "-m", "2", "-S", "4")}.items():
        _run(
            "graph",
            "-T",
            "svg",
            "-L",
            "Wells",
            *options,
            given="0 0\n1 1\n2 4\n3 9\n",
            to=folder / f"plotutils-{name}.svg",
        )
    code = "import sys, matplotlib; matplotlib.use('svg'); import numpy as np, matplotlib.pyplot as plt; x = np.arange(1, 9)\n"
    for name, text in _CHARTS.items():
        for kind in ("none", "path"):
            saved = f"plt.rcParams['svg.fonttype'] = '{kind}'; plt.savefig('{folder}/matplotlib-{name}-{kind}.svg')"
            _run(sys.executable, "-c", f"{code}{text}\n{saved}")
    charts = "import pygal; c = pygal.Bar(title='Lamps'); c.add('North', [1, 3]); c.render_to_file({!r})"
    _run(sys.executable, "-c", charts.format(f"{folder}/pygal-bars.svg"))
    with tempfile.TemporaryDirectory() as held:
        _converted(folder, Path(held))


def _converted(folder: Path, scratch: Path) -> None:
    for name, text in _INKS.items():
        (given := scratch / f"{name}.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="60mm" viewBox="0 0 100 60">{text}</svg>'
        )
        for kind, options in {
            "own": ("--export-type=svg",),
            "plain": ("--export-plain-svg",),
            "paths": ("-l", "-T"),
        }.items():
            _run("inkscape", str(given), *options, "-o", f"{folder}/inkscape-{name}-{kind}.svg")
    for name, text in _PAGES.items():
        (given := scratch / f"libreoffice-{name}.fodg").write_text(_PAGE.format(text))
        _run(
            "soffice",
            f"-env:UserInstallation=file://{scratch}/profile",
            "--headless",
            "--convert-to",
            "svg",
            "--outdir",
            str(folder),
            str(given),
        )
    for name, text in _FLOWS.items():
        (given := scratch / f"plantuml-{name}.puml").write_text(f"@startuml\n{text}\n@enduml\n")
        _run("plantuml", "-tsvg", "-o", str(folder.resolve()), str(given))


def _run(*command: str, given: str = "", to: Path | None = None) -> None:
    if shutil.which(command[0]) is None:
        print(f"not installed: {command[0]}")
        return
    ended = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    if ended.returncode:
        print(f"{' '.join(command)[:60]}: {ended.stderr.strip()[-200:]}")
    elif to:
        to.write_text(ended.stdout)


def main(folder: Path) -> None:
    """Print the table, a row for each program (the name of a file up to its first hyphen), and what is refused."""
    rows: dict[str, list[tuple[float, float, int, int]]] = defaultdict(list)
    tried: dict[str, int] = defaultdict(int)
    house, refused = styles.read(ROOT / "styles" / "plain"), []
    for path in sorted(folder.glob("*.svg")):
        program = path.stem.partition("-")[0]
        tried[program] += 1
        content = path.read_bytes()
        try:
            made = drawings.read(content)
        except PictureError as error:
            refused.append(f"{path.name}: {error.code} {error}")
            continue
        size = (_WIDE, round(_WIDE * made.height / made.width))
        picture = Picture(path.name, "image/svg+xml", made.width, made.height, False, "0", made.content)
        page, text = _printed(picture, house, size)
        words = drawings.words(made.content).split()
        rows[program].append(
            (
                _apart(_drawn(content, size), _drawn(made.content, size)),
                _apart(_drawn(_FACE.sub(b"", made.content), size), page, soft=True),
                len(words),
                sum(word in text for word in words),
            )
        )
        if "-v" in sys.argv:
            print(path.name, *(f"{value:.4f}" for value in rows[program][-1]))
    print(
        "| program | tried | taken in | pixels that differ, at most | in print | words | found in PDF |\n|---|---|---|---|---|---|---|"
    )
    for program, count in tried.items():
        own = rows[program]
        worst, printed = (max((row[n] for row in own), default=0) for n in (0, 1))
        print(
            f"| {program} | {count} | {len(own)} | {worst:.2%} | {printed:.1%} | {sum(row[2] for row in own)} | {sum(row[3] for row in own)} |"
        )
    print(f"\n{sum(tried.values())} tried, {sum(map(len, rows.values()))} taken in\n" + "\n".join(refused))


def _drawn(content: bytes, size: tuple[int, int]) -> Image.Image:
    command = ["rsvg-convert", "-w", str(size[0]), "-h", str(size[1]), "-b", "white"]
    made = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(made)).convert("RGB")


def _printed(picture: Picture, house: styles.Style, size: tuple[int, int]) -> tuple[Image.Image, str]:
    """The drawing on a page of its own by the press's layout engine, as Poppler draws it, and the text of the page."""
    import weasyprint

    given = served.serve([picture], house, paper=False)
    css = f"@page {{ size: {size[0]}px {size[1]}px; margin: 0 }} body {{ margin: 0 }} img {{ display: block; width: {size[0]}px }}"
    text = f'<style>{css}</style><img src="{served.address(picture)}" alt="">'
    pdf = weasyprint.HTML(string=text, url_fetcher=_fetcher(house, given)).write_pdf()
    with tempfile.TemporaryDirectory() as held:
        (path := Path(held, "a.pdf")).write_bytes(pdf)
        command = [
            "pdftoppm",
            "-f",
            "1",
            "-l",
            "1",
            "-scale-to-x",
            str(size[0]),
            "-scale-to-y",
            str(size[1]),
            "-png",
            str(path),
            f"{held}/a",
        ]
        subprocess.run(command, check=True, capture_output=True)
        page = Image.open(next(Path(held).glob("*.png"))).convert("RGB")
        text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return page, text


def _apart(one: Image.Image, other: Image.Image, *, soft: bool = False) -> float:
    """The share of the pixels that differ; ``soft``: of squares of eight, by 24 of 255, where two programs draw edges."""
    if soft:
        small = (max(1, one.width // _STEP), max(1, one.height // _STEP))
        one, other = one.resize(small, Image.Resampling.BOX), other.resize(small, Image.Resampling.BOX)
    bands = [
        band.point(lambda value: 255 * (value > (24 if soft else 8)))
        for band in ImageChops.difference(one, other).split()
    ]
    whole = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return whole.histogram()[255] / (whole.width * whole.height)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]))
