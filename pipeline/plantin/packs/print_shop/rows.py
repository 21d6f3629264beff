"""The format of this pack, as the table of formats has it."""

from __future__ import annotations

from plantin.production.format import Format, Lazy

PRINT = Format(
    name="print",
    suffix=".print.pdf",
    media_type="application/pdf",
    title="PDF/X-4",
    writer=Lazy("plantin.packs.print_shop.writer:write"),
    read=Lazy("plantin.packs.print_shop.auditor:read"),
    libraries=("weasyprint", "pydyf", "fonttools", "pikepdf", "ziamath", "segno"),
    known=Lazy("plantin.packs.print_shop.house_content:known_in_print"),
    cost=20,
    coloured=False,
    order=5,
    frames=Lazy("plantin.writers.chart_frames:page"),
)
