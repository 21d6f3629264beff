"""A fault found by a check, before it becomes a finding of a file: code, message and remedy."""

Fault = tuple[str, str, str]
"""Code, message, hint."""

SHOWN = 60
"""How many characters of a passage a message quotes."""
