"""What other tools call approved is approved in the catalogue, with who and when, as far as the house allows it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from translate.storage.xliff import Xliff1File

from plantin.translation import formats, po
from plantin.translation.merging import MergeResult, merge
from plantin.translation.po import STAGES, Catalogue, PoEntry, Stage

DRAFT = PoEntry("a", "Two lamps.", "Deux lampes.")
TRANSLATED = DRAFT.sign("translated", "A. Translator")
REVISED = TRANSLATED.sign("revised", "A. Reviser")
APPROVED = REVISED.sign("approved", "An Editor")
OTHER_TEXT = ("Deux lampes", "Deux phares")
STATES = {"xliff": ' state="translated"', "xliff-2.1": ' state="translated"'}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2064441600")  # 3 June 2035


def back(
    folder: Path,
    kind: str,
    sent: PoEntry,
    *changes: tuple[str, str],
    now: PoEntry | None = None,
    by: str = "A. Chief",
    two_people: bool = False,
) -> MergeResult:
    """What becomes of the message ``now`` when ``sent`` was exported and comes back with ``changes`` of the file."""
    catalogue = Catalogue("x.po", "fr", (sent,))
    made = po.text(catalogue) if kind == "po" else formats.write(catalogue, "R", "en", kind).decode()
    for old, new in changes:
        assert old in made
        made = made.replace(old, new)
    file = folder / f"back{formats.suffixes().get(kind, '.po')}"
    file.write_text(made, "utf-8")
    given = formats.read(file, file.name, Catalogue("", ""))[0]
    return merge(replace(catalogue, entries=(now or sent,)), given, "x", "R", "", by, two_people=two_people)


SENT = list(itertools.product(("po", "xliff", "xliff-2.1"), (REVISED, APPROVED)))
WAYS = {
    "1.2, approved": ("xliff", ' resname="a"', ' resname="a" approved="yes"'),
    "1.2, final": ("xliff", STATES["xliff"], ' state="final"'),
    "1.2, signed-off": ("xliff", STATES["xliff"], ' state="signed-off"'),
    "2.1, final": ("xliff-2.1", STATES["xliff-2.1"], ' state="final"'),
    "2.1, subState": ("xliff-2.1", STATES["xliff-2.1"], ' state="reviewed" subState="tool:signed-off"'),
    "PO": ("po", "# translated", "# reviewed: yes\n# approved: yes\n# translated"),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_approval_of_another_tool_is_one_with_who_and_when(tmp_path: Path, way: str) -> None:
    kind, *change = WAYS[way]
    (entry,) = back(tmp_path, kind, TRANSLATED, tuple(change)).catalogue.entries  # type: ignore[arg-type]
    signed = f"{entry.mark}, A. Chief, 2035-06-03"
    assert (entry.stage, entry.review, entry.approved) == ("approved", signed, signed)
    assert entry.translated == TRANSLATED.translated


@pytest.mark.parametrize("way", WAYS)
def test_a_text_that_was_changed_and_approved_is_approved(tmp_path: Path, way: str) -> None:
    kind, *change = WAYS[way]
    (entry,) = back(
        tmp_path,
        kind,
        replace(DRAFT, translated="yes") if kind == "po" else DRAFT,
        tuple(change),  # type: ignore[arg-type]
        OTHER_TEXT,
        now=replace(DRAFT, translation="") if kind == "po" else None,
    ).catalogue.entries
    assert (entry.translation, entry.stage, po.signer(entry.approved)) == ("Deux phares.", "approved", "A. Chief")


@pytest.mark.parametrize("kind", sorted(STATES))
def test_a_revision_is_no_approval(tmp_path: Path, kind: str) -> None:
    change = (STATES[kind], {"xliff": ' state="translated" state-qualifier="x-revised"'}.get(kind, ' state="reviewed"'))
    (entry,) = back(tmp_path, kind, TRANSLATED, change).catalogue.entries
    assert (entry.stage, po.signer(entry.review)) == ("revised", "A. Chief")


@pytest.mark.parametrize("way", ["1.2, approved", "2.1, final"])
def test_an_approval_keeps_the_review_that_was(tmp_path: Path, way: str) -> None:
    kind, old, new = WAYS[way]
    old = {"xliff-2.1": ' state="reviewed"'}.get(kind, old)
    (entry,) = back(tmp_path, kind, REVISED, (old, new)).catalogue.entries
    assert (entry.review, po.signer(entry.approved)) == (REVISED.review, "A. Chief")


@pytest.mark.parametrize(("kind", "entry"), SENT)
def test_what_was_sent_comes_back_as_it_is(tmp_path: Path, kind: str, entry: PoEntry) -> None:
    assert back(tmp_path, kind, entry).catalogue.entries == (entry,)


@pytest.mark.parametrize(("kind", "entry"), SENT)
def test_no_stage_survives_a_change_of_the_text(tmp_path: Path, kind: str, entry: PoEntry) -> None:
    """The tool has left the state as it was exported."""
    found = back(tmp_path, kind, entry, OTHER_TEXT, now=replace(entry, translation="") if kind == "po" else None)
    (after,) = found.catalogue.entries
    assert (after.translation, after.stage, after.review, after.approved) == ("Deux phares.", "translated", "", "")
    assert po.signer(after.translated) == "A. Chief"


def test_an_approval_of_an_older_text_is_none_of_a_newer_one(tmp_path: Path) -> None:
    newer = replace(DRAFT, translation="Deux grandes lampes.")
    kind, old, new = WAYS["1.2, final"]
    assert back(tmp_path, kind, DRAFT, (old, new), now=newer).catalogue.entries == (newer,)


@pytest.mark.parametrize("state", ["needs-review-translation", "new"])
def test_what_is_unfinished_is_not_approved(tmp_path: Path, state: str) -> None:
    changes = ((STATES["xliff"], f' state="{state}"'), (' resname="a"', ' resname="a" approved="yes"'))
    assert back(tmp_path, "xliff", DRAFT, *changes).catalogue.entries == (DRAFT,)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("by", "stage"), [("A. Translator", "translated"), ("A. Reviser", "approved")])
def test_nobody_approves_their_own_translation_where_two_people_are_due(
    tmp_path: Path, way: str, by: str, stage: Stage
) -> None:
    kind, *change = WAYS[way]
    found = back(tmp_path, kind, TRANSLATED, tuple(change), by=by, two_people=True)  # type: ignore[arg-type]
    assert found.catalogue.entries[0].stage == stage
    assert [one.code for one in found.findings] == ["T086"] * (stage == "translated")


def test_a_po_file_keeps_the_names_that_it_gives(tmp_path: Path) -> None:
    found = back(tmp_path, "po", APPROVED, now=replace(DRAFT, translation=""))
    assert found.catalogue.entries == (APPROVED,)
    assert found.catalogue.entries[0].stage == STAGES[-1]


def test_the_approved_flag_of_weblate_comes_home(tmp_path: Path) -> None:
    """Weblate saves XLIFF through the translate toolkit, and marks there what a reviewer has approved."""
    store = Xliff1File.parsestring(formats.write(Catalogue("x.po", "fr", (TRANSLATED,)), "R", "en", "xliff"))
    store.units[0].markapproved()
    file = tmp_path / "weblate.xlf"
    file.write_bytes(bytes(store))
    assert etree.parse(file).find(".//{*}trans-unit[@approved='yes']") is not None
    catalogue = Catalogue("x.po", "fr", (TRANSLATED,))
    (entry,) = merge(
        catalogue, formats.read(file, "x", Catalogue("", ""))[0], "x", "R", "", "A. Chief"
    ).catalogue.entries
    assert (entry.stage, po.signer(entry.approved)) == ("approved", "A. Chief")


STALE = PoEntry("a", "Three lamps.", "Deux lampes.", "Two lamps.", stale=True)
CONFIRMED = {
    "1.2, translated": ("xliff", ' state="needs-adaptation"', ' state="translated"', "translated"),
    "1.2, final": ("xliff", ' state="needs-adaptation"', ' state="final"', "approved"),
    "2.1, translated": ("xliff-2.1", ' state="initial" subState="plantin:needs-adaptation"', ' state="translated"', "translated"),
    "2.1, substate left": ("xliff-2.1", ' state="initial"', ' state="translated"', "translated"),
    "2.1, reviewed": ("xliff-2.1", ' state="initial" subState="plantin:needs-adaptation"', ' state="reviewed"', "revised"),
    "2.1, final": ("xliff-2.1", ' state="initial" subState="plantin:needs-adaptation"', ' state="final"', "approved"),
}  # fmt: skip


@pytest.mark.parametrize("way", CONFIRMED)
def test_a_fuzzy_message_that_was_confirmed_as_it_is_is_taken_and_counted(tmp_path: Path, way: str) -> None:
    kind, old, new, stage = CONFIRMED[way]
    result = back(tmp_path, kind, STALE, (old, new))
    (entry,) = result.catalogue.entries
    assert (entry.translation, entry.stage, entry.previous) == ("Deux lampes.", stage, "")
    assert (dict(result.fates), result.unfinished) == ({"confirmed": 1}, [])
    assert po.signer(entry.translated) == "A. Chief"


@pytest.mark.parametrize("kind", STATES)
def test_a_fuzzy_message_that_nobody_confirmed_is_left_out_by_name(tmp_path: Path, kind: str) -> None:
    result = back(tmp_path, kind, STALE)
    assert (result.catalogue.entries, dict(result.fates), result.unfinished) == ((STALE,), {"unfinished": 1}, ["a"])


@pytest.mark.parametrize("way", CONFIRMED)
def test_what_was_confirmed_of_an_older_original_is_not_confirmed(tmp_path: Path, way: str) -> None:
    kind, old, new, _ = CONFIRMED[way]
    now = replace(STALE, original="Four lamps.", previous="Three lamps.")
    result = back(tmp_path, kind, STALE, (old, new), now=now)
    assert (result.catalogue.entries, result.fates["confirmed"]) == ((now,), 0)


@pytest.mark.parametrize("kind", STATES)
def test_a_state_that_was_exported_confirms_nothing(tmp_path: Path, kind: str) -> None:
    """The message became fuzzy in the catalogue after it had been exported as translated."""
    now = replace(DRAFT, stale=True)
    result = back(tmp_path, kind, DRAFT, now=now)
    assert (result.catalogue.entries, result.fates["confirmed"]) == ((now,), 0)


def test_a_reviewed_po_file_is_compared_with_what_was_reviewed(tmp_path: Path) -> None:
    """A program for PO files leaves the comment of the review where it changes the text."""
    result = back(tmp_path, "po", REVISED, OTHER_TEXT)
    (entry,) = result.catalogue.entries
    assert (dict(result.fates), entry.translation, entry.stage) == ({"taken": 1}, "Deux phares.", "translated")
    newer = replace(DRAFT, translation="Deux fanaux.")
    result = back(tmp_path, "po", REVISED, now=newer)
    assert (dict(result.fates), result.catalogue.entries) == ({"same": 1}, (newer,))
    result = back(tmp_path, "po", REVISED, OTHER_TEXT, now=newer)
    assert (dict(result.fates), result.catalogue.entries) == ({"conflict": 1}, (newer,))
