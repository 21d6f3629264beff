"""The grammar of PDFs: sound editions are within it, each of its rows is used by some edition, and a file with what it
does not have is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from unittest import mock

import pikepdf
import pytest

from plantin.auditors.parity import statements
from plantin.auditors.pdf import conformance
from plantin.auditors.pdf.file import open_file as read
from plantin.auditors.reading import Reading
from plantin.auditors.statements import UNKNOWN
from plantin.charts.colours import FILLS
from plantin.findings import Finding
from plantin.house import style as styles
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Cell, Document, Figure, Picture, Table
from plantin.model.inlines import Text
from plantin.packs.print_shop import auditor as paper
from tests.kit.charts import chart, figure
from tests.kit.compose import composed
from tests.kit.drawings import CHARTS
from tests.kit.editions import Editions
from tests.kit.read_back import content_of_house, opened, refusals
from tests.spoilt.documents import BRANDED, CELLS, CIVIC, COLOURED, LAMPS, RANGED, SLUGS, WATER, WORKS, Documents
from tests.spoilt.mutants import pages
from tests.spoilt.pdf import elements

pytestmark = pytest.mark.full

REPORTS = (*SLUGS, LAMPS, WATER, BRANDED, COLOURED, WORKS, RANGED, CELLS)
STANDARDS: dict[str, conformance.PdfStandard] = {
    "pdf": conformance.UA1,
    "ua2": conformance.UA2,
    "print": paper.X4,
}
HEADED = "::: {.table}\nجدول\n\n| س 5\u00a0م b\u00a0c d a(b)c (س) |\n|---|\n" + "| 1 |\n" * 60 + ":::"
"""A table whose head is repeated: its brackets are of both directions, and its no-break space has replacement text."""
FORMATS = (*STANDARDS, "large-20-sans-dark")
EDITIONS = tuple(
    (report, format_)
    for number, report in enumerate(REPORTS)
    for format_ in (("pdf", FORMATS[1 + number % 3]) if number else FORMATS)
)
"""The first report is judged in every format, the others as PDF and in one of the other formats in turn."""


@pytest.fixture(scope="module")
def documents(examples: House, store: Editions) -> Documents:
    return Documents(examples, store)


def style_of(report: str, store: Editions) -> Style:
    return styles.read(CIVIC) if report == COLOURED else store.style


def strictly(format_: str, reading: Reading, document: Document, style: Style) -> list[Finding]:
    """What the grammar of a format finds in an edition, and what neither its document nor its house says."""
    house = content_of_house(format_, document, style)
    found = reading.conformance(house)
    return [*found.findings, *statements.differences(document, found.statements, house, "edition")]


def found_in(
    content: bytes, format_: str, document: Document, style: Style, *, grammar_first: bool = False
) -> Iterator[Finding]:
    """Everything that a check finds in an edition."""

    def grammar(reading: Reading) -> list[Finding]:
        return strictly(format_, reading, document, style)

    return refusals(format_, content, document, grammar, grammar_first=grammar_first)


Used = tuple[set[str], set[str], set[str]]
"""The names of the rows that a file has: of its objects, its pages and its packet."""


@pytest.fixture(scope="module")
def judged(documents: Documents, store: Editions) -> Callable[[str, str], tuple[list[Finding], Used]]:
    """What the grammar finds in the sound edition of a report, and the rows that it uses."""
    judge = conformance.PdfConformance.judge

    @cache
    def found(report: str, format_: str) -> tuple[list[Finding], Used]:
        kept: list[Used] = []

        def keeping(judging: conformance.PdfConformance, name: str) -> Any:
            kept.append(judging.used)
            return judge(judging, name)

        reading = opened(format_, documents.path(report, format_).read_bytes())
        with mock.patch.object(conformance.PdfConformance, "judge", keeping):
            findings = strictly(format_, reading, documents.document(report), style_of(report, store))
        (used,) = kept
        return findings, used

    return found


@pytest.mark.sample(3)
@pytest.mark.parametrize(("report", "format_"), EDITIONS)
def test_a_sound_edition_is_within_its_grammar(
    report: str, format_: str, judged: Callable[[str, str], tuple[list[Finding], Used]]
) -> None:
    found, _ = judged(report, format_)
    assert [finding.message for finding in found] == []


def drawn(harbour: Document) -> Document:
    """A report of drawings with all that a drawing may have."""
    figures = []
    for number, (name, inside) in enumerate(CHARTS.items(), 1):
        content = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60">{inside}</svg>'.encode()
        picture = Picture(f"{name}.svg", "image/svg+xml", 200, 60, moving=False, digest=str(number), content=content)
        figures.append(
            Figure(f"figure-{number}", f"Figure {number}", (Text("Lamps"),), picture, "Lamps that shine", (), ())
        )
    blocks = (*figures, *(_data(one.anchor, number) for number, one in enumerate(figures[:2], 1)))
    return replace(harbour, blocks=blocks, notes=(), masthead=replace(harbour.masthead, notes=(), calls=()))


def _data(anchor: str, value: int) -> Table:
    """The data of a figure: one value below its head."""
    head, row = (Cell("column", (Text("Lamps"),)),), (Cell("data", (Text(str(value)),)),)
    return Table(f"{anchor}.data", "", (Text(f"Data of {anchor}"),), (), 1, (head,), (row,), (), (), wide=False)


def others(documents: Documents, store: Editions) -> Iterator[tuple[str, bytes]]:
    """Editions that have the constructs that no report of the tests has, each with its format."""
    arabic = store.document(documents.house, SLUGS["gardens"], "ar")
    report = drawn(documents.document("harbour"))
    published = replace(arabic, publication=replace(arabic.publication, translator="Nobody"))
    for document in (report, published):
        yield from ((one, store.content(document, one)) for one in STANDARDS)
    yield "pdf", store.content(composed(HEADED, language="ar"), "pdf")
    civic, coloured = styles.read(CIVIC), documents.document(COLOURED)
    inks = (f"Blue 1: {civic.colour.heading}", f"Green 2: {civic.colour.accent}", f"Red 3: {FILLS[1]}")
    spotted = replace(civic, paper=replace(civic.paper, inks="process", spots=inks))
    coloured = replace(coloured, blocks=(*coloured.blocks, *(figure(chart(one), one) for one in ("line", "grouped"))))
    yield "print", store.content(coloured, "print", style=spotted)


@pytest.mark.proof
def test_every_row_is_used(
    documents: Documents, store: Editions, judged: Callable[[str, str], tuple[list[Finding], Used]]
) -> None:
    used: dict[str, set[str]] = {"objects": set(), "pages": set(), "packet": set()}
    rows: dict[str, set[str]] = {"objects": set(), "pages": set(), "packet": set()}
    found = [(format_, judged(report, format_)[1]) for report, format_ in EDITIONS]
    for format_, content in others(documents, store):
        checker = conformance.PdfConformance(read(content, "edition"), STANDARDS[format_], UNKNOWN)
        assert checker.judge("edition").findings == ()
        found.append((format_, checker.used))
    for format_, rows_of_file in found:
        objects, pages, packet = conformance.grammars(STANDARDS.get(format_, conformance.UA1))
        for name, every, own in zip(used, (objects.kinds, pages.rows, packet.kinds), rows_of_file, strict=True):
            rows[name] |= set(every)
            used[name] |= own
    assert {name: sorted(rows[name] - used[name]) for name in rows} == {"objects": [], "pages": [], "packet": []}


def test_each_standard_has_rows_of_its_own(documents: Documents) -> None:
    content = documents.path("harbour", "pdf").read_bytes()
    judged = paper.read(content, "edition").conformance(UNKNOWN)
    assert "the file is not PDF 1.6" in " ".join(finding.message for finding in judged.findings)


MUTANTS = (("pdf", 0), ("ua2", 1), ("print", 2))


@pytest.mark.sample(2)
@pytest.mark.parametrize(("format_", "seed"), MUTANTS)
@pytest.mark.parametrize("kind", ["grammar", "text"])
def test_a_mutant_is_refused(kind: str, format_: str, seed: int, documents: Documents, store: Editions) -> None:
    document, content = documents.document("weather"), documents.path("weather", format_).read_bytes()
    for name, mutant in pages.FAMILIES[format_].makers()[kind](content, seed, 18):
        found = next(found_in(mutant, format_, document, store.style, grammar_first=kind == "grammar"), None)
        assert found, name
        assert found.place.path, name


def test_a_change_is_all_that_is_seen(documents: Documents, store: Editions) -> None:
    content = pages.changed(documents.path("harbour", "pdf").read_bytes(), lambda _: None)
    assert strictly("pdf", opened("pdf", content), documents.document("harbour"), store.style) == []


def other_addresses(opened: Any) -> None:
    opened.Root["/URI"] = pikepdf.Dictionary(Base=pikepdf.String("https://example.org/"))


def seven_read_as_four(opened: Any) -> None:
    font = opened.pages[0].obj.Resources.Font.IYFPWR
    font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"<0035>", b"<0034>"))


def a_comment_in_the_packet(opened: Any) -> None:
    packet = opened.Root.Metadata
    packet.write(packet.read_bytes().replace(b"</rdf:RDF>", b"<!-- 9 --></rdf:RDF>"))


def a_namespace_in_the_packet(opened: Any) -> None:
    packet = opened.Root.Metadata
    packet.write(packet.read_bytes().replace(b"<rdf:RDF ", b'<rdf:RDF xmlns:n="urn:9" '))


def an_item_that_is_a_paragraph(opened: Any) -> None:
    notes = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/LI"]
    notes[-1].S = pikepdf.Name("/P")


def no_last_bookmark(opened: Any) -> None:
    del next(
        one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/Prev" in one and "/Last" in one
    )["/Last"]


def words_before_their_mark(opened: Any) -> None:
    notes = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/LI"]
    notes[-1].K = pikepdf.Array(reversed(list(notes[-1].K)))


def a_moment_of_no_zone(opened: Any) -> None:
    packet = opened.Root.Metadata
    packet.write(packet.read_bytes().replace(b"+00:00</xmp:CreateDate>", b"+90:00</xmp:CreateDate>"))


def a_box_after_a_ground(opened: Any) -> None:
    for page in opened.pages:
        content = page.obj.Contents.read_bytes()
        made = re.sub(rb"\nf\*?\nQ\nEMC", rb"\nf\n0 0 9 9 re\nf\nQ\nEMC", content, count=1)
        if made != content:
            page.obj.Contents.write(made)
            return
    raise AssertionError


def a_number_that_is_a_paragraph(opened: Any) -> None:
    heading = elements(opened, "H2")[0]
    heading.K[0].S = pikepdf.Name("/P")


CHANGES = [
    (a_number_that_is_a_paragraph, ["A171"]),
    (a_box_after_a_ground, ["A171"]),
    (words_before_their_mark, ["A171"]),
    (a_moment_of_no_zone, ["A171"]),
    (no_last_bookmark, ["A171"]),
    (other_addresses, ["A171"]),
    (seven_read_as_four, ["A172"]),
    (a_comment_in_the_packet, ["A171"]),
    (a_namespace_in_the_packet, ["A171"]),
    (an_item_that_is_a_paragraph, ["A171", "A171"]),
]


@pytest.mark.parametrize(("change", "codes"), CHANGES)
def test_what_is_not_in_the_grammar_is_named(
    change: Callable[[Any], None], codes: list[str], documents: Documents, store: Editions
) -> None:
    content = pages.changed(documents.path("harbour", "pdf").read_bytes(), change)
    found = strictly("pdf", opened("pdf", content), documents.document("harbour"), store.style)
    assert [finding.code for finding in found] == codes


def test_the_title_of_the_contents_is_that_of_the_language(documents: Documents, store: Editions) -> None:
    document = documents.document("harbour")
    other = replace(document, labels=replace(document.labels, contents="Conhents"))
    found = strictly("print", opened("print", documents.path("harbour", "print").read_bytes()), other, store.style)
    assert {finding.code for finding in found} == {"P037"}
    assert any("title of the contents" in finding.message for finding in found)


def _figures(opened: Any) -> list[Any]:
    return [one for one in elements(opened, "Figure") if "/AF" in one]


def data_dropped(opened: Any) -> None:
    del _figures(opened)[0]["/AF"]


def data_of_another_figure(opened: Any) -> None:
    one, other = _figures(opened)
    one.AF, other.AF = other.AF, one.AF


def value_changed(opened: Any) -> None:
    held = _figures(opened)[0].AF[0].EF.F
    held.write(held.read_bytes().replace(b"1", b"7"))


@pytest.mark.parametrize(
    ("change", "codes"),
    [(data_dropped, {"A122", "A171"}), (data_of_another_figure, {"A122"}), (value_changed, {"P037"})],
)
def test_the_data_of_a_figure_belong_to_it(
    change: Callable[[Any], None], codes: set[str], documents: Documents, store: Editions
) -> None:
    document = drawn(documents.document("harbour"))
    content = store.content(document, "ua2")
    sound = {finding.code for finding in found_in(content, "ua2", document, store.style)}
    found = found_in(pages.changed(content, change), "ua2", document, store.style)
    assert not sound
    assert {finding.code for finding in found} == codes
