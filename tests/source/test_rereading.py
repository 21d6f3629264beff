"""A text read again gives what pandoc gives for all of it, whatever was changed; and pandoc is given little where it
may be.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plantin.source import pandoc, rereading

TEXT = """\
# Lamps {#lamps}

The first lamp burns
in *two* streets.[^a] See [the list][list].

{.wide}

The second lamp.

- one

- two

Between lists.

::: {.box}
In a box.
:::

Term

: Meaning.

| a | b |
|---|---|
| c | d |

After the table, $x$.

## End

```
code

more code
```

The last lamp[^b].

[^a]: A note of
    two lines.

[^b]: Another.

[list]: https://example.org
"""
WORDS = "The first lamp burns"
CHANGES = {
    "words": (WORDS, "The first lamp shone"),
    "the call of a note": ("[^b].", "[^a]."),
    "a note that is not there": ("[^b].", "[^c]."),
    "emphasis over lines": (WORDS, "The *first lamp burns"),
    "a heading": ("## End", "## *The* end"),
    "the level of a heading": ("## End", "### End"),
    "a line that only looks like a heading": ("## End", "End"),
    "a paragraph that is a heading": ("Between lists.", "# Between"),
    "a list in a paragraph": (WORDS, "- The first"),
    "code that begins": (WORDS, "```"),
    "a box that begins": ("Between lists.", "::: {.box}"),
    "a box that ends": ("Between lists.", ":::"),
    "an entry that goes on": ("Between lists.", "    Between lists."),
    "a comment that begins": ("Between lists.", "<!-- Between"),
    "a block of HTML": ("Between lists.", "<pre>"),
    "a definition": ("The last lamp[^b].", ": The last lamp."),
    "another term": ("Term", "Terms"),
    "a definition of a link": ("Between lists.", "[list]: https://example.com"),
    "where a link leads": ("https://example.org", "https://example.com"),
    "the words of a note": ("Another.", "Yet another."),
    "the call of a note in a note": ("A note of", "A note of[^b]"),
    "after attributes": ("The second lamp.", "The third lamp."),
    "attributes": ("Between lists.", "{.narrow}"),
    "what attributes are of": ("{.wide}", "Not wide."),
    "in a box": ("In a box.", "In the box."),
    "in a table": ("| c | d |", "| c | e |"),
    "a table that begins": ("Between lists.", "| a |"),
    "a line under a paragraph": ("in *two* streets.[^a] See [the list][list].", "---"),
    "a formula": ("$x$", "$y$"),
    "words beside a formula": ("After the table", "Below the table"),
    "a quotation": ("Between lists.", "> Between lists."),
    "a blank line": ("in *two* streets.[^a] See [the list][list].", ""),
    "code": ("more code", "less code"),
    "a line more": (WORDS, f"{WORDS}\n\nA lamp."),
}


@pytest.fixture
def kept() -> Iterator[None]:
    rereading.keep(4)
    yield
    rereading.keep(0)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("change", CHANGES)
def test_a_text_that_was_changed_gives_what_pandoc_gives(change: str) -> None:
    old, new = CHANGES[change]
    changed = TEXT.replace(old, new, 1)
    assert changed != TEXT
    rereading.parse(TEXT, "report.md")
    assert rereading.parse(changed, "report.md") == pandoc.parse(changed, "report.md")


@pytest.mark.usefixtures("kept")
def test_pandoc_is_given_the_paragraph_that_changed_and_the_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    whole = pandoc.parse

    def recorded(body: str, path: str) -> object:
        given.append(body)
        return whole(body, path)

    monkeypatch.setattr(pandoc, "parse", recorded)
    rereading.parse(TEXT, "report.md")
    rereading.parse(TEXT.replace(WORDS, "The first lamp shone"), "report.md")
    rereading.parse(TEXT, "report.md")
    assert given[0] == TEXT
    assert len(given) == 2, "a text that was seen before is not read again"
    assert {"The first lamp shone", "[^a]: A note of", "[list]: https://example.org"} <= set(given[1].split("\n"))
    assert "The second lamp." not in given[1]


def test_nothing_is_kept_by_a_process_that_did_not_ask_for_it() -> None:
    rereading.parse(TEXT, "report.md")
    assert not rereading._kept
