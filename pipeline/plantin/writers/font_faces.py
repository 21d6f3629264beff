"""The faces that web editions carry: the cuts of the text face that a document needs, for a report in another script
those of its face; and the rules that name them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plantin.house.style import Style
from plantin.model.document import Block, Box, Definitions, Document, Figure, Paragraph, Section, Table, every, inside
from plantin.model.inlines import Emphasis, Foreign, Inline, Link, Strong

_CUTS = {"regular": ("normal", 400), "italic": ("italic", 400), "bold": ("normal", 700), "bold_italic": ("italic", 700)}


def cuts(document: Document) -> tuple[str, ...]:
    """Return the cuts that ``document`` is printed in: upright and bold always, the italics where it has any."""
    names = {"regular", "bold", *(("italic",) if document.masthead.notice else ())}
    for block in document.text():
        names.update(_in_block(block))
    return tuple(cut for cut in _CUTS if cut in names)


@dataclass(frozen=True, slots=True)
class OtherFace:
    """A face for a script that the text face lacks: its file, its family and weight, the letters it is for."""

    path: Path
    family: str
    weight: int
    letters: frozenset[str]

    @property
    def name(self) -> str:
        """What it is called as WOFF2."""
        return f"{self.path.stem}.woff2"


_SCRIPT_SHARE = 0.25
"""How many of the letters of a report are of another script, for its web editions to carry the face of that: a sign of
Chinese says as much as several Latin letters.
"""


def others(style: Style, report: str, text: str) -> tuple[OtherFace, ...]:
    """Return the other faces for the letters of ``text``, all that an edition shows: none where few letters of the
    ``report`` in it are lacking in the text face. A passage in another script is left to the faces of the reader.

    A bold (X-Bold) has the letters of its regular (X-Regular). Raises StyleError: D003 a face is missing, D024 one is
    no whole font.
    """
    regular_letters = style.letters(style.font("regular"))
    letters = {letter: times for letter, times in Counter(report).items() if letter.isalpha()}
    uncovered = sum(times for letter, times in letters.items() if letter not in regular_letters)
    if uncovered < max(1, sum(letters.values()) * _SCRIPT_SHARE):
        return ()
    lacking = {letter for letter in text if not letter.isspace()} - regular_letters
    faces: dict[str, OtherFace] = {}
    for path in style.others():
        regular = faces.get(f"{path.stem.removesuffix('-Bold')}-Regular")
        if path.stem.endswith("-Bold") and regular:
            faces[path.stem] = OtherFace(path, regular.family, 700, regular.letters)
        elif here := style.letters(path) & lacking:
            faces[path.stem] = OtherFace(path, path.stem, 400, here)
            lacking -= here
    return tuple(faces.values())


Sourced = tuple[tuple[OtherFace, str], ...]
"""Other faces, each with its source as a rule gives it: ``url(fonts/face.ttf)``."""


def rules(style: Style, cuts: tuple[str, ...], source: Callable[[str], str], beside: Sourced = ()) -> str:
    """Return the ``@font-face`` rules of ``cuts``, each font from ``source(cut)``, and of the faces ``beside`` them;
    and the rule that sets the text in them, in the text face what it has.
    """
    family = style.fonts.family
    faces = [
        f'@font-face {{ font-family: "{family}"; font-style: {slope}; font-weight: {weight}; src: {source(cut)}; }}\n'
        for cut, (slope, weight) in _CUTS.items()
        if cut in cuts
    ]
    faces += [rule_of(face, source) for face, source in beside]
    names = dict.fromkeys((family, *(face.family for face, _ in beside)))
    chain = ", ".join(f'"{name}"' for name in names)
    return "".join(faces) + f"html {{ font-family: {chain}, {style.fonts.generic}; }}\n"


def rule_of(face: OtherFace, source: str) -> str:
    """Return the ``@font-face`` rule of a face from ``source``, as a rule gives it."""
    return f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: {source}; }}\n'


def _in_block(block: Block) -> Iterator[str]:
    for node in (block, *every(inside(block))):
        match node:
            case Section():
                yield from _in_inlines(node.heading, bold=True, italic=False)
            case Paragraph():
                yield from _in_inlines(node.content, bold=False, italic=False)
            case Definitions():
                yield from (cut for entry in node.entries for cut in _in_inlines(entry.term, bold=True, italic=False))
            case Table() | Figure() | Box():
                yield from _in_inlines(node.title, bold=True, italic=False)
                yield from ("italic",) * (isinstance(node, Figure) and b'font-style="italic"' in node.picture.content)
                rows = (*node.head, *node.rows) if isinstance(node, Table) else ()
                yield from ("italic",) * bool(rows and isinstance(node, Table) and node.head)
                for cell in (cell for row in rows for cell in row):
                    yield from _in_inlines(cell.content, bold=cell.kind == "group", italic=cell.kind == "column")
            case _:
                pass


def _in_inlines(content: tuple[Inline, ...], *, bold: bool, italic: bool) -> Iterator[str]:
    for node in content:
        match node:
            case Emphasis(within):
                yield "bold_italic" if bold else "italic"
                yield from _in_inlines(within, bold=bold, italic=True)
            case Strong(within):
                yield "bold_italic" if italic else "bold"
                yield from _in_inlines(within, bold=True, italic=italic)
            case Foreign(_, _, within) | Link(_, within):
                yield from _in_inlines(within, bold=bold, italic=italic)
            case _:
                pass
