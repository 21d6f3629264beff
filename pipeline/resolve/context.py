"""What one walk over a report keeps and what its readers share: findings, targets of references, places of anchors, the annex at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from pipeline.findings import Finding, Place
from pipeline.house.locale import Locale, ReferenceKind
from pipeline.model.document import Picture
from pipeline.model.labels import Numbering, Scheme
from pipeline.resolve.references import Annex, Around, Target
from pipeline.source.front_matter import Rules

Pictures = Callable[[str, Place], Picture]
"""Gives the picture that the source names at a place. Raises SourceError."""
Others = Callable[[str], "tuple[str, frozenset[str]] | None"]
"""Gives another report of the house by its slug, as its symbol and its anchors; nothing where there is none."""


@dataclass(slots=True)
class Context:
    """The context of one walk over one report.

    ``numbering``, ``rules``, ``locale``, ``pictures`` and ``others`` are given and stay. The readers add to ``findings`` all that is
    wrong, to ``targets`` what the author's ids mean, to ``places`` where each anchor comes from. ``prefix`` is what anchors begin
    with in an annex, ``annex`` the annex and the appendix around the text at hand, ``part`` the part that is known by its name,
    ``counted`` the main section in which paragraphs begin again at 1.
    """

    numbering: Numbering
    rules: Rules
    locale: Locale
    pictures: Pictures
    others: Others
    findings: list[Finding] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    prefix: str = ""
    annex: Annex = ()
    part: Annex = ()
    counted: Annex = ()

    def find(self, code: str, message: str, place: Place, hint: str = "") -> None:
        """Keep a finding."""
        self.findings.append(Finding(code, message, place, hint))

    def place(self, anchor: str, place: Place) -> None:
        """Keep where ``anchor`` comes from; the first place counts."""
        self.places.setdefault(anchor, place)

    def target(self, identifier: str, target: Target, place: Place) -> None:
        """Keep what the author's ``identifier`` means; S013 where it is used twice."""
        if identifier in self.targets:
            self.find("S013", f"the id {identifier!r} is used twice", place, "Give each place an id of its own.")
        paragraph = target.kind in ("paragraph", "item")
        again = target.kind == "section" or (paragraph and (self.rules.annexes == "restart" or self.rules.paragraphs == "by-section"))
        around: Annex = self.annex if again or target.kind == "appendix" else ()
        if paragraph and not self.annex:
            around = self.counted
        if target.kind in ("section", "chapter") and not self.annex:
            around = self.part
        self.targets.setdefault(identifier, replace(target, annex=around, again=again))

    def scheme(self, schemes: tuple[Scheme, ...], level: int, place: Place) -> Scheme:
        """The scheme of a level, counted from 1; S010 where the rules have none."""
        if level > len(schemes):
            self.find("S010", f"level {level}, where the rules have {len(schemes)}", place, "Raise it, or add a numeral to the rules.")
        return schemes[min(level, len(schemes)) - 1]

    @contextmanager
    def appended(self, anchor: str, shown: str) -> Iterator[None]:
        """While it lasts, the text is that of an annex or appendix, numbered ``shown``."""
        outer = (self.prefix, self.annex)
        kind: ReferenceKind = "appendix" if self.annex else "annex"
        self.prefix, self.annex = f"{anchor}.", (*self.annex, Around(anchor, shown, kind))
        yield
        self.prefix, self.annex = outer

    @contextmanager
    def parted(self, anchor: str, name: str) -> Iterator[None]:
        """While it lasts, the text is that of a part that is known by its ``name``, "part one"."""
        self.part = (Around(anchor, name),) if name else ()
        yield
        self.part = ()

    @contextmanager
    def counting(self, section: Around) -> Iterator[None]:
        """While it lasts, the text is that of a main section in which paragraphs begin again at 1."""
        self.counted = (section,)
        yield
        self.counted = ()
