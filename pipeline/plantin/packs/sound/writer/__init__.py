"""Writes the audio edition: the EPUB with media overlays (EPUB 3.3, 9), read aloud by a synthetic voice."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from lxml import etree

from plantin.findings import Finding, Place, ToolError
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.levels import levels_in_words
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.packs.sound.writer.loudness import gains, scaled
from plantin.packs.sound.writer.script import Spoken, SpokenPiece, SpokenSequence, pieces, script
from plantin.packs.sound.writer.voice import narrator, packed, spoken
from plantin.writers import epub
from plantin.writers.archives import zip_files

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FOLDER = "EPUB"
_ACTIVE = "-epub-media-overlay-active"
_PAUSE = 0.35
"""Seconds of silence after a piece."""
_BRIEF = 0.12
"""Seconds of silence after a label and between the cells of a row."""
_LONGEST = 15 * 60
"""Seconds of sound in a file."""
_HEARD = 0.1
"""A difference of loudness, as a factor, that is heard."""
_LOOK = f"\n.{_ACTIVE} {{ background-color: #fff3b0; color: #1a1a1a }}\n"
_NAMED = "spoken-"
_XHTML = "{http://www.w3.org/1999/xhtml}"


def write(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
    """The edition as an EPUB 3.3 file with sound; one voice, the same bytes. Raises ToolError (D132, V011)."""
    files = unpacked(epub.write(document, style, moment, related, draws=False))
    name = f"{_FOLDER}/content.opf"
    package = etree.fromstring(files[name])
    overlays = [made for page in pages_in_order(package) if (made := _overlay(page, files, document)) is not None]
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
    return zip_files(files)


def again(content: bytes, document: Document) -> bytes:
    """A finished edition of ``document`` with its pages read aloud anew: the file with these bytes, where nothing in
    its sound and its overlays is other than the voice makes them of its pages. Raises ToolError (D132, V011).
    """
    files = unpacked(content)
    for page in pages_in_order(etree.fromstring(files[f"{_FOLDER}/content.opf"])):
        files[f"{_FOLDER}/{page}"] = _unnamed(files[f"{_FOLDER}/{page}"])
        made = _overlay(page, files, document)
        files |= made.files if made else {}
    return zip_files(files)


def _unnamed(page: bytes) -> bytes:
    """A page without the names, and the elements, that are there only to be shown while they are heard."""
    root = etree.fromstring(page)
    for element in root.iter(etree.Element):
        if element.get("id", "").startswith(_NAMED):
            del element.attrib["id"]
            if element.tag == f"{_XHTML}span" and not element.attrib:
                element.tag = _NAMED
    etree.strip_tags(root, _NAMED)
    return etree.tostring(root)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A page's overlay: the name of the page without its end, the files that belong to it, its length in seconds."""

    stem: str
    files: dict[str, bytes]
    seconds: float


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of a piece: its file, and where it begins and ends there (seconds)."""

    file: str
    begin: float
    end: float


def pages_in_order(package: etree._Element) -> Iterator[str]:
    """The pages in the order of the spine."""
    names = {item.get("id"): item.get("href", "") for item in package.iter(f"{_OPF}item")}
    for reference in package.iter(f"{_OPF}itemref"):
        yield names[reference.get("idref", "")]


def _overlay(page: str, files: dict[str, bytes], document: Document) -> Overlay | None:
    root = etree.fromstring(files[f"{_FOLDER}/{page}"])
    stem = posixpath.splitext(page)[0]
    held = script(root)
    for piece in pieces(held):
        piece.runs = [(with_powers(words, language, document), language) for words, language in piece.runs]
    _name(held, 0)
    sounds, clips = _sounds([*pieces(held)], root.get("lang", ""), stem)
    if not clips:
        return None
    made = {
        f"{_FOLDER}/{page}": etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>"),
        f"{_FOLDER}/{stem}.smil": _smil(page, held, clips).encode(),
        **{f"{_FOLDER}/{name}": sound for name, sound in sounds.items()},
    }
    seconds = sum(clip.end - clip.begin for clip in clips.values())
    return Overlay(stem, made, seconds)


def with_powers(words: str, language: str, document: Document) -> str:
    """``words`` with raised and lowered numbers as its language says them, where it is that of the document."""
    labels = document.labels
    if not labels.power or language.partition("-")[0] != document.language.partition("-")[0]:
        return words
    known = {"2": labels.squared, "3": labels.cubed}
    return levels_in_words(
        words,
        lambda number: known.get(number) or labels.power.format(number=number),
        lambda number: labels.index.format(number=number),
    )


def _name(held: Sequence[Spoken], count: int) -> int:
    """Give what has no name one; how many have one now."""
    for one in held:
        if not one.element.get("id"):
            count += 1
            one.element.set("id", f"{_NAMED}{count}")
        if isinstance(one, SpokenSequence):
            count = _name(one.parts, count)
    return count


def _sounds(held: Sequence[SpokenPiece], main: str, stem: str) -> tuple[dict[str, bytes], dict[str, Clip]]:
    """The files of sound of a page, and the clip of each piece by the name of its element."""
    runs = [[*_speech(piece, main)] for piece in held]
    rates = {rate: language for run in runs for language, rate, _ in run}
    if len(rates) > 1:
        message = (
            f"the voice speaks {' and '.join(rates.values())} with {' and '.join(map(str, rates))} samples a second"
        )
        raise ToolError(Finding("D132", message, Place(stem)))
    rate = next(iter(rates), 0)
    tongues = {main, *(one[0] for run in runs for one in run)}
    whole = {tongue: b"".join(one[2] for run in runs for one in run if one[0] == tongue) for tongue in tongues}
    factors = gains(whole, main, rate) if rate else {}
    files: dict[str, bytearray] = {}
    clips: dict[str, Clip] = {}
    name = ""
    for piece, run in zip(held, runs, strict=True):
        sound = b"".join(_even(samples, factors[tongue] / factors[main]) for tongue, _, samples in run)
        sound += bytes(2 * int(rate * (_BRIEF if piece.close else _PAUSE)))
        if not name or len(files[name]) + len(sound) > 2 * rate * _LONGEST:
            name = f"audio/{stem}{f'-{len(files) + 1}' if files else ''}.mp3"
            files[name] = bytearray()
        begin = len(files[name])
        files[name] += sound
        clips[piece.element.get("id", "")] = Clip(name, begin / 2 / rate, len(files[name]) / 2 / rate)
    return {name: packed(bytes(sound), rate, factors[main]) for name, sound in files.items()}, clips


def _even(samples: bytes, factor: float) -> bytes:
    return samples if abs(factor - 1) < _HEARD else scaled(samples, factor)


def _speech(piece: SpokenPiece, main: str) -> Iterator[tuple[str, int, bytes]]:
    """The runs of a piece, each in its language or, where no voice speaks it, in that of the page; of signs alone their
    names, where the voice has them.
    """
    for words, language in piece.runs:
        signs = not any(map(str.isalnum, words))
        for tongue in dict.fromkeys((language, main)):
            try:
                yield language, *spoken(words, tongue, signs=piece.code or signs)
                break
            except ToolError:
                if tongue == main and not signs:
                    raise


def _smil(page: str, held: Sequence[Spoken], clips: dict[str, Clip]) -> str:
    """The overlay of a page: sections, tables, rows, figures, boxes and notes are sequences that can be left; calls of
    notes, notes and beginnings of printed pages can be skipped.
    """
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n'
        f'<body epub:textref="{page}">\n{_parts(page, held, clips)}</body>\n</smil>\n'
    )


def _parts(page: str, held: Sequence[Spoken], clips: dict[str, Clip]) -> str:
    made = []
    for one in held:
        place = f"{page}#{escape(one.element.get('id', ''))}"
        kind = f' epub:type="{one.kind}"' if one.kind else ""
        if isinstance(one, SpokenSequence):
            made.append(f'<seq epub:textref="{place}"{kind}>\n{_parts(page, one.parts, clips)}</seq>\n')
            continue
        clip = clips[one.element.get("id", "")]
        made.append(
            f'<par{kind}><text src="{place}"/>'
            f'<audio src="{clip.file}" clipBegin="{clip.begin:.3f}s" clipEnd="{clip.end:.3f}s"/></par>\n'
        )
    return "".join(made)


def _renamed(package: etree._Element) -> tuple[str, str]:
    """The identifier of the EPUB without sound, and that of this one, which the package then has."""
    identifier = next(package.iter(f"{_DC}identifier"))
    before = identifier.text or ""
    identifier.text = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{before}#spoken')}"
    return before, identifier.text


def _describe(package: etree._Element, document: Document, overlays: list[Overlay]) -> None:
    """What the package says: the files, how long they are, who speaks, and what that means for a reader's choice."""
    manifest, metadata = package.find(f"{_OPF}manifest"), package.find(f"{_OPF}metadata")
    if manifest is None or metadata is None:
        return
    items = {item.get("href"): item for item in manifest}
    for one in overlays:
        items[f"{one.stem}.xhtml"].set("media-overlay", f"overlay-{one.stem}")
        smil = {"id": f"overlay-{one.stem}", "href": f"{one.stem}.smil", "media-type": "application/smil+xml"}
        etree.SubElement(manifest, f"{_OPF}item", smil)
        for file in sorted(name.removeprefix(f"{_FOLDER}/") for name in one.files if name.endswith(".mp3")):
            sound = {"id": f"sound-{posixpath.splitext(file)[0].rpartition('/')[2]}", "href": file}
            etree.SubElement(manifest, f"{_OPF}item", {**sound, "media-type": "audio/mpeg"})
        _meta(metadata, "media:duration", f"{one.seconds:.3f}s", refines=f"#overlay-{one.stem}")
    _meta(metadata, "media:duration", f"{sum(round(one.seconds, 3) for one in overlays):.3f}s")
    _meta(metadata, "media:narrator", narrator())
    _meta(metadata, "media:active-class", _ACTIVE)
    _meta(metadata, "schema:accessMode", "auditory")
    sufficient = [meta.text for meta in metadata if meta.get("property") == "schema:accessModeSufficient"]
    if "textual" in sufficient:
        # All that is text is heard.
        _meta(metadata, "schema:accessModeSufficient", "auditory")
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


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of an archive by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}
