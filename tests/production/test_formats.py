"""The table of formats names what exists: each writer and auditor takes what the table gives it."""

from __future__ import annotations

from importlib import import_module
from inspect import signature

import pytest

from plantin.production.formats import Format, Lazy, formats


def named(function: Lazy[object]) -> object:
    return getattr(import_module(function.module), function.path.partition(":")[2])


@pytest.mark.parametrize("row", formats(), ids=lambda row: row.name)
def test_each_writer_takes_what_it_is_given(row: Format) -> None:
    given = ("document", "style", "moment", *(("related",) if row.depends_on else ()))
    signature(named(row.writer)).bind(*given, **dict(row.writer.options))  # type: ignore[arg-type]


@pytest.mark.parametrize("row", formats(), ids=lambda row: row.name)
def test_each_auditor_takes_what_it_is_given(row: Format) -> None:
    signature(named(row.read)).bind(b"", "a name", **dict(row.read.options))  # type: ignore[arg-type]
