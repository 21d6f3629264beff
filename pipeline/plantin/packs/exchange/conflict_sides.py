"""Takes apart a catalogue that has both sides of a merge in it: with conflict markers of git, or with messages twice
because both changes were accepted.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from plantin.findings import Place, TranslationError
from plantin.translation import conflict_markers, po
from plantin.translation.conflict_markers import BASE, OURS, THEIRS
from plantin.translation.po import Catalogue

_STATEMENT = re.compile(r"(?:#~ ?)?(msgctxt|msgid|msgstr)\b")
_SIDES = 2
_SIGNATURES = tuple(f"# {sign}" for sign in po.SIGNED)


@dataclass(slots=True)
class _Lines:
    """The lines of a message: its comments, its context and original, and each text that follows them."""

    comments: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=list)


def read_sides(text: str, name: str) -> tuple[Catalogue, Catalogue, Catalogue] | None:
    """Return the common, our and their catalogue of the file that has ``text``, which findings call ``name``; none
    where it has one side alone. Where the file does not say what was common, that is an empty catalogue.

    Raises TranslationError as ``po.read_catalogue`` does; T014 for a marker without its others.
    """
    if conflict_markers.find_conflicts(text, name):
        files = _split(text)
        if files is None:
            hint = "Take the file of one side from git, or restore the marker."
            raise TranslationError.of("T014", "a conflict marker of git lacks its others", Place(name), hint)
    else:
        messages = _group_lines(text)
        counts = Counter[str]()
        for lines in messages:
            counts["\n".join(lines.source)] += len(lines.texts)
        if max(counts.values(), default=0) != _SIDES:
            return None
        files = "", _write_side(messages, 1), _write_side(messages, -1)
    base, ours, theirs = (po.parse_catalogue(file, name) for file in files)
    return base, ours, theirs


def _split(text: str) -> tuple[str, str, str] | None:
    """Return the file that both sides come from, ours and theirs; none where a marker lacks its others. The first is
    empty where git has not kept it (``merge.conflictStyle``).
    """
    lines = list(conflict_markers.scan_lines(text))
    signs = "".join(sign for _, sign, line in lines if sign and not line)
    if not re.fullmatch(r"(?:<\|?=>)*", signs):
        return None
    base, ours, theirs = (
        "".join(line for _, sign, line in lines if sign in ("", side)) for side in (BASE, OURS, THEIRS)
    )
    return (base if signs.count(BASE) == signs.count(OURS) else ""), ours, theirs


def _group_lines(text: str) -> list[_Lines]:
    """Return the lines of each message; the first is the header. A text without an original is another one of the
    message before it: where a hunk of git begins in one message and ends in the next, that is what it leaves.
    """
    messages, section = [_Lines()], ""
    target = messages[0]
    for line in filter(str.strip, text.split("\n")):
        lines = messages[-1]
        statement = _STATEMENT.match(line)
        if statement:
            begins, section = bool(lines.texts) and statement[1] != "msgstr", statement[1]
        else:
            begins = line.startswith("#") and not line.startswith(('#~ "', '#~"'))
            begins, section = begins and bool(lines.texts), "" if begins else section
        if begins:
            messages.append(_Lines())
            lines = messages[-1]
        if section == "msgstr":
            if statement:
                target = lines if lines.source or len(messages) == 1 else messages[-2]
                target.texts.append([])
            target.texts[-1].append(line)
        else:
            (lines.source if section else lines.comments).append(line)
    return messages


def _write_side(messages: list[_Lines], step: int) -> str:
    """Return the file of one side: of what is there twice, the first with a ``step`` of 1, the last with -1."""
    written: dict[str, str] = {}
    for lines in messages[::step]:
        signatures = [line for line in lines.comments if line.startswith(_SIGNATURES)][::step]
        comments = [line for line in lines.comments if not line.startswith(_SIGNATURES)] + signatures
        key = "\n".join(lines.source)
        text = lines.texts[::step][0] if lines.texts else []
        written.setdefault(key, "\n".join([*comments, *lines.source, *text]))
    blocks = list(written.values())
    return "\n\n".join(blocks[::step]) + "\n"
