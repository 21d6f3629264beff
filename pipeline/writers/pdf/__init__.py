"""The printed page: PDF through WeasyPrint, with the logical structure of the report itself."""

from __future__ import annotations

import datetime as dt
import warnings

from pipeline.document import Document
from pipeline.findings import Place
from pipeline.style import Style
from pipeline.writers.pdf.attachment import attachment
from pipeline.writers.pdf.fixes import corrected, replaced
from pipeline.writers.pdf.layout import lay_out
from pipeline.writers.pdf.letters import require_faces
from pipeline.writers.pdf.markup import markup
from pipeline.writers.pdf.metadata import UA1, UA2, Standard, describe, packet
from pipeline.writers.pdf.sheet import sheets
from pipeline.writers.pdf.structure import builder


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """The edition as one file that is PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3). Equal arguments give equal bytes.

    Raises StyleError: D002 or D003 the style lacks its sheet or a font, D010 a note is not once on the page of its call, D011 a sheet
    asks for something outside the style, D013 the page does not say what the report says, D014 no face of the style has a character;
    ToolError: D012 an unknown WeasyPrint.
    """
    return _printed(document, style, moment, UA1)


def write_ua2(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """The same pages as PDF/UA-2 (ISO 14289-2), PDF/A-4f (ISO 19005-4) and Well-Tagged PDF, the document attached as data.

    Raises what ``write`` raises.
    """
    return _printed(document, style, moment, UA2)


def _printed(document: Document, style: Style, moment: dt.datetime, standard: Standard) -> bytes:
    import weasyprint.pdf

    root = markup(document, sheets(document, style))
    with corrected():
        pages = lay_out(root, style)
    describe(pages.metadata, document, moment)
    pages.metadata.generate_rdf_metadata = lambda *_: packet(pages.metadata, standard)
    tags = builder(root, Place(str(style.folder)), standard.second)
    with replaced([(weasyprint.pdf, "add_tags", tags)]), warnings.catch_warnings():
        # The library leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        attached = [attachment(document, moment)] if standard.second else []
        made: bytes = pages.write_pdf(pdf_variant=standard.variant, pdf_tags=True, attachments=attached)
    require_faces(pages, style)
    return made
