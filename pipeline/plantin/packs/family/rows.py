"""What this pack adds to the press."""

from __future__ import annotations

from plantin.lint.source.added_checks import SourceCheck
from plantin.packs.family import auditor, checks, notices, statements
from plantin.production.publications import Addition

CHECK = SourceCheck("family", checks.slips)
PUBLICATION = Addition("family", statements.state, notices.notify, auditor.read_release, auditor.read_site)
