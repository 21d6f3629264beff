"""What an edition prints in its own language besides the author's words: number schemes, fixed words, hyphenation,
braille.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Numerals = Literal[
    "upper-roman",
    "upper-latin",
    "decimal",
    "lower-latin",
    "lower-roman",
    "arabic-abjad",
    "chinese-counting",
    "arabic-ordinal",
    "arabic-definite",
    "arabic-letter",
]


@dataclass(frozen=True, slots=True)
class Scheme:
    """How one level is numbered: its numerals, and the pattern of the label, where ``{}`` stands for the numeral.

    A ``nested`` numeral comes after the whole number of what is around it, and a full stop: 1.2 for a section, 3.1 for
    a table.
    """

    numerals: Numerals
    pattern: str
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Numbering:
    """The schemes by level, for editions in which the numbers stay alive (an editor's Word file).

    Sections inside an annex begin again with the first scheme of ``sections`` (``inner``). ``notes`` are the numbers,
    ``letters`` the notes under tables, figures and boxes. ``sections`` is empty where no heading is numbered.
    """

    sections: tuple[Scheme, ...]
    paragraphs: Scheme
    subparagraphs: tuple[Scheme, ...]
    notes: Scheme
    letters: Scheme
    annexes: Scheme
    appendices: Scheme
    tables: Scheme
    figures: Scheme
    boxes: Scheme
    equations: Scheme

    @property
    def decimal(self) -> bool:
        """Whether a section is numbered after the one around it: 1, 1.1, 1.1.1."""
        return any(scheme.nested for scheme in self.sections)

    @property
    def inner(self) -> tuple[Scheme, ...]:
        """The schemes of the sections inside an annex, which has a number of its own before theirs where they are
        decimal: A.1, A.1.1.
        """
        first, *rest = self.sections or (None,)
        return () if first is None else (replace(first, nested=self.decimal), *rest)


@dataclass(frozen=True, slots=True)
class Labels:
    """The fixed words of an edition, in its language.

    Those with a place for a value are patterns for ``str.format``: ``note``, ``note_call`` and ``back`` take
    ``{label}``, ``page`` takes ``{page}`` and ``{pages}``, ``paragraph_link`` takes ``{label}``, ``file`` takes
    ``{format}`` and ``{size}`` (thousands of bytes), ``large_file`` takes ``{format}``, ``{whole}`` and ``{tenths}`` of
    a million bytes (empty: such files are given in thousands too), ``copy_link`` takes ``{number}``, ``citation`` takes
    ``{symbol}`` and ``{number}``, ``address_code`` takes ``{address}``, ``job_code`` takes ``{number}``, ``copied``
    takes ``{text}``, ``page_start`` takes ``{page}``. The sentences ``about_...`` say how an edition can be read.
    """

    contents: str
    contents_page: str
    contents_continued: str
    notes: str
    note: str
    note_call: str
    back: str
    page: str
    skip: str
    masthead: str
    paragraph_link: str
    summary: str
    address_code: str
    job_code: str
    editions: str
    download: str
    file: str
    copy_link: str
    copy_citation: str
    citation: str
    copied: str
    page_start: str
    pages: str
    about_text: str
    about_pictures: str
    about_undescribed: str
    about_movement: str
    about_tables: str
    about_formulas: str
    about_numbers: str
    about_navigation: str
    about_notes: str
    about_pages: str
    about_sound: str = ""
    blank_page: str = ""
    large_file: str = ""


@dataclass(frozen=True, slots=True)
class DisplayWords:
    """The words of the panel in which readers of the web page choose how it looks: the ``heading``, and the names of
    four choices with what may be chosen. ``house`` is the face of the style, ``legible`` takes ``{family}``,
    ``percent`` is a size of the text and takes ``{percent}``.
    """

    heading: str
    face: str
    house: str
    sans: str
    legible: str
    size: str
    percent: str
    spacing: str
    normal: str
    wide: str
    colours: str
    device: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """Where words may be divided: the dictionary's language, the least word, and the least part before and after.

    ``name`` is the least word that begins with a capital. ``exceptions`` are beginnings or parts of words with a hyphen
    at each place where they may be divided, in lower case; there the dictionary is not asked. ``whole`` are patterns of
    what stays on one line, though it has a hyphen (I-24/7). ``penalty`` is what a divided word costs beside uneven
    spaces, as TeX's hyphenpenalty: languages of long words need a higher one, or every third line ends in a hyphen. The
    printed page alone follows these four.
    """

    language: str
    word: int
    before: int
    after: int
    name: int = 0
    exceptions: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    penalty: int = 450


@dataclass(frozen=True, slots=True)
class Transcription:
    """How a language is written in braille: the ``table`` of liblouis (empty: the usual one of the language), and the
    cells around the label of a note that is called, with ``{}`` for the label, around a ``passage`` in another
    language, and before ``raised`` and ``lowered`` figures.
    """

    table: str = ""
    call: str = "⠷{}⠾"
    passage: tuple[str, str] = ("⠐⠐⠷", "⠐⠐⠾")
    raised: str = ""
    lowered: str = ""
