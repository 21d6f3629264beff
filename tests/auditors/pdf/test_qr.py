"""QR codes read back: whatever segno writes, and what is not read."""

from __future__ import annotations

import pytest
import segno

from plantin.auditors.pdf import qr

ADDRESSES = (
    "https://undocs.org/en/S/2017/97",
    "HTTPS://EXAMPLE.ORG/A",
    "https://example.org/" + "long/" * 20,
    "https://example.org/été",
)


def squares(text: str, level: str) -> qr.Squares:
    rows = segno.make_qr(text, error=level, boost_error=False).matrix
    return frozenset((x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)


@pytest.mark.parametrize("level", list("LMQ"))
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_code_is_read(address: str, level: str) -> None:
    dark = squares(address, level)
    assert qr._is_code(dark)
    assert qr.decoded(dark) == address


@pytest.mark.parametrize("version", range(1, 11))
@pytest.mark.parametrize("level", list("LMQH"))
def test_every_version_and_level(version: int, level: str) -> None:
    text = "a" * (version * 5 + 1)
    rows = segno.make_qr(text, error=level, version=version, boost_error=False).matrix
    assert qr.decoded(frozenset((x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)) == text


def test_a_spoilt_code_is_refused() -> None:
    dark = squares(ADDRESSES[0], "M")
    assert qr._size(dark) == 29
    with pytest.raises(ValueError, match="mode 12"):
        qr.decoded(dark ^ {(28, 28)})
    with pytest.raises(ValueError, match="size"):
        qr.decoded(dark | {(57, 3)})


def test_squares_that_are_no_code() -> None:
    assert not qr._is_code(frozenset((x, y) for x in range(25) for y in range(25)))
    assert not qr._is_code(frozenset())
