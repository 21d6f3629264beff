"""The faces that a site carries: those of its style for the scripts that the text face does not have, so that lists and
results of the search are legible where the reader's system has no face for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from plantin.bounded import html
from plantin.house.style import Style
from plantin.packs.publish import site_search
from plantin.writers import font_faces
from plantin.writers.font_faces import OtherFace

FOLDER = "faces"
"""Where the faces are in the site."""
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})")


def choose_faces(style: Style, editions: Iterable[Path]) -> tuple[OtherFace, ...]:
    """Return the faces that the web editions of the site need beside the text face, each with the letters that they
    need of it. Raises StyleError: D003, D024.
    """
    faces: dict[Path, OtherFace] = {}
    for path in editions:
        text = _text(path.read_bytes())
        for face in font_faces.others(style, text, text):
            letters = face.letters | (faces[face.path].letters if face.path in faces else frozenset())
            faces[face.path] = replace(face, letters=letters)
    return tuple(faces.values())


def files(
    style: Style, faces: Iterable[OtherFace], site: Path, pages: Iterable[tuple[str, bytes]]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of ``faces``, with the letters of the ``pages`` of the site, and those of the words that the
    program of the search in the folder ``site`` shows. Raises StyleError.
    """
    program = site / site_search.FOLDER / "pagefind-ui.js"
    words = _ESCAPED.findall(program.read_text("utf-8")) if program.is_file() else []
    characters = {chr(int(code, 16)) for code in words}
    for name, content in pages:
        if name.endswith(".html"):
            characters.update(_text(content))
    characters -= style.letters(style.font("regular"))
    for face in faces:
        letters = face.letters | (style.letters(face.path) & characters)
        yield f"{FOLDER}/{face.name}", style.web_part(face.path, letters)


def beside(faces: Iterable[OtherFace]) -> list[tuple[str, int, str]]:
    """Return the family, weight and address of ``faces`` for a sheet at the root of the site. Their families have names
    of their own: an edition has fewer letters of them.
    """
    return [(f"{face.family} of the site", face.weight, f"{FOLDER}/{face.name}") for face in faces]


def _text(content: bytes) -> str:
    """Return what a page says, without its sheets and scripts."""
    return "".join(
        ("" if element.tag in ("script", "style") else element.text or "") + (element.tail or "")
        for element in html.parse(content).iter()
    )
