"""What editions depend on: digests that decide whether one must be made again, each taken once in a run."""

from __future__ import annotations

import glob
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from plantin.bounded.kept import forget, memoize
from plantin.files import digest, file_digest, tree, tree_digest
from plantin.findings import PlantinError, SourceError, StyleError
from plantin.house import brand, configuration, inheritance, style_values
from plantin.house.configuration import Configuration
from plantin.house.layout import KINDS, House
from plantin.house.locale import Locale
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.production import filters, other_documents
from plantin.production.code_closure import code_digest
from plantin.production.formats import Edition, Format, format_named, formats
from plantin.settings import extensions
from plantin.source import front_matter, pandoc, scan
from plantin.source.data_files import SUFFIXES
from plantin.source.text import Source
from plantin.writers import engine

_COMPOSING = ("plantin.production.compose", "plantin.translation.translate")
"""The modules that make a document of a source; all that they import counts too."""
_STEPS = ("plantin.production.steps", "plantin.production.versions", "plantin.production.formats")
"""The modules that call them; what these import besides, which lints or reads editions back, does not count."""
_LOOK, VALUES = "style.toml", "values"
"""The file, and the ingredient that has its values."""
_PICTURE = re.compile(r"\]\(([^()\s#:]+)\)")
_DATA = re.compile(rf"""\b(?:file|data)=["']?([^\s"'}}]+)({"|".join(map(re.escape, SUFFIXES))})""")
_CITED = re.compile(r"""^(?:bibliography|citation-style):\s*["']?([^\s"']+\.\w+)""", re.MULTILINE)


@dataclass
class Ingredients:
    """The ingredients of the editions of ``house`` in one run, each taken once.

    A file may change while the run goes on, and change back. So what makes a document or an edition notes what it reads
    (``reads``), and the ingredients hold for it only where all of it was as it was here: ``changed`` says where not.
    """

    house: House
    epoch: int | None
    """SOURCE_DATE_EPOCH."""
    run: str = field(default_factory=lambda: secrets.token_hex(8))
    """The name under which this run notes what it reads."""

    def forget(self, slug: str) -> None:
        """Forget what was read of a report that is finished: of thousands it would fill the memory."""
        for method in ("source", "style_of", "languages", "address", "_source_digests", "_files_beside"):
            forget(self, method, slug)

    def document_digests(self, slug: str, language: str) -> dict[str, str]:
        """Return the digests of all that the report ``slug`` in ``language`` is composed from."""
        style = self.style_of(slug)
        return (
            self._source_digests(slug)
            | self._language_digests(language, style)
            | {"catalogue": self._digest(self.house.catalogue_file(language, slug))}
            | {"values": self._values_in_documents(style), "logo": self._logo(style)}
            | self._composing
        )

    @memoize
    def _source_digests(self, slug: str) -> dict[str, str]:
        beside = digest(" ".join(map(self._version, self._files_beside(slug))).encode())
        return {"source": self._passages(slug), "beside": beside if self.source(slug) else ""}

    @memoize
    def _language_digests(self, language: str, style: str) -> dict[str, str]:
        digests = {
            "locale": " ".join(map(self._digest, self._locale_files(language, style))),
            "documents": self._digest(self.house.documents_file(style)),
        }
        if translator := self.settings.translator:
            digests["translator"] = translator
        if citation_style := self.house.citations(style):
            digests["citations"] = self._digest(citation_style)
        if filters_digest := filters.digest(self.house.root):
            digests["filters"] = filters_digest
        return digests

    def read_for_document(self, slug: str, language: str) -> dict[str, str]:
        """Return the files behind ``document_digests``: SHA-256 by path without links, as they were when digested."""
        own = self._read((*self._files_beside(slug), self.house.catalogue_file(language, slug)))
        return self._read_for_language(language, self.style_of(slug)) | own

    @memoize
    def _read_for_language(self, language: str, style: str) -> dict[str, str]:
        citations = self.house.citations(style)
        files = (*self.house.locale_files(language, style), self.house.documents_file(style), *self._look_files(style))
        choice = self.house.root / configuration.NAME  # which style is that of the root
        return self._read((choice, *files, *([citations] if citations else [])))

    @memoize
    def read_for_edition(self, style: str) -> dict[str, str]:
        """Return the files behind the style of ``edition_digests``, as ``read_for_document`` gives them."""
        folders = (*inheritance.chain(self.house.style_folder(style)), inheritance.PRESS)
        choice = self.house.root / configuration.NAME
        return self._read((choice, *(path for folder in folders for path in tree(folder, KINDS, ("locales",)))))

    def _read(self, files: Iterable[Path]) -> dict[str, str]:
        return {str(path.resolve()): self._digest(path) for path in dict.fromkeys(files)}

    @memoize
    def _digest(self, path: Path) -> str:
        """Return the digest of a file when it was first asked for in this run; empty where there is none."""
        return file_digest(path)

    def _version(self, path: Path) -> str:
        """Return the digest of a file beside a source; the size of one too large to be read; nothing where none is."""
        from plantin.source import images

        try:
            size = path.stat().st_size if path.is_file() else 0
        except OSError:
            return ""
        return self._digest(path) if size <= images.LARGEST else f"{size} bytes"

    def edition_digests(
        self, edition: Edition, document_digest: str, related: RelatedEditions = ALONE
    ) -> dict[str, str]:
        """Return the digests of all that ``edition`` is made of: the document and the related editions among them."""
        return {
            "document": document_digest,
            "style": self._style(self.style_of(edition.slug)),
            "values": self._values(self.style_of(edition.slug)),
            "related": related.digest(),
            **self._tables(edition),
            **self._format(edition.format),
        }

    def _tables(self, edition: Edition) -> dict[str, str]:
        """Return the digest of what a format reads of the language in tables that are no part of the document."""
        row = format_named(edition.format)
        if row is None or not row.tables:
            return {}
        try:
            return {"tables": digest(repr(self.locale(edition.slug, edition.language).tables).encode())}
        except PlantinError:
            return {"tables": ""}

    @memoize
    def _format(self, name: str) -> dict[str, str]:
        return _format_digests(name) | {"epoch": "" if self.epoch is None else str(self.epoch)}

    @memoize
    def source(self, slug: str) -> Source | None:
        """Return the source of the report ``slug``, read once in a run; nothing where it cannot be read."""
        try:
            return self.house.source(slug)
        except SourceError:
            return None

    def _passages(self, slug: str) -> str:
        """Return what is read of a source: a digest of its front matter and of each passage, separated by spaces. Blank
        lines do not belong to it except where they have a meaning, before an indented passage and in code: there theirs
        follows that of the passage.
        """
        report = self.source(slug)
        if report is None:
            return self._digest(self.house.report(slug))
        passages = [digest(report.head.encode())]
        for block, lines in scan.blocks(report.blocks):
            inside = lines[0].code and lines[0].kind != "code opens"
            blank = f":{digest(block.before.encode())}" if inside or block.text[0].isspace() else ""
            passages.append(digest(block.text.encode()) + blank)
        return " ".join(passages)

    @memoize
    def _files_beside(self, slug: str) -> list[Path]:
        """Return the pictures, the data files, the bibliography and the other reports that a source names, with the
        settings that say where these are; none where it cannot be read.
        """
        report = self.source(slug)
        if report is None:
            return []
        text, folder = report.text(), self.house.report(slug).parent
        files = [folder / name for name in _PICTURE.findall(text)]
        for name, kind in _DATA.findall(text):
            # Its translations too: lamps.fr.csv is beside lamps.csv.
            file = folder / name
            files += [file.with_name(f"{file.name}{kind}"), *file.parent.glob(f"{glob.escape(file.name)}.*{kind}")]
        files += [folder / name for name in _CITED.findall(report.head)]
        try:
            others = [*other_documents.files(self.house, text)]
        except StyleError:
            others = []  # found where it is composed
        if others:
            files += [*others, self.house.root / configuration.NAME]  # which has their address
        return sorted(set(files))

    @cached_property
    def settings(self) -> Configuration:
        """What plantin.toml says. Raises StyleError (D020)."""
        return self.house.settings

    @memoize
    def languages(self, slug: str) -> tuple[str, ...]:
        """Return the languages that a report is issued in. Raises SourceError."""
        return self.house.languages(slug)

    @memoize
    def address(self, slug: str) -> str:
        """Return the address at which the editions of a report will be found. Raises StyleError, SourceError."""
        return self.house.publication_address(slug)

    @memoize
    def style_of(self, slug: str) -> str:
        """Return the style that the report ``slug`` asks for; empty for that of the root."""
        report = self.source(slug)
        try:
            return front_matter.read(report).style if report else ""
        except SourceError:
            return ""

    def locale(self, slug: str, language: str) -> Locale:
        """Return a language in the words of the style of the report ``slug``. Raises TranslationError, StyleError."""
        return self._locale(language, self.style_of(slug))

    @memoize
    def _locale(self, language: str, style: str) -> Locale:
        return self.house.locale(language, style)

    @memoize
    def _style(self, name: str) -> str:
        """Return the files of a style and of those that it goes on from, but for values and what makes documents."""
        folders = inheritance.chain(self.house.style_folder(name))
        # A house that keeps a copy of the stock's style makes the same editions as one that goes on from the stock's.
        digests = dict.fromkeys(
            tree_digest(folder, KINDS, ("locales", _LOOK), self._digest) for folder in (*folders, inheritance.PRESS)
        )
        return " ".join(digests)

    @memoize
    def _values(self, style: str) -> str:
        return style_values.values(self.house.style_folder(style))

    @memoize
    def _values_in_documents(self, style: str) -> str:
        return style_values.pick(self._values(style), style_values.IN_DOCUMENTS)

    def _locale_files(self, language: str, style: str) -> list[Path]:
        """Return the files of a language's words; of values of ``style.toml`` those in documents are apart."""
        return [path for path in self.house.locale_files(language, style) if path.name != _LOOK]

    @memoize
    def _logo(self, style: str) -> str:
        logo = brand.file(self.house.style_folder(style))
        return self._digest(logo) if logo else ""

    @memoize
    def _look_files(self, name: str) -> tuple[Path, ...]:
        """Return the ``style.toml`` of a style and of those that it extends, and its logo."""
        style_folder = self.house.style_folder(name)
        files = [folder / _LOOK for folder in inheritance.chain(style_folder)]
        logo = brand.file(style_folder)
        return (*files, inheritance.DEFAULTS, *([logo] if logo else []))

    @cached_property
    def _composing(self) -> dict[str, str]:
        return {"press": code_digest(_COMPOSING, _STEPS), "pandoc": pandoc.edition()}


def is_same(recorded: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Return whether what an edition was made of, as ``recorded``, is as it is ``now``: of all values of a style those
    alone count that it was made of.
    """
    return (
        all(
            not style_values.changed_values(value, now.get(name, "")) if name == VALUES else value == now.get(name)
            for name, value in recorded.items()
        )
        and recorded.keys() == now.keys()
    )


def press() -> str:
    """One digest of the code that makes editions, without what only reads them back or talks to the user."""
    return code_digest((*_COMPOSING, *(row.module for row in formats())), _STEPS)


def programs(row: Format) -> dict[str, str]:
    """Return the versions of the programs of a format, which Plantin does not bring along; empty for one that is not
    there. Raises ToolError (V022): an extension does not give its version.
    """
    with row.blame("version of a program"):
        return {program.name: program.version() for program in row.programs}


def _format_digests(name: str) -> dict[str, str]:
    """Return what editions of the format ``name`` are made with."""
    row = format_named(name) or formats()[0]
    libraries = {library: version(library) for library in row.libraries}
    if "weasyprint" in libraries:
        libraries |= engine.versions()
    libraries |= programs(row)
    made_by = code_digest((row.module, *([] if row.frames is None else ["plantin.writers.chart_frames"])), _STEPS)
    if not row.module.startswith("plantin."):
        made_by += f" {extensions.digest(row.module)}"
    return {"press": made_by, "libraries": " ".join(f"{library} {number}" for library, number in libraries.items())}
