"""The frame of a page of a release: head, style, the way to the other languages. A page works without a network and in any window."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from pipeline.house.locale import Locale
from pipeline.house.style import Style
from pipeline.model.document import Document

_SHEET = """
:root { color-scheme: light dark; --text: #TEXT; --link: #LINK; --ground: #fff; --line: #8a8a8a; font: 1.0625rem/1.5 serif; }
@media (prefers-color-scheme: dark) { :root { --text: #eee; --link: #9cf; --ground: #151515; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; color: var(--text); background: var(--ground); overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.25rem; margin-top: 2rem; }
h3 { font-size: 1.0625rem; margin: 0.5rem 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; list-style: none; margin: 0; padding: 0; }
nav a, .edition > h3 > a { display: inline-block; min-height: 1.5rem; padding: 0.25rem 0; }
nav [aria-current] { color: inherit; font-weight: bold; text-decoration: none; }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { position: static; }
.edition, .change { border-top: 1px solid var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.125rem 1rem; margin: 0 0 1rem; }
dt { font-weight: bold; }
dd { margin: 0; }
.unbroken { display: inline-block; }
ins { text-decoration: underline 2px; }
del { text-decoration: line-through 2px; }
code { font-size: 0.8125rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-block-end: 0.5rem; } }
"""


def name(stem: str, language: str, documents: Mapping[str, Document]) -> str:
    """The file name of a page in ``language``: ``stem`` alone in the report's own language, else with the language's tag."""
    original = documents[language].original
    return f"{stem}.html" if language == (original if original in documents else next(iter(documents))) else f"{stem}-{language}.html"


def leaf(
    stem: str,
    title: str,
    header: str,
    main: str,
    language: str,
    documents: Mapping[str, Document],
    locales: Mapping[str, Locale],
    style: Style,
) -> bytes:
    """The page ``stem`` in ``language``: its title, and the markup of its header and of what it holds."""
    document, words = documents[language], locales[language].release
    sheet = _SHEET.replace("#TEXT", style.colour.text).replace("#LINK", style.colour.link)
    made = f"""<!DOCTYPE html>
<html lang="{language}" dir="{document.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(f"{document.masthead.symbol} – {title}")}</title>
<style>{sheet}</style>
</head>
<body>
<header>
<a class="skip" href="#main">{escape(document.labels.skip)}</a>
<nav aria-label="{escape(words.languages)}"><ul>
{_languages(stem, language, documents, locales)}</ul></nav>
{header}</header>
<main id="main" tabindex="-1">
{main}</main>
</body>
</html>
"""
    return made.encode()


def _languages(stem: str, language: str, documents: Mapping[str, Document], locales: Mapping[str, Locale]) -> str:
    rows = []
    for other in documents:
        here = ' aria-current="page"' if other == language else ""
        link = f'<a href="{name(stem, other, documents)}" hreflang="{other}" lang="{other}"{here}>{escape(locales[other].name)}</a>'
        rows.append(f"<li>{link}</li>\n")
    return "".join(rows)
