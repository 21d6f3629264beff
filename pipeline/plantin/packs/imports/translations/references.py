"""Finds the references of a report in the words of a published translation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.model.document import Document
from plantin.model.inlines import Inline, Reference, Text
from plantin.model.outline import inlines, normal
from plantin.production.compose import compose
from plantin.source.front_matter import FrontMatter
from plantin.source.text import Source

_REFERENCE = re.compile(r"\[\]\(#([^)\s]+)\)(?:\{[^}]*\})?")
_SPACE = r"[ \u00a0\u202f]+"


def references(house: House, report: Source, head: FrontMatter, words: Locale) -> dict[str, tuple[str, ...]]:
    """Return how the press words each reference of the report in the language of ``words``, by the ids that it names.
    None where the report cannot be composed.
    """
    try:
        document = compose(house, report, head, words, trusting=True).document
    except PlantinError:
        return {}
    names = [match[1] for match in _REFERENCE.finditer(report.body())]
    wordings: dict[str, list[str]] = {}
    by_anchor: dict[str, list[str]] = {}
    for block in document.text():
        for text, anchors in _groups(list(inlines(block))):
            by_anchor.setdefault(",".join(anchors), []).append(text)
    ids = _anchors(document, names)
    for name in dict.fromkeys(names):
        key = ",".join(ids.get(identifier, "") for identifier in name.split(","))
        wordings[name] = [*wordings.get(name, []), *by_anchor.get(key, [])]
    return {name: tuple(dict.fromkeys(texts)) for name, texts in wordings.items()}


def _groups(content: Iterable[Inline]) -> Iterator[tuple[str, list[str]]]:
    """Yield the words of each reference, those of one group as one, with the anchors that it leads to."""
    group: list[Inline] = []
    for node in (*content, None):
        if isinstance(node, Reference):
            yield node.text, [node.anchor]
            if len(group) > 1:
                text = "".join(inline.text for inline in (*group, node) if isinstance(inline, Reference | Text))
                yield text, [inline.anchor for inline in (*group, node) if isinstance(inline, Reference)]
                group = [*group, node]
            else:
                group = [node]
        elif isinstance(node, Text) and group and len(node.text) < 8 and isinstance(group[-1], Reference):
            group.append(node)
        else:
            group = []


def _anchors(document: Document, names: Iterable[str]) -> dict[str, str]:
    """Return the anchor of each id: references come in the order of the source, in the body and then in the notes as
    those are called.
    """
    single = [identifier for name in names for identifier in name.split(",")]
    blocks = document.text()
    anchors = [node.anchor for block in blocks for node in inlines(block) if isinstance(node, Reference)]
    return dict(zip(single, anchors, strict=True)) if len(single) == len(anchors) else {}


class ReferenceRestorer:
    """Puts references back into translations; ``shown`` are their words by the ids that they name."""

    def __init__(self, shown: Mapping[str, tuple[str, ...]]) -> None:
        self._shown = shown

    def text(self, original: str, text: str, names: Mapping[str, str]) -> str:
        """Return ``text`` with the references of ``original``: those that are references of its own by ``names``,
        others by their words.
        """
        text = _REFERENCE.sub(lambda match: _rename_targets(match, names), text)
        for match in _REFERENCE.finditer(original):
            if f"(#{match[1]})" in text:
                continue
            wordings = sorted(self._shown.get(match[1], ()), key=len, reverse=True)
            occurrence = next(
                (place for form in (_exact, _spelt_out) for words in wordings if (place := form(words, text))), None
            )
            if occurrence:
                text = f"{text[: occurrence.start()]}[](#{match[1]}){text[occurrence.end() :]}"
        return text


def _exact(words: str, text: str) -> re.Match[str] | None:
    """Return where the words of a reference are in a text."""
    pattern = _SPACE.join(map(re.escape, normal(words).split()))
    return re.search(rf"(?<!\w){pattern}(?!\w)", text)


def _spelt_out(words: str, text: str) -> re.Match[str] | None:
    """Return where its number is after another form of its word: "paragraphe 1" for "par. 1"."""
    first, *rest = normal(words).split()
    if not rest or not first[:1].isalpha():
        return None
    return re.search(
        rf"(?<!\w){re.escape(first[0])}[^\W\d]*\.?{_SPACE}{_SPACE.join(map(re.escape, rest))}(?!\w)",
        text,
        re.IGNORECASE,
    )


def _rename_targets(match: re.Match[str], names: Mapping[str, str]) -> str:
    ids = [names.get(identifier, identifier) for identifier in match[1].split(",")]
    return match[0].replace(f"#{match[1]}", f"#{','.join(ids)}")
