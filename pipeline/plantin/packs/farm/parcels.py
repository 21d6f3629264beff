"""Packs the files of a house for workers on other machines: words and styles, or one report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded.bytes import MIB
from plantin.files import write
from plantin.findings import Place, SourceError
from plantin.house.layout import House
from plantin.house.stock_folders import STOCK
from plantin.production import other_documents

_LARGEST = 256 * MIB


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files by their paths below the root, with slashes, and the SHA-256 of all of them."""

    digest: str
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of the house, by its path below the root."""

    name: str
    content: bytes


def of_house(house: House) -> Parcel:
    """Return what all reports of ``house`` have in common: its settings, its styles, the words of its languages. Raises
    SourceError (S001): not a file, or a link that leads out.
    """
    beside = [path for name in ("styles", "locales") for path in (house.root / name).rglob("*") if path.suffix != ".po"]
    return _parcel(house.root, [house.root / "plantin.toml", *beside])


def of_report(house: House, slug: str) -> Parcel:
    """Return the report ``slug`` with pictures and catalogues, and the sources it refers to. Raises SourceError
    (S001).
    """
    files = [*house.report(slug).parent.rglob("*"), *(house.root / "locales").glob(f"*/{slug}.po")]
    if house.report(slug).is_file():
        text = _content(house.root, house.report(slug)).decode("utf-8", "replace")
        files += other_documents.files(house, text)
    return _parcel(house.root, dict.fromkeys(files))


def unpack(parcel: Parcel, root: Path) -> None:
    """Write the files of ``parcel`` below ``root``, which is ours alone."""
    for name, content in parcel.files:
        write(root / name, content, root)


def stock_digest() -> str:
    """Return one digest of the styles and words that come with the press, from which houses take what they do not
    have.
    """
    files = (path for name in ("styles", "locales") for path in (STOCK / name).rglob("*"))
    return _parcel(STOCK, [path for path in files if path.suffix in {".toml", ".css", ".js", ".csv"}]).digest


def _parcel(root: Path, files: Iterable[Path]) -> Parcel:
    contents = tuple(
        (path.relative_to(root).as_posix(), _content(root, path))
        for path in sorted(files)
        if path.exists() and not path.is_dir()
    )
    rows = "".join(f"{name}\0{sha256(content).hexdigest()}\n" for name, content in contents)
    return Parcel(sha256(rows.encode()).hexdigest(), contents)


def _content(root: Path, path: Path) -> bytes:
    """Return the bytes of a file that is below ``root``, whatever links lead to it. Raises SourceError (S001)."""
    top, *inner = path.relative_to(root).parts
    try:
        return bounded_bytes.read(path, _LARGEST, root / top if inner else root)
    except OSError as error:
        name = path.relative_to(root).as_posix()
        hint = "Put a file in its place: workers elsewhere are sent what is in the house, and nothing else."
        raise SourceError.of("S001", f"the file {bounded_bytes.why(error)}", Place(name), hint) from None
