"""Plantin: one canonical source of an official report, many accessible editions, proved by reading them back.

``plantin.build``, ``plantin.check`` and ``plantin.Report`` are for Python programs; see ``plantin.proof.python_api``.
"""

from importlib import import_module

__version__ = "0.1.0"

_INTERFACE = ("BuiltEdition", "CheckResult", "Finding", "PlantinError", "Report", "build", "check")


def __getattr__(name: str) -> object:
    """Return a name of the Python interface, which is loaded when it is first used (PEP 562)."""
    if name not in _INTERFACE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("plantin.proof.python_api"), name)


def __dir__() -> list[str]:
    return [*_INTERFACE, "__version__"]
