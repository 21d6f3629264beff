"""The shared state of one pass over a report: findings, targets of references, places of anchors, the current annex."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from plantin.findings import Finding, Place
from plantin.house.locale import Locale
from plantin.house.locale_tables import ReferenceKind
from plantin.model.document import Box, Picture, Table
from plantin.model.labels import Numbering, Numerals, Scheme
from plantin.model.numerals import is_typed_number, numeral
from plantin.model.publication import Companion
from plantin.resolve.elsewhere import FindReport
from plantin.resolve.references import Annex, PlaceContext, Target
from plantin.source.front_matter import NumberingRules

if TYPE_CHECKING:
    from plantin.resolve.index import IndexReference


class FindPicture(Protocol):
    """Gives the picture that the source names at a place. Raises SourceError."""

    @property
    def remarks(self) -> list[Finding]:
        """What it left out of the pictures."""

    def __call__(self, name: str, place: Place) -> Picture: ...


class FindData(Protocol):
    """Gives the rows of a data file that the source names at a place: those of the language, or of the original. Raises
    SourceError.
    """

    @property
    def remarks(self) -> list[Finding]:
        """What it left out of the files."""

    def __call__(self, name: str, place: Place, *, original: bool = False, hidden: str = "") -> list[list[str]]: ...

    def json(self, name: str, place: Place) -> object:
        """Return the value of a file of JSON. Raises SourceError."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a block is: the anchor that subparagraphs hang on (empty: the last paragraph or heading of the body) and
    its number as a reference gives it ("3 (b)"), whether paragraphs are numbered here, the levels of lists, quotations
    and divs above it, and whether it is in a cell of a table.
    """

    anchor: str
    numbered: bool
    number: str = ""
    level: int = 0
    quoted: int = 0
    nested: int = 0
    celled: bool = False


@dataclass(slots=True)
class Context:
    """The context of one pass over one report: what is given, what is collected, and the position in the text."""

    numbering: Numbering
    """Given: the numbering schemes."""
    rules: NumberingRules
    """Given: the numbering rules of the report."""
    locale: Locale
    """Given: the locale of the language."""
    pictures: FindPicture
    """Given: finds a picture."""
    others: FindReport
    """Given: finds another report of the house."""
    data: FindData
    """Given: finds the rows of a data file."""
    fills: tuple[str, ...] = ()
    """Given: the fills of the series of charts, none for those of the press."""
    findings: list[Finding] = field(default_factory=list)
    """Collected: the errors."""
    warnings: list[Finding] = field(default_factory=list)
    """Collected: what does not stop the build."""
    targets: dict[str, Target] = field(default_factory=dict)
    """Collected: what the author's ids refer to."""
    places: dict[str, Place] = field(default_factory=dict)
    """Collected: the place in the source of each anchor."""
    prefix: str = ""
    """The beginning of anchors in the annex at hand."""
    annex: Annex = ()
    """The annex and appendix around the text at hand."""
    part: Annex = ()
    """The part at hand, which references give by its name."""
    counted: Annex = ()
    """The main section at hand, where paragraphs begin again at 1 in each."""
    chapter: tuple[str, str] = ("", "")
    """The number of the main section or annex at hand, as in anchors and as printed."""
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    """Collected: the number of objects of each kind, by the chapter that they are numbered after."""
    companions: list[Companion] = field(default_factory=list)
    """Collected: versions for people whom the text does not serve."""
    index: list[IndexReference] = field(default_factory=list)
    """Collected: the index marks."""
    here: Target | None = None
    """The last heading or numbered paragraph."""
    described: list[Table | Box] = field(default_factory=list)
    """Collected: the descriptions and data of figures."""
    within: str = ""
    """What is being read where an index mark is not allowed ("a note"), or empty."""
    foreign: bool = False
    """Whether a passage in another language is being read."""
    terms: dict[str, str] = field(default_factory=dict)
    """Collected: the anchors of the glossary terms by their keys."""
    uses: list[tuple[str, Place]] = field(default_factory=list)
    """Collected: the terms used and where."""
    explaining: bool = False
    """Whether the glossary is being read."""

    def find(self, code: str, message: str, place: Place, hint: str = "") -> None:
        """Keep a finding."""
        self.findings.append(Finding(code, message, place, hint))

    def all_findings(self) -> tuple[Finding, ...]:
        """Return what was found, and once each what was left out of data files and pictures."""
        return (*self.findings, *dict.fromkeys((*self.data.remarks, *self.pictures.remarks)))

    def warn(self, code: str, message: str, place: Place, hint: str = "") -> None:
        """Keep a finding that does not stop the press."""
        self.warnings.append(Finding(code, message, place, hint, "warning"))

    def place(self, anchor: str, place: Place) -> None:
        """Keep where ``anchor`` comes from; the first place counts."""
        self.places.setdefault(anchor, place)

    def count(
        self, kind: ReferenceKind, identifier: str, place: Place, typed: str = "", *, bare: bool = False
    ) -> tuple[str, str, str]:
        """Return the anchor, the number and the label of the next object of a kind, which is what the author's
        ``identifier`` means; where the rules say so, after the number of its main section or annex, and from 1 again in
        each. One with a ``typed`` number and a ``bare`` one, which has none, are not counted.
        """
        schemes: dict[str, tuple[Numerals, Scheme]] = {
            "table": (self.rules.tables, self.numbering.tables),
            "figure": (self.rules.figures, self.numbering.figures),
            "box": (self.rules.boxes, self.numbering.boxes),
            "equation": ("decimal", self.numbering.equations),
        }
        numerals, scheme = schemes[kind]
        if typed and (scheme.nested or not is_typed_number(typed)):
            hint = (
                "Write it as printed, number=3 or number=A-2; remove it where numbers begin with that of the chapter."
            )
            self.find("S075", f"number={typed[:20]!r}", place, hint)
        if bare and identifier:
            hint = "A reference names a number: remove the id, or give it one, number=3."
            self.find("S077", f"a {kind} without a number, with an id", place, hint)
        ordinal, printed_ordinal = self.chapter if scheme.nested else ("", "")
        if ordinal and self.prefix and self.rules.annex_numerals == self.rules.main:
            message = f"a {kind} of an annex and one of a section would have the same number, {printed_ordinal}.1"
            self.find("S007", message, place, "Give annexes numerals of their own: rules: {annex-numerals: A}.")
        before = f"{ordinal}." * bool(ordinal)
        number, named = typed, typed.replace("–", "-") or "unnumbered"
        if not (bare or typed):
            count = self.counts[kind, before] = self.counts.get((kind, before), 0) + 1
            number = f"{printed_ordinal}." * bool(ordinal) + numeral(count, scheme.numerals)
            named = f"{before}{numeral(count, numerals)}"
        # Numbers that are typed may come twice.
        anchors = (f"{kind}-{named}{f'-{again}' if again > 1 else ''}" for again in itertools.count(1))
        anchor = next(anchor for anchor in anchors if anchor not in self.places)
        self.place(anchor, place)
        label = scheme.pattern.format(number) if number else ""
        if identifier:
            self.target(identifier, Target(kind, anchor, label if kind == "equation" else number), place)
        return anchor, number, label

    def target(self, identifier: str, target: Target, place: Place) -> None:
        """Keep what the author's ``identifier`` means; S013 where it is used twice."""
        if identifier in self.targets:
            self.find("S013", f"the id {identifier!r} is used twice", place, "Give each place an id of its own.")
        self.targets.setdefault(identifier, self.add_context(target))

    def add_context(self, target: Target) -> Target:
        """Return ``target`` with what is around it here, without which its number is not known."""
        paragraph = target.kind in ("paragraph", "item", "entry")
        # The number of a decimal section has that of its annex before it; a heading without a number is known by its
        # words.
        again = target.kind == "section" and not (target.whole or self.numbering.decimal)
        again = again or (paragraph and (self.rules.annexes == "restart" or self.rules.paragraphs == "by-section"))
        around: Annex = self.annex if again or target.kind == "appendix" else ()
        if paragraph and not self.annex:
            around = self.counted
        if target.kind in ("section", "chapter") and not self.annex:
            around = self.part
        if target.annex and self.numbering.decimal:
            around = ()
        return replace(target, annex=(*around, *target.annex), again=again)

    @contextmanager
    def forbid_index_marks(self, within: str) -> Iterator[None]:
        """While it lasts, what is read is ``within`` something in which index marks are not allowed."""
        outer, self.within = self.within, within
        yield
        self.within = outer

    @contextmanager
    def elsewhere(self, language: str, direction: str) -> Iterator[bool]:
        """While it lasts, what is read is in ``language``: words of the press in it say that they are in another. Gives
        whether it is a foreign passage: what is in the language of the edition is one only within another.
        """
        outer, self.foreign = self.foreign, language not in {self.locale.language, self.locale.tag}
        yield outer or self.foreign or direction != self.locale.direction
        self.foreign = outer

    def scheme(self, schemes: tuple[Scheme, ...], level: int, place: Place) -> Scheme:
        """Return the scheme of a level, counted from 1; S010 where the rules have none."""
        if level > len(schemes):
            hint = "Raise it, or add a numeral to the rules."
            self.find("S010", f"level {level}, where the rules have {len(schemes)}", place, hint)
        return schemes[min(level, len(schemes)) - 1]

    @contextmanager
    def within_annex(self, anchor: str, shown: str, kind: ReferenceKind) -> Iterator[None]:
        """While it lasts, the text is that of an annex or appendix (``kind``), numbered ``shown``."""
        outer = (self.prefix, self.annex)
        self.prefix, self.annex = f"{anchor}.", (*self.annex, PlaceContext(anchor, shown, kind))
        yield
        self.prefix, self.annex = outer

    @contextmanager
    def within_part(self, anchor: str, name: str) -> Iterator[None]:
        """While it lasts, the text is that of a part that is known by its ``name``, "part one"."""
        self.part = (PlaceContext(anchor, name),) if name else ()
        yield
        self.part = ()

    @contextmanager
    def counting(self, section: PlaceContext) -> Iterator[None]:
        """While it lasts, the text is that of a main section in which paragraphs begin again at 1."""
        self.counted = (section,)
        yield
        self.counted = ()
