"""Reads editions in plain text and Markdown back."""
