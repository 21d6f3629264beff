"""Even loudness (EBU R 128, 2023; ITU-R BS.1770-5): how much louder or softer sound is to be made."""

from __future__ import annotations

import array
import math
import sys
from collections.abc import Mapping
from importlib import metadata

from plantin.findings import Finding, Place, ToolError

TARGET = -20.0
"""LUFS: what EBU R 128 s2 (2021) gives for sound that is played on phones."""
_PEAK = -1.0
"""dBTP: the highest true peak (EBU R 128)."""
_LEAST = 3
"""Seconds of speech that are measured; what is shorter is taken to be as loud as the rest."""
_WIDTH = 2
_FULL = 32767


def meter() -> str:
    """The version of what measures loudness; empty where it is not installed."""
    try:
        return metadata.version("pyebur128")
    except metadata.PackageNotFoundError:
        return ""


def measured(samples: bytes, rate: int) -> tuple[float, float]:
    """The integrated loudness of ``samples`` (LUFS) and their true peak (dBTP); minus infinity for silence. Raises
    ToolError (D132) where nothing can measure them.
    """
    try:
        import pyebur128
    except ImportError as error:
        hint = 'pip install "plantin[audio]"; Python 3.13 and later need a C compiler for it.'
        message = "pyebur128, which measures loudness, is not installed"
        raise ToolError(Finding("D132", message, Place("pyebur128"), hint)) from error

    state = pyebur128.R128State(1, rate, pyebur128.MeasurementMode.MODE_I | pyebur128.MeasurementMode.MODE_TRUE_PEAK)
    values = _values(samples)
    state.add_frames(values, len(values))
    peak = pyebur128.get_true_peak(state, 0)
    return pyebur128.get_loudness_global(state), 20 * math.log10(peak) if peak > 0 else -math.inf


def gains(sound: Mapping[str, bytes], main: str, rate: int) -> dict[str, float]:
    """By which factor the sound of each language is made louder, so that all are equally loud and none is clipped."""
    factors: dict[str, float] = {}
    for language in (main, *(other for other in sound if other != main)):
        samples = sound.get(language, b"")
        loudness, peak = measured(samples, rate) if len(samples) >= _LEAST * _WIDTH * rate else (-math.inf, 0.0)
        raised = min(TARGET - loudness, _PEAK - peak)
        factors[language] = 10 ** (raised / 20) if math.isfinite(loudness) else factors.get(main, 1.0)
    return factors


def scaled(samples: bytes, factor: float) -> bytes:
    """``samples`` (16 bits, little-endian) ``factor`` times as loud."""
    values = _values(samples)
    made = array.array("h", (max(-_FULL, min(_FULL, round(value * factor))) for value in values))
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()


def _values(samples: bytes) -> array.array[int]:
    values = array.array("h", samples)
    if sys.byteorder == "big":
        values.byteswap()
    return values
