"""Questions of translators to the author: a comment ``query: ...`` of a message, in its PO file or as a note from their
tool, and the author's answer, a comment of the source: ``<!-- answer "words of the query": ... -->``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from plantin.findings import Finding
from plantin.source.text import Source
from plantin.translation.po import Catalogue, PoEntry

NOTE = "answer: "
"""How the line of a translator's note begins that has the answer to a query."""
_QUERY = re.compile(r"(?:^|: )query:\s*(\S.*)", re.IGNORECASE)
_ANSWER = re.compile(r'<!--\s*answer\s+"([^"]+)"\s*:\s*(\S.*?)\s*-->')
_SHOWN = 200


def answers(source: Source) -> dict[str, str]:
    """Return the answers in a source, by the words of the query that each is to."""
    return {match[1]: match[2] for match in _ANSWER.finditer(source.body())}


def queries(entry: PoEntry) -> Iterator[str]:
    """Return the questions about a message.

    >>> list(queries(PoEntry("#oil", "Oil", comments=("query: Whale oil?", "A. Reviser: query: Or tallow?"))))
    ['Whale oil?', 'Or tallow?']
    """
    return (match[1].strip() for line in entry.comments if (match := _QUERY.search(line)))


def notes(entry: PoEntry, given: Mapping[str, str]) -> Iterator[str]:
    """Return the lines of a translator's note with the answers to the queries of a message."""
    return (NOTE + answer for query in queries(entry) if (answer := _answer(query, given)))


def _answer(query: str, given: Mapping[str, str]) -> str:
    return next((answer for words, answer in given.items() if words in query), "")


def unanswered_queries(catalogue: Catalogue, source: Source) -> Iterator[Finding]:
    """T091 for each query that the source does not answer."""
    by_words = answers(source)
    hint = 'The author answers it in the source: `<!-- answer "words of the query": the answer -->`.'
    for entry in catalogue.entries:
        for query in queries(entry):
            if not _answer(query, by_words):
                message = f"a query has no answer: {query[:_SHOWN]!r}"
                yield Finding("T091", message, catalogue.place(entry), hint, "warning")
