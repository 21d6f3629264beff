"""TMX 1.4b (LISA, 2005): translations as memories exchange them."""

from __future__ import annotations

from lxml import etree

from plantin import __version__
from plantin.translation.exchange import LANGUAGE, written
from plantin.translation.po import Catalogue


def write(catalogue: Catalogue, original: str) -> bytes:
    """The finished translations of ``catalogue`` from the language ``original`` as TMX 1.4b, with their contexts."""
    root = etree.Element("tmx", {"version": "1.4"})
    header = {
        "creationtool": "Plantin",
        "creationtoolversion": __version__,
        "segtype": "paragraph",
        "o-tmf": "PO",
        "adminlang": "en",
        "srclang": original,
        "datatype": "plaintext",
    }
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    for entry in catalogue.entries:
        if entry.state in ("translated", "reviewed"):
            pair = etree.SubElement(body, "tu")
            etree.SubElement(pair, "prop", {"type": "x-context"}).text = entry.context
            for language, text in ((original, entry.original), (catalogue.language, entry.translation)):
                side = etree.SubElement(pair, "tuv", {LANGUAGE: language})
                etree.SubElement(side, "seg").text = text
    return written(root)
