"""Reads each format through pandoc: the tree, metadata, the words counted in the file, the pictures that it names."""

from __future__ import annotations

import codecs
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import unquote

from lxml.etree import _Element

from plantin.bounded import archive as archives
from plantin.bounded import bytes as bounded
from plantin.bounded import process, xml
from plantin.bounded.archive import ArchiveError
from plantin.bounded.bytes import MIB
from plantin.bounded.html import HtmlError
from plantin.bounded.limits import BoundError, Limits
from plantin.bounded.xml import XmlError
from plantin.findings import Finding, Place, SourceError
from plantin.packs.imports import inventory
from plantin.packs.imports.inventory import Inventory
from plantin.packs.imports.received import Omission
from plantin.packs.imports.tree import asciidoc, books, called_notes, inlines, open_documents, pages, raw_words
from plantin.packs.imports.tree.books import BookError, HtmlPage
from plantin.source import pandoc
from plantin.source.nodes import Json

_BRACKETS = ("OneParen", "TwoParens")
_DELIMITER = "plantin-delimiter"
Kind = Literal["html", "markdown", "asciidoc", "epub", "odt", "docbook", "jats", "latex", "rst", "org", "folder"]

_LARGEST = 64 * MIB
_CHARSET = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})|<\?xml[^>]+encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_COMMON = "commonmark_x-smart-implicit_figures-emoji+autolink_bare_uris+yaml_metadata_block-tex_math_dollars"
_PANDOC = (
    "markdown-smart-implicit_figures+autolink_bare_uris+lists_without_preceding_blankline+pipe_tables-tex_math_dollars"
)
_TEX = re.compile(
    r"\$\$|\$[^\s$][^$\n]*(?:\\[A-Za-z]|[\^_]\{?\w)[^$\n]*\$(?!\d)"
    r"|(?<![\w$])\$[A-Za-z](?: ?[=+<>*/-] ?[A-Za-z0-9]+)*\$(?![\w$])"
)
_PANDOCS = re.compile(
    r"\^\[[^\]^]|^\+[-=]{3,}[-=+]*\+$|^ *-{2,}(?: +-{2,})+ *$|^\(@\w*\) |\{\.unnumbered\}", re.MULTILINE
)
_TEMPLATE = re.compile(
    r"(?P<code>^([ >]*)(`{3,}|~{3,})[^\n]*\n.*?^\2\3[`~]*[ \t]*$|(?<!`)(`+)(?!`).+?(?<!`)\4(?!`))"
    r"|\{%.*?%\}|\{\{.*?\}\}|\{::?[^{}\n]*\}",
    re.MULTILINE | re.DOTALL,
)
_TAKEN_FIELD = re.compile(r"(?:title|date|lang|symbol|organ|subtitle)\s*:")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_MARKDOWN = re.compile(
    r"<!--.*?-->|</?[A-Za-z][^<>]*>|(?<=\])\(\s*(?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\s*\)"
    r"|(?<=\])\[[^\]\n]*\]|^ {0,3}\[[^\]\n]+\]:[ \t]*\S*"
    r"|\[\^[^\]\s]+\]:?|\{[#.:][^{}\n]*\}|^[ \t>]*\d{1,9}[.)](?=\s)|^[ \t>]*(?:```+|~~~+)[^\n]*$",
    re.MULTILINE | re.DOTALL,
)
_ODT_LANGUAGE = re.compile(rb'<style:default-style style:family="paragraph".*?fo:language="([a-z]{2,3})"', re.DOTALL)
_FENCES = re.compile(r"^[ \t>]*(?:```+|~~~+)[^\n]*$", re.MULTILINE)
_ASCIIDOCTOR = Limits(seconds=120, processor=60, memory=1024)

_HIGHEST = 3
"""So many folders above that of the file a path may lead to, or a site may begin."""
_Picture = Callable[[str], bytes]


@dataclass(slots=True)
class OpenedFile:
    """A file, read: its blocks, the title, the language and the date that it gives; what was left out and what is in
    the source in another form; the texts counted in it; how a picture of it is read (OSError or ArchiveError); what
    pandoc warned of. ``marked`` says that the texts are counted with the addresses and the other marks of the file,
    ``weak`` that the first heading is more of a title than ``title``. ``inventory`` is what it has beside words; None
    where only its marks tell. ``calls`` are the signs that the calls of its notes show, empty where it does not say
    them. ``notices`` are findings about the file as a whole.
    """

    blocks: list[Json]
    texts: tuple[str, ...]
    picture: Callable[[str], bytes]
    title: str = ""
    language: str = ""
    date: str = ""
    left_out: list[Omission] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    warned: tuple[str, ...] = ()
    marked: bool = False
    weak: bool = False
    inventory: Inventory | None = None
    calls: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    notices: list[Finding] = field(default_factory=list)


def read(path: Path, kind: Kind, pictures: Path | None = None) -> OpenedFile:
    """Read the file at ``path``; its pictures are looked for in ``pictures`` too.

    Raises SourceError: S002 it is not in the encoding that it names, S048 it cannot be read, is damaged or exceeds a
    limit; ToolError (V001, V011) from pandoc.
    """
    if kind in ("html", "epub"):
        return _open_page(page(path, kind, pictures), path, book=kind == "epub")
    with _readable(path):
        content = bounded.read(path, _LARGEST)
        if kind == "odt":
            return _open_document(content, path)
        if kind in ("docbook", "jats"):
            return _open_markup(content, path, kind, _nearby(path, pictures))
        return _text(_decode(content, path), path, kind, pictures)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Raise SourceError (S048) where the file at ``path`` cannot be read."""
    try:
        yield
    except (OSError, HtmlError, XmlError, ArchiveError, BookError) as error:
        raise _unreadable_file(path, bounded.why(error)) from None


def _unreadable_file(path: Path, message: str) -> SourceError:
    return SourceError.of(
        "S048", message, Place(str(path)), "Open it in the program that made it and save it again, or as .docx."
    )


def _decode(content: bytes, path: Path) -> str:
    """Return the text of a file in the encoding that it names, else UTF-8. Raises SourceError (S002)."""
    named = _CHARSET.search(content[:4096])
    encoding = (named[1] or named[2]).decode("ascii") if named else "utf-8-sig"
    encoding = "utf-16" if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else encoding
    try:
        if codecs.lookup(encoding).name in ("utf-8", "iso8859-1"):
            encoding = {"utf-8": "utf-8-sig", "iso8859-1": "cp1252"}[codecs.lookup(encoding).name]
        text = content.decode(encoding)
    except LookupError:
        text = content.decode("utf-8", "replace")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{content[error.start]:02X} is not {encoding.upper()}"
        raise SourceError.of("S002", message, Place(str(path), line), "Save the file as UTF-8.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


# Pages and books


def page(path: Path, kind: Kind, pictures: Path | None = None) -> HtmlPage:
    """Read the page or the book at ``path``, before anything in it is changed. Raises SourceError as ``read``."""
    with _readable(path):
        content = bounded.read(path, _LARGEST)
        if kind == "epub":
            html_page = books.read(content)
        else:
            root = pages.parse(_DECLARATION.sub("", _decode(content, path)))
            html_page = HtmlPage(root, _nearby(path, pictures))
    html_page.texts = (raw_words.text_of(next(html_page.root.iter("body"), html_page.root)),)
    return html_page


def _open_page(html_page: HtmlPage, path: Path, *, book: bool) -> OpenedFile:
    page = pages.clean(html_page.root)
    dialect = "html+tex_math_single_backslash" + ("" if book else "-native_divs+native_divs")
    tree, warned = pandoc.tree(page.text, dialect, str(path))
    contents = [words for element in html_page.navigation if (words := _text_of(element))]
    page.left_out += (Omission("left out, the contents of the book", words, around=True) for words in contents)
    return OpenedFile(
        tree["blocks"],
        html_page.texts,
        html_page.picture,
        html_page.title if book else page.title,
        html_page.language if book else page.language,
        html_page.date,
        left_out=page.left_out,
        taken=page.taken,
        warned=warned,
        weak=not book,
        inventory=page.inventory,
        calls=page.calls,
    )


def _text_of(node: _Element) -> str:
    return " ".join(raw_words.text_of(node).split())


# OpenDocument, DocBook, JATS


def _open_document(content: bytes, path: Path) -> OpenedFile:
    archive = archives.open_archive(content)
    root = xml.parse(archive.read("content.xml"))
    language = _odt_language(archive)
    texts = (raw_words.open_document(root),)
    styles = xml.parse(archive.read("styles.xml")) if "styles.xml" in archive else None
    left_out = open_documents.remove_hidden(root, styles)
    received = inventory.open_document(root, language, open_documents.formulas(archive, root))
    left_out += open_documents.clean(root)
    open_documents.mark_languages(root, language)
    tree, warned = open_documents.tree(archive, root, str(path))
    meta = xml.parse(archive.read("meta.xml")) if "meta.xml" in archive else None
    elements = [] if meta is None else [node for node in meta.iter() if isinstance(node.tag, str)]
    metadata = {node.tag.rpartition("}")[2]: str(node.text or "") for node in elements}
    opened = _meta(tree, texts, archive.read, warned)
    opened.left_out += left_out
    opened.title = opened.title or " ".join(metadata.get("title", "").split())
    opened.language = opened.language or metadata.get("language", "") or language
    opened.inventory = received
    opened.calls = tuple(_text_of(node) for node in root.iter("{*}note-citation"))
    return opened


def _odt_language(archive: archives.Archive) -> str:
    """Return the language of the default style of paragraphs (ODF 1.3, 20.189)."""
    if "styles.xml" not in archive:
        return ""
    match = _ODT_LANGUAGE.search(archive.read("styles.xml"))
    return match[1].decode() if match and match[1] != b"zxx" else ""


def _open_markup(content: bytes, path: Path, kind: str, picture: _Picture) -> OpenedFile:
    text = _decode(content, path)
    root = xml.parse(_DECLARATION.sub("", text).encode("utf-8"), doctype=True)
    tree, warned = pandoc.tree(text, kind, str(path))
    called_notes.label_notes(tree["blocks"], text, kind)
    opened = _meta(tree, (raw_words.text_of(root),), picture, warned)
    opened.language = opened.language or str(
        root.get("{http://www.w3.org/XML/1998/namespace}lang", root.get("lang", ""))
    )
    opened.inventory = inventory.marked_up(root)
    for node in root.iter("{*}info", "{*}articleinfo", "{*}bookinfo", "{*}front", "{*}indexterm"):
        opened.left_out.append(Omission("left out, what the file says of itself", _text_of(node), around=True))
    opened.taken += [_text_of(label) for note in root.iter("{*}fn") for label in note.iter("{*}label")]
    opened.taken += [_text_of(call) for call in root.iter("{*}xref") if call.get("ref-type") == "fn"]
    return opened


# Texts with marks


def _text(text: str, path: Path, kind: Kind, pictures: Path | None) -> OpenedFile:
    picture = _nearby(path, pictures)
    if kind == "markdown":
        return _markdown(text, path, picture)
    if kind == "asciidoc":
        return _asciidoc(text, path, pictures)
    tree, warned = pandoc.tree(
        text, {"latex": "latex-smart", "org": "org-smart", "rst": "rst-smart"}.get(kind, kind), str(path)
    )
    called_notes.label_notes(tree["blocks"], text, kind)
    seen = (raw_words.latex if kind == "latex" else raw_words.restructured_text)(text)
    opened = _meta(tree, (seen,), picture, warned)
    opened.marked = True
    return opened


def _asciidoc(text: str, path: Path, pictures: Path | None) -> OpenedFile:
    """Read AsciiDoc with the files that it includes, by its own processor where that is installed and reads it."""
    source = asciidoc.preprocess(text, path)
    names = asciidoc.attributes(source.whole)
    picture = _nearby(path, pictures, names.get("imagesdir", ""))
    fault = ""
    try:
        opened = _asciidoctor(source.text, path, picture) if shutil.which("asciidoctor") else None
    except SourceError as error:
        opened, fault = None, f"asciidoctor does not read it, and pandoc does: {error.findings[0].message}"
    if opened is None:
        tree, warned = pandoc.tree(asciidoc.one_line_titles(source.text), "asciidoc", str(path))
        called_notes.label_notes(tree["blocks"], source.text, "asciidoc")
        opened = _meta(tree, (raw_words.asciidoc(source.whole, names),), picture, (*warned, *filter(None, [fault])))
        opened.marked = True
    opened.left_out += source.left_out
    return opened


def _markdown(text: str, path: Path, picture: _Picture) -> OpenedFile:
    front = _FRONT.match(text)
    body, template = _without_templates(text[front.end() :] if front else text)
    text = (front[0] if front else "") + body
    pandocs = bool(_PANDOCS.search(_FENCES.sub("", text)))
    dialect = _PANDOC if pandocs else _COMMON
    if _TEX.search(text):
        dialect = dialect.replace("-tex_math_dollars", "+tex_math_dollars")
    tree, warned = pandoc.tree(text, dialect, str(path))
    items = tree["blocks"]
    raw = (node["c"] for node in inlines.nodes(items) if node["t"] in ("RawBlock", "RawInline"))
    html_ = any(kind == "html" and re.match(r"\s*<(?!!--|br\b)", text) for kind, text in raw)
    called_notes.label_notes([] if html_ else tree["blocks"], body, "markdown")
    counted = inventory.markdown(body, tex="+tex_math_dollars" in dialect)
    if html_:
        # Elements may begin in one passage and end in another: the page that the text makes is read as any other.
        _delimit(tree["blocks"])
        html_text = pandoc.written_as(tree, "html", str(path))
        page = pages.clean(pages.parse(f"<html><body>{html_text}</body></html>"))
        again, _ = pandoc.tree(page.text, "html+tex_math_single_backslash", str(path))
        _bracket(again["blocks"])
        tree["blocks"], counted = again["blocks"], page.inventory
    opened = _meta(tree, (raw_words.unescape(_MARKDOWN.sub(" ", body)),), picture, warned)
    opened.inventory = counted
    opened.fields = {name: value for name in ("symbol", "organ") if (value := _field(tree["meta"], name))}
    if front and (other := "\n".join(line for line in front[1].split("\n") if not _TAKEN_FIELD.match(line))):
        opened.left_out.append(Omission("left out, the fields before the text", other, around=True))
    if template:
        opened.left_out.append(Omission("left out, code of a template", "\n".join(template), around=True))
    return opened


def _without_templates(text: str) -> tuple[str, list[str]]:
    """Return a text without what a program puts other words in place of, {% … %}, {{ … }} and {: … }, and these; code
    is kept as it is.
    """
    out: list[str] = []

    def take_out(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        out.append(match[0])
        return ""

    return _TEMPLATE.sub(take_out, text), out


def _delimit(items: Json) -> None:
    """Put formulas between the marks that pandoc's reader of pages takes for those of formulas, and lists whose numbers
    are in brackets into boxes that say so, for which a page has no form.
    """
    for node in inlines.nodes(items):
        if node["t"] == "Math":
            kind, tex = node["c"]
            node |= {"t": "Str", "c": f"\\[{tex}\\]" if kind["t"] == "DisplayMath" else f"\\({tex}\\)"}
        elif node["t"] == "OrderedList" and (brackets := node["c"][0][2]["t"]) in _BRACKETS:
            node["c"][0][2]["t"] = "Period"
            node |= {"t": "Div", "c": [["", [], [[_DELIMITER, brackets]]], [dict(node)]]}


def _bracket(items: Json) -> None:
    """Take lists out of the boxes of ``_delimit``."""
    for node in inlines.nodes(items):
        brackets = dict(node["c"][0][2]).get(_DELIMITER) if node["t"] == "Div" else ""
        if brackets in _BRACKETS and [kid["t"] for kid in node["c"][1]] == ["OrderedList"]:
            node.update(node["c"][1][0])
            node["c"][0][2]["t"] = brackets


def _asciidoctor(text: str, path: Path, picture: _Picture) -> OpenedFile:
    """Read AsciiDoc by its own processor, which keeps what pandoc's reader loses; it opens no other file."""
    command = ["asciidoctor", "-S", "secure", "-b", "docbook5", "-a", "doctype=book", "-q", "-o", "-", "-"]
    try:
        ended = process.run(command, given=text.encode(), name="asciidoctor", limits=_ASCIIDOCTOR)
    except (BoundError, OSError) as error:
        raise _unreadable_file(path, f"asciidoctor: {error}") from None
    if ended.code:
        raise _unreadable_file(path, f"asciidoctor: {ended.complaint}")
    return _open_markup(ended.output, path, "docbook", picture)


def _meta(tree: Json, texts: tuple[str, ...], picture: Callable[[str], bytes], warned: tuple[str, ...]) -> OpenedFile:
    """Return what pandoc says of the file itself; an abstract is put before the text."""
    meta = tree["meta"]
    abstract = meta.get("abstract", {"t": "", "c": []})
    before = {"MetaBlocks": abstract["c"], "MetaInlines": [{"t": "Para", "c": abstract["c"]}]}.get(abstract["t"], [])
    title, language, date, subtitle = (_field(meta, name) for name in ("title", "lang", "date", "subtitle"))
    opened = OpenedFile([*before, *tree["blocks"]], texts, picture, title, language, date[:10], warned=warned)
    opened.inventory = called_notes.count_objects(opened.blocks)
    opened.taken.append(title)
    if subtitle:
        opened.blocks.insert(0, {"t": "Para", "c": [{"t": "Str", "c": subtitle}]})
    if authors := meta.get("author", {}):
        words = " ".join(node["c"] for node in inlines.nodes([authors]) if isinstance(node.get("c"), str))
        opened.left_out.append(Omission("left out, who wrote it", words, around=True))
    return opened


def _field(meta: Json, name: str) -> str:
    """Return the field ``name`` of what a file says of itself, as words; empty where it has none."""
    value = meta.get(name, {"t": "MetaString", "c": ""})
    inline = value["t"] == "MetaInlines"
    words = value["c"] if value["t"] == "MetaString" else inlines.stringify(value["c"]) if inline else ""
    return " ".join(str(words).split())


# Pictures


def _nearby(path: Path, pictures: Path | None = None, base: str = "") -> _Picture:
    """Return a reader of the pictures that the file at ``path`` names: by a path from its folder, or from ``base`` in
    it; from the root of its site (``/media/x.png``), which is one of the folders above; or in the folder ``given``, by
    the path or the name alone. It raises OSError where there is none; nothing is read through a link that leads out of
    these.
    """

    def picture(target: str) -> bytes:
        name = unquote(target.partition("?")[0].partition("#")[0])
        fault: OSError = FileNotFoundError(f"{name} is not there; give its folder with --pictures")
        for root, within in _places(path.absolute().parent, name, base, pictures):
            try:
                return bounded.read(root / within, _LARGEST, root)
            except FileNotFoundError:
                continue
            except OSError as error:
                fault = error
        raise fault

    return picture


def _places(folder: Path, name: str, base: str, pictures: Path | None) -> Iterator[tuple[Path, str]]:
    """Yield folders, each with the path in it at which the picture ``name`` may be."""
    parts = [part for part in PurePosixPath(name).parts if part not in ("/", ".")]
    up = next((n for n, part in enumerate(parts) if part != ".."), len(parts))
    inner = "/".join(parts[up:])
    if not inner or ".." in parts[up:]:
        return
    above = [
        ancestor
        for ancestor in (folder, *folder.parents)[: _HIGHEST + 1]
        if ancestor != Path.home() and ancestor != ancestor.parent
    ]
    if name.startswith("/"):
        yield from ((root, inner) for root in above)
    elif up < len(above):
        if base and not base.startswith(("/", "..", "http")) and not up:
            yield folder, f"{base.strip('/')}/{inner}"
        yield above[up], inner
    if pictures is not None:
        yield pictures.absolute(), inner
        yield pictures.absolute(), parts[-1]
