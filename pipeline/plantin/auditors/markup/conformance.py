"""How a page conforms to the grammar of its format (text.toml, html.toml, epub.toml): its elements, what it says
beside its text, and the style sheets and scripts that it carries.
"""

from __future__ import annotations

import json as library
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256

from lxml import etree

from plantin.auditors.faces import is_face_of_house
from plantin.auditors.grammar import Breach, Grammar, GrammarStatement, Tables, load
from plantin.auditors.markup.dom import MarkupPage, element_finding, elements, fragment, has_class
from plantin.auditors.markup.passages import data_url_content
from plantin.auditors.markup.text import visible
from plantin.auditors.statements import (
    ENTRY,
    MARKED,
    ZERO_WIDTH,
    Conformance,
    HouseContent,
    Pieces,
    Statement,
    with_zero_width,
)
from plantin.bounded.data import DataError, json
from plantin.findings import Finding

_LARGEST = 8_000_000
_DOCTYPE = "<!DOCTYPE html>"
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*+)(?:\s++[A-Za-z][\w:.-]*+(?:=\"[^\"]*+\")?)*+\s*+/?>")
_RAW = frozenset(("script", "style", "title"))
"""Elements in which no other begins (HTML, 13.1.2)."""
_VOID = frozenset(("area", "br", "col", "img", "input", "link", "meta", "wbr"))
_SPACE = re.compile(r"\s*")
_SHOWN = 60
_MARKS = {"sup": "raised", "sub": "lowered", "em": "stressed", "strong": "strong"}
_PICTURE = re.compile(r'url\("media/[\w.-]+"\)')


def tables(name: str) -> tuple[Grammar, Tables]:
    """Return the grammar of the pages of the format ``name``, and all tables of it. A format of a pack is named by
    the package of its grammar too, ``package:name``; after ``epub+`` where its pages are those of an EPUB besides.
    """
    under, _, format_name = name.rpartition("+")
    return load("plantin.auditors.markup", *(() if _is_apart(name) else ("text",)), *filter(None, (under, format_name)))


def _is_apart(name: str) -> bool:
    """Return whether pages of the format ``name`` have a text of another kind, in cells."""
    return ":" in name.partition("+")[0]


def grammar_results(page: MarkupPage, name: str, kind: str) -> list[Breach | GrammarStatement]:
    """Return what ``page`` has that the grammar of the format ``name`` does not have in a document of that ``kind``,
    and all that it says beside its text, its linked data among that.
    """
    grammar, rows = tables(name)
    results: list[Breach | GrammarStatement] = []
    for result in grammar.breaches(page.root, kind):
        if isinstance(result, GrammarStatement) and result.term == "linked data":
            results += _read_linked_data(result, grammar, rows["linked"])
        else:
            results.append(result)
    return results


def conformance(
    page: MarkupPage, path: str, name: str, found: Iterable[Breach | GrammarStatement], known: HouseContent
) -> Conformance:
    """A019 for each breach among what was ``found`` in ``page``; A020 and A021 for sheets and scripts that neither the
    grammar of the format ``name`` nor the house has; and the statements, those of the sheets among them.
    """
    findings: list[Finding] = []
    statements: list[Statement] = []
    _, rows = tables(name)
    for result in found:
        if isinstance(result, Breach):
            findings.append(element_finding("A019", result.message, page, path, result.element))
        elif result.term == "script":
            if known.sheets and not is_known_script(result.value, rows["scripts"], known):
                message = f"a script is neither of the press nor of the house: “{_shorten(result.value)}”"
                findings.append(element_finding("A021", message, page, path, result.element))
        elif result.term == "style sheet":
            for part in sheet(result.value, rows["sheet"], known) if known.sheets else ():
                if isinstance(part, Statement):
                    statements.append(part)
                else:
                    findings.append(element_finding("A020", part, page, path, result.element))
        else:
            statements.append(Statement(result.term, result.value, _where(result, page)))
    if any(with_zero_width("".join(map(str, page.body().itertext())))):
        statements += _zero_width(page)
    # Cells say by signs of their own what is raised or stressed.
    return Conformance(tuple(findings), (*statements, *(() if _is_apart(name) else mark_statements(page))))


def mark_statements(page: MarkupPage) -> Iterator[Statement]:
    """Yield what is raised, lowered or stressed in the text of ``page``, not in its contents, which repeat headings;
    the anchors of entries; and where links that have a name besides their words lead.
    """
    yield Statement(MARKED, "", "the page")
    yield from (Statement(ENTRY, entry.get("id", ""), "the text") for entry in elements(page.body(), "li"))
    for link in elements(page.body(), "a"):
        if name := link.get("aria-label"):
            yield Statement("link with a name", f"{visible(link)} {name} → {fragment(link)}", "the text")
    for element in elements(page.body(), *_MARKS):
        around = element.getparent()
        counted = around is not None and has_class(around, "back")
        if not (counted or has_class(element, "indicator") or any(True for _ in element.iterancestors("nav"))):
            yield Statement(_MARKS[str(element.tag)], visible(element), "the text")


def _zero_width(page: MarkupPage) -> Iterator[Statement]:
    """Yield the words of the text of ``page`` inside which is a character of no width."""
    for element in elements(page.body()):
        inside = "" if element.tag in _RAW else element.text or ""
        for word in (*with_zero_width(inside), *with_zero_width(element.tail or "")):
            yield Statement(ZERO_WIDTH, word, f"the element {etree.QName(element).localname} of the text")


def _where(one: GrammarStatement, page: MarkupPage) -> str:
    """Return the place of a statement in words."""
    element = one.element
    name = element.get("name") or element.get("property") or element.get("class") or element.get("id") or ""
    within = f" of {page.name}" if page.name else ""
    return f"the element {etree.QName(element).localname}{f' ({name})' if name else ''}{within}"


def _shorten(text: str) -> str:
    words = " ".join(text.split())
    return f"{words[:_SHOWN]}{'…' * (len(words) > _SHOWN)}"


# What a page carries


def is_known_script(text: str, scripts: Mapping[str, str], known: HouseContent) -> bool:
    """Return whether a script is of the grammar (FAMILY stands for a family of the house's faces) or of the house."""
    written = text.strip("\n")
    if written in {script.strip("\n") for script in known.scripts}:
        return True
    families = {library.dumps(family) for family in known.terms.get("family", ())}
    return any(
        written in {script, *(script.replace('"FAMILY"', family) for family in families)} for script in scripts.values()
    )


def sheet(text: str, rules: Mapping[str, str], known: HouseContent) -> Iterator[Statement | str]:
    """Yield what a style sheet says beside the sheets of the house in it, which it has as they are written; a message
    for what it has besides, and for the sheet of the house that it does not have.
    """
    around = _without(text, known.sheets[0])
    if around is None:
        yield "the style sheet of the house is not there as the house has it"
        return
    begin, rest = around
    for pieces in known.sheets[1:]:
        rest = "".join(_without(rest, pieces) or (rest,))
    for part in (begin, rest):
        yield from _rules(part, rules, known)


def _without(text: str, pieces: Pieces) -> tuple[str, str] | None:
    """Return what is before and after a sheet in ``text``; None where the sheet is not there."""
    start = text.find(pieces[0])
    if start < 0:
        return None
    at = start + len(pieces[0])
    for piece in pieces[1:]:
        picture = _PICTURE.match(text, at)
        if picture is None or not text.startswith(piece, picture.end()):
            return None
        at = picture.end() + len(piece)
    return text[:start], text[at:]


def _rules(text: str, rules: Mapping[str, str], known: HouseContent) -> Iterator[Statement | str]:
    """Yield what the rules of a part of a sheet say, each of which is one of the grammar."""
    patterns = _patterns(tuple(rules.values()))
    at = _end(text, 0)
    while at < len(text):
        match = next((candidate for pattern in patterns if (candidate := pattern.match(text, at))), None)
        if match is None:
            yield f"a rule is not in the grammar of style sheets: “{_shorten(text[at : at + 4 * _SHOWN])}”"
            return
        named = match.groupdict()
        carried, weight = named.pop("face", ""), named.pop("weight", "")
        if carried and (
            message := face(data_url_content(f"data:;base64,{carried}"), f"{named['family']} {weight}", known)
        ):
            yield message
        yield from (
            Statement(term.strip("0123456789"), value, "the style sheet") for term, value in named.items() if value
        )
        at = _end(text, match.end())


def face(content: bytes, name: str, known: HouseContent) -> str:
    """Return why the face with these bytes, of that family and weight, is not one of the house's; empty where it is."""
    if sha256(content).hexdigest() in known.terms.get("face", ()):
        return ""
    if name in known.web_faces and is_face_of_house(content, known.web_faces[name]):
        return ""
    return f"the face {name} is not one of the house"


def _end(text: str, at: int) -> int:
    """Return where the white space after ``at`` ends."""
    match = _SPACE.match(text, at)
    return match.end() if match else at


@cache
def _patterns(rules: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, rules))


# Linked data


def _read_linked_data(
    one: GrammarStatement, grammar: Grammar, rows: Mapping[str, str]
) -> Iterator[Breach | GrammarStatement]:
    """Yield the statements of linked data, each by the names that lead to it."""
    try:
        data = json(one.value, _LARGEST)
    except DataError as error:
        yield Breach(f"the linked data cannot be read: {error}", one.element)
        return
    for names, value in _values("", data):
        form = grammar.form(rows[names]) if names in rows else None
        if form is None:
            yield Breach(f"{names or 'a value'} is not in the grammar of linked data", one.element)
        elif not (isinstance(value, str) and form.fits(value)):
            yield Breach(
                f"{names} of the linked data has a value that is not in the grammar: “{_shorten(str(value))}”",
                one.element,
            )
        elif form.term:
            yield GrammarStatement(form.term, value, one.element)


def _values(names: str, data: object) -> Iterator[tuple[str, object]]:
    """Yield every value in ``data`` with the names that lead to it."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _values(f"{names}.{name}".lstrip("."), value)
    elif isinstance(data, list):
        for value in data:
            yield from _values(names, value)
    else:
        yield names, data


# The page as it is written


def misread(text: str, root: etree._Element) -> Iterator[str]:
    """Yield what a browser may read otherwise than the tree under ``root``: comments, declarations, tags that are not
    written as the press writes them, elements without an end, and elements that no tag of ``text`` begins.
    """
    if not text.startswith(_DOCTYPE):
        yield f"the page does not begin with {_DOCTYPE}"
    begun: list[str] = []
    opened: list[str] = []
    at = len(_DOCTYPE)
    while (at := text.find("<", at)) >= 0:
        match = _TAG.match(text, at)
        if match is None:
            yield f"“{_shorten(text[at : at + _SHOWN])}” is no tag of the grammar"
            return
        name, at = match["name"].lower(), match.end()
        if match["end"]:
            if not opened or opened.pop() != name:
                yield f"the end of {name} is not where the element ends"
                return
            continue
        begun.append(name)
        if match[0].endswith("/>") or name in _VOID:
            continue
        opened.append(name)
        if name in _RAW:
            at = max(text.find(f"</{name}", at), at)
    if opened:
        yield f"the element {opened[-1]} has no end"
    elif begun != [str(element.tag).lower() for element in root.iter("*")]:
        yield "the page is not the tree of its tags"
