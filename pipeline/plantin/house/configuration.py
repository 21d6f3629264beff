"""Reads ``plantin.toml``: the style, where editions are published, limits. A root without it has the defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal
from urllib.parse import urlsplit

from plantin.bounded.limits import Limits
from plantin.findings import Place, StyleError
from plantin.model import symbols
from plantin.settings import reader
from plantin.settings.forms import FILE, TEXT, ValueForm, within
from plantin.settings.reader import Codes

NAME = "plantin.toml"

CODES = Codes(
    StyleError,
    unreadable="D020",
    wrong="D020",
    hint='Write a text in double quotes: style = "house"; `plantin help houses` has all that the file may say.',
)
_PATH = 300
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}\x00-\x20]{1,500}")


def _is_address(text: str) -> bool:
    """Return whether ``text`` is a web address: a scheme, a host, perhaps a port and a path, and nothing else."""
    if not _ADDRESS.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        good = parts.port is None or parts.port > 0
    except ValueError:
        return False
    host = parts.hostname or ""
    return (
        good
        and bool(re.fullmatch(r"[^\W_](?:[\w.-]*[^\W_])?|[0-9a-f:.]+", host))
        and not (parts.query or parts.fragment or "@" in parts.netloc)
    )


_ADDRESS_FORM = ValueForm(
    "an address such as https://reports.example.org/",
    _is_address,
    lambda value: f'Write "https://{value}".' if _is_address(f"https://{value}") else "",
    keywords={"pattern": "^https?://[^/]"},
)


def _is_picture(text: str) -> bool:
    """Return whether ``text`` is the address of a picture of a kind that networks show."""
    return not text or (_is_address(text) and text.lower().endswith((".png", ".jpg", ".jpeg", ".webp")))


def _is_edited(text: str) -> bool:
    """Return whether ``text`` is an address with a place for the path of a file."""
    return not text or ("{path}" in text and _is_address(text.replace("{path}", "path")))


def _is_contact(text: str) -> bool:
    """Return whether ``text`` is the address of a page or of a mailbox."""
    return not text or _is_address(text) or bool(re.fullmatch(r"mailto:[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text))


def _is_below(text: str) -> bool:
    """Return whether ``text`` is a path without a way up."""
    parts = text.split("/")
    return text.isprintable() and 0 < len(text) < _PATH and not {"", ".", ".."} & set(parts) and "\\" not in text


def folder_of(symbol: str) -> PurePosixPath:
    """Return the folder of the report with this symbol in a site.

    >>> folder_of("S/2017/97"), folder_of("KS 2026/3")
    (PurePosixPath('S/2017/97'), PurePosixPath('KS_2026/3'))
    """
    return PurePosixPath(*symbols.folder(symbol))


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """Where the build folder is published: ``base``, its address; ``picture``, the address of a picture of the house
    for those who pass its web pages on (empty: none).
    """

    base: Annotated[str, _ADDRESS_FORM]
    picture: Annotated[
        str, ValueForm("the address of a PNG, JPEG or WebP, https://reports.example.org/card.png", _is_picture)
    ] = ""
    folder: Literal["build", "site"] = "build"
    """Which folder is published there: the build folder, or the site that ``plantin site`` makes."""
    edit: Annotated[str, ValueForm("an address such as https://example.org/edit/{path}", _is_edited)] = ""
    """Where a source or a translation, the file ``{path}`` of the house, can be corrected."""
    contact: Annotated[str, ValueForm("https://example.org/contact or mailto:a@example.org", _is_contact)] = ""
    """Where readers turn to."""

    def editions(self, slug: str, symbol: str) -> str:
        """Return the address of the folder of a report's editions, with a slash at its end.

        >>> PublishedSite("https://r.example.org").editions("R-2026-1", "R/2026/1")
        'https://r.example.org/R-2026-1/'
        >>> PublishedSite("https://r.example.org/", folder="site").editions("R-2026-1", "R/2026/1")
        'https://r.example.org/R/2026/1/'
        """
        return f"{self.base.rstrip('/')}/{slug if self.folder == 'build' else folder_of(symbol)}/"


@dataclass(frozen=True, slots=True)
class ReferencesTable:
    """``[references.NAME]``: where the places of another house's reports, or of a Sphinx project, are listed."""

    inventory: Annotated[str, ValueForm("the path of a file below the root", _is_below)]
    """A ``plantin-inventory.json``, or an ``objects.inv`` of Sphinx."""
    address: Annotated[str, _ADDRESS_FORM] | None = None
    """Where the site is, if not where the inventory says; needed for a Sphinx project."""
    name: Annotated[str, TEXT] = ""
    """What references call a Sphinx project; empty: as it calls itself."""


@dataclass(frozen=True)
class LimitsTable(Limits):
    """``[limits]``: each as in ``Limits``, from what a small report needs to more than a machine has."""

    seconds: Annotated[int, within(10, 604_800, "seconds")] = Limits.seconds
    processor: Annotated[int, within(10, 604_800, "seconds")] = Limits.processor
    memory: Annotated[int, within(512, 262_144, "MiB")] = Limits.memory
    output: Annotated[int, within(1, 65_536, "MiB")] = Limits.output


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """``[release]``: ``formats`` that a release has besides those that are always made."""

    formats: tuple[Annotated[str, FILE], ...] = ()


@dataclass(frozen=True, slots=True)
class TranslationsTable:
    """``[translations]``: who makes the translations of this house, where that is not whose reports they are.
    ``publisher`` is a name, which every edition of a translation gives as its publisher and translator.
    """

    publisher: Annotated[str, TEXT] = ""
    release: Literal["translated", "revised", "approved"] = "revised"
    """The stage that every message of a translation must have reached before it is released."""
    two_people: bool = False
    """Whether nobody may revise what they have translated."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The values of ``plantin.toml``; ``style`` is the folder of the house style, empty for the only or first one."""

    style: Annotated[str, FILE] | None = None
    site: PublishedSite | None = field(default=None)
    limits: LimitsTable = field(default=LimitsTable())
    release: ReleaseTable = ReleaseTable()
    translations: TranslationsTable = TranslationsTable()
    filters: tuple[str, ...] = ()
    """The filters of installed extensions that work on every document, in their order."""
    references: Mapping[str, ReferencesTable] = field(default_factory=dict)

    @property
    def translator(self) -> str:
        """Who makes the translations of this house and publishes them; empty where the root names nobody."""
        return self.translations.publisher

    @property
    def address(self) -> str:
        """The address of the build folder, with a slash at its end; empty where the root does not give one."""
        return f"{self.site.base.rstrip('/')}/" if self.site else ""

    @property
    def picture(self) -> str:
        """The address of a picture of the house; empty where the root gives none."""
        return self.site.picture if self.site else ""


def read(root: Path) -> Configuration:
    """Return the values of ``plantin.toml`` in ``root``. Raises StyleError (D020): not TOML, or wrong values."""
    path = root / NAME
    if not path.exists() and not path.is_symlink():
        return Configuration()
    return reader.fill(Configuration, reader.toml(path, CODES, NAME, within=root), CODES)


def place(root: Path, value: str) -> Place:
    """Return where ``plantin.toml`` in ``root`` gives a ``value``. Raises StyleError as ``read`` does."""
    return reader.toml(root / NAME, CODES, NAME, within=root).place(value)
