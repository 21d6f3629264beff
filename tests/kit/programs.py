"""The programs of ``bench/`` and ``setup/`` as modules, for tests of what they do; the versions of those of others."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from functools import cache
from types import ModuleType

from tests.kit.houses import ROOT

_OTHERS = ("soffice --version", "chromium --version", "pdftotext -v", "lou_translate --version", "msgfmt --version")


def program(path: str) -> ModuleType:
    """The program at ``path``, as "bench/faults.py" from the root of the checkout, loaded but not run."""
    file = ROOT / path
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses of the module look it up by its name.
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    return module


@cache
def versions() -> str:
    """The versions of the programs of others that the tests start, a line each."""
    lines = []
    for command in map(str.split, _OTHERS):
        if shutil.which(command[0]):
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            lines.append(f"{command[0]}: {(ended.stdout or ended.stderr).strip().partition(chr(10))[0]}")
        else:
            lines.append(f"{command[0]}: not there")
    return "\n".join(lines)
