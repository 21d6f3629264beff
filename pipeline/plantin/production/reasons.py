"""Explains in words why editions would be made again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from plantin.files import BuildRecord, BuildRecords, file_digest
from plantin.findings import Place, PlantinError
from plantin.house import style_values
from plantin.house.layout import House
from plantin.production.edition_set import of_build_folder
from plantin.production.formats import Edition
from plantin.production.ingredients import VALUES, Ingredients
from plantin.production.related_editions import find_related
from plantin.production.schedule import says_pages, version_name

_SHOWN = 5
"""How many changed passages of a source are named by their lines."""


def why(house: House, wanted: Sequence[Edition], epoch: int | None) -> Iterator[tuple[Edition, tuple[str, ...]]]:
    """Yield each edition of ``wanted`` with the reasons, in words, for which it would be made again; none
    where it is fresh.

    A report whose ingredients changed is composed, to see whether it says anything else now.
    """
    records, made_of = BuildRecords(house.build), Ingredients(house, epoch)
    members = of_build_folder(house, wanted)
    changes: dict[tuple[str, str], list[str]] = {}
    for edition in wanted:
        version = (edition.slug, edition.language)
        composed, issued = records.get(version_name(version)), records.get(edition.target)
        digest_now = file_digest(house.build / edition.target)
        if composed is None or issued is None:
            yield edition, ("it was never made here",)
        elif not digest_now:
            yield edition, ("the file is gone",)
        else:
            if version not in changes:
                changes[version] = _document_changes(house, made_of, version, composed)
            others = find_related(made_of, records, edition, composed.result, members)
            reasons = changes[version] + _changes(issued, made_of.edition_digests(edition, composed.result, others))
            if digest_now != issued.result:
                reasons.append("the file was changed after it was made")
            if not says_pages(edition, issued):
                reasons.append("its record does not say where its pages begin")
            yield edition, tuple(dict.fromkeys(reasons))


def _document_changes(house: House, made_of: Ingredients, version: tuple[str, str], record: BuildRecord) -> list[str]:
    """Return the ingredients of a composed report that changed, where it says anything else for it, or is refused."""
    now = made_of.document_digests(*version)
    if now == record.ingredients:
        return []
    from plantin.production import steps

    try:
        if (
            steps.compose(house, *version, made_of.source(version[0]), purpose="build").document.digest()
            == record.result
        ):
            return []
    except PlantinError as error:
        return [f"it is refused: {error.findings[0].place}: {error.findings[0].message}"]
    then = record.ingredients.get("source", "")
    lines = _lines(house, version[0], then, now["source"]) if then != now["source"] else ""
    return [f"{reason}{lines}" if reason == "source changed" else reason for reason in _changes(record, now)]


def _lines(house: House, slug: str, then: str, now: str) -> str:
    """Return where the words of a source differ from those it had: at lines 12, 40."""
    before, after = ([passage.partition(":")[0] for passage in passages.split()] for passages in (then, now))
    report = house.source(slug)
    begin = [1, *(block.line for block in report.blocks)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    numbers = [
        begin[min(passage, len(begin) - 1)]
        for kind, _, _, first, last in matcher.get_opcodes()
        if kind != "equal"
        for passage in range(first, max(last, first + 1))
    ]
    if not numbers:
        return ""
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    places = (report.place(Place(report.path, line)) for line in numbers[:_SHOWN])
    words = ", ".join(str(place.line) if place.path == report.path else str(place) for place in places)
    return f" at line{'s' if len(numbers) > 1 else ''} {words}{more}"


def _changes(record: BuildRecord, now: dict[str, str]) -> list[str]:
    names = sorted({*record.ingredients, *now} - {VALUES})
    values = style_values.changed_values(record.ingredients.get(VALUES, ""), now.get(VALUES, ""))
    return [
        *(f"{name} changed" for name in names if record.ingredients.get(name) != now.get(name)),
        *(f"{name.rstrip('?')} in style.toml changed" for name in values),
    ]
