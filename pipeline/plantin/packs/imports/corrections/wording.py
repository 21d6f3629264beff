"""The text of a Word paragraph in a form for comparison, and in source markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from plantin.house.locale_tables import Typography
from plantin.packs.imports import markup
from plantin.packs.imports.docx import Manuscript, Passage
from plantin.packs.imports.paragraph_pieces import Call, Look, Piece, Pointer, SourceMarkup, Words, merge_pieces

PLACE = re.compile(
    r"(?!.*indicator_)(?:(?:section|heading|paragraph|note|table|figure|box|equation|annex|appendix)_\w+|summary|easy_to_read)"
)
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SIGNS = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)
_TOKEN = re.compile(r"\s+|[^\s]+")


def primary(language: str) -> str:
    """Return a language without its region: what LibreOffice makes of ar is ar-SA."""
    return language.partition("-")[0].lower()


def normal(text: str) -> str:
    """Return ``text`` with every run of spaces one space, no-break ones too, and without invisible characters."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text))


def anchor(passage: Passage) -> str:
    """Return the bookmark by which a place of ours is known in the file, empty where it has none."""
    return next((mark for mark in passage.line.bookmarks if PLACE.fullmatch(mark)), "")


def is_inner(mark: str, passage: Passage) -> bool:
    """Return whether a bookmark is that of an object in an object, as of one of several figures or a table in a box."""
    return passage.kind == "object" and mark != anchor(passage) and PLACE.fullmatch(mark) is not None


@dataclass(frozen=True, slots=True)
class Targets:
    """Where calls and references of one file lead, in the terms that two files share: ``notes`` by a note's id,
    ``places`` by bookmark.
    """

    notes: Mapping[str, str]
    places: Mapping[str, str]
    marks: Mapping[str, str]

    def note(self, call: Call) -> str:
        """Return the note that is called."""
        return self.notes.get(call.note or self.marks.get(call.target, ""), f"?{call.target}")

    def place(self, bookmark: str) -> str:
        """Return the place that a reference leads to, or the note."""
        if bookmark in self.places:
            return self.places[bookmark]
        return self.notes.get(self.marks.get(bookmark, ""), f"?{bookmark}")


Key = tuple[object, ...]
Fold = Callable[[str], str]


def folding(typography: Typography) -> Fold:
    """Return what gives words with the quotation marks and apostrophes of the language as straight ones: the press
    decides which it prints.
    """
    straight = {sign.strip(): "'" for sign in (*typography.inner_quotation, typography.apostrophe)}
    straight |= {sign.strip(): '"' for sign in typography.quotation}
    spaced = {sign.strip(): re.escape(sign.strip()) for sign in straight}
    for sign in (*typography.quotation, *typography.inner_quotation):
        bare = re.escape(sign.strip())
        spaced[sign.strip()] = (
            f"{bare}[ \u00a0]?" if sign[-1:].isspace() else f"[ \u00a0]?{bare}" if sign[:1].isspace() else bare
        )
    pattern = re.compile("|".join(spaced.values()))
    return lambda text: pattern.sub(lambda match: straight[match[0].strip()], text)


def key(pieces: list[Piece], targets: Targets, language: str, fold: Fold) -> Key:
    """Return what the pieces say, equal for two files that a reader would not tell apart; ``fold`` makes more equal."""
    out: list[object] = []
    for piece in merge_pieces([part for raw_piece in pieces for part in _neutral(_plain_look(raw_piece, language))]):
        match piece:
            case Words(text, look):
                out.append((normal(fold(text)), look))
            case Call():
                out.append(("call", targets.note(piece)))
            case Pointer(target, _):
                out.append(("pointer", targets.place(target)))
            case SourceMarkup(marks, _):
                out.append(("marks", marks))
    return tuple(out)


def _plain_look(piece: Piece, language: str) -> Piece:
    if not isinstance(piece, Words):
        return piece
    tag = primary(piece.look.language)
    # An address without a path is the same with a slash (RFC 3986, 6.2.3), and LibreOffice adds one.
    link = re.sub(r"^(\w+://[^/?#]+)/$", r"\1", piece.look.link)
    return replace(piece, look=replace(piece.look, link=link, language="" if tag == primary(language) else tag))


def _neutral(piece: Piece) -> list[Piece]:
    """Foreign words without the signs around them, which are of no language: LibreOffice takes it from a full stop."""
    if not isinstance(piece, Words) or not piece.look.language:
        return [piece]
    before, inside, after = _SIGNS.fullmatch(piece.text).groups()  # type: ignore[union-attr]
    bare = replace(piece.look, language="")
    return [Words(before, bare), Words(inside, piece.look), Words(after, bare)]


def restore_references(
    pieces: list[Piece], former: list[Piece], targets: Targets, former_targets: Targets
) -> tuple[list[Piece], list[str]]:
    """Return ``pieces`` with each reference that ``former`` has, and that is mere text now, a reference again; and the
    words of those.
    """
    there = [targets.place(piece.target) for piece in pieces if isinstance(piece, Pointer)]
    references: list[str] = []
    for n, piece in enumerate(former):
        if not isinstance(piece, Pointer):
            continue
        place = former_targets.place(piece.target)
        if place in there:
            there.remove(place)
            continue
        before = former[n - 1] if n else None
        lead = before.text.split(" ")[-1] if isinstance(before, Words) and before.text[-1:] in {"\u00a0", " "} else ""
        pieces, done = _restore_pointer(pieces, normal(lead), piece)
        references += [normal(lead + piece.shown)] if done else []
    return pieces, references


def _restore_pointer(pieces: list[Piece], lead: str, pointer: Pointer) -> tuple[list[Piece], bool]:
    pattern = re.compile(
        r"(?<![0-9A-Za-z])" + re.escape(lead + normal(pointer.shown)).replace(r"\ ", "[ \u00a0]") + r"(?![0-9A-Za-z(])"
    )
    for n, piece in enumerate(pieces):
        # Words are found where they occur first, for references are tried in their order; a bare number must be the
        # only one.
        named = any(map(str.isalpha, lead + pointer.shown))
        if (
            isinstance(piece, Words)
            and (matches := list(pattern.finditer(piece.text)))
            and (named or len(matches) == 1)
        ):
            start, end = matches[0].start() + len(lead), matches[0].end()
            parts: list[Piece] = [
                replace(piece, text=piece.text[:start]),
                pointer,
                replace(piece, text=piece.text[end:]),
            ]
            return merge_pieces([*pieces[:n], *parts, *pieces[n + 1 :]]), True
    return pieces, False


# Words in the source's marks


def keep_source_marks(new: str, former: str, source: str) -> str:
    """Return ``new`` in which every word that ``former`` has too is written as ``source`` writes it; both say the same,
    ``former`` by us.
    """
    fresh, old, source_tokens = (_TOKEN.findall(text) for text in (new, former, source))
    written: dict[int, tuple[int, str]] = {}
    for _, start, end, from_, to in SequenceMatcher(None, old, source_tokens, autojunk=False).get_opcodes():
        if end - start == to - from_:
            written |= {start + n: (start + n + 1, source_tokens[from_ + n]) for n in range(end - start)}
        elif start < end:
            written[start] = (end, "".join(source_tokens[from_:to]))
    out: list[str] = []
    for tag, start, end, from_, to in SequenceMatcher(None, old, fresh, autojunk=False).get_opcodes():
        at = start
        while tag == "equal" and at < end:
            after, text = written.get(at, (end + 1, ""))
            out.append(text if after <= end else old[at])
            at = after if after <= end else at + 1
        out += fresh[from_:to] if tag != "equal" else []
    return "".join(out)


def likeness(one: str, other: str) -> float:
    """Return how like two texts are, from 0 to 1, by their words."""
    first, second = one.split(), other.split()
    if first == second:
        return 1.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def words_of(passage: Passage) -> str:
    """Return the words of a passage for a comparison by likeness."""
    return normal(passage.line.text())


def body(manuscript: Manuscript) -> list[Passage]:
    """Return the passages of the text that can be imported: not the head, not a picture alone."""
    return [
        passage
        for passage in manuscript.passages
        if passage.kind == "object"
        or (passage.kind not in ("head", "title") and (passage.line.pieces or passage.line.formulas))
    ]


def head(manuscript: Manuscript) -> list[str]:
    """Return the lines of the masthead and the notes that it calls; LibreOffice's empty lines do not count."""
    lines = [
        normal(passage.line.text()).strip()
        for passage in manuscript.passages
        if passage.kind == "head" and passage.line.pieces
    ]
    return [*lines, *manuscript.asterisks]


def languages(manuscript: Manuscript) -> dict[str, str]:
    """Return the tag that the file uses for each foreign language, by the language alone."""
    tags: dict[str, str] = {}
    for passage in (*manuscript.passages, *(inner for note in manuscript.notes for inner in note.passages)):
        for piece in passage.line.pieces:
            if isinstance(piece, Words) and piece.look.language:
                tags.setdefault(primary(piece.look.language), piece.look.language)
    return tags


def in_marks(pieces: list[Piece], names: markup.Marks, language: str, tags: Mapping[str, str]) -> str:
    """Return the pieces in the source's marks; foreign passages have the tags that the source uses."""

    def tag_look(look: Look) -> Look:
        tag = primary(look.language)
        return replace(look, language="" if tag == primary(language) else tags.get(tag, look.language))

    rows = [replace(piece, look=tag_look(piece.look)) if isinstance(piece, Words) else piece for piece in pieces]
    return markup.inline(merge_pieces(rows), names)
