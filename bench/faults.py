"""Do to the press what machines do to programs, and look at what it leaves: kills and losses of power at random
moments, sources that change while they are read, a full disk, a disk that may not be written, several builds at once,
other umasks, time zones, languages and hash seeds.

    python bench/faults.py [--times 5] [--seed 1] [--only build,import,disk] [--jobs 2] [--write]

Every file must be as it was before or as a sound run makes it (else it is half-written), no file of the user may be
gone (lost), no process may live on, and the next run must end well with the same bytes. `--write` writes
docs/reliability.md. The house is a small report of the tests. Every other kill takes the whole family of processes at
once, as when a machine loses its power; the rest take only the command, whose workers then hear of it. Half of the
moments are drawn from the time that a run takes, half from the files it writes.

Without `--times` each fault is tried as often as `TIMES` says: 525 kills in all, 70 losses of power, 200 races. The
tries are shared out among `--jobs` processes, each with a house of its own: about 20 minutes with two, on an idle
machine.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path

from plantin import __version__
from plantin.bounded.process_tree import ProcessTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from tests.kit import power  # noqa: E402 - found by the line above
from tests.kit.harmed_house import (  # noqa: E402
    BUILD,
    COMMANDS,
    PACKAGES,
    SLUG,
    Seen,
    end,
    files,
    house,
    prepare,
    run,
    start,
)

PAGE = ROOT / "docs" / "reliability.md"
_LONGEST = 300
"""The most seconds that a run is waited for before it is killed."""


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
                process, home / target, _count(home / target) + moments.randint(1, made), moments.uniform(0, 0.05)
            )
        tree = ProcessTree(process.pid)
        tree.usage()
        if number % 2:
            tree.end()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        end(process)
        seen.tries += 1
        if left := outlived(home):
            seen.alive.append(f"try {number + 1}: {left}")
        look(seen, home, before, after, f"try {number + 1}")
        if number % 5 == 4 or number + 1 == times:
            _again(seen, home, name, after, f"try {number + 1}")
    return seen


def lose_power(home: Path, name: str, times: int, seed: int) -> Seen:
    """Take the power away while the command ``name`` works, or just after it has ended: names and bytes that it has not
    written to the disk are gone (``tests/kit/power.py``).
    """
    (arguments, target), moments = COMMANDS[name], random.Random(seed)  # noqa: S311 - repeatable
    seen, log = Seen(f"loss of power, `plantin {name}`"), home.parent / f"{name}.power"
    hook = home.parent / "hook"
    hook.mkdir(exist_ok=True)
    script = f"import sys\nsys.path.append({str(ROOT)!r})\nimport tests.kit.power\n"
    (hook / "sitecustomize.py").write_text(script, "utf-8")
    watched = {power.LOG: str(log), power.ROOT: str(home), "PYTHONPATH": f"{hook}{os.pathsep}{PACKAGES}"}
    prepare(home, name)
    before = files(home)
    if run(home, arguments).returncode:
        raise RuntimeError(f"plantin {' '.join(arguments)} fails even when it is let live")
    after = files(home)
    made = sum(after[path] != before.get(path) for path in after)
    for number in range(times):
        prepare(home, name)
        log.unlink(missing_ok=True)
        process = start(home, arguments, **watched)
        if number % 5:
            _until_files(process, home / target, _count(home / target) + moments.randint(1, made), 0)
            time.sleep(moments.uniform(0, 0.05))
            ProcessTree(process.pid).end()
        end(process)
        power.lose(home, log)
        seen.tries += 1
        look(seen, home, before, after, f"try {number + 1}")
        if not number % 5 and files(home) != after:
            seen.lost.append(f"try {number + 1}: what was done is not there")
        if number % 5 == 4:
            _again(seen, home, name, after, f"try {number + 1}")
    shutil.rmtree(log.with_suffix(".kept"), ignore_errors=True)
    return seen


CHANGING = (
    (f"sources/{SLUG}/report.md", " the ", " those "),
    ("locales/en/locale.toml", ' = "', ' = "x'),
    ("styles/un/style.toml", "#", "#0"),
    ("styles/un/screen.css", "color:", "color: #800000; color:"),
    ("styles/un/epub.css", "}", "; color: #800000 }"),
    ("styles/plain/style.toml", "#", "#0"),
    ("styles/press/defaults.toml", "= 1", "= 2"),
)


def race(home: Path, times: int, seed: int) -> Seen:
    """Builds while a source, a locale or a style changes and changes back: the build after each must leave what a
    sound one leaves, or it believes a record of something that nobody has any more.
    """
    seen, moments = Seen("sources change while they are read"), random.Random(seed)  # noqa: S311 - repeatable
    call = ("build", "--format", "epub,html")
    prepare(home, "build")
    begun = time.monotonic()
    if run(home, call).returncode:
        raise RuntimeError("the build fails even when it is let live")
    lasted, after = time.monotonic() - begun, files(home)
    for number in range(times):
        prepare(home, "build")
        name, old, new = moments.choice([one for one in CHANGING if (home / one[0]).exists()])
        path, process = home / name, start(home, call)
        kept = path.read_bytes()
        time.sleep(moments.uniform(0, 0.8) * lasted)
        path.write_bytes(kept.replace(old.encode(), new.encode()))
        time.sleep(moments.uniform(0, 0.4) * lasted)
        path.write_bytes(kept)
        process.communicate()
        seen.tries += 1
        ended = run(home, call)
        if ended.returncode or files(home) != after:
            wrong = [path for path, digest in files(home).items() if after.get(path) != digest]
            seen.failed.append(f"try {number + 1}: {name} changed, and {wrong or ended.stderr.decode()[-300:]}")
        else:
            seen.after += 1
    return seen


def look(seen: Seen, home: Path, before: dict[str, str], after: dict[str, str], label: str) -> None:
    """Compare what is in the house with what was there before, and with what a sound run leaves."""
    now = files(home)
    seen.half += [
        f"{label}: {path}" for path, digest in now.items() if digest not in (before.get(path), after.get(path))
    ]
    seen.lost += [f"{label}: {path}" for path in before if path in after and path not in now]
    for kind in ("release", "site"):
        begun, made, left = (
            {path: digest for path, digest in found.items() if path.startswith(f"{kind}/")}
            for found in (before, after, now)
        )
        if left and left not in (begun, made):
            seen.half.append(f"{label}: a part of a {kind}")
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
    until = time.monotonic() + _LONGEST
    while process.poll() is None and time.monotonic() < until and _count(folder) < count:
        time.sleep(0.002)
    time.sleep(more)


def _count(folder: Path) -> int:
    # A file may be renamed while it is looked for.
    with contextlib.suppress(FileNotFoundError):
        return sum(path.is_file() for path in folder.rglob("*"))
    return 0


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


def _environments(name: str, ways: list[tuple[str, dict[str, str]]]) -> Callable[[Path, int, int], Seen]:
    """Builds in other environments, each of which gives the same bytes."""

    def tried(home: Path, times: int, _seed: int) -> Seen:
        seen, after = Seen(name), sound(home)
        for label, variables in ways[:times]:
            mask = label if name == "umask" else "022"
            prepare(home, "build")
            ended = run(home, BUILD, "sh", "-c", f'umask {mask}; exec "$@"', "sh", **variables)
            seen.tries += 1
            if ended.returncode:
                seen.failed.append(f"{label}: ended with {ended.returncode}: {ended.stderr.decode()[-300:]}")
            look(seen, home, unbuilt(after), after, label)
            mode = 0o666 & ~int(mask, 8)
            if wrong := [
                path.name for path in (home / "build" / SLUG).iterdir() if path.stat().st_mode & 0o777 != mode
            ]:
                seen.failed.append(f"{label}: {wrong[0]} has not the mode {mode:o}")
        return seen

    return tried


ZONES = ("Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "UTC")
LANGUAGES = ("C", "POSIX", "C.UTF-8", "tr_TR.UTF-8")
FAULTS: dict[str, Callable[[Path, int, int], Seen]] = {
    **{name: lambda home, times, seed, name=name: kill(home, name, times, seed) for name in COMMANDS},
    **{f"power-{name}": lambda home, times, seed, name=name: lose_power(home, name, times, seed) for name in COMMANDS},
    "race": race,
    "disk": lambda home, times, seed: disk_full(home, min(times, 20), seed),
    "read-only": read_only,
    "together": together,
    "umask": _environments("umask", [(mask, {}) for mask in ("000", "027", "077")]),
    "zones": _environments("time zone", [(zone, {"TZ": zone}) for zone in ZONES]),
    "languages": _environments("language of the system", [(tag, {"LC_ALL": tag}) for tag in LANGUAGES]),
    "seeds": _environments("hash seed", [(seed, {"PYTHONHASHSEED": seed}) for seed in ("0", "1", "4294967295")]),
}

TIMES = {**dict.fromkeys(COMMANDS, 75), **{f"power-{name}": 10 for name in COMMANDS}, "race": 200}
"""How often each fault is tried where nothing else is asked for; the others ``_USUAL`` times at most."""
_USUAL = 20
_SHARED = 10
"""From so many tries on a fault is tried by several processes."""


def shares(names: list[str], times: int | None, jobs: int, seed: int) -> list[tuple[str, int, int]]:
    """What each process does: a fault, how often, and the seed of its moments; the longest first."""
    made = []
    for name in names:
        count = times or TIMES.get(name, _USUAL)
        parts = jobs if count >= _SHARED and name in TIMES else 1
        made += [(name, count // parts + (n < count % parts), seed + n) for n in range(parts)]
    return sorted(made, key=lambda share: -share[1])


def tried(share: tuple[str, int, int]) -> tuple[str, Seen]:
    """What was seen of a fault in a house of its own."""
    name, times, seed = share
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "house").mkdir()
        seen = FAULTS[name](house(Path(scratch).resolve() / "house"), times, seed)
    seen.seconds = time.monotonic() - begun
    return name, seen


def main() -> None:
    """Do all of it, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(FAULTS))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    begun, found = time.monotonic(), {}
    with get_context("fork").Pool(options.jobs) as pool:
        for name, seen in pool.imap_unordered(tried, shares(options.only, options.times, options.jobs, options.seed)):
            found[name] = found[name].with_(seen) if name in found else seen
            print(f"{seen.row()} {seen.seconds:.0f} s", flush=True)
            for line in seen.wrong:
                print(f"  {line}", flush=True)
    kept = [found[name] for name in options.only]
    print(f"{sum(seen.tries for seen in kept)} tries in {(time.monotonic() - begun) / 60:.1f} minutes", flush=True)
    if options.write:
        PAGE.write_text(page(kept), "utf-8")
    sys.exit(1 if any(seen.wrong for seen in kept) else 0)


def page(found: list[Seen]) -> str:
    """``docs/reliability.md``: a row for each fault, that of an earlier run where it was not tried now."""
    head = f"""# Tests of kills, full disks and concurrent commands

<!-- Written by `python bench/faults.py --write`. -->

Plantin {__version__}. Every file was compared with what was there before and what a sound run makes. *Wrong*:
files that are neither, lost files of the user, processes that outlive the command by ten seconds, other exit codes, and next runs
with other bytes.

| fault | tries | left as before | in between | as after | wrong |
|---|---|---|---|---|---|
"""
    tail = """
A file is written beside its place and moved there by one rename, a release or a site is a folder moved likewise (`pipeline/plantin/files.py`,
`pipeline/plantin/packs/publish/scratch.py`); so a build that was killed has whole editions or none, and a release is there or is not. The bytes of
a file are on the disk before its name is, and its name is there before a command says that it is done: a loss of power, simulated as the worst
that a file system may do (fsync(2)), takes no more than what was not finished. What a file had when it was read is noted by the one reader of
bytes (`pipeline/plantin/bounded/reads.py`): an edition is fresh only where it was made of what its record says.
"""
    rows = {row.split(" | ")[0][2:]: row for row in PAGE.read_text("utf-8").splitlines() if row.startswith("| ")}
    rows = {name: row for name, row in rows.items() if name != "fault"} | {seen.name: seen.row() for seen in found}
    return head + "\n".join(rows.values()) + "\n" + tail


if __name__ == "__main__":
    main()
