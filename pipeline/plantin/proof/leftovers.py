"""Finds editions left by an earlier build, because the last build failed or was not asked to make them."""

from __future__ import annotations

from plantin.files import BuildRecords
from plantin.findings import Finding, Place, Severity
from plantin.house import style_values
from plantin.production.formats import Edition, format_named
from plantin.production.ingredients import VALUES, Ingredients

_MAKES_IT = {"document": "source", "style": "style"}
"""The ingredients whose change makes an edition a wrong one, and what they come from."""


_COMPOSED = ("source", "beside", "catalogue", "locale")
"""The ingredients of a composed report that people write."""


def is_older(ingredients: Ingredients, edition: Edition) -> bool:
    """Return whether what people write, the ``ingredients`` as they are, changed since ``edition`` was made here; False
    where that is not known without composing it.
    """
    records = BuildRecords(ingredients.house.build)
    composed, issued = records.get(f"{edition.slug}/{edition.language}"), records.get(edition.target)
    if composed is None or issued is None:
        return False
    now = ingredients.document_digests(edition.slug, edition.language)
    changed = any(composed.ingredients.get(name) != now[name] for name in _COMPOSED)
    return changed or issued.ingredients.get("document") != composed.result


def left_over(made_of: Ingredients, edition: Edition, document_digest: str, *, named: bool) -> tuple[Finding, ...]:
    """Return V013 where the edition in the build folder was made from another document or style than there are now, by
    the digest of the one and what ``made_of`` finds: an error, or a warning where its format is made on request alone
    and is not ``named``. An edition that was not made here says nothing of it.
    """
    house = made_of.house
    record = BuildRecords(house.build).get(edition.target)
    path = house.build / edition.target
    if record is None or not path.is_file():
        return ()
    now = made_of.edition_digests(edition, document_digest)
    changed = [words for name, words in _MAKES_IT.items() if record.ingredients.get(name, now[name]) != now[name]]
    if style_values.changed_values(record.ingredients.get(VALUES, ""), now[VALUES]):
        changed = [*dict.fromkeys((*changed, "style"))]
    if not changed:
        return ()
    row = format_named(edition.format)
    message = f"was left by an earlier build: its {' and '.join(changed)} changed since"
    hint = f"Make it with `plantin build --format {edition.format}`, or delete it."
    severity: Severity = "error" if named or row is None or row.default else "warning"
    return (Finding("V013", message, Place(house.name(path)), hint, severity),)
