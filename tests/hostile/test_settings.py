"""Settings made to do harm: a front matter, a locale, a style or plantin.toml of any content ends as findings with
their lines, soon.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plantin.bounded import data
from plantin.bounded.data import DataError
from plantin.findings import Finding, PlantinError
from plantin.house import configuration, locale, style, word_styles
from plantin.house.layout import House
from plantin.lint.translation import Expectations, check, forms
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.translation import terms
from plantin.translation.po import Catalogue, PoEntry

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[2]
ENGLISH = ROOT / "locales" / "en"
HEAD = 'symbol: S/2035/1\norgan: Security Council\ntitle: "Lamps"\ndate: 2035-06-01\n'
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
DEEP = "x = " + "[" * 50_000 + "\n"
DIGITS = "x = " + "9" * 100_000 + "\n"
DOTS = "[" + ".".join("a" * 50_000) + "]\n"


def refused(work: Callable[[], object]) -> tuple[Finding, ...]:
    with pytest.raises(PlantinError) as raised:
        work()
    assert all(finding.hint for finding in raised.value.findings)
    assert all(len(str(finding)) < 1000 for finding in raised.value.findings)
    return raised.value.findings


@pytest.mark.parametrize(
    ("fields", "code", "line"),
    [
        (LAUGHS + "session: *i\n", "S004", 7),
        (LAUGHS + "subtitle: *i\n", "S004", 7),
        (f"{LAUGHS}rules: {{sections: *i}}\n", "S004", 7),
        ("agenda-items: {" + ", ".join(f'"{n}": "x"' for n in range(30_000)) + "}\n", "S004", 2),
        ("waivers:\n" + "- {code: S030, words: a, reason: b}\n" * 100_000, "S004", 2),
        ("waivers:\n" + "- {code: S030, words: a, reason: b}\n" * 2_000, "S007", 6),
        ("session: " + "[" * 5_000 + "\n", "S004", 6),
        ("session: " + "9" * 50_000 + "\n", "S004", 2),
        ('session: "\\u2067Eightieth session"\n', "S008", 6),
        ('session: "\\u202eEightieth session"\n', "S008", 6),
        ('session: "\\u001b[31mred"\n', "S008", 6),
        ('"\\u001b": 1\n', "S005", 6),
        ("? [a, b]\n: c\n", "S004", 6),
        ("organ: twice\n", "S004", 6),
        ("languages: [2035-13-45]\n", "S007", 6),
        ("rules: [1]\n", "S007", 6),
        ("rules: {words: -1}\n", "S007", 6),
        ("rules: {words: .inf}\n", "S007", 6),
        ("languages: [en, *]\n", "S004", 6),
        ("job-numbers: {en: 3}\n", "S007", 6),
        ("masthead-notes: {lamp: x}\n", "S007", 6),
        ("waivers: 3\n", "S007", 6),
    ],
)
def test_front_matter(fields: str, code: str, line: int) -> None:
    source = source_text.parse(f"---\n{HEAD}{fields}---\n", "report.md")
    first, *_ = refused(lambda: front_matter.read(source))
    assert (first.code, first.place.path, first.place.line) == (code, "report.md", line)


def test_every_error_of_a_front_matter_is_reported_at_once() -> None:
    source = source_text.parse(
        "---\nsymbol: lamps/\norgen: x\ntitle: [a]\ndate: soon\nrules: {annexes: never, words: -1}\n---\n", "report.md"
    )
    found = refused(lambda: front_matter.read(source))
    assert [(finding.code, finding.place.line) for finding in found] == [
        ("S007", 2), ("S005", 3), ("S007", 4), ("S007", 5), ("S007", 6), ("S007", 6),
    ]  # fmt: skip


def english(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = (ENGLISH / "locale.toml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "en" / "locale.toml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "spoilt",
    [DEEP, DIGITS, DOTS, "x = 1\nx = 2\n", "\0", "x" * 2_000_000],
    ids=["deep", "digits", "dots", "twice", "nul", "large"],
)
def test_a_locale_that_no_reader_could_hold(tmp_path: Path, spoilt: str) -> None:
    path = tmp_path / "en" / "locale.toml"
    path.parent.mkdir()
    path.write_text(spoilt, "utf-8")
    (finding,) = refused(lambda: locale.read(path))
    assert finding.code == "T001"


def test_files_of_another_kind(tmp_path: Path) -> None:
    folder = tmp_path / "locales" / "en"
    folder.mkdir(parents=True)
    path = folder / "locale.toml"
    path.mkdir()
    assert refused(lambda: locale.read(path))[0].code == "T001"
    path.rmdir()
    (tmp_path / "outside.toml").write_text((ENGLISH / "locale.toml").read_text("utf-8"), "utf-8")
    for target in (tmp_path / "outside.toml", Path("/dev/zero"), path):
        path.symlink_to(target)
        assert refused(lambda: locale.read(path))[0].code == "T001"
        path.unlink()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('cldr = "en_GB"', 'cldr = "../../etc"', "value cldr should be the name of a CLDR locale"),
        ('cldr = "en_GB"', 'cldr = "xx_XX"', "value cldr should be the name of a CLDR locale"),
        ('contents = "Contents"', 'contents = "a\\u001b[31m"', "labels.contents has the character U+001B"),
        ('contents = "Contents"', 'contents = "a\\u202e"', "labels.contents has the character U+202E"),
        ('contents = "Contents"', 'contents = "a\\u2067"', "labels.contents has a mark of direction"),
        ('date = "d MMMM y"', f'date = "{"d" * 100_000}"', "masthead.date should be a CLDR date pattern"),
        ('date = "d MMMM y"', 'date = "ddd"', "masthead.date should be a CLDR date pattern"),
        ('note = "Note {label}"', 'note = "Note {nothing}"', "labels.note should be text with no other braces than {label}"),
        ('note = "Note {label}"', 'note = "Note {label:>99999999999}"', "labels.note has {label}"),
        ('note = "Note {label}"', 'note = "Note {label.__class__}"', "labels.note has {label.__class__}"),
        ('note = "Note {label}"', 'note = "Note {label[0]}"', "labels.note has {label[0]}"),
        ('note = "Note {label}"', 'note = "Note {label!r}"', "labels.note has {label}"),
        ('note = "Note {label}"', 'note = "Note {label"', "labels.note has braces that do not match"),
        ('paragraph = "para. {}"', 'paragraph = "para. {0.__init__}"', "references.paragraph has {0.__init__}"),
        ('sections = ["{}."', 'sections = ["{x}."', "numbering.sections[1] should be text"),
        ('language = "en" ', 'language = "<b>" ', "value language should be a language tag"),
        ('language = "en" ', 'direction = "sideways"\nlanguage = "en" ', "unknown value direction"),
        ("['\\d', '\\(\\d{4}\\)']", "['(', 'x']", "][1] is not a pattern"),
        ("whole = ['", "whole = ['[', '", "hyphenation.whole[1] is not a pattern"),
        ('quotation = ["“", "”"]', 'quotation = ["“"]', "typography.quotation should be a list of 2 entries"),
        ("word = 7", "word = 7.5", "hyphenation.word should be a whole number"),
    ],
)  # fmt: skip
def test_a_locale(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = english(tmp_path, (old, new))
    (finding,) = refused(lambda: locale.read(path))
    assert finding.code == "T002"
    assert words in finding.message
    key = new.partition("=")[0].strip()
    assert finding.place.line in {
        n for n, line in enumerate(path.read_text("utf-8").split("\n"), 1) if line.startswith(key) or new in line
    }


def test_what_stands_for_the_first_of_a_month_is_text(tmp_path: Path) -> None:
    read = locale.read(english(tmp_path, ("[masthead]", "[masthead]\nfirst_of_month = '\\g<9>'")))
    assert read.masthead_date("2035-06-01").startswith("\\g<9>")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("percent = ['per cent'", f"percent = ['{'(' * 900}{')' * 900}'", "letters, 1,000 are the most"),
        ("percent = ['per cent'", f"percent = ['{'(' * 450}{')' * 450}'", "too many levels"),
        ("percent = ['per cent'", "percent = ['('", "percent[1] is not a pattern"),
        ('months_cldr = "en_GB"', 'months_cldr = "../x"', "months_cldr should be the name of a CLDR locale"),
        ("length = [0.5, 2.0]", "length = [nan]", "length should be a list of 2 entries"),
        ("1000 = 'thousand'", "1e3 = 'thousand'", "scale.1e3 should be a number"),
        ('group = ","', 'group = ""', "group should be one character"),
        ("[marks]", "[marks]\n'[' = 'x'", "marks.[ is not a pattern"),
    ],
)
def test_forms_of_a_language(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = (ENGLISH / "parity.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "en" / "parity.toml"
    path.parent.mkdir()
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = refused(lambda: forms.read_forms(path))
    assert {finding.code for finding in found} == {"T018"}
    assert words in found[0].message
    assert all(finding.place.line for finding in found)


def test_a_pattern_that_never_ends_is_reported_with_its_line(tmp_path: Path) -> None:
    shutil.copytree(ENGLISH, tmp_path / "en")
    path = tmp_path / "en" / "parity.toml"
    path.write_text(path.read_text("utf-8").replace("percent = ['per cent'", "percent = ['(?:a|aa)+b'"), "utf-8")
    given = forms.read_forms(path, "locales/en/parity.toml")
    entry = PoEntry("paragraph:1", f"2 {'a' * 60} lamps burn.", "2 lampes brûlent.", line=7)
    found = Catalogue("fr.po", "fr", (entry,))
    (finding,) = refused(
        lambda: check(
            found, Expectations(given, forms.read_forms(ENGLISH / "parity.toml"), locale.read(ENGLISH / "locale.toml"))
        )
    )
    assert (finding.code, finding.place.path) == ("T060", "locales/en/parity.toml")
    assert finding.place.line == next(
        n for n, line in enumerate(path.read_text("utf-8").split("\n"), 1) if "(?:a|aa)+b" in line
    )


@pytest.mark.parametrize(
    "content", [b"en,fr\nlamp,\xe9\0\n", b"en,fr\n" + b"x" * 10_000_000 + b",y\n"], ids=["Latin-1", "10 MB"]
)
def test_a_glossary(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "glossary.csv").write_bytes(content)
    (finding,) = refused(lambda: terms.read(tmp_path / "glossary.csv", "en", "fr"))
    assert finding.code == "T061"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (DIGITS, 0),
        (DEEP, 1),
        (DOTS, 1),
        ("[site\n", 1),
        ("[site]\n", 1),
        ("[site]\nbase = 3\n", 2),
        ('[site]\nbase = "https://"\n', 2),
        ('[site]\nbase = "https://["\n', 2),
        ('[site]\nbase = "https://e.org\\n /x"\n', 2),
        ('[site]\nbase = "https://e.org:99999/"\n', 2),
        ('[site]\nbase = "https://user@e.org/"\n', 2),
        ('[site]\nbase = "https://e.org/?x"\n', 2),
        ('[site]\nbase = "https://e.org/\\"><script>"\n', 2),
        ('[site]\nbase = "javascript:alert(1)"\n', 2),
        ('[site]\nbase = "https://e.org"\nother = 1\n', 3),
    ],
)
def test_plantin_toml(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "plantin.toml").write_text(text, "utf-8")
    (finding,) = refused(lambda: House(tmp_path).settings)
    assert (finding.code, finding.place.path, finding.place.line) == ("D020", "plantin.toml", line)


def test_plantin_toml_that_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "plantin.toml").symlink_to("/dev/zero")
    assert refused(lambda: House(tmp_path).settings)[0].code == "D020"


@pytest.mark.parametrize(
    "base", ["https://e.org", "http://localhost:8000/reports/", "https://xn--e1afmkfd.org/a-b_c/~d/"]
)
def test_an_address_of_the_web_is_taken(tmp_path: Path, base: str) -> None:
    (tmp_path / "plantin.toml").write_text(f'[site]\nbase = "{base}"\n', "utf-8")
    assert configuration.read(tmp_path).address == f"{base.rstrip('/')}/"


@pytest.mark.parametrize("text", [DEEP, DIGITS, DOTS])
def test_a_style_that_no_reader_could_hold(tmp_path: Path, text: str) -> None:
    for name in ("style.toml", "word.toml"):
        (tmp_path / name).write_text(text, "utf-8")
    assert refused(lambda: style.read(tmp_path))[0].code == "D001"
    assert refused(lambda: word_styles.read(tmp_path))[0].code == "D001"


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a": ' * 5_000, "9" * 5_000, '{"a": 1, "a": 2}', "\ud800", "nul"])
def test_json(text: str) -> None:
    with pytest.raises(DataError):
        data.json(text)


def test_every_value_of_the_house_knows_its_line() -> None:
    for path in [*(ROOT / "locales").glob("*/*.toml"), *(ROOT / "styles").glob("*/*.toml"), ROOT / "pyproject.toml"]:
        values = data.toml(path.read_bytes())
        known = data.toml_positions(path.read_bytes())
        lines = path.read_text("utf-8").split("\n")
        for way in leaves(values):
            assert way in known, f"{path}: {way}"
            if isinstance(way[-1], str) and "." not in way[-1]:
                assert way[-1] in lines[known[way][0] - 1]


def leaves(values: object, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    rows = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    found = [way] if not isinstance(values, dict | list) else []
    return found + [leaf for step, inner in rows for leaf in leaves(inner, (*way, step))]
