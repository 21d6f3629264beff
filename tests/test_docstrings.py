"""Docstrings: every public name has one, and the examples in them are true."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import plantin

pytestmark = pytest.mark.full

DRIVERS = "plantin.validators.drivers."
"""Programs that the validators' own Python runs: they import what only it has."""
NAMES = sorted(
    found.name for found in pkgutil.walk_packages(plantin.__path__, "plantin.") if not found.name.startswith(DRIVERS)
)


def modules() -> Iterator[ModuleType]:
    return map(importlib.import_module, NAMES)


def public(module: ModuleType) -> Iterator[tuple[str, object]]:
    """The public functions and classes that the module defines, and the public methods and properties of the
    classes.
    """
    for name, value in vars(module).items():
        if name.startswith("_") or getattr(value, "__module__", "") != module.__name__:
            continue
        if inspect.isfunction(value) or inspect.isclass(value):
            yield name, value
        if inspect.isclass(value):
            for inner, member in vars(value).items():
                if not inner.startswith("_") and (
                    inspect.isfunction(member) or isinstance(member, property | classmethod | staticmethod)
                ):
                    # A method that overrides another says what that one says.
                    yield f"{name}.{inner}", getattr(value, inner)


def test_every_public_name_has_a_docstring() -> None:
    bare = [
        f"{module.__name__}: {name}"
        for module in modules()
        for name, value in public(module)
        if not inspect.getdoc(value)
    ]
    assert bare == []


def test_the_examples_in_docstrings_are_true() -> None:
    shown = (module for module in modules() if ">>> " in Path(module.__file__ or "").read_text("utf-8"))
    results = {module.__name__: doctest.testmod(module) for module in shown}
    assert sum(result.attempted for result in results.values()) >= 25
    assert [name for name, result in results.items() if result.failed] == []
