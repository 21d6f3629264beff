"""Writes corrections of a report in several files back into the file that each changed line comes from."""

from __future__ import annotations

import tempfile
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath

from plantin.findings import Place, SourceError
from plantin.source import text as source_text
from plantin.source.text import Source

_HINT = "Correct this place in the files of the source by hand."


def contents(report: Source, fresh: Source, folder: Path) -> dict[Path, bytes]:
    """Return the new bytes of each file of the report in ``folder`` that changes when its text, ``report``, becomes
    ``fresh``.

    Raises SourceError (S058), with the line of the whole text, where a change is at the border of two files, or would
    change the report elsewhere too, as where a file is included twice.
    """
    before, after = report.text(), fresh.text()
    if not report.spans:
        return {folder / "report.md": fresh.content()} if before != after else {}
    files = {name: _read(folder, _within(report, name)) for name in dict.fromkeys(span.path for span in report.spans)}
    old, new = before.split("\n"), after.split("\n")
    places = [report.place(Place(report.path, number)) for number in range(1, len(old) + 1)]
    # The lines around an included file are in none.
    lines = [
        place if files[place.path][0][place.line - 1 : place.line] == [text] else None
        for place, text in zip(places, old, strict=True)
    ]
    changed: dict[str, int] = {}
    for tag, begin, end, first, last in reversed(SequenceMatcher(None, old, new, autojunk=False).get_opcodes()):
        if tag != "equal":
            path, at, count = _place(lines, begin, end, report.path)
            texts = files[path][0]
            files[path] = ([*texts[:at], *new[first:last], *texts[at + count :]], files[path][1])
            changed[path] = begin + 1
    changed_files = {_within(report, name): files[name][1].join(files[name][0]).encode() for name in sorted(changed)}
    if changed:
        _require_same(report, after, folder, changed_files, Place(report.path, min(changed.values())))
    return {folder / path: content for path, content in changed_files.items()}


def _within(report: Source, name: str) -> str:
    """Return the path of a file below the folder of the report."""
    return str(PurePosixPath(name).relative_to(PurePosixPath(report.path).parent))


def _read(folder: Path, path: str) -> tuple[list[str], str]:
    """Return the lines of a file, and how it ends them."""
    text = (folder / path).read_bytes().decode()
    return text.replace("\r\n", "\n").split("\n"), "\r\n" if "\r\n" in text else "\n"


def _place(lines: list[Place | None], begin: int, end: int, name: str) -> tuple[str, int, int]:
    """Return where lines of the whole text, that of the report ``name``, or what is put between two of them, are: in
    which file, after how many of its lines, and how many. ``lines`` are the places of all.
    """
    replaced = lines[begin:end]
    if replaced:
        first = replaced[0]
        if first and replaced == [Place(first.path, first.line + n) for n in range(len(replaced))]:
            return first.path, first.line - 1, len(replaced)
    elif begin and (before := lines[begin - 1]):
        return before.path, before.line, 0
    elif begin < len(lines) and (after := lines[begin]):
        return after.path, after.line - 1, 0
    message = "not carried over: a change at the border of an included file"
    raise SourceError.of("S058", message, Place(name, min(begin, len(lines) - 1) + 1), _HINT)


def _require_same(report: Source, wanted: str, folder: Path, files: dict[str, bytes], place: Place) -> None:
    """Require that the files as they would be, read again, have the text that is wanted."""
    with tempfile.TemporaryDirectory() as scratch:
        names = {_within(report, span.path) for span in report.spans}
        for name in names:
            path = Path(scratch) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files.get(name) or (folder / name).read_bytes())
        text = source_text.read(Path(scratch) / "report.md", report.path).text()
    if text != wanted:
        message = "not carried over: a change in a file that is included more than once"
        raise SourceError.of("S058", message, place, _HINT)
