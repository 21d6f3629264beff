"""Writes the talking book of DAISY 2.02 (DAISY Consortium, 2001) from the spoken EPUB: the same words, numbers and
clips as XHTML 1.0, SMIL 1.0 and a navigation control centre (ncc.html), which players for the blind read.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from lxml import etree

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.packs.sound import writer as audio
from plantin.writers.archives import zip_files

_FOLDER = "EPUB/"
_OPF = "{http://www.idpf.org/2007/opf}"
_SMIL = "{http://www.w3.org/ns/SMIL}"
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_EPUB = "{http://www.idpf.org/2007/ops}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_KEPT = frozenset(
    (
        "a abbr blockquote body br caption cite code col colgroup dd del dfn div dl dt em h1 h2 h3 h4 h5 h6 head html "
        "img ins kbd li ol p pre q samp small span strong sub sup table tbody td tfoot th thead title tr ul var"
    ).split()
)
"""The elements that XHTML 1.0 has as well."""
_BLOCKS = frozenset(["aside", "div", "figcaption", "figure", "footer", "header", "main", "nav", "section"])
_INLINE = frozenset("a abbr br cite code del dfn em img ins kbd q samp small span strong sub sup var".split())
_LINES = (_INLINE | frozenset(["caption", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre"])) - {"del", "ins"}
"""Elements that hold no blocks in XHTML 1.0."""
_NAMED = frozenset(
    "aside blockquote dd div dl dt figcaption figure footer header img li main math nav ol p pre section ul".split()
)
"""Elements whose names are among the classes of what they become."""
_PICTURES = (".png", ".jpg", ".jpeg", ".gif")
"""The pictures that DAISY 2.02 knows."""
_ATTRIBUTES = frozenset(["id", "href", "src", "alt", "colspan", "rowspan", "scope", "dir", "lang", "title"])
_REQUIRED = {"pagebreak": "pagenumber-on", "noteref": "footnote-on", "note": "footnote-on", "sidebar": "sidebar-on"}
"""What a player can switch off (DAISY 2.02, system-required)."""
_NOTES = frozenset({"endnote", "footnote"})
NUMBERED = ("paragraph", "table", "figure")
"""Parts that a listener can go to by their numbers."""
_HTML = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"'
    ' "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
)
_SMIL_10 = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN"'
    ' "http://www.w3.org/TR/REC-smil/SMIL10.dtd">\n'
)
_CONTENT_TYPE = '<meta http-equiv="Content-type" content="text/html; charset=utf-8"/>'


@dataclass(frozen=True, slots=True)
class Clip:
    """What is shown and heard together: the element, its sound, when it begins and ends (seconds), what it is where it
    can be switched off, and whether a sidebar begins with it.
    """

    shown: etree._Element
    sound: str
    begin: float
    end: float
    kind: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the navigation control centre: its element, its class, its words and where it leads."""

    element: str
    kind: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class BookPage:
    """A page of the spoken EPUB: its name without its end, its tree, its overlay, and the clips of this in order."""

    stem: str
    root: etree._Element
    overlay: etree._Element
    clips: list[Clip]

    @property
    def seconds(self) -> float:
        """How long it is."""
        return sum(clip.end - clip.begin for clip in self.clips)


@dataclass(frozen=True, slots=True)
class TalkingBook:
    """What a talking book of any version is made of."""

    terms: dict[str, list[str]]
    """The terms of Dublin Core and the narrator, as DAISY 2.02 names them."""
    pages: list[BookPage]
    """The pages that are heard, in order."""
    items: list[Item]
    """Where a listener can go, in order."""
    media: dict[str, bytes]
    """Sounds and pictures by name."""


def write(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
    """Return the talking book as a ZIP archive. The same voice gives the same bytes. Raises ToolError (D132, V011)."""
    book = talking_book(audio.write(document, style, moment, related), "daisy202")
    files: dict[str, bytes] = {}
    elapsed = 0.0
    for page in book.pages:
        files[f"{page.stem}.smil"] = _smil(page, book.terms, elapsed).encode()
        elapsed += page.seconds
        files[f"{page.stem}.html"] = _page(page.root)
    files |= book.media
    centre = _centre(book.items, book.terms, elapsed, len(files) + 1, document)
    return zip_files({"ncc.html": centre.encode(), **files})


def talking_book(spoken: bytes, version: str) -> TalkingBook:
    """Return what the spoken EPUB ``spoken`` gives a talking book, whose identifier depends on ``version``."""
    files = audio.unpack_archive(spoken)
    package = etree.fromstring(files[f"{_FOLDER}content.opf"])
    pages: list[BookPage] = []
    items: list[Item] = []
    for page in audio.pages_in_order(package):
        stem = posixpath.splitext(page)[0]
        if (content := files.get(f"{_FOLDER}{stem}.smil")) is None:
            continue
        overlay, root = etree.fromstring(content), etree.fromstring(files[f"{_FOLDER}{page}"])
        clips = list(_clips(overlay, root))
        items += _items(clips, stem, first=not items)
        pages += [BookPage(stem, root, overlay, clips)] if clips else []
    media = {
        posixpath.basename(name): content
        for name, content in files.items()
        if name.endswith((".mp3", *_PICTURES)) and name != f"{_FOLDER}cover.png"
    }
    return TalkingBook(_terms(package, version), pages, items, media)


# The terms of the package


def _terms(package: etree._Element, version: str) -> dict[str, list[str]]:
    """Return the terms of Dublin Core and the narrator, which DAISY 2.02 names as EPUB does."""
    terms: dict[str, list[str]] = {}
    for element in package.iter(etree.Element):
        name = etree.QName(element)
        if name.namespace == "http://purl.org/dc/elements/1.1/" and element.text:
            terms.setdefault(f"dc:{name.localname}", []).append(element.text)
        elif element.get("property") == "media:narrator":
            terms["ncc:narrator"] = [element.text or ""]
    terms["dc:identifier"] = [f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, terms['dc:identifier'][0] + '#' + version)}"]
    for term, other in (("dc:creator", "dc:publisher"), ("dc:publisher", "dc:creator")):
        terms.setdefault(term, terms.get(other, []))
    terms["dc:publisher"] = terms["dc:publisher"][:1]
    return terms


# Clips


def _clips(overlay: etree._Element, root: etree._Element) -> Iterator[Clip]:
    named = {element.get("id"): element for element in root.iter(etree.Element) if element.get("id")}
    opened: set[etree._Element] = set()
    for par in overlay.iter(f"{_SMIL}par"):
        text, sound = par[0], par[1]
        around = {sequence.get(f"{_EPUB}type", ""): sequence for sequence in par.iterancestors(f"{_SMIL}seq")}
        kind = par.get(f"{_EPUB}type", "")
        kind = "noteref" if kind == "biblioref" else kind
        sidebar = around.get("sidebar")
        if not kind:
            kind = "note" if _NOTES & around.keys() else "sidebar" if sidebar is not None else ""
        opens = kind == "sidebar" and sidebar is not None and sidebar not in opened
        if opens and sidebar is not None:
            opened.add(sidebar)
        begin, end = (float(sound.get(key, "").removesuffix("s")) for key in ("clipBegin", "clipEnd"))
        target = named[text.get("src", "").partition("#")[2]]
        yield Clip(target, posixpath.basename(sound.get("src", "")), begin, end, kind, opens)


def _smil(page: BookPage, terms: Mapping[str, list[str]], elapsed: float) -> str:
    """Return the synchronization of a page, its clips in order; what can be switched off names the test it is subject
    to.
    """
    stem, seconds = page.stem, page.seconds
    pars = "".join(
        f'<par endsync="last"{_test(clip)} id="par-{n}"><text src="{stem}.html#{escape(clip.shown.get("id", ""))}"'
        f' id="text-{n}"/><seq><audio src="{clip.sound}" clip-begin="npt={clip.begin:.3f}s"'
        f' clip-end="npt={clip.end:.3f}s" id="audio-{n}"/></seq></par>\n'
        for n, clip in enumerate(page.clips, 1)
    )
    metas = _metas(
        {
            "dc:identifier": terms["dc:identifier"],
            "dc:format": ["Daisy 2.02"],
            "dc:title": terms["dc:title"][:1],
            "ncc:generator": ["Plantin"],
            "ncc:totalElapsedTime": [_clock(elapsed)],
            "ncc:timeInThisSmil": [_clock(seconds)],
        }
    )
    layout = '<layout><region id="txtView"/></layout>'
    return (
        f'{_SMIL_10}<smil>\n<head>\n{metas}{layout}\n</head>\n<body>\n<seq dur="{seconds:.3f}s">\n{pars}</seq>\n'
        "</body>\n</smil>\n"
    )


def _test(clip: Clip) -> str:
    return f' system-required="{_REQUIRED[clip.kind]}"' if clip.kind in _REQUIRED else ""


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"


# The navigation control centre


def _items(clips: list[Clip], stem: str, *, first: bool) -> Iterator[Item]:
    """Yield headings, numbered parts, beginnings of printed pages, calls of notes and sidebars, in the order in which
    they are heard. The title comes first, and leads to the beginning of the book; a page without a heading is a
    group, for a player plays only what it is led to.
    """
    headed: set[etree._Element] = set()
    if first:
        title = next((h for clip in clips if (h := heading_of(clip.shown)) is not None), None)
        if title is not None:
            headed.add(title)
            yield Item("h1", "title", _words(title), f"{stem}.smil#par-1")
    elif not any(heading_of(clip.shown) is not None for clip in clips):
        yield from (Item("div", "group", _words(clip.shown), f"{stem}.smil#par-1") for clip in clips[:1])
    for n, clip in enumerate(clips, 1):
        place, heading = f"{stem}.smil#par-{n}", heading_of(clip.shown)
        if heading is not None and heading not in headed and clip.kind != "pagebreak":
            headed.add(heading)
            yield Item(etree.QName(heading).localname, "section", _words(heading), place)
        if clip.opens:
            yield Item("span", "sidebar", _words(clip.shown), place)
        if not clip.kind and (kind := _find_kind(clip.shown)):
            yield Item("div", kind, _words(clip.shown), place)
        if clip.kind == "noteref":
            yield Item("span", "noteref", _words(clip.shown), place)
        elif clip.kind == "pagebreak":
            number = _number(clip.shown)
            kind = "page-normal" if number.isascii() and number.isdigit() else "page-special"
            yield Item("span", kind, number, place)


def heading_of(element: etree._Element) -> etree._Element | None:
    """Return the heading that an element is, or is in."""
    around = (element, *element.iterancestors())
    return next((ancestor for ancestor in around if re.fullmatch(r"h[1-6]", etree.QName(ancestor).localname)), None)


def _find_kind(element: etree._Element) -> str:
    """Return what an element numbers, one of ``NUMBERED``, where it is the label of such a part."""
    if "label" not in element.get("class", "").split():
        return ""
    for ancestor in element.iterancestors(f"{_XHTML}p", f"{_XHTML}caption", f"{_XHTML}figcaption"):
        name = etree.QName(ancestor).localname
        if name == "p":
            return "paragraph" if "numbered" in ancestor.get("class", "").split() else ""
        return "table" if name == "caption" else "figure"
    return ""


def _number(mark: etree._Element) -> str:
    return mark.get("id", "").removeprefix("page-")


def _words(element: etree._Element) -> str:
    """Return the words of an element without calls of notes."""
    if etree.QName(element).localname in {"img", "math"}:
        return element.get("alt") or element.get("alttext") or ""
    words = element.text or ""
    for child in element.iterchildren(etree.Element):
        words += ("" if child.get("role") == "doc-noteref" else _words(child)) + (child.tail or "")
    return " ".join(words.split()) if heading_of(element) is element else words


def _centre(items: list[Item], terms: Mapping[str, list[str]], seconds: float, files: int, document: Document) -> str:
    """Return the file ncc.html: what the book is, and where to go in it."""
    counts = {kind: sum(1 for item in items if item.kind == kind) for kind in {item.kind for item in items}}
    pages = [item.words for item in items if item.kind == "page-normal"]
    written = {
        **terms,
        "dc:format": ["Daisy 2.02"],
        "ncc:charset": ["utf-8"],
        "ncc:depth": [max((item.element[1:] for item in items if item.kind in {"title", "section"}), default="1")],
        "ncc:files": [f"{files}"],
        "ncc:footnotes": [f"{counts.get('noteref', 0)}"],
        "ncc:generator": ["Plantin"],
        "ncc:maxPageNormal": [f"{max(map(int, pages), default=0)}"],
        "ncc:multimediaType": ["audioFullText"],
        "ncc:pageFront": ["0"],
        "ncc:pageNormal": [f"{len(pages)}"],
        "ncc:pageSpecial": [f"{counts.get('page-special', 0)}"],
        "ncc:setInfo": ["1 of 1"],
        "ncc:sidebars": [f"{counts.get('sidebar', 0)}"],
        "ncc:tocItems": [f"{len(items)}"],
        "ncc:totalTime": [_clock(seconds)],
    }
    rows = "".join(
        f'<{item.element} class="{_class(item)}" id="ncc-{n}"><a href="{item.place}">{escape(item.words.strip())}</a>'
        f"</{item.element}>\n"
        for n, item in enumerate(items, 1)
    )
    language = escape(document.language)
    return (
        f'{_HTML}<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" xml:lang="{language}">\n<head>\n'
        f"{_CONTENT_TYPE}\n<title>{escape(terms['dc:title'][0])}</title>\n{_metas(written)}</head>\n<body>\n{rows}</body>\n"
        "</html>\n"
    )


def _class(item: Item) -> str:
    """Return the class of an entry: DAISY 2.02 has none for numbered parts, but groups."""
    return "group" if item.kind in NUMBERED else item.kind


def _metas(terms: Mapping[str, list[str]]) -> str:
    return "".join(
        f'<meta name="{name}" content="{escape(value)}"/>\n' for name in sorted(terms) for value in terms[name]
    )


# Pages of text


def _page(root: etree._Element) -> bytes:
    text: str = etree.tostring(page_tree(root), encoding="unicode")
    return (_HTML + text.replace("<head>", f"<head>\n{_CONTENT_TYPE}", 1) + "\n").encode()


def page_tree(root: etree._Element) -> etree._Element:
    """Return the page ``root`` as one of XHTML 1.0. What only XHTML5, EPUB and ARIA can say of an element is among its
    classes: ``html-nav``, ``type-toc``, ``role-doc-toc``; its accessible name is its title.
    """
    for element in list(root.iter(etree.Element)):
        if element.get("hidden") is not None or etree.QName(element).localname in {"link", "meta", "svg", "style"}:
            _remove(element)
    for formula in list(root.iter(f"{_MATHML}math")):
        words = formula.makeelement(f"{_XHTML}math", {str(key): str(value) for key, value in formula.attrib.items()})
        words.tail = formula.tail
        if (parent := formula.getparent()) is not None:
            parent.replace(formula, words)
    for element in list(root.iter(f"{_XHTML}*")):
        _turn(element)
    etree.strip_tags(root, f"{_XHTML}wbr")
    etree.cleanup_namespaces(root)
    return root


def _remove(element: etree._Element) -> None:
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)


def _turn(element: etree._Element) -> None:
    """Make of an element one of XHTML 1.0."""
    name = etree.QName(element).localname
    if name == "wbr":
        return
    classes = element.get("class", "").split()
    parent = element.getparent()
    inside = parent is not None and etree.QName(parent).localname in _LINES
    tag = name if name in _KEPT else "div" if name in _BLOCKS else "span"
    if (inside and tag not in _INLINE) or (name == "img" and not element.get("src", "").endswith(_PICTURES)):
        tag = "span"
    if tag != name and name in _NAMED:
        classes.append(f"html-{name}")
    classes += [f"type-{word}" for word in element.get(f"{_EPUB}type", "").split()]
    classes += [f"role-{word}" for word in element.get("role", "").split()]
    classes += [f"named-by-{word}" for word in element.get("aria-labelledby", "").split()]
    classes += ["display-block"] * (element.get("display") == "block")
    classes += ["aria-hidden"] * (element.get("aria-hidden") == "true")
    if (label := element.get("aria-label")) and tag not in {"html", "head", "title"}:
        element.set("title", label)
    if tag == "span" and name in {"math", "img"}:
        words = element.get("alttext") or element.get("alt") or ""
        del element[:]
        element.text = words
        for key in ("alt", "src"):
            element.attrib.pop(key, "")
    if element.get(f"{_EPUB}type") == "pagebreak":
        element.text = _number(element)
    element.tag = f"{_XHTML}{tag}"
    for key in set(map(str, element.attrib)) - _ATTRIBUTES - {_XML_LANG}:
        del element.attrib[key]
    for key in ("href", "src"):
        path, sign, anchor = element.get(key, "").partition("#")
        if path + sign and ":" not in path:
            element.set(key, re.sub(r"\.xhtml$", ".html", posixpath.basename(path)) + sign + anchor)
    if classes:
        element.set("class", " ".join(classes))
    if not element.text and not len(element) and tag not in {"br", "img", "col"}:
        element.text = "^" if tag == "a" else ""
