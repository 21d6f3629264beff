"""Accessibility rules for a Word file: language, headings, tables, pictures, links, lists and colours.

The rules are those of WCAG 2.2 as they apply to documents (ETSI EN 301 549, chapter 10), in the terms of ECMA-376 part
1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest

from lxml.etree import _Element as Node

from plantin.auditors.docx.built_in_styles import built_in_styles, lone_rows
from plantin.auditors.docx.headers_footers import heads_and_feet, properties
from plantin.auditors.docx.links import links
from plantin.auditors.docx.objects import CAPTIONS
from plantin.auditors.docx.reading import WordText
from plantin.auditors.docx.story import Run, WordLine
from plantin.auditors.docx.visibility import contrasts, hidden, unknown_colours
from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.mathml import is_tex
from plantin.auditors.scripts import foreign
from plantin.findings import Finding, Place
from plantin.model import languages
from plantin.model.outline import normal
from plantin.wordfile.package import child, name, on, val
from plantin.wordfile.styles import BODY
from plantin.wordfile.text import BREAK

_SHORT = 120
_END_RULE = "EndRule"
_TYPED = re.compile(
    r"(?:\d{1,3}[.)]|\([a-z]{1,4}\)|\([0-9]{1,3}\)|[IVXL]{1,6}\.|[•◦▪‣·]|[–—-](?=[\s\u00a0]))[\s\u00a0]"
)
_BODY_STYLES = ("normal", "body text", "list continue", "footnote text", "numbered paragraph")


_FAR = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+")
"""Characters of Chinese, Japanese and Korean."""


def findings(reading: WordText, file: str) -> tuple[Finding, ...]:
    """Everything that breaks a rule, each thing once, in the order of the rules. Findings call the file ``file``."""
    found = [*(row for rule in _RULES for row in rule(reading)), *links(reading)]
    return tuple(Finding(code, message, Place(file), hint) for code, message, hint in dict.fromkeys(found))


def _shown(line: WordLine) -> str:
    return f"“{normal(line.text())[:SHOWN]}”"


def _language(reading: WordText) -> Iterator[Fault]:
    """WCAG 3.1.1 and 3.1.2: the language of the document and of its parts (17.3.2.20)."""
    language = reading.styles.language() or reading.styles.language("w:bidi")
    if not language:
        yield (
            "A201",
            "the file does not say what language it is in",
            "Give the defaults of the styles (docDefaults) a w:lang.",
        )
        return
    for line in reading.all_lines():
        for piece in line.pieces:
            if not isinstance(piece, Run):
                continue
            own = (
                piece.language
                or reading.styles.run_language(piece.style, "w:val")
                or reading.styles.run_language(line.style, "w:val")
            )
            if words := foreign(piece.text, own or language):
                yield (
                    "A201",
                    f"“{words[:SHOWN]}” is given out as {own or language}",
                    "Give the run the w:lang of the passage.",
                )


def _east_asian(reading: WordText) -> Iterator[Fault]:
    """WCAG 3.1.1 and 3.1.2: Word takes the language of Chinese, Japanese and Korean characters from w:eastAsia alone
    (17.3.2.20).
    """
    default = reading.styles.language("w:eastAsia")
    for line in reading.all_lines():
        for run in line.node.iter(name("w:r")):
            found = _FAR.search("".join(text.text or "" for text in run.iter(name("w:t"))))
            if found and not (default or val(child(run, "w:rPr"), "w:lang", "w:eastAsia")):
                yield (
                    "A230",
                    f"“{found[0][:SHOWN]}” has no language for Word",
                    "Give the run, or the defaults, a w:lang with w:eastAsia.",
                )


def _regions(reading: WordText) -> Iterator[Fault]:
    """WCAG 3.1.1: Word checks spelling by the dictionary of a region (17.3.2.20)."""
    given = {reading.styles.language(), reading.styles.language("w:bidi")}
    given |= {piece.language for line in reading.all_lines() for piece in line.pieces if isinstance(piece, Run)}
    for tag in sorted(given):
        if tag and tag != languages.regional(tag):
            yield (
                "A232",
                f"the language {tag} has no region",
                f"Give w:lang {languages.regional(tag)}, or that of the text.",
            )


def _set_by_hand(reading: WordText) -> Iterator[Fault]:
    """17.7: how the cells of a table are set is for their styles to say, so that who changes the style changes the
    table.
    """
    for line in reading.all_lines():
        if _in_table(line.node) and child(line.node, "w:pPr/w:jc") is not None:
            yield (
                "A233",
                f"{_shown(line)} in a table is set by hand",
                "Give it the style of such cells (Table Text Right).",
            )


def _title(reading: WordText) -> Iterator[Fault]:
    """WCAG 2.4.2: a title in the properties (part 2, 11)."""
    if not reading.package.title.strip():
        yield "A202", "the properties of the file have no title", "Write the report's title there (dc:title)."


def _styles(reading: WordText) -> Iterator[Fault]:
    """17.7.4.3 of ECMA-376 part 1: what a style is based on ends with one that is based on none."""
    for identifier in reading.styles.endless():
        words = f"the style {reading.styles.name(identifier)[:SHOWN]} is based on itself, or on more than 20 others"
        yield "A215", words, "Base it on a style that is based on none: programs differ in where they stop."


def _ranks(reading: WordText) -> Iterator[Fault]:
    """WCAG 1.3.1: headings begin at the first level, and none is skipped on the way down."""
    before = 0
    for line in reading.lines:
        level = reading.outline_level(line) + 1
        if level > BODY or not normal(line.text()):
            continue
        if level > before + 1:
            yield (
                "A203",
                f"{_shown(line)} has level {level}, under {f'level {before}' if before else 'no heading'}",
                "Levels go down by one.",
            )
        before = level


def _tables(reading: WordText) -> Iterator[Fault]:
    """WCAG 1.3.1: a table has a row of headings that is marked as one (17.4.50)."""
    for table in reading.package.body().iter(name("w:tbl")):
        rows = [row for row in table if row.tag == name("w:tr")]
        if not any(on(row, "w:trPr/w:tblHeader") for row in rows):
            text = normal("".join(found.text or "" for found in table.iter(name("w:t"))))
            yield (
                "A204",
                f"the table “{text[:SHOWN]}” has no header row",
                "Mark its first row as repeated at the head of each page.",
            )


def _pictures(reading: WordText) -> Iterator[Fault]:
    """WCAG 1.1.1: a picture has a description, or is marked as decorative."""
    for line in reading.all_lines():
        for drawing in line.drawings:
            properties = next(drawing.iter(name("wp:docPr")), None)
            if properties is None:
                yield (
                    "A205",
                    f"a picture near {_shown(line)} can have no description",
                    "Insert it as a drawing (DrawingML).",
                )
            elif not str(properties.get("descr", "")).strip() and not _is_decorative(properties):
                yield (
                    "A205",
                    f"picture {properties.get('name', '')} has no description",
                    "Give it alternative text, or mark it as decorative.",
                )


def _is_decorative(properties: Node) -> bool:
    mark = next(properties.iter(name("adec:decorative")), None)
    return mark is not None and mark.get("val", "0") in {"1", "true"}


def _link_words(reading: WordText) -> Iterator[Fault]:
    """WCAG 2.4.4: a link has words to be read, and says where it leads (17.16.22)."""
    for line in reading.all_lines():
        for link in line.links:
            if not normal(link.text):
                yield (
                    "A206",
                    f"a link to {link.anchor or 'an address'} has no words",
                    "Put the words that lead there into the link.",
                )
            elif not link.tooltip.strip():
                yield (
                    "A206",
                    f"the link “{normal(link.text)[:SHOWN]}” does not say where it leads",
                    "Give it a tooltip.",
                )


def _empty(reading: WordText) -> Iterator[Fault]:
    """WCAG 1.3.2: space is a property of styles; an empty paragraph is read as a blank line."""
    before = "the beginning"
    lines = list(reading.all_lines())
    for line, after in zip_longest(lines, lines[1:]):
        if normal(line.text()):
            before = _shown(line)
        elif not (
            line.drawings
            or line.ends_section
            or _in_table(line.node)
            or _ends_text(line.node)
            or _is_end_rule(line.node)
            or _bears_number(reading, line, after)
        ):
            yield "A207", f"there is an empty paragraph after {before}", "Delete it; give the style more space instead."


def _bears_number(reading: WordText, line: WordLine, after: WordLine | None) -> bool:
    """Whether a paragraph is the number or the bullet of an entry that begins with code, a quotation, a formula or a
    definition.
    """
    if id(line) not in reading.numbers or after is None or id(after) in reading.numbers:
        return False
    style = reading.styles.name(after.style)
    return style.startswith(("listing", "definition", "quotation", "equation"))


def _ends_text(node: Node) -> bool:
    """Whether a paragraph is the one that must follow a table at the end of the text (ECMA-376 part 1, 17.2.2)."""
    before, after = node.getprevious(), node.getnext()
    return before is not None and before.tag == name("w:tbl") and after is not None and after.tag == name("w:sectPr")


def _is_end_rule(node: Node) -> bool:
    """Whether a paragraph is the rule after the text, which is nothing but the border of its style."""
    after = node.getnext()
    return val(child(node, "w:pPr/w:pStyle")) == _END_RULE and (after is None or after.tag == name("w:sectPr"))


def _in_table(node: Node) -> bool:
    return next(node.iterancestors(name("w:tc")), None) is not None


def _typed_numbers(reading: WordText) -> Iterator[Fault]:
    """WCAG 1.3.1: a list is one, and a number counts itself (17.9)."""
    rows = set(map(id, reading.rows))
    for line in reading.all_lines():
        text = line.text().lstrip()
        if id(line) in rows or reading.is_masthead(line) or "typed entry" in reading.styles.name(line.style):
            continue
        if found := _typed_caption(reading, line):
            yield "A208", found, "Insert a caption in Word: its number counts itself."
        if not (typed := _TYPED.match(text)) or _is_code(reading, line):
            continue
        if any(field.kind == "SEQ" and field.result and field.result in typed[0] for field in line.fields):
            continue
        if id(line) not in reading.numbers:
            hint = "Delete it, and give the paragraph a style that numbers itself."
            yield "A208", f"“{typed[0].strip()}” is typed before {_shown(line)}", hint
        elif typed[0].strip() == reading.numbers[id(line)].label:
            yield "A208", f"“{typed[0].strip()}” is typed before {_shown(line)}, which numbers itself", "Delete it."


def _is_code(reading: WordText, line: WordLine) -> bool:
    """Whether a paragraph is, or begins with, code: "(gdb)" before a command is a part of it, and "1." in a listing is
    no list.
    """
    first = next((piece for piece in line.pieces if isinstance(piece, Run) and piece.text.strip()), None)
    named = reading.styles.name(line.style)
    return named.startswith("listing") or (first is not None and reading.styles.name(first.style) == "code text")


def _typed_caption(reading: WordText, line: WordLine) -> str:
    """What is wrong with the number of a title of a table, a figure or a box, nothing where it counts itself."""
    label, feed, _ = line.text().partition(BREAK)
    if reading.styles.name(line.style) not in CAPTIONS or not feed or any(field.kind == "SEQ" for field in line.fields):
        return ""
    return f"“{normal(label)}” is typed before {_shown(line)}"


def _formulas(reading: WordText) -> Iterator[Fault]:
    """WCAG 1.1.1: a formula has words, by which it is read where nothing else can read it."""
    for line in reading.all_lines():
        for said in line.formulas:
            if not said:
                yield (
                    "A214",
                    f"a formula in {_shown(line)} has no words",
                    "Give its content control a title that says it in words.",
                )
            elif is_tex(said):
                yield (
                    "A231",
                    f"a formula in {_shown(line)} is read out as TeX: “{said[:SHOWN]}”",
                    "Give its control a title in words.",
                )


def _fake_headings(reading: WordText) -> Iterator[Fault]:
    """WCAG 1.3.1: a heading has the style of one."""
    for line in reading.lines:
        text = normal(line.text())
        if not text or len(text) > _SHORT or text[-1] in ".;:,?!" or reading.outline_level(line) < BODY:
            continue
        if reading.styles.name(line.style or reading.styles.default) not in _BODY_STYLES or _in_table(line.node):
            continue
        runs = [piece for piece in line.pieces if isinstance(piece, Run) and piece.text.strip()]
        # A character style says what bold is for, as Strong does on “Decides”; bold without one was meant to look like
        # something.
        if runs and all(_is_bold(reading, line, run) and not run.style for run in runs):
            yield (
                "A209",
                f"{_shown(line)} looks like a heading and is not one",
                "Give it the style of its level (Heading 1 and so on).",
            )


def _is_bold(reading: WordText, line: WordLine, run: Run) -> bool:
    given = (run.bold, reading.styles.toggle(run.style, "w:rPr/w:b"), reading.styles.toggle(line.style, "w:rPr/w:b"))
    return next((found for found in given if found is not None), False)


_RULES: tuple[Callable[[WordText], Iterator[Fault]], ...] = (
    _language,
    _east_asian,
    _regions,
    _set_by_hand,
    built_in_styles,
    lone_rows,
    _title,
    _styles,
    _ranks,
    _tables,
    _pictures,
    _link_words,
    _empty,
    _typed_numbers,
    _formulas,
    _fake_headings,
    contrasts,
    unknown_colours,
    hidden,
    properties,
    heads_and_feet,
)
