"""A report of a series is filled from those before it; what is new in it is counted; memories go out and come in."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from lxml import etree
from translate.storage.tmx import tmxfile

from plantin.cli import main
from plantin.house.layout import House
from plantin.lint.translation import number_writer
from plantin.packs.exchange import memories, tmx
from plantin.packs.exchange.analysis import BANDS
from plantin.translation import memory, po, reuse
from plantin.translation.memory import Memory, MemoryPair
from plantin.translation.po import Catalogue, PoEntry
from tests.kit import houses

pytestmark = pytest.mark.full

OLD, NEW = "S-2034-8", "S-2035-8"
HEAD = "---\nsymbol: {}\norgan: Security Council\ntitle: On lamps\ndate: 2035-06-02\nlanguages: [en, fr]\n---\n\n"
FIRST = (
    HEAD.format("S/2034/8")
    + """# Oil

The keepers of the harbour used more oil in the long winter, as they had always done before.[^log]

The wicks of all the lamps were changed twice in the year, and the old ones were given away.

# Lamps

There are lamps on every quay.

[^log]: The log.
"""
)
SECOND = (
    HEAD.format("S/2035/8")
    + """# Oil

The keepers of the harbour used more oil in the long winter, as they had always done before.[^log]

The wicks of all the lamps were changed three times in the year, and the old ones were given away.

Nothing like this was ever written in a report of the harbour.

# Oil

| Lamp | Litres |
|---|---|
| Lamp | 1,250.5 |
| Ships | 3,000 |
| Years | 2016 |

[^log]: The log.
"""
)
FRENCH = {
    "On lamps": "Des lampes",
    "Oil": "Huile",
    "The keepers of the harbour used more oil in the long winter, as they had always done before.[^log]": (
        "Les gardiens du port ont employé plus d’huile pendant le long hiver, comme ils l’avaient toujours fait[^log]."
    ),
    "The wicks of all the lamps were changed twice in the year, and the old ones were given away.": (
        "Les mèches de toutes les lampes ont été changées deux fois dans l’année, et les vieilles ont été données."
    ),
    "Lamps": "Lampes",
    "There are lamps on every quay.": "Il y a des lampes sur chaque quai.",
    "The log.": "Le journal.",
}


@pytest.fixture
def home(tmp_path: Path) -> House:
    """Two reports of a series, of which the first is translated."""
    root = tmp_path / "house"
    for slug, text in ((OLD, FIRST), (NEW, SECOND)):
        (root / "sources" / slug).mkdir(parents=True)
        (root / "sources" / slug / "report.md").write_text(text, "utf-8")
    shutil.copytree(houses.ROOT / "locales", root / "locales", ignore=shutil.ignore_patterns("*.po"))
    (root / "styles").symlink_to(houses.ROOT / "styles")
    house = houses.in_un(root)
    assert run(house, "catalogue", "update", "--language", "fr") == 0
    file = house.catalogue_file("fr", OLD)
    catalogue = po.read_catalogue(file)
    entries = tuple(PoEntry(one.context, one.original, FRENCH[one.original]) for one in catalogue.entries)
    po.write_catalogue(file, Catalogue(str(file), "fr", entries, header=catalogue.header), root)
    return house


def run(house: House, *arguments: str) -> int:
    return main.run([*arguments, "--root", str(house.root)])


def entries(house: House) -> dict[str, PoEntry]:
    return {one.original: one for one in po.read_catalogue(house.catalogue_file("fr", NEW)).entries}


def test_a_report_of_the_series_is_filled_and_says_from_where(home: House) -> None:
    assert run(home, "memory", "fill", "S/2035/8", "--language", "fr") == 0
    found = entries(home)
    exact = next(entry for text, entry in found.items() if text.startswith("The keepers"))
    assert (exact.state, exact.translation) == ("translated", FRENCH[exact.original])
    assert exact.comments == ("memory: 100 %, S-2034-8",)
    near = next(entry for text, entry in found.items() if "three times" in text)
    assert near.state == "stale"
    assert near.previous.startswith("The wicks of all the lamps were changed twice")
    (comment,) = near.comments
    score = int(comment.removeprefix("memory: ").split(" ")[0])
    assert comment.endswith(", S-2034-8")
    assert memory.LEAST <= score < 100
    assert next(entry for text, entry in found.items() if text.startswith("Nothing like")).state == "missing"
    assert {entry.translation for text, entry in found.items() if text == "Oil"} == {"Huile"}


def test_numbers_are_written_by_the_language_when_a_catalogue_is_made(home: House) -> None:
    found = entries(home)
    assert {text: found[text].translation for text in ("1,250.5", "3,000", "2016")} == {
        "1,250.5": "1\u00a0250,5",
        "3,000": "3\u00a0000",
        "2016": "2016",
    }
    assert found["3,000"].state == "reviewed"
    spanish = number_writer(home, NEW, "es")
    assert [spanish(text) for text in ("1,250.5", "14,338", "3,000", "12 lamps", "-0.5%")] == [
        "1250,5", "14.338", "3000", "", "-0,5%",
    ]  # fmt: skip


def test_words_are_counted_by_bands(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    found = memories.analyse_report(home, NEW, "fr", ())
    assert {band: found.messages[band] for band in BANDS} == {
        "context": 2, "repetition": 2, "100": 2, "95-99": 0, "85-94": 1, "75-84": 0, "new": 8,
    }  # fmt: skip
    assert found.messages.total() == 15
    assert found.words["85-94"] == 20
    assert run(home, "memory", "analyse", "S/2035/8", "--language", "fr") == 0
    assert "85-94" in capsys.readouterr().out


def test_a_memory_goes_out_and_comes_in(home: House, tmp_path: Path) -> None:
    assert run(home, "memory", "export", "--language", "fr") == 0
    path = home.build / "memory-en-fr.tmx"
    pairs = memories.file_pairs(home, path, "en", "fr")
    assert set(pairs) >= set(reuse.house_pairs(home, "en", "fr", NEW))
    assert len(tmxfile.parsestring(path.read_bytes()).units) == len(pairs)
    # Other programs name the document type.
    given = path.read_text("utf-8").replace("<tmx ", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx ', 1)
    (tmp_path / "given.tmx").write_text(given, "utf-8")
    home.catalogue_file("fr", OLD).unlink()
    assert run(home, "memory", "fill", "S/2035/8", "--language", "fr", "--from", str(tmp_path / "given.tmx")) == 0
    assert next(entry for text, entry in entries(home).items() if text.startswith("The keepers")).translation


@pytest.mark.parametrize(
    "path", sorted(houses.ROOT.glob("locales/*/*.po")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_every_catalogue_comes_back_from_its_memory(path: Path) -> None:
    catalogue = po.read_catalogue(path)
    root = etree.fromstring(tmx.write(catalogue, path.stem, "en"))
    back = list(tmx.read(root, "en", catalogue.language, "x"))
    assert [(one.original, one.translation) for one in back] == [
        (one.original, one.translation) for one in catalogue.entries
    ]


def test_a_near_match_is_found_as_by_comparing_with_all() -> None:
    """The index leaves no pair out that scores enough."""
    from rapidfuzz.distance import Levenshtein

    texts = [one.original for one in po.read_catalogue(houses.ROOT / "locales" / "fr" / "S-2017-97.po").entries]
    known = Memory(MemoryPair(text, text, "x") for text in texts)
    for n, text in enumerate(texts):
        words = text.split()
        asked = " ".join(word for m, word in enumerate(words) if (m + n) % 7)
        tokens = memory._TOKEN.findall(asked)
        best = max(
            min(99, int(100 * Levenshtein.normalized_similarity(tokens, memory._TOKEN.findall(one)))) for one in texts
        )
        match = known.match(asked)
        if asked not in texts:
            assert (match.score if match else 0) == (best if best >= memory.LEAST else 0)


PROGRAM = """
import sys
text = sys.stdin.read()
before, after = {change}
sys.stdout.write(text.replace(before, after))
"""


def machine(home: House, tmp_path: Path, change: tuple[str, str]) -> int:
    (tmp_path / "mt.py").write_text(PROGRAM.format(change=change), "utf-8")
    command = f"{sys.executable} {tmp_path / 'mt.py'}"
    return run(home, "memory", "machine", "S/2035/8", "--language", "fr", "--with", command)


def test_a_program_that_translates_is_always_fuzzy_and_labelled(home: House, tmp_path: Path) -> None:
    target = '<target state="new">'
    assert machine(home, tmp_path, (f"{target}Nothing like this", '<target state="final">Rien de tel')) == 0
    entry = next(entry for text, entry in entries(home).items() if text.startswith("Nothing like"))
    assert entry.state == "stale"
    assert entry.translation.startswith("Rien de tel")
    assert entry.comments[0].startswith("machine translation: python")
    assert sum(one.state == "stale" for one in entries(home).values()) == 1


def test_a_program_that_loses_marks_or_fails_changes_nothing(
    home: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = home.catalogue_file("fr", NEW).read_bytes()
    mark = '<ph id="1" ctype="x-note" equiv-text="note log">[^log]</ph></target>'
    assert machine(home, tmp_path, (f"before.{mark}", "avant.</target>")) == 1
    for program in ("false", "echo no", "no-such-program"):
        assert run(home, "memory", "machine", "S/2035/8", "--language", "fr", "--with", program) == 6
        assert "T084" in capsys.readouterr().err
    assert home.catalogue_file("fr", NEW).read_bytes() == before
