"""PDFs changed by construction, and saved as the press lays files out, so that nothing but the change is seen."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.spoilt.mutants.family import Family, Mutant
from tests.spoilt.pdf_layout import LAYOUT, head_of, saved

Pdf = Any
Change = Callable[[Pdf, random.Random], str]
"""A change of an opened file at a place of a seed; what was done, in words, or nothing where there is no such place."""


def changed(content: bytes, change: Callable[[Pdf], object]) -> bytes:
    """The file after a change."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        change(opened)
        return saved(opened, head_of(content))


def _made(changes: tuple[Change, ...], content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants by ``changes`` in turn; a change of bytes begins with ``bytes_``."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    for number in range(count):
        change, name, made = changes[(number + seed) % len(changes)], "", b""
        for _ in range(_TRIES):
            with pikepdf.open(io.BytesIO(content)) as opened:
                if name := change(opened, rng):
                    made = saved(opened, head_of(content))
                    break
        if name:
            yield name, made


_TRIES = 60


# What a grammar does not have

_KEYS: dict[str, Any] = {
    "/AA": Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("go()"))),
    "/OpenAction": Dictionary(S=Name.Launch, F=String("a.exe")),
    "/A": Dictionary(S=Name.SubmitForm, F=String("https://example.org/")),
    "/AP": Dictionary(), "/OC": Dictionary(Type=Name.OCG, Name=String("x")), "/PieceInfo": Dictionary(),
    "/AcroForm": Dictionary(Fields=Array()), "/Perms": Dictionary(), "/Collection": Dictionary(),
    "/URI": Dictionary(Base=String("https://example.org/")), "/Threads": Array(), "/B": Array(), "/Dur": 1,
    "/Requirements": Array(), "/Extensions": Dictionary(), "/Legal": Dictionary(), "/SpiderInfo": Dictionary(),
    "/Thumb": Dictionary(), "/Trans": Dictionary(S=Name.Dissolve), "/UserUnit": 9, "/CropBox": Array([0, 0, 9, 9]),
    "/ArtBox": Array([0, 0, 9, 9]), "/VP": Array(), "/LastModified": String("D:2001"), "/Alternates": Array(),
    "/OPI": Dictionary(), "/TR": Name.Identity, "/BM": Name.Multiply, "/Decode": Array([1, 0]), "/Mask": Array([0, 9]),
    "/ImageMask": True, "/CIDSet": String("x"), "/FontFile": Dictionary(), "/Next": Dictionary(S=Name.Named),
    "/PA": Dictionary(), "/H": Name.O, "/C": Array([1, 0, 0]), "/NM": String("x"), "/M": String("D:2001"),
    "/Popup": Dictionary(), "/Subj": String("x"), "/R": 1, "/Phoneme": String("x"), "/PronunciationLexicon": Array(),
    "/ClassMap": Dictionary(), "/Version": Name("/1.4"), "/AlternatePresentations": Dictionary(), "/DSS": Dictionary(),
    "/Outlines2": Dictionary(), "/DPartRoot": Dictionary(), "/Encrypt": Dictionary(), "/HTP": 1, "/SMaskInData": 1,
    "/Measure": Dictionary(), "/PtData": Dictionary(), "/Intent": Name.Perceptual, "/Trapped": Name.True_,
    "/ActualText": String("not"), "/Rotate": 180, "/Group2": Dictionary(), "/RichMedia": Dictionary(),
}  # fmt: skip


def _dictionaries(opened: Pdf) -> list[Any]:
    found = []
    left = [one for one in opened.objects if isinstance(one, Dictionary | pikepdf.Stream)]
    for one in left:
        if isinstance(one, pikepdf.Stream) and str(one.get("/Type")) in LAYOUT:
            continue
        found.append(one)
        found += [inner for inner in one.values() if isinstance(inner, Dictionary) and not inner.is_indirect]
    return found


def _key(opened: Pdf, rng: random.Random) -> str:
    """A key more in some dictionary."""
    one, name = rng.choice(_dictionaries(opened)), rng.choice(list(_KEYS))
    if name in one or (name == "/A" and one.get("/Type") == "/StructElem"):
        return ""
    one[name] = _KEYS[name]
    return f"{name} in {one.get('/Type', one.get('/S', 'a dictionary'))} {one.objgen[0]}"


def _value(opened: Pdf, rng: random.Random) -> str:
    """A value of another form."""
    one = rng.choice(_dictionaries(opened))
    names = [name for name in one if name not in {"/Length", "/Filter"}]
    if not names:
        return ""
    name = rng.choice(names)
    value = one[name]
    if isinstance(value, bool):
        new: Any = not value
    elif isinstance(value, Name):
        new = Name("/Other")
    elif isinstance(value, String):
        new = rng.choice((Name("/Other"), String(f"{value}\u202e"), 9))
    elif isinstance(value, Array):
        new = rng.choice((Array([*value, Name.Other]), String("9"), Dictionary()))
    elif isinstance(value, Dictionary | pikepdf.Stream):
        new = rng.choice((Array(), String("9"), Dictionary(Type=Name.Other)))
    else:
        new = rng.choice((String("9"), Name.Other, Array([9])))
    one[name] = new
    return f"{name} of {one.get('/Type', one.get('/S', 'a dictionary'))} {one.objgen[0]} is {new!r}"[:120]


_NEEDED = frozenset(
    [
        "/Type",
        "/Subtype",
        "/S",
        "/P",
        "/K",
        "/Contents",
        "/Resources",
        "/Lang",
        "/Marked",
        "/Metadata",
        "/Names",
        "/Nums",
        "/Dest",
        "/A",
        "/Rect",
        "/F",
        "/StructParent",
        "/StructParents",
        "/Tabs",
        "/MediaBox",
        "/TrimBox",
        "/BleedBox",
        "/Title",
        "/Subject",
        "/CreationDate",
        "/Producer",
        "/Alt",
        "/Scope",
        "/ID",
        "/NS",
        "/SD",
        "/D",
        "/Parent",
        "/Count",
        "/First",
        "/Last",
        "/BaseFont",
        "/Encoding",
        "/DescendantFonts",
        "/ToUnicode",
        "/FontDescriptor",
        "/W",
        "/CIDToGIDMap",
        "/FontFile2",
        "/FontName",
        "/Flags",
        "/Ascent",
        "/N",
        "/OutputIntents",
        "/DestOutputProfile",
        "/ViewerPreferences",
        "/MarkInfo",
        "/PageLabels",
        "/StructTreeRoot",
        "/ParentTree",
        "/IDTree",
        "/EF",
        "/AFRelationship",
        "/UF",
        "/Desc",
        "/Width",
        "/Height",
        "/ColorSpace",
        "/BitsPerComponent",
        "/ExtGState",
        "/Font",
        "/ca",
        "/CA",
        "/O",
        "/ListNumbering",
        "/Placement",
        "/BBox",
    ]
)


def _dropped(opened: Pdf, rng: random.Random) -> str:
    """A key left out."""
    one = rng.choice(_dictionaries(opened))
    names = [name for name in one if name in _NEEDED]
    if not names:
        return ""
    name = rng.choice(names)
    kept = (one.get("/Type") == "/StructElem" and name in {"/ID", "/A"}) or (name in {"/Font", "/XObject"})
    if kept or one.get("/Type") == "/ExtGState":
        return ""
    del one[name]
    return f"{name} left out of {one.get('/Type', one.get('/S', 'a dictionary'))} {one.objgen[0]}"


_ANNOTATIONS = ["Text", "FreeText", "Line", "Square", "Circle", "Polygon", "Highlight", "StrikeOut", "Squiggly", "Stamp", "Caret", "Ink", "Popup", "FileAttachment", "Sound", "Movie", "Screen", "Widget", "PrinterMark", "TrapNet", "Watermark", "3D", "Redact", "RichMedia", "Projection"]  # fmt: skip


def _object(opened: Pdf, rng: random.Random) -> str:
    """An object more: an annotation, a page, a file, a script, a layer, or one to which nothing leads."""
    what = rng.choice(("annotation", "annotation", "page", "file", "script", "layer", "alone", "intent", "thread"))
    root, page = opened.Root, rng.choice(list(opened.pages)).obj
    if what == "annotation":
        kind = rng.choice(_ANNOTATIONS)
        made = opened.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([9, 9, 99, 99]), Contents=String("9"))
        )
        page["/Annots"] = Array([*page.get("/Annots", []), made])
        return f"an annotation {kind}"
    if what == "page":
        opened.pages.append(opened.pages[-1])
    elif what == "file":
        stream = opened.make_stream(b"9")
        root["/AF"] = Array(
            [*root.get("/AF", []), Dictionary(Type=Name.Filespec, F=String("a"), EF=Dictionary(F=stream))]
        )
    elif what == "script":
        root.Names["/JavaScript"] = Dictionary(
            Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String("go()"))])
        )
    elif what == "layer":
        root["/OCProperties"] = Dictionary(OCGs=Array(), D=Dictionary())
    elif what == "alone":
        opened.make_indirect(Dictionary(Type=Name.Page, Hidden=True))
    elif what == "intent":
        intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFX)
        root["/OutputIntents"] = Array([*root.get("/OutputIntents", []), intent])
    else:
        page["/B"] = Array()
    return f"an object more: {what}"


_INSTRUCTIONS = (
    "3 Tr", "7 Tr", "1 Tr", "50 Tz", "-100 Tz", "900 Tz", "9 Ts", "-3000 Ts", "900 Tc", "-9 Tc", "99 Tw", "9 TL", "T*",
    "9 9 Td", "9 -9 TD", "(9) Tj", "(9) '", '1 1 (9) "', "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", "/own sh", "/own gs",
    "-1 0 0 1 600 0 cm", "0 1 -1 0 0 0 cm", "0.01 0 0 0.01 0 0 cm", "1 0 .4 1 0 0 cm", "BX", "EX", "/Artifact MP",
    "/Span <</E (9)>> DP", "/Perceptual ri", "9 i", "1 0 0 RG", "1 0 0 rg", "1 0 0 1 k", "0.9 g", "0.5 G", "/DeviceRGB cs",
    "0 0 1 sc", "0 0 m\n9 9 l\nS", "0 0 9 9 re\nf", "0 0 9 9 re\nW\nn", "0 0 9 9 re\nB", "/own Do", "9 0 d0",
    "/Span <</ActualText (not)>> BDC", "/OC /own BDC", "/P BMC", "q", "Q", "EMC", "BT", "ET", "/Artifact BMC\nEMC",
    "1 0 0 1 0 0 Tm", "[<0003>] TJ", "0 0 9 9 9 9 c", "[3] 0 d", "% 9",
)  # fmt: skip


def _content(opened: Pdf, rng: random.Random) -> tuple[Any, list[str]]:
    page = rng.choice(list(opened.pages)).obj
    return page.Contents, page.Contents.read_bytes().decode("latin-1").split("\n")


def _in_drawing(lines: list[str], place: int) -> bool:
    """Whether a line is within a drawing, which may hold what pictures do (docs/gate.md says what is not closed)."""
    begun = next((line for line in reversed(lines[:place]) if line in {"/Figure", "EMC"}), "")
    return begun == "/Figure" or "/BBox" in "".join(lines[max(0, place - 9) : place])


def _instruction(opened: Pdf, rng: random.Random) -> str:
    """An instruction more on a page."""
    stream, lines = _content(opened, rng)
    at, put = rng.randrange(len(lines) - 1), rng.choice(_INSTRUCTIONS)
    if _in_drawing(lines, at):
        return ""
    lines.insert(at, put)
    stream.write("\n".join(lines).encode("latin-1"))
    return f"{put!r} before {lines[at + 1][:40]!r}"


_OPERANDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"^1 0 0 -1 (\S+) (\S+) Tm$", (r"-1 0 0 -1 \1 \2 Tm", r"1 0 0 1 \1 \2 Tm", r"0.1 0 0 -1 \1 \2 Tm", r"0 1 1 0 \1 \2 Tm",
                                    r"1 0 0 -1 9999 \2 Tm", r"1 0 0 -1 \1 -99 Tm", r"1 0 .5 -1 \1 \2 Tm")),
    (r"^(/[A-Z]{6}) \S+ Tf$", (r"\1 0.4 Tf", r"\1 400 Tf", r"\1 -14 Tf", r"/Other 14 Tf", r"\1 0 Tf")),
    (r"^\S+ \S+ \S+ rg$", ("1 1 1 rg", "0.98 0.98 0.98 rg", "1 0 0 rg", "0.5 0.5 0.5 rg")),
    (r"^(\[<)(.*)$", (r"[-9000<\2", r"[9000<\2", r"[3000<>-3000<\2")),
    (r"^/a1(?:\.0)? gs$", ("/a0.0 gs", "/A1.0 gs", "/other gs")),
    (r"^0\.75 0 0 0\.75 0 0 cm$", ("0.075 0 0 0.75 0 0 cm", "-0.75 0 0 0.75 595 0 cm", "0.75 0 0 0.75 3000 0 cm")),
    (r"^/Span$", ("/Artifact", "/OC", "/P", "/Private")),
    (r"^<</MCID (\d+)>>$", (r"<</MCID \1/Alt (not)>>", r"<</MCID \1/E (not)>>", r"<</MCID 9\1>>", r"<</MCID \1/Lang (ar)>>")),
    (r"^W\*?$", ("", "W n")), (r"^EMC$", ("",)), (r"^Q$", ("",)), (r"^f\*$", ("B", "f", "S")),
)  # fmt: skip


def _operand(opened: Pdf, rng: random.Random) -> str:
    """Another operand of an instruction."""
    stream, lines = _content(opened, rng)
    pattern, others = rng.choice(_OPERANDS)
    found = [place for place, line in enumerate(lines) if re.search(pattern, line)]
    if not found or (pattern == r"^/Span$" and len(found) < 2):
        return ""
    at = rng.choice(found)
    if _in_drawing(lines, at):
        return ""
    was, lines[at] = lines[at], re.sub(pattern, rng.choice(others), lines[at], count=1)
    if was == lines[at] or (pattern == r"^f\*$" and lines[at] == "f"):
        return ""
    stream.write("\n".join(lines).encode("latin-1"))
    return f"{lines[at][:60]!r} for {was[:60]!r}"


_PROPERTIES = (
    "<xmp:Label>9</xmp:Label>", "<dc:coverage>9</dc:coverage>", "<dc:source>9</dc:source>", "<xmp:Rating>5</xmp:Rating>",
    "<pdf:Copyright>9</pdf:Copyright>", "<xmpMM:History/>", "<!-- 9 -->", "<?go?>", "<xmp:CreatorTool>9</xmp:CreatorTool>",
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">9</rdf:li></rdf:Alt></dc:title>', "9",
)  # fmt: skip


def _packet(opened: Pdf, rng: random.Random) -> str:
    """A property more, a property less, or another letter in one."""
    stream = opened.Root.Metadata
    text = stream.read_bytes().decode()
    what = rng.randrange(3)
    if what == 0:
        put = rng.choice(_PROPERTIES)
        made = text.replace("</rdf:Description>", f"{put}</rdf:Description>", 1)
        name = f"{put} in the packet"
    elif what == 1:
        match = rng.choice(list(re.finditer(r"<(pdf|xmp|dc|xmpMM|pdfaid|pdfuaid):(\w+)>.*?</\1:\2>", text, re.DOTALL)))
        made, name = text[: match.start()] + text[match.end() :], f"no {match[2]} in the packet"
    else:
        match = rng.choice(list(re.finditer(r">([^<>\n]*\w[^<>\n]*)<", text)))
        at = rng.choice([place for place in range(match.start(1), match.end(1)) if text[place].isalnum()])
        letter = "9" if text[at] != "9" else "8"
        made, name = f"{text[:at]}{letter}{text[at + 1 :]}", f"{letter} in {match[1][:40]!r}"
        if "Producer" in text[match.start() - 14 : match.start()]:
            return ""
    stream.write(made.encode())
    return name


def _info(opened: Pdf, rng: random.Random) -> str:
    """Another letter in the information dictionary, or a key more."""
    if "/Info" not in opened.trailer:
        return ""
    info = opened.trailer.Info
    if rng.random() < 0.3:
        info[rng.choice(("/Creator", "/Company", "/Note", "/SourceModified"))] = String("9")
        return "a key more in the information dictionary"
    name = rng.choice([name for name in info if name not in {"/Trapped", "/Producer"}])
    words = str(info[name])
    at = rng.choice([place for place, letter in enumerate(words) if letter.isalnum() and (letter != "D" or place)])
    info[name] = String(f"{words[:at]}{'9' if words[at] != '9' else '8'}{words[at + 1 :]}")
    return f"{name} is {info[name]}"


def _fonts(opened: Pdf) -> list[Any]:
    return [one for one in opened.objects if isinstance(one, Dictionary) and one.get("/Subtype") == "/Type0"
            and str(one.BaseFont) not in {"/Signs", "/Marks"}]  # fmt: skip


def _map(opened: Pdf, rng: random.Random) -> str:
    """A glyph that is read as another letter."""
    font = rng.choice(_fonts(opened))
    text = font.ToUnicode.read_bytes().decode()
    rows = list(
        re.finditer(r"<(\w{4})> <(\w{4})>\n", text[text.index("beginbfchar") :] if "beginbfchar" in text else "")
    )
    rows = [row for row in rows if chr(int(row[2], 16)).isalnum()]
    if len(rows) < 2:
        return ""
    one, other = rng.sample(rows, 2)
    if one[2] == other[2]:
        return ""  # two shapes of a letter
    begin = text.index("beginbfchar")
    at = begin + one.start(2)
    font.ToUnicode.write((text[:at] + other[2] + text[at + 4 :]).encode())
    return f"{chr(int(one[2], 16))} is read as {chr(int(other[2], 16))} in {font.BaseFont}"


def _width(opened: Pdf, rng: random.Random) -> str:
    """Another width of a glyph."""
    row = rng.choice(_fonts(opened)).DescendantFonts[0].W
    held = rng.choice([one for one in row if isinstance(one, Array)])
    at = rng.randrange(len(held))
    held[at] = int(held[at]) + rng.choice((-200, 40, 900))
    return f"a width of {held[at]}"


def _glyph(opened: Pdf, rng: random.Random) -> str:
    """A glyph that draws what another does."""
    from fontTools.ttLib import TTFont

    descriptor = rng.choice(_fonts(opened)).DescendantFonts[0].FontDescriptor
    if "/FontFile2" not in descriptor:
        return ""
    face = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
    names = [name for name in dict.fromkeys(face.getBestCmap().values()) if face["glyf"][name].numberOfContours > 0]
    if len(names) < 2:
        return ""
    one, other = rng.sample(names, 2)
    face["glyf"][one] = face["glyf"][other]
    made = io.BytesIO()
    face.save(made)
    descriptor.FontFile2.write(made.getvalue())
    descriptor.FontFile2["/Length1"] = len(made.getvalue())
    return f"{one} draws {other}"


def _carried(opened: Pdf, rng: random.Random) -> str:
    """A byte of a profile, a picture or a file."""
    found = [one for one in opened.objects if isinstance(one, pikepdf.Stream) and str(one.get("/Filter")) == "/FlateDecode"
             and ("/N" in one or one.get("/Subtype") == "/Image" or one.get("/Type") == "/EmbeddedFile")
             and str(one.get("/Type")) not in LAYOUT]  # fmt: skip
    one = rng.choice(found)
    data = bytearray(one.read_bytes())
    if "/DecodeParms" in one:
        del one["/DecodeParms"]
    at = rng.randrange(len(data))
    data[at] ^= 1
    one.write(bytes(data))
    return f"byte {at} of stream {one.objgen[0]}"


_BYTES = (b"%%EOF\n9", b"9 0 obj\n<</Type /Catalog>>\nendobj\n", b"\n", b"PK\x03\x04", b"<script>", b"\0" * 9)


def _bytes(content: bytes, rng: random.Random) -> Mutant:
    """Bytes before, between or after the objects."""
    put = rng.choice(_BYTES)
    ends = [match.end() for match in re.finditer(rb"endstream\nendobj\n", content)]
    at = rng.choice((0, len(content), rng.choice(ends), rng.choice(ends)))
    return f"{put[:20]!r} at {at}", content[:at] + put + content[at:]


_GRAMMAR: tuple[Change, ...] = (
    _key, _instruction, _value, _operand, _dropped, _instruction, _object, _packet, _key, _map, _value, _operand, _info,
    _glyph, _width, _carried, _instruction,
)  # fmt: skip


def grammatical(content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants of a PDF with something in each that its grammar does not have."""
    rng = random.Random(seed)  # noqa: S311 - a seed for tests
    yield from _made(_GRAMMAR, content, seed, count - count // 18)
    for _ in range(count // 18):
        yield _bytes(content, rng)


def grammatical_without_fonts(content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants, as ``grammatical`` makes them, of a PDF that has no words."""
    yield from _made((_key, _instruction, _value, _dropped, _object, _packet, _info), content, seed, count)


# Another text

_SHOWN = re.compile(r"^\[.*\] TJ$")


def _meanings(opened: Pdf, name: str) -> dict[str, str]:
    """What the codes of a font of the first page mean."""
    font = opened.pages[0].obj.Resources.Font[f"/{name}"]
    return dict(re.findall(r"^<(\w{4})> <(\w{4,})>$", font.ToUnicode.read_bytes().decode(), re.MULTILINE))


def _lines_shown(opened: Pdf, rng: random.Random) -> tuple[Any, list[str], list[int]]:
    """The lines of a page, and which of them show words of the text."""
    stream, lines = _content(opened, rng)
    found, inside = [], ""
    for place, line in enumerate(lines):
        if line in {"/Span", "/Artifact", "/Figure"}:
            inside = line
        elif inside == "/Span" and _SHOWN.match(line):
            found.append(place)
    return stream, lines, found


def _font_at(lines: list[str], place: int) -> str:
    return next(line.split()[0][1:] for line in reversed(lines[:place]) if line.endswith(" Tf"))


def _code(kind: Callable[[str], bool]) -> Change:
    """Another code in place of one whose meaning is of that kind."""

    def change(opened: Pdf, rng: random.Random) -> str:
        stream, lines, found = _lines_shown(opened, rng)
        if not found:
            return ""
        at = rng.choice(found)
        means = {code: chr(int(text[:4], 16)) for code, text in _meanings(opened, _font_at(lines, at)).items()}
        codes = [one for match in re.finditer(r"<(\w+)>", lines[at])
                 for one in range(match.start(1), match.end(1), 4) if kind(means.get(lines[at][one : one + 4], ""))]  # fmt: skip
        if not codes:
            return ""
        place = rng.choice(codes)
        was = lines[at][place : place + 4]
        others = sorted(code for code, text in means.items() if kind(text) and text.lower() != means[was].lower())
        if not others:
            return ""
        new = rng.choice(others)
        lines[at] = lines[at][:place] + new + lines[at][place + 4 :]
        stream.write("\n".join(lines).encode("latin-1"))
        return f"{means[new]!r} for {means[was]!r}"

    return change


def _fewer(opened: Pdf, rng: random.Random) -> str:
    """Words left out."""
    stream, lines, found = _lines_shown(opened, rng)
    found = [place for place in found if lines[place].count("<") > 1 or len(lines[place]) > 40]
    if not found:
        return ""
    at = rng.choice(found)
    was = lines[at]
    lines[at] = re.sub(r"<(\w{8})\w{8,}>", r"<\1>", was, count=1)
    if lines[at] == was:
        return ""
    stream.write("\n".join(lines).encode("latin-1"))
    return f"{lines[at][:50]!r} for {was[:50]!r}"


def _order(opened: Pdf, rng: random.Random) -> str:
    """Codes in another order."""
    stream, lines, found = _lines_shown(opened, rng)
    if not found:
        return ""
    at = rng.choice(found)
    match = re.search(r"<(\w{4})(\w{4})(\w{4})(\w{4})", lines[at])
    if match is None or len({match[1], match[2], match[3], match[4]}) < 4:
        return ""
    lines[at] = lines[at].replace(match[0], f"<{match[3]}{match[4]}{match[1]}{match[2]}", 1)
    stream.write("\n".join(lines).encode("latin-1"))
    return f"codes exchanged in {lines[at][:50]!r}"


def _replaced(opened: Pdf, rng: random.Random) -> str:
    """Other words that are read in place of a line."""
    stream, lines, _found = _lines_shown(opened, rng)
    places = [
        place
        for place, line in enumerate(lines)
        if re.fullmatch(r"<</MCID \d+>>", line) and lines[place - 1] == "/Span"
    ]
    if not places:
        return ""
    at = rng.choice(places)
    lines[at] = lines[at].replace(">>", "/ActualText (9)>>")
    stream.write("\n".join(lines).encode("latin-1"))
    return f"ActualText in {lines[at]}"


def _running(opened: Pdf, rng: random.Random) -> str:
    """A code less, or twice, in a running head or a number of a page."""
    stream, lines = _content(opened, rng)
    found = [place for place, line in enumerate(lines)
             if _SHOWN.match(line) and any("/Pagination" in one for one in lines[max(0, place - 9) : place])]  # fmt: skip
    if not found:
        return ""
    at = rng.choice(found)
    match = rng.choice(list(re.finditer(r"<(\w{4})", lines[at])) or [None])
    if match is None:
        return ""
    lines[at] = lines[at][: match.start()] + f"<{match[1]}{match[1]}" + lines[at][match.end() :]
    stream.write("\n".join(lines).encode("latin-1"))
    return f"a running head is {lines[at][:50]!r}"


def _strings(*names: str) -> Change:
    """Another letter in a text of one of these keys."""

    def change(opened: Pdf, rng: random.Random) -> str:
        found = [(one, name) for one in _dictionaries(opened) for name in names
                 if name in one and isinstance(one[name], String)
                 and not (name == "/Title" and one.objgen == opened.trailer.get("/Info", Dictionary()).objgen)]  # fmt: skip
        if not found:
            return ""
        one, name = rng.choice(found)
        words = str(one[name])
        places = [place for place, letter in enumerate(words) if letter.isalnum()]
        if not places:
            return ""
        at = rng.choice(places)
        one[name] = String(
            f"{words[:at]}{'q' if not words[at].isdigit() else (int(words[at]) + 1) % 10}{words[at + 1 :]}"
        )
        if str(one[name]).lower() == words.lower():
            return ""
        return f"{name} is {str(one[name])[:60]!r}"

    return change


def _tagged(opened: Pdf, rng: random.Random) -> str:
    """Elements in another order, or of another kind."""
    elements = [one for one in opened.objects if isinstance(one, Dictionary) and one.get("/Type") == "/StructElem"]
    one = rng.choice(elements)
    kids = list(one.get("/K", []))
    if rng.random() < 0.5:
        inner = [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]
        if len(inner) < 2 or len(inner) != len(kids) or str(inner[0].S) == str(inner[-1].S) == "/TD":
            return ""
        one["/K"] = Array([*kids[1:], kids[0]])
        return f"the parts of {one.S} in another order"
    kinds = {
        "/P": "/H2",
        "/H2": "/P",
        "/H1": "/P",
        "/LI": "/P",
        "/TD": "/P",
        "/TR": "/P",
        "/Lbl": "/P",
        "/Sect": "/TOC",
    }
    if str(one.S) not in kinds:
        return ""
    was, one["/S"] = str(one.S), Name(kinds[str(one.S)])
    return f"{was} is {one.S}"


def _painted(opened: Pdf, rng: random.Random) -> str:
    """A rule of the house through a line, or over it."""
    stream, lines = _content(opened, rng)
    found = [(place, line.split()) for place, line in enumerate(lines) if line.endswith(" Tm") and "Q" in lines[place:]
             and "/Span" in lines[max(0, place - 6) : place]
             and any(_SHOWN.match(one) and len(one) > 60 for one in lines[place + 1 : place + 3])]  # fmt: skip
    if not found:
        return ""
    place, (*_, x, y, _) = rng.choice(found)
    high = rng.choice((1, 14))
    colour = next((line for line in lines[:place] if line.endswith((" rg", " scn"))), "")
    ink = [colour] if colour.endswith("rg") else ["/DeviceCMYK cs", colour]
    rule = ["/Artifact", "<</Type /Layout>>", "BDC", "q", "/a1.0 gs", *ink,
            f"{float(x):.3f} {float(y) - (4 if high == 1 else 11):.3f} 200 {high} re",
            f"{float(x):.3f} {float(y) - (4 if high == 1 else 11):.3f} 200 {high} re", "W", "n",
            f"{float(x):.3f} {float(y) - (4 if high == 1 else 11):.3f} 200 {high} re", "f", "Q", "EMC"]  # fmt: skip
    del rule[6]
    end = lines.index("EMC", place)
    while lines[end + 1] in {"EMC", "ET"} or lines[end + 1].endswith(" Tf"):
        end += 1
    lines[end + 1 : end + 1] = rule
    stream.write("\n".join(lines).encode("latin-1"))
    return f"a surface {high} high over the line at {x} {y}"


_TEXT: tuple[Change, ...] = (
    _code(str.isdigit), _code(str.isalpha), _fewer, _order, _replaced, _running, _strings("/Alt"),
    _strings("/Contents"), _strings("/Title"), _tagged, _painted, _code(lambda one: one in ".,;:()–-"), _strings("/E", "/Desc"),
)  # fmt: skip


def textual(content: bytes, seed: int, count: int) -> Iterator[Mutant]:
    """``count`` mutants of a PDF that say something else than it does, or show it."""
    yield from _made(_TEXT, content, seed, count)


def _rows(standard: str) -> Callable[[], int]:
    def rows() -> int:
        from plantin.auditors.pdf.conformance import UA1, UA2, grammars
        from plantin.packs.print_shop.auditor import X4

        objects, pages, packet = grammars({"ua1": UA1, "ua2": UA2, "x4": X4}[standard])
        return len(objects.kinds) + len(pages.rows) + len(packet.kinds)

    return rows


FAMILIES = {
    name: Family(grammatical, textual, _rows(standard))
    for name, standard in (("pdf", "ua1"), ("ua2", "ua2"), ("large", "ua1"), ("print", "x4"))
}
