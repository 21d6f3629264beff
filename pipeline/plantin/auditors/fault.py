"""A fault as a check gives it, before it is a finding: a file is one place, so what differs is the code, the words and
the remedy.
"""

Fault = tuple[str, str, str]
"""Code, message, hint."""

SHOWN = 60
"""How many characters of a passage a message quotes."""
