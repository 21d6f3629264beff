"""Takes the guards of pipeline/plantin/bounded out of every Python that starts with this folder on its path; only
bench/guards.py puts it there.

What is left reads as the libraries do: no counting before a tree is made, no look at the directory of an archive or a
font, no bound on levels and names, no clock on patterns, no watch on what is started.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _files(module: Any) -> None:
    module.open_regular = lambda path, within=None: path.open("rb")
    module.read = lambda path, most, within=None: path.read_bytes()


def _archives(module: Any) -> None:
    module._require_apart = module._require_bounds = _nothing
    module._faults = lambda entries: iter(())
    module.Archive.find_damage = lambda self: ()


def _xml(module: Any) -> None:
    module._require_bounds = module._require_shallow = _nothing


def _html(module: Any) -> None:
    from lxml import etree

    def parse(content: bytes, bounds: Any = None) -> Any:
        parser = etree.HTMLParser(no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
        return etree.fromstring(content.decode(), parser)

    module.parse = parse


def _data(module: Any) -> None:
    import yaml

    module._require_depth = module._require_size = _nothing
    module._build_object = dict
    module._bounded_loader = lambda: yaml.SafeLoader


def _css(module: Any) -> None:
    module._too_long = lambda found: iter(())


def _fonts(module: Any) -> None:
    module._require_directory = module._require_packed = module.require_maps = _nothing


def _patterns(module: Any) -> None:
    module.Pattern._call_in_time = lambda self, work: work()


def _process(module: Any) -> None:
    def run(command: Any, *, given: bytes = b"", folder: Path | None = None, variables: Any = None, **_: Any) -> Any:
        import os

        words = list(map(str, command))
        ended = subprocess.run(
            words, input=given, cwd=folder, env={**os.environ, **(variables or {})}, capture_output=True, check=False
        )
        return module.ProcessResult(ended.returncode, ended.stdout, ended.stderr)

    module.run = run


def _workers(module: Any) -> None:
    @contextlib.contextmanager
    def limit_process(limits: Any = None) -> Any:
        yield

    module.limit_process = limit_process


_WITHOUT = {
    "archive": _archives,
    "bytes": _files,
    "css": _css,
    "data": _data,
    "fonts": _fonts,
    "html": _html,
    "patterns": _patterns,
    "process": _process,
    "workers": _workers,
    "xml": _xml,
}


class _Unguarded(Loader):
    """Loads a module of pipeline/plantin/bounded and takes its guard out."""

    def __init__(self, loader: Loader, name: str) -> None:
        self._loader, self._name = loader, name

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        _WITHOUT[self._name](module)


class _Finder(MetaPathFinder):
    def find_spec(self, fullname: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        room, _, name = fullname.rpartition(".")
        if room != "plantin.bounded" or name not in _WITHOUT:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Unguarded(spec.loader, name)
        return spec


sys.meta_path.insert(0, _Finder())
