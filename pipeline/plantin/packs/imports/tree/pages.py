"""Preprocesses HTML pages for pandoc: finds the main part, drops and reports site navigation, recognizes notes with
links back to their calls in all usual forms, closes tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element

from plantin.bounded import html, xml
from plantin.packs.imports import inventory
from plantin.packs.imports.inventory import Inventory
from plantin.packs.imports.received import Omission
from plantin.packs.imports.tree import admonitions, raw_words, table_heads
from plantin.packs.imports.tree.blocks import BOX, NOTE
from plantin.packs.imports.tree.inlines import CALL

_SILENT = tuple("script style template noscript head iframe object svg link meta button select input".split())
_LEADING, _BESIDE = ("nav",), ("footer", "header", "aside")
_ROLES, _BESIDE_ROLES = ("navigation", "search", "doc-toc"), ("banner", "contentinfo", "complementary")
_MAINS = (
    "//main", "//*[@role='main']",
    "//*[@id='content' or @id='main' or @id='main-content' or @id='mw-content-text' or @id='bodyContent']",
    "//*[contains(concat(' ', @class, ' '), ' body ') and @role]", "//article",
)  # fmt: skip
_CHROME = re.compile(
    r"(?:^|\s)(?:nav(?:igation|bar)?|breadcrumbs?|toc|TOC|table-of-contents|headerlink|skip-?link|cookie\S*|pagination"
    r"|navheader|navfooter|mw-editsection|noprint)(?:\s|$)"
)
_BESIDE_CHROME = re.compile(
    r"(?:^|\s)(?:nav(?:header|footer)|sphinxsidebar\w*|related|sidebar|site-?(?:header|footer))(?:\s|$)"
)
_NOTES = re.compile(r"foot-?notes?|end-?notes?|fn-?\w*|note-?\d*", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"[A-Za-z][\w:.-]*", re.ASCII)
_NUMBER = re.compile(r"[\s\[(]*(?:\d{1,4}|[a-z]{1,3}|[*†‡§]+)[\s\])]*\.?", re.IGNORECASE)
_BACK = re.compile(
    r"[\s\[(]*(?:\d{1,4}|[a-z]|[*†‡§]+|↩\ufe0e?|↑|\^|⏎|back|return|retour|[\ufe0e\ufe0f])*[\s\])]*\.?", re.IGNORECASE
)
_BLOCK = ("p", "div", "li", "dd", "dt", "td", "tr", "aside", "section", "blockquote", "table", "dl", "ol", "ul", "body")
_LONGEST_SHARE = 0.25
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(slots=True)
class CleanedPage:
    """A page: its main part as XHTML for pandoc, its title and language, what was left out, what the press prints
    itself, what it has beside words; ``calls`` are the signs that the calls of its notes show, those in notes last.
    """

    text: str
    title: str
    language: str
    left_out: list[Omission] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    inventory: Inventory = field(default_factory=Inventory)
    calls: tuple[str, ...] = ()


def parse(text: str) -> Element:
    """Parse a page without control characters that no XML may hold (``&#1;``); return its root. Raises HtmlError."""
    root = html.parse(text.encode("utf-8"))
    for node in root.iter():
        for text in (node.text, node.tail, *node.attrib.values()):
            if text and _CONTROLS.search(str(text)):
                break
        else:
            continue
        node.text, node.tail = (_CONTROLS.sub("", text) if text else text for text in (node.text, node.tail))
        for key, value in node.attrib.items():
            node.attrib[key] = _CONTROLS.sub("", str(value))
    return root


def clean(root: Element) -> CleanedPage:
    """Make a page fit for pandoc's reader: its tree is ``root``, which is changed."""
    page = CleanedPage("", _words(next(root.iter("title"), None)), str(root.get("lang", "") or root.get(_XML_LANG, "")))
    body = next(root.iter("body"), root)
    for node in [node for node in root.iter(*_SILENT) if node is not root]:
        xml.replace(node)
    main = _main(body)
    _navigation(main, page)
    if main is not body:
        for node in _outside(body, main):
            around = node.tag in (*_LEADING, "footer", "header") or _leads_about(node)
            what = "left out, around the main part of the page"
            page.left_out.append(Omission(what, _words(node), around=around))
    _notes(main, page)
    for node in main.iter("a"):
        if "headerlink" in str(node.get("class", "")) or _words(node) in ("¶", "#", "§"):
            page.taken.append(_words(node))
            for kid in list(node):
                node.remove(kid)
            node.text = ""
    _move_ids(main)
    admonitions.box(main)
    for node in list(main.iter("code", "tt", "kbd", "samp", "var")):
        # Marks inside code are the page's own colours; pandoc would make a piece of code of each, and lose what is
        # between them.
        if _is_inside(node, main) and next(node.iter("a", "img", "br"), None) is None:
            text = "".join(map(str, node.itertext()))
            for kid in list(node):
                node.remove(kid)
            node.text = text
    for node in main.iter():
        # pandoc drops whatever comes after the end of what it takes for the main part.
        if node.get("role") == "main":
            del node.attrib["role"]
        if node.tag in ("aside", "div") and _boxes(node):
            node.set(f"data-{BOX}", "1")
        if node.tag in ("main", *_BESIDE):
            node.tag = "div"
        elif not _NAME.fullmatch(str(node.tag)):
            node.tag = "span"  # "<span<h3>": browsers make an element of that name, and pandoc loses its words
    table_heads.gather(main)
    declared = frozenset(inventory.declared_languages(main))
    _languages(main)
    notes = sum(1 for node in main.iter("div") if node.get(f"data-{NOTE}"))
    page.inventory = inventory.page(main, notes, declared)
    page.calls = tuple(_words(node).strip("[]() ") for node in main.iter("span") if node.get(f"data-{CALL}"))
    page.left_out = [omission for omission in page.left_out if omission.words]
    page.text = f"<!DOCTYPE html><html><body>{etree.tostring(main, encoding='unicode', method='html')}</body></html>"
    return page


def _move_ids(main: Element) -> None:
    """Put ids that something leads to where pandoc keeps them: a paragraph's on a span, a section's on its heading."""
    led = {str(node.get("href", ""))[1:] for node in main.iter("a") if str(node.get("href", "")).startswith("#")}
    for node in main.iter("p"):
        if node.get("id") in led:  # pandoc keeps that of a span alone
            place = etree.Element("span", {"id": str(node.get("id"))})
            place.tail, node.text = node.text, ""
            node.insert(0, place)
    for node in main.iter("section", "div"):
        first = next(iter(node), None)
        if (
            node.get("id") in led
            and first is not None
            and first.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
            and not first.get("id")
        ):
            first.set("id", str(node.attrib.pop("id")))


def _main(body: Element) -> Element:
    """Return the main part: what says that it is, where it has most words or there is no other; else the whole."""
    for path in _MAINS:
        elements = cast("list[Element]", body.xpath(path))
        if len(elements) == 1 and len(_words(elements[0])) > _LONGEST_SHARE * len(_words(body)):
            return elements[0]
    return body


def _navigation(main: Element, page: CleanedPage) -> None:
    """Drop what leads about the site: what says that it is, and what is beside the text and has little but links. Other
    boxes beside the text are text.
    """
    whole = max(1, len(_words(main)))
    for node in list(main.iter()):
        if not isinstance(node.tag, str) or node is main or node.tag in ("h1", "h2", "h3", "body"):
            continue
        classes, role = str(node.get("class", "")), str(node.get("role", ""))
        leads = node.tag in _LEADING or role in _ROLES or bool(_CHROME.search(classes))
        leads = leads or node.get("id") in ("toc", "TOC", "navigation")
        beside = node.tag in _BESIDE or role in _BESIDE_ROLES or bool(_BESIDE_CHROME.search(classes))
        beside = beside or node.get("id") in ("sidebar", "footer")
        of_text = role.startswith("doc-") and role not in _ROLES
        if not (leads or beside) or of_text or _is_notes(node) or not _is_inside(node, main):
            continue
        if not leads and not _leads_about(node) and not _ends_page(node):
            continue
        words = _words(node)
        if len(words) < whole / 2:
            if any(map(str.isalnum, words)):
                page.left_out.append(Omission("left out, what leads about the site", words, around=True))
            else:
                page.taken.append(words)  # a sign beside a heading, which leads to it
            xml.replace(node)


def _ends_page(node: Element) -> bool:
    """Return whether ``node`` is the head or the foot of the whole page, without a heading of the text."""
    parent = node.getparent()
    return node.tag in ("footer", "header") and parent is not None and parent.tag == "body" and not _holds_heading(node)


def _leads_about(node: Element) -> bool:
    """Return whether a box has little but links, or no words."""
    words = len(_words(node))
    links = sum(len(_words(link)) for link in node.iter("a") if link.get("href"))
    return 2 * links >= words


def _holds_heading(node: Element) -> bool:
    return next(node.iter("h1", "h2"), None) is not None


def _is_notes(node: Element) -> bool:
    names = (
        f"{node.get('class', '')} {node.get('id', '')} {node.get('role', '')}"
        f" {node.get('{http://www.idpf.org/2007/ops}type', '')}"
    )
    names += f" {node.get('epub-type', '')}"
    return bool(re.search(r"foot-?note|end-?note", names, re.IGNORECASE))


def _boxes(node: Element) -> bool:
    """Return whether an element is a box of the text: set beside it, with a heading as its title and no other in it."""
    named = node.tag == "aside" or bool(_BESIDE_CHROME.search(str(node.get("class", ""))))
    heads = list(node.iter("h1", "h2", "h3", "h4", "h5", "h6")) if named else []
    first = next(iter(node), None)
    return (
        len(heads) == 1
        and heads[0] is first
        and not (node.text or "").strip()
        and len(_words(node)) > len(_words(first))
    )


def _outside(body: Element, main: Element) -> Iterator[Element]:
    """Yield the elements of ``body`` beside ``main`` and those around it."""
    around = set(main.iterancestors())
    for holder in (node for node in body.iter() if node in around):
        for kid in list(holder):
            if kid is not main and kid not in around:
                yield kid


_SPEAKING = ("span", "div", "section", "article", "body", "main")
_BARE = ("code", "tt", "kbd", "samp", "var", "pre", "img", "br", "hr", "wbr", "col")
_LISTS = ("ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "colgroup")
_BOXED = frozenset("p div section ul ol dl table blockquote pre figure h1 h2 h3 h4 h5 h6".split())


def _languages(main: Element) -> None:
    """Put the language of an element on a span or a box in it: pandoc keeps it there alone."""
    for node in list(main.iter()):
        language = str(node.get("lang") or node.get(_XML_LANG) or "") if isinstance(node.tag, str) else ""
        around = (str(ancestor.get("lang") or ancestor.get(_XML_LANG) or "") for ancestor in node.iterancestors())
        if not language or node.tag in (*_SPEAKING, *_BARE) or language == next(filter(None, around), ""):
            continue
        if node.tag in _LISTS:
            for kid in node:
                if isinstance(kid.tag, str) and not kid.get("lang"):
                    kid.set("lang", language)
            continue
        inner = etree.Element("div" if any(kid.tag in _BOXED for kid in node) else "span", {"lang": language})
        inner.text, node.text = node.text, None
        inner.extend(list(node))
        node.append(inner)


# Notes


def _notes(main: Element, page: CleanedPage) -> None:
    """Turn each link that leads to a note, which leads back or is in a list of notes, into a call, and the note into a
    box of its own.
    """
    places = {
        str(node.get("id") or node.get("name")): node
        for node in main.iter()
        if isinstance(node.tag, str) and (node.get("id") or node.get("name"))
    }
    order = {node: n for n, node in enumerate(main.iter())}
    calls: dict[Element, list[Element]] = {}
    for link in list(main.iter("a")):
        target = places.get(str(link.get("href", ""))[1:]) if str(link.get("href", "")).startswith("#") else None
        if target is None or not (
            _calls(link) or "noteref" in f"{link.get('role', '')} {link.get('epub-type', '')} {link.get('class', '')}"
        ):
            continue
        holder = _holder(target, main)
        if holder is None or link in set(holder.iter()) or order[holder] < order[link]:
            continue
        if any(_is_notes(node) for node in (holder, *list(holder.iterancestors())[:3])) or _leads_back(
            holder, link, places
        ):
            calls.setdefault(holder, []).append(link)
    boxes = []
    for n, (holder, links) in enumerate(calls.items(), 1):
        name = str(n)
        for link in links:
            _replace_call(link, name)
        box = etree.Element("div", {f"data-{NOTE}": name})
        _strip_back(holder, page)
        for cell in holder.iter("td", "th"):
            cell.tag = "div"
        box.text = holder.text
        box.extend(list(holder))
        if holder.tag == "dd" and (term := holder.getprevious()) is not None and term.tag == "dt":
            page.taken.append(_words(term))
            xml.replace(term)
        parent = holder.getparent()
        if parent is not None:
            xml.replace(holder)
            _prune(parent, main)
        boxes.append(box)
    for box in boxes:
        main.append(box)


def _calls(link: Element) -> bool:
    """Return whether a link looks like the call of a note: a number or a sign, raised or in brackets."""
    words = _words(link)
    raised = link.tag == "sup" or any(node.tag == "sup" for node in (*link.iterancestors(), *link.iter()))
    return (
        bool(words)
        and bool(_NUMBER.fullmatch(words))
        and (raised or words[:1] in "[(" or words.isdigit() or words in ("*", "†", "‡"))
    )


def _holder(target: Element, main: Element) -> Element | None:
    """Return the passage that a target marks: itself, or the block that it is at the beginning of."""
    node = target
    while node is not main and node.tag not in _BLOCK:
        parent = node.getparent()
        if parent is None:
            return None
        node = parent
    if node is main:
        return None
    # dt and td mark what is beside them
    if node.tag in ("td", "dt"):
        row = node.getparent()
        return node.getnext() if node.tag == "dt" else row if row is not None and row.tag == "tr" else None
    if node.tag == "div" and len(_words(node)) < 4 and (after := node.getnext()) is not None and after.tag == "p":
        return after
    return node if len(_words(node)) < 20_000 else None


def _leads_back(holder: Element, link: Element, places: dict[str, Element]) -> bool:
    """Return whether the note has a link to its call, or to what is around it."""
    around = {link, *list(link.iterancestors())[:3], *link.iter()}
    before = link.getprevious()
    if before is not None:
        around.add(before)
    term = holder.getprevious()
    anchors = (*holder.iter("a"), *(term.iter("a") if holder.tag == "dd" and term is not None else ()))
    links = (
        places.get(str(anchor.get("href", ""))[1:]) for anchor in anchors if str(anchor.get("href", "")).startswith("#")
    )
    return any(target in around for target in links if target is not None)


def _replace_call(link: Element, name: str) -> None:
    """Put a span in place of a call; what is raised or in brackets around it alone goes with it."""
    node = link
    while (
        (parent := node.getparent()) is not None
        and parent.tag in ("sup", "span", "small")
        and _words(parent).strip("[]() ") == _words(link).strip("[]() ")
    ):
        node = parent
    span = etree.Element("span", {f"data-{CALL}": name})
    span.text, span.tail = _words(node), node.tail
    parent = node.getparent()
    if parent is not None:
        parent.replace(node, span)


def _strip_back(holder: Element, page: CleanedPage) -> None:
    """Take the links back to the calls out of a note, and the number before it."""
    for link in list(holder.iter("a")):
        if str(link.get("href", "")).startswith("#") and _BACK.fullmatch(_words(link)):
            page.taken.append(_words(link))
            xml.replace(link)
    for node in list(holder.iter("sup", "span", "label", "a", "strong", "b", "td")):
        if _is_inside(node, holder) and _words(node) and _NUMBER.fullmatch(_words(node)) and not _before(node, holder):
            page.taken.append(_words(node))
            xml.replace(node)
            break
    for node in list(holder.iter("sup", "span", "a", "strong", "b", "small")):
        # What was around the number: brackets without words, before all words of the note.
        bare = not any(sign.isalnum() for sign in _words(node)) and next(node.iter("img", "code"), None) is None
        if bare and _is_inside(node, holder) and _leads(node, holder):
            xml.replace(node)
    for node in (holder, *holder.iter("p", "div", "td")):
        if node.text and node.text.strip():
            if match := re.match(r"\s*(?:\[?\s*(\d{1,4}|\*)?\s*\]|\(\s*\)|\^)\s*\.?\s*", node.text):
                page.taken.append(match[0])
                node.text = node.text[match.end() :]
            break


def _leads(node: Element, holder: Element) -> bool:
    """Return whether no letter or figure comes before ``node`` in the note, and it is not a mark in code."""
    around = {holder, *node.iterancestors()}
    for element in holder.iter():
        if element is node:
            return not any(
                outer.tag in ("pre", "code") for outer in around if holder in (outer, *outer.iterancestors())
            )
        text = f"{element.text or ''}{'' if element in around else element.tail or ''}"
        if any(map(str.isalnum, text)):
            return False
    return False


def _before(node: Element, holder: Element) -> bool:
    """Return whether there are words before ``node`` in the note."""
    words = _words(holder)
    return not words.lstrip("[( ^").startswith(_words(node).lstrip("[( ^"))


def _prune(node: Element, main: Element) -> None:
    """Drop what is empty now: the list or the section of the notes, with a heading and a rule."""
    while node is not main and not _words(node):
        parent = node.getparent()
        if parent is None:
            return
        xml.replace(node)
        node = parent


def _is_inside(node: Element, root: Element) -> bool:
    return any(ancestor is root for ancestor in node.iterancestors())


def _words(node: Element | None) -> str:
    return "" if node is None else " ".join(raw_words.text_of(node).split())
