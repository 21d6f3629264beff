"""QR codes read from the page as it is drawn, turned or cut, and not where a picture shows one among other things."""

from __future__ import annotations

import io

import pikepdf
import pytest
import segno

from plantin.auditors.pdf import qr

ADDRESSES = (
    "https://undocs.org/en/S/2017/97",
    "HTTPS://EXAMPLE.ORG/A",
    "https://example.org/" + "long/" * 20,
    "https://example.org/été",
)
BOX = (100.0, 100.0, 140.0, 140.0)


def page(address: str, *, turned: int = 0, cut: float = 0) -> bytes:
    """A PDF of one page with the code of ``address`` in ``BOX``."""
    rows = segno.make_qr(address, error="m", boost_error=False).matrix
    size = len(rows)
    squares = "".join(f"{x} {size - 1 - y} 1 1 re " for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    made = pikepdf.new()
    sheet = made.add_blank_page(page_size=(300, 400))
    sheet.Contents = made.make_stream(f"q {40 / size} 0 0 {40 / size} 100 100 cm {squares} f Q".encode())
    sheet.Rotate = turned
    sheet.CropBox = pikepdf.Array([cut, cut, 300, 400])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def codes(content: bytes, box: tuple[float, ...] = BOX) -> list[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as drawn:
        return [code.text for code in qr.codes(drawn, 0, box)]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_code_is_read(address: str) -> None:
    assert codes(page(address)) == [address]


def test_it_is_read_on_a_page_that_is_turned_or_cut() -> None:
    assert codes(page(ADDRESSES[0], turned=90)) == [ADDRESSES[0]]
    assert codes(page(ADDRESSES[0], cut=50)) == [ADDRESSES[0]]


def test_a_small_one_in_a_picture_is_a_part_of_it() -> None:
    assert codes(page(ADDRESSES[0]), (50.0, 50.0, 250.0, 250.0)) == []


def test_a_box_that_is_not_on_the_page_has_none() -> None:
    assert codes(page(ADDRESSES[0]), (1000.0, 1000.0, 1040.0, 1040.0)) == []


def test_a_box_as_large_as_a_field_takes_bounded_memory() -> None:
    assert codes(page(ADDRESSES[0]), (-1e6, -1e6, 1e6, 1e6)) == []
