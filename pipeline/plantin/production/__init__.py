"""Builds editions from reports: the table of formats, composing, steps, and their schedule."""
