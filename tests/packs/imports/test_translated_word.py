"""An edited Word edition of a translation changes the messages that were edited in it, and nothing else of its
catalogue.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import docx.document
import pytest
from docx.oxml import parse_xml
from docx.text.run import Run

from plantin.findings import TranslationError
from plantin.house.layout import House
from plantin.packs.imports.corrections import CorrectionResult
from plantin.packs.imports.corrections.translated import is_corrected, merge_translation
from plantin.production import steps
from plantin.production.formats import format_named, moment
from plantin.translation import po
from plantin.translation.po import PoEntry
from tests.kit import houses
from tests.kit.command import plantin
from tests.kit.editions import Editions

pytestmark = pytest.mark.full

UN, WATER = "S-2017-97", "WU-2026-1"
CATALOGUES = [
    *(pytest.param(UN, language, marks=pytest.mark.slow) for language in ("fr", "es")),
    (UN, "ru"),
    (WATER, "fr"),
    (WATER, "es"),
]
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TRACKED = f'{WORD} w:id="900" w:author="Reviser"'

Package = docx.document.Document
Edition = Callable[[str, str], bytes]


def house_of(folder: Path, slug: str) -> House:
    """A house with the report and its catalogues."""
    if slug == WATER:
        shutil.copytree(houses.ROOT / "examples" / "city-water", folder / "house")
        return House(folder / "house")
    shutil.copytree(houses.ROOT / "sources" / UN, folder / "house" / "sources" / UN)
    shutil.copytree(houses.ROOT / "locales", folder / "house" / "locales")
    (folder / "house" / "styles").symlink_to(houses.ROOT / "styles")
    return houses.in_un(folder / "house")


@pytest.fixture
def edition(store: Editions) -> Edition:
    """The Word edition of a translation in its house as it came."""
    homes = {UN: House(houses.ROOT), WATER: House(houses.ROOT / "examples" / "city-water")}

    def content(slug: str, language: str) -> bytes:
        home = homes[slug]
        return store.content(store.document(home, slug, language), "docx", style=home.style(home.style_of(slug)))

    return content


def edited(house: House, content: bytes, edit: Callable[[Package], None]) -> Path:
    """The Word edition of a translation, edited."""
    package = docx.Document(io.BytesIO(content))
    edit(package)
    path = house.root / "edited.docx"
    package.save(str(path))
    return path


def run_with(package: Package, words: str) -> Run:
    return next(run for one in package.paragraphs for run in one.runs if words in run.text)


def replacing(old: str, new: str) -> Callable[[Package], None]:
    def edit(package: Package) -> None:
        run = run_with(package, old)
        run.text = run.text.replace(old, new, 1)

    return edit


def entries(house: House, slug: str, language: str) -> dict[str, PoEntry]:
    path = house.catalogue_file(language, slug)
    return {entry.context: entry for entry in po.read_catalogue(path).entries}


def come(
    house: House, slug: str, language: str, content: bytes, edit: Callable[[Package], None]
) -> tuple[CorrectionResult, dict[str, tuple[PoEntry, PoEntry]]]:
    """What was imported, and the entries that changed: before and after, by context."""
    before = entries(house, slug, language)
    path = edited(house, content, edit)
    assert is_corrected(house, path, slug, language)
    done = merge_translation(house, path, slug, language, "refuse")
    after = entries(house, slug, language)
    assert before.keys() == after.keys()
    same = {context for context, entry in before.items() if _bare(entry) == _bare(after[context])}
    return done, {context: (before[context], after[context]) for context in before if context not in same}


def _bare(entry: PoEntry) -> tuple[str, str, tuple[str, ...]]:
    return entry.translation, entry.state, entry.comments


def test_one_word_is_one_message(edition: Edition, tmp_path: Path) -> None:
    house = house_of(tmp_path, UN)
    done, changed = come(house, UN, "fr", edition(UN, "fr"), replacing("Internet clandestin", "réseau clandestin"))
    assert done.losses == ()
    assert [(was.state, now.state) for was, now in changed.values()] == [("reviewed", "translated")]
    ((was, now),) = changed.values()
    assert now.translation == was.translation.replace("Internet clandestin", "réseau clandestin", 1)


@pytest.mark.sample(1)
@pytest.mark.parametrize(("slug", "language"), CATALOGUES)
def test_an_edition_that_was_not_edited_changes_nothing(
    slug: str, language: str, edition: Edition, tmp_path: Path
) -> None:
    """The no-break spaces that the press sets, its numbers, its references and the names of its pictures are no
    change.
    """
    house = house_of(tmp_path, slug)
    before = house.catalogue_file(language, slug).read_bytes()
    done, changed = come(house, slug, language, edition(slug, language), lambda _: None)
    assert (done.changed, done.changes, done.losses, changed) == (False, (), (), {})
    assert house.catalogue_file(language, slug).read_bytes() == before


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("slug", "language", "old", "new"),
    [
        pytest.param(UN, "es", "Internet", "internet", marks=pytest.mark.slow),
        (UN, "ru", "боевиков", "бойцов"),
        (WATER, "fr", "eau", "eau potable"),
        (WATER, "es", "agua", "agua potable"),
    ],
)
def test_one_word_of_another_language_or_house_is_one_message(
    slug: str, language: str, old: str, new: str, edition: Edition, tmp_path: Path
) -> None:
    house = house_of(tmp_path, slug)
    done, changed = come(house, slug, language, edition(slug, language), replacing(old, new))
    assert done.losses == ()
    assert len(changed) == 1
    assert house.catalogue_file(language, slug).read_text("utf-8").count("![") == 2 * (slug == WATER)
    steps.compose(house, slug, language)


def test_a_tracked_change_is_refused_unless_it_is_accepted_or_rejected(edition: Edition, tmp_path: Path) -> None:
    def edit(package: Package) -> None:
        run = run_with(package, "eau")
        before, after = run.text.split("eau", 1)
        run.text = after
        space = 'xml:space="preserve"'
        for xml in (
            f"<w:r {WORD}><w:t {space}>{before}</w:t></w:r>",
            f"<w:del {TRACKED}><w:r><w:delText>eau</w:delText></w:r></w:del>",
            f"<w:ins {TRACKED}><w:r><w:t>onde</w:t></w:r></w:ins>",
        ):
            run._r.addprevious(parse_xml(xml))

    house = house_of(tmp_path, WATER)
    assert "onde" not in house.catalogue_file("fr", WATER).read_text("utf-8")
    path = edited(house, edition(WATER, "fr"), edit)
    with pytest.raises(TranslationError, match="S051"):
        merge_translation(house, path, WATER, "fr", "refuse")
    assert not merge_translation(house, path, WATER, "fr", "reject").changed
    assert merge_translation(house, path, WATER, "fr", "accept").changed
    assert "onde" in house.catalogue_file("fr", WATER).read_text("utf-8")


def test_a_paragraph_that_the_original_does_not_have_is_reported(edition: Edition, tmp_path: Path) -> None:
    def edit(package: Package) -> None:
        paragraph = next(one for one in package.paragraphs if "Internet clandestin" in one.text)
        paragraph.insert_paragraph_before("Un paragraphe de trop.", paragraph.style)

    done, changed = come(house_of(tmp_path, UN), UN, "fr", edition(UN, "fr"), edit)
    assert changed == {}
    assert {finding.code for finding in done.losses} >= {"S058"}
    assert any("Un paragraphe de trop" in finding.message for finding in done.losses)


def test_a_message_of_a_draft_is_translated_in_the_word_file(tmp_path: Path) -> None:
    house = house_of(tmp_path, UN)
    file = house.catalogue_file("fr", UN)
    catalogue = po.read_catalogue(file)
    first = next(n for n, one in enumerate(catalogue.entries) if one.context.startswith("paragraph:"))
    empty = [*catalogue.entries]
    empty[first] = PoEntry(empty[first].context, empty[first].original, note=empty[first].note)
    po.write_catalogue(file, po.Catalogue(str(file), "fr", tuple(empty), header=catalogue.header), house.root)

    def edit(package: Package) -> None:
        runs = next(one for one in package.paragraphs if "[non traduit]" in one.text).runs
        start = next(n for n, run in enumerate(runs) if "[non traduit]" in run.text)
        words = [run for run in runs[start:] if run.text.strip()]
        for run in words:
            run.text = ""
        words[1].text = "Une traduction entière."

    row = format_named("docx")
    assert row is not None
    document = steps.compose(house, UN, "fr").document
    content = row.write(document, house.style(house.style_of(UN)), moment(document))
    done, changed = come(house, UN, "fr", content, edit)
    ((was, now),) = changed.values()
    assert (was.state, now.state) == ("missing", "translated")
    assert now.translation.startswith("Une traduction entière.[^")
    assert done.losses == ()


def test_the_command_says_what_changed(edition: Edition, tmp_path: Path) -> None:
    house = house_of(tmp_path, WATER)
    path = edited(house, edition(WATER, "fr"), replacing("eau", "eau potable"))
    ended = plantin("import", str(path), "--onto", "WU/2026/1", "--language", "fr", cwd=house.root)
    assert ended.returncode == 0, ended.stderr
    assert "1 changed message\n1 change, 0 things not carried over" in ended.stdout
    assert plantin("build", "--language", "fr", "--format", "html", cwd=house.root).returncode == 0
