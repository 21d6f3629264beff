"""Chromium, as tests and benches open pages in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATIENCE = 20_000
"""Milliseconds: the machine may be busy; what is there is found at once."""

# The library is imported where a browser is opened: each process of the tests collects all of them, few open one.


@contextmanager
def opened() -> Iterator[Browser]:
    """Chromium, open until the end. Its driver cannot be started twice in one process at the same time."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    assert program, "not run: chromium is missing; `make tools` installs it"
    # Chromium refuses its sandbox to the superuser, as whom containers run.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=arguments)
        yield started
        started.close()


def expect(located: Any) -> Any:
    """Return what can be claimed of a page, or of what was located in it: each claim waits until it holds."""
    from playwright.sync_api import expect as claims

    claims.set_options(timeout=PATIENCE)
    return claims(located)
