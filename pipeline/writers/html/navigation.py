"""What leads from the page to the other editions, and the tools that a reader is given at a paragraph."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from pipeline.companions import Companions, Sister
from pipeline.document import Document


def editions(document: Document, companions: Companions) -> str:
    """The other languages of the page, and the same report as files; nothing where there is neither."""
    labels = document.labels
    parts = []
    if companions.languages:
        rows = "".join(f"<li>{_language(sister)}</li>\n" for sister in companions.languages)
        parts.append(f'<ul class="languages">\n{rows}</ul>\n')
    if companions.formats:
        rows = "".join(f"<li>{_file(document, sister)}</li>\n" for sister in companions.formats)
        parts.append(f'<p>{escape(labels.download)}</p>\n<ul class="files">\n{rows}</ul>\n')
    return f'<nav class="editions" aria-label="{escape(labels.editions)}">\n{"".join(parts)}</nav>\n' if parts else ""


def tools(document: Document, companions: Companions) -> str:
    """What the script puts beside the number of a paragraph; ``{number}`` is for it to fill in. Without the script the number itself is
    the link to keep.
    """
    labels = document.labels
    citation = labels.citation.format(symbol=document.masthead.symbol, number="{number}")
    languages = "".join(map(_language, companions.languages))
    return (
        f'<template id="tools" data-address="{escape(companions.address)}" data-citation="{escape(citation)}"'
        f' data-copied="{escape(labels.copied)}">'
        f'<button type="button" class="copy-link">{escape(labels.copy_link)}</button>'
        f'<button type="button" class="copy-citation">{escape(labels.copy_citation)}</button>{languages}</template>\n'
        '<div class="told" role="status"></div>\n'
    )


def _language(sister: Sister) -> str:
    language, address = escape(sister.language), escape(quote(sister.file))
    return f'<a href="{address}" hreflang="{language}" lang="{language}" dir="{sister.direction}">{escape(sister.name)}</a>'


def _file(document: Document, sister: Sister) -> str:
    kilobytes = -(-sister.size // 1000)
    words = document.labels.file.format(format=sister.format, size=kilobytes)
    return f'<a href="{escape(quote(sister.file))}" type="{escape(sister.media_type)}" download>{escape(words)}</a>'
