"""What editions are made of: the digests by which the press knows whether one must be made again. Each is taken once in
a run.
"""

from __future__ import annotations

import glob
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from plantin.bounded import louis
from plantin.files import digest, file_digest, tree_digest
from plantin.findings import SourceError
from plantin.house import brand, inheritance
from plantin.house.layout import KINDS, House
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.production.code_closure import code_digest
from plantin.production.formats import FORMATS, Edition, format_named
from plantin.source import pandoc, scan
from plantin.source import text as source_text
from plantin.source.text import Source
from plantin.writers import engine

_COMPOSING = ("plantin.production.compose", "plantin.translation.translate")
"""What makes a document of a source; all that they import counts too."""
_STEPS = ("plantin.production.steps", "plantin.production.versions", "plantin.production.formats")
"""What calls them; what these import besides looks for slips, or reads editions back."""


@dataclass
class Ingredients:
    """The ingredients of the editions of ``house`` in one run; ``epoch`` is SOURCE_DATE_EPOCH. What changes during the
    run is not seen: what was made before the change is then told to be made of what was there before it, and is made
    again in the next run.
    """

    house: House
    epoch: int | None
    _reports: dict[str, dict[str, str]] = field(default_factory=dict)
    _languages: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    _formats: dict[str, dict[str, str]] = field(default_factory=dict)
    _styles: dict[str, str] = field(default_factory=dict)
    _asked: dict[str, str] = field(default_factory=dict)

    def document(self, slug: str, language: str) -> dict[str, str]:
        """The digests of all that the report ``slug`` in ``language`` is composed from."""
        if slug not in self._reports:
            self._reports[slug] = {"source": self._passages(slug), "beside": self._beside(slug)}
        style = self.style_of(slug)
        if (language, style) not in self._languages:
            files = self.house.locale_files(language, style)
            words = {
                "locale": " ".join(map(file_digest, files)),
                "documents": file_digest(self.house.documents_file(style)),
            }
            if form := self.house.citations(style):
                words["citations"] = file_digest(form)
            self._languages[language, style] = words
        catalogue = {"catalogue": file_digest(self.house.catalogue_file(language, slug))}
        return (
            self._reports[slug]
            | self._languages[language, style]
            | catalogue
            | {"faces": self._faces(style)}
            | self._composing
        )

    def edition(self, edition: Edition, document_digest: str, related: RelatedEditions = ALONE) -> dict[str, str]:
        """The digests of all that ``edition`` is made of: the document with this digest, and what it knows of related
        editions.
        """
        if edition.format not in self._formats:
            self._formats[edition.format] = _making(edition.format) | {
                "epoch": "" if self.epoch is None else str(self.epoch)
            }
        made_of = {
            "document": document_digest,
            "style": self._style(self.style_of(edition.slug)),
            "related": related.digest(),
        }
        return made_of | self._formats[edition.format]

    def source(self, slug: str) -> Source | None:
        """The source of the report ``slug``, read once in a run; nothing where it cannot be read."""
        path = self.house.report(slug)
        try:
            return source_text.read(path, self.house.name(path))
        except SourceError:
            return None

    def _passages(self, slug: str) -> str:
        """What is read of a source: a digest of its front matter and of each passage, separated by spaces. Blank lines
        are none of it but where they may say something, before an indented passage and in code: there theirs follows
        that of the passage.
        """
        report = self.source(slug)
        if report is None:
            return file_digest(self.house.report(slug))
        passages = [digest(report.head.encode())]
        for block, lines in scan.blocks(report.blocks):
            inside = lines[0].code and lines[0].kind != "code opens"
            blank = f":{digest(block.before.encode())}" if inside or block.text[0].isspace() else ""
            passages.append(digest(block.text.encode()) + blank)
        return " ".join(passages)

    def _beside(self, slug: str) -> str:
        """The digests of the pictures, the data files, the bibliography and the other reports that a source names;
        nothing where it cannot be read.
        """
        report = self.source(slug)
        if report is None:
            return ""
        text, folder = report.text(), self.house.report(slug).parent
        files = [folder / name for name in re.findall(r"\]\(([^()\s#:]+)\)", text)]
        for name in re.findall(r"""\bfile=["']?([^\s"'}]+)\.csv""", text):
            # Its translations too: lamps.fr.csv is beside lamps.csv.
            own = folder / name
            files += [own.with_name(f"{own.name}.csv"), *own.parent.glob(f"{glob.escape(own.name)}.*.csv")]
        files += [
            folder / name
            for name in re.findall(
                r"""^(?:bibliography|citation-style):\s*["']?([^\s"']+\.\w+)""", report.head, re.MULTILINE
            )
        ]
        files += [self.house.report(name) for name in re.findall(r"\]\(([A-Z][\w.-]*)#", text)]
        return digest(" ".join(map(_version, sorted(set(files)))).encode())

    def style_of(self, slug: str) -> str:
        """The style that the report ``slug`` asks for; empty for that of the root."""
        if slug not in self._asked:
            self._asked[slug] = self.house.style_of(slug)
        return self._asked[slug]

    def _style(self, name: str) -> str:
        """The files of a style, and of those that it goes on from; what they have for locales makes documents."""
        if name not in self._styles:
            folders = inheritance.chain(self.house.style_folder(name))
            # A house that keeps a copy of the stock's style makes the same editions as one that goes on from the
            # stock's.
            known = dict.fromkeys(
                tree_digest(folder, kinds=KINDS, without=("locales",)) for folder in (*folders, inheritance.PRESS)
            )
            self._styles[name] = " ".join(known)
        return self._styles[name]

    def _faces(self, name: str) -> str:
        """The values of a style, and of those that it goes on from, and its logo."""
        own = self.house.style_folder(name)
        files = [folder / "style.toml" for folder in inheritance.chain(own)]
        logo = brand.file(own)
        return " ".join(map(file_digest, (*files, inheritance.DEFAULTS, *([logo] if logo else []))))

    @cached_property
    def _composing(self) -> dict[str, str]:
        return {"press": code_digest(_COMPOSING, _STEPS), "pandoc": pandoc.edition()}


def press() -> str:
    """One digest of all the code that makes editions; what only reads them back, or talks to the user, is no part of
    it.
    """
    return code_digest((*_COMPOSING, *(row.module for row in FORMATS)), _STEPS)


def programs(names: tuple[str, ...]) -> dict[str, str]:
    """The versions of programs of the system that editions are made with; of one that is not there, empty."""
    known: dict[str, Callable[[], str]] = {"liblouis": louis.version}
    if "lame" in names:
        # Loaded where it is needed: it brings the writer of the EPUB along.
        from plantin.writers.audio import voice

        known |= {"espeak-ng": voice.engine, "lame": voice.packer}
    return {name: known[name]() for name in names}


def _making(name: str) -> dict[str, str]:
    """What editions of the format ``name`` are made with."""
    row = format_named(name) or FORMATS[0]
    libraries = {library: version(library) for library in row.libraries}
    if "weasyprint" in libraries:
        libraries |= engine.versions()
    libraries |= programs(row.programs)
    return {
        "press": code_digest((row.module,), _STEPS),
        "libraries": " ".join(f"{library} {number}" for library, number in libraries.items()),
    }


def _version(path: Path) -> str:
    """The digest of a file; the size of one that is too large to be read, and nothing where there is none."""
    from plantin.source import images

    try:
        size = path.stat().st_size if path.is_file() else 0
    except OSError:
        return ""
    return file_digest(path) if size <= images.LARGEST else f"{size} bytes"
