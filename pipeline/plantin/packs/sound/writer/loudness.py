"""Even loudness (EBU R 128, 2023; ITU-R BS.1770-5): how much louder or softer sound is to be made."""

from __future__ import annotations

import array
import ctypes
import math
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

from plantin.findings import Finding, Place, ToolError

TARGET = -20.0
"""LUFS: what EBU R 128 s2 (2021) gives for sound that is played on phones."""
_PEAK = -1.0
"""dBTP: the highest true peak (EBU R 128)."""
_LEAST = 3
"""Seconds of speech that are measured; what is shorter is taken to be as loud as the rest."""
_WIDTH = 2
_FULL = 32767
_MODE = 53
"""Integrated loudness and true peaks: ``EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK`` of ebur128.h."""


def meter() -> str:
    """Return the version of libebur128, which measures loudness; empty where it is not installed."""
    numbers = [ctypes.c_int() for _ in range(3)]
    if library := _library():
        library.ebur128_get_version(*map(ctypes.byref, numbers))
    return ".".join(str(number.value) for number in numbers) if library else ""


def measure(samples: bytes, rate: int) -> tuple[float, float]:
    """Return the integrated loudness of ``samples`` (LUFS) and their true peak (dBTP); minus infinity for silence.
    Raises ToolError (D132) where nothing can measure them.
    """
    if (library := _library()) is None:
        hint = "On Debian: apt-get install libebur128-1."
        message = "libebur128, which measures loudness, is not installed"
        raise ToolError(Finding("D132", message, Place("libebur128"), hint))
    loudness, peak = ctypes.c_double(), ctypes.c_double()
    state = ctypes.c_void_p(library.ebur128_init(1, ctypes.c_ulong(rate), _MODE))
    library.ebur128_add_frames_short(state, _values(samples).tobytes(), ctypes.c_size_t(len(samples) // _WIDTH))
    library.ebur128_loudness_global(state, ctypes.byref(loudness))
    library.ebur128_true_peak(state, 0, ctypes.byref(peak))
    library.ebur128_destroy(ctypes.byref(state))
    return loudness.value, 20 * math.log10(peak.value) if peak.value > 0 else -math.inf


@cache
def _library() -> ctypes.CDLL | None:
    """Return libebur128 of the system, by the names that Linux and Homebrew give its first interface; nothing where it
    is not installed.
    """
    for name in ("libebur128.so.1", "libebur128.1.dylib", "/opt/homebrew/lib/libebur128.1.dylib"):
        with suppress(OSError):
            library = ctypes.CDLL(name)
            library.ebur128_init.restype = ctypes.c_void_p
            return library
    return None


def gains(sound: Mapping[str, bytes], main: str, rate: int) -> dict[str, float]:
    """Return by which factor the sound of each language is made louder, so that all are equally loud and none is
    clipped.
    """
    factors: dict[str, float] = {}
    for language in (main, *(other for other in sound if other != main)):
        samples = sound.get(language, b"")
        loudness, peak = measure(samples, rate) if len(samples) >= _LEAST * _WIDTH * rate else (-math.inf, 0.0)
        raised = min(TARGET - loudness, _PEAK - peak)
        factors[language] = 10 ** (raised / 20) if math.isfinite(loudness) else factors.get(main, 1.0)
    return factors


def scale(samples: bytes, factor: float) -> bytes:
    """Return ``samples`` (16 bits, little-endian) ``factor`` times as loud."""
    values = _values(samples)
    louder = array.array("h", (max(-_FULL, min(_FULL, round(value * factor))) for value in values))
    if sys.byteorder == "big":
        louder.byteswap()
    return louder.tobytes()


def _values(samples: bytes) -> array.array[int]:
    values = array.array("h", samples)
    if sys.byteorder == "big":
        values.byteswap()
    return values
