"""Cuts a fragment out of a finished web edition, for the pages of others: a content system, a portal.

It has the text and nothing around it: no head, script, policy, font or menu. Its style reaches nothing outside
(``@scope``), and all its ids begin alike. What it says is what the edition says, which the gate let pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import tinycss2
from lxml import etree
from lxml.etree import _Element as Element

from plantin.bounded import html
from plantin.bounded.css import Rule
from plantin.findings import Place, UsageError
from plantin.findings.suggestion import suggest
from plantin.packs.publish.verification import ReleasedFile
from plantin.proof.proved import Proved

_LEFT = frozenset({"script", "style", "template", "input", "fieldset"})
_NAMES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "headers")
"""Attributes that name ids, some of them several."""
_WHOLE = re.compile(r"(?:html|body|:root)(?:\[[^\]]*\])?")
_ROOT = re.compile(r"^(?:(?:html|body|:root)(?:\[[^\]]*\])?\s*[>\s]\s*)+")
_PANEL = re.compile(r"(?:html|:root)[:\[]")
"""What the begin of a selector is that follows the choices in the panel of the page."""
_MAIN = re.compile(r"(?<![\w.#-])main(?![\w-])")
_LANGUAGES = ".//nav[@class='editions']//a[@hreflang]"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption"})
_TEXT = "plantin-text"
"""The class of what is the main part of the page."""
_ID = re.compile(r"#([A-Za-z][\w-]*)")
_URL = re.compile(r"url\(#([^)]+)\)")
_INHERITED = ("--", "color", "font", "line-height", "hyphens", "quotes", "overflow-wrap", "text-")
"""What a rule for the whole page may set on the fragment: not its place, which is the other page's."""
_OWN = "p, li, td, th, dd, dt, blockquote, h1, h2, h3, h4, h5, h6 { color: inherit; }\n"
"""Keeps colours that the other page gives such elements out: those of the fragment are proved to be read on white."""
_ALONE = frozenset({"font-face", "page", "keyframes", "property", "counter-style", "import", "charset", "namespace"})


@dataclass(frozen=True, slots=True)
class Fragment:
    """A fragment: its markup with its style, and what a page around it may say of it."""

    markup: str
    about: dict[str, object]
    """``title``, ``language``, ``direction``, ``prefix``, ``contents`` (level, number, words, id), ``languages``."""


def cut(edition: Proved | ReleasedFile, prefix: str, only: str = "") -> Fragment:
    """Return the fragment of a web edition, its ids beginning with ``prefix``; ``only`` is the anchor of one section,
    table, figure or paragraph. Raises UsageError (U039) where that is not there, PlantinError where the file was
    changed since the gate read it (D103, D105).
    """
    root = html.parse(edition.content())
    elements_by_id = {str(element.get("id")): element for element in root.iter() if element.get("id")}
    part = elements_by_id.get(only)
    headings = (element for element in part.iter() if element.tag in _HEADINGS) if part is not None else iter(())
    about: dict[str, object] = {
        "title": _words(next(headings, root.find(".//h1"))),
        "language": root.get("lang", ""),
        "direction": root.get("dir", "ltr"),
        "prefix": prefix,
        "contents": [] if only else list(_contents(root, prefix)),
        "languages": {link.get("hreflang"): link.get("href") for link in root.iterfind(_LANGUAGES)},
    }
    if only and only not in elements_by_id:
        hint = suggest(only, elements_by_id, "Give an id of the web edition: table-2, section-3, paragraph-12.")
        raise UsageError.of("U039", f"there is no {only!r} in it", Place(edition.name), hint)
    article = etree.Element("article", {"class": "plantin", "id": prefix, "lang": root.get("lang", "en")})
    article.set("dir", root.get("dir", "ltr"))
    rows = [elements_by_id[only]] if only else list(_rows(root))
    for element in rows:
        element.tail = "\n"
        article.append(element)
    etree.strip_elements(article, *_LEFT, with_tail=False)
    for header in article.iter("header"):
        header.attrib.pop("aria-label", "")  # it is no landmark here
    _prefix_ids(article, prefix, set(elements_by_id))
    sheets = "".join(sheet.text or "" for sheet in root.iterfind(".//style"))
    scoped = _scope_rules(tinycss2.parse_stylesheet(sheets, skip_comments=True, skip_whitespace=True), prefix)
    style = f"<style>\n@scope (#{prefix}) {{\n{_OWN}{scoped}}}\n</style>\n"
    text = etree.tostring(article, encoding="unicode", method="html")
    return Fragment(f"{style}{text.rstrip()}\n", about)


def _words(element: Element | None) -> str:
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""


def _contents(root: Element, prefix: str) -> Iterator[dict[str, object]]:
    for heading in root.iter("h2", "h3", "h4", "h5", "h6"):
        label = heading.find("span[@class='label']")
        section = heading.getparent()
        if section is not None and section.get("id"):
            number = _words(label)
            yield {
                "level": int(heading.tag[1]) - 1,
                "number": number,
                "title": _words(heading).removeprefix(number).strip(),
                "id": f"{prefix}-{section.get('id')}",
            }


def _rows(root: Element) -> Iterator[Element]:
    """Yield the masthead, the contents and the text."""
    yield from root.findall("body/header")
    yield from root.findall("body//nav[@class='contents']")
    for text in root.findall("body/main")[:1]:
        text.tag = "div"
        text.attrib.clear()
        text.set("class", _TEXT)
        yield text


def _prefix_ids(article: Element, prefix: str, ids: set[str]) -> None:
    for element in article.iter():
        if element is article:
            continue
        if element.get("id"):
            element.set("id", f"{prefix}-{element.get('id')}")
        for name in _NAMES:
            if value := element.get(name):
                element.set(name, " ".join(f"{prefix}-{part}" if part in ids else part for part in value.split()))
        href = element.get("href") or ""
        if href.startswith("#"):
            element.set("href", f"#{prefix}-{href[1:]}")
        for key, written in element.items():
            if _URL.search(str(written)):
                element.set(key, _URL.sub(lambda match: f"url(#{prefix}-{match[1]})", str(written)))


def _scope_rules(rules: list[Rule], prefix: str) -> str:
    """Return the rules as they are inside of ``@scope``: those for the whole page are for the fragment, and set nothing
    of its place; those for dark screens and paper are the other page's.
    """
    parts = []
    for rule in rules:
        if rule.type == "qualified-rule":
            parts.append(_rule(rule, prefix))
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword not in _ALONE:
            asked = tinycss2.serialize(rule.prelude).strip()
            if "prefers-color-scheme" not in asked and "print" not in asked:
                inside = _scope_rules(
                    tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), prefix
                )
                parts.append(f"@{rule.at_keyword} {asked} {{\n{inside}}}\n" if inside else "")
    return "".join(parts)


def _rule(rule: Rule, prefix: str) -> str:
    written = tinycss2.serialize(rule.prelude).strip()
    selectors = [
        selector.strip() for selector in re.split(r",(?![^(]*\))", written) if not _PANEL.match(selector.strip())
    ]
    whole = [selector for selector in selectors if _WHOLE.fullmatch(selector)]
    parts = [_ID.sub(rf"#{prefix}-\1", _ROOT.sub("", selector)) for selector in selectors if selector not in whole]
    parts = [_MAIN.sub(f".{_TEXT}", selector) for selector in parts]
    declared = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    css = ""
    if whole:
        kept = [
            declaration
            for declaration in declared
            if declaration.type == "declaration" and declaration.name.startswith(_INHERITED)
        ]
        kept = [declaration for declaration in kept if declaration.name != "color-scheme"]
        css += f":scope {{ {'; '.join(declaration.serialize() for declaration in kept)} }}\n" if kept else ""
    if parts:
        css += f"{', '.join(parts)} {{{tinycss2.serialize(rule.content)}}}\n"
    return css
