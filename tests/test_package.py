"""The wheel carries the press and the copies of styles and locales that it prints with outside a checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_prints_outside_a_checkout(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("plantin-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "site")
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"pipeline"}
    for name in ("styles/un/style.toml", "styles/un/fonts/LICENSE.txt", "locales/en/locale.toml", "locales/ru/locale.toml"):
        assert f"pipeline/stock/{name}" in names
    assert not [name for name in names if name.endswith(".po")], "translations belong to reports"
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path; from pipeline.house import layout\n"
        "assert layout.__file__.startswith(sys.argv[1]), layout.__file__\n"
        "home = layout.House(Path(sys.argv[2])); print(home.style().fonts.family, home.locale('fr').name)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, str(tmp_path / "site"), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "STIX Two Text Français", done.stderr
