"""What a translator's tool can do to the marks of a message, in each format: each is refused or reported at its message."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.translation import po
from tests.kit import damages

pytestmark = pytest.mark.full

CODES = {
    "two references swapped": "T049",
    "words in a reference": "T021",
    "emphasis on other words": "T049",
    "emphasis that is not closed": "T044",
    "a language on other words": "T049",
    "a note call moved in its sentence": "T049",
    "a line break lost": "T044",
    "the path of a picture changed": "T044",
    "HTML": "T044",
}
"""What is reported of a damage; of those that are not here, T016."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> House:
    return damages.house(tmp_path_factory.mktemp("damages") / "house")


@pytest.mark.sample(6)
@pytest.mark.parametrize("kind", damages.KINDS)
@pytest.mark.parametrize("damage", damages.DAMAGES)
def test_no_damage_is_silent(
    made: House, tmp_path: Path, damage: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(made.root, tmp_path / "house", symlinks=True)
    catalogue = po.read_catalogue(made.catalogue_file("fr", damages.SLUG))
    back = damages.returned(made, damages.damaged(catalogue, damage), kind, tmp_path)
    changed = damages.imported(tmp_path / "house", back)
    found = damages.outcome(changed, capsys.readouterr().err)
    assert found.changed
    there = {line for line, _, code in found.reported if code == CODES.get(damage, "T016")}
    assert found.changed <= there, found.said
