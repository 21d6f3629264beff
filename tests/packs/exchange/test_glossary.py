"""The terms of a house go to CAT tools as TBX and come back; nothing that the house has is overwritten."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from lxml import etree
from translate.storage.tbx import tbxfile

from plantin.cli import main
from plantin.findings import Place
from plantin.lint.translation import spelling
from plantin.packs.exchange import glossary, xliff_files
from plantin.translation import Catalogue, Message, formats, terms, update
from plantin.translation.po import PoEntry
from tests.kit import houses

OWN = houses.ROOT / "locales" / "glossary.csv"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "locales").mkdir()
    shutil.copy(OWN, tmp_path / "locales")
    (tmp_path / "styles").symlink_to(houses.ROOT / "styles")
    return houses.in_un(tmp_path).root


def rows() -> list[dict[str, str]]:
    with OWN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(root: Path, *arguments: str) -> int:
    return main.run(["glossary", *arguments, "--root", str(root)])


def test_every_term_and_grade_comes_back(root: Path) -> None:
    assert run(root, "export") == 0
    content = (root / "build" / "glossary.tbx").read_bytes()
    back = glossary.read_tbx(etree.fromstring(content))
    assert list(back) == [{name: value for name, value in row.items() if value} for row in rows()]
    assert len(tbxfile.parsestring(content).units) == len(rows())
    (root / "locales" / "glossary.csv").unlink()
    assert run(root, "import", str(root / "build" / "glossary.tbx")) == 0
    made = (root / "locales" / "glossary.csv").read_text("utf-8")
    assert sorted(made.splitlines()) == sorted(glossary.text(tuple(rows()[0]), rows()).splitlines())


def test_new_terms_are_added_and_differing_ones_reported(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "new.csv"
    path.write_text("en,fr,pt\nlamp,lampe,lâmpada\nSecurity Council,Conseil,Conselho de Segurança\n", "utf-8")
    assert run(root, "import", str(path)) == 1
    said = capsys.readouterr()
    assert "T088: other terms for 'Security Council'" in said.err
    assert "2 entries added, 1 differ" in said.out
    with (root / "locales" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        found = {row["en"]: row for row in csv.DictReader(file)}
    assert found["lamp"]["pt"] == "lâmpada"
    assert found["Security Council"]["fr"] == "Conseil de sécurité"
    assert found["Security Council"]["pt"] == "Conselho de Segurança"
    assert len(found) == len(rows()) + 1


def test_terms_that_are_spelt_alike_stay_two() -> None:
    two = [{"en": "bank", "fr": "banque"}, {"en": "bank", "fr": "rive"}]
    found = glossary.merge(("en", "fr"), two, two, "en")
    assert (found.rows, found.added, found.differing) == (tuple(two), 0, ())


@pytest.mark.parametrize("content", ["no", "<tmx/>"])
def test_what_is_no_glossary_is_refused(root: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "x.tbx").write_text(content, "utf-8")
    assert run(root, "import", str(root / "x.tbx")) == 4
    assert "T061" in capsys.readouterr().err


TERMS = (terms.Term("armed group", ("groupe armé",), "A"), terms.Term("group", ("groupe",), "C"))


def test_terms_are_in_notes_and_marked_in_xliff() -> None:
    entry = PoEntry("#a", "The *armed groups* of the Group.[^a]", "Les *groupes armés*.[^a]")
    catalogue = Catalogue("x.po", "fr", (entry,))
    assert terms.note(entry.original, TERMS) == "terms: armed group = groupe armé; group = groupe"
    for kind, mark in (
        ("xliff", '<mrk mtype="term" comment="groupe armé">armed groups</mrk>'),
        ("xliff-2.1", '<mrk id="t1" type="term" value="groupe armé">armed groups</mrk>'),
    ):
        content = formats.write(catalogue, "R-1", "en", kind, TERMS)
        assert mark in content.decode()
        (unit,) = xliff_files.units_of(etree.fromstring(content)).units
        assert (unit.original, unit.translation) == (entry.original, entry.translation)


def test_notes_keep_their_terms_while_the_text_stays() -> None:
    entry = PoEntry("#a", "An armed group.", "Un groupe armé.", note="paragraph\nterms: armed group = groupe armé")
    place = Place("report.md", 1)
    for text, note in (("An armed group.", entry.note), ("An armed group left.", "paragraph")):
        message = Message("#a", text, "paragraph", place)
        assert update(Catalogue("x.po", "fr", (entry,)), [message])[0].entries[0].note == note


def test_words_of_a_term_in_another_form_are_the_term() -> None:
    french = spelling.dictionary("fr")
    assert french, "setup/tools.sh installs the dictionaries"
    assert spelling.has_words(french, "groupe armé", "Des groupes que l’on a dits armés")
    assert spelling.has_words(french, "cheval", "Des chevaux")
    assert not spelling.has_words(french, "groupe armé", "Des bandes armées")
    far = "Des groupes qui se sont réunis au port la nuit et que personne ne connaissait armés"
    assert not spelling.has_words(french, "groupe armé", far)
    assert not spelling.has_words("", "groupe armé", "groupe armé")
