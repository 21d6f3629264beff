"""What a printer finds in a file before it goes to the press: too much ink, dark text on several plates, lines too fine
to hold, pictures of too few dots, black text that leaves white below it. Veil is left to the printer's own program.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import pikepdf

from plantin.auditors.fault import Fault
from plantin.auditors.pdf.bounds import LARGEST_CONTENT, decode
from plantin.auditors.pdf.content import IDENTITY, times
from plantin.auditors.pdf.visibility import Matrix

_FINEST, _DOTS, _SLACK = 0.25, 250, 0.5
_SPARE = 6
"""Hundredths that a photograph may be over the limit at an edge, by its compression."""
_DARK = 0.85
_DEEPEST = 12
_REDUCED = 4
_INKS = {"g": 1, "G": 1, "k": 4, "K": 4, "scn": 4, "SCN": 4}
_STROKED = {"S", "s", "B", "B*", "b", "b*"}
_FILLED = {"f", "F", "f*", "B", "B*", "b", "b*"}
_SHOWN = {"Tj", "TJ", "'", '"'}
_BLACK = (0.0, 0.0, 0.0, 1.0)
_PRINTER = "/Page"
_FOUR = "/DeviceCMYK"


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state, as far as plates depend on it: matrix, inks of surfaces and lines, width of lines."""

    matrix: Matrix = IDENTITY
    fill: tuple[float, ...] = (0, 0, 0, 1)
    line: tuple[float, ...] = (0, 0, 0, 1)
    width: float = 1.0
    pure: bool = False
    """Whether surfaces are painted in black alone, as one of four inks."""
    over: bool = False
    """Whether their inks leave the other plates as they are."""


def plate_faults(pdf: pikepdf.Pdf, limit: int, spots: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """V308 to V313, each once for a page; ``limit``: the most ink in hundredths of one; ``spots``: the spot colours
    that the house has, each with the inks that are shown in its place, "PANTONE 294 C: 1 0.8 0 0.3".
    """
    for number, page in enumerate(pdf.pages, 1):
        reading = _Page(f"page {number}", limit, spots)
        reading.content(page.obj.get("/Contents"), page.obj.get("/Resources"), _State(), 0)
        yield from reading.found.values()


@dataclass
class _Page:
    """A page, painted in thought."""

    name: str
    limit: int
    spots: frozenset[str]
    found: dict[str, Fault] = field(default_factory=dict)

    def content(
        self, stream: pikepdf.Object | None, resources: pikepdf.Object | None, state: _State, depth: int
    ) -> None:
        """Go through the instructions of a page or a form."""
        if not isinstance(stream, pikepdf.Stream) or depth > _DEEPEST:
            return
        states, marks = [state], [False]
        decode(stream, LARGEST_CONTENT)
        for step in pikepdf.parse_content_stream(stream):
            if isinstance(step, pikepdf.ContentStreamInlineImage):
                continue  # that is a breach of the grammar
            operands, name = list(step.operands), str(step.operator)
            if name == "q":
                states.append(states[-1])
            elif name == "Q" and len(states) > 1:
                states.pop()
            elif name in {"BDC", "BMC"}:
                about = operands[1] if name == "BDC" and len(operands) > 1 else None
                crop = isinstance(about, pikepdf.Dictionary) and str(about.get("/Type", "")) == _PRINTER
                marks.append(crop or marks[-1])
            elif name == "EMC" and len(marks) > 1:
                marks.pop()
            elif name == "gs":
                states[-1] = _set_overprint(operands, resources, states[-1])
            elif name in {"cs", "CS"}:
                self._spot(operands, resources)
            elif name == "Do":
                self._draw_object(operands, resources, states[-1], depth)
            elif not marks[-1]:
                states[-1] = self._paint(name, operands, states[-1])

    def _paint(self, name: str, given: list[pikepdf.Object], state: _State) -> _State:
        """Return the state after an instruction; what it paints is judged."""
        if name == "cm":
            return replace(state, matrix=times(_matrix(given), state.matrix))
        if name == "w":
            return replace(state, width=float(given[0]))
        if name in {"scn", "SCN"} and len(given) == 1 and not isinstance(given[0], pikepdf.Name):
            tint = (float(given[0]), 0.0, 0.0, 0.0)
            return replace(state, fill=tint, pure=False) if name.islower() else replace(state, line=tint)
        if name in _INKS and len(given) == _INKS[name] and not isinstance(given[0], pikepdf.Name):
            inks = tuple(map(float, given))
            pure = inks == _BLACK
            inks = inks if len(inks) > 1 else (0, 0, 0, 1 - inks[0])
            return replace(state, fill=inks, pure=pure) if name.islower() else replace(state, line=inks)
        if name in _STROKED:
            self._ink(state.line)
            a, b, c, d, _, _ = state.matrix
            if 0 < (width := state.width * math.sqrt(abs(a * d - b * c))) < _FINEST:
                self._say("V310", f"a line {width:.2f} points wide")
        if name in _FILLED or name in _SHOWN:
            self._ink(state.fill)
        if name in _SHOWN and state.fill[3] > _DARK and any(state.fill[:3]):
            self._say("V311", "dark text on several plates")
        if name in _SHOWN and state.pure != state.over:
            self._say("V312", "black text knocks out what is below" if state.pure else "text in colour overprints")
        return state

    def _spot(self, given: list[pikepdf.Object], resources: pikepdf.Object | None) -> None:
        spaces = (resources or pikepdf.Dictionary()).get("/ColorSpace", pikepdf.Dictionary())
        space = spaces.get(str(given[0])) if given else None
        if isinstance(space, pikepdf.Array) and str(space[0]) == "/Separation":
            full = space[3].get("/C1", ()) if isinstance(space[3], pikepdf.Dictionary) else ()
            name = f"{str(space[1]).removeprefix('/')}: {' '.join(f'{float(component):g}' for component in full)}"
            if name not in self.spots:
                self._say("V313", f"the spot colour {name[:80]}")

    def _ink(self, inks: tuple[float, ...]) -> None:
        if (total := round(100 * sum(inks))) > self.limit:
            self._say("V308", f"{total} hundredths of ink, {self.limit} are the most")

    def _draw_object(
        self, given: list[pikepdf.Object], resources: pikepdf.Object | None, state: _State, depth: int
    ) -> None:
        objects = (resources or pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
        drawing = objects.get(str(given[0])) if given else None
        if not isinstance(drawing, pikepdf.Stream):
            return
        if str(drawing.get("/Subtype")) == "/Form":
            matrix = times(_matrix(drawing.Matrix if "/Matrix" in drawing else IDENTITY), state.matrix)
            self.content(drawing, drawing.get("/Resources", resources), replace(state, matrix=matrix), depth + 1)
            return
        a, b, c, d, _, _ = state.matrix
        inches = (math.hypot(a, b) / 72, math.hypot(c, d) / 72)
        sizes = (float(drawing.get("/Width", 0)), float(drawing.get("/Height", 0)))
        dots = min(size / inch for size, inch in zip(sizes, inches, strict=True) if inch) if all(inches) else _DOTS
        if dots < _DOTS - _SLACK and str(drawing.get("/ColorSpace", "")) == _FOUR:
            self._say("V309", f"a picture of {dots:.0f} dots to the inch")
        if (total := _most(drawing)) > self.limit + _SPARE:
            self._say("V308", f"a picture with {total} hundredths of ink, {self.limit} are the most")

    def _say(self, code: str, message: str) -> None:
        self.found.setdefault(code, (code, f"{self.name}: {message}"))


def _set_overprint(given: list[pikepdf.Object], resources: pikepdf.Object | None, state: _State) -> _State:
    """The state after ``gs``: in overprint mode 1 an ink of nothing leaves its plate as it is (ISO 32000-1, 11.7.4)."""
    states = (resources or pikepdf.Dictionary()).get("/ExtGState", pikepdf.Dictionary())
    graphics_state = states.get(str(given[0])) if given else None
    if not isinstance(graphics_state, pikepdf.Dictionary) or "/op" not in graphics_state:
        return state
    return replace(state, over=bool(graphics_state.get("/op")) and graphics_state.get("/OPM") == 1)


def _most(one: pikepdf.Stream) -> int:
    """Return the most ink of a picture in hundredths, of squares of four dots; 0 where it is not in four inks."""
    from PIL import Image

    if str(one.get("/ColorSpace", "")) != _FOUR:
        return 0
    if str(one.get("/Filter", "")) == "/DCTDecode":
        with Image.open(io.BytesIO(one.read_raw_bytes())) as image:
            whole = image.convert("CMYK")
    else:
        whole = Image.frombytes("CMYK", (int(one.Width), int(one.Height)), decode(one, LARGEST_CONTENT))
    data = whole.reduce(_REDUCED if min(whole.size) >= _REDUCED else 1).tobytes()
    totals = (sum(data[at : at + 4]) for at in range(0, len(data), 4))
    return round(100 * max(totals, default=0) / 255)


def _matrix(given: Iterable[pikepdf.Object | float]) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in given)
    return a, b, c, d, e, f
