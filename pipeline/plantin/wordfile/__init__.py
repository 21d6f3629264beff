"""What is in a Word file, for its readers: its parts, its styles, and the numbers that Word computes and does not
store.

The auditor and the importer read with the same eyes; neither knows how the file was written.
"""
