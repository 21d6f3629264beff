"""The auditor of the audio edition (EPUB 3.3, 9, media overlays): all is read aloud, in order, at the place shown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from lxml import etree

from plantin.auditors.fault import finding, limit_findings
from plantin.auditors.markup.dom import MarkupPage, elements, is_a, is_concealed
from plantin.auditors.markup.epub import EpubReading
from plantin.auditors.markup.epub_conformance import epub_conformance
from plantin.auditors.markup.epub_package import EpubFile, container_findings, open_book, parse_part, unpack
from plantin.auditors.markup.text import visible
from plantin.auditors.passages import EditionPassages
from plantin.auditors.statements import Conformance, HouseContent
from plantin.findings import Finding
from plantin.model.outline import normal
from plantin.packs.sound.auditor.sound import SoundError, length

_NAMED = "spoken-"
"""How the names of elements begin that are there only to be shown while they are heard."""
_HEARD = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption", "tr", "pre")
_CLOCK = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)s")
_SLOWEST, _FASTEST = 2.0, 60.0
"""Letters in a second: a clip out of these bounds cannot say the words that are shown."""
_FIGURE = 7
"""So many letters more than it is are heard of a figure: 1,371 is "one thousand three hundred and seventy-one"."""
_SHORT = 12
_TOLERANCE = 0.01
_MP3 = 48_000 / 8
_SKIPPED = ("pagebreak", "noteref")
"""What a reading system lets a listener skip by its ``epub:type`` (EPUB 3.3, 9.3.5.1)."""
_LEFT = {"table": "table", "tr": "table-row", "figure": "figure", "endnote": "endnote", "footnote": "footnote"}
"""What a listener can leave: element or ``epub:type`` in the page, ``epub:type`` in the overlay (EPUB 3.3, 9.3.5.2)."""
_ROUNDED, _PADDING = 0.0015, 0.3
"""Seconds by which times may differ that are rounded, and that an encoder may add to a sound."""
_SPOKEN = re.compile(r"spoken-[1-9]\d*")
"""The names of elements that are shown while they are heard and have no other name."""


def read(content: bytes, name: str) -> AudioReading:
    """Return the spoken edition with these bytes; findings call it ``name``. Raises Unreadable (E001, V010)."""
    files = unpack(content, name)
    container = container_findings(content, files, name)
    return AudioReading(open_book(files, name), name, container)


@dataclass(frozen=True, slots=True)
class SpokenClip:
    """What is shown and heard together: the element's name, the sound, from when to when (seconds; -1: not given)."""

    page: str
    anchor: str
    sound: str
    begin: float
    end: float
    kind: str


def _without_sentences(root: etree._Element) -> None:
    """Take off the names of what is spoken, and the elements that have nothing else."""
    for element in elements(root):
        if _SPOKEN.fullmatch(element.get("id", "")):
            del element.attrib["id"]
            if element.tag == "span" and not element.attrib:
                element.tag = "sentence"
    etree.strip_tags(root, "sentence")


class AudioReading(EpubReading):
    """A spoken edition. The names that only its overlays use are taken off the pages before these are read."""

    def __init__(self, book: EpubFile, name: str, container: tuple[Finding, ...]) -> None:
        super().__init__(book, name, container)
        self._shown: dict[tuple[str, str], etree._Element] = {}
        self._order: dict[tuple[str, str], int] = {}
        for page in book.pages.values():
            for number, element in enumerate(elements(page.root)):
                if anchor := element.get("id", ""):
                    self._shown[page.name, anchor] = element
                    self._order[page.name, anchor] = number
                    if anchor.startswith(_NAMED):
                        del element.attrib["id"]

    def conformance(self, known: HouseContent) -> Conformance:
        """Return the conformance as of any EPUB, with overlays and sounds: A019 for what a file of sound holds beside
        the clips of its page, and for a clip that does not begin where the one before it ends.
        """
        epub = epub_conformance(self._book, self._name, known, f"epub+{__package__}:audio", _without_sentences)
        heard = (finding("A019", message, self._name) for message in self._beside_clips())
        return Conformance((*epub.findings, *heard), epub.statements)

    def _beside_clips(self) -> Iterator[str]:
        """Yield what is in the sounds and in no clip, and what the package says of their length."""
        clips_by_sound: dict[str, list[SpokenClip]] = {}
        for name, clips in self._clips.items():
            stem = posixpath.splitext(posixpath.basename(name))[0]
            for clip in clips:
                clips_by_sound.setdefault(clip.sound, []).append(clip)
                if not re.fullmatch(rf"{re.escape(stem)}(?:-[2-9]|-[1-9]\d+)?\.mp3", posixpath.basename(clip.sound)):
                    yield f"a clip of {name} is of the sound {clip.sound}"
        yield from (
            f"{name} is heard in no page"
            for name in self._book.files
            if name.endswith(".mp3") and name not in clips_by_sound
        )
        for name, clips in clips_by_sound.items():
            ends = [0.0, *(clip.end for clip in clips)]
            try:
                seconds = length(self._book.files.get(name, b""))
            except SoundError as error:
                yield f"{name} {error}"
                continue
            if any(abs(clip.begin - end) > _ROUNDED for clip, end in zip(clips, ends, strict=False)):
                yield f"{name} is heard between two clips, or twice"
            elif not -_ROUNDED <= seconds - ends[-1] <= _PADDING:
                yield f"{name} is {seconds:.2f} seconds long, its clips {ends[-1]:.2f}"

    @cached_property
    def _clips(self) -> dict[str, list[SpokenClip]]:
        """The clips of each page that has an overlay."""
        package, folder = self._book.package, posixpath.dirname(self._book.package_name)
        names = {
            item.get("id", ""): posixpath.normpath(posixpath.join(folder, item.get("href", "")))
            for item in elements(package, "item")
        }
        clips = {}
        for item in elements(package, "item"):
            overlay = names.get(item.get("media-overlay", ""), "")
            if overlay in self._book.files:
                root = parse_part(self._name, overlay, self._book.files[overlay])
                clips[names[item.get("id", "")]] = [
                    clip_of(par, _kind(par), _seconds, folder=posixpath.dirname(overlay))
                    for par in elements(root, "par")
                ]
        return clips

    @cached_property
    def _sequences(self) -> set[tuple[str, etree._Element, str]]:
        """The sequences of the overlays: page, element, kind."""
        sequences = set()
        for name, content in self._book.files.items():
            if not name.endswith(".smil"):
                continue
            for sequence in elements(parse_part(self._name, name, content), "seq"):
                values = {etree.QName(str(key)).localname: str(value) for key, value in sequence.attrib.items()}
                page, _, anchor = values.get("textref", "").partition("#")
                page_name = posixpath.normpath(posixpath.join(posixpath.dirname(name), page))
                if (page_name, anchor) in self._shown:
                    sequences.add((page_name, self._shown[page_name, anchor], values.get("type", "")))
        return sequences

    def passages(self) -> EditionPassages:
        """Return the same as of any EPUB; it is read aloud."""
        return replace(super().passages(), sounded=True)

    def findings(self) -> tuple[Finding, ...]:
        """Return what the auditor of the EPUB finds, and what is wrong with the sound: E010 to E013."""
        return (*super().findings(), *limit_findings(self._sound_faults()))

    def _sound_faults(self) -> Iterator[Finding]:
        rules = {"E010": self._unheard_text, "E011": self._misplaced_clips, "E012": self._mistimed_clips}
        for page in self._book.order():
            if clips := self._clips.get(page.name):
                for code, rule in rules.items():
                    yield from (finding(code, message, self._name) for message in rule(page, clips))
                yield from (finding("E011", message, self._name) for message in self._unleavable(page, clips))
            elif page.name not in self._clips and any(map(visible, elements(page.body(), *_HEARD))):
                yield finding("E010", f"{page.name} is not read aloud", self._name)
        yield from (finding("E013", message, self._name) for message in self._metadata_faults())

    def _unheard_text(self, page: MarkupPage, clips: list[SpokenClip]) -> Iterator[str]:
        """Yield what is to be read of a page and is not heard."""
        heard = {self._shown[clip.page, clip.anchor] for clip in clips if (clip.page, clip.anchor) in self._shown}
        for element in elements(page.body(), *_HEARD):
            if any(ancestor in heard for ancestor in element.iterancestors()) or any(
                map(is_concealed, (element, *element.iterancestors()))
            ):
                continue
            if any(map(str.isalnum, _silent(element, heard))):
                yield f"{page.name}: “{visible(element)[:60]}” is not read aloud"
        for cell in elements(page.body(), "td", "th"):
            signs = visible(cell)
            if signs and not any(map(str.isalnum, signs)) and heard.isdisjoint((*_within(cell), *cell.iterancestors())):
                yield f"{page.name}: the cell “{signs[:60]}” is not read aloud"
        for element in elements(page.body()):
            if is_a(element, "pagebreak") and element not in heard:
                yield f"{page.name}: the beginning of {element.get('id', 'a page')} is not read aloud"

    def _misplaced_clips(self, page: MarkupPage, clips: list[SpokenClip]) -> Iterator[str]:
        """Yield clips that are shown at a place that is not there, or out of the order of the text (EPUB 3.3,
        9.2.2.4).
        """
        last = -1
        for clip in clips:
            order = self._order.get((clip.page, clip.anchor), -1) if clip.page == page.name else -1
            if order < 0:
                yield f"{page.name}: a clip is shown at {clip.anchor or 'no place'}, which is not there"
            elif order <= last:
                yield f"{page.name}: {clip.anchor} is read aloud out of its order"
            last = max(last, order)
            element = self._shown.get((clip.page, clip.anchor))
            if element is not None and any(is_a(element, kind) != (clip.kind == kind) for kind in _SKIPPED):
                yield f"{page.name}: a listener cannot skip {clip.anchor}, or skips what is no page and no call"

    def _unleavable(self, page: MarkupPage, clips: list[SpokenClip]) -> Iterator[str]:
        """Yield tables, rows, figures and notes that a listener cannot leave."""
        for element in elements(page.body()):
            kind = next((kind for named, kind in _LEFT.items() if element.tag == named or is_a(element, named)), "")
            heard = (
                any(self._shown.get((page.name, clip.anchor)) in _within(element) for clip in clips) if kind else False
            )
            if heard and (page.name, element, kind) not in self._sequences:
                yield f"{page.name}: a listener cannot leave a {kind}: {visible(element)[:60]}"

    def _mistimed_clips(self, page: MarkupPage, clips: list[SpokenClip]) -> Iterator[str]:
        """Yield clips that overlap, go beyond the sound, or are too short or too long for the words shown."""
        ends: dict[str, float] = {}
        for clip in clips:
            at = ends.get(clip.sound, 0.0)
            length = len(self._book.files.get(clip.sound, b"")) / _MP3
            if not length:
                yield f"{page.name}: the sound {clip.sound or 'of a clip'} is not there"
                return
            if clip.begin < at - _TOLERANCE or clip.end <= clip.begin or clip.end > length + 1:
                yield f"{page.name}: the clip of {clip.anchor} begins or ends where it cannot"
            ends[clip.sound] = max(at, clip.end)
            element = self._shown.get((clip.page, clip.anchor))
            words = visible(element) if element is not None else ""
            letters, figures = sum(map(str.isalnum, words)), sum(map(str.isdigit, words))
            seconds = max(clip.end - clip.begin, 0.001)
            # The cells of a row are heard after the heads of their columns.
            around = {node.tag for node in (element, *element.iterancestors())} if element is not None else set()
            # The signs of a listing are heard by their names.
            named = sum(not (letter.isalnum() or letter.isspace()) for letter in words) if "code" in around else 0
            slow = (letters + _FIGURE * (figures + named)) / seconds < _SLOWEST and "td" not in around
            if letters > _SHORT and (slow or letters / seconds > _FASTEST):
                yield (
                    f"{page.name}: the clip of {clip.anchor} cannot say its {letters} letters in"
                    f" {clip.end - clip.begin:.1f} seconds"
                )

    def _metadata_faults(self) -> Iterator[str]:
        """Yield where the package misstates the sound: how long it is, and that no person speaks."""
        metas = list(elements(self._book.package, "meta"))
        timed = [meta for meta in metas if meta.get("property") == "media:duration"]
        durations = {meta.get("refines", ""): _seconds(normal(meta.text or "")) for meta in timed}
        if len(timed) > len(durations):
            yield "the metadata say twice how long the sound, or a part of it, is"
        whole = durations.pop("", -1.0)
        if whole < 0 or abs(whole - sum(durations.values())) > _ROUNDED * (len(durations) + 1):
            yield "the metadata do not say how long the sound is, or not what its parts say"
        ends = sum({clip.sound: clip.end for clips in self._clips.values() for clip in clips}.values())
        if whole >= 0 and abs(whole - ends) > _ROUNDED * (len(self._clips) + 1):
            yield f"the metadata say that the sound takes {whole:.0f} seconds; its clips take {ends:.0f}"
        narrators = [normal(meta.text or "") for meta in metas if meta.get("property") == "media:narrator"]
        if not any("synthetic" in name for name in narrators):
            yield "the metadata do not say that the voice is a synthetic one (media:narrator)"


def _silent(element: etree._Element, heard: set[etree._Element]) -> str:
    """Return the visible words of ``element`` that are in none of the elements ``heard``, nor in those that are read
    apart.
    """
    if element in heard:
        return ""
    words = element.text or ""
    for child in element:
        apart = not isinstance(child.tag, str) or child.tag in {"svg", "math", "img"} or is_concealed(child)
        if not apart and not is_a(child, "pagebreak") and child.get("role") != "doc-backlink":
            words += _silent(child, heard)
        words += child.tail or ""
    return words


def _within(element: etree._Element) -> set[etree._Element]:
    return {element, *elements(element)}


def clip_of(
    par: etree._Element,
    kind: str,
    seconds: Callable[[str], float],
    ends: tuple[str, str] = ("clipBegin", "clipEnd"),
    folder: str = "",
) -> SpokenClip:
    """Return what a ``par`` of an overlay in ``folder`` shows, and plays from and to the times at ``ends`` (-1: not
    given).
    """
    text, sound = ((next(elements(par, tag), etree.Element(tag))) for tag in ("text", "audio"))
    name, _, anchor = text.get("src", "").partition("#")
    files = (
        posixpath.normpath(posixpath.join(folder, reference)) if reference else ""
        for reference in (name, sound.get("src", ""))
    )
    page, source = files
    begin, end = (seconds(sound.get(key, "")) for key in ends)
    return SpokenClip(page, anchor, source, begin, end, kind)


def _kind(par: etree._Element) -> str:
    return str(next((value for key, value in par.attrib.items() if str(key).endswith("type")), ""))


def _seconds(clock: str) -> float:
    match = _CLOCK.fullmatch(clock)
    return float(match[1]) if match else -1.0
