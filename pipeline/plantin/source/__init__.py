"""Reads the source of a report through pandoc: text, front matter, tables, pictures."""
