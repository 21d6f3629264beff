"""Where things begin on a printed page, which spaces a filled line widens, and where lines do not end."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from plantin.house import style as house_style
from plantin.house.style import Style
from plantin.writers import pdf
from plantin.writers.pdf import large
from plantin.writers.pdf.line_breaking import unwanted_starts
from tests.kit.compose import composed
from tests.kit.houses import ROOT

pytestmark = pytest.mark.full

Word = tuple[str, float, float]
FRENCH = (
    "Les membres de l’équipe ont dit « bonjour » aux 14 338 personnes venues : une visite, une seule ; qui s’en étonne ? "
    "Au bord de la mer, les gardiens des lampes ont relevé « les feux du port » pendant toute la durée de cette longue nuit. "
)


def lines(made: bytes, folder: Path) -> list[list[Word]]:
    """The lines of a PDF in the order of its pages: each word with its left and right edges, as poppler finds them."""
    path = folder / "edition.pdf"
    path.write_bytes(made)
    found = subprocess.run(["pdftotext", "-bbox-layout", path, "-"], capture_output=True, check=True).stdout
    root = etree.fromstring(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", found))
    return [
        [(word.text or "", float(word.get("xMin", 0)), float(word.get("xMax", 0))) for word in line.iter("{*}word")]
        for line in root.iter("{*}line")
    ]


@pytest.mark.parametrize("name", ["un", "plain"])
def test_headings_and_contents_begin_at_their_edge(name: str, moment: dt.datetime, tmp_path: Path) -> None:
    body = "# Harbours\n\n## Counting\n\n### Names\n\nSo it is.\n\n- Bullet\n\nThey\n\n(a) Entry"
    style = house_style.read(ROOT / "styles" / name)
    found = lines(pdf.write(composed(body), style, moment), tmp_path)
    left = [(word, x) for line in found for word, x, _ in line]
    edge = next(x for word, x in reversed(left) if word == "1.")  # the number of the first paragraph
    em = style.type.text
    assert [x for word, x in left if word in {"Harbours", "Counting", "Names"}][-3:] == pytest.approx(
        [edge] * 3, abs=0.1
    )
    rows = [x for word, x in left if word in {"Harbours", "Counting", "Names"}][:3]
    assert rows == pytest.approx([edge + n * 1.89 * em for n in (1, 2, 3)], abs=0.1)
    entries = [x for word, x in left if word in {"Bullet", "Entry"}]
    assert entries == pytest.approx([edge + (2.7 + 2.16) * em] * 2, abs=0.1)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_rule_at_the_end_is_in_the_middle_of_the_page(language: str, house: Style, moment: dt.datetime) -> None:
    made = pdf.write(composed("Lamps burn.", language=language), house, moment)
    with pypdfium2.PdfDocument(made) as file:
        page = file[len(file) - 1]
        places = [one.get_bounds() for one in page.get_objects()]
        rules = [(left + right) / 2 for left, _, right, _ in places if abs(right - left - 25 / 25.4 * 72) < 1]
        assert rules == [pytest.approx(page.get_width() / 2, abs=0.5)]


def test_spaces_of_numbers_and_marks_are_fixed_and_found(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    made = pdf.write(composed(FRENCH * 3, language="fr"), house, moment)
    with pypdfium2.PdfDocument(made) as file:
        text = file[0].get_textpage()
        shown = text.get_text_range()
        assert text.search("14 338").get_next() is not None
        assert "\u202f" not in shown
        boxes = {place: text.get_charbox(place, loose=True) for place in range(text.count_chars())}
        fixed = {
            (shown[place - 1], shown[place + 1]): boxes[place + 1][0] - boxes[place - 1][2]
            for place in (match.start() for match in re.finditer("(?<=\\S)\u00a0(?=\\S)", shown))
            if boxes[place + 1][0] > boxes[place - 1][2]
        }
    marks = [("«", "b"), ("r", "»"), ("4", "3"), ("s", ":"), ("e", ";"), ("e", "?")]
    assert max(fixed[pair] for pair in marks) <= 2.4
    gaps = [b[1] - a[2] for line in lines(made, tmp_path) for a, b in pairwise(line[2:])]
    assert max(gaps) > 2.6  # the lines are filled


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("las 24 horas y 208 funcionarios", ["horas", "funcionarios"]),
        ("1 in 10 people", ["in", "people", "10"]),
        ("лишь 1 из 10 боевиков", ["из", "боевиков", "10"]),
        ("1 de cada 10 puertos", ["de", "puertos", "10"]),
        ("3 lamps burned in 2016, 4 in Paris, 2 of 1,000", ["lamps", "in", "of"]),
        ("1\u202f200 lamps, 3.5 tonnes", ["lamps", "tonnes"]),
        ("in 2016 the lamps, para. 17, page 3; A/90/12 says", []),
        ("à Grand-Bassam, un porte-parole", ["Bassam"]),
        ("see https://example.org/Private-Sector-Engagement.pdf", []),
    ],
)
def test_where_a_line_should_not_begin(text: str, places: list[str]) -> None:
    assert [re.split(r"\W", text[place:])[0] for place in unwanted_starts(text)] == places


def test_a_number_stays_with_what_it_counts(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    words = "They came by night and left by day, all of them, and 12 keepers of the northern lamps came after. "
    found = lines(pdf.write(composed(words * 12), house, moment), tmp_path)
    assert not [line for line in found if line[-1][0] == "12"]


def test_a_name_of_two_parts_is_not_parted(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    words = "An attack struck the town of Grand-Bassam, near the sea and the lagoon, early in the spring. "
    found = lines(pdf.write(composed(words * 12), house, moment), tmp_path)
    assert not [line for line in found if line[-1][0] == "Grand-"]


def test_an_address_may_be_divided_before_a_low_line(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    words = (
        "The old log of the keepers is to be read at www.example.org/lamps/keepers_of_the_northern_lamps.pdf as ever. "
    )
    found = lines(pdf.write(composed(words * 12), house, moment), tmp_path)
    assert [line for line in found if line[0][0].startswith("_")]


def test_chinese_lines_widen_no_space(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    text = "居民称这座桥为the long rainbow桥，因为它横跨整条大河，从北岸一直延伸到南岸，" * 6
    found = lines(pdf.write(composed(text, language="zh"), house, moment), tmp_path)
    gaps = [b[1] - a[2] for line in found for a, b in pairwise(line) if a[0] in {"the", "long"}]
    assert gaps
    assert max(gaps) < 3.2


def test_a_note_that_is_called_twice_has_no_sign_at_its_end(house: Style, moment: dt.datetime) -> None:
    made = pdf.write(composed("Lamps[^a] burn.[^a]\n\n[^a]: In the log."), house, moment)
    with pypdfium2.PdfDocument(made) as file:
        assert "^" not in file[0].get_textpage().get_text_range()


def test_the_organ_in_large_print_keeps_clear_of_the_lines_beside_it(
    house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    found = lines(large.write(composed("Лампы горят.", language="ru"), house, moment), tmp_path)
    words = [word for line in found for word in line]
    organ = next(right for text, _, right in words if text == "Безопасности")
    issue = next(left for text, left, _ in words if text == "Distr.:")
    assert issue - organ > 9
