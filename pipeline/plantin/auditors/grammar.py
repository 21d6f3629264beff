"""Grammars of editions: which elements an edition may have, where, with which attributes of which form. What a grammar
does not have is refused by name, whoever put it there.

A grammar is data: a TOML file that a person reads in one sitting, written from the standards and from what an edition
needs. In its table ``kinds`` each row is ``name = [elements, attributes, content]``: a name for one use of an element,
such as ``call`` for the ``a`` that calls a note. Attributes are ``name=form``, or ``name?=form`` where they may be
left out. Content are names of kinds, each followed by ``!`` (exactly one), ``?`` (at most one), ``+`` (at least one)
or nothing (any number), ``@name`` for a row of the table ``groups``, and ``TEXT``. Kinds before ``>`` come in the order
of the row (of several that may come any number of times, in any order), and before all others. The first kind of an
element that its attributes fit is the one that it is.

A form is a literal (``role=doc-noteref``), several with ``|`` between them, ``{name}`` for a pattern of the table
``forms``, which the whole value matches, or ``(term)``: a statement, which the document has to make as well.
``TEXT(term)`` is such text.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from lxml import etree

_ATTRIBUTE = re.compile(r"(?P<name>[^\s=?]+)(?P<optional>\?)?=(?P<form>\S*)")
_MOST_REMEMBERED = 20_000
"""So many combinations of attributes are remembered."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class GrammarStatement:
    """A statement of an edition: the ``term`` of its grammar, the ``value`` as written, the element that makes it."""

    term: str
    value: str
    element: etree._Element


@dataclass(frozen=True, slots=True)
class Breach:
    """What a grammar does not have, in words, and the element where it is."""

    message: str
    element: etree._Element


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a value: a pattern for the whole of it, and the term of the statement that it makes (empty: none)."""

    pattern: re.Pattern[str]
    term: str = ""

    def fits(self, value: str) -> bool:
        """Return whether the whole of ``value`` has this form."""
        return self.pattern.fullmatch(value) is not None


@dataclass(slots=True, eq=False, repr=False)
class ElementKind:
    """One use of an element. ``within`` are the kinds that it may hold by the names of their elements, ``counted``
    those of which there is one at most, or one at least (``repeated``), each with whether there must be one; ``ranks``
    is the order of those that have one; ``text`` is the form of its text, None where it has none.
    """

    name: str
    tags: tuple[str, ...]
    required: dict[str, Form]
    optional: dict[str, Form]
    content: str
    within: dict[str, tuple[ElementKind, ...]] = field(default_factory=dict)
    counted: dict[str, bool] = field(default_factory=dict)
    repeated: set[str] = field(default_factory=set)
    ranks: dict[str, int] = field(default_factory=dict)
    text: Form | None = None


@dataclass(frozen=True, slots=True)
class _Fit:
    """How the attributes of an element fit a kind: what is wrong with them, and the statements that they make."""

    kind: ElementKind
    faults: tuple[str, ...]
    stated: tuple[tuple[str, str], ...]


Tables = Mapping[str, Mapping[str, Any]]
"""The tables of a grammar by name, as their files have them."""


class Grammar:
    """The grammar of one kind of document; ``kinds`` are its rows by name."""

    def __init__(self, table: Tables) -> None:
        self._prefixes = {str(uri): f"{prefix}:" if prefix else "" for prefix, uri in table.get("prefixes", {}).items()}
        self._forms = {name: re.compile(str(form)) for name, form in table["forms"].items()}
        self._groups = {name: str(names) for name, names in table.get("groups", {}).items()}
        self.kinds: dict[str, ElementKind] = {}
        for name, (tags, attributes, content) in table["kinds"].items():
            forms: tuple[dict[str, Form], dict[str, Form]] = ({}, {})
            for match in _ATTRIBUTE.finditer(attributes):
                forms[bool(match["optional"])][match["name"]] = self.form(match["form"])
            self.kinds[name] = ElementKind(name, tuple(tags.split()), *forms, content)
        for kind in self.kinds.values():
            self._resolve(kind)
        self._fits: dict[tuple[tuple[ElementKind, ...], tuple[tuple[str, str], ...]], _Fit] = {}

    def breaches(
        self, root: etree._Element, kind: str, used: set[str] | None = None
    ) -> Iterator[Breach | GrammarStatement]:
        """Everything in the document under ``root``, which is of that ``kind``, that the grammar does not have, and
        every statement of it, in reading order. ``used`` takes the names of the rows that it has.
        """
        fit = self._fit((self.kinds[kind],), root)
        left = [(root, fit)]
        while left:
            element, fit = left.pop()
            if used is not None:
                used.add(fit.kind.name)
            yield from (Breach(fault, element) for fault in fit.faults)
            yield from (GrammarStatement(term, value, element) for term, value in fit.stated)
            # The text directly in element, where it may have none or where it is a statement.
            text = "".join(filter(None, (element.text, *(child.tail for child in element))))
            if fit.kind.text is None:
                if text and not text.isspace():
                    yield Breach(
                        f"text is not in the grammar of {fit.kind.name}: “{' '.join(text.split())[:_SHOWN]}”", element
                    )
            elif not fit.kind.text.fits(text):
                excerpt = ascii(text[:_SHOWN]) if text.isprintable() else ascii(text)[:_SHOWN]
                yield Breach(f"the text of {fit.kind.name} has a form that is not in the grammar: {excerpt}", element)
            elif fit.kind.text.term:
                yield GrammarStatement(fit.kind.text.term, "".join(map(str, element.itertext())), element)
            faults: list[Breach] = []
            left += reversed([*self._inside(element, fit.kind, faults)])
            yield from faults

    def _inside(
        self, element: etree._Element, kind: ElementKind, faults: list[Breach]
    ) -> Iterator[tuple[etree._Element, _Fit]]:
        """The elements in ``element`` with their kinds; ``faults`` takes those that may not be there or are missing."""
        counts: Counter[str] = Counter()
        reached = 0
        for child in element.iterchildren():
            name = self._name(child.tag)
            kinds = kind.within.get(name)
            if kinds is None:
                faults.append(Breach(f"the element {name} is not in the grammar of {kind.name}", child))
                continue
            fit = self._fit(kinds, child)
            counts[fit.kind.name] += not fit.faults
            if counts[fit.kind.name] > 1 and fit.kind.name in kind.counted.keys() - kind.repeated:
                faults.append(Breach(f"there is a second {fit.kind.name} ({name}) in {kind.name}", child))
            if kind.ranks:
                rank = kind.ranks.get(fit.kind.name, len(kind.ranks))
                if rank < reached:
                    faults.append(Breach(f"{fit.kind.name} ({name}) is not in its place in {kind.name}", child))
                reached = max(reached, rank)
            yield child, fit
        for name, needed in kind.counted.items():
            if needed and not counts[name]:
                faults.append(
                    Breach(f"there is no {name} ({' or '.join(self.kinds[name].tags)}) in {kind.name}", element)
                )

    def _fit(self, kinds: tuple[ElementKind, ...], element: etree._Element) -> _Fit:
        """Return how ``element`` fits the first of ``kinds`` that it fits, else the one that it fits best."""
        attributes = tuple((str(name), str(value)) for name, value in element.attrib.items())
        key = (kinds, attributes)
        best = self._fits.get(key)
        if best is None:
            values = {self._name(name): value for name, value in attributes}
            fits = [_fit_attributes(kind, values) for kind in kinds]
            best = min(fits, key=lambda fit: len(fit.faults))
            if len(self._fits) < _MOST_REMEMBERED:
                self._fits[key] = best
        return best

    def _name(self, name: object) -> str:
        """Return the name of an element or attribute, its namespace as the prefix that the grammar has for it."""
        if not isinstance(name, str):
            return "comment"
        if not name.startswith("{"):
            return name
        space, _, local = name[1:].partition("}")
        return f"{self._prefixes.get(space, f'{{{space}}}')}{local}"

    def form(self, written: str) -> Form:
        """Return the form that a row writes so."""
        if written.startswith("{"):
            return Form(self._forms[written.strip("{}")])
        if written.startswith("("):
            return Form(self._forms["stated"], written.strip("()").replace("_", " "))
        return Form(re.compile("|".join(map(re.escape, written.split("|")))))

    def _resolve(self, kind: ElementKind) -> None:
        """Find the kinds that ``kind`` may hold, and their order."""
        kinds_by_tag: dict[str, dict[ElementKind, None]] = {}
        words = [*self._words(kind.content)]
        ordered, rank, before = (words.index(">") if ">" in words else 0), -1, "!"
        for at, word in enumerate(words):
            if word.startswith("TEXT"):
                kind.text = self.form(word.removeprefix("TEXT").removeprefix("=") or "{text}")
            elif word != ">":
                member = self.kinds[word.rstrip("!?+")]
                if word[-1] in "!?+":
                    kind.counted[member.name] = word[-1] != "?"
                if word[-1] == "+":
                    kind.repeated.add(member.name)
                if at < ordered:
                    rank += word[-1] in "!?" or before in "!?"
                    kind.ranks[member.name], before = rank, word[-1]
                for tag in member.tags:
                    kinds_by_tag.setdefault(tag, {})[member] = None
        kind.within = {tag: tuple(kinds) for tag, kinds in kinds_by_tag.items()}

    def _words(self, content: str) -> Iterator[str]:
        """Yield the words of a row, those of its groups among them."""
        for word in content.split():
            if word.startswith("@"):
                yield from self._words(self._groups[word[1:]])
            else:
                yield word


@cache
def load(package: str, *names: str) -> tuple[Grammar, Tables]:
    """Return the grammar of the files ``names`` (without their end) of a package, later rows in the place of earlier
    ones; and all tables that it is made of.
    """
    tables = rows(package, *names)
    return Grammar(tables), tables


@cache
def rows(package: str, *names: str) -> Tables:
    """Return the tables alone."""
    tables: dict[str, dict[str, Any]] = {}
    for name in names:
        other, _, stem = name.rpartition(":")
        content = resources.files(other or package).joinpath(f"{stem}.toml").read_text("utf-8")
        for table, table_rows in tomllib.loads(content).items():
            tables.setdefault(table, {}).update(table_rows)
    return tables


def _fit_attributes(kind: ElementKind, given: Mapping[str, str]) -> _Fit:
    """Return how the attributes ``given`` fit ``kind``."""
    faults, stated = [], []
    for name, value in given.items():
        form = kind.required.get(name) or kind.optional.get(name)
        if form is None:
            faults.append(f"the attribute {name} is not in the grammar of {kind.name}")
        elif not form.fits(value):
            faults.append(
                f"the attribute {name} of {kind.name} has a value that is not in the grammar: “{value[:_SHOWN]}”"
            )
        elif form.term:
            stated.append((form.term, value))
    faults += [f"{kind.name} has no attribute {name}" for name in kind.required if name not in given]
    return _Fit(kind, tuple(faults), tuple(stated))
