"""The catalogue: what the messages are, that the file survives, that an update keeps what it can, that a translation is
a report.
"""

from __future__ import annotations

import subprocess
import time
from dataclasses import replace
from pathlib import Path

import polib
import pytest

from plantin import translation as catalogue
from plantin.cli import main
from plantin.findings import TranslationError
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.model.document import Paragraph
from plantin.model.inlines import Foreign, Strong, Text
from plantin.model.outline import Outline, outline
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter as front
from plantin.source import pandoc
from plantin.source import text as source_text
from plantin.source.text import Source
from plantin.translation import (
    Catalogue,
    Message,
    PoEntry,
    adopt,
    messages,
    po,
    read_catalogue,
    status,
    translate,
    unready,
    update,
    write_catalogue,
)
from plantin.translation.message import context_of, fill
from tests.kit import houses

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "sources" / "S-2017-97" / "report.md"
HARBOUR = ROOT / "tests" / "reports" / "harbour-lights" / "report.md"
HEAD = (
    '---\nsymbol: A/1/1\norgan: General Assembly\ntitle: "The lamps"\ndate: 2035-06-01\noriginal-language: en\n---\n\n'
)


def report(body: str) -> Source:
    return source_text.parse(HEAD + body, "report.md")


def words(language: str) -> Locale:
    return houses.un(language)


def of(text: Source) -> tuple[Message, ...]:
    return messages(text, front.read(text))


def translated(text: Source, language: str = "es") -> Catalogue:
    """A catalogue in which every message is translated by its own text with a word before it."""
    filled, _ = update(Catalogue("x.po", language), of(text))
    return adopt(filled, {message.context: f"T {message.text}" for message in of(text)})


def states(found: Catalogue) -> dict[str, str]:
    return {entry.context: entry.state for entry in found.entries}


# Messages


def test_every_block_is_a_message_without_its_marks() -> None:
    text = report(
        "# Lamps {#lamps}\n\n[]{#oil} The *oil*.[^a]\n\n::: {.unnumbered}\nAs seen\nby night.\n:::\n\n- by sea,\n- by"
        " land.\n\n> One\n> two.\n\n(a) first\n\n    (i) second\n\n```\ncode\n```\n\n| A | 3 |\n|---|---|\n| B | 4"
        " |\n\n[^a]: See [](#oil).\n\n    More.\n"
    )
    assert [(message.context.partition(".")[0], message.kind, message.text) for message in of(text)] == [
        ("title", "title", "The lamps"),
        ("#lamps", "heading", "Lamps"),
        ("#oil", "paragraph", "[]{#oil} The *oil*.[^a]"),
        ("paragraph:seen-night", "paragraph", "As seen by night."),
        ("entry:by-sea", "entry", "by sea,"),
        ("entry:land", "entry", "by land."),
        ("paragraph:one-two", "paragraph", "One two."),
        ("entry:first", "entry", "first"),
        ("entry:second", "entry", "second"),
        ("cell:a", "cell", "A"),
        ("cell:3", "cell", "3"),
        ("cell:b", "cell", "B"),
        ("cell:4", "cell", "4"),
        ("note:a", "note", "See [](#oil)."),
        ("note:a/2", "note", "More."),
    ]
    assert (of(text)[2].place.line, of(text)[2].place.column) == (11, 1)


@pytest.mark.parametrize("path", [REPORT, HARBOUR])
def test_contexts_are_unique_and_filling_with_the_same_changes_nothing(path: Path) -> None:
    text = source_text.read(path)
    found = of(text)
    assert len({message.context for message in found}) == len(found)
    assert fill(text, {message.context: message.text for message in found}).text() == text.text()


def test_the_report_has_its_147_messages() -> None:
    kinds = [message.kind for message in of(source_text.read(REPORT))]
    assert (kinds.count("title"), kinds.count("heading"), kinds.count("paragraph"), kinds.count("note")) == (
        1,
        32,
        80,
        34,
    )


# The file


@pytest.mark.parametrize("language", ["es", "fr", "ru"])
def test_the_real_catalogues_are_kept_byte_for_byte_and_are_up_to_date(language: str, tmp_path: Path) -> None:
    path = House(ROOT).catalogue_file(language, "S-2017-97")
    assert catalogue.po.text(read_catalogue(path)).encode() == path.read_bytes()
    (tmp_path / "sources" / "S-2017-97").mkdir(parents=True)
    (tmp_path / "sources" / "S-2017-97" / "report.md").write_bytes(REPORT.read_bytes())
    copy = tmp_path / "locales" / language / "S-2017-97.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(path.read_bytes())
    (copy.parent / "locale.toml").write_bytes((path.parent / "locale.toml").read_bytes())
    (tmp_path / "locales" / "glossary.csv").write_bytes((path.parents[1] / "glossary.csv").read_bytes())
    done = catalogue.update_file(House(tmp_path), "S-2017-97", language)
    assert (done.kept, done.changed, done.new, done.gone) == (147, 0, 0, 0)
    assert copy.read_bytes() == path.read_bytes()
    assert catalogue.status_rows(House(tmp_path), "S-2017-97", (language,))[0].translated == 147


@pytest.mark.parametrize(("language", "code"), [("xx", "T001"), ("en", "T058")])
def test_a_language_that_the_house_does_not_have_or_that_of_the_report_gets_no_catalogue(
    language: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sources" / "S-2017-97").mkdir(parents=True)
    (tmp_path / "sources" / "S-2017-97" / "report.md").write_bytes(REPORT.read_bytes())
    (tmp_path / "locales" / "en").mkdir(parents=True)
    (tmp_path / "locales" / "en" / "locale.toml").write_bytes((ROOT / "locales" / "en" / "locale.toml").read_bytes())
    assert (
        main.run(["catalogue", "update", "--language", language, "--root", str(tmp_path)]) == TranslationError.exit_code
    )
    assert f"error {code}" in capsys.readouterr().err
    assert list(tmp_path.rglob("*.po")) == []


def everything(text: Source) -> Catalogue:
    entries = list(translated(text).entries)
    entries[1] = replace(
        entries[1], stale=True, previous='The old "text"\\$5', comments=("A remark.", "waive T029: so")
    )
    entries[2] = replace(entries[2], review="yes", flags=("no-wrap",))
    gone = PoEntry("note:gone", "Gone.", "Perdida.", comments=("Why.",))
    return Catalogue("x.po", "es", tuple(entries), (gone,), (("X-Own", "kept"),), "The project's own translation.")


def test_all_that_a_catalogue_has_survives(tmp_path: Path) -> None:
    found = everything(source_text.read(HARBOUR))
    path = tmp_path / "x.po"
    assert write_catalogue(path, found, path.parent)
    assert not write_catalogue(path, found, path.parent)
    again = read_catalogue(path, "x.po")
    assert [replace(entry, line=0) for entry in again.entries] == [replace(entry, line=0) for entry in found.entries]
    assert (again.obsolete[0].translation, again.remark) == ("Perdida.", found.remark)
    assert dict(again.header)["X-Own"] == "kept"
    assert not write_catalogue(path, again, path.parent)
    lines = path.read_text("utf-8").split("\n")
    assert lines[again.entries[1].line - 1].startswith(("msgctxt", "#"))


def test_gettext_and_polib_accept_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    write_catalogue(path, everything(source_text.read(HARBOUR)), path.parent)
    assert polib.pofile(str(path))[1].previous_msgid == 'The old "text"\\$5'
    try:
        done = subprocess.run(
            ["msgfmt", "-c", "-o", str(tmp_path / "x.mo"), str(path)], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        pytest.fail("not run: msgfmt is missing; `make tools` installs gettext")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_name_of_a_tool_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    found = translated(report("Text.\n"))
    write_catalogue(path, found, path.parent)
    first = path.read_bytes()
    path.write_text(first.decode().replace('"Language: es', '"X-Generator: Poedit 3\\n"\n"Language: es'), "utf-8")
    write_catalogue(path, read_catalogue(path), path.parent)
    assert path.read_bytes() == first


def test_the_revision_date_is_that_of_the_last_change_of_a_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.po"
    found = translated(report("Text.\n"))
    write_catalogue(path, found, path.parent)
    assert "PO-Revision-Date: \\n" in path.read_text("utf-8")
    changed = replace(found, entries=tuple(replace(entry, translation="Otro.") for entry in found.entries))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2051244000")
    write_catalogue(path, changed, path.parent)
    assert "PO-Revision-Date: 2035-01-01 06:00+0000\\n" in path.read_text("utf-8")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    remarked = replace(
        read_catalogue(path), entries=tuple(replace(entry, note="Elsewhere") for entry in read_catalogue(path).entries)
    )
    write_catalogue(path, remarked, path.parent)
    assert "PO-Revision-Date: 2035-01-01 06:00+0000\\n" in path.read_text("utf-8"), "no translation changed"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "T010"),
        (b'msgid ""\nmsgstr ""\n\nnonsense here\n', "T014"),
        ('msgid ""\nmsgstr "é"\n'.encode("latin-1"), "T014"),
        (b'msgctxt "a"\nmsgid "x"\nmsgstr ""\n\nmsgctxt "a"\nmsgid "y"\nmsgstr ""\n', "T015"),
    ],
)
def test_what_cannot_be_read_is_reported(content: bytes | None, code: str, tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TranslationError) as error:
        read_catalogue(path, "locales/es/x.po")
    assert {finding.code for finding in error.value.findings} == {code}
    assert error.value.findings[0].place.path == "locales/es/x.po"
    if code == "T010":
        assert "plantin catalogue update" in error.value.findings[0].hint


# Updates


BODY = (
    "# Lamps\n\nThe first lamp.[^a]\n\nThe second lamp.\n\nThe third lamp.\n\n# Oil\n\nThe oil.[^b]\n\nThe second"
    " oil.\n\n[^a]: Seen.\n\n[^b]: Seen.\n"
)


def after(change: tuple[str, str], body: str = BODY) -> tuple[Catalogue, catalogue.Update]:
    assert change[0] in body
    return update(translated(report(body)), of(report(body.replace(*change))))


def test_one_paragraph_and_one_note_in_the_middle_make_two_messages_untranslated() -> None:
    text = source_text.read(REPORT)
    middle = len(text.blocks) // 3
    new = (
        source_text.Block(0, "A new paragraph about lamps.[^new]", "\n\n"),
        source_text.Block(0, "[^new]: A new note.", "\n\n"),
    )
    changed = source_text.parse(
        text.with_blocks((*text.blocks[:middle], *new, *text.blocks[middle:])).text(), text.path
    )
    found, done = update(translated(text), of(changed))
    assert (done.kept, done.changed, done.new, done.gone) == (147, 0, 2, 0)
    missing = [entry for entry in found.entries if entry.state == "missing"]
    assert [entry.original for entry in missing] == ["A new paragraph about lamps.[^new]", "A new note."]
    assert all(entry.translation == f"T {entry.original}" for entry in found.entries if entry.translation)


def test_a_changed_text_is_stale_with_its_previous_text() -> None:
    found, done = after(("The second lamp.", "The second lamp burns."))
    assert (done.changed, done.new, done.gone) == (1, 0, 0)
    entry = next(entry for entry in found.entries if entry.state == "stale")
    assert (entry.original, entry.previous, entry.translation) == (
        "The second lamp burns.",
        "The second lamp.",
        "T The second lamp.",
    )
    again, _ = update(found, of(report(BODY.replace("The second lamp.", "The 2nd lamp."))))
    assert [entry.previous for entry in again.entries if entry.state == "stale"] == ["The second lamp."]
    back, _ = update(again, of(report(BODY)))
    assert set(states(back).values()) == {"translated"}


def test_a_text_changed_beside_a_new_one_is_known_by_its_words() -> None:
    found, done = after(("The second lamp.", "Something wholly new.\n\nThe second lamp burns."))
    assert (done.changed, done.new, done.gone) == (1, 1, 0)
    assert [entry.original for entry in found.entries if entry.state == "missing"] == ["Something wholly new."]


def test_a_new_row_of_a_table_makes_no_other_row_stale() -> None:
    rows = [
        f"| Harbour {name} | {count} per day | {count} per night | 12 lamps |"
        for name, count in zip("ABCDEF", (3, 4, 3, 4, 3, 4), strict=True)
    ]
    table = "\n".join(["| Harbour | By day | By night | Lamps |", "|:--|--:|--:|--:|", *rows])
    body = f"# Lamps\n\n::: {{.table}}\nLamps\n\n{table}\n:::\n\nThe lamps.\n"
    found, done = after((rows[1], f"{rows[1]}\n| Harbour X | 4 per day | 3 per night | 9 lamps |"), body)
    assert (done.changed, done.new, done.gone) == (0, 2, 0), "two cells of the new row repeat others"
    assert [entry.original for entry in found.entries if not entry.translation] == ["Harbour X", "9 lamps"]
    assert all(entry.translation in ("", f"T {entry.original}") for entry in found.entries)


def test_a_text_that_is_gone_becomes_obsolete_and_comes_back() -> None:
    found, done = after(("The second lamp.\n\n", ""))
    assert (done.new, done.gone, [entry.translation for entry in found.obsolete]) == (0, 1, ["T The second lamp."])
    back, again = update(found, of(report(BODY)))
    assert (again.new, back.obsolete) == (0, ())
    assert set(states(back).values()) == {"translated"}


def test_equal_texts_keep_each_its_own_translation() -> None:
    base = translated(report(BODY))
    base = adopt(base, {"note:a": "Vista.", "note:b": "Visto."})
    found, _ = update(
        base,
        of(report(BODY.replace("[^b]: Seen.", "[^c]: Seen.\n\n[^b]: Seen.").replace("second oil.", "second oil.[^c]"))),
    )
    by_context = {entry.context: entry.translation for entry in found.entries}
    assert (by_context["note:a"], by_context["note:b"], by_context["note:c"]) == ("Vista.", "Visto.", "")


def test_a_section_that_moves_takes_its_translations_along() -> None:
    first, oil = BODY.index("# Lamps"), BODY.index("# Oil")
    notes = BODY.index("[^a]: ")
    moved = BODY[oil:notes] + BODY[first:oil] + BODY[notes:]
    found, done = update(translated(report(BODY)), of(report(moved)))
    assert (done.kept, done.new, done.gone) == (10, 0, 0)
    assert all(entry.translation == f"T {entry.original}" for entry in found.entries)


def test_a_review_holds_for_its_text_only() -> None:
    entry = PoEntry("title", "The lamps", "Las lámparas", review="yes").pin()
    assert (entry.state, len(entry.review)) == ("reviewed", 8)
    assert replace(entry, translation="Los faros").state == "translated"
    assert replace(entry, translation="Los faros").pin().review == ""


@pytest.mark.proof
def test_a_hundred_reports_take_seconds() -> None:
    text = source_text.read(REPORT)
    body = "".join(block.before + block.text for block in text.blocks)
    front_matter = text.opening + text.head + text.closing
    big = source_text.parse(
        front_matter + "".join(body.replace("[^", f"[^r{n}-") + "\n\n" for n in range(100)), "big.md"
    )
    found = translated(big)
    blocks = list(big.blocks)
    blocks[5000:5000] = [source_text.Block(0, "A new paragraph.", "\n\n")]
    start = time.process_time()
    _, done = update(found, of(source_text.parse(big.with_blocks(tuple(blocks)).text(), "big.md")))
    assert (done.new, done.gone) == (1, 0)
    assert time.process_time() - start < 10


# Translations


def composed(text: Source, language: str) -> Outline:
    nodes, warnings = pandoc.parse(text.body(), text.path)
    assert not warnings
    words = houses.un(language)
    return outline(resolve(front.read(text), nodes, definitions(text), words).document)


def shape(found: Outline) -> list[tuple[str, int, str, str]]:
    rows = (*found.contents, *found.body, *found.notes, *found.indicators)
    return [(row.kind, row.level, row.anchor, row.text if row.kind == "indicator" else "") for row in rows]


@pytest.mark.parametrize("language", ["es", "fr", "ru"])
def test_a_translation_resolves_to_the_same_shape(language: str) -> None:
    text = source_text.read(REPORT)
    done = translate(text, front.read(text), House(ROOT).catalogue_file(language, "S-2017-97"), words(language))
    other, head = done.source, done.head
    assert shape(composed(other, language)) == shape(composed(text, "en"))
    assert head.title == front.read(other).title != front.read(text).title
    assert [block.line for block in other.blocks] == [block.line for block in text.blocks]


@pytest.mark.parametrize("path", [REPORT, HARBOUR])
@pytest.mark.parametrize("filled", [False, True])
def test_a_draft_has_the_shape_of_the_original(path: Path, filled: bool, tmp_path: Path) -> None:
    text = source_text.read(path)
    found = translated(text) if filled else update(Catalogue("x.po", "es"), of(text))[0]
    marked = {entry.context: entry.original.replace("[]{#", "\0[]{#") for entry in found.entries}
    if filled:
        texts = {context: line.partition("\0")[2] if "\0" in line else f"T {line}" for context, line in marked.items()}
        found = adopt(found, texts)
    write_catalogue(tmp_path / "x.po", found, tmp_path)
    other = translate(text, front.read(text), tmp_path / "x.po", words("es")).source
    assert other.text().count("\n") == text.text().count("\n")
    assert shape(composed(other, "es")) == shape(composed(text, "es"))


@pytest.mark.parametrize("run", ["continuous", "none"])
def test_an_untranslated_formula_stays_a_formula_with_its_number(run: str, tmp_path: Path) -> None:
    text = report('Oil burns.\n\n[]{#e} [$$x^2$$]{alt="x squared"}\n\n$$y$$\n\nSee [](#e).')
    text = source_text.parse(
        text.text().replace("original-language: en\n", f"original-language: en\nrules: {{paragraphs: {run}}}\n"), "r.md"
    )
    write_catalogue(tmp_path / "x.po", update(Catalogue("x.po", "es"), of(text))[0], tmp_path)
    done = translate(text, front.read(text), tmp_path / "x.po", words("es"))
    assert shape(composed(done.source, "es")) == shape(composed(text, "en"))
    assert [row.label for row in composed(done.source, "es").body if row.kind == "equation"] == ["(1)", ""]


def test_an_untranslated_message_is_a_passage_in_the_original_language(tmp_path: Path) -> None:
    text = report("[]{#oil} The *oil*.[^a]\n\n[^a]: Seen.\n")
    write_catalogue(
        tmp_path / "x.po", adopt(update(Catalogue("x.po", "es"), of(text))[0], {"note:a": "Visto."}), tmp_path
    )
    done = translate(text, front.read(text), tmp_path / "x.po", words("es"))
    other, head = done.source, done.head
    assert [block.text for block in other.blocks] == [
        "[]{#oil} **\\[sin traducir\\]** [The *oil*.[^a]]{lang=en}",
        "[^a]: Visto.",
    ]
    assert done.notice == "Borrador. Pasajes sin traducir: 2 de 3; traducidos de una versión anterior: 0"
    assert head.title == "[sin traducir] The lamps"
    nodes, _ = pandoc.parse(other.body(), other.path)
    document = resolve(head, nodes, definitions(other), houses.un("es")).document
    paragraph = document.blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content[0] == Strong((Text("[sin traducir]"),))
    assert isinstance(paragraph.content[2], Foreign)
    assert paragraph.content[2].language == "en"


@pytest.mark.parametrize(
    ("translation", "line"),
    [
        ("A. Marie la vio.", "A\\. Marie la vio."),
        ("# no", "\\# no"),
        ("- no", "\\- no"),
        ("(a) no", "(a\\) no"),
        ("*Ve*.", "*Ve*."),
    ],
)
def test_a_translation_does_not_become_a_list(translation: str, line: str, tmp_path: Path) -> None:
    text = report("She saw it.\n")
    write_catalogue(
        tmp_path / "x.po",
        adopt(update(Catalogue("x.po", "es"), of(text))[0], {context_of("paragraph", "She saw it."): translation}),
        tmp_path,
    )
    other = translate(text, front.read(text), tmp_path / "x.po", words("es")).source
    assert other.blocks[0].text == line


def test_lines_are_kept_and_begin_no_block(tmp_path: Path) -> None:
    text = report("One line\nand another\nand a third.\n\nAfter.\n")
    first = context_of("paragraph", "One line and another and a third.")
    long = "Una línea - 1. otra # y más > todavía que no se acaba nunca."
    short = adopt(
        update(Catalogue("x.po", "es"), of(text))[0], {first: long, context_of("paragraph", "After."): "Fin."}
    )
    write_catalogue(tmp_path / "x.po", short, tmp_path)
    other = translate(text, front.read(text), tmp_path / "x.po", words("es")).source
    assert other.blocks[0].text.count("\n") == 2
    assert other.blocks[0].text.replace("\n", " ") == long
    write_catalogue(tmp_path / "x.po", adopt(short, {first: "短。"}), tmp_path)
    other = translate(text, front.read(text), tmp_path / "x.po", words("es")).source
    parsed = source_text.parse(other.text(), "x")
    assert [(block.line, block.text) for block in parsed.blocks] == [(9, "短。"), (13, "Fin.")]


def test_a_stale_translation_is_kept_unless_its_notes_have_changed(tmp_path: Path) -> None:
    found, _ = after(("The second lamp.", "The second lamp burns."))
    write_catalogue(tmp_path / "x.po", found, tmp_path)
    text = report(BODY.replace("The second lamp.", "The second lamp burns."))
    assert "T The second lamp.\n" in translate(text, front.read(text), tmp_path / "x.po", words("es")).source.text()
    text = report(BODY.replace("The first lamp.[^a]", "The first lamp burns.").replace("[^a]: Seen.\n\n", ""))
    other = translate(text, front.read(text), tmp_path / "x.po", words("es")).source
    assert "[The first lamp burns.]{lang=en}" in other.text()


def test_a_translation_that_lost_a_note_is_reported_at_its_message(tmp_path: Path) -> None:
    text, first = report(BODY), context_of("paragraph", "The first lamp.[^a]")
    write_catalogue(tmp_path / "x.po", adopt(translated(text), {first: "La primera."}), tmp_path)
    with pytest.raises(TranslationError) as error:
        translate(text, front.read(text), tmp_path / "x.po", words("es"))
    finding = error.value.findings[0]
    assert (finding.code, finding.place.anchor) == ("T016", first)
    assert finding.place.line > 0


def test_a_catalogue_in_another_language_is_refused(tmp_path: Path) -> None:
    text = report(BODY)
    write_catalogue(tmp_path / "x.po", translated(text), tmp_path)
    with pytest.raises(TranslationError, match="T017"):
        translate(text, front.read(text), tmp_path / "x.po", words("fr"))


def test_a_release_refuses_what_is_missing_stale_or_not_reviewed(tmp_path: Path) -> None:
    found, _ = after(("The second lamp.", "Wholly new.\n\nThe second lamp burns."))
    entries = [replace(entry, review="yes") if entry.context != "title" else entry for entry in found.entries]
    write_catalogue(tmp_path / "x.po", replace(found, entries=tuple(entries)), tmp_path)
    text = report(BODY.replace("The second lamp.", "Wholly new.\n\nThe second lamp burns."))
    head = front.read(text)
    found_codes = [finding.code for finding in unready(text, head, tmp_path / "x.po", "x.po")]
    assert sorted(found_codes) == ["T011", "T012", "T013"]
    row = status(text, head, tmp_path / "x.po", "x.po", words("es"))
    assert (row.messages, row.translated, row.reviewed, row.stale, row.missing) == (11, 9, 8, 1, 1)
    assert status(text, head, tmp_path / "none.po", "none.po", "es").missing == 11


def test_a_release_counts_what_is_not_translated_and_says_where_it_begins(tmp_path: Path) -> None:
    source = report("".join(f"Lamp {n} burns.\n\n" for n in range(1, 301)))
    front_matter = front.read(source)
    catalogue = update(Catalogue("x.po", "es"), messages(source, front_matter))[0]
    done = replace(catalogue.entries[0], translation="Las lámparas", review="yes").pin()
    write_catalogue(tmp_path / "x.po", replace(catalogue, entries=(done, *catalogue.entries[1:])), tmp_path)
    (finding,) = unready(source, front_matter, tmp_path / "x.po", "locales/es/x.po")
    written = (tmp_path / "x.po").read_text("utf-8").splitlines()
    assert finding.code == "T011"
    missing = written.count('msgstr ""') - 1
    assert f"{missing} of {len(catalogue.entries)} messages not translated" in finding.message
    assert repr(catalogue.entries[1].original) in finding.message
    assert written[finding.place.line - 1 :].count('msgstr ""') == missing
    assert "locales/es/x.po" in finding.hint


@pytest.mark.parametrize(
    ("written", "column", "words"),
    [
        ('msgstr "Les lampes', 18, "not between quotation marks"),
        ('msgstr Les lampes"', 18, "not between quotation marks"),
        ('msgstr "Les "lampes""', 13, "a quotation mark inside a text"),
    ],
)
def test_text_that_is_not_between_quotation_marks_is_reported_with_its_line(
    tmp_path: Path, written: str, column: int, words: str
) -> None:
    path = tmp_path / "x.po"
    path.write_text(f'msgid ""\nmsgstr "Language: fr\\n"\n\n# "a remark\nmsgid "The lamps"\n{written}\n', "utf-8")
    with pytest.raises(TranslationError) as raised:
        po.read_catalogue(path, "x.po")
    assert [(one.code, one.place.line, one.place.column) for one in raised.value.findings] == [("T014", 6, column)]
    assert words in raised.value.findings[0].message


def test_every_kind_of_line_of_a_catalogue_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Language: fr\\n"\n\n#. note\n#| msgid "old \\"x\\""\n#, fuzzy\nmsgctxt "a"\nmsgid "b"\n'
        'msgstr "c"\n"d"\n\n#~ msgctxt "e"\n#~ msgid "f"\n#~ msgstr "g"\n',
        "utf-8",
    )
    found = po.read_catalogue(path)
    assert [(one.translation, one.previous) for one in found.entries] == [("cd", 'old "x"')]
    assert [one.translation for one in found.obsolete] == ["g"]


def test_a_byte_order_mark_is_no_part_of_the_catalogue(tmp_path: Path) -> None:
    content = po.text(Catalogue("", "fr", (PoEntry("a", "Two", "Deux"),))).encode()
    (tmp_path / "x.po").write_bytes(b"\xef\xbb\xbf" + content)
    assert [entry.translation for entry in po.read_catalogue(tmp_path / "x.po").entries] == ["Deux"]
