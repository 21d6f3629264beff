"""Reads a folder of Markdown, AsciiDoc or HTML files as one report: in the order of its index, headings under each
other as the index has them, links between the files resolved.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from plantin.bounded import bytes as bounded
from plantin.bounded import data
from plantin.bounded.bytes import MIB
from plantin.bounded.data import DataError
from plantin.findings import Finding, Place, SourceError
from plantin.packs.imports import file_kinds
from plantin.packs.imports.inventory import Inventory
from plantin.packs.imports.received import Omission
from plantin.packs.imports.tree import files, inlines
from plantin.packs.imports.tree.blocks import NOTE
from plantin.packs.imports.tree.files import OpenedFile
from plantin.packs.imports.tree.inlines import CALL
from plantin.source.nodes import Json

_KINDS: tuple[file_kinds.Kind, ...] = ("markdown", "html", "asciidoc")
_OF_ORDER_ALONE = ("SUMMARY.md", "src/SUMMARY.md", "_sidebar.md", "mkdocs.yml")
_PAGES = ("index.md", "index.html", "index.htm", "index.adoc", "README.md", "README.adoc", "contents.html", "toc.html")
_INDEXES = (*_OF_ORDER_ALONE, *_PAGES)
"""Files that give the order of the others, the first that is there: mdBook, docsify, MkDocs, then any site."""
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_MOST = 1000
_DEEPEST = 6
_WITH_ATTRIBUTES = ("Header", "Div", "Span", "Link", "Image", "Code", "CodeBlock", "Table", "Figure")

_Held = dict[str, tuple[Callable[[str], bytes], str]]
"""How each picture is read: by which file, and what its name is there."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file as the index names it: its path from the folder, the level at which it is, its words there."""

    path: str
    level: int
    words: str


def digest(folder: Path) -> str:
    """A digest of all files of the folder that are read, with their names."""
    found = hashlib.sha256()
    for name, file in _files(folder).items():
        found.update(name.encode("utf-8", "surrogateescape") + b"\0")
        found.update(hashlib.sha256(bounded.read(file, 64 * MIB, folder)).digest())
    return found.hexdigest()


def read(folder: Path, pictures: Path | None = None) -> OpenedFile:
    """The files in ``folder`` and below it as one, pictures looked for in ``pictures`` too.

    Raises SourceError: S048 there is none that is read, there are too many, or the index is not YAML; and as
    ``files.read`` for each file; ToolError from pandoc.
    """
    found = _files(folder)
    name = next((name for name in _INDEXES if (folder / name).is_file()), "")
    entries, index = _index(folder, name, found, pictures)
    named = {entry.path for entry in entries}
    rest = sorted(set(found) - named - {name}, key=_natural)
    entries = [*entries, *(_Entry(path, 1, "") for path in rest)]
    parts = [(entry, _opened(folder, entry.path, found, pictures)) for entry in entries]
    title = index.title
    if name and name not in _OF_ORDER_ALONE:
        title = _taken_title(index) or title
        parts.insert(0, (_Entry(name, 1, ""), index))
        index.title = ""
    whole = _joined(parts)
    whole.title = title
    if name in _OF_ORDER_ALONE and index.texts:
        contents = Omission("left out, the contents of the folder", " ".join(index.texts), around=True)
        whole.left_out.append(contents)
        whole.texts += index.texts
    if rest and (name or len(rest) > 1):
        whole.notices.append(_unordered(folder, name, rest))
    return whole


def _taken_title(index: OpenedFile) -> str:
    """The first heading of an index, where it is alone at its level: it is the title, and no longer a heading."""
    headings = [node for node in inlines.nodes(index.blocks) if node["t"] == "Header"]
    if not headings or any(node["c"][0] <= headings[0]["c"][0] for node in headings[1:]):
        return ""
    title = inlines.stringify(headings[0]["c"][2])
    index.taken.append(title)
    headings[0] |= {"t": "Plain", "c": []}
    return " ".join(title.split())


def _unordered(folder: Path, index: str, rest: Sequence[str]) -> Finding:
    shown = ", ".join(rest[:5]) + (" …" if len(rest) > len(rest[:5]) else "")
    message = f"{len(rest)} files that {index} does not name come last, by their names: {shown}"
    message = message if index else f"there is no index; the files come in the order of their names: {shown}"
    return Finding("S046", message, Place(str(folder)), f"Name them in {index or 'an index.md'}, in order.", "warning")


def _files(folder: Path) -> dict[str, Path]:
    """The files that are read, by their paths from the folder; what begins with a full stop or a low line is left."""
    out: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if any(part.startswith((".", "_")) or part == "node_modules" for part in within.parts):
            continue
        if path.is_file() and file_kinds.of_name(path) in _KINDS:
            out[within.as_posix()] = path
    if not out or len(out) > _MOST:
        what = "holds no file of Markdown, AsciiDoc or HTML" if not out else f"holds more than {_MOST} files of text"
        raise SourceError.of("S048", what, Place(str(folder)), "Give a file, or the folder of one report.")
    return out


def _natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts 2 before 10, and a folder's own page before those below it."""
    stem, _, _ = name.rpartition(".")
    stem = re.sub(r"(?:^|/)(?:index|README)$", "", stem)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d{1,18})", stem) if part]


def _opened(folder: Path, name: str, found: Mapping[str, Path], pictures: Path | None) -> OpenedFile:
    path = found.get(name, folder / name)
    if not path.resolve().is_relative_to(folder.resolve()):
        message = f"is a link that leads out of {folder.name}/"
        raise SourceError.of("S048", message, Place(str(path)), "Put the file itself there.")
    return files.read(path, cast("files.Kind", file_kinds.kind(path)), pictures)


# The index


def _index(
    folder: Path, name: str, found: Mapping[str, Path], pictures: Path | None
) -> tuple[list[_Entry], OpenedFile]:
    """The files in the order of the index ``name``, and the index itself; lists of links to them are taken out of
    it.
    """
    nothing = OpenedFile([], (), lambda _: b"")
    if not name:
        return [], nothing
    if name.endswith(".yml"):
        named, title = _navigation(folder / name, found)
        return named, replace(nothing, title=title)
    opened = _opened(folder, name, found, pictures)
    if name in _OF_ORDER_ALONE:
        opened.title = _title_of_book(folder)
    entries: dict[str, _Entry] = {}
    kept = []
    for block in opened.blocks:
        links = list(_links(block, 1))
        own = [
            _Entry(target, level, words)
            for address, level, words in links
            if (target := _target(address, name, found)) and target != name
        ]
        for entry in own:
            entries.setdefault(entry.path, entry)
        if block["t"] in ("BulletList", "OrderedList") and own and len(own) == len(links):
            words = "".join(f"{words} " for _, _, words in links)
            opened.left_out.append(Omission("left out, the contents of the folder", words, around=True))
        else:
            kept.append(block)
    opened.blocks = kept
    return list(entries.values()), opened


def _navigation(path: Path, found: Mapping[str, Path]) -> tuple[list[_Entry], str]:
    """What the ``nav`` of MkDocs says, and the name of its site. Raises SourceError (S048)."""
    text = bounded.read(path, MIB).decode("utf-8", "replace")
    try:
        value, _ = data.yaml(re.sub(r"!!?[\w/:.-]+", "", text))
    except DataError as error:
        raise SourceError.of("S048", f"{error}", Place(str(path), error.line), "Correct or remove it.") from None
    settings = value if isinstance(value, dict) else {}
    root = str(settings.get("docs_dir", "docs"))
    entries: dict[str, _Entry] = {}
    work: list[tuple[object, int, str]] = [(settings.get("nav"), 0, "")]
    while work:
        one, level, words = work.pop()
        if isinstance(one, list):
            work += [(kid, level + 1, "") for kid in reversed(one)]
        elif isinstance(one, dict):
            work += [(kid, level, str(key)) for key, kid in reversed(one.items())]
        elif isinstance(one, str):
            target = next((name for name in (posixpath.join(root, one), one) if name in found), "")
            if target:
                entries.setdefault(target, _Entry(target, max(1, level), words))
    return list(entries.values()), str(settings.get("site_name", ""))


def _title_of_book(folder: Path) -> str:
    """The title in the settings of mdBook, where there are any."""
    try:
        book = data.toml(bounded.read(folder / "book.toml", MIB, folder)).get("book")
    except (OSError, DataError):
        return ""
    return str(book.get("title", "")) if isinstance(book, dict) else ""


def _links(node: Json, level: int) -> Iterator[tuple[str, int, str]]:
    """The links below a node: where each leads, how deep the list is in which it is, its words."""
    work: list[tuple[Json, int]] = [(node, level)]
    while work:
        one, depth = work.pop()
        if isinstance(one, list):
            work += [(kid, depth) for kid in reversed(one)]
        elif isinstance(one, dict) and one.get("t") == "Link":
            yield one["c"][2][0], max(1, depth - 1), inlines.stringify(one["c"][1])
        elif isinstance(one, dict):
            work.append((one.get("c"), depth + (one.get("t") in ("BulletList", "OrderedList"))))


def _target(address: str, name: str, found: Container[str]) -> str:
    """The file to which a link in the file ``name`` leads; empty where it leads elsewhere. A link to the page that is
    made of a file (``x.html``, ``x/``) leads to the file.
    """
    path = unquote(address.partition("#")[0].partition("?")[0])
    if not path or _ELSEWHERE.match(path):
        return ""
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(name), path)
    whole = posixpath.normpath(joined)
    stem = whole.rpartition(".")[0] if whole.endswith((".html", ".htm")) else whole
    names = (
        f"{one}{ending}" for one in (stem, f"{stem}/index", f"{stem}/README") for ending in (".md", ".html", ".adoc")
    )
    return next((one for one in (whole, *names) if one in found), "")


# The files as one


def _joined(parts: Sequence[tuple[_Entry, OpenedFile]]) -> OpenedFile:
    held: _Held = {}

    def picture(target: str) -> bytes:
        if target not in held:
            raise FileNotFoundError(f"{target} is not there; give its folder with --pictures")
        read, name = held[target]
        return read(name)

    tops = {}
    for n, (entry, opened) in enumerate(parts):
        _level(opened, entry)
        tops[entry.path] = (n, _top(opened))
    whole = OpenedFile([], (), picture, marked=any(opened.marked for _, opened in parts))
    for entry, opened in parts:
        _rename(entry.path, tops, opened, held)
        whole.blocks += opened.blocks
        whole.texts += opened.texts
        whole.left_out += opened.left_out
        whole.taken += opened.taken
        whole.notices += opened.notices
        whole.warned += opened.warned
        whole.language = whole.language or opened.language
        whole.date = max(whole.date, opened.date)
        whole.fields = {**opened.fields, **whole.fields}
    counted = [opened.inventory for _, opened in parts if opened.inventory]
    if len(counted) == len(parts):
        whole.inventory = _summed(counted)
    return whole


def _summed(counted: Sequence[Inventory]) -> Inventory:
    rows = Counter[str]()
    for one in counted:
        rows.update(dict(one.rows()))
    return Inventory(**rows, languages=frozenset().union(*(one.languages for one in counted)))


def _level(opened: OpenedFile, entry: _Entry) -> None:
    """Put the headings of a file at the level that the index gives it; one that begins without gets its title, else
    what the index calls it.
    """
    headings = [node for node in inlines.nodes(opened.blocks) if node["t"] == "Header"]
    highest = min((node["c"][0] for node in headings), default=1)
    title = opened.title or entry.words
    inserted = bool(title) and (not headings or highest > 1)
    for node in headings:
        node["c"][0] = min(_DEEPEST, node["c"][0] - highest + entry.level + inserted)
    if inserted:
        opened.blocks.insert(0, {"t": "Header", "c": [entry.level, ["", [], []], [{"t": "Str", "c": title}]]})


def _top(opened: OpenedFile) -> str:
    """The id of the first heading of a file, which it gets where it has none; empty where there is no heading."""
    first = next((node for node in inlines.nodes(opened.blocks) if node["t"] == "Header"), None)
    if first is None:
        return ""
    first["c"][1][0] = first["c"][1][0] or "top"
    return str(first["c"][1][0])


def _rename(path: str, tops: Mapping[str, tuple[int, str]], opened: OpenedFile, held: _Held) -> None:
    """Give names of their own to the places, notes and pictures of the file ``path``, and lead its links to those of
    others. ``tops`` has the number and the first heading of each file, ``held`` gets how its pictures are read.
    """
    number, _ = tops[path]
    for node in inlines.nodes(opened.blocks):
        if node["t"] in _WITH_ATTRIBUTES:
            own = node["c"][1 if node["t"] == "Header" else 0]
            own[0] = f"f{number}-{own[0]}" if own[0] else ""
            own[2] = [[key, f"f{number}-{value}" if key in (NOTE, CALL) else value] for key, value in own[2]]
        if node["t"] == "Link":
            node["c"][2][0] = _led(node["c"][2][0], path, tops)
        elif node["t"] == "Image" and not _ELSEWHERE.match(address := node["c"][2][0]):
            name = unquote(address.partition("?")[0])
            whole = name if name.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            held[whole] = (opened.picture, address)
            node["c"][2][0] = whole


def _led(address: str, path: str, tops: Mapping[str, tuple[int, str]]) -> str:
    """The address of a link in the file ``path`` as the whole has it."""
    target = path if address.startswith("#") else _target(address, path, tops)
    if not target:
        return address
    number, top = tops[target]
    place = address.partition("#")[2]
    return f"#f{number}-{place if address.startswith('#') else place or top}"
