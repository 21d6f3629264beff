"""AsciiDoc: files put in where a text asks for them, names and conditions resolved, each word accounted for."""

from __future__ import annotations

from pathlib import Path

from plantin.house.layout import House
from plantin.packs.imports import receive

TEXT = """= On lamps
:oil: rape oil

The lamps burn {oil}, as a line with an asterisk ({asterisk}) says.

NOTE: They are lit at night.

include::part/glass.txt[]

include::missing.txt[]

include::../outside.txt[]

ifdef::printed[]
Only where it is printed.
endif::[]
ifndef::printed[Elsewhere too.]

Nothing follows.
"""


def test_what_a_text_includes_comes_in_and_what_is_missing_is_reported(home: House, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("Secret.\n", "utf-8")
    folder = tmp_path / "received"
    (folder / "part").mkdir(parents=True)
    (folder / "part" / "glass.txt").write_text("The glass is clean.\n\ninclude::deep.txt[]\n", "utf-8")
    (folder / "part" / "deep.txt").write_text("The brass is bright.\n", "utf-8")
    (folder / "lamps.adoc").write_text(TEXT, "utf-8")
    arrived = receive.import_file(home, folder / "lamps.adoc")
    text = (home.root / arrived.path).read_text("utf-8")
    for words in (
        "burn rape oil, as a line with an asterisk (\\*)",
        "The glass is clean.",
        "The brass is bright.",
        "Elsewhere too.",
    ):
        assert words in text
    assert not [words for words in ("Secret", "Only where", "include") if words in text]
    told = "\n".join(map(str, arrived.findings()))
    assert "missing.txt, which cannot be read" in told
    assert "../outside.txt, which cannot be read" in told
    assert "what is only for a name that is set: “Only where it is printed.”" in told
    words = arrived.accounts[0]
    assert (words.kind, words.unexplained, arrived.exit_code()) == ("words", 0, 0)


def test_a_text_that_includes_itself_ends(home: House, tmp_path: Path) -> None:
    (tmp_path / "lamps.adoc").write_text("= Lamps\n\nThey were lit.\n\ninclude::part.txt[]\n", "utf-8")
    (tmp_path / "part.txt").write_text("They burn.\n\ninclude::part.txt[]\n", "utf-8")
    arrived = receive.import_file(home, tmp_path / "lamps.adoc")
    assert "for files are included more than 5 deep" in "\n".join(map(str, arrived.findings()))


def test_titles_over_a_line_and_indented_terms_are_read(home: House) -> None:
    path = home.root / "lamps.adoc"
    path.write_text(
        "lamps(7)\n========\n\nNAME\n----\nlamps - Lights\n\n----\nListing\n-------\n----\n\nOil::\n\n\tIt burns.\n\nGas::\n\tIt hisses.\n",
        "utf-8",
    )
    arrived = receive.import_file(home, path)
    source = (home.root / arrived.path).read_text("utf-8")
    assert 'title: "lamps(7)"' in source
    assert "# NAME\n\nlamps - Lights\n\n```\nListing\n-------\n```\n" in source
    assert "Oil\n:   It burns.\n\nGas\n:   It hisses." in source
    assert arrived.exit_code() == 0
