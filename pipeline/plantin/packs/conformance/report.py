"""Writes a conformance report as a source of the press, and makes its editions of it: they are as accessible as any."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plantin.findings import PlantinError, registry
from plantin.house.layout import House
from plantin.model.added_tables import table_of
from plantin.packs.conformance import auditor
from plantin.packs.conformance.criteria import STANDARDS, Criterion
from plantin.packs.conformance.evaluation import Evaluation
from plantin.packs.conformance.evidence import Evidence
from plantin.packs.conformance.levels import LEVELS, Standing
from plantin.packs.conformance.tables import ConformanceWords
from plantin.production.compose import compose
from plantin.production.formats import moment
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.writers import docx, html

_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+.!|~^$@\"'&:-])")
_GRADED = ("A", "AA", "AAA")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is on: the product by its name, its reports or release; the day on which checks read the files; the
    version and commit of the release whose record it is taken from, empty where checks were run.
    """

    product: str
    date: dt.date
    version: str = ""
    commit: str = ""


@dataclass(frozen=True, slots=True)
class ConformanceReport:
    """Everything that a report says, before it is worded."""

    subject: Subject
    evidence: Evidence
    evaluation: Evaluation | None
    rows: Mapping[str, Sequence[Standing]]

    def count_waiting(self) -> int:
        """Return how many judgements of levels A and AA a person has still to give."""
        return sum(
            row.level == "not_evaluated" and row.criterion.level in ("A", "AA")
            for group in self.rows.values()
            for row in group
        )


def write(house: House, report: ConformanceReport, language: str) -> dict[str, bytes]:
    """Return the report in a language, by the names of formats, proved by its second reader. Raises PlantinError
    (CNF005), TranslationError or StyleError for the words and the look of the house.
    """
    locale = house.locale(language)
    words = table_of(locale.tables, ConformanceWords)
    written = _Wording(report, words, language).source()
    source = source_text.parse(written, "conformance")
    composed = compose(house, source, front_matter.read(source), locale, folder=house.root, trusting=True)
    document, style = composed.document, house.style()
    writers = {"html": html.write, "docx": docx.write}
    files = {name: writer(document, style, moment(document)) for name, writer in writers.items()}
    evidence, judged = report.evidence, report.evaluation.content if report.evaluation else b""
    records = auditor.Records(evidence.editions, evidence.pages, evidence.slugs, judged)
    if findings := tuple(auditor.unlike(files["html"], files["docx"], records, words)):
        raise PlantinError(*findings)
    return files


@dataclass(frozen=True, slots=True)
class _Wording:
    """Words a report in one language."""

    report: ConformanceReport
    words: ConformanceWords
    language: str

    def source(self) -> str:
        """Return the report as the source of a document."""
        subject, words = self.report.subject, self.words
        title = words.title.format(product=subject.product).replace('"', "'")
        fields = [
            "symbol: ACR",
            f'title: "{title}"',
            f"date: {subject.date}",
            f"original-language: {self.language}",
            "rules: {paragraphs: none, sections: none}",
        ]
        parts = [*self._about(), *self._levels(), *self._summary(), *self._standards(), *self._checks()]
        return "\n".join(["---", *fields, "---", "", *parts])

    def _about(self) -> Iterator[str]:
        report, words = self.report, self.words
        evaluation = report.evaluation.file if report.evaluation else None
        subject = report.subject
        signed = words.signed.format(version=subject.version, commit=subject.commit[:12])
        counts = [self._pair(self._kind(kind), str(len(report.evidence.files[kind]))) for kind in self._kinds()]
        others = [self._pair(name, str(count)) for name, count in sorted(report.evidence.others.items())]
        rows = [
            (words.product, [escape(subject.product)]),
            (words.date, [str(subject.date)]),
            (words.source, [signed if subject.version else words.run]),
            (words.standards, [self._foreign(STANDARDS[name]) for name in self._standard_names()]),
            (words.files, counts),
            *([(words.others, others)] if others else []),
            (words.evaluator, [escape(evaluation.evaluator) if evaluation else words.nobody]),
            *([(words.method, [escape(evaluation.method)])] if evaluation else []),
            *([(words.contact, [escape(evaluation.contact)])] if evaluation and evaluation.contact else []),
        ]
        yield from (f"# {words.about} {{#about}}", "")
        if waiting := report.count_waiting():
            yield from (words.unfinished.format(count=waiting), "")
        yield from (words.reading, "")
        yield from _table("tbl-about", words.about, "30 70", [(words.item,), (words.content,)], rows)

    def _levels(self) -> Iterator[str]:
        words = self.words
        rows = [(self._level(level), [str(getattr(words, f"{level}_means"))]) for level in LEVELS]
        yield from (f"# {words.levels} {{#levels}}", "")
        yield from _table("tbl-levels", words.levels, "30 70", [(words.level,), (words.meaning,)], rows)

    def _summary(self) -> Iterator[str]:
        words = self.words
        yield from (f"# {words.summary} {{#summary}}", "", words.counted, "")
        rows = []
        for name in self._standard_names():
            found = [row.level for group in self._of(name) for row in group]
            rows.append((self._foreign(STANDARDS[name]), *([str(found.count(level))] for level in LEVELS)))
        heads = [(words.standard,), *((self._level(level),) for level in LEVELS)]
        yield from _table("tbl-summary", words.summary, "30 14 14 14 14 14", heads, rows)

    def _standards(self) -> Iterator[str]:
        words = self.words
        for name in self._standard_names():
            title = self._foreign(STANDARDS[name])
            yield from (f"# {title} {{#standard-{name}}}", "")
            for level in _GRADED if name == "wcag" else ("",):
                group = [rows for rows in self._of(name) if rows[0].criterion.level == level]
                heading = words.table.format(standard=title, level=level) if level else title
                rows = [
                    (self._criterion(rows[0].criterion), self._levels_of(rows), self._evidence(rows)) for rows in group
                ]
                heads = [(words.criterion,), (words.level,), (words.remarks,)]
                yield from _table(f"tbl-{name}{level.lower()}", heading, "28 22 50", heads, rows)

    def _criterion(self, criterion: Criterion) -> list[str]:
        others = [self._pair(standard, self._list(numbers)) for standard, numbers in criterion.elsewhere(self._kinds())]
        return [f"{criterion.name} {self._foreign(escape(criterion.title))}", *others]

    def _levels_of(self, rows: Sequence[Standing]) -> list[str]:
        """Return the levels of a criterion, each with the kinds of files that have it."""
        given = {level: [self._kind(row.kind) for row in rows if row.level == level] for level in LEVELS}
        return [self._pair(self._level(level), self._list(kinds)) for level, kinds in given.items() if kinds]

    def _evidence(self, rows: Sequence[Standing]) -> list[str]:
        return [self._pair(self._kind(row.kind), self.words.separator.join(self._basis_of(row))) for row in rows]

    def _basis_of(self, row: Standing) -> Iterator[str]:
        """Yield what a level rests on: what each check has shown, who judged it, what is left to a person."""
        for result in row.results:
            yield self.words.result.format(
                check=escape(f"{result.check} {result.version}".strip()),
                read=len(result.read),
                failed=len(result.failed),
            )
        if row.judged and self.report.evaluation:
            evaluator, date, method = map(str, self.report.evaluation.who(row.judged))
            said = self.words.judged.format(evaluator=escape(evaluator), date=date, method=escape(method))
            yield self._pair(said, escape(row.judged.remarks))
        elif row.level in ("not_evaluated", "partially", "does_not"):
            yield self.words.remains if row.results else self.words.person

    def _checks(self) -> Iterator[str]:
        words = self.words
        yield from (f"# {words.checks} {{#checks}}", "")
        named = {result.check: None for group in self.report.rows.values() for row in group for result in row.results}
        rows = [(escape(name), [self._finds(name)]) for name in sorted(named)]
        if rows:
            yield from _table("tbl-checks", words.checks, "25 75", [(words.check,), (words.finds,)], rows)

    def _finds(self, check: str) -> str:
        known = {"files": self.words.all_files, "media": self.words.media}
        row = registry.codes().get(check)
        return self._foreign(escape(row.title)) if row else known.get(check, self.words.validator)

    def _of(self, standard: str) -> list[Sequence[Standing]]:
        return [rows for rows in self.report.rows.values() if rows[0].criterion.standard == standard]

    def _standard_names(self) -> list[str]:
        return [name for name in STANDARDS if self._of(name)]

    def _kinds(self) -> tuple[str, ...]:
        return self.report.evidence.kinds()

    def _kind(self, kind: str) -> str:
        return str(getattr(self.words, kind))

    def _level(self, level: str) -> str:
        return str(getattr(self.words, level))

    def _pair(self, name: str, value: str) -> str:
        return self.words.pair.format(name=name, value=value)

    def _list(self, entries: Sequence[str]) -> str:
        return self.words.between.join(entries)

    def _foreign(self, text: str) -> str:
        """Return English text, marked as such in a report of another language."""
        return text if self.language.partition("-")[0] == "en" else f"[{text}]{{lang=en}}"


def escape(text: str) -> str:
    r"""Return text as it is typed in a source, where no sign of it means anything.

    >>> print(escape("a*b* [c]"))
    a\*b\* \[c\]
    """
    return _SIGNS.sub(r"\\\1", text)


def _table(
    name: str, title: str, widths: str, heads: Iterable[Sequence[str]], rows: Iterable[Sequence[str | Sequence[str]]]
) -> Iterator[str]:
    """Yield a table as a list of lists; a cell has one paragraph or several."""
    yield from (f'::: {{#{name} .table .list widths="{widths}"}}', title, "")
    for row in (list(heads), *rows):
        for at, cell in enumerate(row):
            first, *further = [cell] if isinstance(cell, str) else cell
            yield f"{'  ' if at else '- '}- {first}"
            yield from (line for text in further for line in ("", f"    {text}"))
    yield from (":::", "")
