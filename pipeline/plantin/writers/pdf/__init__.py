"""The printed page: PDF through WeasyPrint, with the logical structure of the report itself."""

from __future__ import annotations

import datetime as dt

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.related_editions import FinishedFile
from plantin.writers import engine
from plantin.writers.pdf.metadata import UA1
from plantin.writers.pdf.rendition import Rendition


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """Return the edition as one file that is PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3). Equal arguments give
    equal bytes.

    Raises what ``write_with_pages`` raises.
    """
    return write_with_pages(document, style, moment).content


def write_with_pages(document: Document, style: Style, moment: dt.datetime) -> FinishedFile:
    """Return the edition, and where its pages begin: for the editions that mark the printed pages.

    Raises StyleError (D002, D003, D010, D011, D013, D014); see ``render``.
    """
    return render(document, style, moment, Rendition(UA1))


def render(document: Document, style: Style, moment: dt.datetime, rendition: Rendition) -> FinishedFile:
    """Return ``document`` in the sizes, measures and colours of ``style``, and where its pages begin (not on paper).
    Equal arguments give equal bytes.

    Raises StyleError: D002 or D003 the style lacks a sheet or a font, D010 a note is not once on the page of its call,
    D011 a sheet asks for something outside the style, D013 the page does not say what the report says, D014 the page
    names a face that is not the style's; SourceError: S101 no face has a character that a drawing shows; ToolError:
    D012 the layout engine lacks a name that pages need.
    """
    engine.load()
    with engine.report_missing():
        # The modules that work with the engine are loaded after it.
        from plantin.writers.pdf.assembly import assemble

        return assemble(document, style, moment, rendition)
