"""Word files changed by construction: at places that a seed gives, something is put in that no grammar has, or the text
is changed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from lxml import etree

from plantin.auditors.docx.conformance import tables
from tests.spoilt import rewriting
from tests.spoilt.mutants import appearances
from tests.spoilt.mutants.family import Family, Mutant

Element = Any
Files = dict[str, bytes]
Change = Callable[[Files, random.Random], str]
"""A change of the parts at a place of a seed; what was done, in words, or nothing where there is no such place."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STORIES = r"word/(?:document|footnotes|header\d+|footer\d+)\.xml$"
_RUN_LOOKS = (
    '<w:strike xmlns:w="{W}"/>', '<w:dstrike xmlns:w="{W}"/>', '<w:vanish xmlns:w="{W}"/>', '<w:webHidden xmlns:w="{W}"/>',
    '<w:specVanish xmlns:w="{W}"/>', '<w:position xmlns:w="{W}" w:val="12"/>', '<w:w xmlns:w="{W}" w:val="1"/>',
    '<w:sz xmlns:w="{W}" w:val="2"/>', '<w:color xmlns:w="{W}" w:val="FFFFFF"/>', '<w:shd xmlns:w="{W}" w:fill="000000"/>',
    '<w:highlight xmlns:w="{W}" w:val="black"/>', '<w:spacing xmlns:w="{W}" w:val="-400"/>', '<w:caps xmlns:w="{W}"/>',
    '<w:emboss xmlns:w="{W}"/>', '<w:u xmlns:w="{W}" w:val="single"/>', '<w:rFonts xmlns:w="{W}" w:ascii="Wingdings"/>',
    '<w:effect xmlns:w="{W}" w:val="blinkBackground"/>', '<w:fitText xmlns:w="{W}" w:val="1"/>', '<w:eastAsianLayout xmlns:w="{W}" w:vert="1"/>',
    '<w:oMath xmlns:w="{W}"/>', '<w:cs xmlns:w="{W}"/>', '<w:snapToGrid xmlns:w="{W}"/>', '<w:rPrChange xmlns:w="{W}" w:id="1" w:author="x"/>',
)  # fmt: skip
_PARAGRAPH_LOOKS = (
    '<w:framePr xmlns:w="{W}" w:x="-9000"/>', '<w:shd xmlns:w="{W}" w:fill="000000"/>', '<w:textDirection xmlns:w="{W}" w:val="tbRl"/>',
    '<w:contextualSpacing xmlns:w="{W}"/>', '<w:pPrChange xmlns:w="{W}" w:id="1" w:author="x"/>', '<w:rPr xmlns:w="{W}"><w:vanish/></w:rPr>',
    '<w:divId xmlns:w="{W}" w:val="1"/>', '<w:textAlignment xmlns:w="{W}" w:val="top"/>', '<w:cnfStyle xmlns:w="{W}" w:val="1"/>',
)  # fmt: skip
_IN_PARAGRAPHS = (
    '<w:ins xmlns:w="{W}" w:id="1" w:author="x"><w:r><w:t>not </w:t></w:r></w:ins>',
    '<w:del xmlns:w="{W}" w:id="1" w:author="x"><w:r><w:delText>9</w:delText></w:r></w:del>',
    '<w:bdo xmlns:w="{W}" w:val="rtl"><w:r><w:t>12</w:t></w:r></w:bdo>', '<w:dir xmlns:w="{W}" w:val="rtl"/>',
    '<w:fldSimple xmlns:w="{W}" w:instr="DDEAUTO c:\\cmd"/>', '<w:fldSimple xmlns:w="{W}" w:instr="INCLUDETEXT http://example.org/a"/>',
    '<w:commentRangeStart xmlns:w="{W}" w:id="0"/>', '<w:permStart xmlns:w="{W}" w:id="1"/>', '<w:proofErr xmlns:w="{W}" w:type="spellStart"/>',
    '<w:smartTag xmlns:w="{W}" w:element="x"/>', '<w:customXml xmlns:w="{W}" w:element="x"/>', '<w:subDoc xmlns:w="{W}" xmlns:r="{R}" r:id="rId1"/>',
    '<w:sdt xmlns:w="{W}"><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>9</w:t></w:r></w:sdtContent></w:sdt>',
    '<w:sdt xmlns:w="{W}"><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="x"/></w:sdtPr><w:sdtContent/></w:sdt>',
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"/>',
    '<w:hyperlink xmlns:w="{W}" w:docLocation="x"/>', '<w:moveFrom xmlns:w="{W}" w:id="1" w:author="x"/>',
)  # fmt: skip
_IN_RUNS = (
    '<w:sym xmlns:w="{W}" w:font="Wingdings" w:char="F04A"/>', '<w:noBreakHyphen xmlns:w="{W}"/>', '<w:softHyphen xmlns:w="{W}"/>',
    '<w:cr xmlns:w="{W}"/>', '<w:ptab xmlns:w="{W}" w:alignment="right"/>', '<w:pgNum xmlns:w="{W}"/>', '<w:object xmlns:w="{W}"/>',
    '<w:pict xmlns:w="{W}"/>', '<w:ruby xmlns:w="{W}"/>', '<w:commentReference xmlns:w="{W}" w:id="0"/>', '<w:annotationRef xmlns:w="{W}"/>',
    '<w:endnoteReference xmlns:w="{W}" w:id="1"/>', '<w:contentPart xmlns:w="{W}" xmlns:r="{R}" r:id="rId1"/>', '<w:delText xmlns:w="{W}">9</w:delText>',
    '<w:dayLong xmlns:w="{W}"/>', '<w:lastRenderedPageBreak xmlns:w="{W}"/>', '<w:yearShort xmlns:w="{W}"/>', '<x:note xmlns:x="urn:x">9</x:note>',
)  # fmt: skip
_IN_THE_BODY = (
    '<w:altChunk xmlns:w="{W}" xmlns:r="{R}" r:id="rId1"/>', '<w:customXml xmlns:w="{W}" w:element="x"/>', '<w:p xmlns:w="{W}"/>',
    '<w:sdt xmlns:w="{W}"><w:sdtContent/></w:sdt>', '<w:bookmarkStart xmlns:w="{W}" w:id="9999" w:name="x"/>', '<w:permStart xmlns:w="{W}" w:id="1"/>',
)  # fmt: skip
_ATTRIBUTES = {
    f"{{{W}}}rsidR": ("00AB12CD",), f"{{{W}}}val": ("9",), f"{{{W}}}hidden": ("1",), f"{{{W}}}themeColor": ("background1",),
    "{http://schemas.microsoft.com/office/word/2010/wordml}paraId": ("00AB12CD",), f"{{{W}}}dirty": ("1",), f"{{{W}}}tgtFrame": ("_blank",),
    f"{{{W}}}docLocation": ("x",), f"{{{_R}}}link": ("rId1",), "hidden": ("1",), f"{{{W}}}displacedByCustomXml": ("next",),
    "{http://www.w3.org/XML/1998/namespace}lang": ("tlh",), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable": ("w",),
}  # fmt: skip
_PARTS = {
    "word/vbaProject.bin": "vbaProject", "word/embeddings/oleObject1.bin": "oleObject", "word/afchunk.mht": "aFChunk",
    "word/comments.xml": "comments", "word/endnotes.xml": "endnotes", "word/glossary/document.xml": "glossaryDocument",
    "customXml/item1.xml": "customXml", "word/webSettings.xml": "webSettings", "docProps/thumbnail.jpeg": "thumbnail",
    "word/people.xml": "people", "word/commentsExtended.xml": "commentsExtended", "word/activeX/activeX1.xml": "control",
}  # fmt: skip
_TARGETS = {
    "attachedTemplate": "https://example.org/a.dotm", "image": "https://example.org/a.png", "oleObject": "file:///c:/a.exe",
    "frame": "https://example.org/", "subDocument": "https://example.org/a.docx", "hyperlink": "https://example.org/",
    "mailMergeSource": "https://example.org/a.csv",
}  # fmt: skip
_CODES = (
    " DDEAUTO c:\\\\cmd ", " INCLUDETEXT https://example.org/a ", " INCLUDEPICTURE https://example.org/a.png \\d ", " HYPERLINK https://example.org/ ",
    " MACROBUTTON go 9 ", " QUOTE 9 ", " = 4 + 5 ", " DATE ", " FILENAME ", " AUTHOR ", " DOCPROPERTY x ", " MERGEFIELD x ", " IF 1 = 1 9 8 ", " ADVANCE \\d 9 ",
)  # fmt: skip
_MARKUP = (b"<!-- a remark -->", b"<?php go() ?>", b"<![CDATA[9]]>")
_SETTINGS = (
    "documentProtection", "trackRevisions", "updateFields", "attachedTemplate", "mailMerge", "hideSpellingErrors", "revisionView", "displayBackgroundShape",
)  # fmt: skip


_MOST_TRIED = 40


def _mutants(changes: tuple[Change, ...], content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants of a Word file, by ``changes`` in turn."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    made = tried = 0
    while made < count:
        files = rewriting.unpacked(content)
        # A change that has no place in this file leaves its turn to the next.
        name, tried = changes[(made + tried // _MOST_TRIED) % len(changes)](files, rng), tried + 1
        if name:
            made += 1
            yield name, rewriting.packed(files)


def _pick(files: Files, rng: random.Random, names: str) -> str:
    return rng.choice([name for name in files if re.search(names, name)])


def _opened(files: Files, part: str) -> Element:
    return etree.fromstring(files[part])


def _saved(files: Files, part: str, root: Element) -> None:
    files[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _in(names: str, change: Callable[[Element, random.Random], str]) -> Change:
    """A change of the tree of one of the parts."""

    def changed(files: Files, rng: random.Random) -> str:
        part = _pick(files, rng, names)
        root = _opened(files, part)
        done = change(root, rng)
        _saved(files, part, root)
        return done and f"{part}: {done}"

    return changed


def _place(element: Element) -> str:
    return f"{element.getroottree().getpath(element)}"


def _made(markup: str) -> Element:
    return etree.fromstring(markup.replace("{W}", W).replace("{R}", _R))


def _put(tags: str, markups: tuple[str, ...]) -> Callable[[Element, random.Random], str]:
    """An element of ``markups`` at a place in one of the elements ``tags``, which it is made for where it is missing."""

    def put(root: Element, rng: random.Random) -> str:
        holders = [one for tag in tags.split() for one in root.iter(f"{{{W}}}{tag}")]
        if not holders:
            return ""
        holder, made = rng.choice(holders), _made(rng.choice(markups))
        if tags in ("r", "p") and made.tag.rpartition("}")[2] in _LOOKS:
            wanted = f"{{{W}}}{tags}Pr"
            found = holder.find(wanted)
            if found is None:
                found = etree.Element(wanted)
                holder.insert(0, found)
            holder = found
        holder.insert(rng.randint(0, len(holder)), made)
        return f"{etree.tostring(made, with_tail=False).decode()[:90]} in {_place(holder)}"

    return put


_LOOKS = {_made(one).tag.rpartition("}")[2] for one in (*_RUN_LOOKS, *_PARAGRAPH_LOOKS)}


def _attribute(root: Element, rng: random.Random) -> str:
    one, name = rng.choice(list(root.iter("*"))), rng.choice(list(_ATTRIBUTES))
    if one.get(name) is not None:
        return ""
    one.set(name, rng.choice(_ATTRIBUTES[name]))
    return f"{name} on {_place(one)}"


def _value(root: Element, rng: random.Random) -> str:
    """Another value of an attribute that is there."""
    one = rng.choice([one for one in root.iter("*") if one.attrib] or [root])
    if not one.attrib:
        return ""
    name = rng.choice(list(one.attrib))
    was = one.get(name)
    one.set(name, rng.choice((f"{was} x", f"x{was}", f"{was}9" if was != "0" else "7", f"{was}\u202e", "")))
    return (
        f'{name.rpartition("}")[2]}="{one.get(name)[:50]}" for "{was[:50]}" on {_place(one)}'
        if was != one.get(name)
        else ""
    )


def _dropped(root: Element, rng: random.Random) -> str:
    """An attribute left out that each such element has."""
    one = rng.choice([one for one in root.iter("*") if one.attrib] or [root])
    if not one.attrib:
        return ""
    name = rng.choice(list(one.attrib))
    if (str(one.tag).rpartition("}")[2], name.rpartition("}")[2]) in _OPTIONAL:
        return ""
    del one.attrib[name]
    return f"{name} left out on {_place(one)}"


_OPTIONAL = frozenset((("keepNext", "val"), ("pgSz", "orient")))
"""Attributes whose absence says the same, or is compared only with the words of the language."""


def _code(root: Element, rng: random.Random) -> str:
    found = list(root.iter(f"{{{W}}}instrText"))
    if not found:
        return ""
    one = rng.choice(found)
    one.text = rng.choice(_CODES)
    return f"{one.text} in {_place(one)}"


def _order(root: Element, rng: random.Random) -> str:
    """Properties that are not before what they are of."""
    holders = [one for one in root.iter("*") if len(one) > 1 and str(one[0].tag).endswith("Pr")]
    if not holders:
        return ""
    holder = rng.choice(holders)
    holder.append(holder[0])
    return f"properties at the end of {_place(holder)}"


def _setting(root: Element, rng: random.Random) -> str:
    root.insert(rng.randint(0, len(root)), etree.Element(f"{{{W}}}{rng.choice(_SETTINGS)}"))
    return f"a setting {rng.choice(_SETTINGS)}"


def _part(files: Files, rng: random.Random) -> str:
    """A part more, as a package has it."""
    part = rng.choice(list(_PARTS))
    files[part] = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<a/>"
    rels, types = (_opened(files, one) for one in ("word/_rels/document.xml.rels", "[Content_Types].xml"))
    etree.SubElement(
        rels, f"{{{rels.nsmap[None]}}}Relationship", Id="rId999", Type=_RELATED + _PARTS[part], Target=f"/{part}"
    )
    etree.SubElement(types, f"{{{types.nsmap[None]}}}Override", PartName=f"/{part}", ContentType="application/xml")
    _saved(files, "word/_rels/document.xml.rels", rels)
    _saved(files, "[Content_Types].xml", types)
    return f"the part {part}"


def _relation(files: Files, rng: random.Random) -> str:
    """A relationship to somewhere else."""
    part, kind = _pick(files, rng, r"\.rels$"), rng.choice(list(_TARGETS))
    root = _opened(files, part)
    new = {"Id": "rId998", "Type": _RELATED + kind, "Target": _TARGETS[kind], "TargetMode": "External"}
    etree.SubElement(root, f"{{{root.nsmap[None]}}}Relationship", new)
    _saved(files, part, root)
    return f"{part}: {kind} {_TARGETS[kind]}"


def _bytes(files: Files, rng: random.Random) -> str:
    """A byte of a face, a picture or the theme."""
    part = _pick(files, rng, r"\.odttf$|/media/|theme1")
    at = rng.randrange(len(files[part]))
    files[part] = files[part][:at] + bytes([files[part][at] ^ 1]) + files[part][at + 1 :]
    return f"byte {at} of {part}"


def _markup(files: Files, rng: random.Random) -> str:
    part, put = _pick(files, rng, r"\.(?:xml|rels)$"), rng.choice(_MARKUP)
    at = rng.choice([match.end() for match in re.finditer(rb"(?:</[\w:]+>|/>)(?=<)", files[part])] or [0])
    files[part] = files[part][:at] + put + files[part][at:]
    return at and f"{put.decode()} in {part}"


def _without(files: Files, rng: random.Random) -> str:
    part = _pick(files, rng, r".")
    del files[part]
    return f"{part} left out"


_GRAMMAR: tuple[Change, ...] = (
    _in(_STORIES, _put("r", _RUN_LOOKS)), _in(_STORIES, _put("p", _PARAGRAPH_LOOKS)), _in(_STORIES, _put("p hyperlink", _IN_PARAGRAPHS)),
    _in(_STORIES, _put("r", _IN_RUNS)), _in(_STORIES, _put("body tc tr tbl footnote sdtContent hdr ftr", _IN_THE_BODY)),
    _in(r"\.(?:xml|rels)$", _attribute), _in(r"\.(?:xml|rels)$", _value), _in(r"\.(?:xml|rels)$", _dropped), _in(_STORIES, _code),
    _in(_STORIES, _order), _in(r"settings", _setting), _in(r"styles", _put("style rPr pPr", (*_RUN_LOOKS, *_PARAGRAPH_LOOKS))),
    _in(r"numbering", _put("lvl", _RUN_LOOKS)), _part, _relation, _bytes, _markup, _without, _in(_STORIES, _value), _in(_STORIES, _dropped),
    _in(r"docProps|rels$|Types", _value),
)  # fmt: skip


# Text


def _spoken(root: Element) -> list[Element]:
    """The elements with text that people read."""
    tags = (
        "t",
        "title",
        "subject",
        "creator",
        "lastModifiedBy",
        "identifier",
        "keywords",
        "description",
        "language",
        "Company",
        "lpwstr",
    )
    return [one for one in root.iter("*") if one.tag.rpartition("}")[2] in tags and (one.text or "").strip()]


def _changed(pattern: str, change: Callable[[str], str], names: str) -> Change:
    """A part of the text that ``pattern`` matches, changed."""

    def changed(root: Element, rng: random.Random) -> str:
        texts = _spoken(root)
        one = rng.choice(texts) if texts else None
        found = (
            [] if one is None else [match for match in re.finditer(pattern, one.text) if change(match[0]) != match[0]]
        )
        if one is None or not found:
            return ""
        match = rng.choice(found)
        one.text = f"{one.text[: match.start()]}{change(match[0])}{one.text[match.end() :]}"
        return f"{match[0]!r} is {change(match[0])!r} in {_place(one)}"

    return _in(names, changed)


def _raised(root: Element, rng: random.Random) -> str:
    """A run raised, lowered, stressed or not."""
    runs = [one for one in root.iter(f"{{{W}}}r") if any((text.text or "").strip() for text in one.iter(f"{{{W}}}t"))]
    if not runs:
        return ""
    run, mark = rng.choice(runs), rng.choice(("superscript", "subscript", "Emphasis", "Strong"))
    found = run.find(f"{{{W}}}rPr")
    if found is None:
        found = etree.Element(f"{{{W}}}rPr")
        run.insert(0, found)
    tag = "vertAlign" if mark.islower() else "rStyle"
    if (own := found.find(f"{{{W}}}{tag}")) is None:
        own = etree.Element(f"{{{W}}}{tag}")
        found.insert(len(found) if tag == "vertAlign" else 0, own)
    if own.get(f"{{{W}}}val") == mark:
        return ""
    own.set(f"{{{W}}}val", mark)
    return f"{mark} in {_place(run)}"


def _swapped(root: Element, rng: random.Random) -> str:
    """Two paragraphs, rows or notes that have changed places."""
    tag = rng.choice(("p", "tr", "footnote"))
    ones = [one for one in root.iter(f"{{{W}}}{tag}") if "".join(one.itertext()).strip() and one.getnext() is not None]
    ones = [
        one
        for one in ones
        if one.getnext().tag == one.tag and "".join(one.itertext()) != "".join(one.getnext().itertext())
    ]
    if not ones:
        return ""
    one = rng.choice(ones)
    place = _place(one)
    one.getnext().addnext(one)
    return f"{place} after the next"


_ALL = rf"{_STORIES}|docProps/"
_KINDS: tuple[tuple[str, Callable[[str], str]], ...] = (
    (r"\d", lambda one: str((int(one) + 1) % 10)),
    (r"[^\W\d_]{3,}", lambda one: f"{one[1:]}{one[0]}"),
    (r"[^.]{12,}\.", lambda _: ""),
    (r"[^\W\d_]+", str.swapcase),
    (r"[.,;:?!()%–-]", lambda one: {",": ".", ".": ",", "(": "[", ")": "]"}.get(one, "/")),
    (r"[^\W\d_]+ [^\W\d_]+", lambda one: " ".join(reversed(one.split(" ")))),
    (r"[^\W\d_]+ ", lambda one: one + one),
    (r"\d\d", lambda one: f"{one[0]}\u200b{one[1]}"),
    (r"\d\d", lambda one: f"{one[0]}\u202e{one[1]}"),
)
_TEXT: tuple[Change, ...] = (
    *(_changed(pattern, change, _ALL) for pattern, change in _KINDS),
    *(_changed(pattern, change, r"docProps/(?:core|app)") for pattern, change in _KINDS[:2]),
    *(_changed(pattern, change, r"footnotes|header|footer") for pattern, change in _KINDS[:4]),
    _in(r"document|footnotes", _raised), _in(r"document|footnotes", _swapped),
)  # fmt: skip

FAMILIES = {
    "docx": Family(
        partial(_mutants, _GRAMMAR),
        partial(_mutants, _TEXT),
        lambda: len(tables()[0].kinds),
        looks=appearances.of_word,
    )
}
