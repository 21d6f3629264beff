"""A report as its author keeps it, read through pandoc: text, front matter, tables, pictures."""
