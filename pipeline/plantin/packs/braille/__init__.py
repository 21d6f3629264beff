"""Braille: editions for an embosser (BRF, PEF) and for a braille display (eBraille)."""
