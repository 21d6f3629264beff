"""Files of other kinds than Word and plain text: read by pandoc into one tree of blocks, which becomes a source in one
way.

What pandoc's readers lose is read by us before: the main part of a page, notes that lead back to their calls, the pages
of a book. The words are counted in the file itself (``counted``), not in the tree.
"""
