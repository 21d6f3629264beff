"""Plantin: one canonical source of an official report, many accessible editions, proved by reading them back."""

__version__ = "0.1.0"
