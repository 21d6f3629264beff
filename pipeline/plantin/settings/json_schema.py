"""JSON Schemas (draft 7, as editors of TOML and YAML read) of settings files, from their dataclasses."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

from plantin.settings.forms import Conversion, ValueForm

Schema = dict[str, object]
"""A schema or a part of one."""

_DRAFT = "http://json-schema.org/draft-07/schema#"
_PLAIN: Mapping[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    NoneType: {"type": "null"},
}


def schema(kind: type, title: str, *, hyphens: bool = False, partial: bool = False) -> Schema:
    """Return the schema of a file that ``reader.fill`` reads as ``kind``. With ``hyphens``, underscores in names of
    fields are hyphens in the file; with ``partial``, no value has to be there, as in a file that is laid on another.

    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class Page:
    ...     width: int
    ...     name: str = ""
    >>> schema(Page, "A page")["required"]
    ['width']
    """
    definitions: dict[str, Schema] = {}
    root = _Maker(definitions, hyphens, partial).table(kind)
    return {"$schema": _DRAFT, "title": title, **root, "definitions": dict(sorted(definitions.items()))}


class _Maker:
    """Makes schemas of types; those of tables are ``definitions``, by name."""

    def __init__(self, definitions: dict[str, Schema], hyphens: bool, partial: bool) -> None:
        self._definitions, self._hyphens, self._partial = definitions, hyphens, partial

    def table(self, kind: type) -> Schema:
        hints, words = get_type_hints(kind, include_extras=True), _field_docs(kind)
        properties: dict[str, Schema] = {}
        for part in fields(kind):
            name = part.name.replace("_", "-") if self._hyphens else part.name
            properties[name] = self.of(hints[part.name]) | _description(words.get(part.name, "")) | _default(part)
        whole = _description(" ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split()))
        rows: Schema = {"type": "object", **whole, "properties": properties, "additionalProperties": False}
        needed = [
            name
            for name, part in zip(properties, fields(kind), strict=True)
            if part.default is MISSING and part.default_factory is MISSING
        ]
        return rows | ({"required": needed} if needed and not self._partial else {})

    def of(self, kind: object) -> Schema:
        """Return the schema of a value of the type ``kind``."""
        origin, arguments = get_origin(kind), get_args(kind)
        if isinstance(kind, type) and is_dataclass(kind):
            return self._reference(kind)
        if origin is Annotated:
            return self._constrain(*arguments)
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin in (UnionType, Union):
            kinds = [self.of(argument) for argument in arguments if argument is not NoneType]
            return {"anyOf": kinds} if len(kinds) > 1 else kinds[0]
        if origin is tuple:
            return self._list(arguments)
        if origin is not None:
            return {"type": "object", "additionalProperties": self.of(arguments[1])}
        return dict(_PLAIN.get(kind, {}))

    def _reference(self, kind: type) -> Schema:
        name = kind.__name__.strip("_")
        if name not in self._definitions:
            self._definitions[name] = {}
            self._definitions[name] = self.table(kind)
        # Draft 7 reads nothing beside a reference.
        return {"allOf": [{"$ref": f"#/definitions/{name}"}]}

    def _constrain(self, inner: object, *forms: object) -> Schema:
        words = [form.words for form in forms if isinstance(form, ValueForm | Conversion)]
        description = _description(f"{words[0][:1].upper()}{words[0][1:]}." if words else "")
        if any(isinstance(form, Conversion) for form in forms):
            # What the file has becomes such a value in a way that a schema does not know.
            return description
        inner_schema = self.of(inner)
        for form in forms:
            if isinstance(form, ValueForm):
                inner_schema |= form.keywords
        return inner_schema | description

    def _list(self, types: tuple[object, ...]) -> Schema:
        if types[-1] is Ellipsis:
            return {"type": "array", "items": self.of(types[0])}
        rows, count = [self.of(kind) for kind in types], len(types)
        return {"type": "array", "items": rows, "minItems": count, "maxItems": count}


def _description(words: str) -> Schema:
    return {"description": words} if words else {}


def _default(part: Field[object]) -> Schema:
    """Return what a value is where the file has none, as far as it can be written in one."""
    value = part.default
    return {"default": value} if isinstance(value, str | int | float | bool) and value != "" else {}


@cache
def _field_docs(kind: type) -> Mapping[str, str]:
    """Return the docstrings under the fields of a dataclass and of those that it extends."""
    docs: dict[str, str] = {}
    for ancestor in reversed(kind.__mro__):
        for statement, after in pairwise(_body(ancestor) if is_dataclass(ancestor) else ()):
            if (
                isinstance(statement, ast.AnnAssign)
                and isinstance(statement.target, ast.Name)
                and isinstance(after, ast.Expr)
                and isinstance(after.value, ast.Constant)
                and isinstance(after.value.value, str)
            ):
                docs[statement.target.id] = " ".join(inspect.cleandoc(after.value.value).split())
    return docs


def _body(kind: type) -> list[ast.stmt]:
    """Return the statements of a class, as its module has them."""
    module = ast.parse(Path(inspect.getfile(kind)).read_text("utf-8"))
    bodies = (
        statement.body
        for statement in module.body
        if isinstance(statement, ast.ClassDef) and statement.name == kind.__name__
    )
    return next(bodies, [])
