"""Run what users get as its steps, in a root of Debian without a container engine: the image, then the action.

``python bench/image.py FOLDER`` (as root; ``apt-get install debootstrap``) makes the root in FOLDER where it is not there, runs each
instruction of ``setup/Containerfile`` in it, and builds and checks a new house as the engine would: user 1000, who is the owner of the house
(``--userns=keep-id``), with everything else read-only. Then the steps of ``action.yml``, with the Python of the root and their input as text.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
_WORDS = re.compile(r"^(RUN|COPY|ENV|USER|WORKDIR|ENTRYPOINT|FROM) (.*)$")
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_SCRATCH = "/tmp"  # noqa: S108  that of the root
_OURS = {"HOME": _SCRATCH, **{name: value for name, value in os.environ.items() if name.startswith("PIP_")}}
"""What every step has: how this machine reaches packages."""
_PLACES = ("PIP_CERT", "PIP_FIND_LINKS")
"""Which of that is a file or a folder of this machine."""
_READ_ONLY = (
    'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && mount -t tmpfs tmpfs "$0/tmp" && mount --bind "$1" "$0/house" && '
    'mount --rbind /dev "$0/dev" && mount --rbind /proc "$0/proc" && root=$0 && shift && exec unshare --user --map-user=1000 --map-group=1000 --root="$root" --wd=/house -- "$@"'
)
"""Mounts of a process alone: the root read-only, a house in it; then a program as user 1000, whom the owner of the house is."""
_PROCESSES = 'mount --rbind /proc "$0/proc" && exec chroot "$0" bash -e -c "$1"'
"""A step of the action."""


def instructions(text: str) -> list[tuple[str, str]]:
    """Return the instructions of a Containerfile, each with its words; ValueError for one that is not known here."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    matches = [_WORDS.match(line) for line in lines]
    if not all(matches):
        raise ValueError([line for line, match in zip(lines, matches, strict=True) if not match])
    return [(match[1], match[2]) for match in matches if match]


def copy(names: list[str], target: Path) -> None:
    """Copy files and folders of the repository, as git has them, which is what an engine is sent."""
    tracked = subprocess.run(["git", "ls-files", "-z", *names], cwd=ROOT, check=True, capture_output=True).stdout
    for name in map(os.fsdecode, tracked.split(b"\0")[:-1]):
        folder = target if len(names) > 1 else target.parent
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)


def lend(root: Path) -> None:
    """Copy the files by which this machine reaches packages into ``root``, and name the copies to every step."""
    for name in filter(_OURS.get, _PLACES):
        source = Path(_OURS[name])
        _OURS[name] = f"{_SCRATCH}/{name}"
        place = root / _OURS[name].lstrip("/")
        if source.is_dir():
            shutil.copytree(source, place, dirs_exist_ok=True)
        elif source.is_file():
            shutil.copy(source, place)


def run(root: Path, words: list[str], environment: dict[str, str]) -> None:
    """Run a program in ``root``, as root; says how it ended."""
    ended = subprocess.run(["chroot", str(root), *words], env={"PATH": _PATH, **_OURS, **environment}, check=False)
    print(f"exit {ended.returncode}: {' '.join(words)[:110]}", flush=True)
    if ended.returncode:
        sys.exit(ended.returncode)


def build_image(root: Path) -> tuple[list[str], dict[str, str]]:
    """Run the instructions of the image in ``root``; return its entry point and its environment."""
    environment: dict[str, str] = {}
    for name, words in instructions((ROOT / "setup/Containerfile").read_text("utf-8")):
        if name == "RUN":
            run(root, ["/bin/sh", "-c", words], environment)
        elif name == "COPY":
            *sources, target = words.split()
            copy(sources, root / target.lstrip("/"))
        elif name == "ENV":
            environment |= dict(pair.split("=", 1) for pair in words.split())
        elif name == "WORKDIR":
            (root / words.lstrip("/")).mkdir(exist_ok=True)
        elif name == "ENTRYPOINT":
            return yaml.safe_load(words), environment
    raise ValueError("no entry point")


def use_image(root: Path, entry: list[str], environment: dict[str, str]) -> None:
    """Make a house of root's, then build and check it as user 1000 within a root that is read-only."""
    with tempfile.TemporaryDirectory() as name:
        house = Path(name)
        for words in (["new", ".", "--languages", "en,ar"], ["build"], ["check"]):
            mounts = ["unshare", "--mount", "sh", "-c", _READ_ONLY, str(root), str(house)]
            program = [shutil.which(entry[0], path=f"{root}/opt/plantin/bin") or entry[0], *entry[1:]]
            program[0] = "/" + os.path.relpath(program[0], root)
            ended = subprocess.run([*mounts, *program, *words], env=environment, check=False)
            print(
                f"exit {ended.returncode}: user 1000, house of user {house.stat().st_uid}: plantin {' '.join(words)}",
                flush=True,
            )
            if ended.returncode:
                sys.exit(ended.returncode)
        shutil.copytree(house, root / "work", dirs_exist_ok=True)


def use_action(root: Path) -> None:
    """Run the steps of the action in ``root`` with its own Python, in the house made before."""
    tools = root / "usr/local/bin"
    (tools / "sudo").write_text('#!/bin/sh\nexec "$@"\n', "utf-8")
    (tools / "sudo").chmod(0o755)
    copy([".", "action.yml"], root / "action")
    shutil.rmtree(root / "work" / "build", ignore_errors=True)
    for formats in ("html", '1"; touch /pwned; "', "$(touch /pwned)"):
        environment = {"RUNNER_TEMP": _SCRATCH, "GITHUB_ACTION_PATH": "/action", "FORMATS": formats}
        steps = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
        for step in steps if formats == "html" else steps[2:]:
            words = ["unshare", "--mount", "sh", "-c", _PROCESSES, str(root), f"cd /work\n{step['run']}"]
            ended = subprocess.run(words, env={"PATH": f"/usr/local/bin:{_PATH}", **_OURS, **environment}, check=False)
            print(f"exit {ended.returncode}: formats={formats!r}: {step['run'][:90]!r}", flush=True)
    print("a name was run" if (root / "pwned").exists() else "no name was run")


if __name__ == "__main__":
    place = Path(sys.argv[1]).absolute()
    if not place.exists():
        subprocess.run(["debootstrap", "--variant=minbase", "trixie", str(place)], check=True)
    lend(place)
    command, variables = build_image(place)
    use_image(place, command, variables)
    use_action(place)
