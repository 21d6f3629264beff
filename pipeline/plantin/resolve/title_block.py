"""Makes the title block with the bibliographic record: subtitle, authors, abstract, keywords, rights, numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plantin.house.locale import Locale
from plantin.house.locale_tables import MastheadForms
from plantin.model.document import Block, Box, Masthead, Paragraph, Passage, Role
from plantin.model.inlines import Inline, Link, Superscript, Text, merge_texts
from plantin.model.publication import Companion, Publication
from plantin.resolve.masthead import MastheadLines
from plantin.resolve.typography import Typesetter
from plantin.source.front_matter import FrontMatter


def title_block(front: FrontMatter, locale: Locale, typesetter: Typesetter) -> tuple[tuple[Block, ...], Publication]:
    """The title block of ``front``, one passage or nothing, and what it says as values, in the words of ``locale``."""
    made = _TitleBlock(front, locale, typesetter)
    blocks = tuple(made.blocks())
    whole: tuple[Block, ...] = (Passage("title-block", "", locale.direction, blocks),) if blocks else ()
    return whole, made.values


def credited(publication: Publication, head: Masthead, forms: MastheadForms, *, is_translation: bool) -> Publication:
    """``publication`` with who wrote and who issues the edition with the masthead ``head``: a translation that the
    organization does not issue names whoever makes it, or nobody.
    """
    translator = forms.translator if is_translation else ""
    unofficial = is_translation and (forms.unofficial or bool(translator))
    body = translator if unofficial else head.organ or head.organization
    return replace(
        publication,
        creators=tuple(author.name for author in publication.authors) or tuple(filter(None, (body,))),
        publisher=translator if unofficial else publication.publisher or head.organization,
        translator=translator,
    )


class _TitleBlock:
    """Sets the lines of one title block."""

    def __init__(self, front: FrontMatter, locale: Locale, typesetter: Typesetter) -> None:
        self._given = front.publication
        self._locale = locale
        self._forms = locale.publication
        self._lines = MastheadLines(front, typesetter)
        line = self._lines.line
        given = self._given
        self.values = replace(
            given,
            subtitle=line(given.subtitle),
            authors=tuple(
                replace(author, affiliations=tuple(map(line, author.affiliations))) for author in given.authors
            ),
            publisher=line(given.publisher),
            rights=line(given.rights),
            keywords=tuple(map(line, given.keywords)),
            abstract=tuple(map(line, given.abstract)),
            companions=tuple(self._companions(front)),
        )

    def blocks(self) -> Iterator[Block]:
        given = self._given
        if given.subtitle:
            yield self._passage("subtitle", self._lines.inlines(given.subtitle))
        if given.authors:
            yield self._passage("authors", tuple(self._authors()))
        if given.affiliations():
            yield self._passage("affiliations", *self._affiliations())
        if given.abstract:
            title: tuple[Inline, ...] = (Text(self._forms.abstract),) if self._forms.abstract else ()
            blocks = tuple(Paragraph("", "", self._lines.inlines(text)) for text in given.abstract)
            yield Box("abstract", "", title, blocks, ())
        if imprint := tuple(self._imprint()):
            yield self._passage("imprint", *imprint)

    def _passage(self, role: Role, *paragraphs: tuple[Inline, ...]) -> Passage:
        return Passage(role, "", self._locale.direction, tuple(Paragraph("", "", content) for content in paragraphs))

    def _authors(self) -> Iterator[Inline]:
        """The names, each a link to the author's ORCID record where there is one, with the numbers of the affiliations
        where they are several.
        """
        known = self._given.affiliations()
        between = iter(self._locale.list_separators(len(self._given.authors)))
        for n, author in enumerate(self._given.authors):
            if n:
                yield Text(next(between))
            yield Link(f"https://orcid.org/{author.orcid}", (Text(author.name),)) if author.orcid else Text(author.name)
            if len(known) > 1 and author.affiliations:
                yield Superscript((Text(", ".join(str(known.index(one) + 1) for one in author.affiliations)),))

    def _affiliations(self) -> Iterator[tuple[Inline, ...]]:
        known = self._given.affiliations()
        for n, text in enumerate(known, 1):
            mark = (Superscript((Text(str(n)),)), Text(" ")) if len(known) > 1 else ()
            yield (*mark, *self._lines.inlines(text))

    def _companions(self, front: FrontMatter) -> Iterator[Companion]:
        addresses = dict(front.sign_language)
        if address := addresses.get(self._locale.language, addresses.get("", "")):
            name = self._lines.line(self._forms.sign_language.format(address=address))
            yield Companion("sign-language", name, address, "", self._forms.about_sign_language)

    def _imprint(self) -> Iterator[tuple[Inline, ...]]:
        given, forms = self._given, self._forms
        for one in self.values.companions:
            yield self._worded(forms.sign_language, "address", (Link(one.target, (Text(one.target),)),))
        if given.keywords:
            separator = self._locale.list_separators(3)[0]
            words = [
                inline
                for n, text in enumerate(given.keywords)
                for inline in (*([Text(separator)] if n else []), *self._lines.inlines(text))
            ]
            yield self._worded(forms.keywords, "keywords", tuple(words))
        if given.version:
            yield self._worded(forms.version, "version", (Text(given.version),))
        for text in filter(None, (given.publisher, given.rights)):
            yield self._lines.inlines(text)
        if given.licence:
            name: tuple[Inline, ...] = (Text(given.licence),)
            yield self._worded(
                forms.licence, "licence", (Link(given.licence_address, name),) if given.licence_address else name
            )
        for number in given.isbn:
            yield self._worded(forms.isbn, "isbn", (Text(number),))
        if given.issn:
            yield self._worded(forms.issn, "issn", (Text(given.issn),))
        if given.doi:
            yield self._worded(forms.doi, "doi", (Link(given.doi_address, (Text(given.doi_address),)),))

    def _worded(self, form: str, name: str, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """``content`` in the place that ``form`` has for it."""
        before, _, after = form.partition(f"{{{name}}}")
        return merge_texts((Text(before), *content, Text(after)))
