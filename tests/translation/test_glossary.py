"""The terms of a house go to CAT tools as TBX and come back; nothing that the house has is overwritten."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from lxml import etree
from translate.storage.tbx import tbxfile

from plantin.cli import main
from plantin.translation import glossary
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


@pytest.mark.parametrize("content", ["no", "<tmx/>"])
def test_what_is_no_glossary_is_refused(root: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "x.tbx").write_text(content, "utf-8")
    assert run(root, "import", str(root / "x.tbx")) == 4
    assert "T061" in capsys.readouterr().err
