"""Readers of reports that were made elsewhere: each gives a canonical source and says what it could not carry over."""
