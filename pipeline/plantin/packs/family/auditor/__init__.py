"""Reads back what releases and sites say of reports that follow one another."""

from plantin.packs.family.auditor.release import read_release
from plantin.packs.family.auditor.site import read_site

__all__ = ["read_release", "read_site"]
