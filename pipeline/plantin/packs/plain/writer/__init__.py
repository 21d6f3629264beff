"""Writes editions in plain text and Markdown."""
