"""The formats of this pack, as the table of formats has them."""

from __future__ import annotations

from plantin.production.format import Format, Lazy, Program

_PACK = "plantin.packs.braille"
_LOUIS = (Program("liblouis", Lazy(f"{_PACK}.louis:version"), "braille", "liblouis-bin liblouis-data"),)

BRF = Format(
    name="brf",
    suffix=".brf",
    media_type="application/x-brf",
    title="Braille (BRF)",
    writer=Lazy(f"{_PACK}.writer:brf"),
    read=Lazy(f"{_PACK}.auditor:read_brf"),
    libraries=("rjieba",),
    depends_on=("pdf",),
    programs=_LOUIS,
    draft=Lazy(f"{_PACK}.house_content:why_draft"),
    known=Lazy(f"{_PACK}.house_content:known_in_braille"),
    determined=True,
    offered=True,
    order=30,
    extra="braille",
)
PEF = Format(
    name="pef",
    suffix=".pef",
    media_type="application/x-pef+xml",
    title="Braille (PEF)",
    writer=Lazy(f"{_PACK}.writer:pef"),
    read=Lazy(f"{_PACK}.auditor:read_pef"),
    libraries=("rjieba",),
    depends_on=("pdf",),
    programs=_LOUIS,
    draft=Lazy(f"{_PACK}.house_content:why_draft"),
    known=Lazy(f"{_PACK}.house_content:known_in_braille"),
    determined=True,
    offered=True,
    order=40,
    extra="braille",
)
EBRL = Format(
    name="ebrl",
    suffix=".ebrl",
    media_type="application/ebrl+zip",
    title="eBraille",
    writer=Lazy(f"{_PACK}.writer.ebraille:write"),
    read=Lazy(f"{_PACK}.auditor.ebraille:read"),
    libraries=("lxml", "rjieba"),
    depends_on=("pdf",),
    programs=_LOUIS,
    draft=Lazy(f"{_PACK}.house_content:why_draft"),
    coloured=False,
    known=Lazy(f"{_PACK}.house_content:known_in_ebraille"),
    determined=True,
    offered=True,
    order=60,
    extra="braille",
)
