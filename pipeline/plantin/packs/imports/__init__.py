"""Imports reports made elsewhere: each reader gives a canonical source and reports what it could not carry over."""
