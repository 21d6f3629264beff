"""Word editions that say, show or do something else than their document, by the classes of what others tried: each is
refused, by the row that it breaks, or because the press makes it otherwise.
"""

from __future__ import annotations

import pytest

from plantin.house.layout import House
from tests.auditors.docx.test_grammar import strictly
from tests.kit.editions import Editions
from tests.kit.read_back import opened, unmade
from tests.spoilt.documents import Documents
from tests.spoilt.docx import SPACES, File, made, w, word, words
from tests.spoilt.registry import Change

pytestmark = pytest.mark.full

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


@pytest.fixture(scope="module")
def documents(examples: House, store: Editions) -> Documents:
    return Documents(examples, store)


def looks(markup: str) -> Change[File]:
    """Properties more on the run that begins "Nothing follows"."""

    def change(file: File) -> None:
        run = next(run for run in file.paragraph("Nothing follows").iter(w("r")) if words(run).startswith("Nothing"))
        if run.find("w:rPr", SPACES) is None:
            run.insert(0, made("<w:rPr/>"))
        run.find("w:rPr", SPACES).append(made(markup))

    return change


def inside(markup: str) -> Change[File]:
    """An element more at the end of the paragraph "Nothing follows"."""
    return lambda file: file.paragraph("Nothing follows").append(made(markup))


def before_it(markup: str) -> Change[File]:
    return lambda file: file.paragraph("Nothing follows").addprevious(made(markup))


def in_part(part: str, old: str, new: str) -> Change[File]:
    """Other text in a part, as it is written."""

    def change(file: File) -> None:
        text = file.parts[part].decode()
        assert old in text
        file.parts[part] = text.replace(old, new, 1).encode()

    return change


def related(story: str, kind: str, target: str, mode: str = "External") -> Change[File]:
    """A relationship more."""

    def change(file: File) -> None:
        tree = file.tree(f"word/_rels/{story}.xml.rels")
        given = {"Id": "rId99", "Type": f"{RELATED}{kind}", "Target": target}
        tree.append(tree.makeelement(tree[0].tag, given | ({"TargetMode": mode} if mode else {})))

    return change


def put(part: str, kind: str) -> Change[File]:
    """A part more with a relationship that leads to it."""

    def change(file: File) -> None:
        file.parts[part] = b"a"
        related("document", kind, f"/{part}", "")(file)

    return change


def code(instruction: str) -> Change[File]:
    def change(file: File) -> None:
        next(one for one in file.body.iter(w("instrText")) if "REF" in one.text).text = instruction

    return change


def tip(file: File) -> None:
    next(link for link in file.body.iter(w("hyperlink")) if link.get(w("tooltip"))).set(w("tooltip"), "Not so")


def other_language(file: File) -> None:
    next(mark for mark in file.body.iter(w("lang")) if mark.get(w("val")) == "ru-RU").set(w("val"), "zh-CN")


def first_row(markup: str) -> Change[File]:
    return lambda file: next(file.body.iter(w("trPr"))).append(made(markup))


def pictures(file: File) -> None:
    names = [name for name in file.parts if name.startswith("word/media/") and name.endswith(".png")][:2]
    file.parts[names[0]], file.parts[names[1]] = file.parts[names[1]], file.parts[names[0]]


def face(file: File) -> None:
    content = file.parts["word/fonts/font1.odttf"]
    file.parts["word/fonts/font1.odttf"] = content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]


TEXT, STYLES, LISTS, SETTINGS = (f"word/{part}.xml" for part in ("document", "styles", "numbering", "settings"))
CORE, APP = "docProps/core.xml", "docProps/app.xml"
RELATIONS = "word/_rels/document.xml.rels"
CLASSES: dict[str, dict[str, tuple[str, Change[File], str, str]]] = {
    "said of the words": {
        "struck": ("harbour", looks("<w:strike/>"), "A019", "looks"),
        "struck twice": ("harbour", looks("<w:dstrike/>"), "A019", "looks"),
        "struck by its style": ("harbour", in_part(STYLES, "<w:noProof/>", "<w:strike/>"), "A020", STYLES),
        "raised": ("harbour", looks('<w:vertAlign w:val="superscript"/>'), "P037", "raised"),
        "lowered": ("harbour", looks('<w:vertAlign w:val="subscript"/>'), "P037", "lowered"),
        "in small capitals": ("harbour", looks("<w:smallCaps/>"), "A019", "looks"),
        "a mark of direction in a number": ("libraries", in_part(TEXT, ">9.8<", ">9\u202e.8<"), "A019", "words"),
        "a mark of no width in a number": ("libraries", in_part(TEXT, ">9.8<", ">9.8\u200b7<"), "A019", "words"),
        "from right to left": ("harbour", inside('<w:bdo w:val="rtl"/>'), "A019", "paragraph"),
        "a face that draws another glyph": ("harbour", face, "A020", "font1"),
        "another face": ("harbour", looks('<w:rFonts w:ascii="Wingdings"/>'), "A019", "looks"),
        "a sign of another face": ("harbour", inside('<w:r><w:sym w:char="F04A"/></w:r>'), "A019", "run"),
        "another language": ("harbour", other_language, "A019", "language"),
        "a tooltip": ("harbour", tip, "P037", "hyperlink"),
        "contents by another name": ("harbour", in_part(TEXT, ">Contents<", ">ontentsC<"), "P037", "title of the contents"),
        "pictures exchanged": ("weather", pictures, "P037", "picture"),
        "words at the head": ("harbour", in_part("word/header1.xml", "A/90/12", "Draft"), "P037", "header"),
        "no count at the foot": ("harbour", in_part("word/footer1.xml", "NUMPAGES", "PAGE"), "P037", "footer"),
        "a watermark": ("harbour", in_part("word/header1.xml", "<w:tab/>", "<w:pict/>"), "A019", "page-run"),
    },
    "hidden or altered by style": {
        "one point": ("harbour", looks('<w:sz w:val="2"/>'), "A019", "looks"),
        "one percent wide": ("harbour", looks('<w:w w:val="1"/>'), "A019", "looks"),
        "raised off the page": ("harbour", looks('<w:position w:val="3000"/>'), "A019", "looks"),
        "shaded black": ("harbour", looks('<w:shd w:fill="000000"/>'), "A019", "looks"),
        "white": ("harbour", looks('<w:color w:val="FFFFFF"/>'), "A019", "looks"),
        "hidden": ("harbour", looks("<w:vanish/>"), "A019", "looks"),
        "a row hidden": ("libraries", first_row("<w:hidden/>"), "A019", "row-kept"),
        "a row of no height": ("libraries", first_row('<w:trHeight w:val="1"/>'), "A019", "row-kept"),
        "a column of no width": ("libraries", in_part(TEXT, "<w:gridCol", '<w:gridCol w:w="1"/><w:gridCol'), "A019", "column"),
        "a cell of no width": ("libraries", in_part(TEXT, '<w:tcW w:w="', '<w:tcW w:w="1'), "P038", TEXT),
        "hidden by the defaults": ("harbour", in_part(STYLES, "<w:rPr>", "<w:rPr><w:vanish/>"), "A020", STYLES),
        "tiny by its style": ("harbour", in_part(STYLES, '<w:sz w:val="20"/>', '<w:sz w:val="4"/>'), "A020", STYLES),
        "numbers hidden": ("harbour", in_part(LISTS, "</w:lvl>", "<w:rPr/></w:lvl>"), "A019", "list-level-look"),
    },
    "runs or loads": {
        "a program called by a field": ("harbour", code(" DDEAUTO c:\\\\cmd "), "A019", "field-code"),
        "a file taken in by a field": ("harbour", code(" INCLUDETEXT https://example.org/a "), "A019", "field-code"),
        "a field in one element": ("harbour", inside('<w:fldSimple w:instr="DDE c:"/>'), "A019", "paragraph"),
        "macros": ("harbour", put("word/vbaProject.bin", "vbaProject"), "A019", "vbaProject"),
        "an object": ("harbour", put("word/embeddings/a.bin", "oleObject"), "A019", "a.bin"),
        "a page of another kind": ("harbour", before_it("<w:altChunk/>"), "A019", "body"),
        "a remote template": ("harbour", related("document", "attachedTemplate", "https://a.org/a.dotm"), "A019", "address"),
        "a remote picture": ("weather", related("document", "image", "https://a.org/a.png"), "A019", "address"),
        "a relationship of another name": ("harbour", in_part(RELATIONS, 'Id="rId1"', 'Id="rId79"'), "P038", RELATIONS),
        "another link": ("harbour", related("document", "hyperlink", "https://a.org/"), "P037", "address"),
        "mail merge": ("harbour", in_part(SETTINGS, "<w:zoom", "<w:mailMerge/><w:zoom"), "A020", SETTINGS),
        "protected": ("harbour", in_part(SETTINGS, "<w:compat>", "<w:trackRevisions/><w:compat>"), "A020", SETTINGS),
        "comments": ("harbour", inside('<w:commentRangeStart w:id="1"/>'), "A019", "paragraph"),
        "inserted with changes tracked": ("harbour", inside('<w:ins w:id="1" w:author="x"/>'), "A019", "paragraph"),
        "a control that binds data": ("harbour", inside("<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr></w:sdt>"), "A019", "formula"),
    },
    "metadata": {
        "author": ("harbour", in_part(CORE, "General Assembly", "Nobody"), "P037", "creator"),
        "publisher": ("harbour", in_part(APP, "United Nations", "Nobody"), "P037", "Company"),
        "identifier": ("harbour", in_part(CORE, "A/90/12", "A/90/13"), "P037", "subject"),
        "title": ("harbour", in_part(CORE, "<dc:title>", "<dc:title>Not "), "P037", "title"),
        "another property": ("harbour", in_part(APP, "</Properties>", "<Manager>x</Manager></Properties>"), "A019", "app"),
        "a category": ("harbour", in_part(CORE, "<dc:title>", "<cp:category>x</cp:category><dc:title>"), "A019", "core"),
    },
}  # fmt: skip


@pytest.mark.sample(29)
@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, cases in CLASSES.items() for name in cases])
def test_a_class_of_lies_is_refused(kind: str, name: str, documents: Documents, store: Editions) -> None:
    report, change, expected, row = CLASSES[kind][name]
    sound = documents.path(report, "docx").read_bytes()
    content = word(change)(sound)
    found = strictly(opened("docx", content), documents.document(report), store.style) or unmade(sound, content)
    assert any(one.code == expected and row in one.message for one in found), [str(one) for one in found[:5]]
