"""Captions of tables and figures: their label and their title."""

from __future__ import annotations

import re


def pattern(form: str) -> re.Pattern[str]:
    """A caption, "Table 3. Lamps": its label, as ``form`` of a language has it, and its title."""
    label = re.escape(form.partition("{}")[0].strip()).replace(r"\ ", r"\s")
    return re.compile(rf"({label}\s*[0-9A-Z.\-]*[0-9]|{label}\s*[IVX]+)[\s.:–—-]*(\S.*)", re.IGNORECASE | re.DOTALL)
