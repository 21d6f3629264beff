"""What comes back of every catalogue of this repository, in each format that translators' tools read.

python bench/round_trips.py

A row for each catalogue and format: messages, those that come back with another original or translation, and what
translate-toolkit counts in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from translate.storage.factory import getobject
from translate.storage.xliff2 import Xliff2File

from plantin import translation
from plantin.house.layout import House
from plantin.packs.exchange import facing
from plantin.translation import formats, po
from plantin.translation.merging import merge
from plantin.translation.po import Catalogue

ROOT = Path(__file__).parent.parent
KINDS = {"po": ".po", **{kind: end for kind, end in formats.suffixes().items() if kind != "tmx"}, "docx": ".docx"}


def written(house: House, slug: str, language: str, kind: str) -> bytes:
    """The catalogue as a file of a kind."""
    match kind:
        case "po":
            return house.catalogue_file(language, slug).read_bytes()
        case "docx":
            return facing.word(house, slug, language)
        case _:
            return translation.export(house, slug, language, kind)


def counted(path: Path) -> str:
    """How many messages translate-toolkit finds, and how many of them translated."""
    if path.suffix == ".docx":
        return "-"
    store = Xliff2File.parsefile(str(path)) if path.suffix == ".xliff" else getobject(str(path))
    units = [unit for unit in store.units if unit.istranslatable() and not unit.isheader()]
    return f"{len(units)}, {sum(bool(unit.target) for unit in units)} translated"


def different(catalogue: Catalogue, path: Path) -> int:
    """The messages that come back with other texts; all, where importing the file would change the catalogue."""
    if path.suffix == ".po" and po.text(po.read_catalogue(path)).encode() != path.read_bytes():
        return len(catalogue.entries)
    given = formats.read(path, path.name, catalogue)[0]
    pairs = [(entry.original, entry.translation or entry.original) for entry in catalogue.entries]
    back = [(unit.original, unit.translation or unit.original) for unit in given.units]
    if merge(catalogue, given, path.name, given.report).catalogue != catalogue:
        return len(pairs)
    return sum(one != other for one, other in zip(pairs, back, strict=False)) + abs(len(pairs) - len(back))


def rows(file: Path, folder: Path) -> Iterator[tuple[str, str, int, int, str]]:
    """A row for each format of a catalogue."""
    house, slug, language = House(file.parents[2]), file.stem, file.parent.name
    report, head = translation.report_of(house, slug)
    catalogue = translation.current(report, head, file, file.name)[0]
    for kind, end in KINDS.items():
        path = folder / f"{slug}-{language}{end}"
        path.write_bytes(written(house, slug, language, kind))
        yield f"{language}/{slug}", kind, len(catalogue.entries), different(catalogue, path), counted(path)


def main() -> None:
    files = sorted((*ROOT.glob("locales/*/*.po"), *ROOT.glob("examples/*/locales/*/*.po")))
    print("catalogue | format | messages | different | translate-toolkit")
    with TemporaryDirectory() as folder:
        for file in files:
            for row in rows(file, Path(folder)):
                print(" | ".join(map(str, row)), flush=True)


if __name__ == "__main__":
    main()
