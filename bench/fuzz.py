"""Spoil everything that the press reads, at random, and see that it never breaks: no exit 70, no hang, no more than a
gigabyte.

    python bench/fuzz.py [--mutants 1000] [--seed 1] [--seconds 60] [--minutes 0] [--jobs 2] [--kind pdf,docx] [--only 17]

Each mutant is made from its seed, its kind and its number alone, so that a failure is had again by `--kind KIND --only
NUMBER` under the same seed. The command runs in this program's own processes, forked, many mutants in each; what pandoc
reads of the same text, and the document of an edition that is only checked, are read once. For each kind the program
prints how many mutants were tried and how the command ended; it ends with 1 where a mutant broke the press.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import io
import json
import multiprocessing
import os
import random
import re
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pikepdf  # noqa: E402

from plantin.files import digest  # noqa: E402
from plantin.packs.publish.verification import SUMS, sums  # noqa: E402
from tests.kit import houses  # noqa: E402
from tests.kit.command import plantin  # noqa: E402

SLUG, REPORT = "A-90-42", "weather-stations"
MEDIA = "media"
MEMORY = 1024
_MIB = 2**20
_BROKEN = 70
_BATCH = 50
"""So many mutants are tried in one process."""

# Mutants

# fmt: off
HOSTILE = (
    "9" * 40, "9" * 5000, "-1", "0", "1e999", "NaN", "²", "٣", "", " ", "\0", "\x1b[2J", "\u202e", "\u2066", "\ufeff", "\ud7ff",
    "é́́", "[" * 300, "(" * 300, "{" * 300, "<a>" * 300, "<!--", "-->", "]]>", "<![CDATA[", "&lt;&a;", "<!DOCTYPE a>", "</", "/>",
    '"', "'", "`" * 50, "*" * 200, "> " * 100, "    " * 50, "- " * 100, "[^a]: [^a]\n", "[^", "::: {", "\n---\n", "\n:::\n", "$" * 30,
    "\\frac{" * 50, "%s{0}%n", "../../../etc/passwd", "file:///etc/passwd", "http://[::1", "//evil.example/", "url(#a)", "@import 'a';",
    "var(--a)", "calc(" * 200, "}" * 50, "true", "null", "[]", "{}", "1979-05-27T07:32:00Z", "xx-XX-" * 40, "H" * 3000, "\r", "\t", "\v",
    "\u2028", "\n" * 200, "endobj", "stream\n", "<< /Kids [1 0 R] >>", "1 0 R", "99999 0 R", "/Length 99999999", "q " * 50, "Q " * 50,
    "nan nan nan nan nan nan cm", "Tj",
)
# fmt: on


def text_mutant(text: str, dice: random.Random) -> str:
    """``text`` after one to four changes: pieces go, come twice, change places, or something hostile comes in."""
    for _ in range(dice.choice((1, 1, 2, 4))):
        pieces = re.split(dice.choice((r"(\n)", r"(\s+)", r"([<>=\"/:])", r"(\d+)", r"(\W)")), text)
        at, other = dice.randrange(len(pieces)), dice.randrange(len(pieces))
        match dice.randrange(6):
            case 0:
                pieces[at] = dice.choice(HOSTILE)
            case 1:
                pieces.insert(at, dice.choice(HOSTILE))
            case 2:
                pieces[min(at, other) : max(at, other)] = []
            case 3:
                pieces[at] *= min(dice.choice((2, 30, 1000)), 1 + _MIB // (1 + len(pieces[at])))
            case 4:
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case _:
                pieces[at:at] = pieces[other : other + dice.randrange(200)]
        text = "".join(pieces)[: 4 * _MIB]
    return text


def bytes_mutant(content: bytes, dice: random.Random) -> bytes:
    """``content`` after one to eight changes of single bytes or of pieces."""
    made = bytearray(content or b"\0")
    for _ in range(dice.choice((1, 2, 8))):
        at, length = dice.randrange(len(made)), dice.choice((1, 4, 100, 10_000))
        match dice.randrange(5):
            case 0:
                made[at] = dice.randrange(256)
            case 1:
                made[at : at + length] = b""
            case 2:
                made[at:at] = made[at : at + length]
            case 3:
                made[at:at] = dice.choice(HOSTILE).encode("utf-8", "surrogatepass")
            case _:
                made[at : at + 4] = dice.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff"))
        made = made or bytearray(b"\0")
    return bytes(made)


def file_mutant(content: bytes, dice: random.Random) -> bytes:
    """A text file: changed as text, or now and then as bytes."""
    if dice.random() < 0.1:
        return bytes_mutant(content, dice)
    return text_mutant(content.decode("utf-8", "replace"), dice).encode("utf-8", "surrogatepass")


def zip_mutant(content: bytes, dice: random.Random) -> bytes:
    """An archive: one or two of its files changed, or left out, or now and then the archive itself."""
    if dice.random() < 0.1:
        return bytes_mutant(content, dice)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    texts = [name for name in parts if not name.endswith(("ttf", "png", "jpg", "otf", "mp3"))]
    for name in dice.sample(texts, min(dice.choice((1, 1, 2)), len(texts))):
        if dice.random() < 0.05:
            del parts[name]
        else:
            parts[name] = file_mutant(parts[name], dice)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def pdf_mutant(content: bytes, dice: random.Random) -> bytes:
    """A PDF whose streams are not compressed, changed as bytes or as text."""
    if dice.random() < 0.3:
        return bytes_mutant(content, dice)
    return text_mutant(content.decode("latin-1"), dice).encode("latin-1", "replace")


# What is mutated, and what is done with it

Mutate = Callable[[bytes, random.Random], bytes]
Run = Callable[[Path, random.Random], tuple[int, str]]


@dataclass(frozen=True)
class Kind:
    """Mutants of one kind: the files of the house of which one is changed, how, and what is run on it."""

    files: tuple[str, ...]
    mutate: Mutate
    run: Run
    weight: int


def command(*arguments: str, fresh: tuple[str, ...] = ()) -> Run:
    """Run the command in the house; folders that it must not find made are removed before."""

    def run(house: Path, _: random.Random) -> tuple[int, str]:
        for name in fresh:
            shutil.rmtree(house / name, ignore_errors=True)
        ended = plantin(*arguments, cwd=house)
        return ended.returncode, ended.stderr

    return run


def one_of(*runs: Run) -> Run:
    """One of several, by the dice."""
    return lambda house, dice: dice.choice(runs)(house, dice)


def edition(suffix: str) -> str:
    """The path of an edition of the report."""
    return f"build/{SLUG}/{SLUG}-en.{suffix}"


def checked(suffix: str) -> Run:
    """Check one edition."""
    return command("check", edition(suffix), "--root", ".")


def built(name: str) -> Run:
    """Build in one format."""
    return command("build", "--format", name, "--language", "en", "--jobs", "1", fresh=("build/.records",))


LOCALE = (
    "locales/en/locale.toml",
    "locales/en/parity.toml",
    "styles/un/locales/en/locale.toml",
    "styles/un/locales/citations.toml",
    "plantin.toml",
)
INCOMING = {
    "html": "html",
    "epub": "epub",
    "odt": "odt",
    "md": "gfm",
    "docbook": "docbook",
    "jats": "jats",
    "tex": "latex",
    "rst": "rst",
    "org": "org",
}
"""Files from elsewhere that are imported: how the name ends, and what pandoc makes them as."""


def incoming(*endings: str) -> tuple[str, ...]:
    """The folder of files from elsewhere."""
    return tuple(f"incoming/received.{ending}" for ending in endings)


def imported(house: Path, dice: random.Random) -> tuple[int, str]:
    """Import the file that was changed, and any other of its kind where none was."""
    changed = max((house / "incoming").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    source = {"md": "markdown", "tex": "latex", "docbook": "docbook", "jats": "jats"}.get(changed.suffix[1:])
    kind = ("--from", source) if source and dice.random() < 0.7 else ()
    ended = plantin("import", str(changed.relative_to(house)), "--dry-run", *kind, cwd=house)
    return ended.returncode, ended.stderr


_SHOW = command("show", SLUG)
_STATUS, _UPDATE = command("catalogue", "status"), command("catalogue", "update")
KINDS: dict[str, Kind] = {
    "source": Kind((f"sources/{SLUG}/report.md",), file_mutant, one_of(_SHOW, _SHOW, _UPDATE, built("html")), 6),
    "catalogue": Kind(
        (f"locales/fr/{SLUG}.po",), file_mutant, one_of(_STATUS, _UPDATE, command("show", SLUG, "--language", "fr")), 8
    ),
    "locale": Kind(LOCALE, file_mutant, one_of(_SHOW, _STATUS), 8),
    "style": Kind(
        ("styles/un/style.toml", "styles/press/word.toml"), file_mutant, one_of(built("docx"), built("html")), 6
    ),
    "css": Kind(
        ("styles/press/screen.css", "styles/press/epub.css"), file_mutant, one_of(built("html"), built("epub")), 5
    ),
    "picture": Kind(
        (MEDIA,),
        lambda content, dice: (file_mutant if content[:1] == b"<" else bytes_mutant)(content, dice),
        built("html"),
        5,
    ),
    "word": Kind(
        (edition("docx"),), zip_mutant, command("import", edition("docx"), "--dry-run", "--tracked", "accept"), 4
    ),
    "home": Kind((edition("html"),), file_mutant, command("import", edition("html"), "--dry-run"), 4),
    "home book": Kind((edition("epub"),), zip_mutant, command("import", edition("epub"), "--dry-run"), 4),
    "web": Kind(incoming("html"), file_mutant, imported, 8),
    "book": Kind(incoming("epub"), zip_mutant, imported, 6),
    "odt": Kind(incoming("odt"), zip_mutant, imported, 6),
    "markup": Kind(incoming("md", "docbook", "jats", "tex", "rst", "org"), file_mutant, imported, 10),
    "plain": Kind(incoming("txt"), file_mutant, imported, 6),
    "docx": Kind((edition("docx"),), zip_mutant, checked("docx"), 14),
    "epub": Kind((edition("epub"),), zip_mutant, checked("epub"), 14),
    "html": Kind((edition("html"),), file_mutant, checked("html"), 14),
    "pdf": Kind((edition("pdf"),), pdf_mutant, checked("pdf"), 16),
    "txt": Kind((edition("txt"),), file_mutant, checked("txt"), 7),
    "md": Kind((edition("md"),), file_mutant, checked("md"), 7),
    "brf": Kind((edition("brf"),), file_mutant, checked("brf"), 5),
    "pef": Kind((edition("pef"),), file_mutant, checked("pef"), 5),
    "ebrl": Kind((edition("ebrl"),), zip_mutant, checked("ebrl"), 5),
    "audio": Kind((edition("audio.epub"),), zip_mutant, checked("audio.epub"), 8),
    "release": Kind(
        ("release/1.0/manifest.json", f"release/1.0/{SUMS}"), file_mutant, command("verify", "release/1.0"), 10
    ),
}


EDITIONS = ("docx", "epub", "html", "pdf", "txt", "md", "brf", "pef", "ebrl", "audio")


def prepared(folder: Path) -> Path:
    """A house of one report in two languages, with its editions and a small release."""
    house = houses.make(folder, (REPORT,)).root
    shutil.copytree(ROOT / "locales" / "en", house / "locales" / "en")
    source = house / "sources" / SLUG / "report.md"
    source.write_text(
        re.sub(r"^languages: .*$", "languages: [en, fr]", source.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
    )
    (house / "plantin.toml").write_text('style = "un"\n[site]\nbase = "https://example.org/"\n', "utf-8")
    for arguments in (
        ("catalogue", "update"),
        ("build", "--language", "en", "--format", ",".join(EDITIONS), "--jobs", "1"),
    ):
        ended = plantin(*arguments, cwd=house)
        if ended.returncode:
            sys.exit(f"the house cannot be made: {ended.stderr}")
    with pikepdf.open(house / edition("pdf"), allow_overwriting_input=True) as pdf:
        pdf.save(house / edition("pdf"), qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    _release(house)
    _received(house)
    return house


def _received(house: Path) -> None:
    """The text of the report as files of other kinds, made by pandoc, and as plain text."""
    import pypandoc

    (house / "incoming").mkdir()
    for ending, name in INCOMING.items():
        out = house / "incoming" / f"received.{ending}"
        pypandoc.convert_file(
            str(house / edition("html")), name, outputfile=str(out), extra_args=["--standalone", "--quiet"]
        )
    shutil.copy(house / edition("txt"), house / "incoming" / "received.txt")


def _release(house: Path) -> None:
    folder = house / "release" / "1.0"
    (folder / SLUG).mkdir(parents=True)
    (folder / SLUG / f"{SLUG}-en.html").write_bytes(b"edition")
    row = {"path": f"{SLUG}/{SLUG}-en.html", "language": "en", "format": "html", "sha256": digest(b"edition")}
    source = {"path": f"sources/{SLUG}/report.md", "sha256": digest(b"source")}
    report = {"slug": SLUG, "source": source, "catalogues": {}, "editions": [row]}
    manifest = {"version": "1.0", "commit": "0" * 40, "order": {"epoch": None, "certifier": ""}, "reports": [report]}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
    (folder / SUMS).write_bytes(sums(folder))


# Trying them


@dataclass
class Told:
    """How the mutants of one kind ended."""

    tried: int = 0
    exits: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)
    large: list[str] = field(default_factory=list)

    def failed(self) -> bool:
        """Whether a mutant broke the press."""
        return bool(self.broken or self.hung or self.large)

    def __str__(self) -> str:
        ends = ", ".join(f"{code}: {count}" for code, count in sorted(self.exits.items()))
        parts = [
            f"{self.tried} tried (exits {ends}); exit 70 {len(self.broken)}, hangs {len(self.hung)}, over 1 GB {len(self.large)}"
        ]
        named = (("exit 70", self.broken), ("hang", self.hung), ("over 1 GB", self.large))
        parts += [f"    {what}: {one}" for what, found in named for one in found[:20]]
        return "\n".join(parts)


def tried(
    kind: Kind, name: str, numbers: list[int], house: Path, *, seed: int, seconds: float, budget: float = inf
) -> Told:
    """Try the mutants with these numbers, many in one forked process, each for at most so many seconds by the clock;
    none is begun after ``budget`` seconds in all.
    """
    told, until = Told(), time.monotonic() + budget
    left = list(numbers)
    sound = {path: path.read_bytes() for path in _files(kind, house)}
    while left and time.monotonic() < until:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            _child(kind, name, left[:_BATCH], house, seed, writing)
        os.close(writing)
        done, why = 0, "its process died"
        for line in _lines(reading, seconds):
            if line is None:
                why = ""
                break
            told.tried += 1
            _note(told, left[done], json.loads(line))
            done += 1
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for path, content in sound.items():
            path.write_bytes(content)
        if done < len(left[:_BATCH]):
            told.tried += 1
            (told.broken if why else told.hung).append(f"{left[done]} {why or f'not done in {seconds:g} s'}")
            done += 1
        left = left[done:]
    return told


def _note(told: Told, number: int, row: dict[str, Any]) -> None:
    told.exits[row["exit"]] += 1
    if row["exit"] == _BROKEN:
        told.broken.append(f"{number} {row['last']}")
    if row["memory"] > MEMORY:
        told.large.append(f"{number} ({row['memory']:.0f} MB)")


def _lines(pipe: int, seconds: float) -> Iterator[str | None]:
    """The lines that the child writes, and None where the next is not there in time."""
    held = b""
    while select.select([pipe], [], [], seconds)[0]:
        part = os.read(pipe, _MIB)
        if not part:
            return
        *whole, held = (held + part).split(b"\n")
        yield from (line.decode() for line in whole)
    yield None


def _child(kind: Kind, name: str, numbers: list[int], house: Path, seed: int, writing: int) -> None:
    """Try mutants one by one and write a line for each. Never returns."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    begun = _resident()
    try:
        with os.fdopen(writing, "w", encoding="utf-8", buffering=1) as out, read_once(name):
            for number in numbers:
                code, error = _one(kind, house, dice(seed, name, number))
                last = (
                    error.strip().rpartition("\n")[2]
                    if code != _BROKEN
                    else " | ".join(error.strip().splitlines()[-4:-1])
                )
                out.write(json.dumps({"exit": code, "last": last[:300], "memory": _resident() - begun}) + "\n")
    finally:
        os._exit(0)


def dice(seed: int, name: str, number: int) -> random.Random:
    """What one mutant is made with."""
    return random.Random(f"{seed}:{name}:{number}")  # noqa: S311 - nothing secret


def _one(kind: Kind, house: Path, dice: random.Random) -> tuple[int, str]:
    """Change a file of the house, run the command, and put the file back."""
    path = dice.choice(_files(kind, house))
    content = path.read_bytes()
    try:
        path.write_bytes(kind.mutate(content, dice))
        return kind.run(house, dice)
    except Exception:  # noqa: BLE001 - what the command lets out is a fault of ours
        return _BROKEN, traceback.format_exc() + "\n"
    finally:
        path.write_bytes(content)


def _files(kind: Kind, house: Path) -> list[Path]:
    """The files of which one is changed."""
    media = sorted((house / "sources" / SLUG / "media").glob("*")) if MEDIA in kind.files else []
    return [house / name for name in kind.files if name != MEDIA] + media


def _resident() -> float:
    """The most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextlib.contextmanager
def read_once(name: str) -> Iterator[None]:
    """Within it, pandoc reads a text once, and the document of an edition that is checked is composed once."""
    from plantin.production import steps
    from plantin.source import pandoc

    compose = functools.cache(steps.compose) if name in EDITIONS else steps.compose
    with (
        mock.patch.object(pandoc, "parse", functools.cache(pandoc.parse)),
        mock.patch.object(steps, "compose", compose),
    ):
        yield


def shares(mutants: int, kinds: dict[str, Kind]) -> dict[str, int]:
    """How many mutants of each kind, by their weights."""
    whole = sum(kind.weight for kind in kinds.values())
    return {name: max(1, round(mutants * kind.weight / whole)) for name, kind in kinds.items()}


@dataclass(frozen=True)
class _Share:
    """The mutants of one kind: how many, in which house, and what they may take."""

    name: str
    count: int
    house: Path
    seed: int
    seconds: float
    budget: float


def _tried(share: _Share) -> tuple[str, Told, float]:
    """How the mutants of a kind ended, and how many seconds they took."""
    begun, name = time.monotonic(), share.name
    # What a kind builds is of its mutants: each kind has a house of its own.
    own = Path(shutil.copytree(share.house, share.house.with_name(name), symlinks=True))
    told = tried(
        KINDS[name], name, list(range(share.count)), own, seed=share.seed, seconds=share.seconds, budget=share.budget
    )
    return name, told, time.monotonic() - begun


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutants", type=int, default=1000, help="how many in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60, help="the most that one may take by the clock")
    parser.add_argument("--minutes", type=float, default=inf, help="begin none after so many; each kind has its part")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="so many kinds at once")
    parser.add_argument("--kind", default=",".join(KINDS), help="kinds, with commas between them")
    parser.add_argument("--only", type=int, help="one mutant of one kind, with all that the command says")
    options = parser.parse_args()
    kinds = {name: KINDS[name] for name in options.kind.split(",")}
    with tempfile.TemporaryDirectory() as folder:
        house = prepared(Path(folder) / "house")
        if options.only is not None:
            for name, kind in kinds.items():
                with read_once(name):
                    sys.stdout.write("exit {}\n{}\n".format(*_one(kind, house, dice(options.seed, name, options.only))))
            return
        found, counts = {}, shares(options.mutants, kinds)
        each = options.minutes * 60 * options.jobs / sum(counts.values())
        given = [
            _Share(name, count, house, options.seed, options.seconds, each * count)
            for name, count in sorted(counts.items(), key=lambda item: -item[1])
        ]
        with multiprocessing.get_context("fork").Pool(options.jobs) as pool:
            for name, told, lasted in pool.imap_unordered(_tried, given):
                found[name] = told
                sys.stdout.write(f"{name}: {told} ({lasted:.0f} s)\n")
                sys.stdout.flush()
    mutants = sum(told.tried for told in found.values())
    sums_ = (sum(len(getattr(told, what)) for told in found.values()) for what in ("broken", "hung", "large"))
    sys.stdout.write("all: {} mutants; exit 70 {}, hangs {}, over 1 GB {}\n".format(mutants, *sums_))
    sys.exit(any(told.failed() for told in found.values()))


if __name__ == "__main__":
    main()
