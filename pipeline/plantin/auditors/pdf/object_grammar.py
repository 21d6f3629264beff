"""Reads the grammar of the objects of a PDF (objects.toml) and finds what a file has that it does not have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from plantin.auditors.statements import Statement

_ENTRY = re.compile(r"(?P<key>[^\s=?]*?)(?P<often>[?*])?=(?P<form>\S+)")
_REFERENCE = re.compile(r"\d+ \d+ R")
_SHOWN = 60
_LAYOUT = frozenset(("/ObjStm", "/XRef"))
_PAGE = "page"
"""The family of the dictionaries that are pages."""


@dataclass(frozen=True, slots=True)
class PdfBreach:
    """What a grammar does not have, in words, and ``where`` it is; ``code`` is that of the finding."""

    message: str
    where: str
    code: str = "A171"


@dataclass(frozen=True, slots=True)
class StreamBytes:
    """A stream whose bytes have to be known: what they are ("profile"), its number, and ``where`` it is."""

    kind: str
    number: int
    where: str


Found = PdfBreach | Statement | StreamBytes


@dataclass(slots=True, eq=False, repr=False)
class ObjectForm:
    """The form of a value: any of a scalar of a ``pattern``, a statement of a ``term`` in the characters of ``stated``,
    a dictionary of one of ``families`` or one that is ``reached`` as such elsewhere, the ``holder`` itself, or an array
    of ``items``, which are ``repeated`` or not.
    """

    pattern: re.Pattern[str] | None = None
    term: str = ""
    stated: re.Pattern[str] | None = None
    families: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    holder: bool = False
    items: tuple[ObjectForm, ...] | None = None
    repeated: bool = False


@dataclass(slots=True, eq=False, repr=False)
class ObjectKind:
    """One use of a dictionary: its keys with their forms, and what the bytes of a stream of this kind are."""

    name: str
    required: dict[str, ObjectForm] = field(default_factory=dict)
    optional: dict[str, ObjectForm] = field(default_factory=dict)
    patterns: list[tuple[re.Pattern[str], ObjectForm]] = field(default_factory=list)
    content: str = ""

    def form(self, key: str) -> ObjectForm | None:
        """Return the form of the value of ``key``; None where there is no such key."""
        exact = self.required.get(key) or self.optional.get(key)
        return exact or next((form for pattern, form in self.patterns if pattern.fullmatch(key)), None)

    @property
    def family(self) -> str:
        """The name of the kinds that this one is among."""
        return self.name.partition("_")[0]


@dataclass(slots=True)
class _Value:
    """A value, the form that it has to have, the references of the dictionary that it is in and of the one that holds
    this, its place and that of its page.
    """

    value: Any
    form: ObjectForm
    within: str
    around: str
    where: str
    page: str


class PdfObjects:
    """The objects of ``pdf`` as plain values, by reference ("12 0 R"): names begin with "/", text with "u:", other
    strings with "b:"; numbers are as they are written.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.trailer = _plain(pdf.trailer)
        self.by_reference: dict[str, Any] = {}
        self.streams: set[str] = set()
        self.layout: set[str] = set()
        """What holds other objects, or says where they are (ISO 32000-1, 7.5.7 and 7.5.8)."""
        for item in pdf.objects:
            if isinstance(item, pikepdf.Object):
                reference = f"{item.objgen[0]} {item.objgen[1]} R"
                self.by_reference[reference] = _plain(item)
                if isinstance(item, pikepdf.Stream):
                    self.streams.add(reference)
                    if str(item.get("/Type")) in _LAYOUT:
                        self.layout.add(reference)


def _plain(value: pikepdf.Object) -> Any:
    return json.loads(value.to_json(dereference=True, schema_version=2), parse_int=str, parse_float=str)


class ObjectGrammar:
    """The grammar of the objects of one standard; ``kinds`` are its rows by name."""

    def __init__(self, tables: Mapping[str, Mapping[str, str]], standard: str) -> None:
        self._forms = {name: re.compile(form) for name, form in tables["forms"].items()}
        self._forms |= {name: re.compile(f"u:{form}|b:{form}", re.DOTALL) for name, form in tables["strings"].items()}
        rows = dict(tables["kinds"])
        for name, row in tables.get(standard, {}).items():
            rows[name] = f"{rows[name]} {row[1:]}" if row.startswith("+") else row
        self.kinds = {name: self._kind(name, row) for name, row in rows.items()}
        self._families: dict[str, tuple[ObjectKind, ...]] = {}
        for kind in self.kinds.values():
            self._families[kind.family] = (*self._families.get(kind.family, ()), kind)

    def check(self, objects: PdfObjects, used: set[str] | None = None) -> Iterator[Found]:
        """Everything in ``objects`` that the grammar does not have, what they state, and the streams whose bytes have
        to be known. ``used`` takes the names of the rows that they have.
        """
        walk = _Walk(self._families, objects, used if used is not None else set())
        yield from walk.run(_Value(objects.trailer, ObjectForm(families=("trailer",)), "", "", "the trailer", ""))

    def _kind(self, name: str, row: str) -> ObjectKind:
        kind = ObjectKind(name)
        for match in _ENTRY.finditer(row):
            key, often, written = match["key"], match["often"], match["form"]
            if not key:
                kind.content = written
            elif often == "*":
                kind.patterns.append((re.compile(f"/(?:{key})"), self._form(written)))
            else:
                (kind.optional if often else kind.required)[f"/{key}"] = self._form(written)
        return kind

    def _form(self, written: str) -> ObjectForm:
        form = ObjectForm()
        literals: list[str] = []
        for part in _split_outside_brackets(written, "|"):
            if part.startswith("["):
                form.repeated = part.endswith("*")
                form.items = tuple(map(self._form, _split_outside_brackets(part.rstrip("*")[1:-1], ",")))
            elif part.startswith("{"):
                literals.append(self._forms[part[1:-1]].pattern)
            elif part.startswith("("):
                form.term, form.stated = part[1:-1].replace("_", " "), self._forms["stated"]
            elif part.startswith("^"):
                form.reached += (part[1:],)
            elif part == "..":
                form.holder = True
            elif re.match(r"[a-z]", part) and part not in {"true", "false", "null"}:
                form.families += (part,)
            else:
                literals.append(re.escape(part))
        form.pattern = re.compile("|".join(literals), re.DOTALL) if literals else None
        return form


def _split_outside_brackets(text: str, sign: str) -> Iterator[str]:
    """Yield the parts of ``text`` between each ``sign`` that is in no brackets."""
    depth, begin = 0, 0
    for place, letter in enumerate(text):
        depth += (letter in "[{(") - (letter in "]})")
        if letter == sign and not depth:
            yield text[begin:place]
            begin = place + 1
    yield text[begin:]


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


class _Walk:
    """One walk through the objects of a file."""

    def __init__(self, families: Mapping[str, tuple[ObjectKind, ...]], objects: PdfObjects, used: set[str]) -> None:
        self._families, self._objects, self._used = families, objects, used
        self._reached: dict[str, str] = {}
        self._wanted: list[tuple[str, tuple[str, ...], str]] = []
        self._left: list[_Value] = []
        self._pages = 0

    def run(self, first: _Value) -> Iterator[Found]:
        """Yield what is found from ``first`` on; at last what nothing leads to, and what leads astray."""
        self._left.append(first)
        while self._left:
            yield from self._value(self._left.pop())
        for reference in self._objects.by_reference.keys() - self._reached.keys() - self._objects.layout:
            yield PdfBreach("nothing of the grammar leads to it", _place(reference))
        for reference, wanted, where in self._wanted:
            if self._reached.get(reference) not in wanted:
                yield PdfBreach(f"it leads to {_place(reference)}, which is no {' or '.join(wanted)}", where)

    def _value(self, one: _Value) -> Iterator[Found]:
        value, form = one.value, one.form
        reference = value if isinstance(value, str) and _REFERENCE.fullmatch(value) else ""
        if reference:
            if form.holder and reference == one.around:
                return
            if form.reached and not (form.families and reference not in self._reached):
                self._wanted.append((reference, form.reached, one.where))
                return
            if reference in self._reached:
                self._wanted.append((reference, form.families, one.where))
                return
            if reference not in self._objects.by_reference:
                yield PdfBreach(f"it leads to {_place(reference)}, which is not there", one.where)
                return
            value = self._objects.by_reference[reference]
        if isinstance(value, dict):
            yield from self._dictionary(value, reference, one)
        elif isinstance(value, list):
            self._reach(reference, "array")
            yield from self._array(value, one)
        else:
            self._reach(reference, "scalar")
            yield from self._scalar(value, one)

    def _reach(self, reference: str, family: str) -> None:
        if reference:
            self._reached[reference] = family

    def _scalar(self, value: Any, one: _Value) -> Iterator[Found]:
        text = _scalar(value)
        stated = one.form.stated
        if stated and text.startswith("u:") and stated.fullmatch(text):
            yield Statement(one.form.term, text[2:], one.where)
        elif one.form.pattern is None or not one.form.pattern.fullmatch(text):
            yield PdfBreach(f"it has a value that is not in the grammar: {text[:_SHOWN]}", one.where)

    def _array(self, value: list[Any], one: _Value) -> Iterator[Found]:
        items = one.form.items
        if items is None:
            yield PdfBreach("an array is there, which is not in the grammar", one.where)
            return
        if len(value) % len(items) if one.form.repeated else len(value) != len(items):
            yield PdfBreach(f"an array of {len(value)} is there, which is not in the grammar", one.where)
            return
        for place, item in enumerate(value):
            form = items[place % len(items)]
            if form.pattern and isinstance(item, str) and form.pattern.fullmatch(item):
                continue
            self._left.append(_Value(item, form, one.within, one.around, one.where, one.page))

    def _dictionary(self, value: dict[str, Any], reference: str, one: _Value) -> Iterator[Found]:
        kinds = [kind for family in one.form.families for kind in self._families.get(family, ())]
        if not kinds:
            self._reach(reference, "dictionary")
            yield PdfBreach(f"a dictionary ({', '.join(value)}) is not in the grammar", one.where)
            return
        kind = kinds[0] if len(kinds) == 1 else self._nearest(kinds, value)
        self._reach(reference, kind.family)
        self._used.add(kind.name)
        page = one.page
        if kind.family == _PAGE:
            self._pages += 1
            page = f"page {self._pages}"
        place = page or _place(reference) or one.where.partition(" of ")[2] or one.where
        for key, inside in value.items():
            form = kind.form(key)
            if form is None:
                yield PdfBreach(f"{key} is not in the grammar of {kind.name}", place)
            else:
                where = f"{key} of {place}"
                self._left.append(_Value(inside, form, reference or one.within, one.within, where, page))
        for key in kind.required.keys() - value.keys():
            yield PdfBreach(f"{kind.name} has no {key}", place)
        if (reference in self._objects.streams) != ("/Length" in kind.required and kind.name != "trailer"):
            yield PdfBreach(f"{kind.name} is a stream, or not a stream, against the grammar", place)
        elif kind.content and reference:
            yield StreamBytes(kind.content, int(reference.split(maxsplit=1)[0]), place)

    def _nearest(self, kinds: list[ObjectKind], value: dict[str, Any]) -> ObjectKind:
        """Return the first of ``kinds`` that fits a dictionary, or that the fewest keys do not fit."""
        best, least = kinds[0], len(value) + sum(len(kind.required) for kind in kinds)
        for kind in kinds:
            if (count := _faults(kind, value, self._families)) < least:
                best, least = kind, count
            if not least:
                break
        return best


def _faults(kind: ObjectKind, value: dict[str, Any], families: Mapping[str, tuple[ObjectKind, ...]]) -> int:
    """Return how many keys of a dictionary do not fit ``kind``, as far as it alone shows."""
    count = len(kind.required.keys() - value.keys())
    for key, inside in value.items():
        form = kind.form(key)
        if form is None:
            count += 1
        elif isinstance(inside, dict | list):
            count += not (form.families if isinstance(inside, dict) else form.items)
            if isinstance(inside, dict) and form.families:
                count += min(_faults(inner, inside, families) for name in form.families for inner in families[name])
        elif form.pattern and not form.pattern.fullmatch(_scalar(inside)):
            count += not _REFERENCE.fullmatch(_scalar(inside)) or not (form.families or form.reached or form.holder)
    return count


def _place(reference: str) -> str:
    return f"object {reference.split(maxsplit=1)[0]}" if reference else ""
