"""How an EPUB conforms to its grammar (epub.toml): its files, its package, its pages, and what it carries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import zip_longest
from typing import TypeAlias

from lxml import etree

from plantin.auditors.fault import finding
from plantin.auditors.markup.conformance import conformance, face, grammar_results, sheet, tables
from plantin.auditors.markup.dom import MarkupPage, elements
from plantin.auditors.markup.epub_package import MIMETYPE, EpubFile, parse_part
from plantin.auditors.markup.text import visible
from plantin.auditors.statements import Conformance, HouseContent, Statement
from plantin.findings import Finding

Prepare: TypeAlias = "Callable[[etree._Element], None]"  # noqa: SLF001 - lxml has no public name for it
"""Changes the elements of a page."""


def _as_is(_: etree._Element) -> None:
    """Change nothing."""


def epub_conformance(
    book: EpubFile, path: str, known: HouseContent, format_: str = "epub", prepared: Prepare = _as_is
) -> Conformance:
    """A019 for each file, element, attribute and text that the grammar does not have; A020 for sheets and faces that
    neither it nor the house has; and what the EPUB says beside its text. The grammar is that of ``format_``;
    ``prepared`` changes the elements of a page as that takes them.
    """
    rules = tables(format_)[1]
    findings: list[Finding] = []
    statements: list[Statement] = []
    for name, content in book.files.items():
        kind = next((kind for pattern, kind in rules["files"].items() if re.fullmatch(pattern, name)), "")
        if not kind:
            findings.append(finding("A019", f"the file {name[:80]!r} is not in the grammar of EPUB", path))
        elif kind == "sheet":
            for part in sheet(content.decode(errors="replace"), rules["sheet"], known) if known.sheets else ():
                if isinstance(part, Statement):
                    statements.append(part)
                else:
                    findings.append(finding("A020", f"{name}: {part}", path))
        elif kind == "face":
            if known.sheets and (message := face(content, _family(name), known)):
                findings.append(finding("A020", f"{name}: {message}", path))
        elif kind in {"cover", "picture"}:
            digest = sha256(content).hexdigest()
            if digest not in known.terms.get("picture of a sheet", ()):
                statements.append(Statement(kind, digest, name))
        elif kind == "sound":
            continue  # the auditor of the spoken edition reads it
        elif kind == "bytes":
            if content != MIMETYPE:
                findings.append(finding("A019", f"{name} has other bytes than it must have", path))
        else:
            page = MarkupPage(name, parse_part(path, name, content))
            prepared(page.root)
            result = conformance(page, path, format_, grammar_results(page, format_, kind), known)
            findings += result.findings
            statements += result.statements
    findings += (finding("A019", message, path) for message in (*_unlike_lists(book), *_repeated_pages(book)))
    named = {"", *(element.get("id") for element in elements(book.package))}
    for meta in elements(book.package, "meta"):
        if meta.get("refines", "#")[1:] not in named:
            findings.append(finding("A019", f"the package refines {meta.get('refines')}, which is not there", path))
    return Conformance(tuple(findings), tuple(statements))


def _family(name: str) -> str:
    """Return the family and weight of a face that is called by its file."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    return f"{stem.removesuffix('-Bold')}-Regular 700" if stem.endswith("-Bold") else f"{stem} 400"


def _unlike_lists(book: EpubFile) -> Iterator[str]:
    """Check that the two lists of contents, that of EPUB 3 and that of EPUB 2, have the same rows."""
    nav = book.contents_page()
    ncx = book.files.get("EPUB/toc.ncx")
    if nav is None or ncx is None:
        return
    toc = next((candidate for candidate in elements(nav.body(), "nav") if candidate.get("id") == "contents"), None)
    rows = [(visible(link), link.get("href", "")) for link in elements(toc, "a")] if toc is not None else []
    points = elements(parse_part("", "EPUB/toc.ncx", ncx), "navPoint")
    for n, (row, point) in enumerate(zip_longest(rows, _points(points), fillvalue=("nothing", "")), 1):
        if row != point:
            yield f"row {n} of toc.ncx is “{point[0]}” ({point[1]}), that of the contents “{row[0]}” ({row[1]})"
            return


def _repeated_pages(book: EpubFile) -> Iterator[str]:
    """Check that the spine names each page once (EPUB 3.3, 5.7.3): readers would meet it again."""
    times = Counter(reference.get("idref", "") for reference in elements(book.package, "itemref"))
    return (f"the spine names {identity[:60]} {count} times" for identity, count in times.items() if count > 1)


def _points(points: Iterable[etree._Element]) -> Iterator[tuple[str, str]]:
    for point in points:
        words, place = point.find("navLabel/text"), point.find("content")
        label = "" if words is None else " ".join((words.text or "").split())
        yield label, "" if place is None else place.get("src", "")
