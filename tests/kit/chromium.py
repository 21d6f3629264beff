"""Chromium, as tests and benches open pages in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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
