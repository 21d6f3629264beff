"""Sources and editions that are spoilt on purpose: what each check must find.

A source is a folder of ``source`` named by its code. The editions are ``EDITIONS``, each a function from the bytes of a
sound edition to those of a spoilt one: ``tests/auditors/test_spoilt.py`` reads them back, and ``bench/spoilt.py`` puts
them before the whole gate.
"""

from tests.spoilt import (
    branded,
    cells,
    claims,
    coloured,
    docx,
    docx_objects,
    ebraille,
    entries,
    epub,
    html,
    markup_objects,
    pdf,
    pdf_codes,
    pdf_pages,
    pdf_tags,
    pdf_visibility,
    plain_text,
    print_edition,
    sound,
    validators,
    water,
    works,
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
    *sound.FILES,
    *claims.CLAIMS,
    *water.EDITIONS,
    *branded.EDITIONS,
    *coloured.EDITIONS,
    *works.EDITIONS,
    *entries.EDITIONS,
    *cells.EDITIONS,
    *validators.FILES,
)
"""All of them, by format."""
