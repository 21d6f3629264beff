"""Captions of tables and figures: their label and their title."""

from __future__ import annotations

import re

_NUMBER = r"(?:[0-9A-Z.\-–]*[0-9]|[IVX]+)"
_ANY = re.compile(rf"([^\W\d_]{{2,20}}\.?\s?{_NUMBER})(?:[\s.:–—-]+(\S.*)|$)", re.DOTALL)


def pattern(form: str) -> re.Pattern[str]:
    """A caption, "Table 3. Lamps": its label, as ``form`` of a language has it, and its title."""
    label = re.escape(form.partition("{}")[0].strip()).replace(r"\ ", r"\s")
    return re.compile(rf"({label}\s*{_NUMBER})[\s.:–—-]*(\S.*)", re.IGNORECASE | re.DOTALL)


def parts(words: str) -> tuple[str, str]:
    """The label and the title of what is known to be a caption, by its style or because its number counts itself, in
    any language; the label is empty where it has none.

    >>> parts("Abbildung 2: Hafen"), parts("Photo 1. The harbour"), parts("The harbour")
    (('Abbildung 2', 'Hafen'), ('Photo 1', 'The harbour'), ('', 'The harbour'))
    """
    match = _ANY.fullmatch(words)
    return (match[1], match[2] or "") if match else ("", words)
