"""The one design of the screens: colours that stand out in the look of any house, nothing from elsewhere, one shell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plantin.house import screens, web_pages
from plantin.house import style as styles
from plantin.house.colours import contrast
from plantin.house.screens import Screen
from plantin.house.stock_folders import STOCK
from plantin.house.style import Style

PAIRS = [
    ("text", "paper", 7.0),
    ("text", "panel", 7.0),
    ("text", "here", 7.0),
    ("heading", "paper", 4.5),
    ("quiet", "paper", 4.5),
    ("quiet", "panel", 4.5),
    ("quiet", "here", 4.5),
    ("link", "paper", 4.5),
    ("link", "panel", 4.5),
    ("link", "here", 4.5),
    ("on-link", "link", 4.5),
    ("text", "bad-panel", 7.0),
    ("text", "warn-panel", 7.0),
    ("good", "good-panel", 4.5),
    ("warn", "warn-panel", 4.5),
    ("bad", "bad-panel", 4.5),
    ("bad", "paper", 4.5),
    ("rule", "paper", 3.0),
    ("rule", "panel", 3.0),
]


def style(tmp_path: Path, colours: str) -> Style:
    folder = tmp_path / "styles" / "house"
    folder.mkdir(parents=True)
    (folder / "style.toml").write_text(f'inherits = "civic"\n[colour]\n{colours}\n', "utf-8")
    return styles.read(folder)


def colours(sheet: str, *, night: bool) -> dict[str, str]:
    """The custom properties of the sheet as a browser has them by day or by night, mixtures of two colours computed."""
    dark = "".join(re.findall(r"(?s)prefers-color-scheme: dark\)\s*\{\s*:root\s*\{(.*?)\}", sheet))
    day = "".join(re.findall(r"(?s)(?:^|\n):root\s*\{(.*?)\}", sheet))
    values = dict(re.findall(r"--([\w-]+): ([^;]+);", day + (dark if night else "")))
    for name, value in values.items():
        whole = re.sub(r"var\(--([\w-]+)\)", lambda match: values[match[1]], value)
        values[name] = re.sub(r"#(.)(.)(.)(?!\w)", r"#\1\1\2\2\3\3", whole)
    mixed = re.fullmatch(r"color-mix\(in srgb, (#\w+) (\d+)%, (#\w+)\)", values["here"])
    assert mixed
    share = int(mixed[2]) / 100
    pairs = zip(channels(mixed[1]), channels(mixed[3]), strict=True)
    return values | {"here": "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)}


def channels(colour: str) -> list[int]:
    return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("look", ["none", "plain", "civic", "un", "orange", "pale"])
def test_everything_stands_out_from_its_ground_in_the_look_of_any_house(look: str, night: bool, tmp_path: Path) -> None:
    given = {
        "none": None,
        "orange": 'heading = "#b34700"\naccent = "#ff9a3c"\nlink = "#b34700"',
        "pale": 'heading = "#767676"\naccent = "#ffee00"\nlink = "#767676"',
    }
    stock = STOCK / "styles" / look
    of = styles.read(stock) if look not in given else style(tmp_path, given[look]) if given[look] else None
    values = colours(screens.sheet(of), night=night)
    low = {
        (ink, ground): ratio for ink, ground, least in PAIRS if (ratio := contrast(values[ink], values[ground])) < least
    }
    assert low == {}


def test_the_sheet_asks_for_nothing_from_elsewhere_and_its_faces_where_they_are(tmp_path: Path) -> None:
    of = style(tmp_path, 'accent = "#0a9396"')
    assert "url(" not in screens.sheet(of)
    assert "@import" not in screens.sheet(of)
    sheet = screens.sheet(of, lambda cut: f"/face/{cut}")
    assert re.findall(r'url\("([^"]+)"\)', sheet) == ["/face/regular", "/face/bold"]
    assert "--accent: #0a9396" in sheet
    around = screens.sheet(of, within=".banner, .foot")
    assert "h1, h2" not in around
    assert ".badge {" in around.partition("@scope (.banner, .foot) {")[2]


def test_the_shell_escapes_what_a_house_is_called_and_marks_the_page_that_is_open() -> None:
    screen = Screen(
        title="A & B", house="<b>House</b>", logo="/logo", sheet_address="/screen.css", ways=[("Home", "/", True)]
    )
    page = web_pages.fill_template("plantin.house", "screen.html", screen=screen)
    assert "<title>A &amp; B</title>" in page
    assert "<span>&lt;b&gt;House&lt;/b&gt;</span>" in page
    assert '<img src="/logo" alt="">' in page
    assert '<link rel="stylesheet" href="/screen.css">' in page
    assert '<a href="/" aria-current="page">Home</a>' in page
    assert "<script" not in page
    own = web_pages.fill_template("plantin.house", "screen.html", screen=Screen(title="", house="", sheet="a > b {}"))
    assert "<style>\na > b {}</style>" in own
