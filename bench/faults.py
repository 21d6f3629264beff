"""Do to the press what machines do to programs, and look at what it leaves: kills at random moments, a full disk, a
disk that may not be written, several builds at once, other umasks, time zones, languages and hash seeds.

    python bench/faults.py [--times 50] [--seed 1] [--only build,import,disk] [--write]

Every file must be as it was before or as a sound run makes it (else it is half-written), no file of the user may be
gone (lost), no process may live on, and the next run must end well with the same bytes. `--write` writes
docs/reliability.md. The house is a small report of the tests. Every other kill takes the whole family of processes at
once, as when a machine loses its power; the rest take only the command, whose workers then hear of it. Half of the
moments are drawn from the time that a run takes, half from the files it writes.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from plantin import __version__, validators
from plantin.bounded.process_tree import ProcessTree

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reliability.md"
WAIVED = tuple(f"--waive={tool.name}=not the subject here" for tool in validators.TOOLS)
SLUG, RECEIVED = "A-90-12-Add.1", "S-2035-7"
LETTER = """Shop

United Nations

Security Council

S/2035/7

Distr.: General

2 June 2035

Original: English

Report on lamps

I. Lamps

1. The lamps are lit. |1|

2. The lamps are put out.

Notes:

1. At dusk. [Back]

Shop
"""
BUILD = ("build", "--format", "pdf,docx,epub,html")
# What is killed: its arguments, and the folder that it writes.
COMMANDS = {
    "build": (BUILD, "build"),
    "release": (("release", "1.0", "--format", "epub,html", *WAIVED), "release"),
    "import": (("import", "received.txt", "--replace"), f"sources/{RECEIVED}"),
    "update": (("catalogue", "update", "A/90/12/Add.1", "--language", "fr"), "locales/fr"),
}
# Made by every run anew; none of it is the user's.
OURS = ("build", "release")


@dataclass
class Seen:
    """What was seen of one kind of fault: how often it was tried, and everything that was wrong, in words."""

    name: str
    tries: int = 0
    before: int = 0
    after: int = 0
    between: int = 0
    half: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    alive: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0

    @property
    def wrong(self) -> list[str]:
        """Everything that is wrong."""
        return [*self.half, *self.lost, *self.alive, *self.failed]

    def row(self) -> str:
        """A row of the table."""
        counts = (
            self.tries,
            self.before,
            self.between,
            self.after,
            len(self.half),
            len(self.lost),
            len(self.alive),
            len(self.failed),
        )
        return f"| {self.name} | {' | '.join(map(str, counts))} |"


def house(folder: Path) -> Path:
    """A house of one small report, its translation begun, and one received report already imported and edited, all of
    it committed.
    """
    for name in ("styles", "locales"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.po"))
    shutil.copytree(
        ROOT / "tests" / "reports" / "harbour-lights", folder / "sources" / SLUG, ignore=shutil.ignore_patterns("*.txt")
    )
    (folder / "received.txt").write_text(LETTER, "utf-8")
    (folder / ".gitignore").write_text("/build/\n/release/\n*.kept\n", "utf-8")
    who = ("-c", "user.name=Keeper", "-c", "user.email=keeper@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "A small report")):
        subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)
    return folder


def prepare(home: Path, name: str) -> None:
    """Bring the house to where the command ``name`` has something to write over, and all that it does not write is as
    committed.
    """
    catalogue = home / "locales" / "fr" / f"{SLUG}.po"
    for folder in (*OURS, f"sources/{RECEIVED}"):
        shutil.rmtree(home / folder, ignore_errors=True)
    catalogue.unlink(missing_ok=True)
    if name == "import":
        source = home / "sources" / RECEIVED / "report.md"
        source.parent.mkdir()
        source.write_text("---\nsymbol: S/2035/7\n---\n\nEdited by hand.\n" * 500, "utf-8")
    if name == "update":
        if not catalogue.with_suffix(".kept").exists():
            if run(home, COMMANDS["update"][0]).returncode:
                raise RuntimeError("the catalogue cannot be begun")
            text = catalogue.read_text("utf-8")
            # One message that is translated, and one that the report has no more.
            catalogue.with_suffix(".kept").write_text(
                text.replace('msgstr ""', 'msgstr "Traduit."', 3).replace("lit", "unlit"), "utf-8"
            )
        shutil.copy(catalogue.with_suffix(".kept"), catalogue)


def files(folder: Path) -> dict[str, str]:
    """The digest of every file below ``folder`` that a person would see: nothing hidden."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            found[name.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def start(home: Path, arguments: tuple[str, ...], *before: str, **variables: str) -> subprocess.Popen[bytes]:
    """Start the command; ``before`` are the words of a program that starts it."""
    command = [*before, sys.executable, "-c", "from plantin.cli.main import main; main()", *arguments]
    environment = {**os.environ, "PLANTIN_VALIDATORS": str(home / "none"), "PYTHONPATH": str(ROOT), **variables}
    return subprocess.Popen(
        command, cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def run(home: Path, arguments: tuple[str, ...], *before: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Let the command run to its end."""
    process = start(home, arguments, *before, **variables)
    _, errors = process.communicate(timeout=600)
    return subprocess.CompletedProcess(arguments, process.returncode, b"", errors)


def kill(home: Path, name: str, times: int, seed: int) -> Seen:
    """Kill the command ``name`` so many times, each time from the same beginning, and let it run to its end after every
    fifth.
    """
    (arguments, target), moments, seen = (COMMANDS[name], random.Random(seed), Seen(f"SIGKILL, `plantin {name}`"))  # noqa: S311 - repeatable
    prepare(home, name)
    before, begun = files(home), time.monotonic()
    ended = run(home, arguments)
    if ended.returncode:
        raise RuntimeError(f"plantin {' '.join(arguments)} fails even when it is let live: {ended.stderr.decode()}")
    lasted, after = time.monotonic() - begun, files(home)
    made = sum(after[path] != before.get(path) for path in after)
    for number in range(times):
        prepare(home, name)
        process = start(home, arguments)
        if number // 2 % 2:
            time.sleep(moments.uniform(0.05, 1) * lasted)
        else:
            _until_files(
                process, home / target, len(files(home / target)) + moments.randint(1, made), moments.uniform(0, 0.05)
            )
        tree = ProcessTree(process.pid)
        tree.usage()
        if number % 2:
            tree.end()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        seen.tries += 1
        if left := outlived(home):
            seen.alive.append(f"try {number + 1}: {left}")
        look(seen, home, before, after, f"try {number + 1}")
        if number % 5 == 4 or number + 1 == times:
            _again(seen, home, name, after, f"try {number + 1}")
    return seen


def look(seen: Seen, home: Path, before: dict[str, str], after: dict[str, str], label: str) -> None:
    """Compare what is in the house with what was there before, and with what a sound run leaves."""
    now = files(home)
    seen.half += [
        f"{label}: {path}" for path, digest in now.items() if digest not in (before.get(path), after.get(path))
    ]
    seen.lost += [f"{label}: {path}" for path in before if path in after and path not in now]
    released = {path for path in now if path.startswith("release/")}
    if released and released != {path for path in after if path.startswith("release/")}:
        seen.half.append(f"{label}: a part of a release")
    state = "before" if now == before else "after" if now == after else "between"
    setattr(seen, state, getattr(seen, state) + 1)


def _again(seen: Seen, home: Path, name: str, after: dict[str, str], label: str) -> None:
    """The next run ends well, with the same bytes; a release that was there in time is never made again."""
    if name == "release" and files(home) == after:
        return
    ended = run(home, COMMANDS[name][0])
    if ended.returncode or files(home) != after:
        seen.failed.append(f"{label}: the next run ended with {ended.returncode}: {ended.stderr.decode()[-300:]}")


def outlived(home: Path) -> str:
    """The name of a process that still works in the house after ten seconds; empty where there is none."""
    until, name = time.monotonic() + 10, ""
    while time.monotonic() < until:
        name = next(_working(home), "")
        if not name:
            return ""
        time.sleep(0.02)
    return name


def _working(home: Path) -> Iterator[str]:
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (folder / "cwd").readlink() == home:
                yield (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")[:100]


def _until_files(process: subprocess.Popen[bytes], folder: Path, count: int, more: float) -> None:
    """Wait until so many files are in the folder, hidden ones too, and a moment more."""
    while process.poll() is None and sum(path.is_file() for path in _everything(folder)) < count:
        time.sleep(0.002)
    time.sleep(more)


def _everything(folder: Path) -> list[Path]:
    # A file may be renamed while it is looked for.
    with contextlib.suppress(FileNotFoundError):
        return list(folder.rglob("*"))
    return []


# Other faults


def sound(home: Path) -> dict[str, str]:
    """The files of the house after a build that nothing disturbs."""
    prepare(home, "build")
    if run(home, BUILD).returncode:
        raise RuntimeError("the build fails even when it is let live")
    return files(home)


def unbuilt(after: dict[str, str]) -> dict[str, str]:
    """Those of the files that were there before the build."""
    return {path: digest for path, digest in after.items() if not path.startswith("build/")}


def disk_full(home: Path, times: int, seed: int) -> Seen:
    """Builds into a folder that has room for a part of the editions, where mounting is allowed; else files that may not
    be so large.
    """
    seen, after = Seen("disk full, `plantin build`"), sound(home)
    before = unbuilt(after)
    sizes = [path.stat().st_size for path in (home / "build").rglob("*") if path.is_file()]
    rooms = random.Random(seed)  # noqa: S311 - repeatable
    mount = (
        os.geteuid() == 0
        and subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode == 0
    )
    for _ in range(times):
        prepare(home, "build")
        (home / "build").mkdir()
        room = rooms.randint(8, sum(sizes) // 1024)
        full = (
            f'mount -t tmpfs -o size={room}k tmpfs build && {{ "$@"; code=$?; cp -r build ../seen; umount build; exit'
            " $code; }"
        )
        small = f'ulimit -f {rooms.randint(8, max(sizes) // 512)}; "$@"'
        ended = run(home, BUILD, *(("unshare", "-m") if mount else ()), "sh", "-c", full if mount else small, "sh")
        if mount:
            shutil.rmtree(home / "build")
            shutil.move(home.parent / "seen", home / "build")
        seen.tries += 1
        if ended.returncode == 0 or (ended.returncode == 6 and b"V002" in ended.stderr):
            look(seen, home, before, after, f"{room} KiB")
        else:
            seen.failed.append(f"{room} KiB: ended with {ended.returncode}: {ended.stderr.decode()[-300:]}")
    return seen


def read_only(home: Path, times: int, _seed: int) -> Seen:
    """Commands in a house that may not be written, where mounting is allowed."""
    seen, _ = Seen("house read-only"), prepare(home, "build")
    if os.geteuid() or subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode:
        return seen
    script = 'mount --bind . . && mount -o remount,ro,bind . && cd "$PWD" && exec "$@"'
    before = files(home)
    for arguments, codes in (
        (BUILD, (6,)),
        (COMMANDS["import"][0], (6,)),
        (COMMANDS["release"][0], (6,)),
        (("why",), (0,)),
    )[:times]:
        ended = run(home, arguments, "unshare", "-m", "sh", "-c", script, "sh")
        seen.tries += 1
        if ended.returncode not in codes or b"Traceback" in ended.stderr:
            seen.failed.append(f"{arguments[0]}: ended with {ended.returncode}: {ended.stderr.decode()[-300:]}")
        look(seen, home, before, before, arguments[0])
    return seen


def together(home: Path, times: int, _seed: int) -> Seen:
    """Four builds at once."""
    seen, after = Seen("four builds at once"), sound(home)
    for number in range(max(times // 10, 1)):
        prepare(home, "build")
        running = [start(home, BUILD) for _ in range(4)]
        for process in running:
            _, errors = process.communicate(timeout=900)
            if process.returncode:
                seen.failed.append(f"round {number + 1}: ended with {process.returncode}: {errors.decode()[-300:]}")
        seen.tries += 4
        look(seen, home, unbuilt(after), after, f"round {number + 1}")
    return seen


def _environments(
    name: str, ways: list[tuple[str, tuple[str, ...], dict[str, str]]]
) -> Callable[[Path, int, int], Seen]:
    """Builds in other environments, each of which gives the same bytes."""

    def tried(home: Path, times: int, _seed: int) -> Seen:
        seen, after = Seen(name), sound(home)
        for label, before, variables in ways[:times]:
            prepare(home, "build")
            ended = run(home, BUILD, *before, **variables)
            seen.tries += 1
            if ended.returncode:
                seen.failed.append(f"{label}: ended with {ended.returncode}: {ended.stderr.decode()[-300:]}")
            look(seen, home, unbuilt(after), after, label)
            if unreadable := [
                path.name for path in (home / "build" / SLUG).iterdir() if path.stat().st_mode & 0o777 != 0o644
            ]:
                seen.failed.append(f"{label}: {unreadable[0]} may not be read by others, or be written by them")
        return seen

    return tried


ZONES = ("Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "UTC")
LANGUAGES = ("C", "POSIX", "C.UTF-8", "tr_TR.UTF-8")
FAULTS: dict[str, Callable[[Path, int, int], Seen]] = {
    **{name: lambda home, times, seed, name=name: kill(home, name, times, seed) for name in COMMANDS},
    "disk": lambda home, times, seed: disk_full(home, min(times, 20), seed),
    "read-only": read_only,
    "together": together,
    "umask": _environments(
        "umask", [(mask, ("sh", "-c", f'umask {mask}; exec "$@"', "sh"), {}) for mask in ("000", "027", "077")]
    ),
    "zones": _environments("time zone", [(zone, (), {"TZ": zone}) for zone in ZONES]),
    "languages": _environments("language of the system", [(tag, (), {"LC_ALL": tag}) for tag in LANGUAGES]),
    "seeds": _environments("hash seed", [(seed, (), {"PYTHONHASHSEED": seed}) for seed in ("0", "1", "4294967295")]),
}


def main() -> None:
    """Do all of it, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(FAULTS))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = []
    for name in options.only:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as scratch:
            (Path(scratch) / "house").mkdir()
            seen = FAULTS[name](house(Path(scratch).resolve() / "house"), options.times, options.seed)
        seen.seconds = time.monotonic() - begun
        found.append(seen)
        print(f"{seen.row()} {seen.seconds:.0f} s", flush=True)
        for line in seen.wrong:
            print(f"  {line}", flush=True)
    if options.write:
        PAGE.write_text(page(found, options.seed), "utf-8")
    sys.exit(1 if any(seen.wrong for seen in found) else 0)


def page(found: list[Seen], seed: int) -> str:
    """``docs/reliability.md``."""
    head = f"""# Tests of kills, full disks and concurrent commands

<!-- Written by `python bench/faults.py --write`. -->

Plantin {__version__}, seed {seed}. Every file was compared with what was there before and what a sound run makes. *Half-written*: files
that are neither; *lost*: files of the user that are gone; *alive*: processes that outlive the command by ten seconds; *failed*: runs
that end with another exit code than they should, or next runs that do not end well with the same bytes.

| fault | tries | left as before | in between | as after | half-written | lost | alive | failed |
|---|---|---|---|---|---|---|---|---|
"""
    tail = f"""
{sum(seen.tries for seen in found):,} tries in {sum(seen.seconds for seen in found) / 60:.0f} minutes. A file is written beside its place
and moved there by one rename, a release is a folder moved likewise (`pipeline/plantin/files.py`,
`pipeline/plantin/release/scratch.py`); so a build that was killed has whole editions or none, and a release is there or is not.
"""
    return head + "\n".join(seen.row() for seen in found) + "\n" + tail


if __name__ == "__main__":
    main()
