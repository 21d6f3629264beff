"""The formats of this pack, as the table of formats has them."""

from __future__ import annotations

from plantin.production.format import Format, Lazy, Program

_PACK = "plantin.packs.tactile"
_BRAILLE = "plantin.packs.braille"
_LOUIS = (Program("liblouis", Lazy(f"{_BRAILLE}.louis:version"), "braille", "liblouis-bin liblouis-data"),)

TACTILE = Format(
    name="tactile",
    suffix=".tactile.pdf",
    media_type="application/pdf",
    title="Tactile graphics (PDF)",
    writer=Lazy(f"{_PACK}.writer:write_pdf"),
    read=Lazy(f"{_PACK}.auditor:read_pdf"),
    libraries=("pydyf", "rjieba"),
    programs=_LOUIS,
    draft=Lazy(f"{_BRAILLE}.house_content:why_draft"),
    coloured=False,
    determined=True,
    order=65,
    extra="braille",
    tables=("tactile",),
)
TACTILE_SVG = Format(
    name="tactile-svg",
    suffix=".tactile.zip",
    media_type="application/zip",
    title="Tactile graphics (SVG)",
    writer=Lazy(f"{_PACK}.writer:write_svg"),
    read=Lazy(f"{_PACK}.auditor:read_svg"),
    libraries=("rjieba",),
    programs=_LOUIS,
    draft=Lazy(f"{_BRAILLE}.house_content:why_draft"),
    coloured=False,
    determined=True,
    order=66,
    extra="braille",
    tables=("tactile",),
)
