"""Says which cells a Chinese character may have, without liblouis: those of the readings that pypinyin knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_NEUTRAL = "5"


@dataclass(frozen=True, slots=True, eq=False)
class Syllables:
    """The cells of initials, finals and tones, and when a tone has none."""

    initials: Mapping[str, str]
    finals: Mapping[str, str]
    tones: Mapping[str, str]
    unmarked: Mapping[str, str]
    """The tone without a cell after an initial. What has no initial may be without its tone in any."""
    neutral: str
    """Characters that lose their tone in words."""

    def of(self, character: str) -> frozenset[str]:
        """Return the cells of each reading of a Chinese character; none for another one."""
        from pypinyin import Style, pinyin
        from pypinyin.contrib.tone_convert import to_finals, to_initials

        found = set()
        readings = pinyin(character, Style.TONE3, heteronym=True, errors="ignore", neutral_tone_with_five=True)
        for reading in (one for series in readings for one in series):
            sound, tone = reading[:-1], reading[-1]
            initial, final = to_initials(sound), to_finals(sound, v_to_u=True)
            if tone not in self.tones and tone != _NEUTRAL:
                continue  # an interjection without a vowel
            # After these the final i has no cell.
            final = "" if final == "i" and initial in {"zh", "ch", "sh", "r", "z", "c", "s"} else final
            cells = self.initials.get(initial, "") + self.finals.get(final, "")
            found.add(cells + self.tones.get(tone, ""))
            if not initial or self.unmarked[initial] == tone or character in self.neutral:
                found.add(cells)
        return frozenset(found)
