"""Passages in another language than the text: a file that does not mark them comes in with them marked, and its
editions say so.
"""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from plantin.auditors.parity.outline import differences
from plantin.findings import Finding
from plantin.house.layout import House
from plantin.model.outline import outline
from plantin.packs.imports import receive
from plantin.packs.imports.receive import ImportResult
from plantin.production import steps
from plantin.production.formats import format_named, moment

pytestmark = pytest.mark.full

RUSSIAN, ARABIC = "Смотрители маяков", "حراس المنارات"


def come(home: House, name: str, content: str) -> tuple[ImportResult, str]:
    path = home.root / name
    path.write_text(content, "utf-8")
    arrived = receive.import_file(home, path)
    return arrived, (home.root / arrived.path).read_text("utf-8")


def faults(home: House, arrived: ImportResult, *names: str) -> list[Finding]:
    """What is wrong with the editions made of a source that came in."""
    slug = Path(arrived.path).parent.name
    document = steps.compose(home, slug, home.languages(slug)[0]).document
    found: list[Finding] = []
    for name in names:
        row = format_named(name)
        assert row is not None
        reading = row.read(row.write(document, home.style(), moment(document)), slug)
        found += [*differences(outline(document), reading.outline(), slug), *reading.findings()]
    return [finding for finding in found if finding.severity == "error"]


PAGE = f"""<html lang="en"><head><title>{RUSSIAN}</title></head><body><h1>{RUSSIAN}: Lamps</h1>
<p>The keepers ({RUSSIAN}) say that the state of the coast is as it was, and that the α of the lamps is the same.</p>
<h2>{RUSSIAN}</h2><p>The lamps were lit in the night and in the day, as they are in each year.</p>
<p><b>{RUSSIAN}</b> говорят, что на берегу всё по-прежнему: Lamp и <code>oil</code>.</p>
<h2>Oil</h2><p>It is spent, and so is the glass that they clean: <a href="https://example.org/">{RUSSIAN}</a>, {ARABIC}.</p>
</body></html>"""


def test_words_in_another_script_say_their_language_in_every_edition(home: House) -> None:
    arrived, text = come(home, "lamps.html", PAGE)
    assert f"The keepers ([{RUSSIAN}]{{lang=ru}}) say" in text
    assert "the α of the lamps" in text  # a letter alone is a sign
    assert f"# [{RUSSIAN}]{{lang=ru}}" in text
    assert (
        f"[**{RUSSIAN}** говорят, что на берегу всё по-прежнему: Lamp и ]{{lang=ru}}`oil`" in text
    )  # a paragraph mostly in Russian is wholly so
    assert f"[[{RUSSIAN}](https://example.org/)]{{lang=ru}}, [{ARABIC}]{{lang=ar}}." in text
    assert "title-language: ru" in text
    notes = [finding.message for finding in arrived.findings() if finding.code == "S174"]
    assert [note.partition(":")[0].rpartition(" ")[2] for note in notes] == ["ar", "ru"]
    assert not faults(home, arrived, "html", "docx", "epub")


def test_a_title_in_a_language_written_from_the_right_has_its_direction(home: House) -> None:
    arrived, _ = come(
        home, "lamps.html", PAGE.replace(f"{RUSSIAN}: Lamps", ARABIC).replace(f"<title>{RUSSIAN}", f"<title>{ARABIC}")
    )
    assert not faults(home, arrived, "html", "docx", "epub")


def test_a_file_in_a_language_without_a_locale_is_marked(home: House) -> None:
    words = "등대지기는 해안의 상태가 예전과 같으며 내년에도 그럴 것이라고 말한다."
    arrived, text = come(
        home, "lamps.html", f'<html lang="ko"><body><h1>등대</h1><p>{words}</p><h2>Oil</h2><p>{words}</p></body></html>'
    )
    assert f"[{words}]{{lang=ko}}" in text
    assert "# [Oil]{lang=ko}" in text
    assert "the file is in ko, which the house has no locale for" in "\n".join(
        finding.message for finding in arrived.findings()
    )
    assert not faults(home, arrived, "html", "docx")


def test_passages_of_a_word_file_say_their_language(home: House, tmp_path: Path) -> None:
    package = docx.Document()
    package.add_paragraph(
        "The lamps of the coast are lit by the keepers, and so it is in each of the years that are told here."
    )
    package.add_heading(f"The keepers of the lamps: {RUSSIAN}", 1)
    package.add_paragraph(f"They are “{RUSSIAN}” in the letters of the north, and “{ARABIC}” in those of the south.")
    package.save(str(tmp_path / "lamps.docx"))
    arrived = receive.import_file(home, tmp_path / "lamps.docx")
    text = (home.root / arrived.path).read_text("utf-8")
    assert f"# The keepers of the lamps: [{RUSSIAN}]{{lang=ru}}" in text
    assert f"[{ARABIC}]{{lang=ar}}" in text
    assert not faults(home, arrived, "html", "docx")


def test_what_a_file_says_of_its_language_may_be_none(home: House) -> None:
    arrived, text = come(
        home, "lamps.html", '<html lang="C"><body><h1>Lamps</h1><p>The lamps of the coast are lit.</p></body></html>'
    )
    assert arrived.refused is None
    assert "lang" not in text.replace("original-language: en", "")
