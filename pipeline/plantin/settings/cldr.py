"""Settings whose values CLDR defines: names of its locales, date patterns."""

from __future__ import annotations

import datetime as dt
import re

from plantin.settings.forms import ValueForm

_NAME = re.compile("[a-z]{2,3}(?:_[A-Za-z0-9]{2,8}){0,3}")
_LONGEST = 100


def _is_locale(name: str) -> bool:
    from babel.localedata import exists

    return bool(_NAME.fullmatch(name)) and bool(exists(name))


def _is_pattern(pattern: str) -> bool:
    from babel.dates import format_date

    if len(pattern) > _LONGEST or not pattern.strip():
        return False
    try:
        return bool(format_date(dt.date(2017, 2, 2), pattern, "en"))
    except (ValueError, LookupError, AttributeError, TypeError):
        return False


CLDR = ValueForm("the name of a CLDR locale such as en_GB", _is_locale)
DATE = ValueForm(f"a CLDR date pattern of at most {_LONGEST} letters such as d MMMM y", _is_pattern)
