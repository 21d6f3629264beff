"""Divides a report into messages: its text block by block, without block markup, each under a permanent context."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from plantin.findings import Place
from plantin.source.front_matter import FrontMatter
from plantin.source.scan import DEFINITION, FIRST_MARKER, MARKER, Block, SourceLine, blocks
from plantin.source.tables import convert_to_pipes
from plantin.source.text import Source

Kind = Literal["title", "masthead", "heading", "paragraph", "entry", "note", "cell"]

_NOTHING = re.compile(
    r":{3,}.*|[<^+*-]|(?:\[\]\{[^}]*\}[ \t]*)?\$\$.*|<!--.*|\{[^}]*\}"
    r"|(?:[-*_][ \t]*){3,}|=+|\|?[ \t:]*-{2,}[-|: \t]*|\[[^\]^][^\]]*\]:[ \t].*"
)
_HEADING = re.compile(r"(#{1,6}[ \t]+)(.*?)((?:[ \t]+\{[^}]*\})?[ \t]*#*[ \t]*)$")
_HEADING_ID = re.compile(r"\{[^}]*#([^\s}]+)")
_LEADING_ID = re.compile(r"\[\]\{#([^\s}]+)\}")
_QUOTATION = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_CELL = re.compile(r"(?:\\.|[^|\\])+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HARD_BREAK = ("\\", "  ")
_MARKS = re.compile(r"\[\^[^\]]*\]|\{[^}]*\}|[*_`]")
"""Calls of notes, attributes and signs of emphasis, which a heading in a translator's note does without."""
# Words in a context are those of four letters or more: short ones are particles in most languages.
_LETTERS, _WORDS, _LONGEST, _DIGEST = 4, 3, 32, 6


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to translate."""

    context: str
    """What distinguishes it: the author's id, the name of a note or a field, else its kind with the first words and a
    digest of its text, so that no edit elsewhere changes it; ``~2`` after the context of an equal text before it.
    """
    text: str
    """Its text as the source has it."""
    kind: Kind
    place: Place
    numbered: bool = False
    """Whether it is a paragraph that the press numbers: not one in a box, a quotation, a list or a note."""
    section: str = ""
    """The heading above it, without marks."""
    term: bool = False
    """Whether it is a term of the glossary."""
    foreign: bool = False
    """Whether it is in a passage in another language, which it may keep."""
    heads: tuple[str, ...] = ()
    """The heads of the column and the row of a cell, without marks and shortened."""

    @property
    def permanent(self) -> bool:
        """Whether the author gave the context, which then says which message this is whatever its text becomes."""
        return self.context.startswith(("#", "note:", "title", "masthead:")) and "/" not in self.context

    @property
    def note(self) -> str:
        """What a translator reads beside it. No line number: each edit of the report would change every note."""
        place = f"{self.kind}: {self.section}" if self.section else self.kind
        return " | ".join((place, *self.heads))


@dataclass(frozen=True, slots=True)
class MessagePiece:
    """A message and the stretches of its block's text that it fills, one to a line."""

    message: Message
    block: int
    stretches: tuple[tuple[int, int], ...]


def messages(source: Source, head: FrontMatter) -> tuple[Message, ...]:
    """Return every message of the report: the title, the other words of the front matter, then block by block in the
    order of the source.

    Indicators, references, ids and inline marks stay in the text; marks that make a block (#, list
    markers, >, note names) do not.
    """
    return (title(head), *masthead(head), *(piece.message for piece in pieces(source)))


def title(head: FrontMatter) -> Message:
    """Return the title, which the front matter has."""
    return Message("title", head.title, "title", head.place("title"))


def masthead(head: FrontMatter) -> Iterator[Message]:
    """Return the other words of the front matter: session, titles of agenda items, notes that asterisks call."""
    rows: list[tuple[str, str, str]] = []

    def keep(name: str, field: str, text: str) -> str:
        rows.append((name, field, text))
        return text

    _change_words(head, keep)
    return (Message(f"masthead:{name}", text, "masthead", head.place(field)) for name, field, text in rows if text)


def translate_head(head: FrontMatter, texts: Mapping[str, str]) -> FrontMatter:
    """Return the front matter with its words replaced by those that ``texts`` has for their contexts."""
    words = _change_words(head, lambda name, _, text: texts.get(f"masthead:{name}") or text)
    # A title that was translated is in the language of the translation.
    language = head.title_language if texts["title"].endswith(head.title) else ""
    return replace(words, title=texts["title"], title_language=language)


def _change_words(head: FrontMatter, change: Callable[[str, str, str], str]) -> FrontMatter:
    """Return ``head`` with each text but title, names and numbers as ``change`` makes it of context, field, text."""
    session = change("session", "session", head.session)
    items = tuple(
        (key, change(f"agenda-{n}", "agenda-items", title)) for n, (key, title) in enumerate(head.agenda_items, 1)
    )
    notes = tuple((line, change(f"note-{line}", "masthead-notes", text)) for line, text in head.masthead_notes)
    work = head.publication
    subtitle, publisher, rights = (
        change(name, name, text)
        for name, text in (("subtitle", work.subtitle), ("publisher", work.publisher), ("rights", work.rights))
    )
    keywords, abstract = (
        tuple(change(f"{name}-{n}", name, text) for n, text in enumerate(texts, 1))
        for name, texts in (("keywords", work.keywords), ("abstract", work.abstract))
    )
    field = "abbreviations"
    short = tuple(
        (change(f"abbreviation-{n}", field, name), change(f"abbreviation-{n}-words", field, words))
        for n, (name, words) in enumerate(work.abbreviations, 1)
    )
    names = {text: change(f"affiliation-{n}", "authors", text) for n, text in enumerate(work.affiliations(), 1)}
    authors = tuple(
        replace(author, affiliations=tuple(names[text] for text in author.affiliations)) for author in work.authors
    )
    publication = replace(
        work,
        subtitle=subtitle,
        publisher=publisher,
        rights=rights,
        keywords=keywords,
        abstract=abstract,
        abbreviations=short,
        authors=authors,
    )
    return replace(head, session=session, agenda_items=items, masthead_notes=notes, publication=publication)


def pieces(source: Source) -> tuple[MessagePiece, ...]:
    """Return the messages of the body, with the stretches of text that a translation of each has to fill."""
    walk = _Walk(source.path)
    for index, (block, lines) in enumerate(blocks(convert_to_pipes(source).blocks)):
        walk.block(index, block, lines)
    return tuple(walk.pieces)


class _Walk:
    """One walk over the blocks. It knows which section, note or code it is in, and which contexts are taken."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._section = ""
        self._taken: Counter[str] = Counter()
        self._note = ""
        self._divs: tuple[str, ...] = ()
        self._kind: Kind = "paragraph"
        self._open: list[tuple[int, int]] = []
        self._block = (0, Block(0, "", ""))
        self._columns: tuple[int, list[str]] = (-1, [])
        self.pieces: list[MessagePiece] = []

    def block(self, index: int, block: Block, lines: tuple[SourceLine, ...]) -> None:
        """Read one run of lines."""
        if not lines[0].note:
            self._note = ""
        self._block = (index, block)
        offset = 0
        for line in lines:
            if line.code or line.fence:
                self._close()
                self._divs = line.divs[:-1] if line.kind == "div closes" else line.divs
            else:
                self._line(line.text, offset)
            offset += len(line.text) + 1
        self._close()

    def _line(self, line: str, offset: int) -> None:
        start = self._start(line)
        rest = line[start:].rstrip() if not line.endswith("  ") else line[start:].rstrip() + "  "
        if not rest.strip() or _NOTHING.fullmatch(rest.strip()):
            if self._open and self._kind != "entry" and re.fullmatch(r"=+|-+", rest.strip()):
                self._kind = "heading"
            self._close()
        elif heading := _HEADING.fullmatch(rest):
            self._close()
            self._heading(heading, offset + start)
        elif rest.startswith("|"):
            self._close()
            self._cells(rest, offset + start)
        else:
            self._open.append((offset + start, offset + start + len(rest)))

    def _start(self, line: str) -> int:
        """Return where the text of ``line`` begins; what comes before it may close a message and open another kind."""
        start = _end(_QUOTATION, line, 0)
        while match := DEFINITION.match(line, start) or MARKER.match(line, start):
            if match.re is DEFINITION:
                self._close()
                self._note, self._kind = match[1], "note"
            elif self._open and self._kind != "entry" and not FIRST_MARKER.match(match[0]):
                break  # a paragraph goes on: only the first mark of a list can end it (CommonMark, "List items")
            else:
                self._close()
                self._kind = "entry"
            start = _end(_QUOTATION, line, match.end())
        return start

    def _heading(self, match: re.Match[str], offset: int) -> None:
        identifier = _HEADING_ID.search(match[3])
        self._section = ""
        context = f"#{identifier[1]}" if identifier else ""
        self._add("heading", context, [(offset + match.start(2), offset + match.end(2))])
        self._section = " ".join(_MARKS.sub("", match[2]).split())

    def _cells(self, row: str, offset: int) -> None:
        cells = list(_CELL.finditer(row))
        if self._columns[0] != self._block[0]:
            self._columns = self._block[0], [_head(match[0]) for match in cells]
        columns = [*self._columns[1], *(_head("") for _ in cells)]
        for match, column in zip(cells, columns, strict=False):
            cell = match[0].strip()
            if _WORD.search(cell):
                start = offset + match.start() + len(match[0]) - len(match[0].lstrip())
                self._add("cell", "", [(start, start + len(cell))], heads=(column, _head(cells[0][0])))

    def _close(self) -> None:
        """End the message that is open, if one is."""
        stretches, kind = self._open, self._kind
        self._open, self._kind = [], "paragraph"
        if not stretches:
            return
        if self._note:
            self._add("note", f"note:{self._note}", stretches, "/")
            return
        text = self._block[1].text
        identifier = _LEADING_ID.match(text, stretches[0][0])
        numbered = (
            kind == "paragraph"
            and not any("unnumbered" in attributes for attributes in self._divs)
            and text[: stretches[0][0]].endswith(("", "\n")[stretches[0][0] > 0])
        )
        term = numbered and any(re.search(r"\.glossary\b", attributes) for attributes in self._divs[-1:])
        self._add(kind, f"#{identifier[1]}" if identifier else "", stretches, numbered=numbered, term=term)

    def _add(
        self,
        kind: Kind,
        context: str,
        stretches: list[tuple[int, int]],
        sign: str = "~",
        *,
        numbered: bool = False,
        term: bool = False,
        heads: tuple[str, ...] = (),
    ) -> None:
        index, block = self._block
        text = _join_lines([block.text[begin:end] for begin, end in stretches])
        context = context or context_of(kind, text)
        self._taken[context] += 1
        if (same := self._taken[context]) > 1:
            context = f"{context}{sign}{same}"
        start = stretches[0][0]
        line = block.line + block.text.count("\n", 0, start)
        place = Place(self._path, line, start - block.text.rfind("\n", 0, start))
        section = "" if kind in ("heading", "note") else self._section
        foreign = any(re.search(r"\blang=", attributes) for attributes in self._divs)
        message = Message(context, text, kind, place, numbered, section, term, foreign, heads)
        self.pieces.append(MessagePiece(message, index, tuple(stretches)))


def context_of(kind: Kind, text: str) -> str:
    """Return the context of a message that has no name of the author's: its kind, its first words, a
    digest of its text.

    >>> context_of("paragraph", "The lamps were lit.")
    'paragraph:lamps-were.68efcd'
    """
    return f"{kind}:{_slug(text)}.{hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]}"


def _head(cell: str) -> str:
    """Return the head of a column or a row as notes have it."""
    return " ".join(_MARKS.sub("", cell).split())[:_LONGEST].strip() or "-"


def _end(pattern: re.Pattern[str], line: str, start: int) -> int:
    match = pattern.match(line, start)
    return match.end() if match else start


def _join_lines(lines: list[str]) -> str:
    """Return lines as one: how an author broke them says nothing, but for a hard break, which stays."""
    out = ""
    for i, line in enumerate(lines):
        last = i == len(lines) - 1
        hard = not last and line.endswith(_HARD_BREAK)
        out += (line if hard and line.endswith("\\") else line.rstrip() + ("\\" if hard else "")) + (
            "" if last else "\n" if hard else " "
        )
    return out


def _slug(text: str) -> str:
    plain = re.sub(r"\[\^[^\]]*\]|\{[^}]*\}", "", text)
    words = [word.lower().replace("’", "'").replace("'", "") for word in _WORD.findall(plain)]
    kept = ([word for word in words if len(word) >= _LETTERS] or words or ["text"])[:_WORDS]
    while len(kept) > 1 and len("-".join(kept)) > _LONGEST:
        kept.pop()
    return "-".join(kept)[:_LONGEST]


def fill(source: Source, texts: Mapping[str, str]) -> Source:
    """Return ``source`` with the text of each message replaced by the one that ``texts`` has for its context; every
    other mark stays.

    Lines are kept, so that a place in the result is one in ``source`` (but for a translation with more
    hard breaks than its original).
    """
    source = convert_to_pipes(source)
    blocks = list(source.blocks)
    spare: Counter[int] = Counter()
    for piece in reversed(pieces(source)):
        text = blocks[piece.block].text
        lines = _fold(texts[piece.message.context], len(piece.stretches))
        for n, (start, end) in reversed(list(enumerate(piece.stretches))):
            if n < len(lines):
                text = text[:start] + lines[n] + text[end:]
            else:
                text = text[: text.rindex("\n", 0, start)] + text[end:]
                spare[piece.block + 1] += 1
        blocks[piece.block] = replace(blocks[piece.block], text=text)
    kept = (replace(block, before="\n" * spare[n] + block.before) for n, block in enumerate(blocks))
    return source.with_blocks(tuple(kept))


def _fold(text: str, count: int) -> list[str]:
    """Return ``text`` on ``count`` lines, or on fewer where it has no space to spare. No line begins with
    what would open a block.
    """
    parts = [part for part in re.split(r"(?<=\\)\n", text) if part]
    while len(parts) < count:
        longest = max(range(len(parts)), key=lambda i: len(parts[i]))
        middle = len(parts[longest]) // 2
        spaces = sorted(_breaks(parts[longest]), key=lambda place: abs(place - middle))
        if not spaces:
            break
        parts[longest : longest + 1] = [parts[longest][: spaces[0]], parts[longest][spaces[0] + 1 :]]
    if len(parts) > count:
        parts[count - 1 :] = ["\n".join(parts[count - 1 :])]
    return parts


def _breaks(text: str) -> Iterator[int]:
    for match in re.finditer(r"(?<=\S) (?=[^\W\d])", text):
        before = text[: match.start()]
        closed = before.count("{") == before.count("}") and before.count("`") % 2 == 0
        if closed and not MARKER.match(text, match.end()):
            yield match.start()
