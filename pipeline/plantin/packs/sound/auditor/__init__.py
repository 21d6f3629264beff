"""Reads spoken editions back."""
