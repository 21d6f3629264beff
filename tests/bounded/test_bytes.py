"""The one reader of bytes takes regular files alone, up to a bound."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from plantin.bounded.bytes import NotReadableError, read, why


def test_a_file_is_read_whole_up_to_the_bound(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"lamps")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert read(tmp_path / "a", 5) == read(tmp_path / "b", 5, tmp_path) == b"lamps"
    with pytest.raises(NotReadableError) as raised:
        read(tmp_path / "a", 4)
    assert why(raised.value) == "has 5 bytes; 4 are the most that is read"


def test_a_sparse_file_is_refused_by_its_size(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(50 * 2**30)
    with pytest.raises(NotReadableError, match="53,687,091,200 bytes"):
        read(tmp_path / "sparse", 1000)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("folder", "is a folder, not a regular file"),
        ("pipe", "is a pipe, not a regular file"),
        ("socket", "is a socket, not a regular file"),
        ("endless", "is a device, not a regular file"),
        ("ring", "is a link to itself"),
        ("outside", "is a link that leads out of root/"),
        ("../outside", "is a link that leads out of root/"),
        ("n" * 300, "has too long a name"),
        ("\0", "has a name that no file can have"),
    ],
)
def test_what_is_no_file_of_the_folder_is_refused(tmp_path: Path, name: str, told: str) -> None:
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    os.mkfifo(root / "pipe")
    (root / "ring").symlink_to(root / "ring")
    (root / "endless").symlink_to("/dev/zero")
    (tmp_path / "outside").write_bytes(b"secret")
    (root / "outside").symlink_to(tmp_path / "outside")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(root / "socket"))
        with pytest.raises(NotReadableError) as raised:
            read(root / name, 100, None if name == "endless" else root)
    assert why(raised.value) == told


def test_missing_file_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nothing", 1)
    assert why(PermissionError(13, "Permission denied", "a")) == "cannot be read: Permission denied"
