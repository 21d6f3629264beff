"""Reads all addresses of a file that is published beside others: links, downloads, pictures, sheets, embeddings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from plantin.bounded import data, html, xml

_NAMING = frozenset({"href", "src", "poster", "data", "action", "formaction", "longdesc", "background", "xlink:href"})
"""Attributes of HTML and SVG whose value is an address."""
_SETS = frozenset({"srcset", "imagesrcset"})
_JSON_NAMES = frozenset({"contentUrl", "dcat:downloadURL", "url"})
_URL = re.compile(r"""url\(\s*["']?([^"')]+)""")
_REFRESH = re.compile(r"""\d+\s*;\s*url\s*=\s*["']?([^"']+)""", re.IGNORECASE)
_WEB = re.compile("https?://")
SUFFIXES = (".html", ".css", ".xml", ".jsonld", "oembed.json")
"""The ends of the names of files that are read for addresses."""


@dataclass(frozen=True, slots=True)
class FileAddresses:
    """What a file leads to, and where others may lead to in it."""

    addresses: tuple[str, ...]
    """The addresses in it, as written, each once."""
    ids: frozenset[str] = frozenset()
    """The ids in it."""
    leads_on: bool = False
    """Whether it is a page that leads to another at once, with whatever anchor it was given."""


def read(content: bytes, name: str) -> FileAddresses:
    """Return the addresses in the file with these bytes, called ``name``. Raises ValueError where it cannot be read."""
    if name.endswith(".html"):
        root = html.parse(content)
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        ids = frozenset(str(element.get("id")) for element in elements if element.get("id"))
        leads_on = any(
            element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh" for element in elements
        )
        return FileAddresses(tuple(dict.fromkeys(_of_elements(elements))), ids, leads_on)
    if name.endswith(".css"):
        return FileAddresses(tuple(dict.fromkeys(_URL.findall(content.decode()))))
    if name.endswith(".xml"):
        return FileAddresses(tuple(dict.fromkeys(_of_feed(xml.parse(content)))))
    return FileAddresses(tuple(dict.fromkeys(_of_json(data.json(content)))))


def _of_elements(elements: list[etree._Element]) -> Iterator[str]:
    for element in elements:
        for key, value in element.items():
            if key in _NAMING:
                yield str(value).strip()
            elif key in _SETS:
                yield from (part.split()[0] for part in str(value).split(",") if part.strip())
            elif key == "style":
                yield from _URL.findall(str(value))
            elif key == "content" and element.tag == "meta":
                yield from _REFRESH.findall(str(value))
                yield from [str(value)] if _WEB.match(str(value)) else []
        if element.tag == "style":
            yield from _URL.findall(element.text or "")


def _of_feed(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        yield from (str(value) for key, value in element.items() if key in _NAMING)
        if str(element.tag).rpartition("}")[2] == "loc":
            yield (element.text or "").strip()


def _of_json(value: object, name: str = "") -> Iterator[str]:
    """Yield the addresses under the names that have any, and those of what is embedded."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _of_json(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _of_json(inner, name)
    elif isinstance(value, str) and name in _JSON_NAMES:
        yield value
    elif isinstance(value, str) and name == "html":
        yield from _of_elements(list(html.parse(value.encode()).iter()))
