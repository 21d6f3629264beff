"""Checks the drawings of a report (SVG): no scripts or external resources, a size, and a bounded time to render; what
programs keep in their files beside the drawing is removed (``drawing_cleaning``).
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from plantin.bounded import css, xml
from plantin.source import drawing_cleaning, drawing_visibility, raster_images
from plantin.source.raster_images import PictureError

_COMMENT = type(etree.Comment(""))
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_EMBEDDED = re.compile(r"data:(image/(?:png|jpeg|gif|webp));base64,")
_PIXELS = 50_000_000
_ENTITY = re.compile(rb"<!ENTITY\s")
# What can run, load or show something else: SVG 2, chapters 15 (scripting), 12.5 (foreignObject), 16 (linking), 20
# (animation).
_ACTIVE = frozenset(
    "script foreignObject iframe audio video a animate animateMotion animateTransform set handler".split()
)
# A backslash could write any of these words otherwise (CSS Syntax 3, 4.3.7).
_LOADS = re.compile(r"url\(\s*['\"]?(?!#)|@import|image-set\(|src\(|\\", re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")]+)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NUMBERS = re.compile(r"(?<![\w.#])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LENGTH = re.compile(rf"\s*({_NUMBER.pattern})(px|pt|pc|mm|cm|in|Q)?\s*")
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 960 / 25.4, "in": 96.0, "Q": 96 / 101.6}
_UNMEASURED = {"id", "class", "href", "style", "d", "font-family", "lang", "title", "role"}
_WORDS = {"text", "tspan", "textPath"}

_BYTES = 20_000_000
_ELEMENTS = 50_000
_DRAWN = 100_000
"""So many elements may a drawing have with all that it uses again (``use``, patterns, masks), counted each time."""
_TEXTS = 2_000
_RULES, _MATCHES = 2_000, 5_000_000
_FUNCTIONS = 100
_DEEPEST = 64
_STEPS = 2_000_000
_LARGEST, _SMALLEST, _NUMBER_LARGEST = 10_000, 1, 1e7
_OCTAVES = 16


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing: its width and height in CSS pixels, and its bytes as editions have them."""

    width: int
    height: int
    content: bytes
    hidden: str = ""
    """What was removed because it cannot be seen, in words."""


def read(content: bytes) -> Drawing:
    """Return what is known of the SVG ``content``. Raises PictureError: S072 it is not SVG, or has no size; S073 it
    exceeds a limit; S074 it runs, links or loads something.
    """
    root = _root(content)
    hidden = drawing_visibility.remove_hidden(root)
    changed = drawing_cleaning.clean(root) or bool(hidden) or b"<!DOCTYPE" in content or b"encoding" in content[:100]
    # Require that nothing of the drawing runs, and nothing leads out of it.
    tags = [etree.QName(element) for element in root.iter("{*}*")]
    active = dict.fromkeys(tag.localname for tag in tags if tag.namespace != _SVG or tag.localname in _ACTIVE)
    if active:
        raise PictureError("S074", f"has elements that run, link or move: {', '.join(active)}")
    for element in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        if not isinstance(element.tag, str):
            if isinstance(element, _COMMENT):
                continue
            raise PictureError("S074", "has a processing instruction")
        tag = etree.QName(element)
        if tag.localname == "style":
            if any(isinstance(inside.tag, str) for inside in element):
                raise PictureError("S074", "has a style with elements in it")
            if _LOADS.search(_sheet(element)):
                raise PictureError("S074", "has a style that loads another file")
        for attribute, value in _attributes(element):
            if attribute.lower().startswith("on"):
                raise PictureError("S074", f"has an attribute {attribute}")
            embedded = tag.localname == "image" and _EMBEDDED.match(value)
            if attribute in ("href", "src") and not value.startswith("#") and not embedded:
                raise PictureError("S074", f"has a link to {value[:40]!r}")
            if _LOADS.search(value):
                raise PictureError("S074", f"has an attribute {attribute} that loads another file")
    _require_pictures(root)
    view_box = root.get("viewBox")
    box = [float(number) for number in _NUMBER.findall(view_box or "")]
    rest = re.sub(r"[\s,]", "", _NUMBER.sub("", view_box or ""))
    if view_box is not None and (len(box) != 4 or not all(map(math.isfinite, box)) or rest):
        raise PictureError("S072", "has a viewBox that is not four numbers")
    sizes = []
    for n, (key, default) in enumerate((("width", 300.0), ("height", 150.0))):
        written = root.get(key, "")
        match = _LENGTH.fullmatch(written)
        if written and match is None and not re.fullmatch(r"\s*(?:auto|[\d.]+(?:%|em|rem|ex|vw|vh))\s*", written):
            raise PictureError("S072", f"has a {key} that is no length: {written[:40]!r}")
        sizes.append(float(match[1]) * _UNITS[match[2] or ""] if match else box[n + 2] if box else default)
    if min(sizes) < _SMALLEST:
        raise PictureError("S072", "has no size: its width and height, or those of its viewBox, are under a pixel")
    if max(sizes) > _LARGEST:
        raise PictureError("S073", f"is more than {_LARGEST:,} pixels wide or high")
    width, height = (round(sizes[0]), round(sizes[1]))
    changed = _in_pixels(root) or changed
    _Bounds(root).require()
    return Drawing(width, height, etree.tostring(root) if changed else content, hidden)


def words(content: bytes) -> str:
    """Return the words that the drawing ``content``, which was read before, shows."""
    return " ".join("".join(_text_pieces(_root(content))).split())


def replace_words(content: bytes, words: Mapping[str, str]) -> tuple[bytes, frozenset[str]]:
    """Return the drawing ``content``, read before, with other ``words``, by its elements of text; and those lacking."""
    root, replaced = _root(content), set[str]()
    for element in (text_element for name in sorted(_WORDS) for text_element in root.iter(f"{{{_SVG}}}{name}")):
        text = " ".join((element.text or "").split())
        if text in words:
            element.text = words[text]
            replaced.add(text)
    return etree.tostring(root), frozenset(words) - replaced


def _root(content: bytes) -> etree._Element:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4]:
        raise PictureError("S072", "is not in UTF-8")
    content = drawing_cleaning.plain(content)
    if _ENTITY.search(content):
        raise PictureError("S074", "declares an entity (<!ENTITY ...>)")
    try:
        root = xml.parse(content, xml.XmlBounds(size=_BYTES, elements=_ELEMENTS), doctype=True, comments=True)
    except xml.XmlError as error:
        large = "more than" in str(error)
        raise PictureError("S073" if large else "S072", f"{'' if large else 'is no SVG: it '}{error}") from None
    if etree.QName(root).namespace != _SVG or etree.QName(root).localname != "svg":
        raise PictureError("S072", "is no SVG")
    return root


def _in_pixels(root: etree._Element) -> bool:
    """Turn a size in points or millimetres into pixels, which every program takes; return whether it did."""
    changed = False
    for key in ("width", "height"):
        match = _LENGTH.fullmatch(root.get(key, ""))
        if match and match[2] not in (None, "px"):
            root.set(key, f"{float(match[1]) * _UNITS[match[2]]:.10g}")
            changed = True
    return changed


def _require_pictures(root: etree._Element) -> None:
    """Require that the pictures in the drawing can be carried, and are not too many."""
    pixels = 0
    for media_type, content in _decode_pictures(root):
        try:
            picture = raster_images.read(content)
        except PictureError as error:
            raise PictureError(error.code, f"has a picture in it that {error}") from None
        if picture.content is not content or picture.media_type != media_type:
            raise PictureError("S072", f"has a picture in it that is no {media_type} with 8 bits in grey or RGB")
        pixels += picture.width * picture.height
    if pixels > _PIXELS:
        raise PictureError("S073", f"has pictures of {pixels:,} pixels in it, {_PIXELS:,} are the most")


def embedded_pictures(content: bytes) -> list[tuple[str, bytes]]:
    """Return the pictures of dots in the drawing ``content``, which was read before: their media types and bytes."""
    return list(_decode_pictures(_root(content)))


def _decode_pictures(root: etree._Element) -> Iterator[tuple[str, bytes]]:
    for element in root.iter(f"{{{_SVG}}}image"):
        for key in ("href", f"{{{_XLINK}}}href"):
            if match := _EMBEDDED.match(element.get(key, "")):
                try:
                    yield match[1], base64.b64decode(element.get(key, "")[match.end() :], validate=True)
                except ValueError:
                    raise PictureError("S072", "has a picture in it whose data is not base64") from None


def _sheet(element: etree._Element) -> str:
    """Return the text of a style, that before and after comments together."""
    return "".join(text for text in (element.text, *(inside.tail for inside in element)) if text)


def _text_pieces(root: etree._Element) -> Iterator[str]:
    for element in root.iter(f"{{{_SVG}}}text"):
        for inside in element.iter():
            # A piece with a place of its own is a line of its own.
            yield " " if {"x", "y", "dy"} & set(map(str, inside.attrib)) else ""
            yield inside.text or "" if isinstance(inside.tag, str) else ""
            yield inside.tail or "" if inside is not element else ""
        yield " "


@dataclass
class _Bounds:
    """What a drawing takes to draw: its elements with all that they use again, rules, texts, numbers."""

    root: etree._Element
    counted: dict[etree._Element, float] = field(default_factory=dict)

    @cached_property
    def elements(self) -> list[etree._Element]:
        """All elements, without comments."""
        return [element for element in self.root.iter() if isinstance(element.tag, str)]

    @cached_property
    def by_id(self) -> dict[str, etree._Element]:
        """The elements by their ids."""
        return {name: element for element in self.elements if (name := element.get("id"))}

    def require(self) -> None:
        """Raise PictureError (S072, S073) where the drawing exceeds a limit."""
        self._require_rules()
        texts = sum(etree.QName(element).localname in _WORDS for element in self.elements)
        if texts > _TEXTS:
            raise PictureError("S073", f"has {texts:,} pieces of text, {_TEXTS:,} are the most")
        self._require_numbers()
        if self._count_drawn() > _DRAWN:
            raise PictureError("S073", f"uses parts of itself again and again, more than {_DRAWN:,} elements in all")

    def _require_rules(self) -> None:
        rules = 0
        for element in self.elements:
            if etree.QName(element).localname == "style":
                try:
                    nodes = css.nodes(_sheet(element))
                except css.CssError as error:
                    raise PictureError("S072", f"has a style that cannot be read: it {error}") from None
                rules += sum(node.type == "{} block" for node, _ in css.walk(nodes))
        if rules > _RULES or rules * len(self.elements) > _MATCHES:
            raise PictureError("S073", f"has {rules:,} rules of style for {len(self.elements):,} elements")

    def _require_numbers(self) -> None:
        steps = 0
        for element in self.elements:
            for key, value in _attributes(element):
                if key in ("d", "points"):
                    steps += len(value)
                if key == "transform" and (count := value.count("(")) > _FUNCTIONS:
                    raise PictureError("S073", f"has a transform of {count:,} steps, {_FUNCTIONS} are the most")
                if key == "numOctaves" and not (value.isdecimal() and len(value) < 3 and int(value) <= _OCTAVES):
                    raise PictureError("S073", f"has a filter of more than {_OCTAVES} octaves")
                if (key not in _UNMEASURED or key == "d") and not key.startswith(("data-", "aria-")):
                    _require_finite(key, value)
        if steps > _STEPS:
            raise PictureError("S073", f"has outlines of {steps:,} characters, {_STEPS:,} are the most")

    def _count_drawn(self) -> float:
        """Return how many elements are drawn, those that are used again counted each time."""
        order: list[tuple[etree._Element, bool]] = [(self.root, False)]
        around: set[etree._Element] = set()
        while order:
            element, done = order.pop()
            parts = [inside for inside in element if isinstance(inside.tag, str)]
            used = [(self.by_id[name], times) for name, times in self._references(element) if name in self.by_id]
            if done:
                around.discard(element)
                self.counted[element] = (
                    1 + sum(map(self.counted.__getitem__, parts)) + sum(self.counted[target] * n for target, n in used)
                )
            elif element not in self.counted:
                around.add(element)
                if len(around) > _DEEPEST:
                    raise PictureError("S073", f"has more than {_DEEPEST} elements inside one another")
                order.append((element, True))
                for part in (*parts, *(target for target, _ in used)):
                    if part in around:
                        raise PictureError("S072", "uses a part of itself in that very part")
                    order.append((part, False))
        return self.counted[self.root]

    def _references(self, element: etree._Element) -> Iterator[tuple[str, int]]:
        """Yield the ids that an element refers to, and how often each is drawn for it: a marker at each point."""
        for key, value in _attributes(element):
            if key == "href":
                yield value.removeprefix("#"), 1
            elif "url(" in value:
                points = _NUMBER.findall(f"{element.get('d', '')} {element.get('points', '')}")
                times = max(1, len(points)) if "marker" in f"{key}{value}" else 1
                yield from ((name, times) for name in _REFERENCE.findall(value))
        if (name := element.get("class")) is not None:
            yield from ((target, 1) for part in name.split() for target in self._classes.get(part, ()))

    @cached_property
    def _classes(self) -> dict[str, tuple[str, ...]]:
        """The ids that rules of style refer to, by the classes that the rules are for."""
        references: dict[str, tuple[str, ...]] = {}
        for element in self.elements:
            if etree.QName(element).localname == "style":
                for rule in re.finditer(r"([^{}]*)\{([^{}]*)\}", _sheet(element)):
                    for name in re.findall(r"\.([\w-]+)", rule[1]):
                        references[name] = (*references.get(name, ()), *_REFERENCE.findall(rule[2]))
        return references


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Return the attributes of an element, without their namespaces."""
    return ((etree.QName(str(key)).localname, str(value)) for key, value in element.attrib.items())


def _require_finite(key: str, value: str) -> None:
    for match in _NUMBERS.finditer(value):
        written = match[0]
        if (len(written) > 7 or "e" in written.lower()) and not abs(float(written)) <= _NUMBER_LARGEST:
            message = f"has the number {written[:20]} in its {key}, {_NUMBER_LARGEST:,.0f} is the most"
            raise PictureError("S073", message)
