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

_PictureReaders = dict[str, tuple[Callable[[str], bytes], str]]
"""How each picture is read: by which file, and what its name is there."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file as the index names it: its path from the folder, the level at which it is, its words there."""

    path: str
    level: int
    words: str


def digest(folder: Path) -> str:
    """Return a digest of all files of the folder that are read, with their names."""
    folder_hash = hashlib.sha256()
    for name, file in _files(folder).items():
        folder_hash.update(name.encode("utf-8", "surrogateescape") + b"\0")
        folder_hash.update(hashlib.sha256(bounded.read(file, 64 * MIB, folder)).digest())
    return folder_hash.hexdigest()


def read(folder: Path, pictures: Path | None = None) -> OpenedFile:
    """Read the files in ``folder`` and below it as one, pictures looked for in ``pictures`` too.

    Raises SourceError: S048 there is none that is read, there are too many, or the index is not YAML; and as
    ``files.read`` for each file; ToolError from pandoc.
    """
    paths = _files(folder)
    name = next((name for name in _INDEXES if (folder / name).is_file()), "")
    entries, index = _index(folder, name, paths, pictures)
    named = {entry.path for entry in entries}
    rest = sorted(set(paths) - named - {name}, key=_natural)
    entries = [*entries, *(_Entry(path, 1, "") for path in rest)]
    parts = [(entry, _open_file(folder, entry.path, paths, pictures)) for entry in entries]
    title = index.title
    if name and name not in _OF_ORDER_ALONE:
        title = _take_title(index) or title
        parts.insert(0, (_Entry(name, 1, ""), index))
        index.title = ""
    whole = _join(parts)
    whole.title = title
    if name in _OF_ORDER_ALONE and index.texts:
        contents = Omission("left out, the contents of the folder", " ".join(index.texts), around=True)
        whole.left_out.append(contents)
        whole.texts += index.texts
    if rest and (name or len(rest) > 1):
        names = ", ".join(rest[:5]) + (" …" if len(rest) > len(rest[:5]) else "")
        message = f"{len(rest)} files that {name} does not name come last, by their names: {names}"
        message = message if name else f"there is no index; the files come in the order of their names: {names}"
        whole.notices.append(
            Finding("S046", message, Place(str(folder)), f"Name them in {name or 'an index.md'}, in order.", "warning")
        )
    return whole


def _take_title(index: OpenedFile) -> str:
    """Take the first heading out of an index where it is alone at its level, and return its words: it is the title."""
    headings = [node for node in inlines.nodes(index.blocks) if node["t"] == "Header"]
    if not headings or any(node["c"][0] <= headings[0]["c"][0] for node in headings[1:]):
        return ""
    title = inlines.stringify(headings[0]["c"][2])
    index.taken.append(title)
    headings[0] |= {"t": "Plain", "c": []}
    return " ".join(title.split())


def _files(folder: Path) -> dict[str, Path]:
    """Return the files that are read, by their paths from the folder; none that begins with a dot or a low line."""
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
    """Return a key that sorts 2 before 10, and a folder's own page before those below it."""
    stem, _, _ = name.rpartition(".")
    stem = re.sub(r"(?:^|/)(?:index|README)$", "", stem)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d{1,18})", stem) if part]


def _open_file(folder: Path, name: str, paths: Mapping[str, Path], pictures: Path | None) -> OpenedFile:
    path = paths.get(name, folder / name)
    if not path.resolve().is_relative_to(folder.resolve()):
        message = f"is a link that leads out of {folder.name}/"
        raise SourceError.of("S048", message, Place(str(path)), "Put the file itself there.")
    return files.read(path, cast("files.Kind", file_kinds.kind(path)), pictures)


# The index


def _index(
    folder: Path, name: str, paths: Mapping[str, Path], pictures: Path | None
) -> tuple[list[_Entry], OpenedFile]:
    """Return the files in the order of the index ``name``, and the index itself without the lists of links to them."""
    nothing = OpenedFile([], (), lambda _: b"")
    if not name:
        return [], nothing
    if name.endswith(".yml"):
        named, title = _navigation(folder / name, paths)
        return named, replace(nothing, title=title)
    opened = _open_file(folder, name, paths, pictures)
    if name in _OF_ORDER_ALONE:
        opened.title = _title_of_book(folder)
    entries: dict[str, _Entry] = {}
    kept = []
    for block in opened.blocks:
        links = list(_links(block, 1))
        linked_entries = [
            _Entry(target, level, words)
            for address, level, words in links
            if (target := _target(address, name, paths)) and target != name
        ]
        for entry in linked_entries:
            entries.setdefault(entry.path, entry)
        if block["t"] in ("BulletList", "OrderedList") and linked_entries and len(linked_entries) == len(links):
            words = "".join(f"{words} " for _, _, words in links)
            opened.left_out.append(Omission("left out, the contents of the folder", words, around=True))
        else:
            kept.append(block)
    opened.blocks = kept
    return list(entries.values()), opened


def _navigation(path: Path, paths: Mapping[str, Path]) -> tuple[list[_Entry], str]:
    """Return what the ``nav`` of MkDocs says, and the name of its site. Raises SourceError (S048)."""
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
        node, level, words = work.pop()
        if isinstance(node, list):
            work += [(kid, level + 1, "") for kid in reversed(node)]
        elif isinstance(node, dict):
            work += [(kid, level, str(key)) for key, kid in reversed(node.items())]
        elif isinstance(node, str):
            target = next((name for name in (posixpath.join(root, node), node) if name in paths), "")
            if target:
                entries.setdefault(target, _Entry(target, max(1, level), words))
    return list(entries.values()), str(settings.get("site_name", ""))


def _title_of_book(folder: Path) -> str:
    """Return the title in the settings of mdBook, where there are any."""
    try:
        book = data.toml(bounded.read(folder / "book.toml", MIB, folder)).get("book")
    except (OSError, DataError):
        return ""
    return str(book.get("title", "")) if isinstance(book, dict) else ""


def _links(node: Json, level: int) -> Iterator[tuple[str, int, str]]:
    """Yield the links below a node: where each leads, how deep the list is in which it is, its words."""
    work: list[tuple[Json, int]] = [(node, level)]
    while work:
        item, depth = work.pop()
        if isinstance(item, list):
            work += [(kid, depth) for kid in reversed(item)]
        elif isinstance(item, dict) and item.get("t") == "Link":
            yield item["c"][2][0], max(1, depth - 1), inlines.stringify(item["c"][1])
        elif isinstance(item, dict):
            work.append((item.get("c"), depth + (item.get("t") in ("BulletList", "OrderedList"))))


def _target(address: str, name: str, paths: Container[str]) -> str:
    """Return the file to which a link in the file ``name`` leads; empty where it leads elsewhere. A link to the page
    that is made of a file (``x.html``, ``x/``) leads to the file.
    """
    path = unquote(address.partition("#")[0].partition("?")[0])
    if not path or _ELSEWHERE.match(path):
        return ""
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(name), path)
    whole = posixpath.normpath(joined)
    stem = whole.rpartition(".")[0] if whole.endswith((".html", ".htm")) else whole
    names = (
        f"{base}{ending}" for base in (stem, f"{stem}/index", f"{stem}/README") for ending in (".md", ".html", ".adoc")
    )
    return next((candidate for candidate in (whole, *names) if candidate in paths), "")


# The files as one


def _join(parts: Sequence[tuple[_Entry, OpenedFile]]) -> OpenedFile:
    pictures: _PictureReaders = {}

    def picture(target: str) -> bytes:
        if target not in pictures:
            raise FileNotFoundError(f"{target} is not there; give its folder with --pictures")
        read, name = pictures[target]
        return read(name)

    tops = {}
    for n, (entry, opened) in enumerate(parts):
        # Put the headings of a file at the level that the index gives it; one that begins without gets its
        # title, else what the index calls it.
        headings = [node for node in inlines.nodes(opened.blocks) if node["t"] == "Header"]
        highest = min((node["c"][0] for node in headings), default=1)
        title = opened.title or entry.words
        inserted = bool(title) and (not headings or highest > 1)
        for node in headings:
            node["c"][0] = min(_DEEPEST, node["c"][0] - highest + entry.level + inserted)
        if inserted:
            opened.blocks.insert(0, {"t": "Header", "c": [entry.level, ["", [], []], [{"t": "Str", "c": title}]]})
        tops[entry.path] = (n, _top(opened))
    whole = OpenedFile([], (), picture, marked=any(opened.marked for _, opened in parts))
    for entry, opened in parts:
        _rename(entry.path, tops, opened, pictures)
        whole.blocks += opened.blocks
        whole.texts += opened.texts
        whole.left_out += opened.left_out
        whole.taken += opened.taken
        whole.notices += opened.notices
        whole.warned += opened.warned
        whole.language = whole.language or opened.language
        whole.date = max(whole.date, opened.date)
        whole.fields = {**opened.fields, **whole.fields}
    inventories = [opened.inventory for _, opened in parts if opened.inventory]
    if len(inventories) == len(parts):
        rows = Counter[str]()
        for inventory in inventories:
            rows.update(dict(inventory.rows()))
        whole.inventory = Inventory(
            **rows, languages=frozenset().union(*(inventory.languages for inventory in inventories))
        )
    return whole


def _top(opened: OpenedFile) -> str:
    """Return the id of the first heading of a file, set where it has none; empty where there is no heading."""
    first = next((node for node in inlines.nodes(opened.blocks) if node["t"] == "Header"), None)
    if first is None:
        return ""
    first["c"][1][0] = first["c"][1][0] or "top"
    return str(first["c"][1][0])


def _rename(path: str, tops: Mapping[str, tuple[int, str]], opened: OpenedFile, pictures: _PictureReaders) -> None:
    """Give names of their own to the places, notes and pictures of the file ``path``, and lead its links to those of
    others. ``tops`` has the number and the first heading of each file, ``held`` gets how its pictures are read.
    """
    number, _ = tops[path]
    for node in inlines.nodes(opened.blocks):
        if node["t"] in _WITH_ATTRIBUTES:
            attributes = node["c"][1 if node["t"] == "Header" else 0]
            attributes[0] = f"f{number}-{attributes[0]}" if attributes[0] else ""
            attributes[2] = [
                [key, f"f{number}-{value}" if key in (NOTE, CALL) else value] for key, value in attributes[2]
            ]
        if node["t"] == "Link":
            node["c"][2][0] = _rewrite_address(node["c"][2][0], path, tops)
        elif node["t"] == "Image" and not _ELSEWHERE.match(address := node["c"][2][0]):
            name = unquote(address.partition("?")[0])
            whole = name if name.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            pictures[whole] = (opened.picture, address)
            node["c"][2][0] = whole


def _rewrite_address(address: str, path: str, tops: Mapping[str, tuple[int, str]]) -> str:
    """Return the address of a link in the file ``path`` as the whole has it."""
    target = path if address.startswith("#") else _target(address, path, tops)
    if not target:
        return address
    number, top = tops[target]
    place = address.partition("#")[2]
    return f"#f{number}-{place if address.startswith('#') else place or top}"
