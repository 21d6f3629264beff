"""Writes the talking book of DAISY 3 (ANSI/NISO Z39.86-2005) from the same pages, clips and places as that of DAISY
2.02: DTBook 2005-3, SMIL 2.0 whose tables, rows, figures, boxes and notes can be left, an NCX and an OPF 1.2 package.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from lxml import etree

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.packs.sound import writer as audio
from plantin.packs.sound.writer import daisy
from plantin.packs.sound.writer.daisy import BookPage, Item, TalkingBook
from plantin.writers.archives import zip_files

_DTBOOK = "http://www.daisy.org/z3986/2005/dtbook/"
_D = f"{{{_DTBOOK}}}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_EPUB = "{http://www.idpf.org/2007/ops}"
_STRUCTURES = {
    "pagenum": "PAGE_NUMBER",
    "noteref": "NOTE_REFERENCE",
    "note": "NOTE",
    "sidebar": "OPTIONAL_SIDEBAR",
}
"""What a player can switch off, by its custom test (Z39.86-2005, 8.3.3)."""
_CLASSES = {
    "table": "table",
    "table-row": "tr",
    "figure": "imggroup",
    "sidebar": "sidebar",
    "endnote": "note",
    "footnote": "note",
}
"""What a player can leave, by the kind of its sequence in the overlay (Z39.86-2005, 7.4.4)."""
_KINDS = {"pagebreak": "pagenum", "noteref": "noteref"}
_RENAMED = {"ol": "list", "ul": "list", "small": "span", "var": "span", "pre": "p"}
_RESTORED = {"level": "div", "list": "ol", "pagenum": "span", "noteref": "a", "note": "li", "sidebar": "div"}
_OF_BLOCKS = frozenset({"level", "div", "blockquote", "note"})
_BLOCKS = frozenset(
    [
        *("p", "list", "dl", "div", "blockquote", "img", "imggroup", "table", "sidebar", "note"),
        *("doctitle", "bridgehead", "hd", "level", "pagenum"),
    ]
)
_TYPES = {
    "smil": "application/smil",
    "xml": "application/x-dtbook+xml",
    "mp3": "audio/mpeg",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}


def write(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
    """Return the talking book as a ZIP archive. The same voice gives the same bytes. Raises ToolError (D132, V011)."""
    book = daisy.talking_book(audio.write(document, style, moment, related), "daisy3")
    files: dict[str, bytes] = {}
    elapsed, tests, places = 0.0, set[str](), dict[str, dict[str, str]]()
    for page in book.pages:
        files[f"{page.stem}.smil"], places[page.stem] = _smil(page, book, elapsed, tests)
        elapsed += page.seconds
    centre = _centre(book, document, tests)
    files |= {f"{page.stem}.xml": _dtbook(page, book, places[page.stem]) for page in book.pages}
    files |= {name: content for name, content in book.media.items() if name.rpartition(".")[2] in _TYPES}
    package = _package(book, files, elapsed)
    return zip_files({"package.opf": package.encode(), "navigation.ncx": centre.encode(), **files})


def _head(root: str, name: str, system: str) -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE {root} PUBLIC "{name}"'
        f' "http://www.daisy.org/z3986/2005/{system}">\n'
    )


def _metas(terms: dict[str, str]) -> str:
    return "".join(f'<meta name="{name}" content="{escape(value)}"/>\n' for name, value in terms.items())


def _clock(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"


def _sound(clips: list[daisy.Clip]) -> str:
    """Return the sound from the first of ``clips`` to the last that follows it without a call of a note, in the same
    file.
    """
    run = clips[:1]
    for clip in clips[1:]:
        if clip.sound != run[-1].sound or clip.kind in _KINDS:
            break
        run.append(clip)
    begin, end = _clock(run[0].begin), _clock(run[-1].end)
    return f'<audio src="{run[0].sound}" clipBegin="{begin}" clipEnd="{end}"/>'


# Synchronization


def _smil(page: BookPage, book: TalkingBook, elapsed: float, tests: set[str]) -> tuple[bytes, dict[str, str]]:
    """Return the synchronization of a page, and the place of each element by its id; ``tests`` gets the tests that it
    has.
    """
    clips = enumerate(page.clips, 1)
    places: dict[str, str] = {}
    page_tests: set[str] = set()

    def parts(holder: etree._Element) -> Iterator[tuple[str, str]]:
        """Yield the id and the text of each part."""
        for child in holder.iterchildren("{*}seq", "{*}par"):
            if etree.QName(child).localname == "seq":
                yield from sequence(child)
                continue
            n, clip = next(clips)
            test = _KINDS.get(clip.kind, "")
            page_tests.update([test] if test else [])
            name = clip.shown.get("id", "")
            places.setdefault(name, f"{page.stem}.smil#par-{n}")
            kind = f' class="{test}" customTest="{test}"' if test else ""
            text = f'<text src="{page.stem}.xml#{name}"/>'
            yield f"par-{n}", f'<par id="par-{n}"{kind}>{text}{_sound([clip])}</par>\n'

    def sequence(element: etree._Element) -> Iterator[tuple[str, str]]:
        kind = _CLASSES.get(element.get(f"{_EPUB}type", ""), "")
        inner_parts = list(parts(element))
        if not kind:
            yield from inner_parts
            return
        name = f"seq-{inner_parts[0][0].removeprefix('seq-').removeprefix('par-')}-{kind}"
        page_tests.update([kind] if kind in _STRUCTURES else [])
        places.setdefault(element.get(f"{_EPUB}textref", "").partition("#")[2], f"{page.stem}.smil#{name}")
        test = f' customTest="{kind}"' if kind in _STRUCTURES else ""
        inside = "".join(text for _, text in inner_parts)
        yield (
            name,
            f'<seq id="{name}" class="{kind}"{test} end="DTBuserEscape;{inner_parts[-1][0]}.end">\n{inside}</seq>\n',
        )

    body = next(page.overlay.iter("{*}body"))
    inside = "".join(text for _, text in parts(body))
    tests |= page_tests
    terms = {"dtb:uid": book.terms["dc:identifier"][0], "dtb:generator": "Plantin"}
    metas = _metas({**terms, "dtb:totalElapsedTime": _clock(elapsed)})
    declared = "".join(
        f'<customTest id="{test}" defaultState="true" override="visible"/>\n' for test in sorted(page_tests)
    )
    custom = f"<customAttributes>\n{declared}</customAttributes>\n" if page_tests else ""
    return (
        f"{_head('smil', '-//NISO//DTD dtbsmil 2005-2//EN', 'dtbsmil-2005-2.dtd')}"
        f'<smil xmlns="http://www.w3.org/2001/SMIL20/">\n<head>\n{metas}{custom}</head>\n<body>\n'
        f'<seq id="whole" dur="{_clock(page.seconds)}">\n{inside}</seq>\n</body>\n</smil>\n'
    ).encode(), places


# Package and navigation


def _type(name: str) -> str:
    return _TYPES[name.rpartition(".")[2]]


def _package(book: TalkingBook, files: dict[str, bytes], seconds: float) -> str:
    terms = {key: values for key, values in book.terms.items() if key.startswith("dc:")}
    terms["dc:format"] = ["ANSI/NISO Z39.86-2005"]
    names = {f"dc:{key[3:].capitalize()}": values for key, values in sorted(terms.items())}
    named = {"dc:Identifier": ' id="uid"'}
    core = "".join(
        f"<{name}{named.get(name, '')}>{escape(value)}</{name}>\n" for name, values in names.items() for value in values
    )
    pictures = any(_type(name).startswith("image") for name in files)
    metas = {
        "dtb:audioFormat": "MP3",
        "dtb:multimediaContent": "audio,text,image" if pictures else "audio,text",
        "dtb:multimediaType": "audioFullText",
        "dtb:narrator": book.terms["ncc:narrator"][0],
        "dtb:totalTime": _clock(seconds),
    }
    items = "".join(
        f'<item id="file-{n}" href="{name}" media-type="{_type(name)}"/>\n' for n, name in enumerate(files, 1)
    )
    spine = "".join(f'<itemref idref="file-{n}"/>\n' for n, name in enumerate(files, 1) if name.endswith(".smil"))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<!DOCTYPE package PUBLIC "+//ISBN 0-9673008-1-9//DTD OEB 1.2 Package//EN"'
        ' "http://openebook.org/dtds/oeb-1.2/oebpkg12.dtd">\n'
        '<package xmlns="http://openebook.org/namespaces/oeb-package/1.0/" unique-identifier="uid">\n<metadata>\n'
        f'<dc-metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{core}</dc-metadata>\n'
        f"<x-metadata>\n{_metas(metas)}</x-metadata>\n</metadata>\n<manifest>\n"
        '<item id="opf" href="package.opf" media-type="text/xml"/>\n'
        '<item id="ncx" href="navigation.ncx" media-type="application/x-dtbncx+xml"/>\n'
        f"{items}</manifest>\n<spine>\n{spine}</spine>\n</package>\n"
    )


def _centre(book: TalkingBook, document: Document, tests: set[str]) -> str:
    """Return the NCX: headings by level, beginnings of printed pages and calls of notes, with their words and sound."""
    clips = {page.stem: page.clips for page in book.pages}
    entries = [
        (item, f"<navLabel><text>{escape(item.words.strip())}</text>{_label(item, clips)}</navLabel>")
        for item in book.items
        if item.kind != "sidebar"
    ]
    points, depth = _points(entries)
    pages = [item for item, _ in entries if item.kind.startswith("page-")]
    custom = "".join(
        f'<smilCustomTest id="{test}" defaultState="true" override="visible" bookStruct="{_STRUCTURES[test]}"/>\n'
        for test in sorted(tests)
    )
    metas = {
        "dtb:uid": book.terms["dc:identifier"][0],
        "dtb:depth": f"{depth}",
        "dtb:generator": "Plantin",
        "dtb:totalPageCount": f"{len(pages)}",
        "dtb:maxPageNumber": f"{max((int(item.words) for item in pages if item.kind == 'page-normal'), default=0)}",
    }
    authors = "".join(
        f"<docAuthor><text>{escape(author)}</text></docAuthor>\n" for author in book.terms.get("dc:creator", [])
    )
    return (
        f"{_head('ncx', '-//NISO//DTD ncx 2005-1//EN', 'ncx-2005-1.dtd')}"
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"'
        f' xml:lang="{escape(document.language)}">\n<head>\n{custom}{_metas(metas)}</head>\n'
        f"<docTitle><text>{escape(book.terms['dc:title'][0])}</text></docTitle>\n{authors}"
        f"<navMap>\n{points}</navMap>\n{_lists(entries, document.labels.notes)}</ncx>\n"
    )


def _target(tag: str, n: int, item: Item, label: str, more: str) -> str:
    return f'<{tag} id="ncx-{n}" playOrder="{n}"{more}>{label}<content src="{item.place}"/>'


def _points(entries: list[tuple[Item, str]]) -> tuple[str, int]:
    """Return the entries for headings and groups, nested by level, and how deep they are."""
    points, around, depth = "", list[int](), 0
    for n, (item, label) in enumerate(entries, 1):
        if item.kind not in {"title", "section", "group"}:
            continue
        level = int(item.element[1:]) if item.kind == "section" else 1
        while around and around[-1] >= level:
            around.pop()
            points += "</navPoint>\n"
        around.append(level)
        depth = max(depth, len(around))
        kind = item.element if item.kind == "section" else item.kind
        points += _target("navPoint", n, item, label, f' class="{kind}"')
    return points + "</navPoint>\n" * len(around), depth


def _lists(entries: list[tuple[Item, str]], notes: str) -> str:
    """Return the lists of printed pages, of the calls of notes, whose name is ``notes``, and of the numbered parts,
    whose name is that of the first and the last one.
    """
    pages, lists, names = "", dict[str, str](), dict[str, list[str]]()
    for n, (item, label) in enumerate(entries, 1):
        if item.kind.startswith("page-"):
            pages += _target("pageTarget", n, item, label, f' type="{item.kind[5:]}"') + "</pageTarget>\n"
        elif item.kind in {"noteref", *daisy.NUMBERED}:
            target = _target("navTarget", n, item, label, f' class="{item.kind}"')
            lists[item.kind] = f"{lists.get(item.kind, '')}{target}</navTarget>\n"
            names.setdefault(item.kind, []).append(item.words.strip())
    named = {
        kind: notes if kind == "noteref" else " – ".join(dict.fromkeys((words[0], words[-1])))
        for kind, words in names.items()
    }
    return (f"<pageList>\n{pages}</pageList>\n" if pages else "") + "".join(
        f'<navList class="{kind}"><navLabel><text>{escape(named[kind])}</text></navLabel>\n{targets}</navList>\n'
        for kind, targets in lists.items()
    )


def _label(item: Item, clips: dict[str, list[daisy.Clip]]) -> str:
    """Return the sound of an entry: of a heading all that is in it, of another the clip; ``clips`` are those of each
    page.
    """
    stem, _, number = item.place.rpartition(".smil#par-")
    heard = clips[stem][int(number) - 1 :]
    if item.kind not in {"title", "section"}:
        return _sound(heard[:1])
    runs = groupby(heard, key=lambda clip: daisy.heading_of(clip.shown))
    return _sound(next([*run] for heading, run in runs if heading is not None))


# Text


def _dtbook(page: BookPage, book: TalkingBook, places: dict[str, str]) -> bytes:
    """Return a page as DTBook. An element is among its classes where another one is usual for what it is here
    (``was-h2``); ``inline`` is the class of paragraphs and spans that only the DTD asks for.
    """
    root = daisy.page_tree(page.root)
    body = next(root.iter("{*}body"))
    level = etree.XML(f'<level xmlns="{_DTBOOK}"/>')
    level.text = body.text
    level.extend(list(body))
    for element in list(level.iter(etree.Element))[1:]:
        _turn(element)
    for element in list(level.iter(etree.Element)):
        _wrap(element)
        if place := places.get(element.get("id", "")):
            element.set("smilref", place)
    etree.cleanup_namespaces(level)
    language, direction = (escape(root.get(key, "")) for key in ("lang", "dir"))
    text: str = etree.tostring(level, encoding="unicode").replace(f' xmlns="{_DTBOOK}"', "", 1)
    metas = _metas({"dtb:uid": book.terms["dc:identifier"][0], "dc:Title": book.terms["dc:title"][0]})
    return (
        f"{_head('dtbook', '-//NISO//DTD dtbook 2005-3//EN', 'dtbook-2005-3.dtd')}"
        f'<dtbook xmlns="{_DTBOOK}" version="2005-3" xml:lang="{language}" dir="{direction}">\n<head>\n{metas}</head>\n'
        f"<book>\n<bodymatter>\n{text}\n</bodymatter>\n</book>\n</dtbook>\n"
    ).encode()


def _turn(element: etree._Element) -> None:
    """Make of an element of XHTML 1.0 one of DTBook."""
    before = etree.QName(element).localname
    classes = element.get("class", "").split()
    now = _name(element, before, set(classes))
    element.tag = f"{_D}{now}"
    element.attrib.pop("lang", "")
    if now == "list":
        element.set("type", "pl")
    elif now == "sidebar":
        element.set("render", "optional")
    elif now == "pagenum":
        element.set("page", "normal" if (element.text or "").isdigit() else "special")
    elif now == "noteref":
        element.text = "".join(map(str, element.itertext()))
        del element[:]
        element.set("idref", str(element.attrib.pop("href")))
    elif before == "img" and now == "span":
        element.text = str(element.attrib.pop("alt", ""))
        del element.attrib["src"]
        classes.append("html-img")
    elif before == "pre":
        element.set(f"{_XML}space", "preserve")
    if (address := element.get("href")) is not None and ":" in address.partition("#")[0]:
        element.set("external", "true")
    for key in ("href", "idref"):
        if (address := element.get(key)) is not None and ":" not in address.partition("#")[0]:
            element.set(key, re.sub(r"\.html(?=#|$)", ".xml", address))
    if _RESTORED.get(now, now) != before and "html-img" not in classes:
        classes.append(f"was-{before}")
    if classes:
        element.set("class", " ".join(classes))


def _name(element: etree._Element, before: str, classes: set[str]) -> str:
    """Return the element of DTBook for one that was ``before``, by its place."""
    parent = element.getparent()
    around = "" if parent is None else etree.QName(parent).localname
    if "type-pagebreak" in classes:
        return "pagenum"
    if re.fullmatch("h[1-6]", before):
        return _heading(element, around)
    if before == "div":
        if classes & {"html-section", "html-nav"} and around == "level":
            return "level"
        if "html-figcaption" in classes and around == "imggroup":
            return "caption"
        if "html-figure" in classes and _is_group(element):
            return "imggroup"
        return "sidebar" if "role-group" in classes else "div"
    if before == "ol" and any("type-endnote" in child.get("class", "").split() for child in element):
        return "div"
    if before == "li" and around == "div":
        return "note"
    if before == "a" and "role-doc-noteref" in classes:
        return "noteref"
    if before in {"ins", "del"}:
        nested = any(etree.QName(child).localname in {"p", "div", "ol", "ul", "dl", "table"} for child in element)
        return "div" if nested else "span"
    if before == "img" and element.get("src", "").endswith(".gif"):
        return "span"
    return _RENAMED.get(before, before)


def _heading(element: etree._Element, around: str) -> str:
    parent, following = element.getparent(), element.getnext()
    if around == "level" and following is not None and parent is not None:
        return "bridgehead" if parent.find(f"{_D}hd") is not None else "hd"
    if around in {"level", "div"}:
        first = any("type-titlepage" in ancestor.get("class", "").split() for ancestor in element.iterancestors())
        return "doctitle" if first else "bridgehead"
    return "hd" if around == "sidebar" else "p"


def _is_group(figure: etree._Element) -> bool:
    """Return whether a figure is its picture and its caption alone."""
    names = {etree.QName(child).localname for child in figure}
    captions = [child for child in figure if "html-figcaption" in child.get("class", "").split()]
    pictures = [child for child in figure if child.get("src", "").endswith((".png", ".jpg", ".jpeg"))]
    return names <= {"img", "div"} and len(captions) + len(pictures) == len(figure) and bool(pictures)


def _wrap(element: etree._Element) -> None:
    """Put text into a paragraph where only blocks are allowed, and the mark of a page in a cell into a span."""
    name = etree.QName(element).localname
    if name in {"td", "th"}:
        for mark in element.findall(f"{_D}pagenum"):
            span = etree.Element(f"{_D}span", {"class": "inline"})
            span.tail, mark.tail = mark.tail, None
            element.replace(mark, span)
            span.append(mark)
    if name not in _OF_BLOCKS:
        return
    run: etree._Element | None = None
    if (element.text or "").strip():
        run = etree.Element(f"{_D}p", {"class": "inline"})
        run.text, element.text = element.text, None
        element.insert(0, run)
    for child in list(element):
        if child is run:
            continue
        if etree.QName(child).localname not in _BLOCKS:
            if run is None:
                run = etree.Element(f"{_D}p", {"class": "inline"})
                element.replace(child, run)
            run.append(child)
            continue
        run = None
        if (child.tail or "").strip():
            run = etree.Element(f"{_D}p", {"class": "inline"})
            run.text, child.tail = child.tail, None
            child.addnext(run)
    if not len(element):
        etree.SubElement(element, f"{_D}p", {"class": "inline"})
