"""`plantin corrigendum`: what is corrected, where it is printed, and what no corrigendum can say."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from plantin.model.outline import Entry, Outline
from plantin.packs.revision.auditor import corrections as auditor
from plantin.packs.revision.changes import Piece, Word
from plantin.packs.revision.exchanges import Exchange, exchanges
from plantin.packs.revision.wording import divide, stretches
from tests.kit.command import Ended, plantin
from tests.packs.revision.test_diff_command import write

pytestmark = pytest.mark.full

LONG = "The keepers of the lamps write down every evening how much oil is left, and who has trimmed the wicks. " * 4
REPORT = f"""# Lamps on the western coast

{LONG}They burn oil under resolution 1526 (2014), and wool.[^a] The oil is good.

Of these:

(a) wicks of wool;

(b) wicks of *cotton* and silk.

| Harbour | Lamps |
|---|---|
| North | 3 |
| South | 5 |

: Lamps of the harbours

[^a]: A note on oil of whales.
"""
CORRECTED = (
    REPORT.replace("1526 (2014)", "1526 (2004)")
    .replace("western coast", "eastern coast")
    .replace("*cotton* and", "*linen* and")
    .replace("| South | 5 |", "| South | 15 |")
    .replace("oil of whales", "oil of olives")
)


def corrigendum(root: Path, former: Path, *words: str) -> Ended:
    old = str(former / "sources" / "S-2035-1")
    return plantin("corrigendum", old, "S/2035/1", "--date", "2035-07-01", *words, cwd=root)


def test_each_correction_says_where_it_is_printed_and_what_is_to_be_read(tmp_path: Path) -> None:
    root, former = tmp_path / "house", tmp_path / "former"
    write(root, CORRECTED)
    write(former, REPORT)
    ended = corrigendum(root, former)
    assert ended.returncode == 0, ended.stderr
    source = (root / "sources" / "S-2035-1-Corr.1" / "report.md").read_text("utf-8")
    assert re.findall(r"^\*\*(.*)\*\*\\\n(.*)$", source, re.MULTILINE) == [
        ("Page 1, section I", "*For* western *read* eastern"),
        ("Paragraph 1, line 6", "*For* 1526 (2014) *read* 1526 (2004)"),
        ("Paragraph 2 (b), line 1", "*For* *cotton* *read* *linen*"),
        ("Table 1, row 2", "*For* 5 *read* 15"),
        ("Note 1, line 1", "*For* whales *read* olives"),
    ]
    assert plantin("build", "S-2035-1", "S-2035-1-Corr.1", cwd=root).returncode == 0
    ended = plantin("check", cwd=root)
    assert (ended.returncode, "8 editions, 0 differences, 0 findings" in ended.stdout) == (0, True), ended
    ended = corrigendum(root, former)
    assert ended.returncode == 2
    assert "error REV008" in ended.stderr


def test_a_language_with_corrections_of_its_own_has_its_own_corrigendum(tmp_path: Path) -> None:
    root, former = tmp_path / "house", tmp_path / "former"
    texts = {"price": "Oil costs {} million dollars.", "harbour": "The harbour is small."}
    french = {"price": "L’huile coûte {} millions de dollars.", "harbour": "Le port est {}."}
    for folder, price, size in ((former, 26, "grand"), (root, 28, "petit")):
        write(folder, f"# Lamps\n\n{texts['price'].format(price)}\n\n{texts['harbour']}\n", languages="en, fr")
        pairs = [
            ("Lamps", "Lampes"),
            (texts["price"].format(price), french["price"].format(price)),
            (texts["harbour"], french["harbour"].format(size)),
        ]
        entries = "".join(f'msgctxt "{n}"\nmsgid "{was}"\nmsgstr "{now}"\n\n' for n, (was, now) in enumerate(pairs))
        catalogue = folder / "locales" / "fr" / "S-2035-1.po"
        catalogue.parent.mkdir(parents=True)
        catalogue.write_text('msgid ""\nmsgstr "Language: fr\\nProject-Id-Version: S/2035/1\\n"\n\n' + entries, "utf-8")
        assert plantin("catalogue", "update", cwd=folder).returncode == 0
    ended = corrigendum(root, former)
    assert ended.returncode == 0, ended.stderr
    said = [(root / f"sources/S-2035-1-Corr.{n}/report.md").read_text("utf-8") for n in (1, 2)]
    assert "*For* 26 *read* 28" in said[0]
    assert 'languages: ["en"]' in said[0]
    assert "*Au lieu de* 26, *lire* 28" in said[1]
    assert "**Paragraphe 2, ligne 1**\\\n*Au lieu de* grand, *lire* petit" in said[1]
    assert not (root / "locales" / "fr" / "S-2035-1-Corr.1.po").exists()
    write(root, f"# Lamps\n\n{texts['price'].format(29)}\n\n{texts['harbour']}\n", languages="en, fr")
    ended = corrigendum(root, former, "--number", "3")
    assert (ended.returncode, "in fr passages that were corrected are missing or stale: 1" in ended.stderr) == (2, True)
    assert corrigendum(root, former, "--number", "3", "--language", "en").returncode == 0


def test_corrections_in_one_line_may_be_in_two_lines_of_another_language(tmp_path: Path) -> None:
    root, former = tmp_path / "house", tmp_path / "former"
    for folder, first, last in ((former, "26", "31"), (root, "28", "35")):
        english = f"Oil costs {first} dollars, wool costs {last}."
        french = f"L’huile coûte {first} dollars, {'et elle est bonne ' * 8}mais la laine coûte {last}."
        write(folder, f"{english}\n", languages="en, fr, es")
        for language in ("fr", "es"):
            path = folder / "locales" / language / "S-2035-1.po"
            path.parent.mkdir(parents=True)
            head = f'msgid ""\nmsgstr "Language: {language}\\nProject-Id-Version: S/2035/1\\n"\n\n'
            text = english if language == "es" else french
            title = 'msgctxt "t"\nmsgid "Lamps"\nmsgstr "Lampes"\n\n'
            path.write_text(f'{head}{title}msgctxt "p"\nmsgid "{english}"\nmsgstr "{text}"\n', "utf-8")
        assert plantin("catalogue", "update", cwd=folder).returncode == 0
    ended = corrigendum(root, former)
    assert ended.returncode == 0, ended.stderr
    source = (root / "sources" / "S-2035-1-Corr.1" / "report.md").read_text("utf-8")
    assert re.findall(r"\*\*(Paragraph 1, line .)", source) == ["Paragraph 1, line 1"] * 2
    catalogue = (root / "locales" / "fr" / "S-2035-1-Corr.1.po").read_text("utf-8")
    assert re.findall(r"\*\*(Paragraphe 1, ligne .)", catalogue) == ["Paragraphe 1, ligne 1", "Paragraphe 1, ligne 3"]


def test_a_house_has_its_own_mark_of_a_corrigendum(tmp_path: Path) -> None:
    root, former = tmp_path / "house", tmp_path / "former"
    for folder, text in ((root, "# Oil\n\nIt is good.\n"), (former, "# Oil\n\nIt is bad.\n")):
        write(folder, text)
        (folder / "styles/house").mkdir(parents=True)
        (folder / "styles/house/style.toml").write_text('inherits = "plain"\n\n[family]\ncorrects = "/cor."\n', "utf-8")
        (folder / "plantin.toml").write_text('style = "house"\n', "utf-8")
    ended = corrigendum(root, former)
    assert ended.returncode == 0, ended.stderr
    (source,) = (root / "sources").glob("S-2035-1?*/report.md")
    assert 'symbol: "S/2035/1/cor.1"\n' in source.read_text("utf-8")


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (REPORT, "REV007"),
        (REPORT.replace("Of these:", "A new paragraph.\n\nOf these:"), "REV006"),
        (REPORT.replace("(b) wicks of *cotton* and silk.\n\n", ""), "REV006"),
        (REPORT.replace(" and wool.[^a] The oil", " and wool. The oil[^a]"), "REV006"),
        ("\n\n".join(f"Quite another text {n * 977} about {n * 31}." for n in range(12)), "REV001"),
    ],
    ids=["nothing", "a new paragraph", "an entry that is gone", "a call elsewhere", "another report"],
)
def test_what_no_corrigendum_can_say_is_a_finding_and_nothing_is_written(tmp_path: Path, new: str, code: str) -> None:
    write(tmp_path / "house", new)
    write(tmp_path / "former", REPORT)
    ended = corrigendum(tmp_path / "house", tmp_path / "former")
    assert ended.returncode == 2, ended
    assert f"error {code}" in ended.stderr
    assert [path.name for path in (tmp_path / "house" / "sources").iterdir()] == ["S-2035-1"]


WORDS = ("oil", "wool", "(2014)", "lamps,", "3", "灯油", "*", "[x]", "the", "of")


def random_pair(random: Random) -> tuple[str, str]:
    old = [random.choice(WORDS) for _ in range(random.randint(1, 40))]
    new = list(old)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(new) + 1)
        new[at : at + random.randint(0, 2)] = random.choices(WORDS, k=random.randint(0, 2))
    return " ".join(old), " ".join(new)


def pieces(old: str, new: str) -> list[Piece]:
    """The pieces of two lines, as redlines have them."""
    olds, news = (tuple(map(Word, divide(text))) for text in (old, new))
    cell: list[Piece] = []
    for tag, a, b, c, d in stretches(olds, news):
        if tag == "equal":
            cell.append(Piece("kept", olds[a:b]))
        else:
            cell += [Piece("deleted", olds[a:b])] * (a < b) + [Piece("inserted", news[c:d])] * (c < d)
    return cell


def line(text: str) -> Outline:
    return Outline("en", (), (), (Entry("paragraph", 0, "paragraph-1", "1.", text),), (), ())


def unlike(made: list[Exchange], old: str, new: str) -> bool:
    tried = (("body", 0, each.former, each.present) for each in made)
    return any(auditor.unlike(tried, line(old), line(new)))


def test_exchanges_made_in_the_former_text_give_the_present_one() -> None:
    random, tried = Random(2035), 0  # noqa: S311 - no secret
    while tried < 1_000:
        old, new = random_pair(random)
        if not new.strip() or old == new:
            continue
        tried += 1
        made = exchanges(pieces(old, new))
        assert not unlike(made, old, new), (old, new, made)
        spoilt = Exchange(made[0].former, f"{made[0].present} not", made[0].before)
        assert unlike([spoilt, *made[1:]], old, new)
        assert unlike(made[1:], old, new)
