"""Finds tables, figures and boxes that the text does not refer to, and pictures that nobody has described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plantin.findings import Finding, Place
from plantin.lint.source.passage import Slip
from plantin.source.scan import SourceLine
from plantin.source.text import Source

_KIND = re.compile(r"\.(table|figure|box)\b")
_ID = re.compile(r"#([^\s}]+)")
_REFERENCE = re.compile(r"\[\]\(#([^)\s]+)\)")
_PICTURE = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\]\(([^)\s]+)\)")
_FILE = re.compile(r"(?:… .*\()?[\w.-]+\.(?:png|jpe?g|gif|webp|svg|emf|wmf|tiff?)\)?", re.IGNORECASE)
_LETTERS, _CALL = re.compile(r"[\W_]+"), re.compile(r"\[\^[^\]]*\]|\{[^}]*\}")
_ALONE = re.compile(r"!\[(?:[^\[\]\\]|\\.)*\]\([^)]*\)\{[^}]*\.(decorative|unnumbered)\b")


def slips(source: Source) -> Iterator[Slip]:
    """Yield S083 for each table, figure, and box with an id that no reference leads to, nor to a figure around it."""
    body = [line for line in source.lines() if not line.code]
    named = {name for line in body for match in _REFERENCE.finditer(line.text) for name in match[1].split(",")}
    for n, line in enumerate(body):
        kind = _KIND.search(line.divs[-1]) if line.fence and line.divs and line.text.strip(" \t>:") else None
        if kind is None:
            continue
        identifier = match[1] if (match := _ID.search(line.divs[-1])) else ""
        around = {match[1] for outer in line.divs[:-1] if ".figure" in outer and (match := _ID.search(outer))}
        if (
            ".unnumbered" in line.divs[-1]
            or identifier in named
            or around & named
            or (kind[1] == "box" and not identifier)
        ):
            continue
        inside = list(_inside(body, n))
        if kind[1] == "figure" and any(_ALONE.search(text) for text in inside):
            continue
        title = next((text for text in inside if text.strip()), "")
        hint = (
            "Say in the text what it shows, with"
            f" [](#{identifier or 'id'}){'' if identifier else ' and {#id ...} on it'}."
        )
        finding = Finding(
            "S083",
            f"a {kind[1]} that nothing refers to: {title.strip()!r}",
            Place(source.path, line.number, 1),
            hint,
            "warning",
        )
        yield Slip(finding, f"{line.text}\n{title}")


@dataclass(frozen=True, slots=True)
class SourcePicture:
    """A picture that a source names."""

    line: SourceLine
    name: str
    """Its file, from the folder of the source."""
    words: str
    """What it says to who cannot see it, in the marks of the source."""
    title: str
    """The title over it; empty where it has none."""
    alone: bool
    """Whether it is declared to be without title and number, or decorative."""
    decorative: bool

    @property
    def is_undescribed(self) -> bool:
        """Whether its words are its title again, the name of a file, or nothing but signs."""
        return not self.decorative and _is_placeholder(self.words, self.title)


def pictures(source: Source) -> Iterator[SourcePicture]:
    """Yield the pictures of a source that are alone on their lines."""
    body = [line for line in source.lines() if not line.code]
    title = ""
    for at, line in enumerate(body):
        if line.fence and line.divs and ".figure" in line.divs[-1] and line.text.strip(" \t>:"):
            title = next((text for text in _inside(body, at) if text.strip()), "")
        elif match := _PICTURE.search(line.text):
            mark = lone[1] if (lone := _ALONE.search(line.text)) else ""
            over = title if line.inside("figure") and not mark else ""
            yield SourcePicture(line, match[2], match[1], over, bool(mark), mark == "decorative")


def find_undescribed(source: Source, *, draft: bool) -> Iterator[Slip]:
    """Yield S175 for a picture described by its title, a file's name or signs; in a ``draft`` a warning."""
    for picture in pictures(source):
        if picture.is_undescribed:
            message = f"{picture.name} has no description of its own: {picture.words!r}"
            hint = "Write what it shows into the brackets before it, or declare it {.decorative}."
            place = Place(source.path, picture.line.number, 1)
            yield Slip(Finding("S175", message, place, hint, "warning" if draft else "error"), picture.line.text)


def _is_placeholder(words: str, title: str) -> bool:
    bare = _LETTERS.sub("", words).casefold()
    return not bare or bare == _LETTERS.sub("", _CALL.sub("", title)).casefold() or bool(_FILE.fullmatch(words.strip()))


def _inside(body: list[SourceLine], opening: int) -> Iterator[str]:
    """Yield the lines of the div that the line at the index ``opening`` begins."""
    depth = len(body[opening].divs)
    for at in range(opening + 1, len(body)):
        if len(body[at].divs) < depth:
            break
        yield body[at].text
