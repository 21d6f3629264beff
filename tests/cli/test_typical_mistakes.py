"""Mistakes that newcomers make: each is reported at its file and line, in words and with a hint that they can act on."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from plantin import new_house
from plantin.new_house import HouseOrder
from tests.kit.command import plantin

REPORT = "sources/R-2026-1/report.md"
FOLDER = "sources/R-2026-1"
CATALOGUE = "locales/fr/R-2026-1.po"
STYLE = "styles/house/style.toml"
SETTINGS = "plantin.toml"
INTERNAL = ("BytesIO", "pypdfium2", "artifact", "Div{", "Strikeout", "HorizontalRule", "Traceback", "NoneType", "<_io")
"""Words of programs, which no finding has."""

Slip = Callable[[Path], None]


@dataclass(frozen=True)
class Mistake:
    """A mistake: what makes it, where it is reported, with which code, and words of the message and of the hint."""

    make: Slip
    place: str
    code: str
    message: str
    hint: str = ""


def instead(name: str, old: str, new: str) -> Slip:
    """Write ``new`` for ``old`` in a file."""

    def make(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text, old
        (root / name).write_text(text.replace(old, new, 1), "utf-8")

    return make


def at_end(text: str, *files: tuple[str, bytes]) -> Slip:
    """Write ``text`` at the end of the report, and the files beside it."""

    def make(root: Path) -> None:
        with (root / REPORT).open("a", encoding="utf-8") as report:
            report.write(f"\n{text}\n")
        for name, content in files:
            path = root / FOLDER / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    return make


def field(line: str) -> Slip:
    """Give the front matter another line, the fourth of the file."""
    return instead(REPORT, 'title: "First report"\n', f'title: "First report"\n{line}\n')


def image(kind: str) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(held, kind)
    return held.getvalue()


def figure(name: str, words: str = "A map") -> str:
    return f"::: {{#map .figure}}\nA map\n\n![{words}](media/{name})\n:::"


def table(name: str) -> str:
    return f"::: {{#rows .table .csv file=data/{name}}}\nNumbers\n:::"


MISTAKES = {
    # Front matter
    "misspelt field": Mistake(
        instead(REPORT, "title:", "tittle:"), f"{REPORT}:3:1", "S005", "'tittle'", "Did you mean 'title'?"
    ),
    "field of another tool": Mistake(field("author: A. Lee"), f"{REPORT}:4:1", "S005", "'author'", "'authors'"),
    "field of another tool, shorter": Mistake(field("lang: en"), f"{REPORT}:4:1", "S005", "'lang'", "'languages'"),
    "unknown field": Mistake(field("layout: page"), f"{REPORT}:4:1", "S005", "'layout'", "Known: abbreviations,"),
    "date in words": Mistake(
        instead(REPORT, "date: 2026-01-05", "date: 5 January 2026"), f"{REPORT}:4:1", "S007", "a date", "2026-01-31"
    ),
    "no such month": Mistake(
        instead(REPORT, "date: 2026-01-05", "date: 2026-13-05"), f"{REPORT}:4:1", "S007", "'2026-13-05'", "2026-01-31"
    ),
    "tab": Mistake(field('\tversion: "1"'), f"{REPORT}:4:1", "S004", "a tab", "spaces"),
    "colon in a title": Mistake(
        instead(REPORT, 'title: "First report"', "title: Health: 2026"), f"{REPORT}:3:", "S004", "YAML", "double quotes"
    ),
    "curly mark at one end": Mistake(
        instead(REPORT, '"First report"', '“First report"'),
        f"{REPORT}:3:1",
        "S007",
        "'title'",
        "straight quotation marks",
    ),
    "curly mark at the other end": Mistake(
        instead(REPORT, '"First report"', '"First report”'),
        f"{REPORT}:3",
        "S004",
        "First report”",
        "straight quotation marks",
    ),
    "no end of the fields": Mistake(
        instead(REPORT, "---\n\n#", "\n#"), f"{REPORT}:1:1", "S003", "not closed", "a line `---`"
    ),
    "no symbol": Mistake(
        instead(REPORT, "symbol: R/2026/1\n", ""), f"{REPORT}:1:1", "S006", "'symbol' is missing", "`symbol: ...`"
    ),
    "languages not in brackets": Mistake(
        instead(REPORT, "languages: [en, fr]", "languages: en"), f"{REPORT}:6:1", "S007", "a list", "[a, b]"
    ),
    "symbol and folder differ": Mistake(
        instead(REPORT, "R/2026/1", "R/2026/2"), f"{REPORT}:2:1", "S019", "R-2026-1", "Name the folder R-2026-2"
    ),
    "unknown style of a report": Mistake(field("style: hose"), f"{REPORT}:4:1", "S007", "'hose'", "'house'"),
    "no bibliography": Mistake(
        field("bibliography: refs.bib"), f"{REPORT}:4:1", "S156", "no file 'refs.bib'", "into the report's folder"
    ),
    # Text
    "misspelt reference": Mistake(
        instead(REPORT, "](#proof)", "](#prof)"), f"{REPORT}:12:278", "R001", "#prof", "'proof'"
    ),
    "undefined note": Mistake(
        instead(REPORT, "[^editions]: ", "[^edition]: "), f"{REPORT}:12:45", "N001", "not defined", "correct the name"
    ),
    "id used twice": Mistake(
        instead(REPORT, "{#writing}", "{#proof}"), f"{REPORT}:38:1", "S013", "'proof' is used twice", "an id of its own"
    ),
    "skipped heading": Mistake(
        instead(REPORT, "## Text", "### Text"), f"{REPORT}:16:1", "S010", "level 3 where level 2", "level 2 (##)"
    ),
    "box that is not closed": Mistake(
        instead(REPORT, "small screens | 1 |\n:::", "small screens | 1 |"),
        f"{REPORT}:28:1",
        "S014",
        "not closed",
        ":::",
    ),
    "id after a formula": Mistake(
        at_end("$$E = mc^2$$ {#energy}"), f"{REPORT}:44:", "S014", "'energy' is not at the beginning", "[]{#id} $$E"
    ),
    "marks of another tool": Mistake(at_end("Mind [the gap]{.red}."), f"{REPORT}:44:", "S014", "in braces", "{.term}"),
    "box of another tool": Mistake(
        at_end("::: {.note}\nMind the gap.\n:::"),
        f"{REPORT}:44:1",
        "S014",
        "a box ::: {.note}",
        "Write a box, ::: {.box}",
    ),
    "misspelt box": Mistake(
        at_end("::: {.tabel}\nMind the gap.\n:::"), f"{REPORT}:44:1", "S014", "{.tabel}", "Did you mean 'table'?"
    ),
    "HTML": Mistake(at_end("This is <u>bold</u>."), f"{REPORT}:44:9", "S016", "'<u>'", "<sub>, <sup>, <b>"),
    "struck out": Mistake(at_end("This is ~~gone~~."), f"{REPORT}:44:9", "S014", "struck-out text", "Delete the words"),
    "rule": Mistake(at_end("Text.\n\n---\n\nMore."), f"{REPORT}:46:1", "S014", "a rule (---)", "Remove it"),
    "code to be run": Mistake(
        at_end("```{python}\nprint(1)\n```"), f"{REPORT}:44:1", "S014", "{python}", "No code is run"
    ),
    "table without a title": Mistake(
        at_end("| a | b |\n|--|--|\n| 1 | 2 |"), f"{REPORT}:45:1", "S014", "without a title", ": Lamps by harbour"
    ),
    "table of lines": Mistake(
        at_end("+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+\n\n: Lamps {#lamps}"),
        f"{REPORT}:44:1",
        "S014",
        "a table drawn with lines",
        "rows of pipes",
    ),
    "ragged table": Mistake(
        instead(REPORT, "| small screens | 1 |", "| small screens |"), f"{REPORT}:35:1", "S075", "2 cells", "3 cells"
    ),
    "table of a src": Mistake(
        at_end("::: {.table .csv src=lamps.csv}\nLamps\n:::"),
        f"{REPORT}:44:1",
        "S014",
        "with src",
        "Did you mean 'file'?",
    ),
    "chart of a file": Mistake(
        at_end("::: {.chart file=lamps.csv kind=line x=a y=b}\nLamps\n:::"),
        f"{REPORT}:44:1",
        "S176",
        "with file",
        "Did you mean 'data'?",
    ),
    # Pictures and data
    "no such picture": Mistake(
        at_end(figure("map.png")), f"{REPORT}:47:1", "S071", "no picture 'media/map.png'", "into the report's folder"
    ),
    "misspelt picture": Mistake(
        at_end(figure("mpa.png"), ("media/map.png", image("PNG"))), f"{REPORT}:47:1", "S071", "mpa", "'media/map.png'"
    ),
    "capitals of a picture": Mistake(
        at_end(figure("photo1.jpg"), ("media/Photo1.JPG", image("JPEG"))),
        f"{REPORT}:47:1",
        "S071",
        "'media/photo1.jpg'",
        "The file is called 'media/Photo1.JPG'",
    ),
    "picture without a description": Mistake(
        at_end(figure("map.png", ""), ("media/map.png", image("PNG"))),
        f"{REPORT}:47:1",
        "S070",
        "no description",
        "![Three",
    ),
    "an icon": Mistake(
        at_end(figure("map.ico"), ("media/map.ico", image("ICO"))),
        f"{REPORT}:47:1",
        "S072",
        "is a file of the kind ICO",
        "Give a PNG",
    ),
    "no picture at all": Mistake(
        at_end(figure("map.pdf"), ("media/map.pdf", b"%PDF-1.4")),
        f"{REPORT}:47:1",
        "S072",
        "is damaged, locked by a password, or not a PDF",
        "Give a PNG",
    ),
    "picture on the web": Mistake(
        at_end("::: {.figure}\nA map\n\n![A map](https://example.org/map.png)\n:::"),
        f"{REPORT}:47:1",
        "S071",
        "inside the report's folder",
        "Put the picture",
    ),
    "ragged CSV": Mistake(
        at_end(table("rows.csv"), ("data/rows.csv", b"a,b\n1,2\n3\n1,371,5\n")),
        f"{FOLDER}/data/rows.csv:3",
        "S155",
        "a row of 1 cells, where the head has 2",
        "double quotes",
    ),
    "CSV that is not there": Mistake(
        at_end(table("missing.csv"), ("data/semi.csv", b"a,b\n1,2\n")),
        f"{REPORT}:44:1",
        "S155",
        "missing.csv",
        "Put a CSV file",
    ),
    "CSV of an old Excel": Mistake(
        at_end(table("rows.csv"), ("data/rows.csv", "a,b\nCafé,2\n".encode("cp1252"))),
        f"{FOLDER}/data/rows.csv:2:4",
        "S155",
        "byte 0xE9",
        "CSV UTF-8",
    ),
    "misspelt CSV": Mistake(
        at_end(table("row.csv"), ("data/rows.csv", b"a,b\n1,2\n")),
        f"{REPORT}:44:1",
        "S155",
        "row.csv",
        "'data/rows.csv'",
    ),
    # The house
    "pale colour": Mistake(
        instead(STYLE, 'heading = "#1f3a52"', 'heading = "#c0d8e8"'),
        f"{STYLE}:",
        "D001",
        "#3c7ba5 is dark enough",
        "every value",
    ),
    "misspelt colour": Mistake(
        instead(STYLE, 'heading = "', 'headings = "'), f"{STYLE}:", "D001", "colour.headings", "Did you mean 'heading'?"
    ),
    "colour by its name": Mistake(
        instead(STYLE, 'heading = "#1f3a52"', 'heading = "teal"'),
        f"{STYLE}:",
        "D001",
        "should be a colour as #rrggbb, not 'teal'",
        "#008080",
    ),
    "no logo": Mistake(
        instead(STYLE, '# logo = "media/logo.svg"', 'logo = "media/logo.svg"'),
        f"{STYLE}:",
        "D011",
        "media/logo.svg",
        "Put it there: styles/house/media/logo.svg",
    ),
    "misspelt stock style": Mistake(
        instead(STYLE, 'inherits = "plain"', 'inherits = "plian"'), f"{STYLE}:3:1", "D027", "'plian'", "'plain'"
    ),
    "unknown table of a style": Mistake(
        instead(STYLE, "[brand]", "[brnad]"), f"{STYLE}:5:1", "D001", "brnad", "Did you mean 'brand'?"
    ),
    "misspelt style of the house": Mistake(
        instead(SETTINGS, '"house"', '"hose"'), f"{SETTINGS}:3:1", "D020", "no style 'hose'", "'house'"
    ),
    "no quotation marks in settings": Mistake(
        instead(SETTINGS, '"house"', "house"), f"{SETTINGS}:3:9", "D020", "TOML", 'style = "house"'
    ),
    "address without https": Mistake(
        instead(SETTINGS, '"house"', '"house"\n[site]\nbase = "example.org"'),
        f"{SETTINGS}:5:1",
        "D020",
        "https://",
        'Write "https://example.org".',
    ),
    "misspelt table of settings": Mistake(
        instead(SETTINGS, '"house"', '"house"\n[sites]'), f"{SETTINGS}:4:1", "D020", "sites", "Did you mean 'site'?"
    ),
    # Translations
    "quotation mark that is not closed": Mistake(
        instead(CATALOGUE, 'msgstr "Rédaction"', 'msgstr "Rédaction'),
        f"{CATALOGUE}:",
        "T014",
        "quotation marks",
        "ends",
    ),
    "quotation mark in a text": Mistake(
        instead(CATALOGUE, 'msgstr "Rédaction"', 'msgstr "La "rédaction""'), f"{CATALOGUE}:", "T014", "inside", '\\"'
    ),
    "lost note": Mistake(
        instead(CATALOGUE, "numéros[^editions].", "numéros."),
        f"{CATALOGUE}:",
        "T016",
        "note editions is missing",
        "Keep [^name]",
    ),
    "no such language": Mistake(
        instead(REPORT, "languages: [en, fr]", "languages: [en, qq]"),
        "locales/qq",
        "T001",
        "",
        "every value",
    ),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new house whose report is in English and French."""
    order = HouseOrder("plain", ("en", "fr"), "First report", "")
    return new_house.make(tmp_path_factory.mktemp("new") / "house", order, dt.date(2026, 1, 5)).house.root


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_mistake_is_reported_where_it_is_with_what_to_do(mistake: Mistake, house: Path, tmp_path: Path) -> None:
    root = tmp_path / "house"
    shutil.copytree(house, root)
    mistake.make(root)
    ended = plantin("build", "--format", "html", cwd=root)
    assert ended.returncode in (3, 4, 5), ended
    lines = ended.stderr.splitlines()
    found = [n for n, line in enumerate(lines) if line.startswith(mistake.place) and f"error {mistake.code}:" in line]
    assert found, ended.stderr
    assert mistake.message in lines[found[0]]
    assert mistake.hint in lines[found[0] + 1]
    assert len(lines[found[0] + 1].strip()) > 8, "there is a hint"
    assert not [word for word in INTERNAL if word in ended.stderr]
    assert str(root) not in ended.stderr, "files are named from the root of the house"


def test_files_of_an_editor_with_a_byte_order_mark_are_read(house: Path, tmp_path: Path) -> None:
    root = tmp_path / "house"
    shutil.copytree(house, root)
    for name in (REPORT, SETTINGS, STYLE, CATALOGUE):
        (root / name).write_bytes(b"\xef\xbb\xbf" + (root / name).read_bytes())
    ended = plantin("build", "--format", "html", cwd=root)
    assert ended.returncode == 0, ended


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("build", "R/2026/11"), "Did you mean 'R-2026-1'?"),
        (("build", "--format", "epbu"), "Did you mean 'epub'?"),
        (("biuld",), "did you mean 'build'?"),
        (("build", "--language", "frr"), "Did you mean 'fr'?"),
        (
            ("build", "--formt", "pdf"),
            "plantin build: error U034: unrecognized arguments: --formt; did you mean '--format'?",
        ),
        (("check", "R/2026/1", "--vlidators"), "did you mean '--validators'?"),
        (("catalogue", "update", "--langage=fr"), "did you mean '--language'?"),
        (("--verson", "build"), "did you mean '--version'?"),
    ],
)
def test_mistake_of_a_call_is_answered(command: tuple[str, ...], words: str, house: Path) -> None:
    ended = plantin(*command, cwd=house)
    assert ended.returncode == 2
    assert words in ended.stderr


def test_status_names_a_catalogue_from_the_root_of_the_house(house: Path, tmp_path: Path) -> None:
    root = tmp_path / "house"
    shutil.copytree(house, root)
    MISTAKES["quotation mark that is not closed"].make(root)
    ended = plantin("catalogue", "status", cwd=root)
    assert (ended.returncode, ended.stderr.startswith(f"{CATALOGUE}:")) == (4, True), ended.stderr


@pytest.mark.parametrize(("name", "content"), [("a.tmx", '<tmx version="1.4"/>'), ("a.csv", "Lamps,Lampes")])
def test_a_file_of_another_kind_is_no_translation(name: str, content: str, house: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    for order in ((str(tmp_path / name),), ("R/2026/1", str(tmp_path / name)), (str(tmp_path / name), "R/2026/1")):
        ended = plantin("catalogue", "import", *order, "--language", "fr", cwd=house)
        assert (ended.returncode, "error T057" in ended.stderr) == (4, True)
        assert "an .xlf, a .po or a facing .docx file" in ended.stderr
