"""Checks of a source or a translation before anything is made from it."""
