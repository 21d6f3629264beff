"""Redlines: a Word file with tracked changes, a web page with insertions and deletions."""
