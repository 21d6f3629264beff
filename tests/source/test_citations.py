"""Citations: what is one, what is printed for it in each language and style, what is refused, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plantin.findings import Finding, Place, PlantinError, SourceError
from plantin.lint.translation import comparison, forms, tokens
from plantin.model.document import Document, Passage, every
from plantin.model.inlines import Reference, plain
from plantin.model.outline import Outline, inlines, outline
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import bibliography, citations, front_matter
from plantin.source import text as source_text
from plantin.source.bibliography import slug
from tests.kit import houses
from tests.kit.compose import HEAD
from tests.spoilt.report_with_citations import REFERENCES

pytestmark = pytest.mark.full

NOTES = """<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><title>n</title><id>n</id>
<updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout suffix="." delimiter="; ">
<group delimiter=", "><text variable="title"/><text variable="locator"/></group></layout></citation>
<bibliography><layout suffix="."><text variable="title"/></layout></bibliography></style>"""
FIRST = "# Wells\n\n"


def composed(folder: Path, body: str, fields: str = "", language: str = "en") -> tuple[Document, tuple[Finding, ...]]:
    """A report with this body, and its warnings; its bibliography is that of the spoilt report, unless ``folder`` has
    one.
    """
    if not (folder / "refs.bib").exists():
        (folder / "refs.bib").write_text(REFERENCES, "utf-8")
    fields = fields if "bibliography:" in fields else f"bibliography: refs.bib\n{fields}"
    report = source_text.parse(f"---\n{HEAD}{fields}---\n\n{body}\n", "report.md")
    head, words = front_matter.read(report), houses.un(language)
    nodes, warned = citations.parse(
        report, head, folder, citations.CitationWords(words.publication.references, language)
    )
    return resolve(head, nodes, definitions(report), words).document, warned


def said(folder: Path, body: str, fields: str = "", language: str = "en") -> Outline:
    return outline(composed(folder, body, fields, language)[0])


def texts(found: Outline) -> list[str]:
    return [entry.text for entry in found.body]


def refused(folder: Path, body: str, fields: str = "") -> list[tuple[str, str, int, int]]:
    with pytest.raises(PlantinError) as raised:
        composed(folder, body, fields)
    return [(one.code, one.place.path, one.place.line, one.place.column) for one in raised.value.findings]


CITED = (
    "The wells give less [see @li2012, p. 5; @gomez2014], as @gomez2014 [p. 7] and @li2012 say; [-@li2012, chap. 2]."
)


@pytest.mark.parametrize(
    ("language", "printed", "heading"),
    [
        (
            "en",
            (
                "The wells give less (see Li 2012, 5; Gómez and Li 2014), as Gómez and Li (2014, 7) and Li (2012) say;"
                " (2012, chap. 2)."
            ),
            "References",
        ),
        (
            "fr",
            (
                "The wells give less (see Li 2012, 5; Gómez et Li 2014), as Gómez et Li (2014, 7) and Li (2012) say;"
                " (2012, chap. 2)."
            ),
            "Références",
        ),
    ],
)
def test_citations_are_worded_in_the_language_of_the_edition(
    language: str, printed: str, heading: str, tmp_path: Path
) -> None:
    rows = texts(said(tmp_path, FIRST + CITED, language=language))
    assert rows[:3] == ["Wells", printed, heading]
    assert rows[3].startswith("Gómez, Ana, ")
    assert rows[4].startswith("Li, Wei. 2012.")


def test_numbers_go_by_the_first_citation(tmp_path: Path) -> None:
    rows = texts(
        said(tmp_path, f"{FIRST}Less [@gomez2014, p. 8]; deeper [@li2012; @gomez2014].", "citation-style: numeric\n")
    )
    assert rows[1] == "Less [1, p. 8]; deeper [1; 2]."
    assert [row[:4] for row in rows[3:]] == ["[1] ", "[2] "]


def test_each_citation_leads_to_its_entry(tmp_path: Path) -> None:
    document, warned = composed(tmp_path, FIRST + CITED)
    entries = next(
        block for block in every(document.blocks) if isinstance(block, Passage) and block.role == "references"
    )
    anchors = [block.anchor for block in entries.blocks if not isinstance(block, Passage) and hasattr(block, "anchor")]
    assert anchors == ["reference-gomez2014", "reference-li2012"]
    pointed = [inline.anchor for block in document.blocks for inline in inlines(block) if isinstance(inline, Reference)]
    assert pointed == [
        "reference-li2012",
        "reference-gomez2014",
        "reference-gomez2014",
        "reference-li2012",
        "reference-li2012",
    ]
    assert warned == ()


def test_works_without_authors_keep_their_italics(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("@book{town, title={The Town}, year={1999}}\n", "utf-8")
    document, _ = composed(tmp_path, f"{FIRST}Old [@town].")
    found = [inline for block in document.blocks for inline in inlines(block)]
    assert (
        plain(tuple(inline for inline in found if isinstance(inline, Reference))) == "The Town 1999The Town 1999"[:13]
    )


@pytest.mark.parametrize(
    "body", ["\\@li2012", "`@li2012`", "`` `@li2012 ``", "me@li2012.org", "https://example.org/@li2012"]
)
def test_other_signs_cite_nothing(body: str, tmp_path: Path) -> None:
    document, warned = composed(tmp_path, f"{FIRST}Words.\n\n{body}")
    assert [finding.code for finding in warned] == ["S158", "S158"]
    assert not any(isinstance(block, Passage) for block in every(document.blocks)), "no list without works"
    assert "\ufffe" not in repr(document)


def test_the_list_is_where_its_box_is_or_before_the_annexes(tmp_path: Path) -> None:
    end = "\n\n# Terms {.annex}\n\nWords.\n\n# More {.annex}\n\nMore words."
    assert texts(said(tmp_path, f"{FIRST}[@li2012]{end}"))[2:5:2] == ["References", "Terms"]
    placed = f"{FIRST}[@li2012]\n\n# Books {{.unnumbered}}\n\nOf the town.\n\n::: {{.references}}\n:::{end}"
    assert texts(said(tmp_path, placed))[2:6:3] == ["Books", "Terms"]
    assert refused(tmp_path, "[@li2012]\n\n::: {.references}\n:::\n\n# Wells\n\nWords.")[0][0] == "S159"


def test_citations_in_notes_tables_and_lists(tmp_path: Path) -> None:
    table = "::: {#t .table}\nWells [@li2012]\n\n| a |\n|:--|\n| [@li2012, p. 3] |\n:::"
    body = f"{FIRST}Words.[^a]\n\n{table}\n\n- b [@li2012]\n\n[^a]: In [@gomez2014]."
    found = said(tmp_path, body)
    assert found.notes[0].text == "In (Gómez and Li 2014)."
    assert {"Wells (Li 2012)", "(Li 2012, 3)", "b (Li 2012)"} <= {*texts(found)}


def test_styles_of_notes_make_notes(tmp_path: Path) -> None:
    (tmp_path / "notes.csl").write_text(NOTES, "utf-8")
    body = f"{FIRST}Less [@li2012, p. 5]. Deeper.[^a]\n\nThe same [@li2012, p. 6].\n\n[^a]: In [@gomez2014]."
    found = said(tmp_path, body, "citation-style: notes.csl\n")
    assert [entry.text for entry in found.notes] == ["Wells of the town, 5.", "In Pumps.", "Wells of the town, 6."]
    assert texts(found)[1:3] == ["Less[^1]. Deeper.[^2]", "The same[^3]."]


def test_json_is_read_too(tmp_path: Path) -> None:
    works = [
        {"id": "x1", "type": "book", "title": "Wells", "author": [{"family": "Li"}], "issued": {"date-parts": [[2012]]}}
    ]
    (tmp_path / "refs.json").write_text(json.dumps(works), "utf-8")
    assert texts(said(tmp_path, f"{FIRST}Less [@x1].", "bibliography: refs.json\n"))[1] == "Less (Li 2012)."


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("Less [@li2021].", ("S157", "report.md", 11, 7)),
        ("Less\nand @nobody less.", ("S157", "report.md", 12, 5)),
        ("[see @li2012; also].", ("S159", "report.md", 11, 1)),
        ("Less [@li2012, *ibid*].", ("S159", "report.md", 11, 7)),
        ("[Less @li2012](https://example.org)", ("S159", "report.md", 11, 1)),
        ("# More [@li2012]\n\nWords.", ("S014", "report.md", 11, 1)),
    ],
)
def test_what_is_wrong_is_reported_where_it_is(body: str, place: tuple[str, str, int, int], tmp_path: Path) -> None:
    assert refused(tmp_path, FIRST + body)[0] == place


def test_a_key_that_is_nearly_right_is_offered(tmp_path: Path) -> None:
    with pytest.raises(PlantinError) as raised:
        composed(tmp_path, f"{FIRST}[@li2021]")
    assert raised.value.findings[0].hint == "Did you mean 'li2012'?"


@pytest.mark.parametrize(
    ("works", "line"),
    [
        ("@book{a, title={x}\n year={2000}}", 2),
        ("@book{a, title={x}}\n\n@book{a, title={y}}", 1),
        ("@book{doe:1, title={x}}\n@book{doe_1, title={y}}", 2),
        ("@book{a,\n title={x\x01}}", 2),
    ],
)
def test_faults_of_the_file_are_reported_there(works: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(works, "utf-8")
    ((code, path, number, _),) = refused(tmp_path, f"{FIRST}[@a]")
    assert (code, path, number) == ("S156", "refs.bib", line)


@pytest.mark.parametrize(
    "name", ["other.bib", "../refs.bib", "/etc/refs.bib", "refs.txt", "http://example.org/refs.bib"]
)
def test_only_files_of_the_report_are_read(name: str, tmp_path: Path) -> None:
    assert [code for code, *_ in refused(tmp_path, f"{FIRST}[@li2012]", f"bibliography: {name}\n")] == ["S156"]


@pytest.mark.parametrize(
    "style", ["none.csl", "<style/>", "no markup", '<style xmlns="http://purl.org/net/xbiblio/csl"><info/></style>']
)
def test_a_style_that_is_invalid_is_refused(style: str, tmp_path: Path) -> None:
    (tmp_path / "a.csl").write_text(style, "utf-8")
    name = style if style.endswith(".csl") else "a.csl"
    assert [code for code, *_ in refused(tmp_path, f"{FIRST}[@li2012]", f"citation-style: {name}\n")] == ["S160"]


def test_a_style_of_the_house_is_named_from_its_root(tmp_path: Path) -> None:
    folder = tmp_path / "sources" / "R-1"
    (folder / "refs.bib").parent.mkdir(parents=True)
    (folder / "refs.bib").write_text(REFERENCES, "utf-8")
    with pytest.raises(SourceError) as raised:
        bibliography.read(
            folder, "refs.bib", "", Place("sources/R-1/report.md", 4), tmp_path / "styles" / "a" / "a.csl"
        )
    assert [str(one.place) for one in raised.value.findings] == ["styles/a/a.csl"]


def test_a_style_that_citeproc_cannot_use_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.csl").write_text(NOTES.replace('<text variable="locator"/>', "<nonsense/>"), "utf-8")
    assert refused(tmp_path, f"{FIRST}[@li2012]", "citation-style: a.csl\n") == [("S160", "report.md", 7, 1)]


def test_a_translation_cites_the_same_works() -> None:
    read = (
        forms.read_forms(houses.ROOT / "locales" / "en" / "parity.toml"),
        forms.read_forms(houses.ROOT / "locales" / "fr" / "parity.toml"),
    )
    pair = tokens.read("Less [@li2012, p. 5].", read[0]), tokens.read("Moins [@li2013, p. 5].", read[1])
    assert [fault.message for fault in comparison.compare(*pair, read)] == [
        "citation of li2012 is missing",
        "citation of li2013 is not in the original",
    ]


def test_keys_are_anchors_that_word_can_have() -> None:
    assert slug("doe:2010_a") == "doe-2010-a"
    assert len(slug("k" * 200)) == 30
    assert slug("k" * 200) != slug("k" * 201)
