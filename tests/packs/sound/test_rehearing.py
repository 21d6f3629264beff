"""What the voice says is what is shown: a changed word, and a clip of another passage, are heard by a second reader."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import pytest

from plantin.packs.sound import writer as audio
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.packs.sound.rehearing import clips, misheard
from tests.spoilt.rewriting import packed, unpacked

pytestmark = pytest.mark.full

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
TEXTS = {
    "en": "The keepers of the northern harbour count their lamps each night; The old lamps burn more oil than new ones.",
    "fr": "Les gardiens du port comptent leurs lampes chaque nuit; Les vieilles lampes brûlent plus que les neuves.",
    "es": "Los guardianes del puerto cuentan sus lámparas cada noche; Las lámparas viejas gastan más aceite que las nuevas.",
    "ru": "Сторожа северной гавани считают свои лампы каждую ночь; Старые лампы берут больше масла чем новые.",
}
OTHER = {"en": "whale", "fr": "baleine", "es": "ballena", "ru": "кит"}
"""A word that takes the place of one."""


@pytest.mark.sample(1)
@pytest.mark.parametrize("language", TEXTS)
def test_each_changed_word_and_each_exchanged_clip_is_heard(
    language: str, store: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio, "encode_mp3", lambda samples, *_: samples)
    monkeypatch.setattr(audio, "gains", lambda whole, *_: dict.fromkeys(whole, 1.0))
    sentences = [sentence.strip() for sentence in TEXTS[language].split(";")]
    document = composed("# Lamps\n\n" + "\n\n".join(sentences), language=language)
    whole = audio.write(document, store.style, MOMENT)
    assert misheard(whole) == []
    assert set(sentences) <= {words for words, *_ in clips(whole)}
    speak, heard = audio.speak, list[bool]()
    for sentence in sentences:
        for at, word in enumerate(sentence.split()):
            dropped, changed = (
                " ".join(one for n, one in enumerate(sentence.split()) if n != at),
                sentence.replace(word, OTHER[language]),
            )
            for spoilt in (dropped, changed):

                def say(
                    text: str, tongue: str, *, signs: bool = False, now: str = spoilt, then: str = sentence
                ) -> tuple[int, bytes]:
                    return speak(now if text == then else text, tongue, signs=signs)

                monkeypatch.setattr(audio, "speak", say)
                heard.append(sentence in misheard(audio.write(document, store.style, MOMENT)))
    files = unpacked(whole)
    text = files["EPUB/chapter-1.smil"].decode()
    times = re.findall(r'clipBegin="[^"]*" clipEnd="[^"]*"', text)
    for one, other in pairwise(times):
        exchanged = text.replace(one, "@").replace(other, one).replace("@", other)
        heard.append(bool(misheard(packed({**files, "EPUB/chapter-1.smil": exchanged.encode()}))))
    assert len(heard) > 30
    assert [n for n, one in enumerate(heard) if not one] == []
