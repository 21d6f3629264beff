"""Poppler's own search, which its readers (Evince, Xreader) call: through the C library, as no program of Poppler has
it.
"""

from __future__ import annotations

import ctypes
from ctypes.util import find_library
from functools import cache
from pathlib import Path

_OPTIONS = 8 | 16
"""POPPLER_FIND_IGNORE_DIACRITICS and POPPLER_FIND_MULTILINE, as Evince has them."""


class _List(ctypes.Structure):
    """A GList."""


_List._fields_ = [("data", ctypes.c_void_p), ("next", ctypes.POINTER(_List))]


@cache
def _library() -> ctypes.CDLL:
    name = find_library("poppler-glib")
    assert name, "not run: libpoppler-glib is missing; `make tools` installs it"
    loaded = ctypes.CDLL(name)
    pointer = ctypes.c_void_p
    for function, result, *arguments in (
        ("poppler_document_new_from_data", pointer, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, pointer),
        ("poppler_document_get_n_pages", ctypes.c_int, pointer),
        ("poppler_document_get_page", pointer, pointer, ctypes.c_int),
        (
            "poppler_page_find_text_with_options",
            ctypes.POINTER(_List),
            pointer,
            ctypes.c_char_p,
            ctypes.c_int,
        ),
        ("g_object_unref", None, pointer),
    ):
        called = getattr(loaded, function)
        called.restype, called.argtypes = result, arguments
    return loaded


def find(path: Path, words: str) -> int:
    """How often Poppler finds ``words`` in the file at ``path``."""
    library, data, found = _library(), path.read_bytes(), 0
    document = library.poppler_document_new_from_data(data, len(data), None, None)
    for number in range(library.poppler_document_get_n_pages(document)):
        page = library.poppler_document_get_page(document, number)
        hit = library.poppler_page_find_text_with_options(page, words.encode(), _OPTIONS)
        while hit:
            found, hit = found + 1, hit.contents.next
        library.g_object_unref(page)
    library.g_object_unref(document)
    return found
