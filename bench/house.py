"""Draw the house in words from the code's imports: rooms, floors, arrows, circles, and how large each room is.

    python bench/house.py [--arrows]

A room is a folder at the root of `pipeline/plantin/`, or a module there. Its floor is one above the highest room that
it imports from. Imports for types alone count too. Ends with 1 where rooms, or modules of one room, import each other
in a circle.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    """Return the room of the module called ``name``: plantin.auditors.pdf.file is of auditors; a pack is a room."""
    parts = name.split(".")
    if parts[1:2] == ["packs"] and len(parts) > 2:
        return ".".join(parts[1:3])
    return parts[1] if len(parts) > 1 else parts[0]


@dataclass(frozen=True, slots=True)
class House:
    """The house as its imports draw it: the lines of each room, the rooms that each imports from, the floor of each
    (from 1), the circles between rooms and between modules, and the modules.
    """

    lines: Mapping[str, int]
    between: Mapping[str, set[str]]
    floors: Mapping[str, int]
    circles: list[list[str]]
    modules: Mapping[str, Path]

    @property
    def largest(self) -> float:
        """The share of all lines that the largest room has."""
        return max(self.lines.values()) / sum(self.lines.values())

    @property
    def alone(self) -> list[str]:
        """The modules at the root beside ``__init__.py``."""
        return sorted(path.name for name, path in self.modules.items() if path.parent.name == "plantin")


def draw(package: Path = ROOT / "pipeline" / "plantin") -> House:
    """The house of ``package``."""
    known = modules(package)
    known.pop(package.name)
    arrows = {
        name: {other for other in imports(path, known) if other in known and other != name}
        for name, path in known.items()
    }
    between: dict[str, set[str]] = defaultdict(set)
    lines: dict[str, int] = defaultdict(int)
    for name, others in arrows.items():
        between[room(name)] |= {room(other) for other in others} - {room(name)}
        lines[room(name)] += known[name].read_text("utf-8").count("\n")
    found = [*circles(between), *circles(arrows)]
    floors: dict[str, int] = {}

    def floor(name: str) -> int:
        if name not in floors:
            floors[name] = 0
            floors[name] = 1 + max((floor(other) for other in between[name]), default=0)
        return floors[name]

    for name in list(between):
        floor(name)
    return House(lines, between, floors, found, known)


def main() -> int:
    """Print the drawing."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--arrows", action="store_true", help="name what each room imports from")
    asked = parser.parse_args()
    house = draw()
    total = sum(house.lines.values())
    for name in sorted(house.between, key=lambda name: (-house.floors[name], name)):
        words = f"  <- {', '.join(sorted(house.between[name]))}" if asked.arrows and house.between[name] else ""
        print(
            f"{house.floors[name]:>3}  {name:<14}{house.lines[name]:>7} lines {house.lines[name] / total:>6.1%}{words}"
        )
    arrows = sum(map(len, house.between.values()))
    print(
        f"{len(house.between)} rooms on {max(house.floors.values())} floors, {arrows} arrows between rooms,"
        f" {len(house.circles)} circles"
    )
    print(
        f"{len(house.modules)} modules, {len(house.alone)} of them at the root beside __init__.py:"
        f" {', '.join(house.alone)}"
    )
    print(f"the largest room has {house.largest:.1%} of {total} lines")
    for part in house.circles:
        print("circle:", " -> ".join(part))
    return 1 if house.circles else 0


if __name__ == "__main__":
    sys.exit(main())
