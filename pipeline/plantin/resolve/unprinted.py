"""What a report cannot have: its name for its author, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plantin.findings.suggestion import suggest

if TYPE_CHECKING:
    from plantin.source.nodes import Node

OBJECTS = ("table", "figure", "chart", "box", "summary", "easy-to-read")
"""The classes of boxes that are objects."""
BOXES = (*OBJECTS, "unnumbered", "preamble", "letter", "signature", "glossary")
"""The kinds of a box between lines of colons."""
SUPPORTED = "`plantin explain S014` lists what a report can be made of."
HTML = "Write <sub>, <sup>, <b>, <i>, <kbd> or <br>, or Markdown; `plantin help source` has all marks."
"""The hint for HTML."""
_WORDS = {
    "HorizontalRule": ("a rule (---)", "Remove it; a heading, also {.unnumbered}, begins a new section."),
    "Strikeout": ("struck-out text (~~...~~)", "Delete the words, or write them without ~~."),
    "Underline": ("underlined text", "Write *...* for italics or **...** for bold."),
    "SmallCaps": ("text in small capitals", "Write the words as they are."),
    "LineBlock": ("lines that begin with a bar", "End a line with a backslash to begin another below it."),
    "BlockQuote": ("a quotation", SUPPORTED),
    "CodeBlock": ("a listing", SUPPORTED),
    "Header": ("a heading", SUPPORTED),
    "DefinitionList": ("a list of definitions", SUPPORTED),
    "Table": ("a table", SUPPORTED),
}


_CALLOUTS = frozenset(
    f"{before}{name}"
    for before in ("", "callout-")
    for name in ("note", "tip", "warning", "caution", "important", "danger", "hint", "attention")
)
"""What other programs call boxes with a sign."""


def name_of(node: Node) -> str:
    """Return what ``node`` is called in a finding: "a rule (---)", "a box ::: {.note}"."""
    if node.kind == "Div":
        kinds = [*(f".{name}" for name in node.classes), *(f"{name}=" for name, _ in node.attributes)]
        return f"a box ::: {{{' '.join(kinds)}}}"
    return _WORDS.get(node.kind, (f"a {node.kind}", ""))[0]


def instead_of(node: Node) -> str:
    """Return the hint for ``node``, which no report can have."""
    if node.kind == "Div":
        if node.classes and node.classes[0] in _CALLOUTS:
            word = node.classes[0].removeprefix("callout-")
            return f"Write a box, ::: {{.box}}, with a title that says what it is, such as {word.capitalize()}."
        hint = f"Known: {', '.join(f'.{name}' for name in BOXES)}; a remark in a frame is a .box with a title."
        return suggest(node.classes[0], BOXES, hint) if node.classes else hint
    return _WORDS.get(node.kind, ("", SUPPORTED))[1]
