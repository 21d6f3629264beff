"""Two states of a report, generated: words, paragraphs, notes, headings, lists, tables and their rows, and moves."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from tests.kit.compose import composed

WORDS = "lamp harbour oil wick night keeper tower ship fog bell stone glass winter signal coast chart watch boat sail".split()
Node = dict[str, Any]
FIRST: Node = {"kind": "paragraph", "text": "The lamps of the coast burn oil of olives", "note": "An early note"}
"""LibreOffice loses the end of the paragraph with the first call of a note: in reports it is one that stays."""


class States:
    """A report and what an editor made of it, by one source of chance."""

    def __init__(self, chance: Random, *, formulas: bool = False) -> None:
        self._chance, self._formulas = chance, formulas
        self.before = [deepcopy(FIRST), self._paragraph(), *(self._block() for _ in range(chance.randint(3, 8)))]
        self.now = deepcopy(self.before)
        for _ in range(chance.randint(1, 5)):
            self._edit(self.now)

    def _words(self, least: int = 4, most: int = 12) -> str:
        return " ".join(self._chance.choices(WORDS, k=self._chance.randint(least, most))).capitalize()

    def _paragraph(self) -> Node:
        node: Node = {"kind": "paragraph", "text": self._words()}
        if self._chance.random() < 0.3:
            node["note"] = self._words(2, 7)
        if self._formulas and self._chance.random() < 0.2:
            node["text"] += " $a^2 + b$ more"
        return node

    def _row(self) -> list[str]:
        return [self._words(1, 2), str(self._chance.randint(1, 99)), self._words(1, 3)]

    def _block(self) -> Node:
        kind = self._chance.choices(("paragraph", "heading", "table", "list", "quotation"), (6, 1, 2, 1.5, 0.7))[0]
        if kind == "table":
            rows = [self._row() for _ in range(self._chance.randint(2, 4))]
            return {"kind": kind, "text": self._words(2, 4), "rows": rows}
        if kind == "list":
            return {"kind": kind, "entries": [self._words(2, 6) for _ in range(self._chance.randint(2, 4))]}
        return self._paragraph() if kind == "paragraph" else {"kind": kind, "text": self._words(2, 6)}

    def _edit(self, nodes: list[Node]) -> None:
        at = self._chance.randrange(1, len(nodes))
        what = self._chance.choice(("insert", "delete", "move", "change", "change", "change"))
        if what == "insert":
            nodes.insert(at + 1, self._block())
        elif what == "delete" and len(nodes) > 3:
            del nodes[at]
        elif what == "move" and len(nodes) > 3:
            node = nodes.pop(at)
            nodes.insert(self._chance.randrange(1, len(nodes) + 1), node)
        else:
            self._change(nodes[at])

    def _change(self, node: Node) -> None:
        parts = node.get("rows") or node.get("entries")
        if parts is None or self._chance.random() < 0.2:
            if "text" in node:
                node["text"] = self._reworded(node["text"])
            if node["kind"] == "paragraph" and self._chance.random() < 0.4:
                note = node.pop("note", None)
                if note is None or self._chance.random() < 0.5:
                    node["note"] = self._reworded(note) if note else self._words(2, 6)
            return
        at = self._chance.randrange(len(parts))
        what = self._chance.choice(("insert", "delete", "change"))
        if what == "insert":
            parts.insert(at, self._row() if "rows" in node else self._words(2, 6))
        elif what == "delete" and len(parts) > 1:
            del parts[at]
        elif "rows" in node:
            parts[at][self._chance.randrange(3)] = self._words(1, 2)
        else:
            parts[at] = self._reworded(parts[at])

    def _reworded(self, text: str) -> str:
        words = text.split(" ")
        at = self._chance.randrange(len(words))
        words[at : at + self._chance.choice((0, 1))] = self._chance.choices(WORDS, k=self._chance.randint(1, 2))
        return " ".join(words)


def source(nodes: list[Node]) -> str:
    """The body of the report."""
    blocks, notes = ["# Lamps"], []
    for number, node in enumerate(nodes, 1):
        text = node.get("text", "")
        match node["kind"]:
            case "paragraph":
                if "note" in node:
                    text += f".[^n{number}]"
                    notes.append(f"[^n{number}]: {node['note']}")
                blocks.append(text)
            case "heading":
                blocks.append(f"# {text}")
            case "table":
                rows = [
                    "| Harbour | Lamps | Keeper |",
                    "|---|---|---|",
                    *(f"| {' | '.join(row)} |" for row in node["rows"]),
                ]
                blocks.append("\n".join(rows) + f"\n\n: {text}")
            case "list":
                blocks.append("\n".join(f"- {entry}" for entry in node["entries"]))
            case _:
                blocks.append(f"> {text}")
    return "\n\n".join((*blocks, *notes))


def documents(chance: Random, *, formulas: bool = False) -> tuple[Any, Any]:
    """The finished documents of two states."""
    states = States(chance, formulas=formulas)
    return composed(source(states.before)), composed(source(states.now))
