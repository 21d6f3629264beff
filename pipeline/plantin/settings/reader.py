"""Reads settings files into dataclasses: every value that is missing, unknown or wrong is a finding with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded import data
from plantin.findings import Finding, Place, PlantinError
from plantin.findings.suggestion import suggest
from plantin.settings.forms import Conversion, ValueForm, quote, unprintable

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")
Hook = Callable[[object, object], object]
"""What makes a value of the program from one of the file; its second argument, the type, is known already."""

_LARGEST = 1_000_000
_LARGEST_NUMBER = 2**63
"""TOML has numbers of 64 bits, YAML of any length."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Codes:
    """The findings of one kind of file: the error they are raised as, their codes (``missing`` and ``unknown``, which
    are of the first level alone, default to ``wrong``), the hint (``syntax`` for a file that cannot be read as YAML),
    and how a value is called (``value {}``); ``hyphens`` in the file are underscores in names. One that is not
    ``closed`` is JSON of a program, and may have null and values that this program does not know.
    """

    error: type[PlantinError]
    unreadable: str
    wrong: str
    hint: str
    missing: str = ""
    unknown: str = ""
    unprintable: str = ""
    absent: str = "there is no such file"
    noun: str = "value {}"
    syntax: str = ""
    hyphens: bool = False
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of a file and their places. ``name`` is what findings call the file."""

    name: str
    values: Mapping[str, object]
    places: Callable[[], Mapping[data.Path, Place]]

    def place(self, *path: str | int) -> Place:
        """Return the place of a value; that of the table around it, or the file, where it is not given."""
        places = self.places()
        while path and path not in places:
            path = path[:-1]
        return places.get(path, Place(self.name))


def merge_layers(layers: Sequence[Settings], rows: Collection[str] = ()) -> Settings:
    """Return settings of several files as one, table by table: a value of a later file holds, a list as a whole. Lists
    of the first level that ``rows`` names are laid together row by row: one with the ``name`` of another changes it,
    others follow. The result has the name of the last file.
    """
    first, *others = layers
    for other in others:
        first = _lay_on(first, other, rows)
    return first


def _lay_on(under: Settings, over: Settings, rows: Collection[str]) -> Settings:
    values = _lay_table(under.values, over.values)
    moved: dict[data.Path, data.Path] = {}
    for kind in rows:
        old, new = under.values.get(kind), over.values.get(kind)
        if isinstance(old, list) and isinstance(new, list):
            values[kind], steps = _lay_rows(old, new)
            moved |= {(kind, step): (kind, to) for step, to in enumerate(steps)}

    def places() -> dict[data.Path, Place]:
        placed = {(*moved.get(path[:2], path[:2]), *path[2:]): place for path, place in over.places().items()}
        return dict(under.places()) | placed

    return Settings(over.name, values, cache(places))


def _lay_rows(under: list[object], over: list[object]) -> tuple[list[object], list[int]]:
    """Return the rows of ``under`` with those of ``over`` laid on them, and where each of these has come to."""
    rows, steps = list(under), list[int]()
    for row in over:
        name = row.get("name") if isinstance(row, dict) else None
        names = [old.get("name") if isinstance(old, dict) else None for old in under]
        step = names.index(name) if name is not None and name in names else len(rows)
        rows[step : step + 1] = [_lay_value(rows[step], row) if step < len(rows) else row]
        steps.append(step)
    return rows, steps


def _lay_table(under: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """Return ``over`` laid on ``under``, table by table."""
    return dict(under) | {name: _lay_value(under.get(name), value) for name, value in over.items()}


def _lay_value(under: object, over: object) -> object:
    return _lay_table(under, over) if isinstance(under, dict) and isinstance(over, dict) else over


def toml(path: Path, codes: Codes, name: str = "", within: Path | None = None) -> Settings:
    """Return the settings in the TOML file ``path``; findings call it ``name`` (default: the path as given). A link is
    followed inside ``within`` alone. Raises ``codes.error`` with ``codes.unreadable``: no such file, none that can be
    read, or not TOML.
    """
    name = name or str(path)
    try:
        content = bounded_bytes.read(path, _LARGEST, within)
        values = data.toml(content)
    except (FileNotFoundError, NotADirectoryError):
        raise codes.error.of(codes.unreadable, codes.absent, Place(name), codes.hint) from None
    except OSError as error:
        hint = "Put a file of text in its place."
        raise codes.error.of(codes.unreadable, f"it {bounded_bytes.why(error)}", Place(name), hint) from None
    except data.DataError as error:
        raise codes.error.of(codes.unreadable, str(error), Place(name, error.line, error.column), codes.hint) from None
    return Settings(
        name, values, cache(lambda: {path: Place(name, *at) for path, at in data.toml_positions(content).items()})
    )


def yaml(written: str, first: int, codes: Codes, name: str) -> Settings:
    """Return the settings in YAML from line ``first`` of ``name``. Raises ``codes.unreadable``: not YAML, no table."""
    try:
        values, positions = data.yaml(written)
    except data.DataError as error:
        place = Place(name, error.line + first - 1 if error.line else first, error.column)
        tab = "'\\t'" in str(error)
        message = "not YAML: a tab before a field" if tab else str(error)
        hint = "Replace the tab by spaces, or remove it." if tab else codes.syntax or codes.hint
        raise codes.error.of(codes.unreadable, message, place, hint) from None
    fields = values or {}
    if not isinstance(fields, dict):
        raise codes.error.of(
            codes.unreadable, "it is not a list of fields", Place(name, first), "Write `field: value`."
        )
    placed = {path: Place(name, line + first - 1, column) for path, (line, column) in positions.items()}
    placed.setdefault((), Place(name, 1, 1))
    return Settings(name, {str(key): value for key, value in fields.items()}, lambda: placed)


def fill(kind: type[T], settings: Settings, codes: Codes) -> T:
    """Return ``settings`` as a value of the dataclass ``kind``. Raises ``codes.error`` with a finding for each value
    that is missing, unknown, of another type, or not of its form.
    """
    value, findings = attempt(kind, settings, codes)
    if value is None or findings:
        raise codes.error(*findings)
    return value


def attempt(kind: type[T], settings: Settings, codes: Codes) -> tuple[T | None, tuple[Finding, ...]]:
    """Return what ``fill`` does, and the findings that it would raise, for a caller that has more of its own to add."""
    from cattrs.errors import BaseValidationError

    try:
        return _converter(codes.hyphens, codes.closed).structure(settings.values, kind), ()
    except (FormError, BaseValidationError) as error:
        findings = [
            finding for path, fault in _leaves(error, (), codes) for finding in _findings(path, fault, settings, codes)
        ]
        return None, tuple(sorted(findings, key=lambda finding: (finding.place, finding.message)))


class FormError(ValueError):
    """A value that is not of its form; the message follows its name."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UnprintableError(FormError):
    """Text with something in it that no edition can carry."""


def _findings(path: data.Path, error: BaseException, settings: Settings, codes: Codes) -> Iterator[Finding]:
    from cattrs.errors import ForbiddenExtraKeysError

    if isinstance(error, ForbiddenExtraKeysError):
        names = sorted(_name_in_file(name, codes) for name in _names(error.cl))
        for extra in sorted(map(str, error.extra_fields)):
            inside = (*path, extra)
            hint = suggest(extra, names, f"Known: {', '.join(names)}.")
            code = codes.unknown if codes.unknown and not path else codes.wrong
            yield Finding(code, f"unknown {codes.noun.format(format_path(inside))}", settings.place(*inside), hint)
        return
    named = codes.noun.format(format_path(path))
    if isinstance(error, KeyError):
        hint = f"Add `{format_path(path)}: ...`." if codes.missing else codes.hint
        code = codes.missing if codes.missing and len(path) == 1 else codes.wrong
        yield Finding(code, f"{named} is missing", settings.place(*path), hint)
    elif not isinstance(error, FormError):
        raise error
    else:
        code = codes.unprintable if codes.unprintable and isinstance(error, UnprintableError) else codes.wrong
        yield Finding(code, f"{named} {error}", settings.place(*path), error.hint or codes.hint)


def format_path(path: data.Path) -> str:
    """Return the way to a value as people write it: ``page.width``, ``paragraph[3].size`` (entries counted from 1)."""
    steps = [f"[{step + 1}]" if isinstance(step, int) else f".{step[:_SHOWN]}" for step in path]
    return "".join(steps).removeprefix(".") or "of the file"


def _leaves(error: BaseException, path: data.Path, codes: Codes) -> Iterator[tuple[data.Path, BaseException]]:
    from cattrs.errors import AttributeValidationNote, IterableValidationNote

    if not isinstance(error, BaseExceptionGroup):
        yield path, error
        return
    for part in error.exceptions:
        inside = path
        for note in getattr(part, "__notes__", ()):
            if isinstance(note, AttributeValidationNote):
                inside = (*path, _name_in_file(note.name, codes))
            elif isinstance(note, IterableValidationNote):
                inside = (*path, note.index)
        yield from _leaves(part, inside, codes)


def _names(kind: type) -> Iterator[str]:
    return (part.name for part in fields(kind))


def _name_in_file(name: str, codes: Codes) -> str:
    return name.replace("_", "-") if codes.hyphens else name


@cache
def _converter(hyphens: bool, closed: bool) -> Converter:
    """Return a converter that turns nothing into another type in silence, and reports every error."""
    import cattrs

    converter = cattrs.Converter(forbid_extra_keys=closed, detailed_validation=True)
    for kind, words, hint in (
        (str, "text", 'Put it in double quotes: "...".'),
        (int, "a whole number", "Write figures alone, without quotation marks."),
        (float, "a number", "Write figures alone, without quotation marks."),
        (bool, "true or false", "Write true or false, without quotation marks."),
        (dt.date, "a date", "Write the year first, then the month and the day: 2026-01-31."),
    ):
        converter.register_structure_hook(kind, _strict(kind, words, hint))
    converter.register_structure_hook_factory(_is_table, lambda kind: _table(kind, converter, hyphens, closed))
    for origin, factory in (
        (Annotated, _annotation_hook),
        (tuple, _list_hook),
        (Mapping, _mapping_hook),
        (Literal, _literal_hook),
        (UnionType, _union_hook),
        (Union, _union_hook),
    ):
        converter.register_structure_hook_factory(_has_origin(origin), _bind(factory, converter))
    return converter


def _is_table(kind: object) -> bool:
    return isinstance(kind, type) and is_dataclass(kind)


def _has_origin(origin: object) -> Callable[[object], bool]:
    return lambda kind: get_origin(kind) is origin


def _bind(factory: Callable[[object, Converter], Hook], converter: Converter) -> Callable[[object], Hook]:
    return lambda kind: factory(kind, converter)


def _strict(kind: type, words: str, hint: str) -> Hook:
    accepted = (int, float) if kind is float else (kind,)

    def hook(value: object, _: object) -> object:
        if type(value) not in accepted:
            raise FormError(f"should be {words}, not {quote(value)}", hint)
        if isinstance(value, int) and abs(value) >= _LARGEST_NUMBER:
            raise FormError("is too large a number")
        if isinstance(value, str) and (fault := unprintable(value)):
            raise UnprintableError(f"has {fault}")
        return value

    return hook


def _table(kind: type, converter: Converter, hyphens: bool, closed: bool) -> Hook:
    from cattrs.gen import make_dict_structure_fn, override

    # cattrs resolves annotations that are text without what ``Annotated`` adds to them.
    hints = get_type_hints(kind, include_extras=True)
    for part in fields(kind):
        part.type = hints[part.name]
    names: Any = {name: override(rename=name.replace("_", "-")) for name in _names(kind) if hyphens and "_" in name}
    structure: Callable[[dict[str, object], object], object] = make_dict_structure_fn(
        kind, converter, _cattrs_forbid_extra_keys=closed, _cattrs_detailed_validation=True, **names
    )

    def hook(value: object, _: object) -> object:
        if not isinstance(value, dict):
            raise FormError(f"should be a table, not {quote(value)}")
        return structure(value, kind)

    return hook


def _literal_hook(kind: object, _: object) -> Hook:
    choices = get_args(kind)

    def hook(value: object, _: object) -> object:
        if not isinstance(value, str) or value not in choices:
            words = f"one of {', '.join(filter(None, choices))}" if any(choices) else "empty"
            raise FormError(f"should be {words}, not {quote(value)}", suggest(str(value), filter(None, choices)))
        return value

    return hook


def _annotation_hook(kind: object, converter: Converter) -> Hook:
    inner, *forms = get_args(kind)
    structure = converter.get_structure_hook(inner)

    def hook(value: object, _: object) -> object:
        for form in forms:
            if isinstance(form, Conversion):
                value = _convert(form, value)
        value = structure(value, inner)
        for form in forms:
            if isinstance(form, ValueForm) and (fault := form.fault(value)):
                raise FormError(fault, form.help(value))
        return value

    return hook


def _convert(conversion: Conversion, value: object) -> object:
    try:
        return conversion.make(value)
    except (ValueError, TypeError):
        raise FormError(f"should be {conversion.words}, not {quote(value)}") from None


def _union_hook(kind: object, converter: Converter) -> Hook:
    """Return what reads a value of one of several types; what it should be is what the last that is not none says."""
    kinds = sorted(
        (member for member in get_args(kind) if member is not NoneType), key=lambda member: get_args(member) != ("",)
    )
    hooks = [converter.get_structure_hook(member) for member in kinds]

    def hook(value: object, _: object) -> object:
        if value is None and NoneType in get_args(kind) and not converter.forbid_extra_keys:
            return None
        for structure in hooks[:-1]:
            try:
                return structure(value, None)
            except FormError:
                continue
        return hooks[-1](value, None)

    return hook


def _list_hook(kind: object, converter: Converter) -> Hook:
    """Return what reads a list as a tuple: of any length, or of one entry for each type. Text is no list of letters."""
    types = get_args(kind)
    endless = types[-1] is Ellipsis
    hooks = [converter.get_structure_hook(entry_type) for entry_type in (types[:1] if endless else types)]

    def hook(value: object, _: object) -> object:
        if not isinstance(value, list | tuple):
            raise FormError(f"should be a list, not {quote(value)}", "Write a list in brackets: [a, b].")
        if not endless and len(value) != len(hooks):
            raise FormError(f"should be a list of {len(hooks)} entries, not {quote(value)}")
        return tuple(_each([(n, partial(hooks[0 if endless else n], entry, None)) for n, entry in enumerate(value)]))

    return hook


def _mapping_hook(kind: object, converter: Converter) -> Hook:
    """Return what reads a table of the file whose keys are not those of a dataclass."""
    names, values = (converter.get_structure_hook(part) for part in get_args(kind))

    def pair(name: object, value: object) -> tuple[object, object]:
        return names(name, None), values(value, None)

    def hook(value: object, _: object) -> object:
        if not isinstance(value, dict):
            raise FormError(f"should be a table, not {quote(value)}")
        return dict(_each([(name, partial(pair, name, entry)) for name, entry in value.items()]))

    return hook


def _each(parts: list[tuple[object, Callable[[], T]]]) -> list[T]:
    """Return what each part gives; every error of theirs together, with its place."""
    from cattrs.errors import IterableValidationError, IterableValidationNote

    results, errors = [], []
    for step, part in parts:
        try:
            results.append(part())
        except Exception as error:  # noqa: BLE001  every error is kept
            error.add_note(IterableValidationNote("", step if isinstance(step, int) else str(step), None))
            errors.append(error)
    if errors:
        raise IterableValidationError("", errors, list)
    return results
