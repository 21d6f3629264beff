"""A format of editions, and the functions of a format, which are loaded when they are first called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from plantin.auditors import UnreadableEdition
from plantin.bounded import bytes as bounded
from plantin.bounded.limits import BoundError
from plantin.findings import Place, PlantinError, ToolError
from plantin.model.related_editions import ALONE, FinishedFile, RelatedEditions
from plantin.settings import extensions
from plantin.settings.extensions import OURS

if TYPE_CHECKING:
    from plantin.auditors.reading import Reading
    from plantin.auditors.statements import HouseContent
    from plantin.charts.frame import Frame
    from plantin.house.style import Style
    from plantin.model.document import Document

T = TypeVar("T")
_LARGEST = 512 * bounded.MIB
"""No edition of a report is larger; one that is has been tampered with, and is not read."""


@dataclass(frozen=True, slots=True)
class Lazy(Generic[T]):
    """A function that is imported when it is first called: the engine of one format takes a second to load, which those
    who use another format need not wait for.

    >>> Lazy("operator:add")(1, 2)
    3
    """

    path: str
    """Its module and its name, ``package.module:function``."""
    options: tuple[tuple[str, float | str], ...] = ()
    """Named arguments of every call."""

    @property
    def module(self) -> str:
        """The module that it is in."""
        return self.path.partition(":")[0]

    def __call__(self, *arguments: object) -> T:
        """Return what the function returns. Raises what it raises."""
        function: Callable[..., T] = getattr(import_module(self.module), self.path.partition(":")[2])
        return function(*arguments, **dict(self.options))


@dataclass(frozen=True, slots=True)
class Program:
    """A program or library of the system that editions of a format are made with."""

    name: str
    """What it is called: ``liblouis``."""
    version: Lazy[str]
    """Gives its version; empty where it is not there."""
    purpose: str = ""
    """What it is for, in a word or two: ``braille``."""
    packages: str = ""
    """Its Debian packages."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of editions: a row of the table, which has all that is known of the format by name."""

    name: str
    """What commands call it: ``pdf``."""
    suffix: str
    """The end of its file names: ``.pdf``."""
    media_type: str
    """Its media type (IANA): ``application/pdf``."""
    title: str
    """What readers call it: ``PDF``."""
    writer: Lazy[bytes | FinishedFile]
    """Makes the file of a document in a style, with the only time that it may name; where the format depends on others,
    also with what it knows of related editions.
    """
    read: Lazy[Reading]
    """Its auditor: reads the bytes of a file, which its findings call by the name that is given."""
    libraries: tuple[str, ...] = ()
    """Those whose versions its bytes depend on."""
    depends_on: tuple[str, ...] = ()
    """The formats that it knows of, of the same report and language; those are made first."""
    printed: bool = False
    """Whether it has pages, which others name."""
    marked: bool = False
    """Whether it marks where the pages of a printed format begin."""
    linked: bool = False
    """Whether it leads to the same format in the other languages."""
    default: bool = True
    """Whether it is made where nobody names formats."""
    programs: tuple[Program, ...] = ()
    """The programs of the system that it is made with."""
    known: Lazy[HouseContent] | None = None
    """Gives what an edition of a document has from a style beside what all have, by which its auditor
    knows what it finds.
    """
    offered: bool = False
    """Whether a web page offers it."""
    order: int = 100
    """Its place in the table, and so on a web page: after those with a lower number."""
    extra: str = ""
    """The extra of its package that has the libraries it needs."""
    page: str = ""
    """Its page of documentation, a Markdown file beside a package: ``plantin_gemtext:gemtext.md``."""
    tables: tuple[str, ...] = ()
    """The tables of ``style.toml`` and ``locale.toml`` that are its own (entry points ``plantin.style`` and
    ``plantin.locale``).
    """
    package: str = OURS
    """The distribution that it is part of, which the table of formats fills in."""
    cost: float = 1.0
    """The processor time that it takes; that of a web page is 1."""
    coloured: bool = True
    """Whether what it has of colours is in those of the house."""
    again: Lazy[bytes] | None = None
    """Makes again, of the bytes of a finished file and its document, what in it follows from the rest of it."""
    sheet: str = ""
    """The style sheet of a house that it is set by."""
    draft: Lazy[str] | None = None
    """Says why editions of a document are no more than drafts in its language, which a release refuses (V116); empty
    where they are proved.
    """
    determined: bool = False
    """Whether its bytes follow from the document, its style and the pages of the PDF, and cost little to make again."""
    frames: Lazy[tuple[Frame, ...]] | None = None
    """Gives, of a style, the room and the type size that charts are drawn for, and those in a narrow column."""

    @property
    def module(self) -> str:
        """The module of its writer."""
        return self.writer.module

    def write(self, document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
        """Return the finished file of ``document``; ``moment`` is its only time. Raises StyleError or ToolError."""
        return self.write_with_pages(document, style, moment, related).content

    def write_with_pages(
        self, document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE
    ) -> FinishedFile:
        """Return the finished file, and where its pages begin if it is ``printed``. Raises StyleError or ToolError;
        V022 where the writer of an extension fails.
        """
        with self.blame("writer"):
            document = self.draw_charts(document, style)
            result = self.writer(document, style, moment, *((related,) if self.depends_on else ()))
            if isinstance(result, bytes | FinishedFile) or self.package == OURS:
                return result if isinstance(result, FinishedFile) else FinishedFile(result)
            raise TypeError(f"it gave {type(result).__name__}, not bytes")

    def draw_charts(self, document: Document, style: Style) -> Document:
        """Return ``document`` with its charts as an edition of the format has them. Raises StyleError."""
        if self.frames is None or not any(figure.chart for figure in document.pictures()):
            return document
        draw: Lazy[Document] = Lazy("plantin.writers.chart_frames:draw_charts")
        return draw(document, self.frames(style))

    def open(self, path: Path, name: str) -> Reading:
        """Return the finished file at ``path``, parsed once; its findings call it ``name``. Raises Unreadable (V010);
        V022 where the auditor of an extension fails.
        """
        with self.blame("auditor"):
            return self.read(content_of(path, name), name)

    def require(self) -> None:
        """Refuse to make or read editions without the libraries of the format. Raises ToolError (V025)."""
        if self.extra and (missing := extensions.absent(self.package, self.extra)):
            message = f"the format {self.name} needs {', '.join(missing)}, which is not installed"
            hint = f'Install it: pip install "{self.package}[{self.extra}]".'
            raise ToolError.of("V025", message, Place("plantin"), hint)

    @contextmanager
    def blame(self, part: str) -> Iterator[None]:
        """Raise ToolError (V022), which names the extension and its ``part``, in place of whatever its code raises;
        findings pass, bounds of the work, and all of a format of the press.
        """
        try:
            yield
        except (PlantinError, BoundError):
            raise
        except Exception as error:
            if self.package == OURS:
                raise
            raise extensions.failure(self.package, f"the {part} of the format {self.name!r}", error) from error


def content_of(path: Path, name: str, within: Path | None = None) -> bytes:
    """Return the bytes of the edition at ``path``. Raises Unreadable (V010), which calls it ``name``: it is not a
    regular file, or too large, or links lead out of the folder ``within``.
    """
    try:
        return bounded.read(path, _LARGEST, within)
    except OSError as error:
        raise UnreadableEdition.at(name, bounded.why(error)) from error
