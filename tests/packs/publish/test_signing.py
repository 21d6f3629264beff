"""The signature of a release: minisign itself accepts it, and each way of spoiling it has its finding."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from plantin.findings import PlantinError, ToolError, UsageError
from plantin.packs.publish import signing
from plantin.packs.publish.signing import SIGNATURE, SigningKey

pytestmark = pytest.mark.full

SUMS = "SHA256SUMS"
LOCKED = (
    "untrusted comment: minisign encrypted secret key\n"
    "RWRTY0IyQ8Phttn48W48bIFEMzxwR8Afmv5aCGZvRNIuMWUn6lwAAAACAAAAAAAAAEAAAAAAWDkmnMR8Zui5FPwe9rlP37vHbnGEs/2DMXLVZWEwcYLg8SXI"
    "OUoXVU9ZgOwZW5+7uVnZei2MK3IwODko3KMY8Tx+Xy3pkEZwtwjj8baFRDKAT5Bd2/vwzyYcpUcUqmb2bVNOnq1FFkY=\n"
)
PUBLIC = "RWTf4gEnXtxQ0HqCErWRW3UCSH3Q7OXkRyatCc7Z6MFkIBa5fYPUd2Z9"
"""A pair that minisign made for these tests, the secret key under the password "lamp oil": to lock or open one takes
seconds on purpose.
"""
SOON_OPENED = (
    "untrusted comment: minisign encrypted secret key\n"
    "RWRTY0IyQ8Phttn48W48bIFEMzxwR8Afmv5aCGZvRNIuMWUn6lwAAAgAAAAAAAAAAAEAAAAAYNXutr6xpLWvAQyaUeFPVbrJ/D4cfX1pvgdE+E6clQXl+JpMcESP"
    "CP5cFgOEXGFHoK/KWibKZttxvOEqJcdqDCNbPiq9IfYfbDdjDULMipt7VjfL+8A3SVp6/dTI7dBazFGqdFfZvPM=\n"
)
"""The same secret key under the same password, but its file asks for no more than 16 MB and a twentieth of a second to
open it.
"""


def pair(folder: Path, name: str) -> tuple[Path, Path]:
    """A secret and a public key, made by minisign."""
    secret, public = folder / f"{name}.key", folder / f"{name}.pub"
    subprocess.run(["minisign", "-G", "-W", "-s", secret, "-p", public], check=True, capture_output=True)
    return secret, public


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return pair(tmp_path_factory.mktemp("keys"), "own")


@pytest.fixture
def folder(tmp_path: Path, keys: tuple[Path, Path]) -> Path:
    """A folder with a signed SHA256SUMS."""
    folder = tmp_path / "1.0"
    folder.mkdir()
    (folder / SUMS).write_text(f"{'0' * 64}  a.pdf\n", "utf-8")
    signing.sign(folder, SigningKey(keys[0]), "plantin release 1.0")
    return folder


def codes(folder: Path, key: Path | str) -> list[str]:
    return [finding.code for finding in signing.check(folder, str(key))]


def flip(path: Path, line: int, column: int) -> None:
    lines = path.read_text("utf-8").split("\n")
    lines[line] = lines[line][:column] + ("A" if lines[line][column] != "A" else "B") + lines[line][column + 1 :]
    path.write_text("\n".join(lines), "utf-8")


def test_what_is_signed_is_verified_by_us_and_by_minisign(folder: Path, keys: tuple[Path, Path]) -> None:
    assert codes(folder, keys[1]) == []
    assert codes(folder, keys[1].read_text("utf-8").splitlines()[1]) == [], "the line of letters is a key too"
    told = subprocess.run(
        ["minisign", "-V", "-p", keys[1], "-m", SUMS], cwd=folder, check=True, capture_output=True, text=True
    ).stdout
    assert "Trusted comment: plantin release 1.0" in told


def test_what_minisign_signed_is_verified(folder: Path, keys: tuple[Path, Path]) -> None:
    (folder / SIGNATURE).unlink()
    subprocess.run(["minisign", "-S", "-s", keys[0], "-m", SUMS], cwd=folder, check=True, capture_output=True)
    assert codes(folder, keys[1]) == []


def test_the_same_key_gives_the_same_bytes(folder: Path, keys: tuple[Path, Path]) -> None:
    first = (folder / SIGNATURE).read_bytes()
    signing.sign(folder, SigningKey(keys[0]), "plantin release 1.0")
    assert (folder / SIGNATURE).read_bytes() == first


@pytest.mark.parametrize(
    ("file", "line", "column", "code"),
    [
        (SUMS, 0, 5, "D113"),
        (SUMS, 0, 68, "D113"),
        (SIGNATURE, 1, 40, "D113"),
        (SIGNATURE, 1, 6, "D112"),
        (SIGNATURE, 2, 25, "D114"),
        (SIGNATURE, 2, 3, "D114"),
        (SIGNATURE, 3, 30, "D114"),
    ],
    ids=[
        "digest",
        "name of a file",
        "signature",
        "number of the key",
        "comment signed",
        "form",
        "signature of the comment",
    ],
)
def test_a_changed_byte_is_found(
    folder: Path, keys: tuple[Path, Path], file: str, line: int, column: int, code: str
) -> None:
    flip(folder / file, line, column)
    assert codes(folder, keys[1]) == [code]


def test_no_letter_of_the_signature_can_change_unseen(folder: Path, keys: tuple[Path, Path]) -> None:
    whole = (folder / SIGNATURE).read_text("utf-8")
    for line, column in ((line, column) for line in (1, 3) for column in range(0, 84, 7)):
        flip(folder / SIGNATURE, line, column)
        assert codes(folder, keys[1]) != [], (line, column)
        (folder / SIGNATURE).write_text(whole, "utf-8")


def test_another_key_and_no_signature_are_found(folder: Path, tmp_path: Path, keys: tuple[Path, Path]) -> None:
    assert codes(folder, pair(tmp_path, "other")[1]) == ["D112"]
    (folder / SIGNATURE).unlink()
    assert codes(folder, keys[1]) == ["D111"]
    (folder / SIGNATURE).write_text("not a signature\n", "utf-8")
    assert codes(folder, keys[1]) == ["D114"]


def test_a_key_under_a_password_signs_with_it_alone(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "locked.key"
    secret.write_text(LOCKED, "ascii")
    assert signing.is_locked(secret)
    signing.sign(folder, SigningKey(secret, "lamp oil"), "plantin release 1.0")
    assert codes(folder, PUBLIC) == []
    secret.write_text(SOON_OPENED, "ascii")
    signing.ready(SigningKey(secret, "lamp oil"))
    with pytest.raises(UsageError) as raised:
        signing.ready(SigningKey(secret, "water"))
    assert raised.value.findings[0].code == "U021"
    assert "Wrong password" in str(raised.value.findings[0])


def test_what_is_no_key_is_reported_before_any_work(folder: Path, tmp_path: Path, keys: tuple[Path, Path]) -> None:
    (tmp_path / "note.txt").write_text("no key\nat all\n", "utf-8")
    for key in (tmp_path / "note.txt", tmp_path / "missing", keys[1]):
        with pytest.raises(PlantinError) as raised:
            signing.ready(SigningKey(key))
        assert [finding.code for finding in raised.value.findings] == ["U021"], key
    for name in (tmp_path / "note.txt", tmp_path / "missing", keys[0], "RWQ"):
        with pytest.raises(UsageError):
            signing.check(folder, str(name))


def test_a_missing_minisign_is_reported(folder: Path, keys: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    for work in (lambda: signing.ready(SigningKey(keys[0])), lambda: signing.check(folder, str(keys[1]))):
        with pytest.raises(ToolError) as raised:
            work()
        assert raised.value.findings[0].code == "D110"
        assert "apt-get install minisign" in raised.value.findings[0].hint
