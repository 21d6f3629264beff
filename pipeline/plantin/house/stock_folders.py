"""Where the stock styles and locales are installed."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
"""The folder of the press's own code."""
STOCK = PACKAGE / "stock" if (PACKAGE / "stock").is_dir() else PACKAGE.parents[1]
"""The copies of ``styles/`` and ``locales/`` that an installed package carries, or those of the checkout."""
DRAFTS = STOCK / "locales" / "drafts"
"""The languages of which the press has a draft, each a folder as in ``locales``."""
