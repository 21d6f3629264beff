"""Checks roles, heading levels and accessible names against the visible text (WCAG 2.2, 1.3.1, 2.5.3, 4.1.2; ARIA in
HTML).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from plantin.auditors.markup.dom import (
    HEADINGS,
    UNREAD,
    MarkupPage,
    ancestors,
    elements,
    finding,
    is_a,
    is_note_call,
    says,
    wordless,
)
from plantin.auditors.markup.text import visible
from plantin.findings import Finding
from plantin.model.outline import normal

_OWN: dict[str, frozenset[str]] = {
    **dict.fromkeys(HEADINGS, frozenset({"heading"})),
    "a": frozenset({"link", "doc-noteref", "doc-backlink", "doc-biblioref", "doc-glossref"}),
    "blockquote": frozenset({"blockquote"}),
    "caption": frozenset({"caption"}),
    "dd": frozenset({"definition"}),
    "dl": frozenset({"list", "doc-glossary"}),
    "dt": frozenset({"term"}),
    "em": frozenset({"emphasis"}),
    "figcaption": frozenset({"caption"}),
    "figure": frozenset({"figure"}),
    "li": frozenset({"listitem", "doc-endnote", "doc-biblioentry"}),
    "main": frozenset({"main"}),
    "math": frozenset({"math"}),
    "nav": frozenset({"navigation", "doc-toc", "doc-pagelist", "doc-index"}),
    "ol": frozenset({"list"}),
    "p": frozenset({"paragraph", "doc-subtitle", "doc-notice", "doc-tip"}),
    "strong": frozenset({"strong"}),
    "sub": frozenset({"subscript"}),
    "sup": frozenset({"superscript"}),
    "table": frozenset({"table"}),
    "tbody": frozenset({"rowgroup"}),
    "td": frozenset({"cell"}),
    "tfoot": frozenset({"rowgroup"}),
    "th": frozenset({"columnheader", "rowheader"}),
    "thead": frozenset({"rowgroup"}),
    "tr": frozenset({"row"}),
    "ul": frozenset({"list"}),
}
"""The roles that an element may be given, because they say what it is in any case, or more of the same."""
_NEUTRAL = frozenset(
    (
        *(
            "alert",
            "article",
            "banner",
            "complementary",
            "contentinfo",
            "figure",
            "form",
            "generic",
            "group",
            "main",
            "navigation",
        ),
        *("none", "note", "presentation", "region", "search", "status"),
    )
)
"""The roles that an element without a kind of its own (div, span, section) may be given: they group, and change no word
of it.
"""
_NAMED = frozenset(
    (
        *(
            "article",
            "aside",
            "div",
            "fieldset",
            "figure",
            "footer",
            "form",
            "header",
            "img",
            "main",
            "math",
            "nav",
            "section",
            "svg",
        ),
        *("table", "input", "select", "button", "area", "audio", "video", "iframe", "object"),
    )
)
"""The elements whose name is announced beside their content, or which have none: a name there hides no words."""
_LONGEST = 2_000
"""So many characters of a name are compared."""
_CONTENT = "What is visible must be read out: remove the name, or make it contain the visible text."


@dataclass(slots=True)
class _Names:
    """The elements of a page by their ids, and how each is read out as the name of another."""

    elements: dict[str, etree._Element]
    read: dict[str, str] = field(default_factory=dict)

    def of(self, identity: str) -> str | None:
        """The words of the element with this id; None where there is none."""
        element = self.elements.get(identity)
        if element is not None and identity not in self.read:
            self.read[identity] = (element.get("aria-label") or visible(element))[:_LONGEST]
        return self.read.get(identity)


def accessible_names(page: MarkupPage, path: str) -> Iterator[Finding]:
    """A012 and A014: what is read out otherwise than it is seen."""
    named = _Names({identity: element for element in elements(page.root) if (identity := element.get("id"))})
    for element in elements(page.root):
        if any(around.tag in UNREAD for around in element.iterancestors()) or element.tag in UNREAD - {"svg"}:
            continue
        for message, hint in (*_roles(element), *_ranks(element)):
            yield finding("A014", message, page, path, element, hint)
        if message := _name_at_odds(element, named):
            yield finding("A012", message, page, path, element, _CONTENT)


def _roles(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Of several roles the first known one counts; that is for programs to know, so each must be right."""
    tag = str(element.tag)
    for role in element.get("role", "").lower().split():
        if not (_is_fit(element, tag, role) or (role == "heading" and _titles_a_group(element))):
            yield (
                f"“{_words(element)}” is a {tag}, but is announced as {role}",
                "Remove the role, or use the element that it names.",
            )
    if element.get("aria-roledescription") is not None:
        words = element.get("aria-roledescription", "")
        yield f"“{_words(element)}” is a {tag}, but is announced as “{words}”", "Take aria-roledescription away."


def _is_fit(element: etree._Element, tag: str, role: str) -> bool:
    if tag == "a" and element.get("href") is None:
        tag = "span"
    if tag in {"img", "svg"}:
        silent = tag == "svg" or not element.get("alt")
        return role in {"img", "image", "graphics-document", "doc-cover"} or (
            role in {"presentation", "none"} and silent
        )
    if tag in _OWN:
        return role in _OWN[tag]
    if role == "doc-pagebreak":
        return wordless(_all_text(element)) or _all_text(element).isdigit()
    return role.startswith("doc-") or role in _NEUTRAL


def _titles_a_group(element: etree._Element) -> bool:
    """Whether a paragraph gives the group around it its name: such a title may be a heading (ARIA in HTML, p)."""
    around = element.getparent()
    named = around is not None and element.tag == "p" and around.get("role") == "group"
    return named and around is not None and element.get("id", "") in around.get("aria-labelledby", "").split()


def _all_text(element: etree._Element) -> str:
    """All the text in ``element``, whatever it is."""
    return normal("".join(map(str, element.itertext())))


def _ranks(element: etree._Element) -> Iterator[tuple[str, str]]:
    level = element.get("aria-level")
    tag = str(element.tag)
    titled = _titles_a_group(element) and element.get("role") == "heading"
    if level is not None and not titled and not (tag in HEADINGS and level.strip() == tag[1]):
        yield (
            f"“{_words(element)}” is a {tag}, but is announced at level {level}",
            "Take aria-level away; the element has its rank.",
        )


def _name_at_odds(element: etree._Element, named: _Names) -> str:
    """How ``element`` is read out, where that is not what is seen of it; empty where nothing is wrong."""
    name = _name(element, named)
    if not name:
        return ""
    said = {"img": element.get("alt"), "math": element.get("alttext")}.get(str(element.tag))
    if said is not None:
        return "" if name == normal(said)[:_LONGEST] else f"“{said[:40]}” is read out as “{name[:60]}”"
    seen = visible(element)
    if wordless(seen) or is_a(element, "pagebreak"):
        return ""
    if element.tag == "a" and element.get("href") is not None:
        kind = "indicator" if is_note_call(element) else "link"
        return "" if says(name, seen) else f"the {kind} “{seen[:40]}” is read out as “{name[:60]}”"
    if element.tag in _NAMED:
        return _title_at_odds(element, name)
    return "" if name == seen[:_LONGEST] else f"“{seen[:40]}” is read out as “{name[:60]}”"


def _title_at_odds(element: etree._Element, name: str) -> str:
    """A table or a figure that has a title is known by it."""
    own = {"table": "caption", "figure": "figcaption"}.get(str(element.tag), "")
    title = next((visible(inside) for inside in elements(element, own)), "") if own else ""
    return (
        ""
        if wordless(title) or says(name, title) or says(title, name)
        else f"what is titled “{title[:40]}” is read out as “{name[:60]}”"
    )


def _name(element: etree._Element, named: _Names) -> str:
    """The name that is given to ``element`` beside its content (Accessible Name and Description Computation 1.2)."""
    others = [
        name for identity in element.get("aria-labelledby", "").split() if (name := named.of(identity)) is not None
    ]
    if others:
        return normal(" ".join(others))[:_LONGEST]
    return normal(element.get("aria-label") or element.get("aria-braillelabel") or "")[:_LONGEST]


def _words(element: etree._Element) -> str:
    return visible(element)[:40] or next(
        (around.get("id", "") for around in ancestors(element) if around.get("id")), ""
    )
