"""What a Word file says beside its words: where links lead, what pictures and formulas are, what is at the head and the
foot of pages, and what is raised, lowered or stressed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from lxml import etree
from lxml.etree import _Element as Node

from plantin.auditors.docx.charts import workbook
from plantin.auditors.docx.reading import WordText, anchor
from plantin.auditors.docx.story import Hyperlink, WordLine
from plantin.auditors.statements import MARKED, Statement
from plantin.bounded.archive import Archive
from plantin.model.outline import normal
from plantin.wordfile.package import child, children, name, on, val
from plantin.wordfile.text import Reader, Text, is_contents

_KINDS = ("document", "footnotes")
_STORIES = ("word/document.xml", "word/footnotes.xml")
_STYLES = {"Emphasis": "stressed", "Strong": "strong"}
_NOTE_MARK = "FootnoteReference"
_CONTENTS = "TOCHeading"
_RAISED = {"superscript": "raised", "subscript": "lowered"}
Parts = Mapping[str, Node]


def statements(reading: WordText, parts: Parts, archive: Archive) -> Iterator[Statement]:
    """Yield every statement that takes several elements to be made."""
    targets = {story: reading.package.targets[kind] for kind, story in zip(_KINDS, _STORIES, strict=True)}
    for story, addresses in targets.items():
        root = parts.get(story)
        lead = [relationship.get("Target", "") for relationship in _external(parts, story)]
        yield from (Statement("address of a link", target, f"a relationship of {story}") for target in lead)
        yield from _pictures(root, addresses, archive, story) if root is not None else ()
    titles = (line for line in reading.rows if val(line.node, "w:pPr/w:pStyle") == _CONTENTS)
    yield from (Statement("title of the contents", normal(line.text()), "the contents") for line in titles)
    for line in reading.all_lines():
        in_note = next(line.node.iterancestors(name("w:footnote")), None) is not None
        for link in line.links:
            yield _link(link, line, targets[_STORIES[in_note]])
    yield Statement(MARKED, "merged", "the text")
    for story in _STORIES:
        for control in parts[story].iter(name("w:sdt")) if story in parts else ():
            around = control.getparent()
            if val(control, "w:sdtPr/w:tag") == "formula" and around is not None and around.tag != name("w:sdtContent"):
                yield Statement("formula of Word", canonical(control), f"a formula in {story}")
        yield from _marks(parts.get(story), reading)
    yield from _sections(parts, targets[_STORIES[0]])


def canonical(element: Node) -> str:
    """Return an element as it is compared with one of the house: without the names that are declared around it."""
    content: bytes = etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    return content.decode()


def _external(parts: Parts, story: str) -> list[Node]:
    return [relationship for relationship in _relations(parts, story) if relationship.get("TargetMode") is not None]


def _relations(parts: Parts, story: str) -> list[Node]:
    root = parts.get(story.replace("word/", "word/_rels/") + ".rels")
    return [] if root is None else list(root)


def _link(link: Hyperlink, line: WordLine, targets: Mapping[str, str]) -> Statement:
    """The words of a link, where it leads, its tooltip; of rows of the contents, compared elsewhere, the last two."""
    leads = anchor(link.anchor) if link.anchor else targets.get(link.relation, "nowhere")
    in_contents = any(is_contents(control) for control in line.node.iterancestors(name("w:sdt")))
    words = "" if in_contents else normal(link.text)
    return Statement("hyperlink", f"{words} → {leads} ({normal(link.tooltip)})", "a link")


def _pictures(root: Node, targets: Mapping[str, str], archive: Archive, story: str) -> Iterator[Statement]:
    for inline in root.iter(name("wp:inline")):
        words = child(inline, "wp:docPr")
        alternative = normal("" if words is None else words.get("descr", ""))
        parts = [
            workbook(archive, targets.get(val(chart, attribute="r:id"), "")) for chart in inline.iter("{*}chart")
        ] + [
            targets.get(val(node, attribute="r:embed"), "")
            for node in inline.iter()
            if isinstance(node.tag, str) and node.get(name("r:embed"))
        ]
        digests = [sha256(archive.read(part)).hexdigest() if part in archive else "nothing" for part in parts]
        yield Statement("picture of Word", f"{alternative}: {' '.join(digests)}", f"a picture in {story}")


# Heads and feet


def _sections(parts: Parts, targets: Mapping[str, str]) -> Iterator[Statement]:
    document = parts.get(_STORIES[0])
    for section in document.iter(name("w:sectPr")) if document is not None else ():
        for story in ("header", "footer"):
            for reference in children(section, f"w:{story}Reference"):
                kind, part = val(reference, attribute="w:type"), targets.get(val(reference, attribute="r:id"), "")
                root = parts.get(part)
                content = _story_text(root) if root is not None and root.tag == name(_ROOTS[story]) else part
                yield Statement(f"{story} of {kind} pages", content, part or "a section")


_ROOTS = {"header": "w:hdr", "footer": "w:ftr"}


def _story_text(root: Node) -> str:
    """Return what a head or a foot shows, its fields by their codes and results: ``{PAGE 1}/{NUMPAGES 1}``."""
    text = ""
    for node in root.iter(name("w:t"), name("w:instrText"), name("w:fldChar"), name("w:tab")):
        if node.tag == name("w:tab"):
            text += "|" * (node.get(name("w:pos")) is None)  # not a stop
        elif node.tag == name("w:fldChar"):
            text += {"begin": "{", "end": "}"}.get(val(node, attribute="w:fldCharType"), "")
        else:
            text += (node.text or "").lstrip() if node.tag == name("w:instrText") else node.text or ""
    return text


# What is set apart in a line


def _marks(root: Node | None, reading: WordText) -> Iterator[Statement]:
    """Yield what is raised, lowered or stressed in the paragraphs of a story, runs of one look taken together; that the
    heading of the contents has pages at its end is no stress.
    """
    for paragraph in root.iter(name("w:p")) if root is not None else ():
        if val(paragraph, "w:pPr/w:pStyle") == _CONTENTS:
            continue
        open_: dict[str, str] = {}
        for piece in Reader(reading.styles).read(paragraph):
            if isinstance(piece, Text) and piece.state == "printed":
                looks = _looks(piece.properties)
                if looks is None or not piece.characters.strip():
                    continue
                yield from (Statement(term, open_.pop(term), "the text") for term in [*open_] if term not in looks)
                for term in looks:
                    open_[term] = open_.get(term, "") + "".join(piece.characters.split())
        yield from (Statement(term, words, "the text") for term, words in open_.items())


def _looks(properties: Node | None) -> set[str] | None:
    """Return the terms for how a run is set; None where it is the mark of a note, and no more."""
    style = val(properties, "w:rStyle")
    if style == _NOTE_MARK and child(properties, "w:vertAlign") is None:
        return None
    terms = {_STYLES.get(style, ""), _RAISED.get(val(properties, "w:vertAlign"), "")}
    terms |= {"stressed"} if on(properties, "w:i") else set()
    terms |= {"strong"} if on(properties, "w:b") else set()
    return terms - {""}
