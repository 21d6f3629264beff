"""What the lines of a Gemtext edition begin with: writer and auditor agree on this alone."""

from __future__ import annotations

from plantin.model.outline import Kind

SIGNS: dict[Kind, str] = {
    "quotation": "> ", "table": "▦ ", "row": "│ ", "figure": "▣ ", "image": "◪ ", "box": "□ ", "letter": "‡ ",
    "term": "◆ ", "definition": "◇ ", "equation": "= ",
}  # fmt: skip
"""By kind of row; a paragraph has none, a listing is between fences."""
LISTED = "┄"
"""Once for each level of a row of the contents."""
DEEPER = "›"
"""Once for each level of a heading or an entry that Gemtext does not have."""
FENCE = "```"
END = "■ "
"""Before what says where the edition ends."""
APART = "  "
"""Between a number and its words, which have no two spaces."""
