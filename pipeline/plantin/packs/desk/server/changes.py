"""Watches the files of a house and reports changes to those who wait for them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

_SETTLED, _LONGEST = 10, 300
"""Milliseconds: a change is reported when no other follows for so long, and after so long at most. An editor writes a
file in several steps.
"""


class Changes:
    """The changes below some ``folders``, counted in a thread of its own from the first ``after`` on."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._count = 0
        self._condition = threading.Condition()
        self._over = threading.Event()
        self._watcher: threading.Thread | None = None

    def after(self, count: int, seconds: float) -> int:
        """Return how many changes there were, as soon as it is more than ``count``, or when so many seconds have
        passed.
        """
        with self._condition:
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, daemon=True)
                self._watcher.start()
            self._condition.wait_for(lambda: self._count > count or self._over.is_set(), seconds)
            return self._count

    @property
    def over(self) -> bool:
        """Whether nothing is watched any more."""
        return self._over.is_set()

    def close(self) -> None:
        """Watch no more, and let go whoever waits."""
        self._over.set()
        with self._condition:
            self._condition.notify_all()

    def _watch(self) -> None:
        # Loaded where a page is looked at.
        from watchfiles import watch

        there = [folder for folder in self._folders if folder.exists()]
        is_watched = False
        for found in watch(
            *there,
            watch_filter=None,
            debounce=_LONGEST,
            step=_SETTLED,
            stop_event=self._over,
            rust_timeout=500,
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            # The system takes a moment until it watches: who waits looks again then for what has changed before.
            if found or not is_watched:
                with self._condition:
                    self._count += 1
                    self._condition.notify_all()
            is_watched = True
