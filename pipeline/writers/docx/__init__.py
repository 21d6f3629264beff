"""The Word edition: python-docx opens and keeps the package; numbers, notes, fields and bookmarks are native (ECMA-376 part 1).

No number in the file is typed by hand: an editor who inserts a paragraph or a note in Word finds everything after it renumbered.
"""

from __future__ import annotations

import datetime as dt

from pipeline.companions import ALONE, Companions
from pipeline.document import Document
from pipeline.style import Style
from pipeline.writers.docx import fonts, notes, package, pages
from pipeline.writers.docx.masthead import contents, masthead, title
from pipeline.writers.docx.printed import section_pages
from pipeline.writers.docx.settings import settings
from pipeline.writers.docx.story import Composition, Story
from pipeline.writers.docx.styles import add


def write(document: Document, style: Style, moment: dt.datetime, companions: Companions = ALONE) -> bytes:
    """The edition as one .docx file (ECMA-376, transitional) for Word 2013 and later. Equal arguments give equal bytes.

    Where ``companions`` know the pages of the printed edition, the contents show them until a program counts pages anew.

    Raises StyleError: D003 the style lacks a font.
    """
    opened = package.opened()
    composition = Composition(document, style)
    note_part = notes.add_part(opened.part)
    add(opened.styles, document, style)
    story = Story(composition, opened.part)
    head = masthead(composition)
    body = opened.element.body
    listed = contents(composition, story, section_pages(document, companions.pages))
    text = [*head, *title(composition), *listed, *story.blocks(document.blocks)]
    body[:] = [*pages.divided(text), body[-1]]
    pages.arrange(opened, head[-1], document, style)
    notes.fill(note_part, composition)
    opened.part.numbering_part.element[:] = composition.numbers.elements()
    opened.settings.element[:] = settings(document)
    fonts.put(opened, style)
    package.describe(opened, document, moment)
    return package.packed(opened)
