"""The words of a site over the reports of a house, which the locale of a language has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from plantin.settings.forms import with_names


@dataclass(frozen=True, slots=True)
class SiteWords:
    """The words of its pages (``[site]``)."""

    heading: str
    """What the list of all reports is called."""
    by_date: str
    by_body: str
    """The list by the bodies that issue reports, or that they are submitted to."""
    by_subject: str
    search: str
    without_script: str
    """Shown in place of the search where no script may run."""
    read: str
    """The link to the web edition."""
    releases: str
    """The heading of the list of releases of a report."""
    older: Annotated[str, with_names("version", "newer")]
    missing: str
    """The heading of the page for an address that does not exist."""
    missing_text: str
    feed: str
    """The name of the feed of new reports."""
