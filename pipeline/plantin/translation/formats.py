"""The files that catalogues are exported as and imported from, by their kinds."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from plantin.bounded.xml import XmlError
from plantin.findings import TranslationError
from plantin.translation import exchange, po, tmx, xliff, xliff2
from plantin.translation.exchange import Received
from plantin.translation.po import Catalogue

SUFFIXES = {"xliff": ".xlf", "xliff-2.1": ".xliff", "tmx": ".tmx"}
"""The kinds of file that catalogues are exported as, and the ends of their names."""

_XLIFF = (".xlf", ".xliff")
_KINDS = "Send an .xlf or a .po file; a memory serves with `plantin memory fill --from FILE.tmx`."
_VERSIONS = ("1", "1.0", "1.1", "1.2", "2.0", "2.1")
_AGAIN = "Export it again, and send that file."


def written(catalogue: Catalogue, report: str, original: str, kind: str) -> bytes:
    """``catalogue`` of the report ``report``, translated from the language ``original``, as a file of ``kind``, one of
    ``SUFFIXES``.
    """
    match kind:
        case "tmx":
            return tmx.write(catalogue, original, report)
        case "xliff-2.1":
            return xliff2.write(catalogue, report, original)
        case _:
            return xliff.write(catalogue, report, original)


def received(path: Path, name: str) -> Received:
    """The file ``path`` (.xlf, .xliff or .po), which findings call ``name``. Raises TranslationError: T014 no PO file,
    T057 no XLIFF, or a version of it that is not read.
    """
    if path.suffix == ".po":
        return exchange.of_po(po.read_catalogue(path, name))
    try:
        root = exchange.root_of(path)
    except (OSError, XmlError) as error:
        hint = _AGAIN if path.suffix.lower() in _XLIFF else _KINDS
        raise exchange.not_read(f"not XLIFF: {exchange.why(error)}", name, hint) from None
    if etree.QName(root).localname != "xliff":
        raise exchange.not_read(f"not XLIFF: its root element is {etree.QName(root).localname}", name, _KINDS)
    if (version := root.get("version") or "1") not in _VERSIONS:
        hint = "Save it as XLIFF 1.2 or 2.1, or send the file that was exported, with its targets filled in."
        raise exchange.not_read(f"XLIFF {version} is not supported", name, hint)
    return of(root)


def of(root: etree._Element) -> Received:
    """The units of a file of XLIFF, by its root element."""
    return xliff2.read(root) if (root.get("version") or "1").startswith("2") else xliff.read(root)


def report_of(path: Path) -> str:
    """The name of the report that a file of XLIFF or PO was exported from; empty where it does not say it or cannot be
    read.
    """
    try:
        return received(path, path.name).report if path.suffix in (".po", *_XLIFF) else ""
    except TranslationError:
        return ""
