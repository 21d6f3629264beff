"""What the writer of PDFs reads and sets of the values of WeasyPrint and pydyf, which have no types of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

Resume = dict[int, Any] | None
"""Where a page or a line ends within a box: the number of the child, and where within that; None at its end."""
Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
"""Left, top, right and bottom."""
Link = tuple[str, str, Any, "Box"]
"""Its kind, where it leads, its rectangle (those of its lines, until they are joined) and its box."""
Pango = Any
"""A layout, font, line or run of Pango, behind a pointer of cffi."""
Asked = tuple[Any, ...]
"""The arguments of a function of the engine."""
Made = tuple["Box", Resume, dict[str, Any]]
"""A page, where the next one begins, and how."""


class Css(Protocol):
    """The computed style of a box, by the names of properties with low lines."""

    font_config: Any
    """The fonts and features of the layout."""

    def __getitem__(self, name: str) -> Any: ...
    def __setitem__(self, name: str, value: Any) -> None: ...
    def get(self, name: str, /) -> Any:
        """Return the value of a property; None where it has none."""

    def copy(self) -> Css:
        """Another style of the same values."""


class Box(Protocol):
    """A box of the layout, of any kind; lengths are in CSS pixels."""

    style: Css
    element: Any
    """The element that it is made from."""
    element_tag: str
    children: list[Box]
    text: str
    """Of a text box."""
    pango_layout: Any
    justification_spacing: float
    position_x: float
    position_y: float
    width: float
    height: Any
    """``auto`` before it is laid out."""
    margin_top: float
    margin_bottom: float
    padding_bottom: float
    border_bottom_width: float
    baseline: float
    text_indent: float
    resume_at: Resume
    """Of a line: where the next one begins."""
    footnote: Box | None
    """Of the call of a note."""
    page: Any
    page_type: Any
    at_keyword: str
    link: Any
    link_annotation: Dictionary | None
    is_table_wrapper: bool
    room: float | None
    """Of a note: the height that is left to it on the page (``note_fragmentation``)."""
    rest: Box | None
    """Of a note: what goes on overleaf."""
    continued: Resume
    """Of a note: where the page before ended."""
    lowest: float
    """Of a note: how far down the page it begins at least."""
    expansion: float
    """Of a text: by which part its letters are wider."""
    ragged: Css
    """Of a block: its style where the engine leaves its lines as they are."""
    set_glyphs: Any
    """Of a text: its glyphs, in the order in which they are drawn."""
    laid_out: Any
    """Of a box in a line: what it was laid out as."""

    def descendants(self, placeholders: bool = False) -> Iterator[Box]:
        """Return every box in it, itself first."""

    def all_children(self) -> Iterator[Box]:
        """Return its children, and those of a table that are not among them."""

    def copy(self) -> Box:
        """Another box with the same children."""

    def copy_with_children(self, children: list[Box], /) -> Box:
        """Another box with other children."""

    def deepcopy(self) -> Box:
        """Another box with copies of the children."""

    def translate(self, dx: float = 0, dy: float = 0, ignore_floats: bool = False) -> None:
        """Move it and what is in it."""

    def margin_width(self) -> float:
        """Return its width with its margins."""

    def margin_height(self) -> float:
        """Return its height with its margins."""

    def content_box_x(self) -> float:
        """Return the left of what is in it."""

    def content_box_y(self) -> float:
        """Return the top of what is in it."""

    def is_in_normal_flow(self) -> bool:
        """Return whether it is neither beside the flow nor positioned."""


class Context(Protocol):
    """The state of a layout."""

    page_bottom: float
    in_column: bool
    current_page: int
    current_footnote_area: Box
    current_page_footnotes: list[Box]
    reported_footnotes: list[Box]
    footnotes: list[Box]
    broken_out_of_flow: dict[Any, Any]
    excluded_shapes: list[Any]
    page_maker: list[Any]
    forced_break: bool
    dictionaries: dict[tuple[str, int, int, int], Patterns]
    style_for: Any
    target_collector: Any
    notes_share: Any
    """How the page is shared by its text and its notes (``note_pages``)."""
    breaks_anywhere: bool
    """Whether no page break is avoided (``page_making``)."""

    def overflows_page(self, bottom_space: float, bottom: float, /) -> bool:
        """Return whether ``bottom`` is below the page."""

    def layout_footnote(self, note: Box, /) -> Any:
        """Add a note to the page."""

    def unlayout_footnote(self, note: Box, /) -> None:
        """Take a note from the page, so that it waits for its call."""

    def report_footnote(self, note: Box, /) -> None:
        """Leave a note to the next page."""

    def _update_footnote_area(self) -> bool: ...
    def create_block_formatting_context(self) -> None:
        """Begin one."""

    def finish_block_formatting_context(self, box: Box | None = None, /) -> None:
        """End it."""


class PageType(Protocol):
    """What kind of page is made: which side, and whether it is empty."""

    blank: bool

    def __iter__(self) -> Iterator[object]: ...
    def _replace(self, *, blank: bool) -> PageType: ...


class Matrix(Protocol):
    """A transformation."""

    values: tuple[float, float, float, float, float, float]


class Patterns(Protocol):
    """The patterns by which words of a language are divided (Pyphen)."""

    def positions(self, word: str, /) -> list[int]:
        """Return where ``word`` may be divided."""


class Page(Protocol):
    """A finished page."""

    width: float
    height: float
    links: list[Link]
    anchors: dict[str, Point]
    quads: dict[Box, list[Rectangle]]
    """The rectangles of the lines of each link."""
    _page_box: Box


class Font(Protocol):
    """A face in one size, as a file has it."""

    hash: int
    """Its name in the streams."""
    family: str
    index: int
    """Its place in a collection."""
    file_content: bytes
    bitmap: bool
    png: bool
    svg: bool
    to_unicode: dict[int, str]
    """What its glyphs stand for."""
    widths: dict[int, int]
    """How wide its glyphs are, in thousandths of the size."""


class Metadata(Protocol):
    """What a file says of itself."""

    title: str
    authors: list[str]
    keywords: list[str]
    description: str
    created: str
    modified: str
    lang: str
    generate_rdf_metadata: Callable[..., bytes]


class LaidOutDocument(Protocol):
    """A document whose pages are laid out."""

    pages: list[Page]
    fonts: dict[object, Font]
    """By what the engine calls them."""
    metadata: Metadata

    def write_pdf(self, **options: object) -> bytes:
        """Return the file."""


class Stream(Protocol):
    """The instructions of a page."""

    stream: list[Any]
    extra: dict[str, Any]
    _resources: dict[str, Any]
    reference: bytes
    _tags: dict[Box, dict[str, int]]
    ink_rect: Pango
    logical_rect: Pango

    def add_font(self, font: Pango, /) -> tuple[Font, float]:
        """Return the font of the file for one of Pango, and its size."""

    def set_text_matrix(self, *values: float) -> None:
        """Tm."""

    def set_font_size(self, font: int, size: float, /) -> None:
        """Tf."""

    def show_text(self, text: str, /) -> None:
        """TJ."""


class Dictionary(Protocol):
    """A dictionary of a file."""

    reference: bytes

    def __contains__(self, name: object, /) -> bool: ...
    def __getitem__(self, name: str, /) -> Any: ...
    def __setitem__(self, name: str, value: object, /) -> None: ...
    def setdefault(self, name: str, value: object, /) -> object:
        """Return the value of ``name``, set if it has none."""

    def pop(self, name: str, /) -> Any:
        """Return the value of ``name``, which goes."""


class Pdf(Protocol):
    """The objects of a file."""

    catalog: dict[str, Any]
    info: dict[str, Any]
    objects: list[Any]
    page_references: list[bytes]

    def add_object(self, made: object, /) -> None:
        """Add an object; its ``reference`` is set."""


Lines = Iterator[tuple[Box, Resume]]
"""Lines, each with where the next one begins."""
LayOut = Callable[..., Any]
"""A function of the engine that is wrapped."""
