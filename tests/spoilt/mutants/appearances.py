"""Web pages, EPUBs and Word files that keep every word and say it of something else: what a link covers, which element
is referred to, in which language, direction and colour, on which page, and what lies around the files of an archive.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from tests.spoilt.mutants.family import Mutant

Text = Callable[[str, random.Random], tuple[str, str]]
"""A change of a page or a part: what was done, and the changed text; nothing done where it has no such place."""
Archive = Callable[[list[tuple[zipfile.ZipInfo, bytes]], random.Random], tuple[str, bytes]]
"""A change of an archive around its files: what was done, and its bytes."""

_WORDS = r"(?<=>)[^<>]*[^\W\d_]{5,}[^<>]*(?=<)"
_UNSEEN = ("\u00ad", "\u200b", "\u2060", "\u200d", "\ufeff")
_REFERRING = r'((?:aria-labelledby|aria-details|aria-describedby|headers|href)="#?)([^"#/:]+)(")'
_NUMBER_OF_A_PAGE = r'((?:title|aria-label)="[^"\d]*)(\d+)(")'
_DRAWN = r'((?:fill|stroke)(?:="|: ?))(#[0-9a-fA-F]{6})(")'
_LANGUAGE = r'( (?:xml:)?lang=")([a-z-]+)(")'
_DIRECTION = r'( dir=")(ltr|rtl)(")'


def _exchange(pattern: str) -> Text:
    """One value that ``pattern`` matches (before it, it, after it) takes the place of another in the same text."""

    def change(text: str, rng: random.Random) -> tuple[str, str]:
        matches = list(re.finditer(pattern, text))
        values = sorted({match[2] for match in matches})
        if len(values) < 2:
            return "", text
        match = rng.choice(matches)
        other = rng.choice([value for value in values if value != match[2]])
        return f"{other} for {match[2]} at {match.start()}", _put(text, match.span(2), other)

    return change


def _replace(pattern: str, other: str) -> Text:
    """One place that ``pattern`` matches, written as ``other``."""

    def change(text: str, rng: random.Random) -> tuple[str, str]:
        matches = list(re.finditer(pattern, text))
        if not matches:
            return "", text
        match = rng.choice(matches)
        return f"{match.expand(other)[:60]!r} at {match.start()}", _put(text, match.span(), match.expand(other))

    return change


def _within(put: tuple[str, ...], words: str) -> Text:
    """Something between two letters or figures of what a reader is given."""

    def change(text: str, rng: random.Random) -> tuple[str, str]:
        passages = list(re.finditer(words, text))
        if not passages:
            return "", text
        passage = rng.choice(passages)
        places = [match.end() for match in re.finditer(r"\w(?=\w)", passage[0])]
        at, sign = passage.start() + rng.choice(places), rng.choice(put)
        return f"{sign!r} at {at}", _put(text, (at, at), sign)

    return change


def _put(text: str, span: tuple[int, int], other: str) -> str:
    return f"{text[: span[0]]}{other}{text[span[1] :]}"


PAGE: tuple[Text, ...] = (
    _replace(r"</a>([^<>\w]*\w+)", r"\1</a>"),
    _replace(r"(\w+ )(<a [^>]*>)", r"\2\1"),
    _replace(r"(<a [^>]*>)([^<>]+)</a>", r"\1</a>\2"),
    _exchange(_REFERRING),
    _exchange(_NUMBER_OF_A_PAGE),
    _exchange(_DRAWN),
    _exchange(_LANGUAGE),
    _exchange(_DIRECTION),
    _within(_UNSEEN, _WORDS),
    _within(("<br/>", "<wbr/>", "<!-- so -->"), _WORDS),
    _replace(r"(<(?:em|strong|sup|sub)>)([^<>]+)(</\w+>)", r"\2\1\3"),
    _replace(r"<p id=", '<p lang="de" id='),
    _replace(r"<p id=", '<p dir="rtl" id='),
    _replace(r"(<annotation[^>]*>)([^<]+)", r"\1\2 + 1"),
)
"""Changes of pages. An element without an end is that of XML, which a page of HTML takes as well."""
WORD: tuple[Text, ...] = (
    _replace(r"(</w:hyperlink>)(<w:r>.*?</w:r>)", r"\2\1"),
    _exchange(r'(w:anchor=")([^"]+)(")'),
    _exchange(r"( REF )(\w+)( )"),
    _exchange(r'(<w:lang [^>]*w:(?:val|bidi|eastAsia)=")([^"]+)(")'),
    _exchange(r'(srgbClr val=")([0-9A-F]{6})(")'),
    _exchange(r'(<wp:docPr [^>]*descr=")([^"]+)(")'),
    _exchange(r'(<w:jc w:val=")(\w+)(")'),
    _exchange(r'(<w:gridCol w:w=")(\d+)(")'),
    _replace("<w:r><w:t", '<w:r><w:rPr><w:lang w:val="de-DE"/></w:rPr><w:t'),
    _replace("<w:r><w:t", "<w:r><w:rPr><w:rtl/></w:rPr><w:t"),
    _replace(r"(<w:pStyle [^>]*/>)(</w:pPr>)", r"\1<w:bidi/>\2"),
    _replace(r"(<w:pStyle [^>]*/>)(</w:pPr>)", r"\1<w:pageBreakBefore/>\2"),
    _replace(r"(<w:pStyle [^>]*/>)(</w:pPr>)", r"\1<w:keepNext/>\2"),
    _within(_UNSEEN, r"(?<=<w:t>)[^<>]*\w\w[^<>]*(?=<)|(?<=<w:t xml:space=\"preserve\">)[^<>]*\w\w[^<>]*(?=<)"),
    _within(('</w:t><w:br/><w:t xml:space="preserve">',), r'(?<=<w:t xml:space="preserve">)[^<>]*\w\w[^<>]*(?=<)'),
)
"""Changes of the parts of a Word file."""


def pack(entries: list[tuple[zipfile.ZipInfo, bytes]], comment: bytes = b"") -> bytes:
    """The archive of these files, packed as each says."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as again:
        for entry, data in entries:
            again.writestr(entry, data)
        again.comment = comment
    return archive.getvalue()


def _lengthen(entries: list[tuple[zipfile.ZipInfo, bytes]], rng: random.Random) -> tuple[str, bytes]:
    tail = rng.randbytes(rng.randrange(1, 40))
    return f"{len(tail)} bytes after the archive", pack(entries) + tail


def _comment(entries: list[tuple[zipfile.ZipInfo, bytes]], rng: random.Random) -> tuple[str, bytes]:
    return "a comment of the archive", pack(entries, rng.randbytes(12))


def _date(entries: list[tuple[zipfile.ZipInfo, bytes]], rng: random.Random) -> tuple[str, bytes]:
    entry, _ = rng.choice(entries)
    entry.date_time = (2001, rng.randrange(1, 13), 1, 0, 0, 0)
    return f"another time of {entry.filename}", pack(entries)


def _add_field(entries: list[tuple[zipfile.ZipInfo, bytes]], rng: random.Random) -> tuple[str, bytes]:
    entry, _ = rng.choice(entries[1:])
    entry.extra = b"\xca\xfe\x04\x00" + rng.randbytes(4)
    return f"a field of {entry.filename}", pack(entries)


def _reorder(entries: list[tuple[zipfile.ZipInfo, bytes]], rng: random.Random) -> tuple[str, bytes]:
    at = rng.randrange(1, len(entries) - 1)
    entries[at : at + 2] = reversed(entries[at : at + 2])
    return f"{entries[at][0].filename} before {entries[at + 1][0].filename}", pack(entries)


def _permit(entries: list[tuple[zipfile.ZipInfo, bytes]], rng: random.Random) -> tuple[str, bytes]:
    entry, _ = rng.choice(entries)
    entry.external_attr = (0o100777 << 16) | rng.randrange(1, 3)
    return f"other permissions of {entry.filename}", pack(entries)


AROUND: tuple[Archive, ...] = (_lengthen, _comment, _date, _add_field, _reorder, _permit)
"""Changes of an archive whose files stay as they are."""


def of_page(content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants of a web page."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    text = content.decode()
    for number in range(count):
        done, changed = _first(PAGE, number, text, rng)
        yield done, changed.encode()


def of_archive(changes: tuple[Text, ...], names: str, content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants of an archive: of its files with such names, and each third around its files."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    for number in range(count):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [(entry, archive.read(entry)) for entry in archive.infolist()]
        if number % 3 == 0:
            yield AROUND[number // 3 % len(AROUND)](entries, rng)
            continue
        done = ""
        while not done:
            at = rng.choice([at for at, (entry, _) in enumerate(entries) if re.search(names, entry.filename)])
            entry, data = entries[at]
            done, changed = _first(changes, rng.randrange(len(changes)), data.decode(), rng)
            entries[at] = entry, changed.encode()
        yield f"{entry.filename}: {done}", pack(entries)


def _first(changes: tuple[Text, ...], number: int, text: str, rng: random.Random) -> tuple[str, str]:
    """The first change from the one of that number on that finds a place in the body; nothing done where none does."""
    begin = max(text.find("<body"), 0)
    for step in range(len(changes)):
        done, changed = changes[(number + step) % len(changes)](text[begin:], rng)
        if done:
            return done, text[:begin] + changed
    return "", text


of_epub = partial(of_archive, PAGE, r"\.xhtml$")
of_word = partial(of_archive, WORD, r"word/(?:document|footnotes|header\d+|footer\d+|charts/chart\d+)\.xml$")
