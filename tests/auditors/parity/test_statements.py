"""What an edition says beside its outline is what its document says."""

from __future__ import annotations

from dataclasses import replace

from plantin.auditors.markup import html as auditor
from plantin.auditors.parity import statements
from plantin.auditors.statements import ENTRY, UNKNOWN, Statement
from plantin.model.document import Document, Item, List, Paragraph
from plantin.model.inlines import Text
from tests.kit.editions import Editions
from tests.kit.read_back import reread


def test_an_entry_of_a_list_in_a_note_keeps_its_anchor(harbour: Document, store: Editions) -> None:
    page = reread(auditor, store.path(harbour, "html")).conformance(UNKNOWN)
    entry = Item("note-1.a", "(a)", (Paragraph("", "", (Text("the log"),)),))
    note = replace(harbour.notes[0], blocks=(List("subparagraphs", 1, (entry,)),))
    document = replace(harbour, notes=(note, *harbour.notes[1:]))
    assert statements.differences(harbour, page.statements, UNKNOWN, "edition") == ()
    (lost,) = statements.differences(document, page.statements, UNKNOWN, "edition")
    assert (lost.code, lost.message) == ("P037", "no entry of a list has the anchor note-1.a")
    kept = (*page.statements, Statement(ENTRY, "note-1.a", "a note"))
    assert statements.differences(document, kept, UNKNOWN, "edition") == ()
