"""The pages that the contents of Word editions give, beside those on which LibreOffice sets the headings, and the pages
of the PDFs.

    python bench/word_pages.py build/S-2017-97/S-2017-97-??.docx

The file of an edition as PDF is beside it. A row says how many pages PDF and Word edition have, how many headings the
contents lead to, and which of them LibreOffice sets on another page. LibreOffice (soffice) and Poppler (pdftotext) must
be there. LibreOffice divides words with the dictionaries of pyphen here: its own come with the packages of its
languages, and Word's with Word.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pyphen
from lxml import etree

DICTIONARIES = Path(pyphen.__file__).parent / "dictionaries"
LOCALES = {"en-US": "en_US", "fr-FR": "fr", "es-ES": "es", "ru-RU": "ru_RU"}
"""The dictionary of pyphen for each locale that the editions name."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>"""
_SETTING = """<item oor:path="/org.openoffice.Office.Linguistic/ServiceManager/Dictionaries">
<node oor:name="{locale}" oor:op="replace">
<prop oor:name="Locations" oor:op="fuse"><value><it>{address}</it></value></prop>
<prop oor:name="Format" oor:op="fuse"><value>DICT_HYPH</value></prop>
<prop oor:name="Locales" oor:op="fuse"><value><it>{locale}</it></value></prop></node></item>"""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def rows(path: Path) -> Iterator[tuple[str, int]]:
    """The headings in the contents of a Word file, label first, without spaces, and the page of each."""
    with zipfile.ZipFile(path) as parts:
        tree = etree.fromstring(parts.read("word/document.xml"))
    for paragraph in tree.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and re.fullmatch(r"TOC\d", style.get(f"{W}val") or ""):
            words = [node.text or "" if node.tag == f"{W}t" else "\t" for node in paragraph.iter(f"{W}t", f"{W}tab")]
            *heading, page = filter(None, "".join(words).strip("\t").split("\t"))
            yield squeezed("".join(heading)), int(page)


def squeezed(words: str) -> str:
    """``words`` without spaces, and without the hyphens of divided words."""
    return re.sub(r"[\s\u00ad]", "", words)


def settings() -> str:
    """The settings by which LibreOffice knows the dictionaries."""
    return _SETTINGS.format(
        "".join(
            _SETTING.format(locale=locale, address=(DICTIONARIES / f"hyph_{name}.dic").as_uri())
            for locale, name in LOCALES.items()
        )
    )


def shown(path: Path) -> list[str]:
    """The text of each page as LibreOffice sets it, without spaces."""
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(settings(), "utf-8")
        command = [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(path),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        printed = Path(folder) / f"{path.stem}.pdf"
        text = subprocess.run(["pdftotext", "-layout", printed, "-"], check=True, capture_output=True, text=True).stdout
    return [squeezed(page) for page in text.split("\f")[:-1]]


def places(headings: list[str], pages: list[str]) -> list[int]:
    """The page on which each heading is in the text, in their order; the contents before it are passed over, for
    they have them all.
    """
    whole, ends = "".join(pages), []
    for page in pages:
        ends.append(len(page) + (ends[-1] if ends else 0))
    at = whole.rfind(headings[0])
    found = []
    for heading in headings:
        at = whole.index(heading, at)
        found.append(1 + sum(end <= at for end in ends))
        at += len(heading)
    return found


def compared(path: Path) -> tuple[int, list[tuple[str, int, int]]]:
    """How many pages LibreOffice makes of a Word file, and each heading with its page by the contents and by
    LibreOffice.
    """
    given, pages = list(rows(path)), shown(path)
    where = places([heading for heading, _ in given], pages)
    return len(pages), [(heading, page, found) for (heading, page), found in zip(given, where, strict=True)]


def main(paths: list[Path]) -> None:
    """Print a row for each Word file."""
    print("| edition | pages of the PDF | pages in LibreOffice | headings | on another page |")
    print("|---|---|---|---|---|")
    for path in paths:
        count, found = compared(path)
        other = [f"{heading[:24]}: {page}, {place}" for heading, page, place in found if page != place]
        with pikepdf.open(path.with_suffix(".pdf")) as printed:
            print(f"| {path.stem} | {len(printed.pages)} | {count} | {len(found)} | {len(other)} |", flush=True)
        for row in other:
            print(f"  {row}", file=sys.stderr)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
