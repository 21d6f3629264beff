"""The lines of a block on its page: those that fit above the notes, with the notes that are called in them.

It replaces the engine's ``_linebox_layout``, which throws notes to the next page to win a line (Kozea/WeasyPrint
#1564, #2432), and does not divide a note that does not fit (CSS GCPM 3, 2.6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from weasyprint.layout.block import collapse_margin, remove_placeholders

from plantin.writers.pdf.engine_types import Box, Context, Css, Lines, Resume
from plantin.writers.pdf.note_fragmentation import PeekableLines, overflows

Result = tuple[bool, bool, Resume, float, list[Box], int | None]
"""What ``_linebox_layout`` gives: whether the block is given up, whether it ends here, where it goes on, how far down
its lines reach in pixels, the notes that are called in it, and how many lines may follow.
"""


@dataclass(slots=True)
class LineBoxes:
    """The arguments of ``_linebox_layout``, in the order in which the engine's module of blocks gives them."""

    context: Context
    box: Box
    """The block."""
    index: int
    """The place of ``child`` in it."""
    child: Box
    """Its only child: its text as one box, before lines are made."""
    made: list[Box]
    """The lines that are made, to which those of this page are added."""
    page_is_empty: bool
    absolute: list[Box]
    fixed: list[Box]
    margins: list[float]
    """The margins that meet above the first line."""
    bottom_space: float
    position_y: float
    skip: Resume
    letter: Css | None
    """The style of ``::first-letter``."""
    first: Css | None
    """The style of ``::first-line``."""
    decorated: bool
    """Whether padding and border are below each part of the block."""
    most: int | None
    notes: list[Box] = field(default_factory=list)
    """The notes that were laid out for these lines."""

    def lay_out(self, lines: Callable[..., Lines]) -> Result:
        """Return the lines of the block on this page; ``lines`` gives them one by one, each with where the next one
        begins, from what ``iter_line_boxes`` is given.
        """
        if self.margins:
            self.position_y += collapse_margin(self.margins)
        place = self.context, self.child, self.position_y, self.bottom_space, self.skip, self.box
        coming = PeekableLines(lines(*place, self.absolute, self.fixed, self.letter, self.first))
        abort, stop, following = False, False, None
        for line, resume in coming:
            following = resume
            ended = self._block_end(line, resume, coming)
            if ended is not None:
                abort, stop, following = ended
                self._leave(coming)
                break
            self.made.append(line)
            self.position_y = line.position_y + line.height
            self.skip = resume
        if self.made:
            following = {self.index: self.made[-1].resume_at}
        return abort, stop, following, self.position_y, self.notes, self.most

    def _block_end(self, line: Box, resume: Resume, coming: PeekableLines) -> tuple[bool, bool, Resume] | None:
        """Return None if ``line`` and its notes stay; else if the block is given up or ends, and where it goes on."""
        line.resume_at = resume
        self.decorated |= resume is None
        below = self.box.border_bottom_width + self.box.padding_bottom if self.decorated else 0
        bottom = line.position_y + line.height
        if self.made or not self.page_is_empty:
            if self.context.overflows_page(self.bottom_space, bottom + below):
                return self._break_before(line, resume, coming)
        elif self.context.overflows_page(self.bottom_space, bottom):
            # A block that is higher than the page begins without the margin above it.
            bottom -= self.box.margin_top
            line.translate(0, -self.box.margin_top)
            self.box.margin_top = 0
        waiting = self.context.footnotes
        for note in [
            box.footnote for box in line.descendants() if box.footnote is not None and box.footnote in waiting
        ]:
            if not self._holds(note, coming, bottom + below) and (self.made or not self.page_is_empty):
                if note.style["footnote_policy"] == "block":
                    return True, False, resume
                return self._break_before(line, resume, coming)
        return None

    def _holds(self, note: Box, coming: PeekableLines, bottom: float) -> bool:
        """Return whether ``note``, called in the line that ends at ``bottom``, begins on this page, not the next."""
        overflow = self.context.layout_footnote(note) or self.context.reported_footnotes
        self.notes.append(note)
        first = self.page_is_empty and not self.made
        place = coming, len(self.made), self.box, self.bottom_space, bottom
        if overflow or overflows(self.context, note, *place, first=first):
            self.context.report_footnote(note)
            return False
        return True

    def _break_before(self, line: Box, resume: Resume, coming: PeekableLines) -> tuple[bool, bool, Resume]:
        """Return where the block ends so that no fewer lines than ``orphans`` and ``widows`` say are on a page."""
        least = self.box.style["widows"] - 1
        needed = max(0, least - len(coming.ahead(least)))
        over = len(self.made) - self.box.style["orphans"]
        dropped = [line]
        if not self.page_is_empty and (over < 0 or needed > over):
            ended = True, False, resume
        else:
            if needed and needed <= over:
                dropped = [*self.made[-needed:], line]
                del self.made[-needed:]
            ended = False, True, {self.index: self.skip}
        for dropped_line in dropped:
            remove_placeholders(self.context, dropped_line.children, self.absolute, self.fixed)
        return ended

    def _leave(self, coming: PeekableLines) -> None:
        """Forget what is in the lines that were looked at and are on another page."""
        for line in coming.lines_ahead():
            remove_placeholders(self.context, line.children, self.absolute, self.fixed)
