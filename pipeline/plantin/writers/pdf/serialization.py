"""The objects of a PDF serialized once: the engine's library (pydyf) does so again, streams compressed anew, for the
digest that is the identifier of the file (ISO 32000-2, 14.4), and a third time for objects in object streams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from plantin.writers.pdf.weasyprint_patches import replaced


@contextmanager
def each_once() -> Iterator[None]:
    """The engine's library serializes each object of a file once, to the same bytes; restored at the end."""
    import pydyf

    kinds = (pydyf.Dictionary, pydyf.Stream, pydyf.Array, pydyf.String)
    write = pydyf.PDF.write

    def written(pdf: Any, *arguments: Any, **named: Any) -> None:
        kept: dict[int, bytes] = {}
        with replaced([(kind, "data", _kept(vars(kind)["data"].fget, kept)) for kind in kinds]):
            write(pdf, *arguments, **named)

    with replaced([(pydyf.PDF, "write", written)]):
        yield


def _kept(serialize: Callable[[Any], bytes], kept: dict[int, bytes]) -> Any:
    """The property ``data`` of a kind of object; ``kept`` is what came of the objects of the file, which live and stay
    as they are while it is written.
    """

    def data(item: Any) -> bytes:
        if not item.number:
            return serialize(item)  # lies in another object, or lives but for a moment
        key = id(item)
        if key not in kept:
            kept[key] = serialize(item)
        return kept[key]

    return property(data)
