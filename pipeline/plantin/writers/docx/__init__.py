"""The Word edition: python-docx opens and keeps the package; numbers, notes, fields and bookmarks are native (ECMA-376
part 1).

No number in the file is typed by hand: an editor who inserts a paragraph or a note in Word finds everything after it
renumbered.
"""

from __future__ import annotations

import datetime as dt

from plantin.house.style import Style
from plantin.model.document import Document, titled
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.writers.docx import pages
from plantin.writers.docx.contents_pages import printed_pages
from plantin.writers.docx.making import Making
from plantin.writers.docx.masthead import contents, title
from plantin.writers.docx.ooxml import clark
from plantin.writers.docx.story import Story


def write(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
    """The edition as one .docx file (ECMA-376, transitional) for Word 2013 and later. Equal arguments give equal bytes.

    Where ``related`` know the pages of the printed edition, the contents and lists of objects show them until a program
    counts pages again.

    Raises StyleError: D003 the style lacks a font.
    """
    making = Making(document, style)
    story = Story(making.composition, making.opened.part)
    known = making.composition.pages = printed_pages(document, related.pages)
    listed = contents(making.composition, story, known)
    block, text = titled(document.blocks)
    under = story.blocks(block)
    first, after = [*title(making.composition), *under], [*listed, *story.blocks(text)]
    end = pages.end_rule(making.composition.measure())
    # Where the text ends on a landscape page, the rule is on that page.
    after.insert(len(after) - 1 if after and after[-1].tag == clark("w:sectPr") else len(after), end)
    if style.page.title_page:
        pages.part_title(first, after, document, style)
    making.fill(pages.divided([*making.head, *first, *after]))
    return making.packed(moment)
