"""Editions that know of each other: made in order, made again when what they know of changed, and never leading to what
is not there.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.kit import houses
from tests.kit.command import plantin
from tests.kit.houses import HARBOUR_SLUG as NAME

pytestmark = pytest.mark.full


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A house with one small report."""
    return houses.small(tmp_path).root


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Such a house with all its editions, which no test makes others, and what the build said."""
    home = houses.small(tmp_path_factory.mktemp("built")).root
    return home, plantin("build", cwd=home).stdout


def page(home: Path) -> str:
    return (home / "build" / NAME / f"{NAME}-en.html").read_text("utf-8")


def test_a_web_page_alone_knows_of_nothing_and_one_among_others_of_all(home: Path) -> None:
    assert plantin("build", "--format", "html", cwd=home).returncode == 0
    assert "doc-pagebreak" not in page(home).replace("[role=doc-pagebreak]", "")
    assert f"{NAME}-en.pdf" not in page(home)
    assert plantin("check", "--format", "html", cwd=home).returncode == 0
    assert plantin("build", "--format", "pdf", cwd=home).returncode == 0
    checked = plantin("check", "--format", "pdf,html", cwd=home)
    assert "P012" in checked.stderr, "the page does not mark the pages that are now there"
    assert "related changed" in plantin("why", "--format", "html", cwd=home).stdout
    again = plantin("build", "--format", "html", cwd=home)
    assert again.returncode == 0, again.stderr
    assert 'id="page-2"' in page(home)
    assert f'href="{NAME}-en.pdf"' in page(home)
    assert f"{NAME}-en.epub" not in page(home)
    assert "as it was" in plantin("build", "--format", "html", cwd=home).stdout


def test_everything_at_once_is_made_once(built: tuple[Path, str]) -> None:
    home, said = built
    assert said.count("made in") == 4
    assert plantin("build", cwd=home).stdout.count("as it was") == 4
    assert "0 differences, 0 findings" in plantin("check", cwd=home).stdout
    for suffix in ("pdf", "docx", "epub"):
        assert f'href="{NAME}-en.{suffix}"' in page(home)


def test_a_page_offers_what_is_made_on_request_in_the_readers_words(home: Path) -> None:
    assert plantin("build", "--format", "txt,md,brf,large-20-sans,html", cwd=home).returncode == 0
    for suffix, words in (
        ("txt", "Plain text: the words and nothing else"),
        ("md", "Markdown: for repositories and programs"),
        ("brf", "Braille, grade 2: BRF, for embossers and displays"),
        ("large-20-sans.pdf", "Large print, 20 points, sans serif"),
    ):
        assert f'href="{NAME}-en.{suffix}"' in page(home)
        assert f">{words}, " in page(home)
    assert "0 differences, 0 findings" in plantin("check", "--format", "txt,md,brf,large-20-sans,html", cwd=home).stdout


def test_a_pdf_whose_pages_are_forgotten_is_made_again(home: Path) -> None:
    plantin("build", "--format", "pdf", cwd=home)
    record = home / "build" / ".records" / NAME / f"{NAME}-en.pdf.json"
    remarks = json.loads(record.read_bytes())["remarks"]
    assert remarks[0] == "1 masthead 0 0"
    record.write_text(record.read_text("utf-8").replace(remarks[1], "2 nowhere 0 0"), "utf-8")
    assert "where its pages begin" in plantin("why", "--format", "pdf", cwd=home).stdout
    assert "made in" in plantin("build", "--format", "pdf", cwd=home).stdout
    assert json.loads(record.read_bytes())["remarks"] == remarks


def test_no_page_leads_to_an_edition_that_says_something_else(home: Path) -> None:
    plantin("build", cwd=home)
    source = home / "sources" / NAME / "report.md"
    source.write_text(source.read_text("utf-8").replace("at dusk", "at dawn"), "utf-8")
    plantin("build", "--format", "html", cwd=home)
    assert "at dawn" in page(home)
    assert f"{NAME}-en.pdf" not in page(home), "the PDF still says “at dusk”"
    plantin("build", cwd=home)
    assert f"{NAME}-en.pdf" in page(home)


def test_addresses_come_from_the_root(home: Path) -> None:
    site = '[site]\nbase = "https://example.org/reports/"\npicture = "https://example.org/card.png"\n'
    (home / "plantin.toml").write_text(site, "utf-8")
    plantin("build", "--format", "html", cwd=home)
    assert '<meta property="og:image" content="https://example.org/card.png">' in page(home)
    assert f'<link rel="canonical" href="https://example.org/reports/{NAME}/{NAME}-en.html">' in page(home)


@pytest.mark.parametrize(
    "text",
    [
        "[site",
        '[site]\nbase = "example.org"\n',
        '[other]\nbase = "https://e.org"\n',
        "site = 1\n",
        '[site]\nbase = "https://e.org"\npicture = "card.png"\n',
        '[site]\nbase = "https://e.org"\npicture = "https://e.org/card.svg"\n',
    ],
)
def test_a_wrong_address_of_the_site_is_refused(home: Path, text: str) -> None:
    (home / "plantin.toml").write_text(text, "utf-8")
    ended = plantin("build", "--format", "html", cwd=home)
    assert ended.returncode == 5, ended.stderr
    assert "D020" in ended.stderr


def test_all_formats_are_read_aloud_alike(built: tuple[Path, str]) -> None:
    home, _ = built
    read = [
        plantin("show", "--as", "reading", "--format", name, cwd=home).stdout.split("\n", 1)
        for name in ("pdf", "docx", "epub", "html")
    ]
    assert [first for first, _ in read] == [
        f"build/{NAME}/{NAME}-en.{suffix}" for suffix in ("pdf", "docx", "epub", "html")
    ]
    assert len({rest for _, rest in read}) == 1
    assert "heading 2    II. State of the lamps" in read[0][1]
    assert "list item 1  (a)" in read[0][1]
