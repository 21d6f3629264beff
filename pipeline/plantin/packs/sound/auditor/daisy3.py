"""The auditor of talking books of DAISY 3 (ANSI/NISO Z39.86-2005): reads the package, the NCX, the SMIL files of the
spine and the DTBook pages that these show, and judges them as it judges DAISY 2.02.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import ClassVar

from lxml import etree

from plantin.auditors.markup.dom import XML_LANG, MarkupPage, ancestors, elements, has_class
from plantin.auditors.markup.epub_package import parse_part, unpack
from plantin.model.outline import normal
from plantin.packs.sound.auditor.audio import SpokenClip, clip_of
from plantin.packs.sound.auditor.daisy import (
    PARTS,
    DaisyReading,
    contradictions,
    heading_of,
    highest,
    stray_markup,
    terms_of,
)

_PACKAGE, _GUIDE = "package.opf", "navigation.ncx"
_NAMESPACES = {
    "opf": ("http://openebook.org/namespaces/oeb-package/1.0/", "http://purl.org/dc/elements/1.1/"),
    "ncx": ("http://www.daisy.org/z3986/2005/ncx/",),
    "smil": ("http://www.w3.org/2001/SMIL20/",),
    "xml": ("http://www.daisy.org/z3986/2005/dtbook/",),
}
_TYPES = {
    "opf": "text/xml",
    "ncx": "application/x-dtbncx+xml",
    "smil": "application/smil",
    "xml": "application/x-dtbook+xml",
    "mp3": "audio/mpeg",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
_XHTML = {"level": "div", "list": "ol", "pagenum": "span", "noteref": "a", "note": "li", "sidebar": "div"}
"""What an element of DTBook is in XHTML 1.0 where none of its classes names another one."""
_WAS = re.compile(r"was-(h[1-6]|ul|ol|li|div|span|small|var|ins|del|pre|p)")
_LEFT = {"table": ("table",), "tr": ("table-row",), "imggroup": ("figure",), "note": ("endnote", "footnote")}
"""What a player can leave: the class of its sequence, and its kinds in the overlay of an EPUB."""
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d\.\d{3})")
_PLACE = re.compile(r"[\w-]+\.smil#par-\d{1,6}")


def read(content: bytes, name: str) -> Daisy3Reading:
    """Return the talking book with these bytes; findings call it ``name``. Raises Unreadable (V010)."""
    files = unpack(content, name)
    centres = {file: parse_part(name, file, files.get(file)) for file in (_PACKAGE, _GUIDE)}
    hrefs = {item.get("id"): item.get("href", "") for item in elements(centres[_PACKAGE], "item")}
    order = dict.fromkeys(hrefs.get(reference.get("idref"), "") for reference in elements(centres[_PACKAGE], "itemref"))
    overlays = {file: parse_part(name, file, files.get(file)) for file in order}
    return Daisy3Reading(files, centres, overlays, name)


class Daisy3Reading(DaisyReading):
    """A talking book of DAISY 3, read as one of DAISY 2.02 in another vocabulary."""

    _schema = "daisy3"
    _kinds: ClassVar[dict[str, str]] = {_PACKAGE: "package", _GUIDE: "ncx"}

    @cached_property
    def _clips(self) -> dict[str, list[SpokenClip]]:
        return {page: [_clip(par) for par in elements(self._overlays[name], "par")]
                for page, name in self._pages_of.items()}  # fmt: skip

    @cached_property
    def _sequences(self) -> set[tuple[str, etree._Element, str]]:
        """What can be left: page, element, kind."""
        sequences = set()
        for page, name in self._pages_of.items():
            kinds = {
                f"{name}#{sequence.get('id', '')}": sequence.get("class", "")
                for sequence in elements(self._overlays[name], "seq")
            }
            for element in elements(self._book.pages[page].root):
                kind = kinds.get(element.get("smilref", ""), "")
                sequences |= {(page, element, overlay_kind) for overlay_kind in _LEFT.get(kind, ())}
        return sequences

    def _as_xhtml(self, root: etree._Element) -> etree._Element:
        html, head = etree.Element("html"), etree.Element("head")
        language = root.get(XML_LANG, "")
        html.attrib.update({"lang": language, XML_LANG: language, "dir": root.get("dir", "")})
        named = (meta.get("content", "") for meta in elements(root, "meta") if meta.get("name") == "dc:Title")
        etree.SubElement(head, "title").text = next(named, "")
        body = root.find("book/bodymatter/level")
        body = etree.Element("body") if body is None else body
        html.extend([head, body])
        for element in list(elements(body)):
            _turn(element)
        body.tag = "body"
        etree.strip_tags(body, "inline")
        return html

    def _package(self, centres: dict[str, etree._Element]) -> etree._Element:
        package = etree.Element("package")
        for term in centres[_PACKAGE].iterfind("metadata/dc-metadata/*"):
            etree.SubElement(package, str(term.tag).lower()).text = term.text
        self._described = terms_of(centres[_PACKAGE])
        self._items = [
            (item.get("href", ""), item.get("media-type", "")) for item in elements(centres[_PACKAGE], "item")
        ]
        return package

    def _foreign(self, name: str, content: bytes) -> Iterator[str]:
        namespaces = _NAMESPACES.get(name.rpartition(".")[2], ())
        if content.count(b"xmlns") != len(namespaces) or any(
            content.count(f'="{namespace}"'.encode()) != 1 for namespace in namespaces
        ):
            yield f"{name} has another namespace"
        yield from stray_markup(name, content)

    def _guide_entries(self) -> list[tuple[str, str, str, str]]:
        return [_entry(target) for target in self._targets()]

    def _targets(self) -> list[etree._Element]:
        """Return the entries of the NCX in the order in which they are played."""
        targets = elements(self._centre, "navPoint", "pageTarget", "navTarget")
        return sorted(targets, key=lambda target: int(order) if (order := target.get("playOrder", "")).isdigit() else 0)

    def _expected_entries(self) -> Iterator[tuple[str, str, str, str]]:
        return (entry for entry in super()._expected_entries() if entry[1] != "sidebar")

    def _as_entry(self, expected: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
        return expected

    def _count_faults(self, entries: Sequence[tuple[str, str, str, str]]) -> Iterator[str]:
        """Yield where the package and the NCX misstate the book as a whole, and what their entries lead to."""
        names = {name: _TYPES.get(name.rpartition(".")[2], "") for name in self._book.files}
        if sorted(self._items) != sorted(names.items()):
            yield f"{_PACKAGE} does not list each file once with its type"
        pages = [words for _, kind, words, _ in entries if kind == "page-normal"]
        pictures = any(kind.startswith("image") for kind in names.values())
        identifiers = [element.text or "" for element in elements(self._book.package, "identifier")]
        guide = {
            "dtb:uid": identifiers,
            "dtb:depth": [str(max((_depth(point) for point in elements(self._centre, "navPoint")), default=0))],
            "dtb:totalPageCount": [str(sum(kind.startswith("page-") for _, kind, _, _ in entries))],
            "dtb:maxPageNumber": [highest(pages)],
        }
        package = {
            "dtb:multimediaContent": ["audio,text,image" if pictures else "audio,text"],
            "dtb:multimediaType": ["audioFullText"],
            "dtb:audioFormat": ["MP3"],
        }
        for name, terms, expected in ((_GUIDE, terms_of(self._centre), guide), (_PACKAGE, self._described, package)):
            yield from contradictions(name, terms, expected)
        stated = {
            name: [element.text or "" for element in elements(self._book.package, name)] for name in ("format", "title")
        }
        title = [words for _, kind, words, _ in entries if kind == "title"]
        yield from contradictions(_PACKAGE, stated, {"format": ["ANSI/NISO Z39.86-2005"], "title": title})
        if [normal(element.text or "") for element in self._centre.iterfind("docTitle/text")] != title:
            yield f"{_GUIDE} has another title than the book"
        languages = {element.text for element in elements(self._book.package, "language")}
        if {page.language for page in self._book.order()} - languages:
            yield f"{_PACKAGE} says another language than the pages"
        yield from self._misleading_entries()

    def _misleading_entries(self) -> Iterator[str]:
        """Yield entries of the NCX at another level, or with another sound, than what they lead to."""
        around: list[int] = []
        for target in self._targets():
            element, kind, words, place = _entry(target)
            if target.tag == "navPoint":
                level = int(element[1]) if kind == "section" else 1
                while around and around[-1] >= level:
                    around.pop()
                around.append(level)
                if _depth(target) != len(around):
                    yield f"{_GUIDE}: “{words[:40]}” is at another level than its heading"
            sound = next(elements(target, "audio"), None)
            heard_at = self._sound_at(place, kind)
            if (
                sound is None
                or (sound.get("src"), *(_seconds(sound.get(key, "")) for key in ("clipBegin", "clipEnd"))) != heard_at
            ):
                yield f"{_GUIDE}: the sound of “{words[:40]}” is not that of its place"

    def _sound_at(self, place: str, kind: str) -> tuple[str, float, float] | None:
        """Return the sound of an entry: of a heading, all that is heard of it without calls of notes."""
        name, _, par = place.partition("#par-")
        page = next((page for page, overlay in self._pages_of.items() if overlay == name), "")
        if not _PLACE.fullmatch(place) or not 0 < int(par) <= len(self._clips.get(page, ())):
            return None
        clips = self._clips[page][int(par) - 1 :]
        if kind in {"title", "section"}:
            inside = [(clip, heading_of(self._shown.get((clip.page, clip.anchor)))) for clip in clips]
            whole = next((heading for _, heading in inside if heading is not None), None)
            clips = [clip for clip, heading in inside if heading is whole]
        run = clips[:1]
        for clip in clips[1:] if kind in {"title", "section"} else ():
            if clip.sound != run[-1].sound or clip.kind in {"pagebreak", "noteref"}:
                break
            run.append(clip)
        return (run[0].sound, run[0].begin, run[-1].end) if run else None

    def _unleavable(self, page: MarkupPage, clips: list[SpokenClip]) -> Iterator[str]:
        """Yield what a listener cannot switch off (notes, boxes) or leave, and sequences that lead astray."""
        yield from super()._unleavable(page, clips)
        yield from super(DaisyReading, self)._unleavable(page, clips)
        name = self._pages_of[page.name]
        places = {part.get("id", ""): part for part in elements(self._overlays[name], "par", "seq")}
        for node in elements(page.root):
            reference = node.get("smilref", "")
            if reference and reference.removeprefix(f"{name}#") not in places:
                yield f"{page.name}: {node.get('id', '')} is synchronized with {reference}, which is not there"
        for n, clip in enumerate(clips, 1):
            element = self._shown.get((clip.page, clip.anchor))
            if element is not None and element.get("smilref") != f"{name}#par-{n}":
                yield f"{page.name}: {clip.anchor} does not say where it is heard"
        for node in elements(self._overlays[name], "seq"):
            last = node[-1].get("id", "") if len(node) else ""
            if node.get("end", f"DTBuserEscape;{last}.end") != f"DTBuserEscape;{last}.end":
                yield f"{name}: {node.get('id', '')} is left at another place than its end"

    def _metadata_faults(self) -> Iterator[str]:
        """Yield what is wrong in the times and tests of the package, the NCX and each SMIL file, and that no person
        speaks.
        """
        elapsed, tests = 0.0, set[str]()
        uid = terms_of(self._centre).get("dtb:uid", [])
        for page, name in self._pages_of.items():
            root, seconds = self._overlays[name], sum(clip.end - clip.begin for clip in self._clips[page])
            yield from contradictions(name, terms_of(root), {"dtb:uid": uid, "dtb:totalElapsedTime": [_clock(elapsed)]})
            whole = root.find("body/seq")
            if whole is None or whole.get("dur") != _clock(seconds):
                yield f"{name} does not say that it takes {_clock(seconds)}"
            used = {part.get("customTest", "") for part in elements(root, "par", "seq")} - {""}
            if sorted(used) != sorted(test.get("id", "") for test in elements(root, "customTest")):
                yield f"{name} declares other tests than it uses"
            tests |= used
            elapsed += seconds
        if sorted(tests) != sorted(test.get("id", "") for test in elements(self._centre, "smilCustomTest")):
            yield f"{_GUIDE} declares other tests than the book uses"
        yield from contradictions(_PACKAGE, self._described, {"dtb:totalTime": [_clock(elapsed)]})
        if not any("synthetic" in name for name in self._described.get("dtb:narrator", ())):
            yield f"{_PACKAGE} does not say that the voice is a synthetic one (dtb:narrator)"


def _clip(par: etree._Element) -> SpokenClip:
    tests = (ancestor.get("customTest", "") for ancestor in ancestors(par))
    return clip_of(par, next(filter(None, tests), "").replace("pagenum", "pagebreak"), _seconds)


def _seconds(clock: str) -> float:
    """Return a time in seconds; -1 where it is not one."""
    match = _CLOCK.fullmatch(clock)
    return round(int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3]), 3) if match else -1.0


def _clock(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"


def _depth(point: etree._Element) -> int:
    return sum(1 for ancestor in ancestors(point) if ancestor.tag == "navPoint")


def _entry(target: etree._Element) -> tuple[str, str, str, str]:
    """Return an entry of the NCX as ncc.html has it: element, class, words, place."""
    label, content = target.find("navLabel/text"), target.find("content")
    words = "" if label is None else normal(label.text or "")
    place = "" if content is None else content.get("src", "")
    kind = target.get("class", "")
    if target.tag == "pageTarget":
        return "span", f"page-{target.get('type', '')}", words, place
    if target.tag == "navTarget":
        return ("div" if kind in PARTS else "span"), kind, words, place
    element = {"title": "h1", "group": "div"}.get(kind, kind)
    return element, kind if kind in {"title", "group"} else "section", words, place


def _turn(element: etree._Element) -> None:
    """Make of an element of DTBook one of XHTML 1.0."""
    if has_class(element, "inline") and element.tag in {"p", "span"}:
        element.tag = "inline"
        return
    classes = element.get("class", "").split()
    was = next((match[1] for word in classes if (match := _WAS.fullmatch(word))), "")
    element.tag = was or _XHTML.get(str(element.tag), element.tag)
    if kept := [word for word in classes if not _WAS.fullmatch(word)]:
        element.set("class", " ".join(kept))
    elif classes:
        del element.attrib["class"]
    if "idref" in element.attrib:
        element.set("href", str(element.attrib.pop("idref")))
    for key in ("type", "render", "page", "external", f"{XML_LANG[: -len('lang')]}space"):
        element.attrib.pop(key, "")
    if language := element.get(XML_LANG):
        element.set("lang", language)
