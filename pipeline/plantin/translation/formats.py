"""The files that catalogues are exported as and imported from, by their kinds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded.xml import XmlError
from plantin.findings import Finding, TranslationError
from plantin.translation import exchange, po, tmx, word_table, xliff, xliff2
from plantin.translation.exchange import TranslatorFile
from plantin.translation.po import Catalogue
from plantin.translation.terms import Term
from plantin.wordfile.tracked import Tracked

SUFFIXES = {"xliff": ".xlf", "xliff-2.1": ".xliff", "tmx": ".tmx"}
"""The kinds of file that catalogues are exported as, and the ends of their names."""

_XLIFF = (".xlf", ".xliff")
_KINDS = "Send an .xlf, a .po or a facing .docx file; a memory serves with `plantin memory fill --from FILE.tmx`."
_VERSIONS = ("1", "1.0", "1.1", "1.2", "2.0", "2.1")
_AGAIN = "Export it again, and send that file."


def written(catalogue: Catalogue, report: str, original: str, kind: str, terms: Sequence[Term] = ()) -> bytes:
    """``catalogue`` of the report ``report``, translated from the language ``original``, as a file of ``kind``, one of
    ``SUFFIXES``; ``terms`` are marked in XLIFF.
    """
    match kind:
        case "tmx":
            return tmx.write(catalogue, original, report)
        case "xliff-2.1":
            return xliff2.write(catalogue, report, original, terms)
        case _:
            return xliff.write(catalogue, report, original, terms)


def received(path: Path, name: str) -> TranslatorFile:
    """The file ``path`` (.xlf, .xliff or .po), which findings call ``name``. Raises TranslationError: T014 no PO file,
    T057 no XLIFF, or a version of it that is not read.
    """
    if path.suffix.lower() == ".po":
        return exchange.of_po(po.read_catalogue(path, name))
    try:
        root = exchange.root_of(path)
    except (OSError, XmlError) as error:
        hint = _AGAIN if path.suffix.lower() in _XLIFF else _KINDS
        raise exchange.not_read(f"not XLIFF: {bounded_bytes.why(error)}", name, hint) from None
    if etree.QName(root).localname != "xliff":
        raise exchange.not_read(f"not XLIFF: its root element is {etree.QName(root).localname}", name, _KINDS)
    if (version := root.get("version") or "1") not in _VERSIONS:
        hint = "Save it as XLIFF 1.2 or 2.1, or send the file that was exported, with its targets filled in."
        raise exchange.not_read(f"XLIFF {version} is not supported", name, hint)
    return of(root)


def returned(
    path: Path, name: str, catalogue: Catalogue, tracked: Tracked = "refuse"
) -> tuple[TranslatorFile, tuple[Finding, ...]]:
    """The file ``path`` as it comes back for ``catalogue``, the facing Word file too, and S052 for each tracked change
    in that. Raises as ``received`` and ``word_table.read`` do.
    """
    if path.suffix.lower() == ".docx":
        return word_table.read(path, name, catalogue, tracked)
    return received(path, name), ()


def of(root: etree._Element) -> TranslatorFile:
    """The units of a file of XLIFF, by its root element."""
    return xliff2.read(root) if (root.get("version") or "1").startswith("2") else xliff.read(root)


def report_of(path: Path) -> str:
    """The name of the report that a file was exported from; empty where it does not say it or cannot be read."""
    try:
        given = path.suffix.lower() in (".po", ".docx", *_XLIFF)
        return returned(path, path.name, Catalogue("", ""), "accept")[0].report if given else ""
    except TranslationError:
        return ""
