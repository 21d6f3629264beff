"""Removes from a drawing (SVG) what programs keep in it beside what is seen: data of editors, entities, links, fonts,
and the alternatives of a ``switch`` that no other program shows.

What runs or loads something is left in, for ``drawings`` to refuse: without it the drawing might show something else.
"""

from __future__ import annotations

import re
import textwrap

from lxml import etree

from plantin.bounded import xml
from plantin.source.raster_images import PictureError

_SVG = "http://www.w3.org/2000/svg"
_SHOWN = (_SVG, "http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
"""The namespaces whose elements programs may show."""
_KEPT = (None, "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace")
"""The namespaces of the attributes of a drawing."""
_COMMENT = type(etree.Comment(""))
_UNSEEN = {"metadata", "font", "font-face"}
"""Elements that show nothing: RDF, and fonts in SVG, which SVG 2 does not have any more."""
_ENCODING = re.compile(rb"""(<\?xml\s[^>]{0,200}?encoding\s*=\s*["'])(ISO-8859-1|Windows-1252)(["'])""", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^<>\[\]]{0,500}(?:\[([^\]]{0,20000})\]\s*)?>")
# Values without markup, quotation marks and entities: each stands for itself, and cannot end an attribute.
_ENTITY = re.compile(rb"""\s*<!ENTITY\s+([\w.-]{1,100})\s+(["'])([\w:/.#?=+, -]{0,500})\2\s*>""")
_USED, _GROWN = re.compile(rb"&([\w.-]{1,100});"), 1_000_000
_FACE = re.compile(r"@font-face\s*\{[^{}]*\}", re.IGNORECASE)
_LINK = re.compile(r"(?:https?:|mailto:|#)", re.IGNORECASE)
_LIGHT = "light-dark("
_WIDTH = re.compile(r"(?<![\w-])width:\s*([\d.]+)px")
_SIZE = re.compile(r"\s*([\d.]+)(?:px)?\s*")
_CUT = ("...", "…")
_LINKING = {"href", "target", "rel", "download"}
_HREF = ("href", "{http://www.w3.org/1999/xlink}href")


def plain(content: bytes) -> bytes:
    """Return ``content`` in UTF-8, without a document type: entities that stand for plain words, as Illustrator
    declares them for its namespaces, are replaced by these. Raises PictureError (S074) for all others.
    """
    if match := _ENCODING.match(content):
        text = content.decode("iso-8859-1" if match[2].lower().startswith(b"iso") else "cp1252", "replace")
        content = _ENCODING.sub(rb"\1UTF-8\3", text.encode(), count=1)
    match = _DOCTYPE.search(content)
    if not match:
        return content
    inside, values = match[1] or b"", {}
    while entity := _ENTITY.match(inside):
        values[entity[1]] = entity[3]
        inside = inside[entity.end() :]
    if inside.strip():
        raise PictureError("S074", "declares an entity that is not plain text (<!ENTITY ...>)")
    content = content[: match.start()] + content[match.end() :]
    if sum(len(values.get(entity, b"")) for entity in _USED.findall(content)) > _GROWN:
        raise PictureError("S074", "uses its entities again and again")
    return _USED.sub(lambda used: values.get(used[1], used[0]), content) if values else content


def clean(root: etree._Element) -> bool:
    """Remove from ``root`` what is not seen of it. Returns whether there was any."""
    changed = [rule(root) for rule in (_switches, _editors, _links, _faces, _light, _addresses)]
    return any(changed)


def _editors(root: etree._Element) -> bool:
    """Remove metadata, elements, attributes and processing instructions of the program that the drawing comes from."""
    left = [element for element in root.iterdescendants() if _is_of_an_editor(element)]
    for element in left:
        xml.replace(element)
    changed = bool(left)
    for element in _elements(root):
        keys = [str(key) for key in element.attrib if etree.QName(str(key)).namespace not in _KEPT]
        keys += ["content"] if element is root and "content" in element.attrib else []  # the document, of draw.io
        for key in keys:
            del element.attrib[key]
        changed = changed or bool(keys)
    if changed:
        etree.cleanup_namespaces(root)
    return changed


def _is_of_an_editor(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):
        return not isinstance(element, _COMMENT) and getattr(element, "target", "") != "xml-stylesheet"
    tag = etree.QName(element)
    return tag.namespace not in _SHOWN or (tag.namespace == _SVG and tag.localname in _UNSEEN)


def _switches(root: etree._Element) -> bool:
    """Keep of a ``switch`` (SVG 2, 5.7) what programs show that know SVG alone: its first alternative without HTML and
    without extensions. The words that draw.io cuts short in it are those of the HTML beside it.
    """
    switches = list(root.iter(f"{{{_SVG}}}switch"))
    for switch in switches:
        parts = [part for part in switch if isinstance(part.tag, str) and etree.QName(part).namespace == _SVG]
        html = [part for part in parts if etree.QName(part).localname == "foreignObject"]
        fallback = next((part for part in parts if part not in html and not part.get("requiredExtensions")), None)
        if fallback is not None and html:
            _complete(fallback, html[0])
        for child in list(switch):
            if child is not fallback:
                switch.remove(child)
        switch.tag = f"{{{_SVG}}}g"
    return bool(switches)


def _complete(fallback: etree._Element, html: etree._Element) -> None:
    words, cut = (" ".join("".join(map(str, element.itertext())).split()) for element in (html, fallback))
    stem = next((cut.removesuffix(end) for end in _CUT if cut.endswith(end)), "")
    if not stem or not words.startswith(stem) or len(fallback):
        return
    size = _SIZE.fullmatch(fallback.get("font-size", ""))
    height = float(size[1]) if size else 12.0
    width = next((float(match[1]) for piece in html.iter() if (match := _WIDTH.search(piece.get("style", "")))), 0.0)
    lines = textwrap.wrap(words, max(8, int(width / (height * 0.5)))) if width else [words]
    fallback.text = None
    for n, line in enumerate(lines):
        rise = -0.6 * (len(lines) - 1) if n == 0 else 1.2
        place = {"x": fallback.get("x", "0"), "dy": f"{rise * height:.6g}"}
        row = etree.SubElement(fallback, f"{{{_SVG}}}tspan", place)
        row.text = line


def _links(root: etree._Element) -> bool:
    """Remove links, which pictures do not have in editions: what is in them stays. One that runs something is left."""
    links = [a for a in root.iter(f"{{{_SVG}}}a") if all(_LINK.match(a.get(key, "#").strip()) for key in _HREF)]
    for link in links:
        for key in [key for key in map(str, link.attrib) if "xlink" in key or key in _LINKING]:
            del link.attrib[key]
        within = link.getparent()
        inline = within is not None and etree.QName(within).localname in {"text", "tspan", "textPath"}
        link.tag = f"{{{_SVG}}}{'tspan' if inline else 'g'}"
    return bool(links)


def _faces(root: etree._Element) -> bool:
    """Return the fonts that a style embeds or names: words are set in the faces of the house."""
    changed = False
    for style in root.iter(f"{{{_SVG}}}style"):
        if _FACE.search(style.text or ""):
            style.text, changed = _FACE.sub("", style.text or ""), True
        for part in style:
            if _FACE.search(part.tail or ""):
                part.tail, changed = _FACE.sub("", part.tail or ""), True
    return changed


def _light(root: etree._Element) -> bool:
    """Return ``light-dark(one, other)`` (CSS Color 5, 8): the one, for programs that know no other."""
    changed = False
    for element in _elements(root):
        for key, value in element.attrib.items():
            if _LIGHT in str(value):
                element.set(str(key), _first_colour(str(value)))
                changed = True
    return changed


def _first_colour(value: str) -> str:
    while (start := value.find(_LIGHT)) >= 0:
        depth, comma, end = 1, len(value), len(value)
        for at in range(start + len(_LIGHT), len(value)):
            depth += {"(": 1, ")": -1}.get(value[at], 0)
            if value[at] == "," and depth == 1:
                comma = min(comma, at)
            if not depth:
                end = at
                break
        value = value[:start] + value[start + len(_LIGHT) : min(comma, end)].strip() + value[end + 1 :]
    return value


def _addresses(root: etree._Element) -> bool:
    """Remove spaces in the data of embedded pictures, which programs put there for shorter lines."""
    changed = False
    for image in root.iter(f"{{{_SVG}}}image"):
        for key in _HREF:
            written = image.get(key, "")
            if written.startswith("data:") and written != (kept := "".join(written.split())):
                image.set(key, kept)
                changed = True
    return changed


def _elements(root: etree._Element) -> list[etree._Element]:
    return [element for element in root.iter() if isinstance(element.tag, str)]
