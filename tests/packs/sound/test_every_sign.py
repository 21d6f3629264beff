"""Each sign of a report is heard in words of its language: what the voice is given is read by a reader of its own."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import tomllib
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from plantin.findings import SourceError
from plantin.packs.sound import writer as audio
from plantin.packs.sound.writer import daisy, daisy3, voice
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.houses import ROOT

pytestmark = pytest.mark.full

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
WORDS = tomllib.loads(Path(__file__).with_name("spoken_signs.toml").read_text("utf-8"))
BRAILLE = tomllib.loads((ROOT / "pipeline/plantin/packs/braille/signs.toml").read_text("utf-8"))
PAUSED = set(".,;:?!…()[]'\"‘’‚“”„«»‹›–—―‒-‐‑¿¡،؛؟۔。、《》〈〉「」『』【】〔〕〖〗〝〞！，：；？（）［］～·")
"""Signs at which a voice pauses; the last one in Chinese only."""
UNKNOWN = "⟿⟰⨀⨁⨂⫷⫸⬖⬗⬘⬙⭄⯐⯑⯒⯓⯔⯕⯖⯗"
VOICES = {"zh": "cmn"}
SWITCHED = re.compile(r"\((?!ru|ar|cmn)[a-z]+\)")


@cache
def signs(language: str) -> tuple[str, ...]:
    """The signs of the braille of all languages and those that CLDR names, that are no letters, figures or stops."""
    sections = [section for name, section in BRAILLE.items() if name != "variants"]
    brailled = "".join("".join((*section["has"], *section["written"])) for section in sections)
    named = (ROOT / "pipeline/plantin/packs/sound/sign_names.tsv").read_text("utf-8").splitlines()[1:]
    every = dict.fromkeys((*brailled, *(row[0] for row in named)))
    paused = PAUSED - {"·"} if language != "zh" else PAUSED
    signs = (sign for sign in every if unicodedata.category(sign)[0] in "PS")
    return tuple(sign for sign in signs if unicodedata.normalize("NFKC", sign) not in paused and sign not in paused)


def heard(body: str, language: str, store: Editions, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the voice is given for a report with this body, in its language."""
    given: list[str] = []

    def speak(text: str, spoken: str, *, signs: bool = False) -> tuple[int, bytes]:
        assert not signs
        if spoken.partition("-")[0] == language:
            given.append(text)
        return 16000, bytes(2 * 1600 * len(text))

    monkeypatch.setattr(audio, "speak", speak)
    monkeypatch.setattr(audio, "encode_mp3", encode)
    audio.write(composed(body, language=language), store.style, MOMENT)
    return given


def encode(*_: object) -> bytes:
    return b"x"


def typed(sign: str) -> str:
    return f"{chr(92) if sign.isascii() else ''}{sign}"


@pytest.mark.parametrize("language", WORDS)
def test_signs_beside_numbers_are_heard_as_a_reader_says_them(
    language: str, store: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "# Lamps\n\n" + "\n\n".join(f"Abc {text.replace('$', chr(92) + '$')} abc" for text in WORDS[language])
    given = heard(body, language, store, monkeypatch)
    assert [words for words in WORDS[language].values() if not any(f"c {words} a" in one for one in given)] == []


@pytest.mark.sample(1)
@pytest.mark.parametrize("language", WORDS)
def test_every_sign_is_heard_in_words_of_its_own(
    language: str, store: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "# Lamps\n\n" + "\n\n".join(f"Abc {typed(sign)} abc" for sign in signs(language))
    given = [" ".join(one.split()[1:-1]) for one in heard(body, language, store, monkeypatch) if one[:4] == "Abc "]
    assert len(given) == len(signs(language))
    raw = {sign: words for sign, words in zip(signs(language), given, strict=True) if not is_words(words)}
    assert raw == {}
    groups = defaultdict(list)
    for sign, words in zip(signs(language), given, strict=True):
        groups[words].append(sign)
    alike = [group for group in groups.values() if len({unicodedata.normalize("NFKC", sign) for sign in group}) > 1]
    assert sorted("".join(group) for group in alike) == (ALIKE[:1] if language in {"en", "zh"} else ALIKE)
    spoken = subprocess.run(
        ["espeak-ng", "-v", VOICES.get(language, language), "-q", "-x", "--stdin"],
        input=".\n".join(re.sub("[.,，]", "", words) for words in given).encode(),
        capture_output=True,
        check=True,
    ).stdout.decode()
    phonemes = [line.strip() for line in spoken.strip().split("\n")]
    assert len(phonemes) == len(given)
    assert [words for words, said in zip(given, phonemes, strict=True) if not re.search("[a-zA-Z@]", said)] == []
    native = [(words, said) for words, said in zip(given, phonemes, strict=True) if not re.search("[A-Za-z]", words)]
    assert [words for words, said in native if SWITCHED.search(said)] == [], "no word is said by an English voice"


def is_words(words: str) -> bool:
    return bool(words) and all(unicodedata.category(letter)[0] in "LMZ" or letter in PAUSED for letter in words)


ALIKE = ["‰؉", "✓✔"]
"""The signs that are heard alike: one of Arabic, one in a heavier drawing."""


@pytest.mark.parametrize("language", WORDS)
def test_signs_without_words_are_one_finding_each(language: str, store: Editions) -> None:
    document = composed("# Lamps\n\n" + "\n\n".join(f"Abc {sign} abc {sign}" for sign in UNKNOWN), language=language)
    for write in (audio.write, daisy.write, daisy3.write):
        with pytest.raises(SourceError) as caught:
            write(document, store.style, MOMENT)
        assert [finding.code for finding in caught.value.findings] == ["D134"] * len(UNKNOWN)
        assert sorted(finding.message[0] for finding in caught.value.findings) == sorted(UNKNOWN)
        assert all(finding.hint and finding.place.path for finding in caught.value.findings)


def test_levels_of_headings_are_heard_as_numbers(store: Editions, monkeypatch: pytest.MonkeyPatch) -> None:
    given = heard("# Lamps\n\nAbc\n\n# Oil\n\nAbc\n\n# Wicks\n\nAbc\n\n# Glass\n\nAbc", "ru", store, monkeypatch)
    assert {"1.", "2.", "3.", "4."} <= set(given)
    assert [one for one in given if re.search("[IVX]", one)] == []


def test_a_sign_in_another_language_is_said_in_it(store: Editions, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "# Lamps\n\nThe words [от 5 % до 12]{lang=ru} are Russian."
    given: list[tuple[str, str]] = []

    def speak(text: str, spoken: str, **_: object) -> tuple[int, bytes]:
        given.append((spoken, text))
        return 16000, bytes(3200)

    monkeypatch.setattr(audio, "speak", speak)
    audio.write(composed(body), store.style, MOMENT)
    assert ("ru", "от 5 процентов до 12") in given


def test_another_voice_is_given_words_too(store: Editions, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    monkeypatch.setenv(voice.SEAM, "some-voice")

    def run(command: list[str], content: bytes) -> bytes:
        asked.append(content)
        return b"RIFF    WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\0\0\0\x02\0\x10\0data\0\0\0\0" + bytes(6400)

    monkeypatch.setattr(voice, "_run_program", run)
    monkeypatch.setattr(audio, "encode_mp3", encode)
    audio.write(composed("# Lamps\n\nIt is ≥ 20 %."), store.style, MOMENT)
    assert b"It is greater than or equal to 20 per cent.\n" in asked
