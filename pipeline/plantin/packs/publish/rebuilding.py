"""Checks whether the editions of a release come out the same when they are built again from their source."""

from __future__ import annotations

import tempfile
from concurrent.futures import Executor
from pathlib import Path

from plantin.files import file_digest
from plantin.findings import Finding, Place
from plantin.house.layout import House
from plantin.packs.publish import record
from plantin.packs.publish.record import no_release
from plantin.production import edition_set, schedule
from plantin.production.formats import Edition, format_named
from plantin.production.remaining import track


def rebuild(house: House, folder: Path, executor: Executor) -> tuple[Finding, ...]:
    """Return every edition of the release in ``folder`` that comes out with other bytes when it is made again from
    ``house``: D108 a source that is not the one released, D109 other bytes. Raises UsageError (U009), and as the build
    does where an edition cannot be made.
    """
    manifest = record.load(folder)
    if unknown := [edition.format for edition in manifest.editions() if format_named(edition.format) is None]:
        raise no_release(folder, f"this press does not make the format {unknown[0]!r}")
    changed = tuple(
        Finding("D108", "is not what was released", Place(source.path), f"Go to commit {manifest.commit}.")
        for report in manifest.reports
        for source in report.sources()
        if file_digest(house.root / source.path) != source.sha256
    )
    if changed:
        return changed
    wanted = tuple(
        Edition(report.slug, row.language, row.format) for report in manifest.reports for row in report.editions
    )
    with tempfile.TemporaryDirectory() as scratch:
        # An empty build folder: nothing made before is taken for made now.
        again = House(house.root, Path(scratch).resolve())
        members, order = edition_set.of_plan(wanted), manifest.order
        for event in track(schedule.run(again, wanted, executor, order.epoch, order.certifier, members=members)):
            if isinstance(event, schedule.Failed):
                raise event.error
        hint = "Compare made-with in manifest.json with what is installed: other versions of a library set other bytes."
        return tuple(
            Finding("D109", "comes out with other bytes", Place(row.path), hint)
            for row in manifest.editions()
            if file_digest(again.build / row.path) != row.sha256
        )
