"""Searches with external regular expressions within a time limit: ``(a+)+$`` may take for ever on a short text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

SECONDS = 0.5
"""So long may one search take. An ordinary one takes a thousandth of that."""

T = TypeVar("T")


_kept: dict[tuple[str, int, str], tuple[re.Match[str], ...]] = {}
_most = 0


def keep(most: int) -> None:
    """Keep what the last ``most`` searches of texts for all matches found, for a process that reads the same passages
    over and over; 0 keeps nothing.
    """
    global _most  # noqa: PLW0603 - of a process
    _most = most
    if not most:
        _kept.clear()


class PatternError(ValueError):
    """A pattern that cannot be read, or one that did not end in time. ``pattern`` is the pattern."""

    def __init__(self, message: str, pattern: str) -> None:
        super().__init__(message)
        self.pattern = pattern


class Pattern:
    """A compiled pattern with the methods of ``re.Pattern``, each of which raises PatternError where it takes longer
    than ``SECONDS``.
    """

    def __init__(self, pattern: str, *, ignore_case: bool = False) -> None:
        import regex

        self.pattern = pattern
        try:
            self._compiled: re.Pattern[str] = regex.compile(pattern, regex.IGNORECASE if ignore_case else 0)
        except (regex.error, RecursionError, OverflowError, ValueError) as error:
            words = "too many levels" if isinstance(error, RecursionError) else str(error)
            raise PatternError(f"is not a pattern: {words[:200]}", pattern) from None

    def __getstate__(self) -> tuple[str, bool]:
        import regex

        return self.pattern, bool(self._compiled.flags & regex.IGNORECASE)

    def __setstate__(self, state: tuple[str, bool]) -> None:
        self.__init__(state[0], ignore_case=state[1])  # type: ignore[misc]

    def search(self, text: str) -> re.Match[str] | None:
        """Do as ``re.Pattern.search`` does."""
        return self._call_in_time(self._compiled.search, text)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Do as ``re.Pattern.match`` does."""
        return self._call_in_time(self._compiled.match, text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Do as ``re.Pattern.fullmatch`` does."""
        return self._call_in_time(self._compiled.fullmatch, text)

    def findall(self, text: str) -> list[str]:
        """Do as ``re.Pattern.findall`` does."""
        return self._call_in_time(self._compiled.findall, text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Do as ``re.Pattern.finditer`` does; all matches are found before the first is given."""
        key = self.pattern, self._compiled.flags, text
        if (matches := _kept.get(key)) is None:
            matches = tuple(self._call_in_time(lambda **bound: list(self._compiled.finditer(text, **bound))))
            if _most:
                _kept[key] = matches
                while len(_kept) > _most:
                    del _kept[next(iter(_kept))]
        return iter(matches)

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Do as ``re.Pattern.sub`` does."""
        return self._call_in_time(self._compiled.sub, replacement, text)

    def _call_in_time(self, work: Callable[..., T], *given: object) -> T:
        try:
            return work(*given, timeout=SECONDS)
        except TimeoutError:
            raise PatternError(f"did not end within {SECONDS:g} s on one passage", self.pattern) from None
