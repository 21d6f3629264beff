"""The bibliographic record and other metadata of an edition, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

ABBREVIATIONS = "abbreviations"
"""The term of the abbreviations that are marked in the text, each as "WHO=World Health Organization", once."""


HEADINGS = "colours of headings"
"""The term of the colours of titles and headings, a value for each with words, its rank and colours: "2 #0b4f6c"."""

RULES = "colours of rules"
"""The term of the colours of rules, borders and grounds, each once, as #rrggbb."""


LANGUAGES = "languages of passages"
"""The term of the passages in another language, one value for each: its tag, a blank, its words."""


@dataclass(frozen=True, slots=True)
class RecordedStatement:
    """One statement: ``where`` it is, in words ("the XMP packet"), the term of Dublin Core that it gives, or
    one of those here, and its values, none where the place has none for that term.
    """

    where: str
    term: str
    values: tuple[str, ...]
