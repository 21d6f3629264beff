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
    """Return the title block of ``front``, a passage or nothing, and its values, in the words of ``locale``."""
    builder = _TitleBlock(front, locale, typesetter)
    blocks = tuple(builder.blocks())
    whole: tuple[Block, ...] = (Passage("title-block", "", locale.direction, blocks),) if blocks else ()
    return whole, builder.values


def add_credits(publication: Publication, head: Masthead, forms: MastheadForms, *, is_translation: bool) -> Publication:
    """Return ``publication`` with who wrote the report and who issues the edition with the masthead ``head``: whoever
    makes a translation that the organization does not issue, or nobody. A translator is no author.
    """
    translator = forms.translator if is_translation else ""
    unofficial = is_translation and (forms.unofficial or bool(translator))
    body = head.organ or head.organization
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
        publication = self._given
        self.values = replace(
            publication,
            subtitle=line(publication.subtitle),
            authors=tuple(
                replace(author, affiliations=tuple(map(line, author.affiliations))) for author in publication.authors
            ),
            publisher=line(publication.publisher),
            rights=line(publication.rights),
            keywords=tuple(map(line, publication.keywords)),
            abstract=tuple(map(line, publication.abstract)),
            companions=tuple(self._companions(front)),
        )

    def blocks(self) -> Iterator[Block]:
        publication = self._given
        if publication.subtitle:
            yield self._passage("subtitle", self._lines.inlines(publication.subtitle))
        if publication.authors:
            yield self._passage("authors", tuple(self._authors()))
        if publication.affiliations():
            yield self._passage("affiliations", *self._affiliations())
        if publication.abstract:
            title: tuple[Inline, ...] = (Text(self._forms.abstract),) if self._forms.abstract else ()
            blocks = tuple(Paragraph("", "", self._lines.inlines(text)) for text in publication.abstract)
            yield Box("abstract", "", title, blocks, ())
        if imprint := tuple(self._imprint()):
            yield self._passage("imprint", *imprint)

    def _passage(self, role: Role, *paragraphs: tuple[Inline, ...]) -> Passage:
        return Passage(role, "", self._locale.direction, tuple(Paragraph("", "", content) for content in paragraphs))

    def _authors(self) -> Iterator[Inline]:
        """Yield the names, linked to ORCID records, with numbers of affiliations where they are several."""
        affiliations = self._given.affiliations()
        names = [author.name for author in self._given.authors]
        between = iter(self._locale.list_separators(len(names), "".join(names[-1:])))
        for n, author in enumerate(self._given.authors):
            if n:
                yield Text(next(between))
            yield Link(f"https://orcid.org/{author.orcid}", (Text(author.name),)) if author.orcid else Text(author.name)
            if len(affiliations) > 1 and author.affiliations:
                numbers = (str(affiliations.index(affiliation) + 1) for affiliation in author.affiliations)
                yield Superscript((Text(", ".join(numbers)),))

    def _affiliations(self) -> Iterator[tuple[Inline, ...]]:
        affiliations = self._given.affiliations()
        for n, text in enumerate(affiliations, 1):
            mark = (Superscript((Text(str(n)),)), Text(" ")) if len(affiliations) > 1 else ()
            yield (*mark, *self._lines.inlines(text))

    def _companions(self, front: FrontMatter) -> Iterator[Companion]:
        addresses = dict(front.sign_language)
        if address := addresses.get(self._locale.language, addresses.get("", "")):
            name = self._lines.line(self._forms.sign_language.format(address=address))
            yield Companion("sign-language", name, address, "", self._forms.about_sign_language)

    def _imprint(self) -> Iterator[tuple[Inline, ...]]:
        publication, forms = self._given, self._forms
        for companion in self.values.companions:
            yield self._fill_form(forms.sign_language, "address", (Link(companion.target, (Text(companion.target),)),))
        if publication.keywords:
            separator = self._locale.list_separators(3)[0]
            words = [
                inline
                for n, text in enumerate(publication.keywords)
                for inline in (*([Text(separator)] if n else []), *self._lines.inlines(text))
            ]
            yield self._fill_form(forms.keywords, "keywords", tuple(words))
        if publication.version:
            yield self._fill_form(forms.version, "version", (Text(publication.version),))
        for text in filter(None, (publication.publisher, publication.rights)):
            yield self._lines.inlines(text)
        if publication.licence:
            name: tuple[Inline, ...] = (Text(publication.licence),)
            address = publication.licence_address
            yield self._fill_form(forms.licence, "licence", (Link(address, name),) if address else name)
        for number in publication.isbn:
            yield self._fill_form(forms.isbn, "isbn", (Text(number),))
        if publication.issn:
            yield self._fill_form(forms.issn, "issn", (Text(publication.issn),))
        if publication.doi:
            yield self._fill_form(forms.doi, "doi", (Link(publication.doi_address, (Text(publication.doi_address),)),))

    def _fill_form(self, form: str, name: str, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return ``content`` in the place that ``form`` has for it."""
        before, _, after = form.partition(f"{{{name}}}")
        return merge_texts((Text(before), *content, Text(after)))
