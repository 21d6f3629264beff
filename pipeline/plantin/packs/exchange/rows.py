"""What the pack adds to the press by entry points besides its commands: the files that catalogues are exchanged as."""

from __future__ import annotations

from plantin.packs.exchange import tmx, word_table, xliff, xliff2, xliff_files
from plantin.translation.exchange import CatalogueFormat

XLIFF = CatalogueFormat("xliff", ".xlf", (".xlf", ".xliff", ""), read=xliff_files.read, write=xliff.write)
"""XLIFF 1.2; a file that comes back may be of any version that is read. A file of no other kind is taken for one."""
XLIFF_2 = CatalogueFormat("xliff-2.1", ".xliff", write=xliff2.write)
"""XLIFF 2.1."""
TMX = CatalogueFormat("tmx", ".tmx", write=tmx.write)
"""TMX 1.4; one that comes back serves as a memory, not as a catalogue."""
WORD = CatalogueFormat("word-table", ".docx", (".docx",), read=word_table.read, recognizes=word_table.is_table)
"""The facing Word file, which `plantin facing` writes."""
