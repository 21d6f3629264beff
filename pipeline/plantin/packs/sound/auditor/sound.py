"""Reads MP3 (ISO/IEC 11172-3, 13818-3) frame by frame: how long it is, and that it holds nothing but sound."""

from __future__ import annotations

_KILOBITS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Rates of MPEG-2 and 2.5, layer III; MPEG-1 has others."""
_KILOBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES = (44_100, 48_000, 32_000)
_VERSIONS = {0: 4, 2: 2, 3: 1}
"""What the rates are divided by: MPEG-2.5, MPEG-2, MPEG-1."""
_LAYER_3, _MONO = 1, 3
_PADDED = ~0x0200
"""All bits of a header but the one of padding, which comes and goes."""


class SoundError(ValueError):
    """A file that is not the sound of one voice alone, in words for a finding."""


def length(content: bytes) -> float:
    """Return the seconds of a sound of frames of one kind and channel, one after the other, alone. Raises
    SoundError.
    """
    at, seconds, kind = 0, 0.0, 0
    while at < len(content):
        header = int.from_bytes(content[at : at + 4], "big")
        bits = (header >> 12) & 15
        version, rate = (header >> 19) & 3, (header >> 10) & 3
        if len(content) - at < 4 or header >> 21 != 0x7FF or version == 1 or rate == 3 or bits in {0, 15}:
            raise SoundError(f"has at byte {at:,} what is no frame of sound")
        if (header >> 17) & 3 != _LAYER_3 or (header >> 6) & 3 != _MONO:
            raise SoundError("is not MP3 of one channel")
        if kind not in {0, header & _PADDED}:
            raise SoundError(f"has a frame of another kind at byte {at:,}")
        kind = header & _PADDED
        first = version == 3
        kilobits = (_KILOBITS_1 if first else _KILOBITS)[bits]
        hertz = _RATES[rate] // _VERSIONS[version]
        at += (144 if first else 72) * kilobits * 1000 // hertz + ((header >> 9) & 1)
        seconds += (1152 if first else 576) / hertz
    if at != len(content) or not at:
        raise SoundError("ends within a frame")
    return seconds
