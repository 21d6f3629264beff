"""The web page: one file that needs nothing from the network, with the report, its contents and its notes."""

from __future__ import annotations

import base64
import datetime as dt
import json
from html import escape

from pipeline.document import Document, LineBreak, Paragraph
from pipeline.style import Style
from pipeline.writers import faces
from pipeline.writers.claims import SUMMARY_LANGUAGE, claims
from pipeline.writers.xhtml import Body

# What a browser is to let the page do: its own style, script and fonts, and nothing from anywhere else.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'"


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """The edition as an HTML file, in UTF-8."""
    head = document.masthead
    parts = (
        "<!DOCTYPE html>\n",
        f'<html lang="{escape(document.language)}" dir="{document.direction}">\n<head>\n',
        '<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{escape(f'{head.symbol}: {head.title}', quote=False)}</title>\n",
        _metadata(document, moment),
        f"<style>{_sheet(document, style)}</style>\n</head>\n<body>\n",
        _body(document),
        f"<script>\n{style.sheet('screen.js')}</script>\n</body>\n</html>\n",
    )
    return "".join(parts).encode()


class _Page(Body):
    """The body of the page, in which the number of a paragraph is the link to it."""

    def number(self, paragraph: Paragraph) -> str:
        words = escape(self.document.labels.paragraph_link.format(label=paragraph.label))
        return f'<a class="label" href="{self.address(paragraph.anchor)}" aria-label="{words}">{escape(paragraph.label)}</a>'

    def line_break(self, line_break: LineBreak) -> str:
        del line_break
        return "<br>"


def _body(document: Document) -> str:
    body = _Page(document)
    labels = document.labels
    return (
        f'<a class="skip" href="#text">{escape(labels.skip)}</a>\n'
        f'<header class="masthead" aria-label="{escape(labels.masthead)}">\n{body.masthead()}</header>\n'
        f"{_contents(body)}"
        f'<main id="text" tabindex="-1">\n{"".join(map(body.block, document.blocks))}{_notes(body)}</main>\n'
    )


def _contents(body: Body) -> str:
    rows = body.contents()
    if not rows:
        return ""
    labels = body.document.labels
    notes = f'<p class="to-notes"><a href="#notes">{escape(labels.notes)}</a></p>\n' if body.document.notes else ""
    return (
        f'<nav class="contents" role="doc-toc" aria-label="{escape(labels.contents)}">\n'
        f"<details open><summary>{escape(labels.contents)}</summary>\n{rows}\n{notes}</details>\n</nav>\n"
    )


def _notes(body: Body) -> str:
    notes = body.document.notes
    if not notes:
        return ""
    return (
        '<section id="notes" class="notes" role="doc-endnotes" aria-labelledby="notes-heading">'
        f'<h2 id="notes-heading">{escape(body.document.labels.notes)}</h2>\n'
        f"<ol>{''.join(map(body.note, notes))}</ol></section>\n"
    )


def _sheet(document: Document, style: Style) -> str:
    """The style sheet, the house's colours and its fonts inside it."""

    def data(cut: str) -> str:
        return f"data:font/woff2;base64,{base64.b64encode(style.web_font(cut).read_bytes()).decode()}"

    colour = style.colour
    root = f":root {{ --text: {colour.text}; --link: {colour.link}; --rule: {colour.rule}; }}\n"
    return "\n" + faces.rules(style, faces.cuts(document), data) + root + style.sheet("screen.css")


def _metadata(document: Document, moment: dt.datetime) -> str:
    head = document.masthead
    about = ", ".join(line for line in (head.organ, head.symbol, head.date, head.notice) if line)
    named = {
        "color-scheme": "light dark",
        "description": about,
        "dcterms.title": head.title,
        "dcterms.identifier": head.symbol,
        "dcterms.language": document.language,
        "dcterms.issued": head.issued,
        "dcterms.modified": _time(moment),
        "dcterms.publisher": head.organization,
        "dcterms.creator": head.organ,
    }
    shared = {"og:type": "article", "og:title": f"{head.symbol}: {head.title}", "og:description": about, "og:site_name": head.organization}
    rows = [f'<meta name="{name}" content="{escape(value)}">\n' for name, value in named.items() if value]
    rows += [f'<meta property="{name}" content="{escape(value)}">\n' for name, value in shared.items() if value]
    # "<" is written as an escape, so that no word of the report can end the element.
    linked = json.dumps(_linked(document, moment), ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return "".join(rows) + f'<script type="application/ld+json">{linked}</script>\n'


def _linked(document: Document, moment: dt.datetime) -> dict[str, object]:
    """The report as linked data, in the vocabulary of schema.org."""
    head, made = document.masthead, claims(document)
    values: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": head.title,
        "reportNumber": head.symbol,
        "identifier": head.symbol,
        "inLanguage": document.language,
        "datePublished": head.issued,
        "dateModified": _time(moment),
        "publisher": {"@type": "Organization", "name": head.organization},
        "author": {"@type": "Organization", "name": head.organ},
        "accessMode": list(made.modes),
        "accessModeSufficient": [{"@type": "ItemList", "itemListElement": [mode]} for mode in made.sufficient],
        "accessibilityFeature": list(made.features),
        "accessibilityHazard": list(made.hazards),
        "accessibilitySummary": {"@value": made.summary, "@language": SUMMARY_LANGUAGE},
    }
    if document.language != document.original:
        values["translationOfWork"] = {"@type": "Report", "identifier": head.symbol, "inLanguage": document.original}
    return values


def _time(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
