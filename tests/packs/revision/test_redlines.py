"""Redlines say the present state when all is accepted, the earlier one when all is rejected: to their second readers, to
python-docx and to LibreOffice.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from random import Random

import docx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.packs.revision import changes, tables
from plantin.packs.revision.auditor import page as page_auditor
from plantin.packs.revision.auditor import word as word_auditor
from plantin.packs.revision.tables import RevisionWords
from plantin.packs.revision.writer import page, word
from plantin.writers.docx import write as write_word
from tests.kit.compose import composed
from tests.kit.houses import ROOT
from tests.packs.revision import office, pairs

pytestmark = pytest.mark.full

WORDS = RevisionWords()
MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BEFORE = """# Lamps

The lamps burn oil of whales.[^a]

The wicks are of wool, and are trimmed on Monday before the ships come in.

The keeper sleeps at noon, and nobody wakes him.

See [](#x) for more.

| Harbour | Lamps |
|---|---|
| North | 3 |
| South | 5 |

: Lamps of the harbours

[]{#x}The last paragraph says that $a^2$ is *known*.

[^a]: A note on oil.
"""
NOW = """# Lamps

The lamps burn oil of olives.[^a]

A new paragraph is put in between, with a note.[^c]

The keeper sleeps at noon, and nobody wakes him.

The wicks are of wool, and are trimmed on Monday before the ships come in.

See [](#x) for more.

| Harbour | Lamps |
|---|---|
| North | 4 |
| East | 1 |
| South | 5 |

: Lamps of the harbours

[]{#x}The last paragraph says that $a^2$ is *known*.

[^a]: A note on oil and fat.

[^c]: A third one.
"""


def word_edition(document: Document) -> bytes:
    return write_word(document, House(ROOT).style(), MOMENT)


def redline(before: Document, now: Document) -> bytes:
    return word.write(word_edition(before), word_edition(now), "Secretariat", MOMENT)


def states(chance: Random, *, formulas: bool = True) -> tuple[Document, Document]:
    return pairs.documents(chance, formulas=formulas)


@settings(
    max_examples=6, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(seed=st.integers(0, 2**32))
def test_both_redlines_are_read_back_as_both_states(seed: int) -> None:
    before, now = states(Random(seed))  # noqa: S311 - chance, not a secret
    content = redline(before, now)
    assert word_auditor.unlike(content, "x.docx", outline(before), outline(now)) == ()
    docx.Document(io.BytesIO(content))
    web = page.write(changes.compare(before, now), now)
    assert page_auditor.unlike(web, "x.html", outline(before), outline(now), WORDS) == ()


def lines_of(text: str) -> list[str]:
    """The lines that say something: see the limits of LibreOffice on the page of the pack."""
    return [line.strip() for line in text.split("\n") if line.strip("\ufeff \t")]


def notes_of(path: Path) -> list[str]:
    space = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    return ["".join(body.itertext()).strip() for body in etree.parse(path).iter(f"{space}note-body")]


def generated(folder: Path, count: int, *, begin: int = 0) -> list[str]:
    """The names of so many pairs, of which both editions and the redline are in ``folder``."""
    names: list[str] = []

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**32))
    def write(seed: int) -> None:
        before, now = states(Random(seed), formulas=False)  # noqa: S311
        name = f"{len(names):03}"
        for state, document in (("before", before), ("now", now)):
            (folder / f"{name}-{state}.docx").write_bytes(word_edition(document))
        (folder / f"{name}-redline.docx").write_bytes(redline(before, now))
        names.append(name)

    write()
    return names


def judged_by_office(folder: Path, count: int) -> list[str]:
    """What LibreOffice makes otherwise of the redlines of so many pairs."""
    work = folder / "files"
    work.mkdir()
    names = generated(work, count)
    office.settle(work, folder / "profile")
    wrong = []
    for name in names:
        for state, how in (("now", "accepted"), ("before", "rejected")):
            expected, settled = work / f"{name}-{state}.docx.accepted", work / f"{name}-redline.docx.{how}"
            texts = [lines_of(Path(f"{path}.txt").read_text("utf-8")) for path in (expected, settled)]
            notes = [notes_of(Path(f"{path}.fodt")) for path in (expected, settled)]
            wrong += [f"{name} {how}: the text"] if texts[0] != texts[1] else []
            wrong += [f"{name} {how}: the notes"] if notes[0] != notes[1] else []
    return wrong


@pytest.mark.proof
def test_libreoffice_accepts_and_rejects_all(tmp_path: Path) -> None:
    assert judged_by_office(tmp_path, 10) == []


@pytest.mark.slow
def test_libreoffice_accepts_and_rejects_all_of_two_hundred_pairs(tmp_path: Path) -> None:
    assert judged_by_office(tmp_path, 200) == []


# What is shown


@pytest.fixture(scope="module")
def pair() -> tuple[Document, Document]:
    return composed(BEFORE), composed(NOW)


def sorts(compared: changes.ReportChanges) -> list[tuple[str, str, str]]:
    return [(line.series, line.sort, changes.plain(line.entry.text)[:24]) for line in compared.changed()]


def test_moves_numbers_cells_and_notes_are_what_they_are(pair: tuple[Document, Document]) -> None:
    assert sorts(changes.compare(*pair)) == [
        ("body", "changed", "The lamps burn oil of ol"),
        ("body", "moved-from", "The wicks are of wool, a"),
        ("body", "inserted", "A new paragraph is put i"),
        ("body", "moved-to", "The wicks are of wool, a"),
        ("body", "renumbered", "See paragraph 6 for more"),
        ("body", "changed", "North | 4"),
        ("body", "inserted", "East | 1"),
        ("body", "renumbered", "The last paragraph says "),
        ("notes", "changed", "A note on oil and fat."),
        ("notes", "inserted", "A third one."),
    ]


def test_the_word_redline_tracks_each_kind_of_change(pair: tuple[Document, Document]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(redline(*pair)))
    body, notes = (etree.fromstring(archive.read(f"word/{part}.xml")) for part in ("document", "footnotes"))

    def words(root: etree._Element, tag: str) -> list[str]:
        return ["".join(t.text or "" for t in node.iter(f"{W}t", f"{W}delText")) for node in root.iter(f"{W}{tag}")]

    assert "whales" in words(body, "del")
    assert "olives" in words(body, "ins")
    for tag in ("moveFrom", "moveTo"):
        assert "The wicks are of wool, and are trimmed on Monday before the ships come in." in words(body, tag)
        assert len(list(body.iter(f"{W}{tag}RangeStart"))) == len(list(body.iter(f"{W}{tag}RangeEnd"))) == 1
    assert " and fat" in words(notes, "ins")
    assert [row.find(f"{W}trPr/{W}ins") is not None for row in body.iter(f"{W}tr")].count(True) == 1
    marks = [node for root in (body, notes) for node in root.iter(f"{W}ins", f"{W}del") if node.get(f"{W}author")]
    assert {node.get(f"{W}author") for node in marks} == {"Secretariat"}
    assert {node.get(f"{W}date") for node in marks} <= {f"2035-06-01T00:0{minutes}:00Z" for minutes in (0, 2, 4)}
    identifiers = [node.get(f"{W}id") for node in body.iter() if node.get(f"{W}author")]
    assert len(set(identifiers)) == len(identifiers)


def test_the_same_states_give_the_same_redline(pair: tuple[Document, Document]) -> None:
    assert redline(*pair) == redline(*pair)
    compared = changes.compare(pair[0], pair[0])
    assert list(compared.changed()) == []
    assert b"Nothing has changed." in page.write(compared, pair[0])


# Spoilt redlines


def spoil_word(content: bytes, old: bytes, new: bytes, part: str = "word/document.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(buffer, "w") as write:
        for name in read.namelist():
            text = read.read(name)
            if name == part:
                assert old in text
                text = text.replace(old, new, 1)
            write.writestr(name, text)
    return buffer.getvalue()


def untrack(tag: str) -> Callable[[bytes], bytes]:
    """The redline with its first change of this kind made silently."""

    def change(content: bytes) -> bytes:
        text = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
        match = re.search(rb"<w:%b [^>]*[^/]>(.*?)</w:%b>" % (tag.encode(), tag.encode()), text, re.DOTALL)
        assert match
        return spoil_word(content, match[0], match[1].replace(b"delText", b"t") if tag == "ins" else b"")

    return change


@pytest.mark.sample(6)
@pytest.mark.parametrize(
    "spoil",
    [
        untrack("ins"),
        untrack("del"),
        lambda content: spoil_word(content, b"olives", b"olive"),
        lambda content: spoil_word(content, b"whales", b"whale"),
        lambda content: spoil_word(content, b">5<", b">6<"),
        lambda content: spoil_word(content, b"The wicks are", b"The wicks were"),
        lambda content: spoil_word(content, b" and fat", b" and flat", "word/footnotes.xml"),
    ],
)
def test_a_spoilt_word_redline_is_caught(spoil: Callable[[bytes], bytes], pair: tuple[Document, Document]) -> None:
    states = outline(pair[0]), outline(pair[1])
    content = redline(*pair)
    assert word_auditor.unlike(content, "x.docx", *states) == ()
    found = word_auditor.unlike(spoil(content), "x.docx", *states)
    assert {finding.code for finding in found} == {"REV005"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<ins>olives</ins>", b"olives"),
        (b"<del>whales</del>", b""),
        (b"<del>whales</del>", b"<del>whale</del>"),
        (b"trimmed on Monday", b"trimmed on Friday"),
        (b"<sup>[1]</sup>", b"<sup>[2]</sup>"),
        (b"<ins>East</ins>", b""),
        (b" inserted: </span><ins>olives", b"</span><ins>olives"),
        (b" (end) </span>", b" </span>"),
    ],
)
def test_a_spoilt_web_redline_is_caught(old: bytes, new: bytes, pair: tuple[Document, Document]) -> None:
    content = page.write(changes.compare(*pair), pair[1])
    states = outline(pair[0]), outline(pair[1])
    assert page_auditor.unlike(content, "x.html", *states, WORDS) == ()
    text = content.index(b"<section")
    assert old in content[text:]
    spoilt = content[:text] + content[text:].replace(old, new, 1)
    assert {finding.code for finding in page_auditor.unlike(spoilt, "x.html", *states, WORDS)} == {"REV005"}


def test_every_language_has_all_words() -> None:
    names = {field.name for field in fields(tables.RevisionWords)}
    folder = Path(tables.__file__).with_name("locales")
    assert sorted(path.stem for path in folder.glob("*.toml")) == ["ar", "es", "fr", "ru", "zh"]
    for path in folder.glob("*.toml"):
        words = tomllib.loads(path.read_text("utf-8"))
        assert set(words) == names, path.name
        assert [name for name, text in words.items() if name.startswith("row_") and "{place}" not in text] == []


@pytest.mark.parametrize(
    ("name", "text"), [("row_changed", "{where}"), ("for_read", "{former} {now}"), ("paragraph", "Para {n}")]
)
def test_a_word_without_its_value_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "locales/en").mkdir(parents=True)
    (tmp_path / "locales/en/locale.toml").write_text(f'[revision]\n{name} = "{text}"\n', "utf-8")
    with pytest.raises(PlantinError, match=rf"revision.{name}.* braces"):
        House(tmp_path).locale("en")


def said(content: bytes) -> Iterator[str]:
    root = etree.HTML(content)
    return ("".join(node.itertext()).strip() for node in root.iter("span") if node.get("class") == "spoken")


def test_insertions_and_deletions_are_announced(pair: tuple[Document, Document]) -> None:
    content = page.write(changes.compare(*pair), pair[1])
    spoken = list(said(content))
    assert spoken.count("inserted:") == content.count(b"<ins>")
    assert spoken.count("deleted:") == content.count(b"<del>")
    root = etree.HTML(content)
    leads = [str(link.get("href"))[1:] for link in root.iter("a")]
    names = {str(node.get("id")) for node in root.iter() if node.get("id")}
    assert set(leads) <= names
    assert len([name for name in names if name.startswith("change-")]) == len(list(changes.compare(*pair).changed()))


def test_places_renumbered_one_after_another_are_one_line_of_the_list() -> None:
    paragraphs = "\n\n".join(
        f"Paragraph about the {thing} of the harbour." for thing in ("lamps", "wicks", "oil", "nets")
    )
    before, now = composed(f"First.\n\n{paragraphs}"), composed(f"First.\n\nA new one.\n\n{paragraphs}")
    root = etree.HTML(page.write(changes.compare(before, now), now))
    rows = [(row.get("value"), "".join(row.itertext())) for row in root.iter("li")]
    assert rows == [("1", "Inserted: 2. A new one."), ("2", "Renumbered: 3. … 6.")]
