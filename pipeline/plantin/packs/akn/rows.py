"""The format of this pack, as the table of formats has it."""

from __future__ import annotations

from plantin.production.format import Format, Lazy

AKN = Format(
    name="akn",
    suffix=".akn",
    media_type="application/akn+xml",
    title="Akoma Ntoso",
    writer=Lazy("plantin.packs.akn.writer:write"),
    read=Lazy("plantin.packs.akn.auditor:read"),
    libraries=("lxml",),
    known=Lazy("plantin.packs.akn.house_content:known_in_akn"),
    determined=True,
    coloured=False,
    offered=True,
    order=70,
    tables=("akn",),
)
