"""The formats of this pack, as the table of formats has them."""

from __future__ import annotations

from plantin.production.format import Format, Lazy, Program

_PACK = "plantin.packs.sound"
_LIBRARIES = ("EbookLib", "fonttools", "lxml", "pikepdf", "resvg-py")
_PROGRAMS = (
    Program("espeak-ng", Lazy(f"{_PACK}.writer.voice:engine"), "sound", "espeak-ng"),
    Program("lame", Lazy(f"{_PACK}.writer.voice:packer"), "sound", "lame"),
    Program("libebur128", Lazy(f"{_PACK}.writer.loudness:meter"), "sound: its loudness", "libebur128-1"),
)
_COST = 200

AUDIO = Format(
    name="audio",
    suffix=".audio.epub",
    media_type="application/epub+zip",
    title="EPUB, spoken",
    writer=Lazy(f"{_PACK}.writer:write"),
    read=Lazy(f"{_PACK}.auditor.audio:read"),
    libraries=_LIBRARIES,
    depends_on=("pdf",),
    marked=True,
    programs=_PROGRAMS,
    known=Lazy("plantin.production.house_content_markup:known_in_book"),
    cost=_COST,
    sheet="epub.css",
    again=Lazy(f"{_PACK}.writer:again"),
    offered=True,
    order=50,
)
DAISY202 = Format(
    name="daisy202",
    suffix=".daisy202.zip",
    media_type="application/zip",
    title="DAISY 2.02",
    writer=Lazy(f"{_PACK}.writer.daisy:write"),
    read=Lazy(f"{_PACK}.auditor.daisy:read"),
    libraries=_LIBRARIES,
    depends_on=("pdf",),
    marked=True,
    programs=_PROGRAMS,
    cost=_COST,
    coloured=False,
    offered=True,
    order=70,
)
DAISY3 = Format(
    name="daisy3",
    suffix=".daisy3.zip",
    media_type="application/zip",
    title="DAISY 3",
    writer=Lazy(f"{_PACK}.writer.daisy3:write"),
    read=Lazy(f"{_PACK}.auditor.daisy3:read"),
    libraries=_LIBRARIES,
    depends_on=("pdf",),
    marked=True,
    programs=_PROGRAMS,
    cost=_COST,
    coloured=False,
    offered=True,
    order=80,
)
