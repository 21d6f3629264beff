"""The programs of ``bench/`` and ``setup/`` as modules, for tests of what they do."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from tests.kit.houses import ROOT


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
