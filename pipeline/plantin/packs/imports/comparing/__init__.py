"""Compares files of one report, in any formats and languages, from Plantin or elsewhere: content and numbers."""
