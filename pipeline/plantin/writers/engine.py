"""The layout engine of PDFs: its version and those of the system libraries that it draws with, which the bytes of a PDF
depend on; how it is loaded, and how functions of it are replaced for a while. It takes most of a second to load, so it
is asked for nothing that is known without it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from plantin.findings import Place, ToolError

# Each library: its names on Linux, macOS and Windows (those that the engine looks for), and the function that gives its
# version.
_LIBRARIES = {
    "Pango": (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "pango_version_string"),
    "HarfBuzz": (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "hb_version_string"),
    "fontconfig": (("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"), "FcGetVersion"),
}
# The engine's functions are replaced for the whole process, so one document is set at a time.
_ONE_AT_A_TIME = threading.RLock()
Replacement = tuple[object, str, object]
"""A module or a class of the engine, one of its names, and what replaces it."""


@cache
def versions() -> dict[str, str]:
    """Return the version of each library by its name, as the library reports it; empty where it is not installed."""
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


PROVED = "70.x"
"""The versions that pages were proved with, and that what saves time (``pdf/caches.py``) is written for."""
_NEEDED = {"weasyprint": "WeasyPrint", "pydyf": "pydyf", "pyphen": "Pyphen"}
"""The libraries that pages are made with, by their modules."""


def version() -> str:
    """Return the version of the engine, which need not be loaded for that."""
    return metadata.version("weasyprint")


def is_known() -> bool:
    """Return whether what saves time is written for this version of the engine."""
    return version().startswith(PROVED.removesuffix("x"))


def has(place: str, name: str) -> bool:
    """Return whether the source of a module of the engine (or ``module:class``) binds ``name``: nothing is loaded."""
    spec = find_spec("weasyprint")
    path = Path(spec.origin if spec and spec.origin else "").parent.joinpath(*place.partition(":")[0].split(".")[1:])
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    binding = rf"^ *(?:class|def) {name}\b|^from \S+ import (?:\([^)]*|[^(\n]*)\b{name}\b"
    return file.is_file() and re.search(binding, file.read_text("utf-8"), re.MULTILINE) is not None


@contextmanager
def apply_replacements(rows: Sequence[Replacement]) -> Iterator[None]:
    """Let each name stand for its replacement, until the end."""
    with _ONE_AT_A_TIME:
        before = [(place, name, getattr(place, name)) for place, name, _ in rows]
        try:
            for place, name, instead in rows:
                setattr(place, name, instead)
            yield
        finally:
            for place, name, original in before:
                setattr(place, name, original)


@contextmanager
def report_missing() -> Iterator[None]:
    """Report a name that pages need and that the engine, or a library of it, does not have. Raises ToolError (D012)."""
    try:
        yield
    except (ImportError, AttributeError) as error:
        name = _missing(error)
        module = name.partition(".")[0]
        if module not in _NEEDED:
            raise
        message = f"{_NEEDED[module]} {metadata.version(module)} has no {name}, which pages need"
        hint = f"Install the versions that pages were proved with: WeasyPrint {PROVED}, and those in requirements.lock."
        raise ToolError.of("D012", message, Place(module), hint) from error


def _missing(error: ImportError | AttributeError) -> str:
    """Return the full name that our own code, not a library, did not find; empty where it is no module's or class's."""
    if isinstance(error, ImportError):
        name = re.search(r"import name '(\w+)'", str(error))
        return f"{error.name}.{name[1]}" if name else error.name or ""
    *_, (innermost, _) = traceback.walk_tb(error.__traceback__)
    if isinstance(error.obj, ModuleType) or not innermost.f_globals["__name__"].startswith("plantin."):
        return f"{getattr(error.obj, '__name__', '')}.{error.name}"
    kind = error.obj if isinstance(error.obj, type) else type(error.obj)
    theirs = (ancestor for ancestor in kind.__mro__ if ancestor.__module__.partition(".")[0] in _NEEDED)
    return next((f"{ancestor.__module__}.{ancestor.__qualname__}.{error.name}" for ancestor in theirs), "")


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

    if fallback := pyphen.language_fallback(language):
        pyphen.Pyphen(lang=fallback)
