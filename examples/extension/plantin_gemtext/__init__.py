"""Gemtext (text/gemini), the hypertext of the Gemini protocol, as a format of editions."""

from __future__ import annotations

from plantin.production.format import Format, Lazy

GEMTEXT = Format(
    name="gemtext",
    suffix=".gmi",
    media_type="text/gemini",
    title="Gemtext",
    writer=Lazy("plantin_gemtext.writer:write"),
    read=Lazy("plantin_gemtext.auditor:read"),
    coloured=False,
    offered=True,
    known=Lazy("plantin_gemtext.tables:known"),
    tables=("gemtext",),
    page="plantin_gemtext:gemtext.md",
    determined=True,
)
"""The row of the table of formats. Writer and auditor are loaded when they are first called."""
