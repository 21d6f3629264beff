"""Writes the audio edition: the EPUB with media overlays (EPUB 3.3, 9), read aloud by a synthetic voice, paragraph by
paragraph.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

from lxml import etree

from plantin.findings import Finding, Place, ToolError
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.writers import epub
from plantin.writers.audio.script import SpokenPiece, pieces
from plantin.writers.audio.voice import narrator, packed, spoken

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FOLDER = "EPUB"
_ACTIVE = "-epub-media-overlay-active"
_PAUSE = 0.35
"""Seconds of silence after a piece."""
_LOOK = f"\n.{_ACTIVE} {{ background-color: #fff3b0; color: #1a1a1a }}\n"
_NAMED = "spoken-"


def write(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
    """The edition as an EPUB 3.3 file with sound. The same voice gives the same bytes. Raises ToolError (D132,
    V011).
    """
    files = _unpacked(epub.write(document, style, moment, related))
    name = f"{_FOLDER}/content.opf"
    package = etree.fromstring(files[name])
    overlays = [made for page in _pages(package) if (made := _overlay(page, files)) is not None]
    before, after = _renamed(package)
    files["EPUB/toc.ncx"] = files["EPUB/toc.ncx"].replace(before.encode(), after.encode())
    _describe(package, document, overlays)
    for one in overlays:
        files |= one.files
    sheet = f"{_FOLDER}/style.css"
    files[sheet] += _LOOK.encode()
    # Of two prefixes for one namespace the library takes the longer one, which some reading systems do not know.
    text = etree.tostring(package, xml_declaration=True, encoding="utf-8")
    files[name] = text.replace(b"<opf:meta ", b"<meta ").replace(b"</opf:meta>", b"</meta>")
    return _packed(files)


@dataclass(frozen=True, slots=True)
class _Overlay:
    """A page's overlay: the name of the page without its end, the files that belong to it, and its length in
    seconds.
    """

    stem: str
    files: dict[str, bytes]
    seconds: float


def _pages(package: etree._Element) -> Iterator[str]:
    """The pages in the order of the spine."""
    names = {item.get("id"): item.get("href", "") for item in package.iter(f"{_OPF}item")}
    for reference in package.iter(f"{_OPF}itemref"):
        yield names[reference.get("idref", "")]


def _overlay(page: str, files: dict[str, bytes]) -> _Overlay | None:
    root = etree.fromstring(files[f"{_FOLDER}/{page}"])
    stem, main = posixpath.splitext(page)[0], root.get("lang", "")
    rate, sound = 0, bytearray()
    rows = []
    for number, piece in enumerate(pieces(root), 1):
        if not piece.element.get("id"):
            piece.element.set("id", f"{_NAMED}{number}")
        begin = len(sound)
        for words, language in piece.runs:
            found, samples = _said(words, language, main)
            if rate and found != rate:
                raise ToolError(
                    Finding(
                        "D132", f"the voice speaks {language} with {found} samples a second, not {rate}", Place(page)
                    )
                )
            rate = found
            sound += samples
        sound += bytes(2 * int(rate * _PAUSE))
        rows.append((piece, begin / 2 / rate, len(sound) / 2 / rate))
    if not rows:
        return None
    made = {
        f"{_FOLDER}/{page}": etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>"),
        f"{_FOLDER}/{stem}.smil": _smil(page, stem, rows).encode(),
        f"{_FOLDER}/audio/{stem}.mp3": packed(bytes(sound), rate),
    }
    return _Overlay(stem, made, len(sound) / 2 / rate)


def _said(words: str, language: str, main: str) -> tuple[int, bytes]:
    """``words`` read aloud in their language or, where no voice speaks it, in that of the page."""
    try:
        return spoken(words, language)
    except ToolError:
        if language == main:
            raise
        return spoken(words, main)


def _smil(page: str, stem: str, rows: list[tuple[SpokenPiece, float, float]]) -> str:
    """The overlay of a page: a note is a sequence that can be left, the beginning of a printed page can be skipped."""
    parts = []
    for note, group in groupby(rows, key=lambda row: row[0].note):
        pars = "".join(_par(page, stem, *row) for row in group)
        parts.append(
            f'<seq epub:textref="{page}#{escape(note)}" epub:type="endnote">\n{pars}</seq>\n' if note else pars
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n'
        f'<body epub:textref="{page}">\n{"".join(parts)}</body>\n</smil>\n'
    )


def _par(page: str, stem: str, piece: SpokenPiece, begin: float, end: float) -> str:
    kind = f' epub:type="{piece.kind}"' if piece.kind else ""
    return (
        f'<par{kind}><text src="{page}#{escape(piece.element.get("id", ""))}"/>'
        f'<audio src="audio/{stem}.mp3" clipBegin="{begin:.3f}s" clipEnd="{end:.3f}s"/></par>\n'
    )


def _renamed(package: etree._Element) -> tuple[str, str]:
    """The identifier of the EPUB without sound, and that of this one, which the package then has."""
    identifier = next(package.iter(f"{_DC}identifier"))
    before = identifier.text or ""
    identifier.text = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{before}#spoken')}"
    return before, identifier.text


def _describe(package: etree._Element, document: Document, overlays: list[_Overlay]) -> None:
    """What the package says: the files, how long they are, who speaks, and what that means for a reader's choice."""
    manifest, metadata = package.find(f"{_OPF}manifest"), package.find(f"{_OPF}metadata")
    if manifest is None or metadata is None:
        return
    items = {item.get("href"): item for item in manifest}
    for one in overlays:
        items[f"{one.stem}.xhtml"].set("media-overlay", f"overlay-{one.stem}")
        smil = {"id": f"overlay-{one.stem}", "href": f"{one.stem}.smil", "media-type": "application/smil+xml"}
        etree.SubElement(manifest, f"{_OPF}item", smil)
        sound = {"id": f"sound-{one.stem}", "href": f"audio/{one.stem}.mp3", "media-type": "audio/mpeg"}
        etree.SubElement(manifest, f"{_OPF}item", sound)
        _meta(metadata, "media:duration", f"{one.seconds:.3f}s", refines=f"#overlay-{one.stem}")
    _meta(metadata, "media:duration", f"{sum(round(one.seconds, 3) for one in overlays):.3f}s")
    _meta(metadata, "media:narrator", narrator())
    _meta(metadata, "media:active-class", _ACTIVE)
    _meta(metadata, "schema:accessMode", "auditory")
    _meta(metadata, "schema:accessibilityFeature", "synchronizedAudioText")
    labels = document.labels
    silent = (labels.about_text, labels.about_pictures, labels.about_undescribed)
    for meta in list(metadata):
        name, value = meta.get("property"), meta.text or ""
        if name == "schema:accessibilityHazard":
            metadata.remove(meta)
        elif name == "schema:accessibilitySummary":
            for sentence in silent:
                value = value.replace(sentence, labels.about_sound)
            meta.text = value
    moving = any(figure.picture.moving for figure in document.pictures())
    for hazard in ("unknown",) if moving else ("noFlashingHazard", "noMotionSimulationHazard", "unknownSoundHazard"):
        _meta(metadata, "schema:accessibilityHazard", hazard)


def _meta(metadata: etree._Element, name: str, value: str, **attributes: str) -> None:
    etree.SubElement(metadata, f"{_OPF}meta", {"property": name, **attributes}).text = value


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _packed(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            stored = name == "mimetype" or name.endswith(".mp3")
            archive.writestr(entry, content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()
