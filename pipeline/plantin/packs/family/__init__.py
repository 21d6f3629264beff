"""The family of a symbol: which report revises, adds to or corrects which other one of the house."""
