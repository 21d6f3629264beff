"""Sources and editions that are spoilt on purpose: what each check must find.

A source is a folder of ``source`` named by its code. The editions are ``EDITIONS``, each a function from the bytes of a
sound edition to those of a spoilt one: ``tests/auditors/test_spoilt.py`` reads them back, and ``bench/spoilt.py`` puts
them before the whole gate.
"""

from tests.spoilt import (
    accessibility_claims,
    audio,
    brand_colours,
    cells,
    citations,
    decimals,
    docx,
    docx_objects,
    ebraille,
    epub,
    html,
    index_entries,
    logo,
    markup_objects,
    pdf,
    pdf_codes,
    pdf_pages,
    pdf_tags,
    pdf_visibility,
    plain_text,
    print_edition,
    talking_books,
    validators,
)
from tests.spoilt.registry import Spoilt

EDITIONS: tuple[Spoilt, ...] = (
    *pdf.FILES,
    *pdf_visibility.FILES,
    *pdf_tags.FILES,
    *pdf_pages.FILES,
    *pdf_codes.FILES,
    *print_edition.FILES,
    *docx.FILES,
    *docx_objects.FILES,
    *epub.BOOKS,
    *html.PAGES,
    *markup_objects.EDITIONS,
    *plain_text.FILES,
    *ebraille.FILES,
    *audio.FILES,
    *talking_books.FILES,
    *talking_books.NEWER,
    *accessibility_claims.CLAIMS,
    *decimals.EDITIONS,
    *logo.EDITIONS,
    *brand_colours.EDITIONS,
    *citations.EDITIONS,
    *index_entries.EDITIONS,
    *cells.EDITIONS,
    *validators.FILES,
)
"""All of them, by format."""
