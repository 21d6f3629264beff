"""liblouis's own checker judges every table that braille is made by: those of the locales, and those of passages in
other languages.
"""

from __future__ import annotations

import shutil
import subprocess

import pytest

from plantin.packs.braille.cells import TABLES
from tests.kit import houses

pytestmark = pytest.mark.full

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
USED = sorted({table for tables in TABLES.values() for table in tables})


def test_the_table_of_every_locale_is_among_those_that_are_checked() -> None:
    assert {houses.un(language).braille.table for language in LANGUAGES} - {""} <= set(USED)


@pytest.mark.parametrize("table", USED)
def test_the_checker_finds_no_error_in_a_table(table: str) -> None:
    program = shutil.which("lou_checktable")
    assert program, (
        "not run: lou_checktable is missing; `sh setup/speech.sh` installs it (Debian: liblouis-bin liblouis-data)"
    )
    checked = subprocess.run([program, table], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr.strip() or checked.stdout.strip()) == (0, "No errors found.")
