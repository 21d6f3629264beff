"""The commands about translations: ``plantin catalogue ...`` and ``plantin facing``."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from rich.console import Console

from pipeline import translation as catalogue
from pipeline.cli import progress
from pipeline.files import write
from pipeline.findings import Finding, Place, TranslationError, UsageError
from pipeline.house import layout
from pipeline.house.layout import House
from pipeline.lint import translation
from pipeline.preview import facing
from pipeline.translation.xliff import PROGRAMS

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse has no public name for it
Add: TypeAlias = "Callable[[Commands, str, str, object], argparse.ArgumentParser]"
_TAGS = re.compile(r"[a-z]{2,3}(?:,[a-z]{2,3})*")


def add(commands: Commands, command: Add) -> None:
    """Add the commands to the parser; ``command`` adds one that takes symbols, a root and languages."""
    keep = commands.add_parser("catalogue", help="translations: bring them up to the report, say how far they are, exchange them")
    kinds = keep.add_subparsers(required=True, metavar="update|status|export|import|adopt")
    command(kinds, "update", "bring catalogues up to their reports; a changed message becomes stale", _update)
    command(kinds, "status", "say how far translations are, and what their gate finds", _status)
    export = command(kinds, "export", "write catalogues as XLIFF or TMX beside the editions", _export)
    export.add_argument("--to", choices=tuple(PROGRAMS), default="xliff")
    given = {
        "import": ("take the translations of an .xlf or .po file into a catalogue", _import),
        "adopt": ("fill a catalogue from the full text in its language, by its printed numbers", _adopt),
    }
    for name, (words, call) in given.items():
        bring = kinds.add_parser(name, help=words, description=words)
        bring.add_argument("file", metavar="FILE")
        bring.add_argument("symbol", nargs="?", help="the report (default: the only one)")
        bring.add_argument("--language", required=True, metavar="fr")
        bring.add_argument("--root", help="the folder that holds sources/ (default: the nearest one upward)")
        bring.set_defaults(call=call)
    face = command(commands, "facing", "make an edition with a translation beside its original, and findings in place", _facing)
    face.add_argument("--format", choices=facing.KINDS, default="html", help="a web page (default), or a Word file with comments")


def _update(options: argparse.Namespace, results: Console, notices: Console) -> int:
    del notices
    home = layout.find(options.root)
    for slug, language in _wanted(home, options):
        done = catalogue.update_file(home, slug, language)
        path = os.path.relpath(home.catalogue_file(language, slug))
        results.print(f"{path}: {done.kept} kept, {done.changed} changed, {done.new} new, {done.gone} gone", markup=False)
    return 0


def _status(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = layout.find(options.root)
    code = 0
    for slug in layout.chosen(home, tuple(options.symbol)):
        languages = tuple(options.language) or home.languages(slug)[1:]
        results.print(progress.standing_table(slug, catalogue.status_rows(home, slug, languages)))
        findings = [finding for language in languages for finding in translation.gate(home, slug, language)]
        progress.tell(notices, findings)
        if any(finding.severity == "error" for finding in findings):
            code = TranslationError.exit_code
    return code


def _export(options: argparse.Namespace, results: Console, notices: Console) -> int:
    del notices
    home = layout.find(options.root)
    for slug, language in _wanted(home, options):
        path = home.build / slug / f"{slug}-{language}{PROGRAMS[options.to][1]}"
        write(path, catalogue.export(home, slug, language, options.to), home.root)
        results.print(os.path.relpath(path), markup=False)
    return 0


def _import(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = layout.find(options.root)
    slug = _one(home, options)
    changed, findings = catalogue.bring(home, slug, options.language, Path(options.file))
    progress.tell(notices, findings)
    path = os.path.relpath(home.catalogue_file(options.language, slug))
    results.print(f"{path}: {changed} messages changed, {len(findings)} of the file are not in the report", markup=False)
    return 0


def _adopt(options: argparse.Namespace, results: Console, notices: Console) -> int:
    home = layout.find(options.root)
    slug = _one(home, options)
    aligned = catalogue.adopt_text(home, slug, options.language, Path(options.file))
    progress.tell(notices, aligned.findings)
    path = os.path.relpath(home.catalogue_file(options.language, slug))
    results.print(f"{path}: {len(aligned.translations)} messages taken, {len(aligned.findings)} did not align", markup=False)
    return 1 if aligned.findings else 0


def _facing(options: argparse.Namespace, results: Console, notices: Console) -> int:
    del notices
    home = layout.find(options.root)
    # No symbol is a language: `plantin facing S/2017/97 fr` says what is meant.
    named = [word for word in options.symbol if _TAGS.fullmatch(word)]
    options.symbol = [word for word in options.symbol if word not in named]
    options.language = (*options.language, *(tag for word in named for tag in word.split(",")))
    for slug, language in _wanted(home, options):
        results.print(os.path.relpath(facing.write(home, slug, language, options.format)), markup=False)
    return 0


def _wanted(home: House, options: argparse.Namespace) -> list[tuple[str, str]]:
    slugs = layout.chosen(home, tuple(options.symbol))
    return [(slug, language) for slug in slugs for language in options.language or home.languages(slug)[1:]]


def _one(home: House, options: argparse.Namespace) -> str:
    slugs = layout.chosen(home, (options.symbol,) if options.symbol else ())
    if len(slugs) > 1:
        message = f"there are {len(slugs)} reports, and a file is of one"
        raise UsageError(Finding("U011", message, Place("plantin"), f"Name it after the file: {slugs[0]}, for one."))
    return slugs[0]
