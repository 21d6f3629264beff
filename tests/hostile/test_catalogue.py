"""Catalogues made to do harm: each ends as findings at its message, soon, and none leads out of its folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from plantin.findings import TranslationError
from plantin.house.layout import House
from plantin.translation import formats, po
from plantin.translation.po import Catalogue
from tests.kit import houses
from tests.kit.command import plantin

pytestmark = pytest.mark.full

SLUG = "S-2035-1"
TEXT = (
    'symbol: S/2035/1\norgan: Security Council\ntitle: "Lamps"\ndate: 2035-06-01\nlanguages: [en, fr]\n',
    "# Lamps {#one}\n\nThe 12 lamps are lit.\n",
)
PARAGRAPH = "Les 12 lampes sont allumées."
FAULTS: tuple[tuple[str, Callable[[str], str], str], ...] = (
    ("a NUL", lambda text: text.replace(PARAGRAPH, "Les 12 \x00lampes."), "T070"),
    ("an escape of terminals", lambda text: text.replace(PARAGRAPH, "Les 12 \x1b[31mlampes."), "T070"),
    ("an override of direction", lambda text: text.replace(PARAGRAPH, "Les 12 \u202elampes."), "T070"),
    ("an isolate that is not closed", lambda text: text.replace(PARAGRAPH, "Les 12 \u2067lampes."), "T070"),
    ("a control in a comment", lambda text: text.replace("msgctxt", "# \x1b[2J\nmsgctxt", 1), "T070"),
    ("marks 10,000 deep", lambda text: text.replace(PARAGRAPH, "[" * 10_000 + "a" + "]{lang=fr}" * 10_000), "T071"),
    ("quotations 10,000 deep", lambda text: text.replace(PARAGRAPH, "> " * 10_000 + "12"), "T071"),
    ("numbers for slow patterns", lambda text: text.replace(PARAGRAPH, "1" * 200_000 + " 12"), "T071"),
    ("groups of thousands for slow patterns", lambda text: text.replace(PARAGRAPH, "12" + " 123" * 50_000), "T071"),
    ("a link that runs", lambda text: text.replace(PARAGRAPH, "12 https://" + "a/" * 100_000), "T071"),
    ("a million lines of comments", lambda text: "# x\n" * 1_000_000 + text, "T071"),
    ("numbers within bounds", lambda text: text.replace(PARAGRAPH, "1" * 40_000), "T071"),
    ("groups of thousands within bounds", lambda text: text.replace(PARAGRAPH, "12" + " 123" * 12_000), "T071"),
    ("a link within bounds", lambda text: text.replace(PARAGRAPH, "12 https://" + "a/" * 20_000), "T071"),
    ("a number of 1,900 figures", lambda text: text.replace(PARAGRAPH, "1" * 1_900), "T0"),
    ("a link of 1,900 letters", lambda text: text.replace(PARAGRAPH, "12 https://" + "a/" * 900), "T0"),
    ("bytes that are no text", lambda text: text.replace("é", "\udce9"), "T014"),
    ("the name of a file", lambda _: "/etc/passwd", "T0"),
)


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house of one small report with a French catalogue."""
    house = houses.own(
        tmp_path_factory.mktemp("house"), SLUG, f"---\n{TEXT[0]}---\n\n{TEXT[1]}", "locales/en", "locales/fr"
    )
    assert plantin("catalogue", "update", "--language", "fr", cwd=house.root).returncode == 0
    file = house.catalogue_file("fr", SLUG)
    given = {"Lamps": "Lampes", "The 12 lamps are lit.": PARAGRAPH}
    catalogue = po.read_catalogue(file)
    entries = tuple(replace(entry, translation=given[entry.original]) for entry in catalogue.entries)
    po.write_catalogue(file, replace(catalogue, entries=entries), house.root)
    return house


@pytest.mark.sample(15)
@pytest.mark.parametrize(("spoil", "code"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_catalogue_of_any_content_ends_as_findings(translated: House, spoil: Callable[[str], str], code: str) -> None:
    file = translated.catalogue_file("fr", SLUG)
    sound = file.read_bytes()
    try:
        file.write_bytes(spoil(sound.decode()).encode("utf-8", "surrogateescape"))
        ended = plantin("catalogue", "status", "--language", "fr", cwd=translated.root)
    finally:
        file.write_bytes(sound)
    assert (ended.returncode, f"error {code}" in ended.stderr) == (4, True), ended.stderr[-2000:]
    assert "\x1b" not in ended.stderr
    assert all(len(line) < 2000 for line in ended.stderr.split("\n"))


@pytest.mark.parametrize("kind", ["folder", "device", "pipe", "link out", "large"])
def test_a_catalogue_that_is_no_file_of_its_folder(translated: House, kind: str, tmp_path: Path) -> None:
    file = translated.catalogue_file("fr", SLUG)
    kept = file.rename(file.with_suffix(".kept"))
    try:
        if kind == "folder":
            file.mkdir()
        elif kind == "device":
            file.symlink_to("/dev/zero")
        elif kind == "pipe":
            os.mkfifo(file)
        elif kind == "link out":
            (tmp_path / "x.po").write_bytes(kept.read_bytes())
            file.symlink_to(tmp_path / "x.po")
        else:
            file.touch()
            os.truncate(file, 10**9)
        for command in ("status", "update"):
            ended = plantin("catalogue", command, "--language", "fr", cwd=translated.root)
            assert (ended.returncode, "error T072" in ended.stderr) == (4, True), ended.stderr
    finally:
        file.rmdir() if kind == "folder" else file.unlink()
        kept.rename(file)


@pytest.mark.parametrize(
    "content",
    [
        b"<xliff>" + b"<g>" * 10_000,
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><xliff>&a;</xliff>",
        b"",
        b"<xliff" + b" a='b'" * 100_000 + b"/>",
    ],
    ids=["deep", "entities", "empty", "attributes"],
)
def test_xliff_made_to_do_harm(translated: House, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.xlf").write_bytes(content)
    with pytest.raises(TranslationError) as raised:
        formats.read(tmp_path / "x.xlf", "x.xlf", Catalogue("", ""))[0]
    assert [finding.code for finding in raised.value.findings] == ["T057"]
