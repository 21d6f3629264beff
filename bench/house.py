"""Draw the house in words from the code's imports: rooms, floors, arrows, circles, and how large each room is.

    python bench/house.py [--arrows]

A room is a folder at the root of `pipeline/`, or a module there. Its floor is one above the highest room that it imports from. Imports
for types alone count too. Ends with 1 where rooms, or modules of one room, import each other in a circle.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def modules(package: Path) -> dict[str, Path]:
    """Every module of ``package`` by its dotted name."""
    names = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def imports(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules among ``known`` that the module at ``path`` imports, for types or for use."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in known else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def circles(arrows: Mapping[str, set[str]]) -> list[list[str]]:
    """The strongly connected parts of more than one member (Tarjan), each sorted."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        path.append(name)
        for other in sorted(arrows.get(name, ())):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in path:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            part = path[path.index(name) :]
            del path[path.index(name) :]
            if len(part) > 1:
                found.append(sorted(part))

    for name in sorted(arrows):
        if name not in index:
            visit(name)
    return found


def room(name: str) -> str:
    """The room of the module called ``name``: pipeline.auditors.pdf.file is of auditors."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


def main() -> int:
    """Print the drawing."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--arrows", action="store_true", help="name what each room imports from")
    asked = parser.parse_args()
    known = modules(ROOT / "pipeline")
    known.pop("pipeline")
    arrows = {name: {other for other in imports(path, known) if other in known and other != name} for name, path in known.items()}
    between: dict[str, set[str]] = defaultdict(set)
    for name, others in arrows.items():
        between[room(name)] |= {room(other) for other in others} - {room(name)}
    lines: dict[str, int] = defaultdict(int)
    for name, path in known.items():
        lines[room(name)] += path.read_text("utf-8").count("\n")
    bad = [*circles(between), *circles(arrows)]
    floors: dict[str, int] = {}

    def floor(name: str) -> int:
        if name not in floors:
            floors[name] = 0
            floors[name] = 1 + max((floor(other) for other in between[name]), default=0)
        return floors[name]

    total = sum(lines.values())
    for name in sorted(between, key=lambda name: (-floor(name), name)):
        words = f"  <- {', '.join(sorted(between[name]))}" if asked.arrows and between[name] else ""
        print(f"{floor(name):>3}  {name:<14}{lines[name]:>7} lines {lines[name] / total:>6.1%}{words}")
    alone = [path.name for path in (ROOT / "pipeline").glob("*.py") if path.name != "__init__.py"]
    print(
        f"{len(between)} rooms on {max(floors.values())} floors, {sum(map(len, between.values()))} arrows between rooms, {len(bad)} circles"
    )
    print(f"{len(known)} modules, {len(alone)} of them at the root beside __init__.py: {', '.join(sorted(alone))}")
    print(f"the largest room has {max(lines.values()) / total:.1%} of {total} lines")
    for part in bad:
        print("circle:", " -> ".join(part))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
