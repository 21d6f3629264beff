"""Compares a finished edition with its document: outlines, pages, passages, content, languages."""
