"""The versions of the system libraries that the PDF layout engine draws with, which the bytes of a PDF depend on.

They are asked themselves, without the engine: it takes most of a second to load, and a build that makes nothing needs
it not.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from functools import cache
from importlib import metadata

from plantin.findings import Finding, Place

# Each library: its names on Linux, macOS and Windows (those that the engine looks for), and the function that gives its
# version.
_LIBRARIES = {
    "Pango": (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "pango_version_string"),
    "HarfBuzz": (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "hb_version_string"),
    "fontconfig": (("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"), "FcGetVersion"),
}


@cache
def versions() -> dict[str, str]:
    """The version of each library by its name, as the library reports it; empty where it is not installed."""
    return {name: _version(files, function) for name, (files, function) in _LIBRARIES.items()}


def _version(files: tuple[str, ...], function: str) -> str:
    for file in files:
        try:
            query = getattr(ctypes.CDLL(file), function)
        except (OSError, AttributeError):
            continue
        if function == "FcGetVersion":
            number = query()  # 21500 is 2.15.0
            return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"
        query.restype = ctypes.c_char_p
        return bytes(query()).decode()
    return ""


_KNOWN = "70."
"""How the versions of the engine begin for which what saves time (``pdf/caches.py``) is written."""


def version() -> str:
    """The version of the engine, which need not be loaded for that."""
    return metadata.version("weasyprint")


def is_known() -> bool:
    """Whether what saves time is written for this version of the engine."""
    return version().startswith(_KNOWN)


def remark() -> Finding | None:
    """What a user should know of the engine: that pages take longer with this version. None where it is known."""
    if is_known():
        return None
    message = f"WeasyPrint {version()} is not {_KNOWN}x: pages are set without what saves time"
    hint = "Pages take longer; requirements.lock names the version that they were proved with."
    return Finding("D012", message, Place("weasyprint"), hint)


def load() -> None:
    """Load the engine. It tries names of libraries that only other systems know first, and for each of them the linker
    and the compiler are started to look for it (``ctypes.util.find_library``): that is left out where the libraries are
    known by their names on this system.
    """
    if "weasyprint" in sys.modules:
        return
    search = ctypes.util.find_library
    if all(versions().values()):
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        import weasyprint  # noqa: F401
    finally:
        ctypes.util.find_library = search


def read_patterns(language: str) -> None:
    """Read the patterns by which words of ``language`` are divided, where there are some; the library keeps them."""
    import pyphen  # type: ignore[import-untyped]

    if known := pyphen.language_fallback(language):
        pyphen.Pyphen(lang=known)
