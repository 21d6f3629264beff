"""Braille: every report read back, in both files, on pages of any size."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from plantin.auditors import UnreadableEdition
from plantin.auditors.parity import lines
from plantin.auditors.parity.outline import differences
from plantin.findings import ToolError
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.labels import EmphasisSigns, Transcription
from plantin.model.outline import outline
from plantin.model.related_editions import ALONE, PageStart, RelatedEditions
from plantin.packs.braille import auditor, louis
from plantin.packs.braille import nemeth as bounded_nemeth
from plantin.packs.braille import writer as braille
from plantin.packs.braille.cells import CONTINUED, ascii_of, cells_of, tables
from plantin.packs.braille.tables import Braille
from plantin.packs.plain.auditor import text as text_auditor
from plantin.packs.plain.writer import text
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.houses import NAMES, slug
from tests.kit.read_back import unlike

pytestmark = pytest.mark.full

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)


def said(document: Document, style: Style, related: RelatedEditions = ALONE) -> list[str]:
    book = auditor.read_brf(braille.brf(document, style, MOMENT, related), "x.brf")
    other = auditor.read_pef(braille.pef(document, style, MOMENT, related), "x.pef")
    assert book.outline() == other.outline()
    return [str(finding) for finding in (*unlike(book, document, "x.brf"), *book.findings(), *other.findings())]


@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_read_back(name: str, examples: House, store: Editions) -> None:
    assert said(store.document(examples, slug(name)), store.style) == []


@pytest.mark.parametrize("size", [Braille(30, 20), Braille(28, 27, "end"), Braille(40, 25, "section", "lists")])
def test_pages_have_the_size_that_the_style_gives(size: Braille, examples: House, store: Editions) -> None:
    document = store.document(examples, slug("lending-libraries"))
    style = replace(store.style, tables=(size,))
    assert said(document, style) == []
    pages = braille.brf(document, style, MOMENT).decode().split("\f")
    assert max(len(page.split("\r\n")) - 1 for page in pages) <= size.rows
    assert max(len(row) for page in pages for row in page.split("\r\n")) <= size.columns


def test_print_pages_are_marked_where_they_begin(store: Editions) -> None:
    document = composed("# Lamps\n\nThe keepers count lamps.\n\nThey light them at dusk.")
    related = RelatedEditions(
        pages=(PageStart("1", "masthead", 0, 0), PageStart("2", "body", 1, 12), PageStart("3", "body", 2, 0))
    )
    assert said(document, store.style, related) == []
    rows = braille.brf(document, store.style, MOMENT, related).decode().split("\r\n")
    place = rows.index("-" * 38 + "#B")
    assert rows[place - 1 : place + 4] == [
        "  #A4 ,! KEEP]S",
        "-" * 38 + "#B",
        "C.T LAMPS4",
        "-" * 38 + "#C",
        "  #B4 ,!Y LI<T !M AT DUSK4",
    ]


def test_a_page_that_begins_with_an_entry_is_marked_before_its_label(store: Editions) -> None:
    document = composed("# Lamps\n\nThe keepers count:\n\n(a) lamps;\n\n(b) wicks.")
    rows = [one.kind for one in outline(document).body]
    related = RelatedEditions(
        pages=(PageStart("1", "masthead", 0, 0), PageStart("2", "body", rows.index("item") + 1, 0))
    )
    assert said(document, store.style, related) == []
    made = braille.brf(document, store.style, MOMENT, related).decode().split("\r\n")
    after = made[made.index("-" * 38 + "#B") + 1]
    assert "WICKS" in after, "the label and the words of an entry are in one line"


def test_lines_for_a_machine_call_no_note(store: Editions) -> None:
    document = composed("# Lamps\n\nThe keepers write:\n\n```\nlamps[^all] = 2\n```")
    assert said(document, store.style) == []
    made = text_auditor.read(text.write(document, store.style, MOMENT), "edition.txt").outline()
    assert differences(outline(document), made, "edition.txt") == ()


def test_calls_and_lines_that_look_like_them_are_distinguished(store: Editions) -> None:
    listing = "fees,[^fines] while lamps [^fines]: burn\n\n[^fines]: Fines were imposed."
    document = composed(
        f"# Lamps\n\nThey are lit.[^all]\n\nThe keepers write:\n\n```\n{listing}\n```\n\n[^all]: Every one."
    )
    assert said(document, store.style) == []


def test_a_print_page_that_begins_after_a_comma_loses_nothing(store: Editions) -> None:
    # The table of Russian leaves no blank after a comma.
    document = composed("# Фонари\n\nВ гавани есть фонари, маяки и лампы.", language="ru")
    body = outline(document).body
    row = next(number for number, one in enumerate(body) if one.kind == "paragraph")
    related = RelatedEditions(
        pages=(PageStart("1", "masthead", 0, 0), PageStart("2", "body", row, body[row].text.index("маяки")))
    )
    rows = braille.brf(document, store.style, MOMENT, related).decode().split("\r\n")
    place = rows.index("-" * 38 + "#B")
    assert rows[place - 1].endswith("1")
    assert said(document, store.style, related) == []


def test_a_passage_in_another_language_is_in_its_own_braille(store: Editions) -> None:
    document = composed("# Lamps\n\nThe word [фонарь]{lang=ru} is Russian.")
    assert "⠐⠐⠷⠋⠕⠝⠁⠗⠾⠐⠐⠾" in braille.pef(document, store.style, MOMENT).decode()
    assert said(document, store.style) == []


def test_a_passage_in_another_ends_that_one_before_it_begins(store: Editions) -> None:
    document = composed("# Lamps\n\nIn [le phare, [фонарь]{lang=ru}, et la lampe]{lang=fr} there.")
    signs = re.findall("⠐⠐[⠷⠾]", braille.pef(document, store.style, MOMENT).decode())
    assert signs[-6:] == ["⠐⠐⠷", "⠐⠐⠾"] * 3
    assert said(document, store.style) == []


def test_a_word_longer_than_a_line_goes_on(store: Editions) -> None:
    document = composed(f"# Lamps\n\nSee https://example.org/{'lamps/' * 20} there.")
    rows = [
        row
        for row in braille.pef(document, store.style, MOMENT).decode().split("\n")
        if row.endswith(f"{CONTINUED}</row>")
    ]
    assert len(rows) > 2
    assert said(document, store.style) == []


def test_long_texts_and_strokes_are_translated_whole() -> None:
    assert louis.forward(["", "a\\b"], "en-ueb-g2.ctb") == ["", "⠁⠸⠡⠃"]
    assert louis.backward(louis.forward(["The keepers count 34 lamps. " * 60], "en-ueb-g2.ctb"), "en-ueb-g2.ctb") == [
        ("The keepers count 34 lamps. " * 60).strip()
    ]


@pytest.mark.parametrize(
    "spoil", [lambda content: content + b"\xc3\xa9", lambda content: content[:0], lambda content: content + b"~\r\n\f"]
)
def test_what_is_no_ascii_braille_is_not_read(spoil: Callable[[bytes], bytes], store: Editions) -> None:
    with pytest.raises(UnreadableEdition):
        auditor.read_brf(spoil(braille.brf(composed("# Lamps\n\nOne."), store.style, MOMENT)), "x.brf")


@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-9], lambda text: text.replace("⠁", "⣿"), lambda text: f"<a>{len(text)}</a>"]
)
def test_what_is_no_pef_is_not_read(spoil: Callable[[str], str], store: Editions) -> None:
    with pytest.raises(UnreadableEdition):
        auditor.read_pef(
            spoil(braille.pef(composed("# Lamps\n\nOne."), store.style, MOMENT).decode()).encode(), "x.pef"
        )


def test_ascii_braille_is_that_of_north_america() -> None:
    every = "".join(chr(0x2800 + n) for n in range(64))
    assert cells_of(ascii_of(every)) == every
    assert ascii_of("⠠⠃⠗⠇⠀⠼⠁⠃") == ",BRL #AB"


def test_without_liblouis_nothing_is_made(store: Editions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(louis, "PROGRAM", "no-such-program")
    louis._find_known.cache_clear()
    with pytest.raises(ToolError) as caught:
        braille.brf(composed("# Lamps\n\nOne."), store.style, MOMENT)
    assert [finding.code for finding in caught.value.findings] == ["D130"]
    assert "apt-get" in caught.value.findings[0].hint


def test_a_table_that_is_not_there_is_reported(store: Editions) -> None:
    document = replace(composed("# Lamps\n\nOne."), transcription=Transcription("no-such-table.ctb"))
    with pytest.raises(ToolError) as caught:
        braille.brf(document, store.style, MOMENT)
    assert [finding.code for finding in caught.value.findings] == ["D131"]


@pytest.mark.parametrize(
    "language", ["bn", "de", "el", "fa", "he", "hi", "it", "ko", "pt", "sw", "tr", "uk", "ur", "vi", "sk"]
)
def test_other_languages_have_tables_too(language: str) -> None:
    # The table of Urdu has no Latin letters.
    (cells,) = louis.forward(["12" if language == "ur" else "abc 12"], tables(language)[0])
    assert set(cells) <= set(cells_of(ascii_of("".join(chr(0x2800 + n) for n in range(64)))))


FORMULAS = '# A\n\nSo [$a^2+b^2=c^2$]{alt="the rule"} and [$\\frac{\\frac{a}{b}}{c}$]{alt="a over b over c"} hold.\n'


def test_formulas_in_the_nemeth_code_are_read_back(store: Editions) -> None:
    document = composed(FORMULAS)
    style = replace(store.style, tables=(Braille(formulas="nemeth"),))
    book = braille.brf(document, style, MOMENT)
    assert b'_% A^2"+B^2 .K C^2 _:' in book.replace(b"\r\n", b" ").replace(b"  ", b" ")
    assert said(document, style) == []
    sound = auditor.read_brf(book, "x.brf")
    assert list(sound.unlike(document)) == []
    spoilt = auditor.read_brf(book.replace(b"C^2", b"C^3"), "x.brf")
    assert [finding.code for finding in spoilt.unlike(document)] == ["P015"]


def test_other_languages_have_formulas_in_words(store: Editions) -> None:
    style = replace(store.style, tables=(Braille(formulas="nemeth"),))
    document = composed(FORMULAS, language="fr")
    assert braille.brf(document, style, MOMENT) == braille.brf(document, store.style, MOMENT)


def test_without_the_program_of_nemeth_it_is_reported(store: Editions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_nemeth, "PROGRAM", "no-such-program")
    style = replace(store.style, tables=(Braille(formulas="nemeth"),))
    with pytest.raises(ToolError) as caught:
        braille.brf(composed(FORMULAS), style, MOMENT)
    assert caught.value.findings[0].code == "D130"


def rows_of(document: Document, style: Style, related: RelatedEditions = ALONE) -> list[str]:
    """The rows of the edition in cells, page by page, without running heads."""
    pages = braille.brf(document, style, MOMENT, related).decode().split("\f")[:-1]
    return [cells_of(row) for page in pages for row in page.split("\r\n")[1:] if row]


def test_no_line_is_divided_within_a_sign_or_a_number(store: Editions) -> None:
    # Each of these begins one letter further on, so that every sign comes to the end of a line once.
    words = [f"{'x' * n}/2016-0453&lamp=12%20{'y' * 9}Zz/2017&A_B/98765~q" for n in range(1, 41)]
    for language in ("en", "fr", "es", "ru"):
        document = composed("# A\n\n" + "\n\n".join(words), language=language)
        table = tables(language)[0]
        whole = set(louis.forward(words, table))
        rows = rows_of(document, store.style)
        parts = [row.removesuffix(CONTINUED) for row in rows if row.endswith(CONTINUED) and len(row) > 30]
        assert len(parts) >= len(words) / 2
        assert not [part for part in parts if part[-1] in "⠼⠠⠐⠈⠨⠘⠸⠰"], language
        joined = "".join(rows).replace("⠀", "").replace(CONTINUED, "")
        assert all(word.replace(CONTINUED, "").replace("⠀", "") in joined for word in whole)
        assert said(document, store.style) == []


def test_a_line_divided_within_a_number_is_reported(store: Editions) -> None:
    document = composed(f"# A\n\nSee {'x' * 34}/2016 there.")
    book = braille.brf(document, store.style, MOMENT).decode()
    assert '_/"\r\n#BJAF' in book
    spoilt = book.replace('_/"\r\n#BJAF', '_/#B"\r\nJAF')
    assert [one.code for one in auditor.read_brf(spoilt.encode(), "x.brf").findings()] == ["A306"]


def test_a_row_that_ends_with_the_sign_of_going_on_never_looks_divided(store: Editions) -> None:
    # A comma of Chinese is the cell that says that a word goes on.
    text = "，".join("灯塔" + "管理员" * (n % 3) for n in range(90))
    document = composed(f"# 灯\n\n{text}。", language="zh")
    assert said(document, store.style) == []


def test_chinese_is_in_the_common_scheme_with_words_parted(store: Editions) -> None:
    document = composed("# 灯\n\n安全理事会第2253(2015)号决议，5.5%。", language="zh")
    rows = "⠀".join(row.strip("⠀") for row in rows_of(document, store.style))
    assert "⠧⠁⠅⠯⠂⠀⠇⠊⠄⠱⠓⠺⠆" in rows or "⠧⠁⠅⠯⠀⠇⠊⠄⠱⠓⠺⠆" in rows
    assert "⠙⠊⠀⠼⠃⠃⠑⠉⠀⠰⠄⠼⠃⠚⠁⠑⠠⠆⠀⠓⠖⠆⠀⠛⠾⠂⠊⠆⠐" in rows, "one number sign for a number, no figure lowered"
    assert "⠼⠑⠄⠑⠼⠚⠴" in rows
    assert said(document, store.style) == []


def test_a_listing_keeps_its_spaces_and_has_no_contractions(store: Editions) -> None:
    document = composed("# Lamps\n\nThe keepers write:\n\n```\n    for lamp in the:\n        be  and\n```")
    rows = rows_of(document, store.style)
    assert [row for row in rows if row.startswith("⠀⠰⠰⠰")] == ["⠀⠰⠰⠰" + cells_of("FOR LAMP IN THE3")]
    assert "⠀" * 5 + cells_of("BE  AND;'") in rows
    assert said(document, store.style) == []


def test_a_list_in_another_language_is_in_its_own_braille(store: Editions) -> None:
    document = composed("# Lamps\n\nThe sign says:\n\n::: {lang=fr}\n(a) été;\n\n(b) après.\n:::")
    rows = rows_of(document, store.style)
    assert any("⠐⠐⠷⠿⠞⠿⠆⠐⠐⠾" in row for row in rows), "é, t, é, a semicolon of French braille, without contractions"
    assert said(document, store.style) == []


@pytest.mark.parametrize("columns", ["columns", "lists"])
def test_print_pages_inside_a_table_and_at_its_title_are_marked_there(columns: str, store: Editions) -> None:
    rows = "\n".join(f"| Bridge {n} | {n} |" for n in range(1, 9))
    document = composed(
        f"# Lamps\n\nThe keepers count.\n\n| Bridge | Lamps |\n|---|---|\n{rows}\n\n: Lamps {{#tbl-lamps}}\n"
    )
    kinds = [one.kind for one in outline(document).body]
    table, row = kinds.index("table"), kinds.index("row")
    related = RelatedEditions(
        pages=(PageStart("1", "masthead", 0, 0), PageStart("2", "body", table, 0), PageStart("3", "body", row + 5, 0))
    )
    style = replace(store.style, tables=(Braille(tables=columns),))
    assert said(document, style, related) == []
    made = [ascii_of(one) for one in rows_of(document, style, related)]
    second, third = made.index("-" * 38 + "#B"), made.index("-" * 38 + "#C")
    assert made[second + 1] == "7" * 40, "the page begins before the line that opens the table"
    assert ",BRIDGE #E" in made[third + 1]


def test_letters_have_a_sign_of_grade_1_only_where_they_need_one(store: Editions) -> None:
    document = composed("# Lamps\n\nThey count.[^one]\n\n[^one]: One.")
    book = braille.brf(document, store.style, MOMENT).decode()
    assert book.partition("\f")[0].endswith(" T#A\r\n")


def test_a_long_report_is_in_volumes_of_the_size_of_the_house(store: Editions) -> None:
    document = composed(
        "\n\n".join(f"# Lamps\n\n{'The keepers count the lamps of the harbour. ' * 30}" for _ in range(25))
    )
    style = replace(store.style, tables=(Braille(volume=12),))
    assert said(document, style) == []
    text = braille.pef(document, style, MOMENT).decode()
    volumes = text.split("<volume ")[1:]
    numbers = [[page.split("<row>")[-1] for page in volume.split("<page>")[1:]] for volume in volumes]
    texts = [[row for row in held if "⠞" not in row] for held in numbers]
    assert len(volumes) > 2
    assert all(len(held) <= 12 for held in texts)
    assert all(len(held) > len(texts[n]) for n, held in enumerate(numbers)), "each begins with pages of its own"
    heads = [volume.split("</page>")[0] for volume in volumes]
    (which,) = louis.forward([f"Volume 2 of {len(volumes)}"], tables("en")[0])
    assert which in heads[1]
    (notes,) = louis.forward(["Transcriber’s notes"], tables("en")[0])
    assert all(notes in volume for volume in volumes)


def test_a_later_volume_that_lists_another_page_is_reported(store: Editions) -> None:
    document = composed(
        "\n\n".join(f"# Lamp {n}\n\n{'The keepers count the lamps of the harbour. ' * 30}" for n in range(25))
    )
    style = replace(store.style, tables=(Braille(volume=12),))
    book = braille.brf(document, style, MOMENT).decode()
    assert auditor.read_brf(book.encode(), "x.brf").findings() == ()
    *_, last = re.finditer(r'"{2,} #(\w+)\r\n', book)
    for spoilt in (
        f"{book[: last.start(1)]}A{book[last.end(1) :]}",
        book[: book.rindex("\n", 0, last.start()) + 1] + book[last.end() :],
    ):
        assert "A305" in [one.code for one in auditor.read_brf(spoilt.encode(), "x.brf").findings()]


_LAMPS = "".join(
    f"| Harbour | Lamps |\n|:--|--:|\n| North | {n} |\n\n: {title} {{#t{n}}}\n\n{'The keepers count. ' * 90}\n\n"
    for n, title in enumerate(
        ("Lamps *lit*", "Lamps that the keepers of all harbours have lit on the evenings", "Oil"), 1
    )
)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh"])
def test_the_list_of_tables_names_the_page_of_each(language: str, store: Editions) -> None:
    document = composed(_LAMPS, f"original-language: {language}\nrules: {{lists: [tables]}}\n", language)
    assert said(document, store.style) == []
    book = braille.brf(document, store.style, MOMENT).decode()
    listed = [*re.finditer(r'"{2,} ([^\s"]+)\r\n', book[book.index("\f", book.index("\f") + 1) :])]
    assert len({found[1] for found in listed}) >= 3, "each table is on another page"
    pages = book.split("\f")
    for found in listed[-3:]:
        assert any(re.search(rf"\s{re.escape(found[1])}\s*(\r|$)", page) and "7" * 40 in page for page in pages)
        spoilt = book.replace(found[0], found[0].replace(found[1], next(o[1] for o in listed if o[1] != found[1])))
        assert "A305" in [one.code for one in auditor.read_brf(spoilt.encode(), "x.brf").findings()], found[0]


def test_a_volume_lists_the_signs_that_it_uses(store: Editions) -> None:
    document = composed("# Lamps\n\nThe word [фонарь]{lang=ru} is Russian.")
    (meaning, other) = louis.forward(
        ["beginning and end of a passage in another language", "notes follow"], tables("en")[0]
    )
    book = braille.pef(document, store.style, MOMENT).decode()
    assert "⠨⠿⠐⠐⠷⠀⠐⠐⠾⠀" + meaning.partition("⠀")[0] in book
    assert other not in book


def test_two_pages_of_one_volume_with_the_same_number_are_reported(store: Editions) -> None:
    document = composed("\n\n".join(f"# Lamps\n\n{'The keepers count the lamps. ' * 50}" for _ in range(9)))
    style = replace(store.style, tables=(Braille(volume=10),))
    book = braille.brf(document, style, MOMENT)
    spoilt = book.replace(b" T#B\r\n\f", b" T#A\r\n\f")
    assert spoilt != book
    assert "A304" in [one.code for one in auditor.read_brf(spoilt, "x.brf").findings()]


def test_the_number_of_the_printed_page_is_where_the_country_has_it(store: Editions) -> None:
    text = "# Lamps\n\n" + "\n\n".join("The keepers count the lamps. " * 40 for _ in range(6))
    related = RelatedEditions(pages=(PageStart("7", "masthead", 0, 0), PageStart("8", "body", 4, 0)))
    pages = braille.brf(composed(text), store.style, MOMENT, related).decode().split("\f")[:-1]
    pages = [page.split("\r\n") for page in pages if "T#" not in page.split("\r\n")[-2]]
    assert [page[0].split()[-1] for page in pages][:3] == ["#G", "A#G", "B#G"]
    assert [page[-2].strip() for page in pages][:3] == ["#A", "#B", "#C"]
    assert {len(page) - 1 for page in pages} == {store.style.table(Braille).rows}
    french = braille.brf(composed(text, language="fr"), store.style, MOMENT, related).decode().split("\f")
    heads = [page.split("\r\n")[0] for page in french]
    assert next(head for head in heads if head.startswith(",")).split()[0] == ",]", "7 on the left"


def test_italics_and_bold_are_marked_by_the_code_of_english(store: Editions) -> None:
    text = "# Lamps\n\nThe *lamps* burn, **all of them now**, and *the old ones*; a lamp*s* is not."
    document = composed(text)
    cells = ["⠨⠂⠇⠁⠍⠏⠎", "⠘⠶⠁⠇⠇", "⠝⠪⠘⠄⠂", "⠨⠶⠮", "⠐⠕⠎⠨⠄⠆"]
    rows = "⠀".join(rows_of(document, store.style))
    assert [one for one in cells if one not in rows] == []
    assert said(document, store.style) == []
    plain_cells = "⠀".join(rows_of(composed(text.replace("*", "")), store.style))
    assert "⠨⠶" not in plain_cells


EMPHASIS = {
    "fr": ("Les *lampes* et *les vieilles petites lampes*, **toutes** ici.", ("⠸⠇⠁⠍⠏⠱⠀⠾", "⠒⠸⠜⠀⠧", "⠸⠇⠁⠍⠏⠱⠂", "⠸⠞⠞⠎⠀")),
    "es": ("Las *lámparas* y **todas las otras**, *lám*para.", ("⠔⠇⠷⠍⠏⠁⠗⠁⠎⠔", "⠕⠞⠗⠁⠎⠔⠂", "⠔⠇⠷⠍⠔⠏⠁")),
    "ru": ("Горят *фонари* и **старые лампы**, *всегда*.", ("⠸⠋⠕⠝⠁⠗⠊⠸", "⠻⠎⠞⠁⠗⠮⠑", "⠮⠻⠂⠸⠺⠎⠑⠛⠙⠁⠸⠲")),
    "zh": ("他们*点灯*于**夜间**。", ("⠨⠂⠙⠩⠄⠙⠼⠁⠨⠄", "⠘⠂⠑⠆⠛⠩⠁⠘⠄")),
    "ar": ("أضيئت *المصابيح*.", ()),
}


@pytest.mark.parametrize("language", EMPHASIS)
def test_italics_and_bold_are_marked_by_the_code_of_the_language(language: str, store: Editions) -> None:
    text, cells = EMPHASIS[language]
    document = composed(f"# Lamps\n\n{text}", language=language)
    rows = "⠀".join(rows_of(document, store.style))
    assert [one for one in cells if one not in rows] == []
    assert said(document, store.style) == []
    content = braille.brf(document, store.style, MOMENT)
    for marked in map(ascii_of, cells[:1]):
        lost = content.replace(marked.encode(), marked[1:].encode())
        assert lost != content
        assert {one.code for one in lines.differences([content], lost, "x.brf")} == {"P038"}


def test_a_code_may_mark_words_alone(store: Editions) -> None:
    document = composed("# Lamps\n\nThe *lamps* burn, *all the old ones*.")
    code = replace(document.transcription, italic=EmphasisSigns(word="⠨⠂"))
    rows = "⠀".join(rows_of(replace(document, transcription=code), store.style))
    assert rows.count("⠨⠂") == 6, "before five words and in the list of signs"


def test_many_emphasized_words_are_translated_in_time(store: Editions, monkeypatch: pytest.MonkeyPatch) -> None:
    document = composed("# Wells\n\n" + "\n".join(f"agua **fuerte{n}** sola" for n in range(400)), language="es")
    asked: list[int] = []
    forward = louis.forward

    def counted(texts: Sequence[str], table: str) -> list[str]:
        asked.append(sum(map(len, texts)))
        return forward(texts, table)

    monkeypatch.setattr(louis, "forward", counted)
    rows = "⠀".join(rows_of(document, store.style))
    assert rows.count("⠔⠋⠥⠑⠗⠞⠑") == 400
    assert sum(asked) < 1_000_000, "not all before each word"


NUMBERS = tomllib.loads(Path(__file__).with_name("braille_numbers.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", NUMBERS)
def test_a_number_has_the_cells_of_its_code(language: str, store: Editions) -> None:
    rows = NUMBERS[language]
    main = "en" if language == "he" else language
    texts = [f"[{row['text']}]{{lang=he}}" if language == "he" else row["text"] for row in rows]
    document = composed("# Lamps\n\n" + "\n\n".join(texts), language=main)
    lines = rows_of(document, store.style)
    assert [row for row in rows if not any(row["cells"] in line for line in lines)] == []
    assert said(document, store.style) == []
