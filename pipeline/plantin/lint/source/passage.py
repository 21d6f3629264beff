"""The passages of a source as the lint reads them: markup is blanked, so that positions are those of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plantin.findings import Finding, Place
from plantin.source.scan import Block, SourceLine, blocks
from plantin.source.text import Source

# Code, formulas, comments and addresses: nothing in them is a slip of the pen.
_NO_PROSE = re.compile(
    r"(?<![`\\])(`+)(?!`).{0,20000}?(?<!`)\1(?!`)"
    r"|(?<!\\)\$\$.*?\$\$|(?<![\\$])\$(?=\S)[^$\n]*(?<=\S)\$(?!\d)"
    r"|\]\((?:(?!\]\()[^)\s])*\)|<!--.*?-->|<?https?://\S+",
    re.DOTALL,
)
_BLANK = "\ufffc"


@dataclass(frozen=True, slots=True)
class Passage:
    """A block with its lines; ``prose``: its text with code, formulas and addresses replaced by U+FFFC."""

    path: str
    block: Block
    lines: tuple[SourceLine, ...]
    prose: str

    def at(self, offset: int) -> Place:
        """Return the place of a character of the text."""
        before = self.block.text[:offset]
        return Place(self.path, self.block.line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1)

    def slip(self, code: str, message: str, offset: int, hint: str) -> Slip:
        """Return a warning about the character at ``offset``."""
        return Slip(Finding(code, message, self.at(offset), hint, "warning"), self.block.text)


@dataclass(frozen=True, slots=True)
class Slip:
    """A finding that can be waived by words of the ``text`` that it is about."""

    finding: Finding
    text: str


def passages(source: Source) -> tuple[Passage, ...]:
    """Return every block of ``source``, in its order."""
    out = []
    for block, lines in blocks(source.blocks):
        text = "\n".join(_blank(line.text) if line.code or line.fence else line.text for line in lines)
        out.append(Passage(source.path, block, lines, _NO_PROSE.sub(lambda match: _blank(match[0]), text)))
    return tuple(out)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", _BLANK, text)
