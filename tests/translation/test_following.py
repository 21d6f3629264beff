"""Translations follow their texts: through a new symbol, into another report, among equal texts, and back."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.edits import Case, cases
from bench.following import Texts, compare, finish, tries
from plantin import translation
from plantin.findings import TranslationError
from plantin.house.layout import House
from plantin.source import front_matter, text
from plantin.translation import Catalogue, Message, PoEntry, alignment, messages, po, reuse, unready, update
from plantin.translation.po import Stage
from plantin.translation.renamed_marks import rename_marks
from tests.kit import desks
from tests.kit.desks import REPORT, SECOND, SLUG

pytestmark = pytest.mark.full

HEAD = "---\nsymbol: R/1\norgan: Harbour\ntitle: The lamps\ndate: 2035-06-01\noriginal-language: en\n---\n\n"
TABLE = "| Place | Loss | Theft |\n|---|---|---|\n| Quay | None | None |\n| Pier | Two | Six |\n"
SWAPPED = "| Place | Theft | Loss |\n|---|---|---|\n| Quay | None | None |\n| Pier | Six | Two |\n"
SAME = "The situation is unchanged."


def of(body: str) -> tuple[Message, ...]:
    source = text.parse(HEAD + body, "report.md")
    return messages(source, front_matter.read(source))


def reviewed(body: str, **translations: list[str]) -> Catalogue:
    """A catalogue of which all is reviewed; equal texts have their translations in order."""
    new, _ = update(Catalogue("x.po", "fr"), of(body))
    left = {key.replace("_", " "): list(texts) for key, texts in translations.items()}
    entries = []
    for entry in new.entries:
        key = next((key for key in left if entry.original.startswith(key)), "")
        words = left[key].pop(0) if key else f"F {entry.original}"
        entries.append(replace(entry, translation=words, review="yes, Rita, 2035-06-01").pin())
    return replace(new, entries=tuple(entries))


def kept(catalogue: Catalogue) -> Catalogue:
    """The catalogue as its file has it."""
    return po.parse_catalogue(po.text(catalogue), "x.po")


def rows(catalogue: Catalogue, start: str) -> list[tuple[str, str]]:
    return [(entry.translation, entry.state) for entry in catalogue.entries if entry.original.startswith(start)]


def renamed(house: House, slug: str) -> None:
    """The report under another symbol, in another folder."""
    house.report(SLUG).parent.rename(house.sources / slug)
    house.report(slug).write_text(REPORT.replace("A/1/1", slug.replace("-", "/")), "utf-8")


def test_a_new_symbol_takes_the_catalogue_along(tmp_path: Path) -> None:
    house = desks.made(tmp_path)
    copy = tmp_path / "copy.po"
    shutil.copy(house.catalogue_file("fr", SLUG), copy)
    renamed(house, "A-1-7")
    done = translation.update_file(house, "A-1-7", "fr")
    assert (done.new, done.sources) == (0, (("locales/fr/A-1-1.po", 6),))
    now = translation.read_catalogue(house.catalogue_file("fr", "A-1-7"))
    assert sum(entry.state == "translated" for entry in now.entries) == 2
    assert dict(now.header)["Project-Id-Version"] == "A/1/7"
    assert dict(translation.import_file(house, "A-1-7", "fr", copy).fates) == {"same": 2, "unfinished": 4}


def test_the_file_of_a_report_that_is_there_is_not_taken_for_another(tmp_path: Path) -> None:
    house = desks.made(tmp_path)
    (house.sources / "A-1-7").mkdir()
    house.report("A-1-7").write_text(REPORT.replace("A/1/1", "A/1/7"), "utf-8")
    with pytest.raises(TranslationError) as error:
        translation.import_file(house, "A-1-7", "fr", house.catalogue_file("fr", SLUG))
    assert error.value.findings[0].code == "T081"


def test_a_section_takes_its_translation_into_another_report(tmp_path: Path) -> None:
    house = desks.made(tmp_path)
    moved = "The second lamp burns. See [](#oil).\n\n"
    house.report(SLUG).write_text(REPORT.replace(moved, ""), "utf-8")
    (house.sources / "A-1-7").mkdir()
    head = REPORT.partition("# Lamps")[0].replace("A/1/1", "A/1/7").replace("The lamps", "Further lamps")
    house.report("A-1-7").write_text(f"{head}# Oil {{#oil}}\n\n{moved}", "utf-8")
    done = translation.update_file(house, "A-1-7", "fr")
    assert (done.new, done.sources) == (2, (("locales/fr/A-1-1.po", 1),))


def test_a_variety_of_a_language_has_what_the_language_has_without_reviews(tmp_path: Path) -> None:
    house = desks.made(tmp_path)
    desks.write(house, "title", "Les lampes")
    translation.sign(house, SLUG, "fr", "revised", "Rita")
    done = translation.update_file(house, SLUG, "fr-CA")
    now = translation.read_catalogue(house.catalogue_file("fr-CA", SLUG))
    assert (done.new, [entry.state for entry in now.entries].count("translated")) == (4, 2)
    back = translation.import_file(house, SLUG, "fr-CA", house.catalogue_file("fr", SLUG))
    assert [entry.state for entry in back.catalogue.entries].count("reviewed") == 0


def test_a_variety_has_its_own_wording_before_that_of_the_language(tmp_path: Path) -> None:
    house = desks.made(tmp_path)
    for tag, words in (("fr", "FRANCE"), ("fr-CA", "CANADA")):
        file = house.catalogue_file(tag, "B-1")
        file.parent.mkdir(exist_ok=True)
        entry = PoEntry("paragraph:x", "Flat lamps.", words, review="yes, Rita, 2035-06-01").pin()
        file.write_text(po.text(Catalogue("B-1.po", tag, (entry,))), "utf-8")
    whole = reuse.catalogues_elsewhere(house, "A-1-9", "fr-CA", None)
    assert [row.path for row in whole if row.path.endswith("B-1.po")] == ["locales/fr-CA/B-1.po", "locales/fr/B-1.po"]
    assert whole[0].language == "fr-CA"
    first, *_ = reuse.catalogues_elsewhere(house, "A-1-9", "fr-CA", ["Flat lamps."])
    assert [(entry.translation, entry.state) for entry in first.entries] == [("CANADA", "reviewed")]


def test_a_translation_elsewhere_comes_before_a_guess_from_the_text_as_it_was(tmp_path: Path) -> None:
    house = desks.made(tmp_path)
    now = "The second lamp burns at noon. See [](#oil)."
    entry = PoEntry("paragraph:x", now, "La seconde brûle à midi. Voir [](#oil).", review="yes").pin()
    house.catalogue_file("fr", "B-1").write_text(po.text(Catalogue("B-1.po", "fr", (entry,))), "utf-8")
    house.report(SLUG).write_text(REPORT.replace("The second lamp burns. See [](#oil).", now), "utf-8")
    done = translation.update_file(house, SLUG, "fr")
    assert done.sources == (("locales/fr/B-1.po", 1),)
    new = translation.read_catalogue(house.catalogue_file("fr", SLUG))
    assert rows(new, now) == [(entry.translation, "reviewed")]


def test_a_report_with_files_in_it_is_read_once_for_each_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = desks.made(tmp_path)
    house.report(SLUG).with_name("more.md").write_text("The fourth lamp burns.\n", "utf-8")
    with house.report(SLUG).open("a", encoding="utf-8") as file:
        file.write("\n::: {.include file=more.md}\n:::\n")
    parsed: list[str] = []
    read_messages = reuse.messages
    monkeypatch.setattr(reuse, "messages", lambda *given: parsed.append(given[0].path) or read_messages(*given))
    for count in (1, 2):
        reuse.catalogues_elsewhere(house, "A-1-6", "fr")
        assert len(parsed) == count


def test_cells_follow_their_columns() -> None:
    old = reviewed(TABLE)
    entries = list(old.entries)
    places = [n for n, entry in enumerate(entries) if entry.original == "None"]
    for n, words in zip(places, ("Aucune", "Aucun"), strict=True):
        entries[n] = replace(entries[n], translation=words, review="yes").pin()
    swapped, _ = update(kept(replace(old, entries=tuple(entries))), of(SWAPPED))
    assert rows(swapped, "None") == [("Aucun", "reviewed"), ("Aucune", "reviewed")]


def test_an_equal_text_that_nothing_tells_from_another_is_stale_and_says_both() -> None:
    body = f"# One\n\n{SAME}\n\nWords of one.\n\n# Two\n\n{SAME}\n\nWords of two.\n"
    old = reviewed(body, The_situation=["Inchangée.", "Inchangé."])
    moved = body.replace(f"# One\n\n{SAME}\n\n", "# One\n\n").replace(f"# Two\n\n{SAME}\n\n", "# Two\n\n")
    doubt, _ = update(kept(old), of(f"{moved}\n# Three\n\n{SAME}\n"))
    (entry,) = [entry for entry in doubt.entries if entry.original == SAME]
    assert (entry.translation, entry.state) == ("Inchangée.", "stale")
    assert 'equal text elsewhere: "Inchangé."' in entry.comments
    back, _ = update(kept(doubt), of(body))
    assert rows(back, "The situation") == [("Inchangée.", "reviewed"), ("Inchangé.", "reviewed")]
    confirmed = replace(doubt, entries=tuple(replace(one, stale=False) for one in doubt.entries))
    settled, _ = update(kept(confirmed), of(f"{moved}\n# Three\n\n{SAME}\n"))
    assert all(not one.comments for one in settled.entries)


def test_an_edit_that_is_undone_leaves_state_and_review() -> None:
    body = "The lamps were lit at night.\n\nThe oil came by boat in spring.\n"
    old = reviewed(body)
    edited, _ = update(kept(old), of(body.replace("by boat", "by cart")))
    assert rows(edited, "The oil")[0][1] == "stale"
    back, _ = update(kept(edited), of(body))
    assert [(one.state, one.review) for one in back.entries] == [(one.state, one.review) for one in old.entries]


def test_renamed_marks_and_spaces_are_carried_into_the_translation() -> None:
    body = "Seen[^a] by [](#oil) for $45 million.\n\n# Oil {#oil}\n\n[^a]: A note.\n"
    now = body.replace("[^a]", "[^b]").replace("#oil", "#fuel").replace("$45 m", "$45\u00a0m")
    old = reviewed(body, Seen=["Vu[^a] dans [](#oil) pour 45 millions."])
    new, done = update(kept(old), of(now))
    assert rows(new, "Seen") == [("Vu[^b] dans [](#fuel) pour 45 millions.", "reviewed")]
    assert (done.kept, done.changed, [entry.state for entry in new.entries]) == (4, 0, ["reviewed"] * 4)


@pytest.mark.parametrize(
    ("original", "translation", "now"),
    [
        ("See[^a] and[^a].", "Voir[^a] et[^a].", "See[^a] and[^b]."),
        ("See[^a].", "Voir.", "See[^b]."),
        ("Use `oil`.", "Employer `oil`.", "Use `wick`."),
        ("See[^a].", "Voir[^a].", "Seen[^a]."),
    ],
)
def test_what_says_something_else_is_not_renamed(original: str, translation: str, now: str) -> None:
    assert rename_marks(PoEntry("a", original, translation), now) is None


def test_only_what_both_sides_changed_is_in_conflict(tmp_path: Path) -> None:
    house = desks.made(tmp_path)
    sent = translation.export(house, SLUG, "fr", "po").decode()
    assert sent.count("# base: ") == 2
    back = sent.replace("La seconde", "La deuxième").replace("Les lampes", "Des lampes")
    (tmp_path / "back.po").write_text(back, "utf-8")
    desks.write(house, "title", "Nos lampes")
    done = translation.import_file(house, SLUG, "fr", tmp_path / "back.po")
    assert dict(done.fates) == {"conflict": 1, "taken": 1, "unfinished": 4}
    assert desks.entry(house, SECOND).translation.startswith("La deuxième")


@pytest.mark.parametrize("demand", ["revised", "approved"])
def test_what_has_no_letters_needs_no_second_person(tmp_path: Path, demand: Stage) -> None:
    house = desks.made(tmp_path)
    body = HEAD + "| 12 | 1,250 |\n|---|---|\n| [](#oil) | 4 |\n\nWords.\n"
    source = text.parse(body, "report.md")
    head = front_matter.read(source)
    new, _ = update(Catalogue("x.po", "fr"), messages(source, head))
    entries = tuple(replace(entry, translation=entry.original, review="yes").pin() for entry in new.entries)
    file = house.catalogue_file("fr", SLUG)
    file.write_text(po.text(replace(new, entries=entries)), "utf-8")
    found = unready(source, head, file, "x.po", demand, two_people=True)
    (finding,) = found
    assert finding.code == ("T086" if demand == "revised" else "T085")
    assert finding.message.startswith(f"2 of {len(entries)} messages ")
    assert finding.place.line > 0


def test_who_finished_a_stage_that_nobody_signed_may_say_so(tmp_path: Path) -> None:
    house = desks.made(tmp_path)
    (house.root / "plantin.toml").write_text("[translations]\ntwo_people = true\n", "utf-8")
    house = House(house.root)
    translation.sign(house, SLUG, "fr", "revised", "")
    assert translation.sign(house, SLUG, "fr", "translated", "Anna")[0] == 2
    count, refused = translation.sign(house, SLUG, "fr", "revised", "Anna")
    assert (count, [finding.code for finding in refused]) == (0, ["T086"] * 2)
    assert translation.sign(house, SLUG, "fr", "revised", "Rita") == (2, ())


def test_swapped_columns_of_tables_with_one_head_keep_their_own_words() -> None:
    tables = "| Years | Light | Stair |\n|---|---|---|\n| 2031 | Six | Two |\n\n: One\n\n"
    tables += "| Years | Stair | Keeper |\n|---|---|---|\n| 2032 | Ten | Four |\n\n: Other\n"
    old = reviewed(tables, Stair=["Escalier", "Marches"])
    turned = tables.replace("| Light | Stair |", "| Stair | Light |").replace("| Six | Two |", "| Two | Six |")
    turned = turned.replace("| Stair | Keeper |", "| Keeper | Stair |").replace("| Ten | Four |", "| Four | Ten |")
    new, _ = update(kept(old), of(turned))
    assert rows(new, "Stair") == [("Escalier", "reviewed"), ("Marches", "reviewed")]


def test_cells_come_back_when_their_row_is_renamed_and_named_as_before() -> None:
    old = reviewed(TABLE.replace("None | None", "Two | Six"), Two=["Deux", "Deux", "2"], Six=["Six", "Six", "6"])
    edited, _ = update(kept(old), of(TABLE.replace("None | None", "Two | Six").replace("Quay", "Long quay")))
    back, _ = update(kept(edited), of(TABLE.replace("None | None", "Two | Six")))
    assert [(entry.translation, entry.state) for entry in back.entries] == [
        (entry.translation, entry.state) for entry in old.entries
    ]


def test_an_equal_heading_is_known_by_its_section() -> None:
    body = "# Oil\n\nWords of one.\n\nThe lamps burn by night.\n\n# Oil\n\nWords of two.\n\nThe keeper sleeps.\n"
    old = reviewed(body, Oil=["Huile", "Pétrole"])
    new, _ = update(kept(old), of(body.replace("Words of one.", "Others.").replace("Words of two.", "Elsewhere.")))
    assert rows(new, "Oil") == [("Huile", "reviewed"), ("Pétrole", "reviewed")]


def test_a_text_that_was_changed_is_left_behind_as_it_was() -> None:
    old = reviewed("The lamps were lit at night.\n")
    edited, _ = update(kept(old), of("The lamps were lit at noon.\n"))
    texts = {entry.original for entry in edited.entries}
    gone = replace(edited, entries=tuple(reuse.left_behind(edited, texts)), obsolete=())
    other, done = update(Catalogue("y.po", "fr"), of("The lamps were lit at night.\n"), (gone,))
    assert rows(other, "The lamps were") == [("F The lamps were lit at night.", "reviewed")]
    both, _ = update(kept(edited), of("The lamps were lit at noon.\n\nThe lamps were lit at night.\n"))
    assert rows(both, "The lamps were lit at night") == [("F The lamps were lit at night.", "reviewed")]
    assert done.sources


def test_a_house_reads_what_each_report_left_behind_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = desks.made(tmp_path)
    slugs = [f"A-1-{n}" for n in range(2, 7)]
    for slug in slugs:
        house.report(slug).parent.mkdir()
        text_of_report = REPORT.replace("A/1/1", slug.replace("-", "/")).replace("burns", f"of {slug} burns")
        house.report(slug).write_text(text_of_report, "utf-8")
    parsed: list[str] = []
    read_messages = reuse.messages
    monkeypatch.setattr(reuse, "messages", lambda *given: parsed.append(given[0].path) or read_messages(*given))
    for slug in slugs:
        translation.update_file(house, slug, "fr")
    assert sorted(Counter(parsed).values()) == [1] * len(slugs)
    house.report("A-1-2").write_text(REPORT.replace("A/1/1", "A/1/2"), "utf-8")
    parsed.clear()
    reuse.catalogues_elsewhere(house, "A-1-6", "fr")
    assert parsed == ["sources/A-1-2/report.md"]


def test_a_wide_row_keeps_a_few_cells_with_each_and_repeated_columns_stay_apart() -> None:
    cells = [PoEntry(f"cell:{n}", f"Text {n}", note=f"cell: Oil | Column {n} | Quay") for n in range(2000)]
    wide = alignment.sites(cells)
    assert {len(site.row) for site in wide} <= set(range(64))
    assert wide[0].row == tuple(sorted(f"Text {n}" for n in range(1, 64)))
    heads = [
        ("Place", "Quay"),
        ("Loss", "Quay"),
        ("Loss", "Quay"),
        ("Place", "Pier"),
        ("Loss", "Pier"),
        ("Loss", "Pier"),
    ]
    again = alignment.sites([PoEntry("", f"T{n}", note=f"cell: Oil | {a} | {b}") for n, (a, b) in enumerate(heads)])
    assert [site.row for site in again][1:5:3] == [("T0", "T2"), ("T3", "T5")]
    assert [(site.before, site.after) for site in again][1:3] == [(None, "T4"), (None, "T5")]


def test_a_long_section_is_not_walked_through_for_each_of_its_paragraphs() -> None:
    class Sites(list[alignment.Site]):
        read = 0

        def __getitem__(self, key: Any) -> Any:
            self.read += 1
            return super().__getitem__(key)

    def body(heading: str, ends: str) -> str:
        return (
            f"# {heading}\n\n{ends} a.\n\n" + "\n\n".join(f"{ends} of {n}." for n in range(300)) + f"\n\n{ends} z.\n\n"
        )

    first = body("Oil", "Words") + body("Oil", "Others")
    old = reviewed(first, Oil=["Huile", "Pétrole"])
    now = of(first.replace("Words a.\n\n", "").replace("Others a.\n\n", "").replace("Words z.\n\n", ""))
    sites = Sites(alignment.sites(old.entries))
    found = alignment.origins(old.entries, len(old.entries), now, sites)
    assert [found[n].entries for n, row in enumerate(now) if row.text == "Oil"] == [
        (n,) for n, entry in enumerate(old.entries) if entry.original == "Oil"
    ]
    assert sites.read < 30 * len(now)


@pytest.mark.parametrize("edits", [1, 10])
def test_random_edits_exchange_and_lose_nothing(tmp_path: Path, edits: int) -> None:
    for case in cases(tmp_path):
        if case.name in ("mixed", "S/2017/97"):
            found = tries(case, 3, edits, 7)
            assert found["messages"] > 200
            assert (found["lost"], found["exchanged"], found["stale"], found["undone"]) == (0, 0, 0, 0)


def test_a_text_that_left_a_report_without_its_one_translation_is_counted_as_lost(tmp_path: Path) -> None:
    case = Case.of("small", f"{HEAD}Oil burns.\n", tmp_path)
    first = finish(update(Catalogue("x.po", "fr"), Texts(case, ["Oil burns.§1§", "Wicks burn.§2§"]).messages)[0])
    moved = Texts(case, ["Oil burns.§1§"])
    untranslated = update(Catalogue("y.po", "fr"), moved.messages)[0].entries
    counts = [
        compare(first, moved, untranslated, Texts(case, [text]))
        for text in ("Oil burns.", "Oil burns.§1§", "Wicks burn.§2§")
    ]
    assert [(count["lost"], count["repeated elsewhere"]) for count in counts] == [(1, 0), (0, 1), (1, 0)]
