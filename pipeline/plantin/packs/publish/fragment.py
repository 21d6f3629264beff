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
    known = {str(one.get("id")): one for one in root.iter() if one.get("id")}
    about: dict[str, object] = {
        "title": _words(_title(root, known.get(only))),
        "language": root.get("lang", ""),
        "direction": root.get("dir", "ltr"),
        "prefix": prefix,
        "contents": [] if only else list(_contents(root, prefix)),
        "languages": {one.get("hreflang"): one.get("href") for one in root.iterfind(_LANGUAGES)},
    }
    if only and only not in known:
        hint = suggest(only, known, "Give an id of the web edition: table-2, section-3, paragraph-12.")
        raise UsageError.of("U039", f"there is no {only!r} in it", Place(edition.name), hint)
    article = etree.Element("article", {"class": "plantin", "id": prefix, "lang": root.get("lang", "en")})
    article.set("dir", root.get("dir", "ltr"))
    rows = [known[only]] if only else list(_rows(root))
    for one in rows:
        one.tail = "\n"
        article.append(one)
    _clean(article)
    _prefixed(article, prefix, set(known))
    sheets = "".join(one.text or "" for one in root.iterfind(".//style"))
    scoped = _scoped(tinycss2.parse_stylesheet(sheets, skip_comments=True, skip_whitespace=True), prefix)
    style = f"<style>\n@scope (#{prefix}) {{\n{_OWN}{scoped}}}\n</style>\n"
    text = etree.tostring(article, encoding="unicode", method="html")
    return Fragment(f"{style}{text.rstrip()}\n", about)


def _title(root: Element, part: Element | None) -> Element | None:
    """What names a fragment: the heading or caption of a part, or else that of the report."""
    headings = (one for one in part.iter() if one.tag in _HEADINGS) if part is not None else iter(())
    return next(headings, root.find(".//h1"))


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
    """The masthead, the contents and the text."""
    yield from root.findall("body/header")
    yield from root.findall("body//nav[@class='contents']")
    for text in root.findall("body/main")[:1]:
        text.tag = "div"
        text.attrib.clear()
        text.set("class", _TEXT)
        yield text


def _clean(article: Element) -> None:
    etree.strip_elements(article, *_LEFT, with_tail=False)
    for one in article.iter("header"):
        one.attrib.pop("aria-label", "")  # it is no landmark here


def _prefixed(article: Element, prefix: str, known: set[str]) -> None:
    for one in article.iter():
        if one is article:
            continue
        if one.get("id"):
            one.set("id", f"{prefix}-{one.get('id')}")
        for name in _NAMES:
            if value := one.get(name):
                one.set(name, " ".join(f"{prefix}-{part}" if part in known else part for part in value.split()))
        href = one.get("href") or ""
        if href.startswith("#"):
            one.set("href", f"#{prefix}-{href[1:]}")
        for key, written in one.items():
            if _URL.search(str(written)):
                one.set(key, _URL.sub(lambda found: f"url(#{prefix}-{found[1]})", str(written)))


def _scoped(rules: list[Rule], prefix: str) -> str:
    """The rules as they are inside of ``@scope``: those for the whole page are for the fragment, and set nothing of its
    place; those for dark screens and paper are the other page's.
    """
    made = []
    for rule in rules:
        if rule.type == "qualified-rule":
            made.append(_rule(rule, prefix))
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword not in _ALONE:
            asked = tinycss2.serialize(rule.prelude).strip()
            if "prefers-color-scheme" not in asked and "print" not in asked:
                inside = _scoped(
                    tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), prefix
                )
                made.append(f"@{rule.at_keyword} {asked} {{\n{inside}}}\n" if inside else "")
    return "".join(made)


def _rule(rule: Rule, prefix: str) -> str:
    written = tinycss2.serialize(rule.prelude).strip()
    selectors = [one.strip() for one in re.split(r",(?![^(]*\))", written) if not _PANEL.match(one.strip())]
    whole = [one for one in selectors if _WHOLE.fullmatch(one)]
    parts = [_ID.sub(rf"#{prefix}-\1", _ROOT.sub("", one)) for one in selectors if one not in whole]
    parts = [_MAIN.sub(f".{_TEXT}", one) for one in parts]
    declared = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    made = ""
    if whole:
        kept = [one for one in declared if one.type == "declaration" and one.name.startswith(_INHERITED)]
        kept = [one for one in kept if one.name != "color-scheme"]
        made += f":scope {{ {'; '.join(one.serialize() for one in kept)} }}\n" if kept else ""
    if parts:
        made += f"{', '.join(parts)} {{{tinycss2.serialize(rule.content)}}}\n"
    return made
