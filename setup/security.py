"""Write docs/security.md, every bound in it taken from the code: `python setup/security.py`."""

from __future__ import annotations

import dataclasses
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

from plantin.bounded.limits import Limits
from plantin.house.configuration import LimitsTable
from plantin.settings.forms import ValueForm

PAGE = Path(__file__).parents[1] / "docs" / "security.md"


class Bound(NamedTuple):
    """A bound: what it is of, where the code has it, and its unit."""

    words: str
    module: str
    name: str
    unit: str = "bytes"

    def value(self) -> Any:
        """What the code has."""
        name, _, part = self.name.partition(".")
        found = getattr(importlib.import_module(f"plantin.{self.module}"), name)
        if not part:
            return found
        if isinstance(found, dict):
            return found[part]
        if not isinstance(found, type):
            return getattr(found, part)
        return next(field.default for field in dataclasses.fields(found) if field.name == part)

    def row(self) -> str:
        """A row of the table."""
        return f"| {self.words} | {self.value():,} {self.unit} | `{self.module}` `{self.name}` |"


BOUNDS = {
    "Any file of settings": (
        Bound("a file", "settings.reader", "_LARGEST"),
        Bound("YAML", "bounded.data", "_YAML_LARGEST"),
        Bound("values of YAML, aliases followed", "bounded.data", "_YAML_NODES", "values"),
        Bound("tables and lists inside one another", "bounded.data", "DEEPEST", "levels"),
        Bound("a pattern of a locale", "settings.forms", "_PATTERN_LONGEST", "characters"),
        Bound("one search with such a pattern", "bounded.patterns", "SECONDS", "s"),
        Bound("JSON", "bounded.data", "_JSON_LARGEST"),
        Bound("CSV", "bounded.data", "_CSV_LARGEST"),
    ),
    "A source": (
        Bound("report.md, with the files that it includes", "source.bounds", "LARGEST"),
        Bound("files that it includes", "source.includes", "_MOST", "files"),
        Bound("files that include each other", "source.includes", "_DEEPEST", "levels"),
        Bound(
            "pandoc reading it (three times as much for a million characters): processor time",
            "source.pandoc",
            "_SOURCE.processor",
            "s",
        ),
        Bound("the same: memory", "source.pandoc", "_SOURCE.memory", "MiB"),
        Bound("a line", "source.bounds", "LINE", "characters"),
        Bound("a word", "source.bounds", "WORD", "characters"),
        Bound("lists, quotations and boxes inside one another", "source.bounds", "DEEPEST", "levels"),
        Bound("a formula", "source.bounds", "FORMULA", "characters"),
        Bound("paragraphs", "source.bounds", "_MOST.paragraphs", "paragraphs"),
        Bound("headings", "source.bounds", "_MOST.headings", "headings"),
        Bound("notes", "source.bounds", "_MOST.notes", "notes"),
        Bound("columns of a table", "source.tables", "COLUMNS", "columns"),
        Bound("rows of a table", "source.tables", "ROWS", "rows"),
        Bound("a bibliography, a CSL style", "source.bibliography", "_LARGEST"),
        Bound("works of a bibliography", "source.bibliography", "_WORKS", "works"),
        Bound("citations", "source.citations", "_MOST", "citations"),
        Bound("a picture", "source.images", "LARGEST"),
        Bound("a picture, drawn", "source.images", "_PIXELS", "pixels"),
        Bound("a drawing (SVG)", "source.drawings", "_BYTES"),
        Bound("elements of a drawing", "source.drawings", "_ELEMENTS", "elements"),
        Bound("rules of its style", "source.drawings", "_RULES", "rules"),
        Bound("elements inside one another", "source.drawings", "_DEEPEST", "levels"),
        Bound("elements, those that it uses again counted each time", "source.drawings", "_DRAWN", "elements"),
        Bound("pieces of text", "source.drawings", "_TEXTS", "pieces"),
        Bound("all pictures of a report", "source.images", "_ALL_BYTES"),
        Bound("all pictures of a report, drawn", "source.images", "_ALL_PIXELS", "pixels"),
    ),
    "A house style": (
        Bound("a style sheet", "bounded.css", "LARGEST"),
        Bound("blocks and brackets inside one another", "bounded.css", "DEEPEST", "levels"),
        Bound("rules of a sheet", "house.style_sheets", "_MOST_RULES", "rules"),
        Bound("a value, `var()` replaced by what it stands for", "bounded.css", "_LONGEST_VALUE", "parts"),
        Bound("steps of a selector", "house.style_sheets", "_MOST_STEPS", "steps"),
        Bound("columns and rows of a grid", "house.style_sheets", "_MOST_TRACKS", "tracks"),
        Bound("a font", "bounded.fonts", "LARGEST"),
        Bound("a colour profile", "house.style", "_LARGEST_PROFILE"),
    ),
    "A received or finished file": (
        Bound("a finished file", "production.format", "_LARGEST"),
        Bound("a received text", "packs.imports.file_kinds", "LARGEST_TEXT"),
        Bound("an XML file of it", "bounded.xml", "XmlBounds.size"),
        Bound("elements of it", "bounded.xml", "XmlBounds.elements", "elements"),
        Bound("elements inside one another", "bounded.xml", "DEEPEST", "levels"),
        Bound("files of an archive (Word, EPUB)", "bounded.archive", "ArchiveBounds.files", "files"),
        Bound("one of them, unpacked", "bounded.archive", "ArchiveBounds.file"),
        Bound("all of them, unpacked", "bounded.archive", "ArchiveBounds.size"),
        Bound("unpacked against packed", "bounded.archive", "ArchiveBounds.ratio", "times"),
    ),
    "A PDF": (
        Bound("work to read it, in steps", "auditors.pdf.bounds", "_WORK", "steps"),
        Bound("the same, for each of its bytes", "auditors.pdf.bounds", "_WORK_PER_BYTE", "steps"),
        Bound("a stream, decoded", "auditors.pdf.bounds", "_LARGEST_STREAM"),
        Bound("the content of a page or a form", "auditors.pdf.bounds", "LARGEST_CONTENT"),
        Bound("the XMP packet", "auditors.pdf.bounds", "LARGEST_PACKET"),
        Bound("a map of a font to Unicode", "auditors.pdf.bounds", "LARGEST_MAP"),
        Bound("nodes of a tree, elements of its tags", "auditors.pdf.bounds", "MOST_NODES", "nodes"),
        Bound("tags inside one another", "auditors.pdf.structure", "_DEEPEST", "levels"),
        Bound("pages", "auditors.pdf.file", "_MOST_PAGES", "pages"),
        Bound("forms inside one another", "auditors.pdf.content", "_MOST_FORMS", "levels"),
        Bound("places of a table", "auditors.pdf.objects", "_MOST_PLACES", "places"),
    ),
    "A Word file": (
        Bound("the file", "wordfile.package", "_LARGEST"),
        Bound("elements of a part", "wordfile.package", "_BOUNDS.elements", "elements"),
        Bound("a paragraph", "wordfile.package", "_LONGEST", "characters"),
        Bound("styles that are based on one another", "wordfile.styles", "_DEEPEST", "styles"),
        Bound(
            "pandoc reading a received text (three times as much for a million characters): processor time",
            "source.pandoc",
            "_RECEIVED.processor",
            "s",
        ),
        Bound("the same: memory", "source.pandoc", "_RECEIVED.memory", "MiB"),
        Bound("pandoc reading the formulas of a Word file: processor time", "source.pandoc", "_WORD.processor", "s"),
        Bound("the same: memory", "source.pandoc", "_WORD.memory", "MiB"),
    ),
    "A release": (
        Bound("SHA256SUMS", "packs.publish.verification", "_LARGEST_SUMS"),
        Bound("a file of it", "packs.publish.verification", "_LARGEST_FILE"),
        Bound("its manifest", "packs.publish.record", "_LARGEST"),
        Bound("what it kept of its passages", "packs.publish.passages", "_LARGEST"),
        Bound("a key or a signature", "packs.publish.signing", "_LARGEST"),
        Bound("minisign", "packs.publish.signing", "_LONGEST", "s"),
        Bound("a record of the build folder", "files", "_LARGEST_RECORD"),
    ),
    "The preview server": (
        Bound("connections at once", "packs.desk.server", "_MOST", "connections"),
        Bound("a request, to arrive", "packs.desk.server", "_ASKING", "s"),
        Bound("what a page of the desk sends", "packs.desk.server.desk", "LARGEST_REQUEST"),
        Bound("a file that is brought to the first page", "packs.desk.reception", "LARGEST"),
        Bound("a piece of the answer, to be taken", "packs.desk.server", "_IDLE", "s"),
        Bound("an answer as a whole", "packs.desk.server", "_WHOLE", "s"),
    ),
}

_HEAD = """# Security

<!-- Made by `python setup/security.py`; the figures come from the code. -->

## What is trusted, and what is not

Trusted: whoever runs the command; the press and the packages that `requirements.lock` names; the programs of the system that it starts;
installed extensions (docs/extensions.md), which are code, filters that `plantin.toml` names among them; the folder for temporary files.

Not trusted, and read with care: sources and their pictures, catalogues, locales, house styles, `plantin.toml`, received files, finished
editions (a check reads files of any origin), releases that came from elsewhere, keys, signatures, records in the build folder, what
validators answer, the entries of a store, the configuration, index and hooks of a git repository, and the browsers and pages that talk to
`plantin serve`.

Whatever such a file holds, the command ends in bounded time and memory with a finding (a code, the file, what is wrong, how to fix it) and
an exit code that is not 0. Exit code 70 is a fault of ours: please report it.

* Only regular files are read, up to a bound. A device, a pipe, a socket, a folder, a link in a ring, a link that leads out of the folder
  that the file belongs to: each is a finding. A report is read within `sources/`, a style within `styles/`. These folders of the root, and
  `locales/`, may themselves be links, so that houses can share them.
* Nothing is written, renamed or deleted through a link below the root of the house, nor on a path that leads out of it (U026): all files are
  written by `files.write`, beside their place, and moved there by one rename. No option for output names a source (U033). A release is a new
  folder; no other is ever replaced, and nothing else in `release/` is touched. The tests fail where one of them writes or deletes anything
  outside its own folders.
* A release is compared byte for byte with the objects of its commit, not with what git says of the work tree: an index, lists of ignored
  files, replaced objects, monitors, filters and signature programs of a repository have no say. git is started for `rev-parse`, `cat-file`
  and `ls-tree` alone, on the `.git` of the nearest folder, with a configuration of our own and without network.
* An edition is fresh only where it was made of the bytes that its record names, as they were read, whatever changed meanwhile (V019).
* The store is named by whoever runs the command (`--store`, `PLANTIN_STORE`), never by `plantin.toml`; its address is a folder or a bucket of
  S3, Google or Azure. An entry is taken where its digest and its seal are right; whatever else is there costs one edition (V016).
* XML is read without entities and without the network; archives are checked (names, overlaps, ratio) before anything is unpacked.
* No edition is made with anything from the network: the layout engine gets nothing but the fonts and pictures of the house, a style may
  not name an address, and web pages carry a policy against scripts that are not their own.
* Text that is not ours never acts on a terminal: controls, escapes, overrides of direction are printed as their codes.
* `plantin verify` believes neither the manifest nor the digests before it has looked at their shape; no link in a release is followed
  and no file outside is read. Without `--key` it proves that the files are those of SHA256SUMS, not who made them.
* `plantin serve` listens on 127.0.0.1 alone, and pages of other origins get nothing. It writes translations, fixes of sources, and files that
  are brought with what is made of them, for pages that have the token of this server; the desk loads no script and no style but its own.
  Whatever lies in a house (finished editions, pictures, accounts of imports) is answered with `Content-Security-Policy: sandbox`: it has an origin
  that is no other's, so its scripts neither read nor send anything at this server, nor remember what a reader chose in the panel of a web edition.
  The draft of a site is answered there to whoever knows its address.
"""

_PROGRAMS = """
## Workers of Dask

Dask itself unpickles what scheduler and workers send, and runs on workers whatever a client sends: **who reaches the scheduler can run
programs as its user, as the user of each worker, and as you.** So scheduler and workers are trusted as this machine is, and nobody else may
reach them: use TLS with keys of your own ([scale.md](scale.md) shows how), or `local:N`, whose keys are made for one command.

Nothing more is believed of a worker than must be. It answers with bytes, which are read with a list of the values that an answer may have
(`packs/farm/dask_answers.py`); of the files in an answer, one is written, the edition that was asked for, in its place below `build/`, where
its digest, its size and the beginning of its format are right; anything else is V018, and nothing of it is written. A worker that lies well
can still make a wrong edition, or call one right: check a release on a machine of yours.

## Programs and work

pandoc, LibreOffice, Java, Node, browsers, git, minisign and the tools of the XLIFF exchange are started in a session of their own,
without a shell, and end with their children when they are done, reach a bound, or the command is interrupted. The work of our own processes
is bounded in processor time and memory; a process that dies spoils no other work. The finding (V011, V012) names the edition and the
bound; a key under `[limits]` in `plantin.toml` changes it:

| key | of what | default | may be |
|---|---|---|---|
"""
_KEYS = {
    "seconds": ("a program, by the clock", "s"),
    "processor": ("a program with its children, or a piece of work: processor time", "s"),
    "memory": ("the same: memory", "MiB"),
    "output": ("a program: what it prints", "MiB"),
}
_REST = """
Where the system has no /proc (it is not Linux), a program is bounded in time and output alone.

## Bounds of what is read

No key raises these: what exceeds them is not a report. The place in the code is given, below `pipeline/plantin/`.
"""
_REPORT = """
## How to report

Please report what gets through privately, as a confidential report at the place where you got the code, not as an open issue: the command,
the version (`plantin --version`), the smallest file that shows it, and what you saw. You get an answer, a test with your file in
`tests/hostile/`, and your name in the changelog if you wish. `bench/hostile.py` prints
the figures of these tests.
"""


def page() -> str:
    """The page."""
    parts = [_HEAD, _PROGRAMS.rstrip("\n"), *_limits(), _REST.rstrip("\n")]
    for title, bounds in BOUNDS.items():
        parts += [f"\n### {title}\n", "| of what | most | where |", "|---|---|---|", *(bound.row() for bound in bounds)]
    return "\n".join([*parts, _REPORT])


def _limits() -> Iterator[str]:
    hints = get_type_hints(LimitsTable, include_extras=True)
    for field in dataclasses.fields(Limits):
        words, unit = _KEYS[field.name]
        form: ValueForm = hints[field.name].__metadata__[0]
        low, high = (int(float(number)) for number in re.findall(r"\d[\d.e+]*", form.words))
        yield f"| `{field.name}` | {words} | {field.default:,} {unit} | {low:,} to {high:,} {unit} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
