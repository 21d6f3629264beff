"""Editions of a small report that has an index, spoilt in one way each."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Name, Page, String

from tests.spoilt.documents import MARKED, RANGED
from tests.spoilt.docx import drop, w, word
from tests.spoilt.markup_objects import markup
from tests.spoilt.pdf import begins, edit, elements, kids, painted_by
from tests.spoilt.registry import HARBOUR, Faults, Spoilt
from tests.spoilt.rewriting import objects, text

FILES = Faults("docx", word, report=MARKED)
OBJECTS = Faults("pdf", objects, report=MARKED)
word_spoils, pdf_spoils = FILES.spoils, OBJECTS.spoils


def _says(node: Any, words: str) -> bool:
    return words in "".join(node.itertext())


def _bookmark(file: Any, name: str) -> Any:
    return next(node for node in file.body.iter(w("bookmarkStart")) if node.get(w("name")) == name)


@word_spoils("P001", "P019")
def entry_left_out(file: Any) -> None:
    drop(next(node for node in file.body.iter(w("p")) if _says(node, "engines, see pumps")))


@word_spoils("P019")
def entry_under_another_set_as_one_of_its_own(file: Any) -> None:
    under = next(node for node in file.body.iter(w("pStyle")) if node.get(w("val")) == "Index2")
    under.set(w("val"), "Index1")


@word_spoils("P019")
def entry_sends_to_another(file: Any) -> None:
    link = next(node for node in file.body.iter(w("hyperlink")) if node.get(w("anchor")) == "entry_1")
    link.set(w("anchor"), "index_2")


@word_spoils("P019")
def mark_left_out(file: Any) -> None:
    drop(_bookmark(file, "index_1"))


@word_spoils("P019")
def mark_in_another_paragraph(file: Any) -> None:
    mark = _bookmark(file, "index_1")
    end = mark.getnext()
    other = next(node for node in file.body.iter(w("p")) if _says(node, "Nobody counted"))
    other.extend([mark, end])


@word_spoils("P019")
def entry_leads_to_another_mark(file: Any) -> None:
    link = next(node for node in file.body.iter(w("hyperlink")) if node.get(w("anchor")) == "index_2")
    link.set(w("anchor"), "index_4")


@pdf_spoils("L106")
def index_gives_another_page(opened: Any) -> None:
    # The mark is moved to the last page, which has only what is there.
    names = opened.Root.Names.Dests.Names
    at = next(n for n, one in enumerate(names) if str(one) == "index-2")
    names[at + 1] = Array([opened.pages[-1].obj, *list(names[at + 1])[1:]])


@pdf_spoils("L106", "P014")
def entry_sends_to_a_heading(opened: Any) -> None:
    links = [link for page in opened.pages for link in page.obj.get("/Annots", [])]
    next(link for link in links if str(link.get("/Dest", "")) == "entry-1").Dest = String("heading-2")


@pdf_spoils("L106", "P019")
def mark_is_none(opened: Any) -> None:
    names = opened.Root.Names.Dests.Names
    at = next(n for n, one in enumerate(names) if str(one) == "index-2")
    del names[at : at + 2]


@pdf_spoils("P001", "P002", "P007")
def index_is_a_list(opened: Any) -> None:
    next(iter(elements(opened, "Index"))).S = Name.Div


def _between(opened: Any, entry: str, words: str) -> tuple[Any, int]:
    """The page and the mark of ``words`` of an entry of the index that are beside its links."""
    node = begins(opened, "P", entry)
    page = node.Pg
    return page, next(
        kid for kid in kids(node) if isinstance(kid, int) and painted_by(opened, Page(page), kid) == words
    )


def _painted_as(opened: Any, place: tuple[Any, int], other: tuple[Any, int]) -> None:
    """Paint the glyphs of ``other`` under the mark ``place``."""
    shown: list[Any] = []

    def keep(part: list[Any]) -> list[Any]:
        shown.extend(one for one in part if str(one.operator) in {"TJ", "Tj"})
        return part

    edit(opened, *other, keep)
    edit(opened, *place, lambda part: [shown[0] if str(one.operator) in {"TJ", "Tj"} else one for one in part])


@pdf_spoils("P004", of=RANGED)
def range_leaves_a_page_out(opened: Any) -> None:
    _painted_as(opened, _between(opened, "wells", "–"), _between(opened, "pumps", ", "))


@pdf_spoils("P001", "P002", of=RANGED)
def range_joins_pages_that_do_not_follow_each_other(opened: Any) -> None:
    _painted_as(opened, _between(opened, "pumps", ", "), _between(opened, "wells", "–"))


@pdf_spoils("P004", of=RANGED)
def range_over_a_page_on_which_there_is_nothing(opened: Any) -> None:
    # The place on the page between the first and the last is on the first.
    names = opened.Root.Names.Dests.Names
    first, second = (next(n for n, one in enumerate(names) if str(one) == f"index-{count}") for count in (1, 3))
    names[second + 1] = names[first + 1]


def expanded(opened: Any) -> list[Any]:
    return [node for node in elements(opened, "Span") if "/E" in node]


@pdf_spoils("P016")
def abbreviation_stands_for_something_else(opened: Any) -> None:
    for node in expanded(opened):
        node.E = String("Two Wells Only")


@pdf_spoils("P016")
def abbreviations_stand_for_nothing(opened: Any) -> None:
    for node in expanded(opened):
        del node["/E"]


@OBJECTS.spoils("P016", of=HARBOUR)
def words_that_are_no_abbreviation_stand_for_something(opened: Any) -> None:
    next(iter(elements(opened, "Span"))).E = String("The lamps are out.")


@word_spoils("P019")
def mark_of_a_term_left_out(file: Any) -> None:
    drop(_bookmark(file, "term_1"))


@pdf_spoils("P019")
def place_of_an_abbreviation_is_none(opened: Any) -> None:
    names = opened.Root.Names.Dests.Names
    at = next(n for n, one in enumerate(names) if str(one) == "abbreviation-1")
    del names[at : at + 2]


MARKUP = {
    "use of a term leads to a section": (r'href="([^"]*)#term-1"', r'href="\1#section-II"', ("P014",)),
    "mark of a term left out": (r'<span id="term-1" class="index-mark"></span>', "", ("L001", "P019")),
    "entry left out": (r"<li><p>engines.*?</li>", "", ("P001", "P014")),
    "entry sends to another": (r'href="([^"]*)#entry-1"', r'href="\1#heading-2"', ("P014",)),
    "entry that is sent to has no name": (r' id="entry-1"', "", ("L001", "P008")),
    "entry leads to another mark": (r'href="([^"]*)#index-2"', r'href="\1#index-4"', ("P014",)),
    "mark left out": (r'<span id="index-1" class="index-mark"></span>', "", ("L001", "P019")),
    "mark in another paragraph": (
        r'(<span id="index-1" class="index-mark"></span>)(.*?)Nobody counted',
        r"\2Nobody \1counted",
        ("P019",),
    ),
    "index is not marked as one": (r' role="doc-index"', "", ("P007",)),
}
"""Faults of web pages and books: what is found, what replaces it, and the codes."""
EDITIONS: tuple[Spoilt, ...] = (
    *FILES,
    *OBJECTS,
    *(
        Spoilt(fault, name, markup(name, old, new), tuple(sorted(codes)), report=MARKED)
        for name in ("html", "epub")
        for fault, (old, new, codes) in MARKUP.items()
    ),
    Spoilt("entry left out", "txt", text("engines, see pumps\n", ""), ("P001",), report=MARKED),
    Spoilt("entry of the index leads nowhere", "md", text('<a id="index-1"></a>', ""), ("L301",), report=MARKED),
)
