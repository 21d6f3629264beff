"""The words of this pack in ``locale.toml``; ``locales/`` beside this module has those of further languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from plantin.settings.forms import with_names


@dataclass(frozen=True, slots=True)
class RevisionWords:
    """What redlines say beside the report (``[revision]``)."""

    title: Annotated[str, with_names("symbol")] = "{symbol}: changes"
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
    row_changed: Annotated[str, with_names("place")] = "Changed: {place}"
    """A line of the list of changes."""
    row_inserted: Annotated[str, with_names("place")] = "Inserted: {place}"
    """The same of a line that is new."""
    row_deleted: Annotated[str, with_names("place")] = "Deleted: {place}"
    """The same of one that is gone."""
    row_moved_from: Annotated[str, with_names("place")] = "Moved from here: {place}"
    """The same of the place that a line has left."""
    row_moved_to: Annotated[str, with_names("place")] = "Moved to here: {place}"
    """The same of the place to which it has come."""
    row_renumbered: Annotated[str, with_names("place")] = "Renumbered: {place}"
    """The same of a line that has another number, or names one."""
    masthead: str = "Masthead"
    """The heading of the masthead among the parts of the page."""
    text: str = "Text"
    """The heading of the text."""
    notes: str = "Notes"
    """The heading of the notes."""
    paragraph: Annotated[str, with_names("")] = "Paragraph {}"
    """A numbered paragraph that is corrected."""
    correction_line: Annotated[str, with_names("place", "line")] = "{place}, line {line}"
    """The place of a correction: a paragraph or a note, and a line of it."""
    correction_row: Annotated[str, with_names("place", "row")] = "{place}, row {row}"
    """The same: a table, and a row of it."""
    correction_page: Annotated[str, with_names("page", "place")] = "Page {page}, {place}"
    """The same: a page, and what is near on it."""
    for_read: Annotated[str, with_names("former", "present")] = "*For* {former} *read* {present}"
    """What is to be read for what."""
