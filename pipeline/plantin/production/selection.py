"""Reads which editions are asked for: the one parser of the command and of the Python interface."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plantin.findings import Finding, Place, UsageError
from plantin.findings.suggestion import suggest
from plantin.model.languages import is_pseudo
from plantin.production.formats import format_named, formats

_CALL = Place("plantin")


def names(text: str | Iterable[str]) -> tuple[str, ...]:
    """Return the names in ``text``, which are between its commas as after an option, or are given one by one. Raises
    UsageError (U003) where one is empty: an empty variable of a shell would ask for everything.

    >>> names("fr, es"), names(["fr", "es"]), names(())
    (('fr', 'es'), ('fr', 'es'), ())
    """
    parts = tuple(name.strip() for name in (text.split(",") if isinstance(text, str) else text))
    if not all(parts):
        hint = "Name what is wanted, as in --language fr,es, or leave the option out."
        raise UsageError.of("U003", "a name of a language or format is empty", _CALL, hint)
    return tuple(dict.fromkeys(parts))


def unknown_formats(wanted: Sequence[str]) -> list[Finding]:
    """Return a finding (U003) for each of ``wanted`` that no format is called. Raises ToolError (V021): one is of an
    extension that cannot be loaded.
    """
    format_names = [row.name for row in formats()]
    hint = f"Known: {', '.join(sorted(format_names))}."
    wrong = [name for name in wanted if format_named(name) is None]
    return [Finding("U003", f"there is no format {name}", _CALL, suggest(name, format_names, hint)) for name in wrong]


def unknown_languages(languages: Sequence[str], issued: Iterable[str]) -> list[Finding]:
    """Return a finding (U003) for each of ``languages`` that is not among those that reports are ``issued`` in."""
    issued_tags = sorted(set(issued))
    hint = f"Known: {', '.join(issued_tags)}."
    wrong = [tag for tag in languages if tag not in issued_tags and not is_pseudo(tag)]
    return [Finding("U003", f"no report is issued in {tag}", _CALL, suggest(tag, issued_tags, hint)) for tag in wrong]
