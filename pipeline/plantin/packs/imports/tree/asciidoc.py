"""Preprocesses AsciiDoc for pandoc: includes files and evaluates conditions, as Asciidoctor does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from plantin.bounded import bytes as bounded
from plantin.bounded.bytes import MIB
from plantin.packs.imports.received import Omission

_INCLUDE = re.compile(r"include::(?P<target>[^\[\]\s][^\[\]]*)\[(?P<given>[^\]]*)\]\s*")
_CONDITION = re.compile(r"(?P<kind>ifdef|ifndef|ifeval|endif)::(?P<names>[^\[\]]*)\[(?P<words>.*)\]\s*")
_ATTRIBUTE = re.compile(r":(?P<unset>!?)(?P<name>\w[\w-]*)(?P<off>!?):(?:[ \t]+(?P<value>.*))?")
_TITLE, _UNDER, _RANKS = re.compile(r"[^\s.\[|/](?=.*\w|\w).*"), re.compile(r"([=~^+-])\1+"), "=-~^+"
_FENCE = re.compile(r"([-=*_.+/])\1{3,}|```+\w*|\|===+")
_TERM = re.compile(r"\S.*(?:::+|;;)")
_PART = re.compile(r"\b(?:lines|tags?)\s*=")
_LARGEST, _MOST, _DEEPEST = 8 * MIB, 200, 5
_CHARACTERS = {
    "asterisk": "*", "plus": "+", "cpp": "C++", "nbsp": "\u00a0", "sp": " ", "empty": "", "blank": "", "backtick": "`",
    "caret": "^",
    "startsb": "[", "endsb": "]", "vbar": "|", "tilde": "~", "amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'",
    "lsquo": "‘",
    "rsquo": "’", "ldquo": "“", "rdquo": "”", "deg": "°", "brvbar": "¦", "zwsp": "\u200b", "wj": "\u2060",
    "two-colons": "::",
    "two-semicolons": ";;", "backslash": "\\",
}  # fmt: skip
"""What the processor puts in for the names of characters (AsciiDoc, Character Replacement Attributes)."""


@dataclass(slots=True)
class PreprocessedText:
    """The text as it is processed; ``whole`` has also what its conditions leave out, which is in ``left_out`` with the
    files not found.
    """

    text: str
    whole: str
    left_out: list[Omission] = field(default_factory=list)


def preprocess(text: str, path: Path) -> PreprocessedText:
    """Return the text of the file at ``path`` with the files that it includes, of its folder and below it."""
    left_out: list[Omission] = []
    lines = list(_Includes(path.parent, left_out).lines(text, path.parent, 0))
    kept = list(_evaluate_conditions(lines, left_out))
    return PreprocessedText("\n".join(kept), "\n".join(lines), left_out)


def one_line_titles(text: str) -> str:
    r"""Return ``text`` as pandoc reads it: titles over a line of signs become ``== Title``, and the indented words of a
    term follow it at once (AsciiDoc.py, "Two line titles", "Labeled lists").

    >>> one_line_titles("Lamps\n-----\n\nOil::\n\n\tIt burns.\n\tSlowly.")
    '== Lamps\n\nOil::\nIt burns.\nSlowly.'
    """
    out: list[str] = []
    fence, termed, lines = "", False, text.split("\n")
    rows = zip(lines, [*lines[1:], ""], strict=True)
    for line, below in rows:
        bare, mark = line.rstrip(), below.rstrip()
        alone = not fence and (not out or not out[-1].strip() or out[-1].startswith("["))
        if alone and _TITLE.match(bare) and _UNDER.fullmatch(mark) and abs(len(bare) - len(mark)) <= 1:
            out.append(f"{'=' * (_RANKS.index(mark[0]) + 1)} {bare}")
            next(rows)  # the line of signs
        elif termed and not fence and line[:1] in (" ", "\t") and bare:
            while not out[-1].strip():
                out.pop()
            out.append(bare.lstrip())
        else:
            if _FENCE.fullmatch(bare):
                fence = "" if fence == bare else fence or bare
            termed = not fence and bool(_TERM.fullmatch(bare) or (termed and not bare and _TERM.fullmatch(out[-1])))
            out.append(line)
    return "\n".join(out)


def attributes(text: str) -> dict[str, str]:
    """Return what each name between braces stands for: characters that have names, and what the text itself sets."""
    matches = (match for line in text.split("\n") if (match := _ATTRIBUTE.fullmatch(line)))
    return {**_CHARACTERS, **{match["name"]: match["value"] or "" for match in matches}}


class _Includes:
    def __init__(self, root: Path, left_out: list[Omission]) -> None:
        self._root, self._left_out = root, left_out
        self._files, self._size = 0, 0

    def lines(self, text: str, folder: Path, depth: int) -> Iterator[str]:
        for line in text.split("\n"):
            match = _INCLUDE.fullmatch(line)
            if match is None:
                yield line
                continue
            content, why = self._read(match, folder, depth)
            if content is None:
                hint = "Put the file beside the one that names it, and import that again."
                self._left_out.append(
                    Omission(f"not carried over: the file {match['target'][:200]}, {why}", code="S058", hint=hint)
                )
            else:
                yield from self.lines(content, (folder / match["target"]).parent, depth + 1)

    def _read(self, match: re.Match[str], folder: Path, depth: int) -> tuple[str | None, str]:
        """Return the text of an included file, or why there is none."""
        if _PART.search(match["given"]):
            return None, "of which only parts are asked for"
        if depth >= _DEEPEST or self._files >= _MOST:
            return None, f"for files are included more than {_DEEPEST} deep, or more than {_MOST}"
        try:
            content = bounded.read(folder / match["target"], _LARGEST - self._size, self._root)
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return None, "which is not UTF-8"
        except OSError as error:
            return None, f"which cannot be read: {bounded.why(error)}"
        self._files, self._size = self._files + 1, self._size + len(content)
        return text.replace("\r\n", "\n").rstrip("\n"), ""


def _evaluate_conditions(lines: list[str], left_out: list[Omission]) -> Iterator[str]:
    """Yield the lines whose conditions hold; what the others hold is left out and reported. A condition of values
    (``ifeval``) is taken to hold.
    """
    set_names = set(_CHARACTERS)
    open_: list[bool] = []
    skipped: list[str] = []
    for line in lines:
        match = _CONDITION.fullmatch(line)
        holds = all(open_)
        if match is None:
            if not holds:
                skipped.append(line)
                continue
            if attribute := _ATTRIBUTE.fullmatch(line):
                (set_names.discard if attribute["unset"] or attribute["off"] else set_names.add)(attribute["name"])
            yield line
        elif match["kind"] == "endif":
            del open_[-1:]
        else:
            met = match["kind"] == "ifeval" or _is_met(match, set_names)
            if match["kind"] == "ifeval" or not match["words"]:
                open_.append(met)
            elif holds and met:
                yield match["words"]
            else:
                skipped.append(match["words"])
    if any(line.strip() for line in skipped):
        left_out.append(Omission("left out, what is only for a name that is set", "\n".join(skipped)))


def _is_met(match: re.Match[str], set_names: set[str]) -> bool:
    """Return whether the names of a condition are set: any of those between commas, all of those between plus signs."""
    names = match["names"].strip()
    are_set = [name.strip() in set_names for name in re.split("[,+]", names)]
    holds = all(are_set) if "+" in names else any(are_set)
    return holds == (match["kind"] == "ifdef")
