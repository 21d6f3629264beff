"""Applies the typography of a language across inlines: quotation marks, raised endings, no-break spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from plantin.house.locale_tables import Typography
from plantin.model.document import Block
from plantin.model.inlines import (
    Code,
    Foreign,
    Formula,
    Indicator,
    Inline,
    LineBreak,
    Link,
    Reference,
    Superscript,
    Text,
)
from plantin.model.languages import Direction
from plantin.model.rewrite import RewriteRules, inlines, rewrite

NO_BREAK_SPACE = "\u00a0"

# What must never be set otherwise than typed: addresses, document symbols with a part in brackets (Vol. II), entries of
# a list.
_PROTECTED = re.compile(
    r"(?:https?://|www\.)\S+|(?<![A-Za-z0-9])[A-Z]+(?:/[A-Za-z0-9.]+)+"
    r"(?P<part>[ \u00a0]?\((?:[A-Z][a-z]+\.?[ \u00a0])?(?:\d+[A-Z]?|[IVXLC]+)\))?"
)
_CLOSING = ".,;:!?)]}»”،؛؟。，；）"
_STRAIGHT = re.compile("[\"']")
_OPENS_AFTER = "([{—–-/\u00a0 \u2018\u201c«„"
# A letter that would go on with a unit; Chinese ones follow it without a space.
_LETTER = "[A-Za-z\u00c0-\u024f\u0370-\u04ff\u0590-\u06ff]"
_OBJECT, _LINE = "\ufffc", "\n"


_KNOWN = 20_000
"""So many texts are remembered with their no-break spaces."""


@lru_cache(maxsize=4)
def typesetter(typography: Typography, direction: Direction) -> Typesetter:
    """Return the typesetter of a language. A text that is composed again differs from the last one in a few words."""
    return Typesetter(typography, direction)


class Typesetter:
    """Applies the marks of one language to text. It remembers the character before, so a mark after an inline is set
    right.

    In a language written from right to left, symbols and addresses are set apart, so that their parts keep their order
    (Unicode Standard Annex 9, 2.4); they are in no language, which BCP 47 calls zxx.
    """

    def __init__(self, typography: Typography, direction: Direction = "ltr") -> None:
        self._typography = typography
        self._isolates = direction == "rtl"
        self._no_break = [re.compile(f"({before}) (?={after})") for before, after in _pairs(typography)]
        self._known: dict[str, str] = {}
        self._raised = [re.compile(pattern) for pattern in typography.raised]

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return the blocks with their text set."""
        before = " "

        def begin() -> None:
            nonlocal before
            before = " "

        def change(inline: Inline) -> Inline | tuple[Inline, ...]:
            nonlocal before
            match inline:
                case Text(text):
                    changed = self._set_unprotected(text, before)
                    before = changed[-1:] or before
                    return self._isolate(changed) if self._isolates else self._raise(changed)
                case Reference(anchor, text):
                    before = "x"
                    return Reference(anchor, self._set_unprotected(text, " "))
                case Indicator() | Code() | Link():
                    before = "x"
                case _:
                    pass
            return inline

        return rewrite(blocks, RewriteRules(change, begin, self._bind_content))

    def text(self, text: str, before: str = " ") -> str:
        """Return ``text``, which follows the character ``before``, with the marks of the language."""
        return self._bind(self._set_unprotected(text, before))

    def _bind(self, text: str) -> str:
        """Return ``text``, as long as it is, with a no-break space where a line must not end."""
        bound = self._known.get(text)
        if bound is None:
            bound = text
            for pattern in self._no_break:
                bound = pattern.sub(rf"\1{NO_BREAK_SPACE}", bound)
            if len(self._known) >= _KNOWN:
                self._known.clear()
            self._known[text] = bound
        return bound

    def _bind_content(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Bind the text of a run as if it were in one piece: what is in italics, raised or linked ends no number."""
        texts: list[str] = []

        def listen(inline: Inline) -> Inline:
            texts.append(_own_text(inline))
            return inline

        inlines(content, RewriteRules(listen))
        bound = self._bind("".join(texts))
        place = 0

        def again(inline: Inline) -> Inline:
            nonlocal place
            start, place = place, place + len(_own_text(inline))
            match inline:
                case Text():
                    return Text(bound[start:place])
                case Reference(anchor, _):
                    return Reference(anchor, bound[start:place])
                case _:
                    return inline

        return inlines(content, RewriteRules(again))

    def _set_unprotected(self, text: str, before: str) -> str:
        out, end = [], 0
        for match in _PROTECTED.finditer(text):
            out += [self._set(text[end : match.start()], text[end - 1 : end] or before), match[0]]
            end = match.end()
        return "".join([*out, self._set(text[end:], text[end - 1 : end] or before)])

    def _isolate(self, text: str) -> tuple[Inline, ...]:
        parts: list[Inline] = []
        end = 0
        for match in _PROTECTED.finditer(text):
            token = match[0] if match["part"] else match[0].rstrip(_CLOSING)
            parts += [Text(text[end : match.start()]), Foreign("zxx", "ltr", (Text(token),))]
            end = match.start() + len(token)
        return tuple(part for part in (*parts, Text(text[end:])) if part != Text(""))

    def _raise(self, text: str) -> Inline | tuple[Inline, ...]:
        kept = bytearray(len(text))
        for match in _PROTECTED.finditer(text):
            kept[match.start() : match.end()] = b"\1" * len(match[0])
        raised = [match.span(1) for pattern in self._raised for match in pattern.finditer(text)]
        parts: list[Inline] = []
        end = 0
        for start, stop in sorted(raised):
            if start >= end and not any(kept[start:stop]):
                parts += [Text(text[end:start]), Superscript((Text(text[start:stop]),))]
                end = stop
        return tuple(part for part in (*parts, Text(text[end:])) if part != Text("")) if parts else Text(text)

    def _set(self, text: str, before: str) -> str:
        forms, out, inside, end = self._typography, [], False, 0
        for match in _STRAIGHT.finditer(text):
            i = match.start()
            previous = text[i - 1] if i else before
            following = text[i + 1] if i + 1 < len(text) else " "
            out.append(text[end:i])
            end = i + 1
            if match[0] == '"':
                out.append(forms.quotation[0] if previous in _OPENS_AFTER else forms.quotation[1])
            else:
                opens = previous in _OPENS_AFTER and following.isalnum() and text.find("'", i + 1) > 0
                closes = inside and not opens and not following.isalnum()
                inside = opens or (inside and not closes)
                first, last = forms.inner_quotation
                out.append(first if opens else last if closes else forms.apostrophe)
        out.append(text[end:])
        return "".join(out)


def _own_text(inline: Inline) -> str:
    """Return the characters of an inline itself, those in it not among them."""
    match inline:
        case Text(text) | Code(text) | Reference(_, text):
            return text
        case Formula():
            return _OBJECT
        case LineBreak():
            return _LINE
        case _:
            return ""


def _pairs(typography: Typography) -> Iterator[tuple[str, str]]:
    """Yield what a line does not part, as pairs of patterns: the language's own, units, signs before a number."""
    yield from typography.no_break
    if typography.units:
        yield r"\d", f"(?:{_any(typography.units)})"
    if typography.signs:
        yield f"(?<!{_LETTER})(?:{_any(typography.signs)})", r"[\dA-Z\u0410-\u042f]"


def _any(words: tuple[str, ...]) -> str:
    """Return a pattern of any of ``words``, none within a longer word; a unit may be squared or cubed."""
    ends = (
        re.escape(word) + (f"[23²³]?(?!{_LETTER})" if word[-1].isalpha() else "")
        for word in sorted(words, key=len, reverse=True)
    )
    return "|".join(ends)


def plainer(typography: Typography) -> Callable[[str, str], str]:
    """Return the reverse of a typesetter: words (and the character before them) as an author types them, with straight
    quotation marks and plain spaces wherever the press would set them in the same way again; everything else stays as
    it is.
    """
    setter = Typesetter(typography)
    signs = sorted({*typography.quotation, *typography.inner_quotation, typography.apostrophe}, key=len, reverse=True)
    straight = {sign: '"' if sign in typography.quotation else "'" for sign in signs}
    pattern = re.compile("|".join(map(re.escape, signs)) + "|\u00a0")

    def straighten(text: str) -> str:
        return pattern.sub(lambda match: straight.get(match[0], " "), text)

    def plain(text: str, before: str) -> str:
        if setter.text(whole := straighten(text), before) == text:
            return whole
        out, end = "", 0
        for match in pattern.finditer(text):
            out += text[end : match.start()]
            end = match.end()
            printed = setter.text(out + straighten(text[match.start() :]), before)
            wanted = len(setter.text(out, before))
            out += straighten(match[0]) if printed[wanted : wanted + len(match[0])] == match[0] else match[0]
        return out + text[end:]

    return plain


def lowerer(typography: Typography) -> Callable[[str], str]:
    """Return the reverse of raising: a text in the source's marks without those of what the press raises (1^er^)."""
    patterns = [re.compile(pattern) for pattern in typography.raised]
    marked = re.compile(r"(?<=\w)\^(\w+)\^")

    def lower(text: str) -> str:
        for match in reversed(list(marked.finditer(text))):
            bare = text[: match.start()] + match[1] + text[match.end() :]
            span = (match.start(), match.start() + len(match[1]))
            if any(other.span(1) == span for pattern in patterns for other in pattern.finditer(bare)):
                text = bare
        return text

    return lower
