"""Divides a block of a page into what is heard and shown at once: sentences, parts of long ones, calls of notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

LONGEST = 190
"""Letters of a part, as weighed by ``weight``: fewer than a voice says in 15 seconds."""
_FIGURE, _STROKE, _HAN, _UNVOWELLED = 7, 6, 5, 1.5
_TOKENS = re.compile(r"\s*[^\s。！？；，：、/]*(?:[。！？；，：、]+[”’）」』]*|/+)\s*|\s*[^\s。！？；，：、/]+\s*|\s+")
_ENDS = re.compile(r"(?P<word>\S*?)(?P<sign>[.!?…。！？؟]+)[”’»)）」』\]\"']*\s*$")
_CLAUSE = re.compile(r"[,;:،؛，；：、—–][”’»)）」』\]\"']*\s*$")
_SHORT, _NAMED = 4, 3
"""Letters of a possible abbreviation before a word with a figure, and before a name: para. 5, cf. S/2017/97; Mr. Li."""
_HAN_LETTERS, _SEMITIC = re.compile("[\u3400-\u9fff]"), re.compile("[\u0590-\u07ff]")


@dataclass(slots=True)
class Atom:
    """What is not divided: a word of a text, or an element. ``words`` are what is heard of it; ``alone`` is the element
    that is shown for it where it is a part of its own, else None.
    """

    content: str | etree._Element
    words: str
    alone: etree._Element | None = None


def weight(words: str) -> float:
    """Return how long ``words`` take, in letters of a word: a figure takes longer, and so do strokes, Chinese
    characters and letters whose vowels are not written.
    """
    figures, han, semitic = sum(map(str.isdigit, words)), _HAN_LETTERS.findall(words), _SEMITIC.findall(words)
    strokes = words.count("/")
    return (
        len(words)
        + (_FIGURE - 1) * figures
        + (_STROKE - 1) * strokes
        + (_HAN - 1) * len(han)
        + (_UNVOWELLED - 1) * len(semitic)
    )


def atoms(
    block: etree._Element,
    hear: Callable[[etree._Element], str],
    alone: Callable[[etree._Element], etree._Element | None],
) -> Iterator[Atom]:
    """Yield what ``block`` consists of, in order: ``hear`` says what is heard of an element, ``alone`` which element is
    shown for it where it is a part of its own.
    """
    yield from (Atom(token, token) for token in _TOKENS.findall(block.text or ""))
    for child in block:
        if isinstance(child.tag, str):
            yield Atom(child, hear(child), alone(child))
        yield from (Atom(token, token) for token in _TOKENS.findall(child.tail or ""))


def parts(block_atoms: Sequence[Atom], unended: frozenset[str]) -> Iterator[list[Atom]]:
    """Yield ``block_atoms`` in parts, each heard at once: sentences, divided where a line ends or they are too long.
    None ends with a word of ``unended``, unless nothing follows.
    """
    part: list[Atom] = []
    for number, atom in enumerate(block_atoms):
        after = "".join(following.words for following in block_atoms[number + 1 : number + 3]).lstrip()
        if atom.alone is not None:
            yield from _shorter(part)
            yield [atom]
            part = []
            continue
        part.append(atom)
        is_parted = _is_parted(atom, block_atoms[number + 1 : number + 2])
        if _is_line_end(atom) or (is_parted and _ends("".join(member.words for member in part), after, unended)):
            yield from _shorter(part)
            part = []
    yield from _shorter(part)


def _is_line_end(atom: Atom) -> bool:
    return not isinstance(atom.content, str) and etree.QName(atom.content).localname == "br"


def _is_parted(atom: Atom, after: Sequence[Atom]) -> bool:
    """Return whether a blank, or a sign after which none is written, is between two atoms: a stop of Chinese, a
    stroke.
    """
    if not after:
        return True
    return (
        atom.words[-1:].isspace()
        or after[0].words[:1].isspace()
        or bool(re.search("[。！？；，：、/]", atom.words[-2:]))
    )


def _ends(words: str, after: str, unended: frozenset[str]) -> bool:
    """Return whether a sentence ends with ``words``, where ``after`` follows."""
    match = _ENDS.search(words[-40:])
    if not match or not after:
        return bool(match)
    first = next((character for character in after if character.isalnum()), "")
    numbered = any(map(str.isdigit, after.split(maxsplit=1)[0]))
    short = _SHORT if numbered else _NAMED
    abbreviated = len(match["word"]) <= short and (numbered or match["word"][:1].isupper())
    abbreviated |= match["word"].lstrip("(«“‘[").casefold() in unended
    return not first.islower() and not (match["sign"] == "." and abbreviated)


def _shorter(sentence: list[Atom]) -> Iterator[list[Atom]]:
    """Yield the sentence, in two where it is too long: at the comma nearest to its middle, else at a blank."""
    words = [atom.words for atom in sentence]
    if weight("".join(words)) <= LONGEST:
        yield from ([sentence] if sentence else [])
        return
    middle = sum(map(weight, words)) / 2
    places = [at for at in range(1, len(sentence)) if _is_parted(sentence[at - 1], sentence[at : at + 1])]
    clauses = [at for at in places if _CLAUSE.search(words[at - 1])]

    def distance(at: int) -> float:
        return abs(sum(map(weight, words[:at])) - middle)

    near = [at for at in clauses if distance(at) < middle * 2 / 3] or places
    if not near:
        yield sentence
        return
    at = min(near, key=distance)
    yield from _shorter(sentence[:at])
    yield from _shorter(sentence[at:])


def overlong(part: Sequence[Atom]) -> etree._Element | None:
    """Return the only element of ``part`` with words, where it is too long to be heard at once, as an address may
    be.
    """
    heard = [atom for atom in part if any(map(str.isalnum, atom.words))]
    only = heard[0].content if len(heard) == 1 and heard[0].alone is None else ""
    return None if isinstance(only, str) or not len(only) or weight(heard[0].words) <= LONGEST else only


def wrap(block: etree._Element, divided: Sequence[Sequence[Atom]], tag: str) -> list[etree._Element]:
    """Return the elements that are shown for the parts ``divided`` of ``block``: those that are alone, new ones around
    the others; ``block`` itself for what is silent or overlong.
    """
    block.text = None
    for child in list(block):
        block.remove(child)
    elements = []
    for part in divided:
        if part[0].alone is not None:
            _add(block, part[0])
            elements.append(part[0].alone)
        elif overlong(part) is not None or not any(map(str.isalnum, "".join(atom.words for atom in part))):
            for atom in part:
                _add(block, atom)
            elements.append(block)
        else:
            span = etree.SubElement(block, tag)
            for atom in part:
                _add(span, atom)
            elements.append(span)
    return elements


def _add(holder: etree._Element, atom: Atom) -> None:
    if not isinstance(atom.content, str):
        atom.content.tail = None
        holder.append(atom.content)
    elif len(holder):
        holder[-1].tail = (holder[-1].tail or "") + atom.content
    else:
        holder.text = (holder.text or "") + atom.content
