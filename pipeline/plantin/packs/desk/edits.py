"""Where a fault ends in a text, and the edit that its hint asks for, where that is one.

A finding quotes what is wrong, and its hint what is meant: these are looked for at its place. What hints say in general
has a row with the pattern that is replaced there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plantin.findings import Finding
from plantin.findings.suggestion import nearest
from plantin.packs.desk.language_server.marks import front_matter_lines

_QUOTED = re.compile(r"'((?:[^'\\]|\\.)+)'|\"((?:[^\"\\]|\\.)+)\"|(?<![\w&])[#@]([\w:.-]*\w)|\{\.([\w-]+)")
_MEANT = re.compile(
    r"(?:Did you mean|The file is called) (?:'([^']+)'|\"([^\"]+)\")|^Write it as (#[0-9a-f]+)\.|^Write (.+)\.$"
)
_TOKEN = re.compile(
    r"\[\^[^\[\]]*\]:?|!?\[[^\[\]]*\](?:\([^()\n]*\))?(?:\{[^{}]*\})?|\{[^{}\n]*\}|`+[^`\n]*`+|\$+[^$\n]*\$+"
    r"|<[^<>\n]*>|@[\w:.-]*\w|[\w’'-]+|[^\w\s]+"
)
_DEFINED = re.compile(r"^\[\^([^\]\s]+)\]:", re.MULTILINE)
_REACH = 30
"""So many lines below the place of a finding its words are looked for: those of a field or a box."""
_MOST = 20_000
"""Only so many characters of a line are looked at."""


@dataclass(frozen=True, slots=True)
class TextRange:
    """Part of a text: its lines and columns from 0, in characters."""

    line: int
    start: int
    end: int
    last: int = -1
    """The line of its end, where it is another."""


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A range of a text and what takes its place."""

    where: TextRange
    new: str
    title: str
    """What an editor offers."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What a code's hint asks for: ``pattern`` is replaced at the place of the finding, or in its line (``inside``)."""

    code: str
    pattern: re.Pattern[str]
    new: str
    inside: bool = False


_ROWS = tuple(
    _Row(code, re.compile(pattern, re.IGNORECASE if code == "S030" else 0), new, inside)
    for code, pattern, new, inside in (
        ("N005", r"^[ \t>]*(?:[-+*] |\(?\w{1,3}[.)] )?[ \t]*(?=\[\^)", "", True),
        ("R003", r"\[[^\[\]]+\](?=\(#)", "[]", False),
        ("S008", r"&#\w+;|[^\t\n]", "", False),
        ("S012", r"(\(?[\w#]{1,9})([.)])(?=[ \t]*$|[ \t])", r"\1\\\2", False),
        ("S014", r"~~(?=\S)(.+?)~~", r"\1", False),
        ("S030", r"(\w+(?: \w+){0,2}) \1\b", r"\1", False),
        ("S031", r"(\w+) ?-(?= )[ ](?=\w)|(\w+) -(?=[^\W\d])", r"\1\2-", False),
        ("S031", r"(\w+ )-(?=\d)", r"\1−", False),
        ("S031", r"(\d{1,3}), (?=000\b)", r"\1,", False),
        ("S031", r"(\w) (?=[,.;:])", r"\1", False),
        ("S031", r"\$ (?=\d)", "$", False),
        ("S031", r"(\w+)\( (?=\w)", r"\1 (", False),
        ("S031", r"(\w+) (?=\))", r"\1", False),
        ("S035", r"(\[\^[^\[\]\s]+\])([.,;:])", r"\2\1", False),
        ("S035", r"([.,;:])(\[\^[^\[\]\s]+\])", r"\2\1", False),
        ("S081", r"\d+\\?[.)][ \t]+", "", False),
        ("S085", r"&(?:ndash);", "–", False),
        ("S085", r"&(?:mdash);", "—", False),
        ("S085", r"&(?:hellip);", "…", False),
        ("S085", r"&(?:copy);", "©", False),
        ("S085", r"==(\w[^=\n]*)==", r"\1", False),
        ("S085", r":[a-z_]{3,}:", "", False),
        ("S085", r"\\ (?=\S)", " ", False),
        ("S085", r"^#\. ", "(a) ", True),
        ("S088", r"(\[\^[^\[\]\s]+\])[ \u00a0]+(?=\[\^)", r"\1,", False),
        ("S177", r"\*(?=[\"']?[ \t]*$)", "", True),
        ("S179", r"\s-{2,3}\s", " – ", False),
        ("S179", r"-{2,3}", "—", False),
        ("S179", r"\.{3}", "…", False),
        ("S179", r" - (?=\d)", "–", False),
        ("S180", r"\[", r"\\[", False),
        ("S181", r"([ \t]*[−-]?\d[\d\s]*),(?=\d)", r"\1.", False),
    )
)


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number + 1)
    return lines[number][:_MOST] if number < len(lines) else ""


def _quotations(finding: Finding) -> Iterator[str]:
    """Yield what the message of a finding quotes."""
    for match in _QUOTED.finditer(finding.message):
        yield (
            next(filter(None, match.groups())).encode().decode("unicode_escape")
            if "\\" in match[0]
            else next(filter(None, match.groups()))
        )


def _find_quoted(finding: Finding, text: str, meant: str = "") -> TextRange | None:
    """Return where the first thing that a finding quotes is, from its place on; that most like ``meant`` before it."""
    row, column = max(finding.place.line - 1, 0), max(finding.place.column - 1, 0)
    lines = text.split("\n", row + _REACH)[row : row + _REACH]
    quotes = list(_quotations(finding))
    likest = nearest(meant, quotes)
    for quoted in [likest, *quotes] if likest else quotes:
        word = re.compile(rf"(?<![\w]){re.escape(quoted)}(?![\w])" if quoted[0].isalnum() else re.escape(quoted))
        for number, line in enumerate(lines):
            match = word.search(line[:_MOST], column if number == 0 else 0) or word.search(line[:_MOST])
            if match:
                return TextRange(row + number, match.start(), match.end())
            if not line.strip():
                break
    return None


def span(where: TextRange, text: str) -> tuple[int, int]:
    """Return the characters of ``text``, from which on and up to which, that a range takes."""
    last = max(where.line, where.last)
    lines = [len(line) + 1 for line in text.split("\n", last)[:-1]]
    return sum(lines[: where.line]) + where.start, min(sum(lines[:last]) + where.end, len(text))


def fault_range(finding: Finding, text: str) -> TextRange:
    """Return the range of what is wrong: from the place of the finding to the end of the mark or word that is there, or
    of what the finding quotes; the whole line where the finding has no column.
    """
    row = min(max(finding.place.line - 1, 0), text.count("\n"))
    line, column = _line(text, row), finding.place.column - 1
    if column < 0 or column >= len(line):
        start = len(line) - len(line.lstrip())
        return TextRange(row, min(max(column, start), len(line)), len(line.rstrip()) or len(line))
    quoted = _find_quoted(finding, text)
    if quoted and quoted.line == row and quoted.start == column:
        return quoted
    if line.lstrip("> ").startswith((":::", "#", "|")) and not line[:column].strip():
        return TextRange(row, column, len(line.rstrip()))
    token = _TOKEN.match(line, column) or re.compile(r"\s+").match(line, column)
    end = token.end() if token else len(line)
    if quoted and quoted.line == row and quoted.start > column:
        end = max(end, quoted.end)
    return TextRange(row, column, end)


def find_edits(finding: Finding, text: str) -> Iterator[TextEdit]:
    """Yield the edits that the hint of a finding asks for, each of which fixes it; mostly there is one or none. New
    lines end as those of the text.
    """
    ends = "\r\n" if "\r\n" in text else "\n"
    for edit in _edits(finding, text.replace(ends, "\n")):
        yield replace(edit, new=edit.new.replace("\n", ends))


def _edits(finding: Finding, text: str) -> Iterator[TextEdit]:
    meant = _MEANT.search(finding.hint)
    if meant and (meant[4] is None or finding.code == "S033"):
        new = next(filter(None, meant.groups()))
        where = _find_quoted(finding, text, new)
        if where:
            yield TextEdit(where, new, f"Write {new}")
        return
    row, column = max(finding.place.line - 1, 0), max(finding.place.column - 1, 0)
    line = _line(text, row)
    for rule in _ROWS:
        if rule.code != finding.code:
            continue
        match = rule.pattern.search(line) if rule.inside else rule.pattern.match(line, column)
        if match:
            new = match.expand(rule.new)
            title = f"Write {new.strip()}" if new.strip() else f"Remove {match[0].strip()}"
            yield TextEdit(TextRange(row, *match.span()), new, title)
            return
    if larger := _LARGER.get(finding.code):
        yield from larger(finding, text)


def _heading_level(finding: Finding, text: str) -> Iterator[TextEdit]:
    """S010: a heading is raised to the level that is due."""
    row = finding.place.line - 1
    due = re.search(r"level (\d) is due", finding.message)
    hashes = re.match(r"#+", _line(text, row))
    if due and hashes:
        new = "#" * int(due[1])
        yield TextEdit(TextRange(row, 0, hashes.end()), new, f"Write {new}")


def _missing_field(finding: Finding, text: str) -> Iterator[TextEdit]:
    """S006: the field is added at the end of the front matter, for its value to be typed."""
    name = next(_quotations(finding), "")
    last = front_matter_lines(text.split("\n", 1_000)[:1_000]) - 1
    if name and last > 0:
        yield TextEdit(TextRange(last, 0, 0), f"{name}: \n", f"Add {name}")


def _undefined_note(finding: Finding, text: str) -> Iterator[TextEdit]:
    """N001: the note that is meant is called, else a definition is added at the end, for its words to be typed."""
    name = next(_quotations(finding), "")
    near = nearest(name, _DEFINED.findall(text))
    where = _find_quoted(finding, text)
    if near and where:
        yield TextEdit(where, near, f"Write {near}")
        return
    row = text.count("\n")
    end = len(text) - text.rfind("\n") - 1
    gap = "" if text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    yield TextEdit(TextRange(row, end, end), f"{gap}[^{name}]: \n", f"Define [^{name}]")


def _whole_passage(finding: Finding, text: str) -> Iterator[TextEdit]:
    """N002, S014 of a rule: the lines up to the next blank one that is not followed by more of it are removed."""
    row = finding.place.line - 1
    lines = text.split("\n")
    if row >= len(lines) or (finding.code == "S014" and "a rule" not in finding.message):
        return
    last = row + 1
    while last < len(lines) and (lines[last].strip() or "".join(lines[last + 1 : last + 2]).startswith("    ")):
        last += 1
    last += last < len(lines) - 1
    yield TextEdit(TextRange(row, 0, 0, last), "", f"Remove {lines[row].strip()[:40]}")


def _repeated_word(finding: Finding, text: str) -> Iterator[TextEdit]:
    """S030 of a word before a reference that says it: the word is removed."""
    row, column = finding.place.line - 1, finding.place.column - 1
    word = next(_quotations(finding), "")
    line = _line(text, row)
    if word and line[:column].rstrip().endswith(word):
        start = len(line[:column].rstrip()) - len(word)
        yield TextEdit(TextRange(row, start, column), "", f"Remove {word}")


def _symbol(finding: Finding, text: str) -> Iterator[TextEdit]:
    """S079: spaces in a symbol are closed up, slashes are single, letters capitals."""
    where = _find_quoted(finding, text)
    typed = next(_quotations(finding), "")
    new = re.sub(r"/{2,}", "/", re.sub(r"\s+", "", typed))
    new = new.upper() if "small letters" in finding.message else new.rstrip("/")
    if where and new != typed:
        tail = " " if typed.endswith(" ") else ""
        yield TextEdit(where, new + tail, f"Write {new}")


def _term(finding: Finding, text: str) -> Iterator[TextEdit]:
    """S172: the entry that is meant is named."""
    entry = re.search(r'entry="([^"]+)"\.$', finding.hint)
    row, column = finding.place.line - 1, finding.place.column - 1
    mark = re.compile(r"\[[^\[\]]*\]\{[^{}]*?\.term(?![\w-])").match(_line(text, row), column)
    if (
        entry
        and mark
        and "entry=" not in _line(text, row)[mark.end() :].split("}")[0]
        and "Explain" not in finding.hint
    ):
        yield TextEdit(TextRange(row, mark.end(), mark.end()), f' entry="{entry[1]}"', f"Name the term {entry[1]}")


_LARGER = {
    "N001": _undefined_note,
    "N002": _whole_passage,
    "S006": _missing_field,
    "S010": _heading_level,
    "S014": _whole_passage,
    "S030": _repeated_word,
    "S079": _symbol,
    "S172": _term,
}
