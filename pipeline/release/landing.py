"""The page of a release in one language: every edition of a report, what it is and how it was checked. It works without a network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from pipeline.build.formats import format_named
from pipeline.house.locale import Locale
from pipeline.house.style import Style
from pipeline.model.document import Document
from pipeline.release.manifest import Issued, Order
from pipeline.release.page_template import leaf
from pipeline.release.signing import SIGNATURE

STEM = "index"


def page(
    language: str,
    documents: Mapping[str, Document],
    editions: Sequence[Issued],
    locales: Mapping[str, Locale],
    order: Order,
    changed: str,
    style: Style,
) -> bytes:
    """The page in ``language`` of the report with these documents and editions, those in ``language`` alone; ``changed`` is the markup
    that says what changed since the release before.
    """
    document, locale = documents[language], locales[language]
    words, head = locale.release, document.masthead
    own = [one for one in editions if one.language == language]
    cite = words.cite_form.format(organ=head.organ, title=head.title, symbol=head.symbol, date=_date(document, locale))
    # A date may end with the stop of an abbreviation, and the sentence with one of its own.
    cite = cite.removesuffix("..") + "." if cite.endswith("..") else cite
    cited = f"<h2>{escape(words.cite)}</h2>\n<p>{escape(cite)}</p>\n" if cite else ""
    contact = f"<p>{escape(words.contact.format(contact=order.contact))}</p>\n" if order.contact else ""
    files = ["SHA256SUMS", *([SIGNATURE] if order.signed else []), "manifest.json", "check.html"]
    header = f"""<p>{escape(head.organization)} · {escape(head.organ)} · {escape(head.symbol)} · {escape(_date(document, locale))}</p>
<h1>{escape(head.title)}</h1>
<p>{escape(words.version.format(version=order.version))}</p>
"""
    main = f"""<h2>{escape(words.heading)}</h2>
{"".join(_edition(one, locale, document) for one in own)}{changed}{cited}<h2>{escape(words.barrier)}</h2>
<p>{escape(words.barrier_text)}</p>
{contact}<h2>{escape(words.verify)}</h2>
<p>{escape(words.verify_text)}</p>
<ul>
{"".join(_file(file) for file in files)}</ul>
"""
    return leaf(STEM, words.heading, header, main, language, documents, locales, style)


def _unbroken(names: Iterable[str]) -> str:
    """Names as markup, each once and none divided at its hyphens."""
    return ", ".join(f'<span class="unbroken">{escape(name)}</span>' for name in dict.fromkeys(names))


def _date(document: Document, locale: Locale) -> str:
    """The report's date in running text: a masthead may have it in another language (Russian ones have English months)."""
    from babel.dates import format_date

    if locale.masthead.date_cldr == locale.cldr:
        return document.masthead.date
    return str(format_date(dt.date.fromisoformat(document.masthead.issued), "long", locale.cldr))


def _file(name: str) -> str:
    language = ' hreflang="en"' if name.endswith(".html") else ""
    return f'<li><a href="../{name}"{language}>{name}</a></li>\n'


def _edition(one: Issued, locale: Locale, document: Document) -> str:
    words = locale.release
    row = format_named(one.format)
    title = words.formats.get(one.format) or (row.title if row else one.format)
    passed = [claim for claim in one.conformance if claim.verdict == "passed"]
    claims = _unbroken(claim.standard for claim in passed)
    tools = _unbroken(f"{claim.tool} {claim.version}" for claim in passed)
    facts = [(words.size, escape(locale.size(one.bytes)))]
    if one.pages:
        facts.append((words.pages, str(one.pages)))
    if claims:
        facts.append((words.conformance, escape(words.checked).format(claims=claims, tools=tools)))
    facts.append((words.digest, f"<code>{one.sha256}</code>"))
    lines = "".join(f"<dt>{escape(term)}</dt><dd>{fact}</dd>\n" for term, fact in facts)
    file = one.path.rpartition("/")[2]
    link = f'<a href="{escape(file)}" type="{one.media_type}" hreflang="{document.language}" download>{escape(title)}</a>'
    return f'<div class="edition">\n<h3>{link}</h3>\n<dl>\n{lines}</dl>\n</div>\n'
