"""Checks the document properties, headers and footers of a Word file against its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Node

from plantin.auditors.docx.reading import WordText
from plantin.auditors.fault import Fault
from plantin.model.outline import normal
from plantin.wordfile.package import child, children, name, on, val
from plantin.wordfile.styles import BODY
from plantin.wordfile.text import paragraphs

_CALL = re.compile(r"\[\^[^\]]*\]")
_COUNTS = ("PAGE", "NUMPAGES")


def properties(reading: WordText) -> Iterator[Fault]:
    """A212 and A213: the title and the language that the properties give are those of the text."""
    titles = [line for line in reading.lines if reading.styles.name(line.style) == "title"]
    shown = normal(_CALL.sub("", " ".join(line.text() for line in titles)))
    given = normal(reading.package.title)
    if shown and given and shown != given:
        message = f"the properties have the title “{given[:60]}”, the text has “{shown[:60]}”"
        yield "A212", message, "Write the title of the text there: windows and shelves show it."
    language = reading.styles.language() or reading.styles.language("w:bidi")
    claimed = reading.package.language.strip()
    if language and claimed and _primary(language) != _primary(claimed):
        yield (
            "A213",
            f"the properties give the language {claimed}, the text has {language}",
            "Give both the language of the text.",
        )


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def heads_and_feet(reading: WordText) -> Iterator[Fault]:
    """L206: the symbol or the title is at the head of the pages, their number and count at the foot; a title page may
    be without. A file without a symbol has no such heads.
    """
    symbols = [normal(line.text()) for line in reading.lines if reading.styles.name(line.style) == "masthead symbol"]
    symbol = _CALL.sub("", symbols[0]).strip() if symbols else ""
    if not symbol:
        return
    lines = [normal(_CALL.sub("", line.text())) for line in reading.lines if reading.is_masthead(line)]
    titles = [
        _CALL.sub("", normal(line.text())) for line in reading.lines if reading.styles.name(line.style) == "title"
    ]
    inherited: dict[tuple[str, str], str] = {}
    kinds = ["default", *(["even"] if on(reading.package.settings, "w:evenAndOddHeaders") else [])]
    for section in reading.package.document.iter(name("w:sectPr")):
        for story in ("header", "footer"):
            for given in children(section, f"w:{story}Reference"):
                inherited[story, val(given, attribute="w:type") or "default"] = val(given, attribute="r:id")
        for kind in kinds:
            head = reading.package.running.get(inherited.get(("header", kind), ""))
            shown = normal(_words(head))
            if symbol not in shown.split() and not any(title and title in shown for title in titles):
                yield (
                    "L206",
                    f"the head of the {kind} pages does not show {symbol}",
                    "Write the symbol of the report there, or its title.",
                )
        bare = _has_title_page(reading) and ("footer", "first") not in inherited
        for kind in [*kinds, *(["first"] if on(section, "w:titlePg") and not bare else [])]:
            yield from _foot(kind, lines, reading.package.running.get(inherited.get(("footer", kind), "")))


def _has_title_page(reading: WordText) -> bool:
    """Whether a page ends before the contents, the first heading and the first paragraph with a number."""
    lines = {id(line.node): line for line in reading.lines}
    for node in (one.node for one in paragraphs(reading.package.body())):
        line = lines.get(id(node))
        if on(child(node, "w:pPr"), "w:pageBreakBefore"):
            return True
        if line is None or id(line) in reading.numbers or reading.outline_level(line) < BODY:
            return False
    return False


def _foot(kind: str, lines: list[str], foot: Node | None) -> Iterator[Fault]:
    found = {code.split()[0] for code in _codes(foot) if code.strip()}
    for wanted in _COUNTS:
        if wanted not in found:
            yield (
                "L206",
                f"the foot of the {kind} pages has no field {wanted}",
                "Insert the page number and the number of pages as fields.",
            )
    typed = normal(_words(foot, typed=True))
    for line in sorted(filter(None, lines), key=len, reverse=True):
        typed = typed.replace(line, "")
    if re.search(r"\d", typed):
        yield (
            "L206",
            f"“{typed[:40].strip()}” is typed at the foot of the {kind} pages",
            "A typed number is the same on every page.",
        )


def _codes(story: Node | None) -> Iterator[str]:
    """The instructions of the fields of a story; one that is split over runs is joined."""
    code = ""
    for node in story.iter() if story is not None else ():
        if node.tag == name("w:fldSimple"):
            yield val(node, attribute="w:instr")
        elif node.tag == name("w:instrText"):
            code += node.text or ""
        elif node.tag == name("w:fldChar") and code:
            yield code
            code = ""


def _words(story: Node | None, *, typed: bool = False) -> str:
    """The words of a story that are not hidden; ``typed`` leaves the results of fields out."""
    depth, found = 0, []
    for node in story.iter() if story is not None else ():
        if node.tag == name("w:fldChar"):
            depth += {"begin": 1, "end": -1}.get(val(node, attribute="w:fldCharType"), 0)
        elif node.tag in {name("w:tab"), name("w:p")}:
            found.append(" ")
        elif (
            node.tag == name("w:t")
            and not (typed and (depth > 0 or _in_simple(node)))
            and not on(child(node.getparent(), "w:rPr"), "w:vanish")
        ):
            found.append(node.text or "")
    return "".join(found)


def _in_simple(node: Node) -> bool:
    return next(node.iterancestors(name("w:fldSimple")), None) is not None
