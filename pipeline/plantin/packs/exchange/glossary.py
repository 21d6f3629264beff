"""The glossary of a house as TBX (ISO 30042:2008, the dialect that CAT tools read) and back.

``locales/glossary.csv`` has a column to a language and one to its grades; a term may have several forms, between " / ".
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from plantin.packs.exchange.xml_files import LANGUAGE, words

_GRADE = " grade"
_BETWEEN = " / "
_DOCTYPE = '<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">'

Row = dict[str, str]
"""One entry, by its columns."""


def write_tbx(rows: Sequence[Mapping[str, str]], original: str) -> bytes:
    """Return the entries of a glossary as TBX: each form is a term, the first is preferred; the grade is a note on
    it.
    """
    root = etree.Element("martif", {"type": "TBX", LANGUAGE: original})
    header = etree.SubElement(etree.SubElement(root, "martifHeader"), "fileDesc")
    etree.SubElement(etree.SubElement(header, "sourceDesc"), "p").text = "Plantin, locales/glossary.csv"
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for n, row in enumerate(rows, 1):
        entry = etree.SubElement(body, "termEntry", {"id": f"e{n}"})
        for language in (column for column in row if column and not column.endswith(_GRADE) and row[column]):
            lang_set = etree.SubElement(entry, "langSet", {LANGUAGE: language})
            for place, form in enumerate(row[language].split(_BETWEEN)):
                group = etree.SubElement(lang_set, "tig")
                etree.SubElement(group, "term").text = form
                status = "preferredTerm-admn-sts" if place == 0 else "admittedTerm-admn-sts"
                etree.SubElement(group, "termNote", {"type": "administrativeStatus"}).text = status
                if grade := row.get(f"{language}{_GRADE}", ""):
                    etree.SubElement(group, "note").text = f"grade {grade}"
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype=_DOCTYPE, pretty_print=True)


def read_tbx(root: etree._Element) -> tuple[Row, ...]:
    """Return the entries of a file of TBX (``termEntry`` or ``conceptEntry``), by its root element."""
    rows = []
    for entry in root.iter("{*}termEntry", "{*}conceptEntry"):
        row: Row = {}
        for lang_set in entry.iter("{*}langSet", "{*}langSec"):
            language = lang_set.get(LANGUAGE) or ""
            row[language] = _BETWEEN.join(words(term) for term in lang_set.iter("{*}term"))
            grades = [
                text.removeprefix("grade ")
                for note in lang_set.iter("{*}note")
                if (text := words(note))[:6] == "grade "
            ]
            if grades:
                row[f"{language}{_GRADE}"] = grades[0]
        if row:
            rows.append(row)
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class MergedGlossary:
    """A glossary with the entries of another in it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    added: int
    """How many entries are new, or have a language that they did not have."""
    differing: tuple[str, ...]
    """The entries that have other terms in the two; those of the house are kept."""


def merge(
    columns: Sequence[str], rows: Sequence[Mapping[str, str]], others: Sequence[Row], original: str
) -> MergedGlossary:
    """Return the glossary ``rows`` with the entries of ``others``, found by their term in ``original``: of several with
    one term, that which agrees. Nothing that the house has is overwritten.
    """
    kept = [dict(row) for row in rows]
    rows_by_term: dict[str, list[Row]] = defaultdict(list)
    for row in kept:
        rows_by_term[row.get(original, "")].append(row)
    merged_columns, added, differing = list(columns), 0, []
    for row in others:
        term = row.get(original, "")
        if not term:
            continue
        merged_columns += [name for name in row if name not in merged_columns]
        if not rows_by_term[term]:
            rows_by_term[term].append({original: term})
            kept.append(rows_by_term[term][0])
        had = next(
            (candidate for candidate in rows_by_term[term] if not _differs(candidate, row)), rows_by_term[term][0]
        )
        new = {name: value for name, value in row.items() if value and not had.get(name)}
        added += bool(new)
        if _differs(had, row):
            differing.append(term)
        had |= new
    return MergedGlossary(tuple(merged_columns), tuple(kept), added, tuple(differing))


def _differs(had: Row, other: Row) -> bool:
    return any(had.get(name) and had[name] != value for name, value in other.items() if not name.endswith(_GRADE))


def text(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """Return the glossary as its file keeps it."""
    out = io.StringIO()
    table = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(dict(row) for row in rows)
    return out.getvalue()
