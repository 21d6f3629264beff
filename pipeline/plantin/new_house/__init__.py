"""Creates a house: a folder with a first report, its translations, a style, and what it takes to build editions."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from plantin import __version__, translation
from plantin.files import remove, write_all
from plantin.findings import Finding, Place, UsageError
from plantin.house import cldr_layers
from plantin.house.layout import House, is_draft
from plantin.model.symbols import slug
from plantin.new_house import editor_files, look, receiving
from plantin.new_house.look import HouseLook
from plantin.new_house.receiving import ReceivedReport
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.source.text import Source
from plantin.translation import po
from plantin.translation.po import Catalogue

_FOLDER = Path(__file__).parent
_SAMPLES = _FOLDER / "reports"
_FILES = _FOLDER / "files"
_VALUE = re.compile("@([A-Z]+)@(\n?)")
_WORKFLOWS = {
    "github": (("editions.yml", ".github/workflows/editions.yml"),),
    "gitlab": (("gitlab-ci.yml", ".gitlab-ci.yml"),),
    "none": (),
}
WORKFLOWS = tuple(_WORKFLOWS)
"""Services that run checks on each push, and none."""
_STYLE = "house"
"""What the style of a new house is called."""


@dataclass(frozen=True, slots=True)
class HouseOrder:
    """What is asked for: the stock ``style`` (empty: one that fits the file received, else plain), the ``languages``,
    that of the original first, the ``title`` of the first report (empty: that of the example), who publishes it, and
    the file that it is made of, in place of the example.
    """

    style: str = ""
    languages: tuple[str, ...] = ("en",)
    title: str = ""
    publisher: str = ""
    received: Path | None = None
    look: HouseLook | None = None
    """What the style has that is not that of the stock, where there is no file received."""
    workflow: str = "github"
    """The service whose file for checks on each push is written, a name in ``WORKFLOWS``."""


@dataclass(frozen=True, slots=True)
class NewHouse:
    """A new house: the files that were written, what came of a file received, what of its look the style has."""

    house: House
    files: tuple[Path, ...]
    imported: ReceivedReport | None
    look: str = ""


def samples() -> tuple[str, ...]:
    """Return the languages of the example."""
    return tuple(sorted(path.stem for path in _SAMPLES.glob("*.md")))


def is_language(tag: str) -> bool:
    """Return whether a house may have the language: one that CLDR knows, whose words are borrowed where none are."""
    return cldr_layers.locale_of(tag) is not None


def make(folder: Path, order: HouseOrder, day: dt.date) -> NewHouse:
    """Make the house in ``folder``, whose first report is of that ``day``.

    Raises UsageError, and writes nothing: U028 a file is there already, U029 a language that CLDR does not know; and as
    ``Receiver.receive`` does.
    """
    # The order, its languages each once.
    wanted = tuple(dict.fromkeys(order.languages)) or ("en",)
    if wrong := [tag for tag in wanted if not is_language(tag)]:
        hint = "Give BCP 47 tags of languages that CLDR knows: en, fr, pt-BR. `plantin help languages` says more."
        raise UsageError(*(Finding("U029", f"{tag!r} is no language", Place("--languages"), hint) for tag in wrong))
    order = replace(order, languages=wanted)
    before = _reports(folder)
    created = furnish(folder, order, None if order.received else _sample(order.languages[0], order, day), day)
    if not order.received:
        return created
    try:
        return replace(created, imported=_receive(created.house, order))
    except BaseException:
        remove({*created.files, *_reports(folder)} - before, folder)
        raise


def _reports(folder: Path) -> set[Path]:
    """Return what there is of reports and their translations in ``folder``: files and folders."""
    return {path for part in ("sources", "locales") for path in (folder / part).rglob("*")}


def furnish(folder: Path, order: HouseOrder, report: Source | None, day: dt.date) -> NewHouse:
    """The house in ``folder`` with its ``report``; without one, nothing is imported yet, but the style has the look of
    the file received. Raises UsageError (U028), and SourceError as the import does; then nothing is written.
    """
    seen = look.read_look(order.received) if order.received else order.look
    order = replace(order, style=order.style or (seen.style if seen else "plain"))
    publisher = order.publisher or (seen.word.company if seen else "") or _words(folder.absolute().name)
    files = dict(_other_files(folder, order, publisher, front_matter.read(report).slug if report else "REPORT"))
    if report:
        slug = front_matter.read(report).slug
        files[folder / "sources" / slug / "report.md"] = report.text()
        files |= {
            folder / "locales" / language / f"{slug}.po": text for language, text in _catalogues(report, order, day)
        }
    contents = {path: text.encode() for path, text in files.items()} | dict(editor_files.files(folder))
    style_folder = folder / "styles" / _STYLE
    seen = seen if style_folder / "style.toml" in contents else None
    if seen:
        contents[style_folder / "style.toml"] = seen.fill_style(contents[style_folder / "style.toml"].decode()).encode()
        contents |= {style_folder / name: content for name, content in seen.files()}
    there = [path for path in contents if os.path.lexists(path)]
    if there:
        hint = "Nothing was written. Take another folder, or move what is there away."
        raise UsageError(*(Finding("U028", "is there already", Place(str(path)), hint) for path in there))
    write_all(contents, folder)
    return NewHouse(House(folder), tuple(contents), None, seen.summary() if seen else "")


def _words(name: str) -> str:
    """Return the name of a folder as that of a publisher: "city-water" is City Water."""
    return " ".join(word[:1].upper() + word[1:] for word in name.replace("_", "-").split("-") if word) or "Our house"


def _sample(language: str, order: HouseOrder, day: dt.date) -> Source:
    """Return the example in a language; in English where there is none in it."""
    name = language if language in samples() else "en"
    head, _, body = (_SAMPLES / f"{name}.md").read_text("utf-8").removeprefix("---\n").partition("---\n")
    title = order.title or json.loads(head.removeprefix("title: "))
    un = bool(House(Path(os.devnull)).locale(language, order.style).masthead.organs)
    symbol = f"A/{day.year - 1945}/1" if un else f"R/{day.year}/1"
    rows = {
        "symbol": symbol,
        **({"organ": '"General Assembly"'} if un else {}),
        "title": json.dumps(title, ensure_ascii=False),
        "date": day.isoformat(),
        "original-language": language,
        "languages": f"[{', '.join(order.languages)}]",
        **({} if un else {"rules": '{paragraphs: none, sections: ["1", "1.1", "1.1.1"]}'}),
    }
    fields = "".join(f"{name}: {value}\n" for name, value in rows.items())
    return source_text.parse(f"---\n{fields}---\n{body}", f"sources/{slug(symbol)}/report.md")


def _catalogues(report: Source, order: HouseOrder, day: dt.date) -> Iterator[tuple[str, str]]:
    """Yield the translations of the example, one for each language but its own; without one in the example, all of it
    is to be translated.
    """
    head = front_matter.read(report)
    messages = translation.messages(report, head)
    for language in order.languages[1:]:
        empty = Catalogue("", language, header=(("Project-Id-Version", head.symbol),))
        filled, _ = translation.update(empty, messages)
        if language in samples():
            other = _sample(language, order, day)
            texts = [message.text for message in translation.messages(other, front_matter.read(other))]
            # A title of one's own is in one language: it is left to be translated.
            pairs = {
                message.context: text
                for message, text in zip(messages, texts, strict=True)
                if not (order.title and text == order.title)
            }
            filled = translation.adopt(filled, pairs, reviewed=not is_draft(language))
        yield language, po.text(filled)


def _other_files(folder: Path, order: HouseOrder, publisher: str, slug: str) -> Iterator[tuple[Path, str]]:
    """Yield the files around the report, each with its text."""
    style = order.style if House(Path(os.devnull)).locale("en", order.style).masthead.organization else _STYLE
    named = json.dumps(publisher, ensure_ascii=False)
    row = (
        f"| `styles/{_STYLE}/style.toml` | name, colours, faces, page: `plantin help houses` |"
        if style == _STYLE
        else ""
    )
    values = {
        "PUBLISHER": publisher,
        "SLUG": slug,
        "STYLE": row,
        "VERSION": __version__,
        "CHECKSUM": _checksum(),
        "WORKFLOW": "".join(
            f"`{target}` builds and checks on each push. It installs Plantin from `wheels/`: put there the wheel that"
            " it was installed from here."
            for _, target in _WORKFLOWS[order.workflow]
        ),
        "LANGUAGES": " ".join(order.languages),
    }
    yield (
        folder / "plantin.toml",
        f"# What else there may be: `plantin help houses`, `plantin help release`.\n\nstyle = {json.dumps(style)}\n",
    )
    for name, target in (
        ("Makefile", "Makefile"),
        ("gitignore", ".gitignore"),
        ("gitattributes", ".gitattributes"),
        ("README.md", "README.md"),
        *_WORKFLOWS[order.workflow],
    ):
        yield folder / target, _fill(name, values)
    if style == _STYLE:
        yield (
            folder / "styles" / _STYLE / "style.toml",
            _fill("style.toml", {"STYLE": order.style, "PUBLISHER": named, **_colours(order.style)}),
        )


def _checksum() -> str:
    """Return the command that compares the wheel with the one that this Plantin was installed from, whose digest pip
    has recorded (PEP 610); where it was not installed from a wheel, the command that shows its digest.
    """
    name = f"plantin-{__version__}-py3-none-any.whl"
    try:
        origin = json.loads(importlib.metadata.distribution("plantin").read_text("direct_url.json") or "{}")
        digest = origin["archive_info"]["hashes"]["sha256"] if origin["url"].endswith(f"/{name}") else ""
    except (importlib.metadata.PackageNotFoundError, ValueError, LookupError, TypeError):
        digest = ""
    if not re.fullmatch("[0-9a-f]{64}", str(digest)):
        return f"sha256sum wheels/{name}"
    return f'echo "{digest}  wheels/{name}" | sha256sum --check --strict'


def _colours(style: str) -> dict[str, str]:
    """The colours of a stock style, to begin with: a house that changes none of them looks as that style does."""
    stock = House(Path(os.devnull)).style(style).colour
    return {name.upper(): stock.by_name(name) for name in ("heading", "accent", "link")}


def _fill(name: str, values: Mapping[str, str]) -> str:
    """Return the file ``name`` with its values, each in its place once: a value with the name of another in it stays as
    it is. A line that has nothing but an empty value is left out.
    """
    text = (_FILES / name).read_text("utf-8")
    return _VALUE.sub(lambda match: f"{value}{match[2]}" if (value := values[match[1]]) else "", text)


def _receive(house: House, order: HouseOrder) -> ReceivedReport:
    """Make the first report of the file received."""
    fields = {"title": order.title} if order.title else {}
    original, *others = order.languages
    if others:
        fields |= {"original-language": original, "languages": f"[{', '.join(order.languages)}]"}
    result = receiving.receiver().receive(house, order.received or Path(), fields)
    if not result.refused:
        for slug in house.slugs():
            for language in others:
                translation.update_file(house, slug, language)
    return result
