"""Makes external text harmless for a terminal and a page: control characters are replaced by their codes."""

from __future__ import annotations

import re

# Controls, the separators of lines and paragraphs, embeddings, overrides and isolates of direction, halves of surrogate
# pairs.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ACTING_IN_LINES = re.compile(_ACTING.pattern.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f"))


def printable(text: str, *, lines: bool = False) -> str:
    r"""Return ``text`` on one line, with every character that acts on a terminal as an escape; with ``lines``, line
    feeds and tabs stay.

    >>> printable("lamps \x1b[31m\u202elit\n")
    'lamps \\x1b[31m\\u202elit\\x0a'
    """
    return (_ACTING_IN_LINES if lines else _ACTING).sub(lambda found: _escape(found[0]), text)


def printable_json(text: str) -> str:
    """Return JSON with the same characters escaped, which leaves its meaning as it was."""
    return _ACTING_IN_LINES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
