"""Keeps the answers of a method in its object, for as long as the object lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")


def memoize(method: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
    """Return ``method``, called once for the same arguments; unlike functools.cache it keeps no object alive."""
    name = f"_kept_{method.__name__}"

    @wraps(method)
    def answer(self: T, /, *arguments: P.args, **named: P.kwargs) -> R:
        answers: dict[object, R] = vars(self).setdefault(name, {})
        asked = (arguments, *named.items()) if named else arguments
        if asked not in answers:
            answers[asked] = method(self, *arguments, **named)
        return answers[asked]

    return answer


def forget(owner: object, method: str, *arguments: object) -> None:
    """Forget what the kept ``method`` of ``owner`` answered to these arguments."""
    vars(owner).get(f"_kept_{method}", {}).pop(arguments, None)
