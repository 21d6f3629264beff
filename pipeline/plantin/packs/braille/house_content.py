"""What a house puts into braille editions, as values: the size of their pages, the sheet of an eBraille edition, and
what its package says of the report.
"""

from __future__ import annotations

import uuid
from dataclasses import replace

from plantin.auditors.parity.content import parts
from plantin.auditors.statements import HouseContent
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.inlines import Foreign
from plantin.packs.braille import repertoire
from plantin.packs.braille.cells import script_tag, table_of
from plantin.packs.braille.tables import Braille
from plantin.packs.braille.writer.flowing import SHEET


def known_in_braille(document: Document, style: Style) -> HouseContent:
    """Return what an edition on paper has from ``style``, in a file that can be embossed."""
    del document
    size = style.table(Braille)
    sizes = {"cells of a line": size.columns, "lines of a page": size.rows}
    return HouseContent(terms={term: frozenset((str(value),)) for term, value in sizes.items()})


def why_draft(document: Document) -> str:
    """Return why editions of ``document`` in braille are no more than drafts; empty where they are proved."""
    return repertoire.why_draft(table_of(document))


def known_in_ebraille(document: Document, style: Style) -> HouseContent:
    """Return what an eBraille edition of ``document`` has: its sheet, its identifier, its source and its languages."""
    content = known_in_braille(document, style)
    symbol = document.masthead.symbol
    languages = {document.language, *(part.language for part in parts(document) if isinstance(part, Foreign))}
    terms = {
        "braille identifier": [uuid.uuid5(uuid.NAMESPACE_URL, f"urn:x-plantin:{symbol}:{document.version}:ebrl").urn],
        "braille source": [f"{symbol}, {document.language}"],
        "braille language": map(script_tag, languages),
    }
    ebraille_terms = {term: frozenset(values) for term, values in terms.items()}
    return replace(content, sheets=((SHEET,),), terms={**content.terms, **ebraille_terms})
