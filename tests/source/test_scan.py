"""One scanner of a source: what is code, a div, a note or the mark of a list is the same for every stage."""

from __future__ import annotations

from pathlib import Path

from plantin.house.layout import House
from plantin.lint.source.passage import passages
from plantin.model.document import Document, Listing, Paragraph
from plantin.model.outline import outline
from plantin.packs.imports.corrections.objects import stretches
from plantin.production.ingredients import Ingredients
from plantin.resolve.notes import definitions
from plantin.source import scan, tables
from plantin.source import text as source_text
from plantin.source.text import Source
from plantin.translation.message import pieces
from tests.kit.compose import compose_text

HEAD = '---\nsymbol: S/2035/1\norgan: Security Council\ntitle: "Lamps"\ndate: 2035-06-01\n---\n\n'
# A block of code that holds the fence of another, the definition of a note, a div, an object and a list.
NESTED = (
    "Text.[^a]\n\n````markdown\n```\n[^x]: A note.\n\n    [^y]: Another.\n::: {#t .table}\n- (a)"
    " Entry\n```\n````\n\nMore.\n\n[^a]: Note.\n"
)


def source(body: str) -> Source:
    return source_text.parse(HEAD + body, "report.md")


def made(body: str) -> Document:
    return compose_text(source(body))


def kinds(body: str) -> list[str]:
    return [line.kind for line in scan.lines(body.split("\n"))]


def test_a_longer_fence_holds_a_shorter_one() -> None:
    document = made(NESTED)
    listing = next(block for block in document.blocks if isinstance(block, Listing))
    assert "[^x]: A note." in listing.text
    assert "    [^y]: Another." in listing.text
    assert [entry.label for entry in outline(document).notes] == ["1"]


def test_every_stage_sees_the_same_code() -> None:
    report = source(NESTED)
    assert [piece.message.text for piece in pieces(report)] == ["Text.[^a]", "More.", "Note."]
    assert [definition.name for definition in definitions(report)] == ["a"]
    assert [one.kind for one in stretches(report)] == ["listing"]
    assert "A note" not in "".join(passage.prose for passage in passages(report))
    assert "::: {#t .table}" in tables.prepare(report)


def test_blank_lines_are_a_change_only_in_code(tmp_path: Path) -> None:
    def passages_of(text: str) -> str:
        house = House(tmp_path)
        house.report("A-1-1").parent.mkdir(parents=True, exist_ok=True)
        house.report("A-1-1").write_text(HEAD + text, "utf-8")
        return Ingredients(house, None).document_digests("A-1-1", "en")["source"]

    code = "````\n```\n\ncode\n````\n\nText\n"
    assert passages_of(code) != passages_of(code.replace("```\n\ncode", "```\n\n\ncode"))
    assert passages_of(code) == passages_of(code.replace("````\n\nText", "````\n\n\nText"))


def test_fences_are_those_of_commonmark() -> None:
    assert kinds("```\na\n~~~\n```") == ["code opens", "code", "code", "code closes"]
    assert kinds("````\n```\n`````  ") == ["code opens", "code", "code closes"]
    assert kinds("```\n``` x\n```") == ["code opens", "code", "code closes"]
    assert kinds("``` a ``` b\ntext") == ["text", "text"]
    assert kinds("- ```\n  [^x]: a\n  ```\ntext") == ["code opens", "code", "code closes", "text"]


def test_code_ends_with_the_quotation_or_note_that_holds_it() -> None:
    assert kinds("> ```\n> a\n\ntext") == ["code opens", "code", "code", "text"]
    assert kinds("[^a]: Note.\n\n    ```\n    a\n\ntext")[-2:] == ["code", "text"]
    document = made("Text.\n\n> Words.\n>\n> ```\n> a\n\nMore text.\n")
    assert isinstance(document.blocks[-1], Paragraph)


def test_divs_are_known_by_their_colons() -> None:
    found = list(scan.lines(["::: {.box}", "::: {.table}", "a", "::::", ":::", "b"]))
    assert [line.kind for line in found] == ["div opens", "div opens", "text", "div closes", "div closes", "text"]
    assert found[2].divs == ("{.box}", "{.table}")
    assert found[2].inside("box")
    assert not found[5].divs


def test_a_note_goes_on_in_indented_blocks() -> None:
    found = list(scan.lines(["[^a]: One", "two", "", "    three", "", "four"]))
    assert [line.note for line in found] == ["a", "a", "a", "a", "a", ""]


def test_a_note_may_begin_with_an_address() -> None:
    body = """One.[^web] Two.[^mail] Three.[^angle] Four.[^words]

[^web]: https://example.org/a

[^mail]: someone@example.org

[^angle]: <https://example.org/b>

[^words]: [The page](https://example.org/c).
"""
    texts = [entry.text for entry in outline(made(body)).notes]
    assert texts == ["https://example.org/a", "someone@example.org", "https://example.org/b", "The page."]
