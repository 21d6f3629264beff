"""Writes the audio edition: the EPUB with media overlays (EPUB 3.3, 9), read aloud by a synthetic voice."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import unicodedata
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from lxml import etree

from plantin.findings import Finding, Place, SourceError, ToolError
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.levels import MINUS, is_ending, is_number, levels_in_words, spell
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.packs.sound.writer.lexicon import has_lexicon, say, unsaid
from plantin.packs.sound.writer.loudness import gains, scale
from plantin.packs.sound.writer.script import Spoken, SpokenPiece, SpokenSequence, pieces, script
from plantin.packs.sound.writer.voice import encode_mp3, narrator, speak
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
_EXCERPT = 30
"""Letters of a passage before and after a sign that a finding quotes."""
_LOOK = f"\n.{_ACTIVE} {{ background-color: #fff3b0; color: #1a1a1a }}\n"
_NAMED = "spoken-"
_XHTML = "{http://www.w3.org/1999/xhtml}"


def write(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
    """Return the edition as an EPUB 3.3 file with sound; one voice, the same bytes. Raises SourceError
    (D134), ToolError (D132, V011).
    """
    files = unpack_archive(epub.write(document, style, moment, related, draws=False))
    name = f"{_FOLDER}/content.opf"
    package = etree.fromstring(files[name])
    scripts = _scripts(pages_in_order(package), files, document)
    overlays = [overlay for page in scripts if (overlay := _overlay(page)) is not None]
    before, after = _change_identifier(package)
    files["EPUB/toc.ncx"] = files["EPUB/toc.ncx"].replace(before.encode(), after.encode())
    _describe(package, document, overlays)
    for overlay in overlays:
        files |= overlay.files
    sheet = f"{_FOLDER}/style.css"
    files[sheet] += _LOOK.encode()
    # Of two prefixes for one namespace the library takes the longer one, which some reading systems do not know.
    text = etree.tostring(package, xml_declaration=True, encoding="utf-8")
    files[name] = text.replace(b"<opf:meta ", b"<meta ").replace(b"</opf:meta>", b"</meta>")
    return zip_files(files)


def again(content: bytes, document: Document) -> bytes:
    """Return a finished edition of ``document`` with its pages read aloud anew: the file with these bytes, where
    nothing in its sound and its overlays is other than the voice makes them of its pages. Raises ToolError (D132,
    V011).
    """
    files = unpack_archive(content)
    names = [*pages_in_order(etree.fromstring(files[f"{_FOLDER}/content.opf"]))]
    for name in names:
        files[f"{_FOLDER}/{name}"] = _remove_names(files[f"{_FOLDER}/{name}"])
    for page in _scripts(names, files, document):
        overlay = _overlay(page)
        files |= overlay.files if overlay else {}
    return zip_files(files)


def _remove_names(page: bytes) -> bytes:
    """Return a page without the names, and the elements, that are there only to be shown while they are heard."""
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
    """Yield the pages in the order of the spine."""
    names = {item.get("id"): item.get("href", "") for item in package.iter(f"{_OPF}item")}
    for reference in package.iter(f"{_OPF}itemref"):
        yield names[reference.get("idref", "")]


@dataclass(frozen=True, slots=True)
class PageScript:
    """A page of the EPUB, its name and its tree, with what is heard of it, in words."""

    name: str
    root: etree._Element
    parts: Sequence[Spoken]


def _scripts(names: Iterable[str], files: Mapping[str, bytes], document: Document) -> list[PageScript]:
    """Return what is heard of each page, its signs in words. Raises SourceError (D134) with each that has none."""
    roots = {name: etree.fromstring(files[f"{_FOLDER}/{name}"]) for name in names}
    scripts = [PageScript(name, root, script(root)) for name, root in roots.items()]
    spoken_pieces = [piece for page in scripts for piece in pieces(page.parts)]
    for piece in spoken_pieces:
        piece.runs = [(with_powers(words, language, document), language) for words, language in piece.runs]
    unknown = dict[str, str]()
    for words, language in (run for piece in spoken_pieces for run in piece.runs):
        for sign in unsaid(words, language, document.language):
            unknown.setdefault(sign, words)
    if unknown:
        raise SourceError(*(_unknown_sign(sign, words, document) for sign, words in unknown.items()))
    for piece in spoken_pieces:
        _put_into_words(piece, document.language)
    return scripts


def _put_into_words(piece: SpokenPiece, main: str) -> None:
    """Put the signs of a piece into words, those at which a voice pauses too where it is code or has nothing else."""
    is_bare = not _has_words("".join(map(str, piece.element.itertext())))
    piece.runs = [
        (say(words, language, main, named=piece.code or (is_bare and not _has_words(words))), language)
        for words, language in piece.runs
    ]


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _unknown_sign(sign: str, words: str, document: Document) -> Finding:
    at = max(0, words.find(sign) - _EXCERPT)
    return Finding(
        "D134",
        f"{sign} (U+{ord(sign):04X}, {unicodedata.name(sign, 'without a name').lower()}) has no words in the lexicon of"
        f" {document.language}",
        Place(f"“{words[at : at + 2 * _EXCERPT].strip()}”"),
        f"Write words in the place of {sign}: no voice says it.",
    )


def _overlay(page: PageScript) -> Overlay | None:
    root, spoken_parts = page.root, page.parts
    stem = posixpath.splitext(page.name)[0]
    _name(spoken_parts, 0)
    sounds, clips = _sounds([*pieces(spoken_parts)], root.get("lang", ""), stem)
    if not clips:
        return None
    page_files = {
        f"{_FOLDER}/{page.name}": etree.tostring(
            root, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>"
        ),
        f"{_FOLDER}/{stem}.smil": _smil(page.name, spoken_parts, clips).encode(),
        **{f"{_FOLDER}/{name}": sound for name, sound in sounds.items()},
    }
    seconds = sum(clip.end - clip.begin for clip in clips.values())
    return Overlay(stem, page_files, seconds)


def with_powers(words: str, language: str, document: Document) -> str:
    """Return ``words`` with what is raised and lowered as its language says it, where it is that of the document."""
    labels = document.labels
    if not labels.power or language.partition("-")[0] != document.language.partition("-")[0]:
        # The voice is left to say numbers; letters in such characters it may not know.
        return levels_in_words(words, partial(_leave, raised=True), partial(_leave, raised=False))
    powers = {"2": labels.squared, "3": labels.cubed}
    signs = {"+": labels.plus, "-": labels.minus, MINUS: labels.minus}

    def say(level: str) -> str:
        named = (f" {signs[character]} " if signs.get(character) else character for character in level)
        return " ".join("".join(named).split())

    def say_raised(before: str, level: str) -> str:
        if is_ending(before, level, labels.endings):
            return level
        if not before[-1:].isalnum() and before[-1:] not in {")", "]"}:
            return f"{say(level)} "
        is_charge = level[-1] in signs or (before[-1:].isalpha() and level[0] in signs)
        return f" {say(level)}" if is_charge else powers.get(level) or labels.power.format(number=say(level))

    def say_lowered(_: str, level: str) -> str:
        form = labels.subscript if labels.subscript and not level[0].isdecimal() else labels.index
        return form.format(number=say(level))

    return levels_in_words(words, say_raised, say_lowered)


def _leave(_: str, level: str, *, raised: bool) -> str:
    return spell(level, raised=raised) if is_number(level) else level


def _name(parts: Sequence[Spoken], count: int) -> int:
    """Give what has no name one; how many have one now."""
    for part in parts:
        if not part.element.get("id"):
            count += 1
            part.element.set("id", f"{_NAMED}{count}")
        if isinstance(part, SpokenSequence):
            count = _name(part.parts, count)
    return count


def _sounds(spoken_pieces: Sequence[SpokenPiece], main: str, stem: str) -> tuple[dict[str, bytes], dict[str, Clip]]:
    """Return the files of sound of a page, and the clip of each piece by the name of its element."""
    runs = [[*_speech(piece, main)] for piece in spoken_pieces]
    rates = {rate: language for run in runs for language, rate, _ in run}
    if len(rates) > 1:
        message = (
            f"the voice speaks {' and '.join(rates.values())} with {' and '.join(map(str, rates))} samples a second"
        )
        raise ToolError(Finding("D132", message, Place(stem)))
    rate = next(iter(rates), 0)
    tongues = {main, *(speech[0] for run in runs for speech in run)}
    whole = {tongue: b"".join(speech[2] for run in runs for speech in run if speech[0] == tongue) for tongue in tongues}
    factors = gains(whole, main, rate) if rate else {}
    files: dict[str, bytearray] = {}
    clips: dict[str, Clip] = {}
    name = ""
    for piece, run in zip(spoken_pieces, runs, strict=True):
        sound = b"".join(_even(samples, factors[tongue] / factors[main]) for tongue, _, samples in run)
        sound += bytes(2 * int(rate * (_BRIEF if piece.close else _PAUSE)))
        if not name or len(files[name]) + len(sound) > 2 * rate * _LONGEST:
            name = f"audio/{stem}{f'-{len(files) + 1}' if files else ''}.mp3"
            files[name] = bytearray()
        begin = len(files[name])
        files[name] += sound
        clips[piece.element.get("id", "")] = Clip(name, begin / 2 / rate, len(files[name]) / 2 / rate)
    return {name: encode_mp3(bytes(sound), rate, factors[main]) for name, sound in files.items()}, clips


def _even(samples: bytes, factor: float) -> bytes:
    return samples if abs(factor - 1) < _HEARD else scale(samples, factor)


def _speech(piece: SpokenPiece, main: str) -> Iterator[tuple[str, int, bytes]]:
    """Yield the runs of a piece, each in its language or, where no voice speaks it, in that of the page; of signs alone
    their names, where the voice has them.
    """
    for words, language in piece.runs:
        signs = not _has_words(words)
        for tongue in dict.fromkeys((language, main)):
            try:
                yield language, *speak(words, tongue, signs=(piece.code or signs) and not has_lexicon(main))
                break
            except ToolError:
                if tongue == main and not signs:
                    raise


def _smil(page: str, parts: Sequence[Spoken], clips: dict[str, Clip]) -> str:
    """Return the overlay of a page: sections, tables, rows, figures, boxes and notes are sequences that can be left;
    calls of notes, notes and beginnings of printed pages can be skipped.
    """
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n'
        f'<body epub:textref="{page}">\n{_parts(page, parts, clips)}</body>\n</smil>\n'
    )


def _parts(page: str, parts: Sequence[Spoken], clips: dict[str, Clip]) -> str:
    lines = []
    for part in parts:
        place = f"{page}#{escape(part.element.get('id', ''))}"
        kind = f' epub:type="{part.kind}"' if part.kind else ""
        if isinstance(part, SpokenSequence):
            lines.append(f'<seq epub:textref="{place}"{kind}>\n{_parts(page, part.parts, clips)}</seq>\n')
            continue
        clip = clips[part.element.get("id", "")]
        lines.append(
            f'<par{kind}><text src="{place}"/>'
            f'<audio src="{clip.file}" clipBegin="{clip.begin:.3f}s" clipEnd="{clip.end:.3f}s"/></par>\n'
        )
    return "".join(lines)


def _change_identifier(package: etree._Element) -> tuple[str, str]:
    """Give the package an identifier of its own; return that of the EPUB without sound, and the new one."""
    identifier = next(package.iter(f"{_DC}identifier"))
    before = identifier.text or ""
    identifier.text = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{before}#spoken')}"
    return before, identifier.text


def _describe(package: etree._Element, document: Document, overlays: list[Overlay]) -> None:
    """Write what the package says: the files, how long they are, who speaks, and what that means for a reader's
    choice.
    """
    manifest, metadata = package.find(f"{_OPF}manifest"), package.find(f"{_OPF}metadata")
    if manifest is None or metadata is None:
        return
    items = {item.get("href"): item for item in manifest}
    for overlay in overlays:
        items[f"{overlay.stem}.xhtml"].set("media-overlay", f"overlay-{overlay.stem}")
        smil = {"id": f"overlay-{overlay.stem}", "href": f"{overlay.stem}.smil", "media-type": "application/smil+xml"}
        etree.SubElement(manifest, f"{_OPF}item", smil)
        for file in sorted(name.removeprefix(f"{_FOLDER}/") for name in overlay.files if name.endswith(".mp3")):
            sound = {"id": f"sound-{posixpath.splitext(file)[0].rpartition('/')[2]}", "href": file}
            etree.SubElement(manifest, f"{_OPF}item", {**sound, "media-type": "audio/mpeg"})
        _meta(metadata, "media:duration", f"{overlay.seconds:.3f}s", refines=f"#overlay-{overlay.stem}")
    _meta(metadata, "media:duration", f"{sum(round(overlay.seconds, 3) for overlay in overlays):.3f}s")
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


def unpack_archive(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}
