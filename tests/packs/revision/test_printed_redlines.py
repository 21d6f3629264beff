"""Printed redlines: read back as both states, announced and listed; what is spoilt in one is caught by the reader alone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pikepdf
import pytest
from lxml import etree

from plantin.house.layout import House
from plantin.model.added_tables import table_of
from plantin.model.document import Document
from plantin.model.outline import Outline, outline
from plantin.packs.revision import changes
from plantin.packs.revision.auditor import page as page_auditor
from plantin.packs.revision.auditor import printed_page as auditor
from plantin.packs.revision.tables import RevisionWords
from plantin.packs.revision.writer import page, printed_page
from plantin.validators import pdf as validators
from plantin.validators.toolbox import Toolbox
from tests.kit.compose import composed
from tests.kit.houses import ROOT
from tests.packs.revision.test_redlines import BEFORE, MOMENT, NOW, states

pytestmark = pytest.mark.full

WORDS = RevisionWords()
SPANNED = """# Lamps

::: {.table}
Lamps of the harbours

<table>
<thead>
<tr><th>Coast</th><th>Harbour</th><th>Lamps</th></tr>
</thead>
<tbody>
<tr><th scope="row" rowspan="2">West</th><td>North</td><td>3</td></tr>
<tr><td>South</td><td>5</td></tr>
<tr><th scope="row">East</th><td>Bay</td><td>2</td></tr>
</tbody>
</table>
:::
"""
LONGER = SPANNED.replace('rowspan="2"', 'rowspan="3"').replace(
    "5</td></tr>", "5</td></tr>\n<tr><td>Cape</td><td>1</td></tr>"
)


def redline(before: Document, now: Document) -> bytes:
    return printed_page.write(changes.compare(before, now), (before, now), House(ROOT).style(), MOMENT)


@pytest.fixture(scope="module")
def both() -> tuple[Outline, Outline]:
    return outline(composed(BEFORE)), outline(composed(NOW))


@pytest.fixture(scope="module")
def content() -> bytes:
    return redline(composed(BEFORE), composed(NOW))


def test_it_is_read_back_as_both_states(content: bytes, both: tuple[Outline, Outline]) -> None:
    assert auditor.unlike(content, "x.pdf", *both, WORDS) == ()
    assert content == redline(composed(BEFORE), composed(NOW))


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_both_redlines_are_read_back_in_the_words_of_each_language(language: str) -> None:
    old, new = (composed(f"# Lamps\n\nOil of {kind}.", language=language) for kind in ("whales", "olives"))
    states, words = (outline(old), outline(new)), table_of(new.tables, RevisionWords)
    assert words != WORDS
    assert page_auditor.unlike(page.write(changes.compare(old, new), new), "x.html", *states, words) == ()
    assert auditor.unlike(redline(old, new), "x.pdf", *states, words) == ()


@pytest.mark.proof
@pytest.mark.parametrize("seed", [1, 2])
def test_generated_pairs_are_read_back_and_keep_pdf_ua(seed: int, tmp_path: Path) -> None:
    before, now = states(Random(seed))  # noqa: S311 - chance, not a secret
    path = tmp_path / "x.pdf"
    path.write_bytes(redline(before, now))
    assert auditor.unlike(path.read_bytes(), "x.pdf", outline(before), outline(now), WORDS) == ()
    assert validators.verapdf(Toolbox((ROOT / ".validators").resolve()), [path]).faults == {path: ()}


@pytest.mark.parametrize(("before", "now"), [(SPANNED, LONGER), (LONGER, SPANNED)])
def test_rows_of_two_states_stand_by_themselves(before: str, now: str) -> None:
    old, new = composed(before), composed(now)
    content = redline(old, new)
    assert auditor.unlike(content, "x.pdf", outline(old), outline(new), WORDS) == ()
    web = page.write(changes.compare(old, new), new)
    assert page_auditor.unlike(web, "x.html", outline(old), outline(new), WORDS) == ()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert {len(row.K) for row in elements(pdf, "TR")} == {3}
    rows = [len(row) for row in etree.HTML(web).iter("tr")]
    assert set(rows) == {3}


def test_a_cell_may_have_the_sign_between_cells() -> None:
    table = "| Harbour | Lamps |\n|---|---|\n| North \\| Bay | {} |\n\n: Lamps"
    old, new = (composed(table.format(count)) for count in (3, 4))
    web = page.write(changes.compare(old, new), new)
    assert page_auditor.unlike(web, "x.html", outline(old), outline(new), WORDS) == ()
    assert auditor.unlike(redline(old, new), "x.pdf", outline(old), outline(new), WORDS) == ()


def test_a_line_of_print_may_end_after_the_call_of_a_note() -> None:
    text = "\n\n".join(f"{'the lamp ' * count}burns[^a] all night." for count in range(4, 16))
    old, new = (composed(f"{text}\n\n[^a]: Oil of {oil}.") for oil in ("whales", "olives"))
    assert auditor.unlike(redline(old, new), "x.pdf", outline(old), outline(new), WORDS) == ()


def test_a_line_that_is_missing_is_one_finding_of_its_lines_and_one_of_their_number(
    both: tuple[Outline, Outline],
) -> None:
    old, new = composed(BEFORE), composed(NOW)
    web = page.write(changes.compare(old, new), new)
    spoilt = re.sub(rb"<p[^>]*>(?:(?!</p>).)*The keeper sleeps.*?</p>", b"", web, count=1)
    messages = [row.message.partition(":")[0] for row in page_auditor.unlike(spoilt, "x.html", *both, WORDS)]
    assert messages == ["all changes accepted, body"] * 2 + ["all changes rejected, body"] * 2


# Spoilt ones

Change = Callable[[pikepdf.Pdf], None]


def elements(pdf: pikepdf.Pdf, tag: str = "") -> Iterator[pikepdf.Object]:
    waiting = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        node = waiting.pop(0)
        if not tag or f"/{tag}" == node.S:
            yield node
        kids = node.get("/K", pikepdf.Array())
        waiting[:0] = [kid for kid in list(kids) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def decorated(pdf: pikepdf.Pdf, look: str) -> pikepdf.Object:
    spans = (node for node in elements(pdf, "Span") if "/A" in node)
    return next(node for node in spans if node.A.get("/TextDecorationType") == f"/{look}")


def signs(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [node for node in elements(pdf, "Span") if "/ActualText" in node and "/A" not in node]


def identified(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    return next(node for node in elements(pdf) if str(node.get("/ID", "")) == name)


def drop(node: pikepdf.Object) -> None:
    """Take an element out of the tree: what it holds is no longer read."""
    node.P.K = pikepdf.Array([kid for kid in list(node.P.K) if getattr(kid, "objgen", None) != node.objgen])


def link(pdf: pikepdf.Pdf, target: str, at: int = 0) -> tuple[pikepdf.Object, pikepdf.Object]:
    """The page and the annotation of a link that leads to a place."""
    links = ((page.obj, note) for page in pdf.pages for note in page.obj.get("/Annots", []))
    return [(page, note) for page, note in links if str(note.get("/Dest", "")) == target][at]


def misread(pdf: pikepdf.Pdf) -> None:
    """Letters are painted as they were and copied as others."""
    for font in (font for sheet in pdf.pages for font in sheet.obj.Resources.Font.values()):
        table = font.ToUnicode.read_bytes()
        font.ToUnicode.write(re.sub(rb"<0077>", b"<0076>", table))


def lead_elsewhere(pdf: pikepdf.Pdf) -> None:
    names = list(pdf.Root.Names.Dests.Names)
    places = dict(zip(map(str, names[::2]), names[1::2], strict=True))
    places["change-10"][0] = pdf.pages[0].obj


def exchange(pdf: pikepdf.Pdf) -> None:
    kids = list(identified(pdf, "body").K)
    at = [kid.objgen for kid in kids].index(identified(pdf, "change-5").objgen)
    kids[at - 2 : at] = reversed(kids[at - 2 : at])
    identified(pdf, "body").K = pikepdf.Array(kids)


def remove_link(pdf: pikepdf.Pdf) -> None:
    page, note = link(pdf, "changes", 2)
    page.Annots = pikepdf.Array([other for other in page.Annots if other.objgen != note.objgen])


SPOILT: dict[str, Change] = {
    "a deletion lost": lambda pdf: drop(decorated(pdf, "LineThrough")),
    "an insertion lost": lambda pdf: drop(decorated(pdf, "Underline")),
    "an insertion unmarked": lambda pdf: decorated(pdf, "Underline").__delitem__("/A"),
    "a deletion unmarked": lambda pdf: decorated(pdf, "LineThrough").__delitem__("/A"),
    "a deletion marked as an insertion": lambda pdf: decorated(pdf, "LineThrough").A.__setitem__(
        "/TextDecorationType", pikepdf.Name.Underline
    ),
    "another announcement": lambda pdf: signs(pdf)[0].__setitem__("/ActualText", "inserted: "),
    "no announcement": lambda pdf: signs(pdf)[0].__delitem__("/ActualText"),
    "no sign": lambda pdf: drop(signs(pdf)[0]),
    "no end": lambda pdf: drop(signs(pdf)[1]),
    "another text in place of a paragraph": lambda pdf: identified(pdf, "change-3").__setitem__("/ActualText", "Oil."),
    "letters copied as others": misread,
    "a paragraph that is none": lambda pdf: identified(pdf, "change-3").__setitem__("/S", pikepdf.Name.Span),
    "a row that is none": lambda pdf: identified(pdf, "change-6").__setitem__("/S", pikepdf.Name.Div),
    "a part that has no name": lambda pdf: identified(pdf, "notes").__delitem__("/ID"),
    "a change that has no name": lambda pdf: identified(pdf, "change-4").__delitem__("/ID"),
    "paragraphs in another order": exchange,
    "a dead link": lambda pdf: link(pdf, "change-2")[1].__setitem__("/Dest", pikepdf.String("change-99")),
    "a link to another change": lambda pdf: link(pdf, "change-2")[1].__setitem__("/Dest", pikepdf.String("change-3")),
    "a place on another page": lead_elsewhere,
    "a change that is not listed": lambda pdf: drop(next(elements(pdf, "TOCI"))),
    "no link back": remove_link,
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_redline_is_caught(name: str, content: bytes, both: tuple[Outline, Outline]) -> None:
    spoilt = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        SPOILT[name](pdf)
        pdf.save(spoilt)
    assert {finding.code for finding in auditor.unlike(spoilt.getvalue(), "x.pdf", *both, WORDS)} == {"REV005"}
