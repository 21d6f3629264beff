"""The only module that runs pandoc on a source: reads the dialect into a tree of nodes with their places."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from plantin.bounded import process
from plantin.bounded.limits import Limits, current
from plantin.bounded.process import BoundError
from plantin.findings import Finding, Place, SourceError, ToolError
from plantin.source.nodes import Json, Node, NodeReader

# Quotation marks are the author's or the locale's; ids are the author's; a bare address is a link.
DIALECT = "commonmark_x-smart-emoji-gfm_auto_identifiers-implicit_header_references+autolink_bare_uris+sourcepos"

_BLOCKS = re.compile(r'"blocks":\[')
_TOKEN = re.compile(r'"data-pos","(?:[^@;"]*@)?(\d+):(\d+)|"(?:[^"\\]|\\.)*+"|[\[\]{}]')
_LEVELS = 400
"""So deep in JSON is the tree of no source that holds together."""
_API = (1, 23)
"""The version of pandoc's tree that formulas are given in."""
_SHOWN = 20
_HEAP_EXHAUSTED = 251
"""The exit code of programs written in Haskell when they reach the option -M."""
_SOURCE = Limits(processor=30, memory=768)
_RECEIVED = Limits(processor=10, memory=512)
_WORD = Limits(seconds=150, processor=15, memory=1024)
_FOREIGN = Limits(seconds=300, processor=60, memory=1536)

_WORKS_FAULT = re.compile(r"^Error at \(line (\d+), column (\d+)\):\n(.*)", re.MULTILINE)
_MATH = re.compile(r"(<math.*?</math>)", re.DOTALL)


def parse(body: str, path: str) -> tuple[tuple[Node, ...], tuple[Finding, ...]]:
    """Return the blocks of ``body`` and pandoc's own warnings as findings (S020); places are in the file ``path``.

    Raises ToolError (V001, V011) where pandoc is missing, fails or reaches a bound, and SourceError: S010 marks in each
    other by the hundred, S084 a formula over a bound of ``bounds``.
    """
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.json"
        limits = _scale_limits(_SOURCE, len(body), current())
        text = _pandoc(path, f"--from={DIALECT}", "--to=json", f"--log={log}", given=body, limits=limits)
        warned = _read_warnings(log)
    reader = NodeReader(path, body)
    try:
        blocks = tuple(node for block in _blocks(text) for node in reader.nodes([block], Place(path)))
        if reader.refused:
            raise SourceError(*reader.refused[:_SHOWN])
        if reader.formulas:
            blocks = _with_mathml(blocks, mathml(sorted(reader.formulas), path))
    except RecursionError:
        message = "lists, quotations or marks in each other by the hundred"
        hint = "Raise them; close each mark where it ends."
        raise SourceError.of("S010", message, _deepest(text, path), hint) from None
    return blocks, tuple(Finding("S020", f"pandoc: {words}", Place(path)) for words in warned)


def _read_warnings(log: Path) -> tuple[str, ...]:
    """Return the warnings in a log that pandoc wrote, in its own words."""
    entries = json.loads(log.read_text("utf-8")) if log.exists() else []
    complaints = (entry for entry in entries if entry.get("verbosity") in ("WARNING", "ERROR"))
    return tuple(str(entry.get("pretty") or entry.get("type")) for entry in complaints)


def _scale_limits(limits: Limits, characters: int, most: Limits) -> Limits:
    """Return ``limits`` of processor time and memory, thrice as much for a million characters, but at most ``most``:
    several times what any text needs. What leads to itself in a form that is not known yet, and has no end, ends soon.

    >>> _scale_limits(Limits(processor=30, memory=768), 500_000, Limits())
    Limits(seconds=600, processor=60, memory=1536, output=256)
    """
    times = 1 + 2 * characters / 1_000_000
    processor, memory = round(limits.processor * times), round(limits.memory * times)
    return replace(most, processor=min(most.processor, processor), memory=min(most.memory, memory))


def _blocks(text: str) -> Iterator[Json]:
    """Yield the blocks of a tree of pandoc's, one at a time: all together take ten times the memory of their text."""
    decoder = json.JSONDecoder()
    begin = _BLOCKS.search(text)
    end = begin.end() if begin else len(text)
    while text[end : end + 1] not in ("]", ""):
        block, end = decoder.raw_decode(text, end)
        yield block
        end += text[end : end + 1] == ","


def _deepest(text: str, path: str) -> Place:
    """Return where the tree that pandoc wrote is deeper than any source is."""
    level, place = 0, Place(path)
    for match in _TOKEN.finditer(text):
        if match[1]:
            place = Place(path, int(match[1]), int(match[2]))
        level += (match[0] in ("[", "{")) - (match[0] in ("]", "}"))
        if level > _LEVELS:
            break
    return place


def _with_mathml(nodes: tuple[Node, ...], found: Mapping[str, str]) -> tuple[Node, ...]:
    """Return the nodes with the MathML of each formula."""
    out = []
    for node in nodes:
        if node.kind == "Math":
            out.append(replace(node, target=found.get(node.text, "")))
        else:
            out.append(replace(node, children=_with_mathml(node.children, found)) if node.children else node)
    return tuple(out)


def mathml(formulas: Sequence[str], path: str = "") -> dict[str, str]:
    """Return formulas in TeX as MathML, each an element ``math`` with its TeX as an annotation; those that pandoc
    cannot read are left out.

    Raises ToolError (V001, V011), of the file ``path``.
    """
    if not formulas:
        return {}
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, tex]}]} for tex in formulas]
    tree = json.dumps({"pandoc-api-version": _API, "meta": {}, "blocks": blocks})
    text = _pandoc(path, "--from=json", "--to=html", "--mathml", "--wrap=none", "--quiet", given=tree)
    elements = (match[1] if (match := _MATH.search(piece)) else "" for piece in text.split("<p>")[1:])
    return {tex: math for tex, math in zip(formulas, elements, strict=True) if math}


def parse_word(path: Path) -> tuple[Node, ...]:
    """Return the blocks of a Word file as pandoc's own reader understands them, tracked changes accepted. Raises
    ToolError (V001, V011): pandoc fails, or has no end within 15 seconds of the processor and a gigabyte (it follows
    notes that call each other for ever).
    """
    hint = "Open the file in Word and save it again."
    text = _pandoc(
        str(path), "--from=docx", "--to=json", "--track-changes=accept", str(path.absolute()), hint=hint, limits=_WORD
    )
    return NodeReader(str(path), "").nodes(list(_blocks(text)), Place(str(path)))


def tree(given: str | Path, kind: str, name: str, *options: str) -> tuple[Json, tuple[str, ...]]:
    """Return what pandoc's reader of the format ``kind`` makes of a text, or of a file (a format of pages packed
    together): its tree, as JSON, and what it warns of. The reader opens no other file. Raises ToolError (V001, V011),
    of the file ``name``.
    """
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.json"
        file = (str(given.absolute()),) if isinstance(given, Path) else ()
        options = (f"--from={kind}", "--to=json", "--sandbox", f"--log={log}", *options, *file)
        hint = "Save it again in the program that made it, or as .docx or HTML."
        limits = _FOREIGN if isinstance(given, Path) else _scale_limits(_RECEIVED, len(given), _FOREIGN)
        text = _pandoc(name, *options, given="" if isinstance(given, Path) else given, hint=hint, limits=limits)
        warned = _read_warnings(log)
    return json.loads(text), warned


def written_as(tree_: Json, kind: str, name: str) -> str:
    """Return the text in the format ``kind`` that pandoc makes of a tree of ``name``. Raises ToolError (V001, V011)."""
    return _pandoc(
        name, "--from=json", f"--to={kind}", "--wrap=none", "--quiet", given=json.dumps(tree_), limits=_FOREIGN
    )


@dataclass(frozen=True, slots=True)
class CitationCluster:
    """A citation to be worded: of each work what precedes it, its key, what follows it, and pandoc's word for its
    kind (NormalCitation, AuthorInText, SuppressAuthor); and whether it is in a note.
    """

    items: tuple[tuple[str, str, str, str], ...]
    noted: bool = False


def works(text: str, kind: str, name: str) -> list[dict[str, Json]]:
    """Return the works in a text of ``kind`` (biblatex, csljson), as CSL-JSON. Raises ToolError (V001, V011)."""
    read: list[dict[str, Json]] = json.loads(
        _pandoc(name, f"--from={kind}", "--to=csljson", "--sandbox", given=text, limits=_FOREIGN)
    )
    return read


def print_citations(
    citations: Sequence[CitationCluster], items: Sequence[Mapping[str, Json]], style: str, language: str, name: str
) -> tuple[list[tuple[Node, ...]], list[tuple[str, tuple[Node, ...]]], tuple[Finding, ...]]:
    """Return what citeproc prints of each of ``citations``, and the list of references, each entry with its key: in the
    CSL ``style`` (its text; empty: pandoc's own) and in the words of ``language``. Links to entries lead to
    ``#ref-KEY``. The findings (S020) are its warnings, of the file ``name``. Raises ToolError (V001, V011).
    """
    blocks = [_citation(citation) for citation in citations]
    meta = {key: {"t": "MetaBool", "c": True} for key in ("link-citations", "link-bibliography")}
    meta |= {"lang": {"t": "MetaString", "c": language}}
    with tempfile.TemporaryDirectory() as folder:
        works_file, form, log = (Path(folder) / file for file in ("works.json", "style.csl", "log.json"))
        works_file.write_text(json.dumps(list(items)), "utf-8")
        form.write_text(style, "utf-8")
        options = [f"--bibliography={works_file}", *([f"--csl={form}"] if style else [])]
        tree_ = json.dumps({"pandoc-api-version": _API, "meta": meta, "blocks": blocks})
        hint = "Correct the works of the bibliography, or the CSL style."
        options += ["--from=json", "--to=json", "--citeproc", f"--log={log}"]
        text = _pandoc(name, *options, given=tree_, hint=hint, limits=_FOREIGN)
        warned = _read_warnings(log)
    answer = list(_blocks(text))
    reader, place = NodeReader(name, ""), Place(name)
    printed = [reader.nodes(_inside(block), place) for block in answer[: len(blocks)]]
    listed = [entry for block in answer[len(blocks) :] if block["t"] == "Div" for entry in block["c"][1]]
    rows = []
    for (identifier, *_), inside in (entry["c"] for entry in listed):
        blocks_ = reader.nodes(inside, place)
        words = (block.children if block.kind in ("Para", "Plain", "Div") else (block,) for block in blocks_)
        rows.append((str(identifier).removeprefix("ref-"), tuple(chain.from_iterable(words))))
    return printed, rows, tuple(Finding("S020", f"pandoc: {words}", place, "", "warning") for words in warned)


def _citation(given: CitationCluster) -> Json:
    """Return a paragraph with nothing but a citation, or with a note that has nothing else."""
    items = [
        {
            "citationId": key,
            "citationPrefix": _words(before),
            "citationSuffix": _words(after),
            "citationMode": {"t": mode},
            "citationNoteNum": 0,
            "citationHash": 0,
        }
        for before, key, after, mode in given.items
    ]
    para = {"t": "Para", "c": [{"t": "Cite", "c": [items, [{"t": "Str", "c": "?"}]]}]}
    return {"t": "Para", "c": [{"t": "Note", "c": [para]}]} if given.noted else para


def _words(text: str) -> list[Json]:
    """Return ``text`` as words and spaces; a comma that it begins with is a word."""
    parts = re.findall(r" +|^,|[^ ]+", text)
    return [{"t": "Space"} if part.isspace() else {"t": "Str", "c": part} for part in parts]


def _inside(block: Json) -> list[Json]:
    """Return what was printed for the citation in a paragraph of ``_citation``."""
    content: list[Json] = block["c"]
    if content and content[0]["t"] == "Note":
        content = content[0]["c"][0]["c"]
    return [inline for item in content for inline in (item["c"][1] if item["t"] == "Cite" else [item])]


def _pandoc(
    path: str,
    *options: str,
    given: str = "",
    hint: str = "Install the package pypandoc_binary again: it brings pandoc.",
    limits: Limits | None = None,
) -> str:
    """Return what pandoc prints of the file ``path``. Raises ToolError: V001 it fails, V011 it reached a bound."""
    most = limits or current()
    memory = most.memory
    command = [os.environ.get("PYPANDOC_PANDOC") or _program(), *options, "+RTS", f"-M{memory}m", "-RTS"]
    try:
        ended = process.run(command, given=given.encode("utf-8", "replace"), name="pandoc", limits=most)
    except BoundError as error:
        raise _limit_error(error, path) from error
    except OSError as error:
        raise ToolError.of("V001", f"pandoc cannot be started: {error.strerror or error}", Place(path), hint) from error
    if ended.code == _HEAP_EXHAUSTED:
        raise _limit_error(BoundError("pandoc", "memory", memory), path)
    if ended.code:
        match = _WORKS_FAULT.search(ended.errors[-4096:].decode("utf-8", "replace"))
        complaint = (
            f"line {match[1]}, column {match[2]}: {match[3].strip()[:200]}" if match else ""
        ) or ended.complaint
        raise ToolError.of("V001", f"pandoc failed: {complaint}", Place(path), hint)
    return ended.text


def _limit_error(error: BoundError, path: str) -> ToolError:
    """Return V011, of the file ``path``: a limit of the house can be raised, a built-in one is reported as such."""
    cause = "No file of that size needs as much: something in it leads to itself. Leave out parts until it can be read,"
    hint = f"{cause} and report a bug." if error.value < getattr(current(), error.bound) else error.hint
    return ToolError.of("V011", str(error), Place(path), hint)


@cache
def _program() -> str:
    """Return the pandoc of the package pypandoc_binary, else that of the system; PYPANDOC_PANDOC names another."""
    spec = find_spec("pypandoc")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        beside = Path(folder) / "files" / "pandoc"
        if beside.is_file():
            return str(beside)
    return shutil.which("pandoc") or "pandoc"


def edition() -> str:
    """Return the version of the pandoc package in use, for records of what was made with what."""
    # Loaded where it is asked: it brings the reading of mail along, and those who read a report ask for no version.
    from importlib.metadata import version

    return version("pypandoc_binary")
