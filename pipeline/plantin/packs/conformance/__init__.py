"""Accessibility conformance reports: what was read of each criterion, by which checks, and what a person judged."""
