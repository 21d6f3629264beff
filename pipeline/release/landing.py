"""The page of a release in one language: every edition of a report, what it is and how it was checked. It works without a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from pipeline.document import Document
from pipeline.editions import format_named
from pipeline.locale import Locale
from pipeline.release.manifest import Issued, Order
from pipeline.style import Style

_SHEET = """
:root { color-scheme: light dark; --text: #TEXT; --link: #LINK; --ground: #fff; font: 1.0625rem/1.5 serif; }
@media (prefers-color-scheme: dark) { :root { --text: #eee; --link: #9cf; --ground: #151515; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; color: var(--text); background: var(--ground); overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.25rem; margin-top: 2rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; list-style: none; margin: 0; padding: 0; }
nav a, .edition > h3 > a { display: inline-block; min-height: 1.5rem; padding: 0.25rem 0; }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { position: static; }
.edition { border-top: 1px solid; }
h3 { font-size: 1.0625rem; margin: 0.5rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.125rem 1rem; margin: 0 0 1rem; }
dd { margin: 0; }
code { font-size: 0.8125rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-block-end: 0.5rem; } }
"""


def name(language: str, documents: Mapping[str, Document]) -> str:
    """The file name of the page in ``language``: index.html in the report's own language, else with the language's tag."""
    original = documents[language].original
    return "index.html" if language == (original if original in documents else next(iter(documents))) else f"index-{language}.html"


def page(
    language: str, documents: Mapping[str, Document], editions: Sequence[Issued], locales: Mapping[str, Locale], order: Order, style: Style
) -> bytes:
    """The page in ``language`` of the report with these documents and editions, those in ``language`` first of all."""
    document, locale = documents[language], locales[language]
    words, head = locale.release, document.masthead
    own = [one for one in editions if one.language == language]
    cite = words.cite_form.format(organ=head.organ, title=head.title, symbol=head.symbol, date=head.date)
    contact = f"<p>{escape(words.contact.format(contact=order.contact))}</p>" if order.contact else ""
    sheet = _SHEET.replace("#TEXT", style.colour.text).replace("#LINK", style.colour.link)
    made = f"""<!DOCTYPE html>
<html lang="{language}" dir="{document.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(f"{head.symbol} – {words.heading}")}</title>
<style>{sheet}</style>
</head>
<body>
<header>
<a class="skip" href="#editions">{escape(document.labels.skip)}</a>
<nav aria-label="{escape(words.languages)}"><ul>
{_languages(language, documents, locales)}</ul></nav>
<p>{escape(head.organization)} · {escape(head.organ)} · {escape(head.symbol)} · {escape(head.date)}</p>
<h1>{escape(head.title)}</h1>
<p>{escape(words.version.format(version=order.version))}</p>
</header>
<main id="editions" tabindex="-1">
<h2>{escape(words.heading)}</h2>
{"".join(_edition(one, locale, document) for one in own)}<h2>{escape(words.cite)}</h2>
<p>{escape(cite)}</p>
<h2>{escape(words.barrier)}</h2>
<p>{escape(words.barrier_text)}</p>{contact}
<h2>{escape(words.verify)}</h2>
<p>{escape(words.verify_text)}</p>
<ul>
<li><a href="../SHA256SUMS">SHA256SUMS</a></li>
<li><a href="../manifest.json">manifest.json</a></li>
<li><a href="../check.html" hreflang="en">check.html</a></li>
</ul>
</main>
</body>
</html>
"""
    return made.encode()


def _languages(language: str, documents: Mapping[str, Document], locales: Mapping[str, Locale]) -> str:
    rows = []
    for other in documents:
        here = ' aria-current="page"' if other == language else ""
        link = f'<a href="{name(other, documents)}" hreflang="{other}" lang="{other}"{here}>{escape(locales[other].name)}</a>'
        rows.append(f"<li>{link}</li>\n")
    return "".join(rows)


def _edition(one: Issued, locale: Locale, document: Document) -> str:
    words = locale.release
    row = format_named(one.format)
    title = words.formats.get(one.format) or (row.title if row else one.format)
    passed = [claim for claim in one.conformance if claim.verdict == "passed"]
    claims = ", ".join(dict.fromkeys(claim.standard for claim in passed))
    tools = ", ".join(dict.fromkeys(f"{claim.tool} {claim.version}" for claim in passed))
    facts = [(words.size, escape(locale.size(one.bytes)))]
    if one.pages:
        facts.append((words.pages, str(one.pages)))
    if claims:
        facts.append((words.conformance, escape(words.checked.format(claims=claims, tools=tools))))
    facts.append((words.digest, f"<code>{one.sha256}</code>"))
    lines = "".join(f"<dt>{escape(term)}</dt><dd>{fact}</dd>\n" for term, fact in facts)
    file = one.path.rpartition("/")[2]
    link = f'<a href="{escape(file)}" type="{one.media_type}" hreflang="{document.language}" download>{escape(title)}</a>'
    return f'<div class="edition">\n<h3>{link}</h3>\n<dl>\n{lines}</dl>\n</div>\n'
