"""Counts the words of a file without the tree that its source is made from, to check the import."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

from lxml.etree import _Element as Element

_OF_A_LINE = """
a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub
sup time tt u var wbr emphasis literal link ulink xref command filename option citetitle quote phrase italic bold
monospace ext-link subscript superscript systemitem varname replaceable email uri guilabel package application
productname userinput computeroutput envar function parameter firstterm styled-content named-content
"""
_INLINE = frozenset(_OF_A_LINE.split())
_CALLING = ("a", "xref", "link")
_CALL = re.compile(r"[\s\[(]*(?:\d{1,4}|[a-z*†‡])[\s\])]*")
_UNSEEN = frozenset("script style template head svg object iframe noscript select button title annotation".split())
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_FLOWING = tuple(f"{_TEXT}{name}" for name in "span a bookmark-ref reference-ref sequence note-ref".split())
_APART = (
    f"{_TEXT}tracked-changes",
    f"{_OFFICE}annotation",
    f"{_TEXT}note-citation",
    f"{_SVG}title",
    f"{_SVG}desc",
    f"{_TEXT}sequence-decls",
)


def text_of(node: Element) -> str:
    """Return the text below ``node``, with a space where an element begins or ends that is not inline."""
    return _words_of(node, lambda element, local: local in _UNSEEN and element is not node, _is_apart)


def _is_apart(node: Element, local: str) -> bool:
    return local not in _INLINE or (local in _CALLING and bool(_CALL.fullmatch("".join(map(str, node.itertext())))))


def open_document(content: Element) -> str:
    """Return the words of an OpenDocument text (ODF 1.3, 3.1), from its content.xml; changes, comments and numbers of
    notes apart.
    """
    body = next(content.iter(f"{_OFFICE}text"), content)
    return _words_of(body, lambda element, _: element.tag in _APART, lambda element, _: element.tag not in _FLOWING)


def _words_of(
    node: Element, is_unseen: Callable[[Element, str], bool], is_apart: Callable[[Element, str], bool]
) -> str:
    """Return the text below ``node`` without elements that are unseen, with a space where one begins or ends that is
    apart: both are asked with its name.
    """
    out: list[str] = []
    work: list[tuple[Element, bool]] = [(node, False)]
    while work:
        element, ended = work.pop()
        local = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if ended:
            out.append(" " if is_apart(element, local) else "")
        elif local and not is_unseen(element, local):
            out += [" " if is_apart(element, local) else "", element.text or ""]
            work.append((element, True))
            work += [(kid, False) for kid in reversed(element)]
            continue
        if element is not node:
            out.append(element.tail or "")
    return "".join(out)


_LATEX = re.compile(
    r"(?<!\\)%.*|\\(?:begin|end|usepackage|documentclass|label|ref|pageref|cite|includegraphics|hypersetup|setlength|input|include|newcommand|multicolumn|multirow|real|"
    r"renewcommand|providecommand|hypertarget|def|IfFileExists|PassOptionsToPackage|setcounter)(?![A-Za-z])\*?(?:\[[^\]]*\])?(?:\{[^{}]*\})?(?:\[[^\]]*\])?(?:\{@?\{?\}?[lcrp|@{}]*\})?|\\[A-Za-z@]+\*?|[{}~&]"
)


def latex(text: str) -> str:
    """Return the words of a text in LaTeX, without its commands and without what comes before the document."""
    _, begin, body = text.partition("\\begin{document}")
    body = re.sub(r"\\endfirsthead.*?\\endhead", " ", body, flags=re.DOTALL)
    body = re.sub(r"\\def\\\w+\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\item\[", " ", body)
    return re.sub(r"\\([%&_#$])", r"\1", _LATEX.sub(" ", body if begin else text))


_LINE = re.compile(
    r"^(?::[\w-]+!?:.*|\[[^\]]*\]|include::.*|//.*|ifdef::.*|ifndef::.*|endif::.*|\|===|----+|\.{4,}|={4,}|\+)$",
    re.MULTILINE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w+);")
_XREF = re.compile(
    r"\bfootnote(?:ref)?:[\w-]*(?=\[)|<<[^<>,]*,?|>>|(?:link|xref|image|mailto):|\b(?:stem|latexmath|asciimath):(?=\[)|\[\[[^\]]*\]\]"
)


_NAMED = re.compile(r"(?<!\\)\{([\w-]+)\}")
_ADMONITION = re.compile(r"^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)(?=: )", re.MULTILINE)


def asciidoc(text: str, names: Mapping[str, str]) -> str:
    """Return the words of a text in AsciiDoc as they are shown, without its attributes, anchors and lines that steer
    the processor; ``names`` has what is shown for names between braces. "NOTE:" is shown as "Note".
    """
    words = _NAMED.sub(lambda match: names.get(match[1], match[0]), _LINE.sub("", text))
    return _XREF.sub(" ", _ADMONITION.sub(lambda match: match[0].capitalize(), words))


_ROLE = re.compile(
    r"^\s*\.\. .*$|^\s*:[\w-]+:.*$|^\s*#\+\w+.*$"
    r"|\[fn:[^\]\s]*\]|\[#?[\w-]*\*?\]_|\[\[file:[^\]]*\]|^\s*\d{1,3}[.)](?=\s)|</?\w[^<>]*>|:[\w:-]+:(?=`)|<[^<>`]*>`_?|^[=\-~^\"'#*+.]{3,}$|\|[\w-]+\|",
    re.MULTILINE,
)


def restructured_text(text: str) -> str:
    """Return the words of a text in reStructuredText or Org, without its directives and roles."""
    return _ROLE.sub(" ", text)


def unescape(text: str) -> str:
    """Return a text with the characters that its entities stand for (CommonMark 0.31, "Entity references": each ends
    with a semicolon).

    >>> unescape("caf&eacute; and `?lamp=1&param=2`")
    'café and `?lamp=1&param=2`'
    """
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)
