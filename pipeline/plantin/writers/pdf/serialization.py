"""The objects of a PDF serialized once: the engine's library (pydyf) does so again, streams compressed anew, for the
digest that is the identifier of the file (ISO 32000-2, 14.4), and a third time for objects in object streams.
"""

from __future__ import annotations

from typing import Any

from plantin.writers.pdf.engine_types import Pdf


def each_once(_document: object, pdf: Pdf) -> None:
    """A ``finisher`` of ``write_pdf``: the objects of ``pdf``, which are not changed any more, are serialized to the
    same bytes, once.
    """
    import pydyf

    class Serialized(pydyf.Object):  # type: ignore[misc]
        def __init__(self, item: Any) -> None:
            super().__init__()
            self.number, self.offset, self.generation, self.free = item.number, item.offset, item.generation, item.free
            self.item = item
            self.known: bytes | None = None

        @property
        def compressible(self) -> bool:
            """Whether it may be in an object stream."""
            return bool(self.item.compressible)

        @property
        def data(self) -> bytes:
            """The bytes between ``obj`` and ``endobj``."""
            if self.known is None:
                self.known = self.item.data
            return self.known

    pdf.objects[:] = map(Serialized, pdf.objects)
