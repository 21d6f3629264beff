"""Text that runs from right to left, painted so that every reader finds it (ISO 32000-1, 14.8.2.3.3).

Glyphs are painted from left to right, as readers that search, copy and extract by position expect them. Each run of one
direction is a marked-content sequence of its own: within one from right to left the show strings say that they are
reversed (``ReversedChars``), and the structure tree names the sequences in the order in which they are read.
Replacement text for a whole line, which such readers would turn round once more, is not needed; it is given to single
clusters whose glyphs have no letters of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby, pairwise, takewhile
from math import inf

from weasyprint.text.ffi import ffi, pango

from plantin.model.languages import MIRRORED
from plantin.writers.pdf.engine_types import Box, Font, LayOut, Stream
from plantin.writers.pdf.placed_marks import NAME, PlacedMarks
from plantin.writers.pdf.shaped_text import decompose
from plantin.writers.pdf.shaping import columns, is_blank, runs

_BACKWARDS = frozenset({"R", "AL", "AN"})
OTHER = b"soft"
"""What follows the name of a font in that of the same one in which some glyphs have another meaning."""
_DIRECTED = _BACKWARDS | {"L", "EN"}
_MARKS = frozenset({"Mn", "Me"})
_LEAST_SEQUENCES = 2
_WIDEST_GAP = 1000
"""The widest white within a string, in thousandths of the size."""
_LEAST_SHIFT_POINTS = 0.0005
"""Shifts below this are ignored."""
_PARTS = re.compile(rb"<([0-9a-f]*)>|(-?[0-9][0-9.e-]*)")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph as it is set: its number in its font, whether it runs from right to left, its cluster's place in the text
    (in bytes) and its own among the glyphs of the cluster, and what it says: of a cluster of several glyphs the first
    one read says all, the others nothing.
    """

    code: int
    backwards: bool
    place: tuple[float, int]
    meant: str


def soften_end(glyphs: tuple[Glyph, ...], hyphen: str, soft: str) -> tuple[Glyph, ...]:
    """Return ``glyphs`` whose last one read, a ``hyphen`` where a word is divided, is read as ``soft``."""
    last = max(glyphs, key=lambda glyph: glyph.place)
    return tuple(replace(glyph, meant=soft) if glyph is last and glyph.meant == hyphen else glyph for glyph in glyphs)


def is_backwards(text: str) -> bool:
    """Return whether a character of ``text`` runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(character) in _BACKWARDS for character in text)


def keep_glyphs(draw_first_line: LayOut) -> LayOut:
    """Wrap WeasyPrint's ``draw_first_line``: it keeps the glyphs of each box that may run from right to left as its
    ``set_glyphs``, and gives each of them the letters that it stands for (the layout engine gives all letters of a
    cluster to the glyph it meets first).
    """

    def draw(stream: Stream, box: Box, *rest: object) -> object:
        if (
            not is_blank(box.text)
            and box.style["font_size"]
            and (box.style["direction"] == "rtl" or is_backwards(box.text))
        ):
            box.set_glyphs = _turn_brackets([*_set(stream, box)])
        return draw_first_line(stream, box, *rest)

    return draw


def _set(stream: Stream, box: Box) -> Iterator[Glyph]:
    layout = box.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    text = layout.text.encode()
    for run in runs(line):
        start, end, count = run.item.offset, run.item.offset + run.item.length, run.glyphs.num_glyphs
        backwards = bool(run.item.analysis.level % 2)
        codes, widths, _, _ = columns(run)
        clusters = list(ffi.unpack(run.glyphs.log_clusters, count))
        bounds = [*sorted({start + cluster for cluster in clusters}), end]
        ends = dict(pairwise(bounds))
        font, _ = stream.add_font(run.item.analysis.font)
        for cluster, group in groupby(range(count), key=clusters.__getitem__):
            visible = [(codes[at], widths[at]) for at in group if codes[at] != pango.PANGO_GLYPH_EMPTY]
            place = start + cluster
            words = text[place : ends[place]].decode()
            # HarfBuzz sets Latin in its own order: the mark of a sign is after it in a run from right to left too.
            turned = backwards and not (decompose(words, len(visible)) and not visible[-1][1])
            read = [code for code, _ in (reversed(visible) if turned else visible)]
            if backwards:
                for code, letters in zip(read, _share_letters(words, len(read)), strict=True):
                    font.to_unicode.setdefault(code, MIRRORED.get(letters, letters))
            meant = [words, *[""] * (len(read) - 1)]
            glyphs = [
                Glyph(code, backwards, (place, rank), letter)
                for rank, (code, letter) in enumerate(zip(read, meant, strict=False))
            ]
            yield from reversed(glyphs) if turned else glyphs


def _turn_brackets(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    """Return ``glyphs`` in the order of painting, in which brackets around nothing but what runs from left to right run
    so too: they look the same, and PDFium, which turns all brackets of a line from right to left round, gives them
    right.
    """
    opened = -1
    for place, glyph in enumerate(glyphs):
        if not glyph.backwards:
            continue
        if 0 <= opened < place - 1 and MIRRORED.get(glyph.meant) == glyphs[opened].meant:
            for at, other in ((opened, glyph), (place, glyphs[opened])):
                glyphs[at] = replace(other, code=glyphs[at].code, backwards=False)
        opened = place
    return tuple(glyphs)


def _share_letters(words: str, count: int) -> list[str]:
    """Return the letters of a cluster, shared among its ``count`` glyphs in the order in which they are read: one each;
    where letters are joined, all of them to the first, then their marks; of a sign that its font lacks (≠), its parts.
    """
    if not count or count >= len(words):
        parts = decompose(words, count) or words
        return [*parts, *[""] * (count - len(parts))] if count else []
    over = [character for character in words if unicodedata.category(character) in _MARKS][: count - 1]
    rest = "".join(character for character in words if unicodedata.category(character) not in _MARKS)
    if count == 1 or len(over) < count - 1 or not rest:
        return [words, *[""] * (count - 1)]
    last = "".join(character for character in words if unicodedata.category(character) in _MARKS)[count - 2 :]
    return [rest, *over[:-1], last]


@dataclass(slots=True)
class _Shown:
    """A glyph in its stream: the font and size that it is set in (the operands of Tf), its rise, and how far the pen
    goes back before it (in thousandths of the size).
    """

    glyph: Glyph
    font: bytes
    rise: bytes
    back: float
    whole: bool = True


@dataclass(frozen=True, slots=True)
class MarkedSequence:
    """Instructions of one marked-content sequence: the ``words`` read there, and whether its glyphs do not say them."""

    place: tuple[float, int]
    words: str
    instructions: tuple[bytes, ...]
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Faces:
    """What the fonts of a file say and how wide their glyphs are, by their names in the streams."""

    letters: dict[bytes, dict[int, str]]
    widths: dict[bytes, dict[int, int]]
    placed: PlacedMarks = field(default_factory=PlacedMarks)
    others: dict[tuple[bytes, int], str] = field(default_factory=dict)
    """What glyphs mean in the same fonts under their names with OTHER."""

    @classmethod
    def of(cls, fonts: Iterable[Font]) -> Faces:
        """Return those of WeasyPrint's ``fonts``."""
        drawn = [(str(font.hash).encode(), font) for font in fonts if not font.bitmap]
        return cls({name: font.to_unicode for name, font in drawn}, {name: font.widths for name, font in drawn})

    def space(self, name: bytes) -> tuple[int, int] | None:
        """Return the glyph of the space in a font, and its width in thousandths of the size; None where it has none."""
        letters = self.letters.get(name, {})
        return next(((code, self.widths[name][code]) for code, sign in letters.items() if sign == " "), None)


def sequences(items: list[bytes], font: bytes, glyphs: tuple[Glyph, ...], faces: Faces) -> list[MarkedSequence] | None:
    """Return the text object ``items`` (all between BT and ET, Tm apart), which shows ``glyphs`` and begins in ``font``
    (the operands of Tf), cut into sequences in the order of painting. None where it shows something else.
    """
    drawn_glyphs = _parse(items, font, glyphs)
    if drawn_glyphs is None:
        return None
    _join_spaces(drawn_glyphs, faces)
    _set_strokes(drawn_glyphs, faces)
    _place_marks(drawn_glyphs, faces)
    _find_silent(drawn_glyphs, faces)
    return [_sequence(list(group)) for _, group in groupby(drawn_glyphs, key=_sequence_key)]


def add_spaces(
    found: list[MarkedSequence], lead: str, ending: str, faces: Faces, *, turned: bool
) -> list[MarkedSequence]:
    """Return ``found`` with a space that is read before all (``lead``) or after it (``ending``, else empty) and takes
    no room; ``turned``: where lines run from right to left.
    """
    first = next(instruction for part in found for instruction in part.instructions if instruction.endswith(b" Tf"))
    size = first.split()[1]
    name, space = next((name, space) for name in (first.split()[0][1:], *faces.letters) if (space := faces.space(name)))
    font, glyph, width = b"/" + name + b" " + size + b" Tf", b"<%04x>" % space[0], b"%d" % space[1]
    left, right = b"[" + width + glyph + b"] TJ", b"[" + glyph + width + b"] TJ"
    before = [MarkedSequence((-1, 0), " ", (font, right))] if lead else []
    after = [MarkedSequence((inf, 0), " ", (font, left if turned else right))] if ending else []
    if turned:
        return [*after, *found, *before]
    return [*before, *found, *after]


def begins_with_left_to_right_word(found: list[MarkedSequence]) -> bool:
    """Return whether a line from right to left begins with a word from left to right and a space. MuPDF, to which the
    space comes before the word, takes one from the other side of it.
    """
    run = [*takewhile(lambda part: not is_backwards(part.words), reversed(found))]
    if not _LEAST_SEQUENCES <= len(run) < len(found) or not run[-1].words.isspace():
        return False
    return any(unicodedata.bidirectional(character) in {"L", "EN"} for character in run[0].words)


def in_reading_order(found: list[MarkedSequence], faces: Faces) -> list[MarkedSequence]:
    """Return ``found``, of a line from right to left, with its runs of one direction in the order in which they are
    read, each painted where it was: MuPDF takes the words of a line in the order of its runs, Poppler and PDFium by
    their places.
    """
    turned = _directions(found)
    groups = list[list[int]]()
    for at, part in enumerate(found):
        # Of several that are from left to right in themselves, each may be read after the one at its right.
        if at and turned[at] == turned[at - 1] and (turned[at] or found[at - 1].place < part.place):
            groups[-1].append(at)
        else:
            groups.append([at])
    if len(groups) <= 1:
        return found
    pens = [*accumulate((_advance(part, faces) for part in found), initial=0.0)]
    ordered, pen = list[MarkedSequence](), 0.0
    for group in reversed(groups):
        ordered += [_move(found[group[0]], pens[group[0]] - pen), *(found[place] for place in group[1:])]
        pen = pens[group[-1] + 1]
    return ordered


def _directions(found: list[MarkedSequence]) -> list[bool]:
    """Return whether each sequence goes from right to left: a sign of the letter before it (NSM) goes in that letter's
    direction, spaces, stops and brackets between two words from right to left in theirs.
    """
    directions = list[bool]()
    for (directed, backwards), group in groupby(found, key=_direction):
        count = len([*group])
        inside = not directed and bool(directions) and directions[-1] and len(directions) + count < len(found)
        directions += [backwards or (inside and _direction(found[len(directions) + count])[1])] * count
    return directions


def _direction(part: MarkedSequence) -> tuple[bool, bool]:
    """Return whether a sequence has a direction of its own, and whether that is from right to left."""
    kinds = {unicodedata.bidirectional(character) for character in part.words}
    signs = bool(part.words) and _MARKS.issuperset(map(unicodedata.category, part.words))
    return signs or not _DIRECTED.isdisjoint(kinds), signs or not _BACKWARDS.isdisjoint(kinds)


def _advance(part: MarkedSequence, faces: Faces) -> float:
    """Return how far the pen goes in a sequence, in points."""
    name, size, gone = b"", 0.0, 0.0
    for item in part.instructions:
        if item.endswith(b" Tf"):
            name, size = item.split()[0][1:], float(item.split()[1])
        for codes, number in _PARTS.findall(item) if item.endswith(b"] TJ") else ():
            widths = (faces.widths[name].get(int(codes[at : at + 4], 16), 0) for at in range(0, len(codes), 4))
            gone += (sum(widths) - float(number or 0)) * size / 1000
    return gone


def _move(part: MarkedSequence, distance: float) -> MarkedSequence:
    """Return ``part`` so far to the right, in points."""
    if abs(distance) < _LEAST_SHIFT_POINTS:
        return part
    size = next(float(item.split()[1]) for item in part.instructions if item.endswith(b" Tf"))
    index = next(place for place, item in enumerate(part.instructions) if item.endswith(b"] TJ"))
    instructions = [*part.instructions]
    instructions[index] = b"[" + _number(-distance * 1000 / size) + b" " + instructions[index][1:]
    return replace(part, instructions=tuple(instructions))


def _parse(items: list[bytes], font: bytes, glyphs: tuple[Glyph, ...]) -> list[_Shown] | None:
    drawn_glyphs: list[_Shown] = []
    left = iter(glyphs)
    rise, back = b"0", 0.0
    for item in items:
        if item.endswith(b" Tf"):
            back *= float(font.split()[1]) / float(item.split()[1]) if back else 1
            font = item.removesuffix(b" Tf")
        elif item.endswith(b" Ts"):
            rise = item.removesuffix(b" Ts")
        elif item.endswith(b"] TJ"):
            for codes, number in _PARTS.findall(item):
                back += float(number or 0)
                for start in range(0, len(codes), 4):
                    glyph = next(left, None)
                    if glyph is None or glyph.code != int(codes[start : start + 4], 16):
                        return None
                    drawn_glyphs.append(_Shown(glyph, font, rise, back))
                    back = 0.0
        else:
            return None
    return drawn_glyphs if drawn_glyphs and next(left, None) is None else None


def _set_strokes(shown: list[_Shown], faces: Faces) -> None:
    """Let a sign in two glyphs (≠) be painted after its stroke, which is over it, as all from right to left is."""
    for at, pair in enumerate(pairwise(shown)):
        sign, stroke = sorted(pair, key=lambda item: item.glyph.place)
        letter = sign.glyph.meant if sign.glyph.backwards and stroke.glyph.place[0] == sign.glyph.place[0] else ""
        if decompose(letter, 2) and unicodedata.bidirectional(letter) == "ON" and not pair[1].back:
            width = faces.widths[sign.font[1:].split()[0]][sign.glyph.code]
            sign.back, stroke.back = width, pair[0].back - width
            shown[at : at + 2] = stroke, sign


def _join_spaces(shown: list[_Shown], faces: Faces) -> None:
    """Give a space the face of the word before it, in which its line was measured: the layout engine draws the spaces
    of a justified line in the first face of all, so that the line is too wide. One string then shows the words. The
    added white is on one side of the space: MuPDF takes white before one for another.
    """
    for current, before in pairwise(shown):
        if not (before.glyph.backwards and current.glyph.backwards and current.glyph.meant == " "):
            continue
        (name, size), other_size = before.font[1:].split(), current.font.split()[1]
        if before.font != current.font and size == other_size and (space := faces.space(name)):
            current.glyph, current.font = Glyph(space[0], True, current.glyph.place, " "), before.font
        if size == other_size and abs(current.back + before.back) < _WIDEST_GAP:
            current.back, before.back = 0.0, current.back + before.back


def _place_marks(shown: list[_Shown], faces: Faces) -> None:
    """Signs that are raised, or to which the pen goes back, get glyphs that are there by themselves: the pen goes at
    once to where the letter after them begins, so that they are in the line between the letters, and nothing is out of
    its order.
    """
    # What each glyph says in its cluster: fonts may set marks in another order than they are written in.
    meanings: dict[int, str] = {}
    for _, group in groupby(shown, key=lambda item: item.glyph.place[0]):
        read = sorted(group, key=lambda item: item.glyph.place)
        letters = _share_letters("".join(item.glyph.meant for item in read), len(read))
        meanings |= {id(item): letter for item, letter in zip(read, letters, strict=True)}
    at, meant = 0, meanings
    while at < len(shown):
        end = next((n for n in range(at, len(shown)) if not _is_sign(shown[n], faces)), len(shown))
        signs, following = shown[at:end], shown[end] if end < len(shown) else None
        at = end + 1
        if not any(item.back or item.rise != b"0" for item in signs):
            continue
        pen, places = 0.0, list[float]()
        for item in signs:
            places.append(pen - item.back)
            pen = places[-1] + faces.widths[item.font[1:].split()[0]].get(item.glyph.code, 0)
        begin = pen - following.back if following else 0.0
        for number, (item, place) in enumerate(zip(signs, places, strict=True)):
            name, size = item.font[1:].split()
            sign = meant[id(item)]
            rise = float(item.rise) / float(size) * 1000
            code = faces.placed.code(name, item.glyph.code, (place - begin, rise), sign)
            faces.letters.setdefault(NAME, {})[code] = sign
            faces.widths.setdefault(NAME, {})[code] = 0
            item.glyph, item.font = replace(item.glyph, code=code), b"/" + NAME + b" " + size
            item.back, item.rise = (0.0 if number else -begin), b"0"
        if following:
            following.back = 0.0


def _is_sign(shown: _Shown, faces: Faces) -> bool:
    """Return whether a glyph from right to left says nothing but marks over or under letters."""
    text = faces.letters[shown.font[1:].split()[0]].get(shown.glyph.code, "")
    return shown.glyph.backwards and bool(text) and all(unicodedata.category(letter) in _MARKS for letter in text)


def _find_silent(shown: list[_Shown], faces: Faces) -> None:
    """Mark the clusters whose glyphs do not say their letters."""
    for _, group in groupby(shown, key=lambda item: item.glyph.place[0]):
        cluster = list(group)
        glyph_texts = [faces.letters[item.font[1:].split()[0]].get(item.glyph.code, "") for item in cluster]
        read = "".join(reversed(glyph_texts) if cluster[0].glyph.backwards else glyph_texts)
        says_letters = unicodedata.normalize("NFC", read) == "".join(item.glyph.meant for item in cluster)
        item = cluster[0]
        if not says_letters and len(cluster) == 1 and MIRRORED.get(item.glyph.meant) == glyph_texts[0]:
            name, size = item.font[1:].split()
            faces.others[name, item.glyph.code] = item.glyph.meant
            faces.letters.setdefault(name + OTHER, {})[item.glyph.code] = item.glyph.meant
            faces.widths[name + OTHER] = faces.widths[name]
            item.font = b"/" + name + OTHER + b" " + size
            continue
        for item in cluster:
            item.whole = says_letters and all(glyph_texts)


def _sequence_key(shown: _Shown) -> tuple[object, ...]:
    """Return what the glyphs of a sequence have in common: its kind, and the cluster, the font or font and rise that it
    may not change in. A reversed string has no space within it (ISO 32000-1, 14.8.2.3.3).
    """
    if not shown.whole:
        return "replaced", shown.glyph.place[0]
    if shown.glyph.meant == " ":
        return "space", shown.font
    return ("reversed", shown.font, shown.rise) if shown.glyph.backwards else ("forward",)


def _sequence(shown: list[_Shown]) -> MarkedSequence:
    instructions: list[bytes] = []
    backwards = shown[0].glyph.backwards
    for (font, rise), group in groupby(shown, key=lambda item: (item.font, item.rise)):
        string = b""
        for item in group:
            if item.back:
                string += b">" + _number(item.back) + b"<"
            string += b"%04x" % item.glyph.code
        raised = [rise + b" Ts"] if rise != b"0" else []
        instructions += [font + b" Tf", *raised, b"[<" + string + b">] TJ", *[b"0 Ts" for _ in raised]]
    words = "".join(item.glyph.meant for item in (reversed(shown) if backwards else shown))
    if backwards and not words.isspace():
        instructions = [b"/ReversedChars BMC", *instructions, b"EMC"]
    silent = not shown[0].whole
    return MarkedSequence(min(item.glyph.place for item in shown), words, tuple(instructions), silent)


def _number(value: float) -> bytes:
    return b"%d" % value if value == int(value) else b"%.3f" % value


def font_at(items: list[object], place: int) -> bytes:
    """Return the operands of the Tf that is in force at ``place``; empty where there is none yet."""
    inner = 0
    for item in reversed(items[:place]):
        if item == b"Q":
            inner += 1
        elif item == b"q":
            inner = max(inner - 1, 0)
        elif not inner and isinstance(item, bytes) and item.endswith(b" Tf"):
            return item.removesuffix(b" Tf")
    return b""
