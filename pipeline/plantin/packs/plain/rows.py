"""The formats of this pack, as the table of formats has them."""

from __future__ import annotations

from plantin.production.format import Format, Lazy

TXT = Format(
    name="txt",
    suffix=".txt",
    media_type="text/plain",
    title="Plain text",
    writer=Lazy("plantin.packs.plain.writer.text:write"),
    read=Lazy("plantin.packs.plain.auditor.text:read"),
    determined=True,
    offered=True,
    order=10,
)
MD = Format(
    name="md",
    suffix=".md",
    media_type="text/markdown",
    title="Markdown",
    writer=Lazy("plantin.packs.plain.writer.markdown:write"),
    read=Lazy("plantin.packs.plain.auditor.markdown:read"),
    determined=True,
    offered=True,
    order=20,
    extra="plain",
)
