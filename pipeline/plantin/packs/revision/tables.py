"""The words of this pack in ``locale.toml``; ``locales/`` beside this module has those of further languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RevisionWords:
    """What redlines say beside the report (``[revision]``)."""

    title: str = "{symbol}: changes"
    """The title of a web redline."""
    changes: str = "List of changes"
    """The heading of the list of changes."""
    none: str = "Nothing has changed."
    """What it is where nothing has changed."""
    skip: str = "Skip to the text"
    """The link to the text before everything else."""
    back: str = "Back to the list of changes"
    """The link at a change."""
    legend: str = "Insertions are underlined, deletions are struck through."
    """How changes look."""
    inserted: str = "inserted:"
    """What a screen reader says before words that are new."""
    deleted: str = "deleted:"
    """What it says before words that are gone."""
    end: str = "end"
    """What it says after both."""
    row_changed: str = "Changed: {place}"
    """A line of the list of changes."""
    row_inserted: str = "Inserted: {place}"
    """The same of a line that is new."""
    row_deleted: str = "Deleted: {place}"
    """The same of one that is gone."""
    row_moved_from: str = "Moved from here: {place}"
    """The same of the place that a line has left."""
    row_moved_to: str = "Moved to here: {place}"
    """The same of the place to which it has come."""
    row_renumbered: str = "Renumbered: {place}"
    """The same of a line that has another number, or names one."""
    masthead: str = "Masthead"
    """The heading of the masthead among the parts of the page."""
    text: str = "Text"
    """The heading of the text."""
    notes: str = "Notes"
    """The heading of the notes."""
