"""The Word edition: python-docx opens and keeps the package; numbers, notes, fields and bookmarks are native (ECMA-376
part 1).

No number in the file is typed by hand: an editor who inserts a paragraph or a note in Word finds everything after it
renumbered.
"""

from __future__ import annotations

import datetime as dt

from plantin.house.style import Style
from plantin.model.document import Document, divide_title
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.writers.docx import pages
from plantin.writers.docx.builder import WordFileBuilder
from plantin.writers.docx.masthead import contents, printed_pages, title
from plantin.writers.docx.ooxml import clark
from plantin.writers.docx.story import Story


def write(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
    """Return the edition as a .docx file (ECMA-376, transitional) for Word 2013 and later, equal for equal arguments.

    Where ``related`` know the pages of the printed edition, the contents and lists of objects show them until a program
    counts pages again.

    Raises StyleError: D003 the style lacks a font.
    """
    builder = WordFileBuilder(document, style)
    story = Story(builder.composition, builder.opened.part)
    page_numbers = builder.composition.pages = printed_pages(document, related.pages)
    listed = contents(builder.composition, story, page_numbers)
    block, text = divide_title(document.blocks)
    under = story.blocks(block)
    first, after = [*title(builder.composition), *under], [*listed, *story.blocks(text)]
    end = pages.end_rule(builder.composition.measure())
    # Where the text ends on a landscape page, the rule is on that page.
    after.insert(len(after) - 1 if after and after[-1].tag == clark("w:sectPr") else len(after), end)
    if style.page.title_page:
        pages.part_title(first, after, document, style)
    builder.fill(pages.close_sections([*builder.head, *first, *after]))
    return builder.pack(moment)
