"""What is reported of each damage to the marks of a message, format by format, as the table in docs/languages.md.

python bench/damages.py
"""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from plantin.house.layout import House
from plantin.translation import po
from tests.kit import damages


def cell(made: House, damage: str, kind: str) -> str:
    """What is reported at the damaged messages: severities and codes; at how many of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(made.root, folder / "house", symlinks=True)
        catalogue = po.read_catalogue(made.catalogue_file("fr", damages.SLUG))
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            back = damages.returned(made, damages.damaged(catalogue, damage), kind, folder)
            found = damages.outcome(damages.imported(folder / "house", back), said.getvalue())
    there = [one for one in found.reported if one[0] in found.changed]
    codes = ", ".join(dict.fromkeys(f"{severity} {code}" for _, severity, code in there))
    return f"{codes or 'none'}; {len({line for line, _, _ in there})} of {len(found.changed)}"


def main() -> None:
    print(f"| damage | {' | '.join(damages.KINDS)} |\n|{'---|' * (len(damages.KINDS) + 1)}")
    with tempfile.TemporaryDirectory() as name:
        with contextlib.redirect_stdout(io.StringIO()):
            made = damages.house(Path(name) / "house")
        for damage in damages.DAMAGES:
            print(f"| {damage} | {' | '.join(cell(made, damage, kind) for kind in damages.KINDS)} |", flush=True)


if __name__ == "__main__":
    main()
