"""The landing page of a release in one language: every edition, what it is and how it was checked. It works offline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plantin.house.locale import Locale
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.publish import page_template
from plantin.packs.publish.manifest import ReleasedEdition, ReleaseOrder
from plantin.packs.publish.signing import SIGNATURE
from plantin.production.formats import format_named

STEM = "index"


def page(
    language: str,
    documents: Mapping[str, Document],
    editions: Sequence[ReleasedEdition],
    locales: Mapping[str, Locale],
    order: ReleaseOrder,
    changed: Mapping[str, object] | None,
    style: Style,
) -> bytes:
    """Return the page in ``language`` with the editions in it; ``changed`` says what changed since the last release."""
    document, locale = documents[language], locales[language]
    words, head = locale.release, document.masthead
    # Parts that the house does not print leave no commas behind.
    cite = words.cite_form.format(organ=head.organ, title=head.title, symbol=head.symbol, date=_date(document, locale))
    return page_template.page(
        STEM,
        words.heading,
        language,
        documents,
        locales,
        style,
        date=_date(document, locale),
        version=words.version.format(version=order.version),
        editions=[_edition(edition, locale) for edition in editions if edition.language == language],
        changed=changed,
        # A date may end with the stop of an abbreviation, and the sentence with one of its own.
        cite=cite.removesuffix("..") + "." if cite.endswith("..") else cite,
        contact=words.contact.format(contact=order.contact) if order.contact else "",
        files=["SHA256SUMS", *([SIGNATURE] if order.signed else []), "manifest.json", "check.html"],
    )


def _date(document: Document, locale: Locale) -> str:
    """Return the date in running text: a masthead may have it in another language (Russian ones: English months)."""
    head = document.masthead
    return head.date if locale.masthead.date_cldr == locale.cldr else locale.date(head.issued)


def _edition(edition: ReleasedEdition, locale: Locale) -> dict[str, object]:
    """Return what the page says of an edition."""
    row = format_named(edition.format)
    passed = [claim for claim in edition.conformance if claim.verdict == "passed"]
    return {
        "title": locale.edition_name(edition.format) or (row.title if row else edition.format),
        "file": edition.path.rpartition("/")[2],
        "media_type": edition.media_type,
        "size": locale.size(edition.bytes),
        "pages": edition.pages,
        "standards": list(dict.fromkeys(claim.standard for claim in passed)),
        "tools": list(dict.fromkeys(f"{claim.tool} {claim.version}" for claim in passed)),
        "sha256": edition.sha256,
    }
