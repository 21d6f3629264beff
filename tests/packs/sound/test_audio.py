"""The spoken edition: the same bytes from the same voice, any voice by a command, and no edition without one."""

from __future__ import annotations

import array
import datetime as dt
import math
import re
import sys
import unicodedata
from itertools import pairwise

import pytest
from lxml import etree

from plantin.findings import ToolError
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.packs.sound import writer as audio
from plantin.packs.sound.auditor import audio as auditor
from plantin.packs.sound.writer import loudness, voice
from plantin.packs.sound.writer.script import Spoken, SpokenPiece, pieces, script
from plantin.packs.sound.writer.sentences import atoms, parts
from plantin.writers import epub
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.houses import NAMES, slug
from tests.spoilt.rewriting import packed, unpacked

pytestmark = pytest.mark.full

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
BODY = "# Lamps\n\nThe keepers count lamps.[^a] The word [фонарь]{lang=ru} is Russian.\n\n[^a]: With [care]{lang=xx}."
TONE = (
    "import sys; t = sys.stdin.read(); d = bytes(2 * 1600 * len(t)); h = lambda n: n.to_bytes(4, 'little');"
    " sys.stdout.buffer.write(b'RIFF' + h(36) + b'WAVEfmt ' + h(16) + bytes([1, 0, 1, 0]) + h(16000) + h(32000) +"
    " bytes([2, 0, 16, 0]) + b'data' + h(len(d)) + d)"
)


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    voice._run_voice.cache_clear()


@pytest.fixture
def document() -> Document:
    return composed(BODY.replace("[care]{lang=xx}", "care"))


def test_the_same_voice_gives_the_same_bytes(
    document: Document, store: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice, "_run_program", voice._run_program.__wrapped__)  # type: ignore[attr-defined]
    made = audio.write(document, store.style, MOMENT)
    voice._run_voice.cache_clear()
    assert audio.write(document, store.style, MOMENT) == made
    assert auditor.read(made, "x.epub").findings() == ()


def test_calls_are_heard_in_words_and_notes_can_be_left(document: Document, store: Editions) -> None:
    files = unpacked(audio.write(document, store.style, MOMENT))
    smil = files["EPUB/notes.smil"].decode()
    assert '<seq epub:textref="notes.xhtml#note-1" epub:type="endnote">' in smil
    assert b"espeak-ng (synthetic voice)" in files["EPUB/content.opf"]


def test_another_voice_is_a_command(document: Document, store: Editions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(voice.SEAM, f'{sys.executable} -c "{TONE}"')
    made = audio.write(document, store.style, MOMENT)
    assert auditor.read(made, "x.epub").findings() == ()
    assert b"espeak" not in unpacked(made)["EPUB/content.opf"]


@pytest.mark.parametrize("command", ["no-such-voice", "false", "echo nothing"])
def test_without_a_voice_nothing_is_made(
    command: str, document: Document, store: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(voice.SEAM, command)
    with pytest.raises(ToolError) as caught:
        audio.write(document, store.style, MOMENT)
    assert [finding.code for finding in caught.value.findings] == ["D132"]


@pytest.mark.parametrize(
    "wrong", ["b'data' + h(len(d)) + d->b'none'", "h(16000)->h(0)", "h(16000)->h(2**31)", "+ d)->)"]
)
def test_a_voice_that_gives_no_sound_is_a_finding(
    wrong: str, document: Document, store: Editions, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, _, new = wrong.partition("->")
    assert old in TONE
    monkeypatch.setenv(voice.SEAM, f'{sys.executable} -c "{TONE.replace(old, new)}"')
    with pytest.raises(ToolError, match="D132: the voice gives no sound"):
        audio.write(document, store.style, MOMENT)


def page(body: str, language: str = "en") -> list[Spoken]:
    """What is heard of a page with this body."""
    return script(
        etree.fromstring(
            f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}">'
            f"<body>{body}</body></html>"
        )
    )


def words(held: list[Spoken]) -> list[str]:
    return [" | ".join(text for text, _ in piece.runs) for piece in pieces(held)]


TABLE = """<div class="table"><table><caption><span class="title"><span class="label">Table 1</span> Lamps</span></caption>
<thead><tr><th scope="col" rowspan="2">Bridge</th><th scope="colgroup" colspan="2">Lamps</th></tr>
<tr><th scope="col">2034</th><th scope="col">2035</th></tr></thead>
<tbody><tr><th scope="row" rowspan="2">Alder</th><td>4</td><td rowspan="2">5</td></tr>
<tr><td>6</td></tr>
<tr><th scope="row">Birch</th><td colspan="2">7</td></tr></tbody></table></div>"""


def test_cells_are_heard_after_the_heads_of_their_columns_and_rows() -> None:
    assert words(page(TABLE)) == [
        *("Table 1", "Lamps", "Bridge", "Lamps", "Bridge, 2034", "2035"),
        *("Alder", "Lamps, 2034: 4", "Lamps, 2035: 5"),
        "Alder, Lamps, 2034: 6, Lamps, 2035: 5",
        *("Birch", "Lamps, 2034, 2035: 7"),
    ]


def test_a_voice_pauses_where_an_author_ends_a_line() -> None:
    assert words(page("<p>The lamps burn<br/>all night,<br/>and day. <br/>They rest</p>")) == [
        *("The lamps burn,", "all night,", "and day.", "They rest")
    ]
    assert words(page("<p><em>The lamps<br/>burn.<br/>They</em> rest</p>")) == ["The lamps, burn. They rest"]
    assert words(page("<table><tbody><tr><td>North<br/>coast</td></tr></tbody></table>")) == ["North, coast"]


def test_each_line_of_a_poem_is_heard_by_itself(store: Editions) -> None:
    lines = ["The lamps burn", "all night", "for the boats", "on the sea"]
    files = unpacked(epub.write(composed("# Lamps\n\n" + "\\\n".join(lines)), store.style, MOMENT))
    text = next(content for content in files.values() if b"on the sea" in content and b"<br/>" in content)
    heard = [line.strip(",") for line in words(script(etree.fromstring(text)))]
    assert [line for line in lines if line not in heard] == []


def test_a_cell_of_signs_is_heard_by_their_names() -> None:
    body = "<tbody><tr><th>Alder</th><td>..</td></tr></tbody>"
    held = page(f"<table><thead><tr><th>Bridge</th><th>Lamps</th></tr></thead>{body}</table>")
    assert words(held)[-2:] == ["Alder", "Lamps: | .."]


def test_a_cell_of_signs_that_is_not_heard_is_found(store: Editions) -> None:
    table = "::: {#lamps .table}\nLamps\n\n| Bridge | Lamps |\n|---|---|\n| Alder | – |\n:::"
    made = audio.write(composed(f"# Lamps\n\nThe lamps are counted.\n\n{table}"), store.style, MOMENT)
    assert auditor.read(made, "x.epub").findings() == ()
    files = unpacked(made)
    cell = re.search(rb'<td id="([^"]*)"', files["EPUB/chapter-1.xhtml"])
    assert cell
    par = rb'<par><text src="chapter-1.xhtml#' + re.escape(cell[1]) + rb'"/>.*?</par>\n'
    files["EPUB/chapter-1.smil"], count = re.subn(par, b"", files["EPUB/chapter-1.smil"])
    assert count == 1
    assert "E010" in {one.code for one in auditor.read(packed(files), "x.epub").findings()}


def test_a_number_with_a_comma_is_heard_as_one_number() -> None:
    made = page("<p>Of 4,511 lamps,, 25,6 per cent , or more, are out.</p>")
    assert words(made) == ["Of 4,511 lamps, 25,6 per cent, or more, are out."]


def test_every_cell_of_every_row_is_heard(examples: House, store: Editions) -> None:
    """No cell of a test report is lost: what a row shows is heard, and what spans it from above."""
    for name in NAMES:
        made = unpacked(epub.write(store.document(examples, slug(name)), store.style, MOMENT))
        for file in (file for file in made if re.search(r"chapter-\d+\.xhtml$", file)):
            root = etree.fromstring(made[file])
            shown = ["".join(map(str, cell.itertext())) for cell in root.iter("{*}td", "{*}th")]
            heard = unicodedata.normalize("NFKC", " ".join(words(script(etree.fromstring(made[file])))))
            letters = [re.sub(r"\W", "", re.sub(r"[a-z]$|\^", "", text)) for text in shown]
            assert not [text for text in letters if text[:4] not in re.sub(r"\W", "", heard)]


def test_the_number_of_a_formula_is_heard() -> None:
    held = page('<div class="equation"><span class="label">(1)</span> <math alttext="x squared"/></div>')
    assert words(held) == ["(1), x squared"]


def test_a_note_in_another_language_is_heard_in_it() -> None:
    held = page('<ol><li id="note-1" epub:type="endnote" lang="fr"><p>Sur le panneau.</p></li></ol>')
    assert [piece.runs for piece in pieces(held)] == [[("Sur le panneau.", "fr")]]


def test_lines_for_a_machine_are_heard_with_their_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    held = page("<pre><code>a = [1]\nb += a;</code></pre>")
    assert [(piece.code, piece.runs[0][0]) for piece in pieces(held)] == [(True, "a = [1]"), (True, "b += a;")]
    asked: list[list[str]] = []
    monkeypatch.delenv(voice.SEAM, raising=False)
    monkeypatch.setattr(voice, "_run_program", lambda command, _: asked.append(command) or b"")
    for signs in (True, False):
        with pytest.raises(ToolError):
            voice.speak("a;", "en", signs=signs)
    assert ["--punct" in command for command in asked] == [True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The lamps burn. They are seen.", ["The lamps burn. ", "They are seen."]),
        ("See para. 3 and No. 5 of Mr. Lamp. It is lit.", ["See para. 3 and No. 5 of Mr. Lamp. ", "It is lit."]),
        ("By a guard; cf. S/2017/97. It is lit.", ["By a guard; cf. S/2017/97. ", "It is lit."]),
        ("It opens at 9 a.m. and shuts. “Why?” Nobody knows…", None),
        ("桥共37座，总长14米。委员会，2035年提交了报告。", ["桥共37座，总长14米。", "委员会，2035年提交了报告。"]),
        ("Фонари горят. Их видно.", ["Фонари горят. ", "Их видно."]),
        ("، سطر. ثان؟ ثالث", None),
    ],
)
def test_sentences_are_heard_one_by_one(text: str, expected: list[str] | None) -> None:
    block = etree.Element("p")
    block.text = text
    made = [
        "".join(one.words for one in part) for part in parts([*atoms(block, lambda _: "", lambda _: None)], frozenset())
    ]
    assert "".join(made) == text, "nothing is lost or moved"
    assert expected is None or made == expected


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "He met Prof. Lamp and Messrs. Oil and Wick. ", "It cost 5 dollars."),
        ("fr", "La digue (cf. Annexe) est au boul. Lampe. ", "Elle tient."),
        ("es", "La Srta. Luz y el Excmo. Faro, p. ej. Sol, callan. ", "Es tarde."),
        ("ru", "Дали 5 млн долл. США, напр. Лампе и проф. Огневу. ", "Их хватило."),
        ("ar", "كتب د. سالم إلى أ. ليلى. ", "وصلت الرسالة."),
        ("zh", "灯由 Prof. Li 点亮。", "它很亮。"),
    ],
)
def test_a_sentence_goes_on_after_an_abbreviation(language: str, first: str, second: str) -> None:
    assert words(page(f"<p>{first}{second}</p>", language)) == [first.strip(), second]


def test_a_long_sentence_is_divided_at_a_comma() -> None:
    (piece, *others) = pieces(page(f"<p>{'The keepers count lamps, and light them at dusk' * 9}.</p>"))
    assert others
    assert piece.runs[0][0].endswith(",")
    assert all(len(one.runs[0][0]) < 200 for one in (piece, *others))


def test_a_long_address_is_divided_at_its_strokes() -> None:
    address = "https://example.org/" + "lights/of/the/harbour/" * 20
    held = page(f'<p>See <a href="{address}"><span>https://example</span>.org/{address[20:]}</a>.</p>')
    made = words(held)
    assert len(made) > 2
    assert "".join(made).replace(" ", "") == f"See{address}".replace(" ", "")
    assert max(map(len, made)) < 250


def clips(files: dict[str, bytes]) -> list[tuple[str, float, float]]:
    found = (text.decode() for name, text in files.items() if name.endswith(".smil"))
    pattern = r'<audio src="([^"]*)" clipBegin="([\d.]+)s" clipEnd="([\d.]+)s"'
    return [(one[0], float(one[1]), float(one[2])) for text in found for one in re.findall(pattern, text)]


def test_no_file_is_longer_than_fifteen_minutes(store: Editions, monkeypatch: pytest.MonkeyPatch) -> None:
    # As many seconds as the text needs: sound of minutes takes long to pack.
    assert audio._LONGEST == 15 * 60
    monkeypatch.setattr(audio, "_LONGEST", 60)
    text = "\n\n".join("The keepers count the lamps of the harbour. " * 12 for _ in range(2))
    monkeypatch.setenv(voice.SEAM, f'{sys.executable} -c "{TONE}"')
    made = audio.write(composed(f"# Lamps\n\n{text}"), store.style, MOMENT)
    files = unpacked(made)
    lengths: dict[str, float] = {}
    for name, _, end in clips(files):
        lengths[name] = max(lengths.get(name, 0), end)
    assert len([name for name in lengths if "chapter-1" in name]) > 1
    assert max(lengths.values()) <= 60
    assert auditor.read(made, "x.epub").findings() == ()


def test_a_clip_is_a_sentence_of_at_most_fifteen_seconds(examples: House, store: Editions) -> None:
    made = audio.write(store.document(examples, slug("harbour-lights")), store.style, MOMENT)
    found = clips(unpacked(made))
    assert max(end - begin for _, begin, end in found) <= 15
    assert all(after[1] == before[2] for before, after in pairwise(found) if before[0] == after[0])


def test_tables_rows_figures_and_notes_can_be_left_and_calls_skipped(examples: House, store: Editions) -> None:
    document = store.document(examples, slug("lending-libraries"))
    root = unpacked(epub.write(document, store.style, MOMENT))
    kinds = set()

    def walk(held: list[Spoken]) -> None:
        for one in held:
            kinds.add(one.kind)
            if not isinstance(one, SpokenPiece):
                walk(one.parts)

    for name, content in root.items():
        if re.search(r"(chapter-\d+|notes)\.xhtml$", name):
            walk(script(etree.fromstring(content)))
    assert kinds >= {"", "table", "table-row", "noteref", "endnote"}


def test_a_language_may_have_a_voice_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{voice.SEAM}_FR", "voix --langue {language}")
    asked: list[list[str]] = []
    monkeypatch.setattr(voice, "_run_program", lambda command, _: asked.append(command) or b"")
    for language in ("fr-CA", "en"):
        with pytest.raises(ToolError):
            voice.speak("a", language)
    assert [command[0] for command in asked] == ["voix", "espeak-ng"]
    assert voice.narrator() == "espeak-ng, voix (synthetic voice)"
    assert "voix --langue {language}" in voice.engine(), "another voice makes the edition again"


@pytest.mark.parametrize("peak", [500, 30000])
def test_sound_is_as_loud_as_ebu_r_128_has_it_and_never_clipped(peak: int) -> None:
    rate = 22050
    tone = array.array("h", (int(peak * math.sin(n / 10)) for n in range(rate * 4))).tobytes()
    factors = loudness.gains({"en": tone, "fr": b""}, "en", rate)
    level, height = loudness.measure(loudness.scale(tone, factors["en"]), rate)
    assert abs(level - loudness.TARGET) < 0.5
    assert height <= 0
    assert factors["fr"] == factors["en"], "what is too short to be measured is as loud as the rest"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "10 squared, m cubed, 10 to the power of minus 3, CO 2"),
        ("fr", "10 au carré, m au cube, 10 puissance moins 3, CO 2"),
        ("es", "10 al cuadrado, m al cubo, 10 elevado a menos 3, CO 2"),
        ("ru", "10 в квадрате, m в кубе, 10 в степени минус 3, CO 2"),
        ("ar", "10 تربيع, m تكعيب, 10 أس ناقص 3, CO 2"),
        ("zh", "10的平方, m的立方, 10的负 3次方, CO2"),
    ],
)
def test_a_raised_number_is_heard_as_a_power(language: str, expected: str) -> None:
    body = "<p>10<sup>2</sup>, m<sup>3</sup>, 10<sup>-3</sup>, CO<sub>2</sub></p>"
    document = composed("There were lamps.", language=language)
    assert [audio.with_powers(heard, language, document) for heard in words(page(body, language))] == [expected]
    heard = words(page("<p>the 3<sup>rd</sup> lamp</p>"))
    assert [audio.with_powers(text, "en", composed("There were lamps.")) for text in heard] == ["the 3rd lamp"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "x sub i, Ca 2 plus, SO 4 2 minus, 10 to the power of n, 14 C"),
        ("fr", "x indice i, Ca 2 plus, SO 4 2 moins, 10 puissance n, 14 C"),
        ("es", "x sub i, Ca 2 más, SO 4 2 menos, 10 elevado a n, 14 C"),
        ("ru", "x с индексом i, Ca 2 плюс, SO 4 2 минус, 10 в степени n, 14 C"),
        ("ar", "x بالدليل i, Ca 2 زائد, SO 4 2 ناقص, 10 أس n, 14 C"),
        ("zh", "x下标i, Ca 2 正, SO4 2 负, 10的n次方, 14 C"),
    ],
)
def test_letters_charges_and_isotopes_are_heard(language: str, expected: str) -> None:
    marked = "x<sub>i</sub>, Ca<sup>2+</sup>, SO<sub>4</sub><sup>2−</sup>, 10<sup><em>n</em></sup>, <sup>14</sup>C"
    document = composed("There were lamps.", language=language)
    for body in (marked, "xᵢ, Ca²⁺, SO₄²⁻, 10ⁿ, ¹⁴C"):
        heard = words(page(f"<p>{body}</p>", language))
        assert [audio.with_powers(text, language, document) for text in heard] == [expected]


def test_without_what_measures_loudness_the_finding_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loudness, "_library", lambda: None)
    with pytest.raises(ToolError) as raised:
        loudness.measure(b"\0\0" * 100, 8000)
    (finding,) = raised.value.findings
    assert (finding.code, "libebur128-1" in finding.hint) == ("D132", True)
