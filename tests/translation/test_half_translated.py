"""Every construct of the manual is built in every language while nothing, or half of it, is translated, and says what
its document says.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from plantin import translation
from plantin.auditors.parity import content
from plantin.house.layout import House
from plantin.model.document import Document, Passage, every
from plantin.model.inlines import Foreign, Formula, IndexMark, Reference, plain
from plantin.production import steps
from plantin.production.formats import Edition
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.translation import po
from plantin.translation.message import messages
from plantin.translation.pseudo import pseudo_text
from plantin.translation.term_uses import number_terms
from tests.kit import manual_examples
from tests.kit.manual_examples import LANGUAGES, REPORTS

pytestmark = pytest.mark.full

STATES = ("nothing", "even", "odd")
"""Which messages are translated: those with even numbers, or with odd ones."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    return manual_examples.house(tmp_path_factory.mktemp("drafts"))


@cache
def composed(home: House, slug: str, language: str, state: str) -> steps.ComposedReport:
    """The report with this part of it translated into the language, in words that are no words of it."""
    path = home.catalogue_file(language, slug)
    path.unlink(missing_ok=True)
    translation.update_file(home, slug, language)
    if state != "nothing":
        catalogue = po.read_catalogue(path)
        entries = (
            replace(entry, translation=pseudo_text(entry.original)) if n % 2 == (state == "odd") else entry
            for n, entry in enumerate(catalogue.entries)
        )
        po.write_catalogue(path, replace(catalogue, entries=tuple(entries)), home.root)
    return steps.compose(home, slug, language)


def wrong(home: House, slug: str, language: str, document: Document, name: str) -> list[str]:
    """What a check says of the edition of ``document`` in the format ``name``."""
    edition = Edition(slug, language, name)
    steps.issue(home, document, edition, None)
    verdict = steps.check(home.build / edition.target, edition.target, edition, document, (), home)
    return [str(finding) for finding in (*verdict.differences, *verdict.findings)]


PAIRS = tuple(product(REPORTS, LANGUAGES))
PARTS = [
    *((slug, language, "nothing") for slug, language in PAIRS),
    *((slug, language, STATES[1 + n % 2]) for n, (slug, language) in enumerate(PAIRS)),
]
"""Of each report in each language nothing is translated, and half: in turn the one and the other half, so that each
report and each language has both.
"""


@pytest.mark.sample(2)
@pytest.mark.parametrize(("slug", "language", "state"), PARTS)
def test_every_construct_is_built_and_says_the_same(home: House, slug: str, language: str, state: str) -> None:
    made = composed(home, slug, language, state)
    if state == "nothing":
        assert [str(finding) for finding in made.findings if finding.severity == "error"] == []
    assert [
        *wrong(home, slug, language, made.document, "html"),
        *wrong(home, slug, language, made.document, "txt"),
    ] == []


def test_words_of_the_press_for_a_formula_are_in_its_language_within_untranslated_words(home: House) -> None:
    document = composed(home, REPORTS[1], "ru", "odd").document
    foreign = [part for part in content.parts(document.blocks) if isinstance(part, Foreign) and part.language == "ru"]
    assert "y в квадрате" in {plain(part.content) for part in foreign}
    assert wrong(home, REPORTS[1], "ru", document, "docx") == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_formulas_and_references_have_their_languages_in_word(home: House, language: str) -> None:
    assert wrong(home, REPORTS[1], language, composed(home, REPORTS[1], language, "nothing").document, "docx") == []


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("slug", "language"),
    [*product(REPORTS, ("ar", "zh")), *((REPORTS[2], language) for language in ("fr", "es", "ru"))],
)
def test_words_of_the_press_in_english_are_in_the_braille_of_the_edition(home: House, slug: str, language: str) -> None:
    document = composed(home, slug, language, "nothing").document
    assert [*wrong(home, slug, language, document, "brf"), *wrong(home, slug, language, document, "ebrl")] == []


ON_PAPER = dict(zip(LANGUAGES, (REPORTS[0], REPORTS[1], REPORTS[2], REPORTS[1], REPORTS[0]), strict=True))
"""Of which report the usual tests lay out pages, language by language: that takes seconds for each."""
EDITIONS = [
    *((slug, language, name) for slug, language in PAIRS for name in ("docx", "epub")),
    *(
        pytest.param(slug, language, "pdf", marks=[pytest.mark.slow] * (slug != ON_PAPER[language]))
        for slug, language in PAIRS
    ),
]


@pytest.mark.full
@pytest.mark.sample(2)
@pytest.mark.parametrize(("slug", "language", "name"), EDITIONS)
def test_every_edition_of_what_nobody_translated_says_the_same(
    home: House, slug: str, language: str, name: str
) -> None:
    assert wrong(home, slug, language, composed(home, slug, language, "nothing").document, name) == []


DRAFTED = ("de", "pl", "pt", "tr")
"""Languages of which the press has a draft, the letters and a table of braille with a dash; bench/unwritten.py makes
all, in every format.
"""


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> House:
    return manual_examples.house(tmp_path_factory.mktemp("drafted"), DRAFTED)


@pytest.mark.sample(3)
@pytest.mark.parametrize("language", DRAFTED)
def test_a_draft_of_a_language_has_every_construct_as_text_and_in_braille(drafted: House, language: str) -> None:
    document = composed(drafted, REPORTS[0], language, "nothing").document
    assert [
        *wrong(drafted, REPORTS[0], language, document, "txt"),
        *wrong(drafted, REPORTS[0], language, document, "brf"),
    ] == []


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "name"), [(REPORTS[1], "audio"), (REPORTS[2], "audio"), (REPORTS[0], "daisy202")])
def test_charts_listings_and_titles_of_others_are_heard_in_a_draft(drafted: House, slug: str, name: str) -> None:
    assert wrong(drafted, slug, "pl", composed(drafted, slug, "pl", "nothing").document, name) == []


# Terms of the glossary

HEAD = "---\nsymbol: A/1/1\ntitle: T\ndate: 2035-06-01\noriginal-language: en\nlanguages: [en, fr]\n---\n\n"
TERMS = (
    "Each [lamp]{.term} needs [oil]{.term}, and [*lamps*]{.term entry=lamp} too.\n\n"
    "::: {.glossary}\nLamp\n:   A light.\n\nOil\n:   A fluid.\n\nAll oil\n:   Much of it.\n:::\n"
)


@pytest.mark.parametrize(
    ("lamp", "oil", "uses", "expected"),
    [
        ("", "", "", "Each [lamp]{1} needs [oil]{2}, and [*lamps*]{1} too."),
        ("Lampe", "Huile", "", "Each [lamp]{1} needs [oil]{2}, and [*lamps*]{1} too."),
        ("", "", "[Lampes]{.term}, [huile]{.term}, [lampe]{.term}", "[Lampes]{1}, [huile]{2}, [lampe]{1}"),
        ("Lampe", "Huile", "[huile]{.term}, [lampe]{.term}", "[huile]{2}, [lampe]{1}"),
        ("Lampe", "", "[huile]{.term}, [lampe]{.term}", "[huile]{2}, [lampe]{1}"),
        ("Lampe", "Huile", '[huiles]{.term entry="oil"}', "[huiles]{2}"),
        ("Lampe", "Huile", "[huiles]{.term entry=HUILE} [lampe]{.term}", "[huiles]{2} [lampe]{1}"),
        ("Lampe", "Lampe", "[lampe]{.term} [lampe]{.term} [lampe]{.term}", "[lampe]{1} [lampe]{2} [lampe]{1}"),
        ("Lampe", "Huile", "[a]{.term} [b]{.term} [c]{.term} [d]{.term}", "[a]{1} [b]{2} [c]{1} [d]{.term}"),
        ("Lampe", "Huile", "[mot]{.termed}", "[mot]{.termed}"),
    ],
)
def test_a_use_means_the_term_that_the_original_uses(lamp: str, oil: str, uses: str, expected: str) -> None:
    report = source_text.parse(HEAD + TERMS, "report.md")
    found = messages(report, front_matter.read(report))
    terms = [message.context for message in found if message.term]
    assert len(terms) == 3
    (use,) = (message for message in found if ".term" in message.text)
    texts = {message.context: message.text for message in found}
    texts |= {terms[0]: lamp or "Lamp", terms[1]: oil or "Oil", use.context: uses or use.text}
    shown = number_terms(found, texts, texts)
    for n in "12":
        expected = expected.replace(f"{{{n}}}", f'{{.term entry="#{n}"}}')
    assert shown[use.context] == expected
    assert shown[terms[0]] == f'[{lamp or "Lamp"}]{{of="#1"}}'
    assert shown.keys() == texts.keys()


def test_uses_lead_to_their_terms_while_half_is_translated(home: House) -> None:
    english = steps.compose(home, REPORTS[1], "en").document
    for state in STATES:
        document = composed(home, REPORTS[1], "fr", state).document
        assert led(document) == led(english) != []
        assert [name for name, _ in document.publication.abbreviations] in (
            ["TEU", "WHO"],
            [pseudo_text("TEU"), "WHO"],
            ["TEU", pseudo_text("WHO")],
            [pseudo_text("TEU"), pseudo_text("WHO")],
        )


def led(value: object) -> list[str]:
    """The anchors of terms in a document, in its order."""
    return [anchor for anchor in _anchors(value) if anchor.startswith("term-")]


def _anchors(value: object) -> list[str]:
    if isinstance(value, tuple):
        return [anchor for one in value for anchor in _anchors(one)]
    if isinstance(value, Document):
        return _anchors((value.blocks, value.notes))
    if isinstance(value, Reference | IndexMark):
        return [value.anchor]
    fields = getattr(value, "__dataclass_fields__", {})
    return [anchor for name in fields for anchor in _anchors(getattr(value, name))]


def test_the_words_of_a_reference_are_in_the_language_of_the_edition(home: House) -> None:
    document = composed(home, REPORTS[0], "ru", "nothing").document
    english = [one for one in _foreign((document.blocks, document.notes)) if one.language == "en"]
    inside = [one for passage in english for one in _foreign(passage.content)]
    assert {one.language for one in inside} == {"ru"}
    inside = [one for one in inside if not isinstance(one.content[0], Formula)]
    assert [(one.language, plain(one.content).split()[0]) for one in inside] == [("ru", "раздел")]


def _foreign(value: object) -> list[Foreign]:
    if isinstance(value, tuple):
        return [passage for one in value for passage in _foreign(one)]
    fields = getattr(value, "__dataclass_fields__", {})
    found = [passage for name in fields for passage in _foreign(getattr(value, name))]
    return [value, *found] if isinstance(value, Foreign) else found


def test_each_cell_of_a_table_in_html_is_a_message(home: House) -> None:
    report = home.source(REPORTS[1])
    texts = [message.text for message in messages(report, front_matter.read(report)) if message.kind == "cell"]
    assert [text for text in texts if "<" in text] == ["North<br>coast"]
    assert "14^2^" in texts
    counts = {
        # A paragraph in the language of an edition is no passage in it.
        sum(
            not isinstance(block, Passage)
            for block in every(composed(home, REPORTS[1], language, "even").document.blocks)
        )
        for language in LANGUAGES
    }
    assert len(counts) == 1
