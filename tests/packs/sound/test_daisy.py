"""The talking book: the same bytes from the same voice, what a player is led to, and what it can switch off."""

from __future__ import annotations

import datetime as dt
import re
import sys
from itertools import chain
from types import ModuleType

import pytest

from plantin.model.related_editions import PageStart, RelatedEditions
from plantin.packs.sound import writer as audio
from plantin.packs.sound.auditor import daisy as auditor
from plantin.packs.sound.auditor import daisy3 as auditor3
from plantin.packs.sound.writer import daisy, daisy3, voice
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.packs.sound.test_audio import TONE
from tests.spoilt.rewriting import packed, unpacked

pytestmark = pytest.mark.full

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
BODY = """# Lamps

The keepers count lamps.[^a]

::: {.box #care}
Care

Lamps are lit.
:::

## Oil

Oil burns as $E = mc^2$ has it.

[^a]: With care.
"""
TABLE = """
| Place | Lamps |
|-------|------:|
| Mole  |     3 |

: Lamps {#tbl-lamps}
"""


@pytest.fixture(autouse=True)
def _tone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(voice.SEAM, f'{sys.executable} -c "{TONE}"')


def test_a_player_is_led_to_headings_calls_and_boxes(store: Editions) -> None:
    made = daisy.write(composed(BODY), store.style, MOMENT)
    assert daisy.write(composed(BODY), store.style, MOMENT) == made
    assert auditor.read(made, "x.zip").findings() == ()
    centre = unpacked(made)["ncc.html"].decode()
    items = re.findall(r'<(h\d|span|div) class="([\w-]+)"[^>]*><a [^>]*>([^<]*)', centre)
    assert [item[:2] for item in items][:2] == [("h1", "title"), ("h1", "section")]
    assert [(name, kind) for name, kind, _ in items if kind in {"noteref", "sidebar"}] == [
        ("span", "noteref"),
        ("span", "sidebar"),
    ]
    assert ("h2", "section", "A. Oil") in items or any(
        words.endswith("Oil") for name, _, words in items if name == "h2"
    )


def test_its_clips_are_those_of_the_spoken_epub(store: Editions) -> None:
    document = composed(BODY)
    spoken = unpacked(audio.write(document, store.style, MOMENT))
    book = unpacked(daisy.write(document, store.style, MOMENT))
    sounds = {name.rpartition("/")[2]: content for name, content in spoken.items() if name.endswith(".mp3")}
    assert {name: content for name, content in book.items() if name.endswith(".mp3")} == sounds

    def clips(files: dict[str, bytes], pattern: str) -> list[tuple[str, ...]]:
        texts = (files[name].decode() for name in sorted(files) if name.endswith(".smil"))
        return list(chain.from_iterable(re.findall(pattern, text) for text in texts))

    assert clips(book, r'src="(\S+\.mp3)" clip-begin="npt=(\S+)" clip-end="npt=(\S+)"') == clips(
        spoken, r'src="audio/(\S+)" clipBegin="(\S+)" clipEnd="(\S+)"'
    )


def test_pages_of_the_pdf_can_be_found_and_switched_off(store: Editions) -> None:
    related = RelatedEditions(pages=(PageStart("1", "body", 0, 0), PageStart("2", "body", 1, 0)))
    files = unpacked(daisy.write(composed(BODY), store.style, MOMENT, related))
    assert re.findall(r'class="page-normal"[^>]*><a [^>]*>(\d+)', files["ncc.html"].decode()) == ["1", "2"]
    assert b'"ncc:maxPageNormal" content="2"' in files["ncc.html"]
    assert any(b'system-required="pagenumber-on"' in files[name] for name in files if name.endswith(".smil"))


def test_daisy_3_leads_by_level_and_switches_off(store: Editions) -> None:
    related = RelatedEditions(pages=(PageStart("1", "body", 0, 0), PageStart("2", "body", 1, 0)))
    made = daisy3.write(composed(BODY + TABLE), store.style, MOMENT, related)
    assert daisy3.write(composed(BODY + TABLE), store.style, MOMENT, related) == made
    assert auditor3.read(made, "x.zip").findings() == ()
    files = {name: content.decode() for name, content in unpacked(made).items() if not name.endswith(".mp3")}
    tests = {"pagenum", "noteref", "note", "sidebar"}
    centre = files["navigation.ncx"]
    assert set(re.findall(r'<smilCustomTest id="(\w+)" defaultState="true" override="visible"', centre)) == tests
    assert re.findall(r"<pageTarget [^>]*><navLabel><text>(\d+)", centre) == ["1", "2"]
    assert re.search(r'class="h1"[^\n]*<navPoint [^>]*class="h2"', centre)
    overlays = "".join(text for name, text in files.items() if name.endswith(".smil"))
    left = set(re.findall(r'<seq id="[^"]*" class="(\w+)"(?: customTest="\w+")? end="DTBuserEscape;', overlays))
    assert left >= {"table", "tr", "note", "sidebar"}
    text = "".join(text for name, text in files.items() if name.endswith(".xml"))
    assert re.search(r'<noteref [^>]*idref="notes.xml#note-1"', text)
    assert re.search(r'<pagenum [^>]*page="normal"', text)
    assert "<sidebar " in text


def test_a_listener_goes_to_numbered_paragraphs_and_tables(store: Editions) -> None:
    document = composed(BODY + TABLE)
    numbers = [("paragraph", "1."), ("paragraph", "2."), ("table", "Table 1")]
    made = daisy.write(document, store.style, MOMENT)
    assert auditor.read(made, "x.zip").findings() == ()
    centre = unpacked(made)["ncc.html"].decode()
    assert re.findall(r'<div class="group"[^>]*><a [^>]*>([^<]*)', centre) == [words for _, words in numbers]
    made = daisy3.write(document, store.style, MOMENT)
    assert auditor3.read(made, "x.zip").findings() == ()
    centre = unpacked(made)["navigation.ncx"].decode()
    targets = re.findall(r'<navTarget [^>]*class="(\w+)"[^>]*><navLabel><text>([^<]*)', centre)
    assert [one for one in targets if one[0] != "noteref"] == numbers
    assert "<navLabel><text>1. – 2.</text></navLabel>" in centre


@pytest.mark.parametrize(("version", "file"), [(daisy, "ncc.html"), (daisy3, "navigation.ncx")])
def test_a_numbered_part_that_nothing_leads_to_is_found(version: ModuleType, file: str, store: Editions) -> None:
    files = unpacked(version.write(composed(BODY + TABLE), store.style, MOMENT))
    text = files[file].decode()
    spoilt = re.sub(r"(<a [^>]*>|<text>)Table 1(</a>|</text>)", r"\g<1>Table 2\g<2>", text)
    dropped = re.sub(
        r'(<div class="group"[^\n]*>2\.<.*?</div>\n|<navTarget [^\n]*<text>2\.<.*?</navTarget>\n)', "", text
    )
    for changed in (spoilt, dropped):
        assert changed != text
        read = (auditor if version is daisy else auditor3).read
        assert "E014" in {finding.code for finding in read(packed({**files, file: changed.encode()}), "x").findings()}
