"""Whether each statement of an edition, in its metadata and beside its text, is one of the document or its house."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from plantin.auditors.fault import finding
from plantin.auditors.parity import content
from plantin.auditors.statements import (
    CHARACTER,
    ENTRY,
    LINK,
    MARKED,
    ZERO_WIDTH,
    HouseContent,
    Statement,
    with_zero_width,
)
from plantin.findings import Finding
from plantin.model import symbols
from plantin.model.document import Block, Box, Document, Equation, Figure, List, Note, Paragraph, Section, Table, every
from plantin.model.inlines import (
    Code,
    Emphasis,
    Foreign,
    Indicator,
    Inline,
    Link,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from plantin.model.labels import DisplayWords
from plantin.model.outline import flat, normal, runs, text_with_marks
from plantin.model.publication import record

_SHOWN = 80
_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"

_LONGEST_TIP = 255
"""So many characters has a tooltip in Word (ECMA-376 part 1, 17.16.22)."""
_BETWEEN = re.compile(r"\{symbol\}(\W+)")

_WALKED = frozenset((CHARACTER, LINK, ZERO_WIDTH))
MARKS = {Superscript: "raised", Subscript: "lowered", Emphasis: "stressed", Strong: "strong"}
"""The terms of what is set apart in a line of text."""


class PartialStatements:
    """What may be there in part, in whole words: lines of a running head, of a head of a table that is repeated."""

    def __init__(self, wholes: Iterable[str]) -> None:
        self._wholes = "\n".join(map(normal, wholes))

    def fullmatch(self, value: str) -> object:
        """Return whether ``value`` is such a part; in a script without spaces, any part."""
        return (value in self._wholes if value[:1] >= _EAST else None) or re.search(
            rf"(?<!\w){re.escape(value)}(?!\w)", self._wholes
        )


_EAST = "\u2e80"
"""The first letter of the scripts without spaces."""
Values = frozenset[str] | re.Pattern[str] | PartialStatements


def differences(
    document: Document, statements: Sequence[Statement], known: HouseContent, path: str
) -> tuple[Finding, ...]:
    """P037 for each statement in ``statements``, of the edition at ``path``, that neither ``document`` nor its house
    (as far as it is ``known``) makes. Terms that neither has are not judged.
    """
    return tuple(finding("P037", message, path) for message in _unlike(document, statements, known))


def _unlike(document: Document, statements: Sequence[Statement], known: HouseContent) -> Iterator[str]:
    of_house = {term: frozenset(map(normal, values)) for term, values in known.terms.items()}
    values: dict[str, Values] = {**_expected_values(document), **of_house}
    if any(statement.term in _WALKED for statement in statements):
        values |= _collect_texts(document)
    first: dict[tuple[str, str], Statement] = {}
    for statement in statements:
        first.setdefault((statement.term, statement.value), statement)
    for statement in first.values():
        if statement.term in values and not _holds(values[statement.term], statement):
            who = "the house" if statement.term in known.terms else "the document"
            yield f"{statement.where} says {_quote(statement.value)} as {statement.term}, which {who} does not say"
    if anchors := {statement.value for statement in statements if statement.term == ENTRY}:
        yield from (
            f"no entry of a list has the anchor {anchor}" for anchor in _entries(document) if anchor not in anchors
        )
    if marked := [statement.value for statement in statements if statement.term == MARKED]:
        yield from _marks(Counter(_merged_words(document) if marked[0] else _marked_words(document)), statements)


def _entries(document: Document) -> Iterator[str]:
    """Yield the anchors of the entries of lists, in cells and notes too, which are one row of the outline."""
    blocks = document.text()
    yield from (
        item.anchor for block in every(blocks) if isinstance(block, List) for item in block.items if item.anchor
    )


def _collect_texts(document: Document) -> dict[str, Values]:
    """The characters, the words with characters of no width, the addresses of links that are anywhere in a document."""
    characters: set[str] = set()
    words: set[str] = set()
    links = {citation.address for citation in document.citations}
    for part in content.parts(document):
        if isinstance(part, str):
            composed = unicodedata.normalize("NFC", part)
            characters.update(part, composed)
            words.update(with_zero_width(part), with_zero_width(composed))
        elif isinstance(part, Link):
            links.add(part.target)
    escaped = {link.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20") for link in links}
    return {
        CHARACTER: frozenset(characters),
        ZERO_WIDTH: frozenset(words),
        LINK: frozenset(map(normal, links | escaped)),
    }


def _marks(wanted: Counter[tuple[str, str]], statements: Iterable[Statement]) -> Iterator[str]:
    """Yield what is raised, lowered or stressed in an edition and not in its document (``wanted``), or the reverse."""
    seen = Counter((statement.term, statement.value) for statement in statements if statement.term in MARKS.values())
    for which, rows in (("more", seen - wanted), ("less", wanted - seen)):
        for (term, words), count in rows.items():
            times = "once" if count == 1 else f"{count} times"
            yield f"{_quote(words)} is {term} {times} {which} often in the edition than in the document"


def _marked_words(document: Document) -> Iterator[tuple[str, str]]:
    """Yield what is raised, lowered or stressed in the text of a document."""
    for part in content.parts((document.masthead.notes, document.blocks, document.notes)):
        if isinstance(part, Superscript | Subscript | Emphasis | Strong):
            yield MARKS[type(part)], normal(text_with_marks(part.content))


def _merged_words(document: Document) -> Iterator[tuple[str, str]]:
    """Yield what is raised, lowered or stressed in the text of a document and in its list of contents, what is next to
    each other and set alike taken together, without spaces.
    """
    notes = (block for note in (*document.masthead.notes, *document.notes) for block in note.blocks)
    listed = (section.heading for section in document.sections())
    for run in (*_runs((*document.blocks, *notes)), *listed):
        opened: dict[str, str] = {}
        for words, terms in _leaves(run, frozenset()):
            yield from ((term, opened.pop(term)) for term in [*opened] if term not in terms)
            opened |= {term: opened.get(term, "") + words for term in terms}
        yield from opened.items()


def _leaves(content: tuple[Inline, ...], terms: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the words of a line, each with the terms for how they are set apart; not formulas, nor calls of notes."""
    for inline in content:
        if isinstance(inline, Emphasis | Strong | Superscript | Subscript | Foreign | Link):
            yield from _leaves(inline.content, terms | {MARKS[type(inline)]} if type(inline) in MARKS else terms)
        elif isinstance(inline, Text | Code | Reference) and (words := "".join(inline.text.split())):
            yield words, terms


def _holds(values: Values, one: Statement) -> bool:
    value = one.value if one.term in (CHARACTER, ZERO_WIDTH) else normal(one.value)
    return value in values if isinstance(values, frozenset) else values.fullmatch(value) is not None


def _quote(value: str) -> str:
    return f"“{value[:_SHOWN]}{'…' * (len(value) > _SHOWN)}”" if value else "nothing"


def _expected_values(document: Document) -> Mapping[str, Values]:
    """Return the values that each term may have in an edition of ``document``."""
    fixed: dict[str, Iterable[str]] = {
        **_masthead(document), **_publication(document), **_labels(document), **_of_word(document), **_file(document),
    }  # fmt: skip
    values: dict[str, Values] = {term: frozenset(normal(value) for value in texts) for term, texts in fixed.items()}
    return {**values, **_patterns(document), "running head": PartialStatements(_running_heads(document))}


def _masthead(document: Document) -> dict[str, Iterable[str]]:
    head = document.masthead
    page_title = f"{head.symbol}: {head.title}"
    book = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:x-plantin:{head.symbol}:{document.version}").urn
    return {
        "title": [head.title],
        "title language": [head.title_language],
        "page title": [page_title],
        "symbol": [head.symbol],
        "identifier": [head.symbol, *document.publication.identifiers()],
        "language": [document.language],
        "original": [document.original],
        "locale": [document.regional.replace("-", "_")],
        "issued": [head.issued],
        "issued with slashes": [head.issued.replace("-", "/")],
        "organization": [head.organization],
        "book identifier": [book],
        "spoken identifier": [uuid.uuid5(uuid.NAMESPACE_URL, f"{book}#spoken").urn],
        "title of a page": [
            head.title,
            *(
                f"{words} – {head.symbol}"
                for words in (*_sections(document), document.labels.notes, document.labels.contents)
            ),
        ],
        "producer": [document.publication.publisher or head.title],
        "creator or title": document.publication.creators or [head.title],
        "section": [*_sections(document), head.title],
        "landmark": [
            *_sections(document),
            *(getattr(document.labels, name) for name in ("masthead", "contents", "notes")),
        ],
        "picture": [picture.picture.digest for picture in (*document.pictures(), *filter(None, (document.logo,)))],
        "role": ["aut", "trl"],
        "about": [", ".join(filter(None, (head.organ, head.symbol, head.date, head.notice)))],
    }


def _file(document: Document) -> dict[str, Iterable[str]]:
    """Return what a PDF says of itself, in a line where other formats have a list."""
    head, publication = document.masthead, document.publication
    lines = (head.symbol, head.organ, head.date, head.original, head.notice)
    report = uuid.uuid5(uuid.NAMESPACE_URL, f"{head.symbol} {document.version}")
    formulas = (markup.mathml.encode() for markup in content.formulas(document))
    return {
        "authors": [", ".join(publication.creators)],
        "subject line": [" ".join(publication.abstract) or ". ".join(filter(None, lines))],
        "keywords in a row": [", ".join(publication.keywords)],
        "terms of use": [publication.licence, publication.licence_address],
        "version or 1": [publication.version or "1"],
        "document id": [f"uuid:{report}"],
        "bookmark": [head.title, *_sections(document)],
        "attachment": [f"{symbols.slug(head.symbol)}-{document.version}.json"],
        "attachment words": [f"{head.symbol}: the document from which these pages were made"],
        "digest of a formula": [hashlib.sha256(markup).hexdigest() for markup in formulas],
    }


def _running_heads(document: Document) -> Iterator[str]:
    """Yield what may be at the head, the foot and the edge of pages and outside the text: lines of the masthead,
    headings, heads of tables and of their groups that go on, and words of the language.
    """
    head, labels = document.masthead, document.labels
    yield from (head.symbol, head.title, head.organization, head.organ, head.date, head.session, head.supplement)
    yield from (labels.contents_continued, labels.contents_page, labels.blank_page)
    yield from re.split(r"{\w+}", labels.page)
    yield from _sections(document)
    for block in every((*document.blocks, *(inner for note in document.notes for inner in note.blocks))):
        if isinstance(block, Table):
            heads = (*block.head, *(row for row in block.rows if row[0].kind == "group"))
            yield from (text_with_marks(cell.line()) for row in heads for cell in row)


def _sections(document: Document) -> list[str]:
    """Return the heading of each section after its label."""
    return [f"{section.label} {plain(section.heading)}".strip() for section in document.sections()]


def _publication(document: Document) -> dict[str, Iterable[str]]:
    publication = document.publication
    recorded = dict(record(publication))
    terms = ("rights", "license", "subject", "abstract", "version", "alternative", "relation")
    return {
        **{term: recorded.get(term, ()) for term in terms},
        "creator": publication.creators,
        "publisher": [publication.publisher],
        "translator": [publication.translator],
        "affiliation": publication.affiliations(),
        "orcid": [f"https://orcid.org/{author.orcid}" for author in publication.authors],
        "doi": [publication.doi],
        "doi address": [publication.doi_address],
        "issn": [publication.issn],
        "keywords": ["; ".join(publication.keywords)],
        "companion": [companion.name for companion in publication.companions],
        "level": [companion.level for companion in publication.companions],
        "expansion": [words for _, words in publication.abbreviations],
        "cited symbol": [citation.symbol for citation in document.citations],
        "cited address": [citation.address for citation in document.citations],
    }


_LABELS = "skip masthead contents notes editions download copy_link copy_citation copied pages".split()
"""The labels that are values of a term with their names."""


def _labels(document: Document) -> dict[str, Iterable[str]]:
    """Return the fixed words of the language, those of each note and paragraph among them."""
    labels, display = document.labels, document.display
    return {
        **{name.replace("_", " "): [getattr(labels, name)] for name in _LABELS},
        "title of the contents": [labels.contents, f"{labels.contents} {labels.contents_page}"],
        "link with a name": _named_links(document),
        "formula": [formula.words for formula in content.formulas(document)],
        "alternative text": [figure.alternative for figure in (*document.pictures(), *filter(None, (document.logo,)))],
        "alternative text of charts": [picture.alternative for picture in document.pictures() if picture.chart],
        "display": list(_choosing(display)) if display else [],
    }


def _named_links(document: Document) -> Iterator[str]:
    """Yield the words, the name and the place of each link that a voice calls otherwise than by its words."""
    labels = document.labels
    for note in notes(document):
        yield f"{note.label} {labels.note_call.format(label=note.label)} → {note.anchor}"
        back, several = labels.back.format(label=note.label), len(note.indicators) > 1
        for n, anchor in enumerate(note.indicators, 1):
            yield f"{n} {back}, {n} → {anchor}" if several else f"{back} → {anchor}"
    for block in every(document.blocks):
        if isinstance(block, Paragraph) and block.label:
            yield f"{block.label} {labels.paragraph_link.format(label=block.label)} → {block.anchor}"


def _of_word(document: Document) -> dict[str, Iterable[str]]:
    """Return what a Word file says: its properties, the titles of tables and pictures for who does not see them, its
    bookmarks and links.
    """
    publication, head = document.publication, document.masthead
    blocks = (*document.blocks, *(block for note in (*document.notes, *head.notes) for block in note.blocks))
    objects = [block for block in every(blocks) if isinstance(block, Table | Figure | Box)]
    pictures = [*document.pictures(), *filter(None, (document.logo,))]
    return {
        "creators": ["; ".join(publication.creators)],
        "identifiers": ["; ".join((head.symbol, *publication.identifiers()))],
        "whole abstract": [" ".join(publication.abstract)],
        "caption of a table": [f"{item.label} {plain(item.title)}" for item in objects if isinstance(item, Table)],
        "name of a picture": [picture.picture.name.rpartition("/")[2] for picture in pictures],
        "label of a picture": [picture.label for picture in pictures],
        "bookmark of Word": [name.replace("-", "_").replace(".", "__") for name in _anchors(document)],
        "hyperlink": _links(document, blocks),
        "address of a link": [
            inline.target for run in _runs(blocks) for inline in flat(run) if isinstance(inline, Link)
        ],
    }


def _runs(blocks: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    return (run for block in blocks for run in runs(block))


def _anchors(document: Document) -> Iterator[str]:
    """Yield every anchor of a document, those of the numbers of objects among them."""
    for part in content.parts((document.masthead, document.blocks, document.notes)):
        if (anchor := getattr(part, "anchor", "")) and not isinstance(part, Reference):
            yield anchor
            if isinstance(part, Table | Figure | Box | Equation):
                yield f"{anchor}.number"


def _links(document: Document, blocks: Iterable[Block]) -> Iterator[str]:
    """Yield each link: its words, where it leads, and what it says of that; of rows of contents the last two."""
    labels = document.labels
    for inline in (inline for run in _runs(blocks) for inline in flat(run)):
        if isinstance(inline, Link):
            tip = inline.target if len(inline.target) <= _LONGEST_TIP else plain(inline.content)[:_LONGEST_TIP]
            yield f"{normal(plain(inline.content))} → {inline.target} ({normal(tip)})"
        elif isinstance(inline, Reference):
            yield f"{normal(inline.text)} → {inline.anchor} ({normal(inline.text)})"
        elif isinstance(inline, Indicator):
            tip = labels.note_call.format(label=inline.label)[:_LONGEST_TIP]
            yield f"{inline.label} → {inline.note} ({normal(tip)})"
    for section in document.sections():
        tip = f"{section.label} {plain(section.heading)}".strip()[:_LONGEST_TIP]
        yield f" → {section.anchor} ({normal(tip)})"
    for note in notes(document):
        back = normal(labels.back.format(label=note.label)[:_LONGEST_TIP])
        yield from (f"{note.label} → {anchor} ({back})" for anchor in note.indicators)


def _choosing(words: DisplayWords) -> Iterator[str]:
    """Yield the names of the panel and of what is chosen in it."""
    yield from (words.heading, words.face, words.size, words.spacing, words.colours, words.pages)


def _choices(words: DisplayWords) -> Iterator[str]:
    """Yield what may be chosen in the panel of how the page looks, as patterns."""
    for choice in (words.house, words.sans, words.normal, words.wide, words.device, words.light, words.dark):
        yield _to_regex(choice)
    yield from (_to_regex(choice) for choice in (words.shown, words.hidden) if choice)
    yield _to_regex(words.percent, percent="(?:100|125|150|200)")
    yield _to_regex(words.legible, family=".+")


def notes(document: Document) -> Iterator[Note]:
    """Yield every note: those of the text, of the masthead, and those by letters."""
    yield from (*document.notes, *document.masthead.notes)
    blocks = document.text()
    yield from (note for block in every(blocks) if isinstance(block, Table | Figure | Box) for note in block.notes)


def _patterns(document: Document) -> dict[str, Values]:
    """What has a number that the document does not have: pages, sizes, times; the annex around a cited paragraph."""
    labels = document.labels
    names = [section.label for section in every(document.blocks) if isinstance(section, Section) and section.label]
    around = "|".join(re.escape(normal(f"{name[:1].lower()}{name[1:]}")) for name in names) or "(?!)"
    sizes = {"format": ".+", "size": "[0-9]+", "whole": "[0-9]+", "tenths": "[0-9]"}
    form = normal(labels.citation)
    between = match[1] if (match := _BETWEEN.search(form)) else ""
    symbol = re.escape(document.masthead.symbol)
    cited = _to_regex(form, symbol=symbol + (f"(?:{re.escape(between)}(?:{around}))*" if between else ""))
    found_in = {
        "page": _to_regex(labels.page_start, page=r"[\w.-]+"),
        "file": f"{_to_regex(labels.file, **sizes)}|{_to_regex(labels.large_file, **sizes)}",
        "citation": cited,
        "modified": _TIME,
        "running": _running(document),
        "printed edition": re.escape(normal(f"{document.masthead.symbol}, {document.language}, PDF:"))
        + r" [\w.~%-]+\.pdf",
        "choice": "|".join(_choices(document.display)) if document.display else "(?!)",
    }
    return {term: re.compile(pattern) for term, pattern in found_in.items()}


def _running(document: Document) -> str:
    """What is at the head and the foot of pages: lines of the masthead, page numbers, and the words around these."""
    head = document.masthead
    lines = (head.symbol, head.title, head.organization, head.organ, head.date)
    words = (*lines, *re.split(r"{\w+}", document.labels.page))
    texts = "|".join(re.escape(normal(word)) for word in words if normal(word))
    return rf'(?:"(?:{texts}|\W)*?"|counter\(pages?\)| )+'


def _to_regex(pattern: str, **parts: str) -> str:
    """Return ``pattern`` of ``str.format`` as a regular expression."""
    regex = re.escape(normal(pattern))
    for name, part in parts.items():
        regex = regex.replace(re.escape(f"{{{name}}}"), part)
    return regex
