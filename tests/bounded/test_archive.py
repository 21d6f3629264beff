"""The one reader of archives checks the directory before it unpacks anything, and unpacks no more than the directory
says.
"""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

import pytest

from plantin.bounded.archive import Archive, ArchiveBounds, ArchiveError, open_archive


def packed(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return made.getvalue()


def overlapped(times: int) -> bytes:
    """An archive in which many names stand for the same packed bytes."""
    content = packed(("a", b"x" * 1000))
    start = content.index(b"PK\x01\x02")
    row = content[start : content.index(b"PK\x05\x06")]
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, times, times, len(row) * times, start, 0)
    return content[:start] + row * times + end


def test_files_are_read_by_their_names_in_the_order_of_the_directory() -> None:
    archive = open_archive(packed(("mimetype", b"words"), ("folder/", b""), ("b", b"2"), ("a", b"1")))
    assert isinstance(archive, Archive)
    assert (list(archive), archive.first, archive.faults) == (["mimetype", "b", "a"], "mimetype", ())
    assert (archive.read("a"), archive["b"], "c" in archive, archive.get("c"), archive.size("mimetype")) == (
        b"1",
        b"2",
        False,
        None,
        5,
    )
    assert archive.find_damage() == ()
    with pytest.raises(ArchiveError, match="c is missing"):
        archive.read("c")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty", b"", "not a zip file"),
        ("other", b"%PDF-1.7" + b"\0" * 100, "not a zip file"),
        ("cut", packed(("a", b"x" * 5000))[:60], "not a zip file"),
        ("files", packed(*((str(number), b"") for number in range(101))), "more than 100 files"),
        (
            "file",
            packed(("a", bytes(range(256)) * 40), method=zipfile.ZIP_STORED),
            "a unpacks to 10,240 bytes; 10,000 are the most",
        ),
        ("size", packed(*((name, b"x" * 9000) for name in "abc")), "unpacks to 27,000 bytes; 20,000"),
        ("method", packed(("a", b"x" * 100), method=zipfile.ZIP_LZMA), "no reader has to know"),
        ("overlap", overlapped(50), "overlaps another file"),
        (
            "encrypted",
            packed(("a", b"x")).replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"),
            "encrypted",
        ),
    ],
)
def test_what_goes_over_a_bound_is_refused_before_it_is_unpacked(name: str, content: bytes, words: str) -> None:
    with pytest.raises(ArchiveError, match=words):
        open_archive(content, ArchiveBounds(files=100, file=10_000, size=20_000))
    assert name


def test_a_file_that_is_packed_too_tightly_is_refused() -> None:
    with pytest.raises(ArchiveError, match="zeros unpacks to more than 250 times its packed size"):
        open_archive(packed(("zeros", b"\0" * 6_000_000)))
    assert len(open_archive(packed(("zeros", b"\0" * 3_000_000)))["zeros"]) == 3_000_000


def test_a_file_that_is_not_what_its_directory_says_is_damaged() -> None:
    content = packed(("a", b"lamps"), method=zipfile.ZIP_STORED).replace(b"lamps", b"lamp!")
    archive = open_archive(content)
    assert archive.find_damage() == ("a is damaged: Bad CRC-32 for file 'a'",)
    with pytest.raises(ArchiveError, match="a is damaged"):
        archive.read("a")
    # The directory says fewer bytes than the packed data hold: no more than those are unpacked.
    honest = packed(("a", b"x" * 1000))
    with pytest.raises(ArchiveError, match="damaged"):
        open_archive(honest.replace(struct.pack("<L", 1000), struct.pack("<L", 10))).read("a")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("/etc/passwd", "the file /etc/passwd is outside the archive"),
        ("a/../../b", "the file a/../../b is outside the archive"),
        ("a\\b", "the file a\\b is outside the archive"),
        ("C:/b", "the file C:/b is outside the archive"),
        ("a\x1b[2Jb", "the name of the file a\ufffd[2Jb has control characters"),
    ],
)
def test_a_name_that_no_archive_should_have_is_reported(name: str, words: str) -> None:
    assert open_archive(packed((name, b""))).faults == (words,)


def test_a_name_with_nul_and_a_name_given_twice_are_reported() -> None:
    spoilt = packed(("axb", b"")).replace(b"axb", b"a\0b")
    assert open_archive(spoilt).faults == ("the name of the file a\ufffdb has control characters",)
    twice = open_archive(packed(("a", b"1"), ("a", b"2")))
    assert (twice.faults, twice["a"]) == (("the archive holds two files called a",), b"2")
