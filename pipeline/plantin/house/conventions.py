"""How a language writes numbers and dates: the tables ``[numbers]`` and ``[dates]`` of a locale. What a locale leaves
out is as CLDR has it, through Babel.

Text, tables, charts, axes and sentences are all written by these functions: one form each in a report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Annotated

from plantin.model.levels import MINUS
from plantin.settings.cldr import DATE
from plantin.settings.forms import ValueForm, with_names, within

_THREE = 3
_MONTH = len("2000-01")
"""So long is a month of a data file; a day is longer."""
_MONTHS = ValueForm("a list of twelve names, or none", lambda months: len(months) in (0, 12))


@dataclass(frozen=True, slots=True)
class NumberConventions:
    """The signs of numbers (``[numbers]``); an empty one is that of CLDR."""

    decimal: str = ""
    """The sign before the decimals."""
    group: str = ""
    """The sign between thousands."""
    grouped_from: Annotated[int, within(4, 7)] = 4
    """The fewest digits of a whole number that are grouped: 5 where 3000 is closed (CLDR,
    minimumGroupingDigits, which Babel lacks).
    """
    percent: Annotated[str, with_names("number")] = ""
    """Per cent, with {number} and the space that the language has."""

    def number(self, cell: str, cldr: str) -> str:
        r"""The number ``cell`` of a data file, -1234.50, as the language of ``cldr`` writes it, all its decimals kept.

        >>> NumberConventions(grouped_from=5).number("-3000.50", "es")
        '−3000,50'
        >>> NumberConventions(group="\u00a0").number("14338", "fr")
        '14\xa0338'
        """
        decimal, group, minus, _ = _cldr_signs(cldr)
        whole, _, fraction = cell.removeprefix("-").partition(".")
        if len(whole) >= self.grouped_from:
            first = len(whole) % _THREE or _THREE
            parts = (whole[:first], *(whole[n : n + _THREE] for n in range(first, len(whole), _THREE)))
            whole = (self.group or group).join(parts)
        sign = minus if cell.startswith("-") else ""
        return f"{sign}{whole}{(self.decimal or decimal) if fraction else ''}{fraction}"

    def percentage(self, cell: str, cldr: str) -> str:
        r"""The number ``cell`` of hundredths, 51.5, per cent, all its decimals kept.

        >>> NumberConventions().percentage("51.5", "fr"), NumberConventions(percent="{number}%").percentage("-2", "es")
        ('51,5\xa0%', '−2%')
        """
        form = self.percent or _cldr_signs(cldr)[3]
        return form.format(number=self.number(cell, cldr))


@lru_cache(maxsize=32)
def _cldr_signs(cldr: str) -> tuple[str, str, str, str]:
    """Return the decimal sign, the sign between thousands, the minus sign and the form of per cent that CLDR has."""
    from babel import Locale
    from babel.numbers import get_decimal_symbol, get_group_symbol, get_minus_sign_symbol

    locale = Locale.parse(cldr)
    percent = locale.percent_formats[None].pattern.partition(";")[0].replace("#,##0", "{number}")
    if "{number}" not in percent:  # a pattern that groups otherwise, as in Hindi
        percent = "{number}%"
    # CLDR has a hyphen, in Arabic after a mark of direction: a minus sign is read out, and no line ends after it.
    minus = str(get_minus_sign_symbol(locale)).replace("-", MINUS)
    return str(get_decimal_symbol(locale)), str(get_group_symbol(locale)), minus, percent


@dataclass(frozen=True, slots=True)
class DateConventions:
    """The patterns of days and months (``[dates]``); an empty one is that of CLDR, with the month in full."""

    day: Annotated[str, DATE] | None = None
    month: Annotated[str, DATE] | None = None
    months: Annotated[tuple[str, ...], _MONTHS] = ()
    """The names of the months, where they are other than those of CLDR (أيار/مايو)."""
    forms: Mapping[str, Annotated[str, DATE]] = field(default_factory=dict)
    """Patterns of months and days that a sentence asks for by their names: a case, or the month without its year."""

    def date(self, cell: str, cldr: str, form: str = "") -> str:
        """Return the day or month ``cell`` of a data file, 2016-05-03 or 2016-05, as the language of ``cldr`` writes
        it, in the ``form`` that a sentence asks for. Raises ValueError for a day that no calendar has, KeyError for a
        form that the locale lacks.

        >>> DateConventions().date("2016-05-03", "en_GB"), DateConventions(month="LLLL y").date("2016-05", "ru")
        ('3 May 2016', 'май 2016')
        """
        from babel.dates import format_date

        moment = day_of(cell)
        if form:
            pattern = self.forms[form]
        elif len(cell) > _MONTH:
            pattern = self.day or _cldr_pattern(cldr, "day")
        else:
            pattern = self.month or _cldr_pattern(cldr, "month")
        if self.months:
            name = self.months[moment.month - 1].replace("'", "''")
            pattern = pattern.replace("MMMM", f"'{name}'").replace("LLLL", f"'{name}'")
        return str(format_date(moment, pattern, cldr))


def day_of(cell: str) -> dt.date:
    """Return the day ``cell`` of a data file, or the first of that month. Raises ValueError if no calendar has it."""
    return dt.date.fromisoformat(cell if len(cell) > _MONTH else f"{cell}-01")


@lru_cache(maxsize=64)
def _cldr_pattern(cldr: str, kind: str) -> str:
    """Return the pattern of CLDR for a day or a month and its year, the month in full."""
    from babel import Locale

    locale = Locale.parse(cldr)
    if kind == "day":
        return str(locale.date_formats["long"].pattern)
    skeletons = locale.datetime_skeletons
    return str(skeletons["yMMMM" if "yMMMM" in skeletons else "yMMM"].pattern)


@dataclass(frozen=True, slots=True)
class DateValue:
    """A day or a month in a sentence: ``{first}`` writes it as it stands alone, ``{first:genitive}`` in that form."""

    cell: str
    write: Callable[[str, str], str]
    """Writes a cell in a form (``Locale.date``)."""

    def __format__(self, form: str) -> str:
        return self.write(self.cell, form)


def decimals(value: Decimal) -> int:
    """Return the number of decimals that ``value`` is written with."""
    return max(0, -int(value.as_tuple().exponent))
