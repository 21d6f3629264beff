"""A character that no face of the style has is set in a stock face, and reported; it costs the edition only where no
face has it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from plantin.auditors import pdf as auditor
from plantin.auditors.parity.outline import differences
from plantin.findings import SourceError
from plantin.house import fallback
from plantin.house.style import Style
from plantin.lint.source import lint, lint_translation
from plantin.model.document import Document, Figure, Picture
from plantin.model.inlines import Text
from plantin.model.outline import outline
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.writers import pdf
from tests.kit import houses
from tests.kit.compose import HEAD, composed

WORDS = (
    "A ∗ and ☂, ✓ and ⟶; [ไฟท่าเรือ]{lang=th}, [Հայաստան]{lang=hy}, [საქართველო]{lang=ka}, [ສະບາຍດີ]{lang=lo},"
    " [क्षत्रिय]{lang=hi}, [வணக்கம்]{lang=ta}, [សួស្តី]{lang=km}, [ሰላም]{lang=am}."
)


def test_characters_of_other_faces_are_printed_and_read_back(house: Style, moment: dt.datetime) -> None:
    document = composed(WORDS)
    reading = auditor.read(pdf.write(document, house, moment), "a.pdf")
    assert differences(outline(document), reading.outline(), "a.pdf") == ()
    assert reading.findings() == ()


def test_no_fallback_face_is_used_where_none_is_needed(house: Style) -> None:
    assert fallback.add_stock_faces(house, "Lamps, фонари, 灯 and مصباح") is house
    assert [path.stem for path in fallback.add_stock_faces(house, "∗ไ").spare] == [
        "STIXTwoMath-Regular",
        "NotoSerifThai-Regular",
    ]


def test_what_no_face_has_is_a_box_with_its_code_point(house: Style, moment: dt.datetime) -> None:
    document = composed("∗ ᏣᎳᎩ 🚢 ⚓")
    reading = auditor.read(pdf.write(document, house, moment), "a.pdf")
    assert differences(outline(document), reading.outline(), "a.pdf") == ()
    assert reading.findings() == ()
    assert fallback.add_stock_faces(house, "Ꮳ").spare[0].stem == "PlantinLastResort-Regular"
    assert fallback.add_stock_faces(house, "", "Ꮳ") is house


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A ∗ b ∗.", [("no face of the style has ∗ (U+2217); in the PDF it is set in STIXTwoMath-Regular", 10, 3)]),
        (
            "A Ꮳ b.",
            [
                (
                    "no face of the style has Ꮳ (U+13E3); in the PDF it is a box with its code point: no stock face has it either",
                    10,
                    3,
                )
            ],
        ),
        ("Lamps, фонари, 灯 and مصباح.", []),
    ],
)
def test_the_lint_tells_character_place_and_face(house: Style, text: str, told: list[tuple[str, int, int]]) -> None:
    report = source_text.parse(f"---\n{HEAD}---\n\nBefore.\n\n{text}\n", "report.md")
    front = front_matter.read(report)
    found = lint_translation(report, front, source_text.parse(f"---\n{HEAD}---\n", "a.md"), house)
    assert [(finding.message, finding.place.line, finding.place.column) for finding in found] == told
    assert lint_translation(report, front, report, house) == ()


def test_a_waiver_ends_it(house: Style) -> None:
    waived = f"---\n{HEAD}waivers:\n- {{code: S103, words: ∗, reason: a sign of the survey}}\n---\n\nA ∗ b.\n"
    report = source_text.parse(waived, "report.md")
    words = houses.un("en")
    assert [finding.code for finding in lint(report, front_matter.read(report), words, house)] == []


def test_a_drawing_whose_words_no_face_has_is_reported(harbour: Document, house: Style, moment: dt.datetime) -> None:
    text = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text x="1" y="15">{}</text></svg>'
    figure = Figure(
        "figure-1",
        "Figure 1",
        (Text("Lamps"),),
        Picture("", "", 0, 0, moving=False, digest="", content=b""),
        "Lamps",
        (),
        (),
    )

    def shown(words: str) -> Document:
        picture = Picture(
            "media/a.svg", "image/svg+xml", 90, 20, moving=False, digest="1", content=text.format(words).encode()
        )
        return replace(
            harbour,
            blocks=(replace(figure, picture=picture),),
            notes=(),
            masthead=replace(harbour.masthead, notes=(), calls=()),
        )

    with pytest.raises(SourceError) as raised:
        pdf.write(shown("∗ ᏣᎳᎩ"), house, moment)
    (finding,) = raised.value.findings
    assert (finding.code, finding.place.path) == ("S101", "media/a.svg")
    assert "∗" not in finding.message
    assert auditor.read(pdf.write(shown("∗ ✓ lamps"), house, moment), "a.pdf").findings() == ()
