"""What an edition prints besides the author's words: number schemes, fixed words, hyphenation, braille."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

Numerals = Literal[
    "upper-roman",
    "upper-latin",
    "decimal",
    "lower-latin",
    "lower-roman",
    "arabic-abjad",
    "chinese-counting",
    "hebrew",
    "arabic-ordinal",
    "arabic-definite",
    "arabic-letter",
]

_MEGABYTE_FROM_KB = 1000
"""From so many kilobytes on a size is given in megabytes."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How one level is numbered."""

    numerals: Numerals
    """The kind of numerals."""
    pattern: str
    """The pattern of the label, where ``{}`` stands for the numeral."""
    nested: bool = False
    """Whether the number of the enclosing division and a full stop come first: 1.2 for a section, 3.1 for a table."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbering schemes, for editions with live numbering (a Word file for editors)."""

    sections: tuple[Scheme, ...]
    """The schemes of the heading levels, empty where no heading is numbered. Sections inside an annex begin again with
    the first one (``inner``).
    """
    paragraphs: Scheme
    """The scheme of numbered paragraphs."""
    subparagraphs: tuple[Scheme, ...]
    """The schemes of the list levels."""
    notes: Scheme
    """The scheme of note numbers."""
    letters: Scheme
    """The scheme of the notes under tables, figures and boxes."""
    annexes: Scheme
    """The scheme of annexes."""
    appendices: Scheme
    """The scheme of appendices."""
    tables: Scheme
    """The scheme of tables."""
    figures: Scheme
    """The scheme of figures."""
    boxes: Scheme
    """The scheme of boxes."""
    equations: Scheme
    """The scheme of formulas on lines of their own."""

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
    """The fixed words of an edition, in its language. Some are patterns for ``str.format``, with the values in braces
    that are given here.
    """

    contents: str
    """The heading of the contents."""
    contents_page: str
    """The word above the page numbers of the contents."""
    contents_continued: str
    """The heading of the contents on their second and later pages."""
    notes: str
    """The heading of the notes."""
    note: str
    """The name of a note: ``{label}``."""
    note_call: str
    """The name of a note number in the text: ``{label}``."""
    back: str
    """The name of the link from a note back to the text: ``{label}``."""
    page: str
    """The page number: ``{page}``, ``{pages}``."""
    skip: str
    """The link that skips to the text."""
    masthead: str
    """The name of the masthead as a landmark."""
    paragraph_link: str
    """The name of the link that is a paragraph's number: ``{label}``."""
    summary: str
    """The title of the summary."""
    address_code: str
    """The text alternative of the QR code: ``{address}``."""
    job_code: str
    """The text alternative of the bar code of the job number: ``{number}``."""
    editions: str
    """The heading of the list of other editions."""
    download: str
    """The heading of the list of files."""
    file: str
    """A file in that list: ``{format}``, ``{size}`` (kilobytes)."""
    copy_link: str
    """The button that copies the address of a paragraph: ``{number}``."""
    copy_citation: str
    """The button that copies the citation of a paragraph."""
    citation: str
    """The citation of a paragraph: ``{symbol}``, ``{number}``."""
    copied: str
    """The message after copying: ``{text}``."""
    page_start: str
    """The mark where a page of the PDF begins: ``{page}``."""
    pages: str
    """The name of the list of pages."""
    about_text: str
    """The accessibility summary of an edition with text alone."""
    about_pictures: str
    """The sentence on pictures that are all described."""
    about_undescribed: str
    """The sentence on pictures of which some are not described."""
    about_movement: str
    """The sentence on animations."""
    about_tables: str
    """The sentence on tables."""
    about_formulas: str
    """The sentence on formulas."""
    about_numbers: str
    """The sentence on printed numbers."""
    about_navigation: str
    """The sentence on contents and headings."""
    about_notes: str
    """The sentence on notes."""
    about_pages: str
    """The sentence on page marks."""
    about_sound: str = ""
    """The sentence on an edition that is read aloud."""
    squared: str = ""
    """What is heard of a raised 2; empty where the voice is left to say it, as in the following."""
    cubed: str = ""
    """What is heard of a raised 3."""
    power: str = ""
    """What is heard of another raised number or letter: ``{number}``."""
    index: str = ""
    """What is heard of a lowered number: ``{number}``."""
    subscript: str = ""
    """What is heard of lowered letters: ``{number}``."""
    plus: str = ""
    """What is heard of the plus of a raised or lowered number, as in a charge."""
    minus: str = ""
    """What is heard of its minus."""
    endings: tuple[str, ...] = ()
    """Words whose raised endings are read as any other letters, # for their figures: #er, Mme."""
    blank_page: str = ""
    """The words on a page left blank, empty where it has none."""
    large_file: str = ""
    """A file of a megabyte or more: ``{format}``, ``{whole}``, ``{tenths}``; empty where sizes are always in kilobytes.
    """

    def describe_file(self, format_: str, size: int) -> str:
        """Return the words for a file of ``size`` bytes: "PDF, 131 KB"."""
        kilobytes = -(-size // 1000)
        whole, tenths = divmod((kilobytes + 50) // 100, 10)
        if self.large_file and kilobytes >= _MEGABYTE_FROM_KB:
            return self.large_file.format(format=format_, whole=whole, tenths=tenths)
        return self.file.format(format=format_, size=kilobytes)


@dataclass(frozen=True, slots=True)
class DisplayWords:
    """The words of the panel in which readers of the web page choose how it looks."""

    heading: str
    """The heading of the panel."""
    face: str
    """The name of the choice of typeface."""
    house: str
    """The typeface of the style."""
    sans: str
    """The sans-serif typeface."""
    legible: str
    """The typeface with distinct letters: ``{family}``."""
    size: str
    """The name of the choice of text size."""
    percent: str
    """A text size: ``{percent}``."""
    spacing: str
    """The name of the choice of spacing."""
    normal: str
    """The spacing of the style."""
    wide: str
    """Wide spacing."""
    colours: str
    """The name of the choice of colours."""
    device: str
    """The colours that the device asks for."""
    light: str
    """Dark text on a light background."""
    dark: str
    """Light text on a dark background."""
    pages: str = ""
    """The name of the choice whether beginnings of printed pages are shown; empty where readers have no such choice."""
    shown: str = ""
    """Shown."""
    hidden: str = ""
    """Not shown."""


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """Where words may be divided."""

    language: str
    """The language of the hyphenation dictionary."""
    word: int
    """The number of letters of the shortest word that may be divided."""
    before: int
    """The smallest number of letters before the hyphen."""
    after: int
    """The smallest number of letters after the hyphen."""
    name: int = 0
    """The number of letters of the shortest word with a capital initial that may be divided."""
    exceptions: tuple[str, ...] = ()
    """Beginnings or parts of words in lower case, with a hyphen at each place where they may be divided;
    they override the dictionary.
    """
    whole: tuple[str, ...] = ()
    """Patterns of what is kept on one line although it contains a hyphen (I-24/7)."""
    penalty: int = 450
    """The cost of a divided word compared with uneven spaces, as hyphenpenalty in TeX. Languages with long words need
    a higher one, or every third line ends in a hyphen. Used in PDFs alone, like the three fields before it.
    """


@dataclass(frozen=True, slots=True)
class TranscriptionWords:
    """What is in the volumes of a braille edition beside the report."""

    volume: str = "{number} / {count}"
    """Which volume it is, on its title page."""
    pages: str = "{first} - {last}"
    """Which pages of text it has."""
    symbols: str = "Special symbols"
    """The heading of the list of signs."""
    notes: str = "Transcriber’s notes"
    """The heading of what the transcriber says."""
    made: str = "liblouis: {table}"
    """How the transcription was made."""
    described: str = "Pictures are described, not drawn."
    """What became of pictures."""
    printed: str = "A line of dashes that ends with a number shows where a page of the printed edition begins."
    """How the pages of print are marked."""
    call: str = "note indicator"
    """What this sign is, as in the fields that follow."""
    passage: str = "beginning and end of a passage in another language"
    uncontracted: str = "beginning and end of lines in uncontracted braille"
    italic: str = "before a word in italics; before and after several words"
    bold: str = "before a word in bold; before and after several words"
    description: str = "beginning and end of the description of a picture"
    formula: str = "beginning and end of a formula in the Nemeth Code"
    object: str = "beginning and end of a table, a figure or a box"
    separator: str = "notes follow"
    divided: str = "at the end of a line: the word continues on the next line"
    draft: str = "Draft, not proved: some different signs are written alike."
    """The first line in a language whose table writes some signs alike."""
    unlisted: str = "Draft, not proved: nobody has checked that different signs are written differently."
    """The first line by a table whose signs are not in the repertoire."""


@dataclass(frozen=True, slots=True)
class EmphasisSigns:
    """The cells by which a braille code marks italics or bold; none where it does not."""

    word: str = ""
    """Before each of fewer words than a passage has."""
    begin: str = ""
    """Before a passage."""
    last: str = ""
    """Before the last word of a passage."""
    end: str = ""
    """After a passage."""
    passage: int = 1
    """So many words or more are a passage."""

    @property
    def encloses(self) -> bool:
        """Whether whatever is emphasized is between ``begin`` and ``end``."""
        return self.passage <= 1 and bool(self.begin)


@dataclass(frozen=True, slots=True)
class Transcription:
    """How a language is written in braille."""

    table: str = ""
    """The liblouis table, empty for the default table of the language."""
    call: str = "⠷{}⠾"
    """The cells around a note number in the text, where ``{}`` stands for the number."""
    passage: tuple[str, str] = ("⠐⠐⠷", "⠐⠐⠾")
    """The cells before and after a passage in another language."""
    uncontracted: tuple[str, str] = ("", "")
    """The cells before and after lines that are not contracted, where the others are."""
    italic: EmphasisSigns = field(default=EmphasisSigns())
    """How italics are marked."""
    bold: EmphasisSigns = field(default=EmphasisSigns())
    """How bold is marked."""
    locator: str = "⠿"
    """The cells before a sign that is named in the list of signs."""
    page_number: Literal["first line", "last line"] = "first line"
    """Where the number of the page is, at the end of the line."""
    print_number: Literal["", "left", "right"] = "left"
    """Where in the first line the number of the printed page is."""
    words: TranscriptionWords = field(default=TranscriptionWords())
    """What is in the volumes beside the report."""
