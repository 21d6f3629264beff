"""Typography of one language: straight quotation marks become its own, and lines do not break inside "para. 17"."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.document import Block, Code, Indicator, Inline, Link, Note, Reference, Text
from pipeline.locale import Typography
from pipeline.resolve.rewrite import rewrite

NO_BREAK_SPACE = "\u00a0"

# What must never be set otherwise than typed: addresses, document symbols, entries of a list.
_PROTECTED = re.compile(r"(?:https?://|www\.)\S+|\b[A-Z]+(?:/[A-Za-z0-9.]+)+")
_OPENS_AFTER = "([{—–-/\u00a0 \u2018\u201c«„"


class Typesetter:
    """Applies the marks of one language to text. It remembers the character before, so a mark after an inline is set right."""

    def __init__(self, typography: Typography) -> None:
        self._typography = typography
        self._no_break = [re.compile(f"({before}) (?={after})") for before, after in typography.no_break]

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks with their text set."""
        before = " "

        def change(inline: Inline) -> Inline:
            nonlocal before
            match inline:
                case Text(text):
                    changed = self.text(text, before)
                    before = changed[-1:] or before
                    return Text(changed)
                case Reference(anchor, text):
                    before = "x"
                    return Reference(anchor, self.text(text))
                case Indicator() | Code() | Link():
                    before = "x"
                case _:
                    pass
            return inline

        return rewrite(blocks, change)

    def text(self, text: str, before: str = " ") -> str:
        """``text``, which follows the character ``before``, with the marks of the language."""
        out, end = [], 0
        for match in _PROTECTED.finditer(text):
            out += [self._set(text[end : match.start()], text[end - 1 : end] or before), match[0]]
            end = match.end()
        whole = "".join([*out, self._set(text[end:], text[end - 1 : end] or before)])
        for pattern in self._no_break:
            whole = pattern.sub(rf"\1{NO_BREAK_SPACE}", whole)
        return whole

    def _set(self, text: str, before: str) -> str:
        forms, out = self._typography, []
        for i, character in enumerate(text):
            previous = text[i - 1] if i else before
            following = text[i + 1] if i + 1 < len(text) else " "
            if character == '"':
                out.append(forms.quotation[0] if previous in _OPENS_AFTER else forms.quotation[1])
            elif character == "'":
                opens = previous in _OPENS_AFTER and following.isalnum() and text.find("'", i + 1) > 0
                out.append(forms.inner_quotation[0] if opens else forms.apostrophe)
            else:
                out.append(character)
        return "".join(out)


def with_blocks(note: Note, blocks: tuple[Block, ...]) -> Note:
    """The same note with other blocks."""
    return replace(note, blocks=blocks)
