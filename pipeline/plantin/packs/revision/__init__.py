"""Revision: what changed between two states of a report, as redlines that can be accepted and rejected."""
