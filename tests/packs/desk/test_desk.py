"""The translators' desk as its pages ask it: what it shows, what it saves, and that nothing another program wrote is
lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plantin import translation
from plantin.house.layout import House
from plantin.packs.desk.desk import Desk, Edit, OpenedCatalogue
from plantin.packs.desk.server import Server
from tests.kit import desks
from tests.kit.desks import FIRST, SECOND, SLUG, THIRD

pytestmark = pytest.mark.full

Ask = Callable[..., tuple[int, Any]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2064441600")  # 3 June 2035
    return desks.made(tmp_path / "house")


@pytest.fixture
def running(home: House) -> Iterator[Server]:
    with desks.running(home) as server:
        yield server


@pytest.fixture
def ask(running: Server) -> Ask:
    def asked(what: str, given: object, **headers: str) -> tuple[int, Any]:
        return desks.posted(running, f"/{SLUG}/fr/desk/{what}", json.dumps(given), **headers)

    return asked


def edit(home: House, context: str, text: str, **values: Any) -> Edit:
    """An edit of the message as its file is now."""
    entry = desks.entry(home, context)
    return Edit(entry.context, entry.original, entry.translation, text, **values)


def test_the_desk_has_every_message_with_its_stage_and_what_the_gate_finds(ask: Ask, home: House) -> None:
    desks.write(home, FIRST, "[]{#oil} La première lampe brûle 36\u00a0heures[^a].")
    status, found = ask("messages", {})
    assert status == 200
    rows = {row["context"]: row for row in found["messages"]}
    assert list(rows) == [entry.context for entry in desks.catalogue(home).entries]
    assert (rows["title"]["stage"], rows["note:a"]["state"]) == ("translated", "missing")
    assert [one["code"] for one in ask("findings", {})[1]["#oil"]] == ["T029", "T029"]


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("[]{#oil} La première lampe brûle 24\u00a0heures[^a].", set()),
        ("[]{#oil} La première lampe brûle 25\u00a0heures[^a].", {"T029"}),
        ("[]{#oil} La première lampe brûle 24\u00a0heures.", {"T020"}),
        ("[]{#oil} La première lampe brûle 24\u00a0heures[^a].\x07", {"T070"}),
    ],
)
def test_what_is_typed_is_held_against_the_gate(ask: Ask, home: House, text: str, codes: set[str]) -> None:
    before = home.catalogue_file("fr", SLUG).read_bytes()
    found = ask("check", {"context": FIRST, "translation": text})[1]["findings"]
    assert {one["code"] for one in found} == codes
    assert home.catalogue_file("fr", SLUG).read_bytes() == before


def test_a_waiver_in_the_notes_accepts_a_finding(ask: Ask) -> None:
    text = "[]{#oil} La première lampe brûle 25\u00a0heures[^a]."
    comments = ['waive T029 "number 24": counted again', 'waive T029 "number 25": counted again']
    assert ask("check", {"context": FIRST, "translation": text, "comments": comments})[1]["findings"] == []


def test_terms_memory_and_changes_help_with_a_message(ask: Ask, home: House) -> None:
    third = desks.entry(home, THIRD).context
    assert any(one["term"] == "Security Council" for one in ask("aid", {"context": third})[1]["terms"])
    desks.write(home, THIRD, "La troisième lampe du Conseil de sécurité brûle.")
    report = home.report(SLUG)
    report.write_text(
        desks.REPORT.replace("Council burns.", "Council burns.\n\nThe fourth lamp of the Security Council burns.")
    )
    fourth = next(row["context"] for row in ask("messages", {})[1]["messages"] if "fourth" in row["source"])
    match = ask("aid", {"context": fourth})[1]["matches"][0]
    assert (match["score"], match["origin"], match["text"][:13]) == (88, "this report", "La troisième ")
    report.write_text(desks.REPORT.replace("second lamp burns", "second lamp shines"))
    second = next(row for row in ask("messages", {})[1]["messages"] if row["state"] == "stale")
    changes = ask("aid", {"context": second["context"]})[1]["changes"]
    assert [one for one in changes if one[0] != "same"] == [["gone", "burns"], ["new", "shines"]]


def test_the_finished_passage_is_that_of_the_edition(ask: Ask, home: House) -> None:
    text = "La seconde lampe éclaire. Voir [](#oil)."
    made = ask("finished", {"context": desks.entry(home, SECOND).context, "translation": text})[1]
    assert (
        '<span class="label">2.</span> La seconde lampe éclaire. Voir <a class="reference" href="/A-1-1/fr#paragraph-1">'
        in made["markup"]
    )
    assert "paragraphe\u00a01</a>" in made["markup"]
    note = ask("finished", {"context": "note:a", "translation": "Vue de nuit."})[1]["markup"]
    assert '<span class="label">1</span> Vue de ' in note
    status, wrong = ask("finished", {"context": "note:a", "translation": "Vue [](#nothing)."})
    assert (status, [one["code"] for one in wrong["findings"]]) == (409, ["T016"])


def test_an_edit_is_saved_and_every_other_message_stays(home: House) -> None:
    desk, before = Desk(home, SLUG, "fr"), desks.catalogue(home)
    saved = desk.save(edit(home, THIRD, "La troisième lampe du Conseil de sécurité brûle.", by="A. Translator"))
    assert saved.fate == "saved"
    after = desks.catalogue(home)
    changed = [
        one for one, was in zip(after.entries, before.entries, strict=True) if one.translation != was.translation
    ]
    assert [one.context for one in changed] == [desks.entry(home, THIRD).context]
    assert changed[0].translated.endswith(", A. Translator, 2035-06-03")
    again = edit(home, THIRD, "La troisième lampe du Conseil de sécurité brûle.", by="Another")
    assert desk.save(again).fate == "same"


def test_a_change_of_another_message_meanwhile_is_kept(home: House) -> None:
    desk, mine = Desk(home, SLUG, "fr"), edit(home, THIRD, "La troisième.")
    desks.write(home, FIRST, "[]{#oil} Écrit ailleurs[^a].")
    assert desk.save(mine).fate == "saved"
    assert desks.entry(home, FIRST).translation == "[]{#oil} Écrit ailleurs[^a]."
    assert desks.entry(home, THIRD).translation == "La troisième."


def test_a_change_of_the_same_message_meanwhile_is_a_conflict_and_nothing_is_written(ask: Ask, home: House) -> None:
    mine = edit(home, SECOND, "Ma seconde.")
    desks.write(home, SECOND, "Leur seconde.")
    before = home.catalogue_file("fr", SLUG).read_bytes()
    sent = {"context": mine.context, "original": mine.original, "base": mine.base, "translation": mine.translation}
    found = ask("save", {**sent, "stage": "translated"})[1]
    assert (found["fate"], found["entry"]["translation"]) == ("conflict", "Leur seconde.")
    assert home.catalogue_file("fr", SLUG).read_bytes() == before
    assert ask("save", {**sent, "base": "Leur seconde.", "stage": "translated"})[1]["fate"] == "saved"
    assert desks.entry(home, SECOND).translation == "Ma seconde."


def test_a_program_that_writes_between_reading_and_writing_loses_nothing(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, mine, times = Desk(home, SLUG, "fr"), edit(home, THIRD, "La troisième."), []
    real = desk.open_catalogue

    def open_catalogue() -> OpenedCatalogue:
        found = real()
        if not times:
            times.append(1)
            desks.write(home, FIRST, "[]{#oil} Écrit ailleurs[^a].")
        return found

    monkeypatch.setattr(desk, "open_catalogue", open_catalogue)
    assert desk.save(mine).fate == "saved"
    assert desks.entry(home, FIRST).translation == "[]{#oil} Écrit ailleurs[^a]."


def test_an_original_that_changed_or_went_is_reported(home: House) -> None:
    desk, mine = Desk(home, SLUG, "fr"), edit(home, SECOND, "Ma seconde.")
    first = edit(home, FIRST, "[]{#oil} La première lampe[^a].")
    home.report(SLUG).write_text(desks.REPORT.replace("The second lamp", "The last lamp").replace("24", "25"), "utf-8")
    assert desk.save(mine).fate == "gone"
    changed = desk.save(first)
    assert changed.fate == "changed"
    assert changed.entry
    assert "25 hours" in changed.entry.original


def test_stages_follow_one_another_and_the_reviser_is_another_person(home: House, ask: Ask) -> None:
    (home.root / "plantin.toml").write_text('style = "un"\n[translations]\ntwo_people = true\n', "utf-8")
    desk, name = Desk(home, SLUG, "fr"), "A. Translator"
    assert desk.save(edit(home, THIRD, "La troisième lampe.", by=name)).fate == "saved"
    early = desk.save(edit(home, THIRD, "La troisième lampe.", stage="approved", by=name))
    assert [one.code for one in early.findings] == ["T013"]
    own = desk.save(edit(home, THIRD, "La troisième.", stage="revised", by=name))
    assert [one.code for one in own.findings] == ["T086"]
    assert desk.save(edit(home, THIRD, "La 3e lampe.", stage="revised", by="A. Reviser")).fate == "saved"
    revised = desks.entry(home, THIRD)
    assert (revised.stage, translation.po.signer(revised.translated)) == ("revised", name)
    assert desk.save(edit(home, THIRD, "La 3e lampe.", stage="approved", by="An Editor")).fate == "saved"
    assert desks.entry(home, THIRD).stage == "approved"
    draft = desk.save(edit(home, THIRD, "La 3e", stage="draft"))
    assert draft.entry
    assert (draft.entry.stage, draft.entry.state) == ("draft", "stale")


def test_a_page_shows_what_the_reviser_changed(home: House, running: Server) -> None:
    desk = Desk(home, SLUG, "fr")
    desk.save(edit(home, THIRD, "La troisième lampe.", by="A. Translator"))
    desk.save(edit(home, THIRD, "La dernière lampe.", stage="revised", by="A. Reviser"))
    page = running.site.answer(f"/{SLUG}/fr/revision").content.decode()
    assert "La <del>troisième</del><ins>dernière</ins> lampe." in page
    assert "translated by A. Translator; revised by A. Reviser" in page
    desk.save(edit(home, THIRD, "La dernière.", by="A. Translator"))
    assert "0 messages" in running.site.answer(f"/{SLUG}/fr/revision").content.decode()
    bars = running.site.answer(f"/{SLUG}/progress").content.decode()
    assert 'aria-label="Français, translated" value="15" max="25"' in bars


def test_notes_of_both_sides_are_kept(home: House) -> None:
    desk, path = Desk(home, SLUG, "fr"), home.catalogue_file("fr", SLUG)
    mine = edit(home, SECOND, "La seconde.", comments=("mine",))
    entries = tuple(
        replace(one, comments=("theirs",)) if one.context == mine.context else one
        for one in desks.catalogue(home).entries
    )
    translation.write_catalogue(path, replace(desks.catalogue(home), entries=entries), home.root)
    assert desk.save(mine).fate == "saved"
    assert desks.entry(home, SECOND).comments == ("theirs", "mine")


@pytest.mark.parametrize(
    ("given", "headers", "status"),
    [
        ({}, {"Plantin_Token": "another"}, 403),
        ({}, {"Plantin_Token": ""}, 403),
        ({}, {"Origin": "http://elsewhere.example"}, 403),
        ({}, {"Sec_Fetch_Site": "cross-site"}, 403),
        ({}, {"Content_Type": "text/plain"}, 403),
        ([], {}, 400),
        ({"context": 1}, {}, 400),
        ({"context": "title", "stage": "printed"}, {}, 400),
        ({"context": "title", "stage": "translated", "by": "A, B"}, {}, 400),
        ({"context": "x" * 300_000}, {}, 413),
    ],
)
def test_nobody_else_can_save(ask: Ask, home: House, given: object, headers: dict[str, str], status: int) -> None:
    before = home.catalogue_file("fr", SLUG).read_bytes()
    assert ask("save", given, **headers)[0] == status
    assert home.catalogue_file("fr", SLUG).read_bytes() == before


def test_the_page_loads_nothing_but_its_own_files(running: Server) -> None:
    page = running.site.answer(f"/{SLUG}/fr/desk")
    assert "style-src 'self'; script-src 'self'" in page.policy
    assert "unsafe" not in page.policy
    assert running.site.answer(f"/{SLUG}/en/desk").status == 404
    assert running.site.answer("/desk.js").status == running.site.answer("/screen.css").status == 200
