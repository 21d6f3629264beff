"""PDFs saved as the press lays them out, so that nothing but the change is seen of a file that was changed."""

from __future__ import annotations

import zlib
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

Pdf = Any
LAYOUT = ("/ObjStm", "/XRef")
"""The types of what holds other objects, or says where they are."""


def saved(opened: Pdf, head: bytes) -> bytes:
    """The file as the press lays one out: streams, the other objects in one stream, the table of their places."""
    made, places, held = bytearray(head), dict[int, tuple[int, int, int]](), dict[int, bytes]()
    every = [one for one in opened.objects if isinstance(one, pikepdf.Object)]
    every = [one for one in every if not (isinstance(one, pikepdf.Stream) and str(one.get("/Type")) in LAYOUT)]
    for one in every:
        number = one.objgen[0]
        if isinstance(one, pikepdf.Stream):
            data = one.read_raw_bytes()
            if "/Filter" not in one:
                data = zlib.compress(data)
                one.stream_dict["/Filter"] = Name.FlateDecode
            one.stream_dict["/Length"] = len(data)
            places[number] = (1, len(made), 0)
            words = one.stream_dict.unparse(resolved=True)
            made += b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, words, data)
        else:
            held[number] = one.unparse(resolved=True)
    last = max([*places, *held]) + 1
    places[last] = (1, len(made), 0)
    made += _packed(last, held)
    places |= {number: (2, last, index) for index, number in enumerate(held)}
    start = len(made)
    places[last + 1] = (1, start, 0)
    rows = b"".join(
        b"%c%s%s" % (kind, place.to_bytes(4, "big"), index.to_bytes(2, "big"))
        for kind, place, index in (places.get(number, (0, 0, 0)) for number in range(last + 2))
    )
    trailer = Dictionary({key: opened.trailer[key] for key in ("/Root", "/Info", "/ID") if key in opened.trailer})
    words = trailer.unparse(resolved=True)[2:-2]
    data = zlib.compress(rows)
    made += b"%d 0 obj\n<</Type /XRef/Index [0 %d]/W [1 4 2]/Size %d" % (last + 1, last + 2, last + 2)
    made += words + b"/Filter /FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(data), data)
    return bytes(made) + b"startxref\n%d\n%%%%EOF\n" % start


def _packed(number: int, held: dict[int, bytes]) -> bytes:
    """A stream of objects."""
    heads, bodies, at = list[str](), list[bytes](), 0
    for one, words in held.items():
        heads.append(f"{one} {at}")
        bodies.append(words)
        at += len(words) + 1
    first = f"{' '.join(heads)}\n".encode()
    data = zlib.compress(first + b"\n".join(bodies))
    return b"%d 0 obj\n<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        number, len(held), len(first), len(data), data,
    )  # fmt: skip


def head_of(content: bytes) -> bytes:
    """The two lines that a file begins with."""
    return b"\n".join(content.split(b"\n", 2)[:2]) + b"\n"
