"""Raised and lowered words: 10² is another number than 102, in whichever form it is given."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from plantin.model.document import Document
from plantin.model.inlines import (
    Emphasis,
    Foreign,
    IndexMark,
    Indicator,
    Inline,
    Link,
    PageBreak,
    Strong,
    Subscript,
    Superscript,
    Text,
    merge_texts,
    plain,
)
from plantin.model.rewrite import RewriteRules, notes, rewrite

MINUS = "\N{MINUS SIGN}"
_PLAIN = f"0123456789+{MINUS}=()"
_RAISABLE = f"{_PLAIN}abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW"
_LOWERABLE = f"{_PLAIN}aehijklmnoprstuvx"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ"
_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
RAISED = str.maketrans(f"{_RAISABLE}-", f"{_SUPERSCRIPTS}⁻")
"""The superscript of each character that has one."""
LOWERED = str.maketrans(f"{_LOWERABLE}-", f"{_SUBSCRIPTS}₋")
"""The subscript of each character that has one."""
LEVEL = f"[{_SUPERSCRIPTS}]*⁽[^⁽⁾]*⁾|[{_SUPERSCRIPTS}]+|[{_SUBSCRIPTS}]*₍[^₍₎]*₎|[{_SUBSCRIPTS}]+"
"""A pattern of what is raised or lowered in such characters; what has none is between raised or lowered brackets."""
_SIGNED = re.compile(rf"[+\-{MINUS}]?[0-9]+[+\-{MINUS}]?|[+\-{MINUS}]")
_LEVELS = re.compile(LEVEL)
_FLAT = str.maketrans(_SUPERSCRIPTS + _SUBSCRIPTS, _RAISABLE + _LOWERABLE)
_LAST = re.compile(r"\w*\Z")
_FIGURES = re.compile(r"\d+|[IVXLCDM]+(?=[^\W\dA-Z])")


def is_number(text: str) -> bool:
    """Return whether ``text`` is a number or a charge, which raised or lowered is one still.

    >>> is_number("-3"), is_number("2+"), is_number("rd")
    (True, True, False)
    """
    return _SIGNED.fullmatch(text) is not None


def is_raised(level: str) -> bool:
    """Return whether what is raised or lowered in characters of its own, as ``LEVEL`` finds it, is raised."""
    return level[0] in _SUPERSCRIPTS


def set_minus(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return what is raised or lowered with a minus in the place of the hyphen of a number or a charge (10^-3^)."""
    match content:
        case (Text(words),) if _SIGNED.fullmatch(words):
            return (Text(words.replace("-", MINUS)),)
    return content


def flat(text: str) -> str:
    """Return ``text`` with the characters that superscript and subscript ones are of.

    >>> flat("10⁻³ of CO₂, xᵢ")
    '10−3 of CO2, xi'
    """
    return text.translate(_FLAT)


def bare(level: str) -> str:
    """Return what is raised or lowered in characters of its own, as ``LEVEL`` finds it, without brackets around it.

    >>> bare("²⁺"), bare("⁽β⁾"), bare("⁽⁾")
    ('2+', 'β', '()')
    """
    return flat(level[1:-1] if len(level) > len("⁽⁾") and level[0] in "⁽₍" and level[-1] in "⁾₎" else level)


def spell(text: str, *, raised: bool) -> str:
    """Return ``text`` in superscript or subscript characters, or between such brackets where one of its characters has
    none.

    >>> spell("2+", raised=True), spell("i", raised=False), spell("β", raised=True), spell("", raised=True)
    ('²⁺', 'ᵢ', '⁽β⁾', '')
    """
    characters = RAISED if raised else LOWERED
    if all(ord(character) in characters for character in text):
        return text.translate(characters)
    opened, closed = "⁽⁾" if raised else "₍₎"
    return f"{opened}{text}{closed}"


def is_ending(before: str, words: str, endings: tuple[str, ...]) -> bool:
    """Return whether raised ``words`` only end a word that is read as a whole (1er, 3rd, Mme): ``endings`` has that
    word, with # for its figures.

    >>> is_ending("le 1", "er", ("#er",)), is_ending("10", "n", ("#er",))
    (True, False)
    """
    match = _LAST.search(before)
    return _FIGURES.sub("#", f"{match[0] if match else ''}{words}", count=1) in endings


def spell_levels(document: Document) -> Document:
    """Return ``document`` with all that is raised or lowered in characters that say so, as in plain text; endings of
    words (``labels.endings``) as they are.
    """
    endings = document.labels.endings
    change = RewriteRules(lambda inline: inline, whole=lambda content: _spell(content, "", endings))
    masthead = replace(document.masthead, notes=notes(document.masthead.notes, change))
    return replace(
        document,
        masthead=masthead,
        blocks=rewrite(document.blocks, change),
        notes=notes(document.notes, change),
    )


def _spell(content: tuple[Inline, ...], before: str, endings: tuple[str, ...]) -> tuple[Inline, ...]:
    spelled: list[Inline] = []
    for inline in content:
        pieces: tuple[Inline, ...] = (inline,)
        match inline:
            case Superscript(inside) | Subscript(inside):
                raised, words = isinstance(inline, Superscript), plain(inside)
                ended = raised and is_ending(before, words, endings)
                marks = (mark for mark in inside if isinstance(mark, Indicator | IndexMark | PageBreak))
                pieces = (Text(words if ended else spell(words, raised=raised)), *marks)
            case Emphasis(inside) | Strong(inside) | Foreign(content=inside) | Link(content=inside):
                pieces = (replace(inline, content=_spell(inside, before, endings)),)
            case _:
                pass
        before += plain(pieces)
        spelled += pieces
    return merge_texts(tuple(spelled))


def levels_in_words(text: str, raised: Callable[[str, str], str], lowered: Callable[[str, str], str]) -> str:
    """Return ``text`` with what ``raised`` and ``lowered`` give for what is in superscript or subscript characters,
    after the text before it.

    >>> levels_in_words("10⁻³ of CO₂", lambda _, it: f" to the power of {it}", lambda _, it: f" {it}")
    '10 to the power of −3 of CO 2'
    """

    def change(match: re.Match[str]) -> str:
        return (raised if is_raised(match[0]) else lowered)(text[: match.start()], bare(match[0]))

    return _LEVELS.sub(change, text)
