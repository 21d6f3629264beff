"""Reads a file of XLIFF of any version that is supported."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded.xml import XmlError
from plantin.findings import Finding
from plantin.packs.exchange import xliff, xliff2, xml_files
from plantin.translation.exchange import TranslatorFile, not_read
from plantin.translation.po import Catalogue
from plantin.wordfile.tracked import Tracked

_SUFFIXES = (".xlf", ".xliff")
_KINDS = "Send an .xlf, a .po or a facing .docx file; a memory serves with `plantin memory fill --from FILE.tmx`."
_VERSIONS = ("1", "1.0", "1.1", "1.2", "2.0", "2.1")
_AGAIN = "Export it again, and send that file."


def read(path: Path, name: str, _catalogue: Catalogue, _tracked: Tracked) -> tuple[TranslatorFile, tuple[Finding, ...]]:
    """Return the units of the file ``path``, which findings call ``name``. Raises TranslationError (T057): it is no
    XLIFF, or a version of it that is not read.
    """
    try:
        root = xml_files.root_of(path)
    except (OSError, XmlError) as error:
        hint = _AGAIN if path.suffix.lower() in _SUFFIXES else _KINDS
        raise not_read(f"not XLIFF: {bounded_bytes.why(error)}", name, hint) from None
    if etree.QName(root).localname != "xliff":
        raise not_read(f"not XLIFF: its root element is {etree.QName(root).localname}", name, _KINDS)
    if (version := root.get("version") or "1") not in _VERSIONS:
        hint = "Save it as XLIFF 1.2 or 2.1, or send the file that was exported, with its targets filled in."
        raise not_read(f"XLIFF {version} is not supported", name, hint)
    return units_of(root), ()


def units_of(root: etree._Element) -> TranslatorFile:
    """Return the units of a file of XLIFF, by its root element."""
    return xliff2.read(root) if (root.get("version") or "1").startswith("2") else xliff.read(root)
