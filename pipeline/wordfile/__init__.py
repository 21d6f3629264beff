"""What stands in a Word file, for whoever reads one: its parts, its styles, and the numbers that Word computes and that stand nowhere.

The auditor and the importer read with the same eyes; neither knows how the file was written.
"""
