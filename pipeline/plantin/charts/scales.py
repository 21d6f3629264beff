"""The marks of an axis of numbers: round numbers at equal distances."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

_MOST = 6
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def tick_values(values: Iterable[Decimal], *, zero: bool) -> tuple[Decimal, ...]:
    """Return two to seven round numbers, the first not above the lowest of ``values`` and the last not below the
    highest; ``zero``: with zero among them.

    >>> [str(one) for one in tick_values([Decimal(3), Decimal(17)], zero=True)]
    ['0', '5', '10', '15', '20']
    """
    numbers = [*values, *([Decimal(0)] if zero else [])]
    low, high = min(numbers), max(numbers)
    if low == high:
        low, high = (min(low, Decimal(0)), max(high, Decimal(0))) if low else (low, Decimal(1))
    power = Decimal(1).scaleb(((high - low) / _MOST).adjusted())
    step = next(factor * power for factor in _STEPS if (high - low) / (factor * power) <= _MOST)
    if all(number == number.to_integral_value() for number in numbers):
        step = max(step.to_integral_value("ROUND_CEILING"), Decimal(1))
    first = (low / step).to_integral_value("ROUND_FLOOR")
    last = (high / step).to_integral_value("ROUND_CEILING")
    return tuple(_plain(step * n) for n in range(int(first), int(last) + 1))


def _plain(number: Decimal) -> Decimal:
    """Return ``number`` without zeros at the end of its decimals, and without an exponent."""
    short = number.normalize()
    return short.quantize(Decimal(1)) if int(short.as_tuple().exponent) > 0 else short
