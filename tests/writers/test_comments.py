"""Comments of authors: they are in no edition, in no file for translators, and no business of the lint."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pikepdf
import pytest

from plantin import translation
from plantin.house.layout import House
from plantin.model.related_editions import ALONE
from plantin.production import steps
from plantin.production.compose import ComposedReport
from plantin.production.formats import format_named, formats
from tests.kit import houses

REMARK = "Zanzibar"
SOURCE = f"""---
symbol: A/90/79
organ: General Assembly
title: "Lamps"
date: 2035-08-16
---

<!-- {REMARK} first,

in several paragraphs. -->

# Lamps

The lamps burn.

<!-- {REMARK} --> <!-- {REMARK} again -->

(a) One lamp;

    <!-- {REMARK} in a list -->

(b) Two lamps.

::: {{.box}}
A box

<!-- {REMARK} in a box -->

Words.[^a]
:::

[^a]: A note.

    <!-- {REMARK} in a note -->
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, ComposedReport]:
    house = houses.own(tmp_path_factory.mktemp("comments"), "A-90-79", SOURCE, "styles", "locales")
    return house, steps.compose(house, "A-90-79", "en")


def said(content: bytes) -> str:
    """All that is in a file, the files of an archive and the streams of a PDF too."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            streams = [
                one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Width" not in one
            ]
            return b"".join([*streams, content]).decode("utf-8", "replace")
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("name", ["pdf", "ua2", "docx", "epub", "html", "txt", "md", "brf"])
def test_no_edition_has_a_comment(name: str, made: tuple[House, ComposedReport]) -> None:
    row = format_named(name)
    assert row is not None
    house, composed = made
    content = row.write(composed.document, house.style(), dt.datetime(2035, 8, 16, tzinfo=dt.UTC), ALONE)
    assert REMARK not in said(content)
    assert REMARK.upper() not in said(content).upper()


def test_no_format_can_have_one(made: tuple[House, ComposedReport]) -> None:
    assert formats(), "whatever is written is written from the document alone"
    assert REMARK not in repr(made[1].document)


def test_no_translator_and_no_lint_reads_a_comment(made: tuple[House, ComposedReport]) -> None:
    house, composed = made
    assert composed.findings == ()
    translation.update_file(house, "A-90-79", "fr")
    assert REMARK not in house.catalogue_file("fr", "A-90-79").read_text("utf-8")
