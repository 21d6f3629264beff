"""Each test report as people read it: its outline, and its reading in four formats, compared with the dumps
beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.model.outline import aloud, outline
from plantin.production import steps
from plantin.production.formats import format_named
from tests.kit.command import plantin
from tests.kit.editions import Editions
from tests.kit.houses import NAMES, slug
from tests.kit.read_back import reread, unlike

pytestmark = pytest.mark.full

HERE = Path(__file__).parent
Expected = Callable[[Path, str], None]


def reading(found: object) -> str:
    return "".join(f"{role:<12} {words}".rstrip() + "\n" for role, words in aloud(found))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_the_outline(name: str, examples: House, expected: Expected) -> None:
    shown = plantin("show", slug(name), "--as", "outline", cwd=examples.root)
    assert shown.returncode == 0, shown.stderr
    expected(HERE / name / "outline.txt", shown.stdout)


@pytest.mark.parametrize("name", NAMES)
def test_the_source_is_without_slips(name: str, examples: House) -> None:
    assert [
        str(finding) for finding in steps.compose(examples, slug(name), examples.languages(slug(name))[0]).findings
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_reading(name: str, examples: House, store: Editions, expected: Expected) -> None:
    expected(HERE / name / "reading.txt", reading(outline(store.document(examples, slug(name)))))


@pytest.mark.sample(28)
@pytest.mark.parametrize("format_", ["html", "epub", "docx", "pdf"])
@pytest.mark.parametrize("name", NAMES)
def test_every_format_reads_the_same(name: str, format_: str, examples: House, store: Editions) -> None:
    row = format_named(format_)
    assert row is not None
    document = store.document(examples, slug(name))
    path = store.path(document, format_)
    read = reread(row, path)
    found = read.outline()
    assert reading(found) == (HERE / name / "reading.txt").read_text("utf-8")
    assert [str(finding) for finding in unlike(read, document, path.name)] == []
    assert [str(finding) for finding in read.findings() if finding.severity == "error"] == []
