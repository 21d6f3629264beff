"""What is answered to an address: the list of reports, a report beside its translation, a file of the build folder, or nothing."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.build.formats import FORMATS, Edition
from pipeline.check.leftovers import is_older
from pipeline.files import digest, file_digest
from pipeline.findings import PlantinError
from pipeline.house.layout import House
from pipeline.preview import facing
from pipeline.preview.server import pages
from pipeline.preview.server.pages import Listed, Report
from pipeline.writers.objects import embedded

_OWN = "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
_HTML, _TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")
_TYPES = {row.suffix: row.media_type for row in FORMATS} | {".html": _HTML, ".json": "application/json"}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, media type and bytes; ``policy`` is what its page may load."""

    status: HTTPStatus
    media_type: str
    content: bytes
    policy: str = ""

    @classmethod
    def of(cls, status: HTTPStatus) -> Answer:
        """An answer that says its status and nothing else."""
        return cls(status, _TEXT, f"{status.value} {status.phrase}\n".encode())

    @classmethod
    def page(cls, markup: str) -> Answer:
        """A page of the server's own."""
        return cls(HTTPStatus.OK, _HTML, markup.encode(), _OWN)


class Site:
    """The pages of one house. A page is made again when a file it is made of has changed; only one is made at a time."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._made: dict[tuple[str, str], tuple[str, str]] = {}
        self._lock = threading.Lock()

    def answer(self, address: str) -> Answer:
        """What is answered to the path of an address."""
        match unquote(urlsplit(address).path).strip("/").split("/"):
            case [""]:
                return Answer.page(pages.index(tuple(map(self._report, self._house.slugs()))))
            case ["live.js"]:
                return Answer(HTTPStatus.OK, "text/javascript; charset=utf-8", pages.SCRIPT.encode())
            case ["build", slug, name]:
                return self._file(slug, name)
            case [slug, language] if self._known(slug, language):
                return Answer.page(self._page(slug, language))
            case [slug, language, "state"] if self._known(slug, language):
                return Answer(HTTPStatus.OK, _TEXT, self.state(slug, language).encode())
            case _:
                return Answer.of(HTTPStatus.NOT_FOUND)

    def state(self, slug: str, language: str) -> str:
        """One digest of the files that a page is made of."""
        house = self._house
        files = [house.report(slug), house.catalogue_file(language, slug), house.root / "locales" / "glossary.csv"]
        for tag in (language, *self._report(slug).languages[:1]):
            files += [house.locale_file(tag), house.locale_file(tag).parent / "parity.toml"]
        return digest("\n".join(map(file_digest, [*files, house.style_folder() / "facing.css"])).encode())

    def _known(self, slug: str, language: str) -> bool:
        # A report whose front matter is broken has no languages, and its page says why.
        if slug not in self._house.slugs():
            return False
        report = self._report(slug)
        return language in report.languages or (bool(report.faults) and _TAG.fullmatch(language) is not None)

    def _report(self, slug: str) -> Report:
        try:
            languages, faults = self._house.languages(slug), ""
        except PlantinError as error:
            languages, faults = (), str(error)
        return Report(slug, languages, tuple(self._listed(slug, languages)), faults)

    def _listed(self, slug: str, languages: tuple[str, ...]) -> list[Listed]:
        """The editions that lie in the build folder, and whether their source has changed since."""
        found = []
        for language in languages:
            for row in FORMATS:
                edition = Edition(slug, language, row.name)
                path = self._house.build / edition.target
                if path.is_file():
                    older = is_older(self._house, edition)
                    found.append(Listed(language, row.title, f"/build/{slug}/{path.name}", older=older))
        return found

    def _page(self, slug: str, language: str) -> str:
        with self._lock:
            state = self.state(slug, language)
            made = self._made.get((slug, language))
            if made is None or made[0] != state:
                made = self._made[slug, language] = (state, self._anew(slug, language, state))
        return made[1]

    def _anew(self, slug: str, language: str, state: str) -> str:
        report = self._report(slug)
        try:
            found = facing.read(self._house, slug, language)
            return pages.facing(report, language, state, found, self._house.style().sheet("facing.css").text(embedded))
        except PlantinError as error:
            return pages.broken(report, language, state, error.findings)
        except (OSError, UnicodeDecodeError) as error:
            return pages.broken(report, language, state, (str(error),))

    def _file(self, slug: str, name: str) -> Answer:
        """A file that lies in the build folder of a report, and nowhere else."""
        folder = self._house.build.resolve() / slug
        if slug not in self._house.slugs() or not folder.is_dir() or name not in {path.name for path in folder.iterdir()}:
            return Answer.of(HTTPStatus.NOT_FOUND)
        path = (folder / name).resolve()
        if name.startswith(".") or not path.is_relative_to(self._house.build.resolve()) or not path.is_file():
            return Answer.of(HTTPStatus.NOT_FOUND)
        return Answer(HTTPStatus.OK, _media_type(path), path.read_bytes())


def _media_type(path: Path) -> str:
    return next((kind for suffix, kind in _TYPES.items() if path.name.endswith(suffix)), "application/octet-stream")
