"""Interprets content streams: what is painted on a page, by marked content (ISO 32000-1, 7.8.2, 9.4 and 14.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from unicodedata import category

import pikepdf

from plantin.auditors.charts import DrawnShape
from plantin.auditors.pdf.bounds import FORM, GLYPH, INSTRUCTION, LARGEST_CONTENT, PdfLimitError, ReadingBudget, decode
from plantin.auditors.pdf.colour import Colour, format_colour
from plantin.auditors.pdf.fonts import Font
from plantin.auditors.pdf.read_order import read_order
from plantin.auditors.pdf.visibility import INVISIBLE, LAYER, Canvas, Glyph, Matrix
from plantin.model.levels import flat

Key = tuple[int, int, int]
"""Object and generation number of the stream that a mark is in, and the mark's number (MCID)."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_UNKNOWN_WIDTH = 0.5
_DRAWN = frozenset(("Figure", "Formula"))
_IN_PLACE = "\ufffc"
"""Stands for the words in whose place an Alt or an expansion would be read: no letters are like it."""
_MOST_FORMS = 20
_OVER = frozenset({"Mn", "Me"})
_PASSED = frozenset({"ET", "J", "M", "d", "j"})
"""What says nothing of text: its end, and how lines are drawn."""
_BARE = frozenset({"BT", "EMC", "Q", "f", "h", "n", "q"})
"""What takes no operands, of the operators that are frequent."""
_PAINT = frozenset({"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh"})


@dataclass(slots=True)
class MarkedContent:
    """A marked-content sequence. ``text`` is what a reader gets (ActualText in place of what is painted), ``painted``
    the glyphs that can be seen when they are painted.

    ``x`` and ``y`` are where its first glyph is, in points from the lower left corner of page ``page`` (from 0).
    ``ink`` is its colour. ``signs`` are those of a drawing, laid invisibly over it.
    """

    key: Key
    page: int
    tag: str
    language: str = ""
    text: str = ""
    painted: str = ""
    signs: str = ""
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0
    times: int = 1
    ink: Colour | None = None
    shapes: list[DrawnShape] = field(default_factory=list)
    """What is drawn in a picture, at its place on the page: a piece of text for each show string."""
    replaced: str = ""
    """Its ActualText, as it is given: ``text`` has the figures of a raised or lowered number."""
    foreign: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class PageContent:
    """One page: its marks in painting order, the texts of its artifacts, what was painted under no mark at all, what is
    read in place of glyphs, what cannot be seen, with the reason, and what is too pale to be read.
    """

    marks: dict[Key, MarkedContent]
    artifacts: list[str]
    loose: list[str]
    substitutes: list[tuple[str, str]]
    hidden: list[tuple[str, str]]
    pale: list[str] = field(default_factory=list)
    ornaments: list[float] = field(default_factory=list)
    """How high over the foot of the page the pictures begin that say nothing: artifacts of layout with rectangles."""
    rules: set[Colour | None] = field(default_factory=set)
    """The colours of lines and surfaces that are no part of the text: rules, borders, grounds."""
    detached_signs: list[str] = field(default_factory=list)
    """Marks over and under letters of words from right to left that are raised or lowered by themselves."""
    reversed_phrases: list[str] = field(default_factory=list)
    """Strings in reverse order (ReversedChars) with a space within them."""
    deepest: int = 0
    """How many graphics states are saved at once, at most (q)."""


@dataclass(slots=True)
class _Frame:
    """An open marked-content sequence. ``actual`` is its ActualText, None where it has none; ``backwards``: the codes
    of each of its show strings are in the reverse of the order in which they are read (ReversedChars, ISO 32000-1,
    14.8.2.3.3).
    """

    kind: Literal["mark", "artifact", "span"]
    mark: MarkedContent | None
    actual: str | None
    language: str
    off: bool = False
    backwards: bool = False
    painted: list[str] = field(default_factory=list)
    artifact: int = 0
    """The place of its text among those of artifacts, where it is one."""


def sheets(
    pdf: pikepdf.Pdf, budget: ReadingBudget, fonts: dict[tuple[int, int], Font] | None = None
) -> list[PageContent]:
    """Return every page of ``pdf``, read; the fonts that are used are kept in ``fonts``, by the numbers of their
    objects. Raises PdfLimitError where ``budget`` does not suffice.
    """
    cache: dict[tuple[int, int], Font] = {} if fonts is None else fonts
    layers = _Layers(pdf)
    return [_StreamInterpreter(number, cache, layers, budget).read(page) for number, page in enumerate(pdf.pages)]


class _Layers:
    """The layers of ``pdf`` (optional content) as its default configuration has them (ISO 32000-1, 8.11)."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        properties: pikepdf.Object = pdf.Root.get("/OCProperties", pikepdf.Dictionary())
        config = properties.get("/D", pikepdf.Dictionary())
        base = properties.get("/OCGs", pikepdf.Array()) if str(config.get("/BaseState", "/ON")) == "/OFF" else ()
        switched_on = {group.objgen for group in config.get("/ON", [])}
        self._off = ({group.objgen for group in base} - switched_on) | {
            group.objgen for group in config.get("/OFF", [])
        }

    def is_off(self, layer: pikepdf.Object | None) -> bool:
        """Return whether what belongs to ``layer`` (a group, or a membership of several) is not shown."""
        if layer is None or not self._off:
            return False
        if str(layer.get("/Type", "")) != "/OCMD":
            return layer.objgen in self._off
        members = layer.get("/OCGs", pikepdf.Array())
        groups = list(members) if isinstance(members, pikepdf.Array) else [members]
        hidden = [group.objgen in self._off for group in groups if isinstance(group, pikepdf.Dictionary)]
        visible = {"/AllOn": not any(hidden), "/AnyOff": any(hidden), "/AllOff": all(hidden)}.get(
            str(layer.get("/P", "/AnyOn")), not all(hidden)
        )
        return bool(hidden) and not visible


def times(a: Matrix, b: Matrix) -> Matrix:
    """Return the product of two transformations: first ``a``, then ``b``."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _require_small(holder: pikepdf.Object | pikepdf.Page) -> None:
    """Raise PdfLimitError where the content of a page or a form is larger than is read."""
    contents = holder.obj.get("/Contents") if isinstance(holder, pikepdf.Page) else holder
    left = LARGEST_CONTENT
    for stream in list(contents) if isinstance(contents, pikepdf.Array) else [] if contents is None else [contents]:
        left -= len(decode(stream, left))


@dataclass(slots=True)
class _State:
    """What q saves and Q restores, as far as text goes."""

    ctm: Matrix = IDENTITY
    font: Font | None = None
    size: float = 1.0
    mode: int = 0
    leading: float = 0.0
    scale: float = 1.0
    rise: float = 0.0
    apart: float = 0.0
    words_apart: float = 0.0


class _StreamInterpreter:
    """Runs the content stream of one page, and of the forms on it."""

    def __init__(self, number: int, fonts: dict[tuple[int, int], Font], layers: _Layers, budget: ReadingBudget) -> None:
        self.number = number
        self.fonts = fonts
        self.layers = layers
        self.budget = budget
        self.canvas = Canvas((0.0, 0.0, 0.0, 0.0), budget)
        self.forms = 0
        self.sheet = PageContent({}, [], [], [], self.canvas.hidden)
        self.frames: list[_Frame] = []
        self.state = _State()
        self.saved: list[_State] = []
        self.matrix = self.line = IDENTITY
        self.lettering = False
        self.resources: pikepdf.Object = pikepdf.Dictionary()
        self.owner = (0, 0)
        self.operators: dict[str, Callable[[Sequence[pikepdf.Object]], None]] = {
            "BDC": self._open,
            "BMC": self._open,
            "EMC": self._close,
            "Tj": self._show,
            "TJ": lambda operands: self._show(list(operands[0])),
            "'": self._next_line_show,
            '"': self._next_line_apart,
            "Tf": self._font,
            "Tr": lambda operands: setattr(self.state, "mode", int(operands[0])),
            "TL": lambda operands: setattr(self.state, "leading", float(operands[0])),
            "Tz": lambda operands: setattr(self.state, "scale", float(operands[0]) / 100),
            "Ts": lambda operands: setattr(self.state, "rise", float(operands[0])),
            "Tc": lambda operands: setattr(self.state, "apart", float(operands[0])),
            "Tw": lambda operands: setattr(self.state, "words_apart", float(operands[0])),
            "BT": self._begin_text,
            "Tm": self._set_matrix,
            "Td": self._move,
            "TD": self._move_and_lead,
            "T*": lambda _: self._move((0, -self.state.leading)),
            "cm": self._transform,
            "q": self._save,
            "Q": self._restore,
            "Do": self._paint_object,
            "BI": lambda _: self._paint("an image"),
            "INLINE IMAGE": lambda _: self._paint("an image"),
        }

    def read(self, page: pikepdf.Page) -> PageContent:
        self.resources, self.owner = page.obj.get("/Resources", pikepdf.Dictionary()), page.obj.objgen
        left, lower, right, upper = map(float, page.cropbox)
        self.canvas.box = min(left, right), min(lower, upper), max(left, right), max(lower, upper)
        self._run(page)
        self.sheet.hidden += self.canvas.struck()
        return self.sheet

    def _run(self, stream: pikepdf.Object | pikepdf.Page) -> None:
        _require_small(stream)
        instructions = pikepdf.parse_content_stream(stream)
        self.budget.spend(INSTRUCTION * len(instructions))
        for instruction in instructions:
            operator = str(instruction.operator)
            if operator in _PASSED:
                continue
            operands = [] if operator in _BARE else list(instruction.operands)
            if operator in _PAINT and self.frames:
                self._draw(operator)
            if operator in self.operators:
                self.operators[operator](operands)
            elif operator in self.canvas.operators:
                self.canvas.operators[operator](operands, self.state.ctm, self.resources)
            if operator in _PAINT:
                self._paint("a line or a surface", self.canvas.colours(operator))

    def _draw(self, operator: str) -> None:
        """Keep the shape that is about to be painted, of a picture."""
        mark = self.frames[-1].mark
        if mark is not None and mark.tag == "Figure":
            colour = next((paint for paint in self.canvas.colours(operator) if paint is not None), None)
            points = tuple(point for part in self.canvas.path if len(part) > 1 for point in part)
            mark.shapes.append(DrawnShape("shape", points, colour=format_colour(colour) if colour else ""))

    def _letter(self, mark: MarkedContent, letters: str, place: Matrix, width: float) -> None:
        """Keep letters of a picture: those of one text object (BT to ET) are one piece of text."""
        begin, end, y = place[4], place[4] + width * place[0], place[5]
        if self.lettering and mark.shapes and mark.shapes[-1].kind == "text":
            last = mark.shapes.pop()
            letters = last.words + letters
            begin, end = min(begin, last.points[0][0]), max(end, last.points[1][0])
        self.lettering = True
        mark.shapes.append(DrawnShape("text", ((begin, y), (end, y)), letters))

    # Marked content

    def _open(self, operands: Sequence[pikepdf.Object]) -> None:
        tag = str(operands[0])[1:]
        properties: pikepdf.Object = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
        if isinstance(properties, pikepdf.Name):
            properties = self.resources.get("/Properties", pikepdf.Dictionary()).get(
                str(properties), pikepdf.Dictionary()
            )
        above = self.frames[-1] if self.frames else None
        actual = str(properties.ActualText) if "/ActualText" in properties else None
        language = str(properties.Lang) if "/Lang" in properties else above.language if above else ""
        mark = above.mark if above else None
        kind: Literal["mark", "artifact", "span"] = "span"
        if tag == "Artifact" or (above and above.kind == "artifact"):
            kind = "artifact"
            if not above or above.kind != "artifact" or tag == "Artifact":
                self.sheet.artifacts.append("")
            if actual is not None:
                self.sheet.artifacts[-1] += read_order(flat(actual))
            if str(properties.get("/Type", "")) == "/Layout" and "/BBox" in properties:
                self.sheet.ornaments.append(float(properties.BBox[3]))
        elif "/MCID" in properties:
            kind, mark = "mark", self._mark(tag, int(properties.MCID), language)
        off = bool(above and above.off) or (tag == "OC" and self.layers.is_off(properties))
        backwards = tag == "ReversedChars" or bool(above and above.backwards)
        opened = _Frame(kind, mark, actual, language, off, backwards, artifact=len(self.sheet.artifacts) - 1)
        self.frames.append(opened)
        for name in ("/Alt", "/E"):
            if name in properties and kind != "artifact":
                # Under a mark or not: a reader that knows of it reads it in place of the words.
                self.sheet.substitutes.append((str(properties[name]), _IN_PLACE))

    def _mark(self, tag: str, number: int, language: str) -> MarkedContent:
        key = (*self.owner, number)
        if key in self.sheet.marks:
            self.sheet.marks[key].times += 1
        else:
            self.sheet.marks[key] = MarkedContent(key, self.number, tag, language)
        return self.sheet.marks[key]

    def _close(self, _: Sequence[pikepdf.Object]) -> None:
        if not self.frames:
            return
        frame = self.frames.pop()
        within = self.frames[-1] if self.frames else None
        if frame.kind == "artifact" and (within is None or within.artifact != frame.artifact):
            self.sheet.artifacts[frame.artifact] = read_order(self.sheet.artifacts[frame.artifact])
        if frame.actual is not None and frame.kind != "artifact":
            painted = "".join(frame.painted)
            self.sheet.substitutes.append((frame.actual, painted))
            if frame.mark is not None and not any(enclosing.actual is not None for enclosing in self.frames):
                frame.mark.replaced += frame.actual
                # Raised figures are read as figures; what is painted in such characters (10⁻³) is read as they are.
                is_raised = flat(frame.actual).strip() == painted.strip()
                self._read_as(frame.mark, flat(frame.actual) if is_raised else frame.actual, frame.language)

    @staticmethod
    def _read_as(mark: MarkedContent, text: str, language: str) -> None:
        mark.text += text
        if text.strip():
            mark.foreign.append((language, text))

    def _paint(self, what: str, colours: tuple[Colour | None, ...] = ()) -> None:
        if not any(frame.kind != "span" for frame in self.frames):
            self.sheet.loose.append(what)
        if self.frames and self.frames[-1].kind == "artifact":
            self.sheet.rules.update(colours)
            if self.canvas.painted is not None:
                self.canvas.rules.append(self.canvas.painted)

    def _paint_text(self, text: str, place: Matrix) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.kind == "artifact":
            if not any(enclosing.actual is not None for enclosing in self.frames):
                # In the order of painting, as all of the line: it is read when the artifact ends.
                self.sheet.artifacts[frame.artifact] += text[::-1] if frame.backwards else text
            return
        if frame is None or frame.mark is None:
            self.sheet.loose.append(text)
            return
        mark = frame.mark
        if mark.tag not in _DRAWN and self.canvas.faint:
            self.sheet.pale.append(text)
        if not mark.painted:
            mark.ink = self.canvas.letters(self.state.mode)
            mark.x, mark.y, mark.size = place[4], place[5], self.state.size * abs(place[3] or place[1])
        mark.painted += text
        substitute = next((frame for frame in self.frames if frame.actual is not None), None)
        if substitute is None:
            self._read_as(mark, text, frame.language)
        else:
            substitute.painted.append(text)

    # Text

    def _begin_text(self, _: Sequence[pikepdf.Object]) -> None:
        self.lettering = False
        self.matrix = self.line = IDENTITY

    def _set_matrix(self, operands: Sequence[pikepdf.Object]) -> None:
        a, b, c, d, e, f = map(float, operands)
        self.matrix = self.line = (a, b, c, d, e, f)

    def _move(self, operands: Sequence[pikepdf.Object | float]) -> None:
        x, y = map(float, operands)
        self.matrix = self.line = times((1, 0, 0, 1, x, y), self.line)

    def _move_and_lead(self, operands: Sequence[pikepdf.Object]) -> None:
        self.state.leading = -float(operands[1])
        self._move(operands)

    def _font(self, operands: Sequence[pikepdf.Object]) -> None:
        self.state.size = float(operands[1])
        font = self.resources.get("/Font", pikepdf.Dictionary()).get(str(operands[0]))
        if font is None:
            self.state.font = None
            return
        if font.objgen not in self.fonts or font.objgen == (0, 0):
            self.fonts[font.objgen] = Font(font, self.budget)
        self.state.font = self.fonts[font.objgen]

    def _show(self, operands: Sequence[pikepdf.Object]) -> None:
        state, glyphs = self.state, list[Glyph]()
        for piece in operands:
            if not isinstance(piece, pikepdf.String):
                glyphs.append(("", -float(piece) / 1000))
            elif state.font:
                glyphs += self._apart(state.font.glyphs(bytes(piece)), single=state.font.width == 1)
            else:
                glyphs += self._apart(
                    [(character, _UNKNOWN_WIDTH) for character in bytes(piece).decode("cp1252", "replace")], single=True
                )
        self.budget.spend(GLYPH * len(glyphs))
        width = sum(advance for _, advance in glyphs) * state.size
        place = times((state.scale, 0, 0, 1, 0, state.rise), times(self.matrix, state.ctm))
        frame = self.frames[-1] if self.frames else None
        if frame and frame.mark and frame.mark.tag == "Figure" and not frame.off:
            self._letter(frame.mark, "".join(text for text, _ in glyphs), place, width)
        if frame and frame.off:
            self.sheet.hidden.append(("".join(text for text, _ in glyphs), LAYER))
        elif frame and frame.kind == "mark" and frame.mark and frame.mark.tag in _DRAWN and state.mode == INVISIBLE:
            frame.mark.signs += "".join(text for text, _ in glyphs)
        elif seen := self.canvas.show(
            glyphs, width, place, state.size, state.mode, backwards=bool(frame and frame.backwards)
        ):
            self._paint_text(seen, place)
            if frame and frame.backwards and " " in seen.strip():
                self.sheet.reversed_phrases.append(seen)
            if state.rise and frame and frame.backwards and all(category(letter) in _OVER for letter in seen):
                self.sheet.detached_signs.append(seen)
        self.matrix = times((1, 0, 0, 1, width * state.scale, 0), self.matrix)

    def _apart(self, glyphs: list[Glyph], *, single: bool) -> list[Glyph]:
        """Return the glyphs with what is between letters and words (ISO 32000-1, 9.3.2 and 9.3.3)."""
        state = self.state
        if not state.size or not (state.apart or state.words_apart):
            return glyphs
        between = {" ": state.words_apart if single else 0.0}
        return [(text, advance + (state.apart + between.get(text, 0.0)) / state.size) for text, advance in glyphs]

    def _next_line_show(self, operands: Sequence[pikepdf.Object]) -> None:
        self._move((0, -self.state.leading))
        self._show(operands)

    def _next_line_apart(self, operands: Sequence[pikepdf.Object]) -> None:
        self.state.words_apart, self.state.apart = float(operands[0]), float(operands[1])
        self._next_line_show(operands[2:])

    # Graphics

    def _transform(self, operands: Sequence[pikepdf.Object]) -> None:
        a, b, c, d, e, f = map(float, operands)
        self.state.ctm = times((a, b, c, d, e, f), self.state.ctm)

    def _save(self, _: Sequence[pikepdf.Object]) -> None:
        self.saved.append(replace(self.state))
        self.canvas.save()
        self.sheet.deepest = max(self.sheet.deepest, len(self.saved))

    def _restore(self, _: Sequence[pikepdf.Object]) -> None:
        if self.saved:
            self.state = self.saved.pop()
        self.canvas.restore()

    def _paint_object(self, operands: Sequence[pikepdf.Object]) -> None:
        form = self.resources.get("/XObject", pikepdf.Dictionary()).get(str(operands[0]))
        if form is not None and self.layers.is_off(form.get("/OC")):
            return
        if form is None or form.get("/Subtype") != "/Form":
            self._paint("an image")
            self.canvas.image(form, self.state.ctm)
            return
        self.forms += 1
        self.budget.spend(FORM)
        if self.forms > _MOST_FORMS:
            raise PdfLimitError(f"forms on page {self.number + 1} paint forms {_MOST_FORMS} levels deep")
        kept = self.resources, self.owner, replace(self.state), self.saved
        self.resources, self.owner, self.saved = form.get("/Resources", self.resources), form.objgen, []
        if "/Matrix" in form:
            self._transform(list(form.Matrix))
        outside = self.canvas.enter(list(form.BBox) if "/BBox" in form else None, self.state.ctm)
        self._run(form)
        self.canvas.leave(outside)
        self.forms -= 1
        self.resources, self.owner, self.state, self.saved = kept
