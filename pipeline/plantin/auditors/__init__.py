"""The auditors read finished editions back and trust nothing else: they never import a writer or ``resolve``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from plantin.auditors.fault import finding
from plantin.bounded.limits import BoundError
from plantin.findings import PlantinError


class UnreadableEdition(PlantinError):  # noqa: N818 - named for the file, like a finding
    """An edition of which nothing can be read back: one finding, V010. Exit code 1, as for any failed check."""

    @classmethod
    def at(cls, name: str, why: str) -> UnreadableEdition:
        """Return the error for the file that findings call ``name``, with the reason as the library gives it."""
        words = " ".join(why.split()) or "it is empty or damaged"
        return cls(finding("V010", f"cannot be read: {words}", name))


@contextmanager
def guard_reading(name: str) -> Iterator[None]:
    """The one guard around all that reads the finished file which findings call ``name``. A file from elsewhere may
    lead a library to raise anything, a lack of memory included: raises UnreadableEdition (V010) in place of it.
    PlantinErrors pass, and bounds of the work.

    >>> with guard_reading("S-2017-97-en.pdf"):
    ...     {}["/Type"]
    Traceback (most recent call last):
    plantin.auditors.UnreadableEdition: S-2017-97-en.pdf: error V010: cannot be read: it has no /Type
        Build the edition again.
    """
    try:
        yield
    except (PlantinError, BoundError):
        raise
    except Exception as error:
        raise UnreadableEdition.at(name, _why(error)) from error


def _why(error: Exception) -> str:
    """Return the reason why a file cannot be read, as the exception that ended the reading gives it."""
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, MemoryError):
        return "reading it takes more memory than there is"
    if isinstance(error, KeyError):
        return f"it has no {error.args[0]}" if error.args else "it lacks a part"
    expected = isinstance(error, OSError | ValueError) or type(error).__module__.partition(".")[0] not in {
        "builtins",
        "plantin",
    }
    return str(error) if expected else f"{type(error).__name__}: {error}"
