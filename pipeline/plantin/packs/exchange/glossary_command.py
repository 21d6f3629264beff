"""The commands ``plantin glossary ...``."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from plantin.bounded import bytes as bounded
from plantin.bounded import data
from plantin.bounded.xml import XmlError
from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, Parser, command
from plantin.cli.terminal import Terminal
from plantin.files import write
from plantin.findings import Finding, Place, TranslationError
from plantin.house.layout import House
from plantin.packs.exchange import glossary, xml_files
from plantin.translation import exchange

_NAME = "locales/glossary.csv"


def add(commands: Commands) -> None:
    """Add the commands to the parser."""
    words = "exchange the terms of the house"
    keep: Parser = commands.add_parser("glossary", help=words, description=words)
    kinds = keep.add_subparsers(required=True, metavar="export|import")
    command(kinds, "export", "write the glossary as TBX into the build folder", _export)
    words = "add the terms of a TBX or CSV file to the glossary; what the house has is kept"
    command(kinds, "import", words, _import).add_argument("file", metavar="FILE")


def _export(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    rows = _rows(home, home.root / _NAME)
    path = home.build / "glossary.tbx"
    write(path, glossary.write_tbx(rows, next(iter(rows[0]), "en") if rows else "en"), home.root)
    terminal.say(environment.relative_path(path))
    return 0


def _import(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    target, path = home.root / _NAME, Path(options.file)
    rows = _rows(home, target) if target.is_file() else ()
    entries = _rows(home, path) if path.suffix.lower() == ".csv" else _terms(home, path)
    columns = tuple(rows[0]) if rows else tuple(dict.fromkeys(name for row in entries for name in row))
    merged = glossary.merge(columns, rows, entries, columns[0] if columns else "en")
    hint = "The glossary keeps its own; change it by hand if the file is right."
    terminal.report(
        Finding(
            "T088", f"other terms for {term!r} than in the glossary", Place(home.name_of_given(path)), hint, "warning"
        )
        for term in merged.differing
    )
    if merged.added:
        write(target, glossary.text(merged.columns, merged.rows).encode(), home.root)
    terminal.say(f"{environment.relative_path(target)}: {merged.added} entries added, {len(merged.differing)} differ")
    return 1 if merged.differing else 0


def _rows(home: House, path: Path) -> tuple[glossary.Row, ...]:
    """Return the rows of a CSV file. Raises TranslationError (T061)."""
    try:
        return tuple(data.table(bounded.read(path, exchange.LARGEST)))
    except (OSError, data.DataError) as error:
        hint = "It is a CSV file in UTF-8 with a column for each language."
        raise _unread(home, path, bounded.why(error), hint) from None


def _terms(home: House, path: Path) -> tuple[glossary.Row, ...]:
    """Return the entries of a TBX file. Raises TranslationError (T061)."""
    hint = "Send a .tbx or a .csv file."
    try:
        root = xml_files.root_of(path, doctype=True)
    except (OSError, XmlError) as error:
        raise _unread(home, path, f"not TBX: {bounded.why(error)}", hint) from None
    if etree.QName(root).localname not in ("martif", "tbx"):
        raise _unread(home, path, f"not TBX: its root element is {etree.QName(root).localname}", hint)
    return glossary.read_tbx(root)


def _unread(home: House, path: Path, words: str, hint: str) -> TranslationError:
    return TranslationError.of("T061", words, Place(home.name_of_given(path)), hint)
