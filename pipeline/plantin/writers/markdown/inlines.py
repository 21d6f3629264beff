"""Inlines as Markdown (CommonMark 0.31, with the footnotes and formulas of GitHub), and its escapes."""

from __future__ import annotations

import re
from abc import abstractmethod
from html import escape as html_escape

from plantin.model.inlines import (
    Code,
    Emphasis,
    Foreign,
    Formula,
    IndexMark,
    Indicator,
    Inline,
    LineBreak,
    Link,
    PageBreak,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from plantin.writers.writer import Writer

_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_SPECIAL = re.compile(r"[\\`*_\[\]<>~$|]|&(?=#?\w+;)|!(?=$)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_AUTOMATIC = re.compile(r"https?://[^\s<>]+")
_SIGN = re.compile(r"[-+#=:]")


def clean(text: str) -> str:
    """``text`` on one line, without characters that nobody sees; no-break spaces stay."""
    return _SPACES.sub(" ", _UNSEEN.sub("", text))


def escaped(text: str) -> str:
    r"""``text`` with a stroke before all that Markdown would take for a mark of its own.

    >>> escaped("2 * 3 [sic]")
    '2 \\* 3 \\[sic\\]'
    """
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", clean(text))


def begun(line: str) -> str:
    r"""``line`` as the beginning of a block: no number or sign there opens a list or a heading.

    >>> begun("3. To light the lamps"), begun("- a dash")
    ('3\\. To light the lamps', '\\- a dash')
    """
    if number := _NUMBER.match(line):
        return f"{number[1]}\\{line[number.end(1) :]}"
    return f"\\{line}" if _SIGN.match(line) else line


def anchor(name: str) -> str:
    """An anchor at the beginning of a line of text; nothing where there is no name."""
    return f'<a id="{html_escape(name)}"></a>' if name else ""


def fenced(text: str, sign: str = "`") -> str:
    """So many backticks that ``text`` has no such run."""
    longest = max((len(run) for run in re.findall(f"{sign}+", text)), default=0)
    return sign * (longest + 1)


class Inlines(Writer[str]):
    """Prints inlines; ``shown`` are the addresses whose links need no more than their words."""

    @abstractmethod
    def called(self, indicator: Indicator) -> str:
        """The call of a note."""

    def inlines(self, content: tuple[Inline, ...]) -> str:
        """The marks of ``content``."""
        made = []
        before: Inline | None = None
        for inline in content:
            marked = isinstance(inline, Emphasis | Strong)
            beside = marked and isinstance(before, Emphasis | Strong)
            made.append(
                self._element(inline) if beside and isinstance(inline, Emphasis | Strong) else self.inline(inline)
            )
            before = inline
        return "".join(made)

    def text(self, text: Text) -> str:
        return escaped(text.text)

    def emphasis(self, emphasis: Emphasis) -> str:
        return f"*{self.inlines(emphasis.content)}*" if _is_plain(emphasis.content) else self._element(emphasis)

    def strong(self, strong: Strong) -> str:
        return f"**{self.inlines(strong.content)}**" if _is_plain(strong.content) else self._element(strong)

    def _element(self, inline: Emphasis | Strong) -> str:
        """The same as an element of HTML, which no letter beside it keeps from being one (CommonMark 0.31, 6.2)."""
        tag = "em" if isinstance(inline, Emphasis) else "strong"
        return f"<{tag}>{self.inlines(inline.content)}</{tag}>"

    def superscript(self, superscript: Superscript) -> str:
        return f"<sup>{self.inlines(superscript.content)}</sup>"

    def subscript(self, subscript: Subscript) -> str:
        return f"<sub>{self.inlines(subscript.content)}</sub>"

    def code(self, code: Code) -> str:
        text = clean(code.text)
        fence = fenced(text)
        padded = (
            f" {text} "
            if text.startswith("`") or text.endswith("`") or (text[:1] == text[-1:] == " " and text.strip())
            else text
        )
        return f"{fence}{padded}{fence}"

    def foreign(self, foreign: Foreign) -> str:
        inside = self.inlines(foreign.content)
        return f'<span lang="{html_escape(foreign.language)}" dir="{foreign.direction}">{inside}</span>'

    def link(self, link: Link) -> str:
        if _AUTOMATIC.fullmatch(link.target) and plain(link.content) == link.target:
            return f"<{link.target}>"
        target = link.target.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
        if re.search(r"[()\\*_`]", target):
            target = f"<{target}>"
        return f"[{self.inlines(link.content)}]({target})"

    def reference(self, reference: Reference) -> str:
        return f"[{escaped(reference.text)}](#{reference.anchor})"

    def indicator(self, indicator: Indicator) -> str:
        return self.called(indicator)

    def line_break(self, line_break: LineBreak) -> str:
        del line_break
        return "<br>"

    def formula(self, formula: Formula) -> str:
        tex = clean(formula.tex)
        fence = fenced(tex)
        return f'<span role="math" aria-label="{html_escape(clean(formula.words))}">${fence}{tex}{fence}$</span>'

    def page_break(self, page: PageBreak) -> str:
        del page
        return ""

    def index_mark(self, mark: IndexMark) -> str:
        return anchor(mark.anchor)


def _is_plain(content: tuple[Inline, ...]) -> bool:
    """Whether signs around ``content`` are sure to be read as marks: it begins and ends with letters or figures, and
    holds no such mark.
    """
    words = plain(content)
    edges = bool(words) and words[0].isalnum() and words[-1].isalnum()
    return edges and all(isinstance(inline, Text | Code | Reference) for inline in content)
