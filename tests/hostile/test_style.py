"""Styles made to do harm, or broken: every sheet, script, font and value that is wrong ends as a finding with its
place, soon.
"""

from __future__ import annotations

import io
import os
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from PIL import Image

from plantin.findings import Finding, StyleError
from plantin.house import style, word_styles
from plantin.model.document import Document
from plantin.writers import epub, html, pdf
from tests.kit.editions import MOMENT
from tests.kit.houses import flat_style

pytestmark = pytest.mark.full

UN = Path(__file__).parents[2] / "styles" / "un"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house style without its largest font."""
    folder = flat_style(tmp_path_factory.mktemp("whole") / "un")
    (folder / "fonts" / "NotoSerifCJKsc-Regular.otf").unlink()
    path = folder / "style.toml"
    path.write_text(path.read_text("utf-8").replace('"NotoSerifCJKsc-Regular.otf", ', ""), "utf-8")
    return folder


@pytest.fixture
def own(tmp_path: Path, whole: Path) -> Path:
    """A copy of it, to be spoilt; its fonts are links: another is put in their place, none is written anew."""

    def copied(path: str, place: str) -> object:
        return (os.link if "/fonts/" in path else shutil.copy2)(path, place)

    return Path(shutil.copytree(whole, tmp_path / "un", copy_function=copied))


def refused(work: Callable[[], object]) -> Finding:
    with pytest.raises(StyleError) as raised:
        work()
    assert all(finding.hint and len(finding.message) < 400 for finding in raised.value.findings)
    return raised.value.findings[0]


LAUGHS = ":root { --a: lamp; " + " ".join(
    f"--a{n}: var(--a{n - 1 if n else ''}) var(--a{n - 1 if n else ''});" for n in range(40)
)


@pytest.mark.sample(29)
@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ('@import url("https://evil.example/more.css");', "D011"),
        ("@IMPORT 'more.css';", "D011"),
        ('@\\69mport "more.css";', "D011"),
        ("@font-face { font-family: x; src: url(x.woff2) }", "D011"),
        ("p { background: url(https://evil.example/seal.png) }", "D011"),
        ("p { background: url('//evil.example/seal.png') }", "D011"),
        ("p { background: u\\72l(https://evil.example/seal.png) }", "D011"),
        ("p { background: url(file:///etc/hostname) }", "D011"),
        ("p { background: url(/etc/hostname) }", "D011"),
        ("p { background: url(../secret.png) }", "D011"),
        ("p { background: url(media/../../secret.png) }", "D011"),
        ("p { background: url(data:image/png;base64,AAAA) }", "D011"),
        ("p { background: url(nothing.png) }", "D011"),
        ("p { background: url(style.toml) }", "D011"),
        ("p { background: url() }", "D011"),
        ("p { background: image-set('https://evil.example/seal.png' 1x) }", "D011"),
        (":root { --x: url(https://evil.example/seal.png) } p { background: var(--x) }", "D011"),
        ("p::before { content: '</style><script>alert(1)</script>' }", "D023"),
        ("/* </STYLE> */", "D023"),
        ("p { color: red", "D021"),
        ("p { color: 'red\n' }", "D021"),
        ("p { color: red }}", "D021"),
        ("a {" * 20_000, "D022"),
        ("p { width: " + "(" * 20_000, "D022"),
        (f"p{':is(p' * 5_000}{')' * 5_000} {{ color: red }}", "D022"),
        (f"p {{ width: {'calc(1px + ' * 2_000}1px{')' * 2_000} }}", "D022"),
        (LAUGHS + "} p::before { content: var(--a39) }", "D022"),
        (":root { --a: var(--b); --b: var(--a) }", "D022"),
        (":root { --a: var(--a) }", "D022"),
        ("p { columns: 1000000000 }", "D022"),
        ("p { column-count: 100000 }", "D022"),
        ("p { grid-template-columns: repeat(1000000, 1fr) }", "D022"),
        ("p { margin: 1e300mm }", "D022"),
        ("p { margin: 1e400mm }", "D022"),
        ("p { margin: " + "9" * 5_000 + "mm }", "D022"),
        (f"{' '.join(['p'] * 30)} {{ color: red }}", "D022"),
        ("p ~ p ~ p ~ p { color: red }", "D022"),
        ("p { color: red }\n" * 6_000, "D022"),
        ("p { color: red }\n" * 60_000, "D021"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_a_rule(own: Path, rule: str, code: str) -> None:
    path = own / "screen.css"
    text = path.read_text("utf-8")
    path.write_text(f"{text}\n{rule}\n", "utf-8")
    finding = refused(lambda: style.read(own).sheet("screen.css"))
    assert (finding.code, finding.place.path) == (code, str(path))
    assert finding.place.line > text.count("\n") or len(rule) > 1000


@pytest.mark.parametrize("write", [pdf.write, html.write, epub.write], ids=["pdf", "html", "epub"])
@pytest.mark.parametrize(
    "rule", ['@import "https://evil.example/more.css";', "p { background: url(seal.svg) }", "/* </style> */"]
)
def test_no_edition_is_made_with_a_sheet_that_is_refused(
    own: Path, harbour: Document, write: Callable[..., bytes], rule: str
) -> None:
    for path in own.glob("*.css"):
        path.write_text(f"{path.read_text('utf-8')}\n{rule}\n", "utf-8")
    assert refused(lambda: write(harbour, style.read(own), MOMENT)).code in ("D011", "D023")


def bytes_of(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def link_to(path: Path, target: str) -> None:
    path.unlink()
    path.symlink_to(target)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def sparse(path: Path) -> None:
    bytes_of(path, path.read_bytes())
    with path.open("ab") as file:
        file.truncate(50 * 2**30)


SPOILT: dict[str, Callable[[Path], None]] = {
    "Latin-1": lambda path: bytes_of(path, b"/* caf\xe9 */"),
    "UTF-16": lambda path: bytes_of(path, "p { }".encode("utf-16")),
    "a device": lambda path: link_to(path, "/dev/zero"),
    "a link outside": lambda path: link_to(path, "/etc/passwd"),
    "a link to itself": lambda path: link_to(path, path.name),
    "a pipe": pipe,
    "a folder": folder,
    "50 GB": sparse,
}


@pytest.mark.parametrize("name", ["print.css", "screen.css", "screen.js"])
@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_sheet_or_script_that_is_no_text(own: Path, name: str, spoil: Callable[[Path], None]) -> None:
    given = style.read(own)
    spoil(own / name)
    finding = refused(lambda: given.script(name) if name.endswith(".js") else given.sheet(name))
    assert (finding.code, finding.place.path) == ("D021", str(own / name))


@pytest.mark.parametrize("words", ['"</script>"', '"</SCRIPT >"', '"<!-- <script>"', "/* <script */"])
def test_a_script_that_closes_its_element(own: Path, words: str) -> None:
    path = own / "screen.js"
    path.write_text(path.read_text("utf-8") + f"\nconst x = {words};\n", "utf-8")
    finding = refused(lambda: style.read(own).script("screen.js"))
    assert (finding.code, finding.place.line) == ("D023", path.read_text("utf-8").count("\n"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('text = "#1a1a1a"', 'text = "#000; } </style><script>alert(1)</script>"'),
        ('link = "#004f8a"', 'link = "red"'),
        ('link = "#004f8a"', 'link = "url(https://evil.example/)"'),
        ('family = "STIX Two Text"', 'family = "x; } p { color: red"'),
        ('family = "STIX Two Text"', 'family = "x\\"</style>"'),
        ('size = "A4"', 'size = "A4; } p { color: red"'),
        ('black = "device-cmyk(0 0 0 1)"', 'black = "red"'),
        ('black = "device-cmyk(0 0 0 1)"', 'black = "device-cmyk(0 0 0 9)"'),
        ('regular = "STIXTwoText-Regular.ttf"', 'regular = "../../../../etc/passwd"'),
        ('regular = "STIXTwoText-Regular.ttf"', 'regular = "/etc/passwd"'),
        ('web = "web"', 'web = ".."'),
        ('profile = "FOGRA47L_uncoated.icc"', 'profile = "../../../../etc/passwd"'),
        ("width = 210", "width = 0"),
        ("width = 210", "width = 1e300"),
        ("width = 210", "width = nan"),
        ("width = 210", "width = " + "9" * 400),
        ("height = 297", "height = inf"),
        ("height = 297", "height = -inf"),
        ("height = 297", "height = true"),
        ("text = 10.5", "text = 0"),
        ("text = 10.5", "text = -3"),
        ("headings = [13, 11.5, 10.5, 10.5, 10.5]", 'headings = ["a", "b", "c", "d", "e"]'),
        ("headings = [13, 11.5, 10.5, 10.5, 10.5]", "headings = []"),
        ("headings = [13, 11.5, 10.5, 10.5, 10.5]", 'headings = "13 11"'),
        ("bleed = 3", "bleed = 90"),
        ("binding = 4", "binding = 40"),
        ('opening = "auto"', 'opening = "auto; }"'),
        ('address = "https://undocs.org/{language}/{unspaced}"', 'address = "{language.__class__}"'),
    ],
)
def test_a_value(own: Path, old: str, new: str) -> None:
    path = own / "style.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    finding = refused(lambda: style.read(own))
    assert (finding.code, finding.place.path) == ("D001", str(path))
    assert new in path.read_text("utf-8").split("\n")[finding.place.line - 1]


@pytest.mark.parametrize(
    ("old", "new"), [('name = "Hyperlink"', 'name = "a\\u0007"'), ('colour = "link"', 'colour = "red"')]
)
def test_a_value_of_the_word_styles(own: Path, old: str, new: str) -> None:
    path = own / "word.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert refused(lambda: word_styles.read(own)).code == "D001"


def _claims(path: Path) -> None:
    """Each table of a web font says that it has a gigabyte."""
    content = bytearray(path.read_bytes())
    struct.pack_into(">I", content, 16, 2**31 - 1)
    bytes_of(path, content)


def _web(stream: bytes) -> bytes:
    """A web font of one table whose packed stream is ``stream``."""
    table = b"\x00\x8f\x00"
    return (
        struct.pack(
            ">4s4sIHHIIHHIIIII", b"wOF2", b"\0\1\0\0", 48 + len(table) + len(stream), 1, 0, 2000, len(stream), *[0] * 7
        )
        + table
        + stream
    )


def _map(path: Path) -> None:
    """The map of characters has a thousand ranges of all characters."""
    groups = struct.pack(">III", 0, 0x10FFFF, 1) * 1000
    table = struct.pack(">HHHHIHHIII", 0, 1, 3, 10, 12, 12, 0, 16 + len(groups), 0, 1000) + groups
    content = bytearray(path.read_bytes())
    count = struct.unpack_from(">H", content, 4)[0]
    for place in range(12, 12 + 16 * count, 16):
        if content[place : place + 4] == b"cmap":
            struct.pack_into(">II", content, place + 8, len(content), len(table))
    bytes_of(path, content + table)


FONTS: dict[str, Callable[[Path], object]] = {
    "junk": lambda path: bytes_of(path, b"\0\1\0\0" + os.urandom(4000)),
    "no bytes": lambda path: bytes_of(path, b""),
    "a page": lambda path: bytes_of(path, b"<html></html>"),
    "cut off": lambda path: bytes_of(path, path.read_bytes()[:20_000]),
    "a bomb": lambda path: bytes_of(path, _web(brotli.compress(b"\0" * 2**26, quality=1))),
    "a collection": lambda path: bytes_of(path, b"ttcf" + b"\0" * 100),
    **{name: spoil for name, spoil in SPOILT.items() if name not in ("Latin-1", "UTF-16")},
}


@pytest.mark.parametrize("spoil", FONTS.values(), ids=FONTS)
def test_a_font(own: Path, spoil: Callable[[Path], object]) -> None:
    given = style.read(own)
    for path, work in (
        (own / "fonts" / "STIXTwoText-Regular.ttf", lambda: given.font("regular")),
        (own / "fonts" / "web" / "STIXTwoText-Bold.woff2", lambda: given.web_font("bold")),
        (own / "fonts" / "web" / "STIXTwoText-Bold.ttf", lambda: given.book_font("bold")),
        (own / "fonts" / "NotoSansMono-Regular.ttf", given.others),
    ):
        work()
        spoil(path)
        finding = refused(work)
        assert (finding.code, finding.place.path) == ("D024", str(path))


@pytest.mark.parametrize(
    ("name", "spoil"),
    [("STIXTwoText-Regular.ttf", _map), ("web/STIXTwoText-Regular.woff2", _claims)],
    ids=["a map", "claims"],
)
def test_a_font_that_says_too_much(own: Path, name: str, spoil: Callable[[Path], None]) -> None:
    spoil(own / "fonts" / name)
    given = style.read(own)
    assert refused(lambda: given.web_font("regular") if "web" in name else given.font("regular")).code == "D024"


@pytest.mark.parametrize("content", [b"", b"<html>", b"\0" * 200], ids=["empty", "a page", "zeros"])
def test_a_colour_profile(own: Path, content: bytes) -> None:
    path = own / "profiles" / "FOGRA47L_uncoated.icc"
    path.write_bytes(content)
    finding = refused(style.read(own).profile)
    assert (finding.code, finding.place.path) == ("D025", str(path))


def test_a_picture_in_the_folder_of_the_style_is_carried(own: Path, harbour: Document) -> None:
    (own / "media").mkdir()
    held = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(held, "PNG")
    (own / "media" / "seal.png").write_bytes(held.getvalue())
    for name in ("print.css", "screen.css", "epub.css"):
        path = own / name
        path.write_text(path.read_text("utf-8") + "\nheader { background: no-repeat url( media/seal.png ) }\n", "utf-8")
    given = style.read(own)
    assert b'header { background: no-repeat url("data:image/png;base64,' in html.write(harbour, given, MOMENT)
    assert b"media/seal.png" in epub.write(harbour, given, MOMENT)
    plain = pdf.write(harbour, style.read(UN), MOMENT)
    assert pdf.write(harbour, given, MOMENT).count(b"/Subtype /Image") == plain.count(b"/Subtype /Image") + 1
