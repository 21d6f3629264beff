"""eBraille publications, spoilt in one way each."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.spoilt.registry import Spoilt
from tests.spoilt.rewriting import Files, book, part

_LAMPS = "lamps"
_FRONT, _TWO, _THREE = "ebraille/front.html", "ebraille/part-2.html", "ebraille/part-3.html"


def _change(name: str, pattern: str, other: str, count: int = 1) -> Callable[[Files], None]:
    """The first things that ``pattern`` finds in a file, changed."""

    def change(files: Files) -> None:
        changed, found = re.subn(pattern, other, files[name].decode(), count=count, flags=re.DOTALL)
        assert found, pattern
        files[name] = changed.encode()

    return change


def _row(name: str, other: str) -> Callable[[Files], None]:
    """The rows of the metadata of that name, changed."""
    kind = rf'<meta property="{name}">' if ":" in name and not name.startswith("dc:") else f"<{name}[^>]*>"
    return _change("package.opf", rf"{kind}[^<]*</[a-z:]+>\n", other, 0)


def _add(name: str, content: bytes) -> Callable[[Files], None]:
    return lambda files: files.update({name: content})


def _without(name: str) -> Callable[[Files], None]:
    return lambda files: files.pop(name) and None  # type: ignore[func-returns-value]


_PACKAGE: dict[str, Callable[[Files], None]] = {
    "braille code dropped": _row("a11y:brailleSystem", ""),
    "kind of cells that does not exist": _row(
        "a11y:brailleCellType", '<meta property="a11y:brailleCellType">7</meta>\n'
    ),
    "format of another name": _row("dc:format", "<dc:format>EPUB 3.3</dc:format>\n"),
    "producer dropped": _row("a11y:producer", ""),
    "transcription neither whole nor in part": _row("a11y:completeTranscription", ""),
    "tactile graphics not spoken of": _row("a11y:tactileGraphics", ""),
    "date of copyright dropped": _row("dcterms:dateCopyrighted", ""),
    "package of another version": _change("package.opf", 'version="3.0"', 'version="2.0"'),
    "contents of EPUB 2": _change("package.opf", "<spine>", '<spine toc="index">'),
    "entry page in the spine": _change("package.opf", "<spine>", '<spine><itemref idref="index" linear="no"/>'),
    "script in the text": _change(_THREE, "</body>", "<script/></body>"),
}
_TEXT: dict[str, tuple[Callable[[Files], None], tuple[str, ...]]] = {
    "language without its script": (_row("dc:language", "<dc:language>en</dc:language>\n"), ("P037",)),
    "media type after the rest": (lambda files: files.update(mimetype=files.pop("mimetype")), ("E001",)),
    "file that nobody lists": (_add("draft.txt", b"draft"), ("A019",)),
    "sheet missing": (_without("ebraille/style.css"), ("P038",)),
    "page not in braille": (_change(_THREE, 'lang="en-Brai" xml:lang="en-Brai"', 'lang="en" xml:lang="en"'), ("P037",)),
    "sheet from elsewhere": (_change(_THREE, 'href="style.css"', 'href="/style.css"'), ("A019",)),
    "creator dropped": (_row("dc:creator", ""), ("P016",)),
    "words in print": (_change(_FRONT, "<title>[^<]*", "<title>Harbour lights"), ("A019",)),
    "cell of eight dots": (_change(_FRONT, "<title>", "<title>⣿"), ("A019",)),
    "row of the contents leads elsewhere": (
        _change("index.html", r"part-2\.html#section-II\.A", "part-2.html#section-II.B"),
        ("E009",),
    ),
    "row of the contents leads nowhere": (_change("index.html", r"#section-II\.A", "#section-II.Z"), ("E009",)),
    "row of the contents dropped": (
        _change("index.html", r'<li><a href="[^"]*#section-II\.A">[^<]*</a></li>', ""),
        ("P010", "P042"),
    ),
    "call leads to another note": (_change(_TWO, 'href="#note-3"', 'href="#note-2"'), ("E009",)),
    "note leads back to another call": (_change(_TWO, 'href="#indicator-3"', 'href="#indicator-2"'), ("E009",)),
    "note dropped": (_change(_TWO, r'<aside id="note-3".*?</aside>\n', ""), ("E009", "P001", "P042")),
    "word changed": (_change("ebraille/part-1.html", "⠙⠥⠎⠅", "⠙⠁⠺⠝"), ("P004", "P042")),
    "number of a paragraph": (_change(_THREE, '(<p id="paragraph-7">)⠼⠛⠲', r"\1⠼⠓⠲"), ("P003", "P042")),
    "call dropped": (_change(_TWO, r'<a href="#note-3"[^>]*>[^<]*</a>', ""), ("E009", "P005", "P042")),
    "heading of another rank": (_change(_TWO, r'<h3 (id="section-II\.B">[^<]*)</h3>', r"<h4 \1</h4>"), ("P007",)),
    "heading set as a paragraph": (_change(_TWO, r"<h3 (id=[^>]*>[^<]*)</h3>", r"<p \1</p>"), ("P007",)),
    "entry of a list one level up": (_change(_TWO, 'class="level-2"', 'class="level-1"'), ("P007",)),
    "line of the masthead dropped": (_change(_FRONT, "<p>[^<]*</p>\n", ""), ("P009", "P042")),
    "print page that no list has": (
        _change(_THREE, '(<p id="paragraph-7">)', r'\1<span role="doc-pagebreak" id="page-9">⠼⠊</span> '),
        ("E009",),
    ),
}
_OBJECTS: dict[str, tuple[Callable[[bytes], bytes], tuple[str, ...]]] = {
    "cell changed": (part("part-1.html", "⠼⠉⠁<", "⠼⠉⠃<"), ("P004", "P042")),
    "description of a picture dropped": (
        book(_change("ebraille/part-1.html", "<p>⠈⠨⠣[^<]*</p>\n", "")),
        ("P001", "P007"),
    ),
    "title of a table": (part("part-1.html", "⠠⠞⠁⠃⠇⠑ ⠼⠃ ⠠⠕", "⠠⠞⠁⠃⠇⠑ ⠼⠉ ⠠⠕"), ("P003", "P042")),
}
FILES: tuple[Spoilt, ...] = (
    *(Spoilt(fault, "ebrl", book(change), ("A019",)) for fault, change in _PACKAGE.items()),
    *(Spoilt(fault, "ebrl", book(change), codes) for fault, (change, codes) in _TEXT.items()),
    *(Spoilt(fault, "ebrl", change, codes, report=_LAMPS) for fault, (change, codes) in _OBJECTS.items()),
)
