"""A message in conflict as its catalogue keeps it: fuzzy, with a comment for each side of the merge that has the text
and the reviews of that side, ``conflict, ours: {"translation": "…", "reviewed": "…"}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from plantin.translation.po import Catalogue, PoEntry

Side = Literal["ours", "theirs"]
_BEGIN = "conflict, "
_FIELDS = {"translation": "translation", "previous": "previous", "translated": "translated", "reviewed": "review",
           "approved": "approved"}  # fmt: skip
"""What a comment says of a side, and the field of the message that it is."""
_REVIEWS = ("reviewed", "approved")


def put_in_conflict(entry: PoEntry, ours: PoEntry, theirs: PoEntry) -> PoEntry:
    """Return ``entry`` with the texts of both sides: fuzzy, with that of ours where it has one."""
    lines = (_comment("ours", ours), _comment("theirs", theirs))
    return replace(
        entry,
        translation=ours.translation or theirs.translation,
        stale=True,
        previous="",
        review="",
        translated="",
        approved="",
        comments=(*(line for line in entry.comments if line not in lines), *lines),
    )


def _comment(side: Side, entry: PoEntry) -> str:
    values: dict[str, Any] = {name: getattr(entry, field) for name, field in _FIELDS.items()}
    said = {name: value for name, value in values.items() if value or name == "translation"}
    said |= {"fuzzy": True} if entry.stale else {}
    return f"{_BEGIN}{side}: {json.dumps(said, ensure_ascii=False)}"


def list_conflicts(catalogue: Catalogue) -> Iterator[PoEntry]:
    """Yield the messages of ``catalogue`` that are still in conflict. One that a person has confirmed is settled."""
    return (entry for entry in catalogue.entries if entry.stale and texts_of(entry))


def texts_of(entry: PoEntry) -> dict[Side, str]:
    """Return the text of each side of a message in conflict; nothing for another message.

    >>> texts_of(PoEntry("a", "Two", comments=('conflict, ours: {"translation": "Deux"}', "Sounds right.")))
    {'ours': 'Deux'}
    """
    return {side: said["translation"] for side, said in _sides(entry).items()}


def _sides(entry: PoEntry) -> dict[Side, dict[str, Any]]:
    """Return what the last comment of each side says."""
    sides: dict[Side, dict[str, Any]] = {}
    for line in entry.comments:
        name, sign, text = line.removeprefix(_BEGIN).partition(": ")
        if not line.startswith(_BEGIN) or not sign or name not in ("ours", "theirs"):
            continue
        try:
            said = json.loads(text)
        except ValueError:
            continue
        if isinstance(said, dict) and isinstance(said.get("translation"), str):
            sides["ours" if name == "ours" else "theirs"] = said
    return sides


def lose_review(entry: PoEntry, side: Side) -> bool:
    """Return whether the other side of a conflict is further in its reviews than ``side``."""
    reviews = {name: sum(bool(said.get(stage)) for stage in _REVIEWS) for name, said in _sides(entry).items()}
    return any(count > reviews.get(side, 0) for count in reviews.values())


def settle(entry: PoEntry, side: Side) -> PoEntry:
    """Return a message in conflict with the text and the reviews of ``side``, which hold for its original alone."""
    said = _sides(entry).get(side)
    if said is None:
        return entry
    values: dict[str, Any] = {field: str(said.get(name) or "") for name, field in _FIELDS.items()}
    previous = entry.previous or values["previous"]
    stale = bool(values["translation"]) and (bool(said.get("fuzzy")) or bool(entry.previous))
    values |= {"stale": stale, "previous": previous if stale else ""}
    comments = tuple(line for line in entry.comments if not line.startswith(_BEGIN))
    return replace(entry, **values, comments=comments).pin()
