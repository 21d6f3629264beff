"""Tactile editions: the charts and maps of a report as sheets for swell paper, their words in braille."""
