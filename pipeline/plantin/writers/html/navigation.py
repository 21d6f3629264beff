"""The links from a web page to the other editions, and the tools at each paragraph."""

from __future__ import annotations

from html import escape
from itertools import groupby
from urllib.parse import quote

from plantin.model.document import Document
from plantin.model.related_editions import RelatedEdition, RelatedEditions

_MOST_SHOWN_OF_FAMILY = 2
"""So many files of one family of formats are among the others."""


def editions(document: Document, related: RelatedEditions) -> str:
    """Return the other languages of the page, and the same report as files; nothing where there is neither."""
    labels = document.labels
    parts = []
    if related.languages:
        rows = "".join(f"<li>{_language(edition)}</li>\n" for edition in related.languages)
        parts.append(f'<ul class="languages">\n{rows}</ul>\n')
    if related.formats:
        rows = "".join(
            _files(document, family, list(group))
            for family, group in groupby(related.formats, key=lambda one: one.family)
        )
        parts.append(f'<p>{escape(labels.download)}</p>\n<ul class="files">\n{rows}</ul>\n')
    return f'<nav class="editions" aria-label="{escape(labels.editions)}">\n{"".join(parts)}</nav>\n' if parts else ""


def tools(document: Document, related: RelatedEditions) -> str:
    """Return what the script puts beside the number of a paragraph; ``{number}`` is for it to fill in. Without the
    script the number itself is the link to keep.
    """
    labels = document.labels
    citation = labels.citation.format(symbol=document.masthead.symbol, number="{number}")
    languages = "".join(map(_language, related.languages))
    return (
        f'<template id="tools" data-address="{escape(related.address)}" data-citation="{escape(citation)}"'
        f' data-copied="{escape(labels.copied)}">'
        f'<button type="button" class="copy-link">{escape(labels.copy_link)}</button>'
        f'<button type="button" class="copy-citation">{escape(labels.copy_citation)}</button>{languages}</template>\n'
        '<div class="announcement" role="status"></div>\n'
    )


def _language(edition: RelatedEdition) -> str:
    language, address = escape(edition.language), escape(quote(edition.file))
    return (
        f'<a href="{address}" hreflang="{language}" lang="{language}"'
        f' dir="{edition.direction}">{escape(edition.name)}</a>'
    )


def _files(document: Document, family: str, files: list[RelatedEdition]) -> str:
    """Return the entries of files; those of a large family are in one entry that opens."""
    rows = "".join(f"<li>{_file(document, edition)}</li>\n" for edition in files)
    if not family or len(files) <= _MOST_SHOWN_OF_FAMILY:
        return rows
    return (
        f'<li class="family"><details><summary>{escape(family)}'
        f" ({len(files)})</summary>\n<ul>\n{rows}</ul>\n</details></li>\n"
    )


def _file(document: Document, edition: RelatedEdition) -> str:
    words = document.labels.describe_file(edition.format, edition.size)
    return f'<a href="{escape(quote(edition.file))}" type="{escape(edition.media_type)}" download>{escape(words)}</a>'
