"""Limits on the size of a source, checked before anything else reads it, so that every stage is done in reasonable
time.

The bounds are several times what the largest reports have. Work on a source grows with its size; on one line, one word,
one formula it may grow faster, and so these have bounds of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from plantin.findings import Finding, Place, SourceError
from plantin.settings.forms import is_balanced
from plantin.source import scan
from plantin.source.scan import DEFINITION, MARKER, SourceLine

LARGEST = 8_000_000
"""Bytes of a source: some 1,200,000 words."""
LINE = 20_000
"""Characters of a line, and of a paragraph, which may have several."""
WORD = 2_000
"""Characters without a space, where a script has spaces."""
DEEPEST = 50
"""Quotations and lists that one line may be in, and boxes around it."""
FORMULA, FORMULAS = 5_000, 5_000
"""Characters of a formula, and how many different ones there may be."""
_INDENT = 4 * DEEPEST
_MOST = {"lines": 100_000, "paragraphs": 20_000, "headings": 5_000, "notes": 10_000, "calls of notes": 20_000}
_SHOWN = 20
_DIVIDE = "Divide the report, as into addenda."

# A run without a space. Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese have none between words.
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"(?<![^\s{_SPACELESS}])[^\s{_SPACELESS}]{{{WORD + 1}}}")
_MARK = re.compile(rf"[ \t]*+(?:>|{MARKER.pattern})")
_BEGINS = re.compile(rf"[ \t]*+(?:>|\||<|#|{MARKER.pattern}|\[\^[^\]\s]{{1,{WORD}}}+\]:)")

_DEFINES = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|(?:re)?newenvironment|DeclareMathOperator|[egx]?def|let)(?![A-Za-z])"
)
_BRACES = 40
_SCRIPTS = 8
_CELLS = 1_000


def require(body: str, path: str, first: int = 1) -> None:
    """Raise SourceError, with twenty findings at most, where the body of a source exceeds a limit: S084 for a size,
    S010 for a depth; S008 for marks of direction that are not closed. ``first`` is the number of its first line in the
    file ``path``.
    """
    texts = body.split("\n")
    hint = "Break the line, or divide the paragraph."
    # The scanner is only given lines of a sane length.
    violations: Iterable[Finding] = [
        _size(path, number, f"a line of {len(text):,} characters, {LINE:,} are the most", hint)
        for number, text in enumerate(texts, first)
        if len(text) > LINE
    ] or _faults(path, scan.lines(texts, first))
    if findings := sorted(islice(violations, _SHOWN), key=lambda finding: finding.place):
        raise SourceError(*findings)


def _faults(path: str, lines: Iterable[SourceLine]) -> Iterator[Finding]:
    count: Counter[str] = Counter()
    paragraph: list[SourceLine] = []
    for line in lines:
        if not line.code and (not line.text.strip() or line.fence or _BEGINS.match(line.text)):
            yield from _paragraph(path, paragraph)
            count["paragraphs"] += bool(paragraph) and not paragraph[0].text.startswith(("|", "<"))
            paragraph = []
        if line.text.strip() and not line.fence and not line.code:
            paragraph.append(line)
        _count(line, count)
        yield from _line(path, line)
        for what, most in _MOST.items():
            if count[what] > most:
                yield _size(path, line.number, f"more than {most:,} {what}", _DIVIDE)
                return
    yield from _paragraph(path, paragraph)


def _count(line: SourceLine, count: Counter[str]) -> None:
    count["lines"] += 1
    if line.code or line.fence:
        return
    count["headings"] += line.text.startswith("#")
    count["notes"] += bool(DEFINITION.match(line.text))
    count["calls of notes"] += line.text.count("[^")


def _line(path: str, line: SourceLine) -> Iterator[Finding]:
    if line.code:
        return
    if match := _WORD.search(line.text):
        hint = "Divide it; what is no text does not belong in a source."
        yield _size(path, line.number, f"a word of more than {WORD:,} characters, {match[0][:20]!r}...", hint)
    depth = at = 0
    while depth <= DEEPEST and (match := _MARK.match(line.text, at)):
        depth, at = depth + 1, match.end()
    indent = len(line.text) - len(line.text.lstrip(" \t>"))
    if depth > DEEPEST or (indent > _INDENT and line.text.strip()):
        message = f"a line in more than {DEEPEST} lists or quotations, or indented by more than {_INDENT} columns"
        yield Finding("S010", message, Place(path, line.number, 1), "Raise it.")


def _paragraph(path: str, lines: list[SourceLine]) -> Iterator[Finding]:
    text = "\n".join(line.text for line in lines)
    if len(text) > LINE:
        message = f"a paragraph of {len(text):,} characters, {LINE:,} are the most"
        yield _size(path, lines[0].number, message, "Divide it by blank lines.")
    if not is_balanced(text):
        message = "a mark of direction (U+2066 to U+2069) that is not closed or not opened in its paragraph"
        yield Finding("S008", message, Place(path, lines[0].number, 1), "Close it with U+2069, or remove it.")


def _size(path: str, line: int, message: str, hint: str) -> Finding:
    return Finding("S084", message, Place(path, line, 1), hint)


def formula(tex: str) -> str:
    r"""Return why pandoc is not given the formula ``tex``, in words; empty where nothing is against it. Its work
    doubles with each level of indices and with each brace that is not closed, and grows without end with commands that
    are made of commands.

    >>> formula(r"\sqrt{a}"), formula(r"\def\a{b}"), formula("{" * 50 + "a" + "}" * 50)
    ('', 'a formula that defines a command', 'a formula with braces more than 40 levels deep')
    """
    if len(tex) > FORMULA:
        return f"a formula of {len(tex):,} characters, {FORMULA:,} are the most"
    if tex.count("&") + tex.count("\\\\") > _CELLS:
        return f"a formula of more than {_CELLS:,} cells"
    if _DEFINES.search(tex):
        return "a formula that defines a command"
    opened: list[bool] = []
    before = ""
    for sign in re.findall(r"\\.|[{}^_]|[^\s{}^_\\]", tex, re.DOTALL):
        if sign == "{":
            opened.append(before in ("^", "_"))
        elif sign == "}" and opened:
            opened.pop()
        if len(opened) > _BRACES:
            return f"a formula with braces more than {_BRACES} levels deep"
        if sum(opened) > _SCRIPTS:
            return f"a formula with indices more than {_SCRIPTS} levels deep"
        before = sign
    return "a formula with a brace that is not closed" if opened else ""
