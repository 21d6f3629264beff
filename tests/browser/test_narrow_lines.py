"""Lines of a telephone, 375 CSS pixels wide: web page and EPUB part no number from its unit."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plantin.model.document import Document, Paragraph
from plantin.model.inlines import Text
from plantin.resolve.typography import Typesetter
from tests.kit import houses
from tests.kit.editions import Editions
from tests.kit.kept_together import WHOLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.full

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
STEP = "ab "
_PARTED = r"""() => {
  const parted = [];
  for (const paragraph of document.querySelectorAll("p")) {
    const text = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node; (node = text.nextNode());) {
      for (const group of node.data.matchAll(/\[([^\]]*)\]/g)) {
        const range = document.createRange();
        range.setStart(node, group.index);
        range.setEnd(node, group.index + group[0].length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (lines.size > 1) parted.push(group[1].replaceAll("\u00a0", " "));
      }
    }
  }
  return [...new Set(parted)];
}"""


def growing(report: Document, language: str, *, kept: bool) -> Document:
    """A report in ``language``: each group that stays together, in brackets, after ever more words."""
    locale = houses.un(language)
    setter = Typesetter(locale.typography)
    # A hyphen or a stroke in a word is another matter: the printed page alone holds those.
    groups = [words for words in WHOLE[language] if " " in words and not {"-", "/"} & set(words)]
    texts = [
        f"{STEP * count}[{setter.text(words) if kept else words}] {STEP * 3}"
        for words in groups
        for count in range(4, 16)
    ]
    blocks = tuple(Paragraph(f"paragraph-{count}", "", (Text(text),)) for count, text in enumerate(texts, 1))
    return replace(report, language=language, direction=locale.direction, blocks=blocks, notes=())


def parted(browser: Browser, address: str) -> list[str]:
    """The groups that more than one line has."""
    with browser.new_context(viewport={"width": 375, "height": 812}) as context:
        page = context.new_page()
        page.goto(address)
        found: list[str] = page.evaluate(_PARTED)
        return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["html", "epub"])
def test_a_number_stays_with_its_unit(
    language: str, name: str, harbour: Document, store: Editions, browser: Browser, tmp_path: Path
) -> None:
    found = {}
    for kept in (True, False):
        path = store.path(growing(harbour, language, kept=kept), name)
        if name == "html":
            found[kept] = parted(browser, path.as_uri())
            continue
        with zipfile.ZipFile(path) as book:
            book.extractall(tmp_path / str(kept))
        chapters = sorted((tmp_path / str(kept)).rglob("*.xhtml"))
        found[kept] = [words for chapter in chapters for words in parted(browser, chapter.as_uri())]
    assert found[True] == []
    assert len(found[False]) > len(WHOLE[language]) / 3, "without the rules of the language lines part them"
