"""The facing edition: a report beside its translation, message by message, as a web page or a Word file."""

from __future__ import annotations

from plantin.packs.exchange.writer.web import pairs, write
from plantin.packs.exchange.writer.word import FacingMark, FacingMessage, FacingWords
from plantin.packs.exchange.writer.word import write as write_word

__all__ = ["FacingMark", "FacingMessage", "FacingWords", "pairs", "write", "write_word"]
