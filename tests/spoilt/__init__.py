"""Sources and editions that are spoilt on purpose: what each check must find.

A source is a folder of ``source`` named by its code. The editions are ``EDITIONS``, each a function from the bytes of a sound edition to
those of a spoilt one: ``tests/auditors/test_spoilt.py`` reads them back, and ``bench/spoilt.py`` puts them before the whole gate.
"""

from tests.spoilt import claims, docx, docx_objects, epub, html, markup_objects, validators
from tests.spoilt.registry import Spoilt

EDITIONS: tuple[Spoilt, ...] = (
    *docx.FILES,
    *docx_objects.FILES,
    *epub.BOOKS,
    *html.PAGES,
    *markup_objects.EDITIONS,
    *claims.CLAIMS,
    *validators.FILES,
)
