"""A published translation fills the catalogue of its language, and what does not align is listed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import docx
import pytest

from plantin.findings import TranslationError
from plantin.house.layout import House
from plantin.packs.imports import translations
from plantin.translation import po
from tests.kit import houses
from tests.kit.command import plantin

REPORT = """---
symbol: S/2035/8
organ: Security Council
title: "On lamps"
date: 2035-06-02
languages: [en, fr]
---

# Oil {#oil}

[]{#count} The keepers of the harbour used 1,250 litres of oil in 2034, as they had done in 2033.[^log]

As [](#count) says, no more oil was needed; [](#wicks) has what was done about the wicks of the 37 lamps.

# Wicks {#wicks}

The wicks were changed twice, and the old ones were given to the school of the town (see A/90/12).

[^log]: The log of the keepers, volume 12.
"""
FRENCH = (
    ("heading 1", "I. Huile"),
    ("", "1. En 2034, les gardiens du port ont utilisé 1 250 litres d’huile, comme ils l’avaient fait en 2033."),
    (
        "",
        (
            "2. Comme le dit le paragraphe 1, il n’a pas fallu davantage d’huile; voir la section II pour les mèches"
            " des 37 lampes."
        ),
    ),
    ("heading 1", "II. Mèches"),
    (
        "",
        (
            "3. Les mèches ont été changées deux fois, et les vieilles ont été données à l’école de la ville (voir"
            " A/90/12)."
        ),
    ),
)


@pytest.fixture
def home(tmp_path: Path) -> House:
    (tmp_path / "sources" / "S-2035-8").mkdir(parents=True)
    (tmp_path / "sources" / "S-2035-8" / "report.md").write_text(REPORT, "utf-8")
    shutil.copytree(houses.ROOT / "locales", tmp_path / "locales", ignore=shutil.ignore_patterns("*.po"))
    (tmp_path / "styles").symlink_to(houses.ROOT / "styles")
    return houses.in_un(tmp_path)


def word(home: House, rows: tuple[tuple[str, str], ...], name: str = "fr.docx") -> Path:
    package = docx.Document()
    package.add_paragraph("Des lampes", style="Title")
    for style, words in rows:
        package.add_paragraph(words, style=style.title() or None)
    path = home.root / name
    package.save(str(path))
    return path


def page(home: House, note: str = '<sup><a id="c" href="#n">1</a></sup>') -> Path:
    rows = [f"<h2>{words}</h2>" if style else f"<p>{words}</p>" for style, words in FRENCH]
    rows[1] = rows[1].replace("2033.", f"2033{note}.")
    below = '<ol><li id="n">Journal des gardiens, volume 12. <a href="#c">retour</a></li></ol>' if note else ""
    path = home.root / "fr.html"
    path.write_text(
        '<html lang="fr"><head><title>Des lampes</title></head><body><h1>Des'
        f" lampes</h1>{''.join(rows)}{below}</body></html>",
        "utf-8",
    )
    return path


def texts(home: House) -> dict[str, str]:
    return {
        entry.context: entry.translation for entry in po.read_catalogue(home.catalogue_file("fr", "S-2035-8")).entries
    }


def test_a_web_page_fills_the_catalogue_with_notes_and_references(home: House) -> None:
    done = translations.bring(home, page(home), "S-2035-8", "fr")
    assert not done.findings
    assert (done.taken, done.messages, done.share) == (7, 7, 1.0)
    found = texts(home)
    assert found["title"] == "Des lampes"
    assert found["#oil"] == "Huile"
    assert found["#count"].startswith("[]{#count} En 2034")
    assert found["#count"].endswith("2033[^log].")
    assert any(
        text.startswith("Comme le dit le [](#count), il") and "voir la [](#wicks) pour" in text
        for text in found.values()
    )
    assert found["note:log"] == "Journal des gardiens, volume 12."
    assert plantin("build", "--language", "fr", "--format", "html", cwd=home.root).returncode == 0


def test_a_note_that_is_lost_is_reported_and_its_passage_not_taken(home: House) -> None:
    done = translations.bring(home, page(home, note=""), "S-2035-8", "fr")
    assert sorted(finding.code for finding in done.findings) == ["T052", "T063"]
    assert not texts(home)["#count"]


def test_what_one_of_the_two_lacks_is_listed(home: House) -> None:
    rows = (
        *FRENCH[:4],
        ("", "Le présent document a été réédité pour des raisons techniques par les services du port, le 9 août."),
    )
    done = translations.bring(home, word(home, rows), "S-2035-8", "fr", dry=True)
    assert {"T063", "T064"} <= {finding.code for finding in done.findings}
    assert not home.catalogue_file("fr", "S-2035-8").exists()


def test_two_paragraphs_may_be_one_of_the_report(home: House) -> None:
    first, second = re.split(r"(?<=2034,) ", FRENCH[1][1])
    rows = (FRENCH[0], ("", f"{first} ceci"), ("", second), *FRENCH[2:])
    done = translations.bring(home, word(home, rows), "S-2035-8", "fr", dry=True)
    assert [finding.message[:20] for finding in done.findings if finding.code == "T064"] == []


def test_the_command_has_an_exit_code_and_the_language_must_be_another(home: House) -> None:
    path = page(home)
    ended = plantin("import", "--language", "fr", "--onto", "S/2035/8", str(path), cwd=home.root)
    assert ended.returncode == 0
    assert "7 of 7 messages taken, with 100.0% of the report's words" in ended.stdout
    with pytest.raises(TranslationError, match="T058"):
        translations.bring(home, path, "S-2035-8", "en")


def test_the_same_words_keep_what_the_catalogue_has_and_its_reviews(home: House) -> None:
    path = page(home)
    translations.bring(home, path, "S-2035-8", "fr")
    file = home.catalogue_file("fr", "S-2035-8")
    typed = file.read_text("utf-8").replace("l’école", "l'école").replace("1\u00a0250", "1 250")
    file.write_text(re.sub(r"(?m)^(#\. )", r"# reviewed: yes\n\1", typed), "utf-8")
    states = [entry.state for entry in po.read_catalogue(file).entries]
    assert set(states) == {"reviewed"}
    translations.bring(home, path, "S-2035-8", "fr")
    assert [entry.state for entry in po.read_catalogue(file).entries] == states
    assert "l'école" in file.read_text("utf-8")
