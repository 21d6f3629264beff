"""Reads a page of a site on which a report is read, beside the web edition that it is of: without what the site has
around it, declared here, it is the edition, element for element.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import unquote, urldefrag, urljoin

from lxml.etree import _Element as Element

from plantin.auditors.markup import html as edition_reader
from plantin.bounded import css, html
from plantin.bounded.html import HtmlError
from plantin.findings import Finding, Place, PlantinError

_HINT = "Make the site again; if the finding remains, report a bug."
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; base-uri 'none'; form-action 'self'"
)
_AROUND = ("site-above", "site-below")
"""The classes of what a site has around the report: elements directly in the body, in this order."""
_REPORT = "site-report"
"""The class of the element around what the edition shows."""
_SITE = "https://site.invalid/"
_SHELL = frozenset("a bdi button details div footer form img input label li nav ol p span strong summary ul".split())
"""The elements that the site has around the report: no heading, no second main part, no program."""
_SHELL_ATTRIBUTES = frozenset(
    "action alt aria-current aria-label class dir href hreflang lang method name placeholder rel role src type".split()
)
_IDS = re.compile(
    r"\nconst ids = (\{.*\}), name = decodeURIComponent\(location\.hash\.slice\(1\)\);\n"
    r'if \(Object\.hasOwn\(ids, name\)\) location\.replace\("#" \+ ids\[name\]\);\n'
)
"""One of the two scripts of the site: it leads from the ids of an author to what they mean now."""
_LEADS = """
addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector(".site-lead"), rows = [...document.querySelectorAll(".site-leads li")];
  const lead = () => {
    const row = location.hash && rows.find(row => row.firstElementChild.hash === location.hash);
    place.replaceChildren(...(row ? row.cloneNode(true).childNodes : []));
  };
  lead();
  addEventListener("hashchange", lead);
});
"""
"""The other: it shows the row of the list of leads that is about the place to which the address leads."""
_FACE = re.compile(r'url\("?([^")]+)"?\)')
_ADDRESSES = frozenset({"href", "data-address", "content"})
_PLACING = re.compile(
    r"grid(?:-[a-z-]+)?|(?:column-|row-)?gap|justify-content|display|padding(?:-[a-z-]+)?|margin(?:-[a-z-]+)?"
    r"|inset-block-start|max-block-size|max-inline-size|inline-size|min-block-size"
)
"""What a rule of the site may set on the body, the columns of the report and what is in them: only their places."""
_COLUMNS = re.compile(r"html body|html \.site-report(?::not\(:has\(> \.side\)\))?")
_SCOPE = f"(.{', .'.join(_AROUND)})"


@dataclass(frozen=True, slots=True)
class SiteBeside:
    """What else a site has, as far as its pages lead there."""

    base: str
    """Its address; empty where it is not known."""
    editions: Mapping[str, tuple[str, str, str]]
    """By each path under which an edition may call a web edition of the site: the report, the language, the release."""
    pages: Mapping[str, tuple[str, str, str]]
    """By its path in the site, each page on which a report is read: the report, the language, the release."""
    ids: Mapping[str, Mapping[str, str]]
    """By report, the ids of its author, each with the anchor that it means."""
    content: Callable[[str], bytes]
    """Gives the bytes of a file of the site by its path; raises OSError."""


def findings(edition: bytes, edition_name: str, page: bytes, name: str, site: SiteBeside) -> tuple[Finding, ...]:
    """Return the ways (L108) in which ``page``, the file ``name`` of a site, is not its file ``edition_name`` within
    what the site has around it.
    """
    try:
        readings = edition_reader.read(edition, edition_name), edition_reader.read(page, name)
        roots = html.parse(edition), html.parse(page)
    except (HtmlError, PlantinError) as error:
        return (Finding("L108", f"cannot be read: {error}", Place(name), _HINT),)
    reader = _Reader(edition_name, name, site)
    messages = [*reader.take_shell(roots[1]), *reader.compare(*roots)]
    if readings[0].outline() != readings[1].outline():
        messages.append("has another outline than the edition")
    return tuple(Finding("L108", message, Place(name), _HINT) for message in dict.fromkeys(messages))


class _Reader:
    """Compares a page with its edition; the first difference of elements ends that."""

    def __init__(self, edition: str, page: str, site: SiteBeside) -> None:
        self._edition, self._page, self._site = edition, page, site

    def take_shell(self, root: Element) -> Iterator[str]:
        """Take what the site has around the edition out of the page; yield what it may not have there."""
        body, head = root.find("body"), root.find("head")
        if body is None or head is None:
            yield "has no head or no body"
            return
        yield from self._take_head(head)
        around = [element for element in body if element.get("class") in _AROUND]
        if (classes := tuple(str(element.get("class")) for element in around)) != _AROUND:
            yield f"has around the report, in this order: {', '.join(classes)}"
        for element in around:
            yield from self._faults(element)
            if (element.tail or "").strip():
                yield "has words between what is around the report"
            body.remove(element)
        reports = [element for element in body if element.get("class") == _REPORT]
        for report in reports:
            if (
                report.attrib.keys() != ["class"]
                or report.tag != "div"
                or f"{report.text or ''}{report.tail or ''}".strip()
            ):
                yield "has more on the element around the report than its class"
            at = body.index(report)
            body[at : at + 1] = list(report)
        if len(reports) != 1:
            yield f"has {len(reports)} elements around the report"

    def _take_head(self, head: Element) -> Iterator[str]:
        """Take out what the site adds to the head: its sheet, its icon, the script of ids, what search engines do."""
        for element in list(head):
            attributes = {str(key): str(value) for key, value in element.attrib.items()}
            script = element.tag == "script" and not attributes and _IDS.fullmatch(element.text or "")
            if script:
                slug, *_ = self._site.pages[self._page]
                if json.loads(script[1]) != dict(self._site.ids.get(slug, {})):
                    yield "leads from ids of the author to other places than the release says"
            address = str(attributes.pop("href", ""))
            linked = element.tag == "link" and attributes.pop("rel", "") in ("stylesheet", "icon")
            if linked and (attributes or not self._is_own(address)):
                yield f"takes a sheet or an icon from elsewhere: {address[:80]}"
            leads = element.tag == "script" and not attributes and element.text == _LEADS
            if script or leads or linked or attributes == {"name": "robots", "content": "noindex"}:
                head.remove(element)

    def _faults(self, around: Element) -> Iterator[str]:
        for element in around.iter("*"):
            if element.tag not in _SHELL or (foreign := set(element.attrib) - _SHELL_ATTRIBUTES):
                what = element.tag if element.tag not in _SHELL else ", ".join(map(str, sorted(foreign)))
                yield f"has around the report what a site does not have there: {what}"
            if (element.get("role") or "search") not in ("search", "note", "status") or "masthead-" in element.get(
                "class", ""
            ):
                yield "has around the report what reads as a part of it"
            for key in ("href", "src", "action"):
                address = str(element.get(key, "#"))
                scheme = address.partition(":")[0] if re.match(r"[\w+.-]+:", address) else ""
                if scheme not in ("", "https", "http", "mailto") or (key != "href" and not self._is_own(address)):
                    yield f"has around the report an address that is not of the site: {address[:80]}"

    def _is_own(self, address: str) -> bool:
        """Return whether an address is that of a file of the site."""
        target = urldefrag(urljoin(_SITE + self._page, address)).url.partition("?")[0]
        if not target.startswith(_SITE):
            return False
        try:
            return bool(self._site.content(unquote(target.removeprefix(_SITE))))
        except OSError:
            return False

    def compare(self, edition: Element, page: Element) -> Iterator[str]:
        """Yield the first place where the page, without its shell, is not the edition."""
        pairs, near = [(edition, page)], ""
        while pairs:
            one, other = pairs.pop()
            near = one.get("id") or near
            if (what := self._difference(one, other)) or len(one) != len(other):
                what = what or f"{len(one)} elements are in <{one.tag}> of the edition, and {len(other)} of the page"
                yield f"is not the edition{f', near #{near}' if near else ''}: {what}"
                return
            pairs += reversed(list(zip(one, other, strict=True)))

    def _difference(self, one: Element, other: Element) -> str:
        """Return what differs between two elements themselves; empty where nothing does."""
        if one.tag != other.tag:
            return f"<{one.tag}> there is <{other.tag}> here"
        if one.tag == "style":
            return "" if self._sheet(one, self._edition) == self._sheet(other, self._page) else "another style sheet"
        if _texts(one) != _texts(other):
            return f"other words in or after <{one.tag}>"
        if one.tag == "meta" and one.get("http-equiv"):
            return "" if other.get("content") == _POLICY else "another policy than pages of a site have"
        for key in {*one.attrib, *other.attrib}:
            was, now = one.get(key), other.get(key)
            if was != now and not (key in _ADDRESSES and was and now and self._leads_alike(one, str(was), str(now))):
                return f"{key}={str(now)[:80]!r} on <{one.tag}>, {str(was)[:80]!r} there"
        return ""

    def _leads_alike(self, element: Element, was: str, now: str) -> bool:
        """Return whether an address of the edition and one of the page mean the same, or the report that the first
        means is read at the second: in the body where its file is, in the head on the web.
        """
        site, base = self._site, self._site.base
        if element.tag != "a":
            page = (
                site.pages.get(f"{unquote(now.removeprefix(base))}index.html") if now.startswith(base or " ") else None
            )
            return page is not None and page == site.editions.get(unquote(was.removeprefix(base)))
        whole = was.replace(base, _SITE, 1) if base and was.startswith(base) else urljoin(_SITE + self._edition, was)
        (there, anchor), (here, mark) = urldefrag(whole), urldefrag(urljoin(_SITE + self._page, now))
        if (there, anchor) == (here, mark):
            return True
        report = site.editions.get(unquote(there.removeprefix(_SITE)))
        if report is None or site.pages.get(unquote(here.removeprefix(_SITE))) != report:
            return False
        return unquote(mark) == site.ids.get(report[0], {}).get(unquote(anchor), unquote(anchor))

    def _sheet(self, style: Element, name: str) -> str:
        """Return the text of a style sheet, each face in it as its digest."""

        def face(match: re.Match[str]) -> str:
            address = match[1]
            if address.startswith("data:font/woff2;base64,"):
                return sha256(base64.b64decode(address.partition(",")[2])).hexdigest()
            target = unquote(urljoin(_SITE + name, address).removeprefix(_SITE))
            try:
                return sha256(self._site.content(target)).hexdigest()
            except OSError:
                return address

        return f"{style.attrib.keys()}{_FACE.sub(face, style.text or '')}"


def _texts(element: Element) -> tuple[str, str]:
    """Return the text in an element, before the first one in it, and after it; what only divides lines in the head and
    in the body is nothing.
    """
    text, tail = element.text or "", element.tail or ""
    outer = element.getparent()
    return text if text.strip() else "", tail if tail.strip() or (
        outer is not None and outer.tag not in ("head", "body")
    ) else ""


def sheet_findings(sheet: str, name: str) -> tuple[Finding, ...]:
    """Return the rules (L108) of the sheet of a site that reach into the report. One may style what is around it
    (``@scope``), set custom properties, which that of the edition sets after it, and place the columns of the report.
    """
    import tinycss2  # loaded where a site is made

    css.nodes(sheet)
    wrong: list[str] = []
    waiting: list[css.Rule] = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    while waiting:
        rule = waiting.pop()
        prelude = " ".join(tinycss2.serialize(rule.prelude).split())
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            waiting += tinycss2.parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True)
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("scope", "font-face"):
            wrong += [f"@scope {prelude}"] if rule.lower_at_keyword == "scope" and prelude != _SCOPE else []
        else:
            declared = tinycss2.parse_blocks_contents(rule.content or [], skip_comments=True, skip_whitespace=True)
            names = [row.lower_name if row.type == "declaration" else "?" for row in declared]
            wrong += [] if _is_harmless(prelude, names) else [prelude]
    message = "has a rule that reaches into the report"
    return tuple(Finding("L108", f"{message}: {rule[:80]}", Place(name), _HINT) for rule in dict.fromkeys(wrong))


def _is_harmless(selector: str, names: Sequence[str]) -> bool:
    if selector == ":root":
        return all(name.startswith("--") or name == "color-scheme" for name in names)
    return bool(_COLUMNS.fullmatch(selector)) and all(map(_PLACING.fullmatch, names))
