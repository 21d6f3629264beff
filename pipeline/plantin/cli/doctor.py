"""The command ``plantin doctor``."""

from __future__ import annotations

import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import get_args

from rich.markup import escape
from rich.table import Table

from plantin import __version__
from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.findings import PlantinError, ToolError
from plantin.production.format import Program
from plantin.production.formats import formats
from plantin.settings import extensions
from plantin.validators import install, toolbox
from plantin.writers import engine

_LIBRARIES = {
    "Pango": "libpango-1.0-0 libpangoft2-1.0-0",
    "HarfBuzz": "libharfbuzz0b libharfbuzz-subset0",
    "fontconfig": "libfontconfig1",
}
"""What the layout engine draws with, each with its Debian packages."""
_HOMEBREW = {
    "poppler-utils": "poppler",
    "chromium": "--cask chromium",
    "libreoffice-writer-nogui": "--cask libreoffice",
}
"""Packages that Homebrew calls otherwise, by their Debian packages."""
_EXTRAS = {
    "distributed": ("many machines (--dask)", "dask"),
    "fsspec": ("a shared store (--store)", "store"),
    "pagefind": ("the search of a site", "site"),
    "pygls": ("editors (plantin lsp)", "lsp"),
}
"""Python packages of the extras: what for, and the extra."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that Plantin works with."""

    name: str
    version: str
    """Empty where it is not there."""
    purpose: str
    remedy: str
    """How to get it."""
    essential: bool = False
    """Whether the usual editions cannot be made without it."""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "list what Plantin works with: what is here, what is missing, and how to get it"
    command(commands, "doctor", words, _doctor)


def needs(options: Options) -> Iterator[Requirement]:
    """Yield everything that is needed, the essential first."""
    yield Requirement("Plantin", __version__, "", "")
    yield Requirement("Python", platform.python_version(), "", "")
    yield Requirement(
        "pypandoc_binary",
        _distribution("pypandoc_binary"),
        "every edition",
        "pip install --force-reinstall pypandoc_binary",
        essential=True,
    )
    yield Requirement("WeasyPrint", engine.version(), "PDF", "pip install --force-reinstall weasyprint", essential=True)
    for name, version in engine.versions().items():
        yield Requirement(name, version, "PDF", _package(name, _LIBRARIES[name]), essential=True)
    for used in dict.fromkeys(program for row in formats() for program in row.programs):
        remedy = _package(used.name, used.packages)
        words = _version(used)
        match = re.search(r"\d+(?:\.\d+)+", words)
        yield Requirement(used.name, match[0] if match else words, used.purpose, remedy)
    for row in {(row.package, row.extra): row for row in formats() if row.extra}.values():
        for library in extensions.libraries(row.package, row.extra):
            yield Requirement(library, _distribution(library), row.title, f'pip install "{row.package}[{row.extra}]"')
    for name, (purpose, extra) in _EXTRAS.items():
        yield Requirement(name, _distribution(name), purpose, f'pip install "plantin[{extra}]"')
    yield Requirement("git", "here" if shutil.which("git") else "", "releases", _package("git", "git"))
    yield Requirement("validators", _validators(options), "releases, check --validators", "plantin validators install")
    for program, package in install.SYSTEM.items():
        version = "here" if shutil.which(program) else ""
        yield Requirement(
            program, version, "check --validators", _package(package, package, " --no-install-recommends")
        )
    yield from _extensions()


def _version(program: Program) -> str:
    """Return what a program of a format says of its version; nothing where that of an extension cannot be asked."""
    try:
        return program.version()
    except Exception:  # noqa: BLE001 - whatever the code of an extension raises, the program cannot be used
        return ""


def _extensions() -> Iterator[Requirement]:
    """Yield the extensions of other packages, those that cannot be loaded with the reason."""
    broken = {(group, name): finding for group, name, finding in extensions.find_unusable()}
    for group in get_args(extensions.Group):
        for name in extensions.names(group):
            package = extensions.package_of(group, name)
            finding = broken.get((group, name))
            if finding or package != extensions.OURS:
                version = "" if finding else _distribution(package)
                what = f"extension: plantin.{group}" + (f" of {package}" if package else "")
                yield Requirement(name, version, what, f"{finding.message}: {finding.hint}" if finding else "")


def _package(name: str, debian: str, option: str = "") -> str:
    """Return the command of the system's package manager that installs what is called ``name``."""
    if sys.platform == "darwin":
        return f"brew install {_HOMEBREW.get(debian, name.lower())}"
    return f"apt-get install{option} {debian}"


def _distribution(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _validators(options: Options) -> str:
    """Return where they are installed; outside a house, those that the environment names."""
    try:
        folder = toolbox.find(environment.house(options).root).folder
    except PlantinError:
        return ""
    return "here" if (folder / ".installed").exists() else ""


def _doctor(options: Options, terminal: Terminal) -> int:
    requirements = tuple(needs(options))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("", "version", "for", "if missing"):
        table.add_column(column, overflow="fold")
    for need in requirements:
        row = (need.name, need.version or "missing", need.purpose, "" if need.version else need.remedy)
        table.add_row(*map(escape, row), style=None if need.version else "bold")
    terminal.results.print(table)
    missing = [need for need in requirements if not need.version]
    if essential := [need.name for need in missing if need.essential]:
        terminal.say(f"\nPDF editions cannot be made without {', '.join(essential)}.")
        return ToolError.exit_code
    terminal.say("\nThe usual editions can be made." if missing else "\nEverything is here.")
    return 0
