"""Inheritance between styles: the folders that a style inherits from, and the stock styles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plantin.findings import Place, StyleError
from plantin.findings.suggestion import suggest
from plantin.house.stock_folders import STOCK
from plantin.settings import reader
from plantin.settings.forms import FILE
from plantin.settings.reader import Codes, Settings

CODES = Codes(
    StyleError,
    unreadable="D001",
    wrong="D001",
    hint="The stock style plain has every value with its meaning; `plantin help houses` says where.",
    absent="there is no such style: a style is a folder with a style.toml",
)
KEY = "inherits"
PRESS = STOCK / "styles" / "press"
"""What the stock styles have in common; no style by itself."""
DEFAULTS = PRESS / "defaults.toml"
"""The values that a style does not set."""
_DEEPEST = 8


def place_of(path: Path, line: int = 0, column: int = 0) -> Place:
    """Return a place in a file of a style, as findings name it: below the root, ``styles/house/style.toml``."""
    root = next((folder.parent for folder in path.parents if folder.name == "styles"), None)
    if root is None or path.is_relative_to(STOCK):
        return Place(str(path), line, column)
    return Place(path.relative_to(root).as_posix(), line, column)


def files(folder: Path, name: str, codes: Codes) -> tuple[Settings, ...]:
    """Return the settings ``name`` of the style in ``folder`` and of those that it goes on from, its own last: what
    comes later holds. A style without the file has what the others have; a value that no style.toml gives is that of
    ``DEFAULTS``. Raises ``codes.error`` as the reader does, where none has it too; StyleError (D027).
    """
    paths = [path for path in chain(folder) if (path / name).exists() or (path / name).is_symlink()]
    under = [reader.toml(DEFAULTS, codes, within=PRESS)] if name == "style.toml" else []
    return (
        *under,
        *(
            reader.toml(path / name, codes, place_of(path / name).path, within=path)
            for path in reversed(paths or [folder])
        ),
    )


def chain(folder: Path) -> tuple[Path, ...]:
    """Return the folder of a style, then those that it goes on from, the nearest first: ``inherits`` in style.toml
    names a folder beside it, or else one of the stock. A folder without style.toml is no style of its own, and the
    last. Raises StyleError: D027 there is no such folder, or a style goes on from itself; D001 the folder is a link
    that leads out of the folder of styles.
    """
    _require_inside(folder)
    folders = [folder]
    while (parent := _parent(folders[-1])) is not None:
        if parent in folders or len(folders) == _DEEPEST:
            message = (
                f"{folders[-1].name} inherits {parent.name!r}, which goes on from it"
                if parent in folders
                else "more than eight styles"
            )
            raise StyleError.of(
                "D027", message, _place(folders[-1]), "Make the chain end with a style that inherits from none."
            )
        _require_inside(parent)
        folders.append(parent)
    return tuple(folders)


def _require_inside(folder: Path) -> None:
    """Refuse a style elsewhere: a house from others would take files of this machine into editions."""
    if folder.is_symlink() and not folder.resolve().is_relative_to(folder.parent.resolve()):
        message = f"{folder.name} is a link that leads out of {folder.parent.name}/"
        raise StyleError.of("D001", message, place_of(folder), "Put a folder of its own in its place.")


def available(root: Path) -> tuple[str, ...]:
    """Return the names of the styles a house at ``root`` can name: its own, then those that come with the press."""
    return tuple(dict.fromkeys((*styles(root), *stock_styles())))


def stock_styles() -> tuple[str, ...]:
    """Return the names of the styles that come with the press."""
    return tuple(styles(STOCK))


def styles(root: Path) -> Iterator[str]:
    """Yield the names of the styles under ``root``: folders in ``styles/`` with a style.toml."""
    yield from sorted(path.parent.name for path in (root / "styles").glob("*/style.toml"))


def _parent(folder: Path) -> Path | None:
    name = _own(folder).values.get(KEY) if (folder / "style.toml").is_file() else None
    if name is None:
        return None
    if not isinstance(name, str) or FILE.fault(name):
        raise StyleError.of(
            "D027", f"value {KEY} is no name of a style", _place(folder), f'Write {KEY} = "plain", for one.'
        )
    beside, stock = folder.parent / name, STOCK / "styles" / name
    # A style may have the name of the stock one that it goes on from.
    for candidate in (beside, stock):
        if candidate.is_dir() and candidate.resolve() != folder.resolve():
            return candidate
    names = [style for style in available(folder.parent.parent) if style != folder.name]
    hint = suggest(name, names, f"Known: {', '.join(names)}.")
    raise StyleError.of("D027", f"there is no style {name!r} to inherit", _place(folder), hint)


def _own(folder: Path) -> Settings:
    """Return the values of the style in ``folder`` alone."""
    path = folder / "style.toml"
    return reader.toml(path, CODES, place_of(path).path, within=folder)


def _place(folder: Path) -> Place:
    return _own(folder).place(KEY)
