"""The command ``plantin merge-po``: git's merge driver for catalogues, which also settles a conflict in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from plantin import files
from plantin.bounded import bytes as bounded_bytes
from plantin.cli import tables
from plantin.cli.arguments import Commands, Options, Parser
from plantin.cli.terminal import Terminal
from plantin.findings import Finding, Place, TranslationError, UsageError
from plantin.packs.exchange import alternatives, conflict_sides, three_way
from plantin.packs.exchange.alternatives import Side
from plantin.translation import exchange, po
from plantin.translation.conflict_markers import show_apart
from plantin.translation.po import Catalogue, PoEntry

_OF_DRIVER = (3, 4)
_MARKERS = "<<<<<<< ours", "=======", ">>>>>>> theirs"


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "merge catalogues by message, as git's merge driver or in a file with both sides of a conflict"
    parser: Parser = commands.add_parser("merge-po", help=words, description=words)
    parser.set_defaults(call=_merge)
    about = "the common, our and their catalogue (%%O %%A %%B) and the name of ours (%%P); or a file to settle"
    parser.add_argument("file", nargs="+", metavar="FILE", help=about)
    sides = parser.add_mutually_exclusive_group()
    for side in ("ours", "theirs"):
        about = f"take the text of {side} where both changed one message"
        sides.add_argument(f"--{side}", dest="side", action="store_const", const=side, default="", help=about)
    about = "settle only the message with this context"
    parser.add_argument("--message", action="append", default=[], metavar="CONTEXT", help=about)
    about = "also where the other side was reviewed and this one was not"
    parser.add_argument("--drop-reviews", action="store_true", help=about)


def _merge(options: Options, terminal: Terminal) -> int:
    if len(options.file) == 1:
        return _settle(Path(options.file[0]), options, terminal)
    if len(options.file) not in _OF_DRIVER or options.side or options.message:
        hint = "Set it as git's merge driver: `plantin help translator`."
        raise UsageError.of("U034", "three catalogues are merged, or one is settled", Place("plantin"), hint)
    base, ours, theirs = map(Path, options.file[:3])
    name = options.file[-1] if len(options.file) == _OF_DRIVER[1] else str(ours)
    try:
        versions = [po.read_catalogue(path, name) for path in (base, ours, theirs)]
    except TranslationError as error:
        # Nothing is merged that cannot be read, and nothing of either side is lost.
        texts = [bounded_bytes.read(path, exchange.LARGEST).rstrip(b"\n") for path in (ours, theirs)]
        opening, middle, closing = (marker.encode() for marker in _MARKERS)
        files.write(ours, b"\n".join((opening, texts[0], middle, texts[1], closing, b"")), ours.parent)
        terminal.report(error.findings)
        return 1
    return _write(ours, name, three_way.merge_catalogues(*versions), terminal)


def _settle(path: Path, options: Options, terminal: Terminal) -> int:
    """Merge the two sides that are in a file, and settle its conflicts by one side where one is named."""
    name = str(path)
    if not path.is_file():
        raise UsageError.of("U010", "there is no such file", Place(name), "Name a catalogue, a PO file.")
    text = po.read_text(path, name)
    sides = conflict_sides.read_sides(text, name)
    catalogue = three_way.merge_catalogues(*sides) if sides else po.parse_catalogue(text, name)
    if options.side:
        catalogue = _take_side(catalogue, options, terminal)
    return _write(path, name, catalogue, terminal)


def _take_side(catalogue: Catalogue, options: Options, terminal: Terminal) -> Catalogue:
    """Return ``catalogue`` with its conflicts settled by the side that is named, and print each text that is left."""
    side: Side = options.side
    other: Side = "theirs" if side == "ours" else "ours"
    settled: dict[str, PoEntry] = {}
    for entry in alternatives.list_conflicts(catalogue):
        if options.message and entry.context not in options.message:
            continue
        if alternatives.lose_review(entry, side) and not options.drop_reviews:
            terminal.say(f"{entry.context}: not settled; {other} was reviewed, and is dropped only with --drop-reviews")
            continue
        settled[entry.context] = alternatives.settle(entry, side)
        terminal.say(f"{entry.context}: {side} taken; {other} had {alternatives.texts_of(entry).get(other, '')!r}")
    return replace(catalogue, entries=tuple(settled.get(entry.context, entry) for entry in catalogue.entries))


def _write(path: Path, name: str, catalogue: Catalogue, terminal: Terminal) -> int:
    """Write a merged catalogue and report what is in conflict in it; 1 where something is, as git asks."""
    text = po.text(catalogue)
    files.write(path, text.encode(), path.parent)
    conflicts = tuple(_report(po.parse_catalogue(text, name)))
    terminal.report(conflicts)
    terminal.say(f"{name}: merged, {tables.quantity(len(conflicts), 'message')} in conflict")
    return 1 if conflicts else 0


def _report(catalogue: Catalogue) -> Sequence[Finding]:
    """Return T094 for each message in conflict."""
    hint = (
        "Write the right text and remove the mark fuzzy; or choose one side: `plantin merge-po FILE --ours`, or"
        " `--theirs`, with `--message` for one message."
    )
    findings = []
    for entry in alternatives.list_conflicts(catalogue):
        texts = alternatives.texts_of(entry)
        ours, theirs = show_apart(texts.get("ours", ""), texts.get("theirs", ""))
        message = (
            f"the translation of {entry.original[:60]!r} was changed on both sides: ours has"
            f" {ours}, theirs has {theirs}"
        )
        findings.append(Finding("T094", message, catalogue.place(entry), hint, "warning"))
    return findings
