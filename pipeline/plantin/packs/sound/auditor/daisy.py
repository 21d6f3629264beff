"""The auditor of talking books (DAISY 2.02): reads ncc.html, the SMIL files in its order and the pages of text that
these show, and judges text and sound like those of the spoken EPUB.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from importlib import resources
from typing import ClassVar

from lxml import etree

from plantin.auditors.fault import finding, limit_findings
from plantin.auditors.markup.dom import EPUB_TYPE, HEADINGS, MarkupPage, ancestors, elements, has_class, is_a
from plantin.auditors.markup.epub_package import EpubFile, ManifestItem, parse_part, unpack
from plantin.auditors.markup.links import places, targets
from plantin.auditors.markup.record import package_record
from plantin.auditors.markup.text import page_label
from plantin.auditors.passages import EditionPassages
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.bounded.archive import Archive
from plantin.findings import Finding
from plantin.model.outline import normal
from plantin.packs.sound.auditor.audio import AudioReading, SpokenClip, clip_of

_CENTRE = "ncc.html"
_ELEMENT_NAME = re.compile(
    r"html-(aside|blockquote|dd|div|dl|dt|figcaption|figure|footer|header|img|li|main|math|nav|ol|p|pre|section|ul)"
)
"""The class that says which element of XHTML5 one of XHTML 1.0 is."""
_CLOCK = re.compile(r"npt=(\d{1,6}\.\d{3})s")
_LEADS = re.compile(r"(?P<smil>[\w-]+\.smil)#(?P<par>par-\d{1,6})")

_TESTS = {"pagenumber-on": "pagebreak", "footnote-on": "note", "sidebar-on": "sidebar"}
_ONCE = ("dc:date", "dc:format", "dc:identifier", "dc:publisher", "dc:title", "ncc:charset", "ncc:totalTime")
"""What ncc.html says exactly once (DAISY 2.02, 2.1.2), the counts left out."""
_CAPTIONS = {"caption": "table", "figcaption": "figure"}
PARTS = frozenset({"paragraph", *_CAPTIONS.values()})
"""What a listener can look for by its number."""
_RECORD = ("creator", "publisher", "contributor", "rights", "subject", "abstract", "relation")


def read(content: bytes, name: str) -> DaisyReading:
    """Return the talking book with these bytes; findings call it ``name``. Raises Unreadable (V010)."""
    files = unpack(content, name)
    centre = parse_part(name, _CENTRE, files.get(_CENTRE))
    order = list(dict.fromkeys(match["smil"] for link in elements(centre, "a") if (match := _leads(link))))
    overlays = {file: parse_part(name, file, files.get(file)) for file in order}
    return DaisyReading(files, {_CENTRE: centre}, overlays, name)


class DaisyReading(AudioReading):
    """A talking book, opened and parsed once. What its pages of text say in classes is read as the elements, types and
    roles that the same page of an EPUB has.
    """

    _schema = "daisy202"
    _kinds: ClassVar[dict[str, str]] = {_CENTRE: "ncc"}
    """The files that say what the book is and lead through it, with their roots in the schema; the last one leads."""

    def __init__(
        self, files: Archive, centres: dict[str, etree._Element], overlays: dict[str, etree._Element], name: str
    ) -> None:
        self._guide = list(centres)[-1]
        self._centre, self._overlays = centres[self._guide], overlays
        shown_pages = {file: _text_page(overlay) for file, overlay in overlays.items()}
        roots = {page: parse_part(name, page, files.get(page)) for page in dict.fromkeys(shown_pages.values())}
        self._breaches = [
            *(breach for part in (*centres, *overlays, *roots) for breach in self._foreign(part, files[part])),
            *(breach for file, root in centres.items() for breach in self._breaches_of(self._kinds[file], file, root)),
            *(breach for file, root in overlays.items() for breach in self._breaches_of("smil", file, root)),
            *(breach for file, root in roots.items() for breach in self._breaches_of("text", file, root)),
        ]
        roots = {page: self._as_xhtml(root) for page, root in roots.items()}
        self._breaches += [breach for file, root in roots.items() for breach in _concealed_words(file, root)]
        pages = {page: MarkupPage(page, _restore_xhtml5(root)) for page, root in roots.items()}
        order = tuple(pages)
        manifest = tuple(
            ManifestItem(page, page, "application/xhtml+xml", ("nav",) if _is_contents(pages[page]) else ())
            for page in order
        )
        package = self._package(centres)
        book = EpubFile(files, package, next(iter(centres)), manifest, order, pages)
        self._pages_of = {shown_pages[file]: file for file in overlays}
        super().__init__(book, name, ())

    @cached_property
    def _clips(self) -> dict[str, list[SpokenClip]]:
        clips: dict[str, list[SpokenClip]] = {}
        for page, name in self._pages_of.items():
            clips[page] = [
                clip_of(par, _TESTS.get(par.get("system-required", ""), ""), _seconds, ("clip-begin", "clip-end"))
                for par in elements(self._overlays[name], "par")
            ]
            for n, clip in enumerate(clips[page]):
                element = self._shown.get((clip.page, clip.anchor))
                if clip.kind == "note" and element is not None and is_a(element, "noteref"):
                    clips[page][n] = replace(clip, kind="noteref")
        return clips

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the sound (E010 to E013), with the files of the book (E014), and with its links
        (L001).
        """
        pages, name = list(self._book.pages.values()), self._name
        known_places = places(pages, self._book.files)
        return (
            *limit_findings(fault for page in pages for fault in targets(page, name, known_places)),
            *limit_findings(self._sound_faults()),
            *limit_findings(finding("E014", message, name) for message in self._departures()),
        )

    def conformance(self, known: HouseContent) -> Conformance:
        """Return nothing more: the schema of each file is judged with the findings (E014)."""
        del known
        return Conformance((), ())

    def record(self) -> tuple[RecordedStatement, ...]:
        """Return what ncc.html says of the publication in the terms of Dublin Core. DAISY 2.02 wants a creator and a
        publisher: where a report has one of them, it is both.
        """
        stated = {
            statement.term: statement for statement in package_record(self._book.package) if statement.term in _RECORD
        }
        if stated["creator"].values == stated["publisher"].values:
            del stated["creator"], stated["publisher"]
        return tuple(stated.values())

    def passages(self) -> EditionPassages:
        """Return the passages as of the spoken EPUB; formulas, and drawings of a kind that DAISY 2.02 does not have,
        are given in words.
        """
        inside = [element for page in self._book.order() for element in elements(page.root, "img", "math")]
        worded = (
            element.get("alttext", "") if element.tag == "math" else element.get("alt", "")
            for element in inside
            if not element.get("src")
        )
        return replace(super().passages(), worded=frozenset(map(normal, worded)))

    def _departures(self) -> Iterator[str]:
        """Yield what DAISY 2.02 does not have, or asks for and is not there."""
        yield from self._breaches
        yield from self._book.files.faults
        used = {*self._kinds, *self._overlays, *self._book.pages}
        used |= {clip.sound for clips in self._clips.values() for clip in clips}
        used |= {image.get("src", "") for page in self._book.pages.values() for image in elements(page.root, "img")} - {
            ""
        }
        for file in sorted(set(self._book.files) ^ used):
            yield f"{file[:80]} is {'missing' if file in used else 'not part of the book'}"
        yield from self._beside_clips()
        expected, entries = [*map(self._as_entry, self._expected_entries())], self._guide_entries()
        for expected_entry, entry in zip([*expected, None], [*entries, None], strict=False):
            if expected_entry != entry:
                yield f"{self._guide} has {_words(entry)} where the book has {_words(expected_entry)}"
                break
        yield from self._count_faults(entries)

    def _as_entry(self, expected: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
        """Return what is expected as this version has it: numbered parts are groups among others."""
        element, kind, words, place = expected
        return element, "group" if kind in PARTS else kind, words, place

    def _as_xhtml(self, root: etree._Element) -> etree._Element:
        """Return the page ``root`` as one of XHTML 1.0."""
        return root

    def _package(self, centres: dict[str, etree._Element]) -> etree._Element:
        """Return what the book says of itself in the words of Dublin Core, as the package of an EPUB says it."""
        package = etree.Element("package")
        for name, values in terms_of(centres[_CENTRE]).items():
            for value in values if name.startswith("dc:") else ():
                etree.SubElement(package, name.removeprefix("dc:")).text = value
        return package

    def _guide_entries(self) -> list[tuple[str, str, str, str]]:
        """Return the entries of the file that leads through the book."""
        return [_entry(child) for child in self._centre.findall("body/*")]

    def _foreign(self, name: str, content: bytes) -> Iterator[str]:
        """Yield what a file has beside its elements, and other namespaces than that of its language."""
        namespace = b'xmlns="http://www.w3.org/1999/xhtml"'
        if content.count(b"xmlns") != content.count(namespace) or content.count(namespace) != (
            not name.endswith(".smil")
        ):
            yield f"{name} has another namespace"
        yield from stray_markup(name, content)

    def _breaches_of(self, kind: str, name: str, root: etree._Element) -> Iterator[str]:
        """Yield the first place where a file departs from its schema."""
        schema = _schema(self._schema, kind)
        if not schema.validate(root):
            error = schema.error_log[0]
            yield f"{name}: {error.message} ({self._schema}.rng, line {error.line} of the file as it is read)"
        names = [element.get("id") for element in elements(root) if element.get("id")]
        if len(names) > len(set(names)):
            yield f"{name} has an id twice"

    def _expected_entries(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield the entries of ncc.html that follow from what is heard: element, class, words, place."""
        seen: set[etree._Element] = set()
        for page, name in self._pages_of.items():
            spoken_elements = [self._shown.get((clip.page, clip.anchor)) for clip in self._clips[page]]
            headings = list(map(heading_of, spoken_elements))
            first = next((heading for heading in headings if heading is not None), None)
            if not seen and first is not None:
                seen.add(first)
                yield "h1", "title", spoken_words(first), f"{name}#par-1"
            elif first is None and spoken_elements and spoken_elements[0] is not None:
                yield "div", "group", spoken_words(spoken_elements[0]), f"{name}#par-1"
            for n, (clip, element, heading) in enumerate(
                zip(self._clips[page], spoken_elements, headings, strict=True), 1
            ):
                if element is None:
                    continue
                place = f"{name}#par-{n}"
                if heading is not None and heading not in seen and clip.kind != "pagebreak":
                    seen.add(heading)
                    yield str(heading.tag), "section", spoken_words(heading), place
                box = next((ancestor for ancestor in ancestors(element) if ancestor.get("role") == "group"), None)
                if clip.kind == "sidebar" and box is not None and box not in seen:
                    seen.add(box)
                    yield "span", "sidebar", spoken_words(element), place
                if not clip.kind and has_class(element, "label") and (kind := _part_of(element)):
                    yield "div", kind, spoken_words(element), place
                if clip.kind == "noteref":
                    yield "span", "noteref", spoken_words(element), place
                elif clip.kind == "pagebreak":
                    number = page_label(element)
                    normally = number.isascii() and number.isdigit()
                    yield "span", "page-normal" if normally else "page-special", number, place

    def _count_faults(self, entries: Sequence[tuple[str, str, str, str]]) -> Iterator[str]:
        """Yield where ncc.html misstates the book as a whole (DAISY 2.02, 2.1.2)."""
        terms = terms_of(self._centre)
        yield from (f"ncc.html does not say {name} once" for name in _ONCE if len(terms.get(name, ())) > 1)
        yield from (f"ncc.html does not say {name} once" for name in _ONCE if name not in terms and name[:3] != "dc:")
        kinds = [kind for _, kind, _, _ in entries]
        pages = [words for _, kind, words, _ in entries if kind == "page-normal"]
        counted = {
            "dc:title": next((words for _, kind, words, _ in entries if kind == "title"), ""),
            "dc:format": "Daisy 2.02",
            "ncc:files": str(len(self._book.files)),
            "ncc:footnotes": str(kinds.count("noteref")),
            "ncc:maxPageNormal": highest(pages),
            "ncc:multimediaType": "audioFullText",
            "ncc:pageFront": "0",
            "ncc:pageNormal": str(len(pages)),
            "ncc:pageSpecial": str(kinds.count("page-special")),
            "ncc:sidebars": str(kinds.count("sidebar")),
            "ncc:tocItems": str(len(entries)),
        }
        languages = [page.language for page in self._book.order()]
        yield from (
            f"ncc.html says another language than {language}"
            for language in set(languages) - {*terms.get("dc:language", ())}
        )
        yield from contradictions(_CENTRE, terms, {name: [value] for name, value in counted.items()})

    def _unleavable(self, page: MarkupPage, clips: list[SpokenClip]) -> Iterator[str]:
        """Yield notes and sidebars that a listener cannot switch off, and text that would go with them."""
        for clip in clips:
            element = self._shown.get((clip.page, clip.anchor))
            if element is None or clip.kind in {"pagebreak", "noteref"}:
                continue
            around = [*ancestors(element)]
            is_note = any(is_a(ancestor, kind) for ancestor in around for kind in ("endnote", "footnote"))
            kind = (
                "note" if is_note else "sidebar" if any(ancestor.get("role") == "group" for ancestor in around) else ""
            )
            if clip.kind != kind:
                yield f"{page.name}: {clip.anchor} is switched off as {clip.kind or 'nothing'}, and is {kind or 'text'}"

    def _metadata_faults(self) -> Iterator[str]:
        """Yield what is wrong in the times of ncc.html and of each SMIL file, and that no person speaks."""
        terms, elapsed = terms_of(self._centre), 0.0
        for page, name in self._pages_of.items():
            root, seconds = self._overlays[name], sum(clip.end - clip.begin for clip in self._clips[page])
            times = {"ncc:totalElapsedTime": [_clock(elapsed)], "ncc:timeInThisSmil": [_clock(seconds)]}
            book = {"dc:identifier": terms.get("dc:identifier", [])}
            yield from contradictions(name, terms_of(root), times | book)
            sequence = root.find("body/seq")
            if sequence is not None and sequence.get("dur") != f"{seconds:.3f}s":
                yield f"{name} says that it takes {sequence.get('dur')}; its clips take {seconds:.3f}s"
            elapsed += seconds
        yield from contradictions(_CENTRE, terms, {"ncc:totalTime": [_clock(elapsed)]})
        if not any("synthetic" in name for name in terms.get("ncc:narrator", ())):
            yield "ncc.html does not say that the voice is a synthetic one (ncc:narrator)"


def _part_of(label: etree._Element) -> str:
    """Return which part of a report has this label and can be looked for by it: a paragraph, a table, a figure."""
    for around in ancestors(label):
        if around.tag == "p":
            return "paragraph" if has_class(around, "numbered") else ""
        if around.tag in _CAPTIONS:
            return _CAPTIONS[str(around.tag)]
    return ""


def contradictions(file: str, stated: Mapping[str, list[str]], expected: Mapping[str, list[str]]) -> Iterator[str]:
    r"""Yield what ``file`` says of the book that is not as ``expected``, whatever the spaces.

    >>> [*contradictions("ncc.html", {"dc:title": ["No.\u00a01"]}, {"dc:title": ["No. 1"]})]
    []
    """
    for name, values in expected.items():
        if [*map(normal, stated.get(name, ()))] != values:
            yield f"{file} says {name} {', '.join(stated.get(name, [])) or 'nothing'}; it is {', '.join(values)}"


def heading_of(element: etree._Element | None) -> etree._Element | None:
    """Return the heading that an element is, or is in."""
    return (
        None
        if element is None
        else next((ancestor for ancestor in ancestors(element) if ancestor.tag in HEADINGS), None)
    )


def highest(pages: Iterable[str]) -> str:
    """Return the highest of the numbers of ``pages``."""
    return str(max((int(page) for page in pages if re.fullmatch(r"\d{1,6}", page)), default=0))


def _leads(link: etree._Element) -> re.Match[str] | None:
    return _LEADS.fullmatch(link.get("href", ""))


def _text_page(overlay: etree._Element) -> str:
    """Return the page of text that a SMIL file shows."""
    return next((text.get("src", "").partition("#")[0] for text in elements(overlay, "text")), "")


def _seconds(clock: str) -> float:
    match = _CLOCK.fullmatch(clock)
    return float(match[1]) if match else -1.0


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"


def terms_of(root: etree._Element) -> dict[str, list[str]]:
    """Return the contents of the ``meta`` elements of a file, by name."""
    terms: dict[str, list[str]] = {}
    for meta in elements(root, "meta"):
        terms.setdefault(meta.get("name", ""), []).append(meta.get("content", ""))
    return terms


def _entry(element: etree._Element) -> tuple[str, str, str, str]:
    link = element.find("a")
    words = "" if link is None else normal(link.text or "")
    return str(element.tag), element.get("class", ""), words, "" if link is None else link.get("href", "")


def _words(entry: tuple[str, str, str, str] | None) -> str:
    return f"{entry[1]} “{entry[2][:40]}” at {entry[3]}" if entry else "no more"


def spoken_words(element: etree._Element) -> str:
    """Return the words of an element without calls of notes."""

    def words(node: etree._Element) -> str:
        if node.tag in {"img", "math"}:
            return node.get("alt") or node.get("alttext") or ""
        inside = "".join(
            ("" if not isinstance(child.tag, str) or is_a(child, "noteref") else words(child)) + (child.tail or "")
            for child in node
        )
        return (node.text or "") + inside

    return normal(words(element))


# Pages of text


@cache
def _schema(name: str, root: str) -> etree.RelaxNG:
    """Return the schema of one kind of file of ``name``: for ``daisy202`` one of ``ncc``, ``smil`` and ``text``."""
    tree = etree.fromstring(resources.files(__package__).joinpath(f"{name}.rng").read_bytes())
    tree.find("{*}start/{*}ref").set("name", root)  # type: ignore[union-attr]
    return etree.RelaxNG(tree)


def stray_markup(name: str, content: bytes) -> Iterator[str]:
    """Yield what a file has beside its head and its elements."""
    if content.count(b"<?") != 1 or content.count(b"<!") != 1:
        yield f"{name} has a comment, an instruction or a declaration"


def _concealed_words(name: str, root: etree._Element) -> Iterator[str]:
    """Yield words of a page that are shown and are not words of the report: only ornaments and ways back are."""
    for element in elements(root):
        words = normal("".join(map(str, element.itertext())))
        if has_class(element, "aria-hidden") and any(map(str.isalnum, words)):
            yield f"{name}: “{words[:40]}” is marked as an ornament"
        if has_class(element, "role-doc-backlink") and not (words.isdigit() or words == "^"):
            yield f"{name}: “{words[:40]}” is marked as a way back"
        if has_class(element, "type-pagebreak") and words != page_label(element):
            yield f"{name}: the mark {element.get('id', '')} has the words “{words[:40]}”"


def _restore_xhtml5(root: etree._Element) -> etree._Element:
    """Return a page with the elements, types and roles of XHTML5 that its classes name."""
    for element in elements(root):
        kept: list[str] = []
        for word in element.get("class", "").split():
            if match := _ELEMENT_NAME.fullmatch(word):
                element.tag = match[1]
            elif word.startswith("type-"):
                element.set(EPUB_TYPE, f"{element.get(EPUB_TYPE, '')} {word.removeprefix('type-')}".strip())
            elif word.startswith("role-"):
                element.set("role", word.removeprefix("role-"))
            elif word.startswith("named-by-"):
                names = (element.get("aria-labelledby", ""), word.removeprefix("named-by-"))
                element.set("aria-labelledby", " ".join(names).strip())
            elif word == "aria-hidden":
                element.set("aria-hidden", "true")
            elif word == "display-block":
                element.set("display", "block")
            else:
                kept.append(word)
        if "class" in element.attrib:
            element.set("class", " ".join(kept))
        if element.tag != "abbr" and (label := element.attrib.pop("title", "")):
            element.set("aria-label", str(label))
        if element.tag in {"math", "img"} and element.text:
            element.set("alttext" if element.tag == "math" else "alt", element.text)
            element.text = None
        if is_a(element, "pagebreak"):
            element.text = None
    return root


def _is_contents(page: MarkupPage) -> bool:
    return any(is_a(element, "toc") for element in elements(page.body(), "nav"))
