"""Files that a report includes: its text put together, and where each line of it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin import translation
from plantin.findings import Place, SourceError
from plantin.house.layout import House
from plantin.production import steps
from plantin.source import bounds
from plantin.source import text as source_text
from plantin.source.text import Source

_HEAD = '---\nsymbol: S/2035/1\ntitle: "Lamps"\ndate: 2035-06-01\n---\n\n'


def include(file: str) -> str:
    return f"::: {{.include file={file}}}\n:::\n"


def report(folder: Path, body: str, **files: str) -> Path:
    """A report with ``body`` in ``folder``, with files beside it: ``wells`` is wells.md."""
    folder.mkdir(exist_ok=True)
    (folder / "report.md").write_text(_HEAD + body, "utf-8")
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return folder / "report.md"


def read(path: Path) -> Source:
    return source_text.read(path, "sources/S-2035-1/report.md")


def refused(path: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(SourceError) as caught:
        read(path)
    return [(finding.code, str(finding.place), finding.message) for finding in caught.value.findings]


def test_the_lines_of_a_file_are_where_it_is_included(tmp_path: Path) -> None:
    path = report(tmp_path, f"# Lamps\n\n{include('wells.md')}\nThe end.\n", wells="# Wells\n\nTwo wells.\n")
    found = read(path)
    assert [block.text for block in found.blocks] == ["# Lamps", "# Wells", "Two wells.", "The end."]
    lines = {block.text: found.place(Place(found.path, block.line, 1)) for block in found.blocks}
    assert str(lines["Two wells."]) == "sources/S-2035-1/wells.md:3:1"
    assert str(lines["The end."]) == "sources/S-2035-1/report.md:12:1"
    written = path.read_text("utf-8").split("\n")
    assert written[lines["The end."].line - 1] == "The end."
    assert [found.line(place) for place in lines.values()] == [block.line for block in found.blocks]


def test_files_include_others_by_paths_below_the_folder_of_the_report(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    path = report(tmp_path, include('"parts/a.md"'), deep="Deep.\r\n")
    (tmp_path / "parts" / "a.md").write_text(f"One.\n\n{include('deep.md')}\nTwo.", "utf-8")
    found = read(path)
    assert [block.text for block in found.blocks] == ["One.", "Deep.", "Two."]
    assert [found.place(Place(found.path, block.line)).path.rpartition("/")[2] for block in found.blocks] == [
        "a.md",
        "deep.md",
        "a.md",
    ]


def test_one_file_may_be_included_twice(tmp_path: Path) -> None:
    path = report(tmp_path, include("wells.md") + "\n" + include("wells.md"), wells="Two wells.\n")
    assert [block.text for block in read(path).blocks] == ["Two wells.", "Two wells."]


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = report(tmp_path, include("a.md"), a="\ufeffA.\n")
    assert [block.text for block in read(path).blocks] == ["A."]


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = report(tmp_path, include("wells.md"), wells="Two wells.\n")
    assert [block.text for block in read(path).blocks] == ["Two wells."]
    (tmp_path / "wells.md").write_text("Three wells.\n", "utf-8")
    assert [block.text for block in read(path).blocks] == ["Three wells."]


def test_code_and_comments_include_nothing(tmp_path: Path) -> None:
    path = report(tmp_path, f"```text\n{include('wells.md')}```\n\n<!--\n{include('wells.md')}-->\n")
    assert read(path).spans == ()


def test_a_fault_in_a_file_is_reported_with_its_name_and_line(tmp_path: Path) -> None:
    path = report(
        tmp_path, f"{include('a.md')}\n{include('b.md')}", a="Sound.\n", b=f"Sound.\n\n{'x' * (bounds.LINE + 1)}\n"
    )
    assert [found[:2] for found in refused(path)] == [("S084", "sources/S-2035-1/b.md:3:1")]
    path = report(tmp_path, include("a.md"), a="Sound.\n\nA bell: \x07\n")
    assert refused(path) == [("S008", "sources/S-2035-1/a.md:3:9", "the character U+0007, which cannot be printed")]


@pytest.mark.parametrize("file", ["../secret.md", "/etc/passwd", "a/../../b.md", "C:x.md", "a\\b.md", "'  '"])
def test_no_file_outside_the_folder_is_read(tmp_path: Path, file: str) -> None:
    (tmp_path / "secret.md").write_text("Secret.\n", "utf-8")
    (found,) = refused(report(tmp_path / "S-2035-1", include(file)))
    assert found[0] == "S169"
    assert "Secret" not in found[2]


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("Secret.\n", "utf-8")
    path = report(tmp_path / "S-2035-1", include("wells.md"))
    (path.parent / "wells.md").symlink_to(tmp_path / "secret.md")
    assert refused(path)[0][0] == "S169"


@pytest.mark.parametrize(
    ("body", "files"),
    [
        (include("missing.md"), {}),
        ("::: {.include}\n:::\n", {}),
        ("::: {.include file=a.md width=3}\n:::\n", {"a": "A.\n"}),
        ("::: {.include file=a.md}\nWords.\n:::\n", {"a": "A.\n"}),
        ("::: {.include file=a.md}\n\nWords.\n", {"a": "A.\n"}),
        ("::: {.include file=a.md}\n", {"a": "A.\n"}),
        (f":::: {{.box}}\nTitle\n\n{include('a.md')}::::\n", {"a": "A.\n"}),
        ("> Words.\n>\n> ::: {.include file=a.md}\n> :::\n", {"a": "A.\n"}),
        (include("a.md"), {"a": '---\ntitle: "A"\n---\n\nA.\n'}),
        (include("a.md"), {"a": include("a.md")}),
        (include("a.md"), {"a": include("b.md"), "b": include("a.md")}),
        (include("a.md"), {"a": include("report.md")}),
    ],
)
def test_what_cannot_be_included_is_reported(tmp_path: Path, body: str, files: dict[str, str]) -> None:
    found = refused(report(tmp_path, body, **files))
    assert {code for code, _, _ in found} == {"S169"}


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = report(tmp_path, include("a.md"))
    (tmp_path / "a.md").write_bytes(b"A \xff.\n")
    assert refused(path) == [("S169", "sources/S-2035-1/report.md:7:1", "a.md: byte 0xFF is not UTF-8")]
    (tmp_path / "a.md").unlink()
    (tmp_path / "a.md").mkdir()
    assert refused(path)[0][0] == "S169"


def test_includes_are_bounded(tmp_path: Path) -> None:
    chain = {f"a{n}": include(f"a{n + 1}.md") for n in range(9)}
    found = refused(report(tmp_path / "deep", include("a0.md"), **chain, a9="A.\n"))
    assert [(code, place) for code, place, _ in found] == [("S084", "sources/S-2035-1/a4.md:1:1")]
    # Each file includes the next one many times over: a number of lines without end, were it not for the bound.
    many = {f"a{n}": include(f"a{n + 1}.md") * 50 for n in range(4)}
    found = refused(report(tmp_path / "many", include("a0.md"), **many, a4="A.\n"))
    assert {code for code, _, _ in found} == {"S084"}
    found = refused(report(tmp_path / "large", include("a.md") * 5, a=f"{'word ' * 3_000}\n" * 80))
    assert {code for code, _, _ in found} == {"S084"}


def test_what_is_found_later_names_the_file_and_its_line_too(tmp_path: Path) -> None:
    folder = tmp_path / "sources" / "S-2035-1"
    folder.mkdir(parents=True)
    report(folder, f"# Lamps\n\n{include('wells.md')}\nSee [](#never).\n", wells="Two wells.\n\nSee [](#nowhere).\n")
    with pytest.raises(SourceError) as caught:
        steps.compose(House(tmp_path), "S-2035-1", "en")
    shown = [f"{finding.place} {finding.code}" for finding in caught.value.findings]
    assert shown == ["sources/S-2035-1/wells.md:3:5 R001", "sources/S-2035-1/report.md:12:5 R001"]


def test_a_catalogue_has_the_messages_of_included_files_under_their_headings(tmp_path: Path) -> None:
    folder = tmp_path / "sources" / "S-2035-1"
    folder.mkdir(parents=True)
    report(folder, f"# Lamps\n\n{include('wells.md')}\nThe end.\n", wells="Two wells.\n")
    translation.update_file(House(tmp_path), "S-2035-1", "fr")
    text = House(tmp_path).catalogue_file("fr", "S-2035-1").read_text("utf-8")
    assert '#. paragraph: Lamps\nmsgctxt "paragraph:wells' in text
    assert '#. paragraph: Lamps\nmsgctxt "paragraph:' in text.partition("Two wells.")[2]
