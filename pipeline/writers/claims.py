"""What an edition may say of its own accessibility, derived from what is in the document and never assumed."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import Document

SUMMARY_LANGUAGE = "en"
_TEXT_ONLY = "All of the report is text in its reading order, without images, sound or movement."
_NUMBERED = "Its headings and paragraphs carry their printed numbers as text."
_NAVIGATION = "There is a list of contents, and headings to move by."
_NOTES = "Notes stand together at the end; each is linked from its calls, and back to each of them."


@dataclass(frozen=True, slots=True)
class Claims:
    """The five properties of the accessibility vocabulary of schema.org; ``summary`` is in ``SUMMARY_LANGUAGE``."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def claims(document: Document) -> Claims:
    """What is true of a document that is all text, as every document is: the model has no images, sound or movement."""
    sections = any(True for _ in document.sections())
    features = ["ARIA", "displayTransformability", "readingOrder", "unlocked"]
    sentences = [_TEXT_ONLY]
    if sections:
        features += ["structuralNavigation", "tableOfContents"]
        sentences += [_NUMBERED, _NAVIGATION]
    if document.notes:
        sentences.append(_NOTES)
    return Claims(("textual",), ("textual",), tuple(sorted(features, key=str.lower)), ("none",), " ".join(sentences))
