"""What an editor offers by the protocol: edits for about forty mistakes, after which the report builds; where names are
given and used; a new name in three reports and their catalogues; the sections; the faults of settings and catalogues.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image

from plantin.findings import Finding, Place
from plantin.house.layout import House
from plantin.packs.desk.edits import TextEdit, fault_range, find_edits
from plantin.packs.desk.language_server.analysis import Draft
from plantin.translation.po import read_catalogue, write_catalogue
from tests.kit.command import plantin
from tests.kit.language_client import Editor, apply, editor

pytestmark = pytest.mark.full

FRONT = "---\nsymbol: R/2026/{}\ntitle: Lamps\ndate: 2026-01-05\nbibliography: refs.bib\n---\n\n"
BODY = """# Oil {#oil}

[]{#wicks}They burn at [lamps]{.index} [@li2012].[^fuel]

::: {#tbl .table}
Lamps

| Harbour | Lamps |
|:--|--:|
| North | 12 |
:::

See [](#tbl).

@

# Words {.unnumbered}

::: {.glossary}
Lamp
:   A light.
:::

[^fuel]: Or wax.
"""
BIB = "@book{li2012, title={Lamps of the coast}, author={Li, Wei}, year={2012}, publisher={River}}\n"
MISTAKES = (
    # what is typed, the finding, what the edit makes of it
    ("As in [](#wickz).", "R001", "As in [](#wicks)."),
    ("As in [](R-2026-900#peer).", "R006", "As in [](R-2026-900#pier)."),
    ("They burn [@li2013].", "S157", "They burn [@li2012]."),
    ("Each [lamps]{.term} burns.", "S172", 'Each [lamps]{.term entry="lamp"} burns.'),
    ('Burns.[]{.index entry="oil" see="lampz"}', "S171", 'Burns.[]{.index entry="oil" see="lamps"}'),
    ("::: {.sumary}\nThey burn.\n:::", "S014", "::: {.summary}\nThey burn.\n:::"),
    ("::: {.bax}\nTitle\n\nThey burn.\n:::", "S014", "::: {.box}\nTitle\n\nThey burn.\n:::"),
    ("::: {.chart data=data/lamps.csv kind=lin x=year y=lamps}\nLamps\n:::", "S176", "kind=line x"),
    ("![A grey square](media/lmap.png){.unnumbered}", "S071", "![A grey square](media/lamp.png){.unnumbered}"),
    ("::: {.table .csv file=data/lamp.csv}\nLamps\n:::", "S155", "::: {.table .csv file=data/lamps.csv}"),
    ("::: {.table .csv file=data/Lamps.csv}\nLamps\n:::", "S155", "::: {.table .csv file=data/lamps.csv}"),
    ("They burn.[^feul]", "N001", "They burn.[^fuel]"),
    ("They burn.\n\n[^oil]: There is oil.", "N002", "They burn."),
    ("They burn.[^wax]\n\n- Lamps\n\n> [^wax]: There is wax.", "N005", "\n[^wax]: There is wax."),
    ("See [table 1](#tbl).", "R003", "See [](#tbl)."),
    ("They\x01 burn.", "S008", "They burn."),
    ("They&#1; burn.", "S008", "They burn."),
    ("### Wax", "S010", "## Wax"),
    ("B) They burn.", "S012", "B\\) They burn."),
    ("17. They burn.", "S012", "17\\. They burn."),
    ("They ~~did not~~ burn.", "S014", "They did not burn."),
    ("They burn.\n\n***\n\nThey glow.", "S014", "They burn.\n\nThey glow."),
    ("The light of the of the lamps.", "S030", "The light of the lamps."),
    ("As table [](#tbl) shows.", "S030", "As [](#tbl) shows."),
    ("The lamp -light is bright.", "S031", "The lamp-light is bright."),
    ("The lamps , all of them.", "S031", "The lamps, all of them."),
    ("There are 12 ,000 lamps.", "S031", "There are 12,000 lamps."),
    ("There are 12, 000 lamps.", "S031", "There are 12,000 lamps."),
    ("It was cold: -5, or fell -7 degrees.", "S031", "It was cold: -5, or fell −7 degrees."),
    ("It cost $ 5 a lamp.", "S031", "It cost $5 a lamp."),
    ("The lamps( all of them) burn.", "S031", "The lamps (all of them) burn."),
    ("The lamps (all ) burn.", "S031", "The lamps (all) burn."),
    ("They are lit[^fuel].", "S035", "They are lit.[^fuel]"),
    ("2\\. They burn.", "S081", "They burn."),
    ("They are ==lit==.", "S085", "They are lit."),
    ("From one&ndash;two.", "S085", "From one–two."),
    ("They burn :smile: now.", "S085", "They burn  now."),
    ("They are lit.[^fuel] [^fuel]", "S088", "They are lit.[^fuel],[^fuel]"),
    ("The lamps -- all of them.", "S179", "The lamps – all of them."),
    ("The lamps--all of them.", "S179", "The lamps—all of them."),
    ("The lamps burn...", "S179", "The lamps burn…"),
    ("From 10 - 12 lamps.", "S179", "From 10–12 lamps."),
    ("They burn [1].", "S180", "They burn \\[1]."),
    ("| Harbour | Lamps |\n|:--|--:|\n| North | 1,5 |\n\n: Lamps", "S181", "| North | 1.5 |"),
)
FIELDS = (
    ("title: Lamps", "titel: Lamps", "S005"),
    ("title: Lamps", "title: Lamps\ndistribution: generall", "S007"),
    ("title: Lamps", "title: Lamps\nstyle: plian", "S007"),
    ("symbol: R/2026/{}", 'symbol: "R/2026/{}*"', "S177"),
)


def write_report(root: Path, number: int, front: str, body: str) -> Path:
    """A report of a house, with a picture, data and a file of works."""
    folder = root / "sources" / f"R-2026-{number}"
    for below in ("data", "media"):
        (folder / below).mkdir(parents=True)
    (folder / "refs.bib").write_text(BIB, "utf-8")
    (folder / "data" / "lamps.csv").write_text("year,lamps\n2019,12\n2020,14\n2021,15\n", "utf-8")
    Image.new("L", (40, 40), 128).save(folder / "media" / "lamp.png")
    path = folder / "report.md"
    path.write_text(front.replace("{}", str(number)) + body, "utf-8")
    return path


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("a house")
    (root / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    write_report(root, 900, FRONT.replace("bibliography: refs.bib\n", ""), "# Lamps {#pier}\n\nThey burn.\n")
    return root


def mend(client: Editor, path: Path, code: str) -> str:
    """The text of a file after the edits that are offered for findings of the code, one after the other."""
    text = path.read_text("utf-8")
    for _ in range(3):
        diagnostics = [row for row in client.open(path, text) if row["code"] == code]
        if not diagnostics:
            return text
        actions = client.actions(path, diagnostics[0])
        assert actions, f"nothing is offered for {diagnostics[0]['message']}"
        text = apply(text, actions[0]["edit"]["changes"][path.as_uri()])
    raise AssertionError(f"{code} is still there")


@pytest.mark.slow
def test_the_edits_for_forty_mistakes_make_reports_that_build(root: Path) -> None:
    mistakes = [(FRONT, BODY.replace("@\n", f"{typed}\n", 1), code, mended) for typed, code, mended in MISTAKES]
    fields = [
        (FRONT.replace(right, wrong), BODY.replace("@\n\n", "", 1), code, right.rpartition(": ")[2])
        for right, wrong, code in FIELDS
    ]
    with editor(root) as client:
        for number, (front, body, code, expected) in enumerate((*mistakes, *fields), 100):
            path = write_report(root, number, front, body)
            path.write_text(mend(client, path, code), "utf-8")
            assert expected.replace("{}", str(number)) in path.read_text("utf-8")
    assert len(mistakes) + len(fields) >= 40
    ended = plantin("build", "--format", "html", cwd=root)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.sample(12)
@pytest.mark.parametrize(("typed", "code", "expected"), MISTAKES)
def test_the_edit_for_a_mistake_mends_it(typed: str, code: str, expected: str, root: Path) -> None:
    path = root / "sources" / "R-2026-1" / "report.md"
    if not path.exists():
        write_report(root, 1, FRONT, BODY)
    text = FRONT.format(1) + BODY.replace("@\n", f"{typed}\n", 1)
    for _ in range(4):
        findings = Draft(House(root), "R-2026-1", text).findings()
        faults = [finding for finding in findings if finding.code == code]
        if not faults:
            break
        text = edited(text, next(find_edits(faults[0], text)))
    left = [str(finding) for finding in findings]
    assert not [finding for finding in left if code in finding or " error " in finding]
    assert expected in text


def edited(text: str, edit: TextEdit) -> str:
    """The text with an edit."""
    where, lines = edit.where, text.split("\n")
    last = where.line if where.last < 0 else where.last
    end = lines[last][where.end :] if last < len(lines) else ""
    return "\n".join((*lines[: where.line], lines[where.line][: where.start] + edit.new + end, *lines[last + 1 :]))


@pytest.mark.parametrize(
    ("line", "column", "message", "expected"),
    [
        ("As [](#format) says, and more of it.", 4, "a reference to #format, which is nowhere", "[](#format)"),
        ("As [](#a,format){.of} says.", 4, "a reference to #format, which is nowhere", "[](#a,format){.of}"),
        ("They burn.[^oil] More.", 1, "note 'oil' is called but not defined", "They burn.[^oil"),
        ("The light of the of the lamps.", 11, "words repeated: 'of the of the'", "of the of the"),
        ("titel: Lamps", 1, "unknown field 'titel'", "titel"),
        ("::: {.table .csv file=x.csv}  ", 1, "there is no data file 'x.csv'", "::: {.table .csv file=x.csv}"),
        ("  They burn.", 0, "a place without a column", "They burn."),
        ("They burn", 30, "a column beyond the line", ""),
        ("They \U0001f6e2 burn -- and go.", 13, "hyphens for a dash", "--"),
    ],
)
def test_a_range_ends_where_the_fault_ends(line: str, column: int, message: str, expected: str) -> None:
    text = f"Before.\n{line}\nAfter, with format.\n"
    where = fault_range(Finding("S999", message, Place("report.md", 2, column)), text)
    assert (where.line, line[where.start : where.end]) == (1, expected)


THREE = {
    1: """# Oil {#oil}

[]{#wicks}They burn.[^fuel] Each [lamp]{.term} of the WHO, as [](#wicks,oil) and [](#fuel) say; `[](#wicks)` is code.

::: {.include file=parts/wax.md}
:::

# Words {.unnumbered}

::: {.glossary}
Lamp
:   A light.
:::

[^fuel]: Or wax.
""",
    2: "# Lamps\n\nAs [](R-2026-1#wicks) says, [](#wicks).\n\n[]{#wicks}They are ours. \U0001f6e2 [](R-2026-1#wicks).\n",
    3: "# Lamps\n\nSee [](R-2026-1#oil) and [](R-2026-1#wicks) [@li2012].\n",
}
WAX = "# Wax {#wax}\n\nAs in [](#wicks).\n"


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A house of three reports in two languages, translated and reviewed."""
    root = tmp_path / "a house"
    root.mkdir()
    (root / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    for number, body in THREE.items():
        front = FRONT.replace("---\n\n", "languages: [en, fr]\n---\n\n")
        front = front if number == 3 else front.replace("bibliography: refs.bib\n", "")
        front = front if number != 1 else front.replace("languages", "abbreviations: {WHO: Office}\nlanguages")
        folder = write_report(root, number, front, body).parent
        (folder / "parts").mkdir()
        (folder / "parts" / "wax.md").write_text(WAX, "utf-8")
    assert plantin("catalogue", "update", "--language", "fr", cwd=root).returncode == 0
    for path in root.glob("locales/fr/*.po"):
        catalogue = read_catalogue(path)
        entries = (replace(entry, translation=entry.original) for entry in catalogue.entries)
        signed = (entry.sign("translated", "A. Translator").sign("revised", "A. Reviser") for entry in entries)
        write_catalogue(path, replace(catalogue, entries=tuple(signed)), root)
    return root


def report(root: Path, number: int) -> Path:
    return root / "sources" / f"R-2026-{number}" / "report.md"


def lines_of(locations: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """The reports, or files, of places in an answer, with their lines from 1."""
    return [("/".join(unquote(row["uri"]).split("/")[-2:]), row["range"]["start"]["line"] + 1) for row in locations]


@pytest.mark.parametrize(
    ("number", "words", "expected"),
    [
        (1, "as [](#wi", ("R-2026-1/report.md", 11)),
        (1, "as [](#wicks,o", ("R-2026-1/report.md", 9)),
        (1, "and [](#fu", ("R-2026-1/report.md", 23)),
        (1, "burn.[^fu", ("R-2026-1/report.md", 23)),
        (1, "Each [la", ("R-2026-1/report.md", 19)),
        (1, "of the W", ("R-2026-1/report.md", 5)),
        (1, "file=parts/w", ("parts/wax.md", 1)),
        (2, "[](R-2026-1#wi", ("R-2026-1/report.md", 11)),
        (2, "says, [](#wi", ("R-2026-2/report.md", 13)),
        (3, "[@li2", ("R-2026-3/refs.bib", 1)),
        (1, "`[](#wi", None),
        (1, "They b", None),
    ],
)
def test_a_name_leads_to_where_it_is_given(
    number: int, words: str, expected: tuple[str, int] | None, three_open: tuple[Path, Editor]
) -> None:
    root, client = three_open
    path = report(root, number)
    answer = client.at("textDocument/definition", path, path.read_text("utf-8"), words)
    assert lines_of(answer or []) == ([expected] if expected else [])


def test_a_text_whose_lines_end_with_carriage_returns_has_its_sections(three_open: tuple[Path, Editor]) -> None:
    root, client = three_open
    path = report(root, 1)
    text = path.read_text("utf-8")
    client.open(path, text.replace("\n", "\r\n"))
    sections = client.ask("textDocument/documentSymbol", {"textDocument": {"uri": path.as_uri()}})
    client.open(path, text)
    assert [section["name"] for section in sections] == ["Oil", "Words"]


@pytest.fixture(scope="module")
def three_open(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Editor]]:
    root = tmp_path_factory.mktemp("three")
    (root / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    for number, body in THREE.items():
        front = FRONT if number == 3 else FRONT.replace("bibliography: refs.bib\n", "abbreviations: {WHO: Office}\n")
        folder = write_report(root, number, front.replace("---\n\n", "distribution: general\n---\n\n"), body).parent
        (folder / "parts").mkdir()
        (folder / "parts" / "wax.md").write_text(WAX, "utf-8")
    with editor(root) as client:
        yield root, client


def test_the_uses_of_a_name_are_found_in_all_reports(three_open: tuple[Path, Editor]) -> None:
    root, client = three_open
    path = report(root, 1)

    def ask(words: str, *, given: bool) -> list[tuple[str, int]]:
        context = {"includeDeclaration": given}
        answer = client.at("textDocument/references", path, path.read_text("utf-8"), words, context=context)
        return sorted(lines_of(answer or []))

    uses = [("R-2026-1/report.md", 11), ("R-2026-2/report.md", 11), ("R-2026-2/report.md", 13)]
    assert ask("as [](#wi", given=False) == [
        ("R-2026-1/report.md", 11),
        ("R-2026-2/report.md", 11),
        ("R-2026-2/report.md", 13),
        ("R-2026-3/report.md", 11),
        ("parts/wax.md", 3),
    ]
    assert ask("as [](#wi", given=True).count(uses[0]) == 2
    assert ask("burn.[^fu", given=False) == [uses[0], uses[0]]
    assert ask("Each [la", given=True) == [uses[0], ("R-2026-1/report.md", 19)]


def test_a_new_name_is_carried_into_three_reports_and_their_translations(three: Path) -> None:
    """What cannot be renamed is refused (U040)."""
    texts = {path: path.read_text("utf-8") for path in (*three.rglob("*.md"), *three.rglob("*.po"))}
    with editor(three) as client:
        path = report(three, 1)
        answer = client.at("textDocument/rename", path, texts[path], "as [](#wi", newName="wick")
        refused = [
            client.at("textDocument/rename", path, texts[path], words, newName=name)["message"]
            for words, name in (("as [](#wi", "oil"), ("as [](#wi", "a b"), ("Each [la", "light"))
        ]
    changed = {Path(unquote(uri.removeprefix("file://"))): edits for uri, edits in answer["changes"].items()}
    for path, edits in changed.items():
        path.write_text(apply(texts[path], edits), "utf-8")
    assert sorted(path.name for path in changed) == [
        "R-2026-1.po", "R-2026-2.po", "R-2026-3.po", "report.md", "report.md", "report.md", "wax.md",
    ]  # fmt: skip
    assert "`[](#wicks)` is code" in report(three, 1).read_text("utf-8")
    assert "[](R-2026-1#wick) says, [](#wicks)" in report(three, 2).read_text("utf-8")
    assert [words.split(".")[0] for words in refused] == [
        "'oil' is the name of another place or note", "'a b' is no name", "'lamp' has its name in translations too",
    ]  # fmt: skip
    for number in THREE:
        file = three / "locales" / "fr" / f"R-2026-{number}.po"
        before = file.read_text("utf-8")
        assert {entry.state for entry in read_catalogue(file).entries} == {"reviewed"}
        assert "A. Reviser" in before
    # What was renamed in the catalogue is what an update makes of the renamed report.
    updated = plantin("catalogue", "update", "--language", "fr", cwd=three)
    assert " 0 changed, 0 new, 0 gone" in updated.stdout
    assert updated.stdout.count(" 0 changed, 0 new, 0 gone") == len(THREE)
    ended = plantin("build", "--format", "txt", "--language", "fr", cwd=three)
    assert ended.returncode == 0, ended.stderr


def test_the_sections_of_a_report_are_a_tree(three_open: tuple[Path, Editor]) -> None:
    root, client = three_open
    path = report(root, 1)
    text = path.read_text("utf-8").replace("# Words", "## Wicks {#w}\n\nThey burn.\n\n```\n# Code\n```\n\n# Words")
    client.open(path, text)
    symbols = client.ask("textDocument/documentSymbol", {"textDocument": {"uri": path.as_uri()}})
    tree = [(row["name"], [child["name"] for child in row["children"]]) for row in symbols]
    assert tree == [("Oil", ["Wicks"]), ("Words", [])]
    lines = [row["range"]["end"]["line"] for row in symbols]
    assert (lines[0], lines[1]) == (symbols[1]["range"]["start"]["line"] - 1, text.count("\n"))


WRONG_FILES = (
    ("styles/ours/style.toml", 'inherits = "plain"\n[paper]\nsise = "A4"\n', "D001", "sise"),
    ("locales/fr/locale.toml", '[numbers]\ndecimel = ","\n', "T002", "decimel"),
    ("locales/fr/R-2026-1.po", 'msgid "Oil"\nmsgstr "Huile\n', "T014", ""),
    ("plantin.toml", 'style = "plian"\n', "D020", "plian"),
    ("plantin.toml", 'stile = "plain"\n', "D020", "stile"),
)


def test_settings_and_catalogues_have_their_faults(tmp_path: Path) -> None:
    write_report(tmp_path, 1, FRONT, BODY.replace("@\n\n", ""))
    with editor(tmp_path) as client:
        for name, text, code, wrong in WRONG_FILES:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            if path in client.versions:
                client.notify("textDocument/didChange", changed(path, text))
                (found,) = client.save(path)
            else:
                (found,) = client.open(path)
            start, end = (found["range"][side]["character"] for side in ("start", "end"))
            line = text.split("\n")[found["range"]["start"]["line"]]
            assert (found["code"], wrong in line[start:end]) == (code, True), name


def changed(path: Path, text: str) -> dict[str, object]:
    """The parameters of a change to the whole of a file."""
    return {"textDocument": {"uri": path.as_uri(), "version": 2}, "contentChanges": [{"text": text}]}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("::: {#x .su", {"summary", "box", "include"}),
        ("## Wax {.ann", {"annex", "unnumbered"}),
        ("The [lamps]{.t", {"term", "index"}),
        ("::: {.chart data=data/lamps.csv kind=l", {"line", "bar"}),
        ("::: {.chart data=da", {"data/lamps.csv"}),
        ("![A lamp](media/l", {"media/lamp.png"}),
        ("As in [](R", {"R-2026-900"}),
    ],
)
def test_what_may_be_typed_in_braces_and_paths(typed: str, expected: set[str], root: Path) -> None:
    if not report(root, 1).exists():
        write_report(root, 1, FRONT, BODY)
    draft = Draft(House(root), "R-2026-1", FRONT.format(1) + typed)
    items = list(draft.completions(FRONT.count("\n"), len(typed)))
    assert expected <= {item.label for item in items}
    assert typed[: items[0].start].endswith((".", "=", "("))


def test_codes_and_styles_may_be_typed_in_the_front_matter(root: Path) -> None:
    text = "---\nstyle: p\nwaivers:\n  - code: S1\n"
    draft = Draft(House(root), "R-2026-900", text)
    assert {"plain", "un"} <= {item.label for item in draft.completions(1, len("style: p"))}
    codes = list(draft.completions(3, len("  - code: S1")))
    assert ("S179", True) in {(item.label, bool(item.detail)) for item in codes}


HOSTILE = (
    "[](#" + "a," * 9_000 + "a)",
    "[" * 19_000,
    "{#" * 9_000,
    "]{.term " * 2_000,
    "`" * 19_000,
    "# " + " " * 19_000,
)


@pytest.mark.proof
@pytest.mark.parametrize("text", [*HOSTILE, f"{'They burn. ' * 90}\n" * 5_000], ids=lambda text: text[:8])
def test_no_source_keeps_an_editor_waiting(text: str, three_open: tuple[Path, Editor]) -> None:
    root, client = three_open
    path = report(root, 3)
    text = f"{FRONT.format(3)}{text}\n\nAs [](#a) and [^b] say.\n"
    began = client.processor_seconds()
    client.open(path, text)
    for method, more in (
        ("definition", {}),
        ("references", {"context": {"includeDeclaration": True}}),
        ("rename", {"newName": "b"}),
        ("hover", {}),
        ("completion", {}),
    ):
        client.at(f"textDocument/{method}", path, text, "As [](#", **more)
    client.ask("textDocument/documentSymbol", {"textDocument": {"uri": path.as_uri()}})
    assert 0 < client.processor_seconds() - began < 20
