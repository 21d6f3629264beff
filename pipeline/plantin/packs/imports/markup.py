"""Writes source markup: formatted words and blocks of every kind (docs/source.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from plantin.model.labels import Numerals
from plantin.model.numerals import numeral
from plantin.packs.imports.paragraph_pieces import Call, Look, Piece, Pointer, SourceMarkup, Words
from plantin.packs.imports.read_back import BREAK, Atom, Written

_SPECIAL = re.compile(r"[\\`*\[\]<$~^|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|\{(?=[.#]\w|=|[\w-]+=)")
_UNLINKED = re.compile(r"\b(www(?=\.\S*[\"<>])|https?(?=://\S*\\))", re.IGNORECASE)
_START = re.compile(
    r"(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)(?=[.)](?:\s|$))|(?=\((?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)\)(?:\s|$))|(?=[-+:>#=])"
)
_LOOKS_LIKE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+\.(?:org|com|net|int|edu|gov|eu|io)(?:/\S*)?")
_BARE = re.compile(r"(?:https?://|www\.)[\w./-]*[\w/]")


def names_another(words: str, target: str) -> bool:
    """Return whether the words of a link are an address, and another than ``target``, where the link leads: a source
    refuses it (R007).
    """
    return bool(_LOOKS_LIKE_ADDRESS.fullmatch(words.strip())) and _bare(words) != _bare(target)


def _bare(address: str) -> str:
    """Return an address without its scheme and its last slash."""
    return re.sub(r"^(?:https?://|mailto:)", "", address.strip(), flags=re.IGNORECASE).rstrip("/").lower()


_BEGIN, _END = "\ufdd0", "\ufdd1"
"""Where emphasis begins and ends while a text is put together: noncharacters (Unicode 23.7), which no text has."""
_BEGUN_IN_WORD = re.compile(rf"([^\W_])((?:{_BEGIN}\*+)+)(?=[^\w\s*]|_)")
_ENDED_IN_WORD = re.compile(rf"(?<=[^\w\s*]|_)((?:\*+{_END})+)([^\W_])")
_CALLED = re.compile(r"\[\^([^\]]+)\]")
_CLOSING, _BACKSLASH = re.compile(r"(?<!\S)(?=#+$)"), r"\\"
"""Before signs at the end of a heading that would close it (CommonMark 0.31, "ATX headings")."""
_INITIAL = re.compile(r"[A-Z]+\.")


def escape(text: str) -> str:
    """Return ``text`` with a backslash before each character that would be read as a mark, and before the stop or the
    colon of an address that would be read as a link with a quotation mark or with such backslashes in it.
    """
    return _UNLINKED.sub(r"\1\\", _SPECIAL.sub(lambda match: "\\" + match[0], text))


def escape_beginning(text: str) -> str:
    r"""A paragraph's text, with a backslash where it would begin as a list, a heading or a box: ``2017\. was``."""
    match = _START.match(text)
    return text if match is None else f"{text[: match.end()]}\\{text[match.end() :]}"


@dataclass(frozen=True, slots=True)
class Marks:
    """How the parts of a text that are no words are written: ``call`` and ``pointer`` give marks, ``plain`` gives words
    as an author types them, from the words and the character before them; ``spoken`` gives the pieces of a paragraph
    the languages that they are in.
    """

    call: Callable[[Call], str]
    pointer: Callable[[Pointer], str]
    plain: Callable[[str, str], str]
    spoken: Callable[[Sequence[Piece]], Sequence[Piece]] = list
    written: Written = field(default_factory=Written)
    """What was written, to be read back."""


def inline(pieces: Iterable[Piece], names: Marks) -> str:
    """Return the text of a paragraph in canonical marks."""
    out, before = "", " "
    rows: list[tuple[Look | None, str]] = []
    given: list[Atom] = []
    shown: list[Atom] = []
    for piece in names.spoken(list(pieces)):
        if rows and rows[-1][1].endswith("!") and not getattr(rows[-1][0], "code", False):
            # Before what is in brackets it would make a picture.
            rows[-1] = rows[-1][0], rows[-1][1].removesuffix("!") + ("\\!" if _is_bracketed(piece) else "!")
        if isinstance(piece, Words):
            text, look = piece.text, piece.look
            typed = text.replace("\n", " ") if look.code else names.plain(text.replace("\t", " "), before)
            rows.append((look, typed if look.code else escape(typed).replace("\n", "\\\n")))
            before = text[-1:] or before
            atoms = [atom for line in typed.split("\n") for atom in (BREAK, (line, look))][1:]
            given += atoms
            shown += atoms
            continue
        before = "x"
        marks = ""
        atoms, words = [], ""
        match piece:
            case Call():
                marks = names.call(piece)
                atoms = [(name, "call") for name in _CALLED.findall(marks)]
            case Pointer(_, words):
                marks = names.pointer(piece)
            case SourceMarkup(marks, words) if marks.startswith("$"):
                dollars = "$$" if marks.startswith("$$") else "$"
                atoms = [(" ".join(marks.removeprefix(dollars).removesuffix(dollars).split()), "mark")]
            case SourceMarkup(marks, words):
                atoms = [("", "mark")]
        given += atoms or [(words, Look())]
        shown += atoms if atoms and atoms[0][0] else [(words, Look())]
        rows.append((None, marks))
    names.written.passages.append((given, shown))
    for language, spoken in groupby(_in_languages(rows), key=lambda row: row[0]):
        inside = ""
        for _, group in groupby((row for _, row in spoken), key=lambda row: row[0] is None):
            run = list(group)
            inside += _mark_words([(look, text) for look, text in run if look is not None])
            inside += "".join(text for look, text in run if look is None)
        out += _wrap("language", language, inside)
    # A line after a break may begin a list or a box as the first may.
    return "\n".join(map(escape_beginning, _flank_emphasis(out).split("\n")))


def _is_bracketed(piece: Piece) -> bool:
    return not isinstance(piece, Words) or bool(piece.look.link or piece.look.language)


def _flank_emphasis(text: str) -> str:
    """Return ``text`` with its emphasis where CommonMark (6.2) sees it: between a letter and a sign, asterisks are read
    as such; a letter written as a reference to its character is a sign to them.
    """

    def reference(letter: str) -> str:
        return f"&#{ord(letter)};"

    text = _BEGUN_IN_WORD.sub(lambda match: reference(match[1]) + match[2], text)
    text = _ENDED_IN_WORD.sub(lambda match: match[1] + reference(match[2]), text)
    return text.replace(_BEGIN, "").replace(_END, "")


def code_block(text: str) -> str:
    """Return lines of code between fences that are longer than any run of backticks in them; spaces at the ends of
    lines say nothing.
    """
    text = "\n".join(map(str.rstrip, text.split("\n")))
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


_NESTED = ("link", "strong", "emphasis", "raised", "code")
"""The marks in a passage in one language, from the outermost to the innermost."""


def _in_languages(rows: Sequence[tuple[Look | None, str]]) -> Iterator[tuple[str, tuple[Look | None, str]]]:
    """Yield each of ``rows`` with its language; what is no words, as the call of a note, is in that of the words on
    both sides of it.
    """
    after = ""
    following: list[str] = []
    for look, _ in reversed(rows):
        after = look.language if look is not None else after
        following.append(after)
    before = ""
    for (look, text), then in zip(rows, reversed(following), strict=True):
        before = look.language if look is not None else before
        yield before if look is not None or before == then else "", (look, text)


def _mark_words(rows: list[tuple[Look, str]], depth: int = 0) -> str:
    if depth == len(_NESTED):
        return "".join(text for _, text in rows)
    mark = _NESTED[depth]
    return "".join(
        _wrap(mark, value, _mark_words(list(group), depth + 1))
        for value, group in groupby(rows, key=lambda row: getattr(row[0], mark))
    )


def _wrap(mark: str, value: str | bool, inside: str) -> str:
    if not value or not inside:
        return inside
    match mark:
        case "link":
            address = str(value)
            plain = re.sub(r"\\(.)", r"\1", inside)
            if address.rstrip("/") not in (plain.rstrip("/"), f"http://{plain.rstrip('/')}"):
                return f"[{inside}]({address})"
            return plain if _BARE.fullmatch(plain) else f"<{plain}>" if ":" in plain else f"[{inside}]({address})"
        case "language":
            return f"[{inside}]{{lang={value}}}"
        case "strong":
            return f"{_BEGIN}**{inside}**{_END}"
        case "emphasis":
            return f"{_BEGIN}*{inside}*{_END}"
        case "raised":
            sign = "^" if value == "superscript" else "~"
            return f"{sign}{inside}{sign}"
        case _:
            fence = "`" * (1 + max((len(run) for run in re.findall("`+", inside)), default=0))
            space = " " if inside.startswith("`") or inside.endswith("`") else ""
            return f"{fence}{space}{inside}{space}{fence}"


# Blocks


@dataclass(frozen=True, slots=True)
class Row:
    """A block to be written: what it is (as the importer of Word files names it), its level from 1, its text, its id
    and, with its dot, the suffix of its number. ``label`` is that of an entry, where it keeps what was typed; of a
    heading ``unnumbered``, where it has none.
    """

    kind: str
    level: int
    text: str
    identifier: str = ""
    suffix: str = ""
    label: str = ""

    @property
    def whole(self) -> str:
        """The text with its id before it, and with what else belongs there (``.bis``)."""
        names = " ".join(filter(None, (f"#{self.identifier}" if self.identifier else "", self.suffix)))
        return f"[]{{{names}}} {self.text}" if names else self.text


LISTED = ("item", "bullet", "continued")


def blocks(rows: Iterable[Row], numerals: tuple[Numerals, ...]) -> list[str]:
    """Return the blocks of a source, between blank lines; ``numerals`` are those of the levels of subparagraphs."""
    out: list[str] = []
    for kind, group in groupby(rows, key=lambda row: "list" if row.kind in LISTED else row.kind):
        if kind == "list":
            out += _write_list(list(group), numerals)
        elif kind == "quotation":
            out.append("\n>\n".join("\n".join(f"> {line}" for line in row.text.split("\n")) for row in group))
        elif kind == "plain":
            out.append("::: {.unnumbered}\n" + "\n\n".join(row.text for row in group) + "\n:::")
        elif kind == "heading":
            out += [f"{'#' * row.level} {_CLOSING.sub(_BACKSLASH, row.text)}" + _attributes(row) for row in group]
        else:
            out += [row.whole for row in group]
    return out


def _attributes(row: Row) -> str:
    attributes = [*([f"#{row.identifier}"] if row.identifier else []), *([f".{row.label}"] if row.label else [])]
    return f" {{{' '.join(attributes)}}}" if attributes else ""


def note(name: str, rows: list[Row], numerals: tuple[Numerals, ...]) -> str:
    """Return the definition of a note; what follows its first paragraph is indented."""
    first, rest = (rows[0].text, rows[1:]) if rows and rows[0].kind == "plain" else ("", rows)
    more = blocks((replace(row, kind="numbered") if row.kind == "plain" else row for row in rest), numerals)
    indented = ("\n".join(f"    {line}" if line else "" for line in block.split("\n")) for block in more)
    return "\n\n".join([f"[^{name}]: {first}".rstrip(), *indented])


def _write_list(rows: list[Row], numerals: tuple[Numerals, ...]) -> Iterator[str]:
    """Yield entries of lists and what is under them, indented to where the text of the entry begins."""
    counts: list[int] = []
    texts: list[int] = []
    for row in rows:
        level = max(1, min(row.level, len(texts) + (row.kind != "continued")))
        if row.kind == "continued":
            start = texts[level - 1] if texts else 0
            yield _indent(row.text, " " * start, " " * start)
            continue
        del texts[level - 1 :], counts[level:]
        counts += [0] * (level - len(counts))
        counts[level - 1] += row.kind == "item"
        start = texts[-1] if texts else 0
        # After capital letters and a dot one space is that of initials (pandoc's manual, "Ordered lists").
        typed = f"{row.label}{'  ' if _INITIAL.fullmatch(row.label) else ' '}" if row.label else ""
        sign = (
            typed or f"({numeral(counts[level - 1], numerals[min(level, len(numerals)) - 1])}) "
            if row.kind == "item"
            else "- "
        )
        texts.append(start + len(sign))
        yield _indent(row.whole, " " * start + sign, " " * texts[-1])


def _indent(text: str, first: str, rest: str) -> str:
    return first + text.replace("\n", "\n" + rest)


def picture(words: str, name: str, *marks: str) -> str:
    """Return the picture ``name`` with ``marks``, those that are not empty; ``words`` are in the source's marks
    already.

    >>> picture("A lamp", "media/lamp.png", "", "width=60%"), picture("", "media/rule.png")
    ('![A lamp](media/lamp.png){width=60%}', '![](media/rule.png)')
    """
    attributes = " ".join(filter(None, marks))
    return f"![{words}]({name})" + (f"{{{attributes}}}" if attributes else "")
