"""Names say what is done or what is held: no function is a participle alone, no local one of eight words that fit anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline" / "plantin"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_BARE = 0.005
"""The share of functions that may be named by one participle; a few verbs end in -en."""
MOST_VAGUE = 0.005
"""The share of assignments that may go to one of the vague words."""
VAGUE = {"one", "found", "made", "known", "own", "held", "given", "shown"}
IRREGULAR = set(
    "made found known held given shown kept said told taken written drawn laid left lent met seen sent torn worn begun broken"
    " chosen spoken spelt built bound grown hidden fallen".split()
)
NOUNS_AND_VERBS = set(
    "embed feed need seed speed exceed proceed red led bed hundred token open hyphen screen garden listen widen shorten"
    " happen even often children shed darken straighten when".split()
)
"""Words in -ed and -en that are no participles."""


def is_bare_participle(name: str) -> bool:
    """Whether a function's name is one participle or adjective and nothing else."""
    word = name.strip("_")
    if "_" in word or word in NOUNS_AND_VERBS:
        return False
    return word in IRREGULAR or bool(re.fullmatch(r"[a-z]{2,}(?:ed|en)", word))


def function_names(tree: ast.Module) -> Iterator[str]:
    """The names of the functions and methods of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def assigned_names(tree: ast.Module) -> Iterator[str]:
    """The names to which a module assigns, once for each assignment."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr | ast.For | ast.comprehension):
            targets = [node.target]
        else:
            continue
        for target in targets:
            yield from (leaf.id for leaf in ast.walk(target) if isinstance(leaf, ast.Name))


def poor_shares(paths: list[Path]) -> tuple[float, float]:
    """The share of functions named by a participle alone, and that of assignments to a vague word."""
    trees = [ast.parse(path.read_text("utf-8")) for path in paths]
    functions = [name for tree in trees for name in function_names(tree)]
    assigned = [name for tree in trees for name in assigned_names(tree)]
    return (
        sum(map(is_bare_participle, functions)) / len(functions),
        sum(name in VAGUE for name in assigned) / len(assigned),
    )


def test_functions_are_verbs_or_say_what_they_return() -> None:
    bare, vague = poor_shares(MODULES)
    assert bare <= MOST_BARE, "name functions by verbs, or by what they return"
    assert vague <= MOST_VAGUE, "let locals say what they hold"


@pytest.mark.parametrize(
    ("source", "shares"),
    [
        ("def _made() -> None: ...\nrow = 1", (1.0, 0.0)),
        (
            "class A:\n    def worded(self) -> None: ...\n    def read_cells(self) -> None:\n        cells = 1",
            (0.5, 0.0),
        ),
        ("def embed() -> None:\n    for one, row in []: pass", (0.0, 0.5)),
        ("def read() -> None:\n    [given for given in ()]\n    if (held := 1): row: int = held", (0.0, 2 / 3)),
    ],
)
def test_poor_names_are_counted(tmp_path: Path, source: str, shares: tuple[float, float]) -> None:
    path = tmp_path / "spoilt.py"
    path.write_text(source, "utf-8")
    assert poor_shares([path]) == pytest.approx(shares)
