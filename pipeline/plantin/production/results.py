"""What workers return: the result of their work, or a finding that names its subject."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TypeVar

from plantin.bounded.limits import BoundError
from plantin.bounded.workers import WorkError
from plantin.findings import Place, ToolError

T = TypeVar("T")


def result_of(future: Future[T], name: str) -> T:
    """Return the result of ``future``, which worked on ``name``: an edition, or a source.

    Raises what the work raised; ToolError where it reached a bound (V011), or its process died (V012).
    """
    try:
        return future.result()
    except BoundError as error:
        raise ToolError.of("V011", f"the work on it {str(error).strip()}", Place(name), error.hint) from error
    except WorkError as error:
        raise ToolError.of("V012", f"the work on it {error}", Place(name), error.hint) from error
