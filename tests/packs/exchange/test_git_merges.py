"""Two translators and an author change one catalogue in three branches; git merges them by our driver."""

from __future__ import annotations

import os
import random
import shlex
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from plantin.cli.main import run
from plantin.findings import Place, TranslationError
from plantin.packs.exchange import alternatives, three_way
from plantin.translation import message, po, update
from plantin.translation.message import Message
from plantin.translation.po import Catalogue, PoEntry

pytestmark = pytest.mark.full

WORDS = ("lamp", "oil", "wick", "glass", "keeper", "harbour", "night", "storm", "tower", "count", "light", "coast")
NAME = "locales/fr/R-2035-1.po"
PLANTIN = shlex.quote(str(Path(sys.executable).parent / "plantin"))
DRIVER = f"{PLANTIN} merge-po %O %A %B %P || exit $(($? == 1 ? 1 : 255))"


@dataclass
class Row:
    """A message as the test follows it: by its number, whatever becomes of its text."""

    number: int
    original: str
    deleted: bool = False


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    identity = ("-c", "user.name=A. Person", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )  # fmt: skip


def as_messages(rows: list[Row]) -> list[Message]:
    contexts = Counter[str]()
    messages = []
    for row in rows:
        context = message.context_of("paragraph", row.original)
        contexts[context] += 1
        context += f"~{contexts[context]}" * (contexts[context] > 1)
        messages.append(Message(context, row.original, "paragraph", Place("report.md")))
    return messages


class Round:
    """A repository with a catalogue, three branches of it, and what must come of their merge."""

    def __init__(self, folder: Path, seed: int, *, driver: bool = True) -> None:
        self.folder, self.chance = folder, random.Random(seed)  # noqa: S311 - nothing secret
        self.path = folder / NAME
        self.path.parent.mkdir(parents=True)
        git(folder, "init")
        (folder / ".gitattributes").write_text("locales/**/*.po merge=plantin-po\n", "utf-8")
        if driver:
            git(folder, "config", "merge.plantin-po.driver", DRIVER)
        self.rows = [Row(n, self.sentence(n)) for n in range(self.chance.randint(6, 14))]
        self.texts = {row.number: f"Phrase {row.number}." * self.chance.choice((0, 1, 1, 1)) for row in self.rows}
        empty = Catalogue("", "fr", header=(("Project-Id-Version", "R/2035/1"), ("PO-Revision-Date", "2035-01-01")))
        self.base = self.translate(update(empty, as_messages(self.rows))[0], self.rows, self.texts, "")
        self.save(self.base, "base")
        self.changes = [self.translator(name) for name in ("anna", "rita")]
        self.author()

    def sentence(self, number: int) -> str:
        """Words that no other message has, so that what goes on from what leaves no choice."""
        return f"The {' '.join(f'{word}{number}' for word in self.chance.choices(WORDS, k=9))} of {number}."

    def translate(self, catalogue: Catalogue, rows: list[Row], texts: dict[int, str], by: str) -> Catalogue:
        """The catalogue with those texts; what one person translated another has reviewed, now and then."""
        entries = []
        for row, entry in zip(rows, catalogue.entries, strict=True):
            text = texts.get(row.number, entry.translation)
            changed = replace(entry, translation=text, review="") if text != entry.translation else entry
            if changed != entry and text and self.chance.random() < 0.5:
                changed = replace(changed, review=", ".join((changed.mark, by or "Zoe", "2035-01-01")))
            entries.append(changed)
        return replace(catalogue, entries=tuple(entries))

    def save(self, catalogue: Catalogue, message: str) -> None:
        date = f"2035-02-{self.chance.randint(1, 28):02} 10:00+0000"
        header = {**dict(catalogue.header), "PO-Revision-Date": date}
        self.path.write_text(po.text(replace(catalogue, header=tuple(header.items()))), "utf-8")
        git(self.folder, "add", "-A")
        assert git(self.folder, "commit", "-qm", message).returncode == 0

    def translator(self, name: str) -> dict[int, str]:
        """Change some translations in a branch; sign others, note something."""
        git(self.folder, "checkout", "-qb", name, "main")
        changed = {
            row.number: self.chance.choice(
                (f"Texte {row.number} de {name}.", f"Nouveau texte de {name} : {row.number}.")
            )
            for row in self.rows
            if self.chance.random() < 0.3
        }
        catalogue = self.translate(self.base, self.rows, changed, name)
        entries = tuple(
            replace(entry, comments=(*entry.comments, f"note of {name}: {n}")) if self.chance.random() < 0.2 else entry
            for n, entry in enumerate(catalogue.entries)
        )
        self.save(replace(catalogue, entries=entries), name)
        return changed

    def author(self) -> None:
        """Change, move, delete and add messages in a branch."""
        git(self.folder, "checkout", "-qb", "author", "main")
        rows = [replace(row) for row in self.rows]
        for row in rows:
            match self.chance.random():
                case x if x < 0.15:
                    row.original = row.original.replace(" of ", " after some years of ")
                case x if x < 0.25:
                    row.deleted = True
        kept = [row for row in rows if not row.deleted]
        if len(kept) > 3 and self.chance.random() < 0.5:
            kept.insert(self.chance.randrange(len(kept)), kept.pop(self.chance.randrange(len(kept))))
        for number in range(100, 100 + self.chance.randint(0, 2)):
            kept.insert(self.chance.randrange(len(kept) + 1), Row(number, self.sentence(number)))
        self.kept, self.gone = kept, [row for row in rows if row.deleted]
        self.save(update(self.base, as_messages(kept))[0], "author")

    @property
    def both(self) -> set[int]:
        """The messages that both translators changed, each in another way."""
        anna, rita = self.changes
        return {n for n in anna if n in rita and anna[n] != rita[n]}

    @property
    def is_in_conflict(self) -> bool:
        """Whether both translators changed a message that was still there when the second came."""
        gone = {row.number for row in self.gone} if self.order[0] == "author" else set()
        return bool(self.both - gone)

    def merge(self) -> list[int]:
        """Merge the three branches; the exit codes of git. What is in conflict is committed as it is."""
        git(self.folder, "checkout", "-q", "anna")
        codes = []
        self.order = self.chance.sample(("rita", "author"), 2)
        for branch in self.order:
            codes.append(git(self.folder, "merge", "-q", "-m", branch, branch).returncode)
            git(self.folder, "add", "-A")
            git(self.folder, "commit", "-qm", "merged")
        return codes

    def expected_texts(self, number: int) -> set[str]:
        """The texts that a message may have."""
        changed = {side[number] for side in self.changes if number in side}
        return changed or {self.texts[number]}

    def faults(self, catalogue: Catalogue) -> list[str]:
        """What was lost, invented, or in conflict without cause."""
        faults = []
        conflicts = {entry.original: alternatives.texts_of(entry) for entry in alternatives.list_conflicts(catalogue)}
        by_text = {entry.original: entry for entry in catalogue.entries}
        if list(by_text) != [row.original for row in self.kept] and set(by_text) != {row.original for row in self.kept}:
            faults.append("other messages than those of the author")
        for row in self.kept:
            entry = by_text.get(row.original, PoEntry("", ""))
            texts = {""} if row.number >= 100 else self.expected_texts(row.number)
            if entry.translation not in texts:
                faults.append(f"{row.number}: {entry.translation!r}, not {texts}")
            if (row.original in conflicts) != (row.number in self.both):
                faults.append(f"{row.number}: in conflict without cause, or not in conflict")
            if row.original in conflicts and set(conflicts[row.original].values()) != texts:
                faults.append(f"{row.number}: the conflict has {conflicts[row.original]}, not {texts}")
            changed = row.number < 100 and row.original != self.rows[row.number].original
            if entry.translation and entry.stale != (changed or row.original in conflicts):
                faults.append(f"{row.number}: fuzzy is {entry.stale}")
        kept = {(entry.original, entry.translation) for entry in catalogue.obsolete}
        comments = "\n".join(line for entry in catalogue.obsolete for line in entry.comments)
        for row in self.gone:
            for text in self.expected_texts(row.number) - {""}:
                if (row.original, text) not in kept and f'"{text}"' not in comments:
                    faults.append(f"{row.number}: deleted by the author, and {text!r} is lost")
        return faults

    def settle(self, side: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
        """Take one side where both changed a message; what is wrong then."""
        merged = self.path.read_text("utf-8")
        before = po.read_catalogue(self.path)
        ours = side == "ours"
        capsys.readouterr()
        code = run(["merge-po", str(self.path), f"--{side}", "--drop-reviews"])
        said, after = capsys.readouterr().out, po.read_catalogue(self.path)
        anna, rita = self.changes
        faults = [f"exit code {code}"] * bool(code)
        for entry, settled in zip(before.entries, after.entries, strict=True):
            if not alternatives.texts_of(entry):
                faults += [f"{entry.context} is another"] * (replace(entry, line=settled.line) != settled)
                continue
            number = next(row.number for row in self.kept if row.original == entry.original)
            texts = (anna[number], rita[number])[:: 1 if ours else -1]
            if settled.translation != texts[0] or texts[1] not in said:
                faults.append(f"{number}: {settled.translation!r}; {said}")
        self.path.write_text(merged, "utf-8")
        return faults

    def accept_both(self, *style: str) -> list[str]:
        """Merge the translators line by line, as git does without our driver; what is lost once ours has settled it."""
        for name in ("anna", "main", "rita"):
            (self.folder.parent / name).write_text(git(self.folder, "show", f"{name}:{NAME}").stdout, "utf-8")
        content = git(self.folder.parent, "merge-file", "-p", *style, "anna", "main", "rita").stdout
        file = self.folder.parent / f"{self.folder.name}.po"
        file.write_text(content, "utf-8")
        code = run(["merge-po", str(file)])
        if code > 1:
            return [] if file.read_text("utf-8") == content else ["refused, and changed"]
        after = file.read_text("utf-8")
        texts = [text for row in self.rows for text in self.expected_texts(row.number)]
        return [f"{style}: {text!r} is lost" for text in texts if text not in after]


def merge_rounds(folder: Path, seeds: range, capsys: pytest.CaptureFixture[str]) -> Counter[str]:
    """Merge that many sets of branches, two merges each; what there was of them."""
    counts = Counter[str]()
    for seed in seeds:
        case = Round(folder / str(seed), seed)
        for style in ((), ("--diff3",), ("--union",)):
            assert case.accept_both(*style) == [], seed
        codes = case.merge()
        assert case.faults(po.read_catalogue(case.path)) == [], seed
        assert set(codes) <= {0, 1}
        assert (1 in codes) == case.is_in_conflict, seed
        for side in ("ours", "theirs"):
            assert case.settle(side, capsys) == [], seed
        counts += Counter(merges=len(codes), conflicts=len(case.both))
    return counts


def test_three_branches_are_merged_by_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert merge_rounds(tmp_path, range(3), capsys)["conflicts"] > 1


@pytest.mark.slow
def test_two_hundred_merges_lose_and_invent_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = merge_rounds(tmp_path, range(100, 200), capsys)
    assert counts["merges"] == 200
    assert counts["conflicts"] > 50


def test_what_a_merge_loses_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = Round(tmp_path, 0)
    case.merge()
    catalogue = po.read_catalogue(case.path)
    assert case.faults(catalogue) == []
    for entry in catalogue.entries[:4]:
        spoilt = replace(entry, translation="Rien.", stale=not entry.stale)
        entries = tuple(spoilt if one is entry else one for one in catalogue.entries)
        assert case.faults(replace(catalogue, entries=entries))
    assert case.faults(replace(catalogue, entries=catalogue.entries[1:]))
    del case.changes[1]
    case.changes.append({})
    assert case.faults(catalogue), "the conflicts have no cause now"


TWO = (
    PoEntry("paragraph:a", "One lamp.", "Une lampe."),
    PoEntry("paragraph:b", "Two lamps.", "Deux lampes."),
    PoEntry("paragraph:c", "None", "Aucune"),
    PoEntry("paragraph:c~2", "None", "Aucun"),
)


def catalogue_of(
    *entries: PoEntry, date: str = "2035-01-01 10:00+0000", obsolete: tuple[PoEntry, ...] = ()
) -> Catalogue:
    header = (("Project-Id-Version", "R/2035/1"), ("PO-Revision-Date", date), ("Last-Translator", f"T. {date[8:10]}"))
    return Catalogue("x.po", "fr", entries, obsolete, header)


def merge(base: Catalogue, ours: Catalogue, theirs: Catalogue) -> Catalogue:
    """The merge, as it is read from its file."""
    return po.parse_catalogue(po.text(three_way.merge_catalogues(base, ours, theirs)), "x.po")


def test_the_header_has_the_later_date_and_is_never_in_conflict() -> None:
    base, ours, theirs = (catalogue_of(*TWO, date=f"2035-01-0{n} 10:00+0000") for n in (1, 3, 2))
    for merged in (merge(base, ours, theirs), merge(base, theirs, ours)):
        header = dict(merged.header)
        assert (header["PO-Revision-Date"], header["Last-Translator"]) == ("2035-01-03 10:00+0000", "T. 03")
        assert not [*alternatives.list_conflicts(merged)]


def test_equal_texts_stay_apart_when_one_of_them_goes() -> None:
    """The context of the second is that of the first then, as the report gives it."""
    improved = replace(TWO[3], translation="Pas un seul")
    ours = catalogue_of(*TWO[:3], improved)
    theirs = catalogue_of(*TWO[:2], replace(TWO[3], context="paragraph:c"), obsolete=(TWO[2],))
    merged = merge(catalogue_of(*TWO), ours, theirs)
    assert [(entry.context, entry.translation) for entry in merged.entries[2:]] == [("paragraph:c", "Pas un seul")]
    assert [entry.translation for entry in merged.obsolete] == ["Aucune"]


def test_a_review_of_one_side_is_none_of_the_text_of_the_other() -> None:
    ours = catalogue_of(replace(TWO[0], review="yes, Zoe"), *TWO[1:])
    theirs = catalogue_of(replace(TWO[0], translation="Un fanal."), *TWO[1:])
    for sides in ((ours, theirs), (theirs, ours)):
        entry = merge(catalogue_of(*TWO), *sides).entries[0]
        assert (entry.translation, entry.state) == ("Un fanal.", "translated")
    same = merge(catalogue_of(*TWO), ours, catalogue_of(*TWO)).entries[0]
    assert (same.state, po.signer(same.review)) == ("reviewed", "Zoe")


def test_a_side_with_a_review_goes_only_by_a_word_that_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reviewed = replace(TWO[0], translation="Un fanal.").sign("revised", "Zoe")
    ours, theirs = catalogue_of(reviewed, *TWO[1:]), catalogue_of(replace(TWO[0], translation="Un feu."), *TWO[1:])
    merged = merge(catalogue_of(*TWO), ours, theirs)
    (conflict,) = alternatives.list_conflicts(merged)
    assert (conflict.stale, conflict.translation) == (True, "Un fanal.")
    file = tmp_path / "x.po"
    file.write_text(po.text(merged), "utf-8")
    assert run(["merge-po", str(file), "--theirs"]) == 1
    assert "paragraph:a: not settled; ours was reviewed" in capsys.readouterr().out
    assert run(["merge-po", str(file), "--theirs", "--message", "paragraph:b", "--drop-reviews"]) == 1
    assert run(["merge-po", str(file), "--ours"]) == 0
    assert "theirs had 'Un feu.'" in capsys.readouterr().out
    entry = po.read_catalogue(file).entries[0]
    assert (entry.translation, entry.review, entry.comments) == ("Un fanal.", reviewed.review, ())
    file.write_text(po.text(merged), "utf-8")
    assert run(["merge-po", str(file), "--theirs", "--drop-reviews"]) == 0
    assert po.read_catalogue(file).entries[0].translation == "Un feu."


def test_a_conflict_that_git_left_is_known_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = po.text(catalogue_of(*TWO))
    sides = '<<<<<<< HEAD\nmsgstr "Un fanal."\n=======\nmsgstr "Un feu."\n>>>>>>> rita\n'
    file = tmp_path / "x.po"
    file.write_text(text.replace('msgstr "Une lampe."\n', sides), "utf-8")
    with pytest.raises(TranslationError) as refused:
        po.read_catalogue(file)
    (finding,) = refused.value.findings
    assert (finding.code, finding.place.line) == ("T093", file.read_text("utf-8").split("\n").index("<<<<<<< HEAD") + 1)
    assert ("fanal" in finding.message, "feu" in finding.message, "merge-po" in finding.hint) == (True, True, True)
    assert run(["merge-po", str(file)]) == 1
    assert "T094" in capsys.readouterr().err
    assert alternatives.texts_of(po.read_catalogue(file).entries[0]) == {"ours": "Un fanal.", "theirs": "Un feu."}
    file.write_text(text.replace('msgstr "Une lampe."\n', sides.replace(">>>>>>> rita\n", "")), "utf-8")
    before = file.read_bytes()
    assert run(["merge-po", str(file)]) == 4
    assert file.read_bytes() == before


def test_both_changes_accepted_by_hand_are_a_conflict_too(tmp_path: Path) -> None:
    text = po.text(catalogue_of(*TWO))
    block = 'msgctxt "paragraph:a"\nmsgid "One lamp."\nmsgstr "Une lampe."\n'
    twice = text.replace(block, "".join(block.replace("Une lampe", words) for words in ("Un fanal", "Un feu")))
    file = tmp_path / "x.po"
    file.write_text(twice, "utf-8")
    with pytest.raises(TranslationError) as refused:
        po.read_catalogue(file)
    (finding,) = refused.value.findings
    assert finding.code == "T015"
    assert ("'Un fanal.'" in finding.message, "'Un feu.'" in finding.message) == (True, True)
    assert run(["merge-po", str(file)]) == 1
    merged = po.read_catalogue(file)
    assert alternatives.texts_of(merged.entries[0]) == {"ours": "Un fanal.", "theirs": "Un feu."}
    assert [entry.translation for entry in merged.entries[1:]] == [entry.translation for entry in TWO[1:]]


def test_a_catalogue_with_two_sides_in_another_encoding_is_refused_as_it_is(tmp_path: Path) -> None:
    text = po.text(catalogue_of(*TWO))
    sides = '<<<<<<< HEAD\nmsgstr "Un café."\n=======\nmsgstr "Un feu."\n>>>>>>> rita\n'
    both = text.replace('msgstr "Une lampe."\n', sides)
    file = tmp_path / "x.po"
    file.write_bytes(both.encode("latin-1"))
    assert run(["merge-po", str(file)]) == 4
    assert file.read_bytes() == both.encode("latin-1")
    file.write_text(f"\ufeff{both}", "utf-8")
    assert run(["merge-po", str(file)]) == 1
    assert alternatives.texts_of(po.read_catalogue(file).entries[0]) == {"ours": "Un café.", "theirs": "Un feu."}


def test_a_heading_that_changed_keeps_what_the_other_side_translated() -> None:
    original = "Lamps of the harbour and of the whole northern coast"
    heading = PoEntry("section:lamps", original)
    ours = PoEntry("section:lamps", f"{original} today")
    theirs = replace(heading, translation="Feux du port et de toute la côte nord")
    (entry,) = merge(catalogue_of(heading), catalogue_of(ours), catalogue_of(theirs)).entries
    assert (entry.original, entry.translation, entry.stale) == (ours.original, theirs.translation, True)


def test_what_cannot_be_read_is_left_with_both_sides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = po.text(catalogue_of(*TWO)), po.text(catalogue_of(*TWO)), "msgid broken\n"
    for name, text in zip("oab", texts, strict=True):
        (tmp_path / name).write_text(text, "utf-8")
    assert run(["merge-po", *(str(tmp_path / name) for name in "oab"), NAME]) == 1
    assert f"{NAME}:1" in capsys.readouterr().err
    left = (tmp_path / "a").read_text("utf-8")
    assert (left.startswith("<<<<<<< ours"), "Une lampe." in left, "msgid broken" in left) == (True, True, True)
    assert run(["merge-po", *(str(tmp_path / name) for name in "oa")]) == 2


def test_the_command_in_a_new_house_sets_the_driver(tmp_path: Path) -> None:
    """One command, as the file says it, on a path with a space; without it git merges by lines and says so."""
    assert run(["new", str(tmp_path / "our house"), "--languages", "en,fr"]) == 0
    home = tmp_path / "our house"
    attributes = (home / ".gitattributes").read_text("utf-8")
    (command,) = (line.removeprefix("# ") for line in attributes.split("\n") if line.startswith("# git config"))
    git(home, "init")
    subprocess.run(command, shell=True, cwd=home, check=True)  # noqa: S602 - what the file says, as it says it
    assert git(home, "config", "merge.plantin-po.driver").stdout.strip().replace("plantin", PLANTIN, 1) == DRIVER
    path = next((home / "locales" / "fr").glob("*.po"))
    assert git(home, "check-attr", "merge", path.relative_to(home).as_posix()).stdout.endswith("merge: plantin-po\n")
